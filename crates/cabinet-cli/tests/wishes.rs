//! Wishes from the command line against the real gateway: made offline, seen by the supplier, told once.

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
use testkit::export::{Goods, goods};
use testkit::supplier::Supplier;

fn bolts() -> Vec<Goods> {
    goods(&[("Б-1", "Болт М8х40", "12.30", 5)])
}

fn with_nuts() -> Vec<Goods> {
    goods(&[("Б-1", "Болт М8х40", "12.30", 5), ("Г-77/а", "Гайка М8", "0.50", 10)])
}

fn rows(answer: &Value) -> &Vec<Value> {
    answer["items"].as_array().unwrap()
}

#[test]
fn an_article_wished_for_offline_is_seen_by_the_supplier_and_told_once_when_it_appears() {
    let Some(mut supplier) = Supplier::with(&bolts()) else {
        return;
    };
    let (_, dealer) = in_step(&supplier);
    supplier.kill();
    let queued = dealer.ok(&["wish", "г 77а", "--quantity", "40", "--note", "нужно к весне"]);
    assert_eq!(queued["outcome"], json!("queued"));
    let waiting = dealer.ok(&["wishes"]);
    assert_eq!(
        (&rows(&waiting)[0]["article"], &rows(&waiting)[0]["is_waiting"]),
        (&json!("г 77а"), &json!(true))
    );
    // Another spelling is the same article, and the last word counts.
    dealer.ok(&["wish", "Г-77/А", "--quantity", "50"]);
    dealer.ok(&["wish", "нет-такого"]);
    dealer.ok(&["unwish", "НЕТ ТАКОГО"]);
    assert_eq!(rows(&dealer.ok(&["wishes"])).len(), 1);

    supplier.serve();
    dealer.ok(&["sync"]);
    dealer.ok(&["sync"]);
    let standing = dealer.ok(&["wishes"]);
    assert_eq!(
        (
            rows(&standing).len(),
            &rows(&standing)[0]["is_waiting"],
            &rows(&standing)[0]["quantity"]
        ),
        (1, &json!(false), &json!("50")),
        "{standing}"
    );
    let seen = supplier.console(&["wish", "list"]);
    assert_eq!(
        (
            &seen[0]["article"],
            &seen[0]["quantity"],
            &seen[0]["entity_name"],
            &seen[1]
        ),
        (&json!("Г-77/А"), &json!("50"), &json!("ООО Ромашка"), &json!(null)),
        "{seen}"
    );
    supplier.import(&bolts());
    dealer.ok(&["sync"]);
    assert_eq!(rows(&dealer.ok(&["notices"])).len(), 0);
    supplier.import(&with_nuts());
    supplier.import(&with_nuts());
    dealer.ok(&["sync"]);
    let told = dealer.ok(&["notices"]);
    assert_eq!(
        (rows(&told).len(), &rows(&told)[0]["kind"], &rows(&told)[0]["article"]),
        (1, &json!("wish_found"), &json!("Г-77/а")),
        "{told}"
    );
    assert_eq!(rows(&dealer.ok(&["wishes"])).len(), 0, "told, so no longer wished for");
    assert_eq!(supplier.console(&["wish", "list"]), json!([]));
    assert_eq!(
        supplier.console(&["wish", "list", "--all"])[0]["article"],
        json!("Г-77/А")
    );

    // What is there already is subscribed to; what is no article is refused.
    dealer.fails(&["wish", "б 1"], 1, "invalid");
    assert_eq!(rows(&dealer.ok(&["notices"])).len(), 1);
    dealer.fails(&["wish", " - "], 1, "invalid");
    dealer.fails(&["wish", "А-1", "--quantity", "0"], 1, "invalid");
    dealer.fails(&["wish", "А-1", "--entity", "чужое"], 6, "not_allowed");
}
