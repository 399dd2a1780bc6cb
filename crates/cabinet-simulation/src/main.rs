//! `simulate --seeds A..B`: runs seeds and says what came of them; `--seed N` runs one and prints what happened.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks to the person who runs it"
)]

use cabinet_simulation::run;
use std::collections::BTreeMap;
use std::process::ExitCode;

const HELP: &str = "\
simulate --seeds A..B [--keep-going]   run these seeds; stop at the first that goes wrong, unless told to go on
simulate --seed N                      run one seed and print everything that happened in it
";

fn main() -> ExitCode {
    // An unwinding program of the simulation is a killed one, and says nothing.
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--seed", seed] => seed.parse().map_or_else(|_| help(), one),
        ["--seeds", range] => range_of(range).map_or_else(help, |(from, to)| many(from, to, false)),
        ["--seeds", range, "--keep-going"] => range_of(range).map_or_else(help, |(from, to)| many(from, to, true)),
        _ => help(),
    }
}

fn help() -> ExitCode {
    print!("{HELP}");
    ExitCode::FAILURE
}

fn range_of(text: &str) -> Option<(u64, u64)> {
    let (from, to) = text.split_once("..")?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

fn one(seed: u64) -> ExitCode {
    let outcome = run(seed);
    for line in &outcome.trace.lines {
        println!("{line}");
    }
    println!(
        "seed {seed}: {} orders, trace {}, faults {:?}",
        outcome.orders,
        outcome.trace.digest(),
        outcome.trace.faults
    );
    ending(outcome.trace.violations.is_empty())
}

fn ending(is_good: bool) -> ExitCode {
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn many(from: u64, to: u64, keeps_going: bool) -> ExitCode {
    let mut faults: BTreeMap<&str, u64> = BTreeMap::new();
    let (mut ran, mut orders, mut bad) = (0_u64, 0_usize, 0_u64);
    for seed in from..to {
        let outcome = run(seed);
        ran += 1;
        orders += outcome.orders;
        for (kind, count) in &outcome.trace.faults {
            *faults.entry(kind).or_default() += count;
        }
        if !outcome.trace.violations.is_empty() {
            bad += 1;
            println!("seed {seed} went wrong:");
            for violation in &outcome.trace.violations {
                println!("  {violation}");
            }
            println!("  again: cargo run -p cabinet-simulation --bin simulate -- --seed {seed}");
            if !keeps_going {
                break;
            }
        }
    }
    let all: u64 = faults.values().sum();
    println!(
        "{ran} seeds, {bad} went wrong; {} faults a seed, {} orders a seed",
        all / ran.max(1),
        orders as u64 / ran.max(1)
    );
    for (kind, count) in faults {
        println!("  {count:>8} {kind}");
    }
    ending(bad == 0)
}
