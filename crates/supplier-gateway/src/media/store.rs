//! The bytes of pictures and files on the disk, each under its hash: `media/ab/ab12…` in the data directory.

use crate::storage::{Database, StorageError, Value, query_one, read};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

const SELECT_USED: &str = "SELECT count(*) AS used
FROM goods_file
WHERE blake3 = $1 OR came_blake3 = $1";

/// A file that nobody names stays this long: an import may be about to name it.
const KEPT_UNUSED: Duration = Duration::from_secs(24 * 60 * 60);

/// Why bytes were not stored or read.
#[derive(Debug, thiserror::Error)]
#[error("the folders «media» and «documents» of the data directory cannot be used ({0}): check its disk and rights")]
pub struct StoreError(#[from] io::Error);

/// Keeps bytes and gives back their hash. What is there already is not written again.
pub(super) fn keep(data_dir: &Path, bytes: &[u8]) -> Result<String, StoreError> {
    keep_in(&data_dir.join("media"), bytes)
}

/// [`keep`] in a folder of another kind of files, laid out alike.
pub(crate) fn keep_in(root: &Path, bytes: &[u8]) -> Result<String, StoreError> {
    let hash = blake3::hash(bytes).to_hex().to_string();
    let path = path_of(root, &hash);
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if std::fs::metadata(&path).is_ok_and(|found| found.len() == length) {
        return Ok(hash);
    }
    let folder = path.parent().unwrap_or(root);
    std::fs::create_dir_all(folder)?;
    // Beside and renamed: a reader never sees half a file, and two writers write the same.
    let beside = folder.join(format!("{hash}.{}.part", uuid::Uuid::new_v4()));
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)
    });
    if let Err(error) = written {
        if let Err(error) = std::fs::remove_file(&beside) {
            tracing::warn!("A half-written file of media could not be removed: {error}");
        }
        return Err(error.into());
    }
    Ok(hash)
}

/// The bytes under a hash; `None` when there are none, or when they are not what their name says any more.
///
/// # Errors
/// [`StoreError`].
pub fn read_blob(data_dir: &Path, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
    read_blob_in(&data_dir.join("media"), hash)
}

/// [`read_blob`] out of a folder of another kind of files.
pub(crate) fn read_blob_in(root: &Path, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
    if !is_hash(hash) {
        return Ok(None);
    }
    match std::fs::read(path_of(root, hash)) {
        Ok(bytes) if blake3::hash(&bytes).to_hex().as_str() == hash => Ok(Some(bytes)),
        Ok(_) => {
            tracing::error!("A file of media or documents is damaged on the disk: bring it again");
            Ok(None)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether a text is a hash and so no path.
pub(super) fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Where the bytes of a hash lie.
pub(crate) fn path_of(root: &Path, hash: &str) -> PathBuf {
    root.join(hash.get(..2).unwrap_or("__")).join(hash)
}

/// Removes files that nobody has named for a day; returns how many went.
///
/// # Errors
/// [`StorageError`]; what the disk refuses is logged and left.
pub fn sweep(db: &dyn Database, data_dir: &Path) -> Result<u64, StorageError> {
    let mut removed = 0_u64;
    for path in old_files(&data_dir.join("media")) {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let is_used = is_hash(name) && {
            let used = read(db, |tx| {
                query_one(tx, SELECT_USED, &[Value::from(name)], |row| row.int("used"))
            })?;
            used.unwrap_or(0) > 0
        };
        if is_used {
            continue;
        }
        match std::fs::remove_file(&path) {
            Ok(()) => removed = removed.saturating_add(1),
            Err(error) => tracing::warn!("A file of media that nobody names could not be removed: {error}"),
        }
    }
    Ok(removed)
}

fn old_files(media: &Path) -> Vec<PathBuf> {
    let entries = |folder: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(folder)
            .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
            .unwrap_or_default()
    };
    let is_old = |path: &PathBuf| {
        let modified = std::fs::metadata(path).and_then(|found| found.modified());
        modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > KEPT_UNUSED))
    };
    entries(media)
        .iter()
        .flat_map(|folder| entries(folder))
        .filter(is_old)
        .collect()
}
