//! How the examples measure: a file made several times, and the most memory that their process ever held.

use std::error::Error;
use std::time::{Duration, Instant};

/// What came of making a file several times.
pub struct Measured {
    /// The last one.
    pub file: Vec<u8>,
    /// The first time, before anything is warm.
    pub first: Duration,
    /// Half of the times were not longer.
    pub median: Duration,
    /// The longest time.
    pub slowest: Duration,
}

/// Makes a file so many times, once at least.
///
/// # Errors
/// The first one of `make`.
pub fn measure(
    runs: usize,
    mut make: impl FnMut() -> Result<Vec<u8>, Box<dyn Error>>,
) -> Result<Measured, Box<dyn Error>> {
    let mut took = Vec::new();
    let mut file = Vec::new();
    for _ in 0..runs.max(1) {
        let since = Instant::now();
        file = make()?;
        took.push(since.elapsed());
    }
    let first = took[0];
    took.sort();
    Ok(Measured {
        file,
        first,
        median: took[took.len() / 2],
        slowest: took[took.len() - 1],
    })
}

/// The most memory that this process ever held, in KiB; only Linux tells.
pub fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.split_whitespace().next()?.parse().ok()
}
