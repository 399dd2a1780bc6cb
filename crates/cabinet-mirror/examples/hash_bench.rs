//! What the hash of a feed costs: loading goods, prices and stock with and without it, reading a mirror through, and a page of
//! changes. `cargo run --release -p cabinet-mirror --example hash_bench -- 100000`
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement talks to the person who runs it"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use common::{catalogue, hash_of, item, page, price_row, prices, rows_of_items, snapshot, stock, stock_row};
use std::time::Instant;

fn main() {
    let count: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let items = rows_of_items(&(0..count).map(item).collect::<Vec<_>>());
    let each = |row: &dyn Fn(&str) -> KeyedRow| items.iter().map(|item| row(&item.key)).collect::<Vec<_>>();
    let feeds: [(FeedName, Vec<KeyedRow>); 3] = [
        (catalogue(), items.clone()),
        (prices(0), each(&|key| price_row(key, 12_300_000))),
        (stock(0), each(&|key| stock_row(key, 5_000))),
    ];
    for has_hash in [false, true, false, true] {
        let dir = tempfile::tempdir().unwrap();
        let mirror = common::open(dir.path());
        for (feed, rows) in &feeds {
            let (mut manifest, segments) = snapshot(feed, "e", 1, rows, 16_384);
            if !has_hash {
                manifest.feed_hash = None;
            }
            let began = Instant::now();
            let mut load = mirror.feeds().begin_snapshot(&manifest).unwrap();
            for (info, rows) in manifest.segments.iter().zip(&segments) {
                load.apply_segment(&info.blake3, rows).unwrap();
            }
            let applied = began.elapsed();
            load.publish().unwrap();
            println!(
                "{feed}: {} rows, hash {has_hash}: applied {applied:?}, published {:?}",
                rows.len(),
                began.elapsed().saturating_sub(applied)
            );
        }
        if has_hash {
            for (feed, _) in &feeds {
                let began = Instant::now();
                mirror.feeds().check_rows(feed, 1).unwrap();
                println!("{feed}: read through in {:?}", began.elapsed());
            }
        }
        // Every tenth price changes.
        let mut now = feeds[1].1.clone();
        let changed: Vec<KeyedRow> = now.iter().step_by(10).map(|row| price_row(&row.key, 1)).collect();
        for (row, new) in now.iter_mut().step_by(10).zip(&changed) {
            row.clone_from(new);
        }
        let mut changes = page("e", 1, &changed);
        if has_hash {
            changes.feed_hash = hash_of(&now).to_bytes().to_vec();
        }
        let began = Instant::now();
        mirror.feeds().apply_changes(&feeds[1].0, &changes).unwrap();
        println!(
            "page of {} prices, hash {has_hash}: {:?}",
            changed.len(),
            began.elapsed()
        );
    }
}
