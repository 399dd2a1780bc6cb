//! A device whose rules came over the wire and the gateway agree on every draft to the kopeck.
//! `examples/drafts.rs` runs the same for a hundred thousand drafts.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod shop;

use shop::{Dice, Shop};

#[test]
fn a_device_and_the_gateway_price_random_drafts_alike() {
    for seed in 0..40 {
        let mut dice = Dice::new(seed);
        let gateway = Shop::random(&mut dice, 120, 60);
        let device = gateway.on_a_device();
        let (mut changed, mut charged) = (0, 0);
        for _ in 0..25 {
            let wanted = gateway.draft(&mut dice, 30);
            let (there, here) = (gateway.price(&wanted), device.price(&wanted));
            assert_eq!(there, here, "seed {seed}");
            assert_eq!(there.lines.len(), wanted.len());
            changed += there.lines.iter().filter(|line| line.is_changed()).count();
            let services = there.lines.iter().flat_map(|line| &line.services);
            charged += services.filter(|service| service.charge.is_some()).count();
        }
        assert!(
            changed > 0 && charged > 0,
            "rules that change nothing prove nothing: seed {seed}"
        );
    }
}
