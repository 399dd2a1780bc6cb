//! Orders: check 1, check 2 with its holds, the invoice, and the way to 1C and back.
//!
//! In: lines as a user accepted them; documents as 1C returned them. Out: quotes, verdicts, rows of `doc:<entity>`,
//! documents for 1C. Invariants: nothing is placed on worse terms than accepted; a state is what 1C's facts amount to; all prices and sums come
//! from `cabinet-pricing`.

pub mod checkout;
pub mod delivery;
mod delivery_to_1c;
pub(crate) mod document;
mod holds;
mod invoice;
pub(crate) mod local_time;
mod numbers;
pub mod on_order;
pub mod parts;
pub(crate) mod place;
pub mod probes;
mod publish;
mod quote;
mod returned;
mod returned_facts;
mod returned_lines;
mod services;
pub mod settings;
pub mod stored;
pub(crate) mod sums;
mod gifts;
mod terms;
mod to_1c;

pub use holds::{after_stock_import, end_expired_holds, held_for_posted};
pub(crate) use publish::ensure_unpriced;
pub use publish::fill_unpriced;
pub use returned::{Returned, Unusable, apply_returned, order_of};
pub use returned_lines::LineError;
pub(crate) use sums::sum_text;
pub use to_1c::{acknowledge, pending_for_1c};

use crate::access::AccessError;
use crate::storage::StorageError;
use cabinet_domain::money::MoneyError;

/// Why a question of orders could not be answered at all. Refusals are values of the single operations.
#[derive(Debug, thiserror::Error)]
pub enum OrdersError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Rights could not be read.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The directories of delivery could not be read.
    #[error(transparent)]
    Delivery(#[from] crate::delivery::DeliveryError),
    /// Rules of prices could not be read.
    #[error(transparent)]
    Pricing(#[from] crate::pricing::PricingError),
    /// A sum that was in range when the order was placed no longer is.
    #[error("a sum of an order is out of range")]
    Sum(#[from] MoneyError),
    /// All 999,999,999 numbers are used.
    #[error("there are no order numbers left; set a free range in [orders] of gateway.toml")]
    NoNumbersLeft,
    /// A stored order does not read back: a word in it is not known to this build.
    #[error("a stored order has the unknown {what} «{value}»; it was written by another version of the gateway")]
    UnknownWord {
        /// Which column.
        what: &'static str,
        /// What stands there.
        value: String,
    },
}
