//! Invoices: list, preview, save, print.

use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
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

macro_rules! not_ready {
    ($($x:expr),*) => {{ let _ = ($($x),*); Err(CommandError::new(ErrorCode::NotReady, "not ready")) }};
}

/// Documents of one legal entity or of all, newest first.
///
/// # Errors
/// `not_ready`.
pub async fn list(cabinet: &Cabinet, entity: Option<String>) -> Result<Vec<DocumentSummary>, CommandError> {
    not_ready!(cabinet, entity)
}
/// One page as a picture.
///
/// # Errors
/// `not_found`.
pub async fn preview(
    cabinet: &Cabinet,
    document: String,
    page: u32,
    dots_per_inch: u32,
) -> Result<PreviewPage, CommandError> {
    not_ready!(cabinet, document, page, dots_per_inch)
}
/// Saves the PDF; without a path, into the user's documents folder under a name that tells what it is.
///
/// # Errors
/// `not_found`, `disk_full`, `invalid` (the path cannot be written).
pub async fn save(cabinet: &Cabinet, document: String, path: Option<String>) -> Result<SavedFile, CommandError> {
    not_ready!(cabinet, document, path)
}
/// Printers of this machine.
///
/// # Errors
/// `printer`: no printing system.
pub async fn printers(cabinet: &Cabinet) -> Result<Vec<PrinterView>, CommandError> {
    not_ready!(cabinet)
}
/// Sends the PDF to a printer.
///
/// # Errors
/// `not_found`, `printer`.
pub async fn print(cabinet: &Cabinet, document: String, printer: String, copies: u32) -> Result<(), CommandError> {
    not_ready!(cabinet, document, printer, copies)
}
