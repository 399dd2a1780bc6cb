//! News against the real gateway: told to whom they concern, read offline, gone with their last day or by the operator.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use serde_json::{Value, json};
use testkit::export::goods;
use testkit::supplier::Supplier;

fn titles(answer: &Value) -> Vec<&str> {
    let items = answer["items"].as_array().unwrap();
    items.iter().map(|row| row["title"].as_str().unwrap()).collect()
}

#[test]
fn news_reach_whom_they_concern_stay_readable_offline_and_go_when_they_are_taken_back() {
    let Some(mut supplier) = Supplier::with(&goods(&[("Б-1", "Болт", "12.30", 5)])) else {
        return;
    };
    let mine = supplier.entity("ООО Ромашка", "7707083893");
    let theirs = supplier.entity("ООО Лютик", "7728168971");
    let (me, storekeeper) = (Dealer::new(), Dealer::new());
    me.ok(&["enroll", &supplier.url(), &supplier.invite(&mine, "buyer")]);
    storekeeper.ok(&["enroll", &supplier.url(), &supplier.invite(&theirs, "viewer")]);
    me.ok(&["sync"]);
    storekeeper.ok(&["sync"]);

    let all = supplier.console(&["news", "add", "--title", "Склад закрыт", "--text", "В среду.\nЗвоните."]);
    supplier.console(&[
        "news",
        "add",
        "--title",
        "Вам скидка",
        "--text",
        "5 %",
        "--entity",
        &mine,
    ]);
    supplier.console(&["news", "add", "--title", "Потом", "--text", "…", "--from", "2999-01-01"]);
    me.ok(&["sync"]);
    storekeeper.ok(&["sync"]);
    supplier.kill();
    let read = me.ok(&["news"]);
    assert_eq!((titles(&read).len(), &read["unread"]), (2, &json!(2)), "{read}");
    assert!(titles(&read).contains(&"Вам скидка"), "{read}");
    assert_eq!(titles(&storekeeper.ok(&["news"])), ["Склад закрыт"]);
    assert_eq!(
        storekeeper.ok(&["news"])["items"][0]["text"],
        json!("В среду.\nЗвоните.")
    );
    let told = storekeeper.ok(&["notices"]);
    assert_eq!(
        (&told["items"][0]["kind"], &told["items"][0]["name"], &told["items"][1]),
        (&json!("news"), &json!("Склад закрыт"), &json!(null))
    );

    supplier.serve();
    let states: Vec<Value> = supplier.console(&["news", "list"]).as_array().unwrap().clone();
    assert_eq!(states.len(), 3);
    assert_eq!(states[0]["state"], json!("waiting"), "what begins last stands first");
    supplier.console(&["news", "remove", all["id"].as_str().unwrap()]);
    storekeeper.ok(&["sync"]);
    assert_eq!(titles(&storekeeper.ok(&["news"])), Vec::<&str>::new());
    assert_eq!(
        storekeeper.ok(&["notices"])["items"],
        json!([]),
        "its notice goes with it"
    );
    let person = supplier.console(&["person", "list"]);
    for one in person.as_array().unwrap() {
        let id = one["id"].as_str().unwrap();
        supplier.console(&[
            "person", "grant", "--person", id, "--entity", &theirs, "--role", "viewer",
        ]);
    }
    me.ok(&["sync"]);
    assert_eq!(titles(&me.ok(&["news"])), ["Вам скидка"]);
}
