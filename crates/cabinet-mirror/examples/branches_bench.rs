//! Measures loading and searching the branches of a carrier, keystroke by keystroke.
//!
//! `cargo run --release -p cabinet-mirror --example branches_bench [BRANCHES]`. Not a test: figures depend on the machine.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement stops at the first surprise"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use cabinet_protocol::delivery::BranchRow;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use common::load;
use prost::Message;
use std::io::Write;
use std::time::Instant;

const CITIES: [&str; 8] = [
    "Киев",
    "Львов",
    "Одесса",
    "Полтава",
    "Днепр",
    "Горишние Плавни",
    "Харьков",
    "Ровно",
];

fn main() {
    let count: usize = std::env::args().nth(1).map_or(10_000, |text| text.parse().unwrap());
    let mut rows: Vec<KeyedRow> = (0..count)
        .map(|n| {
            let row = BranchRow {
                carrier: "np".to_owned(),
                id: format!("{n:07}"),
                city: CITIES[n % CITIES.len()].to_owned(),
                number: (n / CITIES.len()).to_string(),
                address: format!("ул. Садовая, {}", n % 97),
                note: "до 30 кг".to_owned(),
            };
            KeyedRow {
                key: BranchRow::key(&row.carrier, &row.id),
                body: row.encode_to_vec(),
            }
        })
        .collect();
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let began = Instant::now();
    load(mirror.feeds(), &FeedName::Branches, "e", 1, &rows);
    say(&format!(
        "{count} branches loaded     {:>8} us",
        began.elapsed().as_micros()
    ));
    for typed in ["", "г", "го", "горишние", "горишние 12", "12", "садовая 5", "нигде"] {
        let mut times: Vec<u128> = (0..20)
            .map(|_| {
                let began = Instant::now();
                let found = mirror.branches("np", typed, 0, 100).unwrap();
                assert!(found.rows.len() <= 100);
                began.elapsed().as_micros()
            })
            .collect();
        times.sort_unstable();
        let total = mirror.branches("np", typed, 0, 1).unwrap().total;
        say(&format!(
            "«{typed}»: {total} found, median {} us, worst {} us",
            times[10], times[19]
        ));
    }
    let began = Instant::now();
    let last = mirror
        .branches("np", "", u32::try_from(count).unwrap() - 100, 100)
        .unwrap();
    say(&format!(
        "the last window of {}: {} us",
        last.total,
        began.elapsed().as_micros()
    ));
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
}
