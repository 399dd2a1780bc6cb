//! What is owed in the real window: from the operator's file and from 1C's documents to the tree, unfolded by keys, and gone with the
//! right to it.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::path::PathBuf;
use support::home::{Home, MOCK};
use support::id;
use support::window::Keyring;
use testkit::export::goods;
use testkit::supplier::Supplier;
use thirtyfour::Key;

/// Where pictures of the story are left.
fn out() -> PathBuf {
    PathBuf::from("target/money")
}

/// A shipment of 1C to ИП Иванов, overdue since 2026-02-10.
const PAPERS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><КоммерческаяИнформация ВерсияСхемы=\"3.1\"><Контейнер><Документ>\
    <Ид>d1</Ид><Номер>РТ-55</Номер><Дата>2026-01-27</Дата><ХозОперация>Отпуск товара</ХозОперация><Роль>Продавец</Роль>\
    <Валюта>RUB</Валюта><Сумма>4321.09</Сумма><СрокПлатежа>2026-02-10</СрокПлатежа><Контрагенты><Контрагент><Ид>c1</Ид>\
    <Наименование>Иванов</Наименование><Роль>Покупатель</Роль><ИНН>500100732259</ИНН></Контрагент></Контрагенты></Документ>\
    </Контейнер></КоммерческаяИнформация>";

const BOOKS: &str = "ИНН;Договор;Документ;Номер;Дата;Срок оплаты;Валюта;Сумма;Оплачено\n\
    7707083893;17/26;УПД;Р-1041;12.01.2026;26.01.2026;RUB;184500,00;\n\
    7707083893;17/26;УПД;Р-1077;20.01.2026;03.02.2199;RUB;62300,50;10000\n\
    7707083893;В-4;Аванс;П-15;02.02.2026;;RUB;-15000,00;\n";

#[tokio::test]
async fn what_is_owed_unfolds_to_documents_by_keys_says_where_it_is_from_and_goes_with_the_right() {
    let supplier = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 100)])).expect("the gateway is built");
    let first = supplier.entity("ООО Ромашка", "7707083893");
    let second = supplier.entity("ИП Иванов И. И.", "500100732259");
    let file = |name: &str, text: &str| {
        let path = supplier.path().join(name);
        std::fs::write(&path, text).expect("write");
        path.to_str().expect("a path").to_owned()
    };
    supplier.console(&["balance", "documents", &file("books.csv", BOOKS)]);
    supplier.console(&["import", &file("documents___1.xml", PAPERS)]);
    let invited = supplier.console(&[
        "invite",
        "--entity",
        &first,
        "--entity",
        &second,
        "--person",
        "Анна Смирнова",
        "--role",
        "accountant",
    ]);
    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), invited["code"].as_str().expect("a code")]);
    home.cabinet(&["sync"]);

    let window = home.open(Keyring::Daemon(MOCK), &[]).await;
    window.catalogue().await;
    window.session().set_window_rect(0, 0, 1366, 768).await.expect("a size");
    window.press(Key::Alt, 'm').await;
    let table = id("money-table");
    // 184500.00 + 52300.50 - 15000.00 + 4321.09.
    window
        .find_with_text(&format!("{table} [role=row][data-index='0']"), "226")
        .await;
    let shown = window.visible_text().await;
    assert!(plain(&shown).contains("226 121,59"), "{shown}");
    window.find_with_text(&id("money-papers"), "Иванов").await;
    for _ in 0..4 {
        window.keys(Key::Down + "").await;
    }
    window.keys(Key::Enter + "").await;
    window.find_with_text(&table, "Р-1041").await;
    window.find(&format!("{} canvas", id("money-ageing"))).await;
    window.shot(&out().join("money-1366.png")).await;
    window
        .session()
        .set_window_rect(0, 0, 1920, 1080)
        .await
        .expect("a size");
    window.shot(&out().join("money-1920.png")).await;
    window.keys(Key::Left + "").await;
    window.gone(&format!("{table} [data-key^='document/']")).await;
    window.keys(Key::F8 + "").await;
    window.gone(&id("money-ageing")).await;
    assert!(!plain(&window.visible_text().await).contains("226 121"));
    window.keys(Key::F8 + "").await;
    window.close().await;

    let person = invited["id"].as_str().expect("a person");
    for entity in [&first, &second] {
        supplier.console(&[
            "person", "grant", "--person", person, "--entity", entity, "--role", "claims",
        ]);
    }
    home.cabinet(&["sync"]);
    let window = home.open(Keyring::Daemon(MOCK), &[]).await;
    window.catalogue().await;
    window.gone(&id("nav-money")).await;
    window.close().await;
}

/// Every space as the usual one.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}
