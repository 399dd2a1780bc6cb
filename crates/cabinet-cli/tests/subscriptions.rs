//! Subscriptions from the command line against the real gateway: made offline, told once, added to a draft's worth.

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
use testkit::export::{Goods, goods};
use testkit::supplier::Supplier;

fn bolts(stock: u32, price: &str) -> Vec<Goods> {
    goods(&[("Б-1", "Болт М8х40", price, stock), ("Г-1", "Гайка М8", "0.50", 10)])
}

fn supplier_and_dealer() -> Option<(Supplier, Dealer, String)> {
    let supplier = Supplier::with(&bolts(0, "12.30"))?;
    let (entity, dealer) = in_step(&supplier);
    Some((supplier, dealer, entity))
}

fn rows(answer: &Value) -> &Vec<Value> {
    answer["items"].as_array().unwrap()
}

#[test]
fn a_subscription_made_offline_is_told_once_when_the_goods_arrive() {
    let Some((mut supplier, dealer, entity)) = supplier_and_dealer() else {
        return;
    };
    supplier.kill();
    let queued = dealer.ok(&["subscribe", "Б-1", "--threshold", "20", "--entity", &entity]);
    assert_eq!(queued["outcome"], json!("queued"));
    let waiting = dealer.ok(&["subscriptions"]);
    assert_eq!(
        (&rows(&waiting)[0]["article"], &rows(&waiting)[0]["is_waiting"]),
        (&json!("Б-1"), &json!(true))
    );
    // A change of mind offline: only the last word counts.
    dealer.ok(&["subscribe", "Г-1", "--threshold", "500"]);
    dealer.ok(&["unsubscribe", "Г-1"]);
    assert_eq!(rows(&dealer.ok(&["subscriptions"])).len(), 1);

    supplier.serve();
    dealer.ok(&["sync"]);
    let standing = dealer.ok(&["subscriptions"]);
    assert_eq!(rows(&standing).len(), 1, "{standing}");
    assert_eq!(
        (&rows(&standing)[0]["is_waiting"], &rows(&standing)[0]["threshold"]),
        (&json!(false), &json!("20"))
    );
    supplier.import(&bolts(19, "12.30"));
    dealer.ok(&["sync"]);
    assert_eq!(rows(&dealer.ok(&["notices"])).len(), 0);
    supplier.import(&bolts(25, "12.30"));
    supplier.import(&bolts(25, "12.30"));
    supplier.import(&bolts(30, "12.30"));
    dealer.ok(&["sync"]);
    dealer.ok(&["sync"]);
    let told = dealer.ok(&["notices"]);
    assert_eq!((rows(&told).len(), &told["unread"]), (1, &json!(1)), "{told}");
    let notice = &rows(&told)[0];
    assert_eq!(
        (
            &notice["kind"],
            &notice["article"],
            &notice["quantity"],
            &notice["wanted"]
        ),
        (&json!("arrival"), &json!("Б-1"), &json!("25"), &json!("20"))
    );
    assert_eq!(
        rows(&dealer.ok(&["subscriptions"])).len(),
        0,
        "told, so no longer waited for"
    );
}

#[test]
fn a_fall_of_the_price_is_told_and_what_cannot_be_subscribed_to_is_refused() {
    let Some((supplier, dealer, entity)) = supplier_and_dealer() else {
        return;
    };
    let done = dealer.ok(&["subscribe", "Б-1", "--price"]);
    assert_eq!(done["outcome"], json!("done"));
    let standing = dealer.ok(&["subscriptions", "--entity", &entity]);
    assert_eq!(
        (&rows(&standing)[0]["watches_price"], &rows(&standing)[0]["threshold"]),
        (&json!(true), &json!(null)),
        "the answer is fetched at once"
    );
    supplier.import(&bolts(0, "11.90"));
    dealer.ok(&["sync"]);
    let told = dealer.ok(&["notices"]);
    assert_eq!(
        (
            &rows(&told)[0]["kind"],
            &rows(&told)[0]["old_price"],
            &rows(&told)[0]["price"]
        ),
        (&json!("price_drop"), &json!("12.30"), &json!("11.90"))
    );

    dealer.fails(&["subscribe", "нет такого"], 1, "not_found");
    dealer.fails(&["subscribe", "Б-1", "--threshold", "0"], 1, "invalid");
    dealer.fails(&["subscribe", "Б-1", "--until", "завтра"], 1, "invalid");
    dealer.fails(&["subscribe", "Б-1", "--until", "2026-02-30"], 1, "invalid");
    dealer.fails(&["subscribe", "Б-1", "--until", "2020-12-31"], 1, "invalid");
    dealer.fails(&["subscribe", "Б-1", "--threshold", "0,5"], 1, "invalid");
    dealer.fails(&["subscribe", "Б-1", "--entity", "чужое"], 6, "not_allowed");
}
