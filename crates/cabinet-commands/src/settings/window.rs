//! `window.json`: where the window stood, for the shell; readable before the profile is unlocked.

use super::whole_file;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use std::path::PathBuf;

fn path(cabinet: &Cabinet) -> PathBuf {
    cabinet.directory().join("window.json")
}

/// What the shell left, as JSON text; `None` when nothing. Blocks for a read of a small file.
///
/// # Errors
/// `invalid` when the file cannot be read.
pub fn recall_window(cabinet: &Cabinet) -> Result<Option<String>, CommandError> {
    let bytes = whole_file::read(&path(cabinet))?;
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// Leaves JSON text for the next start. Blocks for a write of a small file.
///
/// # Errors
/// `disk_full`, `invalid` when the file cannot be written.
pub fn remember_window(cabinet: &Cabinet, json: &str) -> Result<(), CommandError> {
    whole_file::write(&path(cabinet), json.as_bytes())
}
