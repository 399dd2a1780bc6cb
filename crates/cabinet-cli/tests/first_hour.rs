//! Why there is no connection, and what support gets to see, from the command line against the real gateway.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::{Dealer, PASSPHRASE};
use serde_json::{Value, json};
use std::io::Read as _;
use testkit::export::goods;
use testkit::proxy::{Mischief, Proxy};
use testkit::supplier::Supplier;

fn step<'a>(report: &'a Value, name: &str) -> &'a Value {
    let steps = report["steps"].as_array().unwrap();
    steps.iter().find(|step| step["id"] == name).unwrap()
}

#[test]
fn the_way_to_the_supplier_is_told_before_and_after_enrolment() {
    let Some(mut supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "12.30", 100)])) else {
        return;
    };
    let proxy = Proxy::before(supplier.url().trim_start_matches("http://"));
    let dealer = Dealer::new();
    let report = dealer.ok(&["check-connection", &proxy.url()]);
    assert_eq!(report["is_good"], true, "{report}");
    assert_eq!(step(&report, "protocol")["state"], "good");

    let entity = supplier.entity("ООО Ромашка", "7707083893");
    dealer.ok(&["enroll", &proxy.url(), &supplier.invite(&entity, "buyer")]);
    let report = dealer.ok(&["check-connection"]);
    assert_eq!(step(&report, "device")["state"], "good", "{report}");

    proxy.set(Mischief::Page);
    let done = dealer.run(&["check-connection"]);
    assert_eq!((done.code, &done.json["is_good"]), (4, &json!(false)), "{}", done.words);
    let answer = step(&done.json, "answer");
    assert_eq!((&answer["state"], &answer["cause"]), (&json!("failed"), &json!("page")));
    assert!(answer["advice"].as_str().unwrap().contains("browser"), "{answer}");
    proxy.set(Mischief::Failure);
    let done = dealer.run(&["check-connection"]);
    assert_eq!(step(&done.json, "answer")["cause"], "failing");

    supplier.kill();
    let done = dealer.run(&["check-connection", &supplier.url()]);
    assert_eq!(step(&done.json, "connect")["cause"], "refused", "{}", done.json);
    let words = String::from_utf8(
        dealer
            .command(&["check-connection", &supplier.url()])
            .output()
            .unwrap()
            .stdout,
    )
    .unwrap();
    assert!(
        words.contains("FAILED") && words.contains("refuses the connection"),
        "{words}"
    );
    dealer.fails(&["check-connection", "ftp://x", "--code"], 2, "usage");
    let done = dealer.run(&["check-connection", "http://orders.example.com"]);
    assert_eq!(step(&done.json, "address")["cause"], "not_secure");
}

#[test]
fn a_bundle_for_support_holds_nothing_of_the_trade_and_no_secret() {
    let shelf = goods(&[
        ("АРТ-7Ж", "Болт фундаментный М30", "123.45", 777),
        ("Г-1", "Гайка М8", "0.57", 3),
    ]);
    let Some(supplier) = Supplier::with(&shelf) else {
        return;
    };
    let mut dealer = Dealer::new();
    dealer.set("CABINET_LOG", "debug");
    let entity = supplier.entity("ООО Ромашка и Ко", "7707083893");
    let code = supplier.invite(&entity, "buyer");
    let enrolled = dealer.ok(&["enroll", &supplier.url(), &code]);
    dealer.ok(&["sync"]);
    let draft = dealer.draft("АРТ-7Ж;13\n");
    dealer.ok(&["place", &draft, "--accept"]);
    dealer.ok(&["sync"]);
    dealer.ok(&["subscribe", "Г-1", "--threshold", "500"]);
    dealer.draft("Г-1;2\n");

    let out = dealer.file("support.zip");
    let made = dealer.ok(&["support-bundle", "--check", "--out", out.to_str().unwrap()]);
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&out).unwrap()).unwrap();
    let mut texts = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        let name = file.name().unwrap().into_owned();
        file.read_to_string(&mut text).unwrap();
        texts.push((name, text));
    }
    let names: Vec<&str> = texts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "about.json",
            "files.json",
            "settings.json",
            "counts.json",
            "connection.json",
            "log.txt"
        ],
        "{made}"
    );
    let person = enrolled["person"].as_str().unwrap();
    let recovery = enrolled["recovery_code"].as_str().unwrap();
    let home = dealer.profile().parent().unwrap().display().to_string();
    for secret in [
        "Ромашка",
        "7707083893",
        person,
        recovery,
        code.as_str(),
        PASSPHRASE,
        "АРТ-7Ж",
        "фундаментный",
        "Гайка",
        "Заказ",
        "123.45",
        "123450000",
        "1604.85",
        home.as_str(),
    ] {
        for (name, text) in &texts {
            let is_there = !secret.is_empty() && text.to_lowercase().contains(&secret.to_lowercase());
            assert!(!is_there, "«{secret}» is in {name}:\n{text}");
        }
    }
    let counts: Value = serde_json::from_str(&texts[3].1).unwrap();
    assert_eq!(
        (&counts["drafts"], &counts["subscriptions"]),
        (&json!(1), &json!(1)),
        "{counts}"
    );
    assert_eq!(counts["orders_by_state"]["held"], 1, "{counts}");
    assert!(!texts[5].1.is_empty(), "the log has lines");

    // A profile that stays locked has a bundle too.
    let locked = dealer
        .command(&["support-bundle", "--out", out.to_str().unwrap()])
        .env_remove("CABINET_PASSPHRASE")
        .output()
        .unwrap();
    assert!(locked.status.success(), "{}", String::from_utf8_lossy(&locked.stderr));
}

#[test]
fn the_gateways_own_certificate_is_believed_by_invitation_or_by_the_system_and_a_changed_one_is_named() {
    let Some(mut supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "12.30", 100)])) else {
        return;
    };
    supplier.kill();
    supplier.configure("[http]\nself_signed = true\n");
    supplier.serve();
    let (_, port) = supplier.address().rsplit_once(':').unwrap();
    let url = format!("https://localhost:{port}");
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let code = supplier.invite(&entity, "buyer");
    let dealer = Dealer::new();
    let certificate = |done: &Value| step(done, "certificate")["cause"].clone();

    let unknown = dealer.run(&["check-connection", &url]);
    assert_eq!(certificate(&unknown.json), "unknown_issuer", "{}", unknown.json);
    // A company's authority in the system's store is trusted.
    let store = supplier.path().join("data/tls/cert.pem");
    let mut trusting = Dealer::new();
    trusting.set("SSL_CERT_FILE", store.to_str().unwrap());
    let trusted = trusting.ok(&["check-connection", &url]);
    assert_eq!(step(&trusted, "certificate")["state"], "good", "{trusted}");
    // The invitation names the certificate.
    let invited = dealer.ok(&["check-connection", &url, "--code", &code]);
    assert_eq!(step(&invited, "certificate")["state"], "good", "{invited}");
    dealer.ok(&["enroll", &url, &code]);
    assert_eq!(step(&dealer.ok(&["check-connection"]), "device")["state"], "good");

    supplier.kill();
    std::fs::remove_dir_all(supplier.path().join("data/tls")).unwrap();
    supplier.serve();
    let changed = dealer.run(&["check-connection"]);
    assert_eq!(certificate(&changed.json), "other_certificate", "{}", changed.json);
    assert!(
        step(&changed.json, "certificate")["detail"]
            .as_str()
            .unwrap()
            .contains("sha256")
    );
    dealer.fails(&["sync"], 4, "certificate");

    // The supplier has changed it, and says so by a code: the same person goes on with what is on this computer.
    let draft = dealer.ok(&["draft", "new", "--name", "Начатый"]);
    let people = supplier.console(&["person", "list"]);
    let person = people[0]["id"].as_str().unwrap();
    let code = supplier.console(&["invite", "--entity", &entity, "--person", person, "--role", "buyer"]);
    dealer.ok(&["enroll", &url, code["code"].as_str().unwrap()]);
    dealer.ok(&["sync"]);
    dealer.ok(&["draft", "show", draft["id"].as_str().unwrap()]);
    // A code that names nothing new is refused before it is used up.
    let code = supplier.console(&["invite", "--entity", &entity, "--person", person, "--role", "buyer"]);
    dealer.fails(&["enroll", &url, code["code"].as_str().unwrap()], 1, "invalid");
}
