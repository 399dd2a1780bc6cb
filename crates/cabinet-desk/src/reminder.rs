//! Which payments the user was reminded of: the debts lie in the mirror, which may be deleted; that one was told must outlive it.

use crate::desk::{Desk, DeskError};
use rusqlite::named_params;
use std::collections::BTreeSet;

/// A reminder that was told, or that is to be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToldReminder {
    /// Legal entity.
    pub entity: String,
    /// The document that is to be paid.
    pub document: String,
    /// When it is to be paid, ISO: another day is another reminder.
    pub due_date: String,
    /// The day is over; otherwise it is near.
    pub is_overdue: bool,
}

const ALL: &str = "
    SELECT entity, document, due_date, reason = 'overdue' AS is_overdue
    FROM told_reminder";

const TELL: &str = "
    INSERT INTO told_reminder (entity, document, due_date, reason, told_ms)
    VALUES (:entity, :document, :due_date, CASE WHEN :is_overdue THEN 'overdue' ELSE 'ahead' END, :now_ms)
    ON CONFLICT (entity, document, due_date, reason) DO NOTHING";

const FORGET: &str = "
    DELETE FROM told_reminder
    WHERE told_ms < :before_ms";

impl Desk {
    /// Every reminder that was told.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn told_reminders(&self) -> Result<BTreeSet<ToldReminder>, DeskError> {
        self.db.read(|conn| {
            let mut all = conn.prepare_cached(ALL)?;
            let rows = all.query_map([], |row| {
                Ok(ToldReminder {
                    entity: row.get("entity")?,
                    document: row.get("document")?,
                    due_date: row.get("due_date")?,
                    is_overdue: row.get("is_overdue")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Writes down that reminders are told, all together, and forgets those told before `before_ms`.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn tell_reminders(&self, told: &[ToldReminder], now_ms: i64, before_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            let mut tell = tx.prepare_cached(TELL)?;
            for one in told {
                tell.execute(named_params! {
                    ":entity": one.entity,
                    ":document": one.document,
                    ":due_date": one.due_date,
                    ":is_overdue": one.is_overdue,
                    ":now_ms": now_ms,
                })?;
            }
            tx.prepare_cached(FORGET)?
                .execute(named_params! { ":before_ms": before_ms })?;
            Ok(())
        })
    }
}
