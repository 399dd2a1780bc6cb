//! `cargo run --release -p cabinet-protocol --example drafts`: 100,000 random drafts priced by a gateway and by a device to
//! which its rules travelled, compared to the kopeck; and how long a draft of 5,000 lines takes.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "an example that prints figures"
)]

#[path = "../tests/drafts/shop.rs"]
mod shop;

use shop::{Dice, Shop};
use std::hint::black_box;
use std::time::Instant;

const DRAFTS: u64 = 100_000;
const DRAFTS_OF_A_SHOP: u64 = 100;

fn main() {
    // For a profile: `--large` leaves the comparison out.
    if std::env::args().all(|word| word != "--large") {
        agree();
    }
    large_draft();
}

fn agree() {
    let (mut lines, mut changed, mut gifts, mut services, mut different) = (0, 0, 0, 0, 0);
    for seed in 0..DRAFTS / DRAFTS_OF_A_SHOP {
        let mut dice = Dice::new(seed);
        let gateway = Shop::random(&mut dice, 120, 80);
        let device = gateway.on_a_device();
        for _ in 0..DRAFTS_OF_A_SHOP {
            let wanted = gateway.draft(&mut dice, 20);
            let (there, here) = (gateway.price(&wanted), device.price(&wanted));
            lines += there.lines.len();
            changed += there.lines.iter().filter(|line| line.is_changed()).count();
            gifts += there.gifts.len();
            let of_lines = there.lines.iter().flat_map(|line| &line.services);
            services += of_lines.filter(|service| service.charge.is_some()).count();
            different += usize::from(there != here);
        }
    }
    println!(
        "drafts {DRAFTS}, lines {lines}, of them by rules {changed}, gifts {gifts}, services paid {services}, \
         different drafts {different}"
    );
    assert_eq!(different, 0);
}

fn large_draft() {
    let mut dice = Dice::new(7);
    let shop = Shop::random(&mut dice, 40_000, 3_000);
    let wanted = shop.draft(&mut dice, 5_000);
    assert_eq!(wanted.len(), 5_000);
    let mut took: Vec<u128> = (0..50)
        .map(|_| {
            let started = Instant::now();
            black_box(shop.price(black_box(&wanted)));
            started.elapsed().as_micros()
        })
        .collect();
    took.sort_unstable();
    println!(
        "5,000 lines by 3,000 rules: median {} us, worst {} us (goal 10,000 us)",
        took[25], took[49]
    );
}
