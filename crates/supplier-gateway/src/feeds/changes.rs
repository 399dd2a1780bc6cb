//! Answers a device that has a cursor: how its feeds stand, and what changed since.

use super::cursor::{CursorSecret, Position};
use super::{Head, Sizes, head, unsigned};
use crate::storage::{StorageError, Tx, Value};
use cabinet_protocol::ROW_SCHEMA;
use cabinet_protocol::feed::{FeedName, FeedStanding, FeedStatus};
use cabinet_protocol::framing::{Change, ChangesPage};

/// Bytes of bodies and keys on a page; below `MAX_CHANGES_RAW_BYTES` with room for one large row.
const PAGE_BYTES: usize = 32 * 1024 * 1024;

const SELECT_AFTER: &str = "SELECT k.key, r.seq, r.deleted_at_ms, r.body
FROM feed_row r
JOIN feed_key k ON k.id = r.key_id
WHERE r.feed_id = $1 AND r.seq > $2
ORDER BY r.seq
LIMIT $3";

/// What can be said about a cursor.
#[derive(Debug, Clone, PartialEq)]
pub enum ChangesOutcome {
    /// The next page; `to < head` means that there is a further one.
    Page(ChangesPage),
    /// The cursor cannot be served: fetch the snapshot.
    SnapshotNeeded(SnapshotReason),
}

/// Why a cursor cannot be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapshotReason {
    /// It was not written by this gateway for this feed.
    Cursor,
    /// The feed began a new history.
    Epoch,
    /// It is for another shape of rows.
    Schema,
    /// Deletions that the device has not seen are forgotten.
    Floor,
    /// Rows of so many ranges were asked for that the snapshot is the shorter way.
    Shorter,
}

/// How a feed stands against a device's cursor; `None` when there is no such feed.
///
/// # Errors
/// Any [`StorageError`].
pub fn status(
    tx: &mut dyn Tx,
    feed: &FeedName,
    cursor: Option<&str>,
    schema: u32,
    secret: &CursorSecret,
) -> Result<Option<FeedStatus>, StorageError> {
    let Some(known) = head(tx, feed)? else { return Ok(None) };
    let standing = match cursor.map(|cursor| judge(&known, secret.open(feed, cursor), schema)) {
        None | Some(Err(_)) => FeedStanding::Snapshot,
        Some(Ok(seq)) if seq == known.seq => FeedStanding::Current,
        Some(Ok(_)) => FeedStanding::Behind,
    };
    Ok(Some(FeedStatus {
        feed: feed.clone(),
        standing,
        head: unsigned(known.seq),
        rows: unsigned(known.live_rows),
        true_at_ms: known.true_at_ms,
        feed_hash: known.row_hash,
    }))
}

/// The next page of changes after a cursor; `None` when there is no such feed.
///
/// # Errors
/// Any [`StorageError`].
pub fn changes(
    tx: &mut dyn Tx,
    feed: &FeedName,
    cursor: &str,
    secret: &CursorSecret,
    sizes: Sizes,
) -> Result<Option<ChangesOutcome>, StorageError> {
    let Some(known) = head(tx, feed)? else { return Ok(None) };
    let from = match judge(&known, secret.open(feed, cursor), ROW_SCHEMA) {
        Ok(from) => from,
        Err(reason) => return Ok(Some(ChangesOutcome::SnapshotNeeded(reason))),
    };
    let (changes, is_cut) = read_after(tx, &known, from, i64::from(sizes.page_rows))?;
    // A cut page ends at its last row; a whole one ends at the head, whatever numbers were overwritten since.
    let to = match changes.last() {
        Some(last) if is_cut => last.seq,
        _ => unsigned(known.seq),
    };
    let position = Position {
        epoch: known.epoch,
        seq: to,
        schema: ROW_SCHEMA,
    };
    Ok(Some(ChangesOutcome::Page(ChangesPage {
        epoch: known.epoch.to_string(),
        from: unsigned(from),
        to,
        head: unsigned(known.seq),
        cursor: secret.seal(feed, position),
        true_at_ms: known.true_at_ms,
        changes,
        feed_hash: hash_at(&known, to),
    })))
}

/// The hash of the rows after a page, where it is known: at the head.
fn hash_at(known: &Head, to: u64) -> Vec<u8> {
    known
        .row_hash
        .filter(|_| to == unsigned(known.seq))
        .map(|hash| hash.to_bytes().to_vec())
        .unwrap_or_default()
}

fn read_after(tx: &mut dyn Tx, known: &Head, from: i64, page_rows: i64) -> Result<(Vec<Change>, bool), StorageError> {
    let mut changes = Vec::new();
    let mut bytes = 0_usize;
    let mut is_cut = false;
    let mut read = 0_i64;
    tx.query(
        SELECT_AFTER,
        &[Value::Int(known.id), Value::Int(from), Value::Int(page_rows)],
        &mut |row| {
            read = read.saturating_add(1);
            if is_cut {
                return Ok(());
            }
            let key = row.text("key")?;
            let body = row.bytes("body")?;
            bytes = bytes.saturating_add(key.len()).saturating_add(body.len());
            if bytes > PAGE_BYTES && !changes.is_empty() {
                is_cut = true;
                return Ok(());
            }
            let is_deleted = row.opt_int("deleted_at_ms")?.is_some();
            changes.push(Change {
                seq: unsigned(row.int("seq")?),
                key,
                is_deleted,
                body,
            });
            Ok(())
        },
    )?;
    Ok((changes, is_cut || read == page_rows))
}

/// Whether changes can be served from a position, and from which number.
fn judge(known: &Head, position: Option<Position>, schema: u32) -> Result<i64, SnapshotReason> {
    let position = position.ok_or(SnapshotReason::Cursor)?;
    if position.epoch != known.epoch {
        return Err(SnapshotReason::Epoch);
    }
    if position.schema != schema || schema != ROW_SCHEMA {
        return Err(SnapshotReason::Schema);
    }
    let seq = i64::try_from(position.seq).map_err(|_| SnapshotReason::Cursor)?;
    if seq > known.seq {
        // A restored backup: the device has seen a future that is gone.
        return Err(SnapshotReason::Epoch);
    }
    if seq < known.floor {
        Err(SnapshotReason::Floor)
    } else {
        Ok(seq)
    }
}
