//! `documents_save`.

use super::{SavedFile, invoice};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::written_file::written;

/// Saves the PDF; without a path, into the user's documents folder under a name that tells what it is.
///
/// # Errors
/// `not_found`, `disk_full`, `invalid` (the path cannot be written).
pub async fn save(cabinet: &Cabinet, document: String, path: Option<String>) -> Result<SavedFile, CommandError> {
    let exports = cabinet.directory().join("exports");
    cabinet
        .ready()?
        .blocking(move |open| {
            let (_, row) = invoice::find(open, &document)?;
            let pdf = invoice::render(open, &row)?.pdf;
            written(&exports, path, &invoice::title(&row), "pdf", &pdf)
        })
        .await
}
