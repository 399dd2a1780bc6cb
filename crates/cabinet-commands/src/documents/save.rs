//! `documents_save`.

use super::SavedPaper;
use super::folder_rule::folder_of;
use super::paper::{DoubtView, PaperRequest, make};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::settings::demand_shown_prices;
use crate::written_file::written_in;

/// Saves the PDF; without a path, into the folder of the rule under a name that tells what it is.
///
/// # Errors
/// `not_found`, `disk_full`, `invalid` (the path cannot be written; prices are hidden).
pub async fn save(cabinet: &Cabinet, paper: PaperRequest, path: Option<String>) -> Result<SavedPaper, CommandError> {
    demand_shown_prices(cabinet).await?;
    let exports = cabinet.directory().join("exports");
    cabinet
        .ready()?
        .blocking(move |open| {
            let made = make(open, &paper)?;
            let folder = folder_of(open, &exports, &made.filed)?;
            let file = written_in(&folder, path, &made.title, "pdf", &made.rendered.pdf)?;
            Ok(SavedPaper {
                path: file.path,
                bytes: file.bytes,
                doubts: DoubtView::of(&made.rendered),
            })
        })
        .await
}
