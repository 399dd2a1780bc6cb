//! `settings_remember`.

use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::Reason;

const MAX_BYTES: usize = 64 * 1024;

/// Leaves something under a key; at most 64 KiB.
///
/// # Errors
/// `not_ready`, `invalid`.
pub async fn remember(cabinet: &Cabinet, key: String, value: String) -> Result<(), CommandError> {
    if key.is_empty() || key.len() > 200 || value.len() > MAX_BYTES {
        return Err(Reason::TooMuchToRemember.into());
    }
    cabinet
        .ready()?
        .blocking(move |open| Ok(open.desk.put_ui_state(&key, &value)?))
        .await
}
