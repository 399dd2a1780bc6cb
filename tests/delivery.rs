//! Delivery in the real window, by keyboard: chosen from thousands of branches, kept over a kill, named when it is gone,
//! carried into 1C's order, and shown on the order without a network.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::path::PathBuf;
use support::home::Home;
use support::id;
use support::onec::OneC;
use support::window::{Keyring, Window};
use testkit::export::goods;
use testkit::supplier::Supplier;
use thirtyfour::prelude::*;

fn out() -> PathBuf {
    PathBuf::from("target/delivery")
}

fn import(supplier: &Supplier, kind: &str, text: &str) {
    let path = supplier.path().join(format!("{kind}.csv"));
    std::fs::write(&path, text).expect("write");
    let path = path.to_str().expect("a path");
    supplier.console(&["delivery", "import", "--kind", kind, path]);
}

fn branches(leave_out: &str) -> String {
    let mut text = "carrier;id;city;number;address\n".to_owned();
    for n in 1..=10_000 {
        let city = ["Киев", "Львов", "Одесса", "Горишние Плавни"][n % 4];
        let row_id = format!("b{n}");
        if row_id != leave_out {
            text.push_str(&format!("np;{row_id};{city};{n};ул. Садовая, {}\n", n % 90));
        }
    }
    text
}

/// A supplier with directories, a 1C node, and a dealer whose draft has two lines.
fn ready() -> (Supplier, Home, String) {
    let mut supplier = Supplier::with(&goods(&[
        ("Б-1", "Болт М8х40", "12.30", 100),
        ("Г-1", "Гайка М8", "0.50", 100),
    ]))
    .expect("the gateway is built");
    supplier.kill();
    let password = supplier.path().join("password");
    std::fs::write(&password, "secret\n").expect("write");
    let password = password.to_str().expect("a path").to_owned();
    supplier.console(&[
        "node",
        "add",
        "--name",
        "ut",
        "--login",
        "1c",
        "--password-file",
        &password,
    ]);
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    import(&supplier, "carriers", "id;name\nnp;Новая почта\n");
    import(
        &supplier,
        "ways",
        "id;name;kind;min_days;carrier;note\nself;Самовывоз;pickup;;;до 16:00\nown;Наш транспорт;transport;1;;\nnp;Новая почта;carrier;1;np;\n",
    );
    import(&supplier, "branches", &branches(""));
    import(
        &supplier,
        "addresses",
        &format!("entity;id;address\n{entity};склад;Тула, ул. Мира, 1\n"),
    );
    supplier.serve();
    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    home.cabinet(&["sync"]);
    let draft =
        serde_json::from_str::<serde_json::Value>(&home.cabinet(&["draft", "new", "--name", "Ремонт", "--json"]))
            .expect("JSON");
    let draft = draft["id"].as_str().expect("an id").to_owned();
    let lines = supplier.path().join("lines.txt");
    std::fs::write(&lines, "Б-1;2\nГ-1;3\n").expect("write");
    home.cabinet(&["draft", "add", &draft, lines.to_str().expect("a path")]);
    (supplier, home, draft)
}

async fn open(home: &Home) -> Window {
    let window = home.open(Keyring::Unlocked, &[]).await;
    window.catalogue().await;
    window
}

async fn open_draft(window: &Window) {
    // The draft is known once the strip below shows it.
    window.find(&id("draft-strip-name")).await;
    window.press(Key::Control, 'd').await;
    window.find(&id("draft-table")).await;
}

#[tokio::test]
async fn a_branch_out_of_thousands_is_chosen_by_keyboard_and_reaches_1c() {
    let (mut supplier, home, _) = ready();
    let window = open(&home).await;
    open_draft(&window).await;
    window.find(&id("delivery-row")).await;

    // Way and branch by keyboard alone.
    window.keys(Key::F6 + "").await;
    window.find(&id("delivery-panel")).await;
    for _ in 0..3 {
        window.keys(Key::Down + "").await;
    }
    window.find(&format!("{}[data-value='np']", id("delivery-way"))).await;
    window
        .find(&format!("{}[data-count='10000']", id("branch-count")))
        .await;
    window.keys(Key::Tab + "").await;
    window.keys("горишние 4003").await;
    window.find(&format!("{}[data-count='1']", id("branch-count"))).await;
    window.shot(&out().join("01-branches.png")).await;
    window.keys(Key::Enter + "").await;
    window
        .find(&format!("{}[data-value='b4003']", id("delivery-branch")))
        .await;
    let number = window.find(&id("delivery-own-number")).await;
    number.send_keys("45/2").await.expect("typed");
    window.keys(Key::Enter + "").await;
    window.gone(&id("delivery-panel")).await;
    window
        .find_with_text(&id("delivery-row"), "Горишние Плавни, № 4003")
        .await;

    // A comment on the first line.
    window.keys(Key::F7 + "").await;
    window.find(&id("comment-text")).await;
    window.keys("без коробки").await;
    window.keys(Key::Enter + "").await;
    window.gone(&id("comment-panel")).await;
    window.find_with_text(&id("line-comment"), "без коробки").await;
    window.shot(&out().join("02-draft.png")).await;

    // A power cut: what was chosen is there.
    window.kill();
    let window = open(&home).await;
    open_draft(&window).await;
    window
        .find_with_text(&id("delivery-row"), "Горишние Плавни, № 4003")
        .await;
    window.find_with_text(&id("line-comment"), "без коробки").await;

    // The supplier withdraws the branch; the check names it, and another one is chosen there.
    import(&supplier, "branches", &branches("b4003"));
    window.press(Key::Control, Key::Enter).await;
    window.find(&id("check-undeliverable")).await;
    window.find("[data-problem='branch_gone']").await;
    window.shot(&out().join("03-gone.png")).await;
    window.keys(Key::F6 + "").await;
    window
        .find(&id("branch-search"))
        .await
        .send_keys("горишние 4007")
        .await
        .expect("typed");
    window.find(&format!("{}[data-count='1']", id("branch-count"))).await;
    window.keys(Key::Enter + "").await;
    window
        .find(&format!("{}[data-value='b4007']", id("delivery-branch")))
        .await;
    window.keys(Key::Enter + "").await;
    window.find(&id("check-clean")).await;
    window.find_with_text(&id("check-delivery"), "№ 4007").await;
    window.shot(&out().join("04-check.png")).await;
    window.keys(Key::Enter + "").await;
    window.find(&format!("{}[data-outcome='placed']", id("outcome"))).await;

    // What 1C reads.
    let session = OneC::log_in(&supplier.url(), "/1c/ut", "sale", "MWM6c2VjcmV0");
    let orders = session.get("type=sale&mode=query");
    let tree = roxmltree::Document::parse(&orders).expect("XML");
    let values: Vec<&str> = tree
        .descendants()
        .filter(|node| node.has_tag_name("Значение"))
        .filter_map(|node| node.text())
        .collect();
    assert!(
        values.iter().any(|value| value.contains("Горишние Плавни, № 4007")),
        "{values:?}"
    );
    assert!(
        values.contains(&"45/2") && values.contains(&"без коробки"),
        "{values:?}"
    );

    // The order shows it without a network.
    window.click(&id("outcome-open")).await;
    window.find_with_text(&id("order-delivery"), "№ 4007").await;
    supplier.kill();
    window.find_with_text(&id("order-delivery"), "45/2").await;
    window.shot(&out().join("05-order.png")).await;
    window.close().await;
}

#[tokio::test]
async fn where_a_supplier_has_no_directories_the_draft_is_as_it_was() {
    let supplier = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "12.30", 100)])).expect("the gateway is built");
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    home.cabinet(&["sync"]);
    let window = open(&home).await;
    window.order_row(0, "2").await;
    open_draft(&window).await;
    window.gone(&id("delivery-row")).await;
    window.press(Key::Control, Key::Enter).await;
    window.find(&id("check-clean")).await;
    window.gone(&id("check-delivery")).await;
    window.keys(Key::Enter + "").await;
    window.find(&format!("{}[data-outcome='placed']", id("outcome"))).await;
    window.close().await;
}
