//! `support_save`.

use super::SupportBundle;
use crate::cabinet::Cabinet;
use crate::documents::SavedFile;
use crate::error::CommandError;
use crate::folders;
use crate::reason::FileDeed;
use std::io::{self, Cursor, Write as _};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;

/// Saves what was shown, and exactly that, into the user's documents folder under a new name.
///
/// # Errors
/// `disk_full`, `invalid` (the folder cannot be written).
pub async fn save(cabinet: &Cabinet, bundle: SupportBundle) -> Result<SavedFile, CommandError> {
    let exports = cabinet.directory().join("exports");
    tokio::task::spawn_blocking(move || {
        let archive = packed(&bundle)?;
        let folder = folders::documents().unwrap_or(exports);
        std::fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
        let (mut file, path) =
            folders::create_new(&folder, "dealer-cabinet-support", "zip").map_err(|error| failed(&folder, &error))?;
        file.write_all(&archive).map_err(|error| failed(&path, &error))?;
        Ok(saved(&path, &archive))
    })
    .await?
}

/// Saves it where the caller says; not for the window, whose page may name no file.
///
/// # Errors
/// `disk_full`, `invalid` (the path cannot be written).
pub async fn save_to(bundle: SupportBundle, path: PathBuf) -> Result<SavedFile, CommandError> {
    tokio::task::spawn_blocking(move || {
        let archive = packed(&bundle)?;
        std::fs::write(&path, &archive).map_err(|error| failed(&path, &error))?;
        Ok(saved(&path, &archive))
    })
    .await?
}

fn failed(path: &Path, error: &io::Error) -> CommandError {
    CommandError::file(FileDeed::WriteArchive, path, error)
}

fn saved(path: &Path, archive: &[u8]) -> SavedFile {
    SavedFile {
        path: path.display().to_string(),
        bytes: u32::try_from(archive.len()).unwrap_or(u32::MAX),
    }
}

fn packed(bundle: &SupportBundle) -> Result<Vec<u8>, CommandError> {
    archive(bundle).map_err(|error| CommandError::internal("the archive could not be made", &error))
}

fn archive(bundle: &SupportBundle) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for file in &bundle.files {
        // Names come back from the window: no folder of them reaches the archive.
        zip.start_file(folders::safe_name(&file.name), SimpleFileOptions::default())?;
        zip.write_all(file.text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
