//! Who the dealers are, who acts for them, and on which devices.
//!
//! In: words of the operator, codes and tokens of devices. Out: tokens, grants, and the yes or no of [`policy`].
//! Invariants: codes and tokens are stored hashed; a person gets rights only through an invitation; a device that was
//! revoked gets no answer but that; rights and contracts are read from the database on every call, never from a token.

pub mod books;
pub mod contracts;
pub mod credit;
pub mod devices;
pub mod entities;
pub mod invitations;
pub mod limits;
pub mod people;
pub mod policy;
pub mod queue_key;
mod refresh_text;
pub mod secrets;
pub mod tokens;

use crate::storage::StorageError;

/// Why a question of access could not be answered at all. Refusals are values of the single operations.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The operating system gave no random bytes; nothing secret can be made.
    #[error("the operating system gave no random bytes: {0}")]
    NoRandomness(getrandom::Error),
    /// A role in the database is not known to this build, which is then older than the database.
    #[error("the role «{0}» in the database is not known to this version of the gateway")]
    UnknownRole(String),
    /// A way to show stock in the database is not known to this build, which is then older than the database.
    #[error("the stock mode «{0}» in the database is not known to this version of the gateway")]
    UnknownStockMode(String),
}
