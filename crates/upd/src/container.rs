//! A zip as EDO operators give it out: the document with its signatures, or many documents of a month.
//!
//! True: no entry is written anywhere; what an entry really expands to is counted, whatever its head says; entries that are no
//! XML (signatures, printed forms, cards) are passed over and named.

use crate::error::{ReadError, ReadErrorKind};
use crate::model::Upd;
use crate::{MOST_BYTES, read};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A month of documents with their signatures has a few thousand entries.
const MOST_ENTRIES: usize = 10_000;
/// All entries that are XML together, in bytes.
const MOST_UNPACKED: usize = 256 * 1024 * 1024;
/// XML of EDO shrinks 10 to 30 times; a bomb a thousand.
const MOST_RATIO: u64 = 200;
/// Below this many bytes a ratio says nothing.
const SMALL: u64 = 1024 * 1024;

/// An XML file of a container.
#[derive(Debug)]
pub struct Entry {
    /// Its name in the container, for people; never a path to write to.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it says, or why it cannot be read.
    pub upd: Result<Upd, ReadError>,
}

/// What a container holds.
#[derive(Debug, Default)]
pub struct Container {
    /// Every XML file that is a УПД, or fails to be one.
    pub entries: Vec<Entry>,
    /// Names of XML files of other kinds: cards of the operator, the buyer's answers.
    pub others: Vec<String>,
}

/// Why a container is refused as a whole.
#[derive(Debug, thiserror::Error)]
pub enum ContainerError {
    /// Not a zip, or a damaged one.
    #[error("the archive is damaged or incomplete ({0}); save it from the EDO operator again")]
    Damaged(String),
    /// Far too many entries.
    #[error("the archive has {0} entries, more than {MOST_ENTRIES}; save a shorter period from the EDO operator")]
    TooMany(usize),
    /// It expands beyond all reason.
    #[error("the archive expands to more than {MOST_UNPACKED} bytes; save a shorter period from the EDO operator")]
    TooLarge,
    /// An entry is packed as no honest file is.
    #[error("the archive is refused: an entry expands more than {MOST_RATIO} times, as only a bomb does")]
    Bomb,
}

/// Whether bytes begin as a zip does.
#[must_use]
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads every document of a container.
///
/// # Errors
/// [`ContainerError`]; a single file that cannot be read is an [`Entry`] with its error.
pub fn open(bytes: &[u8]) -> Result<Container, ContainerError> {
    let damaged = |error: zip::result::ZipError| ContainerError::Damaged(error.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if zip.len() > MOST_ENTRIES {
        return Err(ContainerError::TooMany(zip.len()));
    }
    let mut container = Container::default();
    let mut left = MOST_UNPACKED;
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(damaged)?;
        let name = readable_name(entry.name_raw());
        if entry.is_dir() || entry.is_symlink() || !name.to_lowercase().ends_with(".xml") {
            continue;
        }
        let packed = entry.compressed_size();
        let content = unpack(entry, packed, left.min(MOST_BYTES))?;
        left = left.saturating_sub(content.len());
        match read(&content) {
            Err(error)
                if matches!(
                    error.kind,
                    ReadErrorKind::WrongRoot(_) | ReadErrorKind::OtherDocument(_)
                ) =>
            {
                container.others.push(name);
            }
            upd => container.entries.push(Entry {
                name,
                bytes: content,
                upd,
            }),
        }
    }
    Ok(container)
}

fn unpack(mut entry: impl Read, packed: u64, most: usize) -> Result<Vec<u8>, ContainerError> {
    let mut content = Vec::new();
    let mut buffer = [0_u8; 64 * 1024];
    loop {
        let count = entry
            .read(&mut buffer)
            .map_err(|error| ContainerError::Damaged(error.to_string()))?;
        let chunk = buffer.get(..count).unwrap_or_default();
        if chunk.is_empty() {
            return Ok(content);
        }
        if content.len().saturating_add(chunk.len()) > most {
            return Err(ContainerError::TooLarge);
        }
        content.extend_from_slice(chunk);
        let bytes = u64::try_from(content.len()).unwrap_or(u64::MAX);
        if bytes > SMALL && bytes / MOST_RATIO > packed {
            return Err(ContainerError::Bomb);
        }
    }
}

/// Names are UTF-8, or the OEM page of a Russian Windows.
fn readable_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::IBM866.decode_without_bom_handling(raw).0.into_owned(),
    }
}
