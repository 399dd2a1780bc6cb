//! What the user did with notices on this device, and which of them were shown on the desktop.
//!
//! The notices themselves lie in the mirror, which may be deleted; that a notice was shown must outlive it.

use crate::desk::{Desk, DeskError};
use rusqlite::named_params;
use std::collections::{BTreeMap, BTreeSet};

/// Where a notice stands on this device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NoticeState {
    /// It was shown on the desktop, or need not be.
    pub is_toasted: bool,
    /// The user has read it.
    pub is_read: bool,
    /// The user took it off the list.
    pub is_dismissed: bool,
}

/// What happened to notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeMark {
    /// Shown on the desktop.
    Toasted,
    /// Read.
    Read,
    /// Taken off the list.
    Dismissed,
}

const ALL: &str = "
    SELECT id, toasted_ms IS NOT NULL AS is_toasted, read_ms IS NOT NULL AS is_read,
           dismissed_ms IS NOT NULL AS is_dismissed
    FROM notice_state";

const TOASTED: &str = "
    INSERT INTO notice_state (id, toasted_ms)
    VALUES (:id, :now_ms)
    ON CONFLICT (id) DO UPDATE SET toasted_ms = coalesce(toasted_ms, excluded.toasted_ms)";

const READ: &str = "
    INSERT INTO notice_state (id, read_ms)
    VALUES (:id, :now_ms)
    ON CONFLICT (id) DO UPDATE SET read_ms = coalesce(read_ms, excluded.read_ms)";

const DISMISSED: &str = "
    INSERT INTO notice_state (id, dismissed_ms)
    VALUES (:id, :now_ms)
    ON CONFLICT (id) DO UPDATE SET dismissed_ms = coalesce(dismissed_ms, excluded.dismissed_ms)";

const DELETE: &str = "
    DELETE FROM notice_state
    WHERE id = :id";

impl Desk {
    /// Every notice that something happened to.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn notice_states(&self) -> Result<BTreeMap<String, NoticeState>, DeskError> {
        self.db.read(|conn| {
            let mut all = conn.prepare_cached(ALL)?;
            let rows = all.query_map([], |row| {
                let state = NoticeState {
                    is_toasted: row.get("is_toasted")?,
                    is_read: row.get("is_read")?,
                    is_dismissed: row.get("is_dismissed")?,
                };
                Ok((row.get("id")?, state))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Writes down what happened to notices, all together; what had happened before stays as it was.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn mark_notices(&self, ids: &[String], mark: NoticeMark, now_ms: i64) -> Result<(), DeskError> {
        if ids.is_empty() {
            return Ok(());
        }
        let sql = match mark {
            NoticeMark::Toasted => TOASTED,
            NoticeMark::Read => READ,
            NoticeMark::Dismissed => DISMISSED,
        };
        self.db.write(|tx| {
            let mut put = tx.prepare_cached(sql)?;
            for id in ids {
                put.execute(named_params! { ":id": id, ":now_ms": now_ms })?;
            }
            Ok(())
        })
    }

    /// Forgets the notices that the gateway no longer has.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn forget_notices(&self, keep: &BTreeSet<&str>) -> Result<(), DeskError> {
        let gone: Vec<String> = self
            .notice_states()?
            .into_keys()
            .filter(|id| !keep.contains(id.as_str()))
            .collect();
        if gone.is_empty() {
            return Ok(());
        }
        self.db.write(|tx| {
            let mut delete = tx.prepare_cached(DELETE)?;
            for id in &gone {
                delete.execute(named_params! { ":id": id })?;
            }
            Ok(())
        })
    }
}
