//! A short run of each hardship; `cargo xtask soak` runs them in full.

use hardship::amount::Amount;
use hardship::tally::Ended;

fn amount(products: u64, rounds: u64) -> Amount {
    Amount {
        products,
        rounds,
        seed: 1,
    }
}

/// Nothing went wrong, and at least so many faults struck. A run that could not be done said why.
fn is_good(ended: Option<Ended>, least: u64) {
    let Some(ended) = ended else { return };
    assert_eq!(ended.wrong, 0, "{:#?}", ended.words);
    assert!(
        ended.struck >= least,
        "only {} faults struck in {} rounds",
        ended.struck,
        ended.rounds
    );
}

#[test]
fn programs_that_are_killed_lose_nothing_and_come_into_step() {
    is_good(hardship::kills::run(amount(200, 14)), 10);
}

#[test]
fn a_write_that_fails_is_told_and_the_next_run_heals() {
    is_good(hardship::failing::run(amount(20, 3)), 20);
}

#[test]
fn a_full_disk_is_told_and_heals_with_space() {
    is_good(hardship::full_disk::run(amount(100, 10)), 1);
}

#[test]
fn hostile_answers_bring_nothing_wrong_and_need_little_memory() {
    is_good(hardship::hostile_answers::run(amount(100, 200)), 200);
}

#[test]
fn bad_networks_only_take_time() {
    is_good(hardship::networks::run(amount(2_000, 2)), 4);
}

#[test]
fn devices_that_come_back_at_once_are_all_served() {
    is_good(hardship::herd::run(amount(10, 60)), 60);
}
