//! `hardships NAME [--rounds N] [--products N] [--seed N]`: runs one hardship and prints its figures.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks to the person who runs it"
)]

use hardship::amount::Amount;
use hardship::tally::Ended;
use std::process::ExitCode;

/// A hardship: its name, what it does, its amount in full.
struct Known {
    name: &'static str,
    what: &'static str,
    full: Amount,
    run: fn(Amount) -> Option<Ended>,
}

const fn amount(products: u64, rounds: u64) -> Amount {
    Amount {
        products,
        rounds,
        seed: 1,
    }
}

const KNOWN: &[Known] = &[
    Known {
        name: "kills",
        what: "kill -9 in a first load, a delta, a draft, an import, while serving, in a change of tables",
        full: amount(46_000, 1_000),
        run: hardship::kills::run,
    },
    Known {
        name: "failing-writes",
        what: "the n-th write fails, for each n until a run passes clean (--rounds 0)",
        full: amount(20, 0),
        run: hardship::failing::run,
    },
    Known {
        name: "full-disk",
        what: "profile and gateway on a small disk that is full",
        full: amount(200, 200),
        run: hardship::full_disk::run,
    },
    Known {
        name: "hostile-answers",
        what: "answers that are damaged or meant to harm",
        full: amount(300, 10_000),
        run: hardship::hostile_answers::run,
    },
    Known {
        name: "networks",
        what: "slow, far, cut and dead connections, a sign-in page",
        full: amount(46_000, 20),
        run: hardship::networks::run,
    },
    Known {
        name: "herd",
        what: "so many devices come back at once; two fifths as many connections dribble",
        full: amount(200, 5_000),
        run: hardship::herd::run,
    },
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(chosen) = args
        .first()
        .and_then(|name| KNOWN.iter().find(|known| known.name == *name))
    else {
        return help();
    };
    let mut amount = chosen.full;
    let flags: Vec<&String> = args.iter().skip(1).collect();
    for pair in flags.chunks(2) {
        let [flag, value] = pair else { return help() };
        let Ok(value) = value.parse() else { return help() };
        match flag.as_str() {
            "--rounds" => amount.rounds = value,
            "--products" => amount.products = value,
            "--seed" => amount.seed = value,
            _ => return help(),
        }
    }
    println!(
        "{}: {} rounds, {} products, seed {}",
        chosen.name, amount.rounds, amount.products, amount.seed
    );
    match (chosen.run)(amount) {
        Some(ended) if ended.wrong == 0 => ExitCode::SUCCESS,
        Some(_) => ExitCode::FAILURE,
        None => ExitCode::FAILURE,
    }
}

fn help() -> ExitCode {
    println!("hardships NAME [--rounds N] [--products N] [--seed N]\n");
    for known in KNOWN {
        println!(
            "  {:<16} {} (in full: {} rounds, {} products)",
            known.name, known.what, known.full.rounds, known.full.products
        );
    }
    ExitCode::FAILURE
}
