//! Own codes, the scanner and the page of changes in the real window, over the sample: nothing needs a network.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::path::{Path, PathBuf};
use support::home::Home;
use support::id;
use support::window::{Keyring, Window};
use thirtyfour::prelude::*;

/// Where the pictures of this story go, for people to look at.
fn picture(name: &str) -> PathBuf {
    Path::new("target/own-codes").join(name)
}

async fn paste(window: &Window, text: &str) {
    let script = "const paste = new Event('paste', { bubbles: true, cancelable: true }); \
                  Object.assign(paste, { clipboardData: { types: ['text/plain'], getData: () => arguments[0] } }); \
                  document.body.dispatchEvent(paste);";
    window
        .session()
        .execute(script, vec![serde_json::json!(text)])
        .await
        .expect("a paste");
}

#[tokio::test]
async fn a_row_that_was_not_recognised_teaches_the_next_list_the_search_and_the_scanner() {
    let home = Home::new();
    let window = home.open(Keyring::None, &[]).await;
    window.click(&id("sample-enter")).await;
    window.find(&id("sample-bar")).await;
    window.catalogue().await;

    paste(&window, "Наш любимый болт;5\nНечто без имени;7").await;
    window.find(&id("paste-not-found")).await;
    window.click(&id("paste-find")).await;
    window.type_over(&id("goods-picker-text"), "болт м8").await;
    let first = window.find(&id("goods-picker-row")).await;
    let article = first
        .attr("data-article")
        .await
        .expect("an attribute")
        .expect("an article");
    window.shot(&picture("01-looked-for.png")).await;
    window.click(&id("goods-picker-row")).await;
    window.find_with_text(&id("said"), "Запомнили").await;
    window.shot(&picture("02-learned.png")).await;

    paste(&window, "наш любимый болт;2").await;
    window.find_with_text(&id("paste-report"), "по своему коду").await;

    // A scanner types faster than hands, and a code that nobody knows is learned.
    window.press(Key::Alt, '0').await;
    window.find_with_text(&id("codes-table"), "Наш любимый болт").await;
    window.keys(format!("4600000000017{}", char::from(Key::Enter))).await;
    window.find_with_text(&id("scan-panel"), "4600000000017").await;
    window.type_over(&id("goods-picker-text"), &article).await;
    window.shot(&picture("03-scanned.png")).await;
    window.click(&id("goods-picker-row")).await;
    window.gone(&id("scan-panel")).await;
    window.find_with_text(&id("codes-table"), "4600000000017").await;
    window.shot(&picture("04-codes.png")).await;
    window.click(&id("codes-export-xlsx")).await;
    window.find_with_text(&id("said"), ".xlsx").await;

    window.press(Key::Alt, 'i').await;
    window.find(&id("changes-view")).await;
    window.shot(&picture("05-changes.png")).await;

    window.type_over(&id("search"), "наш любимый болт").await;
    window.find_with_text(&id("search-reading"), &article).await;
    window.shot(&picture("06-searched.png")).await;
    window.close().await;
}
