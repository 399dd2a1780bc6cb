//! Finding papers from the command line: every kind by its words, the text of a PDF too, and nothing that is not the person's.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use serde_json::{Value, json};
use testkit::export::goods;
use testkit::supplier::Supplier;

const INN: &str = "7707083893";

/// Kind and id of what is found, in its order.
fn found(dealer: &Dealer, args: &[&str]) -> Vec<(String, String)> {
    let all = [&["find"], args].concat();
    let answer = dealer.ok(&all);
    assert_eq!(answer["due"], json!(0), "{answer}");
    let items = answer["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            (
                item["kind"].as_str().unwrap().to_owned(),
                item["id"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

fn kinds(dealer: &Dealer, args: &[&str]) -> Vec<String> {
    let mut kinds: Vec<String> = found(dealer, args).into_iter().map(|(kind, _)| kind).collect();
    kinds.sort();
    kinds
}

fn first(answer: &Value) -> &Value {
    &answer["items"][0]
}

#[test]
fn a_paper_is_found_by_any_of_its_words_offline_and_only_by_who_sees_it() {
    let bolts = goods(&[
        ("Б-1", "Болт М8х40 оцинкованный", "12.30", 1000),
        ("Г-1", "Гайка М8", "2", 1000),
    ]);
    let Some(mut supplier) = Supplier::with(&bolts) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", INN);
    let second = supplier.entity("ООО Василёк", "7736050003");
    let stranger = supplier.entity("ООО Лютик", "5024002119");
    let (buyer, keeper, other) = (Dealer::new(), Dealer::new(), Dealer::new());
    let invited = supplier.console(&["invite", "--entity", &entity, "--person", "Анна", "--role", "buyer"]);
    buyer.ok(&["enroll", &supplier.url(), invited["code"].as_str().unwrap()]);
    let person = invited["id"].as_str().unwrap();
    keeper.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "claims")]);
    other.ok(&["enroll", &supplier.url(), &supplier.invite(&stranger, "admin")]);
    buyer.ok(&["sync"]);

    let placed = buyer.ok(&["place", &buyer.draft("Б-1;10")]);
    let number = placed["number"].as_str().unwrap().to_owned();
    supplier.console(&[
        "person", "grant", "--person", person, "--entity", &second, "--role", "buyer",
    ]);
    buyer.ok(&["sync"]);
    // The supplier's bill is a PDF with real fonts in it: our own invoice, brought back under another name.
    let folder = tempfile::tempdir().unwrap();
    let bill = folder.path().join("Счёт № 5 от 01.02.2026.pdf");
    let invoice = buyer.ok(&["documents"])["items"][0]["id"].as_str().unwrap().to_owned();
    buyer.ok(&["print", &invoice, "--out", bill.to_str().unwrap()]);
    let scan = folder.path().join("Скан договора.pdf");
    std::fs::write(&scan, b"%PDF-1.4 pictures only").unwrap();
    for (file, of) in [(&bill, &second), (&scan, &second)] {
        supplier.console(&["document", "add", file.to_str().unwrap(), "--entity", of]);
    }
    for dealer in [&buyer, &keeper, &other] {
        dealer.ok(&["sync"]);
    }
    supplier.kill();

    assert_eq!(kinds(&buyer, &["болт оцинкованный"]), ["document", "invoice", "order"]);
    assert_eq!(
        kinds(&buyer, &["болты оцинкованные"]),
        ["document", "invoice", "order"],
        "other endings"
    );
    assert_eq!(kinds(&buyer, &["гайка"]), [""; 0], "nobody ordered it");
    assert_eq!(kinds(&buyer, &["болт", "--kind", "order"]), ["order"]);
    assert_eq!(kinds(&buyer, &["болт", "--entity", &second]), ["document"]);
    assert_eq!(
        kinds(&buyer, &["болт", "--from", "2026-02-01", "--to", "2026-02-01"]),
        ["document"]
    );
    let by_number = buyer.ok(&["find", &number]);
    assert_eq!(first(&by_number)["is_number"], json!(true), "{by_number}");

    let answer = buyer.ok(&["find", "оцинкованный", "--kind", "document"]);
    let paper = first(&answer);
    assert_eq!(
        (
            &paper["document_kind"],
            &paper["number"],
            &paper["entity"],
            &paper["file_text"]
        ),
        (&json!("bill"), &json!("5"), &json!(second), &json!("whole"))
    );
    assert!(
        paper["fragment"].as_str().unwrap().contains("Болт М8х40 оцинкованный"),
        "{paper}"
    );
    assert_eq!(paper["matches"], json!(["оцинкованный"]));
    let read = buyer.ok(&["document", "show", paper["id"].as_str().unwrap()]);
    assert_eq!(read["file"]["text"], json!("whole"));
    let hurt = buyer.ok(&["find", "скан договора"]);
    assert_eq!(first(&hurt)["file_text"], json!("unreadable"), "{hurt}");

    // Without prices no invoice, no file and no text of one; of others nothing at all.
    assert_eq!(kinds(&keeper, &["болт"]), ["order"]);
    assert_eq!(
        keeper.ok(&["find", "болт"])["items"][0]["fragment"],
        json!("Б-1 Болт М8х40 оцинкованный")
    );
    assert_eq!(kinds(&other, &["болт"]), [""; 0]);
    other.fails(&["find", "болт", "--entity", &entity], 6, "not_allowed");
    buyer.fails(&["find", "болт", "--from", "вчера"], 1, "invalid");

    // A document that was given to another dealer is found no more.
    supplier.serve();
    supplier.console(&[
        "document",
        "attach",
        paper["id"].as_str().unwrap(),
        "--entity",
        &stranger,
    ]);
    for dealer in [&buyer, &other] {
        dealer.ok(&["sync"]);
    }
    assert_eq!(kinds(&buyer, &["болт", "--kind", "document"]), [""; 0]);
    assert_eq!(kinds(&other, &["болт"]), ["document"]);
}

#[test]
fn a_claim_is_found_by_what_was_said_in_it() {
    let Some((supplier, entity)) = common::shop::supplier() else {
        return;
    };
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    let placed = dealer.ok(&["place", &dealer.draft("Б-1;10")]);
    dealer.ok(&["sync"]);
    let claim = dealer.ok(&[
        "claim",
        "new",
        "--order",
        placed["number"].as_str().unwrap(),
        "--item",
        "Б-1",
        "--kind",
        "defect",
        "--remedy",
        "replace",
        "--quantity",
        "2",
        "--text",
        "Сорвана резьба, шляпка треснула",
    ]);
    dealer.ok(&["sync"]);
    let found = dealer.ok(&["find", "треснула"]);
    assert_eq!(first(&found)["kind"], json!("claim"), "{found} after {claim}");
    assert_eq!(first(&found)["matches"], json!(["треснула"]));
}
