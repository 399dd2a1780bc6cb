//! Doors to private decoders, for the targets of `fuzz/` and their replay; no program goes through them.

use crate::exchange1c;
use crate::media::{self, FileProblem};
use crate::table::{self, Table, TableError};
use axum::http::HeaderMap;
use std::path::Path;

/// What the query and the headers of a request of 1C come to: mode and file name, session ids, login.
#[must_use]
pub fn exchange_request(query: &str, headers: &HeaderMap) -> (String, Vec<String>, Option<String>) {
    exchange1c::read_request(query, headers)
}

/// A name of a file of 1C, once it is known to stay inside the session's folder.
#[must_use]
pub fn safe_name(written: &str) -> Option<String> {
    exchange1c::safe_name(written).ok()
}

/// Unpacks an archive of 1C into a folder; names and sizes of what it held.
///
/// # Errors
/// Why it was refused.
pub fn unpack(archive: &Path, limit: u64, folder: &Path) -> Result<Vec<(String, u64)>, String> {
    let mut number = 0_u32;
    let unpacked = exchange1c::archive::unpack(archive, limit, &mut || {
        number = number.saturating_add(1);
        folder.join(number.to_string())
    });
    let files = unpacked.map_err(|error| error.to_string())?;
    Ok(files.into_iter().map(|file| (file.name, file.bytes)).collect())
}

/// Reads a table of a file of this ending.
///
/// # Errors
/// [`TableError`].
pub fn table(ending: &str, bytes: &[u8]) -> Result<Table, TableError> {
    table::of_bytes(ending, bytes)
}

/// Makes pictures of a picture that came, or checks a file.
///
/// # Errors
/// [`FileProblem`].
pub fn media(name: &str, bytes: &[u8]) -> Result<(), FileProblem> {
    media::try_out(name, bytes)
}
