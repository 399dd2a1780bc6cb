//! Claims from the command line against the real gateway: offline with a photo, cut uploads, refusals, answers.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use serde_json::{Value, json};
use std::path::PathBuf;
use testkit::export::goods;
use testkit::photo::{Photo, holds};
use testkit::proxy::{Mischief, Proxy};
use testkit::supplier::Supplier;

/// A dealer with an order of ten bolts at a supplier behind a proxy.
struct Ordered {
    supplier: Supplier,
    proxy: Proxy,
    dealer: Dealer,
    entity: String,
    order: String,
}

fn ordered(role: &str) -> Option<Ordered> {
    let supplier = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "12.30", 100)]))?;
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let proxy = Proxy::before(supplier.address());
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &proxy.url(), &supplier.invite(&entity, role)]);
    dealer.ok(&["sync"]);
    let draft = dealer.draft("Б-1;10");
    dealer.ok(&["place", &draft, "--accept"]);
    dealer.ok(&["sync"]);
    let order = dealer.ok(&["orders"])["items"][0]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    Some(Ordered {
        supplier,
        proxy,
        dealer,
        entity,
        order,
    })
}

impl Ordered {
    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path: PathBuf = self.supplier.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    fn new_claim(&self, more: &[&str]) -> Value {
        let words = [
            "claim",
            "new",
            "--order",
            &self.order,
            "--item",
            "Б-1",
            "--kind",
            "defect",
            "--remedy",
            "replace",
            "--quantity",
            "2",
            "--text",
            "Резьба сорвана",
        ];
        self.dealer.run(&[&words, more].concat()).json
    }

    fn claim(&self) -> Value {
        self.dealer.ok(&["claim", "list"])["items"][0].clone()
    }
}

#[test]
fn a_claim_with_a_photo_made_offline_arrives_over_a_line_that_cuts_uploads() {
    let Some(mut at) = ordered("buyer") else { return };
    let photo = Photo::of_phone(3_000, 2_000).noisy();
    assert!(holds(&photo, b"Exif"));
    let path = at.file("IMG 1.jpg", &photo);
    let act = at.file("акт.pdf", b"%PDF-1.7 act");
    at.supplier.kill();
    let queued = at.new_claim(&["--file", &path, "--file", &act]);
    assert_eq!(
        (&queued["outcome"], &queued["files_waiting"]),
        (&json!("queued"), &json!(2)),
        "{queued}"
    );
    let waiting = at.claim();
    assert_eq!(
        (&waiting["state"], &waiting["files_waiting"]),
        (&json!("queued"), &json!(2))
    );
    // The proxy is there and the gateway behind it is not: nobody answers.
    assert_eq!(waiting["why"], json!("no_answer"));
    // Encrypted: neither the words nor the photo lie about.
    for name in ["desk.db", "desk.db-wal"] {
        let bytes = std::fs::read(at.dealer.file(name)).unwrap_or_default();
        assert!(
            !holds(&bytes, "сорвана".as_bytes()) && !holds(&bytes, b"JFIF"),
            "{name}"
        );
    }

    at.supplier.serve();
    at.proxy.set(Mischief::CutUploads);
    for _ in 0..40 {
        at.dealer.run(&["sync"]);
        if at.claim()["state"] == json!("received") {
            break;
        }
    }
    at.proxy.set(Mischief::None);
    let claim = at.claim();
    assert_eq!(
        (&claim["state"], &claim["number"]),
        (&json!("received"), &json!("1")),
        "{claim}"
    );
    assert!(claim["answer_by_ms"].as_i64().is_some());

    let out = at.supplier.path().join("at the supplier");
    let shown = at
        .supplier
        .console(&["claim", "show", "1", "--out", out.to_str().unwrap()]);
    let files = shown["messages"][0]["files"].as_array().unwrap();
    assert_eq!(files.len(), 2, "{shown}");
    let arrived = std::fs::read(shown["saved"][0].as_str().unwrap()).unwrap();
    assert!(arrived.starts_with(b"\xff\xd8\xff") && !holds(&arrived, b"Exif") && !holds(&arrived, b"GPS"));
    assert!(arrived.len() > 300_000, "several pieces: {}", arrived.len());

    // The answer comes back with a notice.
    let reply = at.file("ответ.pdf", b"%PDF-1.7 answer");
    at.supplier.console(&[
        "claim",
        "answer",
        "1",
        "--text",
        "Заменим",
        "--decision",
        "accepted",
        "--file",
        &reply,
    ]);
    at.dealer.ok(&["sync"]);
    assert_eq!(at.claim()["state"], json!("accepted"));
    let told = at.dealer.ok(&["notices"]);
    let of_claim: Vec<&Value> = told["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|notice| notice["kind"] == json!("claim"))
        .collect();
    assert_eq!(of_claim.len(), 1);
    assert_eq!(of_claim[0]["claim_state"], json!("accepted"));
    let said = at.dealer.ok(&["claim", "say", "1", "--text", "Спасибо"]);
    assert_eq!(said["outcome"], json!("done"));
    let out = at.supplier.path().join("at the dealer");
    let shown = at.dealer.ok(&["claim", "show", "1", "--out", out.to_str().unwrap()]);
    assert_eq!(shown["messages"].as_array().unwrap().len(), 3, "{shown}");
    let saved = shown["saved"].as_array().unwrap();
    assert!(saved.iter().any(|path| path.as_str().unwrap().ends_with("ответ.pdf")));
}

#[test]
fn the_same_person_sees_the_claim_on_another_device_and_a_lost_verdict_makes_no_second_claim() {
    let Some(at) = ordered("buyer") else { return };
    at.proxy.set(Mischief::LostVerdict);
    let sent = at.new_claim(&[]);
    assert_eq!(sent["outcome"], json!("queued"), "{sent}");
    at.proxy.set(Mischief::None);
    at.dealer.ok(&["sync"]);
    assert_eq!(at.dealer.ok(&["claim", "list"])["items"].as_array().unwrap().len(), 1);
    let person = at.supplier.console(&["person", "list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let invited = at
        .supplier
        .console(&["invite", "--entity", &at.entity, "--person", &person, "--role", "buyer"]);
    let other = Dealer::new();
    other.ok(&["enroll", &at.supplier.url(), invited["code"].as_str().unwrap()]);
    other.ok(&["sync"]);
    let seen = other.ok(&["claim", "show", "1"]);
    assert_eq!(seen["messages"][0]["text"], json!("Резьба сорвана"));
    other.ok(&["claim", "say", "1", "--text", "С другого места"]);
    at.dealer.ok(&["sync"]);
    let shown = at.dealer.ok(&["claim", "show", "1"]);
    assert_eq!(shown["messages"].as_array().unwrap().len(), 2, "{shown}");
}

#[test]
fn what_cannot_be_attached_is_told_with_what_to_do_and_nothing_is_sent() {
    let Some(at) = ordered("buyer") else { return };
    let whole = Photo::of_phone(800, 600).bytes();
    let cases = [
        ("IMG.HEIC", b"\0\0\0\x24ftypheic\0\0\0\0".to_vec(), "heic"),
        ("film.mp4", b"\0\0\0\x24ftypisom\0\0\0\0".to_vec(), "video"),
        ("cut.jpg", whole[..whole.len() / 2].to_vec(), "cut_off"),
        ("tool.jpg", b"MZ\x90\0 a program".to_vec(), "kind"),
        ("empty.jpg", Vec::new(), "empty"),
        ("bomb.png", Photo::bomb(), "too_many_pixels"),
        (
            "large.pdf",
            [b"%PDF-1.7".as_slice(), &vec![b' '; 11 * 1024 * 1024]].concat(),
            "too_large",
        ),
    ];
    for (name, bytes, reason) in cases {
        let path = at.file(name, &bytes);
        let done = at.new_claim(&["--file", &path]);
        assert_eq!(
            (&done["outcome"], &done["refused"][0]["reason"]),
            (&json!("not_attached"), &json!(reason)),
            "{name}: {done}"
        );
    }
    let missing = at.new_claim(&["--file", "/no/such/photo.jpg"]);
    assert_eq!(missing["refused"][0]["reason"], json!("unreadable"));
    assert_eq!(at.dealer.ok(&["claim", "list"])["items"], json!([]));
    assert_eq!(at.supplier.console(&["claim", "list"]), json!([]));
}

#[test]
fn a_claim_that_is_refused_comes_back_with_its_words_and_photos() {
    let Some(mut at) = ordered("buyer") else { return };
    let path = at.file("IMG.jpg", &Photo::of_phone(800, 600).bytes());
    at.supplier.kill();
    at.new_claim(&["--file", &path]);
    at.supplier.serve();
    // The right goes while the claim waits.
    let person = at.supplier.console(&["person", "list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let invited = at.supplier.console(&[
        "invite", "--entity", &at.entity, "--person", &person, "--role", "viewer",
    ]);
    let other = Dealer::new();
    other.ok(&["enroll", &at.supplier.url(), invited["code"].as_str().unwrap()]);
    at.dealer.run(&["sync"]);
    let claim = at.claim();
    assert_eq!(
        (&claim["state"], &claim["why"]),
        (&json!("rejected"), &json!("no_rights")),
        "{claim}"
    );
    assert_eq!(at.supplier.console(&["claim", "list"]), json!([]));
    let out = at.supplier.path().join("copied");
    let id = claim["id"].as_str().unwrap();
    let shown = at.dealer.ok(&["claim", "show", id, "--out", out.to_str().unwrap()]);
    assert_eq!(shown["text"], json!("Резьба сорвана"));
    assert!(std::fs::metadata(shown["saved"][0].as_str().unwrap()).unwrap().len() > 1_000);
    at.dealer.fails(
        &[
            "claim", "new", "--order", &at.order, "--item", "Б-1", "--kind", "defect", "--remedy", "refund", "--text",
            "x",
        ],
        1,
        "not_found",
    );
}

#[test]
fn the_suppliers_limits_are_known_offline_and_told_in_words() {
    let Some(mut at) = ordered("buyer") else { return };
    at.supplier.kill();
    at.supplier
        .configure("[claims]\nmax_files = 1\nmax_file_bytes = 2000\nanswer_days = 1\n");
    at.supplier.serve();
    at.dealer.ok(&["sync"]);
    at.supplier.kill();
    let small = at.file("a.pdf", b"%PDF-1.7 a");
    let other = at.file("b.pdf", b"%PDF-1.7 b");
    let large = at.file("c.pdf", &[b"%PDF-1.7".as_slice(), &[b' '; 3_000]].concat());
    let done = at.new_claim(&["--file", &small, "--file", &other]);
    assert_eq!(done["refused"][0]["reason"], json!("too_many"), "{done}");
    assert!(done["refused"][0]["message"].as_str().unwrap().contains("at most 1"));
    let done = at.new_claim(&["--file", &large]);
    assert_eq!(done["refused"][0]["reason"], json!("too_large"), "{done}");
    assert!(done["refused"][0]["message"].as_str().unwrap().contains("2000"));
    assert_eq!(at.new_claim(&["--file", &small])["outcome"], json!("queued"));
}
