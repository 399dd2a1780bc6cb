//! Opening a connection: key, cipher settings, journal, caches, migrations.
//!
//! The order matters: the key and the cipher settings come before anything that touches a page.

use crate::copies;
use crate::error::OpenError;
use crate::key::Key;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// One step of a file's tables.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// `V<number>__<what>`, after the file `NNNN_what.sql`.
    pub name: &'static str,
    /// The text of the file. Never changed once released: its checksum is kept.
    pub sql: &'static str,
}

/// What must survive a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Everything whose write returned (the desk). A copy of such a file is kept before its tables change.
    EveryWrite,
    /// A sound file, perhaps without the last writes (mirrors, which are fetched again).
    SoundFile,
}

/// What to open and how.
#[derive(Clone, Copy)]
pub struct FileSpec<'a> {
    /// Where the file is; it is made when it is absent.
    pub path: &'a Path,
    /// Its key.
    pub key: &'a Key,
    /// Its tables, oldest step first.
    pub migrations: &'a [Migration],
    /// What must survive a power cut.
    pub durability: Durability,
    /// Page cache of all connections to this file together, in KiB.
    pub cache_kib: u32,
    /// How many reads may run at once; at least one.
    pub readers: usize,
}

/// How long a connection waits for another process before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// 4 KiB pages: larger ones read faster in bulk and 1.7 times slower at random (measurements, 1).
const CIPHER: &str = "
    PRAGMA cipher_page_size = 4096;
    PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
    PRAGMA cipher_memory_security = OFF;";

const SESSION: &str = "
    PRAGMA foreign_keys = ON;
    PRAGMA temp_store = MEMORY;";

/// Opens the file and gives it the key; touches the first page, so that a wrong key is found here.
pub(crate) fn connect(spec: &FileSpec<'_>) -> Result<Connection, OpenError> {
    let path = spec.path;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(|source| OpenError::from_sqlite(path, source))?;
    set_up(&conn, spec).map_err(|source| OpenError::from_sqlite(path, source))?;
    Ok(conn)
}

fn set_up(conn: &Connection, spec: &FileSpec<'_>) -> rusqlite::Result<()> {
    // SQLCipher writes its own lines to standard error otherwise; the typed error says it all.
    conn.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    conn.execute_batch(&spec.key.pragma())?;
    conn.execute_batch(CIPHER)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    conn.execute_batch(SESSION)?;
    let connections = i64::try_from(spec.readers.max(1).saturating_add(1)).unwrap_or(i64::MAX);
    let share_kib = i64::from(spec.cache_kib).checked_div(connections).unwrap_or(0).max(256);
    // A negative number is a size in KiB.
    conn.pragma_update(None, "cache_size", share_kib.saturating_neg())?;
    conn.set_prepared_statement_cache_capacity(128);
    match spec.durability {
        Durability::EveryWrite => conn.execute_batch(
            "PRAGMA synchronous = FULL;
             PRAGMA fullfsync = ON;
             PRAGMA checkpoint_fullfsync = ON;",
        ),
        Durability::SoundFile => conn.execute_batch(
            "PRAGMA synchronous = NORMAL;
             PRAGMA wal_autocheckpoint = 4000;",
        ),
    }
}

/// Makes the file readable and writable by its owner only, before SQLite would make it with wider rights.
pub(crate) fn make_private_file(path: &Path) -> Result<(), OpenError> {
    let not_a_file = |source| OpenError::NotAFile {
        path: path.to_owned(),
        source,
    };
    if path.is_dir() {
        return Err(not_a_file(std::io::ErrorKind::IsADirectory.into()));
    }
    let mut options = std::fs::OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(not_a_file).map(drop)
}

/// Turns the write-ahead log on and verifies that it is on.
pub(crate) fn use_write_ahead_log(conn: &Connection, path: &Path) -> Result<(), OpenError> {
    let mode: String = conn
        .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))
        .map_err(|source| OpenError::from_sqlite(path, source))?;
    if mode.eq_ignore_ascii_case("wal") {
        Ok(())
    } else {
        Err(OpenError::NoWriteAheadLog {
            path: path.to_owned(),
            mode,
        })
    }
}

/// Refuses a file of a newer build before anything is written, also before its log would be moved into it. Returns the
/// newest change that the file has seen; `None` for a file without tables.
pub(crate) fn refuse_newer(conn: &Connection, spec: &FileSpec<'_>) -> Result<Option<i64>, OpenError> {
    let path = spec.path;
    let failed = |source| OpenError::from_sqlite(path, source);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .map_err(failed)?;
    let version = version_of(conn).map_err(failed)?;
    let known = newest(spec.migrations);
    match version {
        Some(version) if version > known => {
            return Err(OpenError::Newer {
                path: path.to_owned(),
                version,
                known,
                copy: copies::newest(path, known),
            });
        }
        Some(version) if version < known && spec.durability == Durability::EveryWrite => {
            copies::keep(conn, path, version)?;
        }
        _ => {}
    }
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
        .map_err(failed)?;
    Ok(version)
}

fn version_of(conn: &Connection) -> rusqlite::Result<Option<i64>> {
    let has_history: bool = conn.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'refinery_schema_history'",
        [],
        |row| row.get(0),
    )?;
    if !has_history {
        return Ok(None);
    }
    conn.query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0))
}

/// The number of the newest step, from names like `V5__rights`.
fn newest(migrations: &[Migration]) -> i64 {
    let number = |step: &Migration| {
        let name = step.name.strip_prefix('V')?;
        name.split_once("__")?.0.parse().ok()
    };
    migrations.iter().filter_map(number).max().unwrap_or(0)
}

/// Brings the tables up to date. Scripts and version numbers stand in one transaction.
pub(crate) fn migrate(conn: &mut Connection, path: &Path, migrations: &[Migration]) -> Result<(), OpenError> {
    let broken = |source| OpenError::Migration {
        path: path.to_owned(),
        source,
    };
    let known = migrations
        .iter()
        .map(|step| refinery::Migration::unapplied(step.name, step.sql))
        .collect::<Result<Vec<_>, _>>()
        .map_err(broken)?;
    let runner = refinery::Runner::new(&known)
        .set_abort_divergent(true)
        .set_abort_missing(true)
        .set_grouped(true);
    let Err(error) = runner.run(conn) else { return Ok(()) };
    Err(match error.kind() {
        refinery::error::Kind::MissingVersion(step) | refinery::error::Kind::DivergentVersion(step, _) => {
            OpenError::Diverged {
                path: path.to_owned(),
                version: i64::from(step.version()),
            }
        }
        _ => typed_failure(path, error),
    })
}

/// A disk that is full or fails, or a lock, stays recognisable when it strikes inside a migration.
fn typed_failure(path: &Path, error: refinery::Error) -> OpenError {
    use rusqlite::ErrorCode as Code;
    let code = match error.kind() {
        refinery::error::Kind::Connection(_, source) => {
            source.downcast_ref::<rusqlite::Error>().and_then(|error| match error {
                rusqlite::Error::SqliteFailure(failure, _) => Some(*failure),
                _ => None,
            })
        }
        _ => None,
    };
    match code {
        Some(failure)
            if matches!(
                failure.code,
                Code::DiskFull
                    | Code::SystemIoFailure
                    | Code::CannotOpen
                    | Code::ReadOnly
                    | Code::DatabaseBusy
                    | Code::DatabaseLocked
                    | Code::NotADatabase
                    | Code::DatabaseCorrupt
            ) =>
        {
            OpenError::from_sqlite(path, rusqlite::Error::SqliteFailure(failure, None))
        }
        _ => OpenError::Migration {
            path: path.to_owned(),
            source: error,
        },
    }
}
