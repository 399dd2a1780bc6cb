//! The program among others on a real desktop: one window for each profile, its place, its size, the tray, the
//! clipboard, and starting with the system.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::process::Command;
use std::time::{Duration, Instant};
use support::home::{Home, TRAY};
use support::id;
use support::window::{Keyring, Window};
use testkit::export::goods;
use testkit::supplier::Supplier;
use thirtyfour::Key;

const PATIENCE: Duration = Duration::from_secs(30);

async fn open(home: &Home, more: &[&str]) -> Window {
    home.open(Keyring::Daemon(TRAY), more).await
}

/// Writes a choice before the first start.
fn choose(home: &Home, settings: &str) {
    std::fs::create_dir_all(home.profile()).expect("a profile");
    std::fs::write(home.profile().join("settings.json"), settings).expect("settings");
}

/// Asks until the answer is as wanted.
fn until<T: std::fmt::Debug>(what: &str, ask: impl Fn() -> T, is_right: impl Fn(&T) -> bool) -> T {
    let began = Instant::now();
    loop {
        let answer = ask();
        if is_right(&answer) {
            return answer;
        }
        assert!(began.elapsed() < PATIENCE, "{what}: {answer:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The shown windows of the program that belongs to a home, as the display server names them.
fn windows_of(home: &Home) -> Vec<String> {
    let search = || {
        let mut command = Command::new("xdotool");
        command.args(["search", "--onlyvisible", "--class", "dealer-cabinet"]);
        command.output().expect("xdotool is installed by `cargo xtask test`")
    };
    // A search breaks off when a window of another story vanishes under it.
    let out = until("a search to its end", search, |out| out.stderr.is_empty());
    String::from_utf8_lossy(&out.stdout)
        .lines()
        .filter(|window| home.runs(&asked(&["getwindowpid", window])))
        .map(str::to_owned)
        .collect()
}

fn asked(words: &[&str]) -> String {
    let out = Command::new("xdotool").args(words).output().expect("xdotool");
    String::from_utf8_lossy(&out.stdout).trim().to_owned()
}

/// Closes the window as its title bar does.
fn close_by_title_bar(home: &Home) {
    let script = "import sys; from Xlib import X, display; from Xlib.protocol import event\n\
        d = display.Display(); w = d.create_resource_object('window', int(sys.argv[1]))\n\
        say = event.ClientMessage(window=w, client_type=d.intern_atom('WM_PROTOCOLS'),\n\
            data=(32, [d.intern_atom('WM_DELETE_WINDOW'), X.CurrentTime, 0, 0, 0]))\n\
        w.send_event(say); d.sync()\n";
    support::succeed(Command::new("/usr/bin/python3").args(["-c", script, &the_window(home)]));
}

fn the_window(home: &Home) -> String {
    let shown = until("one window is shown", || windows_of(home), |windows| windows.len() == 1);
    shown[0].clone()
}

/// Left, top, width, height.
fn geometry(window: &str) -> Vec<i64> {
    let told = asked(&["getwindowgeometry", "--shell", window]);
    ["X=", "Y=", "WIDTH=", "HEIGHT="]
        .iter()
        .filter_map(|name| told.lines().find_map(|line| line.strip_prefix(name))?.parse().ok())
        .collect()
}

#[tokio::test]
async fn a_second_start_raises_the_first_and_the_command_line_is_told_who_has_the_profile() {
    let home = Home::new();
    choose(&home, r#"{"stays_in_tray": true}"#);
    let window = open(&home, &[]).await;
    window.find(&id("enrol-url")).await;
    home.wait_for("RegisterStatusNotifierItem");
    close_by_title_bar(&home);
    until("closed into the tray", || windows_of(&home), Vec::is_empty);

    // Starting with the system wants the program to run, which it does.
    assert!(home.second_start(&["--hidden"]).status.success());
    assert_eq!(windows_of(&home), Vec::<String>::new());
    assert!(home.second_start(&[]).status.success());
    the_window(&home);

    let out = home
        .command("cabinet", "CABINET_BIN")
        .arg("status")
        .output()
        .expect("it runs");
    let words = String::from_utf8_lossy(&out.stderr);
    assert!(!out.status.success() && words.contains("window"), "{words}");
    // A profile of its own has a window of its own.
    let other = Home::new();
    let second = open(&other, &[]).await;
    second.find(&id("enrol-url")).await;
    second.close().await;
    window.close().await;
}

#[tokio::test]
async fn without_a_tray_the_window_closes_and_the_program_ends() {
    let home = Home::new();
    choose(&home, r#"{"stays_in_tray": false}"#);
    let window = open(&home, &[]).await;
    window.find(&id("enrol-url")).await;
    close_by_title_bar(&home);
    let free = || {
        let status = home.command("cabinet", "CABINET_BIN").arg("status").output();
        status.expect("it runs").status.success()
    };
    until("the profile is free", free, |is_free| *is_free);
    drop(window);
}

#[tokio::test]
async fn the_window_opens_where_it_was_left_but_never_off_the_screen() {
    let home = Home::new();
    let window = open(&home, &[]).await;
    window.find(&id("enrol-url")).await;
    let frame = the_window(&home);
    asked(&["windowmove", &frame, "240", "130"]);
    asked(&["windowsize", &frame, "1100", "640"]);
    let file = home.profile().join("window.json");
    let kept = || std::fs::read_to_string(&file).unwrap_or_default().replace(' ', "");
    until("the place is kept", kept, |text| {
        text.contains(r#""x":240,"y":130,"width":1100,"height":640"#)
    });
    window.close().await;

    let window = open(&home, &[]).await;
    window.find(&id("enrol-url")).await;
    let frame = the_window(&home);
    until(
        "it stands where it stood",
        || geometry(&frame),
        |at| *at == [240, 130, 1100, 640],
    );
    window.close().await;

    // The screen on its right was taken away.
    std::fs::write(&file, kept().replace("240", "5000")).expect("write");
    for words in [&[][..], &["--reset-window"]] {
        let window = open(&home, words).await;
        window.find(&id("enrol-url")).await;
        let at = geometry(&the_window(&home));
        assert!(at[0] >= 0 && at[0] + at[2] <= 1920 && at[2] == 1366, "{at:?}");
        window.close().await;
    }
}

/// A dealer who sees two goods.
fn enrolled() -> (Supplier, Home) {
    let supplier = Supplier::with(&goods(&[
        ("00-1", "Болт &lt;М8&gt;х40", "12.30", 25),
        ("Г-1", "Гайка М8", "1000.5", 7),
    ]))
    .expect("the gateway is built");
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    home.cabinet(&["sync"]);
    (supplier, home)
}

#[tokio::test]
async fn taken_rows_go_to_spreadsheets_and_a_selected_text_goes_as_it_is() {
    let (_supplier, home) = enrolled();
    let window = open(&home, &[]).await;
    window.catalogue().await;
    window
        .click(&format!(
            "{} [role=row][data-index='0'] [data-column='article']",
            id("catalogue-table")
        ))
        .await;
    let _turn = support::clipboard::turn();
    window.press(Key::Shift, Key::Down).await;
    window.press(Key::Control, 'c').await;
    window.find_with_text(&id("said"), "2").await;
    let taken = |target: &str| {
        let mut command = home.on_bus("xclip");
        support::succeed(command.args(["-o", "-selection", "clipboard", "-t", target]))
    };
    let text = taken("UTF8_STRING");
    let cells: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(cells.len(), 2, "{text}");
    assert_eq!(
        (cells[0][0], cells[0][1], cells[1][0]),
        ("00-1", "Болт <М8>х40", "Г-1"),
        "{text}"
    );
    assert!(cells[1].contains(&"1000,5"), "a figure without spaces: {text}");
    let html = taken("text/html");
    assert!(
        html.contains(r#"x:num="1000.5""#) && html.contains("Болт &lt;М8&gt;х40"),
        "{html}"
    );
    assert!(
        html.contains(r#"style="mso-number-format:'\@'">00-1<"#),
        "an article stays a text: {html}"
    );

    window.find_with_text(&id("card-name"), "Гайка").await;
    let select = format!(
        "getSelection().selectAllChildren(document.querySelector(\"{}\"));",
        id("card-name")
    );
    window
        .session()
        .execute(select, Vec::new())
        .await
        .expect("the script runs");
    window.press(Key::Control, 'c').await;
    until("the text is copied", || taken("UTF8_STRING"), |text| text == "Гайка М8");
    window.close().await;
}

#[tokio::test]
async fn the_system_starts_the_program_when_asked_and_the_page_stays_as_large_as_it_was_made() {
    let (_supplier, home) = enrolled();
    let window = open(&home, &[]).await;
    window.click(&id("nav-settings")).await;
    window.click(&format!("{}:enabled", id("settings-autostart"))).await;
    let entry = || {
        let folder = std::fs::read_dir(home.path().join(".config/autostart"));
        let files: Vec<_> = folder.into_iter().flatten().flatten().map(|file| file.path()).collect();
        files
            .first()
            .map(|file| std::fs::read_to_string(file).expect("the entry"))
    };
    let text = until("the entry of autostart", entry, Option::is_some).expect("an entry");
    let exec = text
        .lines()
        .find_map(|line| line.strip_prefix("Exec="))
        .expect("a command");
    assert!(
        exec.contains("--hidden") && exec.contains(&format!("\"{}\"", home.profile().display())),
        "{exec}"
    );
    window.find(&format!("{}:checked", id("settings-autostart"))).await;

    // The driver clicks beside what it means on a zoomed page, so this comes last.
    let width = "return window.innerWidth;";
    let usual = window.number(width).await;
    window.press(Key::Control, '=').await;
    until_zoomed(&window, usual / 1.1).await;
    window.close().await;

    let window = open(&home, &[]).await;
    window.catalogue().await;
    until_zoomed(&window, usual / 1.1).await;
    while window.number(width).await > usual / 1.9 {
        let before = window.number(width).await;
        window.press(Key::Control, '=').await;
        until_narrower(&window, before).await;
    }
    for page in '1'..='9' {
        window.press(Key::Alt, page).await;
        assert_eq!(
            window.number(BEYOND).await,
            0.0,
            "something of page {page} stands beyond the window"
        );
    }
    window.close().await;
}

/// Controls that stand beyond the window and in nothing that scrolls.
const BEYOND: &str = "
    const scrolls = element => {
        for (let at = element.parentElement; at; at = at.parentElement)
            if (/auto|scroll/.test(getComputedStyle(at).overflow)) return true;
        return false;
    };
    return [...document.querySelectorAll('button, input, select, h2')].filter(element => {
        const at = element.getBoundingClientRect();
        const isShown = at.width > 0 && at.height > 0;
        return isShown && (at.right > innerWidth + 1 || at.left < -1) && !scrolls(element);
    }).length;";

/// Waits until the zoom of a key is seen.
#[allow(clippy::disallowed_types, reason = "numbers of scripts are floats")]
async fn until_narrower(window: &Window, before: f64) {
    let began = Instant::now();
    while window.number("return window.innerWidth;").await >= before {
        assert!(began.elapsed() < PATIENCE, "the page is still {before} wide");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until the page is as wide, give or take a dot of rounding.
#[allow(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "numbers of scripts are floats"
)]
async fn until_zoomed(window: &Window, width: f64) {
    let began = Instant::now();
    loop {
        let is = window.number("return window.innerWidth;").await;
        if (is - width).abs() < 2.0 {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{is} instead of {width}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
