//! Unpacks what `zip=yes` brings: one archive of the whole export folder, names from Windows, not to be trusted.

use super::names::{NameError, safe_name};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use zip::ZipArchive;
use zip::result::ZipError;

/// Entries of an archive: goods files and pictures of a portion.
const MOST_ENTRIES: usize = 100_000;
/// XML shrinks 20 to 40 times; a bomb a thousand.
const MOST_RATIO: u64 = 200;
/// Below this size a ratio says nothing.
const SMALL: u64 = 16 * 1024 * 1024;

/// Why an archive is refused; nothing of it is used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArchiveError {
    /// Not a zip archive, or a damaged one.
    #[error("the archive is damaged or incomplete ({0}): export again")]
    Damaged(#[from] ZipError),
    /// A name leads out of the folder.
    #[error("the archive is refused: {0}")]
    Name(#[from] NameError),
    /// Far too many entries.
    #[error("the archive is refused: it has {0} entries, more than {MOST_ENTRIES}")]
    TooMany(usize),
    /// It expands beyond all reason.
    #[error(
        "the archive is refused: it expands to more than {0} bytes; raise session_limit_bytes in [exchange] of gateway.toml, or export smaller portions"
    )]
    TooLarge(u64),
    /// An entry is packed as no honest file is.
    #[error("the archive is refused: an entry expands more than {MOST_RATIO} times, as only a bomb does")]
    Bomb,
    /// The disk.
    #[error("the archive cannot be unpacked ({0}): check the disk of the gateway")]
    Disk(#[from] io::Error),
}

/// A file that an archive held.
#[derive(Debug)]
pub(crate) struct Unpacked {
    /// Safe, with `/`.
    pub name: String,
    pub path: PathBuf,
    pub bytes: u64,
}

/// Unpacks an archive into files of our own naming. After an error the files made so far are removed.
pub(crate) fn unpack(
    archive: &Path,
    limit: u64,
    new_path: &mut dyn FnMut() -> PathBuf,
) -> Result<Vec<Unpacked>, ArchiveError> {
    let mut made = Vec::new();
    match unpack_into(archive, limit, new_path, &mut made) {
        Ok(()) => Ok(made),
        Err(error) => {
            for file in made {
                if let Err(error) = std::fs::remove_file(&file.path) {
                    tracing::warn!("A file of a refused archive could not be removed: {error}");
                }
            }
            Err(error)
        }
    }
}

fn unpack_into(
    archive: &Path,
    limit: u64,
    new_path: &mut dyn FnMut() -> PathBuf,
    made: &mut Vec<Unpacked>,
) -> Result<(), ArchiveError> {
    let mut zip = ZipArchive::new(BufReader::new(File::open(archive)?))?;
    if zip.len() > MOST_ENTRIES {
        return Err(ArchiveError::TooMany(zip.len()));
    }
    let mut left = limit;
    for index in 0..zip.len() {
        let entry = zip.by_index(index)?;
        let written = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if entry.is_dir() || written.ends_with(['/', '\\']) {
            continue;
        }
        let name = safe_name(&written)?;
        if entry.is_symlink() {
            continue;
        }
        let packed = entry.compressed_size();
        let path = new_path();
        // Known before its bytes, so that a refusal in the middle of it removes it too.
        made.push(Unpacked {
            name,
            path: path.clone(),
            bytes: 0,
        });
        let bytes = copy(entry, &path, packed, left, limit)?;
        left = left.saturating_sub(bytes);
        if let Some(last) = made.last_mut() {
            last.bytes = bytes;
        }
    }
    Ok(())
}

/// Copies an entry, counting what really comes out: the sizes in the headers are the sender's words.
fn copy(mut entry: impl Read, path: &Path, packed: u64, left: u64, limit: u64) -> Result<u64, ArchiveError> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut buffer = vec![0_u8; 128 * 1024];
    let mut bytes = 0_u64;
    loop {
        let read = entry.read(&mut buffer)?;
        let Some(chunk) = buffer.get(..read).filter(|chunk| !chunk.is_empty()) else {
            break;
        };
        bytes = bytes.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        if bytes > left {
            return Err(ArchiveError::TooLarge(limit));
        }
        if bytes > SMALL && bytes / MOST_RATIO > packed {
            return Err(ArchiveError::Bomb);
        }
        out.write_all(chunk)?;
    }
    out.flush()?;
    Ok(bytes)
}
