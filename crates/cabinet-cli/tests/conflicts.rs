//! The conflict desk and the trash from the command line: rules, decisions, the guard, and lines that come back.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use common::shop::in_step;
use serde_json::{Value, json};
use testkit::export::goods;
use testkit::supplier::Supplier;

const SHELF: [(&str, &str, &str, u32); 4] = [
    ("Б-1", "Болт М8х40", "10.00", 1000),
    ("Б-2", "Болт М10х60", "20.00", 500),
    ("Б-3", "Болт М12", "30.00", 100),
    ("Б-4", "Болт М12 кл. 8.8", "30.30", 100),
];

/// 1.5 % dearer, 80 % there, and half as dear again.
const LATER: [(&str, &str, &str, u32); 4] = [
    ("Б-1", "Болт М8х40", "10.15", 1000),
    ("Б-2", "Болт М10х60", "20.00", 8),
    ("Б-3", "Болт М12", "45.00", 100),
    ("Б-4", "Болт М12 кл. 8.8", "30.30", 100),
];

fn shop() -> Option<(Supplier, Dealer, String)> {
    let supplier = Supplier::with(&goods(&SHELF))?;
    let table = supplier.path().join("analogues.csv");
    std::fs::write(&table, "article;analogue\nБ-3;Б-4\n").unwrap();
    supplier.console(&["goods", "import", table.to_str().unwrap(), "--kind", "analogues"]);
    let (_, dealer) = in_step(&supplier);
    let draft = dealer.draft("Б-1;10\nБ-2;10\nБ-3;10");
    Some((supplier, dealer, draft))
}

fn run(dealer: &Dealer, args: &[&str]) -> (i32, Value) {
    let done = dealer.run(args);
    (done.code, done.json)
}

fn articles(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap_or_else(|| panic!("{list}"));
    list.iter().map(|line| line["article"].as_str().unwrap()).collect()
}

#[test]
fn rules_place_what_they_cover_and_say_what_they_took() {
    let Some((supplier, dealer, draft)) = shop() else {
        return;
    };
    supplier.import(&goods(&LATER));
    let (code, answer) = run(
        &dealer,
        &["place", &draft, "--rise", "1", "--least", "80", "--analogue"],
    );
    assert_eq!(
        (code, &answer["outcome"]),
        (3, &json!("changed")),
        "one line is not covered: {answer}"
    );
    assert_eq!(supplier.orders(), 0);
    let placed = dealer.ok(&["place", &draft, "--rise", "1,5", "--least", "80", "--analogue"]);
    assert_eq!(placed["outcome"], json!("placed"), "{placed}");
    assert_eq!(placed["total_minor"], json!(10_150 + 16_000 + 30_300));
    let decisions: Vec<_> = placed["ruled"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["decision"])
        .collect();
    assert_eq!(decisions, [&json!("accept"), &json!("accept"), &json!("analogue")]);
    let order = dealer.ok(&["order", "show", placed["number"].as_str().unwrap()]);
    assert_eq!(order["ruled"].as_array().unwrap().len(), 3, "{order}");
    let (_, refused) = run(&dealer, &["place", &draft, "--rise", "101"]);
    assert_eq!(refused["error"]["code"], json!("invalid"), "{refused}");
}

#[test]
fn each_changed_line_is_decided_by_its_article_and_the_sheet_is_written() {
    let Some((supplier, dealer, draft)) = shop() else {
        return;
    };
    supplier.import(&goods(&LATER));
    let sheet = supplier.path().join("changes.pdf");
    let (code, check) = run(&dealer, &["checkout", &draft, "--out", sheet.to_str().unwrap()]);
    assert_eq!(code, 3, "{check}");
    assert!(std::fs::read(&sheet).unwrap().starts_with(b"%PDF"));
    assert_eq!(articles(&check["changed"][2]["analogues"]), ["Б-4"]);
    let (_, unknown) = run(&dealer, &["place", &draft, "--decide", "Б-9=accept"]);
    assert_eq!(unknown["error"]["code"], json!("invalid"), "{unknown}");
    let placed = dealer.ok(&[
        "place",
        &draft,
        "--decide",
        "Б-1=remove",
        "--decide",
        "Б-2=wait",
        "--decide",
        "Б-3=analogue:Б-4",
    ]);
    assert_eq!(placed["total_minor"], json!(16_000 + 30_300), "{placed}");
    let drafts = dealer.ok(&["draft", "list"]);
    assert_eq!(drafts["items"][0]["kind"], json!("waiting"), "{drafts}");
    let waiting = dealer.ok(&["draft", "show", drafts["items"][0]["id"].as_str().unwrap()]);
    assert_eq!(
        (articles(&waiting["lines"]), &waiting["lines"][0]["quantity_milli"]),
        (vec!["Б-2"], &json!(2_000))
    );
}

#[test]
fn what_was_ordered_lately_is_told_and_stops_a_script() {
    let Some((_supplier, dealer, draft)) = shop() else {
        return;
    };
    assert_eq!(dealer.ok(&["repeated", &draft])["items"], json!([]));
    dealer.ok(&["place", &draft]);
    dealer.ok(&["sync"]);
    let again = dealer.draft("Б-2;1\nБ-4;1");
    let (code, found) = run(&dealer, &["repeated", &again]);
    assert_eq!(code, 3, "{found}");
    assert_eq!(articles(&found["items"][0]["lines"]), ["Б-2"]);
    assert_eq!(found["items"][0]["is_own"], json!(true));
}

#[test]
fn lines_and_drafts_that_were_thrown_away_come_back() {
    let Some((supplier, dealer, draft)) = shop() else {
        return;
    };
    supplier.import(&goods(&LATER));
    let kept = [
        "place",
        &draft,
        "--decide",
        "Б-1=remove",
        "--decide",
        "Б-2=keep",
        "--decide",
        "Б-3=keep",
    ];
    assert_eq!(dealer.ok(&kept)["outcome"], json!("settled"));
    let removed = dealer.ok(&["draft", "removed", &draft]);
    assert_eq!(
        (articles(&removed["items"]), &removed["items"][0]["quantity_milli"]),
        (vec!["Б-1"], &json!(10_000))
    );
    dealer.fails(&["draft", "bring-back", &draft, "Б-2"], 1, "not_found");
    let back = dealer.ok(&["draft", "bring-back", &draft]);
    assert_eq!((&back["lines"], &back["left"]), (&json!(1), &json!([])), "{back}");
    let shown = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(articles(&shown["lines"]), ["Б-2", "Б-3", "Б-1"]);
    assert_eq!(dealer.ok(&["draft", "removed", &draft])["items"], json!([]));

    dealer.ok(&["draft", "trash", &draft]);
    assert_eq!(dealer.ok(&["draft", "list", "--trash"])["items"][0]["id"], json!(draft));
    dealer.ok(&["draft", "restore", &draft]);
    assert_eq!(dealer.ok(&["draft", "list", "--trash"])["items"], json!([]));
}
