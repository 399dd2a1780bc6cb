//! What the program says and writes, beside independent programs that are too large for every run of the tests.

use crate::packages::{self, Need};
use crate::shell::{self, Done, Failure, step};
use crate::test;
use std::path::Path;
use std::process::Stdio;

/// The tests that write workbooks; without LibreOffice they leave it out, with `ORACLES` set they fail without it.
const WORKBOOKS: [&str; 6] = ["office", "changes", "codes", "price_lists", "report", "settlement"];

/// The schema, beside the checkout: it is not ours to ship.
const SCHEMA: &str = "../shared/data/commerceml/dobromyslov__commerceml-parser/doc/commerceml-2.10.xsd";

/// What the schema forbids and the exports of 1C hold: a maker by its name alone, and an offer that is withdrawn, without a price.
const AS_1C_WRITES: [&str; 2] = [
    "element Изготовитель: Schemas validity error",
    "element Предложение: Schemas validity error : Element '{urn:1C.ru:commerceml_2}Предложение': Missing child element(s).",
];

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
    step("build", || {
        shell::run(shell::cargo().args(["build", "--workspace", "--bins", "--locked"]))
    })?;
    step("sums in words, beside num2words", || sums_in_words(sums, seed))?;
    step("exports of the sample supplier, by the schema of CommerceML", exports)?;
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

/// Makes exports of the sample supplier and asks xmllint whether they are as the schema says.
fn exports() -> Done {
    let schema = shell::root().join(SCHEMA);
    if !schema.is_file() {
        println!("{} is not here: no export is compared with it", schema.display());
        return Ok(());
    }
    let folder = shell::target_dir().join("oracle-exports");
    let mut failures = Vec::new();
    for (at, dress) in [None, Some("--dressed")].into_iter().enumerate() {
        let folder = folder.join(at.to_string());
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        let mut supplier = shell::command(test::binary("debug", "demo-supplier"));
        supplier.args(["generate", "--products", "1000", "--out"]).arg(&folder);
        shell::run(supplier.args(dress))?;
        for entry in std::fs::read_dir(&folder)? {
            let file = entry?.path();
            if file.extension().is_some_and(|ending| ending == "xml") {
                failures.extend(complaints(&schema, &file)?);
            }
        }
    }
    if failures.is_empty() {
        return Ok(());
    }
    Err(Failure::new(failures.join("\n")))
}

/// What the schema says against a file, without what 1C writes so too.
fn complaints(schema: &Path, file: &Path) -> Done<Vec<String>> {
    let out = shell::command("xmllint")
        .args(["--noout", "--schema"])
        .args([schema, file])
        .output()?;
    let words = String::from_utf8_lossy(&out.stderr);
    let (known, others): (Vec<&str>, Vec<&str>) = words
        .lines()
        .filter(|line| line.contains(" error :"))
        .partition(|line| AS_1C_WRITES.iter().any(|words| line.contains(words)));
    println!(
        "{}: {} known complaints, {} others",
        file.display(),
        known.len(),
        others.len()
    );
    if out.status.success() || !known.is_empty() || !others.is_empty() {
        return Ok(others.into_iter().map(str::to_owned).collect());
    }
    // Not a word on the file: the schema or the file cannot be read.
    Err(Failure::new(words.into_owned()))
}

fn workbooks() -> Done {
    let mut tests = test::in_private_session();
    tests
        .arg(shell::cargo().get_program())
        .args(["test", "--workspace", "--locked"])
        .args(WORKBOOKS.iter().flat_map(|name| ["--test", name]));
    test::with_binaries(&mut tests, "debug");
    shell::run(tests.env("ORACLES", "1"))
}
