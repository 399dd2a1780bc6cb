//! `settings_set`.

use super::{Settings, get, stored};
use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};

/// New choices; `system_language` is ignored.
///
/// # Errors
/// `invalid`, `disk_full`.
pub async fn set(cabinet: &Cabinet, settings: Settings) -> Result<Settings, CommandError> {
    let known = ["", "ru", "uk", "en"].contains(&settings.language.as_str())
        && ["", "light", "dark"].contains(&settings.theme.as_str())
        && ["", "compact", "comfortable"].contains(&settings.density.as_str())
        && settings.notifications.is_proper();
    if !known {
        return Err(CommandError::new(
            ErrorCode::Invalid,
            "no such language, theme, density or hour of the day",
        ));
    }
    let cabinet = cabinet.clone();
    let stored = stored::Stored {
        language: settings.language,
        theme: settings.theme,
        density: settings.density,
        notifications: settings.notifications,
    };
    tokio::task::spawn_blocking(move || {
        stored::write(&cabinet, &stored)?;
        Ok(get::view(stored))
    })
    .await?
}
