//! The figures of a hardship: what was done, what struck, what went wrong, and what it cost.

use std::fmt::Display;
use std::time::Instant;

/// How many wrongs are told in words.
const TOLD: usize = 20;

/// The figures of one hardship while it runs.
pub struct Tally {
    name: &'static str,
    began: Instant,
    cpu_before_ticks: u64,
    /// Rounds done.
    pub rounds: u64,
    /// Faults that really struck: a process that was still running when it was killed, a write that really failed.
    pub struck: u64,
    wrong: u64,
    words: Vec<String>,
    figures: Vec<(String, String)>,
}

impl Tally {
    /// Begins to count.
    #[must_use]
    pub fn begin(name: &'static str) -> Self {
        forget_peak();
        Self {
            name,
            began: Instant::now(),
            cpu_before_ticks: cpu_ticks(),
            rounds: 0,
            struck: 0,
            wrong: 0,
            words: Vec::new(),
            figures: Vec::new(),
        }
    }

    /// Something that must not be.
    pub fn wrong(&mut self, words: impl Into<String>) {
        let words = words.into();
        println!("WRONG {}: {words}", self.name);
        self.wrong += 1;
        if self.words.len() < TOLD {
            self.words.push(words);
        }
    }

    /// Something that must not be unless `is_good`.
    pub fn hold(&mut self, is_good: bool, words: impl FnOnce() -> String) {
        if !is_good {
            self.wrong(words());
        }
    }

    /// A figure of this hardship alone.
    pub fn figure(&mut self, name: impl Into<String>, value: impl Display) {
        self.figures.push((name.into(), value.to_string()));
    }

    /// Says from time to time that it goes on.
    pub fn progress(&self, every: u64) {
        if self.rounds.is_multiple_of(every.max(1)) {
            println!(
                "{}: {} rounds, {} struck, {} wrong, {} s",
                self.name,
                self.rounds,
                self.struck,
                self.wrong,
                self.began.elapsed().as_secs()
            );
        }
    }

    /// Ends and prints. True when nothing went wrong.
    pub fn end(self) -> Ended {
        let wall_s = self.began.elapsed().as_secs();
        let cpu_s = cpu_ticks().saturating_sub(self.cpu_before_ticks) / 100;
        println!(
            "\n{}: {} rounds, {} struck, wrong {}, {wall_s} s, processor {cpu_s} s, peak memory of this process {} MiB",
            self.name,
            self.rounds,
            self.struck,
            self.wrong,
            peak_kib(std::process::id()) / 1024,
        );
        for (name, value) in &self.figures {
            println!("  {name}: {value}");
        }
        for words in &self.words {
            println!("  wrong: {words}");
        }
        Ended {
            name: self.name,
            rounds: self.rounds,
            struck: self.struck,
            wrong: self.wrong,
            words: self.words,
        }
    }
}

/// What a hardship came to.
#[derive(Debug)]
#[must_use]
pub struct Ended {
    /// Which one.
    pub name: &'static str,
    /// Rounds done.
    pub rounds: u64,
    /// Faults that struck.
    pub struck: u64,
    /// What went wrong, counted.
    pub wrong: u64,
    /// The first of it in words.
    pub words: Vec<String>,
}

/// The most memory that a process had at once, in KiB; 0 where the system does not say.
#[must_use]
pub fn peak_kib(pid: u32) -> u64 {
    field(pid, "VmHWM:")
}

/// The memory that a process has now, in KiB; 0 where the system does not say.
#[must_use]
pub fn memory_kib(pid: u32) -> u64 {
    field(pid, "VmRSS:")
}

/// The files and connections that a process has open; 0 where the system does not say.
#[must_use]
pub fn open_files(pid: u32) -> u64 {
    std::fs::read_dir(format!("/proc/{pid}/fd")).map_or(0, |list| list.count() as u64)
}

fn field(pid: u32, name: &str) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    text.lines()
        .find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse().ok())
        .unwrap_or(0)
}

/// From now on the peak counts anew.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Processor time of this process and of its children that ended, in hundredths of a second.
fn cpu_ticks() -> u64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = text.rsplit(')').next().unwrap_or_default();
    // After the name: state, then ten fields, then utime, stime, cutime, cstime.
    after_name
        .split_whitespace()
        .skip(11)
        .take(4)
        .filter_map(|number| number.parse::<u64>().ok())
        .sum()
}
