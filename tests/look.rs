//! Every screen in three languages, light and dark, on a small and on a large display, photographed into target/look to be
//! looked at; and read by axe, which must find nothing serious.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use support::gateway::{Gateway, generated_export};
use support::home::Home;
use support::id;
use support::onec::takes_orders;
use support::shelf;
use support::window::{Keyring, Window};
use thirtyfour::prelude::*;

const LANGUAGES: [&str; 3] = ["ru", "uk", "en"];
const THEMES: [&str; 2] = ["light", "dark"];
const SIZES: [(u32, u32); 2] = [(1366, 768), (1920, 1080)];

/// The screens, each by what it is called in the names of pictures.
const SCREENS: [&str; 13] = [
    "catalogue",
    "nothing-found",
    "drafts",
    "draft",
    "check",
    "orders",
    "order",
    "documents",
    "notices",
    "settings",
    "exchange",
    "help",
    "keys",
];

/// Findings of axe that shut people out. A table scrolls with the keys of the grid that holds it, so that its own body
/// needs no focus.
const SERIOUS: &str = "const done = arguments[arguments.length - 1]; \
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] }).then(found => \
    done(found.violations.filter(one => one.impact === 'serious' || one.impact === 'critical').flatMap(one => \
    one.nodes.filter(node => !node.target.some(at => String(at).includes('rowgroup'))).map(node => `${one.id}: ${node.html.slice(0, 160)} (${node.failureSummary.split('\\n')[1]})`))), \
    problem => done([String(problem)]))";

#[tokio::test]
async fn every_screen_can_be_seen_and_read_in_every_language_theme_and_size() {
    let mut gateway = Gateway::new();
    gateway.import(&[generated_export(600).path().to_path_buf()]);
    let first = gateway.entity("ООО «Ромашка»", "7707083893");
    let second = gateway.entity("ИП Иванов И. И.", "500100732259");
    let code = gateway.invite(&[&first, &second], "Анна Смирнова", "buyer");
    gateway.start();
    let home = Home::new();
    let window = Window::open(home.path(), Keyring::Unlocked, &[], &[]).await;
    window.enrol(&gateway.url(), &code, None).await;
    furnish(&window, &gateway).await;
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(axe).expect("axe-core is installed by `npm ci` in ui");
    window.session().execute(axe, Vec::new()).await.expect("axe loads");

    let mut findings = String::new();
    for language in LANGUAGES {
        for theme in THEMES {
            choose(&window, language, theme).await;
            for (width, height) in SIZES {
                window
                    .session()
                    .set_window_rect(0, 0, width, height)
                    .await
                    .expect("the window takes the size");
                for screen in SCREENS {
                    go(&window, screen).await;
                    let name = format!("{screen}-{language}-{theme}-{width}.png");
                    window.shot(&folder().join(name)).await;
                    // Words and sizes do not change what axe looks at: one language and one size of each theme do.
                    if language == "ru" && width == 1366 {
                        for finding in serious(&window).await {
                            writeln!(findings, "{screen}, {theme}: {finding}").expect("to a string");
                        }
                    }
                    leave(&window, screen).await;
                }
            }
        }
    }
    assert!(findings.is_empty(), "axe found:\n{findings}");
    window.close().await;
}

fn folder() -> PathBuf {
    PathBuf::from("target/look")
}

/// An order that 1C reserved, a draft with a line that the check will question, a subscription.
async fn furnish(window: &Window, gateway: &Gateway) {
    let goods = shelf::lay_out(window, true).await;
    window.order_row(goods[0].index, "1").await;
    window.find_with_text(&id("draft-strip-lines"), "1").await;
    window.click(&id("check-button")).await;
    window.click(&id("check-send")).await;
    window.find(&format!("{}[data-outcome='placed']", id("outcome"))).await;
    takes_orders(
        &gateway.url(),
        "УТ-000123",
        &[("Проведен", "true"), ("ПометкаУдаления", "false")],
    );
    window.click(&id("nav-catalogue")).await;
    window.keys(Key::F5 + "").await;
    window.find(&format!("{}:not([data-unread='0'])", id("bell"))).await;
    for good in goods.iter().take(3) {
        window.order_row(good.index, "1000000").await;
    }
    window.find_with_text(&id("draft-strip-lines"), "3").await;
    window.click(&id("nav-orders")).await;
    window.press(Key::Control, 'm').await;
    window.find(&format!("{} canvas", id("months"))).await;
}

/// Language and colours by the settings, as a person sets them.
async fn choose(window: &Window, language: &str, theme: &str) {
    window.click(&id("nav-settings")).await;
    for (setting, value) in [("settings-language", language), ("settings-theme", theme)] {
        window.click(&format!("{} input[value='{value}']", id(setting))).await;
    }
    window
        .find(&format!("html[lang='{language}'][data-theme='{theme}']"))
        .await;
}

async fn go(window: &Window, screen: &str) {
    let first_row = |table: &str| format!("{} [role=row][data-index='0'][data-key]", id(table));
    match screen {
        "catalogue" => {
            window.click(&id("nav-catalogue")).await;
            window.click(&first_row("catalogue-table")).await;
            window.find(&id("card-name")).await;
        }
        "nothing-found" => {
            window.click(&id("nav-catalogue")).await;
            window.type_over(&id("search"), "такого товара нет").await;
            window.gone(&first_row("catalogue-table")).await;
        }
        "drafts" => window.click(&id("nav-drafts")).await,
        "draft" => {
            window.click(&id("nav-drafts")).await;
            window.click(&first_row("drafts-table")).await;
            window.keys(Key::Enter + "").await;
            window.find(&first_row("draft-table")).await;
        }
        "check" => {
            window.click(&id("nav-catalogue")).await;
            window.click(&id("check-button")).await;
            window.find(&id("check-row")).await;
        }
        "orders" => {
            window.click(&id("nav-orders")).await;
            window.find(&first_row("orders-table")).await;
        }
        "order" => {
            window.click(&id("nav-orders")).await;
            window.click(&first_row("orders-table")).await;
            window.keys(Key::Enter + "").await;
            window.find(&id("order-view")).await;
        }
        "documents" => {
            window.click(&id("nav-documents")).await;
            window.find(&id("preview-image")).await;
        }
        "notices" => window.press(Key::Alt, '7').await,
        "settings" => window.click(&id("nav-settings")).await,
        "exchange" => {
            window.click(&id("sync-state")).await;
            window.find(&id("sync-page")).await;
        }
        "help" => {
            window.keys(Key::F1 + "").await;
            window.find(&id("help-panel")).await;
        }
        "keys" => {
            window.press(Key::Shift, Key::F1).await;
            window.find(&id("keys-sheet")).await;
        }
        other => panic!("no such screen: {other}"),
    }
}

/// Takes back what the next screen must not have.
async fn leave(window: &Window, screen: &str) {
    match screen {
        "nothing-found" | "help" | "keys" => window.keys(Key::Escape + "").await,
        _ => {}
    }
}

async fn serious(window: &Window) -> Vec<String> {
    let found = window
        .session()
        .execute_async(SERIOUS, Vec::new())
        .await
        .expect("axe answers");
    serde_json::from_value(found.json().clone()).expect("a list of words")
}
