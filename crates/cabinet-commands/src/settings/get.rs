//! `settings_get`.

use super::{Settings, stored};
use crate::cabinet::Cabinet;
use crate::error::CommandError;

/// The choices. Works before enrolment.
///
/// # Errors
/// `internal`.
pub async fn get(cabinet: &Cabinet) -> Result<Settings, CommandError> {
    let cabinet = cabinet.clone();
    let stored = tokio::task::spawn_blocking(move || stored::read(&cabinet)).await??;
    Ok(view(stored))
}

pub(super) fn view(stored: stored::Stored) -> Settings {
    Settings {
        language: stored.language,
        theme: stored.theme,
        density: if stored.density.is_empty() {
            "compact".to_owned()
        } else {
            stored.density
        },
        notifications: stored.notifications,
        system_language: system_language(),
    }
}

/// Russian, Ukrainian, or English for every other.
fn system_language() -> String {
    let locale = sys_locale::get_locale().unwrap_or_default().to_lowercase();
    let known = ["ru", "uk", "en"].into_iter().find(|code| locale.starts_with(code));
    known.unwrap_or("en").to_owned()
}
