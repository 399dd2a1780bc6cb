//! Answers a device whose rows differ: hashes of ranges, and the rows of those that are asked for.
//!
//! Each answer reads the whole feed once; nothing of it is kept, because it is asked for when something is damaged.

use super::cursor::{CursorSecret, Position};
use super::hashes::{each_row, mend};
use super::{Head, head, unsigned};
use crate::storage::{Database, StorageError, Tx, read};
use cabinet_protocol::ROW_SCHEMA;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::framing::{KeyedRow, MAX_CHANGES};
use cabinet_protocol::repair::{Digest, KeyRange, PLACES, Places, RangeRows, RowsRequest, pack_sums, place_of};

/// Bytes of bodies and keys that one answer takes; as in a page of changes.
const ROWS_BYTES: usize = 32 * 1024 * 1024;

/// What can be said about rows of ranges.
#[derive(Debug, Clone, PartialEq)]
pub enum RowsOutcome {
    /// The rows; none, and another number, when the feed went on since the digest.
    Rows(RangeRows),
    /// They are so many that the snapshot is the shorter way.
    TooMany,
}

/// The hashes of the 256 ranges of a feed, or of the places under some of them; `None` when there is no such feed.
///
/// # Errors
/// Any [`StorageError`].
pub fn digest(db: &dyn Database, feed: &FeedName, under: &[u8]) -> Result<Option<Digest>, StorageError> {
    let found = read(db, |tx| -> Result<_, StorageError> {
        let Some(known) = head(tx, feed)? else { return Ok(None) };
        let mut places = Places::default();
        each_row(tx, &known, &mut |key, body| {
            places.add(&key, FeedHash::of_row(&key, &body));
            Ok(())
        })?;
        Ok(Some((known, places)))
    })?;
    let Some((known, places)) = found else { return Ok(None) };
    let total = places.total();
    mend(db, feed, known.row_hash, total)?;
    let sums = if under.is_empty() {
        pack_sums(&places.wide())
    } else {
        pack_sums(under.iter().flat_map(|first| places.under(*first)))
    };
    Ok(Some(Digest {
        epoch: known.epoch.to_string(),
        at: unsigned(known.seq),
        feed_hash: total.to_bytes().to_vec(),
        rows: unsigned(known.live_rows),
        sums,
    }))
}

/// Every row of these ranges, if the feed stands where the device took its digest; `None` when there is no such feed.
///
/// # Errors
/// Any [`StorageError`].
pub fn rows(
    tx: &mut dyn Tx,
    feed: &FeedName,
    request: &RowsRequest,
    secret: &CursorSecret,
) -> Result<Option<RowsOutcome>, StorageError> {
    let Some(known) = head(tx, feed)? else { return Ok(None) };
    let at = unsigned(known.seq);
    let position = Position {
        epoch: known.epoch,
        seq: at,
        schema: ROW_SCHEMA,
    };
    let mut answer = RangeRows {
        epoch: known.epoch.to_string(),
        at,
        cursor: secret.seal(feed, position),
        true_at_ms: known.true_at_ms,
        feed_hash: Vec::new(),
        rows: Vec::new(),
    };
    if request.at != at || request.epoch != answer.epoch {
        return Ok(Some(RowsOutcome::Rows(answer)));
    }
    Ok(Some(match read_ranges(tx, &known, &request.ranges)? {
        Some((rows, total)) => {
            answer.rows = rows;
            answer.feed_hash = total.to_bytes().to_vec();
            RowsOutcome::Rows(answer)
        }
        None => RowsOutcome::TooMany,
    }))
}

/// The rows of the ranges and the hash of all rows; `None` when the rows are too many for an answer.
fn read_ranges(
    tx: &mut dyn Tx,
    known: &Head,
    ranges: &[KeyRange],
) -> Result<Option<(Vec<KeyedRow>, FeedHash)>, StorageError> {
    let mut is_wanted = vec![false; PLACES];
    for place in ranges.iter().flat_map(|range| range.places()) {
        if let Some(wanted) = is_wanted.get_mut(usize::from(place)) {
            *wanted = true;
        }
    }
    let mut total = FeedHash::default();
    let mut bytes = 0_usize;
    let mut wanted = Vec::new();
    let mut is_too_much = false;
    each_row(tx, known, &mut |key, body| {
        total = total.with(FeedHash::of_row(&key, &body));
        if is_too_much || !is_wanted.get(usize::from(place_of(&key))).is_some_and(|is| *is) {
            return Ok(());
        }
        bytes = bytes.saturating_add(key.len()).saturating_add(body.len());
        is_too_much = bytes > ROWS_BYTES || u64::try_from(wanted.len()).is_ok_and(|rows| rows >= MAX_CHANGES);
        wanted.push(KeyedRow { key, body });
        Ok(())
    })?;
    Ok((!is_too_much).then_some((wanted, total)))
}
