//! The embedded database: one writing connection behind a mutex, a few reading ones beside it.
//!
//! WAL with `synchronous=FULL`: what was committed survives a power cut. Several processes may open the same file;
//! a writer waits up to 30 s for another one. Short writes that come at once share a commit ([`together`]). Memory is bounded by the page caches, whatever the size of a transaction.

mod together;

use crate::storage::{Database, Row, StorageError, Tx, Value, migrate, upgrade};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, Statement, TransactionBehavior, ffi};
use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use together::Writer;

/// How long a writer waits for the writer of another process.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// Reading connections that are kept open between reads.
const IDLE_READERS: usize = 4;
/// Prepared statements kept per connection; the gateway has fewer.
const CACHED_STATEMENTS: usize = 256;
/// Least page cache of the writer in KiB: dirty pages beyond it spill into the WAL.
const WRITER_CACHE_KIB: i64 = 32 * 1024;
/// Most of it. Ids of 1C come in no order, so an import writes all over the keys of a large catalogue: what does not fit
/// is read and written again for each portion.
const MOST_WRITER_CACHE_KIB: i64 = 160 * 1024;
/// The cache holds this part of the file, between the least and the most.
const CACHED_PART: i64 = 8;
/// Page cache of a reader in KiB.
const READER_CACHE_KIB: i64 = 8 * 1024;

/// A database file on this machine.
pub struct SqliteDatabase {
    path: PathBuf,
    writer: Mutex<Writer>,
    /// Short writes that have not yet had the writer.
    waiting: AtomicUsize,
    readers: Mutex<Vec<Connection>>,
    /// Never writes and is asked for nothing else: `data_version` tells a connection of the commits of all others.
    observer: Mutex<Option<Connection>>,
    /// The same for callers that cannot wait.
    hurried: Mutex<Option<Connection>>,
}

impl SqliteDatabase {
    /// Opens or creates the file and brings it to this build's schema. `path` must lie in an existing directory.
    ///
    /// # Errors
    /// [`StorageError::Newer`] for a file of a newer build; others when the file cannot be opened or is no database.
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        // Two processes that start together must not migrate together.
        let lock = std::fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.with_extension("lock"))
            .map_err(StorageError::from_io)?;
        lock.lock().map_err(StorageError::from_io)?;
        let mut writer = Connection::open(path).map_err(storage_error)?;
        upgrade::prepare(&writer, path)?;
        configure(&writer, WRITER_CACHE_KIB)?;
        migrate::migrate(&mut writer)?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(Writer::new(writer)),
            waiting: AtomicUsize::new(0),
            readers: Mutex::new(Vec::new()),
            observer: Mutex::new(None),
            hurried: Mutex::new(None),
        })
    }

    fn reader(&self) -> Result<Connection, StorageError> {
        if let Some(idle) = unpoisoned(&self.readers).pop() {
            return Ok(idle);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags).map_err(storage_error)?;
        connection.busy_timeout(BUSY_TIMEOUT).map_err(storage_error)?;
        connection
            .pragma_update(None, "cache_size", -READER_CACHE_KIB)
            .map_err(storage_error)?;
        connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
        Ok(connection)
    }
}

impl Database for SqliteDatabase {
    fn write(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<(), StorageError>) -> Result<(), StorageError> {
        let mut writer = unpoisoned(&self.writer);
        let connection = writer.alone();
        fit_cache(connection).map_err(storage_error)?;
        // Dropped without a commit (an error, a panic), the transaction rolls back.
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(storage_error)?;
        work(&mut SqliteTx::new(&transaction))?;
        transaction.commit().map_err(storage_error)
    }

    fn write_together(
        &self,
        work: &mut dyn FnMut(&mut dyn Tx) -> Result<(), StorageError>,
    ) -> Result<(), StorageError> {
        together::write(&self.writer, &self.waiting, work)
    }

    fn read(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<(), StorageError>) -> Result<(), StorageError> {
        let mut connection = self.reader()?;
        let transaction = connection.transaction().map_err(storage_error)?;
        let done = work(&mut SqliteTx::new(&transaction));
        transaction.finish().map_err(storage_error)?;
        let mut idle = unpoisoned(&self.readers);
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
        done
    }

    fn version(&self) -> Result<i64, StorageError> {
        let mut observer = unpoisoned(&self.observer);
        if observer.is_none() {
            *observer = Some(self.reader()?);
        }
        let connection = observer.as_ref().ok_or(StorageError::GivenUp)?;
        connection
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .map_err(storage_error)
    }

    fn version_at_once(&self) -> Option<i64> {
        let mut hurried = self.hurried.try_lock().ok()?;
        if hurried.is_none() {
            let connection = self.reader().ok()?;
            // Whoever asks cannot wait.
            connection.busy_timeout(Duration::ZERO).ok()?;
            *hurried = Some(connection);
        }
        let mut asked = hurried.as_ref()?.prepare_cached("PRAGMA data_version").ok()?;
        asked.query_row([], |row| row.get(0)).ok()
    }
}

/// A panic inside a transaction has rolled it back, so the connection behind a poisoned lock is sound.
fn unpoisoned<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

fn configure(connection: &Connection, cache_kib: i64) -> Result<(), StorageError> {
    let set = || -> rusqlite::Result<()> {
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -cache_kib)?;
        // A long import leaves a large WAL; the file shrinks again at the next checkpoint.
        connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
        // Imports touch pages all over the file: checkpoint rarely, so that a page is written back once, not ten times.
        connection.pragma_update(None, "wal_autocheckpoint", 16_384)?;
        connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
        Ok(())
    };
    set().map_err(storage_error)
}

/// Gives the writer a cache that suits the size of the file now.
fn fit_cache(connection: &Connection) -> rusqlite::Result<()> {
    let number = |sql: &str| {
        connection
            .prepare_cached(sql)?
            .query_row([], |row| row.get::<_, i64>(0))
    };
    let (pages, page_bytes) = (number("PRAGMA page_count")?, number("PRAGMA page_size")?);
    let file_kib = pages.saturating_mul(page_bytes / 1024);
    let kib = (file_kib / CACHED_PART).clamp(WRITER_CACHE_KIB, MOST_WRITER_CACHE_KIB);
    // Negative: in KiB. Changed by large steps only, for each change is a statement of its own.
    let is = number("PRAGMA cache_size")?.saturating_neg();
    if kib.abs_diff(is) > WRITER_CACHE_KIB.unsigned_abs() / 4 {
        connection.pragma_update(None, "cache_size", -kib)?;
    }
    Ok(())
}

/// A transaction with the statements that it has used. They are constants, so their address finds them again without
/// comparing texts: an import runs a million of them.
struct SqliteTx<'c> {
    connection: &'c Connection,
    prepared: HashMap<(usize, usize), Prepared<'c>>,
}

/// A statement, and what is asked of it again and again.
struct Prepared<'c> {
    statement: CachedStatement<'c>,
    /// For each place of a parameter, from 1, the number in its name.
    numbers: Vec<usize>,
    columns: Columns,
}

impl<'c> SqliteTx<'c> {
    fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            prepared: HashMap::new(),
        }
    }

    fn prepared(&mut self, sql: &'static str) -> Result<&mut Prepared<'c>, StorageError> {
        match self.prepared.entry(identity(sql)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => {
                let statement = self.connection.prepare_cached(sql).map_err(storage_error)?;
                let numbers = (1..=statement.parameter_count())
                    .map(|place| number(&statement, place))
                    .collect();
                Ok(new.insert(Prepared {
                    statement,
                    numbers,
                    columns: Columns::default(),
                }))
            }
        }
    }
}

/// Address and length: constants may share a beginning, and then differ in length.
fn identity(text: &'static str) -> (usize, usize) {
    (text.as_ptr().addr(), text.len())
}

/// The `n` of `$n`. SQLite numbers parameters by first appearance, so the name decides, not the place.
fn number(statement: &Statement<'_>, place: usize) -> usize {
    let name = statement.parameter_name(place).and_then(|name| name.strip_prefix('$'));
    name.and_then(|digits| digits.parse().ok()).unwrap_or(place)
}

/// Places of the columns of an answer that were asked for, by the identity of their names.
#[derive(Default)]
struct Columns {
    places: RefCell<Vec<((usize, usize), usize)>>,
}

impl Columns {
    fn place(&self, column: &'static str, row: &rusqlite::Row<'_>) -> Result<usize, StorageError> {
        let asked = identity(column);
        if let Some((_, place)) = self.places.borrow().iter().find(|(known, _)| *known == asked) {
            return Ok(*place);
        }
        let place = row
            .as_ref()
            .column_index(column)
            .map_err(|_| StorageError::UnexpectedType(column))?;
        self.places.borrow_mut().push((asked, place));
        Ok(place)
    }
}

impl Tx for SqliteTx<'_> {
    fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64, StorageError> {
        let prepared = self.prepared(sql)?;
        bind(&mut prepared.statement, &prepared.numbers, params)?;
        let touched = prepared.statement.raw_execute().map_err(storage_error)?;
        Ok(u64::try_from(touched).unwrap_or(u64::MAX))
    }

    fn query(
        &mut self,
        sql: &'static str,
        params: &[Value],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), StorageError>,
    ) -> Result<(), StorageError> {
        let Prepared {
            statement,
            numbers,
            columns,
        } = self.prepared(sql)?;
        bind(statement, numbers, params)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(storage_error)? {
            each(&SqliteRow { row, columns })?;
        }
        Ok(())
    }
}

fn bind(statement: &mut Statement<'_>, numbers: &[usize], params: &[Value]) -> Result<(), StorageError> {
    for (place, number) in (1..).zip(numbers) {
        let value = number.checked_sub(1).and_then(|index| params.get(index));
        let value = value.ok_or_else(|| StorageError::Other("a parameter of a statement has no value".into()))?;
        statement.raw_bind_parameter(place, value).map_err(storage_error)?;
    }
    Ok(())
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

struct SqliteRow<'r, 's> {
    row: &'r rusqlite::Row<'s>,
    columns: &'r Columns,
}

impl SqliteRow<'_, '_> {
    fn value(&self, column: &'static str) -> Result<ValueRef<'_>, StorageError> {
        let place = self.columns.place(column, self.row)?;
        self.row
            .get_ref(place)
            .map_err(|_| StorageError::UnexpectedType(column))
    }
}

impl Row for SqliteRow<'_, '_> {
    fn int(&self, column: &'static str) -> Result<i64, StorageError> {
        self.opt_int(column)?.ok_or(StorageError::UnexpectedType(column))
    }

    fn opt_int(&self, column: &'static str) -> Result<Option<i64>, StorageError> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(number) => Ok(Some(number)),
            ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_) => Err(StorageError::UnexpectedType(column)),
        }
    }

    fn text(&self, column: &'static str) -> Result<String, StorageError> {
        self.opt_text(column)?.ok_or(StorageError::UnexpectedType(column))
    }

    fn opt_text(&self, column: &'static str) -> Result<Option<String>, StorageError> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(bytes) => String::from_utf8(bytes.to_vec())
                .map(Some)
                .map_err(|_| StorageError::UnexpectedType(column)),
            ValueRef::Real(_) | ValueRef::Integer(_) | ValueRef::Blob(_) => Err(StorageError::UnexpectedType(column)),
        }
    }

    fn bytes(&self, column: &'static str) -> Result<Vec<u8>, StorageError> {
        match self.value(column)? {
            ValueRef::Blob(bytes) => Ok(bytes.to_vec()),
            ValueRef::Null | ValueRef::Real(_) | ValueRef::Integer(_) | ValueRef::Text(_) => {
                Err(StorageError::UnexpectedType(column))
            }
        }
    }
}

/// Sorts failures by what the caller can do about them.
pub(super) fn storage_error(error: rusqlite::Error) -> StorageError {
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => StorageError::Constraint(Box::new(error)),
        Some(ErrorCode::DiskFull) => StorageError::DiskFull(Box::new(error)),
        Some(ErrorCode::SystemIoFailure) if is_about_room(&error) => StorageError::DiskFull(Box::new(error)),
        _ => StorageError::Other(Box::new(error)),
    }
}

/// A file that may not grow: SQLite says FULL only where the system said exactly that. A quota, a limit of the file's size
/// and the index of the log, which is mapped and not written, come as failures of writing.
fn is_about_room(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code.is_some_and(|code| {
        [
            ffi::SQLITE_IOERR_WRITE,
            ffi::SQLITE_IOERR_FSYNC,
            ffi::SQLITE_IOERR_DIR_FSYNC,
            ffi::SQLITE_IOERR_TRUNCATE,
            ffi::SQLITE_IOERR_SHMSIZE,
            ffi::SQLITE_IOERR_SHMMAP,
        ]
        .contains(&code)
    })
}
