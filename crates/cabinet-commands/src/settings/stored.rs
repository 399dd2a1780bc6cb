//! `settings.json`: choices that are no secret, read before the profile is unlocked.

use super::Notifications;
use super::whole_file;
use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What the file holds; unknown fields of a newer version are kept out and a missing one has its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Stored {
    pub(super) language: String,
    pub(super) theme: String,
    pub(super) density: String,
    pub(super) notifications: Notifications,
    /// 0 before the first choice.
    pub(super) zoom_percent: u32,
    pub(super) stays_in_tray: bool,
    pub(super) hides_prices: bool,
    pub(super) payment_lf_lines: bool,
}

fn path(directory: &Path) -> PathBuf {
    directory.join("settings.json")
}

/// The choices; none when there are none yet. A file that cannot be read as JSON counts as none: it holds only tastes.
pub(super) fn read(cabinet: &Cabinet) -> Result<Stored, CommandError> {
    read_in(cabinet.directory())
}

/// As [`read`], of the profile in this directory.
pub(super) fn read_in(directory: &Path) -> Result<Stored, CommandError> {
    let Some(bytes) = whole_file::read(&path(directory))? else {
        return Ok(Stored::default());
    };
    Ok(of_bytes(&bytes))
}

/// The choices in the bytes of a file.
pub(super) fn of_bytes(bytes: &[u8]) -> Stored {
    serde_json::from_slice(bytes).unwrap_or_else(|error| {
        tracing::warn!(
            settings.line = error.line(),
            "settings.json cannot be read; the defaults are taken"
        );
        Stored::default()
    })
}

/// Leaves the choices for the next start.
pub(super) fn write(cabinet: &Cabinet, stored: &Stored) -> Result<(), CommandError> {
    let text =
        serde_json::to_vec_pretty(stored).map_err(|error| CommandError::new(ErrorCode::Internal, error.to_string()))?;
    whole_file::write(&path(cabinet.directory()), &text)
}
