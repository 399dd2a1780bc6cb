//! The dealer's side of the stories.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]
#![allow(dead_code, reason = "each test binary uses its own part of the dealer")]

pub mod dealer;
pub mod papers;
pub mod shop;
