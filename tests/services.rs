//! Services on a line in the real window: a pipe is ordered cut, by keyboard; what the line is not enough for is told with the way
//! out; and 1C gets the service as a line of its own.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::path::Path;
use support::gateway::Gateway;
use support::home::Home;
use support::onec::OneC;
use support::window::{Keyring, Window, shown};
use support::{id, succeed};
use testkit::export::{self, goods};
use thirtyfour::prelude::*;

const RULES: &str = "Вид;Название;Артикул;Цена;За что;Параметры;Длина прутка;Минимальная плата;Артикул услуги
услуга;Резка;Т-1;50;рез;длина;6000;;У-1
услуга;Упаковка;;20;строка;;;150;
";

/// Where the pictures of this story go, for people to look at.
fn picture(name: &str) -> std::path::PathBuf {
    Path::new("target/services").join(name)
}

fn row(table: &str, index: usize) -> String {
    format!("{} [role=row][data-index='{index}'][data-key]", id(table))
}

/// Opens the panel of services of the first line.
async fn ask(window: &Window) {
    for _ in 0..20 {
        window
            .click(&format!("{} [role=gridcell]", row("draft-table", 0)))
            .await;
        let chain = window.session().action_chain();
        let pressed = chain
            .key_down(Key::Control)
            .key_down(Key::Shift)
            .key_down('s')
            .key_up('s')
            .key_up(Key::Shift)
            .key_up(Key::Control);
        pressed.perform().await.expect("keys");
        if window.comes(&id("service-panel")).await {
            return;
        }
    }
    panic!("the panel of services does not come: {}", window.visible_text().await);
}

#[tokio::test]
async fn a_pipe_is_ordered_cut_and_1c_gets_the_cutting_as_a_line_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let shelf = goods(&[
        ("Т-1", "Труба 20х2 мм, 6 м", "100", 500),
        ("Т-2", "Уголок 40х40", "80", 500),
        ("У-1", "Резка металла", "1", 0),
    ]);
    export::write(folder.path(), &shelf);
    let mut gateway = Gateway::new();
    gateway.import(&[folder.path().to_path_buf()]);
    let entity = gateway.entity("ООО «Ромашка»", "7707083893");
    let rules = folder.path().join("rules.csv");
    std::fs::write(&rules, RULES).expect("the rules are written");
    succeed(gateway.command(&["pricing", "import"]).arg(&rules));
    let code = gateway.invite(&[&entity], "Анна Смирнова", "buyer");
    gateway.start();
    let home = Home::new();
    let window = home.open(Keyring::Unlocked, &[]).await;
    window.enrol(&gateway.url(), &code, None).await;
    window.catalogue().await;
    window.order_row(0, "1").await;
    window.order_row(1, "2").await;
    window.press(Key::Control, 'd').await;

    // Four pieces of two metres do not come out of one bar: it is told with what can be done.
    ask(&window).await;
    window.find_with_text(&id("service-panel"), "за рез").await;
    window.type_over(&id("service-pieces"), "4").await;
    window.type_over(&id("service-length"), "2000").await;
    window.shot(&picture("01-panel.png")).await;
    window.keys(Key::Enter + "").await;
    window.gone(&id("service-panel")).await;
    window.find_with_text(&id("service-trouble"), "хватит на 3").await;
    window.shot(&picture("02-not-enough.png")).await;
    window
        .click(&format!("{} {}", row("draft-table", 1), id("line-offer")))
        .await;
    window.gone(&id("service-trouble")).await;
    // The first bar leaves nothing, so three cuts.
    window.find_with_text(&row("draft-table", 1), "150,00").await;

    // Beside it a service for the whole line, at its least charge.
    ask(&window).await;
    window.click(&id("service-add")).await;
    let (row_of, name_of) = (id("service-row"), id("service-name"));
    let name = format!("{row_of} ~ {row_of} {name_of} option:last-child");
    window.click(&name).await;
    window.click(&id("service-save")).await;
    window.gone(&id("service-panel")).await;
    window.find_with_text(&row("draft-table", 2), "150,00").await;
    let total = shown(&window.find(&id("draft-total")).await).await;
    assert!(total.contains("660,00"), "200 + 150 + 150 + 160: {total}");
    window.shot(&picture("03-services.png")).await;

    // The chain of the line tells them, too.
    window
        .click(&format!("{} [role=gridcell]", row("draft-table", 0)))
        .await;
    window.press(Key::Shift, Key::F8).await;
    window.find_with_text(&id("price-services"), "Резка").await;
    window.shot(&picture("04-chain.png")).await;
    window.keys(Key::Escape + "").await;
    window.gone(&id("price-panel")).await;

    // Meanwhile the supplier cuts dearer: the check asks, and what is accepted is sent.
    std::fs::write(&rules, RULES.replace(";50;", ";60;")).expect("the rules are written");
    succeed(gateway.command(&["pricing", "import"]).arg(&rules));
    window.press(Key::Control, Key::Enter).await;
    window.find_with_text(&id("check-service"), "60,00").await;
    window.shot(&picture("05-check.png")).await;
    window.keys("1").await;
    window.press(Key::Control, Key::Enter).await;
    window.click(&id("outcome-open")).await;
    window.find_with_text(&id("order-lines"), "Резка").await;
    window.shot(&picture("06-order.png")).await;
    let text = window.visible_text().await;
    assert!(text.contains("690,00"), "200 + 180 + 150 + 160: {text}");

    let session = OneC::log_in(&gateway.url(), "/1c/ut", "sale", "MWM6c2VjcmV0");
    let orders = session.get("type=sale&mode=query");
    for expected in [
        "Услуга",
        "к Т-1: 4 × 2000 мм",
        "<Сумма>180.00</Сумма>",
        "<Артикул>У-1</Артикул>",
    ] {
        assert!(orders.contains(expected), "{expected}: {orders}");
    }
    window.close().await;
}
