//! Copies of a precious file from before its tables were changed, for whoever has to go back to the older program.
//!
//! `desk.db` whose newest change was 4 leaves `desk.change-4.db` beside it, under the same key. Only the newest copy is
//! kept. A program that finds a newer file names the copy that it could open itself.

use crate::error::OpenError;
use rusqlite::Connection;
use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Copies the file as it is, whole or not at all. Nobody else may write meanwhile.
pub(crate) fn keep(conn: &Connection, path: &Path, version: i64) -> Result<(), OpenError> {
    let busy: i64 = conn
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .map_err(|source| OpenError::from_sqlite(path, source))?;
    let failed = |source| OpenError::Copy {
        path: path.to_owned(),
        source,
    };
    if busy != 0 {
        return Err(failed(io::ErrorKind::ResourceBusy.into()));
    }
    let kept = copy_path(path, version);
    write(path, &kept).map_err(failed)?;
    for (_, older) in all(path).map_err(failed)? {
        if older != kept {
            std::fs::remove_file(&older).map_err(failed)?;
        }
    }
    Ok(())
}

/// The newest copy whose tables are at most at `known`; `None` when there is none, or the folder cannot be read.
pub(crate) fn newest(path: &Path, known: i64) -> Option<PathBuf> {
    let mut copies = all(path).ok()?;
    copies.retain(|(version, _)| *version <= known);
    copies
        .into_iter()
        .max_by_key(|(version, _)| *version)
        .map(|(_, path)| path)
}

/// Removes every copy of the file, because what it holds may not be seen any more.
///
/// # Errors
/// What the file system says.
pub fn forget(path: &Path) -> io::Result<()> {
    for (_, copy) in all(path)? {
        std::fs::remove_file(copy)?;
    }
    Ok(())
}

fn write(from: &Path, to: &Path) -> io::Result<()> {
    let beside = to.with_extension("db.new");
    let copied = std::fs::copy(from, &beside)
        .and_then(|_| File::options().write(true).open(&beside)?.sync_all())
        .and_then(|()| std::fs::rename(&beside, to));
    if copied.is_err() {
        // Half a copy is worth nothing and takes room; that it stays, if it does, is told by the failure itself.
        let _ = std::fs::remove_file(&beside);
    }
    copied
}

fn copy_path(path: &Path, version: i64) -> PathBuf {
    path.with_file_name(format!("{}.change-{version}.db", stem(path)))
}

/// Every copy with the version of its tables.
fn all(path: &Path) -> io::Result<Vec<(i64, PathBuf)>> {
    let start = format!("{}.change-", stem(path));
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let copy = entry?.path();
        let name = copy.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let version = name
            .strip_prefix(&start)
            .and_then(|rest| rest.strip_suffix(".db"))
            .and_then(|number| number.parse().ok());
        found.extend(version.map(|version| (version, copy)));
    }
    Ok(found)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
