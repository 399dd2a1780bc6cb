//! Live hints: devices that listen, and the one watcher that tells them that something changed.
//!
//! In: commits to the database, by this process or another one on the same directory. Out: [`News`] for each listener.
//! Invariants: a hint names only a feed that the person may read at the moment of the hint; hints carry no rows and are
//! never replayed, so losing them costs time only; nothing is looked at while nobody listens.

mod hub;
mod rights;
mod watcher;

pub use hub::{Hub, Line, News};
pub use rights::{Rights, rights};
pub use watcher::{WatchError, watch};
