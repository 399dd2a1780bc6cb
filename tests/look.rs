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
use std::process::Command;
use support::gateway::{Gateway, generated_export};
use support::home::Home;
use support::onec::takes_orders;
use support::shelf;
use support::window::{Keyring, Window};
use support::{id, json, program, succeed};
use thirtyfour::prelude::*;

const LANGUAGES: [&str; 3] = ["ru", "uk", "en"];
const THEMES: [&str; 2] = ["light", "dark"];
const SIZES: [(u32, u32); 2] = [(1366, 768), (1920, 1080)];

/// The screens, each by what it is called in the names of pictures.
const SCREENS: [&str; 32] = [
    "catalogue",
    "nothing-found",
    "matrix",
    "pictures",
    "subscribe",
    "drafts",
    "draft",
    "delivery",
    "guard",
    "check",
    "codes",
    "changes",
    "orders",
    "order",
    "papers",
    "documents",
    "price-lists",
    "report",
    "find",
    "money",
    "claims",
    "claim-form",
    "claim",
    "notices",
    "subscriptions",
    "settings",
    "people",
    "exchange",
    "connection",
    "help",
    "help-claim",
    "keys",
];

/// Screens of the built-in sample.
const SAMPLE: [&str; 3] = ["catalogue", "orders", "documents"];

/// Findings of axe that shut people out. A table scrolls with the keys of the grid that holds it, so that its own body
/// needs no focus.
const SERIOUS: &str = "const done = arguments[arguments.length - 1]; \
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] }).then(found => \
    done(found.violations.filter(one => one.impact === 'serious' || one.impact === 'critical').flatMap(one => \
    one.nodes.filter(node => !node.target.some(at => String(at).includes('rowgroup'))).map(node => `${one.id}: ${node.html.slice(0, 160)} (${node.failureSummary.split('\\n')[1]})`))), \
    problem => done([String(problem)]))";

#[tokio::test]
async fn every_screen_can_be_seen_and_read_in_every_language_theme_and_size() {
    let export = dressed_export();
    let mut gateway = Gateway::new();
    gateway.import(&[export.path().to_path_buf()]);
    succeed(
        gateway
            .command(&["goods", "import", "--kind", "arrivals"])
            .arg(export.path().join("arrivals.csv")),
    );
    let first = gateway.entity("ООО «Ромашка»", "7707083893");
    let second = gateway.entity("ИП Иванов И. И.", "500100732259");
    deliveries(&gateway, export.path(), &[&first, &second]);
    books(&gateway, export.path());
    for entity in [&first, &second] {
        let terms = [
            "--number",
            "17/26",
            "--payment",
            "отсрочка 14 дней",
            "--delivery",
            "до склада покупателя",
        ];
        succeed(gateway.command(&["contract", "add", "--entity", entity]).args(terms));
    }
    let code = gateway.invite(&[&first, &second], "Анна Смирнова", "admin");
    gateway.invite(&[&first, &second], "Петренко Олена", "claims");
    gateway.start();
    let home = Home::new();
    let window = Window::open(home.path(), Keyring::Unlocked, &[], &[]).await;
    window.enrol(&gateway.url(), &code, None).await;
    furnish(&window, &gateway).await;
    let findings = photograph(&window, "", &SCREENS).await;
    assert!(findings.is_empty(), "axe found:\n{findings}");
    window.close().await;
}

#[tokio::test]
async fn the_sample_says_that_it_is_one_in_every_language_theme_and_size() {
    let home = Home::new();
    let window = home.open(Keyring::None, &[]).await;
    window.click(&id("sample-enter")).await;
    window.catalogue().await;
    window.find(&id("sample-bar")).await;
    let findings = photograph(&window, "sample-", &SAMPLE).await;
    assert!(findings.is_empty(), "axe found:\n{findings}");
    window.close().await;
}

#[tokio::test]
async fn work_without_its_right_can_be_read_in_every_language_theme_and_size() {
    let mut gateway = Gateway::new();
    gateway.import(&[generated_export(100).path().to_path_buf()]);
    let entity = gateway.entity("ООО «Ромашка»", "7707083893");
    let words = [
        "--entity",
        &entity,
        "--person",
        "Анна Смирнова",
        "--role",
        "buyer",
        "--json",
    ];
    let invited = json(gateway.command(&["invite"]).args(words));
    gateway.start();
    let home = Home::new();
    let window = Window::open(home.path(), Keyring::Unlocked, &[], &[]).await;
    window
        .enrol(&gateway.url(), invited["code"].as_str().expect("a code"), None)
        .await;
    let goods = shelf::lay_out(&window, true).await;
    for good in goods.iter().take(3) {
        window.order_row(good.index, "5").await;
    }
    window.find_with_text(&id("draft-strip-lines"), "3").await;
    let person = invited["id"].as_str().expect("an id");
    let words = ["--person", person, "--entity", &entity, "--role", "viewer"];
    succeed(gateway.command(&["person", "grant"]).args(words));
    window.keys(Key::F5 + "").await;
    window.find(&id("unsent-notice")).await;
    let findings = photograph(&window, "", &["unsent"]).await;
    assert!(findings.is_empty(), "axe found:\n{findings}");
    window.close().await;
}

/// Photographs screens in every language, theme and size; gives back what axe found.
async fn photograph(window: &Window, prefix: &str, screens: &[&str]) -> String {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(axe).expect("axe-core is installed by `npm ci` in ui");
    window.session().execute(axe, Vec::new()).await.expect("axe loads");
    let mut findings = String::new();
    for language in LANGUAGES {
        for theme in THEMES {
            choose(window, language, theme).await;
            for (width, height) in SIZES {
                window
                    .session()
                    .set_window_rect(0, 0, width, height)
                    .await
                    .expect("the window takes the size");
                for screen in screens {
                    go(window, screen).await;
                    let name = format!("{prefix}{screen}-{language}-{theme}-{width}.png");
                    window.shot(&folder().join(name)).await;
                    // Words and sizes do not change what axe looks at: one language and one size of each theme do.
                    if language == "ru" && width == 1366 {
                        for finding in serious(window).await {
                            writeln!(findings, "{prefix}{screen}, {theme}: {finding}").expect("to a string");
                        }
                    }
                    leave(window, screen).await;
                }
            }
        }
    }
    findings
}

/// An export whose first goods have pictures, certificates, analogues, and one that has a table of variants.
fn dressed_export() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary directory");
    succeed(
        Command::new(program("DEMO_SUPPLIER_BIN", "demo-supplier"))
            .args(["generate", "--products", "600", "--dressed", "--out"])
            .arg(dir.path()),
    );
    dir
}

/// Ways, carriers with branches, and addresses.
fn deliveries(gateway: &Gateway, folder: &Path, entities: &[&str]) {
    let directories = folder.join("delivery");
    succeed(
        Command::new(program("DEMO_SUPPLIER_BIN", "demo-supplier"))
            .args(["delivery", "--branches", "40", "--out"])
            .arg(&directories),
    );
    let addresses = directories.join("addresses.csv");
    let mut text = "entity;id;name;address\n".to_owned();
    for entity in entities {
        writeln!(
            text,
            "{entity};{entity}-1;Склад;115191, Москва, ул. Большая Тульская, д. 10"
        )
        .expect("to a string");
    }
    std::fs::write(&addresses, text).expect("addresses");
    for kind in ["carriers", "ways", "branches", "addresses"] {
        let file = directories.join(format!("{kind}.csv"));
        succeed(gateway.command(&["delivery", "import", "--kind", kind]).arg(file));
    }
}

/// What both legal entities owe: overdue, to come, an advance, another currency.
fn books(gateway: &Gateway, folder: &Path) {
    let file = folder.join("books.csv");
    let rows = "ИНН;Договор;Документ;Номер;Дата;Срок оплаты;Валюта;Сумма;Оплачено\n\
        7707083893;17/26;УПД;Р-1041;12.01.2026;26.01.2026;RUB;184500,00;\n\
        7707083893;17/26;УПД;Р-1077;20.01.2026;03.02.2199;RUB;62300,50;10000\n\
        7707083893;В-4;Аванс;П-15;02.02.2026;;RUB;-15000,00;\n\
        7707083893;В-4;Накладная;Р-9;02.02.2026;;USD;1200,00;\n\
        500100732259;17/26;УПД;Р-1102;01.02.2026;15.02.2199;RUB;129999,90;\n";
    std::fs::write(&file, rows).expect("books");
    succeed(gateway.command(&["balance", "documents"]).arg(&file));
}

fn folder() -> PathBuf {
    PathBuf::from("target/look")
}

/// An order that 1C reserved, a claim that is answered and one that is not sent, a draft with lines that the check will
/// question, a subscription.
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
    claims(window, gateway).await;
    window.click(&id("nav-catalogue")).await;
    shelf::on_screen(window).await;
    window.press(Key::Control, 'u').await;
    // What is there is told at once and ends the waiting; a price is watched on.
    window.click(&id("subscribe-price")).await;
    window.click(&id("subscribe-go")).await;
    window.gone(&id("subscribe-panel")).await;
    for good in goods.iter().take(3) {
        window.order_row(good.index, "1000000").await;
    }
    window.find_with_text(&id("draft-strip-lines"), "3").await;
    window.click(&id("nav-orders")).await;
    window.press(Key::Control, 'm').await;
    window.find(&format!("{} canvas", id("months"))).await;
}

async fn claims(window: &Window, gateway: &Gateway) {
    begin_claim(window, "Недовложение: в коробке не хватает трёх штук.").await;
    window.press(Key::Control, Key::Enter).await;
    window
        .find(&format!("{}[data-state='received']", id("claim-state")))
        .await;
    let answer = [
        "1",
        "--text",
        "Довезём со следующей поставкой, во вторник.",
        "--decision",
        "accepted",
    ];
    succeed(gateway.command(&["claim", "answer"]).args(answer));
    begin_claim(window, "На двух штуках сорвана резьба.").await;
    window.click(&id("nav-claims")).await;
    window.keys(Key::F5 + "").await;
    window
        .find(&format!("{} [data-index='1'][data-key]", id("claims-table")))
        .await;
}

async fn begin_claim(window: &Window, text: &str) {
    window.click(&id("nav-orders")).await;
    window
        .click(&format!("{} [role=row][data-index='0'][data-key]", id("orders-table")))
        .await;
    window.keys(Key::Enter + "").await;
    window
        .find(&format!("{} [role=row][data-index='0']", id("order-lines")))
        .await;
    window.keys(Key::F6 + "").await;
    window.type_into(&id("claim-text"), text).await;
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
        "price-lists" => {
            window.press(Key::Alt, 'p').await;
            window.click(&id("price-list-new")).await;
            window.find(&first_row("price-list-preview")).await;
        }
        "report" => {
            window.click(&id("nav-orders")).await;
            window.click(&id("report-open")).await;
            window.click(&id("report-by-goods")).await;
            window.find(&first_row("report-table")).await;
        }
        "nothing-found" => {
            window.click(&id("nav-catalogue")).await;
            window.type_over(&id("search"), "такого товара нет").await;
            window.gone(&first_row("catalogue-table")).await;
        }
        "matrix" => {
            window.click(&id("nav-catalogue")).await;
            window.type_over(&id("search"), "перчатки рабочие").await;
            window.find(&id("matrix")).await;
            window.keys(Key::F7 + "").await;
            window.find(&format!("{} input:focus", id("matrix"))).await;
        }
        "pictures" => {
            window.click(&id("nav-catalogue")).await;
            window.type_over(&id("search"), "перчатки рабочие").await;
            window.find(&id("card-picture")).await;
            window.keys(Key::F6 + "").await;
            window.find(&id("picture-large")).await;
        }
        "subscribe" => {
            window.click(&id("nav-catalogue")).await;
            window.click(&first_row("catalogue-table")).await;
            window.press(Key::Control, 'u').await;
            window.find(&id("subscribe-threshold")).await;
        }
        "drafts" => window.click(&id("nav-drafts")).await,
        "draft" => {
            window.click(&id("nav-drafts")).await;
            window.click(&first_row("drafts-table")).await;
            window.keys(Key::Enter + "").await;
            window.find(&first_row("draft-table")).await;
        }
        "delivery" => {
            window.click(&id("nav-drafts")).await;
            window.click(&first_row("drafts-table")).await;
            window.keys(Key::Enter + "").await;
            window.find(&id("delivery-row")).await;
            window.keys(Key::F6 + "").await;
            window.find(&id("delivery-panel")).await;
            for _ in 0..3 {
                window.keys(Key::Down + "").await;
            }
        }
        "guard" => {
            window.click(&id("nav-catalogue")).await;
            window.click(&id("check-button")).await;
            window.find(&id("guard")).await;
        }
        "check" => {
            window.click(&id("nav-catalogue")).await;
            window.click(&id("check-button")).await;
            window.click(&id("guard-go-on")).await;
            window.find(&id("check-row")).await;
        }
        "codes" => {
            window.press(Key::Alt, '0').await;
            window.find(&id("codes-view")).await;
        }
        "changes" => {
            window.click(&id("nav-changes")).await;
            window.find(&id("changes-view")).await;
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
        "papers" => {
            window.click(&id("nav-orders")).await;
            window.click(&first_row("orders-table")).await;
            window.keys(Key::Enter + "").await;
            window.find(&id("order-view")).await;
            window.press(Key::Control, 'p').await;
            window.find(&format!("{} {}", id("papers"), id("preview-image"))).await;
        }
        "documents" => {
            window.click(&id("nav-documents")).await;
            window.find(&id("preview-image")).await;
        }
        "find" => {
            window.click(&id("nav-find")).await;
            window.type_over(&id("find-text"), "УТ-000123").await;
            window.find(&first_row("find-table")).await;
        }
        "money" => {
            window.click(&id("nav-money")).await;
            window.click(&first_row("money-table")).await;
            for _ in 0..2 {
                window.keys(Key::Down + "").await;
            }
            // Only unfolds: the documents of the first contract stay open from picture to picture.
            window.keys(Key::Right + "").await;
            window.find_with_text(&id("money-table"), "Р-1102").await;
        }
        "claims" => {
            window.click(&id("nav-claims")).await;
            window.find(&first_row("claims-table")).await;
        }
        // What is not sent stands first.
        "claim-form" => open_claim(window, 0, "claim-text").await,
        "claim" | "help-claim" => {
            open_claim(window, 1, "claim-thread").await;
            if screen == "help-claim" {
                window.keys(Key::F1 + "").await;
                window.find(&id("help-panel")).await;
            }
        }
        "notices" => window.press(Key::Alt, '7').await,
        "subscriptions" => {
            window.press(Key::Alt, '7').await;
            window.click(&id("notices-tab-subscriptions")).await;
            window.find(&first_row("subscriptions-table")).await;
        }
        "settings" => window.click(&id("nav-settings")).await,
        "people" => {
            window.click(&id("nav-settings")).await;
            window
                .find(&id("people"))
                .await
                .scroll_into_view()
                .await
                .expect("people");
        }
        "unsent" => {
            window.click(&id("nav-catalogue")).await;
            window.click(&id("unsent-show")).await;
            window.find(&id("unsent-list")).await;
        }
        "connection" => {
            window.click(&id("sync-state")).await;
            window.click(&id("connection-check")).await;
            window
                .find(&format!(
                    "{}[data-step='device'][data-state='good']",
                    id("connection-step")
                ))
                .await;
        }
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
        "nothing-found" | "subscribe" | "delivery" | "help" | "help-claim" | "keys" => {
            window.keys(Key::Escape + "").await;
        }
        // Out of the card or the large picture, and out of the search.
        "matrix" | "pictures" => {
            window.keys(Key::Escape + "").await;
            window.press(Key::Control, 'k').await;
            window.keys(Key::Escape + "").await;
        }
        _ => {}
    }
}

async fn open_claim(window: &Window, index: usize, has: &str) {
    window.click(&id("nav-claims")).await;
    window
        .click(&format!(
            "{} [role=row][data-index='{index}'][data-key]",
            id("claims-table")
        ))
        .await;
    window.keys(Key::Enter + "").await;
    window.find(&id(has)).await;
}

async fn serious(window: &Window) -> Vec<String> {
    let found = window
        .session()
        .execute_async(SERIOUS, Vec::new())
        .await
        .expect("axe answers");
    serde_json::from_value(found.json().clone()).expect("a list of words")
}
