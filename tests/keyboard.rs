//! The whole job in the real window without a mouse: a code, search, quantities, delivery, the check with every decision,
//! the order, its invoice, a claim with a photo, a subscription, settings and help.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::path::PathBuf;
use support::dialog::{choose_in_dialog, windows_of};
use support::home::{Home, MOCK};
use support::id;
use support::onec::takes_orders;
use support::window::{Keyring, Window};
use testkit::export::{Goods, goods};
use testkit::photo::Photo;
use testkit::supplier::Supplier;
use thirtyfour::prelude::*;

/// The most presses of Tab that a way on the page may take.
const MOST_TABS: usize = 60;

/// Where pictures of the story are left.
fn out() -> PathBuf {
    PathBuf::from("target/keyboard")
}

fn shelf(price: &str, second: u32, third: u32) -> Vec<Goods> {
    goods(&[
        ("Б-1", "Болт М8х40 оцинкованный", price, 100),
        ("Б-2", "Болт М10х60 оцинкованный", "20.00", second),
        ("Б-3", "Болт М12х80 оцинкованный", "31.50", third),
        ("Г-1", "Гайка М8", "0.50", 0),
    ])
}

/// A supplier with an exchange node and ways of delivery, and a code for a buyer.
fn supplier() -> (Supplier, String) {
    let mut supplier = Supplier::with(&shelf("12.30", 50, 30)).expect("the gateway is built");
    supplier.kill();
    supplier.configure("[supplier]\nname = \"Метиз-Трейд\"\n[http]\npoll_s = 2\n[claims]\nanswer_days = 3\n");
    let file = |name: &str, text: &str| {
        let path = supplier.path().join(name);
        std::fs::write(&path, text).expect("write");
        path.to_str().expect("a path").to_owned()
    };
    let password = file("password", "secret\n");
    supplier.console(&[
        "node",
        "add",
        "--name",
        "ut",
        "--login",
        "1c",
        "--password-file",
        &password,
    ]);
    let ways = file(
        "ways.csv",
        "id;name;kind;min_days;carrier;note\nself;Самовывоз;pickup;;;до 16:00\n",
    );
    supplier.console(&["delivery", "import", "--kind", "ways", &ways]);
    supplier.serve();
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let code = supplier.invite(&entity, "buyer");
    (supplier, code)
}

/// Walks with Tab until an element has the focus: what cannot be reached so cannot be used without a mouse.
async fn tab_to(window: &Window, css: &str) {
    window.find(css).await;
    let focused = format!("return document.activeElement?.matches(\"{css}\") ? 1 : 0");
    for _ in 0..MOST_TABS {
        if window.number(&focused).await > 0.5 {
            return;
        }
        window.keys(Key::Tab + "").await;
    }
    panic!("«{css}» is not reached by Tab:\n{}", window.visible_text().await);
}

async fn key(window: &Window, key: Key) {
    window.keys(char::from(key).to_string()).await;
}

async fn focused(window: &Window, css: &str) {
    window.find(&format!("{css}:focus")).await;
}

/// Searches; the table has the keyboard then, on its first row.
async fn search(window: &Window, text: &str, article: &str) {
    window.press(Key::Control, 'k').await;
    focused(window, &id("search")).await;
    window.press(Key::Control, 'a').await;
    window.keys(text).await;
    let first = format!("{} [data-index='0'] [data-column='article']", id("catalogue-table"));
    window.find_with_text(&first, article).await;
    key(window, Key::Down).await;
    focused(window, &id("catalogue-table")).await;
}

#[tokio::test]
async fn the_whole_job_is_done_without_a_mouse() {
    let (supplier, code) = supplier();
    let home = Home::new();
    let photos = tempfile::tempdir().expect("a folder");
    let photo = photos.path().join("IMG1.jpg");
    std::fs::write(&photo, Photo::of_phone(1_200, 900).bytes()).expect("a photo");
    let window = home.open(Keyring::Daemon(MOCK), &[]).await;
    window.session().set_window_rect(0, 0, 1366, 768).await.expect("a size");

    enrol(&window, &supplier.url(), &code).await;
    fill_a_draft(&window).await;
    choose_delivery(&window).await;
    supplier.import(&shelf("15.00", 20, 0));
    decide_and_place(&window).await;
    takes_orders(
        &supplier.url(),
        "УТ-000123",
        &[("Проведен", "true"), ("ПометкаУдаления", "false")],
    );
    save_the_invoice(&window).await;
    file_a_claim(&window, &home, &photo).await;
    subscribe(&window).await;
    settings_and_help(&window).await;
    window.close().await;

    let claim = supplier.console(&["claim", "show", "1"]);
    assert_eq!(claim["files"].as_array().map(Vec::len).or(Some(1)), Some(1), "{claim}");
    assert_eq!(supplier.orders(), 1);
}

async fn enrol(window: &Window, url: &str, code: &str) {
    tab_to(window, &id("enrol-url")).await;
    window.keys(url).await;
    tab_to(window, &id("enrol-code")).await;
    window.keys(code).await;
    // No keyring runs here: the passphrase of the start is asked for on the same page.
    if !window
        .session()
        .find_all(By::Css(id("enrol-passphrase")))
        .await
        .unwrap_or_default()
        .is_empty()
    {
        tab_to(window, &id("enrol-passphrase")).await;
        window.keys("correct horse").await;
        tab_to(window, &id("enrol-passphrase-again")).await;
        window.keys("correct horse").await;
    }
    key(window, Key::Enter).await;
    window.find(&id("recovery-code")).await;
    tab_to(window, &id("recovery-confirm")).await;
    window.keys(" ").await;
    tab_to(window, &id("recovery-continue")).await;
    key(window, Key::Enter).await;
    window.find(&id("tour")).await;
    key(window, Key::Escape).await;
    window.gone(&id("tour")).await;
    window.first_row().await;
}

async fn fill_a_draft(window: &Window) {
    search(window, "болт", "Б-").await;
    // The rows as they stand; each gets what it is to have.
    for index in 0..3 {
        let css = format!(
            "{} [data-index='{index}'] [data-column='article']",
            id("catalogue-table")
        );
        let article = support::window::shown(&window.find(&css).await).await;
        let quantity = match article.trim() {
            "Б-1" => "10",
            "Б-2" => "40",
            _ => "5",
        };
        window.keys(quantity).await;
        key(window, Key::Enter).await;
        window
            .find_with_text(&id("draft-strip-lines"), &(index + 1).to_string())
            .await;
    }
    window.shot(&out().join("01-quantities.png")).await;
    window.press(Key::Control, 'd').await;
    window.find_with_text(&id("draft-table"), "Б-3").await;
    key(window, Key::F2).await;
    focused(window, &id("draft-name-input")).await;
    window.press(Key::Control, 'a').await;
    window.keys("Ремонт на Садовой").await;
    key(window, Key::Enter).await;
    window.find_with_text(&id("draft-name"), "Ремонт на Садовой").await;
}

async fn choose_delivery(window: &Window) {
    key(window, Key::F6).await;
    window.find(&id("delivery-panel")).await;
    key(window, Key::Down).await;
    window.find(&format!("{}[data-value='self']", id("delivery-way"))).await;
    tab_to(window, &id("delivery-own-number")).await;
    window.keys("45/2").await;
    key(window, Key::Enter).await;
    window.gone(&id("delivery-panel")).await;
    window.find_with_text(&id("delivery-row"), "Самовывоз").await;
    window.shot(&out().join("02-draft.png")).await;
}

async fn decide_and_place(window: &Window) {
    window.press(Key::Control, Key::Enter).await;
    focused(window, &id("check-table")).await;
    let rows = window
        .session()
        .find_all(By::Css(id("check-row")))
        .await
        .expect("changed lines");
    assert_eq!(rows.len(), 3, "dearer, short and gone");
    for row in rows {
        let text = support::window::shown(&row).await;
        if text.contains("Б-1") {
            window.keys("1").await;
        } else if text.contains("Б-2") {
            window.keys("2").await;
            focused(window, &id("reduce-input")).await;
            window.press(Key::Control, 'a').await;
            window.keys("15").await;
            key(window, Key::Enter).await;
            focused(window, &id("check-table")).await;
        } else {
            window.keys("3").await;
        }
    }
    for decision in ["accept", "reduce", "remove"] {
        window
            .find(&format!("{}[data-decision='{decision}']", id("check-row")))
            .await;
    }
    window.shot(&out().join("03-check.png")).await;
    window.press(Key::Control, Key::Enter).await;
    window.find(&format!("{}[data-outcome='placed']", id("outcome"))).await;
    window.shot(&out().join("04-placed.png")).await;
}

async fn save_the_invoice(window: &Window) {
    window.press(Key::Alt, '3').await;
    key(window, Key::F5).await;
    window.find_with_text(&id("orders-table"), "Ремонт на Садовой").await;
    focused(window, &id("orders-table")).await;
    key(window, Key::Enter).await;
    window
        .find(&format!("{}[data-state='reserved']", id("order-state")))
        .await;
    window.find_with_text(&id("order-lines"), "Б-2").await;
    window.find_with_text(&id("order-delivery"), "45/2").await;
    window.shot(&out().join("05-order.png")).await;
    window.press(Key::Control, 'i').await;
    window.find(&id("preview-image")).await;
    window.press(Key::Control, 's').await;
    let saved = window.find(&id("document-saved")).await;
    let saved = support::window::shown(&saved).await;
    let path = saved.split_once('/').map(|(_, path)| format!("/{}", path.trim()));
    let pdf = std::fs::read(path.expect("a path")).expect("the invoice");
    assert!(pdf.starts_with(b"%PDF-"));
    window.shot(&out().join("06-invoice.png")).await;
    key(window, Key::Escape).await;
    window.find(&id("order-view")).await;
}

async fn file_a_claim(window: &Window, home: &Home, photo: &std::path::Path) {
    tab_to(window, &id("order-lines")).await;
    key(window, Key::F6).await;
    focused(window, &id("claim-text")).await;
    window.keys("На двух болтах сорвана резьба.").await;
    let main = windows_of(home).first().expect("the window").clone();
    window.press(Key::Control, 'o').await;
    choose_in_dialog(home, &main, photo);
    window.find(&id("claim-thumb")).await;
    window.shot(&out().join("07-claim.png")).await;
    window.press(Key::Control, Key::Enter).await;
    window
        .find(&format!("{}[data-state='received']", id("claim-state")))
        .await;
}

async fn subscribe(window: &Window) {
    window.press(Key::Alt, '1').await;
    search(window, "гайка", "Г-1").await;
    window.press(Key::Control, 'u').await;
    focused(window, &id("subscribe-threshold")).await;
    window.press(Key::Control, 'a').await;
    window.keys("20").await;
    key(window, Key::Enter).await;
    window.gone(&id("subscribe-panel")).await;
    window.press(Key::Alt, '7').await;
    tab_to(window, &id("notices-tab-subscriptions")).await;
    key(window, Key::Enter).await;
    window.find_with_text(&id("subscriptions-table"), "Г-1").await;
    window.shot(&out().join("08-subscriptions.png")).await;
}

async fn settings_and_help(window: &Window) {
    window.press(Key::Alt, '5').await;
    // One of a group of choices has the focus; arrows choose.
    tab_to(window, &format!("{} input", id("settings-theme"))).await;
    let dark = format!("{} input[value='dark']", id("settings-theme"));
    for _ in 0..3 {
        if window
            .number(&format!("return document.querySelector(\"{dark}\").checked ? 1 : 0"))
            .await
            > 0.5
        {
            break;
        }
        key(window, Key::Down).await;
    }
    window.find("html[data-theme='dark']").await;
    key(window, Key::F1).await;
    window
        .find(&format!("{}[data-topic='settings']", id("help-panel")))
        .await;
    window.shot(&out().join("09-help.png")).await;
    key(window, Key::Escape).await;
    window.gone(&id("help-panel")).await;
    window.press(Key::Shift, Key::F1).await;
    window.find_with_text(&id("keys-sheet"), "Ctrl+Enter").await;
    key(window, Key::Escape).await;
    window.gone(&id("keys-sheet")).await;
}
