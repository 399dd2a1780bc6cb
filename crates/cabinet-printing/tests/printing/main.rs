//! The crate from outside: jobs at real printers and at a real print service.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips; the lints spare only the bodies of tests"
)]

#[cfg(all(test, unix))]
mod cups;
#[cfg(all(test, unix))]
mod direct;
#[cfg(all(test, unix))]
mod paper;
#[cfg(test)]
mod labels;
#[cfg(test)]
mod raw;
#[cfg(all(test, unix))]
mod drawn;
