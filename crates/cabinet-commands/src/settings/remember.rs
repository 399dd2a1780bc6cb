//! `settings_remember`.

use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};

const MAX_BYTES: usize = 64 * 1024;

/// Leaves something under a key; at most 64 KiB.
///
/// # Errors
/// `not_ready`, `invalid`.
pub async fn remember(cabinet: &Cabinet, key: String, value: String) -> Result<(), CommandError> {
    if key.is_empty() || key.len() > 200 || value.len() > MAX_BYTES {
        return Err(CommandError::new(
            ErrorCode::Invalid,
            "a screen may leave at most 64 KiB under a key",
        ));
    }
    cabinet
        .ready()?
        .blocking(move |open| Ok(open.desk.put_ui_state(&key, &value)?))
        .await
}
