//! Before the tables of a database change: a newer file is refused untouched, an older one is copied first.
//!
//! `gateway.db` whose newest change was 8 leaves `gateway.change-8.db` beside it, for whoever has to go back to the
//! gateway of before. Only the newest copy is kept.

use crate::storage::migrate::SCRIPTS;
use crate::storage::{StorageError, sqlite::storage_error};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Looks at a file that was just opened, before anything is written to it or its log is moved into it.
///
/// # Errors
/// [`StorageError::Newer`]; or that the copy could not be written, the file being as it was.
pub(crate) fn prepare(connection: &Connection, path: &Path) -> Result<(), StorageError> {
    let keeps_log = |on| {
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on)
            .map_err(storage_error)
    };
    keeps_log(true)?;
    let known = newest();
    match version(connection).map_err(storage_error)? {
        Some(found) if found > known => {
            return Err(StorageError::Newer {
                found,
                known,
                copy: newest_copy(path, known),
            });
        }
        Some(found) if found < known => copy(connection, path, found)?,
        _ => {}
    }
    keeps_log(false)?;
    Ok(())
}

/// The newest script that the file has seen; `None` for a file without tables.
fn version(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    let has_history: bool = connection.query_row(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'refinery_schema_history'",
        [],
        |row| row.get(0),
    )?;
    if !has_history {
        return Ok(None);
    }
    connection.query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0))
}

/// The newest script of this build, from names like `V9__contracts`.
fn newest() -> i64 {
    let number = |name: &str| name.strip_prefix('V')?.split_once("__")?.0.parse().ok();
    SCRIPTS.iter().filter_map(|(name, _)| number(name)).max().unwrap_or(0)
}

fn copy(connection: &Connection, path: &Path, version: i64) -> Result<(), StorageError> {
    let kept = path.with_file_name(format!("{}.change-{version}.db", stem(path)));
    let beside = kept.with_extension("db.new");
    if beside.try_exists().map_err(StorageError::from_io)? {
        // Left half-written by a start that was cut off.
        std::fs::remove_file(&beside).map_err(StorageError::from_io)?;
    }
    connection
        .execute("VACUUM INTO ?1", [beside.to_string_lossy()])
        .map_err(storage_error)?;
    std::fs::rename(&beside, &kept).map_err(StorageError::from_io)?;
    for (_, older) in copies(path).map_err(StorageError::from_io)? {
        if older != kept {
            std::fs::remove_file(older).map_err(StorageError::from_io)?;
        }
    }
    tracing::info!(
        "The database is brought up to date; a copy from before is {}",
        kept.display()
    );
    Ok(())
}

fn newest_copy(path: &Path, known: i64) -> Option<PathBuf> {
    let mut copies = copies(path).ok()?;
    copies.retain(|(version, _)| *version <= known);
    copies
        .into_iter()
        .max_by_key(|(version, _)| *version)
        .map(|(_, path)| path)
}

fn copies(path: &Path) -> std::io::Result<Vec<(i64, PathBuf)>> {
    let start = format!("{}.change-", stem(path));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path.parent().unwrap_or_else(|| Path::new(".")))? {
        let copy = entry?.path();
        let name = copy.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let number = name.strip_prefix(&start).and_then(|rest| rest.strip_suffix(".db"));
        let version = number.and_then(|number| number.parse().ok());
        found.extend(version.map(|version| (version, copy)));
    }
    Ok(found)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Where the copy lies and how to go on with it.
pub(crate) fn words_of_copy(copy: Option<&Path>) -> String {
    match copy {
        Some(copy) => format!(
            ", or go on with the copy from before the update: stop the gateway, move gateway.db with its -wal and -shm away and rename {} to gateway.db; what came since is not in the copy",
            copy.display()
        ),
        None => String::new(),
    }
}
