//! What the program says and writes, beside independent programs that are too large for every run of the tests.

use crate::packages::{self, Need};
use crate::shell::{self, Done, Failure, step};
use crate::test;
use std::process::Stdio;

/// The tests that write workbooks; without LibreOffice they leave it out, with `ORACLES` set they fail without it.
const WORKBOOKS: [&str; 6] = ["office", "changes", "codes", "price_lists", "report", "settlement"];

/// `oracle [--sums N] [--seed N]`.
pub fn run(words: &[&str]) -> Done {
    let (mut sums, mut seed) = ("100000", "1");
    let mut rest = words;
    while let [name, value, others @ ..] = rest {
        match *name {
            "--sums" => sums = value,
            "--seed" => seed = value,
            _ => break,
        }
        rest = others;
    }
    if !rest.is_empty() {
        return Err(Failure::new("cargo xtask oracle [--sums N] [--seed N]"));
    }
    step("system packages", || packages::ensure(Need::Oracle))?;
    step("sums in words, beside num2words", || sums_in_words(sums, seed))?;
    step("workbooks, beside LibreOffice", workbooks)
}

fn sums_in_words(count: &str, seed: &str) -> Done {
    let python = packages::readers_beside_us().ok_or_else(|| Failure::new("num2words cannot be had"))?;
    shell::run(shell::cargo().args(["build", "--workspace", "--example", "words", "--locked"]))?;
    let mut ours = shell::command(test::binary("debug", "examples/words"))
        .args([count, seed])
        .stdout(Stdio::piped())
        .spawn()?;
    let sums = ours.stdout.take().ok_or_else(|| Failure::new("no sums"))?;
    let mut compared = shell::command(python);
    compared
        .arg("crates/cabinet-documents/tests/oracle/words.py")
        .stdin(Stdio::from(sums));
    let done = shell::run(&mut compared);
    ours.wait()?;
    done
}

fn workbooks() -> Done {
    step("build", || {
        shell::run(shell::cargo().args(["build", "--workspace", "--bins", "--locked"]))
    })?;
    let mut tests = test::in_private_session();
    tests
        .arg(shell::cargo().get_program())
        .args(["test", "--workspace", "--locked"])
        .args(WORKBOOKS.iter().flat_map(|name| ["--test", name]));
    test::with_binaries(&mut tests, "debug");
    shell::run(tests.env("ORACLES", "1"))
}
