//! What happened, line by line, and how often each kind of fault struck. Holds nothing that differs between two runs of a seed.

use crate::clock;
use std::collections::BTreeMap;

/// The record of a run.
#[derive(Debug, Default)]
pub struct Trace {
    /// One line per event.
    pub lines: Vec<String>,
    /// How often each fault struck.
    pub faults: BTreeMap<&'static str, u64>,
    /// What was done wrong.
    pub violations: Vec<String>,
}

impl Trace {
    /// Writes down an event.
    pub fn note(&mut self, words: impl AsRef<str>) {
        let at = clock::now_ms() - clock::BEGIN_MS;
        self.lines
            .push(format!("{:>9}.{:03} {}", at / 1000, at % 1000, words.as_ref()));
    }

    /// Counts a fault.
    pub fn fault(&mut self, kind: &'static str) {
        *self.faults.entry(kind).or_default() += 1;
    }

    /// Writes down that an invariant does not hold; `which` is its name, such as `I7`.
    pub fn wrong(&mut self, which: &str, words: impl AsRef<str>) {
        let line = format!("{which}: {}", words.as_ref());
        self.note(format!("VIOLATION {line}"));
        if self.violations.len() < 50 {
            self.violations.push(line);
        }
    }

    /// All faults together.
    #[must_use]
    pub fn fault_count(&self) -> u64 {
        self.faults.values().sum()
    }

    /// A hash of the lines: two runs of a seed have the same.
    #[must_use]
    pub fn digest(&self) -> String {
        blake3::hash(self.lines.join("\n").as_bytes()).to_hex()[..16].to_owned()
    }
}

/// A text without the ids that are made anew in each run.
#[must_use]
pub fn without_ids(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for letter in text.chars().chain([' ']) {
        if letter.is_ascii_hexdigit() || letter == '-' {
            run.push(letter);
        } else {
            if run.len() >= 32 {
                out.push('#');
            } else {
                out.push_str(&run);
            }
            run.clear();
            out.push(letter);
        }
    }
    out.trim_end().to_owned()
}
