//! What was bought, offline, from the orders of the person's legal entities: of an item, and by months.

mod by_month;
mod of_item;

pub use by_month::by_month;
pub use of_item::of_item;

use serde::{Deserialize, Serialize};
use specta::Type;

/// Purchases of an item.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ItemPurchases {
    /// All of them, the newest first.
    pub rows: Vec<PurchaseView>,
    /// The highest price of the last 365 days in the currency of the newest purchase; `None` when there is none.
    #[specta(type = Option<specta_typescript::Number>)]
    pub dearest_micro: Option<i64>,
    /// When that was, UTC, ms since 1970.
    #[specta(type = Option<specta_typescript::Number>)]
    pub dearest_at_ms: Option<i64>,
}

/// A purchase.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PurchaseView {
    /// Id of the order.
    pub order: String,
    /// Its number.
    pub order_number: String,
    /// UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub at_ms: i64,
    /// In thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// Short name of the unit.
    pub unit: String,
    /// Of a unit, in millionths.
    #[specta(type = specta_typescript::Number)]
    pub price_micro: i64,
    /// ISO 4217.
    pub currency: String,
}

/// Orders of a month in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MonthView {
    /// `YYYY-MM`.
    pub month: String,
    /// ISO 4217.
    pub currency: String,
    /// Sum with VAT.
    #[specta(type = specta_typescript::Number)]
    pub total_minor: i64,
    /// How many orders.
    pub orders: u32,
}
