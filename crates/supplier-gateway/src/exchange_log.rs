//! What came from each exchange: one entry per file, batch of pictures or handing over of orders, for the operator.
//!
//! In: reports of imports and failures. Out: `exchange list` and `exchange show`. Invariants: an entry names no order's
//! sums and no secret: a session stands under a label that opens nothing; entries go after [`KEPT_MS`].

use crate::catalogue::{FileKind, Note};
use crate::storage::{Database, Row, StorageError, Tx, Value, query_one, write};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long entries are kept, in milliseconds.
const KEPT_MS: i64 = 90 * 24 * 60 * 60 * 1000;

const INSERT: &str = "INSERT INTO exchange_log (node, file, started_at_ms, finished_at_ms, counts, error)
VALUES ($1, $2, $3, $4, $5, $6)";
const SELECT_NEWEST: &str = "SELECT id, node, file, started_at_ms, finished_at_ms, counts, error
FROM exchange_log
WHERE started_at_ms >= $1
ORDER BY id DESC";
const SELECT_ONE: &str = "SELECT id, node, file, started_at_ms, finished_at_ms, counts, error
FROM exchange_log
WHERE id = $1";
const DELETE_OLD: &str = "DELETE FROM exchange_log
WHERE started_at_ms < $1";

/// What an exchange was about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExchangeKind {
    /// A classifier or a catalogue came.
    Catalogue,
    /// Offers, prices or stock came.
    Offers,
    /// Documents came: orders that 1C returned.
    Documents,
    /// Pictures or files of goods came.
    Media,
    /// A piece of a file did not come whole.
    Upload,
    /// 1C asked for orders.
    OrdersOffered,
    /// 1C confirmed orders.
    OrdersTaken,
    /// A file of which nothing could be told.
    #[default]
    #[serde(other)]
    Unknown,
}

impl ExchangeKind {
    /// The word for it, as in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Offers => "offers",
            Self::Documents => "documents",
            Self::Media => "media",
            Self::Upload => "upload",
            Self::OrdersOffered => "orders_offered",
            Self::OrdersTaken => "orders_taken",
            Self::Unknown => "unknown",
        }
    }
}

impl From<FileKind> for ExchangeKind {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::Catalogue => Self::Catalogue,
            FileKind::Offers => Self::Offers,
            FileKind::Documents => Self::Documents,
            FileKind::Unknown => Self::Unknown,
        }
    }
}

/// What was left out of an exchange, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remark {
    /// A code of its kind.
    pub kind: String,
    /// How often.
    pub count: u64,
    /// What, where, what to do.
    pub text: String,
}

impl From<&Note> for Remark {
    fn from(note: &Note) -> Self {
        Self {
            kind: note.kind.code().to_owned(),
            count: note.count,
            text: note.to_string(),
        }
    }
}

/// What an entry holds beside where, when and why not: the column `counts`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// What it was about.
    pub kind: ExchangeKind,
    /// [`label`] of the session.
    pub session: String,
    /// Objects by name.
    pub counts: BTreeMap<String, u64>,
    /// Rows of feeds that changed.
    pub published: u64,
    /// What was left out.
    pub notes: Vec<Remark>,
}

/// An entry as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number; later ones are larger.
    pub id: i64,
    /// The exchange node, or `console`.
    pub node: String,
    /// Bare name of the file; empty when it is about none.
    pub file: String,
    /// UTC, ms.
    pub started_at_ms: i64,
    /// UTC, ms.
    pub finished_at_ms: i64,
    /// All else.
    pub details: Details,
    /// Why nothing was taken; empty when it was.
    pub error: String,
}

/// How an exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All of it is in.
    Taken,
    /// It is in but for what the notes name.
    Partly,
    /// Nothing of it is in.
    Failed,
}

impl Outcome {
    /// The word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Partly => "partly",
            Self::Failed => "failed",
        }
    }
}

impl Entry {
    /// How it ended.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if !self.error.is_empty() {
            Outcome::Failed
        } else if self.details.notes.is_empty() {
            Outcome::Taken
        } else {
            Outcome::Partly
        }
    }
}

/// What happened, to be written down.
#[derive(Debug, Clone, Default)]
pub struct Happened {
    /// The exchange node, or `console`.
    pub node: String,
    /// Bare name of the file; empty when it is about none.
    pub file: String,
    /// UTC, ms.
    pub started_at_ms: i64,
    /// UTC, ms.
    pub finished_at_ms: i64,
    /// All else.
    pub details: Details,
    /// Why nothing was taken; empty when it was.
    pub error: String,
}

/// Which entries are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of this node only.
    pub node: Option<String>,
    /// Of this [`label`] only.
    pub session: Option<String>,
    /// Begun at or after, UTC, ms.
    pub since_ms: i64,
    /// Only those that were not taken, or not all of them.
    pub only_failed: bool,
    /// At most so many, the newest.
    pub limit: usize,
}

/// A session of 1C as people see it. The id itself is what signs 1C in, so it is shown nowhere.
#[must_use]
pub fn label(session: &str) -> String {
    let hash = blake3::hash(session.as_bytes()).to_hex();
    format!("s-{}", hash.get(..10).unwrap_or_default())
}

/// Writes an entry.
///
/// # Errors
/// Any [`StorageError`].
pub fn write_down(db: &dyn Database, happened: &Happened) -> Result<(), StorageError> {
    let details = serde_json::to_string(&happened.details).map_err(|error| StorageError::Other(Box::new(error)))?;
    let values = [
        Value::from(happened.node.as_str()),
        Value::from(happened.file.as_str()),
        Value::Int(happened.started_at_ms),
        Value::Int(happened.finished_at_ms),
        Value::Text(details),
        Value::from(happened.error.as_str()),
    ];
    write(db, |tx| tx.execute(INSERT, &values)).map(drop)
}

/// Entries, the newest first.
///
/// # Errors
/// Any [`StorageError`].
pub fn list(tx: &mut dyn Tx, wanted: &Wanted) -> Result<Vec<Entry>, StorageError> {
    let mut found = Vec::new();
    tx.query(SELECT_NEWEST, &[Value::Int(wanted.since_ms)], &mut |row| {
        if found.len() < wanted.limit {
            let entry = read(row)?;
            let is_wanted = wanted.node.as_ref().is_none_or(|node| *node == entry.node)
                && wanted
                    .session
                    .as_ref()
                    .is_none_or(|label| *label == entry.details.session)
                && (!wanted.only_failed || entry.outcome() != Outcome::Taken);
            if is_wanted {
                found.push(entry);
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// One entry.
///
/// # Errors
/// Any [`StorageError`].
pub fn get(tx: &mut dyn Tx, id: i64) -> Result<Option<Entry>, StorageError> {
    query_one(tx, SELECT_ONE, &[Value::Int(id)], read)
}

/// Removes entries that are out of date.
///
/// # Errors
/// Any [`StorageError`].
pub fn prune(tx: &mut dyn Tx, now_ms: i64) -> Result<(), StorageError> {
    tx.execute(DELETE_OLD, &[Value::Int(now_ms.saturating_sub(KEPT_MS))])
        .map(drop)
}

fn read(row: &dyn Row) -> Result<Entry, StorageError> {
    Ok(Entry {
        id: row.int("id")?,
        node: row.text("node")?,
        file: row.text("file")?,
        started_at_ms: row.int("started_at_ms")?,
        finished_at_ms: row.int("finished_at_ms")?,
        // Entries of earlier builds say less; what they do not say is empty.
        details: serde_json::from_str(&row.text("counts")?).unwrap_or_default(),
        error: row.text("error")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_an_earlier_build_is_read_as_far_as_it_says() {
        let earlier = r#"{"counts":{"products":3},"published":2,"notes":[{"kind":"missing_id","written":"x","first_at":"","count":1}]}"#;
        let details: Details = serde_json::from_str(earlier).unwrap();
        assert_eq!((details.counts["products"], details.notes.len()), (3, 1));
        assert_eq!(details.kind, ExchangeKind::Unknown);
        assert_eq!(serde_json::from_str::<Details>("{}").unwrap(), Details::default());
    }

    #[test]
    fn a_label_does_not_tell_the_session() {
        assert_eq!(label("0123456789abcdef").len(), 12);
        assert!(!label("0123456789abcdef").contains("0123"));
    }
}
