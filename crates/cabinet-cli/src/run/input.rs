//! Lists that commands take: a file, or standard input for `-`.

use crate::exit::Failure;
use std::io::{self, Read as _};

/// The most that is read of a list.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a file, or standard input for `-`.
pub fn read(file: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let limit = MAX_BYTES.saturating_add(1);
    let (what, read) = if file == "-" {
        let read = io::stdin().lock().take(limit).read_to_end(&mut bytes);
        ("standard input cannot be read".to_owned(), read)
    } else {
        let read = std::fs::File::open(file).and_then(|file| file.take(limit).read_to_end(&mut bytes));
        (format!("{file} cannot be read"), read)
    };
    read.map_err(Failure::file(what.clone()))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES) {
        let error = io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 64 MiB");
        return Err(Failure::file(what)(error));
    }
    Ok(bytes)
}
