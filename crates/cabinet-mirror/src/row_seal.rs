//! Rows that the tables do not give back as they came: of a kind or with fields that this build does not know, kept in parts,
//! or shared by feeds. A seal says what such a row is hashed as, for as long as it stands as it was put.

use cabinet_protocol::feed_hash::FeedHash;
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// What is known of a row beside the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seal {
    /// The hash of what the tables had of it when it was put; `None` when they keep nothing.
    kept: Option<FeedHash>,
    /// The hash of the row as it came.
    raw: FeedHash,
}

const FIND: &str = "
    SELECT kept, raw
    FROM row_seal
    WHERE feed_id = :feed_id
      AND key = :key";

const HAS_ANY: &str = "SELECT EXISTS (SELECT 1 FROM row_seal WHERE feed_id = :feed_id) AS has_any";

const PUT: &str = "
    INSERT INTO row_seal (feed_id, key, kept, raw)
    VALUES (:feed_id, :key, :kept, :raw)
    ON CONFLICT (feed_id, key) DO UPDATE SET kept = excluded.kept, raw = excluded.raw";

const FORGET: &str = "
    DELETE FROM row_seal
    WHERE feed_id = :feed_id
      AND key = :key";

const FORGET_UNSTAGED: &str = "
    DELETE FROM row_seal
    WHERE feed_id = :feed_id
      AND NOT EXISTS (SELECT 1 FROM staged_row AS s WHERE s.feed_id = :feed_id AND s.key = row_seal.key)";

const PURGE: &str = "
    DELETE FROM row_seal
    WHERE feed_id = :feed_id";

const KEYS: &str = "
    SELECT key
    FROM row_seal
    WHERE feed_id = :feed_id";

const OF_NOTHING_KEPT: &str = "
    SELECT key, kept, raw
    FROM row_seal
    WHERE feed_id = :feed_id
      AND kept IS NULL";

/// What a row counts as in the hash of its feed. `stored` is the hash of what the tables have of it now.
pub(crate) fn counts_as(stored: Option<FeedHash>, seal: Option<Seal>) -> Option<FeedHash> {
    match (stored, seal) {
        (stored, None) => stored,
        (None, Some(seal)) => seal.kept.is_none().then_some(seal.raw),
        (Some(stored), Some(seal)) if seal.kept == Some(stored) => Some(seal.raw),
        // It was changed since it was put.
        (Some(stored), Some(_)) => Some(stored.spoilt()),
    }
}

pub(crate) fn has_any(conn: &Connection, feed_id: i64) -> Result<bool, StoreError> {
    let mut has_any = conn.prepare_cached(HAS_ANY)?;
    Ok(has_any.query_row(named_params! { ":feed_id": feed_id }, |row| row.get("has_any"))?)
}

pub(crate) fn find(conn: &Connection, feed_id: i64, key: &str) -> Result<Option<Seal>, StoreError> {
    let mut find = conn.prepare_cached(FIND)?;
    Ok(find
        .query_row(named_params! { ":feed_id": feed_id, ":key": key }, seal)
        .optional()?)
}

/// Says what a row that was just put stands as, and what it came as; no seal is kept where both are the same.
pub(crate) fn put(
    conn: &Connection,
    feed_id: i64,
    key: &str,
    kept: Option<FeedHash>,
    raw: FeedHash,
) -> Result<(), StoreError> {
    if kept == Some(raw) {
        return forget(conn, feed_id, key);
    }
    conn.prepare_cached(PUT)?.execute(named_params! {
        ":feed_id": feed_id,
        ":key": key,
        ":kept": kept.map(FeedHash::to_bytes),
        ":raw": raw.to_bytes(),
    })?;
    Ok(())
}

/// Another feed has changed a row that this one has too: it counts as what it did before, and stands as `now`.
pub(crate) fn follow(
    conn: &Connection,
    feed_id: i64,
    key: &str,
    before: Option<FeedHash>,
    now: FeedHash,
) -> Result<(), StoreError> {
    match counts_as(before, find(conn, feed_id, key)?) {
        Some(raw) => put(conn, feed_id, key, Some(now), raw),
        // It was lost here before the other feed brought it back.
        None => Ok(()),
    }
}

pub(crate) fn forget(conn: &Connection, feed_id: i64, key: &str) -> Result<(), StoreError> {
    conn.prepare_cached(FORGET)?
        .execute(named_params! { ":feed_id": feed_id, ":key": key })?;
    Ok(())
}

pub(crate) fn forget_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(FORGET_UNSTAGED)?
        .execute(named_params! { ":feed_id": feed_id })?;
    Ok(())
}

pub(crate) fn purge(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(PURGE)?
        .execute(named_params! { ":feed_id": feed_id })?;
    Ok(())
}

pub(crate) fn keys(conn: &Connection, feed_id: i64) -> Result<Vec<String>, StoreError> {
    let mut keys = conn.prepare_cached(KEYS)?;
    let rows = keys.query_map(named_params! { ":feed_id": feed_id }, |row| row.get("key"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives each row of which the tables keep nothing to `each`, with what it counts as.
pub(crate) fn each_of_nothing_kept(
    conn: &Connection,
    feed_id: i64,
    each: &mut dyn FnMut(&str, FeedHash) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut all = conn.prepare_cached(OF_NOTHING_KEPT)?;
    let mut rows = all.query(named_params! { ":feed_id": feed_id })?;
    while let Some(row) = rows.next()? {
        let key: String = row.get("key")?;
        each(&key, seal(row)?.raw)?;
    }
    Ok(())
}

fn seal(row: &Row<'_>) -> rusqlite::Result<Seal> {
    let kept: Option<Vec<u8>> = row.get("kept")?;
    let raw: Vec<u8> = row.get("raw")?;
    // What is no hash was not written by us, and is the hash of nothing that could come.
    let read = |bytes: &[u8]| FeedHash::from_bytes(bytes).unwrap_or(FeedHash::default().spoilt());
    Ok(Seal {
        kept: kept.as_deref().map(read),
        raw: read(&raw),
    })
}
