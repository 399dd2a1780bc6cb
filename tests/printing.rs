//! Papers at a printer in the real window, by keyboard: the panel, what is remembered, several at once, the archive of a month.

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
use testkit::printer::VirtualPrinter;
use thirtyfour::prelude::*;

/// Where the pictures of this story go, for people to look at.
fn picture(name: &str) -> PathBuf {
    Path::new("target/printing").join(name)
}

async fn documents_of_sample(home: &Home) -> Window {
    // No print service of this machine takes part.
    let environment = [("CUPS_SERVER", "/nonexistent/cups.sock".into())];
    let profile = home.path().join("profile");
    let arguments = ["--profile", profile.to_str().expect("UTF-8")];
    let window = Window::open(home.path(), Keyring::None, &arguments, &environment).await;
    window.click(&id("sample-enter")).await;
    window.catalogue().await;
    window.click(&id("nav-documents")).await;
    window.find(&id("preview-image")).await;
    window
}

async fn choose(window: &Window, field: &str, value: &str) {
    window.click(&format!("{} option[value='{value}']", id(field))).await;
}

async fn value_of(window: &Window, field: &str) -> String {
    let element = window.find(&id(field)).await;
    element.prop("value").await.expect("a field").unwrap_or_default()
}

/// The papers of two marked orders: only order forms, at the printer of the network that took one before.
async fn several_orders(window: &Window, printer: &VirtualPrinter) {
    window.click(&id("nav-orders")).await;
    window
        .click(&format!("{} [role=row][data-index='0'][data-key]", id("orders-table")))
        .await;
    window.keys(Key::Insert + "").await;
    window.keys(Key::Insert + "").await;
    window.press(Key::Control, 'p').await;
    let form = |name: &str| format!("{}[data-form='{name}']", id("order-papers-form"));
    window.find(&form("invoice")).await;
    window.shot(&picture("08-several-orders.png")).await;
    // Invoices went to the printer of the network before; the other forms have no printer here.
    for other in ["upd_transfer", "upd_invoice", "torg12", "order_form"] {
        if window.comes(&form(other)).await {
            window.click(&form(other)).await;
        }
    }
    window.click(&id("order-papers-print")).await;
    window.find(&id("batch-done")).await;
    window.shot(&picture("09-several-orders-printed.png")).await;
    let arrived = printer.arrived(4);
    assert!(arrived.document.starts_with(b"%PDF"));
    assert_eq!(arrived.said["IPP_COPIES"], "2", "as invoices were printed before");
    window.keys(Key::Escape + "").await;
    window.gone(&id("order-papers-panel")).await;
    labels(window).await;
    window.click(&id("nav-settings")).await;
    window
        .click(&format!("{} input[value='entity_month']", id("paper-folder-by")))
        .await;
    window.find(&id("paper-folder-preview")).await;
    window.shot(&picture("11-folder.png")).await;
}

/// Labels of two goods that are chosen by keys, written as a file.
async fn labels(window: &Window) {
    window.click(&id("nav-catalogue")).await;
    window
        .click(&format!(
            "{} [role=row][data-index='0'][data-key]",
            id("catalogue-table")
        ))
        .await;
    window.click(&id("labels-open")).await;
    window.find(&id("labels-panel")).await;
    window.click(&id("labels-save")).await;
    window.find_with_text(&id("labels-done"), ".zpl").await;
    window.shot(&picture("10-labels.png")).await;
    window.keys(Key::Escape + "").await;
}

#[tokio::test]
async fn a_paper_prints_at_a_printer_of_the_network_and_the_next_ones_go_the_same_way() {
    let Some(printer) = VirtualPrinter::of_pdf() else {
        return;
    };
    let home = Home::new();
    let window = documents_of_sample(&home).await;

    // There is no print service: that is said, and a printer of the network is still there.
    window.press(Key::Control, 'p').await;
    window.find(&format!("{} {}", id("print-panel"), id("failure"))).await;
    window.shot(&picture("01-no-service.png")).await;
    window.type_into(&id("print-address"), &printer.address()).await;
    window.keys(Key::Tab + "").await;
    choose(&window, "print-tray", "by-pass-tray").await;
    choose(&window, "print-sides", "long_edge").await;
    choose(&window, "print-paper", "iso_a4_210x297mm").await;
    window.type_over(&id("print-copies"), "2").await;
    window.shot(&picture("02-panel.png")).await;
    window.keys(Key::Enter + "").await;
    window.find(&id("print-done")).await;
    window.find(&format!("{}[data-doing='done']", id("print-job"))).await;
    window.shot(&picture("03-printed.png")).await;
    let arrived = printer.arrived(1);
    assert!(arrived.document.starts_with(b"%PDF"));
    for (name, value) in [("IPP_COPIES", "2"), ("IPP_SIDES", "two-sided-long-edge")] {
        assert_eq!(arrived.said[name], value, "{name}");
    }
    assert!(
        arrived.said["IPP_MEDIA_COL"].contains("media-source=by-pass-tray"),
        "{:?}",
        arrived.said
    );
    window.close().await;

    // After a restart the panel is as it was left, and a batch goes the same way.
    let window = documents_of_sample(&home).await;
    window.press(Key::Control, 'p').await;
    window.find(&id("print-tray")).await;
    assert_eq!(value_of(&window, "print-tray").await, "by-pass-tray");
    assert_eq!(value_of(&window, "print-copies").await, "2");
    assert_eq!(value_of(&window, "print-sides").await, "long_edge");
    window.shot(&picture("04-remembered.png")).await;
    window.keys(Key::Escape + "").await;
    window.gone(&id("print-panel")).await;

    window
        .click(&format!("{} [role=row][data-index='0']", id("documents-table")))
        .await;
    window.keys(Key::Insert + "").await;
    window.keys(Key::Insert + "").await;
    window.shot(&picture("05-marked.png")).await;
    window.click(&id("batch-print")).await;
    window.find_with_text(&id("batch-done"), "2").await;
    window.shot(&picture("06-batch.png")).await;
    assert_eq!(printer.arrived(2).said["IPP_COPIES"], "2");
    assert!(printer.arrived(3).document.starts_with(b"%PDF"));

    several_orders(&window, &printer).await;
    window.click(&id("nav-documents")).await;
    // The rows behind it are papers of the supplier, which are shown as he gave them.
    window
        .click(&format!("{} [role=row][data-index='0']", id("documents-table")))
        .await;
    window.find(&id("preview-image")).await;
    window.click(&id("archive-open")).await;
    window.click(&id("archive-go")).await;
    window.find_with_text(&id("archive-done"), ".zip").await;
    window.shot(&picture("07-archive.png")).await;
    window.close().await;
}
