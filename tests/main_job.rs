//! The main job in the real window: a code, the first sync, a draft, the double check, 1C's answer, the invoice, and an
//! order that waits for the network. `cargo xtask demo --headless` runs this story and keeps what it saw.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::path::{Path, PathBuf};
use support::gateway::{Gateway, generated_export};
use support::home::Home;
use support::id;
use support::onec::{OneC, returned_order};
use support::window::{Keyring, Window};
use thirtyfour::prelude::*;

/// `1c:secret`, as HTTP Basic sends it.
const BASIC: &str = "MWM6c2VjcmV0";
const EXCHANGE: &str = "/1c/ut";

/// Where pictures and papers of the walk are left.
fn out() -> PathBuf {
    std::env::var_os("DEMO_OUT").map_or_else(|| PathBuf::from("target/main-job"), PathBuf::from)
}

/// The export that the supplier's 1C makes: generated, or the operator's own.
fn export() -> (Option<tempfile::TempDir>, PathBuf) {
    if let Some(dir) = std::env::var_os("DEMO_IMPORT") {
        return (None, PathBuf::from(dir));
    }
    let products = std::env::var("DEMO_PRODUCTS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1500);
    let dir = generated_export(products);
    let path = dir.path().to_path_buf();
    (Some(dir), path)
}

/// The offer of an item with every price raised by a tenth, as 1C's light update writes it.
fn dearer(export: &Path, item: &str) -> Option<String> {
    let offer = offers_files(export).iter().find_map(|file| {
        let text = std::fs::read_to_string(file).ok()?;
        let wanted = format!("<Ид>{item}</Ид>");
        text.split("<Предложение")
            .map(|part| part.split("</Предложение>").next().unwrap_or(part))
            .find_map(|offer| (offer.contains(&wanted) && offer.contains("<Цены>")).then(|| offer.to_owned()))
    })?;
    let prices = offer.split("<Цены>").nth(1)?.split("</Цены>").next()?;
    let mut raised = String::new();
    for (n, part) in prices.split("<ЦенаЗаЕдиницу>").enumerate() {
        if n == 0 {
            raised.push_str(part);
            continue;
        }
        let (number, rest) = part.split_once('<')?;
        let (whole, cents) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
        let cents: u64 = format!("{cents:0<2}").get(..2)?.parse().ok()?;
        let minor = whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(cents)?;
        let more = minor + minor / 10 + 1;
        raised.push_str(&format!("<ЦенаЗаЕдиницу>{}.{:02}<{rest}", more / 100, more % 100));
    }
    let (product, characteristic) = item.split_once('#').unwrap_or((item, ""));
    let characteristic = if characteristic.is_empty() {
        String::new()
    } else {
        format!("<ИдХарактеристики>{characteristic}</ИдХарактеристики>")
    };
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<КоммерческаяИнформация xmlns=\"urn:1C.ru:commerceml_2\" ВерсияСхемы=\"2.07\" \
         ДатаФормирования=\"2026-03-02T09:00:00\"><ИзмененияПакетаПредложений СодержитТолькоИзменения=\"true\"><Ид>p#</Ид>\
         <Предложения><Предложение><Ид>{product}</Ид>{characteristic}<Цены>{raised}</Цены></Предложение></Предложения>\
         </ИзмененияПакетаПредложений></КоммерческаяИнформация>"
    ))
}

fn offers_files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir)
        .expect("the export's folder")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xml")))
        .collect();
    files.sort();
    files
}

/// 1C takes the orders that wait, and sends back what it made of the first one.
fn onec_takes_orders(url: &str, number: &str, requisites: &[(&str, &str)]) {
    let session = OneC::log_in(url, EXCHANGE, "sale", BASIC);
    let orders = session.get("type=sale&mode=query");
    assert!(orders.starts_with('<'), "1C needs «<» as the first byte");
    assert!(orders.contains("<Документ>"), "an order waits for 1C: {orders}");
    assert_eq!(session.get("type=sale&mode=success").lines().next(), Some("success"));
    let answer = returned_order(&orders, number, requisites);
    let session = OneC::log_in(url, EXCHANGE, "sale", BASIC);
    let sent = session.post("type=sale&mode=file&filename=orders-1_1.xml", answer.as_bytes());
    assert!(sent.starts_with("success"), "{sent}");
    let imported = session.import("sale", "orders-1_1.xml");
    assert!(imported.starts_with("success"), "{imported}");
}

#[tokio::test]
async fn from_a_code_to_a_reserved_order_its_invoice_and_an_order_that_waits() {
    let (_keep, export) = export();
    let mut gateway = Gateway::new();
    gateway.import(std::slice::from_ref(&export));
    let first = gateway.entity("ООО «Ромашка»", "7707083893");
    let second = gateway.entity("ИП Иванов И. И.", "500100732259");
    let code = gateway.invite(&[&first, &second], "Анна Смирнова", "buyer");
    gateway.start();
    let home = Home::new();

    // A code opens the cabinet; the catalogue can be searched at once.
    let window = Window::open(home.path(), Keyring::Unlocked, &[], &[]).await;
    window.enrol(&gateway.url(), &code, Some(&out())).await;
    window.shot(&out().join("03-catalogue.png")).await;
    window.click(&id("in-stock")).await;
    let name = window
        .find(&format!(
            "{} [data-index='0'] [data-column='name']",
            id("catalogue-table")
        ))
        .await;
    let word = name
        .prop("innerText")
        .await
        .expect("property")
        .unwrap_or_default()
        .split_whitespace()
        .next()
        .expect("a word")
        .to_lowercase();
    window.type_into(&id("search"), &word).await;
    window
        .find(&format!("{} [role=row][data-index='0']", id("catalogue-table")))
        .await;
    window.shot(&out().join("04-search.png")).await;
    window.keys(Key::Escape + "").await;

    // Quantities are typed in place; the strip below follows.
    window
        .find(&format!("{} [role=row][data-index='2']", id("catalogue-table")))
        .await;
    let item = window.order_row(0, "2").await;
    window.order_row(1, "1").await;
    window.order_row(2, "1").await;
    window.find_with_text(&id("draft-strip-lines"), "3").await;
    window.shot(&out().join("05-quantities.png")).await;

    // The supplier raises a price in between: the check shows that line only.
    let update = home.path().join("offers0_changes.xml");
    let has_change = dearer(&export, &item).is_some_and(|text| std::fs::write(&update, text).is_ok());
    if has_change {
        gateway.import(&[update]);
    }
    window.click(&id("check-button")).await;
    window.find(&id("check-view")).await;
    if has_change {
        window.find(&format!("{}[data-item='{item}']", id("check-row"))).await;
        window.shot(&out().join("06-check.png")).await;
        window.keys("1").await;
    }
    window.click(&id("check-send")).await;
    window.find(&format!("{}[data-outcome='placed']", id("outcome"))).await;
    window.shot(&out().join("07-placed.png")).await;

    // 1C takes the order, posts it, and the state reaches the order.
    onec_takes_orders(
        &gateway.url(),
        "УТ-000123",
        &[("Проведен", "true"), ("ПометкаУдаления", "false")],
    );
    window.click(&id("nav-orders")).await;
    window.keys(Key::F5 + "").await;
    window.find_with_text(&id("orders-table"), "УТ-000123").await;
    window.shot(&out().join("08-orders.png")).await;
    window
        .click(&format!("{} [role=row][data-index='0']", id("orders-table")))
        .await;
    window.keys(Key::Enter + "").await;
    window.find(&id("order-view")).await;
    window.find_with_text(&id("order-state"), "арезервирован").await;
    window.shot(&out().join("09-order.png")).await;

    // The invoice is previewed and saved; its text is read back from the PDF.
    window.click(&id("order-invoice")).await;
    window.find(&id("preview-image")).await;
    window.shot(&out().join("10-invoice.png")).await;
    window.click(&id("document-save")).await;
    let saved = window
        .find(&id("document-saved"))
        .await
        .prop("innerText")
        .await
        .expect("property")
        .unwrap_or_default();
    let pdf = find_pdf(home.path()).unwrap_or_else(|| panic!("no PDF under the home; the window said {saved}"));
    let kept = out().join("invoice.pdf");
    std::fs::copy(&pdf, &kept).expect("copy");
    let text = support::succeed(
        std::process::Command::new("pdftotext")
            .args(["-layout"])
            .arg(&kept)
            .arg("-"),
    );
    assert!(text.contains("УТ-000123"), "the invoice carries 1C's number:\n{text}");
    assert!(
        text.contains("Северный крепёж") && text.contains("40702810400000000001"),
        "the supplier's requisites:\n{text}"
    );
    assert!(text.contains("рубл"), "the sum in words:\n{text}");

    // Without a connection an order waits, survives a restart, and goes when the network is back.
    gateway.kill();
    window.click(&id("nav-catalogue")).await;
    window.order_row(1, "1").await;
    window.find_with_text(&id("draft-strip-lines"), "1").await;
    window.click(&id("check-button")).await;
    window.find(&id("check-offline")).await;
    window.shot(&out().join("11-offline.png")).await;
    window.click(&id("check-queue")).await;
    window.find(&format!("{}[data-outcome='queued']", id("outcome"))).await;
    window.shot(&out().join("12-queued.png")).await;
    window.close().await;

    let window = Window::open(home.path(), Keyring::Unlocked, &[], &[]).await;
    window.click(&id("nav-orders")).await;
    window.find_with_text(&id("orders-table"), "очеред").await;
    gateway.start();
    window.keys(Key::F5 + "").await;
    window.find_with_text(&id("orders-table"), "ринят").await;
    window.shot(&out().join("13-sent-after-restart.png")).await;

    // The other languages and the dark theme, as a person chooses them.
    window.click(&id("nav-settings")).await;
    for (language, theme, catalogue) in [
        ("uk", "dark", "Усі товари"),
        ("en", "light", "All goods"),
        ("ru", "dark", "Все товары"),
    ] {
        window
            .click(&format!("{} input[value='{language}']", id("settings-language")))
            .await;
        window
            .click(&format!("{} input[value='{theme}']", id("settings-theme")))
            .await;
        window
            .shot(&out().join(format!("14-settings-{language}-{theme}.png")))
            .await;
        window.click(&id("nav-catalogue")).await;
        window.find_with_text(&id("frame"), catalogue).await;
        window
            .shot(&out().join(format!("15-catalogue-{language}-{theme}.png")))
            .await;
        window.click(&id("nav-settings")).await;
    }
    window.close().await;
    assert_eq!(gateway.stats()["orders"], 2, "exactly two orders reached the supplier");
}

fn find_pdf(dir: &Path) -> Option<PathBuf> {
    std::fs::read_dir(dir).ok()?.flatten().find_map(|entry| {
        let path = entry.path();
        if path.is_dir() {
            find_pdf(&path)
        } else {
            path.extension().is_some_and(|e| e == "pdf").then_some(path)
        }
    })
}
