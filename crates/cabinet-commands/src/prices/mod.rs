//! How a price comes about, and what prices were before, offline, as this computer saw them.

mod explain;
mod of_item;

pub use explain::explain;
pub use of_item::of_item;

use crate::drafts::{LineServiceView, TierView, TroubleView};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What `explain` is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ExplainRequest {
    /// Legal entity.
    pub entity: String,
    /// Item id.
    pub item: String,
    /// In thousandths; `None`: that of the draft, else a whole unit.
    #[specta(type = Option<specta_typescript::Number>)]
    pub quantity_milli: Option<i64>,
    /// A draft whose other lines count for promotions.
    pub draft: Option<String>,
}

/// How the price of an item came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ExplainedPrice {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the base unit.
    pub unit: String,
    /// The quantity that it is for, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// The price of the list, in millionths; `None` when it has none or it may not be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub list_micro: Option<i64>,
    /// ISO 4217; empty without one.
    pub list_currency: String,
    /// The steps from it to the price, in their order; empty when no rule counts.
    pub steps: Vec<ChainStepView>,
    /// What is paid for a base unit, in millionths; `None` when that is not known.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_micro: Option<i64>,
    /// ISO 4217; empty without one.
    pub currency: String,
    /// How much less than the list's price that is, in hundredths of a percent; `None` when it is the same or cannot be said.
    pub off_bp: Option<i32>,
    /// The sum, VAT included.
    #[specta(type = Option<specta_typescript::Number>)]
    pub sum_minor: Option<i64>,
    /// The rate of VAT on the day: `none`, a percent, or empty when not known.
    pub vat: String,
    /// The rate that the catalogue states, in the same form.
    pub stated_vat: String,
    /// The supplier's country had no such rate on that day.
    pub is_vat_doubtful: bool,
    /// VAT in the sum.
    #[specta(type = Option<specta_typescript::Number>)]
    pub vat_minor: Option<i64>,
    /// The price does not include VAT.
    pub is_vat_on_top: bool,
    /// The day of the document, ISO.
    pub date: String,
    /// The thresholds with the price from each of them on.
    pub tiers: Vec<TierView>,
    /// What is wrong with the quantity or the price; `None` when nothing is.
    pub trouble: Option<TroubleView>,
    /// At least so much can be ordered, in thousandths; 0 for no minimum.
    #[specta(type = specta_typescript::Number)]
    pub minimum_milli: i64,
    /// In multiples of so much; 0 for any.
    #[specta(type = specta_typescript::Number)]
    pub step_milli: i64,
    /// What the multiple is called; may be empty.
    pub pack: String,
    /// What is done to the goods of the draft's line; beside the price, not in it.
    pub services: Vec<LineServiceView>,
}

/// A step of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChainStepView {
    /// `cabinet_pricing::draft::StepKind::code`.
    pub kind: String,
    /// What the supplier calls the rule; may be empty.
    pub name: String,
    /// The price changed by so many thousandths of a percent; `None` when it changed otherwise.
    #[specta(type = Option<specta_typescript::Number>)]
    pub percent_milli: Option<i64>,
    /// The price changed by so many millionths of the currency.
    #[specta(type = Option<specta_typescript::Number>)]
    pub money_micro: Option<i64>,
    /// From this quantity on, in thousandths; `None` when it is no matter of it.
    #[specta(type = Option<specta_typescript::Number>)]
    pub from_milli: Option<i64>,
    /// What all variants of the product come to, in thousandths, where they count together; `None` otherwise.
    #[specta(type = Option<specta_typescript::Number>)]
    pub together_milli: Option<i64>,
    /// The last day of the rule, ISO; empty for none.
    pub until: String,
    /// Millionths of the paid currency for one unit of the list's; `None` for other steps.
    #[specta(type = Option<specta_typescript::Number>)]
    pub rate_micro: Option<i64>,
    /// The day of the rate, ISO; empty for other steps.
    pub rate_on: String,
    /// The price before, in millionths; `None` when there was none.
    #[specta(type = Option<specta_typescript::Number>)]
    pub before_micro: Option<i64>,
    /// The price after.
    #[specta(type = specta_typescript::Number)]
    pub after_micro: i64,
    /// ISO 4217 of the price after.
    pub currency: String,
}

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
    /// The list's price of a base unit, in millionths; `None`: there was no price from then on.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_micro: Option<i64>,
    /// ISO 4217; empty where there was no price.
    pub currency: String,
    /// What the legal entity pays by its rules of today where the list says this, in the least that can be ordered, in millionths;
    /// `None` without a price, and for goods that are sold no more.
    #[specta(type = Option<specta_typescript::Number>)]
    pub own_micro: Option<i64>,
    /// ISO 4217 of it; empty without one.
    pub own_currency: String,
}
