//! `documents_save`.

use super::{SavedFile, invoice};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::folders;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Saves the PDF; without a path, into the user's documents folder under a name that tells what it is.
///
/// # Errors
/// `not_found`, `disk_full`, `invalid` (the path cannot be written).
pub async fn save(cabinet: &Cabinet, document: String, path: Option<String>) -> Result<SavedFile, CommandError> {
    let exports = cabinet.directory().join("exports");
    cabinet
        .ready()?
        .blocking(move |open| {
            let (_, row) = invoice::find(open, &document)?;
            let pdf = invoice::render(open, &row)?.pdf;
            let path = match path {
                Some(path) => write_over(PathBuf::from(path), &pdf)?,
                None => write_new(&exports, &folders::safe_name(&invoice::title(&row)), "pdf", &pdf)?,
            };
            let bytes = u32::try_from(pdf.len()).unwrap_or(u32::MAX);
            Ok(SavedFile {
                path: path.display().to_string(),
                bytes,
            })
        })
        .await
}

/// Writes a file that the user named.
pub(crate) fn write_over(path: PathBuf, bytes: &[u8]) -> Result<PathBuf, CommandError> {
    match replace(&path, bytes) {
        Ok(()) => Ok(path),
        Err(error) => Err(failed(&path, &error)),
    }
}

/// Writes beside and renames: a full disk leaves what was there before.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_owned();
    name.push(".part");
    let beside = path.with_file_name(name);
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    });
    if written.is_err() {
        remove_part(&beside);
    }
    written
}

/// Into the folder of documents, or into the profile's `exports` where the user has none.
pub(crate) fn write_new(exports: &Path, name: &str, extension: &str, bytes: &[u8]) -> Result<PathBuf, CommandError> {
    let folder = folders::documents().unwrap_or_else(|| exports.to_owned());
    std::fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
    let (mut file, path) = folders::create_new(&folder, name, extension).map_err(|error| failed(&folder, &error))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if let Err(error) = written {
        remove_part(&path);
        return Err(failed(&path, &error));
    }
    Ok(path)
}

/// The failure that matters is told to the user; a half file that cannot be removed either goes to the log.
fn remove_part(path: &Path) {
    if let Err(error) = std::fs::remove_file(path) {
        tracing::warn!(document.cause = %error, "A half-written file could not be removed");
    }
}

fn failed(path: &Path, error: &io::Error) -> CommandError {
    CommandError::file("the document cannot be written", path, error)
}
