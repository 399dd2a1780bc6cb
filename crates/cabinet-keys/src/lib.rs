//! The keys of a profile: one master key in the OS keyring or under a passphrase, and the data keys that it wraps.
//!
//! In: a profile folder and a way to unlock. Out: [`Keys`], which hands out one data key per file.
//! Invariants: nothing secret is on the disk in plain text; no new key is made over existing files; secrets have no
//! debug text and are wiped from memory. Not here: the files that the keys are for.

pub mod error;
mod key_file;
pub mod keyring;
pub mod keys;
pub mod passphrase;
pub mod recovery;
mod seal;
pub mod secret;

pub use error::{KeyringProblem, KeysError};
pub use keys::{Keys, Unlock};
pub use passphrase::{Passphrase, PassphraseCost};
pub use recovery::RecoveryCode;
pub use secret::DataKey;
