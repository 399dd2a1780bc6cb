//! One file: one writing connection and a few reading ones.
//!
//! Reads see the last committed state and never wait for the writer. Nothing here is async: callers run it on a
//! blocking thread, and no transaction can live across an await.

use crate::cancel::Cancel;
use crate::error::{OpenError, StoreError};
use crate::open::{FileSpec, connect, make_private_file, migrate, refuse_newer, use_write_ahead_log};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// An open, migrated file.
pub struct Database {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    reader_is_back: Condvar,
}

impl Database {
    /// Opens the file, or makes it when it is absent, and brings its tables up to date.
    ///
    /// # Errors
    /// Any [`OpenError`]; the file is left as it was.
    pub fn open(spec: &FileSpec<'_>) -> Result<Self, OpenError> {
        let path = spec.path;
        make_private_file(path)?;
        let mut writer = connect(spec)?;
        refuse_newer(&writer, spec)?;
        use_write_ahead_log(&writer, path)?;
        migrate(&mut writer, path, spec.migrations)?;
        let mut readers = Vec::new();
        for _ in 0..spec.readers.max(1) {
            let reader = connect(spec)?;
            reader
                .pragma_update(None, "query_only", true)
                .map_err(|source| OpenError::from_sqlite(path, source))?;
            readers.push(reader);
        }
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::new(readers),
            reader_is_back: Condvar::new(),
        })
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs one transaction: committed when the closure returns `Ok`, rolled back otherwise.
    ///
    /// # Errors
    /// What the closure returns, or a [`StoreError`] of the commit.
    pub fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut writer = lock(&self.writer);
        // IMMEDIATE: the lock is taken at the start, so that a transaction that has read cannot fail to upgrade.
        let tx = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let value = work(&tx)?;
        tx.commit().map_err(StoreError::from)?;
        Ok(value)
    }

    /// Runs one read in one snapshot of the file.
    ///
    /// # Errors
    /// What the closure returns, or a [`StoreError`].
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        self.read_unless(&Cancel::new(), work)
    }

    /// As [`Database::read`], stopped by `cancel` from any thread.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once cancelled; otherwise what the closure returns.
    pub fn read_unless<T, E: From<StoreError>>(
        &self,
        cancel: &Cancel,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let borrowed = self.borrow_reader();
        let Some(conn) = borrowed.conn.as_ref() else {
            return Err(StoreError::Cancelled.into());
        };
        let _watch = cancel.watch(conn)?;
        let tx = conn.unchecked_transaction().map_err(StoreError::from)?;
        let value = work(&tx)?;
        tx.finish().map_err(StoreError::from)?;
        cancel.check()?;
        Ok(value)
    }

    /// Moves the write-ahead log into the file and empties it, for example after a large load.
    ///
    /// # Errors
    /// A [`StoreError`]; a reader that is in the way is not one, the log is then emptied later.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        let writer = lock(&self.writer);
        writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// The writing connection outside a transaction, for checks and pragmas of this crate.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        lock(&self.writer)
    }

    fn borrow_reader(&self) -> Borrowed<'_> {
        let mut idle = lock(&self.readers);
        loop {
            if let Some(conn) = idle.pop() {
                return Borrowed {
                    home: self,
                    conn: Some(conn),
                };
            }
            idle = self.reader_is_back.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A reader that returns to the pool when dropped, also after a panic in the closure.
struct Borrowed<'a> {
    home: &'a Database,
    conn: Option<Connection>,
}

impl Drop for Borrowed<'_> {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            lock(&self.home.readers).push(conn);
            self.home.reader_is_back.notify_one();
        }
    }
}

/// A panic elsewhere rolled its transaction back, so the connection behind a poisoned lock is sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
