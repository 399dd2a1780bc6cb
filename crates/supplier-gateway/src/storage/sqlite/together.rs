//! Short writes that come at once share one durable commit.
//!
//! A commit waits for the disk, which takes longer than a command. So a writer that sees others waiting for its place
//! leaves the transaction open to the next of them, each in a savepoint of its own, and all of them are answered when
//! the last has committed: nobody is told of anything that a power cut could still undo.

use super::{SqliteTx, fit_cache, storage_error, unpoisoned};
use crate::storage::{StorageError, Tx};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long the first of a group may wait for others before all are committed.
const LONGEST: Duration = Duration::from_millis(30);

/// The writing connection, and the group whose transaction is open on it.
pub(super) struct Writer {
    connection: Connection,
    open: Option<Arc<Group>>,
}

/// Writers that are committed together.
struct Group {
    began: Instant,
    /// `None` until it is known.
    outcome: Mutex<Option<Result<(), Shared>>>,
    decided: Condvar,
}

/// Why a group could not be committed, told to each of its members.
#[derive(Debug, Clone, thiserror::Error)]
#[error(transparent)]
struct Shared(Arc<StorageError>);

impl Shared {
    /// As the error of one member: what it can do about it stays the same.
    fn of_member(self) -> StorageError {
        match *self.0 {
            StorageError::DiskFull(_) => StorageError::DiskFull(Box::new(self)),
            _ => StorageError::Other(Box::new(self)),
        }
    }
}

impl Group {
    fn decide(&self, outcome: Result<(), StorageError>) {
        *unpoisoned(&self.outcome) = Some(outcome.map_err(|error| Shared(Arc::new(error))));
        self.decided.notify_all();
    }

    fn wait(&self) -> Result<(), StorageError> {
        let undecided = unpoisoned(&self.outcome);
        let decided = self
            .decided
            .wait_while(undecided, |outcome| outcome.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        decided.clone().unwrap_or(Ok(())).map_err(Shared::of_member)
    }
}

impl Writer {
    pub(super) const fn new(connection: Connection) -> Self {
        Self { connection, open: None }
    }

    /// The connection for a transaction of its own: whoever has left one open is committed first.
    pub(super) fn alone(&mut self) -> &mut Connection {
        self.commit();
        &mut self.connection
    }

    /// The group whose transaction is open; begins one where none is.
    fn group(&mut self) -> Result<Arc<Group>, StorageError> {
        if let Some(open) = &self.open {
            return Ok(Arc::clone(open));
        }
        fit_cache(&self.connection).map_err(storage_error)?;
        self.run("BEGIN IMMEDIATE")?;
        let group = Arc::new(Group {
            began: Instant::now(),
            outcome: Mutex::new(None),
            decided: Condvar::new(),
        });
        Ok(Arc::clone(self.open.insert(group)))
    }

    /// Does a member's work; what it did is undone when it fails.
    fn in_savepoint(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<(), StorageError>) -> Result<(), StorageError> {
        self.run("SAVEPOINT member")?;
        let worked = work(&mut SqliteTx::new(&self.connection));
        let ended = worked.and_then(|()| self.run("RELEASE member"));
        if ended.is_err() {
            self.undo_member();
        }
        ended
    }

    /// Goes back to before the member whose savepoint is open. Where even that fails nothing of the group may be kept.
    fn undo_member(&self) {
        if self.is_undone() {
            return;
        }
        let undone = self.run("ROLLBACK TO member").and_then(|()| self.run("RELEASE member"));
        if let Err(error) = undone {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "A command could not be undone alone; those beside it are undone too"
            );
            self.undo();
        }
    }

    /// A full disk or a failed write makes SQLite undo the whole transaction by itself.
    fn is_undone(&self) -> bool {
        self.connection.is_autocommit()
    }

    fn undo(&self) {
        if let Err(error) = self.run("ROLLBACK") {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "A transaction could not be undone"
            );
        }
    }

    /// Commits the open group, if there is one, and tells its members.
    fn commit(&mut self) {
        let Some(group) = self.open.take() else { return };
        let outcome = if self.is_undone() {
            Err(StorageError::Other(
                "the database undid the transaction that this was a part of".into(),
            ))
        } else {
            self.run("COMMIT")
        };
        if outcome.is_err() && !self.is_undone() {
            self.undo();
        }
        group.decide(outcome);
    }

    fn run(&self, sql: &str) -> Result<(), StorageError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(storage_error)?;
        statement.execute([]).map(|_| ()).map_err(storage_error)
    }
}

/// Runs `work` and returns when it is committed, alone or with the work of others who came meanwhile. `waiting` counts
/// those who are here and have not yet had their turn.
pub(super) fn write(
    writer: &Mutex<Writer>,
    waiting: &AtomicUsize,
    work: &mut dyn FnMut(&mut dyn Tx) -> Result<(), StorageError>,
) -> Result<(), StorageError> {
    waiting.fetch_add(1, Ordering::SeqCst);
    let mut turn = unpoisoned(writer);
    waiting.fetch_sub(1, Ordering::SeqCst);
    let group = turn.group()?;
    // A panic must not take the turn with it: others wait for what this one leaves open.
    let worked = catch_unwind(AssertUnwindSafe(|| turn.in_savepoint(work)));
    if worked.is_err() {
        turn.undo_member();
    }
    let is_last = waiting.load(Ordering::SeqCst) == 0;
    if is_last || turn.is_undone() || group.began.elapsed() > LONGEST {
        turn.commit();
    }
    drop(turn);
    match worked {
        Ok(worked) => worked.and_then(|()| group.wait()),
        Err(panic) => resume_unwind(panic),
    }
}

#[cfg(test)]
mod tests {
    use super::super::SqliteDatabase;
    use crate::storage::{StorageError, Tx, query_one, read, write, write_together};
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::Ordering;
    use std::thread;
    use std::time::{Duration, Instant};

    const CREATE: &str = "CREATE TABLE said (word TEXT PRIMARY KEY)";
    const INSERT: &str = "INSERT INTO said (word) VALUES ($1)";
    const COUNT: &str = "SELECT count(*) AS said FROM said";

    fn house() -> (tempfile::TempDir, SqliteDatabase) {
        let dir = tempfile::tempdir().unwrap();
        let db = SqliteDatabase::open(&dir.path().join("gateway.db")).unwrap();
        write(&db, |tx| tx.execute(CREATE, &[])).unwrap();
        (dir, db)
    }

    fn say(tx: &mut dyn Tx, word: &str) -> Result<(), StorageError> {
        tx.execute(INSERT, &[word.into()]).map(|_| ())
    }

    fn said(db: &SqliteDatabase) -> i64 {
        let count = read(db, |tx| query_one(tx, COUNT, &[], |row| row.int("said")));
        count.unwrap().unwrap()
    }

    /// Returns when somebody waits for the writer.
    fn somebody_waits(db: &SqliteDatabase) {
        let began = Instant::now();
        while db.waiting.load(Ordering::SeqCst) == 0 {
            assert!(began.elapsed() < Duration::from_secs(30), "nobody came");
            thread::yield_now();
        }
    }

    #[test]
    fn who_comes_meanwhile_shares_the_commit_and_nobody_is_answered_before_it() {
        let (_dir, db) = house();
        thread::scope(|scope| {
            let first = scope.spawn(|| {
                write_together(&db, |tx| {
                    say(tx, "one")?;
                    scope.spawn(|| {
                        write_together(&db, |tx| {
                            assert_eq!(said(&db), 0, "the first is not committed before the second has worked");
                            say(tx, "two")
                        })
                        .unwrap();
                        assert_eq!(said(&db), 2);
                    });
                    somebody_waits(&db);
                    Ok::<_, StorageError>(())
                })
                .unwrap();
                assert_eq!(said(&db), 2, "answered once both are committed");
            });
            first.join().unwrap();
        });
    }

    #[test]
    fn who_fails_or_panics_is_undone_alone() {
        let (_dir, db) = house();
        thread::scope(|scope| {
            let stands = scope.spawn(|| {
                write_together(&db, |tx| {
                    say(tx, "stands")?;
                    scope.spawn(|| {
                        let failed = write_together(&db, |tx| {
                            say(tx, "fails")?;
                            scope.spawn(|| {
                                let panics = || {
                                    write_together(&db, |tx| {
                                        say(tx, "panics")?;
                                        assert!(said(&db) > 99, "on purpose");
                                        Ok::<_, StorageError>(())
                                    })
                                };
                                let panicked = catch_unwind(AssertUnwindSafe(panics)).is_err();
                                assert!(panicked);
                            });
                            somebody_waits(&db);
                            say(tx, "stands")
                        });
                        assert!(matches!(failed, Err(StorageError::Constraint(_))), "{failed:?}");
                    });
                    somebody_waits(&db);
                    Ok::<_, StorageError>(())
                })
            });
            stands.join().unwrap().unwrap();
        });
        assert_eq!(said(&db), 1);
        write_together(&db, |tx| say(tx, "and after")).unwrap();
        assert_eq!(said(&db), 2);
    }

    #[test]
    fn a_long_write_does_not_keep_short_ones_waiting_for_their_answer() {
        let (_dir, db) = house();
        thread::scope(|scope| {
            scope.spawn(|| {
                write_together(&db, |tx| {
                    say(tx, "short")?;
                    // Counted as one who waits, and takes the writer as a long one would.
                    db.waiting.fetch_add(1, Ordering::SeqCst);
                    Ok::<_, StorageError>(())
                })
                .unwrap();
            });
            let began = Instant::now();
            while db.waiting.load(Ordering::SeqCst) == 0 {
                assert!(began.elapsed() < Duration::from_secs(30));
            }
            write(&db, |tx| {
                assert_eq!(said(&db), 1, "committed before the long one begins");
                say(tx, "long")
            })
            .unwrap();
            db.waiting.fetch_sub(1, Ordering::SeqCst);
        });
        assert_eq!(said(&db), 2);
    }

    #[test]
    fn many_at_once_lose_nothing() {
        let (_dir, db) = house();
        thread::scope(|scope| {
            for writer in 0..8 {
                let db = &db;
                scope.spawn(move || {
                    for word in 0..40 {
                        write_together(db, |tx| say(tx, &format!("{writer} {word}"))).unwrap();
                    }
                });
            }
            for word in 0..20 {
                write(&db, |tx| say(tx, &format!("alone {word}"))).unwrap();
            }
        });
        assert_eq!(said(&db), 340);
    }
}
