//! Keeping a device and its supplier in step: pure state machines, and a thin driver that does what they say.
//!
//! In: a gateway, a mirror, a desk. Out: rows in the mirror, verdicts on the desk, progress on the way.
//! Invariants: `machine` knows no network, file, clock or dice; nothing local is removed because something failed;
//! hints only say when to sync; one sync at a time; no transaction is open while the network is awaited.

pub mod bundle;
pub mod driver;
pub mod error;
pub mod files;
pub mod listen;
pub mod machine;
pub mod queue;
pub mod watch;
