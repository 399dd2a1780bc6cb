//! Order lists as they came, kept encrypted with the drafts until the user is done with what was read of them.
//!
//! Invariants: a list is on the disk before anything is read of it; its lines are in the draft if and only if it says so, so
//! that a program which was killed in between never adds them twice; all lists together stay within [`MOST_KEPT_BYTES`].

use crate::desk::{Desk, DeskError};
use crate::draft::open_draft;
use crate::line::{LineChange, NewLine};
use crate::line_unit::{LineUnit, put_typed};
use cabinet_domain::ids::{DraftId, EntityId};
use rusqlite::{OptionalExtension, named_params};

/// What all kept lists may come to.
pub const MOST_KEPT_BYTES: i64 = 64 * 1024 * 1024;

/// A list that waits for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptList {
    /// Of the file; empty for what was pasted.
    pub name: String,
    /// As it came.
    pub body: Vec<u8>,
    /// Its lines are in the draft.
    pub is_added: bool,
    /// `sheet/row` of rows that the user has settled by hand.
    pub done: Vec<String>,
    /// UTC, ms since 1970.
    pub kept_ms: i64,
}

/// A list without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptListFacts {
    /// As in [`KeptList::name`].
    pub name: String,
    /// As in [`KeptList::kept_ms`].
    pub kept_ms: i64,
}

const OTHERS: &str = "
    SELECT coalesce(sum(length(body)), 0) AS bytes
    FROM kept_list
    WHERE draft <> :draft";

const PUT: &str = "
    INSERT OR REPLACE INTO kept_list (draft, name, body, kept_ms)
    VALUES (:draft, :name, :body, :now_ms)";

const GET: &str = "
    SELECT name, body, is_added, done, kept_ms
    FROM kept_list
    WHERE draft = :draft";

const FACTS: &str = "
    SELECT name, kept_ms
    FROM kept_list
    WHERE draft = :draft";

const ADDED: &str = "
    UPDATE kept_list
    SET is_added = 1
    WHERE draft = :draft";

const DONE: &str = "
    UPDATE kept_list
    SET done = done || :row || char(10)
    WHERE draft = :draft";

const FORGET: &str = "
    DELETE FROM kept_list
    WHERE draft = :draft";

impl Desk {
    /// Keeps a list in place of an earlier one of the draft; `false` when there is no room for it, and nothing is kept of the
    /// draft then.
    ///
    /// # Errors
    /// [`DeskError`]: a missing or trashed draft.
    pub fn keep_list(
        &self,
        entity: &EntityId,
        draft: &DraftId,
        name: &str,
        body: &[u8],
        now_ms: i64,
    ) -> Result<bool, DeskError> {
        self.db.write(|tx| {
            open_draft(tx, entity, draft)?;
            let which = named_params! { ":draft": draft.as_str() };
            let others: i64 = tx.prepare_cached(OTHERS)?.query_row(which, |row| row.get("bytes"))?;
            let bytes = i64::try_from(body.len()).unwrap_or(i64::MAX);
            if body.is_empty() || others.saturating_add(bytes) > MOST_KEPT_BYTES {
                tx.prepare_cached(FORGET)?.execute(which)?;
                return Ok(false);
            }
            tx.prepare_cached(PUT)?.execute(named_params! {
                ":draft": draft.as_str(), ":name": name, ":body": body, ":now_ms": now_ms,
            })?;
            Ok(true)
        })
    }

    /// The list of a draft; `None` when none waits.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn kept_list(&self, draft: &DraftId) -> Result<Option<KeptList>, DeskError> {
        self.db.read(|conn| {
            let mut get = conn.prepare_cached(GET)?;
            let list = get.query_row(named_params! { ":draft": draft.as_str() }, |row| {
                let done: String = row.get("done")?;
                Ok(KeptList {
                    name: row.get("name")?,
                    body: row.get("body")?,
                    is_added: row.get("is_added")?,
                    done: done.lines().map(str::to_owned).collect(),
                    kept_ms: row.get("kept_ms")?,
                })
            });
            Ok(list.optional()?)
        })
    }

    /// The list of a draft without its bytes; `None` when none waits.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn kept_list_facts(&self, draft: &DraftId) -> Result<Option<KeptListFacts>, DeskError> {
        self.db.read(|conn| {
            let mut get = conn.prepare_cached(FACTS)?;
            let facts = get.query_row(named_params! { ":draft": draft.as_str() }, |row| {
                Ok(KeptListFacts {
                    name: row.get("name")?,
                    kept_ms: row.get("kept_ms")?,
                })
            });
            Ok(facts.optional()?)
        })
    }

    /// Adds the lines of the kept list to its draft and says so with them, in one transaction.
    ///
    /// # Errors
    /// As [`Desk::put_lines`].
    pub fn add_list_lines(
        &self,
        entity: &EntityId,
        draft: &DraftId,
        lines: &[(NewLine, Option<LineUnit>)],
        now_ms: i64,
    ) -> Result<(), DeskError> {
        self.db.write(|tx| {
            put_typed(tx, entity, draft, lines, LineChange::Add, now_ms)?;
            tx.prepare_cached(ADDED)?
                .execute(named_params! { ":draft": draft.as_str() })?;
            Ok(())
        })
    }

    /// Notes that the user has settled a row (`sheet/row`) of the list by hand; nothing where none is kept.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn note_list_row(&self, draft: &DraftId, row: &str) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(DONE)?
                .execute(named_params! { ":draft": draft.as_str(), ":row": row })?;
            Ok(())
        })
    }

    /// Lets go of the list of a draft: the user is done with it.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn forget_list(&self, draft: &DraftId) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(FORGET)?
                .execute(named_params! { ":draft": draft.as_str() })?;
            Ok(())
        })
    }
}
