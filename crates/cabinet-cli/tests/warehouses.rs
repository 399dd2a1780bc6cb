//! Goods wished from one warehouse that has too few of them: told where the rest is, and ordered from there, or for later.

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
use testkit::export::{Goods, also_in_the_north, goods};
use testkit::supplier::Supplier;

fn shelf(main: u32, north: u32) -> Vec<Goods> {
    let shelf = [("Б-1", "Болт М8х40", "10.00", main), ("Г-1", "Гайка М8", "3.00", 500)];
    also_in_the_north(goods(&shelf), &[("Б-1", north)])
}

/// A draft of ten bolts, wished from «Основной», and of nuts from wherever.
fn wished(supplier: &Supplier) -> (Dealer, String) {
    let (_, dealer) = in_step(supplier);
    let draft = dealer.draft("Б-1;10\nГ-1;100");
    dealer.ok(&["draft", "mark", &draft, "Б-1", "--warehouse", "Основной"]);
    (dealer, draft)
}

/// The bolts of an order by warehouse and day, in thousandths.
fn bolts(dealer: &Dealer, placed: &Value) -> Vec<(String, String, i64)> {
    dealer.ok(&["sync"]);
    let order = dealer.ok(&["order", "show", placed["number"].as_str().unwrap()]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let parts = order["lines"][0]["parts"]
        .as_array()
        .unwrap_or_else(|| panic!("{order}"))
        .iter();
    parts
        .map(|part| {
            (
                text(&part["warehouse_name"]),
                text(&part["date"]),
                part["quantity_milli"].as_i64().unwrap(),
            )
        })
        .collect()
}

fn part(place: &str, date: &str, quantity_milli: i64) -> (String, String, i64) {
    (place.to_owned(), date.to_owned(), quantity_milli)
}

#[test]
fn the_rest_comes_from_another_warehouse_by_decision_and_by_a_rule_that_was_set_beforehand() {
    let Some(mut supplier) = Supplier::with(&shelf(50, 50)) else {
        return;
    };
    let (dealer, draft) = wished(&supplier);
    supplier.import(&shelf(4, 50));
    let sheet = supplier.path().join("changes.pdf");
    let check = dealer.run(&["checkout", &draft, "--out", sheet.to_str().unwrap()]);
    assert_eq!(check.code, 3, "{}", check.words);
    let line = &check.json["changed"][0];
    assert_eq!(
        check.json["changed"].as_array().unwrap().len(),
        1,
        "the nuts are as they were"
    );
    let told: Vec<_> = line["warehouses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| (place["name"].as_str().unwrap(), &place["asked"], &place["available"]))
        .collect();
    assert_eq!(
        told,
        [
            ("Основной", &json!("10"), &json!("4")),
            ("Север", &json!("0"), &json!("10"))
        ]
    );
    assert_eq!(
        (&line["available"], &line["from_warehouses"]),
        (&json!("4"), &json!("10"))
    );

    let refused = dealer.run(&["place", &draft, "--decide", "Б-1=warehouse:Юг"]);
    assert_eq!(refused.json["error"]["code"], json!("invalid"), "{}", refused.words);
    let placed = dealer.ok(&["place", &draft, "--decide", "Б-1=warehouse:Север"]);
    assert_eq!(placed["total_minor"], json!(10_000 + 30_000), "{placed}");
    assert_eq!(
        bolts(&dealer, &placed),
        [part("Основной", "", 4_000), part("Север", "", 6_000)]
    );

    // The same by a rule, while nobody watches.
    supplier.import(&shelf(60, 60));
    dealer.ok(&["sync"]);
    let later = dealer.draft("Б-1;10");
    dealer.ok(&["draft", "mark", &later, "Б-1", "--warehouse", "Основной"]);
    supplier.kill();
    let queued = dealer.ok(&["place", &later, "--warehouse"]);
    assert_eq!(queued["outcome"], json!("queued"), "{queued}");
    // Four are held for the first order.
    supplier.import(&shelf(5, 60));
    supplier.serve();
    dealer.ok(&["sync"]);
    dealer.ok(&["sync"]);
    let orders = dealer.ok(&["orders"]);
    let number = orders["items"][0]["number"].clone();
    assert_eq!(
        bolts(&dealer, &json!({ "number": number })),
        [part("Основной", "", 1_000), part("Север", "", 9_000)],
        "{orders}"
    );
    let order = dealer.ok(&["order", "show", number.as_str().unwrap()]);
    assert_eq!(order["ruled"][0]["decision"], json!("warehouse"), "{order}");
}

#[test]
fn what_is_missing_is_ordered_for_a_later_day_and_what_is_there_goes_from_its_warehouse() {
    let Some(supplier) = Supplier::with(&shelf(4, 50)) else {
        return;
    };
    let (dealer, draft) = wished(&supplier);
    let unknown = dealer.run(&["place", &draft, "--decide", "Б-1=later"]);
    assert_eq!(unknown.json["error"]["code"], json!("invalid"), "{}", unknown.words);
    let no_day = dealer.run(&["place", &draft, "--decide", "Б-1=later:2030-02-31"]);
    assert_eq!(no_day.json["error"]["code"], json!("invalid"), "{}", no_day.words);
    let placed = dealer.ok(&["place", &draft, "--decide", "Б-1=later:2030-02-28"]);
    assert_eq!(
        bolts(&dealer, &placed),
        [part("Основной", "", 4_000), part("Основной", "2030-02-28", 6_000)]
    );
    let on_order = supplier.console(&["order", "on-order"]);
    assert_eq!(on_order[0]["quantity"], json!("6"), "{on_order}");

    // What is there alone goes from where it is wished.
    supplier.import(&shelf(9, 50));
    dealer.ok(&["sync"]);
    let less = dealer.draft("Б-1;10");
    dealer.ok(&["draft", "mark", &less, "Б-1", "--warehouse", "Основной"]);
    let placed = dealer.ok(&["place", &less, "--decide", "Б-1=accept"]);
    assert_eq!(bolts(&dealer, &placed), [part("Основной", "", 5_000)]);
}
