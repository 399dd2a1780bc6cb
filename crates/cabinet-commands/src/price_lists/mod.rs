//! Own price lists: what a dealer's customers pay, made of what the goods cost him by rules that he keeps under a name.
//!
//! In: a recipe. Out: a workbook, a PDF, a table of text or a YML catalogue with his prices. What goods cost him is in none
//! of them: [`make`] hands it to the preview only. Who may not see prices makes no list. Goods that get no price are counted by
//! their reason and told, never left out in silence.

mod after_sync;
mod brands;
mod change;
mod file;
mod list;
mod make;
mod offer;
mod own;
mod preview;
mod recipe;
mod save;
mod table;
mod write;

pub(crate) use after_sync::rewrite;
pub use after_sync::set_file;
pub use brands::brands;
pub use change::set_deleted;
pub use list::{list, show};
pub(crate) use make::full_name;
pub use offer::{OfferRequest, WrittenOffer, offer};
pub(crate) use own::own;
pub use preview::preview;
pub use save::save;
pub use write::write;

use crate::documents::DoubtView;
use crate::error::CommandError;
use serde::{Deserialize, Serialize};
use specta::Type;

/// How a list is made; kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PriceListRecipe {
    /// The legal entity whose goods it lists, at whose prices.
    pub entity: String,
    /// Who offers the goods, as it stands over the list; empty for the name of the legal entity.
    pub seller: String,
    /// Only goods of these groups and of those below them (1C ids); empty for all.
    pub groups: Vec<String>,
    /// Only goods of these brands, in any case of letters; empty for all.
    pub brands: Vec<String>,
    /// Only goods whose own price is this or more, in millionths.
    #[specta(type = Option<specta_typescript::Number>)]
    pub from_micro: Option<i64>,
    /// Only goods whose own price is less than this, in millionths.
    #[specta(type = Option<specta_typescript::Number>)]
    pub below_micro: Option<i64>,
    /// Only goods that some warehouse has.
    pub in_stock_only: bool,
    /// With the supplier's stock, as it is told to the legal entity.
    pub shows_stock: bool,
    /// Of these the first that names the goods counts.
    pub rules: Vec<PriceRule>,
    /// What is said of single articles, before all rules.
    pub exceptions: Vec<PriceException>,
    /// How prices look.
    pub rounding: PriceRounding,
}

/// A markup on some goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PriceRule {
    /// Only goods of this group and of those below it (1C id); `None`: of all.
    pub group: Option<String>,
    /// Only goods of this brand; `None`: of all.
    pub brand: Option<String>,
    /// Only goods that cost the dealer this or more, in millionths.
    #[specta(type = Option<specta_typescript::Number>)]
    pub from_micro: Option<i64>,
    /// Only goods that cost the dealer less than this, in millionths.
    #[specta(type = Option<specta_typescript::Number>)]
    pub below_micro: Option<i64>,
    /// Basis points on top of what goods cost: 2500 is 25 %; above -10,000, up to 1,000,000.
    #[specta(type = specta_typescript::Number)]
    pub markup_bp: i64,
}

/// What is said of one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PriceException {
    /// The supplier's article, in any case of letters.
    pub article: String,
    /// What its price is.
    pub says: ExceptionSays,
}

/// A price of one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExceptionSays {
    /// This one, as it stands.
    Price {
        /// In millionths, above zero.
        #[specta(type = specta_typescript::Number)]
        price_micro: i64,
    },
    /// With a markup of its own, rounded as all.
    Markup {
        /// As in [`PriceRule`].
        #[specta(type = specta_typescript::Number)]
        markup_bp: i64,
    },
}

/// Whole steps, and what stands behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PriceRounding {
    /// In millionths, above zero: 10,000 is a kopeck.
    #[specta(type = specta_typescript::Number)]
    pub step_micro: i64,
    /// What is added to whole steps, in millionths; less than a step.
    #[specta(type = specta_typescript::Number)]
    pub ending_micro: i64,
    /// Which way.
    pub direction: RoundingWay,
}

/// Which of the two prices around the exact one is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RoundingWay {
    /// The nearer one.
    Nearest,
    /// The higher one.
    Up,
    /// The lower one, where it is above zero.
    Down,
}

/// A list among others.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PriceListSummary {
    /// Its id.
    pub id: String,
    /// As the user calls it.
    pub name: String,
    /// Whose goods it lists.
    pub entity: String,
    /// The name of that legal entity; empty where the person acts for it no more.
    pub entity_name: String,
    /// The person sees the prices that it is made of.
    pub may_make: bool,
    /// The file that is written anew after a sync; `None`: none is.
    pub file: Option<PriceListTarget>,
    /// Last change, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub updated_at_ms: i64,
    /// When it was put into the trash; `None` for a live one.
    #[specta(type = Option<specta_typescript::Number>)]
    pub deleted_at_ms: Option<i64>,
}

/// A file that is written anew after each sync that changes what stands in it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PriceListTarget {
    /// Its whole path.
    pub path: String,
    /// When it was written last, UTC, ms since 1970; `None`: not yet.
    #[specta(type = Option<specta_typescript::Number>)]
    pub written_at_ms: Option<i64>,
    /// Why it could not be written since; it is tried again after the next sync.
    pub failure: Option<CommandError>,
}

/// A whole list.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PriceListView {
    /// What is known of it among others.
    pub summary: PriceListSummary,
    /// How it is made.
    pub recipe: PriceListRecipe,
}

/// What [`save`] is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PriceListRequest {
    /// The list that it takes the place of; `None` for a new one.
    pub replaces: Option<String>,
    /// A name for it; no other list may have it.
    pub name: String,
    /// How it is made.
    pub recipe: PriceListRecipe,
}

/// What a list comes to now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PriceListPreview {
    /// The first goods, in the order of the list.
    pub rows: Vec<PriceListRow>,
    /// How many goods it has.
    pub goods: u32,
    /// How many goods of the legal entity neither its groups nor its brands name.
    pub not_chosen: u32,
    /// Goods that it names and that are not in it all the same, by reason.
    pub left_out: Vec<LeftOut>,
    /// How many goods each rule gave a price, in the order of the rules.
    pub by_rule: Vec<u32>,
    /// How many goods have their price by an exception.
    pub by_exception: u32,
    /// Articles of exceptions that name no goods of the list.
    pub idle_exceptions: Vec<String>,
    /// ISO 4217; empty when no goods have a price.
    pub currency: String,
    /// Prices include VAT; `None` where nobody told.
    pub includes_vat: Option<bool>,
    /// When the supplier's prices were true, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub true_at_ms: i64,
}

/// Goods of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PriceListRow {
    /// Item id.
    pub item: String,
    /// The supplier's article.
    pub article: String,
    /// What it is.
    pub name: String,
    /// Manufacturer or brand; empty when unknown.
    pub brand: String,
    /// Names of its groups from the root; empty for none.
    pub group: String,
    /// Short name of the base unit.
    pub unit: String,
    /// The own price of a base unit, in millionths.
    #[specta(type = specta_typescript::Number)]
    pub price_micro: i64,
    /// What a base unit costs the dealer, in millionths; `None` when it has no price, or while prices are hidden.
    #[specta(type = Option<specta_typescript::Number>)]
    pub purchase_micro: Option<i64>,
    /// The rule that made the price, from 0; `None`: an exception.
    pub by_rule: Option<u32>,
}

/// Goods that a list names and that are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LeftOut {
    /// Why.
    pub why: WhyLeftOut,
    /// How many.
    pub goods: u32,
    /// The first of them: articles, or names of goods without one.
    pub examples: Vec<String>,
}

/// Why goods are not in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum WhyLeftOut {
    /// The supplier has no price for them.
    NoPurchasePrice,
    /// Neither a rule nor an exception names them.
    NoRule,
    /// They cost in another currency than most of the list.
    OtherCurrency,
    /// Their own price is outside of the range of the list.
    OutOfRange,
    /// No warehouse has them.
    OutOfStock,
    /// Their own price is beyond all figures.
    TooDear,
}

/// A kind of file that holds a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PriceListFile {
    /// A workbook.
    Xlsx,
    /// A paper.
    Pdf,
    /// Semicolons and decimal commas, for spreadsheets.
    Csv,
    /// A catalogue for marketplaces and shops.
    Yml,
    /// Price tags to be cut out, a paper too.
    Tags,
}

/// What [`write`] is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WriteListRequest {
    /// Which price list.
    pub list: String,
    /// What kind of file; `None`: by the ending of the path, a workbook where there is none.
    pub kind: Option<PriceListFile>,
    /// Only these articles, in any case of letters; empty for all goods of the list.
    pub articles: Vec<String>,
    /// The file; `None`: a new one in the user's folder of documents.
    pub path: Option<String>,
}

/// A list that is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WrittenPriceList {
    /// Full path.
    pub path: String,
    /// Size in bytes.
    pub bytes: u32,
    /// How many goods are in it.
    pub goods: u32,
    /// As in [`PriceListPreview`].
    pub not_chosen: u32,
    /// As in [`PriceListPreview`].
    pub left_out: Vec<LeftOut>,
    /// Articles that were asked for and are not in the list.
    pub missing: Vec<String>,
    /// What a reader should know before relying on the paper.
    pub doubts: Vec<DoubtView>,
}

/// A brand of the goods that a legal entity sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BrandView {
    /// As the supplier writes it.
    pub name: String,
    /// How many goods are of it.
    pub goods: u32,
}
