//! What the user chose, and where the screens were left.

use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
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
    /// The language that the system asks for, one of `ru`, `uk`, `en`.
    pub system_language: String,
}

/// The choices. Works before enrolment.
///
/// # Errors
/// `internal`.
pub async fn get(cabinet: &Cabinet) -> Result<Settings, CommandError> {
    let _ = cabinet;
    Err(CommandError::new(ErrorCode::NotReady, "not ready"))
}
/// New choices; `system_language` is ignored.
///
/// # Errors
/// `invalid`, `disk_full`.
pub async fn set(cabinet: &Cabinet, settings: Settings) -> Result<Settings, CommandError> {
    let _ = (cabinet, settings);
    Err(CommandError::new(ErrorCode::NotReady, "not ready"))
}
/// What a screen left under a key (columns, widths, sort, place), as JSON text; `None` when nothing.
///
/// # Errors
/// `not_ready`.
pub async fn recall(cabinet: &Cabinet, key: String) -> Result<Option<String>, CommandError> {
    let _ = (cabinet, key);
    Err(CommandError::new(ErrorCode::NotReady, "not ready"))
}
/// Leaves something under a key; at most 64 KiB.
///
/// # Errors
/// `not_ready`, `invalid`.
pub async fn remember(cabinet: &Cabinet, key: String, value: String) -> Result<(), CommandError> {
    let _ = (cabinet, key, value);
    Err(CommandError::new(ErrorCode::NotReady, "not ready"))
}
