//! Files that the user asked for: where he says, or under a new name in his folder of documents.

use crate::documents::SavedFile;
use crate::error::CommandError;
use crate::folders;
use crate::reason::FileDeed;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Writes a file; without a path, into the folder of documents under a name that tells what it is, or into `exports` where
/// the user has no such folder.
pub(crate) fn written(
    exports: &Path,
    path: Option<String>,
    title: &str,
    extension: &str,
    content: &[u8],
) -> Result<SavedFile, CommandError> {
    let folder = folders::documents().unwrap_or_else(|| exports.to_owned());
    written_in(&folder, path, title, extension, content)
}

/// Writes a file; without a path, into a folder, which is made if need be.
pub(crate) fn written_in(
    folder: &Path,
    path: Option<String>,
    title: &str,
    extension: &str,
    content: &[u8],
) -> Result<SavedFile, CommandError> {
    let path = match path {
        Some(path) => {
            let path = PathBuf::from(path);
            write_over(&path, content).map_err(|error| failed(&path, &error))?;
            path
        }
        None => write_new(folder, &folders::safe_name(title), extension, content)?,
    };
    Ok(SavedFile {
        path: path.display().to_string(),
        bytes: u32::try_from(content.len()).unwrap_or(u32::MAX),
    })
}

/// Writes beside and renames: a full disk leaves what was there before.
fn write_over(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_owned();
    name.push(".part");
    let beside = path.with_file_name(name);
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    });
    if written.is_err() {
        remove_part(&beside);
    }
    written
}

/// Under a name that no file of the folder has.
fn write_new(folder: &Path, name: &str, extension: &str, content: &[u8]) -> Result<PathBuf, CommandError> {
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let (mut file, path) = folders::create_new(folder, name, extension).map_err(|error| failed(folder, &error))?;
    let written = file.write_all(content).and_then(|()| file.sync_all());
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
    CommandError::file(FileDeed::WriteFile, path, error)
}
