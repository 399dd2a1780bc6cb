//! A claim in the real window: written offline with a photo, kept over a crash, uploaded once the network is back, answered
//! by the supplier from his command line, and told on the desktop.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use support::clipboard::Copied;
use support::dialog::{choose_in_dialog, windows_of};
use support::home::{Home, MOCK};
use support::id;
use support::window::{Keyring, Window};
use testkit::export::goods;
use testkit::photo::{Photo, holds};
use testkit::supplier::Supplier;
use thirtyfour::Key;

/// Where pictures of the story are left.
fn out() -> PathBuf {
    PathBuf::from("target/claims")
}

/// A supplier and a dealer with an order of ten bolts and five nuts.
fn ordered() -> (Supplier, Home) {
    let goods = goods(&[
        ("Б-1", "Болт М8х40 оцинкованный", "12.30", 100),
        ("Г-1", "Гайка М8", "0.50", 100),
    ]);
    let mut supplier = Supplier::with(&goods).expect("the gateway is built");
    supplier.kill();
    supplier.configure("[supplier]\nname = \"Метиз-Трейд\"\n[claims]\nanswer_days = 3\n[http]\npoll_s = 2\n");
    supplier.serve();
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    home.cabinet(&["sync"]);
    let draft: serde_json::Value =
        serde_json::from_str(&home.cabinet(&["draft", "new", "--name", "Ремонт", "--json"])).expect("JSON");
    let draft = draft["id"].as_str().expect("a draft").to_owned();
    let lines = home.path().join("lines.txt");
    std::fs::write(&lines, "Б-1;10\nГ-1;5\n").expect("lines");
    home.cabinet(&["draft", "add", &draft, lines.to_str().expect("UTF-8")]);
    home.cabinet(&["place", &draft, "--accept"]);
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

fn first_row(table: &str) -> String {
    format!("{} [role=row][data-index='0'][data-key]", id(table))
}

async fn state(window: &Window, state: &str) {
    window
        .find(&format!("{}[data-state='{state}']", id("claim-state")))
        .await;
}

#[tokio::test]
async fn a_claim_with_a_photo_survives_a_crash_offline_and_is_answered() {
    let (mut supplier, home) = ordered();
    let photos = tempfile::tempdir().expect("a folder");
    let photo = photos.path().join("IMG1.jpg");
    std::fs::write(&photo, Photo::of_phone(2_400, 1_800).bytes()).expect("a photo");
    let heic = photos.path().join("IMG2.jpg");
    std::fs::write(&heic, b"\0\0\0\x24ftypheic\0\0\0\0").expect("a photo");

    let window = open(&home).await;
    window.click(&id("nav-claims")).await;
    window.find_with_text("main", "нажмите F6").await;
    window.shot(&out().join("empty.png")).await;
    supplier.kill();
    window.click(&id("nav-orders")).await;
    window.click(&first_row("orders-table")).await;
    window.keys(Key::Enter + "").await;
    window
        .find(&format!("{} [role=row][data-index='0']", id("order-lines")))
        .await;
    window.keys(&char::from(Key::F6).to_string()).await;
    window.find(&id("claim-form")).await;
    window.find_with_text(&id("claim-view"), "Б-1").await;
    window
        .type_into(&id("claim-text"), "На трёх болтах сорвана резьба, видно на фото.")
        .await;
    let main = windows_of(&home).first().expect("the window").clone();
    window.click(&id("claim-attach")).await;
    choose_in_dialog(&home, &main, &photo);
    window.find(&id("claim-thumb")).await;
    window.click(&id("claim-attach")).await;
    choose_in_dialog(&home, &main, &heic);
    window
        .find(&format!("{} [data-reason='heic']", id("claim-refused")))
        .await;
    window.shot(&out().join("form.png")).await;

    kill_dead(&home);
    drop(window);
    let window = open(&home).await;
    window.click(&id("nav-claims")).await;
    window.click(&first_row("claims-table")).await;
    window.keys(Key::Enter + "").await;
    window.find(&id("claim-thumb")).await;
    let text = window.find(&id("claim-text")).await;
    let kept = text.prop("value").await.expect("property").unwrap_or_default();
    assert!(kept.contains("сорвана резьба"), "{kept}");
    window.type_over(&id("claim-quantity"), "3").await;
    window.click(&id("claim-send")).await;
    state(&window, "queued").await;
    window.find_with_text(&id("claim-waits"), "сети 1 файл из 1").await;
    window.gone(&id("failure")).await;
    window.shot(&out().join("queued.png")).await;

    // And once more, between attaching and uploading.
    kill_dead(&home);
    drop(window);
    let window = open(&home).await;
    supplier.serve();
    window.click(&id("nav-claims")).await;
    window.click(&first_row("claims-table")).await;
    window.keys(Key::Enter + "").await;
    window.find(&id("claim-view")).await;
    window.keys(&char::from(Key::F5).to_string()).await;
    state(&window, "received").await;
    window.find(&id("claim-deadline")).await;

    let saved = photos.path().join("at the supplier");
    let shown = supplier.console(&["claim", "show", "1", "--out", saved.to_str().expect("UTF-8")]);
    assert_eq!(shown["quantity_milli"], serde_json::json!(3_000));
    let arrived = std::fs::read(shown["saved"][0].as_str().expect("a file")).expect("the photo");
    assert!(arrived.starts_with(b"\xff\xd8\xff") && !holds(&arrived, b"Exif") && !holds(&arrived, b"GPS"));

    supplier.console(&["claim", "answer", "1", "--decision", "in-work"]);
    state(&window, "in_work").await;
    supplier.console(&[
        "claim",
        "answer",
        "1",
        "--text",
        "Заменим три болта со следующей поставкой.",
        "--decision",
        "accepted",
    ]);
    state(&window, "accepted").await;
    window.find_with_text(&id("claim-thread"), "Заменим три болта").await;
    home.wait_for("Рекламация 1");
    window.find(&format!("{}:not([data-unread='0'])", id("bell"))).await;
    window.type_into(&id("claim-reply"), "Спасибо, ждём.").await;
    window.click(&id("claim-say")).await;
    window.find_with_text(&id("claim-thread"), "Спасибо, ждём.").await;
    window.shot(&out().join("answered.png")).await;
    window.click(&id("bell")).await;
    window.find_with_text(&id("notices-table"), "Рекламация 1").await;
    window.shot(&out().join("notices.png")).await;
    window.click(&id("nav-claims")).await;
    window.find_with_text(&id("claims-table"), "принята").await;
    window.shot(&out().join("list.png")).await;
    window.close().await;
    for (language, theme) in [("uk", "dark"), ("en", "light")] {
        let settings = format!(r#"{{"language": "{language}", "theme": "{theme}"}}"#);
        std::fs::write(home.profile().join("settings.json"), settings).expect("settings");
        let window = open(&home).await;
        window.click(&id("nav-claims")).await;
        window.click(&first_row("claims-table")).await;
        window.shot(&out().join(format!("list-{language}.png"))).await;
        window.keys(Key::Enter + "").await;
        window.find(&id("claim-thumb")).await;
        window.shot(&out().join(format!("card-{language}.png"))).await;
        window.close().await;
    }
    assert_eq!(
        supplier.console(&["claim", "show", "1"])["messages"]
            .as_array()
            .expect("messages")
            .len(),
        3
    );
}

#[tokio::test]
async fn a_copied_picture_and_copied_files_are_pasted_into_a_claim_and_words_stay_words() {
    let (_supplier, home) = ordered();
    let folder = tempfile::tempdir().expect("a folder");
    let picture = folder.path().join("снимок.png");
    image::RgbaImage::from_pixel(900, 500, image::Rgba([200, 40, 40, 255]))
        .save(&picture)
        .expect("a picture");
    let paper = folder.path().join("Акт осмотра.pdf");
    std::fs::write(&paper, b"%PDF-1.4 act").expect("a paper");
    let list = folder.path().join("list");
    let escaped: String = paper
        .to_str()
        .expect("UTF-8")
        .bytes()
        .map(|byte| match byte {
            b'/' | b'.' | b'-' | b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    std::fs::write(&list, format!("file://{escaped}\r\n")).expect("a list");
    let words = folder.path().join("words");
    std::fs::write(&words, "помята упаковка").expect("words");

    let window = open(&home).await;
    window.click(&id("nav-orders")).await;
    window.click(&first_row("orders-table")).await;
    window.keys(Key::Enter + "").await;
    window
        .find(&format!("{} [role=row][data-index='0']", id("order-lines")))
        .await;
    window.keys(&char::from(Key::F6).to_string()).await;
    window.find(&format!("{}:focus", id("claim-text"))).await;
    let _turn = support::clipboard::turn();
    {
        // While the words are being typed: the picture goes to the files, nothing to the words.
        let _copied = Copied::file(&picture, "image/png");
        window.press(Key::Control, 'v').await;
        window.find_with_text(&id("claim-file"), "Снимок.jpg").await;
        window.find(&id("claim-thumb")).await;
    }
    {
        let _copied = Copied::file(&words, "UTF8_STRING");
        window.press(Key::Control, 'v').await;
        let started = Instant::now();
        let text = window.find(&id("claim-text")).await;
        while text.prop("value").await.expect("property").unwrap_or_default() != "помята упаковка" {
            assert!(started.elapsed() < Duration::from_secs(20), "words are pasted as words");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    {
        let _copied = Copied::file(&list, "text/uri-list");
        window.press(Key::Control, 'v').await;
        window.find_with_text(&id("claim-file"), "Акт осмотра.pdf").await;
    }
    window.shot(&out().join("pasted.png")).await;
    window.press(Key::Control, Key::Enter).await;
    state(&window, "received").await;
    window.close().await;
}
