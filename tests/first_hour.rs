//! The first hour, in the real window: the sample without a network, help, the tour, and why there is no connection.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::path::Path;
use std::process::Command;
use support::home::Home;
use support::id;
use support::window::{Keyring, Window};
use thirtyfour::prelude::*;

/// Where the pictures of these stories go, for people to look at.
fn picture(name: &str) -> std::path::PathBuf {
    Path::new("target/first-hour").join(name)
}

async fn enter_sample(window: &Window) {
    window.click(&id("sample-enter")).await;
    window.find(&id("sample-bar")).await;
    window.catalogue().await;
}

#[tokio::test]
async fn the_second_door_leads_to_a_supplier_without_a_network_that_never_sends() {
    let home = Home::new();
    let window = home.open(Keyring::None, &[]).await;
    window.find(&id("sample-enter")).await;
    window.shot(&picture("01-two-doors.png")).await;
    enter_sample(&window).await;
    window.find_with_text(&id("sync-state"), "без сети").await;

    window.type_into(&id("search"), "болт м8").await;
    window.find_with_text(&id("catalogue-count"), "позиц").await;
    window.catalogue().await;
    window.order_row(9, "7").await;
    window.find_with_text(&id("draft-strip-lines"), "5").await;
    window.shot(&picture("02-sample-catalogue.png")).await;

    window.press(Key::Control, Key::Enter).await;
    window.find(&format!("{}[data-code='sample']", id("failure"))).await;
    window.shot(&picture("03-sample-check.png")).await;

    window.click(&id("nav-orders")).await;
    window.find(&format!("{} [role=row][data-index='2']", id("orders-table"))).await;
    window.shot(&picture("04-sample-orders.png")).await;
    window.click(&id("nav-documents")).await;
    window.find(&id("preview-image")).await;
    window.shot(&picture("05-sample-invoice.png")).await;
    window.click(&id("document-save")).await;
    let saved = window.find(&id("document-saved")).await.text().await.expect("a text");
    let path = saved.split_once('/').map(|(_, path)| format!("/{}", path.trim())).expect("a path");
    let read = Command::new("pdftotext").arg(&path).arg("-").output().expect("pdftotext");
    assert!(String::from_utf8_lossy(&read.stdout).contains("ОБРАЗЕЦ"), "{path}");

    // Out of it, and back: the draft is there, the code's door too.
    window.click(&id("sample-leave")).await;
    window.find(&id("enrol-url")).await;
    window.find_with_text(&id("sample-enter"), "Вернуться").await;
    enter_sample(&window).await;
    window.find_with_text(&id("draft-strip-lines"), "5").await;
    window.click(&id("sample-leave")).await;
    window.click(&id("sample-remove")).await;
    window.find_with_text(&id("sample-enter"), "Открыть").await;
    assert!(!home.path().join("profile-sample").exists());
    window.close().await;
}
