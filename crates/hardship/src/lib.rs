//! Real processes under hardships: the programs that ship, their files, their network, and what is done to them on purpose.
//!
//! In: the binaries of the dealer's command and of the gateway, a size of catalogue, an amount, a seed. Out: figures of what
//! struck and what went wrong ([`tally::Tally`]). Nothing here ships; the simulation has what needs no real process.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a hardship stops at the first surprise of its own; what the product does wrong is counted and named"
)]

pub mod amount;
pub mod dealer;
pub mod device;
pub mod failing;
pub mod full_disk;
pub mod herd;
pub mod hostile_answers;
pub mod kills;
pub mod link;
pub mod networks;
pub mod plant;
pub mod spoil;
pub mod tally;
