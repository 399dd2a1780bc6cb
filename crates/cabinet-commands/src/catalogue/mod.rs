//! Browsing and searching goods in the mirror.

mod card;
mod count;
mod facets;
mod find_each;
mod groups;
pub(crate) mod latest_count;
mod matrix;
mod media;
mod page;
mod resolve;
mod rows;
mod rows_of;

pub use card::card;
pub use count::count;
pub use facets::facets;
pub use find_each::find_each;
pub use groups::groups;
pub use page::page;
pub use resolve::resolve;
pub use rows_of::rows_of;

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

/// Values of one property of which goods must have one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PropertyFilterView {
    /// As `catalogue_facets` names it.
    pub property: String,
    /// The values, as shown.
    pub values: Vec<String>,
}

/// A property of the goods of a table, with its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FacetView {
    /// By what a filter names it.
    pub property: String,
    /// Its name.
    pub name: String,
    /// The values that goods of the table have, in their order; of very many the commonest.
    pub values: Vec<FacetValueView>,
    /// How many values there are besides.
    pub more_values: u32,
}

/// A value of a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FacetValueView {
    /// As shown.
    pub value: String,
    /// How many goods of the table have it, filtered by all properties but this one.
    pub items: u32,
    /// The query asks for it.
    pub is_chosen: bool,
}

/// What a table of goods shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CatalogueQuery {
    /// For which legal entity (its prices).
    pub entity: String,
    /// Typed text; empty for browsing.
    pub text: String,
    /// Nothing else than the text as typed is searched, also when that finds nothing.
    pub as_typed: bool,
    /// Only this group and below.
    pub group: Option<String>,
    /// Only what is in stock.
    pub in_stock_only: bool,
    /// Only what has one of the values of each of these properties.
    pub properties: Vec<PropertyFilterView>,
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
            as_typed: false,
            group: None,
            in_stock_only: false,
            properties: Vec::new(),
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
    /// What was searched when the text found nothing as typed; `None` when it was searched as typed.
    pub reading: Option<ReadingView>,
    /// Place of the first row.
    pub offset: u32,
    /// The rows of the window.
    pub rows: Vec<ItemRowView>,
    /// When prices and stock were true, UTC, ms since 1970.
    #[specta(type = Option<specta_typescript::Number>)]
    pub true_at_ms: Option<i64>,
    /// Whether any goods have a small picture; `None` while something is searched for: a keystroke does not wait for it.
    pub has_pictures: Option<bool>,
}

/// In what a searched text differs from the typed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReadingKind {
    /// It was typed in the other keyboard layout.
    OtherLayout,
    /// It was typed in the other alphabet.
    Transliterated,
    /// Its blanks stand elsewhere.
    Spaced,
    /// Words with a mistake are replaced by words of the goods.
    Corrected,
    /// It is a code of the user's own: its article is searched.
    OwnCode,
}

/// What was searched in place of what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReadingView {
    /// In what it differs.
    pub kind: ReadingKind,
    /// The searched text, as people write it.
    pub text: String,
}

/// What the entries of a pasted list are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FoundEach {
    /// In the order pasted.
    pub entries: Vec<EntryView>,
    /// How many of them are one item.
    pub found: u32,
    /// How many are several items.
    pub several: u32,
    /// How many are none.
    pub not_found: u32,
}

/// An entry of a pasted list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct EntryView {
    /// As pasted.
    pub text: String,
    /// How many items it is.
    pub items: u32,
    /// The item, when it is one.
    pub item: Option<String>,
    /// Its article; empty when the entry is not one item.
    pub article: String,
    /// Its name; empty when the entry is not one item.
    pub name: String,
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
    /// Only whole quantities of it can be ordered.
    pub is_whole: bool,
    /// Biggest usual pack, in thousandths of the base unit; `None` when sold by the unit only.
    #[specta(type = Option<specta_typescript::Number>)]
    pub pack_milli: Option<i64>,
    /// The entity's price in millionths, by the rules, in the quantity of the draft or else the least that can be ordered;
    /// `None` when there is none or it may not be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_micro: Option<i64>,
    /// The price of the list in millionths, where rules made another one of it in the same currency.
    #[specta(type = Option<specta_typescript::Number>)]
    pub list_price_micro: Option<i64>,
    /// How much less than that is paid, in hundredths of a percent; below zero for more.
    pub off_bp: Option<i32>,
    /// ISO 4217; empty without a price.
    pub currency: String,
    /// Stock of all warehouses in thousandths; `None` when unknown or not told in numbers.
    #[specta(type = Option<specta_typescript::Number>)]
    pub stock_milli: Option<i64>,
    /// Stock in a word where the supplier tells no numbers: `none`, `few`, `many`; `None` otherwise.
    pub stock_level: Option<String>,
    /// What comes of it next; `None` when nothing does or it may not be seen.
    pub next_arrival: Option<ArrivalView>,
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
    /// Volume of the base unit in cubic centimetres; 0 when unknown.
    pub volume_cm3: u32,
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
    /// The variants as a table; `None` where they are a list.
    pub matrix: Option<MatrixView>,
    /// What stands in for it, the best first.
    pub analogues: Vec<ItemRowView>,
    /// What comes of it, the soonest first.
    pub arrivals: Vec<ArrivalView>,
    /// Small picture as `data:image/jpeg;base64,…`; empty when there is none.
    pub thumbnail: String,
    /// Pictures, the main one first; `media_picture` gives them.
    pub pictures: Vec<PictureView>,
    /// Certificates, instructions and the like; `media_save` and the desktop open them.
    pub files: Vec<FileView>,
}

/// Something that comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ArrivalView {
    /// The day, ISO.
    pub date: String,
    /// In thousandths of the base unit.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// The supplier's own words; may be empty.
    pub note: String,
}

/// Variants as a table of two characteristics.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct MatrixView {
    /// What the rows are.
    pub row_name: String,
    /// What the columns are.
    pub column_name: String,
    /// Values of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<MatrixRowView>,
    /// Quantities in the draft by column, in thousandths.
    #[specta(type = Vec<specta_typescript::Number>)]
    pub column_totals_milli: Vec<i64>,
    /// Quantity in the draft of all variants, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub total_milli: i64,
    /// Sum of them, VAT included; `None` when nothing has a price or prices may not be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub total_minor: Option<i64>,
    /// ISO 4217; empty without a sum.
    pub currency: String,
}

/// A row of the table.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct MatrixRowView {
    /// Its value.
    pub label: String,
    /// One for each column; `None` where there is no such variant.
    pub cells: Vec<Option<ItemRowView>>,
    /// Quantity in the draft, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub total_milli: i64,
}

/// A picture that can be looked at large.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PictureView {
    /// By what it is asked for.
    pub blake3: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Size in bytes.
    pub bytes: u32,
    /// It was fetched and can be looked at offline.
    pub is_here: bool,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FileKindView {
    /// A certificate or a declaration.
    Certificate,
    /// An instruction, a manual.
    Instruction,
    /// Anything else.
    Other,
}

/// A file that can be opened.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FileView {
    /// By what it is asked for.
    pub blake3: String,
    /// What people call it.
    pub title: String,
    /// What it is.
    pub kind: FileKindView,
    /// Ending of its name (`pdf`).
    pub extension: String,
    /// Size in bytes.
    pub bytes: u32,
    /// The last day of a certificate, ISO; empty when it has none or it is not known.
    pub valid_until: String,
    /// It was fetched and opens offline.
    pub is_here: bool,
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
