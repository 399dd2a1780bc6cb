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
use support::gateway::{Gateway, generated_export};
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

/// As in many containers, and on a Debian that was installed without a language: the web view then says «C» for it.
#[tokio::test]
async fn the_window_opens_where_the_system_has_no_language() {
    let home = Home::new();
    let profile = home.path().join("profile");
    let arguments = ["--profile", profile.to_str().expect("UTF-8")];
    let environment = [("LANG", "C.UTF-8".into()), ("LC_ALL", "C.UTF-8".into())];
    let window = Window::open(home.path(), Keyring::None, &arguments, &environment).await;
    window.find(&id("sample-enter")).await;
    window.close().await;
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
    window
        .find(&format!("{} [role=row][data-index='2']", id("orders-table")))
        .await;
    window.shot(&picture("04-sample-orders.png")).await;
    window.click(&id("nav-documents")).await;
    window.find(&id("preview-image")).await;
    window.shot(&picture("05-sample-invoice.png")).await;
    window.click(&id("document-save")).await;
    let saved = window.find(&id("document-saved")).await.text().await.expect("a text");
    let path = saved
        .split_once('/')
        .map(|(_, path)| format!("/{}", path.trim()))
        .expect("a path");
    let read = Command::new("pdftotext")
        .arg(&path)
        .arg("-")
        .output()
        .expect("pdftotext");
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

#[tokio::test]
async fn help_and_the_walk_are_there_without_a_network() {
    let home = Home::new();
    let window = home.open(Keyring::None, &[]).await;
    window.find(&id("sample-enter")).await;
    window.keys(Key::F1 + "").await;
    window
        .find(&format!("{}[data-topic='first_run']", id("help-panel")))
        .await;
    window.shot(&picture("06-help-first-run.png")).await;
    window.keys(Key::Escape + "").await;
    window.gone(&id("help-panel")).await;

    window.click(&id("sample-enter")).await;
    window.find(&format!("{}[data-step='search']", id("tour"))).await;
    window.first_row().await;
    window.shot(&picture("07-tour-search.png")).await;
    // By keyboard alone: the button has the focus.
    for step in ["table", "draft", "sync", "help"] {
        window.keys(Key::Enter + "").await;
        window.find(&format!("{}[data-step='{step}']", id("tour"))).await;
        window.shot(&picture(&format!("08-tour-{step}.png"))).await;
    }
    window.keys(Key::Enter + "").await;
    window.gone(&id("tour")).await;

    for (way, topic) in [
        ("nav-catalogue", "catalogue"),
        ("nav-drafts", "drafts"),
        ("nav-orders", "orders"),
        ("nav-documents", "documents"),
        ("bell", "notices"),
        ("sync-state", "sync"),
        ("nav-settings", "settings"),
    ] {
        window.click(&id(way)).await;
        window.keys(Key::F1 + "").await;
        window
            .find(&format!("{}[data-topic='{topic}']", id("help-panel")))
            .await;
        window.shot(&picture(&format!("09-help-{topic}.png"))).await;
        window.keys(Key::Escape + "").await;
        window.gone(&id("help-panel")).await;
    }
    // It does not come again by itself, and comes from the help.
    window.click(&id("sample-leave")).await;
    window.click(&id("sample-enter")).await;
    window.find(&format!("{}[data-tour='none']", id("frame"))).await;
    window.keys(Key::F1 + "").await;
    window.click(&id("help-tour")).await;
    window.find(&id("tour")).await;
    window.keys(Key::Escape + "").await;
    window.gone(&id("tour")).await;
    window.close().await;
}

#[tokio::test]
async fn a_dead_gateway_is_named_on_the_first_page_and_on_the_exchange_page() {
    let export = generated_export(50);
    let mut gateway = Gateway::new();
    gateway.import(&[export.path().to_path_buf()]);
    let entity = gateway.entity("ООО «Ромашка»", "7707083893");
    let code = gateway.invite(&[&entity], "Анна Смирнова", "buyer");
    let home = Home::new();
    let window = home.open(Keyring::Unlocked, &[]).await;

    // A wrong address is told in the user's language, with no word of English left in it.
    window.type_into(&id("enrol-url"), "заказы у поставщика").await;
    window.type_into(&id("enrol-code"), &code).await;
    window.click(&id("enrol-submit")).await;
    let told = window
        .find_with_text(
            &format!("{}[data-code='invalid']", id("failure")),
            "Это не адрес сервера",
        )
        .await;
    let told = support::window::shown(&told).await;
    assert!(!told.contains(|c: char| c.is_ascii_alphabetic()), "{told}");
    window.shot(&picture("10-wrong-address.png")).await;

    // Nobody listens yet.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("its number");
    window.type_over(&id("enrol-url"), &format!("http://{nobody}")).await;
    window.click(&id("enrol-submit")).await;
    window.click(&id("connection-check")).await;
    let refused = format!("{}[data-step='connect'][data-cause='refused']", id("connection-step"));
    window.find(&refused).await;
    window.shot(&picture("10-check-first-page.png")).await;

    gateway.start();
    window.type_over(&id("enrol-url"), &gateway.url()).await;
    window.click(&id("enrol-submit")).await;
    window.click(&id("recovery-confirm")).await;
    window.click(&id("recovery-continue")).await;
    window.catalogue().await;
    window.click(&id("sync-state")).await;
    window.click(&id("connection-check")).await;
    window
        .find(&format!(
            "{}[data-step='device'][data-state='good']",
            id("connection-step")
        ))
        .await;
    window.shot(&picture("11-check-good.png")).await;
    gateway.kill();
    window.click(&id("connection-check")).await;
    window.find(&refused).await;
    // The button was off while it looked; the next key must work in it again.
    window.find(&format!("{}:focus:enabled", id("connection-check"))).await;
    window.shot(&picture("12-check-dead.png")).await;
    window.click(&id("connection-copy")).await;
    window.find_with_text(&id("connection-copy"), "Скопировано").await;

    window.click(&id("nav-settings")).await;
    let dark = format!("{} input[value='dark']", id("settings-theme"));
    window.click(&dark).await;
    window
        .click(&format!("{} input[value='manual']", id("network-mode")))
        .await;
    window.find(&id("network-address")).await;
    window.shot(&picture("13-network-dark.png")).await;
    window.click(&id("support-collect")).await;
    window.find(&id("support-save")).await;
    window
        .click(&format!("{}[data-name='counts.json'] summary", id("support-file")))
        .await;
    window.shot(&picture("14-support-dark.png")).await;
    window.click(&id("sync-state")).await;
    window.shot(&picture("15-check-dark.png")).await;
    window.close().await;
}

/// A certificate that changed has its way out in the window: a code that names the new one, for the same person.
#[tokio::test]
async fn a_changed_certificate_is_taken_by_a_code_on_the_exchange_page() {
    let export = generated_export(50);
    let mut gateway = Gateway::new();
    gateway.import(&[export.path().to_path_buf()]);
    gateway.renew_certificate();
    let entity = gateway.entity("ООО «Ромашка»", "7707083893");
    gateway.start();
    let code = gateway.invite(&[&entity], "Анна Смирнова", "buyer");
    let home = Home::new();
    let window = home.open(Keyring::Unlocked, &[]).await;
    window.type_into(&id("enrol-url"), &gateway.url()).await;
    window.type_into(&id("enrol-code"), &code).await;
    window.click(&id("enrol-submit")).await;
    window.click(&id("recovery-confirm")).await;
    window.click(&id("recovery-continue")).await;
    window.catalogue().await;
    window.type_into(&id("search"), "болт").await;
    window.catalogue().await;
    window.order_row(3, "7").await;
    window.find_with_text(&id("draft-strip-lines"), "1").await;

    gateway.kill();
    gateway.renew_certificate();
    gateway.start();
    window.click(&id("sync-state")).await;
    window.click(&id("sync-now")).await;
    window
        .find(&format!(
            "{} {}[data-code='certificate']",
            id("sync-problem"),
            id("failure")
        ))
        .await;
    window.shot(&picture("16-other-certificate.png")).await;
    window.click(&id("enrol-again")).await;
    let people = support::json(gateway.command(&["person", "list"]).arg("--json"));
    let person = people[0]["id"].as_str().expect("an id");
    let invited = support::json(
        gateway
            .command(&["invite"])
            .args(["--entity", &entity, "--person", person, "--role", "buyer", "--json"]),
    );
    window.type_over(&id("enrol-url"), &gateway.url()).await;
    window
        .type_into(&id("enrol-code"), invited["code"].as_str().expect("a code"))
        .await;
    window.shot(&picture("17-code-that-names-it.png")).await;
    window.click(&id("enrol-submit")).await;
    // Back at the work that was begun, and the exchange goes on.
    window.find_with_text(&id("draft-strip-lines"), "1").await;
    window.click(&id("sync-state")).await;
    window.gone(&id("sync-problem")).await;
    window.shot(&picture("18-exchange-goes-on.png")).await;
    window.close().await;
}
