//! Loading a snapshot: segments in any order, kept over an interruption, published in one transaction.
//!
//! The first load of a feed goes straight into its empty tables; any later one is staged and takes the place of the
//! old rows at once, so that the old state stays readable until then.

use crate::feed_error::FeedError;
use crate::feed_file::{FeedFile, KnownFeed, find, find_or_insert, signed, unsigned};
use crate::feed_rows;
use crate::search_index;
use crate::table::{Into, RawRow, Table};
use cabinet_protocol::feed::{Manifest, SegmentInfo};
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::framing::KeyedRow;
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};
use std::collections::BTreeMap;

/// A snapshot on its way into the file.
pub struct SnapshotLoad<'a> {
    file: &'a FeedFile,
    manifest: Manifest,
    /// Applied segments with their row counts.
    applied: BTreeMap<String, u64>,
}

/// What publishing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Rows of the feed.
    pub rows: u64,
    /// Full text is not built yet: call [`crate::Mirror::build_search`]. Articles are found already.
    pub search_is_pending: bool,
}

const LOAD: &str = "
    SELECT epoch, at_seq, is_direct
    FROM load
    WHERE feed_id = :feed_id";

const BEGIN: &str = "
    INSERT INTO load (feed_id, epoch, at_seq, is_direct)
    VALUES (:feed_id, :epoch, :at_seq, :is_direct)";

const SEGMENTS: &str = "
    SELECT blake3, row_count
    FROM load_segment
    WHERE feed_id = :feed_id";

const ADD_SEGMENT: &str = "
    INSERT INTO load_segment (feed_id, blake3, row_count, row_hash)
    VALUES (:feed_id, :blake3, :row_count, :row_hash)";

const SEGMENT_HASHES: &str = "
    SELECT row_hash
    FROM load_segment
    WHERE feed_id = :feed_id";

const END: &str = "
    DELETE FROM load
    WHERE feed_id = :feed_id";

const STAGE: &str = "
    INSERT OR REPLACE INTO staged_row (feed_id, key, body)
    VALUES (:feed_id, :key, :body)";

const STAGED_AFTER: &str = "
    SELECT key, body
    FROM staged_row
    WHERE feed_id = :feed_id
      AND key > :after
    ORDER BY key
    LIMIT 8192";

const UNSTAGE: &str = "
    DELETE FROM staged_row
    WHERE feed_id = :feed_id";

const PUBLISH: &str = "
    UPDATE feed_state
    SET epoch = :epoch,
        seq = :seq,
        cursor = :cursor,
        row_schema = :row_schema,
        row_count = :row_count,
        true_at_ms = :true_at_ms,
        is_live = 1,
        row_hash = :row_hash,
        hash_checked_ms = CASE WHEN :row_hash IS NULL THEN NULL ELSE :true_at_ms END,
        unreadable = 0,
        unreadable_key = NULL
    WHERE id = :id";

/// How a load stands in the file.
struct StoredLoad {
    epoch: String,
    at_seq: i64,
    is_direct: bool,
}

impl FeedFile {
    /// Begins to load a snapshot, or goes on with it when the same one was interrupted.
    ///
    /// # Errors
    /// [`FeedError::WrongFile`], [`FeedError::UnknownSchema`] or a failure of the file.
    pub fn begin_snapshot(&self, manifest: &Manifest) -> Result<SnapshotLoad<'_>, FeedError> {
        let table = self.table_of(&manifest.feed)?;
        if manifest.schema != cabinet_protocol::ROW_SCHEMA {
            return Err(FeedError::UnknownSchema {
                feed: manifest.feed.clone(),
                schema: manifest.schema,
            });
        }
        let applied = self.db.write(|tx| {
            let known = find_or_insert(tx, &manifest.feed, table)?;
            let is_same = match stored_load(tx, known.id)? {
                Some(load) if load.epoch == manifest.epoch && load.at_seq == signed(manifest.at_seq) => true,
                Some(load) => {
                    if load.is_direct {
                        known.table.purge(tx, known.id)?;
                    }
                    forget_load(tx, known.id)?;
                    false
                }
                None => false,
            };
            if !is_same {
                begin(tx, &known, manifest)?;
            }
            Ok::<_, FeedError>(segments(tx, known.id)?)
        })?;
        Ok(SnapshotLoad {
            file: self,
            manifest: manifest.clone(),
            applied,
        })
    }
}

impl SnapshotLoad<'_> {
    /// Segments that are still to be fetched, in the manifest's order.
    #[must_use]
    pub fn missing(&self) -> Vec<&SegmentInfo> {
        self.manifest
            .segments
            .iter()
            .filter(|segment| !self.applied.contains_key(&segment.blake3))
            .collect()
    }

    /// Rows that are in, and rows that there will be.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.applied.values().sum(), self.manifest.rows)
    }

    /// Takes the rows of one segment, in one transaction. A segment that is in already changes nothing.
    ///
    /// # Errors
    /// [`FeedError::UnreadableRow`], [`FeedError::UnknownSegment`] or a failure of the file; nothing of the segment
    /// is in then.
    pub fn apply_segment(&mut self, blake3: &str, rows: &[KeyedRow]) -> Result<(), FeedError> {
        let feed = &self.manifest.feed;
        if self.applied.contains_key(blake3) {
            return Ok(());
        }
        let unknown = || FeedError::UnknownSegment { feed: feed.clone() };
        if !self.manifest.segments.iter().any(|segment| segment.blake3 == blake3) {
            return Err(unknown());
        }
        let row_count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let hash = |sum: FeedHash, row: &KeyedRow| sum.with(FeedHash::of_row(&row.key, &row.body));
        let row_hash = rows.iter().fold(FeedHash::default(), hash);
        let done = self.file.db.write(|tx| {
            let (known, load) = self.current(tx)?.ok_or_else(unknown)?;
            let raw: Vec<_> = rows
                .iter()
                .map(|row| RawRow {
                    key: &row.key,
                    body: &row.body,
                })
                .collect();
            if load.is_direct {
                known
                    .table
                    .put(tx, known.id, &raw, Into::Empty)
                    .map_err(|error| error.of(feed))?;
            } else {
                stage(tx, known.id, &raw)?;
            }
            tx.prepare_cached(ADD_SEGMENT)?.execute(named_params! {
                ":feed_id": known.id, ":blake3": blake3, ":row_count": signed(row_count),
                ":row_hash": row_hash.to_bytes(),
            })?;
            Ok((known.table, load.is_direct))
        });
        match done {
            Ok((table, is_direct)) => {
                if is_direct {
                    self.file.versions.bump(table);
                }
                self.applied.insert(blake3.to_owned(), row_count);
                Ok(())
            }
            Err(error) => {
                self.file.count_unreadable(&error)?;
                Err(error)
            }
        }
    }

    /// Makes the snapshot the state of the feed, in one transaction: rows that it does not have are gone afterwards.
    ///
    /// # Errors
    /// [`FeedError::Incomplete`], [`FeedError::WrongRowCount`], [`FeedError::WrongHash`], [`FeedError::UnreadableRow`], or a failure of the
    /// file; the old rows stand then.
    pub fn publish(self) -> Result<Published, FeedError> {
        let feed = &self.manifest.feed;
        let missing = self.missing().len();
        if missing > 0 {
            return Err(FeedError::Incomplete {
                feed: feed.clone(),
                missing,
            });
        }
        let (got, announced) = self.progress();
        if got != announced {
            self.discard()?;
            return Err(FeedError::WrongRowCount {
                feed: feed.clone(),
                announced,
                got,
            });
        }
        let published = self.file.db.write(|tx| {
            let unknown = || FeedError::UnknownSegment { feed: feed.clone() };
            let (known, load) = self.current(tx)?.ok_or_else(unknown)?;
            if load.is_direct {
                if known.table == Table::Catalogue {
                    search_index::build_articles(tx)?;
                }
            } else {
                put_staged(tx, &known, self.manifest.true_at_ms)?;
            }
            let row_hash = match self.manifest.feed_hash {
                Some(_) => Some(self.row_hash(tx, &known, &load)?),
                None => None,
            };
            if row_hash != self.manifest.feed_hash {
                return Err(FeedError::WrongHash { feed: feed.clone() });
            }
            self.mark_live(tx, &known)?;
            known.table.after_publish(tx, known.id, self.manifest.true_at_ms)?;
            forget_load(tx, known.id)?;
            let search_is_pending = known.table == Table::Catalogue && !search_index::state(tx)?.has_words;
            Ok((known.table, search_is_pending))
        });
        match published {
            Ok((table, search_is_pending)) => {
                self.file.versions.bump(table);
                Ok(Published {
                    rows: got,
                    search_is_pending,
                })
            }
            Err(error) => {
                self.file.count_unreadable(&error)?;
                if matches!(error, FeedError::UnreadableRow { .. } | FeedError::WrongHash { .. }) {
                    self.discard()?;
                }
                Err(error)
            }
        }
    }

    /// The feed and its load, if it is still the one that this value began.
    fn current(&self, tx: &Transaction<'_>) -> Result<Option<(KnownFeed, StoredLoad)>, FeedError> {
        let Some(known) = find(tx, &self.manifest.feed)? else {
            return Ok(None);
        };
        let load = stored_load(tx, known.id)?;
        let is_ours =
            |load: &StoredLoad| load.epoch == self.manifest.epoch && load.at_seq == signed(self.manifest.at_seq);
        Ok(load.filter(is_ours).map(|load| (known, load)))
    }

    /// The hash of the rows. Of a first load, as they came: the tables were empty, each row is in or the transaction is not,
    /// and a million rows are not read back while a person waits; the weekly look at the tables does that. Of rows that took
    /// the place of others, read back out of the tables.
    fn row_hash(&self, tx: &Transaction<'_>, known: &KnownFeed, load: &StoredLoad) -> Result<FeedHash, StoreError> {
        if load.is_direct
            && let Some(sum) = hash_of_segments(tx, known.id)?
        {
            return Ok(sum);
        }
        feed_rows::total(tx, known)
    }

    fn mark_live(&self, tx: &Transaction<'_>, known: &KnownFeed) -> Result<(), StoreError> {
        tx.prepare_cached(PUBLISH)?.execute(named_params! {
            ":id": known.id,
            ":epoch": self.manifest.epoch,
            ":seq": signed(self.manifest.at_seq),
            ":cursor": self.manifest.cursor,
            ":row_schema": self.manifest.schema,
            ":row_count": signed(self.manifest.rows),
            ":true_at_ms": self.manifest.true_at_ms,
            ":row_hash": self.manifest.feed_hash.map(FeedHash::to_bytes),
        })?;
        Ok(())
    }

    /// Gives the load up, with the rows it brought; the published state of the feed is not touched.
    fn discard(&self) -> Result<(), FeedError> {
        let table = self.file.db.write::<_, FeedError>(|tx| {
            let Some((known, load)) = self.current(tx)? else {
                return Ok(None);
            };
            if load.is_direct {
                known.table.purge(tx, known.id)?;
            }
            forget_load(tx, known.id)?;
            Ok(Some(known.table))
        })?;
        if let Some(table) = table {
            self.file.versions.bump(table);
        }
        Ok(())
    }
}

fn begin(tx: &Transaction<'_>, known: &KnownFeed, manifest: &Manifest) -> Result<(), FeedError> {
    let is_direct = !known.state.is_live && known.table.may_load_directly(tx)?;
    if is_direct && known.table == Table::Catalogue {
        search_index::begin_first_load(tx)?;
    }
    tx.prepare_cached(BEGIN)?.execute(named_params! {
        ":feed_id": known.id, ":epoch": manifest.epoch, ":at_seq": signed(manifest.at_seq), ":is_direct": is_direct,
    })?;
    Ok(())
}

fn stage(tx: &Transaction<'_>, feed_id: i64, rows: &[RawRow<'_>]) -> Result<(), StoreError> {
    let mut stage = tx.prepare_cached(STAGE)?;
    for row in rows {
        stage.execute(named_params! { ":feed_id": feed_id, ":key": row.key, ":body": row.body })?;
    }
    Ok(())
}

/// Puts the staged rows in and takes out what the snapshot does not have.
fn put_staged(tx: &Transaction<'_>, known: &KnownFeed, true_at_ms: i64) -> Result<(), FeedError> {
    let mut after = String::new();
    loop {
        let chunk: Vec<(String, Vec<u8>)> = tx
            .prepare_cached(STAGED_AFTER)?
            .query_map(named_params! { ":feed_id": known.id, ":after": after }, |row| {
                Ok((row.get("key")?, row.get("body")?))
            })?
            .collect::<Result<_, _>>()?;
        let Some((last, _)) = chunk.last() else { break };
        after.clone_from(last);
        let raw: Vec<_> = chunk.iter().map(|(key, body)| RawRow { key, body }).collect();
        known
            .table
            .before_put(tx, known.id, &raw, true_at_ms)
            .map_err(|error| error.of(&known.state.feed))?;
        known
            .table
            .put(tx, known.id, &raw, Into::Many)
            .map_err(|error| error.of(&known.state.feed))?;
    }
    known.table.before_remove_unstaged(tx, known.id, true_at_ms)?;
    known.table.remove_unstaged(tx, known.id)?;
    Ok(())
}

fn stored_load(conn: &Connection, feed_id: i64) -> Result<Option<StoredLoad>, StoreError> {
    let mut load = conn.prepare_cached(LOAD)?;
    let found = load.query_row(named_params! { ":feed_id": feed_id }, |row| {
        Ok(StoredLoad {
            epoch: row.get("epoch")?,
            at_seq: row.get("at_seq")?,
            is_direct: row.get("is_direct")?,
        })
    });
    Ok(found.optional()?)
}

fn segments(conn: &Connection, feed_id: i64) -> Result<BTreeMap<String, u64>, StoreError> {
    let mut segments = conn.prepare_cached(SEGMENTS)?;
    let rows = segments.query_map(named_params! { ":feed_id": feed_id }, |row| {
        Ok((row.get("blake3")?, unsigned(row.get("row_count")?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The hash of all segments of a load; `None` when that of one is not known.
fn hash_of_segments(conn: &Connection, feed_id: i64) -> Result<Option<FeedHash>, StoreError> {
    let mut segments = conn.prepare_cached(SEGMENT_HASHES)?;
    let mut rows = segments.query(named_params! { ":feed_id": feed_id })?;
    let mut sum = FeedHash::default();
    while let Some(row) = rows.next()? {
        let bytes: Option<Vec<u8>> = row.get("row_hash")?;
        let Some(hash) = bytes.as_deref().and_then(FeedHash::from_bytes) else {
            return Ok(None);
        };
        sum = sum.with(hash);
    }
    Ok(Some(sum))
}

/// Removes the record of a load and its staged rows.
pub(crate) fn forget_load(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(UNSTAGE)?
        .execute(named_params! { ":feed_id": feed_id })?;
    conn.prepare_cached(END)?
        .execute(named_params! { ":feed_id": feed_id })?;
    Ok(())
}
