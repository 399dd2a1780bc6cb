//! What each role sees in the real window: a storekeeper without a price anywhere, a contract with its terms before an
//! order is sent, goods without a contract, and a role that is lost with work not yet sent.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use serde_json::Value;
use std::path::PathBuf;
use support::home::Home;
use support::id;
use support::window::{Keyring, Window};
use testkit::export::{Goods, goods};
use testkit::supplier::Supplier;
use thirtyfour::Key;

fn bolts() -> Vec<Goods> {
    goods(&[
        ("Б-1", "Болт М8х40 оцинкованный", "1234.57", 777),
        ("Б-2", "Болт М10х60 оцинкованный", "1234.57", 3),
        ("Г-1", "Гайка М8", "1234.57", 0),
    ])
}

/// A supplier that is asked every second.
fn supplier() -> Supplier {
    let mut supplier = Supplier::with(&bolts()).expect("the gateway is built");
    supplier.kill();
    supplier.configure("[http]\npoll_s = 1\n[supplier]\nname = \"ООО «Северный крепёж»\"\n");
    supplier.serve();
    supplier
}

/// Where the pictures of these stories go: beside the build, to be looked at.
fn picture(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("rights");
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    folder.join(format!("{name}.png"))
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

async fn open(home: &Home) -> Window {
    let window = home.open(Keyring::Unlocked, &[]).await;
    window.catalogue().await;
    window
}

/// No amount of money stands on the screen: neither the one price there is, nor a sum of it, nor a currency.
async fn has_no_money(window: &Window, where_: &str) {
    let text = window.visible_text().await;
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for mark in ["1234", "3703", "₽", "RUB", "0,00", "Цена", "Сумма", "Итого"] {
        assert!(!bare.contains(mark), "«{mark}» {where_}: {text}");
    }
}

#[tokio::test]
async fn a_storekeeper_sees_goods_stock_and_orders_and_no_money_anywhere() {
    let supplier = supplier();
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let buyer = Home::new();
    buyer.cabinet(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    buyer.cabinet(&["sync"]);
    let draft = parsed(&buyer.cabinet(&["draft", "new", "--name", "Ремонт", "--json"]));
    let list = buyer.path().join("list.txt");
    std::fs::write(&list, "Б-1;3\n").expect("write");
    let draft = draft["id"].as_str().expect("an id");
    buyer.cabinet(&["draft", "add", draft, list.to_str().expect("a path")]);
    buyer.cabinet(&["place", draft]);

    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), &supplier.invite(&entity, "claims")]);
    home.cabinet(&["sync"]);
    let window = open(&home).await;
    window.find_with_text(&id("card-name"), "Болт М8х40").await;
    has_no_money(&window, "in the catalogue").await;
    for hidden in ["nav-documents", "nav-drafts", "check-button"] {
        window.gone(&id(hidden)).await;
    }
    window.shot(&picture("storekeeper-catalogue")).await;
    // The keys that others use say why they do nothing.
    window.press(Key::Control, 'n').await;
    window.find_with_text("[role='status']", "нет права").await;
    window.click(&id("nav-orders")).await;
    window.find_with_text(&id("orders-table"), "Ремонт").await;
    has_no_money(&window, "among the orders").await;
    window.keys(Key::Enter + "").await;
    window.find_with_text(&id("order-lines"), "Б-1").await;
    has_no_money(&window, "in the order").await;
    window.shot(&picture("storekeeper-order")).await;
    window.close().await;
    let found = parsed(&home.cabinet(&["search", "Б-1", "--json"]));
    assert_eq!(found["items"][0]["price"], Value::Null);
    let orders = parsed(&home.cabinet(&["orders", "--json"]));
    assert_eq!(
        (&orders["items"][0]["total"], &orders["items"][0]["lines"][0]["price"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(orders["items"][0]["lines"][0]["quantity"], "3");
}

#[tokio::test]
async fn without_a_contract_goods_have_no_price_and_with_one_its_terms_stand_before_the_order() {
    let supplier = supplier();
    let added = supplier.console(&[
        "entity",
        "add",
        "--name",
        "ТОВ Будсервіс",
        "--inn",
        "7707083893",
        "--no-prices",
    ]);
    let entity = added["id"].as_str().expect("an id");
    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), &supplier.invite(entity, "buyer")]);
    home.cabinet(&["sync"]);
    let window = open(&home).await;
    window.find(&id("no-contract")).await;
    window
        .find_with_text(&id("card-no-contract"), "Цены — по договору")
        .await;
    window
        .gone("[data-testid='catalogue-table'] [role='columnheader'][data-column='price']")
        .await;
    window.shot(&picture("no-contract")).await;

    let list = supplier.path().join("assortment.txt");
    std::fs::write(&list, "Б-1\nБ-2\n").expect("write");
    supplier.console(&[
        "contract",
        "add",
        "--entity",
        entity,
        "--number",
        "17/26",
        "--stock",
        "words",
        "--payment",
        "14 дней",
        "--delivery",
        "до склада покупателя",
        "--assortment",
        list.to_str().expect("a path"),
    ]);
    // It comes by itself.
    window.find_with_text(&id("catalogue-count"), "2").await;
    window.find_with_text(&id("catalogue-table"), "много").await;
    window.find_with_text(&id("catalogue-table"), "мало").await;
    assert!(!window.visible_text().await.contains("777"), "a number of stock");
    window.order_row(0, "900").await;
    window.find_with_text(&id("draft-strip-lines"), "1").await;
    window.press(Key::Control, Key::Enter).await;
    window.find_with_text(&id("contract"), "Договор № 17/26").await;
    window.find_with_text(&id("contract"), "14 дней").await;
    window.find_with_text(&id("check-table"), "меньше").await;
    let text = window.visible_text().await;
    assert!(!text.contains("777"), "the check tells how much there is: {text}");
    window.shot(&picture("contract-check")).await;
    window.close().await;
}

#[tokio::test]
async fn work_whose_right_was_lost_is_shown_and_saved_and_nothing_of_it_is_sent() {
    let mut supplier = supplier();
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let invited = supplier.console(&[
        "invite",
        "--entity",
        &entity,
        "--person",
        "Анна Смирнова",
        "--role",
        "buyer",
    ]);
    let person = invited["id"].as_str().expect("an id");
    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), invited["code"].as_str().expect("a code")]);
    home.cabinet(&["sync"]);
    let window = open(&home).await;
    window.order_row(0, "5").await;
    window.find_with_text(&id("draft-strip-lines"), "1").await;
    // Queued without a connection.
    supplier.kill();
    window.press(Key::Control, Key::Enter).await;
    window.click(&id("check-queue")).await;
    supplier.console(&[
        "person", "grant", "--person", person, "--entity", &entity, "--role", "viewer",
    ]);
    supplier.serve();
    window.keys(Key::F5 + "").await;
    window.find(&id("unsent-notice")).await;
    window.click(&id("unsent-show")).await;
    window
        .find_with_text(&id("unsent-list"), "Ваша роль больше не позволяет заказывать")
        .await;
    window.find_with_text(&id("unsent-list"), "Б-1").await;
    window.click(&id("unsent-save")).await;
    let saved = support::window::shown(&window.find(&id("unsent-saved")).await).await;
    window.shot(&picture("role-lost")).await;
    let path = saved.trim_start_matches("Сохранено: ").trim();
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{error}: {path}"));
    assert!(text.contains("Б-1;5;шт, Болт М8х40"), "{text}");
    assert_eq!(supplier.orders(), 0, "nothing was sent");
    window.click(&id("unsent-discard")).await;
    window.click(&id("unsent-discard")).await;
    window.gone(&id("unsent-list")).await;
    window.close().await;
}
