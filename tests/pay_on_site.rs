//! An invoice is paid on the supplier's page: its host is shown before, the system's browser gets the address, and the window stays
//! where it is.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};
use support::gateway::Gateway;
use support::home::Home;
use support::id;
use support::onec::takes_orders;
use support::window::{Keyring, Window, shown};
use testkit::export::{self, goods};

/// A browser that writes down which address it was given; returns the file.
fn browser(folder: &Path) -> std::path::PathBuf {
    std::fs::create_dir_all(folder).expect("a folder");
    let seen = folder.join("seen");
    let program = folder.join("xdg-open");
    std::fs::write(&program, format!("#!/bin/sh\necho \"$1\" >'{}'\n", seen.display())).expect("a script");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("its rights");
    seen
}

fn written(path: &Path) -> String {
    let started = Instant::now();
    loop {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        if text.ends_with('\n') {
            return text.trim_end().to_owned();
        }
        assert!(started.elapsed() < Duration::from_secs(30), "no browser was asked for");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[tokio::test]
async fn the_system_s_browser_opens_the_supplier_s_page_and_its_host_is_shown_before() {
    let folder = tempfile::tempdir().expect("a folder");
    export::write(folder.path(), &goods(&[("Б-1", "Болт М8х40", "100", 500)]));
    let mut gateway = Gateway::new();
    let settings = gateway.path().join("gateway.toml");
    let before = std::fs::read_to_string(&settings).expect("settings");
    let link = "payment_link = \"https://pay.example.ru/i?n={number}&s={sum}\"";
    std::fs::write(&settings, before.replace("[supplier]", &format!("[supplier]\n{link}"))).expect("write");
    gateway.import(&[folder.path().to_path_buf()]);
    let entity = gateway.entity("ООО «Ромашка»", "7707083893");
    let code = gateway.invite(&[&entity], "Анна Смирнова", "buyer");
    gateway.start();
    let home = Home::new();
    home.cabinet(&["enroll", &gateway.url(), &code]);
    home.cabinet(&["sync"]);
    let draft: serde_json::Value =
        serde_json::from_str(&home.cabinet(&["draft", "new", "--name", "Склад", "--json"])).expect("JSON");
    let draft = draft["id"].as_str().expect("an id");
    let lines = home.path().join("lines.txt");
    std::fs::write(&lines, "Б-1;3\n").expect("lines");
    home.cabinet(&["draft", "add", draft, lines.to_str().expect("UTF-8")]);
    home.cabinet(&["place", draft, "--accept"]);
    takes_orders(&gateway.url(), "УТ-77/1", &[]);
    home.cabinet(&["sync"]);

    let tools = home.path().join("tools");
    let seen = browser(&tools);
    let mut path = tools.into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let profile = home.profile();
    let arguments = ["--profile", profile.to_str().expect("UTF-8")];
    let environment = [("PATH", path), ("CABINET_PASSPHRASE", "correct horse".into())];
    let window = Window::open(home.path(), Keyring::None, &arguments, &environment).await;
    window.catalogue().await;
    window.click(&id("nav-documents")).await;
    window.find(&id("preview-image")).await;
    window.click(&id("payment-open")).await;
    let panel = shown(&window.find(&id("payment")).await).await;
    assert!(panel.contains("pay.example.ru"), "{panel}");
    assert!(!seen.exists(), "nothing opens by itself");
    window.shot(Path::new("target/payment/01-pay-on-site.png")).await;
    window.click(&id("pay-on-site")).await;
    window.find_with_text(&id("paid-on-site"), "pay.example.ru").await;
    assert_eq!(
        written(&seen),
        "https://pay.example.ru/i?n=%D0%A3%D0%A2%2D77%2F1&s=300.00"
    );
    window.find(&id("preview-image")).await;
    window.shot(Path::new("target/payment/02-opened.png")).await;
    window.close().await;
}
