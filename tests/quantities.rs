//! Quantities in the real window: a text that means two numbers stays in its field, and a kept damaged file is named.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::path::Path;
use support::gateway::{Gateway, generated_export};
use support::home::Home;
use support::id;
use support::window::{Keyring, Window};
use thirtyfour::prelude::*;

/// Where the pictures of this story go, for people to look at.
fn picture(name: &str) -> std::path::PathBuf {
    Path::new("target/quantities").join(name)
}

/// What the field of a quantity holds.
async fn typed(window: &Window) -> String {
    let field = window.find(&id("quantity-input")).await;
    field.prop("value").await.expect("a property").unwrap_or_default()
}

async fn paste(window: &Window, text: &str) {
    let script = "const paste = new Event('paste', { bubbles: true, cancelable: true }); \
                  const [text] = arguments; \
                  Object.assign(paste, { clipboardData: { types: ['text/plain'], getData: () => text } }); \
                  document.body.dispatchEvent(paste);";
    window
        .session()
        .execute(script, vec![serde_json::json!(text)])
        .await
        .expect("the page takes a list");
}

#[tokio::test]
async fn a_quantity_that_cannot_be_told_is_asked_about_and_a_kept_file_is_named() {
    let export = generated_export(60);
    let mut gateway = Gateway::new();
    gateway.import(&[export.path().to_path_buf()]);
    let entity = gateway.entity("ООО «Ромашка»", "7707083893");
    let code = gateway.invite(&[&entity], "Анна Смирнова", "buyer");
    gateway.start();
    let home = Home::new();
    let window = home.open(Keyring::Unlocked, &[]).await;
    window.enrol(&gateway.url(), &code, None).await;
    window.catalogue().await;

    // In the table: the text stays, with what is wrong and the way out, also when another cell is clicked.
    let first = format!("{} [role=row][data-index='0'][data-key]", id("catalogue-table"));
    let other = format!("{} [role=row][data-index='3'][data-key]", id("catalogue-table"));
    window.click(&first).await;
    window.keys("1,000").await;
    window.keys(Key::Enter + "").await;
    window.find_with_text(&id("quantity-fault"), "1000 или 1").await;
    window.shot(&picture("01-two-readings.png")).await;
    window.click(&other).await;
    assert_eq!(typed(&window).await, "1,000");
    window.shot(&picture("02-kept.png")).await;
    window.type_over(&id("quantity-input"), "1000").await;
    window.keys(Key::Enter + "").await;
    window.gone(&id("quantity-input")).await;
    window.find_with_text(&id("draft-strip-lines"), "1").await;

    // In a list: the row waits for the word which of the numbers is meant.
    let article = window
        .find(&format!("{other} [role=gridcell]"))
        .await
        .text()
        .await
        .expect("an article");
    paste(&window, &format!("{article};1.000")).await;
    window.find(&id("paste-reading")).await;
    window.shot(&picture("03-pasted.png")).await;
    window
        .click(&format!("{}[data-milli='1000']", id("paste-reading")))
        .await;
    window.gone(&id("paste-reading")).await;
    window.shot(&picture("04-chosen.png")).await;
    window.close().await;

    // A damaged file that was kept is named wherever one looks later.
    std::fs::write(home.profile().join("desk.set-aside-1.db"), vec![0x5a; 40_960]).expect("a kept file");
    let window = home.open(Keyring::Unlocked, &[]).await;
    window.catalogue().await;
    window.click(&id("nav-settings")).await;
    window.find_with_text(&id("set-aside"), "desk.set-aside-1.db").await;
    window.click(&id("set-aside")).await;
    window.shot(&picture("05-set-aside.png")).await;
    window.close().await;
}

/// The first row of the catalogue whose goods are sold in packs too.
async fn packed_row(window: &Window) -> String {
    let script = "for (const row of document.querySelectorAll(`[data-testid='catalogue-table'] [role=row][data-key]`)) { \
                  const cells = [...row.querySelectorAll('[role=gridcell]')].map(cell => cell.textContent.trim()); \
                  if (cells.some(text => /^\\d[\\d\\s]*\\sшт$/.test(text))) return row.dataset.index; } return '';";
    let found = window.session().execute(script, Vec::new()).await.expect("a row");
    let index: String = found.convert().expect("an index");
    assert_ne!(index, "", "some goods are sold in packs");
    format!("{} [role=row][data-index='{index}'][data-key]", id("catalogue-table"))
}

#[tokio::test]
async fn a_quantity_in_packs_is_shown_in_both_units_and_a_list_is_there_again_after_the_window_was_closed() {
    let export = generated_export(60);
    let mut gateway = Gateway::new();
    gateway.import(&[export.path().to_path_buf()]);
    let entity = gateway.entity("ООО «Ромашка»", "7707083893");
    let code = gateway.invite(&[&entity], "Анна Смирнова", "buyer");
    gateway.start();
    let home = Home::new();
    let window = home.open(Keyring::Unlocked, &[]).await;
    window.enrol(&gateway.url(), &code, None).await;
    window.catalogue().await;

    let row = packed_row(&window).await;
    window.click(&row).await;
    window.keys("2 попугая").await;
    window.keys(Key::Enter + "").await;
    window.find(&id("quantity-fault")).await;
    window.type_over(&id("quantity-input"), "2 кг").await;
    window.keys(Key::Enter + "").await;
    window.find_with_text(&id("quantity-fault"), "«кг»").await;
    window.shot(&picture("06-another-unit.png")).await;
    window.type_over(&id("quantity-input"), "2 уп.").await;
    window.keys(Key::Enter + "").await;
    window.gone(&id("quantity-input")).await;
    window.find_with_text(&id("draft-strip-lines"), "1").await;

    paste(&window, "НЕТ-ТАКОГО-1;5\nНЕТ-ТАКОГО-2;7").await;
    window.find(&format!("{}[data-count='2']", id("paste-not-found"))).await;
    window.find_with_text(&id("draft-table"), "2\u{202f}упак =").await;
    window.shot(&picture("07-both-units.png")).await;
    window.close().await;

    let window = home.open(Keyring::Unlocked, &[]).await;
    window.catalogue().await;
    window.click(&id("draft-strip")).await;
    window.find(&id("kept-list")).await;
    window.shot(&picture("08-kept-list.png")).await;
    window.click(&id("kept-list-open")).await;
    window.find(&format!("{}[data-count='2']", id("paste-not-found"))).await;
    window.gone(&id("kept-list")).await;
    window.close().await;
}
