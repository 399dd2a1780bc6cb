//! Parts for stories that run against the real supplier gateway: the server as a child process, an export whose prices
//! the test decides, a proxy that spoils answers, one that wants a login, and a printer. A development dependency only.
//!
//! In: the gateway's binary, named by `GATEWAY_BIN` or found beside the test. Out: a supplier that a dealer can enrol at.
//! Invariants: every supplier has a fresh directory; nothing waits by sleeping; whatever fails panics with its words.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "the parts run in tests only, and a test fails by panicking"
)]

pub mod export;
pub mod photo;
pub mod gatekeeper;
pub mod office;
#[cfg(unix)]
pub mod printer;
pub mod proxy;
pub mod supplier;
