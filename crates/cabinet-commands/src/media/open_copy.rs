//! `media_open_copy`: a copy for the system's viewer, which reads no encrypted files.
//!
//! The copy lies in the clear in the profile's `opened/`, readable by the user only, until the program ends or is started
//! again; one of a command, which ends before a viewer has read it, until the next start. The user is told so.

use super::ClearCopy;
use super::fetch::{Named, fetch};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::folders;
use crate::reason::{FileDeed, Reason};
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

/// Kinds that are given to a viewer: none of them can carry a program.
const OPENED: [&str; 9] = ["pdf", "docx", "xlsx", "odt", "ods", "rtf", "txt", "jpg", "png"];

const FOLDER: &str = "opened";

/// Fetches a file of an item if need be and writes a copy that a viewer can open.
///
/// # Errors
/// `not_found`, `offline`, `disk_full`; `invalid` for a kind that is not opened.
pub async fn open_copy(
    cabinet: &Cabinet,
    entity: String,
    item: String,
    blake3: String,
) -> Result<ClearCopy, CommandError> {
    let (named, bytes) = fetch(&cabinet.ready()?, entity, item, blake3).await?;
    let (title, extension) = name(&named);
    copy_for_viewer(cabinet, title, extension, bytes).await
}

/// Writes a copy that a viewer can open.
///
/// # Errors
/// `disk_full`; `invalid` for a kind that is not opened.
pub(crate) async fn copy_for_viewer(
    cabinet: &Cabinet,
    title: String,
    extension: String,
    bytes: Vec<u8>,
) -> Result<ClearCopy, CommandError> {
    if !is_opened(&extension) {
        return Err(Reason::NotOpened { extension }.into());
    }
    let folder = cabinet.directory().join(FOLDER);
    tokio::task::spawn_blocking(move || write(&folder, &title, &extension, &bytes)).await?
}

/// Whether a viewer is given files with this ending.
pub(crate) fn is_opened(extension: &str) -> bool {
    OPENED.contains(&extension)
}

/// What a copy is called, without and with its ending.
pub(super) fn name(named: &Named) -> (String, String) {
    match named {
        Named::Picture(row) => (
            format!("picture {}", row.blake3.get(..8).unwrap_or_default()),
            "jpg".to_owned(),
        ),
        Named::File(row) => {
            let ending = format!(".{}", row.extension);
            let title = row.title.strip_suffix(&ending).unwrap_or(&row.title);
            (folders::safe_name(title), row.extension.clone())
        }
    }
}

fn write(folder: &Path, title: &str, extension: &str, bytes: &[u8]) -> Result<ClearCopy, CommandError> {
    let failed = |path: &Path, error: &std::io::Error| CommandError::file(FileDeed::WriteCopy, path, error);
    make_private(folder).map_err(|error| failed(folder, &error))?;
    let (mut file, path) = folders::create_new(folder, title, extension).map_err(|error| failed(folder, &error))?;
    file.write_all(bytes).map_err(|error| failed(&path, &error))?;
    Ok(ClearCopy {
        path: path.display().to_string(),
        bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
    })
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Removes what viewers were given. A copy that a viewer still holds (Windows) stays until the next start.
pub(crate) fn remove_copies(profile: &Path) {
    match fs::remove_dir_all(profile.join(FOLDER)) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            tracing::warn!(media.cause = %error, "Copies for viewers could not all be removed; the next start tries again");
        }
        _ => {}
    }
}
