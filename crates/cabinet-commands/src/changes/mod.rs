//! What changed since the user looked: prices with what they do to drafts, goods that are back, that ran out, that are sold no
//! more.
//!
//! In: what the mirror noted while it synced (`cabinet_mirror::turns`) and the rules of prices. Out: rows that can be filtered,
//! muted and taken away as a table. Invariants: a price is what the legal entity pays by the rules of today, then and now; the
//! sum of a draft before and after differs by nothing but the list's prices; who sees no prices gets no rows of them.

mod effects;
mod export;
mod list;
mod mute;
mod seen;

pub use export::export;
pub use list::list;
pub use mute::mute;
pub use seen::seen;

use serde::{Deserialize, Serialize};
use specta::Type;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChangesQuery {
    /// For which legal entity.
    pub entity: String,
    /// After which moment by the gateway's clock, UTC, ms since 1970; `None`: since the user looked last, or in the last seven
    /// days where he never did.
    #[specta(type = Option<specta_typescript::Number>)]
    pub since_ms: Option<i64>,
    /// Only these kinds; empty for all.
    pub kinds: Vec<ChangeKind>,
    /// Only what has this in its article or name; empty for all.
    pub text: String,
    /// Only goods of drafts.
    pub only_drafts: bool,
    /// Muted goods too.
    pub with_muted: bool,
}

/// What happened to goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// The price rose.
    PriceUp,
    /// The price fell.
    PriceDown,
    /// There is a price now, or one in another currency.
    PriceNew,
    /// There is no price any more.
    PriceGone,
    /// There was none in stock, and there is.
    Back,
    /// There was some in stock, and there is none.
    RanOut,
    /// Sold no more, or passed by by the supplier's last full export.
    Discontinued,
}

/// What happened to one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChangeView {
    /// What.
    pub kind: ChangeKind,
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// What the entity paid, in millionths; `None` for no price, and for what is not about prices.
    #[specta(type = Option<specta_typescript::Number>)]
    pub was_micro: Option<i64>,
    /// ISO 4217 of it; empty without one.
    pub was_currency: String,
    /// What it pays, in millionths.
    #[specta(type = Option<specta_typescript::Number>)]
    pub now_micro: Option<i64>,
    /// ISO 4217 of it; empty without one.
    pub now_currency: String,
    /// By how much the price moved, in hundredths of a percent, cut towards zero; `None` where that says nothing.
    pub by_bp: Option<i32>,
    /// Stock of all warehouses in thousandths; `None` when unknown or not told in numbers.
    #[specta(type = Option<specta_typescript::Number>)]
    pub stock_milli: Option<i64>,
    /// How much of it is in drafts of the entity, in thousandths of the base unit.
    #[specta(type = specta_typescript::Number)]
    pub in_drafts_milli: i64,
    /// When it was first known to be so, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub at_ms: i64,
    /// The user does not want to be told of it.
    pub is_muted: bool,
}

/// What changes do to a draft. Both sums are of the whole draft without the lines that are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DraftEffectView {
    /// Which draft.
    pub draft: String,
    /// Its name.
    pub name: String,
    /// Lines whose price moved, of those that the query asks for.
    pub lines: u32,
    /// Lines in neither sum, in the draft's order: sold no more, or without a price before or now.
    pub left_out: Vec<LeftOutLineView>,
    /// The sum at the prices of before, VAT included; `None` where nothing is left, or the currencies differ.
    #[specta(type = Option<specta_typescript::Number>)]
    pub was_minor: Option<i64>,
    /// The sum now.
    #[specta(type = Option<specta_typescript::Number>)]
    pub now_minor: Option<i64>,
    /// ISO 4217; empty without a sum.
    pub currency: String,
}

/// A line of a draft that cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LeftOutLineView {
    /// Item id.
    pub item: String,
    /// Article, as the draft has it.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// How much of it is in the draft, in thousandths of the base unit.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// Why.
    pub why: LeftOutWhy,
}

/// Why a line is in neither sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutWhy {
    /// It is sold no more.
    SoldNoMore,
    /// It has no price now.
    NoPrice,
    /// It had no price before.
    NewPrice,
}

/// How many rows of a kind there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct KindCount {
    /// Which kind.
    pub kind: ChangeKind,
    /// How many, without muted ones unless these are asked for, whatever other filters say.
    pub rows: u32,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChangesView {
    /// After which moment, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub since_ms: i64,
    /// When the user looked last; `None` for never.
    #[specta(type = Option<specta_typescript::Number>)]
    pub looked_at_ms: Option<i64>,
    /// When the figures of now were true; `None` before the first sync.
    #[specta(type = Option<specta_typescript::Number>)]
    pub true_at_ms: Option<i64>,
    /// Goods of drafts first, then the latest.
    pub rows: Vec<ChangeView>,
    /// Of each kind that there is.
    pub counts: Vec<KindCount>,
    /// Rows of muted goods that are not shown.
    pub muted: u32,
    /// Drafts with lines that the rows are about: whose prices moved, or that are sold no more.
    pub drafts: Vec<DraftEffectView>,
}
