//! The newest sequence number of every feed, and which feeds went on since it was looked at last.

use super::unsigned;
use crate::storage::{StorageError, Tx, Value, query_one};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::live::Hint;
use std::collections::HashMap;

/// `feed.id` → `feed.head`.
pub type Heads = HashMap<i64, i64>;

const SELECT_HEADS: &str = "SELECT id, head
FROM feed";
const SELECT_NAME: &str = "SELECT name, epoch
FROM feed
WHERE id = $1";

/// The heads of all feeds.
///
/// # Errors
/// Any [`StorageError`].
pub fn heads(tx: &mut dyn Tx) -> Result<Heads, StorageError> {
    let mut heads = Heads::new();
    tx.query(SELECT_HEADS, &[], &mut |row| {
        heads.insert(row.int("id")?, row.int("head")?);
        Ok(())
    })?;
    Ok(heads)
}

/// A hint for each feed whose head is another one than in `known`, and the heads as they are now.
///
/// # Errors
/// Any [`StorageError`].
pub fn news(tx: &mut dyn Tx, known: &Heads) -> Result<(Vec<Hint>, Heads), StorageError> {
    let now = heads(tx)?;
    let mut hints = Vec::new();
    for (id, head) in &now {
        if known.get(id) == Some(head) {
            continue;
        }
        let named = query_one(tx, SELECT_NAME, &[Value::Int(*id)], |row| {
            Ok((row.text("name")?, row.text("epoch")?))
        })?;
        // A name that this build does not know belongs to a newer one, and no device of ours reads it.
        if let Some((name, epoch)) = named
            && let Ok(feed) = name.parse::<FeedName>()
        {
            hints.push(Hint {
                feed,
                epoch,
                head: unsigned(*head),
                spread_ms: 0,
            });
        }
    }
    Ok((hints, now))
}
