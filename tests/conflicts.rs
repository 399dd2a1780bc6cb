//! The conflict desk in the real window: changed lines decided by rules and by keys, the sheet on paper, and the guard.

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
use testkit::export::goods;
use testkit::supplier::Supplier;
use thirtyfour::prelude::*;

/// Where the pictures of this story go, for people to look at.
fn picture(name: &str) -> PathBuf {
    Path::new("target/conflicts").join(name)
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

async fn key(window: &Window, key: Key) {
    window.keys(char::from(key).to_string()).await;
}

/// A draft with these lines, open on screen.
async fn draft(window: &Window, lines: &str, last: &str) {
    window.press(Key::Control, 'n').await;
    window.find(&id("draft-view")).await;
    paste(window, lines).await;
    window.find_with_text(&id("draft-table"), last).await;
}

async fn decided(window: &Window, decision: &str) {
    let css = format!("{}[data-decision='{decision}']", id("check-row"));
    window.find(&css).await;
}

#[tokio::test]
async fn changed_lines_are_decided_printed_and_sent_and_what_is_ordered_already_is_told() {
    let shelf = [
        ("Б-1", "Болт М8х40", "10.00", 1000),
        ("Б-2", "Болт М10х60", "20.00", 500),
        ("Б-3", "Болт М12", "30.00", 100),
        ("Б-4", "Болт М12 кл. 8.8", "30.30", 100),
    ];
    let supplier = Supplier::with(&goods(&shelf)).expect("the program of the gateway");
    let table = supplier.path().join("analogues.csv");
    std::fs::write(&table, "article;analogue\nБ-3;Б-4\n").expect("a table");
    let table = table.to_str().expect("a path").to_owned();
    supplier.console(&["goods", "import", &table, "--kind", "analogues"]);
    let entity = supplier.entity("ООО «Ромашка»", "7707083893");
    let code = supplier.invite(&entity, "buyer");
    let home = Home::new();
    let window = home.open(Keyring::Unlocked, &[]).await;
    window.session().set_window_rect(0, 0, 1366, 768).await.expect("a size");
    window.enrol(&supplier.url(), &code, None).await;
    window.first_row().await;

    draft(&window, "Б-1;10\nБ-2;10\nБ-3;10", "Б-3").await;
    supplier.import(&goods(&[
        ("Б-1", "Болт М8х40", "10.15", 1000),
        ("Б-2", "Болт М10х60", "20.00", 4),
        ("Б-3", "Болт М12", "45.00", 100),
        ("Б-4", "Болт М12 кл. 8.8", "30.30", 100),
    ]));
    window.press(Key::Control, Key::Enter).await;
    window.find(&format!("{}:focus", id("check-table"))).await;
    window.click(&id("rule-rise")).await;
    window.click(&id("rule-analogue")).await;
    key(&window, Key::F2).await;
    decided(&window, "accept").await;
    decided(&window, "analogue").await;
    window.click(&id("check-table")).await;
    let short = window.find_with_text(&id("check-row"), "Б-2").await;
    short.click().await.expect("a line");
    window.keys("6").await;
    decided(&window, "backorder").await;
    window.find_with_text(&id("check-chosen"), "484,50").await;
    window.shot(&picture("01-check.png")).await;

    window.press(Key::Control, 'p').await;
    window.find(&id("preview-image")).await;
    window.shot(&picture("02-sheet.png")).await;
    key(&window, Key::Escape).await;
    decided(&window, "backorder").await;
    window.press(Key::Control, Key::Enter).await;
    window.find(&format!("{}[data-outcome='placed']", id("outcome"))).await;
    assert_eq!(supplier.orders(), 1);
    key(&window, Key::F5).await;
    window.press(Key::Alt, '2').await;
    window.find_with_text(&id("drafts-table"), "Ждёт поступления").await;
    window.shot(&picture("03-waiting.png")).await;
    window.press(Key::Alt, '3').await;
    window.find(&id("orders-table")).await;

    draft(&window, "Б-1;3", "Б-1").await;
    window.press(Key::Control, Key::Enter).await;
    window.find_with_text(&id("guard"), "Иванов Иван").await;
    window.shot(&picture("04-guard.png")).await;
    window.press(Key::Control, Key::Enter).await;
    window.click(&id("guard-go-on")).await;
    window.find(&id("check-clean")).await;
    window.close().await;
    assert_eq!(supplier.orders(), 1, "nothing was sent past the guard");
}
