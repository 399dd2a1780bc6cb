//! `settings_recall`.

use crate::cabinet::Cabinet;
use crate::error::CommandError;

/// What a screen left under a key (columns, widths, sort, place), as JSON text; `None` when nothing.
///
/// # Errors
/// `not_ready`.
pub async fn recall(cabinet: &Cabinet, key: String) -> Result<Option<String>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| Ok(open.desk.ui_state(&key)?))
        .await
}
