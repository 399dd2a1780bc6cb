//! Answers that are damaged or meant to harm, thousands of them, to a device that syncs again and again.

use crate::amount::Amount;
use crate::dealer::difference;
use crate::device::Device;
use crate::plant::Plant;
use crate::spoil::Spoiler;
use crate::tally::{Ended, Tally, memory_kib, peak_kib};
use cabinet_simulation::dice::Dice;
use cabinet_simulation::dump::Rows;
use std::collections::{BTreeMap, BTreeSet};

/// Of a thousand answers so many are spoiled.
const IN_THOUSAND: u64 = 400;

/// The most memory that device and proxy together may take, in KiB.
const MEMORY_KIB: u64 = 256 * 1024;

/// After so many spoiled answers there is a time without.
const HONEST_EVERY: u64 = 50;

/// Tables whose rows do not depend on others that may not be here yet.
const TABLES: &[&str] = &[
    "price",
    "stock",
    "stock_level",
    "price_type",
    "warehouse",
    "item_article",
];

/// A round is one spoiled answer. `None` when a binary is missing.
#[must_use]
pub fn run(amount: Amount) -> Option<Ended> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let plant = Plant::with(amount.products)?;
    Some(runtime.block_on(spoil(plant, amount)))
}

async fn spoil(mut plant: Plant, amount: Amount) -> Ended {
    let mut tally = Tally::begin("hostile answers");
    let mut dice = Dice::new(amount.seed);
    let spoiler = Spoiler::before(plant.gateway.address(), amount.seed);
    let url = plant.gateway.url();
    let mut device = Device::enrol(&url, &plant.code(), &spoiler.url()).await;
    device.sync().await.unwrap();
    let mut ever = BTreeSet::new();
    remember(&mut ever, &device.rows());
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    let (mut syncs, mut signed_out, mut next_honest, mut early_kib) = (0_u64, 0_u64, HONEST_EVERY, 0);
    while tally.rounds < amount.rounds {
        spoiler.spoil(0);
        plant.publish(amount.products.min(100));
        let fresh = Device::enrol(&url, &plant.code(), &url).await;
        fresh.sync().await.unwrap();
        let truth = fresh.rows();
        remember(&mut ever, &truth);
        drop(fresh);
        while tally.rounds < next_honest.min(amount.rounds) {
            match dice.below(8) {
                0 => device.forget_mirror(),
                1 | 2 => device.restart(),
                _ => {}
            }
            spoiler.spoil(IN_THOUSAND);
            let said = match device.sync().await {
                Ok(report) => report
                    .problem
                    .map_or_else(|| "no problem".to_owned(), |problem| chain(&problem)),
                Err(error) => chain(&error),
            };
            *words.entry(said).or_default() += 1;
            syncs += 1;
            for (table, row) in kept(&device.rows()) {
                tally.hold(ever.contains(&(table.clone(), row.clone())), || {
                    format!("a row that no gateway ever sent stands in {table}: {row}")
                });
            }
            tally.rounds = spoiler.spoiled().values().sum();
        }
        if early_kib == 0 && tally.rounds >= amount.rounds / 10 {
            early_kib = memory_kib(std::process::id());
        }
        next_honest = tally.rounds + HONEST_EVERY;
        tally.struck = tally.rounds;
        if tally.rounds % 1_000 < HONEST_EVERY {
            tally.progress(1);
        }
        spoiler.spoil(0);
        // A second one only where the first had to throw away what was left of a snapshot.
        let mut last = device.sync().await;
        if !matches!(&last, Ok(report) if report.problem.is_none()) {
            last = device.sync().await;
        }
        match last {
            Ok(report) if report.problem.is_none() => {}
            Err(error) if Device::is_signed_out(&error) => {
                signed_out += 1;
                device = Device::enrol(&url, &plant.code(), &spoiler.url()).await;
                device.sync().await.unwrap();
            }
            other => tally.wrong(format!("honest answers again: {other:?}")),
        }
        if let Some(differs) = difference(&device.rows(), &truth) {
            tally.wrong(format!("not as a fresh device: {differs}"));
        }
    }
    tally.figure(
        "memory after a tenth and at the end, KiB",
        format!("{early_kib}, {}", memory_kib(std::process::id())),
    );
    let peak = peak_kib(std::process::id());
    tally.hold(peak <= MEMORY_KIB, || format!("{peak} KiB of memory at once"));
    tally.hold(signed_out == 0, || {
        format!("the device was signed out for good {signed_out} times")
    });
    tally.figure("syncs", syncs);
    for (way, count) in spoiler.spoiled() {
        tally.figure(format!("spoiled: {way:?}"), count);
    }
    for (said, count) in words {
        tally.figure(format!("said: {said}"), count);
    }
    tally.end()
}

fn chain(error: &dyn std::error::Error) -> String {
    // Only the first two: what lies beneath names ports and offsets.
    let mut text = error.to_string();
    if let Some(cause) = error.source() {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text.chars()
        .map(|c| if c.is_ascii_digit() { '#' } else { c })
        .take(140)
        .collect()
}

fn kept(rows: &Rows) -> Vec<(String, String)> {
    let is_compared = |table: &str| TABLES.iter().any(|known| table.ends_with(&format!("/{known}")));
    rows.iter()
        .filter(|(table, _)| is_compared(table))
        .flat_map(|(table, rows)| rows.iter().map(|row| (table.clone(), row.clone())))
        .collect()
}

fn remember(ever: &mut BTreeSet<(String, String)>, rows: &Rows) {
    ever.extend(kept(rows));
}
