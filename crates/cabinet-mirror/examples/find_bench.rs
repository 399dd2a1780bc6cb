//! Measures finding papers among many, keystroke by keystroke, in the encrypted file of one legal entity.
//!
//! `cargo run --release -p cabinet-mirror --example find_bench [PAPERS]`. Half of the papers are orders of ten lines, the other
//! half documents of the supplier, three in ten with a PDF of 1,500 letters. Not a test: figures depend on the machine.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement stops at the first surprise"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use cabinet_mirror::{EntityMirror, PaperQuery, entity};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::rows::{DocumentRow, OrderLineRow, OrderRow};
use cabinet_protocol::supplier_documents::{SupplierDocumentLineRow, SupplierDocumentRow, SupplierFileRow};
use common::{Dice, load};
use prost::Message;
use std::io::Write;
use std::time::Instant;

const GOODS: usize = 46_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const WORDS: &[&str] = &[
    "договор",
    "поставка",
    "склад",
    "водитель",
    "доверенность",
    "груз",
    "получил",
    "количество",
    "итого",
    "сумма",
    "условия",
    "отсрочка",
    "платёж",
    "пеня",
    "качество",
    "сертификат",
    "паспорт",
    "партия",
    "упаковка",
    "место",
];
const COMMENTS: &[&str] = &["", "", "срочно", "на объект Садовая", "позвонить водителю", "без замен"];

fn main() {
    let count: usize = std::env::args().nth(1).map_or(100_000, |text| text.parse().unwrap());
    let goods: Vec<(String, String)> = (0..GOODS)
        .map(common::item)
        .map(|item| (item.article, item.name))
        .collect();
    let mut rows: Vec<KeyedRow> = (0..count)
        .map(|n| {
            if n % 2 == 0 {
                order(n, &goods)
            } else {
                document(n, &goods)
            }
        })
        .collect();
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    let dir = tempfile::tempdir().unwrap();
    let id = "e".into();
    let mirror = EntityMirror::open(&dir.path().join(entity::file_name(&id)), &common::key(), &id).unwrap();
    let began = Instant::now();
    load(mirror.feeds(), &FeedName::Documents("e".to_owned()), "e", 1, &rows);
    say(&format!(
        "{count} papers loaded   {:>8} ms",
        began.elapsed().as_millis()
    ));
    let began = Instant::now();
    while mirror.index_papers().unwrap() > 0 {}
    say(&format!(
        "{count} papers indexed  {:>8} ms",
        began.elapsed().as_millis()
    ));

    let mut all = Vec::new();
    for typed in [
        "болт оцинкованный м8",
        "гайка",
        "МШ-00125",
        "ЦБ-000777",
        "водителю садовая",
        "доверенность пеня паспорт",
        "упд 41",
        "диск отрезной makita",
        "болты",
        "ljujdjh",
        "нигде такого нет",
    ] {
        let letters: Vec<char> = typed.chars().collect();
        let mut times = Vec::new();
        for _ in 0..5 {
            for end in 1..=letters.len() {
                let query = PaperQuery {
                    text: letters[..end].iter().collect(),
                    limit: 100,
                    with_files: true,
                    ..PaperQuery::default()
                };
                let began = Instant::now();
                let found = mirror.find_papers(&query).unwrap();
                times.push(began.elapsed().as_micros());
                assert!(found.rows.len() <= 100);
            }
        }
        let whole = PaperQuery {
            text: typed.to_owned(),
            limit: 1,
            ..PaperQuery::default()
        };
        let total = mirror.find_papers(&whole).unwrap().total;
        times.sort_unstable();
        say(&format!(
            "«{typed}»: {total} found, every keystroke with 100 rows: median {} us, worst {} us",
            times[times.len() / 2],
            times[times.len() - 1]
        ));
        all.extend(times);
    }
    all.sort_unstable();
    say(&format!("keystroke_median_us {}", all[all.len() / 2]));
    say(&format!("keystroke_p99_us {}", all[all.len() * 99 / 100]));
    say(&format!("keystroke_slowest_us {}", all[all.len() - 1]));
}

fn order(n: usize, goods: &[(String, String)]) -> KeyedRow {
    let mut dice = dice(n);
    let lines = (1..=10)
        .map(|ordinal| {
            let (article, name) = &goods[dice.roll(goods.len())];
            OrderLineRow {
                ordinal,
                item: article.clone(),
                article: article.clone(),
                name: name.clone(),
                unit: "шт".to_owned(),
                quantity_milli: 1000,
                ..OrderLineRow::default()
            }
        })
        .collect();
    let order = OrderRow {
        id: format!("{n:08}"),
        number: n.to_string(),
        onec_number: format!("ЦБ-{n:06}"),
        placed_at_ms: day(n) * DAY_MS,
        placed_by: "Анна Смирнова".to_owned(),
        state: "held".to_owned(),
        currency: "RUB".to_owned(),
        comment: dice.pick(COMMENTS).to_owned(),
        lines,
        ..OrderRow::default()
    };
    row(
        format!("o:{}", order.id),
        &DocumentRow {
            order: Some(order),
            ..DocumentRow::default()
        },
    )
}

fn document(n: usize, goods: &[(String, String)]) -> KeyedRow {
    let mut dice = dice(n);
    let lines = (0..5)
        .map(|_| {
            let (article, name) = &goods[dice.roll(goods.len())];
            SupplierDocumentLineRow {
                article: article.clone(),
                name: name.clone(),
                ..SupplierDocumentLineRow::default()
            }
        })
        .collect();
    let text = if dice.roll(10) < 3 {
        (0..200).map(|_| dice.pick(WORDS)).collect::<Vec<_>>().join(" ")
    } else {
        String::new()
    };
    let document = SupplierDocumentRow {
        id: format!("{n:08}"),
        kind: "upd".to_owned(),
        number: format!("УТ-{n:06}"),
        date: iso(day(n)),
        order: format!("{:08}", n - 1),
        lines,
        file: Some(SupplierFileRow {
            blake3: format!("{n:064}"),
            title: format!("УПД {n}"),
            extension: "pdf".to_owned(),
            bytes: 1,
            text_state: if text.is_empty() { "scan" } else { "whole" }.to_owned(),
            text,
        }),
        ..SupplierDocumentRow::default()
    };
    row(
        format!("d:{}", document.id),
        &DocumentRow {
            supplier_document: Some(document),
            ..DocumentRow::default()
        },
    )
}

fn dice(n: usize) -> Dice {
    let mut dice = Dice((n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    for _ in 0..4 {
        dice.roll(2);
    }
    dice
}

/// Some ten years of papers.
fn day(n: usize) -> i64 {
    16_800 + i64::try_from(n * 7919 % 3650).unwrap()
}

/// A day of a calendar in which every month has thirty of them and every year twelve such months.
fn iso(day: i64) -> String {
    let day = day - 16_800;
    format!("{:04}-{:02}-{:02}", 2016 + day / 360, day / 30 % 12 + 1, day % 28 + 1)
}

fn row(key: String, row: &DocumentRow) -> KeyedRow {
    KeyedRow {
        key,
        body: row.encode_to_vec(),
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
}
