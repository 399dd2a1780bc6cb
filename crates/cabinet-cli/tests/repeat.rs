//! Orders repeated and drafts copied and merged, at today's prices: nothing is left out in silence.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use common::shop::{delete, in_step};
use serde_json::{Value, json};
use testkit::export::goods;
use testkit::supplier::Supplier;

fn lines(draft: &Value) -> Vec<(String, i64)> {
    let mut lines: Vec<_> = draft["lines"]
        .as_array()
        .unwrap_or_else(|| panic!("{draft}"))
        .iter()
        .map(|line| {
            (
                line["article"].as_str().unwrap().to_owned(),
                line["quantity_milli"].as_i64().unwrap(),
            )
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn an_order_is_repeated_and_drafts_are_copied_and_merged_at_the_prices_of_today() {
    let shelf = [
        ("Б-1", "Болт М8х40", "10.00", 1000),
        ("Б-2", "Болт М10х60", "20.00", 1000),
        ("Г-1", "Гайка М8", "3.00", 1000),
    ];
    let Some(supplier) = Supplier::with(&goods(&shelf)) else {
        return;
    };
    let (_, dealer) = in_step(&supplier);
    let draft = dealer.draft("Б-1;10\nБ-2;5\nГ-1;100");
    let number = dealer.ok(&["place", &draft])["number"].as_str().unwrap().to_owned();

    // Today the bolt is dearer, and the nut is not sold any more.
    supplier.import(&goods(&[("Б-1", "Болт М8х40", "11.50", 1000)]));
    delete(&supplier, &dealer, &["Г-1"]);
    let again = dealer.ok(&["draft", "repeat", &number, "--name", "Повтор"]);
    assert_eq!(again["added"], json!(2), "{again}");
    let left = &again["left"][0];
    assert_eq!(
        (&left["article"], &left["reason"], &left["quantity_milli"]),
        (&json!("Г-1"), &json!("gone"), &json!(100_000)),
        "{again}"
    );
    let repriced = again["repriced"].as_array().unwrap();
    assert_eq!(repriced.len(), 1, "{again}");
    assert_eq!(
        (&repriced[0]["price_was_micro"], &repriced[0]["price_now_micro"]),
        (&json!(10_000_000), &json!(11_500_000))
    );
    let repeat = again["id"].as_str().unwrap().to_owned();
    let shown = dealer.ok(&["draft", "show", &repeat]);
    assert_eq!(lines(&shown), [("Б-1".to_owned(), 10_000), ("Б-2".to_owned(), 5_000)]);

    // A copy stands by itself; merged, quantities of the same goods are added up, and the source stays.
    let copy = dealer.ok(&["draft", "repeat", &repeat, "--name", "Копия"]);
    let copy = copy["id"].as_str().unwrap().to_owned();
    let merged = dealer.ok(&["draft", "repeat", &repeat, "--into", &copy]);
    assert_eq!((&merged["id"], &merged["added"]), (&json!(copy), &json!(2)));
    let shown = dealer.ok(&["draft", "show", &copy]);
    assert_eq!(lines(&shown), [("Б-1".to_owned(), 20_000), ("Б-2".to_owned(), 10_000)]);
    assert_eq!(lines(&dealer.ok(&["draft", "show", &repeat])).len(), 2);

    dealer.fails(&["draft", "repeat", &copy, "--into", &copy], 1, "invalid");
    dealer.fails(&["draft", "repeat", "нет", "--name", "Повтор"], 1, "not_found");
    dealer.fails(&["draft", "repeat", &copy, "--name", " "], 1, "invalid");
    assert_eq!(dealer.run(&["draft", "repeat", &copy]).code, 2);

    // Where nothing can be ordered, no empty draft is made.
    delete(&supplier, &dealer, &["Б-1", "Б-2"]);
    let before = dealer.ok(&["draft", "list"]);
    dealer.fails(&["draft", "repeat", &number, "--name", "Повтор"], 1, "invalid");
    assert_eq!(dealer.ok(&["draft", "list"]), before);
}

#[test]
fn lines_on_their_way_and_drafts_of_another_legal_entity_are_left_alone() {
    let Some(mut supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 1000)])) else {
        return;
    };
    let first = supplier.entity("ООО Ромашка", "7707083893");
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&first, "buyer")]);
    dealer.ok(&["sync"]);
    let source = dealer.draft("Б-1;10");
    let target = dealer.draft("Б-1;1");
    supplier.kill();
    assert_eq!(dealer.ok(&["place", &target])["outcome"], json!("queued"));
    let words = dealer.fails(&["draft", "repeat", &source, "--into", &target], 1, "invalid");
    assert!(words.contains("none of these lines"), "{words}");
    // An order that waits is repeated too.
    let waiting = dealer.ok(&["orders"])["items"][0]["id"].as_str().unwrap().to_owned();
    let again = dealer.ok(&["draft", "repeat", &waiting, "--name", "Ещё раз"]);
    assert_eq!(again["added"], json!(1), "{again}");
}
