//! What the user chose, and where the screens were left.

mod get;
mod hidden_prices;
mod notifications;
mod recall;
mod remember;
mod set;
mod stored;
mod whole_file;
mod window;

pub use get::{get, system_language};
pub(crate) use hidden_prices::demand_shown_prices;
pub use hidden_prices::{forget_price_pin, hide_prices, set_price_pin, show_prices};
pub use notifications::Notifications;
pub use recall::recall;
pub use remember::remember;
pub use set::set;
pub use window::{recall_window, remember_window};

use crate::error::CommandError;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::path::Path;

/// The choices that the bytes of `settings.json` come to.
pub(crate) fn of_bytes(bytes: &[u8]) -> Settings {
    get::view(stored::of_bytes(bytes))
}

/// [`Settings::payment_lf_lines`] as it stands now.
///
/// # Errors
/// `internal` for a file that cannot be read.
pub(crate) fn payment_lf_lines(directory: &Path) -> Result<bool, CommandError> {
    Ok(stored::read_in(directory)?.payment_lf_lines)
}

/// The least, the usual and the most of [`Settings::zoom_percent`], and its step.
pub const ZOOM: (u32, u32, u32, u32) = (80, 100, 200, 10);

/// Choices of the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Settings {
    /// `ru`, `uk`, `en`, or empty for the system's.
    pub language: String,
    /// `light`, `dark`, or empty for the system's.
    pub theme: String,
    /// `compact` or `comfortable`.
    pub density: String,
    /// What is shown on the desktop, and when not.
    pub notifications: Notifications,
    /// How large everything is drawn, in percent: 80 to 200 in steps of 10.
    pub zoom_percent: u32,
    /// Whether the program stays in the tray when its window is closed.
    pub stays_in_tray: bool,
    /// Whether lines of Ukrainian payment codes end in LF, for programs of banks that want that, instead of CR LF.
    pub payment_lf_lines: bool,
    /// Whether prices and sums are kept from view. `settings_set` leaves it as it is.
    pub hides_prices: bool,
    /// Whether it takes a code to show them again; false while the profile is locked. `settings_set` leaves it as it is.
    pub has_price_pin: bool,
    /// The language that the system asks for, one of `ru`, `uk`, `en`.
    pub system_language: String,
}
