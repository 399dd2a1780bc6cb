//! A short run of the simulation, and that a seed repeats itself.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use cabinet_simulation::run;

#[test]
fn no_bad_day_loses_doubles_or_reorders_anything() {
    for seed in 1..27 {
        let outcome = run(seed);
        assert!(
            outcome.trace.violations.is_empty(),
            "seed {seed}: {:#?}\nagain: cargo run -p cabinet-simulation --bin simulate -- --seed {seed}",
            outcome.trace.violations
        );
        assert!(
            outcome.trace.fault_count() > 20 && outcome.orders > 0,
            "seed {seed} was a calm day"
        );
    }
}

#[test]
fn a_seed_repeats_itself_to_the_last_line() {
    let (first, second) = (run(7), run(7));
    let differs = first.trace.lines.iter().zip(&second.trace.lines).find(|(a, b)| a != b);
    assert_eq!(differs, None);
    assert_eq!(first.trace.digest(), second.trace.digest());
    assert_ne!(first.trace.digest(), run(8).trace.digest());
}
