//! What can be done with drafts in the real window: labels that outlive a merge, a split, two drafts side by side, templates,
//! and goods that one warehouse lacks and another has.

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
use testkit::export::{also_in_the_north, goods};
use testkit::supplier::Supplier;
use thirtyfour::prelude::*;

const SHELF: [(&str, &str, &str, u32); 3] = [
    ("Б-1", "Болт М8х40", "10.00", 1000),
    ("Б-2", "Болт М10х60", "20.00", 500),
    ("Г-1", "Гайка М8", "3.00", 900),
];

/// Where the pictures of these stories go, for people to look at.
fn picture(name: &str) -> PathBuf {
    Path::new("target/drafts").join(name)
}

async fn opened(supplier: &Supplier) -> (Home, Window) {
    let entity = supplier.entity("ООО «Ромашка»", "7707083893");
    let code = supplier.invite(&entity, "buyer");
    let home = Home::new();
    let window = home.open(Keyring::Unlocked, &[]).await;
    window.session().set_window_rect(0, 0, 1366, 768).await.expect("a size");
    window.enrol(&supplier.url(), &code, None).await;
    window.first_row().await;
    (home, window)
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

/// A new draft with these lines and this name, open on screen.
async fn draft(window: &Window, name: &str, lines: &str, last: &str) {
    window.press(Key::Control, 'n').await;
    window.find(&id("draft-view")).await;
    // The draft that was open before has lines, and a new one has none.
    window.gone(&id("draft-table")).await;
    paste(window, lines).await;
    window.find_with_text(&id("draft-table"), last).await;
    key(window, Key::F2).await;
    window.type_over(&id("draft-name-input"), name).await;
    key(window, Key::Enter).await;
    window.find_with_text(&id("draft-name"), name).await;
}

/// Goes to a line of the open draft by its article.
async fn go_to(window: &Window, article: &str) {
    let row = format!("{} [role=row][data-key]", id("draft-table"));
    let row = window.find_with_text(&row, article).await;
    row.click().await.expect("a line");
}

/// Says of the line that has the keyboard for whom so much of it is.
async fn label(window: &Window, words: &str, amount: Option<&str>) {
    key(window, Key::F4).await;
    window.type_over(&id("mark-label"), words).await;
    if let Some(amount) = amount {
        window.type_over(&id("mark-amount"), amount).await;
    }
    key(window, Key::Enter).await;
    window.gone(&id("mark-panel")).await;
}

#[tokio::test]
async fn labels_stay_on_lines_through_a_merge_and_a_draft_is_split_by_them() {
    let supplier = Supplier::with(&goods(&SHELF)).expect("the program of the gateway");
    let (_home, window) = opened(&supplier).await;

    draft(&window, "Склад", "Б-1;5", "Б-1").await;
    draft(&window, "Ремонт", "Б-1;10\nГ-1;100", "Г-1").await;
    go_to(&window, "Б-1").await;
    label(&window, "Цех 2", Some("4")).await;
    window.find_with_text(&id("label-bar"), "Цех 2").await;
    window.shot(&picture("01-labelled.png")).await;

    // All of it into the other draft: what had a label there has it here.
    window.click(&id("draft-into")).await;
    window.find(&id("into-draft")).await;
    window.click(&id("into-go")).await;
    window.find_with_text(&id("draft-name"), "Склад").await;
    window.find_with_text(&id("draft-table"), "Г-1").await;
    window.find_with_text(&id("label-bar"), "Цех 2").await;
    window.find_with_text(&id("copied-lines"), "2").await;
    window.shot(&picture("02-merged.png")).await;
    let chosen = format!("{} [data-label='Цех 2']", id("label-bar"));
    window.click(&chosen).await;
    let chosen = format!("{chosen}[aria-pressed='true']");
    window.find_with_text(&chosen, "Цех 2").await;
    window.shot(&picture("03-one-label.png")).await;

    // By label: four bolts get a draft of their own, fifteen less four stay.
    window.press(Key::Shift, Key::F9).await;
    window.find_with_text(&id("split-panel"), "Метка").await;
    window.shot(&picture("04-split.png")).await;
    key(&window, Key::Enter).await;
    window.gone(&id("split-panel")).await;
    window.press(Key::Alt, '2').await;
    window.find_with_text(&id("drafts-table"), "Склад — Цех 2").await;
    window.shot(&picture("05-drafts.png")).await;
    window.close().await;
}

#[tokio::test]
async fn two_drafts_stand_side_by_side_with_what_differs() {
    let supplier = Supplier::with(&goods(&SHELF)).expect("the program of the gateway");
    let (_home, window) = opened(&supplier).await;
    draft(&window, "Октябрь", "Б-1;5\nБ-2;3", "Б-2").await;
    draft(&window, "Ноябрь", "Б-1;8\nГ-1;100", "Г-1").await;
    window.press(Key::Shift, Key::F7).await;
    // The other draft is offered first.
    window.find(&format!("{} option", id("compare-other"))).await;
    window.click(&format!("{} button.go", id("compare-panel"))).await;
    window.find_with_text(&id("compare-view"), "Октябрь").await;
    for article in ["Б-1", "Б-2", "Г-1"] {
        window.find_with_text(&id("compare-table"), article).await;
    }
    let same = window
        .find(&id("compare-view"))
        .await
        .attr("data-same")
        .await
        .expect("an attribute");
    assert_eq!(same.as_deref(), Some("0"));
    window.shot(&picture("06-compared.png")).await;
    key(&window, Key::Escape).await;
    window.find_with_text(&id("draft-name"), "Ноябрь").await;
    window.close().await;
}

#[tokio::test]
async fn a_template_becomes_a_draft_at_the_prices_of_today() {
    let supplier = Supplier::with(&goods(&SHELF)).expect("the program of the gateway");
    let (_home, window) = opened(&supplier).await;
    draft(&window, "Каждый месяц", "Б-1;5\nБ-2;3", "Б-2").await;
    window.press(Key::Shift, Key::F6).await;
    window.find(&id("keep-panel")).await;
    key(&window, Key::Enter).await;
    window.gone(&id("keep-panel")).await;

    let dearer = [
        ("Б-1", "Болт М8х40", "12.50", 1000),
        ("Б-2", "Болт М10х60", "20.00", 500),
        ("Г-1", "Гайка М8", "3.00", 900),
    ];
    supplier.import(&goods(&dearer));
    key(&window, Key::F5).await;
    window.press(Key::Alt, '1').await;
    window.find_with_text(&id("catalogue-table"), "12,50").await;
    window.press(Key::Alt, '2').await;
    window.click(&id("templates-open")).await;
    window.find_with_text(&id("templates-table"), "Каждый месяц").await;
    window.find_with_text(&id("template-lines"), "Б-2").await;
    window.shot(&picture("07-template.png")).await;
    key(&window, Key::Enter).await;
    window.find_with_text(&id("draft-table"), "Б-2").await;
    let repriced = format!("{}[data-repriced='1']", id("copied-lines"));
    window.find(&repriced).await;
    window.find_with_text(&repriced, "12,50").await;
    window.shot(&picture("08-todays-prices.png")).await;
    window.close().await;
}

#[tokio::test]
async fn what_one_warehouse_lacks_is_taken_from_another_by_a_key() {
    let shelf = |main| {
        let shelf = [("Б-1", "Болт М8х40", "10.00", main), ("Г-1", "Гайка М8", "3.00", 900)];
        also_in_the_north(goods(&shelf), &[("Б-1", 50), ("Г-1", 5)])
    };
    let supplier = Supplier::with(&shelf(50)).expect("the program of the gateway");
    let (_home, window) = opened(&supplier).await;
    draft(&window, "Ремонт", "Б-1;10\nГ-1;100", "Г-1").await;
    go_to(&window, "Б-1").await;
    key(&window, Key::F4).await;
    let option = format!("{} option[value='w1']", id("mark-warehouse"));
    window.click(&option).await;
    window.click(&format!("{} button.go", id("mark-panel"))).await;
    window.gone(&id("mark-panel")).await;

    supplier.import(&shelf(4));
    window.press(Key::Control, Key::Enter).await;
    window.find(&format!("{}:focus", id("check-table"))).await;
    window.find_with_text(&id("check-places"), "Основной 4 / 10").await;
    window.find_with_text(&id("check-place"), "Север").await;
    window.shot(&picture("09-short-at-one.png")).await;
    window.keys("8").await;
    window
        .find(&format!("{}[data-decision='otherWarehouse']", id("check-row")))
        .await;
    window.find_with_text(&id("check-chosen"), "400,00").await;
    window.shot(&picture("10-from-another.png")).await;
    window.press(Key::Control, 'p').await;
    window.find(&id("preview-image")).await;
    window.shot(&picture("11-sheet.png")).await;
    key(&window, Key::Escape).await;
    window
        .find(&format!("{}[data-decision='otherWarehouse']", id("check-row")))
        .await;
    window.press(Key::Control, Key::Enter).await;
    window.find(&format!("{}[data-outcome='placed']", id("outcome"))).await;
    assert_eq!(supplier.orders(), 1);
    window.click(&id("outcome-open")).await;
    window.find_with_text(&id("order-lines"), "Север").await;
    window.shot(&picture("12-order.png")).await;
    window.close().await;
}
