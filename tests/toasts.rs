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

/// A УПД of the dealer with this number, of today.
fn upd(supplier: &Supplier, number: &str) -> String {
    let today = time::OffsetDateTime::now_utc().date();
    let today = format!("{:02}.{:02}.{}", today.day(), u8::from(today.month()), today.year());
    let path = supplier.path().join(format!("upd-{number}.xml"));
    let text = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Файл ИдФайл="ON_{number}" ВерсФорм="5.01"><Документ КНД="1115131" Функция="СЧФДОП">
<СвСчФакт НомерСчФ="{number}" ДатаСчФ="{today}" КодОКВ="643">
<СвПрод><ИдСв><СвЮЛУч НаимОрг="Поставщик" ИННЮЛ="5024002119"/></ИдСв></СвПрод>
<СвПокуп><ИдСв><СвЮЛУч НаимОрг="Ромашка" ИННЮЛ="7707083893"/></ИдСв></СвПокуп></СвСчФакт>
<ТаблСчФакт><СведТов НомСтр="1" НаимТов="Болт" КолТов="3" НалСт="22%" СтТовУчНал="18450.00"/>
<ВсегоОпл СтТовУчНалВсего="18450.00"/></ТаблСчФакт></Документ></Файл>"#
    );
    std::fs::write(&path, text).expect("write");
    path.to_str().expect("a path").to_owned()
}

#[tokio::test]
async fn papers_of_the_supplier_are_told_once_without_sums_and_a_click_opens_them() {
    let (supplier, home) = waiting();
    let window = open(&home, Keyring::Daemon(MOCK)).await;
    supplier.console(&["document", "add", &upd(&supplier, "У-31")]);
    let asked = home.wait_for("Новый документ: УПД № У-31");
    assert!(asked.contains("ООО Ромашка"), "{asked}");
    assert!(!asked.contains("18450") && !asked.contains("18 450"), "no sum: {asked}");
    unread(&window, 1).await;
    home.press("default");
    window.find_with_text(&id("supplier-pane"), "У-31").await;
    unread(&window, 0).await;
    window.close().await;

    // Several that came together are one, beside the arrival of the same sync; what was told is told no more.
    std::fs::remove_file(home.log()).expect("remove");
    supplier.console(&["document", "add", &upd(&supplier, "У-32"), &upd(&supplier, "У-33")]);
    supplier.import(&bolts(25, 0));
    let window = open(&home, Keyring::Daemon(MOCK)).await;
    let asked = home.wait_for("Новых документов: 2");
    home.wait_for("Поступление: Болт");
    assert!(!asked.contains("У-31"), "{asked}");
    window.click(&id("nav-settings")).await;
    window
        .click(&format!("{} [data-kind='documents']", id("settings-notifications")))
        .await;
    supplier.console(&["document", "add", &upd(&supplier, "У-34")]);
    unread(&window, 4).await;
    supplier.import(&bolts(25, 5));
    // What is told after it proves that it was not told.
    let asked = home.wait_for("Поступление: Гайка М8");
    assert!(!asked.contains("У-34"), "switched off: {asked}");
    window.close().await;
}
