//! Labels of drafts and of parts of lines: merged into one order, split, and told to the supplier.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::shop::in_step;
use serde_json::{Value, json};
use testkit::export::goods;
use testkit::supplier::Supplier;

/// Label and amount of each part of a line, in their order.
fn parts(line: &Value) -> Vec<(&str, i64)> {
    let parts = line["parts"].as_array().unwrap_or_else(|| panic!("{line}"));
    parts
        .iter()
        .map(|part| {
            (
                part["label"].as_str().unwrap(),
                part["quantity_milli"].as_i64().unwrap(),
            )
        })
        .collect()
}

fn line<'a>(draft: &'a Value, article: &str) -> &'a Value {
    let lines = draft["lines"].as_array().unwrap_or_else(|| panic!("{draft}"));
    lines
        .iter()
        .find(|line| line["article"] == json!(article))
        .unwrap_or_else(|| panic!("{draft}"))
}

#[test]
fn drafts_of_two_shops_become_one_order_in_which_each_line_says_whose_it_is() {
    let shelf = [("Б-1", "Болт М8х40", "10.00", 1000), ("Г-1", "Гайка М8", "3.00", 1000)];
    let Some(supplier) = Supplier::with(&goods(&shelf)) else {
        return;
    };
    let (_, dealer) = in_step(&supplier);
    let shop = dealer.draft("Б-1;10\nГ-1;100");
    let site = dealer.draft("Б-1;5");
    dealer.ok(&["draft", "label", &shop, "Цех 2"]);
    dealer.ok(&["draft", "label", &site, " Объект  Лесная "]);
    let labels = dealer.ok(&["draft", "labels"]);
    let mut known: Vec<&str> = labels["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    known.sort_unstable();
    assert_eq!(known, ["Объект Лесная", "Цех 2"]);

    // A copy alone keeps the label of its draft; in one draft with others its lines bear it.
    let copy = dealer.ok(&["draft", "repeat", &site, "--name", "Копия"]);
    assert_eq!(copy["draft"]["label"], json!("Объект Лесная"));
    dealer.ok(&["draft", "repeat", &site, "--into", &shop]);
    let merged = dealer.ok(&["draft", "show", &shop]);
    assert_eq!(merged["label"], json!(""), "it speaks for none of its lines any more");
    assert_eq!(
        parts(line(&merged, "Б-1")),
        [("Цех 2", 10_000), ("Объект Лесная", 5_000)]
    );
    assert_eq!(parts(line(&merged, "Г-1")), [("Цех 2", 100_000)]);
    assert_eq!(line(&merged, "Б-1")["sum_minor"], json!(15_000));
    let only = dealer.ok(&["draft", "show", &shop, "--label", "Объект Лесная"]);
    assert_eq!(only["lines"].as_array().unwrap().len(), 1, "{only}");
    assert_eq!(line(&only, "Б-1")["quantity_milli"], json!(5_000));

    // Some of a part becomes a part of its own.
    let marked = dealer.ok(&[
        "draft",
        "mark",
        &shop,
        "Г-1",
        "--quantity",
        "40",
        "--label",
        "Склад",
        "--date",
        "2036-12-01",
    ]);
    assert_eq!(parts(&marked["line"]), [("Склад", 40_000), ("Цех 2", 60_000)]);
    dealer.fails(&["draft", "mark", &shop, "Г-1", "--date", "завтра"], 1, "invalid");
    let over = dealer.fails(&["draft", "mark", &shop, "Г-1", "--date", "2026-01-31"], 1, "invalid");
    assert!(over.contains("2026-01-31 is over"), "{over}");
    let only = dealer.ok(&["draft", "show", &shop, "--label", "Склад"]);
    assert_eq!(
        (&only["only_label"], &only["line_count"]),
        (&json!("Склад"), &json!(1)),
        "{only}"
    );
    let text = dealer.text(&["draft", "show", &shop, "--label", "Склад"]);
    let sum = only["total"].as_str().unwrap();
    assert!(text.contains(&format!("total {sum} RUB for Склад")), "{text}");
    dealer.fails(
        &["draft", "mark", &shop, "Г-1", "--quantity", "41", "--label", "x"],
        1,
        "invalid",
    );
    dealer.fails(
        &["draft", "mark", &shop, "Г-1", "--quantity", "0.5", "--label", "x"],
        1,
        "invalid",
    );

    let number = dealer.ok(&["place", &shop])["number"].as_str().unwrap().to_owned();
    dealer.ok(&["sync"]);
    let order = dealer.ok(&["order", "show", &number]);
    assert_eq!(
        parts(line(&order, "Б-1")),
        [("Цех 2", 10_000), ("Объект Лесная", 5_000)]
    );
    assert_eq!(line(&order, "Г-1")["parts"][0]["date"], json!("2036-12-01"));
    assert_eq!(order["total_minor"], json!(45_000));

    // Ordered again, the labels come along, and the day that is over does not.
    let again = dealer.ok(&["draft", "repeat", &number, "--name", "Повтор"]);
    let again = dealer.ok(&["draft", "show", again["id"].as_str().unwrap()]);
    assert_eq!(
        parts(line(&again, "Б-1")),
        [("Цех 2", 10_000), ("Объект Лесная", 5_000)]
    );
    assert_eq!(line(&again, "Г-1")["parts"][0]["date"], json!(null));
}
