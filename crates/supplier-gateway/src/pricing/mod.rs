//! Rules of prices: what the operator imports, which of them concern a buyer, and his feed of them.
//!
//! In: a table of the operator. Out: the rules of a buyer as `cabinet-pricing` takes them; rows of `rules:<entity>`.
//! Invariants: a rule reaches only those whom it names, without whom else it names, and only about goods that they may
//! know of; a file with a broken row withdraws nothing.

pub mod columns;
mod goods;
pub mod import;
pub mod of_buyer;
pub mod publish;
mod row;
pub mod stored;
pub(crate) mod values;
pub mod written;

use crate::access::AccessError;
use crate::storage::StorageError;
use cabinet_protocol::pricing::RuleFault;

/// Why nothing could be done with rules.
#[derive(Debug, thiserror::Error)]
pub enum PricingError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The legal entities could not be read.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A stored rule cannot be read.
    #[error("the stored rule «{id}» cannot be read ({fault}); import the rules again")]
    Broken {
        /// Which.
        id: String,
        /// What is wrong.
        fault: RuleFault,
    },
    /// A stored rule is of a kind that this build does not know, or is damaged.
    #[error("the stored rule «{0}» was written by another version of the gateway; import the rules again")]
    Unknown(String),
}
