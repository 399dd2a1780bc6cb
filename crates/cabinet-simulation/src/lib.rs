//! Bad days, again and again from a number: the engine that ships, over its real files, against the real gateway.
//!
//! In: a seed. Out: what happened, what was done wrong, and the same again for the same seed. Real: driver, desk, mirror
//! files, client, the gateway's router, its SQLite. Not real: the wire, the clocks, the dice, and when somebody dies.
//! Nothing here ships, and nothing that ships knows of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a simulation stops at the first surprise of its own"
)]

pub mod checks;
pub mod clock;
pub mod damage;
pub mod device;
pub mod dice;
pub mod disk;
pub mod dump;
pub mod fate;
pub mod files;
pub mod fuse;
pub mod goods;
pub mod quiet;
pub mod story;
pub mod supplier;
pub mod trace;
pub mod user;
pub mod wire;
pub mod world;

pub use story::{Outcome, run};
