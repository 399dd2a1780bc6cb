//! Fuzzing: builds the targets of `fuzz/` with libFuzzer on the stable compiler, runs each for a while, tells what came of it.
//!
//! No sanitizer is needed, since our crates hold no unsafe code: what is looked for are panics, broken laws, inputs that
//! take more than a second, and memory. New inputs are kept under `target/fuzz`, never in the repository.

use crate::shell::{self, Done, Failure, root, step, target_dir};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// What the compiler is asked for: the passes that tell libFuzzer which way the code went.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Memory of a whole program with its target, in MiB, and time for one input, in seconds.
const MOST_MEMORY_MIB: u32 = 256;
const LONGEST_S: u32 = 1;

/// What is asked for on the command line.
struct Wanted<'a> {
    /// `None`: as long as `runs` take.
    minutes: Option<u64>,
    /// So many inputs for each target; `None`: as many as fit into the time.
    runs: Option<u64>,
    targets: Vec<&'a str>,
    seeds: Vec<&'a str>,
}

/// What came of a target.
struct Outcome {
    name: String,
    inputs: u64,
    per_second: u64,
    covered: String,
    findings: Vec<PathBuf>,
    has_failed: bool,
}

/// `fuzz [--minutes N] [--runs N] [--target NAME]… [--seeds DIR]…`; each target runs for so many minutes, or for so many inputs,
/// whichever comes first. With neither it is a minute.
pub fn run(words: &[&str]) -> Done {
    let mut wanted = read(words)?;
    let all = names()?;
    if wanted.targets.is_empty() {
        wanted.targets = all.iter().map(String::as_str).collect();
    }
    if let Some(unknown) = wanted
        .targets
        .iter()
        .find(|name| !all.iter().any(|known| known == *name))
    {
        let words = format!("there is no target {unknown}; there are {}", all.join(", "));
        return Err(Failure::new(words));
    }
    step("build the targets", build)?;
    let mut outcomes = Vec::new();
    for name in &wanted.targets {
        outcomes.push(one(name, &wanted)?);
    }
    tell(&outcomes)
}

fn read<'a>(words: &[&'a str]) -> Done<Wanted<'a>> {
    let mut wanted = Wanted {
        minutes: None,
        runs: None,
        targets: Vec::new(),
        seeds: Vec::new(),
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let value = words
            .next()
            .ok_or_else(|| Failure::new(format!("{word} needs a value")))?;
        match *word {
            "--minutes" => wanted.minutes = Some(above_zero(word, value)?),
            "--runs" => wanted.runs = Some(above_zero(word, value)?),
            "--target" => wanted.targets.push(value),
            "--seeds" => wanted.seeds.push(value),
            other => return Err(Failure::new(format!("fuzz does not know {other}"))),
        }
    }
    if wanted.minutes.is_none() && wanted.runs.is_none() {
        wanted.minutes = Some(1);
    }
    Ok(wanted)
}

fn above_zero(word: &str, value: &str) -> Done<u64> {
    let number = value.replace('_', "").parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| Failure::new(format!("{word} takes a number above zero")))
}

/// The targets, by their programs.
fn names() -> Done<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root().join("fuzz/targets"))? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

fn build() -> Done {
    // The versions of the project itself; cargo adds the few that only libFuzzer needs.
    std::fs::copy(root().join("Cargo.lock"), root().join("fuzz/Cargo.lock"))?;
    shell::run(
        shell::cargo()
            .args(["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target"])
            .arg(host()?)
            .env("CARGO_TARGET_DIR", folder())
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", COVERAGE),
    )
}

/// Named, so that the flags reach the targets and not the programs that build them.
fn host() -> Done<String> {
    let told = shell::output(shell::command("rustc").arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| Failure::new("rustc does not say what it builds for"))
}

fn folder() -> PathBuf {
    target_dir().join("fuzz")
}

/// Runs one target. libFuzzer writes its lines to standard error; the last of them are the figures.
fn one(name: &str, wanted: &Wanted<'_>) -> Done<Outcome> {
    let (found, broken) = (folder().join("corpus").join(name), folder().join("findings").join(name));
    for new in [&found, &broken] {
        std::fs::create_dir_all(new)?;
    }
    let log_path = folder().join(format!("{name}.log"));
    let mut command = shell::command(folder().join(host()?).join("release").join(name));
    command
        .arg(&found)
        .args(kept(name))
        .args(&wanted.seeds)
        .arg(format!("-rss_limit_mb={MOST_MEMORY_MIB}"))
        .arg(format!("-timeout={LONGEST_S}"))
        .arg(format!("-artifact_prefix={}/", broken.display()))
        .args(["-print_final_stats=1", "-verbosity=1", "-max_len=65536"])
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(&log_path)?);
    if let Some(minutes) = wanted.minutes {
        command.arg(format!("-max_total_time={}", minutes.saturating_mul(60)));
    }
    if let Some(runs) = wanted.runs {
        command.arg(format!("-runs={runs}"));
    }
    let has_failed = !command.status()?.success();
    let log = String::from_utf8_lossy(&std::fs::read(&log_path)?).into_owned();
    let outcome = Outcome {
        name: name.to_owned(),
        inputs: figure(&log, "stat::number_of_executed_units:"),
        per_second: figure(&log, "stat::average_exec_per_sec:"),
        covered: covered(&log),
        findings: files(&broken),
        has_failed,
    };
    println!(
        "{:<15} {:>11} inputs, {:>6}/s, {} edges{}",
        outcome.name,
        outcome.inputs,
        outcome.per_second,
        outcome.covered,
        if has_failed { "  BROKEN" } else { "" }
    );
    Ok(outcome)
}

/// The inputs in the repository.
fn kept(name: &str) -> Vec<PathBuf> {
    ["corpus", "findings"]
        .iter()
        .map(|folder| root().join("fuzz").join(folder).join(name))
        .filter(|folder| folder.is_dir())
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// The number after a word of the final statistics.
fn figure(log: &str, word: &str) -> u64 {
    log.lines()
        .find_map(|line| line.strip_prefix(word))
        .and_then(|number| number.trim().parse().ok())
        .unwrap_or(0)
}

/// The last count of edges that were reached.
fn covered(log: &str) -> String {
    log.lines()
        .rev()
        .find_map(|line| line.split_once("cov: "))
        .and_then(|(_, rest)| rest.split(' ').next())
        .unwrap_or("?")
        .to_owned()
}

fn tell(outcomes: &[Outcome]) -> Done {
    let inputs: u64 = outcomes.iter().map(|outcome| outcome.inputs).sum();
    println!("\n{inputs} inputs in {} targets", outcomes.len());
    let mut words = Vec::new();
    for outcome in outcomes.iter().filter(|outcome| outcome.has_failed) {
        words.push(format!(
            "  {}: see {}",
            outcome.name,
            folder().join(format!("{}.log", outcome.name)).display()
        ));
        words.extend(outcome.findings.iter().map(|path| format!("    {}", path.display())));
    }
    if words.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "decoders broke; mend them and keep the smallest input in fuzz/findings/TARGET:\n{}",
        words.join("\n")
    )))
}
