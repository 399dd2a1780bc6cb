//! Documents of the supplier in the real window: listed beside printed ones, saved without a network once fetched, and what they
//! say of an order beneath its lines.

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
use support::window::Keyring;
use testkit::export::goods;
use testkit::supplier::Supplier;
use thirtyfour::prelude::*;

const INN: &str = "7707083893";

fn picture(name: &str) -> PathBuf {
    PathBuf::from("target/supplier-documents").join(name)
}

/// A УПД of three bolts whose total lies.
fn upd(order: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Файл ИдФайл="ON_NSCHFDOPPR_1" ВерсФорм="5.01"><Документ КНД="1115131" Функция="СЧФДОП">
<СвСчФакт НомерСчФ="Б-7" ДатаСчФ="03.02.2026" КодОКВ="643">
<СвПрод><ИдСв><СвЮЛУч НаимОрг="Поставщик" ИННЮЛ="5024002119"/></ИдСв></СвПрод>
<СвПокуп><ИдСв><СвЮЛУч НаимОрг="Ромашка" ИННЮЛ="{INN}"/></ИдСв></СвПокуп></СвСчФакт>
<ТаблСчФакт><СведТов НомСтр="1" НаимТов="Болт М8х40" КолТов="3" НалСт="22%" СтТовУчНал="36.90"><ДопСведТов АртикулТов="Б-1" НаимЕдИзм="шт"/></СведТов>
<ВсегоОпл СтТовУчНалВсего="99.00"/></ТаблСчФакт>
<СвПродПер><СвПер СодОпер="Товары переданы"><ОснПер НаимОсн="Заказ" НомОсн="{order}"/></СвПер></СвПродПер>
</Документ></Файл>"#
    )
}

#[tokio::test]
async fn a_upd_is_looked_at_saved_offline_and_found_beneath_its_order() {
    let mut supplier = Supplier::with(&goods(&[
        ("Б-1", "Болт М8х40", "12.30", 100),
        ("Г-1", "Гайка М8", "0.50", 100),
    ]))
    .expect("the gateway is built");
    let entity = supplier.entity("ООО Ромашка", INN);
    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    home.cabinet(&["sync"]);
    let draft: serde_json::Value =
        serde_json::from_str(&home.cabinet(&["draft", "new", "--name", "Ремонт", "--json"])).expect("JSON");
    let draft = draft["id"].as_str().expect("an id").to_owned();
    let lines = supplier.path().join("lines.txt");
    std::fs::write(&lines, "Б-1;10\nГ-1;4\n").expect("write");
    home.cabinet(&["draft", "add", &draft, lines.to_str().expect("a path")]);
    let placed: serde_json::Value = serde_json::from_str(&home.cabinet(&["place", &draft, "--json"])).expect("JSON");
    let number = placed["number"].as_str().expect("a number");
    let paper = supplier.path().join("УПД Б-7.xml");
    std::fs::write(&paper, upd(number)).expect("write");
    supplier.console(&["document", "add", paper.to_str().expect("a path")]);
    home.cabinet(&["sync"]);

    let window = home.open(Keyring::Unlocked, &[]).await;
    window.catalogue().await;
    window.click(&id("nav-documents")).await;
    window.find_with_text(&id("documents-table"), "УПД № Б-7").await;
    window.find_with_text(&id("documents-table"), "Счёт").await;
    // The invoice of today is newer; the УПД is the second row.
    window.keys(Key::Down + "").await;
    window.find_with_text(&id("supplier-pane"), "Болт М8х40").await;
    window.find_with_text(&id("supplier-doubts"), "36,90").await;
    window.shot(&picture("01-document.png")).await;
    window.press(Key::Control, 's').await;
    window.find_with_text(&id("supplier-done"), "УПД Б-7.xml").await;
    supplier.kill();
    window.click(&id("supplier-save")).await;
    window.find_with_text(&id("supplier-done"), "УПД Б-7").await;
    window.shot(&picture("02-saved.png")).await;

    window.click(&id("nav-orders")).await;
    window.find(&id("orders-table")).await;
    window.keys(Key::Enter + "").await;
    window.find_with_text(&id("order-shipments"), "УПД № Б-7").await;
    window.find_with_text(&id("order-lines"), "Отгружено").await;
    window.shot(&picture("03-order.png")).await;
    window.close().await;
}
