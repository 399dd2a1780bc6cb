//! What the user chose, and where the screens were left.

mod get;
mod notifications;
mod recall;
mod remember;
mod set;
mod stored;

pub use get::get;
pub use notifications::Notifications;
pub use recall::recall;
pub use remember::remember;
pub use set::set;

use serde::{Deserialize, Serialize};
use specta::Type;

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
    /// The language that the system asks for, one of `ru`, `uk`, `en`.
    pub system_language: String,
}
