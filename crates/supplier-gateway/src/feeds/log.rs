//! Writes the last operation on each key and gives it the next sequence number.

use super::{Head, head, unsigned};
use crate::storage::{StorageError, Tx, Value, query_all, query_one};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::feed_hash::FeedHash;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Tombstones are kept this long; a device away for longer takes the snapshot again.
const TOMBSTONE_MS: i64 = 30 * 24 * 60 * 60 * 1000;

const INSERT_FEED: &str = "INSERT INTO feed (name, epoch, head, floor, live_rows, true_at_ms, row_hash)
VALUES ($1, $2, 0, 0, 0, $3, $4)";
const UPDATE_FEED: &str = "UPDATE feed
SET head = $2, live_rows = $3, true_at_ms = $4, row_hash = $5
WHERE id = $1";
const SELECT_ROW: &str = "SELECT k.id, r.seq, r.deleted_at_ms, COALESCE(r.body, $3) AS body
FROM feed_key k
LEFT JOIN feed_row r ON r.feed_id = $1 AND r.key_id = k.id
WHERE k.key = $2";
const SELECT_KEY: &str = "SELECT id
FROM feed_key
WHERE key = $1";
const INSERT_KEY: &str = "INSERT INTO feed_key (key)
VALUES ($1)
RETURNING id";
const INSERT_ROW: &str = "INSERT INTO feed_row (feed_id, key_id, seq, deleted_at_ms, body)
VALUES ($1, $2, $3, $4, $5)";
const UPDATE_ROW: &str = "UPDATE feed_row
SET seq = $3, deleted_at_ms = $4, body = $5
WHERE feed_id = $1 AND key_id = $2";
const SELECT_LIVE_KEYS: &str = "SELECT k.key
FROM feed_row r
JOIN feed_key k ON k.id = r.key_id
WHERE r.feed_id = $1 AND r.deleted_at_ms IS NULL";
const SELECT_OLD_TOMBSTONES: &str = "SELECT feed_id, max(seq) AS newest
FROM feed_row
WHERE deleted_at_ms < $1
GROUP BY feed_id";
const DELETE_OLD_TOMBSTONES: &str = "DELETE FROM feed_row
WHERE deleted_at_ms < $1";
const RAISE_FLOOR: &str = "UPDATE feed
SET floor = $2
WHERE id = $1 AND floor < $2";

/// One row as it should be from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The key of the row in its feed.
    pub key: String,
    /// An encoded message of `cabinet_protocol::rows`; `None` when the row is gone.
    pub body: Option<Vec<u8>>,
}

/// The number of a key in all feeds; a key that is new gets one, for good.
///
/// # Errors
/// Any [`StorageError`].
pub fn key_number(tx: &mut dyn Tx, key: &str) -> Result<i64, StorageError> {
    let params = [Value::from(key)];
    match query_one(tx, SELECT_KEY, &params, |row| row.int("id"))? {
        Some(number) => Ok(number),
        None => number_key(tx, key),
    }
}

/// Numbers a key that is new.
fn number_key(tx: &mut dyn Tx, key: &str) -> Result<i64, StorageError> {
    query_one(tx, INSERT_KEY, &[Value::from(key)], |row| row.int("id"))?.ok_or(StorageError::UnexpectedType("id"))
}

/// Brings rows of a feed to what `changes` say and confirms the feed as true at `now_ms`; returns the head.
///
/// Rows that are already so get no number. The feed is created when it is new.
///
/// # Errors
/// Any [`StorageError`].
pub fn publish(tx: &mut dyn Tx, feed: &FeedName, changes: &[RowChange], now_ms: i64) -> Result<u64, StorageError> {
    write_rows(tx, feed, changes, now_ms, true)
}

/// As [`publish`], for rows that the gateway derived itself: the time of the supplier's data stays what it was.
///
/// # Errors
/// Any [`StorageError`].
pub fn publish_derived(
    tx: &mut dyn Tx,
    feed: &FeedName,
    changes: &[RowChange],
    now_ms: i64,
) -> Result<u64, StorageError> {
    write_rows(tx, feed, changes, now_ms, false)
}

/// Says that the supplier has just confirmed what is in the feed, changed or not.
///
/// # Errors
/// Any [`StorageError`].
pub fn confirm(tx: &mut dyn Tx, feed: &FeedName, now_ms: i64) -> Result<(), StorageError> {
    write_rows(tx, feed, &[], now_ms, true).map(|_| ())
}

/// Creates the feed, empty, if it does not exist.
///
/// # Errors
/// Any [`StorageError`].
pub fn ensure(tx: &mut dyn Tx, feed: &FeedName, now_ms: i64) -> Result<(), StorageError> {
    open(tx, feed, now_ms).map(|_| ())
}

/// Forgets tombstones older than 30 days and raises the floors of their feeds; returns how many went.
///
/// # Errors
/// Any [`StorageError`].
pub fn prune(tx: &mut dyn Tx, now_ms: i64) -> Result<u64, StorageError> {
    let before = [Value::Int(now_ms.saturating_sub(TOMBSTONE_MS))];
    let floors = query_all(tx, SELECT_OLD_TOMBSTONES, &before, |row| {
        Ok((row.int("feed_id")?, row.int("newest")?))
    })?;
    for (feed_id, newest) in floors {
        tx.execute(RAISE_FLOOR, &[Value::Int(feed_id), Value::Int(newest)])?;
    }
    tx.execute(DELETE_OLD_TOMBSTONES, &before)
}

/// Whether a feed has live rows.
///
/// # Errors
/// Any [`StorageError`].
pub fn has_rows(tx: &mut dyn Tx, feed: &FeedName) -> Result<bool, StorageError> {
    Ok(head(tx, feed)?.is_some_and(|known| known.live_rows > 0))
}

/// The body of a live row; `None` when there is none.
///
/// # Errors
/// Any [`StorageError`].
pub fn row(tx: &mut dyn Tx, feed: &FeedName, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
    let Some(known) = head(tx, feed)? else { return Ok(None) };
    Ok(standing(tx, known.id, key)?.and_then(|stands| stands.body))
}

/// Brings a feed that one place writes whole to exactly these rows: what they do not name is gone.
///
/// # Errors
/// Any [`StorageError`].
pub fn replace(
    tx: &mut dyn Tx,
    feed: &FeedName,
    rows: Vec<(String, Vec<u8>)>,
    now_ms: i64,
) -> Result<u64, StorageError> {
    let known = open(tx, feed, now_ms)?;
    let keys = query_all(tx, SELECT_LIVE_KEYS, &[Value::Int(known.id)], |row| row.text("key"))?;
    let wanted: BTreeMap<String, Vec<u8>> = rows.into_iter().collect();
    let gone = keys.into_iter().filter(|key| !wanted.contains_key(key));
    let mut changes: Vec<RowChange> = gone.map(|key| RowChange { key, body: None }).collect();
    changes.extend(
        wanted
            .into_iter()
            .map(|(key, body)| RowChange { key, body: Some(body) }),
    );
    publish(tx, feed, &changes, now_ms)
}

fn open(tx: &mut dyn Tx, feed: &FeedName, now_ms: i64) -> Result<Head, StorageError> {
    if let Some(known) = head(tx, feed)? {
        return Ok(known);
    }
    let epoch = Uuid::new_v4().to_string();
    tx.execute(
        INSERT_FEED,
        &[
            Value::Text(feed.to_string()),
            Value::Text(epoch),
            Value::Int(now_ms),
            hash_value(Some(FeedHash::default())),
        ],
    )?;
    head(tx, feed)?.ok_or(StorageError::UnexpectedType("id"))
}

fn write_rows(
    tx: &mut dyn Tx,
    feed: &FeedName,
    changes: &[RowChange],
    now_ms: i64,
    is_confirmed: bool,
) -> Result<u64, StorageError> {
    let known = open(tx, feed, now_ms)?;
    let mut seq = known.seq;
    let mut live_rows = known.live_rows;
    let mut row_hash = known.row_hash;
    for change in changes {
        let stands = standing(tx, known.id, &change.key)?;
        let old = stands.as_ref().and_then(|stands| stands.body.as_deref());
        if old == change.body.as_deref() {
            continue;
        }
        seq = seq.saturating_add(1);
        match (old.is_some(), change.body.is_some()) {
            (false, true) => live_rows = live_rows.saturating_add(1),
            (true, false) => live_rows = live_rows.saturating_sub(1),
            (true, true) | (false, false) => {}
        }
        row_hash = row_hash.map(|sum| replaced(sum, &change.key, old, change.body.as_deref()));
        write_row(tx, known.id, stands.as_ref(), change, seq, now_ms)?;
    }
    // Last: in a database with many writers this takes the feed's lock for the shortest time.
    let true_at_ms = if is_confirmed { now_ms } else { known.true_at_ms };
    if seq != known.seq || true_at_ms != known.true_at_ms {
        tx.execute(
            UPDATE_FEED,
            &[
                Value::Int(known.id),
                Value::Int(seq),
                Value::Int(live_rows),
                Value::Int(true_at_ms),
                hash_value(row_hash),
            ],
        )?;
    }
    Ok(unsigned(seq))
}

/// The hash of the rows when one of them becomes another, appears or goes.
fn replaced(sum: FeedHash, key: &str, old: Option<&[u8]>, new: Option<&[u8]>) -> FeedHash {
    let of = |body: Option<&[u8]>| body.map(|body| FeedHash::of_row(key, body)).unwrap_or_default();
    sum.without(of(old)).with(of(new))
}

pub(super) fn hash_value(hash: Option<FeedHash>) -> Value {
    hash.map_or(Value::Null, |hash| Value::Bytes(hash.to_bytes().to_vec()))
}

/// What stands under a key that is known in some feed.
struct Standing {
    key_id: i64,
    /// The feed has a row for it, if only a tombstone.
    has_row: bool,
    /// The body of a live row.
    body: Option<Vec<u8>>,
}

fn standing(tx: &mut dyn Tx, feed_id: i64, key: &str) -> Result<Option<Standing>, StorageError> {
    let params = [Value::Int(feed_id), Value::from(key), Value::Bytes(Vec::new())];
    query_one(tx, SELECT_ROW, &params, |row| {
        let has_row = row.opt_int("seq")?.is_some();
        let is_live = has_row && row.opt_int("deleted_at_ms")?.is_none();
        let body = if is_live { Some(row.bytes("body")?) } else { None };
        Ok(Standing {
            key_id: row.int("id")?,
            has_row,
            body,
        })
    })
}

fn write_row(
    tx: &mut dyn Tx,
    feed_id: i64,
    stands: Option<&Standing>,
    change: &RowChange,
    seq: i64,
    now_ms: i64,
) -> Result<(), StorageError> {
    let key_id = match stands {
        Some(stands) => stands.key_id,
        None => number_key(tx, &change.key)?,
    };
    let (deleted_at, body) = match &change.body {
        Some(body) => (Value::Null, body.clone()),
        None => (Value::Int(now_ms), Vec::new()),
    };
    let sql = if stands.is_some_and(|stands| stands.has_row) {
        UPDATE_ROW
    } else {
        INSERT_ROW
    };
    let values = [
        Value::Int(feed_id),
        Value::Int(key_id),
        Value::Int(seq),
        deleted_at,
        Value::Bytes(body),
    ];
    tx.execute(sql, &values).map(|_| ())
}
