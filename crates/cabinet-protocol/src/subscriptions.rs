//! Subscriptions to goods: who wants to be told that something is back in stock, or has become cheaper.

use cabinet_domain::ids::ItemId;
use serde::{Deserialize, Serialize};

/// Tell this person about an item. A second subscription to the item takes the place of the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscribe {
    /// Which item.
    pub item: ItemId,
    /// Tell once, when so much is there, in thousandths of the base unit, above zero; `None`: do not tell of arrivals.
    #[serde(default)]
    pub threshold_milli: Option<i64>,
    /// Tell each time when the price of the entity falls.
    #[serde(default)]
    pub watches_price: bool,
    /// The last day on which it is wanted, ISO 8601 (`2026-12-31`); `None` for as long as it takes.
    #[serde(default)]
    pub until: Option<String>,
}

/// Ends a subscription; one that does not stand is no fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsubscribe {
    /// Which item.
    pub item: ItemId,
}
