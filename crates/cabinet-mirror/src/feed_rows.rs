//! What the rows of a feed count as in its hash: one row, and all of them.

use crate::feed_file::KnownFeed;
use crate::{row_seal, stored_rows};
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::repair::Places;
use cabinet_sqlite::StoreError;
use rusqlite::Connection;

/// What a row counts as; `None` when the feed has none under the key.
pub(crate) fn counts_as(conn: &Connection, known: &KnownFeed, key: &str) -> Result<Option<FeedHash>, StoreError> {
    let stored = stored_rows::one(conn, known.table, known.id, key)?;
    Ok(row_seal::counts_as(stored, row_seal::find(conn, known.id, key)?))
}

/// Gives every row of a feed to `each`, with what it counts as; in no order.
pub(crate) fn each(
    conn: &Connection,
    known: &KnownFeed,
    each: &mut dyn FnMut(&str, FeedHash) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let has_seals = row_seal::has_any(conn, known.id)?;
    stored_rows::each(conn, known.table, known.id, &mut |key, stored| {
        let seal = if has_seals {
            row_seal::find(conn, known.id, key)?
        } else {
            None
        };
        match row_seal::counts_as(Some(stored), seal) {
            Some(counts_as) => each(key, counts_as),
            None => Ok(()),
        }
    })?;
    if has_seals {
        row_seal::each_of_nothing_kept(conn, known.id, each)?;
    }
    Ok(())
}

/// The rows of a feed as they stand, hashed.
#[derive(Default)]
pub(crate) struct Hashed {
    pub(crate) places: Places,
    pub(crate) rows: u64,
}

/// Reads and hashes all rows of a feed.
pub(crate) fn hashed(conn: &Connection, known: &KnownFeed) -> Result<Hashed, StoreError> {
    let mut hashed = Hashed::default();
    each(conn, known, &mut |key, counts_as| {
        hashed.places.add(key, counts_as);
        hashed.rows = hashed.rows.saturating_add(1);
        Ok(())
    })?;
    Ok(hashed)
}

/// The hash of all rows of a feed.
pub(crate) fn total(conn: &Connection, known: &KnownFeed) -> Result<FeedHash, StoreError> {
    let mut sum = FeedHash::default();
    each(conn, known, &mut |_, counts_as| {
        sum = sum.with(counts_as);
        Ok(())
    })?;
    Ok(sum)
}
