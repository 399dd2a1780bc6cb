//! The supplier gateway: 1C's website exchange on one side, our sync protocol on the other.
//!
//! In: CommerceML from 1C, requests of devices, commands of the operator. Out: feeds, verdicts, orders for 1C.
//! Invariants: SQL exists only in `storage`-backed repositories and is written once for every database;
//! every query about a dealer's data takes the acting person and entity; no transaction is alive across an `.await`.

pub mod access;
pub mod catalogue;
pub mod claims;
pub mod clock;
pub mod codes;
pub mod commands;
pub mod console;
pub mod delivery;
pub mod documents;
pub mod exchange1c;
pub mod exchange_log;
pub mod feedback;
pub mod feeds;
pub mod goods_import;
#[doc(hidden)]
pub mod hostile;
pub mod http;
pub mod live;
pub mod media;
pub mod news;
pub mod notices;
pub mod orders;
pub mod pricing;
pub mod settings;
pub mod settlement;
pub mod state;
pub mod storage;
pub mod subscriptions;
pub mod table;
pub mod templates;
pub mod wishes;
