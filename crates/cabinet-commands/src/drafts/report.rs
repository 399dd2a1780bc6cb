//! What commands say of lines that were added or copied: which are in the draft, which are asked about, which are not there.

use super::{DraftSummary, InUnitView};
use cabinet_intake::{Skipped, Unreadable};
use serde::{Deserialize, Serialize};
use specta::Type;

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
    /// The list is kept as it came until the user is done with it.
    pub is_kept: bool,
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
    /// A template.
    Template {
        /// Its id.
        id: String,
        /// The legal entity that orders.
        entity: String,
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
    /// Lines whose goods the draft had in another unit or pack: how they were counted, and how they are now.
    pub joined: Vec<JoinedLine>,
}

/// A line of which two units became one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct JoinedLine {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// What the draft had.
    pub was: CountedView,
    /// What came to it.
    pub added: CountedView,
    /// Both together.
    pub now: CountedView,
}

/// An amount as a line counts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CountedView {
    /// How many of the unit, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub count_milli: i64,
    /// Short name of the unit or of the pack.
    pub unit: String,
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
    /// It was counted in a unit that the goods do not have any more.
    Unit,
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

/// What somebody has to find a column for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DoubtfulRole {
    /// How much is ordered.
    Quantity,
    /// The supplier's articles.
    Article,
}

/// A table of a list with several columns that could hold the quantities, or the articles.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ColumnDoubt {
    /// By what `drafts_settle_columns` names it.
    pub table: u32,
    /// What could stand in several columns.
    pub role: DoubtfulRole,
    /// The name of its sheet; may be empty.
    pub sheet: String,
    /// Its first row, from 1.
    pub first_row: u32,
    /// The columns, the likeliest first.
    pub columns: Vec<DoubtfulColumn>,
}

/// A column that could be it.
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
    /// The own code by which it was found; `None` when it was found otherwise.
    pub own_code: Option<String>,
    /// Quantity in thousandths of the base unit.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// Short name of the base unit.
    pub unit: String,
    /// The same in the unit that was written («2 кор»); `None` where that is the base unit.
    pub in_unit: Option<InUnitView>,
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
    /// What can be taught as an own code of the chosen item; empty when the row names nothing.
    pub code: String,
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
    /// What can be taught as an own code, once the goods are found; empty when the goods are not in question.
    pub code: String,
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
    /// A pack of this unit holds another number than written («кор по 12»).
    OtherPackSize,
    /// The item's line is on its way to the supplier.
    InFlight,
    /// The quantity may be read as two numbers (`1,000`).
    TwoReadings,
    /// A part of what is sold whole (half a piece).
    NotDivisible,
    /// Several columns of the file could hold the quantities, or the articles.
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
    /// The row names several goods.
    SeveralGoods,
    /// Its sheet has the very lines of an earlier one; ordered too, it would double the order.
    CopiedSheet,
    /// The row is hidden or struck out in the file, or its sheet is hidden: whether it is still wanted is asked.
    HiddenRow,
}

impl MissingReason {
    /// Why a row could not be read.
    pub(super) const fn of(why: Unreadable) -> Self {
        match why {
            Unreadable::NotPositive => Self::NotPositive,
            Unreadable::DateForQuantity => Self::DateForQuantity,
            Unreadable::DateForArticle => Self::DateForArticle,
            Unreadable::DigitsLost => Self::DigitsLost,
            Unreadable::FormulaError => Self::FormulaError,
            Unreadable::TwoUnits => Self::TwoUnits,
            Unreadable::SeveralGoods => Self::SeveralGoods,
            Unreadable::CopiedSheet => Self::CopiedSheet,
            Unreadable::NoArticle
            | Unreadable::NotANumber
            | Unreadable::TooFine
            | Unreadable::TooLarge
            | Unreadable::TooManyColumns
            | Unreadable::Ambiguous => Self::Unreadable,
        }
    }
}
