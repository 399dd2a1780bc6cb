//! Drafts: several per legal entity, edited offline, saved at every keystroke.

mod add_file;
mod add_lines;
pub(crate) mod columns;
mod copy_lines;
mod create;
mod describe;
mod list;
mod matching;
mod set_deleted;
mod set_delivery;
mod set_line_comment;
mod set_quantity;
mod show;
pub(crate) mod view;

pub use add_file::{add_bytes, add_file};
pub use add_lines::add_lines;
pub use columns::settle_columns;
pub use copy_lines::copy_lines;
pub use create::create;
pub use describe::describe;
pub use list::list;
pub(crate) use matching::candidates;
pub use set_deleted::set_deleted;
pub use set_delivery::set_delivery;
pub use set_line_comment::set_line_comment;
pub(crate) use set_quantity::demand_whole_of;
pub use set_quantity::set_quantity;
pub use show::show;

use crate::delivery::DeliveryView;
use crate::profile::ContractView;
use cabinet_intake::{Skipped, Unreadable};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A draft in a list and in the bottom strip.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DraftSummary {
    /// Id.
    pub id: String,
    /// For which legal entity.
    pub entity: String,
    /// Name of the entity.
    pub entity_name: String,
    /// Name of the draft.
    pub name: String,
    /// Lines that can still be edited.
    pub lines: u32,
    /// Lines on their way to the supplier.
    pub lines_in_flight: u32,
    /// How far these are, the gravest of it when they are in several orders; `None` when there are none.
    pub in_flight: Option<InFlight>,
    /// Sum at the mirror's present prices, VAT included; `None` when there are lines but no price that may be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub total_minor: Option<i64>,
    /// ISO 4217; empty when nothing has a price.
    pub currency: String,
    /// Weight in grams, as far as known.
    #[specta(type = specta_typescript::Number)]
    pub weight_g: i64,
    /// The contract by which it would be ordered; `None` without one, or when it may not be seen.
    pub contract: Option<ContractView>,
    /// Lines gone, without a price or short of stock, by the mirror.
    pub troubled_lines: u32,
    /// Last change, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub updated_at_ms: i64,
    /// When it was put into the trash; `None` for a live one.
    #[specta(type = Option<specta_typescript::Number>)]
    pub deleted_at_ms: Option<i64>,
}

/// How far lines are that were sent off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum InFlight {
    /// They wait to be sent.
    Queued,
    /// They were sent, and no answer is known.
    Sent,
    /// The order was set aside, and the user has to look at it; it may have been carried out.
    Parked,
}

/// A whole draft.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DraftView {
    /// Its summary.
    pub summary: DraftSummary,
    /// Comment for the supplier.
    pub comment: String,
    /// How it is to be delivered.
    pub delivery: DeliveryView,
    /// Lines in the order of entry.
    pub lines: Vec<DraftLineView>,
    /// When prices and stock were true, UTC, ms since 1970.
    #[specta(type = Option<specta_typescript::Number>)]
    pub true_at_ms: Option<i64>,
}

/// A line of a draft.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DraftLineView {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// Quantity in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// Present price in millionths; `None` when there is none.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_micro: Option<i64>,
    /// ISO 4217; empty without a price.
    pub currency: String,
    /// Sum, VAT included; `None` without a price.
    #[specta(type = Option<specta_typescript::Number>)]
    pub sum_minor: Option<i64>,
    /// Stock in thousandths; `None` when unknown or not told in numbers.
    #[specta(type = Option<specta_typescript::Number>)]
    pub stock_milli: Option<i64>,
    /// Stock in a word where the supplier tells no numbers: `none`, `few`, `many`; `None` otherwise.
    pub stock_level: Option<String>,
    /// The item is no longer in the mirror, which is loaded.
    pub is_gone: bool,
    /// The item is sold, and has no price for this entity, which has prices otherwise.
    pub is_unpriced: bool,
    /// Only whole quantities can be ordered.
    pub is_whole: bool,
    /// On its way to the supplier: cannot be edited now.
    pub is_in_flight: bool,
    /// The user's comment for the supplier; may be empty.
    pub comment: String,
}

/// What became of pasted or piped lines.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct AddReport {
    /// Lines that are in the draft now.
    pub matched: Vec<MatchedLine>,
    /// Lines whose article several items have.
    pub choose: Vec<AmbiguousLine>,
    /// Lines whose article is unknown, or that cannot be read.
    pub not_found: Vec<MissingLine>,
    /// Rows of a file that hold no line; empty ones are left out.
    pub skipped: Vec<SkippedView>,
    /// Tables of which nobody can tell which column holds the quantities; their lines are in `not_found`.
    pub doubts: Vec<ColumnDoubt>,
    /// The draft after it.
    pub draft: DraftSummary,
}

/// Where lines are copied from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LineSource {
    /// A draft.
    Draft {
        /// Its id.
        id: String,
    },
    /// An order, also one that waits.
    Order {
        /// Its id, or its number.
        id: String,
    },
}

/// What is copied, and where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CopyRequest {
    /// The lines.
    pub source: LineSource,
    /// A draft of the same legal entity; `None` for a new one.
    pub into: Option<String>,
    /// The name of a new draft.
    pub name: String,
}

/// What became of copied lines.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct CopyReport {
    /// The draft after it.
    pub draft: DraftSummary,
    /// Lines that were taken.
    pub added: u32,
    /// Lines that were not.
    pub left: Vec<LeftLine>,
    /// Lines taken whose price is another one than where they come from. Empty where prices may not be seen.
    pub repriced: Vec<RepricedLine>,
}

/// A line that was not copied.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct LeftLine {
    /// Article, as where it comes from.
    pub article: String,
    /// Name, as where it comes from.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// Quantity in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// Why.
    pub reason: LeftReason,
}

/// Why a line was not copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LeftReason {
    /// The supplier does not sell it any more.
    Gone,
    /// The draft has it in a line that is on its way to the supplier.
    InFlight,
    /// As much cannot be ordered: a part of what is sold whole, or too much together.
    Quantity,
}

/// A line whose price changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct RepricedLine {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Where it comes from, in millionths.
    #[specta(type = specta_typescript::Number)]
    pub price_was_micro: i64,
    /// Today; `None` when there is none.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_now_micro: Option<i64>,
    /// ISO 4217 of today's price; empty without one.
    pub currency: String,
}

/// A table of a list with several columns that could hold the quantities.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ColumnDoubt {
    /// By what `drafts_settle_columns` names it.
    pub table: u32,
    /// The name of its sheet; may be empty.
    pub sheet: String,
    /// Its first row, from 1.
    pub first_row: u32,
    /// The columns, the likeliest first.
    pub columns: Vec<DoubtfulColumn>,
}

/// A column that could hold the quantities.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DoubtfulColumn {
    /// Its place, from 0.
    pub column: u32,
    /// What stands over it; may be empty.
    pub title: String,
    /// Its first cells.
    pub samples: Vec<String>,
}

/// Rows of a file one after the other that hold no line for the same reason.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SkippedView {
    /// The sheet that they stand on; empty where there is only one.
    pub sheet: String,
    /// The first of them, from 1.
    pub row: u32,
    /// The last of them.
    pub last_row: u32,
    /// Why.
    pub why: SkippedWhy,
}

/// Why a row of a file holds no line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SkippedWhy {
    /// The titles of the columns, or what stands above them.
    Title,
    /// The title of a group of goods.
    Group,
    /// A total.
    Total,
    /// Goods without an amount, in a form or beside the order.
    NotOrdered,
    /// Signatures, contacts and sentences.
    Note,
}

impl From<Skipped> for SkippedWhy {
    fn from(why: Skipped) -> Self {
        match why {
            Skipped::Group => Self::Group,
            Skipped::Total => Self::Total,
            Skipped::NotOrdered => Self::NotOrdered,
            Skipped::Note => Self::Note,
            Skipped::Blank | Skipped::Header | Skipped::Title => Self::Title,
        }
    }
}

/// A line that found its item.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct MatchedLine {
    /// The sheet of the file; empty where there is only one.
    pub sheet: String,
    /// Row of the input, from 1.
    pub row: u32,
    /// Item id.
    pub item: String,
    /// Article as the supplier writes it.
    pub article: String,
    /// Quantity in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// Short name of the unit.
    pub unit: String,
}

/// A line with several candidates.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct AmbiguousLine {
    /// The sheet of the file; empty where there is only one.
    pub sheet: String,
    /// Row of the input, from 1.
    pub row: u32,
    /// What was written.
    pub raw: String,
    /// Quantity in thousandths; `None` when none was written.
    #[specta(type = Option<specta_typescript::Number>)]
    pub quantity_milli: Option<i64>,
    /// Items that fit: id, article and name.
    pub candidates: Vec<CandidateView>,
}

/// An item that an ambiguous line may mean.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct CandidateView {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
}

/// A line that found nothing.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct MissingLine {
    /// The sheet of the file; empty where there is only one.
    pub sheet: String,
    /// Row of the input, from 1.
    pub row: u32,
    /// What was written.
    pub raw: String,
    /// Why.
    pub reason: MissingReason,
    /// The item that it means, where only the quantity is in question.
    pub item: Option<String>,
    /// Short name of the item's unit; empty without one.
    pub unit: String,
    /// What the quantity may mean, in thousandths of the item's base unit; empty when it is not in question.
    #[specta(type = Vec<specta_typescript::Number>)]
    pub readings_milli: Vec<i64>,
    /// The article that the supplier does not have, so that it can be wished for; empty for another reason.
    pub article: String,
    /// How much of it was written, in thousandths; `None` when that is not plain.
    #[specta(type = Option<specta_typescript::Number>)]
    pub quantity_milli: Option<i64>,
}

/// Why a line is not in the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MissingReason {
    /// No item has this article, id or barcode.
    UnknownArticle,
    /// There is no quantity.
    NoQuantity,
    /// The row or its quantity cannot be read.
    Unreadable,
    /// The item is not sold in this unit.
    UnknownUnit,
    /// Packs of different sizes have this unit.
    SeveralUnits,
    /// The item's line is on its way to the supplier.
    InFlight,
    /// The quantity may be read as two numbers (`1,000`).
    TwoReadings,
    /// A part of what is sold whole (half a piece).
    NotDivisible,
    /// Several columns of the file could hold the quantities.
    DoubtfulColumns,
    /// The quantity is zero or less.
    NotPositive,
    /// A spreadsheet has taken the quantity for a date.
    DateForQuantity,
    /// A spreadsheet has taken the article for a date; what it was is lost.
    DateForArticle,
    /// A spreadsheet has thrown digits of the article away (`4,6E+12`).
    DigitsLost,
    /// A formula of the file has no result (`#REF!`).
    FormulaError,
    /// The quantity names one unit, its column another.
    TwoUnits,
}

impl MissingReason {
    /// Why a row could not be read.
    const fn of(why: Unreadable) -> Self {
        match why {
            Unreadable::NotPositive => Self::NotPositive,
            Unreadable::DateForQuantity => Self::DateForQuantity,
            Unreadable::DateForArticle => Self::DateForArticle,
            Unreadable::DigitsLost => Self::DigitsLost,
            Unreadable::FormulaError => Self::FormulaError,
            Unreadable::TwoUnits => Self::TwoUnits,
            Unreadable::NoArticle
            | Unreadable::NotANumber
            | Unreadable::TooFine
            | Unreadable::TooLarge
            | Unreadable::TooManyColumns
            | Unreadable::Ambiguous => Self::Unreadable,
        }
    }
}

/// What `set_quantity` is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct QuantityRequest {
    /// Which draft.
    pub draft: String,
    /// Item id.
    pub item: String,
    /// In thousandths of the base unit; 0 removes the line.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
}

/// What `set_quantity` gives back: the strip and the line, so that the screen need not ask again.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct QuantitySet {
    /// The draft after it.
    pub draft: DraftSummary,
    /// The line after it; `None` when it was removed by a quantity of 0.
    pub line: Option<DraftLineView>,
}
