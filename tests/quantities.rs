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
