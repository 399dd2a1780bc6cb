//! Prices by rules in the real window: the list's price struck out, the chain of a price by key and click, gifts that come
//! and go, and a part of a box with the quantities that can be ordered.

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
use support::window::{Keyring, Window};
use support::{id, succeed};
use testkit::export::{self, goods};
use thirtyfour::prelude::*;

const RULES: &str =
    "Вид;Название;Артикул;Скидка %;Количество;Подарок;Количество подарка;За каждые;Кратность;Минимум;Упаковка
тип цен;Скидка по договору;;3;;;;;;;
порог;Крупная партия;Б-1;10;100;;;;;;
подарок;Колпачки к болтам;Б-1;;50;К-1;5;да;;;
упаковка;;Г-1;;;;;;12;24;кор
";

/// Where the pictures of this story go, for people to look at.
fn picture(name: &str) -> std::path::PathBuf {
    Path::new("target/prices").join(name)
}

fn row(table: &str, index: usize) -> String {
    format!("{} [role=row][data-index='{index}'][data-key]", id(table))
}

async fn text_of(window: &Window, css: &str) -> String {
    support::window::shown(&window.find(css).await).await
}

/// Writes a quantity over that of a line of the open draft.
async fn requantify(window: &Window, index: usize, quantity: &str) {
    // Advice on the draft comes a moment after its lines and moves them: a click may have met the row's old place.
    for _ in 0..20 {
        window
            .click(&format!("{} [role=gridcell]", row("draft-table", index)))
            .await;
        window.keys(Key::Enter + "").await;
        if window.comes(&id("quantity-input")).await {
            break;
        }
    }
    window.type_over(&id("quantity-input"), quantity).await;
    window.keys(Key::Enter + "").await;
    window.gone(&id("quantity-input")).await;
}

#[tokio::test]
async fn a_price_by_rules_is_shown_explained_and_earns_its_gifts() {
    let folder = tempfile::tempdir().expect("a folder");
    let shelf = goods(&[
        ("Б-1", "Болт М8х40", "100", 5000),
        ("Г-1", "Гайка М8", "50", 5000),
        ("К-1", "Колпачок", "5", 500),
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

    // In the table the list's price is struck out beside the one that is paid; the card has the tiers.
    let struck = text_of(&window, &format!("{} s", row("catalogue-table", 0))).await;
    assert!(struck.contains("100,00"), "{struck}");
    window.find_with_text(&row("catalogue-table", 0), "97,00").await;
    window.click(&row("catalogue-table", 0)).await;
    window.find_with_text(&id("price-tiers"), "от 100").await;
    window.find_with_text(&id("price-tiers"), "87,30").await;
    window.shot(&picture("01-card.png")).await;
    window.click(&id("card-price")).await;
    window.find_with_text(&id("price-chain"), "Скидка по договору").await;
    window.shot(&picture("02-chain.png")).await;
    window.keys(Key::Escape + "").await;
    window.gone(&id("price-panel")).await;

    // Fifty earn a gift, forty do not.
    window.order_row(0, "50").await;
    window.order_row(1, "25").await;
    window.press(Key::Control, 'd').await;
    window.find_with_text(&id("draft-gift"), "Колпачок").await;
    window.find_with_text(&id("line-tier"), "от 100").await;
    window.shot(&picture("03-gift.png")).await;
    requantify(&window, 0, "40").await;
    window.gone(&id("draft-gift")).await;
    requantify(&window, 0, "100").await;
    window.find_with_text(&id("draft-gift"), "10").await;
    window.find_with_text(&row("draft-table", 0), "87,30").await;

    // The chain of a line by key.
    window
        .click(&format!("{} [role=gridcell]", row("draft-table", 0)))
        .await;
    window.press(Key::Shift, Key::F8).await;
    window.find_with_text(&id("price-chain"), "Крупная партия").await;
    window.shot(&picture("04-chain-of-line.png")).await;
    window.keys(Key::Escape + "").await;
    window.gone(&id("price-panel")).await;

    // A part of a box is named, and what can be ordered is one click away.
    window.find_with_text(&id("line-trouble"), "не кратно").await;
    window.find_with_text(&id("line-offer"), "24").await;
    window.shot(&picture("05-part-of-a-box.png")).await;
    window.click(&id("line-offer")).await;
    window.gone(&id("line-trouble")).await;
    window.find_with_text(&id("draft-total"), "894,00").await;
    window.close().await;
}
