//! Coming in, in the real window: a passphrase where no key store runs, codes that cannot be used, a first load that is
//! stopped, a device that was shut out and comes back, keys that are damaged.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use support::gateway::{Gateway, generated_export};
use support::home::Home;
use support::window::{Keyring, Window};
use support::{id, json, program, succeed};
use testkit::proxy::{Mischief, Proxy};
use thirtyfour::prelude::*;

/// A gateway with goods, a legal entity and a code for its buyer.
fn serving() -> (Gateway, String, String) {
    let mut gateway = Gateway::new();
    gateway.import(&[generated_export(50).path().to_path_buf()]);
    let entity = gateway.entity("ООО «Ромашка»", "7707083893");
    let code = gateway.invite(&[&entity], "Анна Смирнова", "buyer");
    gateway.start();
    (gateway, entity, code)
}

#[tokio::test]
async fn without_a_key_store_a_passphrase_protects_the_profile() {
    let (gateway, _, code) = serving();
    let home = Home::new();

    let window = Window::open(home.path(), Keyring::None, &[], &[]).await;
    window.type_into(&id("enrol-passphrase"), "верная фраза").await;
    window.type_into(&id("enrol-passphrase-again"), "верная фраза").await;
    window.enrol(&gateway.url(), &code, None).await;
    window.close().await;

    let window = Window::open(home.path(), Keyring::None, &[], &[]).await;
    window.type_into(&id("unlock-passphrase"), "неверная").await;
    window.click(&id("unlock-submit")).await;
    window
        .find(&format!("{}[data-code='wrong_secret']", id("failure")))
        .await;
    window.type_over(&id("unlock-passphrase"), "верная фраза").await;
    window.click(&id("unlock-submit")).await;
    window.catalogue().await;
    window.close().await;
}

#[tokio::test]
async fn a_device_that_was_shut_out_comes_back_with_a_new_code_and_its_drafts() {
    let (gateway, entity, code) = serving();
    let home = Home::new();
    let window = Window::open(home.path(), Keyring::Unlocked, &[], &[]).await;
    window.enrol(&gateway.url(), &code, None).await;
    window.order_row(0, "3").await;
    window.find_with_text(&id("draft-strip-lines"), "1").await;

    let devices = json(gateway.command(&["device", "list"]).arg("--json"));
    let device = &devices.as_array().expect("a list")[0];
    let device_id = device["id"].as_str().expect("an id");
    succeed(gateway.command(&["device", "revoke"]).arg(device_id));
    window.keys(Key::F5 + "").await;
    window.find_with_text(&id("shut-out"), "Доступ закрыт").await;
    // What was not sent is shown and saved; the supplier's data are gone.
    window
        .find_with_text(&id("unsent-list"), "Поставщик отключил это рабочее место")
        .await;
    window.click(&id("unsent-save")).await;
    let saved = support::window::shown(&window.find(&id("unsent-saved")).await).await;
    let path = saved.trim_start_matches("Сохранено: ").trim();
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{error}: {path}"));
    assert_eq!(text.lines().count(), 2, "{text}");
    let pictures = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("rights");
    std::fs::create_dir_all(&pictures).expect("a folder for pictures");
    window.shot(&pictures.join("shut-out.png")).await;
    let entity_file = home.profile().join(format!("entity-{entity}.db"));
    assert!(!entity_file.exists(), "the documents are gone");
    window.click(&id("enrol-again")).await;

    // A code works once, and a mistyped one is told from a used one.
    window.type_into(&id("enrol-url"), &gateway.url()).await;
    for (code, means) in [
        (code.as_str(), "code_used"),
        ("7K2M-7K2M-7K2M-7K2M-7K2M", "code_unknown"),
    ] {
        window.type_over(&id("enrol-code"), code).await;
        window.click(&id("enrol-submit")).await;
        window.find(&format!("{}[data-code='{means}']", id("failure"))).await;
    }
    let person = device["person"].as_str().expect("a person");
    let code = gateway.invite(&[&entity], person, "buyer");
    window.type_over(&id("enrol-code"), &code).await;
    window.click(&id("enrol-submit")).await;
    window.click(&id("nav-catalogue")).await;
    window.catalogue().await;
    window.find_with_text(&id("draft-strip-lines"), "1").await;
    window.find_with_text(&id("sync-state"), "данные на").await;
    window.close().await;
}

#[tokio::test]
async fn the_first_load_can_be_stopped_and_the_exchange_page_goes_on_and_stops_it_too() {
    let (gateway, _, code) = serving();
    let proxy = Proxy::before(gateway.address());
    proxy.set(Mischief::SilentSegments);
    let home = Home::new();
    let window = Window::open(home.path(), Keyring::Unlocked, &[], &[]).await;
    window.type_into(&id("enrol-url"), &proxy.url()).await;
    window.type_into(&id("enrol-code"), &code).await;
    window.click(&id("enrol-submit")).await;
    window.click(&id("recovery-confirm")).await;
    window.click(&id("recovery-continue")).await;
    window.click(&id("first-sync-stop")).await;
    window.find(&id("first-sync-skip")).await;
    window
        .shot(&std::path::Path::new("target/stories").join("first-load-stopped.png"))
        .await;
    window.click(&id("first-sync-skip")).await;

    // The window works without goods, and says where it stands.
    window.click(&id("sync-state")).await;
    window.click(&id("sync-now")).await;
    window.click(&id("sync-stop")).await;
    window.gone(&id("sync-stop")).await;
    proxy.set(Mischief::None);
    window.click(&id("sync-now")).await;
    window.find_with_text(&id("sync-state"), "данные на").await;
    window.click(&id("nav-catalogue")).await;
    window.catalogue().await;
    window.close().await;
}

#[tokio::test]
async fn an_expired_code_says_so_and_a_fresh_one_opens_the_same_form() {
    let (gateway, entity, _) = serving();
    // The gateway's clock was nine days behind when the code was given.
    let mut command = std::process::Command::new("faketime");
    command
        .args(["-f", "-9d"])
        .arg(program("GATEWAY_BIN", "supplier-gateway"));
    command.arg("invite").arg("--data").arg(gateway.path());
    command.args([
        "--entity",
        &entity,
        "--person",
        "Анна Смирнова",
        "--role",
        "buyer",
        "--json",
    ]);
    let stale = json(&mut command);
    let home = Home::new();
    let window = Window::open(home.path(), Keyring::Unlocked, &[], &[]).await;
    window.type_into(&id("enrol-url"), &gateway.url()).await;
    window
        .type_into(&id("enrol-code"), stale["code"].as_str().expect("a code"))
        .await;
    window.click(&id("enrol-submit")).await;
    window
        .find(&format!("{}[data-code='code_expired']", id("failure")))
        .await;
    let code = gateway.invite(&[&entity], stale["person"].as_str().unwrap_or("Анна Смирнова"), "buyer");
    window.type_over(&id("enrol-code"), &code).await;
    window.click(&id("enrol-submit")).await;
    window.find(&id("recovery-code")).await;
    window.close().await;
}

#[tokio::test]
async fn a_damaged_file_of_keys_is_explained_and_nothing_new_is_made_over_it() {
    let (gateway, _, code) = serving();
    let home = Home::new();
    let window = home.open(Keyring::None, &[]).await;
    window.type_into(&id("enrol-passphrase"), "correct horse").await;
    window.type_into(&id("enrol-passphrase-again"), "correct horse").await;
    window.enrol(&gateway.url(), &code, None).await;
    window.close().await;

    let keys = home.profile().join("keys.json");
    let whole = std::fs::read(&keys).expect("the keys");
    let half = &whole[..whole.len() / 2];
    std::fs::write(&keys, half).expect("half of them");
    let window = home.open(Keyring::None, &[]).await;
    window.find(&id("keys-lost")).await;
    window
        .shot(&std::path::Path::new("target/stories").join("keys-damaged.png"))
        .await;
    window.close().await;
    assert_eq!(std::fs::read(&keys).expect("still there"), half);

    std::fs::write(&keys, &whole).expect("the backup");
    let window = home.open(Keyring::None, &[]).await;
    window.catalogue().await;
    window.close().await;
}
