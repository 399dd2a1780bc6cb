//! `settings_get`.

use super::{Settings, ZOOM, hidden_prices, stored};
use crate::cabinet::Cabinet;
use crate::error::CommandError;

/// The choices. Works before enrolment.
///
/// # Errors
/// `internal`.
pub async fn get(cabinet: &Cabinet) -> Result<Settings, CommandError> {
    let lock = hidden_prices::lock(cabinet).await?;
    let cabinet = cabinet.clone();
    let stored = tokio::task::spawn_blocking(move || stored::read(&cabinet)).await??;
    let view = view(stored);
    Ok(Settings {
        has_price_pin: lock.has_pin,
        hides_prices: view.hides_prices || lock.is_shut,
        ..view
    })
}

/// What the file says; whether there is a code for prices it does not.
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
        zoom_percent: zoom(stored.zoom_percent),
        stays_in_tray: stored.stays_in_tray,
        hides_prices: stored.hides_prices,
        payment_lf_lines: stored.payment_lf_lines,
        has_price_pin: false,
        system_language: system_language(),
    }
}

/// The usual one before the first choice; one that somebody wrote into the file is made to fit.
fn zoom(stored: u32) -> u32 {
    let (least, usual, most, step) = ZOOM;
    if stored == 0 {
        return usual;
    }
    (stored.clamp(least, most) / step) * step
}

/// The language that the system asks for: `ru`, `uk`, or `en` for every other.
#[must_use]
pub fn system_language() -> String {
    let locale = sys_locale::get_locale().unwrap_or_default().to_lowercase();
    let known = ["ru", "uk", "en"].into_iter().find(|code| locale.starts_with(code));
    known.unwrap_or("en").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zoom_that_was_never_chosen_is_the_usual_one_and_a_foreign_one_is_made_to_fit() {
        for (stored, shown) in [(0, 100), (80, 80), (200, 200), (1, 80), (5_000, 200), (119, 110)] {
            assert_eq!(zoom(stored), shown, "{stored}");
        }
    }
}
