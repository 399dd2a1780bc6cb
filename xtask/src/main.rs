//! The project's own commands: `cargo xtask demo | test | soak | mutants | bench | fuzz | oracle | tidy | bindings`.
//!
//! On Debian and Ubuntu they install what is missing and say so; elsewhere they print exactly what to install.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks to the person who runs it"
)]

mod bench;
mod demo;
mod fuzz;
mod oracle;
mod packages;
mod papers;
mod shell;
mod simulation;
mod soak;
mod test;
mod tidy;
mod ui;

use shell::Failure;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  demo [--headless] [--import DIR] [--products N]
            start a supplier gateway with generated goods (or a real 1C export from DIR), enrol the app, open its window;
            with no display, or with --headless, walk the main job and leave screenshots and the invoice in target/demo
  test      run every check, as CI does: formatting, tidy, lints, unit and end-to-end tests
  soak [--seeds A..B | --real [NAME] [--rounds N] [--products N] [--seed N]]
            run the simulation of bad days over seeds, 1..1001 if none are named, or real processes under one hardship
            (kills, failing-writes, full-disk, hostile-answers, networks, herd) or all of them in full; without
            arguments both, which takes hours; docs/reliability.md
  mutants [NAME…]
            break the engine on purpose, each way in turn, and see whether the simulation catches it
  bench [--load [ARTICLES] | --papers]
            build in release and print the figures of docs/performance.md; with --load those of a million articles,
            with --papers those of papers, beside krilla, typst, reportlab and openpyxl
  fuzz [--minutes N] [--runs N] [--target NAME] [--seeds DIR]
            feed every decoder of network and files with what nobody sends, N minutes each; docs/reliability.md
  oracle [--sums N] [--seed N]
            compare with independent programs: N random sums in words, 100,000 if none are named, with num2words, every
            workbook that the program writes with what LibreOffice reads in it, and exports of the sample supplier
            with the schema of CommerceML
  tidy      check the rules of the architecture
  bindings  make ui/src/lib/bindings.ts anew from the Rust commands
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["demo", rest @ ..] => demo::run(rest),
        ["test"] => test::run(),
        ["bench", rest @ ..] => bench::run(rest),
        ["oracle", rest @ ..] => oracle::run(rest),
        ["fuzz", rest @ ..] => fuzz::run(rest),
        ["tidy"] => tidy::run(),
        ["soak", rest @ ..] => soak::run(rest),
        ["mutants", rest @ ..] => simulation::mutants(rest),
        ["bindings"] => test::bindings(),
        ["help" | "--help" | "-h"] | [] => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(Failure::new(format!("unknown command: {}\n\n{HELP}", other.join(" ")))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
