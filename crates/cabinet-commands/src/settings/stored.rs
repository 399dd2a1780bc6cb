//! `settings.json`: choices that are no secret, read before the profile is unlocked.

use super::Notifications;
use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
use serde::{Deserialize, Serialize};
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;

/// What the file holds; unknown fields of a newer version are kept out and a missing one has its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Stored {
    pub(super) language: String,
    pub(super) theme: String,
    pub(super) density: String,
    pub(super) notifications: Notifications,
}

fn path(cabinet: &Cabinet) -> PathBuf {
    cabinet.directory().join("settings.json")
}

/// The choices; none when there are none yet. A file that cannot be read as JSON counts as none: it holds only tastes.
pub(super) fn read(cabinet: &Cabinet) -> Result<Stored, CommandError> {
    let path = path(cabinet);
    match std::fs::read(&path) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            tracing::warn!(
                settings.line = error.line(),
                "settings.json cannot be read; the defaults are taken"
            );
            Stored::default()
        })),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Stored::default()),
        Err(error) => Err(CommandError::file("the settings cannot be read", &path, &error)),
    }
}

/// Writes beside and renames, so that a crash leaves the old or the new choices.
pub(super) fn write(cabinet: &Cabinet, stored: &Stored) -> Result<(), CommandError> {
    let path = path(cabinet);
    let beside = path.with_extension("json.new");
    let text =
        serde_json::to_vec_pretty(stored).map_err(|error| CommandError::new(ErrorCode::Internal, error.to_string()))?;
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(&text)?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)
    });
    written.map_err(|error| CommandError::file("the settings cannot be written", &path, &error))
}
