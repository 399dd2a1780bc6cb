//! The hashes of feeds made anew from their rows: once after the update that brought hashes, and wherever a stored one is
//! found to be wrong. The rows are the truth; the hash is only what was counted along.

use super::log::hash_value;
use super::{Head, head};
use crate::storage::{Database, StorageError, Tx, Value, query_all, read, write};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::feed_hash::FeedHash;

const SELECT_WITHOUT_HASH: &str = "SELECT name
FROM feed
WHERE row_hash IS NULL";
const SELECT_ROWS: &str = "SELECT k.key, r.body
FROM feed_row r
JOIN feed_key k ON k.id = r.key_id
WHERE r.feed_id = $1 AND r.deleted_at_ms IS NULL";
const SET_HASH: &str = "UPDATE feed
SET row_hash = $2
WHERE id = $1";

/// Gives each live row of a feed to `each`, in no order.
pub(super) fn each_row(
    tx: &mut dyn Tx,
    known: &Head,
    each: &mut dyn FnMut(String, Vec<u8>) -> Result<(), StorageError>,
) -> Result<(), StorageError> {
    tx.query(SELECT_ROWS, &[Value::Int(known.id)], &mut |row| {
        each(row.text("key")?, row.bytes("body")?)
    })
}

/// Makes the hashes that are missing, each feed in a transaction of its own.
///
/// # Errors
/// Any [`StorageError`].
pub fn make_missing(db: &dyn Database) -> Result<(), StorageError> {
    let names = read(db, |tx| {
        query_all::<String>(tx, SELECT_WITHOUT_HASH, &[], |row| row.text("name"))
    })?;
    for name in names {
        // A name that this build does not know belongs to a newer one, which would have refused us.
        if let Ok(feed) = name.parse::<FeedName>() {
            make(db, &feed)?;
            tracing::info!(sync.feed = %feed, "The hash of {feed} was made of its rows");
        }
    }
    Ok(())
}

/// Makes the hash of a feed of its rows.
pub(super) fn make(db: &dyn Database, feed: &FeedName) -> Result<(), StorageError> {
    write(db, |tx| {
        let Some(known) = head(tx, feed)? else { return Ok(()) };
        let mut sum = FeedHash::default();
        each_row(tx, &known, &mut |key, body| {
            sum = sum.with(FeedHash::of_row(&key, &body));
            Ok(())
        })?;
        tx.execute(SET_HASH, &[Value::Int(known.id), hash_value(Some(sum))])
            .map(drop)
    })
}

/// As [`make`] when what was counted along is not what the rows say, which is a fault of the gateway or of its disk.
pub(super) fn mend(
    db: &dyn Database,
    feed: &FeedName,
    counted: Option<FeedHash>,
    found: FeedHash,
) -> Result<(), StorageError> {
    if counted == Some(found) {
        return Ok(());
    }
    tracing::error!(sync.feed = %feed, "The stored hash of {feed} was not that of its rows; it is made anew");
    make(db, feed)
}
