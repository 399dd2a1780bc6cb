//! Small files that are written as a whole, so that a crash leaves the old or the new one.

use crate::error::CommandError;
use crate::reason::FileDeed;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

/// What the file holds; `None` when there is none.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, CommandError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CommandError::file(FileDeed::ReadSettings, path, &error)),
    }
}

/// Writes beside and renames.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let beside = path.with_extension("json.new");
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    });
    written.map_err(|error| CommandError::file(FileDeed::WriteSettings, path, &error))
}
