//! The main job in the real window: a code, the first sync, a draft, the double check, 1C's answer, the invoice, and an
//! order that waits for the network. `cargo xtask demo --headless` runs this story and keeps what it saw.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a story fails by panicking, also in its support, and says in words what an export does not allow"
)]

mod support;

use std::path::{Path, PathBuf};
use support::gateway::{Gateway, generated_export};
use support::home::Home;
use support::id;
use support::onec::takes_orders;
use support::price_rise::{dearer, in_stock};
use support::shelf::{self, Good};
use support::window::{Keyring, Window, shown};
use thirtyfour::prelude::*;

/// The warehouse of goods that the walk gave itself.
const DEMO_WAREHOUSE: &str = "Остаток дан показом";

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

#[tokio::test]
async fn from_a_code_to_a_reserved_order_its_invoice_and_an_order_that_waits() {
    let (_keep, export) = export();
    let mut gateway = Gateway::new();
    gateway.import(std::slice::from_ref(&export));
    let stats = gateway.stats();
    assert_ne!(
        stats["products"], 0,
        "the export describes no goods, so there is nothing to show: {stats}"
    );
    let first = gateway.entity("ООО «Ромашка»", "7707083893");
    let second = gateway.entity("ИП Иванов И. И.", "500100732259");
    let code = gateway.invite(&[&first, &second], "Анна Смирнова", "buyer");
    gateway.start();
    let home = Home::new();

    // A code opens the cabinet; the catalogue can be searched at once.
    let window = Window::open(home.path(), Keyring::Unlocked, &[], &[]).await;
    window.enrol(&gateway.url(), &code, Some(&out())).await;
    window.shot(&out().join("03-catalogue.png")).await;
    let mut goods = shelf::lay_out(&window, stats["stock_rows"] != 0).await;
    if goods.is_empty() {
        assert!(
            std::env::var_os("DEMO_IMPORT").is_some(),
            "generated goods can be ordered"
        );
        goods = give_stock(&window, &gateway, home.path()).await;
    }
    search(&window).await;
    let window = if goods.is_empty() {
        println!("The export has no goods with a price: the walk orders nothing.");
        window
    } else {
        fill_a_draft(&window, &goods).await;
        check_and_place(&window, &gateway, &export, home.path(), &goods[0].item).await;
        follow_the_order(&window, &gateway).await;
        read_the_invoice(&window, home.path()).await;
        let (window, orders) = wait_for_the_network(window, &mut gateway, home.path()).await;
        assert_eq!(
            gateway.stats()["orders"],
            orders,
            "each order reached the supplier once"
        );
        window
    };
    try_languages_and_themes(&window).await;
    window.close().await;
}

/// An export may have nothing in stock. So that the walk can go on, it gives some itself, and says so.
async fn give_stock(window: &Window, gateway: &Gateway, home: &Path) -> Vec<Good> {
    let items = shelf::priced(window, 3).await;
    if items.is_empty() {
        return Vec::new();
    }
    println!(
        "The export has nothing in stock that has a price: the walk gives its own gateway 100 of {} goods, in a warehouse \
         called «{DEMO_WAREHOUSE}». The export is not touched; of its stock the orders below say nothing.",
        items.len()
    );
    let update = home.join("rests0_demo.xml");
    std::fs::write(&update, in_stock(&items, DEMO_WAREHOUSE)).expect("write");
    gateway.import(&[update]);
    window.keys(Key::F5 + "").await;
    shelf::in_stock(window).await
}

/// A word of the first row finds it.
async fn search(window: &Window) {
    let goods = shelf::on_screen(window).await;
    let name = &goods.first().expect("a row").name;
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let word = words
        .max_by_key(|word| word.chars().count())
        .expect("a word")
        .to_lowercase();
    window.type_into(&id("search"), &word).await;
    window
        .find(&format!("{} [role=row][data-index='0']", id("catalogue-table")))
        .await;
    window.shot(&out().join("04-search.png")).await;
    window.keys(Key::Escape + "").await;
    shelf::on_screen(window).await;
}

/// Quantities are typed in place; the strip below follows.
async fn fill_a_draft(window: &Window, goods: &[Good]) {
    let mut lines = 0_u32;
    for (good, wanted) in goods.iter().zip([2, 1, 1]) {
        let quantity = good.stock.map_or(wanted, |stock| stock.min(wanted));
        window.order_row(good.index, &quantity.to_string()).await;
        lines += 1;
    }
    window
        .find_with_text(&id("draft-strip-lines"), &lines.to_string())
        .await;
    window.shot(&out().join("05-quantities.png")).await;
}

/// Goods that were ordered a minute ago are named before the check; here that is meant.
async fn pass_the_guard(window: &Window, beyond: &str) {
    let met = window.find(&format!("{}, {beyond}", id("guard"))).await;
    if met.attr("data-testid").await.expect("an attribute").as_deref() == Some("guard") {
        window.click(&id("guard-go-on")).await;
    }
    window.find(beyond).await;
}

/// The supplier raises a price in between: the check shows that line only.
async fn check_and_place(window: &Window, gateway: &Gateway, export: &Path, home: &Path, item: &str) {
    let update = home.join("offers0_changes.xml");
    let has_change = dearer(export, item).is_some_and(|text| std::fs::write(&update, text).is_ok());
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
}

/// 1C takes the order, posts it, and the state reaches the order.
async fn follow_the_order(window: &Window, gateway: &Gateway) {
    takes_orders(
        &gateway.url(),
        "УТ-000123",
        &[("Проведен", "true"), ("ПометкаУдаления", "false")],
    );
    window.click(&id("nav-orders")).await;
    window.keys(Key::F5 + "").await;
    window.find_with_text(&id("orders-table"), "УТ-000123").await;
    window.shot(&out().join("08-orders.png")).await;
    // What was bought by months, also by key.
    window.press(Key::Control, 'm').await;
    window.find(&format!("{} canvas", id("months"))).await;
    window.shot(&out().join("08-orders-by-months.png")).await;
    window.press(Key::Control, 'm').await;
    window.gone(&id("months")).await;
    report_the_purchase(window).await;
    find_the_order(window).await;
    window.find_with_text(&id("order-state"), "арезервирован").await;
    window.shot(&out().join("09-order.png")).await;
}

async fn press_with_shift(window: &Window, letter: char) {
    let pressed = window
        .session()
        .action_chain()
        .key_down(Key::Control)
        .key_down(Key::Shift)
        .key_down(letter)
        .key_up(letter)
        .key_up(Key::Shift)
        .key_up(Key::Control);
    pressed.perform().await.expect("keys");
}

/// The order stands in the report of purchases, by its month and, one key later, by its goods; the table is saved.
async fn report_the_purchase(window: &Window) {
    press_with_shift(window, 'm').await;
    window.find_with_text(&id("report-total"), "1 заказ").await;
    window.find(&format!("{} canvas", id("report-chart"))).await;
    window.keys(Key::Enter + "").await;
    window
        .find(&format!("{} [data-index='0'][data-key]", id("report-table")))
        .await;
    window
        .find(&format!("{}[aria-pressed='true']", id("report-by-goods")))
        .await;
    window.shot(&out().join("08-report.png")).await;
    window.click(&id("report-export-xlsx")).await;
    window.find_with_text(&id("said"), ".xlsx").await;
    window.click(&id("nav-orders")).await;
    window.find(&id("orders-table")).await;
}

/// The order is found by 1C's number, typed without its letters and zeros, and opened by keys.
async fn find_the_order(window: &Window) {
    press_with_shift(window, 'f').await;
    window.find(&id("find-view")).await;
    window.keys("123").await;
    window
        .find(&format!("{} [data-index='0'] [data-kind='order']", id("find-table")))
        .await;
    window.shot(&out().join("08-found.png")).await;
    window.keys(Key::Down + "").await;
    window.keys(Key::Enter + "").await;
    window.find(&id("order-view")).await;
}

/// The invoice is previewed and saved; its text is read back from the PDF.
async fn read_the_invoice(window: &Window, home: &Path) {
    window.click(&id("order-invoice")).await;
    window.find(&id("preview-image")).await;
    window.shot(&out().join("10-invoice.png")).await;
    window.click(&id("document-save")).await;
    let saved = shown(&window.find(&id("document-saved")).await).await;
    let pdf = find_pdf(home).unwrap_or_else(|| panic!("no PDF under the home; the window said {saved}"));
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
    let total = text.split("на сумму").nth(1).unwrap_or_default();
    assert!(
        total.lines().nth(1).is_some_and(|words| words.trim().len() > 10),
        "the sum in words:\n{text}"
    );
}

/// Without a connection an order waits, survives a restart, and goes when the network is back. Gives how many orders the
/// supplier must have then.
async fn wait_for_the_network(window: Window, gateway: &mut Gateway, home: &Path) -> (Window, u32) {
    gateway.kill();
    window.click(&id("nav-catalogue")).await;
    // Another one than before where there is one.
    let goods = shelf::goods_on_screen(&window).await;
    let Some(good) = goods.get(1).or(goods.first()) else {
        println!("The first order took all that can be ordered: no order is left that could wait for the network.");
        gateway.start();
        return (window, 1);
    };
    window.order_row(good.index, "1").await;
    window.find_with_text(&id("draft-strip-lines"), "1").await;
    window.click(&id("check-button")).await;
    pass_the_guard(&window, &id("check-offline")).await;
    window.shot(&out().join("11-offline.png")).await;
    window.click(&id("check-queue")).await;
    window.find(&format!("{}[data-outcome='queued']", id("outcome"))).await;
    window.shot(&out().join("12-queued.png")).await;
    window.close().await;

    let window = Window::open(home, Keyring::Unlocked, &[], &[]).await;
    window.click(&id("nav-orders")).await;
    window.find_with_text(&id("orders-table"), "очеред").await;
    gateway.start();
    window.keys(Key::F5 + "").await;
    window.find_with_text(&id("orders-table"), "ринят").await;
    window.shot(&out().join("13-sent-after-restart.png")).await;
    (window, 2)
}

/// The other languages and the dark theme, as a person chooses them.
async fn try_languages_and_themes(window: &Window) {
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
