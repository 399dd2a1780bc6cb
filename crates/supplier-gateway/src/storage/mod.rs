//! The one trait behind which a database stands, and the values that cross it.
//!
//! Repositories (`catalogue`, `feeds`, `access`, `orders`) write each statement once, in the SQL that SQLite and
//! PostgreSQL share: `$1`-style parameters in order of first appearance, `ON CONFLICT … DO UPDATE`, no dialect functions
//! (docs/adr/0004). A second database means a second implementation of [`Tx`], not a second set of statements.

pub mod migrate;
pub(crate) mod secret;
pub mod sqlite;
mod upgrade;

/// A value bound to a parameter or read from a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// NULL.
    Null,
    /// INTEGER / BIGINT.
    Int(i64),
    /// TEXT.
    Text(String),
    /// BLOB / BYTEA.
    Bytes(Vec<u8>),
}

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A row breaks a rule of the schema (a key that exists, a value out of range).
    #[error("a row breaks a rule of the database")]
    Constraint(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The disk is full, or a quota or a limit keeps the file from growing. The work in hand is undone, all else stands.
    #[error("the disk of the gateway is full, or a quota stops it: free space and try again; what was stored is safe")]
    DiskFull(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The file was made by a newer gateway, and is left as it is.
    #[error(
        "it was made by a newer version of the gateway: its tables are at change {found}, this version knows {known}; install the newer version{}",
        upgrade::words_of_copy(copy.as_deref())
    )]
    Newer {
        /// The newest change of its tables.
        found: i64,
        /// The newest change that this build knows.
        known: i64,
        /// A copy from before the change that this build can open, when one was kept.
        copy: Option<std::path::PathBuf>,
    },
    /// A column holds another type than expected.
    #[error("column «{0}» does not hold what was expected")]
    UnexpectedType(&'static str),
    /// The work inside the transaction gave up; everything it did is undone and it knows why.
    #[error("the transaction was given up")]
    GivenUp,
    /// Anything else.
    #[error("the database failed")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StorageError {
    /// A failure of the system beside the database's own file.
    pub(crate) fn from_io(error: std::io::Error) -> Self {
        if is_disk_full(&error) {
            Self::DiskFull(Box::new(error))
        } else {
            Self::Other(Box::new(error))
        }
    }
}

/// Whether the system refused for want of room: no space, a quota, a limit of the size of files.
#[must_use]
pub fn is_disk_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    )
}

/// A row of an answer, read by column name.
pub trait Row {
    /// The column as a number.
    ///
    /// # Errors
    /// [`StorageError::UnexpectedType`] when it holds something else or does not exist.
    fn int(&self, column: &'static str) -> Result<i64, StorageError>;
    /// The column as a number, NULL as `None`.
    ///
    /// # Errors
    /// As [`Row::int`].
    fn opt_int(&self, column: &'static str) -> Result<Option<i64>, StorageError>;
    /// The column as text.
    ///
    /// # Errors
    /// As [`Row::int`].
    fn text(&self, column: &'static str) -> Result<String, StorageError>;
    /// The column as text, NULL as `None`.
    ///
    /// # Errors
    /// As [`Row::int`].
    fn opt_text(&self, column: &'static str) -> Result<Option<String>, StorageError>;
    /// The column as bytes.
    ///
    /// # Errors
    /// As [`Row::int`].
    fn bytes(&self, column: &'static str) -> Result<Vec<u8>, StorageError>;
}

/// An open transaction. It cannot outlive the closure that it was given to, and that closure cannot await.
pub trait Tx {
    /// Runs a statement and returns how many rows it touched. The text is prepared once and cached.
    ///
    /// # Errors
    /// Any [`StorageError`]; the transaction is then to be given up.
    fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64, StorageError>;

    /// Runs a query and gives each row to `each`, streaming.
    ///
    /// # Errors
    /// Any [`StorageError`], also those of `each`.
    fn query(
        &mut self,
        sql: &'static str,
        params: &[Value],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), StorageError>,
    ) -> Result<(), StorageError>;
}

/// A database: one writer at a time, readers beside it.
///
/// The closures are sync and run on the calling thread; async code calls from `spawn_blocking`.
pub trait Database: Send + Sync + 'static {
    /// Runs `work` in a transaction that excludes other writers; commits if it returns `Ok`, undoes everything otherwise.
    ///
    /// # Errors
    /// Those of `work`, and any [`StorageError`] of beginning or committing.
    fn write(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<(), StorageError>) -> Result<(), StorageError>;

    /// As [`Database::write`], for short work: several that come at once may share one durable commit. Each is undone alone
    /// when it fails, and none returns `Ok` before it is committed.
    ///
    /// # Errors
    /// As [`Database::write`].
    fn write_together(
        &self,
        work: &mut dyn FnMut(&mut dyn Tx) -> Result<(), StorageError>,
    ) -> Result<(), StorageError> {
        self.write(work)
    }

    /// Runs `work` on one consistent snapshot, read only.
    ///
    /// # Errors
    /// Those of `work`, and any [`StorageError`].
    fn read(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<(), StorageError>) -> Result<(), StorageError>;

    /// A number that is another one than at an earlier call when anything was committed in between, by whatever process.
    /// Cheap enough to be asked several times a second.
    ///
    /// # Errors
    /// Any [`StorageError`].
    fn version(&self) -> Result<i64, StorageError>;

    /// The same number, from memory: `None` wherever it would have to be waited for. May be asked on any thread, thousands
    /// of times a second.
    fn version_at_once(&self) -> Option<i64>;
}

/// [`Database::write`] for work that returns a value and an error of its own.
///
/// # Errors
/// Those of `work`, or a [`StorageError`] turned into them.
pub fn write<T, E: From<StorageError>>(
    db: &dyn Database,
    work: impl FnOnce(&mut dyn Tx) -> Result<T, E>,
) -> Result<T, E> {
    carry(work, |step| db.write(step))
}

/// [`Database::write_together`] for work that returns a value and an error of its own.
///
/// # Errors
/// Those of `work`, or a [`StorageError`] turned into them.
pub fn write_together<T, E: From<StorageError>>(
    db: &dyn Database,
    work: impl FnOnce(&mut dyn Tx) -> Result<T, E>,
) -> Result<T, E> {
    carry(work, |step| db.write_together(step))
}

/// [`Database::read`] for work that returns a value and an error of its own.
///
/// # Errors
/// Those of `work`, or a [`StorageError`] turned into them.
pub fn read<T, E: From<StorageError>>(
    db: &dyn Database,
    work: impl FnOnce(&mut dyn Tx) -> Result<T, E>,
) -> Result<T, E> {
    carry(work, |step| db.read(step))
}

type Step<'a> = &'a mut dyn FnMut(&mut dyn Tx) -> Result<(), StorageError>;

/// Takes the value and the error of `work` past the trait, which knows neither type.
fn carry<T, E: From<StorageError>>(
    work: impl FnOnce(&mut dyn Tx) -> Result<T, E>,
    run: impl FnOnce(Step<'_>) -> Result<(), StorageError>,
) -> Result<T, E> {
    let mut work = Some(work);
    let mut outcome = None;
    let ran = run(&mut |tx| {
        let done = work.take().ok_or(StorageError::GivenUp)?(tx);
        let verdict = if done.is_ok() {
            Ok(())
        } else {
            Err(StorageError::GivenUp)
        };
        outcome = Some(done);
        verdict
    });
    match (ran, outcome) {
        (Ok(()), Some(done)) => done,
        // The work's own error says more than «given up».
        (Err(_), Some(Err(error))) => Err(error),
        (Err(error), _) => Err(error.into()),
        (Ok(()), None) => Err(StorageError::GivenUp.into()),
    }
}

/// Runs a query that gives at most one row.
///
/// # Errors
/// Any [`StorageError`].
pub fn query_one<T>(
    tx: &mut dyn Tx,
    sql: &'static str,
    params: &[Value],
    read: impl Fn(&dyn Row) -> Result<T, StorageError>,
) -> Result<Option<T>, StorageError> {
    let mut found = None;
    tx.query(sql, params, &mut |row| {
        if found.is_none() {
            found = Some(read(row)?);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Runs a query and collects its rows; only for answers whose size is bounded.
///
/// # Errors
/// Any [`StorageError`].
pub fn query_all<T>(
    tx: &mut dyn Tx,
    sql: &'static str,
    params: &[Value],
    read: impl Fn(&dyn Row) -> Result<T, StorageError>,
) -> Result<Vec<T>, StorageError> {
    let mut rows = Vec::new();
    tx.query(sql, params, &mut |row| {
        rows.push(read(row)?);
        Ok(())
    })?;
    Ok(rows)
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Int(i64::from(flag))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
