//! The operator's commands, one file for each family of them.
//!
//! Answers go to `out` as text for people or, with `--json`, as JSON whose objects have `id`; warnings go to `err`.

pub mod acts;
mod assortment;
mod balance;
mod books;
pub mod claims;
pub mod cli;
pub mod contracts;
pub mod dealers;
pub mod delivery;
pub mod documents;
pub mod exchange;
mod faults;
pub mod feedback;
mod goods;
mod import;
mod import_media;
mod intake;
pub mod news;
mod node;
pub mod orders;
pub mod people;
mod pricing;
pub mod queue;
mod serve;
mod serve_lock;
mod stats;
pub mod target;
pub mod wishes;
