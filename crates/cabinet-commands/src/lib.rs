//! Everything a front-end can ask of the cabinet: one file per command, free of any desktop.
//!
//! In: a [`Cabinet`] (one profile) and a request. Out: views for people, or a [`CommandError`] that says what to do.
//! Invariants: the UI computes no money and decides no rights; a view carries its units in its names;
//! an expected outcome (price changed, queued while offline) is a value in the answer, not an error.

mod background;
pub mod cabinet;
pub mod catalogue;
pub mod changes;
pub mod claims;
mod clock;
pub mod codes;
pub mod delivery;
pub mod documents;
pub mod drafts;
pub mod error;
pub mod events;
mod failures;
pub mod feedback;
mod files;
pub mod find;
mod folders;
mod group_order;
#[doc(hidden)]
pub mod hostile;
mod listening;
mod lock;
pub mod network;
pub mod media;
pub mod news;
pub mod notices;
mod open;
pub mod orders;
pub mod price_lists;
pub mod prices;
mod pricing;
pub mod reason;
pub mod profile;
pub mod money;
pub mod purchases;
pub mod sample;
pub mod sheets;
pub mod small_command;
pub mod settings;
pub mod subscriptions;
pub mod support;
pub mod sync;
mod track;
pub mod templates;
pub mod unsent;
mod vault;
pub mod wishes;
mod written_file;
