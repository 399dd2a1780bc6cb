//! What prices were before, offline, as this computer saw them.

mod of_item;

pub use of_item::of_item;

use serde::{Deserialize, Serialize};
use specta::Type;

/// The prices of an item over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PriceHistoryView {
    /// The oldest first, each another one than the one before; the last one stands now. Empty where none was seen, or may be.
    pub points: Vec<PricePointView>,
    /// When this computer began to watch these prices, UTC, ms since 1970; `None` where there are none.
    #[specta(type = Option<specta_typescript::Number>)]
    pub since_ms: Option<i64>,
    /// When the last one was true, UTC, ms since 1970; `None` as above.
    #[specta(type = Option<specta_typescript::Number>)]
    pub true_at_ms: Option<i64>,
    /// The lowest of the last 365 days in the currency of the last price; `None` where it never changed.
    pub lowest: Option<PricePointView>,
    /// The highest, as above.
    pub highest: Option<PricePointView>,
}

/// A price from a moment on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PricePointView {
    /// When it was first seen, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub at_ms: i64,
    /// Of a base unit, in millionths; `None`: there was no price from then on.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_micro: Option<i64>,
    /// ISO 4217; empty where there was no price.
    pub currency: String,
}
