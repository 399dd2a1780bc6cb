//! Goods ordered without being there: marked in the draft or decided in the check, told apart, and shown to whoever buys in.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::shop::in_step;
use serde_json::json;
use testkit::export::goods;
use testkit::supplier::Supplier;

#[test]
fn what_is_not_there_is_ordered_all_the_same_and_the_supplier_sees_what_to_buy_in() {
    let shelf = [("Б-1", "Болт М8х40", "10.00", 5), ("Г-1", "Гайка М8", "3.00", 0)];
    let Some(supplier) = Supplier::with(&goods(&shelf)) else {
        return;
    };
    let (_, dealer) = in_step(&supplier);
    let draft = dealer.draft("Б-1;8\nГ-1;100");
    let marked = dealer.ok(&["draft", "mark", &draft, "Б-1", "--on-order", "yes"]);
    assert_eq!(marked["line"]["is_on_order"], json!(true));
    let refused = dealer.run(&["place", &draft]);
    assert_eq!(refused.code, 3, "the nuts are short: {}", refused.words);

    let placed = dealer.ok(&["place", &draft, "--decide", "Г-1=order"]);
    dealer.ok(&["sync"]);
    let order = dealer.ok(&["order", "show", placed["number"].as_str().unwrap()]);
    let lines: Vec<_> = order["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["quantity_milli"].as_i64().unwrap(),
                line["on_order_milli"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(lines, [(8_000, 3_000), (100_000, 100_000)]);

    let wanted = supplier.console(&["order", "on-order"]);
    let wanted: Vec<_> = wanted
        .as_array()
        .unwrap_or_else(|| panic!("{wanted}"))
        .iter()
        .map(|line| (line["article"].as_str().unwrap(), line["quantity"].as_str().unwrap()))
        .collect();
    assert_eq!(wanted, [("Б-1", "3"), ("Г-1", "100")]);
}
