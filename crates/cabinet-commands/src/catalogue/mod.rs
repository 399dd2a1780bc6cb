//! Browsing and searching goods in the mirror.

mod card;
mod count;
mod groups;
pub(crate) mod latest_count;
mod page;
mod resolve;
mod rows;

pub use card::card;
pub use count::count;
pub use groups::groups;
pub use page::page;
pub use resolve::resolve;

use serde::{Deserialize, Serialize};
use specta::Type;

/// A group of goods, parents before children.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct GroupView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Group above.
    pub parent: Option<String>,
    /// Depth, roots are 0.
    pub depth: u32,
    /// Items in it and below.
    pub items: u32,
}

/// By what a table of goods is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CatalogueSort {
    /// The supplier's order; in a search, the best first.
    Natural,
    /// Article.
    Article,
    /// Name.
    Name,
    /// Price.
    Price,
    /// Stock.
    Stock,
}

/// What a table of goods shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CatalogueQuery {
    /// For which legal entity (its prices).
    pub entity: String,
    /// Typed text; empty for browsing.
    pub text: String,
    /// Only this group and below.
    pub group: Option<String>,
    /// Only what is in stock.
    pub in_stock_only: bool,
    /// Order.
    pub sort: CatalogueSort,
    /// Reverse the order.
    pub descending: bool,
    /// The draft whose quantities are shown in the rows.
    pub draft: Option<String>,
}

impl CatalogueQuery {
    /// Everything that a text finds, in the natural order; an empty text finds all goods.
    #[must_use]
    pub const fn of_text(entity: String, text: String) -> Self {
        Self {
            entity,
            text,
            group: None,
            in_stock_only: false,
            sort: CatalogueSort::Natural,
            descending: false,
            draft: None,
        }
    }
}

/// A window of a table of goods.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct CataloguePage {
    /// Rows of the whole table; the least there can be while they are not counted.
    pub total: u32,
    /// Whether `total` is exact.
    pub is_counted: bool,
    /// Place of the first row.
    pub offset: u32,
    /// The rows of the window.
    pub rows: Vec<ItemRowView>,
    /// When prices and stock were true, UTC, ms since 1970.
    #[specta(type = Option<specta_typescript::Number>)]
    pub true_at_ms: Option<i64>,
}

/// A row of a table of goods.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ItemRowView {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the base unit.
    pub unit: String,
    /// Biggest usual pack, in thousandths of the base unit; `None` when sold by the unit only.
    #[specta(type = Option<specta_typescript::Number>)]
    pub pack_milli: Option<i64>,
    /// The entity's price in millionths; `None` when there is none or it may not be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_micro: Option<i64>,
    /// ISO 4217; empty without a price.
    pub currency: String,
    /// Stock of all warehouses in thousandths; `None` when unknown or not told in numbers.
    #[specta(type = Option<specta_typescript::Number>)]
    pub stock_milli: Option<i64>,
    /// Stock in a word where the supplier tells no numbers: `none`, `few`, `many`; `None` otherwise.
    pub stock_level: Option<String>,
    /// Quantity in the query's draft, in thousandths; 0 when not in it.
    #[specta(type = specta_typescript::Number)]
    pub in_draft_milli: i64,
    /// How many variants the product has besides this one.
    pub other_variants: u32,
    /// The supplier's last full export passed it by.
    pub is_stale: bool,
}

/// Everything about an item, for the side panel.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ItemCard {
    /// The row.
    pub row: ItemRowView,
    /// Full name where it says something else than the name; empty otherwise.
    pub full_name: String,
    /// Barcode; empty when there is none.
    pub barcode: String,
    /// Manufacturer; empty when unknown.
    pub maker: String,
    /// Free text.
    pub description: String,
    /// Weight of the base unit in grams; 0 when unknown.
    pub weight_g: u32,
    /// VAT as words ("20 %", "без НДС"); empty when unknown.
    pub vat: String,
    /// Path of groups from the root.
    pub group_path: Vec<String>,
    /// Packs: name of the unit and base units in it, in thousandths.
    pub packs: Vec<PackView>,
    /// Stock by warehouse.
    pub stock: Vec<WarehouseStockView>,
    /// Properties.
    pub properties: Vec<PropertyView>,
    /// Other variants of the product, this one included.
    pub variants: Vec<VariantView>,
}

/// A pack.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PackView {
    /// Short name.
    pub unit: String,
    /// Base units in it, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub units_milli: i64,
}

/// Stock in one warehouse.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct WarehouseStockView {
    /// Name of the warehouse.
    pub warehouse: String,
    /// In thousandths; `None` where the supplier tells no numbers.
    #[specta(type = Option<specta_typescript::Number>)]
    pub quantity_milli: Option<i64>,
    /// In a word where the supplier tells no numbers: `none`, `few`, `many`; `None` otherwise.
    pub level: Option<String>,
    /// When it was true, UTC, ms since 1970.
    #[specta(type = Option<specta_typescript::Number>)]
    pub true_at_ms: Option<i64>,
}

/// A property with its value.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PropertyView {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

/// A variant of a product.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct VariantView {
    /// What tells it apart.
    pub label: String,
    /// Its row.
    pub row: ItemRowView,
}
