//! Order lists as people make them, each with what has to be read of it; prints a score.
//!
//! A line that is read with another amount or other goods than it says is wrong, and none may be. A line that is not read,
//! or is left to a person where it need not be, is missed. Fixtures of XLS and ODS were written by programs that write such
//! files; everything else is made here.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_types,
    reason = "a test"
)]

mod books;
mod lists;
mod pages;
mod score;

use score::Case;

/// Articles that the catalogue of the corpus has.
const KNOWN: [&str; 8] = ["АБ-1", "АБ-2", "АБ-3", "АБ-4", "10001", "10002", "10003", "10004"];

#[test]
fn every_list_is_read_as_it_was_meant() {
    let cases: Vec<Case> = [lists::cases(), books::cases(), pages::cases()]
        .into_iter()
        .flatten()
        .collect();
    assert!(cases.len() >= 40, "{} lists", cases.len());
    let mut total = score::Score::default();
    let mut failures = Vec::new();
    println!("{:<58} {:>8} {:>6} {:>7}", "list", "matched", "wrong", "missed");
    for case in &cases {
        let (score, difference) = case.score();
        println!(
            "{:<58} {:>8} {:>6} {:>7}",
            case.name, score.matched, score.wrong, score.missed
        );
        total.add(score);
        if !difference.is_empty() {
            failures.push(format!("{}:\n{difference}", case.name));
        }
    }
    println!(
        "{:<58} {:>8} {:>6} {:>7}",
        format!("all {}", cases.len()),
        total.matched,
        total.wrong,
        total.missed
    );
    assert_eq!(
        total.wrong,
        0,
        "a wrong amount would be ordered:\n{}",
        failures.join("\n")
    );
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}
