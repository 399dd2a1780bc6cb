//! Bad networks: 1 Mbit/s two seconds away, answers that are cut, connections that die without a word, a hotel's sign-in page.
//!
//! A first load is done over each; however it is cut, the next sync goes on from there, and a segment is fetched again at
//! most once for each cut.

use crate::amount::Amount;
use crate::dealer::difference;
use crate::device::Device;
use crate::link::{Badness, Link};
use crate::plant::Plant;
use crate::tally::{Ended, Tally};
use cabinet_simulation::dump::Rows;
use std::time::{Duration, Instant};

/// One Mbit/s.
const SLOW_BYTES: u64 = 125_000;

/// The most tries until a load has come to its end.
const MOST_TRIES: u64 = 400;

/// A round is one first load: `rounds` over answers that are cut, a fifth of that over connections that die, one over a slow
/// line, one behind a sign-in page. `None` when a binary is missing.
#[must_use]
pub fn run(amount: Amount) -> Option<Ended> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let plant = Plant::with(amount.products)?;
    Some(runtime.block_on(all(&plant, amount)))
}

async fn all(plant: &Plant, amount: Amount) -> Ended {
    let mut tally = Tally::begin("networks");
    let link = Link::before(plant.gateway.address(), amount.seed);
    let url = plant.gateway.url();
    let fresh = Device::enrol(&url, &plant.code(), &url).await;
    fresh.sync().await.unwrap();
    let truth = fresh.rows();
    drop(fresh);
    let mut device = Device::enrol(&url, &plant.code(), &link.url()).await;

    let page = Badness {
        has_page: true,
        ..Badness::default()
    };
    link.set(page);
    for _ in 0..3 {
        let said = device.sync().await;
        let words = said.as_ref().map_or_else(ToString::to_string, |_| String::new());
        tally.hold(words.contains("Wi-Fi"), || {
            format!("a sign-in page is told as {said:?}")
        });
        tally.struck += 1;
    }
    load(
        "signed in at last",
        &mut device,
        &link,
        Badness::default(),
        &truth,
        &mut tally,
    )
    .await;

    let cuts = Badness {
        cut_in_thousand: 300,
        ..Badness::default()
    };
    for _ in 0..amount.rounds {
        load(
            "three answers of ten are cut",
            &mut device,
            &link,
            cuts,
            &truth,
            &mut tally,
        )
        .await;
    }
    let slow = Badness {
        bytes_a_second: SLOW_BYTES,
        delay: Duration::from_secs(2),
        ..Badness::default()
    };
    if amount.rounds >= 5 {
        load(
            "1 Mbit/s, two seconds away",
            &mut device,
            &link,
            slow,
            &truth,
            &mut tally,
        )
        .await;
        let slow_cuts = Badness {
            cut_in_thousand: 300,
            ..slow
        };
        load(
            "1 Mbit/s, two seconds away, and cut",
            &mut device,
            &link,
            slow_cuts,
            &truth,
            &mut tally,
        )
        .await;
        let dead = Badness {
            dead_in_thousand: 100,
            ..Badness::default()
        };
        for _ in 0..amount.rounds / 5 {
            load(
                "one connection of ten dies",
                &mut device,
                &link,
                dead,
                &truth,
                &mut tally,
            )
            .await;
        }
    } else {
        let near = Badness {
            bytes_a_second: SLOW_BYTES,
            delay: Duration::from_millis(50),
            ..Badness::default()
        };
        load("1 Mbit/s", &mut device, &link, near, &truth, &mut tally).await;
    }
    tally.end()
}

/// Loads everything anew over a network, with as many syncs as it takes.
async fn load(name: &str, device: &mut Device, link: &Link, badness: Badness, truth: &Rows, tally: &mut Tally) {
    device.forget_mirror();
    link.set(badness);
    let began = Instant::now();
    let mut tries = 0_u64;
    loop {
        tries += 1;
        let words = match device.sync().await {
            Ok(report) if report.problem.is_none() => break,
            Ok(report) => format!("{:?}", report.problem),
            Err(error) => error.to_string(),
        };
        if tries == MOST_TRIES {
            tally.wrong(format!("{name}: not loaded after {MOST_TRIES} syncs: {words}"));
            break;
        }
    }
    let traffic = link.traffic();
    tally.rounds += 1;
    tally.struck += traffic.cut + traffic.dead;
    let (again, spoiled) = (traffic.refetched(), traffic.spoiled_segments);
    tally.hold(again <= spoiled, || {
        format!("{name}: {again} segments were fetched again, and only {spoiled} were cut")
    });
    if let Some(differs) = difference(&device.rows(), truth) {
        tally.wrong(format!("{name}: {differs}"));
    }
    tally.figure(
        name,
        format!(
            "{} s, {tries} syncs, {} connections, {} cut, {} dead, {} KiB, {} segments, {again} of them again",
            began.elapsed().as_secs(),
            traffic.connections,
            traffic.cut,
            traffic.dead,
            traffic.bytes / 1024,
            traffic.segments.len()
        ),
    );
}
