//! `media_save`.

use super::ClearCopy;
use super::fetch::fetch;
use super::open_copy::name;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::folders;
use std::io::Write as _;
use std::path::Path;

/// Saves a picture or a file of an item into the user's documents folder, under its own name.
///
/// # Errors
/// `not_found`, `offline`, `disk_full`, `invalid` (the folder cannot be written).
pub async fn save(cabinet: &Cabinet, entity: String, item: String, blake3: String) -> Result<ClearCopy, CommandError> {
    let (named, bytes) = fetch(&cabinet.ready()?, entity, item, blake3).await?;
    let (title, extension) = name(&named);
    let exports = cabinet.directory().join("exports");
    tokio::task::spawn_blocking(move || {
        let folder = folders::documents().unwrap_or(exports);
        let failed =
            |path: &Path, error: &std::io::Error| CommandError::file("the file cannot be written", path, error);
        std::fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
        let (mut file, path) =
            folders::create_new(&folder, &title, &extension).map_err(|error| failed(&folder, &error))?;
        let written = file.write_all(&bytes).and_then(|()| file.sync_all());
        if let Err(error) = written {
            if let Err(error) = std::fs::remove_file(&path) {
                tracing::warn!(media.cause = %error, "A half-written file could not be removed");
            }
            return Err(failed(&path, &error));
        }
        Ok(ClearCopy {
            path: path.display().to_string(),
            bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        })
    })
    .await?
}
