//! What a price was before, an article that is not there, news and feedback in the real window: offline, over a crash, and as
//! the supplier's people see it.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use serde_json::json;
use std::path::PathBuf;
use std::process::Command;
use support::home::{Home, MOCK};
use support::id;
use support::window::{Keyring, Window};
use testkit::export::{Goods, goods};
use testkit::supplier::Supplier;
use thirtyfour::Key;

/// Where pictures of the story are left.
fn out() -> PathBuf {
    PathBuf::from("target/told")
}

fn shop(price: &str, has_nuts: bool) -> Vec<Goods> {
    let mut list = vec![("Б-1", "Болт М8х40 оцинкованный", price, 100)];
    if has_nuts {
        list.push(("Г-77", "Гайка М8", "0.50", 10));
    }
    goods(&list)
}

/// A supplier that is asked often, and a dealer in step with it.
fn enrolled(role: &str) -> (Supplier, Home) {
    let mut supplier = Supplier::with(&shop("12.30", false)).expect("the gateway is built");
    supplier.kill();
    supplier.configure("[supplier]\nname = \"Метиз-Трейд\"\n[http]\npoll_s = 2\n");
    supplier.serve();
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), &supplier.invite(&entity, role)]);
    home.cabinet(&["sync"]);
    (supplier, home)
}

async fn open(home: &Home) -> Window {
    let window = home.open(Keyring::Daemon(MOCK), &[]).await;
    window.catalogue().await;
    window
}

/// Ends the program as a power cut does.
fn kill_dead(home: &Home) {
    for entry in std::fs::read_dir("/proc").expect("/proc").flatten() {
        let pid = entry.file_name().to_string_lossy().into_owned();
        let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        if name.starts_with("dealer-cabinet") && home.runs(&pid) {
            support::succeed(Command::new("kill").args(["-9", &pid]));
        }
    }
}

/// Puts the profile into another language and theme.
fn dress(home: &Home, language: &str, theme: &str) {
    let settings = format!(r#"{{"language": "{language}", "theme": "{theme}"}}"#);
    std::fs::write(home.profile().join("settings.json"), settings).expect("settings");
}

#[tokio::test]
async fn the_card_says_what_the_price_was_and_says_it_to_nobody_without_prices() {
    let (supplier, home) = enrolled("buyer");
    for price in ["12.90", "11.40", "13.75"] {
        supplier.import(&shop(price, false));
        home.cabinet(&["sync"]);
    }
    let window = open(&home).await;
    window.first_row().await;
    window.find_with_text(&id("price-history"), "11,40").await;
    window.find_with_text(&id("price-history"), "12,30").await;
    window.find(&format!("{} canvas", id("price-history"))).await;
    window.shot(&out().join("price-history.png")).await;
    window.close().await;
    dress(&home, "uk", "dark");
    let window = open(&home).await;
    window.first_row().await;
    window.find(&format!("{} canvas", id("price-history"))).await;
    window.shot(&out().join("price-history-uk-dark.png")).await;
    window.close().await;

    let people = supplier.console(&["person", "list"]);
    let person = people[0]["id"].as_str().expect("a person").to_owned();
    let entities = supplier.console(&["entity", "list"]);
    let entity = entities[0]["id"].as_str().expect("an entity").to_owned();
    supplier.console(&[
        "person", "grant", "--person", &person, "--entity", &entity, "--role", "claims",
    ]);
    home.cabinet(&["sync"]);
    let window = open(&home).await;
    window.first_row().await;
    window.find(&id("card-name")).await;
    window.gone(&id("price-history")).await;
    assert!(!window.visible_text().await.contains("13,75"));
    window.close().await;
}

#[tokio::test]
async fn an_article_that_is_not_there_is_wished_for_offline_survives_a_crash_and_is_told_when_it_appears() {
    let (mut supplier, home) = enrolled("buyer");
    supplier.kill();
    let window = open(&home).await;
    window.type_into(&id("search"), "г 77").await;
    window.find(&id("empty-other")).await;
    window.shot(&out().join("nothing-found.png")).await;
    window.click(&id("empty-other")).await;
    window.find_with_text(&id("said"), "Нет связи").await;
    kill_dead(&home);
    drop(window);
    let window = open(&home).await;
    window.press(Key::Alt, '7').await;
    window.click(&id("notices-tab-wishes")).await;
    window.find_with_text(&id("wishes-table"), "ждёт связи").await;
    window.shot(&out().join("wishes-waiting.png")).await;

    supplier.serve();
    window.keys(&char::from(Key::F5).to_string()).await;
    window.gone(&format!("{} .chip.plain", id("wishes-table"))).await;
    let seen = supplier.console(&["wish", "list"]);
    assert_eq!(
        (&seen[0]["article"], &seen[1]),
        (&json!("г 77"), &json!(null)),
        "{seen}"
    );
    supplier.import(&shop("12.30", true));
    home.wait_for("Появился товар: Гайка М8");
    window.find(&format!("{}[data-unread='1']", id("bell"))).await;
    window.find_with_text("main", "Здесь будут артикулы").await;
    window.click(&id("notices-tab-notices")).await;
    window
        .find_with_text(&id("notices-table"), "появился у поставщика")
        .await;
    window.shot(&out().join("wish-found.png")).await;
    window.close().await;
}

#[tokio::test]
async fn news_are_told_read_offline_and_gone_when_they_are_taken_back() {
    let (mut supplier, home) = enrolled("viewer");
    let window = open(&home).await;
    window.click(&id("nav-news")).await;
    window.find_with_text(&id("empty"), "новости поставщика").await;
    window.shot(&out().join("news-empty.png")).await;
    let text = "31 декабря отгружаем до 12:00, с 1 по 8 января склад закрыт.\n\nЗаказы, размещённые в эти дни, уйдут 9 января.";
    let added = supplier.console(&["news", "add", "--title", "График отгрузок в праздники", "--text", text]);
    home.wait_for("График отгрузок в праздники");
    supplier.console(&["news", "add", "--title", "Новые болты А2", "--text", "Уже в каталоге."]);
    window.find_with_text(&id("nav-news"), "2").await;
    supplier.kill();
    let piece = format!(
        "{}[data-id='{}']",
        id("news-piece"),
        added["id"].as_str().expect("an id")
    );
    window.click(&piece).await;
    window.find_with_text(&id("news-text"), "уйдут 9 января").await;
    window.find(&format!("{piece}[data-read='true']")).await;
    window.find_with_text(&id("nav-news"), "1").await;
    window.shot(&out().join("news.png")).await;
    kill_dead(&home);
    drop(window);
    for (language, theme) in [("en", "dark"), ("ru", "light")] {
        dress(&home, language, theme);
        let window = open(&home).await;
        window.press(Key::Alt, '9').await;
        window.find(&format!("{piece}[data-read='true']")).await;
        window.shot(&out().join(format!("news-{language}-{theme}.png"))).await;
        window.close().await;
    }
    supplier.serve();
    supplier.console(&["news", "remove", added["id"].as_str().expect("an id")]);
    let window = open(&home).await;
    window.press(Key::Alt, '9').await;
    window.gone(&piece).await;
    window.close().await;
}

#[tokio::test]
async fn feedback_waits_for_the_network_and_its_picture_goes_only_when_it_was_added() {
    let (mut supplier, home) = enrolled("buyer");
    supplier.kill();
    let window = open(&home).await;
    window.first_row().await;
    window.press(Key::Shift, Key::F2).await;
    window.find(&id("feedback-panel")).await;
    window.shot(&out().join("feedback-panel.png")).await;
    window.find(&id("feedback-picture")).await;
    window
        .type_into(&id("feedback-text"), "Не вижу, где менять упаковку.")
        .await;
    window.shot(&out().join("feedback.png")).await;
    window.click(&id("feedback-send")).await;
    window.find_with_text(&id("said"), "Нет связи").await;
    window.press(Key::Shift, Key::F2).await;
    window.find(&id("feedback-picture")).await;
    window.type_into(&id("feedback-text"), "Вот здесь.").await;
    window.click(&id("feedback-add")).await;
    window.click(&id("feedback-send")).await;
    window.gone(&id("feedback-panel")).await;
    kill_dead(&home);
    drop(window);
    supplier.serve();
    home.cabinet(&["sync"]);
    let said = supplier.console(&["feedback", "list"]);
    assert_eq!(
        (&said[0]["text"], &said[0]["has_screenshot"], &said[0]["screen"]),
        (&json!("Вот здесь."), &json!(true), &json!("catalogue")),
        "{said}"
    );
    assert_eq!(
        (&said[1]["has_screenshot"], &said[2]),
        (&json!(false), &json!(null)),
        "{said}"
    );
    std::fs::create_dir_all(out()).expect("a folder");
    let saved = out().join("at-the-supplier.jpg");
    if saved.exists() {
        std::fs::remove_file(&saved).expect("remove");
    }
    supplier.console(&["feedback", "save", "2", "--out", saved.to_str().expect("UTF-8")]);
    let picture = std::fs::read(&saved).expect("the picture");
    assert!(
        picture.starts_with(b"\xff\xd8\xff") && picture.len() > 10_000,
        "{}",
        picture.len()
    );
}
