//! Own price lists in the real window, over the sample: made while what they come to is seen, written for customers, thrown away.

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
    Path::new("target/own-price-lists").join(name)
}

async fn shots(window: &Window, name: &str) {
    for (width, height) in [(1920, 1080), (1366, 768)] {
        window
            .session()
            .set_window_rect(0, 0, width, height)
            .await
            .expect("the window takes the size");
        window.shot(&picture(&format!("{name}-{width}.png"))).await;
    }
}

#[tokio::test]
async fn a_price_list_is_made_in_sight_of_what_it_comes_to_and_written_for_customers() {
    let home = Home::new();
    let window = home.open(Keyring::None, &[]).await;
    window.click(&id("sample-enter")).await;
    window.find(&id("sample-bar")).await;
    window.catalogue().await;
    window.press(Key::Alt, 'p').await;
    window.find(&id("price-lists-view")).await;
    shots(&window, "01-empty").await;
    window.click(&id("price-list-new")).await;
    let first = format!("{} [role=row][data-index='0'][data-key]", id("price-list-preview"));
    window.find(&first).await;
    shots(&window, "02-new").await;

    window.type_over(&id("price-list-name"), "Розница").await;
    window.type_over(&id("price-list-step"), "1").await;
    window.type_over(&id("price-list-markup"), "много").await;
    window
        .find(&format!("{}[aria-invalid='true']", id("price-list-markup")))
        .await;
    window.type_over(&id("price-list-markup"), "40").await;
    window.click(&id("price-list-add-exception")).await;
    window.type_over(&id("price-list-article"), "НЕТ-ТАКОГО").await;
    window
        .find(&format!("{}[aria-invalid='true']", "[aria-label='Значение']"))
        .await;
    window.type_over("[aria-label='Значение']", "777,70").await;
    window
        .find_with_text(&id("price-lists-view"), "Такого товара в списке нет")
        .await;
    window.find(&first).await;
    shots(&window, "03-typed").await;

    for kind in ["xlsx", "pdf", "csv", "yml"] {
        window.click(&id(&format!("price-list-write-{kind}"))).await;
        window.find_with_text(&id("said"), &format!(".{kind}")).await;
    }
    shots(&window, "04-written").await;
    window.click(&id("price-list-remove")).await;
    window.gone(&id("price-list-kept")).await;
    window.press(Key::Control, 'z').await;
    window.find_with_text(&id("price-list-kept"), "Розница").await;
    window.close().await;
}
