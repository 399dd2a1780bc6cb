//! `drafts_add_lines`: an order out of what was pasted.

use super::{AddReport, add_file};
use crate::cabinet::Cabinet;
use crate::error::CommandError;

/// Adds lines of text: a table as it is copied out of a spreadsheet, `article;quantity` (or an item's id, barcode or name
/// instead of its article), or what people write into a mail. It is read as a file would be; quantities of items already in
/// the draft are added up.
///
/// # Errors
/// `not_found`, `not_loaded` (nothing was added), `invalid` for a text without a letter or figure, `disk_full`.
pub async fn add_lines(cabinet: &Cabinet, draft: String, text: String) -> Result<AddReport, CommandError> {
    add_file::add_kept(cabinet, draft, String::new(), text.into_bytes()).await
}
