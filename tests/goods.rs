//! Goods in full in the real window: pictures out of 1C's archive, tables of the operator, certificates opened offline, a
//! table of variants filled by keyboard, arrivals with their dates, and stock as a number, a word or nothing.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use support::gateway::Gateway;
use support::home::Home;
use support::onec::sends_goods;
use support::viewer::Viewer;
use support::window::{Keyring, Window};
use support::{id, papers, program, succeed};
use thirtyfour::Key;

const ENTITIES: [(&str, &str, &str); 3] = [
    ("ООО «Ромашка»", "7707083893", "exact"),
    ("ТОВ «Будсервіс»", "7728168971", "words"),
    ("ИП Иванов И. И.", "500100732259", "hidden"),
];

/// Where pictures of the story are left.
fn out() -> PathBuf {
    PathBuf::from("target/goods")
}

/// A supplier whose 1C sends goods with pictures, whose operator adds tables, and who tells stock in three ways.
struct Shop {
    gateway: Gateway,
    code: String,
    /// Goods with a picture and a certificate of 1C, and with all tables of the operator.
    article: String,
}

impl Shop {
    fn open() -> Self {
        let export = tempfile::tempdir().expect("a folder");
        succeed(
            Command::new(program("DEMO_SUPPLIER_BIN", "demo-supplier"))
                .args(["generate", "--products", "300", "--dressed", "--out"])
                .arg(export.path()),
        );
        let arrivals = std::fs::read_to_string(export.path().join("arrivals.csv")).expect("arrivals");
        let article = arrivals.lines().nth(1).and_then(|line| line.split(';').next());
        let article = article.expect("goods that come").to_owned();
        // What 1C sends has no table of the operator in it.
        std::fs::remove_file(export.path().join("arrivals.csv")).expect("removed");
        let mut gateway = Gateway::new();
        gateway.start();
        let archive = papers::zipped(export.path());
        sends_goods(&gateway.url(), &archive, &["import0_1.xml", "offers0_1.xml"]);
        let mut ids = Vec::new();
        for (name, inn, stock) in ENTITIES {
            let entity = gateway.entity(name, inn);
            succeed(
                gateway
                    .command(&["contract", "add"])
                    .args(["--entity", &entity, "--number", "17/26", "--stock", stock]),
            );
            ids.push(entity);
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let code = gateway.invite(&ids, "Анна Смирнова", "buyer");
        let shop = Self { gateway, code, article };
        shop.tables(&a_picture(export.path()));
        shop
    }

    /// The operator's tables, of both kinds, with the mistakes that people make.
    fn tables(&self, picture: &Path) {
        let folder = self.gateway.path().join("tables");
        std::fs::create_dir_all(&folder).expect("a folder");
        let article = self.article.as_str();
        std::fs::copy(picture, folder.join("сбоку.png")).expect("a picture");
        std::fs::write(folder.join("декларация.pdf"), b"%PDF-1.4 declaration").expect("a file");
        std::fs::write(folder.join("видео.pdf"), b"no paper at all").expect("a file");

        let arrivals = folder.join("приход.csv");
        let text = format!(
            "Артикул;Количество;Дата;Примечание\r\n{article};40;12.12.2026;контейнер 12\r\n{article};много;13.12.2026;\r\n\
             нет такого;5;14.12.2026;\r\n{article};60,5;2027-01-20;\r\n"
        );
        std::fs::write(&arrivals, text).expect("a table");
        let report = self.import(&arrivals, "arrivals");
        assert_eq!((&report["rows"], &report["taken"]), (&4.into(), &2.into()), "{report}");
        let rows: Vec<u64> = report["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .filter_map(|error| error["row"].as_u64())
            .collect();
        assert_eq!(rows, [3, 4], "{report}");

        let analogues = folder.join("аналоги.xlsx");
        papers::xlsx(&analogues, &[&["Артикул", "Аналог"], &[article, "ПР-100"]]);
        assert_eq!(self.import(&analogues, "analogues")["taken"], 1);

        let files = folder.join("файлы.xlsx");
        papers::xlsx(
            &files,
            &[
                &["Артикул", "Файл", "Название", "Вид", "Действует до"],
                &[
                    article,
                    "декларация.pdf",
                    "Декларация о соответствии",
                    "сертификат",
                    "31.03.2027",
                ],
                &[article, "видео.pdf", "Видео", "другое", ""],
            ],
        );
        let report = self.import(&files, "files");
        assert_eq!(
            (&report["taken"], &report["errors"][0]["row"]),
            (&1.into(), &3.into()),
            "{report}"
        );

        let pictures = folder.join("фото.csv");
        std::fs::write(&pictures, format!("артикул,файл\n{article},сбоку.png\n")).expect("a table");
        assert_eq!(self.import(&pictures, "pictures")["taken"], 1);
    }

    /// Imports a table; rows with mistakes are no failure of the story.
    fn import(&self, table: &Path, kind: &str) -> serde_json::Value {
        let mut command = self.gateway.command(&["goods", "import"]);
        let output = command
            .arg(table)
            .args(["--kind", kind, "--json"])
            .output()
            .expect("the gateway runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{error} in {text}{}", String::from_utf8_lossy(&output.stderr)))
    }
}

/// A picture of the export.
fn a_picture(export: &Path) -> PathBuf {
    fn find(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                find(&path, into);
            } else if path.extension().is_some_and(|ending| ending == "png") {
                into.push(path);
            }
        }
    }
    let mut found = Vec::new();
    find(export, &mut found);
    found.sort();
    found.pop().expect("a picture")
}

/// Finds goods by keyboard; the table has the keyboard then, on its first row.
async fn search(window: &Window, text: &str, name: &str) {
    window.press(Key::Control, 'k').await;
    window.type_over(&id("search"), text).await;
    window.find_with_text(&id("card-name"), name).await;
    window.keys(Key::Down + "").await;
    window.find(&format!("{}:focus", id("catalogue-table"))).await;
}

/// The pictures that stand in the rows on screen.
#[allow(clippy::disallowed_types, reason = "numbers of scripts are floats")]
async fn pictures(window: &Window) -> f64 {
    let script = format!(
        "return document.querySelectorAll(\"{} [data-column=picture] img[src]:not([hidden])\").length",
        id("catalogue-table")
    );
    window.number(&script).await
}

async fn choose(window: &Window, entity: &str) {
    window.click(&id("entity-switch")).await;
    window.find_with_text(&id("entity-option"), entity).await;
    for option in window
        .session()
        .find_all(thirtyfour::By::Css(id("entity-option")))
        .await
        .expect("entities")
    {
        if support::window::shown(&option).await.contains(entity) {
            option.click().await.expect("chosen");
            break;
        }
    }
    window.find_with_text(&id("entity-switch"), entity).await;
}

/// The texts of a column of the first rows.
async fn column(window: &Window, name: &str) -> Vec<String> {
    let script = format!(
        "return [...document.querySelectorAll(\"{} [role=row][data-key] [data-column={name}]\")].map(cell => cell.innerText.trim())",
        id("catalogue-table")
    );
    let answer = window.session().execute(script, Vec::new()).await;
    answer.expect("the script runs").convert().expect("texts")
}

#[tokio::test]
async fn goods_in_full_are_seen_ordered_by_their_variants_and_stay_offline() {
    let mut shop = Shop::open();
    let home = Home::new();
    let viewer = Viewer::in_home(home.path());
    let environment = [("PATH", viewer.path())];
    let window = Window::open(home.path(), Keyring::Unlocked, &[], &environment).await;
    window.session().set_window_rect(0, 0, 1366, 768).await.expect("a size");
    window.enrol(&shop.gateway.url(), &shop.code, None).await;
    choose(&window, "Ромашка").await;

    the_table_has_pictures(&window).await;
    the_card_has_everything(&window, &shop.article, &viewer).await;
    variants_are_filled_by_keyboard(&window).await;
    let window = what_was_fetched_is_here_offline(window, &mut shop, &home, &viewer, &environment).await;
    stock_is_told_in_three_ways(&window, &shop.article).await;
    window.close().await;
}

async fn the_table_has_pictures(window: &Window) {
    window.find("[data-column=picture] img[src]:not([hidden])").await;
    window.shot(&out().join("01-table.png")).await;
    let height = "return document.querySelector(\"[data-testid='catalogue-table'] [role=row][data-key]\").offsetHeight";
    assert!(window.number(height).await <= 22.0, "the compact row stays compact");
    // Every picture shown is decoded: a broken one has no width.
    let broken = "return [...document.querySelectorAll('[data-column=picture] img[src]')].filter(one => one.complete && one.naturalWidth === 0).length";
    assert!(window.number(broken).await < 1.0);
    let before = pictures(window).await;
    assert!(before > 1.0, "some of the first goods have pictures: {before}");

    // Switched off by keyboard, and on again; it is kept.
    let chooser = format!("{} {}", id("catalogue-table"), id("columns"));
    window.find(&chooser).await.focus().await.expect("focus");
    window.keys(Key::Enter + "").await;
    let switch = format!("{} input[value='picture']", id("catalogue-table"));
    window.find(&switch).await.focus().await.expect("focus");
    window.keys(" ").await;
    window.gone("[data-column=picture]").await;
    window.shot(&out().join("02-table-without.png")).await;
    window.find(&switch).await.focus().await.expect("focus");
    window.keys(" ").await;
    window.find("[data-column=picture] img[src]:not([hidden])").await;
    window.keys(Key::Escape + "").await;
}

async fn the_card_has_everything(window: &Window, article: &str, viewer: &Viewer) {
    search(window, article, "").await;
    window.find_with_text(&id("card"), article).await;
    let arrivals = window.find_with_text(&id("arrivals"), "контейнер 12").await;
    let text = support::window::shown(&arrivals).await;
    assert!(
        text.contains("12.12.2026") && text.contains("40") && text.contains("60,5"),
        "{text}"
    );
    window.find_with_text(&id("analogues"), "ПР-100").await;
    window
        .find_with_text(&id("card-files"), "Сертификат соответствия")
        .await;
    window
        .find_with_text(&id("card-files"), "Декларация о соответствии")
        .await;
    window.find_with_text(&id("card-files"), "31.03.2027").await;
    window.gone("[data-title='Видео']").await;
    window.shot(&out().join("03-card.png")).await;

    window.keys(&char::from(Key::F6).to_string()).await;
    window.find(&id("picture-large")).await;
    window.shot(&out().join("04-picture.png")).await;
    window.keys(Key::Right + "").await;
    window
        .find(&format!(
            "{}[data-at='1'] {}",
            id("picture-viewer"),
            id("picture-large")
        ))
        .await;
    window.keys(Key::Escape + "").await;
    window.find(&format!("{}:focus", id("catalogue-table"))).await;

    open_file(window, "Декларация о соответствии").await;
    assert_eq!(viewer.given(), b"%PDF-1.4 declaration");
    window.find_with_text("[role='status']", "Незашифрованная копия").await;
}

/// Opens a file of the card by keyboard.
async fn open_file(window: &Window, title: &str) {
    let button = window.find_with_text(&id("card-file-open"), title).await;
    button.focus().await.expect("focus");
    window.keys(Key::Enter + "").await;
}

async fn variants_are_filled_by_keyboard(window: &Window) {
    search(window, "перчатки рабочие", "Перчатки рабочие").await;
    window.find(&id("matrix")).await;
    window.keys(&char::from(Key::F7).to_string()).await;
    window.find(&format!("{} input:focus", id("matrix"))).await;
    // The cell of the row, whichever it is: to the corner of the table first.
    for _ in 0..5 {
        window.keys(Key::Up + "").await;
    }
    for _ in 0..3 {
        window.keys(Key::Left + "").await;
    }
    window
        .find(&format!("{} input[data-row='0'][data-column='0']:focus", id("matrix")))
        .await;
    for quantity in ["3", "2", "10"] {
        window.keys(quantity).await;
        window.keys(Key::Enter + "").await;
    }
    window.keys(Key::Right + "").await;
    window.keys("5").await;
    window.keys(Key::Enter + "").await;
    window.find_with_text(&id("matrix-total"), "20").await;
    window.find_with_text(&id("draft-strip-lines"), "4").await;
    // Escape restores a number, then leads back.
    window.keys("7").await;
    window.keys(Key::Escape + "").await;
    window.find(&format!("{} input:focus", id("matrix"))).await;
    window.shot(&out().join("05-matrix.png")).await;
    window.keys(Key::Escape + "").await;
    window.find(&format!("{}:focus", id("catalogue-table"))).await;
    window.find_with_text(&id("matrix-total"), "20").await;
}

async fn what_was_fetched_is_here_offline(
    window: Window,
    shop: &mut Shop,
    home: &Home,
    viewer: &Viewer,
    environment: &[(&str, std::ffi::OsString)],
) -> Window {
    shop.gateway.kill();
    window.kill();
    let window = Window::open(home.path(), Keyring::Unlocked, &[], environment).await;
    window.session().set_window_rect(0, 0, 1366, 768).await.expect("a size");
    window.first_row().await;
    window.find("[data-column=picture] img[src]:not([hidden])").await;
    search(&window, &shop.article, "").await;
    window.find_with_text(&id("arrivals"), "контейнер 12").await;
    window.keys(&char::from(Key::F6).to_string()).await;
    window.find(&id("picture-large")).await;
    window.keys(Key::Escape + "").await;
    open_file(&window, "Декларация о соответствии").await;
    assert_eq!(viewer.given(), b"%PDF-1.4 declaration");
    // What was never fetched says so, and nothing else is lost.
    open_file(&window, "Сертификат соответствия").await;
    window.find(&format!("{}[data-code='offline']", id("failure"))).await;
    window.find_with_text(&id("failure"), "ещё не загружали").await;
    window.shot(&out().join("06-offline.png")).await;
    shop.gateway.start();
    window.keys(&char::from(Key::F5).to_string()).await;
    open_file(&window, "Сертификат соответствия").await;
    assert!(viewer.given().starts_with(b"%PDF-"));
    window
}

async fn stock_is_told_in_three_ways(window: &Window, article: &str) {
    window.keys(&char::from(Key::F5).to_string()).await;
    let all = column(window, "stock").await;
    assert!(
        all.iter().all(|text| text.chars().all(|c| !c.is_alphabetic())),
        "{all:?}"
    );

    choose(window, "Будсервіс").await;
    window.click(&id("nav-catalogue")).await;
    window.press(Key::Control, 'k').await;
    window.type_over(&id("search"), article).await;
    let level = format!("{} [data-index='0'] [data-column=stock] .chip", id("catalogue-table"));
    let said = window.find(&level).await;
    window.find_with_text(&id("card"), article).await;
    let word = support::window::shown(&said).await;
    let said = support::window::shown(&window.find(&id("analogues")).await).await;
    assert!(
        ["нет", "мало", "много"].iter().any(|word| said.contains(word)),
        "{said}"
    );
    assert!(["нет", "мало", "много"].contains(&word.as_str()), "{word}");
    // What is on the way is not told either.
    window.gone(&id("arrivals")).await;
    window.shot(&out().join("07-words.png")).await;

    choose(window, "Иванов").await;
    window.gone("[data-column=stock]:not([hidden])").await;
    window.find_with_text(&id("card"), article).await;
    window.gone(&id("arrivals")).await;
    window.gone(&format!("{}:not([hidden])", id("in-stock"))).await;
    window.shot(&out().join("08-hidden.png")).await;
}
