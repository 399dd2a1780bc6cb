//! What changed since the dealer looked, from the command line against the real gateway.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::shop::{delete, in_step};
use serde_json::{Value, json};
use testkit::export::{Goods, goods};
use testkit::supplier::Supplier;

fn before() -> Vec<Goods> {
    goods(&[
        ("Б-1", "Болт М8х40", "10.00", 100),
        ("Б-2", "Болт М10х60", "20.00", 0),
        ("Г-1", "Гайка М8", "3.00", 50),
    ])
}

fn after() -> Vec<Goods> {
    goods(&[
        ("Б-1", "Болт М8х40", "12.30", 100),
        ("Б-2", "Болт М10х60", "20.00", 7),
        ("Г-1", "Гайка М8", "2.70", 0),
    ])
}

/// Kind and article of each row.
fn rows(view: &Value) -> Vec<(String, String)> {
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    let mut rows: Vec<_> = view["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (text(row, "kind"), text(row, "article")))
        .collect();
    rows.sort();
    rows
}

fn row(kind: &str, article: &str) -> (String, String) {
    (kind.to_owned(), article.to_owned())
}

#[test]
fn prices_and_stock_that_moved_are_told_with_what_they_do_to_a_draft_until_they_are_seen() {
    let Some(supplier) = Supplier::with(&before()) else {
        return;
    };
    let (_, dealer) = in_step(&supplier);
    let draft = dealer.draft("Б-1;10\nГ-1;100");
    assert_eq!(rows(&dealer.ok(&["changes"])), [], "a first load is no news");

    supplier.import(&after());
    dealer.ok(&["sync"]);
    let told = dealer.ok(&["changes"]);
    let expected = [
        row("back", "Б-2"),
        row("price_down", "Г-1"),
        row("price_up", "Б-1"),
        row("ran_out", "Г-1"),
    ];
    assert_eq!(rows(&told), expected, "{told}");
    let bolt = told["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["article"] == "Б-1")
        .unwrap();
    assert_eq!(
        (&bolt["was"], &bolt["now"], &bolt["by_percent"], &bolt["in_drafts"]),
        (&json!("10.00"), &json!("12.30"), &json!("23.00"), &json!("10"))
    );
    // 10 × 10 + 100 × 3 became 10 × 12.30 + 100 × 2.70.
    assert_eq!(
        told["drafts"],
        json!([{
            "id": draft, "name": "Заказ", "line_count": 2, "left_out": [],
            "was": "400.00", "was_minor": 40_000, "now": "393.00", "now_minor": 39_300, "currency": "RUB",
        }])
    );

    let only = |args: &[&str]| rows(&dealer.ok(&[&["changes"], args].concat()));
    assert_eq!(
        only(&["--kind", "back", "--kind", "ran-out"]),
        [row("back", "Б-2"), row("ran_out", "Г-1")]
    );
    assert_eq!(only(&["--text", "болт м8"]), [row("price_up", "Б-1")]);
    let lines = |args: &[&str]| {
        let told = dealer.ok(&[&["changes"], args].concat());
        told["drafts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|draft| draft["line_count"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        lines(&["--text", "болт м8"]),
        [json!(1)],
        "the draft counts what was asked for"
    );
    assert_eq!(
        lines(&["--kind", "back"]),
        Vec::<Value>::new(),
        "and is not told of when nothing of it was"
    );
    assert_eq!(only(&["--in-drafts", "--kind", "back"]), []);
    dealer.ok(&["changes", "--mute", "Г-1"]);
    let muted = dealer.ok(&["changes"]);
    assert_eq!((rows(&muted).len(), &muted["muted_count"]), (2, &json!(2)), "{muted}");
    assert_eq!(only(&["--muted"]).len(), 4);
    dealer.ok(&["changes", "--unmute", "Г-1"]);
    let table = supplier.path().join("changes.tsv");
    dealer.ok(&["changes", "--kind", "price-up", "--out", table.to_str().unwrap()]);
    let text = std::fs::read_to_string(&table).unwrap();
    assert!(
        text.contains("подорожал\tБ-1\tБолт М8х40\t10\t12.3\tRUB\t23.00\t100\t"),
        "{text}"
    );

    let out = |ending: &str| supplier.path().join(format!("changes.{ending}"));
    for ending in ["xlsx", "csv"] {
        dealer.ok(&["changes", "--out", out(ending).to_str().unwrap()]);
    }
    testkit::office::reads_the_same(&out("xlsx"), &out("csv"));
    dealer.ok(&["changes", "--seen"]);
    assert_eq!(rows(&dealer.ok(&["changes"])), []);
    assert_eq!(
        only(&["--since", "2000-01-01"]).len(),
        4,
        "what was seen can be looked at again"
    );
    dealer.fails(&["changes", "--since", "вчера"], 1, "invalid");

    // There and back again is no change.
    supplier.import(&before());
    supplier.import(&after());
    dealer.ok(&["sync"]);
    assert_eq!(rows(&dealer.ok(&["changes"])), []);
}

#[test]
fn goods_sold_no_more_are_named_in_the_draft_with_its_sum_without_them() {
    let Some(supplier) = Supplier::with(&before()) else {
        return;
    };
    let (_, dealer) = in_step(&supplier);
    dealer.draft("Б-1;10\nГ-1;100");
    let after = goods(&[("Б-1", "Болт М8х40", "12.30", 100), ("Б-2", "Болт М10х60", "20.00", 0)]);
    supplier.import(&after);
    delete(&supplier, &dealer, &["Г-1"]);
    let told = dealer.ok(&["changes"]);
    let draft = &told["drafts"][0];
    assert_eq!(
        (&draft["was"], &draft["now"], &draft["line_count"]),
        (&json!("100.00"), &json!("123.00"), &json!(1)),
        "{told}"
    );
    assert_eq!(
        (&draft["left_out"][0]["article"], &draft["left_out"][0]["why"]),
        (&json!("Г-1"), &json!("sold_no_more"))
    );
    let text = dealer.text(&["changes", "--kind", "discontinued"]);
    assert!(
        text.contains("draft Заказ: without what is below 100.00 -> 123.00 RUB")
            && text.contains("Г-1 Гайка М8, 100 шт: sold no more"),
        "{text}"
    );
    let seen = dealer.text(&["prices", "Б-1"]);
    assert!(seen.contains("list") && seen.contains("yours: what you pay"), "{seen}");
}
