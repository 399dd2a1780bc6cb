//! The one trait behind which a database stands, and the values that cross it.
//!
//! Repositories (`catalogue`, `feeds`, `access`, `orders`) write each statement once, in the SQL that SQLite and
//! PostgreSQL share: `$1`-style parameters in order of first appearance, `ON CONFLICT … DO UPDATE`, no dialect functions
//! (docs/adr/0004). A second database means a second implementation of [`Tx`], not a second set of statements.

pub mod sqlite;

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
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The file was made by a newer gateway.
    #[error("the database was made by a newer version of the gateway")]
    Newer,
    /// A column holds another type than expected.
    #[error("column «{0}» does not hold what was expected")]
    UnexpectedType(&'static str),
    /// Anything else.
    #[error("the database failed")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
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
