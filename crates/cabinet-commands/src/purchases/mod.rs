//! What was bought, offline, from the orders of the person's legal entities: of an item, by months, and added up in a report.

mod by_month;
mod of_item;
mod report;
mod report_rows;
mod report_sheet;
mod returned;

pub use by_month::by_month;
pub use of_item::of_item;
pub use report::{export, report};

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

/// What purchases are added up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReportBy {
    /// Months.
    Month,
    /// Goods, each in its unit.
    Goods,
    /// Legal entities.
    Entity,
    /// The people who placed the orders.
    Person,
}

/// Which purchases are added up, and by what.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ReportQuery {
    /// Of which legal entity; `None` for all.
    pub entity: Option<String>,
    /// From this day on, ISO.
    pub from: Option<String>,
    /// Up to this day, ISO.
    pub to: Option<String>,
    /// By what.
    pub by: ReportBy,
    /// Only goods with these words in their article or name; beginnings suffice.
    pub goods: String,
    /// Only of this person; empty for orders of which nobody knows who placed them, `None` for all.
    pub person: Option<String>,
}

/// What was bought, added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PurchaseReport {
    /// Months the oldest first and without gaps, everything else the dearest first.
    pub rows: Vec<ReportRowView>,
    /// The sums of all, of each currency.
    pub totals: Vec<ReportTotal>,
    /// What is not in it.
    pub left_out: ReportLeftOut,
}

/// Purchases that were added up. Of two currencies there are two rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReportRowView {
    /// `YYYY-MM`, an item's id, an entity's id, or a person's name. Of goods that a document of return names without an item,
    /// `supplier:` and its article, or its name; empty for what such a document does not tell by goods, and where no person is known.
    pub key: String,
    /// Of goods, as the newest order has it; else empty.
    pub article: String,
    /// Of goods and of a legal entity; else empty.
    pub name: String,
    /// Unit of the quantity; empty but for goods.
    pub unit: String,
    /// ISO 4217.
    pub currency: String,
    /// How many orders have a line of it.
    pub orders: u32,
    /// How much of the goods was ordered, in thousandths; `None` but for goods.
    #[specta(type = Option<specta_typescript::Number>)]
    pub quantity_milli: Option<i64>,
    /// How much of them went back; `None` as above.
    #[specta(type = Option<specta_typescript::Number>)]
    pub returned_milli: Option<i64>,
    /// Sum of the lines of orders, VAT included.
    #[specta(type = specta_typescript::Number)]
    pub total_minor: i64,
    /// Sum of what went back, by the supplier's documents of return; below zero where such a document took a return back.
    #[specta(type = specta_typescript::Number)]
    pub returned_minor: i64,
    /// What is left of the one without the other.
    #[specta(type = specta_typescript::Number)]
    pub net_minor: i64,
    /// Its part of what is left of all in the currency, in hundredths of a percent; 0 where nothing is left.
    pub share_bp: u32,
}

/// The sum of all in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReportTotal {
    /// ISO 4217.
    pub currency: String,
    /// Sum with VAT.
    #[specta(type = specta_typescript::Number)]
    pub total_minor: i64,
    /// Sum of what went back.
    #[specta(type = specta_typescript::Number)]
    pub returned_minor: i64,
    /// What is left.
    #[specta(type = specta_typescript::Number)]
    pub net_minor: i64,
    /// How many orders.
    pub orders: u32,
}

/// What a report leaves out, of the same time, goods and person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReportLeftOut {
    /// Orders that the supplier cancelled, and with them what went back of them.
    pub cancelled_orders: u32,
    /// Lines that he dropped out of other orders.
    pub dropped_lines: u32,
    /// Documents of return that do not say what they come to.
    pub returns_without_sum: u32,
}
