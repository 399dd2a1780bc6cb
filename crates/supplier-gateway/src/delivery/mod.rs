//! Delivery: the directories that dealers choose from, and what their choice means on the day of an order.
//!
//! In: files of an operator; choices of devices. Out: rows of `delivery`, `branches` and `addr:<entity>`; problems of a
//! choice, or its words for an order. Invariants: an order bears words of the day when it was placed, so a later
//! directory changes no order; a file with a broken row withdraws nothing.

pub mod choice;
pub mod directory;
pub mod import;
pub mod publish;

use crate::access::AccessError;
use crate::storage::StorageError;

/// Why nothing could be done with the directories.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The legal entities could not be read.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A stored word is not known to this build.
    #[error(
        "a stored way of delivery has the unknown {what} «{value}»; it was written by another version of the gateway"
    )]
    UnknownWord {
        /// Which column.
        what: &'static str,
        /// What stands there.
        value: String,
    },
}
