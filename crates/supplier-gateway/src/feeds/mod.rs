//! Feeds: ordered sets of rows that many devices share, as a log of last operations and as snapshots.
//!
//! In: [`RowChange`]s of importers and orders, inside their transaction. Out: statuses, pages of changes, segments.
//! Invariants: sequence numbers are dense within (feed, epoch) and in the order of commits; a row that did not change
//! makes no change; a snapshot plus the changes after it equals the state. Of each key only the last operation is kept,
//! so a page of changes is a range of sequence numbers. The hash of a feed changes in the transaction of its rows.

mod changes;
pub mod cursor;
mod hashes;
mod heads;
mod log;
mod makers;
mod repair;
mod snapshot;

pub use changes::{ChangesOutcome, SnapshotReason, changes, status};
pub use hashes::make_missing as make_missing_hashes;
pub use heads::{Heads, heads, news};
pub use log::{RowChange, confirm, ensure, has_rows, key_number, prune, publish, publish_derived, replace, row};
pub use makers::Makers;
pub use repair::{RowsOutcome, digest, rows};
pub use snapshot::{SnapshotError, Workshop, manifest, prepare, segment};

use crate::storage::{StorageError, Tx, Value, query_one};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::feed_hash::FeedHash;
use uuid::Uuid;

/// How feeds are cut into what travels. The usual sizes suit a network; small ones let a small shop meet every cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// The most rows in a segment of a snapshot.
    pub segment_rows: usize,
    /// The most rows in a page of changes.
    pub page_rows: u32,
    /// A snapshot is rebuilt when more changes than this follow it, and more than a quarter of its rows.
    pub changes_worth_a_rebuild: u32,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            segment_rows: 16_384,
            page_rows: 20_000,
            changes_worth_a_rebuild: 4_096,
        }
    }
}

const SELECT_FEED: &str = "SELECT id, epoch, head, floor, live_rows, true_at_ms, COALESCE(row_hash, $2) AS row_hash
FROM feed
WHERE name = $1";

/// The head row of a feed.
#[derive(Debug, Clone)]
struct Head {
    id: i64,
    epoch: Uuid,
    seq: i64,
    floor: i64,
    live_rows: i64,
    true_at_ms: i64,
    /// `None` until it was made of the rows that an earlier version wrote.
    row_hash: Option<FeedHash>,
}

fn head(tx: &mut dyn Tx, feed: &FeedName) -> Result<Option<Head>, StorageError> {
    let params = [Value::Text(feed.to_string()), Value::Bytes(Vec::new())];
    query_one(tx, SELECT_FEED, &params, |row| {
        Ok(Head {
            id: row.int("id")?,
            epoch: Uuid::parse_str(&row.text("epoch")?).map_err(|_| StorageError::UnexpectedType("epoch"))?,
            seq: row.int("head")?,
            floor: row.int("floor")?,
            live_rows: row.int("live_rows")?,
            true_at_ms: row.int("true_at_ms")?,
            row_hash: FeedHash::from_bytes(&row.bytes("row_hash")?),
        })
    })
}

/// Whether anything was ever published to a feed.
///
/// # Errors
/// Any [`StorageError`].
pub fn exists(tx: &mut dyn Tx, feed: &FeedName) -> Result<bool, StorageError> {
    Ok(head(tx, feed)?.is_some())
}

/// A count of the database as the wire has it; the schema keeps them from being negative.
fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
