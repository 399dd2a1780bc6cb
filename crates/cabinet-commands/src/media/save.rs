//! `media_save`, and saving where a script says.

use super::ClearCopy;
use super::fetch::fetch;
use super::open_copy::name;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::written_file::written;

/// Saves a picture or a file of an item into the user's documents folder, under its own name.
///
/// # Errors
/// `not_found`, `offline`, `disk_full`, `invalid` (the folder cannot be written).
pub async fn save(cabinet: &Cabinet, entity: String, item: String, blake3: String) -> Result<ClearCopy, CommandError> {
    save_at(cabinet, entity, item, blake3, None).await
}

/// As [`save`], at a path: what is there is replaced. The page cannot name one.
///
/// # Errors
/// As [`save`].
pub async fn save_at(
    cabinet: &Cabinet,
    entity: String,
    item: String,
    blake3: String,
    path: Option<String>,
) -> Result<ClearCopy, CommandError> {
    let (named, bytes) = fetch(&cabinet.ready()?, entity, item, blake3).await?;
    let (title, extension) = name(&named);
    let exports = cabinet.directory().join("exports");
    let saved = tokio::task::spawn_blocking(move || written(&exports, path, &title, &extension, &bytes)).await??;
    Ok(ClearCopy {
        path: saved.path,
        bytes: saved.bytes,
    })
}
