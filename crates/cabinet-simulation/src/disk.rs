//! The supplier's database, which fails when it is told to: at a statement of a transaction, or instead of its commit.

use std::sync::{Arc, Mutex};
use supplier_gateway::storage::{Database, Row, StorageError, Tx, Value};

/// Whether and when the next writing transaction fails. Shared with the run.
#[derive(Debug, Default)]
pub struct Trouble {
    /// Statements that still pass; beyond the last of them the commit fails. `None`: nothing fails.
    after: Mutex<Option<u32>>,
    /// Transactions that failed so.
    struck: Mutex<u64>,
}

impl Trouble {
    /// Makes the next transaction fail after so many statements, at its commit at the latest.
    pub fn strike_after(&self, statements: u32) {
        *self.after.lock().unwrap() = Some(statements);
    }

    /// Nothing fails any more.
    pub fn clear(&self) {
        *self.after.lock().unwrap() = None;
    }

    /// How many transactions failed since the last question.
    pub fn take_struck(&self) -> u64 {
        std::mem::take(&mut self.struck.lock().unwrap())
    }
}

/// The real database with that in front.
pub struct TroubledDatabase {
    inner: Arc<dyn Database>,
    trouble: Arc<Trouble>,
}

impl TroubledDatabase {
    /// Puts the trouble in front of a database.
    #[must_use]
    pub fn new(inner: Arc<dyn Database>, trouble: Arc<Trouble>) -> Self {
        Self { inner, trouble }
    }
}

fn failure() -> StorageError {
    StorageError::Other("the disk fails, by order of the simulation".into())
}

impl Database for TroubledDatabase {
    fn write(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<(), StorageError>) -> Result<(), StorageError> {
        let Some(after) = self.trouble.after.lock().unwrap().take() else {
            return self.inner.write(work);
        };
        let done = self.inner.write(&mut |tx| {
            let mut tx = TroubledTx { tx, left: after };
            work(&mut tx)?;
            // Everything was done, and the commit fails.
            Err(failure())
        });
        *self.trouble.struck.lock().unwrap() += 1;
        done
    }

    fn read(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<(), StorageError>) -> Result<(), StorageError> {
        self.inner.read(work)
    }

    fn version(&self) -> Result<i64, StorageError> {
        self.inner.version()
    }

    fn version_at_once(&self) -> Option<i64> {
        self.inner.version_at_once()
    }
}

struct TroubledTx<'a> {
    tx: &'a mut dyn Tx,
    left: u32,
}

impl Tx for TroubledTx<'_> {
    fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64, StorageError> {
        self.left = self.left.checked_sub(1).ok_or_else(failure)?;
        self.tx.execute(sql, params)
    }

    fn query(
        &mut self,
        sql: &'static str,
        params: &[Value],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), StorageError>,
    ) -> Result<(), StorageError> {
        self.tx.query(sql, params, each)
    }
}
