//! Invoices: list, preview, save, print.

mod invoice;
mod list;
mod preview;
mod print;
mod printers;
mod save;

pub use list::list;
pub use preview::preview;
pub use print::print;
pub use printers::printers;
pub use save::save;

use serde::{Deserialize, Serialize};
use specta::Type;

/// A document in a list.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DocumentSummary {
    /// Id.
    pub id: String,
    /// `invoice`.
    pub kind: String,
    /// Number to print.
    pub number: String,
    /// 1C's number is not known yet.
    pub is_preliminary: bool,
    /// The supplier cancelled the order: nothing is to be paid.
    pub is_cancelled: bool,
    /// Date, ISO.
    pub date: String,
    /// Legal entity.
    pub entity: String,
    /// Name of the entity.
    pub entity_name: String,
    /// Order id.
    pub order: String,
    /// Number of the order.
    pub order_number: String,
    /// Sum, VAT included.
    #[specta(type = specta_typescript::Number)]
    pub total_minor: i64,
    /// ISO 4217.
    pub currency: String,
}

/// A page of a preview: the very PDF that prints, as a picture.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PreviewPage {
    /// Which page, from 1.
    pub page: u32,
    /// Pages in all.
    pub pages: u32,
    /// `data:image/png;base64,…`
    pub image: String,
}

/// Where a document was saved.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SavedFile {
    /// Full path.
    pub path: String,
    /// Size in bytes.
    pub bytes: u32,
}

/// A printer.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PrinterView {
    /// Name for `print`.
    pub name: String,
    /// The OS default.
    pub is_default: bool,
}
