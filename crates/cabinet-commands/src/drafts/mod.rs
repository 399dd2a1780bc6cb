//! Drafts: several per legal entity, edited offline, saved at every keystroke.

mod add_file;
mod add_lines;
mod base_units;
pub(crate) mod columns;
mod compare;
mod copy_lines;
mod create;
mod describe;
mod divide;
mod in_unit;
mod kept_list;
mod labels;
pub(crate) mod limits;
mod list;
mod matching;
mod parts;
pub(crate) mod prepaid;
mod removed;
mod report;
mod scan;
mod services;
mod set_apart;
mod set_deleted;
mod set_delivery;
mod set_line_comment;
mod set_quantity;
mod set_typed;
mod show;
mod split;
mod suggestions;
mod take_back;
pub(crate) mod view;

pub(crate) use add_file::{Known, read_list};
pub use add_file::{add_bytes, add_file};
pub use add_lines::add_lines;
pub use columns::settle_columns;
pub use compare::{CompareRow, CompareView, ComparedLine, ComparedSide, compare};
pub use copy_lines::copy_lines;
pub(crate) use copy_lines::ordered_lines;
pub use create::create;
pub(crate) use create::proper_name;
pub use describe::describe;
pub use divide::{DividedView, SplitBy, divide};
pub use in_unit::InUnitView;
pub use kept_list::{KeptListView, forget_list, note_list_row, reopen_list};
pub use labels::{labels, set_label};
pub(crate) use limits::limits_of;
pub use limits::{CreditView, DraftLimitsView, OtherEntityView, UsualView};
pub(crate) use list::empty_trash;
pub use list::list;
pub(crate) use matching::candidates;
pub(crate) use parts::part_views;
pub use parts::{
    MarkRequest, OnOrderRequest, PartRequest, PartView, PartsRequest, PlaceView, mark, places, set_on_order, set_part,
    set_parts,
};
pub use prepaid::set_prepaid;
pub use removed::{bring_back, removed};
pub use report::{
    AddReport, AmbiguousLine, CandidateView, ColumnDoubt, CopyReport, CopyRequest, CountedView, DoubtfulColumn,
    DoubtfulRole, JoinedLine, LeftLine, LeftReason, LineSource, MatchedLine, MissingLine, MissingReason, RepricedLine,
    SkippedView, SkippedWhy,
};
pub use scan::{ScanRequest, ScanView, scan};
pub(crate) use services::service_views;
pub use services::{
    LineServiceView, ServiceOfferView, ServiceTermsView, ServicesRequest, WantedService, services, set_services,
};
pub use set_apart::{ApartRequest, ApartView, set_apart};
pub use set_deleted::set_deleted;
pub use set_delivery::set_delivery;
pub use set_line_comment::set_line_comment;
pub use set_quantity::set_quantity;
pub(crate) use set_quantity::{LARGEST_MILLI, demand_whole_of};
pub use set_typed::{TypedQuantity, set_typed};
pub use show::show;
pub use split::{SplitView, split};
pub use suggestions::{SuggestionKind, SuggestionView};
pub use take_back::{AddedLine, TakenBack, take_back};

use crate::delivery::DeliveryView;
use crate::profile::ContractView;
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
    /// What it is for: `order`, or `waiting` for lines that wait until goods are there again.
    pub kind: String,
    /// Name of the draft; empty for one of waiting lines, which each front-end names.
    pub name: String,
    /// For whom or what all of it is; may be empty.
    pub label: String,
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
    /// Lines whose weight is not known.
    pub without_weight: u32,
    /// Volume in cubic centimetres, as far as known.
    #[specta(type = specta_typescript::Number)]
    pub volume_cm3: i64,
    /// Lines whose volume is not known.
    pub without_volume: u32,
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
    /// What comes with them for nothing.
    pub gifts: Vec<GiftView>,
    /// What stands between the draft and its sending; `None` where nothing does.
    pub limits: Option<DraftLimitsView>,
    /// The list that the user is not done with; `None` when there is none.
    pub list: Option<KeptListView>,
    /// It is to be paid in advance.
    pub is_prepaid: bool,
    /// When prices and stock were true, UTC, ms since 1970.
    #[specta(type = Option<specta_typescript::Number>)]
    pub true_at_ms: Option<i64>,
}

/// Goods for nothing, while the lines earn them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct GiftView {
    /// Id of the rule that gives it.
    pub rule: String,
    /// What the supplier calls the rule; may be empty.
    pub rule_name: String,
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// In thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
}

/// Why a line cannot be ordered as it stands, and the way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TroubleView {
    /// `cabinet_pricing::draft::Trouble::code`.
    pub code: String,
    /// The nearest quantity below that can be ordered, in thousandths; `None` when there is none or it is no matter of it.
    #[specta(type = Option<specta_typescript::Number>)]
    pub down_milli: Option<i64>,
    /// The nearest one above.
    #[specta(type = Option<specta_typescript::Number>)]
    pub up_milli: Option<i64>,
    /// What the multiple is called ("кор"); may be empty.
    pub pack: String,
    /// So much of the unit is in it, in thousandths; 0 where there is no multiple.
    #[specta(type = specta_typescript::Number)]
    pub step_milli: i64,
}

/// From a quantity on another price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TierView {
    /// In thousandths.
    #[specta(type = specta_typescript::Number)]
    pub from_milli: i64,
    /// In millionths.
    #[specta(type = specta_typescript::Number)]
    pub price_micro: i64,
    /// ISO 4217.
    pub currency: String,
    /// All variants of the product count together.
    pub counts_variants: bool,
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
    /// The same in the unit that it was typed in («2 кор»); `None` where that is the base unit, or not an exact number of it.
    pub in_unit: Option<InUnitView>,
    /// Weight of the line in grams; `None` when not known.
    #[specta(type = Option<specta_typescript::Number>)]
    pub weight_g: Option<i64>,
    /// Volume of the line in cubic centimetres; `None` when not known.
    #[specta(type = Option<specta_typescript::Number>)]
    pub volume_cm3: Option<i64>,
    /// Present price in millionths; `None` when there is none.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_micro: Option<i64>,
    /// ISO 4217; empty without a price.
    pub currency: String,
    /// The price of the list in millionths, where rules made another one of it in the same currency.
    #[specta(type = Option<specta_typescript::Number>)]
    pub list_price_micro: Option<i64>,
    /// How much less than that is paid, in hundredths of a percent; below zero for more.
    pub off_bp: Option<i32>,
    /// What is wrong with the line beside what the other fields say; `None` when nothing is.
    pub trouble: Option<TroubleView>,
    /// The next tier; `None` when there is none.
    pub next_tier: Option<TierView>,
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
    /// The same amount in the pack that it was entered in; `None` for the base unit.
    pub packs: Option<CountedView>,
    /// What is not there of it is ordered all the same.
    pub is_on_order: bool,
    /// How it is divided by labels, wished days and warehouses; empty when it is not.
    pub parts: Vec<PartView>,
    /// What the legal entity usually buys of it, where this quantity is not usual.
    pub usual: Option<UsualView>,
    /// What is done to its goods; their sums are beside that of the goods.
    pub services: Vec<LineServiceView>,
}

/// A line that was taken out of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RemovedLineView {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// How much it was, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// Labels of its parts, in their order.
    pub labels: Vec<String>,
    /// UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub removed_at_ms: i64,
}

/// What came back into a draft.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct BroughtBack {
    /// The draft after it.
    pub draft: DraftSummary,
    /// Lines that are in it again.
    pub lines: u32,
    /// Lines that could not come back.
    pub left: Vec<LeftLine>,
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
    /// Other lines whose price became another one by it: a promotion began or ended.
    pub repriced: Vec<DraftLineView>,
    /// What comes with the lines now.
    pub gifts: Vec<GiftView>,
    /// What stands between the draft and its sending now.
    pub limits: Option<DraftLimitsView>,
}
