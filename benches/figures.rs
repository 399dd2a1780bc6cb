//! The figures of docs/performance.md, taken on the release build with the real gateway on loopback.
//!
//! `cargo xtask bench` builds everything and runs this; it prints each figure beside its goal and fails on none of them,
//! for a shared machine's time is no test.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a benchmark"
)]
#![allow(missing_docs, clippy::needless_pass_by_value, reason = "a benchmark")]
#![allow(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "milliseconds for people"
)]

#[path = "shared/mod.rs"]
mod shared;
#[path = "shared/speed.rs"]
mod speed;
#[path = "../tests/support/mod.rs"]
mod support;

use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::catalogue::{self, CatalogueQuery};
use cabinet_commands::{drafts, orders, profile, sync};
use shared::{line, ms, peak_kib, percentile, seconds};
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use support::gateway::{Gateway, generated_export};
use support::window::{Keyring, Window};
use support::{program, succeed};

const PRODUCTS: u32 = 46_000;
const PASSPHRASE: &str = "benchmark";

#[tokio::main(flavor = "multi_thread")]
async fn main() {
    line("figure", "measured", "goal");
    let export = generated_export(PRODUCTS);
    let mut gateway = import_figures(export.path());
    let entity = gateway.entity("ООО «Ромашка»", "7707083893");
    let code = gateway.invite(&[&entity], "Анна Смирнова", "buyer");
    gateway.start();
    let home = tempfile::tempdir().expect("a home");
    let cabinet = first_sync(&gateway, &code, &home.path().join("profile")).await;
    no_change(&cabinet).await;
    delta(&gateway, &cabinet).await;
    search(&cabinet, &entity).await;
    draft_figures(&cabinet, &entity).await;
    let python = shared::python();
    speed::order_entry(
        &cabinet,
        &entity,
        home.path(),
        python.as_deref(),
        &speed::Goals::of(PRODUCTS),
    )
    .await;
    drop(cabinet);
    window_figures(&gateway, &entity, home.path()).await;
}

/// Imports the whole export and a tenth of it, as processes, and compares their peak memory.
fn import_figures(export: &Path) -> Gateway {
    let gateway = Gateway::new();
    let started = Instant::now();
    let large_kib = peak_kib(gateway.command(&["import"]).arg(export));
    let took = started.elapsed();
    let small = generated_export(PRODUCTS / 10);
    let small_kib = peak_kib(Gateway::new().command(&["import"]).arg(small.path()));
    line("import of the export, 46,000 articles", &seconds(took), "10 s");
    line(
        "gateway memory at the import",
        &format!("{} MB", large_kib / 1024),
        "flat",
    );
    line(
        "the same for a tenth of the goods",
        &format!("{} MB", small_kib / 1024),
        "",
    );
    gateway
}

async fn first_sync(gateway: &Gateway, code: &str, directory: &Path) -> Cabinet {
    let cabinet = Cabinet::open(directory.to_path_buf(), OpenOptions::default())
        .await
        .expect("a profile");
    let request = profile::EnrollRequest {
        url: gateway.url(),
        code: code.to_owned(),
        passphrase: Some(PASSPHRASE.to_owned()),
    };
    let started = Instant::now();
    profile::enroll(&cabinet, request).await.expect("enrolled");
    let enrolled = started.elapsed();
    let watched = cabinet.clone();
    let searchable = tokio::spawn(async move {
        loop {
            if sync::status(&watched).await.is_ok_and(|status| status.is_searchable) {
                return started.elapsed();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    // Enrolment starts the first sync by itself in the window; here it is asked for.
    sync::now(&cabinet).await.expect("the first sync");
    line("enrolment (passphrase sealed by Argon2id)", &ms(enrolled), "");
    line(
        "enrol to searchable",
        &ms(searchable.await.expect("watched")),
        "2000 ms",
    );
    line("enrol to everything loaded", &ms(started.elapsed()), "");
    cabinet
}

async fn no_change(cabinet: &Cabinet) {
    let mut times = Vec::new();
    for _ in 0..20 {
        let started = Instant::now();
        sync::now(cabinet).await.expect("a sync");
        times.push(started.elapsed());
    }
    line(
        "sync with nothing new, median of 20",
        &ms(percentile(&mut times, 50)),
        "50 ms",
    );
}

async fn delta(gateway: &Gateway, cabinet: &Cabinet) {
    let mut times = Vec::new();
    for round in 1..=3 {
        let dir = tempfile::tempdir().expect("a folder");
        succeed(
            Command::new(program("DEMO_SUPPLIER_BIN", "demo-supplier"))
                .args([
                    "changes",
                    "--products",
                    &PRODUCTS.to_string(),
                    "--prices",
                    "1000",
                    "--round",
                    &round.to_string(),
                    "--out",
                ])
                .arg(dir.path()),
        );
        gateway.import(&[dir.path().to_path_buf()]);
        let started = Instant::now();
        let report = sync::now(cabinet).await.expect("a sync");
        times.push(started.elapsed());
        assert!(report.rows_changed > 0, "the update reached the mirror");
    }
    line(
        "delta of 1,000 changed prices, median of 3",
        &ms(percentile(&mut times, 50)),
        "150 ms",
    );
}

fn query(entity: &str, text: &str) -> CatalogueQuery {
    CatalogueQuery::of_text(entity.to_owned(), text.to_owned())
}

/// Every keystroke of what people type: names, parts of articles, several words.
async fn search(cabinet: &Cabinet, entity: &str) {
    let page = catalogue::page(cabinet, query(entity, ""), 0, 200)
        .await
        .expect("a page");
    let (mut rows, mut counts) = (Vec::new(), Vec::new());
    for row in page.rows.iter().step_by(4) {
        let words: Vec<&str> = row.name.split_whitespace().take(3).collect();
        for text in [
            words.join(" "),
            row.article.clone(),
            row.article.chars().skip(3).take(6).collect(),
        ] {
            for end in text.char_indices().map(|(at, c)| at + c.len_utf8()) {
                let started = Instant::now();
                let found = catalogue::page(cabinet, query(entity, &text[..end]), 0, 80)
                    .await
                    .expect("a page");
                rows.push(started.elapsed());
                if !found.is_counted {
                    catalogue::count(cabinet, query(entity, &text[..end]))
                        .await
                        .expect("a count");
                }
                counts.push(started.elapsed());
            }
        }
    }
    let count = rows.len();
    line(
        &format!("search keystroke as a command, median of {count}"),
        &ms(percentile(&mut rows, 50)),
        "",
    );
    line(
        "search keystroke as a command, p99",
        &ms(percentile(&mut rows, 99)),
        "2 ms",
    );
    line(
        "the same with the count that follows, median",
        &ms(percentile(&mut counts, 50)),
        "",
    );
    line(
        "the same with the count that follows, p99",
        &ms(percentile(&mut counts, 99)),
        "",
    );
}

async fn draft_figures(cabinet: &Cabinet, entity: &str) {
    let page = catalogue::page(
        cabinet,
        CatalogueQuery {
            in_stock_only: true,
            ..query(entity, "")
        },
        0,
        500,
    )
    .await
    .expect("a page");
    let draft = drafts::create(cabinet, entity.to_owned(), "Измерение".to_owned())
        .await
        .expect("a draft")
        .id;
    let mut times = Vec::new();
    for row in &page.rows {
        let request = drafts::QuantityRequest {
            draft: draft.clone(),
            item: row.item.clone(),
            quantity_milli: 1000,
        };
        let started = Instant::now();
        drafts::set_quantity(cabinet, request).await.expect("a line");
        times.push(started.elapsed());
    }
    line(
        "a line added durably, median of 500",
        &ms(percentile(&mut times, 50)),
        "10 ms",
    );
    line("a line added durably, p99", &ms(percentile(&mut times, 99)), "");
    let mut times = Vec::new();
    for _ in 0..10 {
        let started = Instant::now();
        let check = orders::check(cabinet, draft.clone()).await.expect("a check");
        times.push(started.elapsed());
        assert_eq!(check.lines_total, 500);
    }
    line(
        "checkout of 500 lines, median of 10",
        &ms(percentile(&mut times, 50)),
        "200 ms",
    );
}

async fn window_figures(gateway: &Gateway, entity: &str, home: &Path) {
    let profile = home.join("profile").into_os_string();
    let _ = (gateway, entity);
    let environment = [
        ("CABINET_PROFILE", profile),
        ("CABINET_PASSPHRASE", PASSPHRASE.into()),
        ("LANG", "ru_RU.UTF-8".into()),
    ];
    let window = Window::open(home, Keyring::None, &[], &environment).await;
    window
        .find("[data-testid='catalogue-table'] [role=row][data-index='0']")
        .await;
    let paint = window
        .number("return performance.getEntriesByType('paint').find(e => e.name === 'first-contentful-paint').startTime")
        .await;
    line(
        "window: page start to first paint",
        &format!("{paint:.0} ms"),
        "1000 ms",
    );
    let mut letters = Vec::new();
    for text in ["болт м8", "гайка", "din 933", "ключ рожк"] {
        letters.extend(type_into_search(&window, text).await);
    }
    for (name, of) in [
        ("window: keystroke to changed rows in the page", "changed"),
        ("window: keystroke to the frame with them", "shown"),
    ] {
        let mut times: Vec<Duration> = letters.iter().map(|letter| letter[of]).collect();
        let measured = format!(
            "{} / {}",
            ms(percentile(&mut times, 50)),
            ms(percentile(&mut times, 90))
        );
        line(&format!("{name}, median / p90"), &measured, "a frame");
    }
    line(
        "window: whole app, PSS with WebKit",
        &format!("{} MB", window.pss_kib() / 1024),
        "420 MB",
    );
    window.close().await;
}

/// The moments of each letter, by name.
async fn type_into_search(window: &Window, text: &str) -> Vec<HashMap<String, Duration>> {
    let answer = window
        .session()
        .execute_async(include_str!("keystrokes.js"), vec![text.into()])
        .await
        .expect("the script types");
    let letters: Vec<HashMap<String, f64>> = answer.convert().expect("moments of letters");
    letters
        .into_iter()
        .map(|letter| {
            letter
                .into_iter()
                .map(|(name, ms)| (name, Duration::from_secs_f64(ms / 1000.0)))
                .collect()
        })
        .collect()
}
