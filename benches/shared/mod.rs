//! What both benchmarks share: lines of figures, percentiles, and what the system says of a process.
#![allow(dead_code, reason = "each benchmark uses its own part")]

use std::process::Command;
use std::time::Duration;

/// A Python with openpyxl and pandas, as `cargo xtask bench` installs it; `None` where they cannot be had.
pub fn python() -> Option<String> {
    std::env::var("BENCH_PYTHON").ok().filter(|path| !path.is_empty())
}

/// Prints a figure beside its goal.
pub fn line(name: &str, measured: &str, goal: &str) {
    println!("{name:<66} {measured:>18} {goal:>12}");
}

/// Milliseconds for people.
pub fn ms(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}

/// Seconds for people.
pub fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

/// The value that so many percent do not exceed.
pub fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort();
    let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(at).copied().unwrap_or_default()
}

/// Runs a program to its end; gives back its peak memory in KiB.
pub fn peak_kib(command: &mut Command) -> u64 {
    let mut timed = Command::new("/usr/bin/time");
    timed
        .args(["-f", "%M"])
        .arg(command.get_program())
        .args(command.get_args());
    let out = timed.output().expect("/usr/bin/time is installed");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stderr)
        .lines()
        .last()
        .and_then(|line| line.trim().parse().ok())
        .unwrap_or(0)
}

/// Processor time of a process so far, all its threads, to a hundredth of a second; `self` is this one.
pub fn cpu(process: &str) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // After the name in brackets, which may hold blanks: state is the first field, user and system time the 12th and 13th.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Duration::from_millis(ticks * 10)
}

/// Peak memory of a process in KiB since [`forget_peak`].
pub fn peak_of(process: &str) -> u64 {
    status(process, "VmHWM:")
}

/// Begins to look for the peak anew.
pub fn forget_peak(process: &str) {
    // Without the right to it the peak is that since the start.
    let _ = std::fs::write(format!("/proc/{process}/clear_refs"), "5");
}

fn status(process: &str, name: &str) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    text.lines()
        .find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
