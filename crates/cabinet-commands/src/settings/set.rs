//! `settings_set`.

use super::{Settings, ZOOM, get, stored};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::Reason;

/// New choices; `system_language`, `hides_prices` and `has_price_pin` are ignored.
///
/// # Errors
/// `invalid`, `disk_full`.
pub async fn set(cabinet: &Cabinet, settings: Settings) -> Result<Settings, CommandError> {
    let known = ["", "ru", "uk", "en"].contains(&settings.language.as_str())
        && ["", "light", "dark"].contains(&settings.theme.as_str())
        && ["", "compact", "comfortable"].contains(&settings.density.as_str())
        && settings.notifications.is_proper();
    let (least, _, most, step) = ZOOM;
    let is_zoom = (least..=most).contains(&settings.zoom_percent) && settings.zoom_percent.is_multiple_of(step);
    if !known || !is_zoom {
        return Err(Reason::NoSuchSetting.into());
    }
    let at = cabinet.clone();
    tokio::task::spawn_blocking(move || {
        let stored = stored::Stored {
            language: settings.language,
            theme: settings.theme,
            density: settings.density,
            notifications: settings.notifications,
            zoom_percent: settings.zoom_percent,
            stays_in_tray: settings.stays_in_tray,
            hides_prices: stored::read(&at)?.hides_prices,
            payment_lf_lines: settings.payment_lf_lines,
        };
        stored::write(&at, &stored)
    })
    .await??;
    get(cabinet).await
}
