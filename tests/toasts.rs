//! Toasts on real desktops: dunst, a daemon that writes down what it is asked for, one without buttons, and none.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use support::home::{DUNST, Home, MOCK, PLAIN_MOCK};
use support::id;
use support::window::{Keyring, Window};
use testkit::export::{Goods, goods};
use testkit::supplier::Supplier;

fn bolts(first: u32, second: u32) -> Vec<Goods> {
    goods(&[
        ("Б-1", "Болт &lt;М8&gt;х40", "12.30", first),
        ("Г-1", "Гайка М8", "0.50", second),
    ])
}

/// A supplier that is asked every second, and a dealer who waits for 20 bolts and one nut.
fn waiting() -> (Supplier, Home) {
    let mut supplier = Supplier::with(&bolts(0, 0)).expect("the gateway is built");
    supplier.kill();
    supplier.configure("[http]\npoll_s = 1\n");
    supplier.serve();
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    home.cabinet(&["sync"]);
    home.cabinet(&["subscribe", "Б-1", "--threshold", "20"]);
    home.cabinet(&["subscribe", "Г-1"]);
    (supplier, home)
}

async fn open(home: &Home, keyring: Keyring) -> Window {
    let window = home.open(keyring, &[]).await;
    window.find(&id("catalogue-table")).await;
    window
}

/// Waits until the bell counts so many unread notices.
async fn unread(window: &Window, count: u32) {
    window.find(&format!("{}[data-unread='{count}']", id("bell"))).await;
}

#[tokio::test]
async fn dunst_shows_an_arrival_once_even_over_a_restart() {
    let (supplier, home) = waiting();
    let window = open(&home, Keyring::Daemon(DUNST)).await;
    supplier.import(&bolts(25, 0));
    let shown = home.wait_for("Поступление: Болт <М8>х40");
    unread(&window, 1).await;
    supplier.import(&bolts(30, 0));
    // The next notice proves that a further sync has gone by.
    supplier.import(&bolts(30, 5));
    home.wait_for("Поступление: Гайка М8");
    unread(&window, 2).await;
    assert!(shown.contains("вы ждали 20 шт"), "{shown}");
    assert_eq!(
        home.written().matches("summary: 'Поступление: Болт").count(),
        1,
        "{}",
        home.written()
    );
    support::succeed(home.on_bus("dunstctl").arg("action"));
    window.find(&id("notices-table")).await;
    window.close().await;

    std::fs::remove_file(home.log()).expect("remove");
    let window = open(&home, Keyring::Daemon(DUNST)).await;
    unread(&window, 2).await;
    let counted = support::succeed(home.on_bus("dunstctl").args(["count", "displayed"]));
    assert_eq!((counted.trim(), home.written().contains("Поступление")), ("0", false));
    window.close().await;
}

#[tokio::test]
async fn several_arrivals_of_one_sync_are_one_toast_whose_button_fills_the_draft() {
    let (supplier, home) = waiting();
    // Both arrive before the window opens, so one sync brings both.
    supplier.import(&bolts(25, 5));
    let window = open(&home, Keyring::Daemon(MOCK)).await;
    let asked = home.wait_for("Поступило товаров: 2");
    unread(&window, 2).await;
    assert_eq!(asked.matches(" Notify ").count(), 1, "{asked}");
    assert!(asked.contains("Болт &lt;М8&gt;х40 25 шт"), "{asked}");
    assert!(asked.contains("В черновик: 2"), "{asked}");
    home.press("add");
    unread(&window, 0).await;
    window.find(&id("notices-table")).await;
    window.close().await;
    let drafts: serde_json::Value = serde_json::from_str(&home.cabinet(&["draft", "list", "--json"])).expect("JSON");
    let draft = drafts["items"][0]["id"].as_str().expect("a draft").to_owned();
    let draft: serde_json::Value =
        serde_json::from_str(&home.cabinet(&["draft", "show", &draft, "--json"])).expect("JSON");
    let mut lines: Vec<_> = draft["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| (line["article"].as_str(), line["quantity"].as_str()))
        .collect();
    lines.sort_unstable();
    assert_eq!(lines, [(Some("Б-1"), Some("20")), (Some("Г-1"), Some("1"))]);
}

#[tokio::test]
async fn a_daemon_without_buttons_is_asked_for_none_and_a_desktop_without_a_daemon_does_no_harm() {
    let (supplier, home) = waiting();
    let window = open(&home, Keyring::Daemon(PLAIN_MOCK)).await;
    supplier.import(&bolts(25, 0));
    let asked = home.wait_for("Поступление: Болт <М8>х40");
    assert!(!asked.contains("В черновик"), "{asked}");
    unread(&window, 1).await;
    window.close().await;

    let window = open(&home, Keyring::None).await;
    supplier.import(&bolts(25, 5));
    unread(&window, 2).await;
    window.click(&id("nav-settings")).await;
    window
        .find(&format!("{}[data-desktop='none']", id("settings-notifications")))
        .await;
    window.click(&id("bell")).await;
    window.click(&id("notice-add")).await;
    unread(&window, 1).await;
    window.close().await;
}
