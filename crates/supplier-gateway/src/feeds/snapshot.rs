//! Builds snapshots of feeds as content-addressed segment files and hands them out.
//!
//! A snapshot is made when the last one is missing or far behind: ahead of the first device where the feed is large
//! (`prepare`), and at the latest when one asks. The newest two stay, so that a download that has begun can end. A file that was lost or damaged makes the snapshot be built again.

use super::cursor::{CursorSecret, Position};
use super::hashes::mend;
use super::log::hash_value;
use super::makers::Makers;
use super::{Head, Sizes, head, unsigned};
use crate::storage::{Database, StorageError, Tx, Value, query_all, query_one, read, write};
use cabinet_protocol::ROW_SCHEMA;
use cabinet_protocol::feed::{FeedName, Manifest, SegmentInfo};
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::framing::{FramingError, pack_segment};
use std::path::{Path, PathBuf};

/// The most bytes of bodies and keys in a segment; far below `MAX_SEGMENT_RAW_BYTES`.
const SEGMENT_BYTES: usize = 16 * 1024 * 1024;
/// Rows read at a time while a segment is filled.
const PAGE_ROWS: i64 = 1_024;

const SELECT_NEWEST: &str = "SELECT at_seq, row_count, COALESCE(row_hash, $4) AS row_hash
FROM feed_snapshot
WHERE feed_id = $1 AND epoch = $2 AND schema = $3
ORDER BY at_seq DESC
LIMIT 1";
const SELECT_LARGE: &str = "SELECT name
FROM feed
WHERE live_rows > $1
ORDER BY id";
const SELECT_SEGMENTS: &str = "SELECT blake3, bytes, raw_bytes, row_count
FROM feed_segment
WHERE feed_id = $1 AND epoch = $2 AND at_seq = $3 AND schema = $4
ORDER BY ordinal";
/// By walking over the keys of all feeds: for feeds that hold a good part of them.
const SELECT_PAGE: &str = "SELECT k.key, r.body
FROM feed_key k
CROSS JOIN feed_row r
WHERE r.feed_id = $1 AND r.key_id = k.id AND k.key > $2 AND r.deleted_at_ms IS NULL
ORDER BY k.key
LIMIT $3";
/// For small feeds: what they have, to be sorted here.
const SELECT_KEYS: &str = "SELECT k.key, r.key_id
FROM feed_row r
CROSS JOIN feed_key k
WHERE r.feed_id = $1 AND k.id = r.key_id AND r.deleted_at_ms IS NULL";
const SELECT_BODY: &str = "SELECT body
FROM feed_row
WHERE feed_id = $1 AND key_id = $2";
const INSERT_SNAPSHOT: &str = "INSERT INTO feed_snapshot (feed_id, epoch, at_seq, schema, row_count, row_hash)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (feed_id, epoch, at_seq, schema) DO UPDATE
SET row_hash = excluded.row_hash";
const INSERT_SEGMENT: &str =
    "INSERT INTO feed_segment (feed_id, epoch, at_seq, schema, ordinal, blake3, bytes, raw_bytes, row_count)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (feed_id, epoch, at_seq, schema, ordinal) DO UPDATE
SET blake3 = excluded.blake3, bytes = excluded.bytes, raw_bytes = excluded.raw_bytes, row_count = excluded.row_count";
const SELECT_SNAPSHOTS: &str = "SELECT epoch, at_seq, schema
FROM feed_snapshot
WHERE feed_id = $1
ORDER BY CASE WHEN epoch = $2 THEN 0 ELSE 1 END, at_seq DESC";
const SELECT_HASHES: &str = "SELECT blake3
FROM feed_segment
WHERE feed_id = $1 AND epoch = $2 AND at_seq = $3 AND schema = $4";
const DELETE_SEGMENTS: &str = "DELETE FROM feed_segment
WHERE feed_id = $1 AND epoch = $2 AND at_seq = $3 AND schema = $4";
const DELETE_SNAPSHOT: &str = "DELETE FROM feed_snapshot
WHERE feed_id = $1 AND epoch = $2 AND at_seq = $3 AND schema = $4";
const COUNT_HASH: &str = "SELECT count(*) AS used
FROM feed_segment
WHERE blake3 = $1";
const COUNT_HASH_OF_FEED: &str = "SELECT count(*) AS used
FROM feed_segment s
JOIN feed f ON f.id = s.feed_id
WHERE s.blake3 = $1 AND f.name = $2";

/// Why a snapshot could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A segment file could not be written or read.
    #[error("a segment file cannot be used; check the folder «segments» of the data directory and the free space")]
    File(#[source] std::io::Error),
    /// The compressor failed.
    #[error("a segment cannot be compressed")]
    Framing(#[source] FramingError),
}

/// What snapshots are made of, and where they are put.
#[derive(Clone, Copy)]
pub struct Workshop<'a> {
    /// The database of the gateway.
    pub db: &'a dyn Database,
    /// Its data directory; files go to `segments`.
    pub data_dir: &'a Path,
    /// How feeds are cut.
    pub sizes: Sizes,
    /// Who is at work.
    pub makers: &'a Makers,
}

impl Workshop<'_> {
    fn directory(&self) -> PathBuf {
        self.data_dir.join("segments")
    }

    /// The feed, and its newest snapshot when that is whole and near enough to the head.
    fn ready(&self, feed: &FeedName) -> Result<Option<(Head, Option<Snapshot>)>, SnapshotError> {
        let found = read(self.db, |tx| -> Result<_, StorageError> {
            let Some(known) = head(tx, feed)? else { return Ok(None) };
            let ready = newest(tx, &known, self.sizes)?;
            Ok(Some((known, ready)))
        })?;
        let directory = self.directory();
        let is_usable = |snapshot: &Snapshot| snapshot.segments.iter().all(|info| is_whole(&directory, info));
        Ok(found.map(|(known, ready)| (known, ready.filter(is_usable))))
    }

    /// A snapshot that can be loaded, made now where there is none; whether it was made now.
    fn have(&self, feed: &FeedName) -> Result<Option<(Head, Snapshot, bool)>, SnapshotError> {
        match self.ready(feed)? {
            None => return Ok(None),
            Some((known, Some(snapshot))) => return Ok(Some((known, snapshot, false))),
            Some((_, None)) => {}
        }
        self.makers.alone(feed, || {
            // Somebody may have made it while this one waited.
            if let Some((known, Some(snapshot))) = self.ready(feed)? {
                return Ok(Some((known, snapshot, false)));
            }
            let built = build(self.db, &self.directory(), feed, self.sizes)?;
            Ok(built.map(|(known, snapshot)| (known, snapshot, true)))
        })
    }
}

/// Makes the snapshots that large feeds lack, so that no device waits for them; returns how many were made.
/// Small ones are made in a moment when a device asks.
///
/// # Errors
/// Any [`SnapshotError`].
pub fn prepare(workshop: Workshop<'_>) -> Result<u64, SnapshotError> {
    let least = i64::try_from(workshop.sizes.segment_rows).unwrap_or(i64::MAX);
    let names = read(workshop.db, |tx| {
        query_all::<String>(tx, SELECT_LARGE, &[Value::Int(least)], |row| row.text("name"))
    })?;
    let mut made = 0_u64;
    // A name that this build does not know belongs to a newer one, and no device of ours reads it.
    for feed in names.iter().filter_map(|name| name.parse::<FeedName>().ok()) {
        if let Some((_, snapshot, true)) = workshop.have(&feed)? {
            made = made.saturating_add(1);
            tracing::info!(sync.feed = %feed, sync.rows = snapshot.row_count, "A snapshot was made ahead of the first device");
        }
    }
    Ok(made)
}

/// The snapshot that a new device should load; `None` when there is no such feed.
///
/// # Errors
/// Any [`SnapshotError`].
pub fn manifest(
    workshop: Workshop<'_>,
    feed: &FeedName,
    secret: &CursorSecret,
) -> Result<Option<Manifest>, SnapshotError> {
    let Some((known, snapshot, _)) = workshop.have(feed)? else {
        return Ok(None);
    };
    let position = Position {
        epoch: known.epoch,
        seq: unsigned(snapshot.at_seq),
        schema: ROW_SCHEMA,
    };
    Ok(Some(Manifest {
        feed: feed.clone(),
        epoch: known.epoch.to_string(),
        at_seq: position.seq,
        schema: ROW_SCHEMA,
        rows: unsigned(snapshot.row_count),
        cursor: secret.seal(feed, position),
        true_at_ms: known.true_at_ms,
        segments: snapshot.segments,
        feed_hash: snapshot.row_hash,
    }))
}

/// The bytes of a segment that a manifest of this feed names; `None` for any other.
///
/// # Errors
/// Any [`SnapshotError`].
pub fn segment(
    db: &dyn Database,
    data_dir: &Path,
    feed: &FeedName,
    blake3: &str,
) -> Result<Option<Vec<u8>>, SnapshotError> {
    let params = [Value::from(blake3), Value::Text(feed.to_string())];
    let used = read(db, |tx| {
        query_one(tx, COUNT_HASH_OF_FEED, &params, |row| row.int("used"))
    })?;
    if used.unwrap_or(0) == 0 {
        return Ok(None);
    }
    // The name was found in the database, so it is a hash and no path.
    match std::fs::read(data_dir.join("segments").join(blake3)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(SnapshotError::File(error)),
    }
}

struct Snapshot {
    at_seq: i64,
    row_count: i64,
    /// `None` in one that an earlier version made.
    row_hash: Option<FeedHash>,
    segments: Vec<SegmentInfo>,
}

/// The newest snapshot, if it is near enough to the head to be worth loading.
fn newest(tx: &mut dyn Tx, known: &Head, sizes: Sizes) -> Result<Option<Snapshot>, StorageError> {
    let params = [
        Value::Int(known.id),
        Value::Text(known.epoch.to_string()),
        Value::Int(i64::from(ROW_SCHEMA)),
    ];
    let newest = [params.as_slice(), &[Value::Bytes(Vec::new())]].concat();
    let found = query_one(tx, SELECT_NEWEST, &newest, |row| {
        let row_hash = FeedHash::from_bytes(&row.bytes("row_hash")?);
        Ok((row.int("at_seq")?, row.int("row_count")?, row_hash))
    })?;
    let Some((at_seq, row_count, row_hash)) = found else {
        return Ok(None);
    };
    let behind = known.seq.saturating_sub(at_seq);
    let is_far = behind > i64::from(sizes.changes_worth_a_rebuild).max(row_count / 4) || (behind > 0 && row_count == 0);
    if is_far || at_seq < known.floor {
        return Ok(None);
    }
    let [feed_id, epoch, schema] = params;
    let segments = query_all(
        tx,
        SELECT_SEGMENTS,
        &[feed_id, epoch, Value::Int(at_seq), schema],
        |row| {
            Ok(SegmentInfo {
                blake3: row.text("blake3")?,
                bytes: unsigned(row.int("bytes")?),
                raw_bytes: unsigned(row.int("raw_bytes")?),
                rows: unsigned(row.int("row_count")?),
            })
        },
    )?;
    Ok(Some(Snapshot {
        at_seq,
        row_count,
        row_hash,
        segments,
    }))
}

fn is_whole(directory: &Path, info: &SegmentInfo) -> bool {
    std::fs::metadata(directory.join(&info.blake3)).is_ok_and(|found| found.len() == info.bytes)
}

fn build(
    db: &dyn Database,
    directory: &Path,
    feed: &FeedName,
    sizes: Sizes,
) -> Result<Option<(Head, Snapshot)>, SnapshotError> {
    let built = read(db, |tx| -> Result<_, SnapshotError> {
        let Some(known) = head(tx, feed)? else { return Ok(None) };
        let (segments, row_hash) = write_segments(tx, &known, directory, sizes.segment_rows)?;
        let row_count = segments.iter().fold(0_u64, |sum, info| sum.saturating_add(info.rows));
        let snapshot = Snapshot {
            at_seq: known.seq,
            row_count: i64::try_from(row_count).unwrap_or(i64::MAX),
            row_hash: Some(row_hash),
            segments,
        };
        Ok(Some((known, snapshot)))
    })?;
    let Some((known, snapshot)) = built else {
        return Ok(None);
    };
    if let Some(found) = snapshot.row_hash {
        mend(db, feed, known.row_hash, found)?;
    }
    let unused = write(db, |tx| -> Result<_, StorageError> {
        record(tx, &known, &snapshot)?;
        forget_old(tx, &known)
    })?;
    for name in unused {
        match std::fs::remove_file(directory.join(&name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(error = %error, "An old segment file could not be removed");
            }
            _ => {}
        }
    }
    Ok(Some((known, snapshot)))
}

/// Writes the rows out as segments in the order of keys; memory is one segment.
fn write_segments(
    tx: &mut dyn Tx,
    known: &Head,
    directory: &Path,
    segment_rows: usize,
) -> Result<(Vec<SegmentInfo>, FeedHash), SnapshotError> {
    let mut filling = Filling {
        directory,
        segment_rows,
        segments: Vec::new(),
        row_hash: FeedHash::default(),
        rows: Vec::new(),
        bytes: 0,
    };
    if usize::try_from(known.live_rows).is_ok_and(|rows| rows <= segment_rows) {
        let mut keys = query_all(tx, SELECT_KEYS, &[Value::Int(known.id)], |row| {
            Ok((row.text("key")?, row.int("key_id")?))
        })?;
        keys.sort_unstable();
        for (key, key_id) in keys {
            let params = [Value::Int(known.id), Value::Int(key_id)];
            if let Some(body) = query_one(tx, SELECT_BODY, &params, |row| row.bytes("body"))? {
                filling.add(key, body)?;
            }
        }
        return filling.finish();
    }
    let mut after = String::new();
    loop {
        let params = [Value::Int(known.id), Value::Text(after.clone()), Value::Int(PAGE_ROWS)];
        let page = query_all(tx, SELECT_PAGE, &params, |row| {
            Ok((row.text("key")?, row.bytes("body")?))
        })?;
        let Some((last, _)) = page.last() else { break };
        after.clone_from(last);
        for (key, body) in page {
            filling.add(key, body)?;
        }
    }
    filling.finish()
}

/// The segment that is being filled, and those that are written.
struct Filling<'d> {
    directory: &'d Path,
    segment_rows: usize,
    segments: Vec<SegmentInfo>,
    row_hash: FeedHash,
    rows: Vec<(String, Vec<u8>)>,
    bytes: usize,
}

impl Filling<'_> {
    fn add(&mut self, key: String, body: Vec<u8>) -> Result<(), SnapshotError> {
        let size = key.len().saturating_add(body.len());
        let is_full = self.rows.len() >= self.segment_rows || self.bytes.saturating_add(size) > SEGMENT_BYTES;
        if is_full && !self.rows.is_empty() {
            self.write()?;
        }
        self.bytes = self.bytes.saturating_add(size);
        self.row_hash = self.row_hash.with(FeedHash::of_row(&key, &body));
        self.rows.push((key, body));
        Ok(())
    }

    fn write(&mut self) -> Result<(), SnapshotError> {
        self.segments.push(write_segment(self.directory, &self.rows)?);
        self.rows.clear();
        self.bytes = 0;
        Ok(())
    }

    fn finish(mut self) -> Result<(Vec<SegmentInfo>, FeedHash), SnapshotError> {
        if !self.rows.is_empty() {
            self.write()?;
        }
        Ok((self.segments, self.row_hash))
    }
}

fn write_segment(directory: &Path, rows: &[(String, Vec<u8>)]) -> Result<SegmentInfo, SnapshotError> {
    let (bytes, raw_bytes) =
        pack_segment(rows.iter().map(|(key, body)| (key.as_str(), body.as_slice()))).map_err(SnapshotError::Framing)?;
    let info = SegmentInfo {
        blake3: blake3::hash(&bytes).to_hex().to_string(),
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        raw_bytes,
        rows: u64::try_from(rows.len()).unwrap_or(u64::MAX),
    };
    if !is_whole(directory, &info) {
        // Under another name first: a file of this name is whole, or it is not there.
        let unfinished: PathBuf = directory.join(format!("{}.{}", info.blake3, uuid::Uuid::new_v4()));
        std::fs::write(&unfinished, &bytes).map_err(SnapshotError::File)?;
        std::fs::rename(&unfinished, directory.join(&info.blake3)).map_err(SnapshotError::File)?;
    }
    Ok(info)
}

fn record(tx: &mut dyn Tx, known: &Head, snapshot: &Snapshot) -> Result<(), StorageError> {
    let key = || {
        (
            Value::Int(known.id),
            Value::Text(known.epoch.to_string()),
            Value::Int(snapshot.at_seq),
            Value::Int(i64::from(ROW_SCHEMA)),
        )
    };
    let (feed_id, epoch, at_seq, schema) = key();
    tx.execute(
        INSERT_SNAPSHOT,
        &[
            feed_id,
            epoch,
            at_seq,
            schema,
            Value::Int(snapshot.row_count),
            hash_value(snapshot.row_hash),
        ],
    )?;
    for (ordinal, info) in (0_i64..).zip(&snapshot.segments) {
        let (feed_id, epoch, at_seq, schema) = key();
        tx.execute(
            INSERT_SEGMENT,
            &[
                feed_id,
                epoch,
                at_seq,
                schema,
                Value::Int(ordinal),
                Value::Text(info.blake3.clone()),
                Value::Int(i64::try_from(info.bytes).unwrap_or(i64::MAX)),
                Value::Int(i64::try_from(info.raw_bytes).unwrap_or(i64::MAX)),
                Value::Int(i64::try_from(info.rows).unwrap_or(i64::MAX)),
            ],
        )?;
    }
    Ok(())
}

/// Drops all but the newest two snapshots; returns the files that no snapshot of any feed names any more.
fn forget_old(tx: &mut dyn Tx, known: &Head) -> Result<Vec<String>, StorageError> {
    let params = [Value::Int(known.id), Value::Text(known.epoch.to_string())];
    let snapshots = query_all(tx, SELECT_SNAPSHOTS, &params, |row| {
        Ok((row.text("epoch")?, row.int("at_seq")?, row.int("schema")?))
    })?;
    let mut hashes = Vec::new();
    for (epoch, at_seq, schema) in snapshots.into_iter().skip(2) {
        let key = [
            Value::Int(known.id),
            Value::Text(epoch),
            Value::Int(at_seq),
            Value::Int(schema),
        ];
        hashes.extend(query_all(tx, SELECT_HASHES, &key, |row| row.text("blake3"))?);
        tx.execute(DELETE_SEGMENTS, &key)?;
        tx.execute(DELETE_SNAPSHOT, &key)?;
    }
    let mut unused = Vec::new();
    for hash in hashes {
        let used = query_one(tx, COUNT_HASH, &[Value::Text(hash.clone())], |row| row.int("used"))?;
        if used.unwrap_or(0) == 0 {
            unused.push(hash);
        }
    }
    Ok(unused)
}
