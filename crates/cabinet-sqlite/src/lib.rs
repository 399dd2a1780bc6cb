//! Encrypted SQLite files: open, migrate, write by one connection, read by a few, check.
//!
//! In: a path, a [`Key`], the migrations of the file, how durable it must be. Out: a [`Database`] and typed errors.
//! Invariants: every file is SQLCipher with a raw key; a file of a newer build is refused untouched; a transaction
//! is a closure that cannot await. Not here: tables (cabinet-mirror, cabinet-desk), where keys come from (cabinet-keys).

pub mod cancel;
pub mod copies;
pub mod database;
pub mod error;
pub mod integrity;
pub mod key;
pub mod open;

pub use cancel::Cancel;
pub use database::Database;
pub use error::{OpenError, StoreError};
pub use integrity::Integrity;
pub use key::Key;
pub use open::{Durability, FileSpec, Migration};
