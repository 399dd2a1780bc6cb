//! A disposable file seen as a set of feeds: where each stands, and forgetting one.

use crate::feed_error::FeedError;
use crate::table::Table;
use cabinet_domain::ids::EntityId;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_sqlite::{Database, StoreError};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use std::sync::atomic::{AtomicU64, Ordering};

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Goods, prices, stock, what deliveries are chosen from, and what concerns the person.
    Goods,
    /// Documents of one entity.
    DocumentsOf(EntityId),
}

/// The feeds of one file. Only cabinet-sync writes through it.
pub struct FeedFile {
    pub(crate) db: Database,
    pub(crate) holds: Holds,
    pub(crate) versions: Versions,
}

/// Counts commits, so that lists kept in memory know when they are out of date.
#[derive(Default)]
pub(crate) struct Versions {
    goods: AtomicU64,
    prices: AtomicU64,
    stock: AtomicU64,
}

/// The counts at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VersionsNow {
    pub(crate) goods: u64,
    pub(crate) prices: u64,
    pub(crate) stock: u64,
}

impl Versions {
    pub(crate) fn now(&self) -> VersionsNow {
        VersionsNow {
            goods: self.goods.load(Ordering::Acquire),
            prices: self.prices.load(Ordering::Acquire),
            stock: self.stock.load(Ordering::Acquire),
        }
    }

    pub(crate) fn bump(&self, table: Table) {
        let counter = match table {
            // No list of goods is made of it.
            Table::Personal
            | Table::Claims
            | Table::Delivery
            | Table::Branches
            | Table::Addresses
            | Table::News
            | Table::Codes
            | Table::Templates
            | Table::Media
            | Table::Analogues
            | Table::Arrivals => return,
            Table::Reference | Table::Catalogue | Table::Documents => &self.goods,
            Table::Prices | Table::Rules => &self.prices,
            Table::Stock | Table::StockLevels => &self.stock,
        };
        counter.fetch_add(1, Ordering::AcqRel);
    }
}

/// Where a feed stands on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedState {
    /// Which feed.
    pub feed: FeedName,
    /// The unbroken history; `None` until the first snapshot is published.
    pub epoch: Option<String>,
    /// Applied up to here.
    pub seq: u64,
    /// What to send to the gateway; `None` until the first snapshot is published.
    pub cursor: Option<String>,
    /// Schema of the rows.
    pub schema: u32,
    /// Rows of the feed.
    pub rows: u64,
    /// When the supplier's data was true, UTC, ms since 1970; `None` until the first snapshot is published.
    pub true_at_ms: Option<i64>,
    /// A snapshot has been published; until then what is there is incomplete.
    pub is_live: bool,
    /// Rows that stopped a page since the last page that went in.
    pub unreadable: u32,
    /// The last of them.
    pub unreadable_key: Option<String>,
    /// The hash of its rows at `seq`; `None` until a check makes it.
    pub row_hash: Option<FeedHash>,
    /// When all rows were last read and hashed, by the gateway's clock, UTC, ms since 1970.
    pub hash_checked_ms: Option<i64>,
    /// How often rows that differed from the gateway's were fetched again.
    pub repairs: u32,
    /// The last time, by the gateway's clock, UTC, ms since 1970.
    pub repaired_ms: Option<i64>,
}

/// A feed with its id in this file.
#[derive(Debug, Clone)]
pub(crate) struct KnownFeed {
    pub(crate) id: i64,
    pub(crate) table: Table,
    pub(crate) state: FeedState,
}

const ALL: &str = "
    SELECT id, feed, epoch, seq, cursor, row_schema, row_count, true_at_ms, is_live, unreadable, unreadable_key,
           row_hash, hash_checked_ms, repairs, repaired_ms
    FROM feed_state
    ORDER BY feed";

const ONE: &str = "
    SELECT id, feed, epoch, seq, cursor, row_schema, row_count, true_at_ms, is_live, unreadable, unreadable_key,
           row_hash, hash_checked_ms, repairs, repaired_ms
    FROM feed_state
    WHERE feed = :feed";

const INSERT: &str = "
    INSERT INTO feed_state (id, feed, row_schema)
    VALUES (:id, :feed, :row_schema)";

const FREE_CATALOGUE_ID: &str = "
    SELECT min(free.id) AS id
    FROM (SELECT 1 AS id UNION ALL SELECT id + 1 FROM feed_state WHERE id < 62) AS free
    WHERE free.id NOT IN (SELECT id FROM feed_state)";

const FREE_ID: &str = "
    SELECT max(coalesce(max(id), 0) + 1, 64) AS id
    FROM feed_state";

const DELETE: &str = "
    DELETE FROM feed_state
    WHERE id = :id";

const CONFIRM: &str = "
    UPDATE feed_state
    SET true_at_ms = max(true_at_ms, :true_at_ms)
    WHERE feed = :feed
      AND is_live = 1";

const COUNT_UNREADABLE: &str = "
    UPDATE feed_state
    SET unreadable = unreadable + 1, unreadable_key = :key
    WHERE feed = :feed";

impl FeedFile {
    /// Every feed that the file knows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn feeds(&self) -> Result<Vec<FeedState>, StoreError> {
        self.db.read(|conn| {
            let mut all = conn.prepare_cached(ALL)?;
            let rows = all.query_map([], known)?.collect::<Result<Vec<_>, _>>()?;
            Ok(rows.into_iter().flatten().map(|feed| feed.state).collect())
        })
    }

    /// One feed, or `None` when the file has nothing of it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn feed(&self, feed: &FeedName) -> Result<Option<FeedState>, StoreError> {
        self.db.read(|conn| Ok(find(conn, feed)?.map(|feed| feed.state)))
    }

    /// The gateway says that nothing is new: the rows are true at `true_at_ms` too.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn confirm(&self, feed: &FeedName, true_at_ms: i64) -> Result<(), StoreError> {
        self.db.write(|tx| {
            let mut confirm = tx.prepare_cached(CONFIRM)?;
            confirm.execute(named_params! { ":feed": feed.to_string(), ":true_at_ms": true_at_ms })?;
            Ok(())
        })
    }

    /// Removes a feed and everything that came by it, because it is no longer granted.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn purge(&self, feed: &FeedName) -> Result<(), StoreError> {
        let purged = self.db.write::<_, StoreError>(|tx| {
            let Some(known) = find(tx, feed)? else { return Ok(None) };
            // What may not be seen any more does not stay in freed pages either.
            tx.pragma_update(None, "secure_delete", true)?;
            known.table.purge(tx, known.id)?;
            crate::snapshot::forget_load(tx, known.id)?;
            tx.prepare_cached(DELETE)?.execute(named_params! { ":id": known.id })?;
            Ok(Some(known.table))
        })?;
        if let Some(table) = purged {
            self.versions.bump(table);
        }
        // The log still has the pages as they were.
        self.db.checkpoint()
    }

    /// What the file can take, or an error that names the feed.
    pub(crate) fn table_of(&self, feed: &FeedName) -> Result<Table, FeedError> {
        let table = Table::of(feed);
        let belongs = match (&self.holds, feed) {
            (Holds::Goods, FeedName::Documents(_) | FeedName::UnpricedDocuments(_) | FeedName::Claims(_)) => false,
            (Holds::Goods, _) => true,
            (
                Holds::DocumentsOf(entity),
                FeedName::Documents(of) | FeedName::UnpricedDocuments(of) | FeedName::Claims(of),
            ) => entity.as_str() == of,
            (Holds::DocumentsOf(_), _) => false,
        };
        if belongs {
            Ok(table)
        } else {
            Err(FeedError::WrongFile { feed: feed.clone() })
        }
    }

    /// Counts a row that stopped its page; the page itself was rolled back.
    pub(crate) fn count_unreadable(&self, error: &FeedError) -> Result<(), StoreError> {
        let FeedError::UnreadableRow { feed, key, fault } = error else {
            return Ok(());
        };
        tracing::warn!(sync.feed = %feed, sync.fault = %fault, "A row of {feed} cannot be read; its page was not applied");
        self.db.write(|tx| {
            let mut count = tx.prepare_cached(COUNT_UNREADABLE)?;
            count.execute(named_params! { ":feed": feed.to_string(), ":key": key })?;
            Ok(())
        })
    }
}

pub(crate) fn find(conn: &Connection, feed: &FeedName) -> Result<Option<KnownFeed>, StoreError> {
    let mut one = conn.prepare_cached(ONE)?;
    Ok(one
        .query_row(named_params! { ":feed": feed.to_string() }, known)
        .optional()?
        .flatten())
}

/// The feed's row, made when it is absent.
pub(crate) fn find_or_insert(conn: &Connection, feed: &FeedName, table: Table) -> Result<KnownFeed, FeedError> {
    if let Some(known) = find(conn, feed)? {
        return Ok(known);
    }
    let id: Option<i64> = match table {
        Table::Catalogue => conn.query_row(FREE_CATALOGUE_ID, [], |row| row.get("id"))?,
        _ => conn.query_row(FREE_ID, [], |row| row.get("id"))?,
    };
    let id = id.ok_or(FeedError::TooManyCatalogues)?;
    conn.prepare_cached(INSERT)?.execute(named_params! {
        ":id": id, ":feed": feed.to_string(), ":row_schema": cabinet_protocol::ROW_SCHEMA,
    })?;
    find(conn, feed)?.ok_or_else(|| FeedError::NoSnapshot { feed: feed.clone() })
}

/// `None` for a name that this build cannot read: a newer build wrote it, and its migration would have refused us.
fn known(row: &Row<'_>) -> rusqlite::Result<Option<KnownFeed>> {
    let name: String = row.get("feed")?;
    let Ok(feed) = name.parse::<FeedName>() else {
        return Ok(None);
    };
    Ok(Some(KnownFeed {
        id: row.get("id")?,
        table: Table::of(&feed),
        state: FeedState {
            feed,
            epoch: row.get("epoch")?,
            seq: unsigned(row.get("seq")?),
            cursor: row.get("cursor")?,
            schema: row.get("row_schema")?,
            rows: unsigned(row.get("row_count")?),
            true_at_ms: row.get("true_at_ms")?,
            is_live: row.get("is_live")?,
            unreadable: row.get("unreadable")?,
            unreadable_key: row.get("unreadable_key")?,
            row_hash: row
                .get::<_, Option<Vec<u8>>>("row_hash")?
                .and_then(|hash| FeedHash::from_bytes(&hash)),
            hash_checked_ms: row.get("hash_checked_ms")?,
            repairs: row.get("repairs")?,
            repaired_ms: row.get("repaired_ms")?,
        },
    }))
}

/// Counts are stored as SQLite's signed integers and are never negative.
pub(crate) fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// A count as SQLite stores it; a sequence of 2^63 changes does not exist.
pub(crate) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
