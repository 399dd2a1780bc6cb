//! Looking whether a feed still has the rows that it came with, and putting those right in which it differs.

use crate::feed_error::FeedError;
use crate::feed_file::{FeedFile, KnownFeed, find, signed};
use crate::feed_rows;
use crate::load_catalogue;
use crate::row_seal;
use crate::table::{Into, RawRow, Table};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::repair::{KeyRange, PLACES, Places, RangeRows, place_of};
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, named_params};
use std::collections::{BTreeMap, BTreeSet};

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// The rows are those that came.
    Sound,
    /// They are not: something else than the sync changed them.
    Differs,
    /// The feed is not here.
    Nothing,
}

/// The hashes of the places of a feed, and where it stands.
#[derive(Clone)]
pub struct Standing {
    /// The unbroken history.
    pub epoch: String,
    /// Applied up to here.
    pub seq: u64,
    /// The hashes.
    pub places: Places,
}

const SET_CHECKED: &str = "
    UPDATE feed_state
    SET row_hash = coalesce(row_hash, :row_hash), hash_checked_ms = :now_ms
    WHERE id = :id
      AND seq = :seq";

const REPAIRED: &str = "
    UPDATE feed_state
    SET seq = :seq,
        cursor = :cursor,
        row_count = :row_count,
        row_hash = :row_hash,
        true_at_ms = :true_at_ms,
        hash_checked_ms = :now_ms,
        repairs = repairs + 1,
        repaired_ms = :now_ms,
        unreadable = 0,
        unreadable_key = NULL
    WHERE id = :id";

impl FeedFile {
    /// Reads all rows of a feed and compares them with what they were hashed as when they came; `now_ms` is the gateway's
    /// clock. A feed whose hash is not known yet gets one, which says nothing until the gateway's is compared with it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn check_rows(&self, feed: &FeedName, now_ms: i64) -> Result<Checked, StoreError> {
        let found = self.db.read::<_, StoreError>(|conn| {
            let Some(known) = live(conn, feed)? else {
                return Ok(None);
            };
            let total = feed_rows::total(conn, &known)?;
            Ok(Some((known, total)))
        })?;
        let Some((known, total)) = found else {
            return Ok(Checked::Nothing);
        };
        self.db.write::<_, StoreError>(|tx| {
            tx.prepare_cached(SET_CHECKED)?.execute(named_params! {
                ":id": known.id, ":seq": signed(known.state.seq), ":row_hash": total.to_bytes(), ":now_ms": now_ms,
            })?;
            Ok(())
        })?;
        Ok(match known.state.row_hash {
            Some(came_as) if came_as != total => Checked::Differs,
            _ => Checked::Sound,
        })
    }

    /// The hashes of all places of a feed; `None` when it is not here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn standing(&self, feed: &FeedName) -> Result<Option<Standing>, StoreError> {
        self.db.read(|conn| {
            let Some(known) = live(conn, feed)? else {
                return Ok(None);
            };
            Ok(Some(Standing {
                epoch: known.state.epoch.clone().unwrap_or_default(),
                seq: known.state.seq,
                places: feed_rows::hashed(conn, &known)?.places,
            }))
        })
    }

    /// Makes the rows of some ranges those of the gateway, in one transaction, and moves the feed to where they are of;
    /// returns how many rows were put or taken out.
    ///
    /// # Errors
    /// [`FeedError::WrongHash`] when the feed would still differ, [`FeedError::NoSnapshot`], [`FeedError::WrongEpoch`],
    /// [`FeedError::Gap`], [`FeedError::UnreadableRow`] (counted), or a failure of the file; nothing has changed then.
    pub fn repair(
        &self,
        feed: &FeedName,
        ranges: &[KeyRange],
        answer: &RangeRows,
        now_ms: i64,
    ) -> Result<u64, FeedError> {
        let table = self.table_of(feed)?;
        match self.db.write(|tx| repair(tx, feed, ranges, answer, now_ms)) {
            Ok(changed) => {
                self.versions.bump(table);
                tracing::warn!(sync.feed = %feed, sync.rows = changed, "{feed} was repaired: {changed} rows differed");
                Ok(changed)
            }
            Err(error) => {
                self.count_unreadable(&error)?;
                Err(error)
            }
        }
    }
}

fn live(conn: &Connection, feed: &FeedName) -> Result<Option<KnownFeed>, StoreError> {
    Ok(find(conn, feed)?.filter(|known| known.state.is_live))
}

fn repair(
    tx: &Connection,
    feed: &FeedName,
    ranges: &[KeyRange],
    answer: &RangeRows,
    now_ms: i64,
) -> Result<u64, FeedError> {
    let known = live(tx, feed)?.ok_or_else(|| FeedError::NoSnapshot { feed: feed.clone() })?;
    if known.state.epoch.as_deref() != Some(answer.epoch.as_str()) {
        return Err(FeedError::WrongEpoch { feed: feed.clone() });
    }
    if answer.at < known.state.seq {
        return Err(FeedError::Gap {
            feed: feed.clone(),
            local: known.state.seq,
            from: answer.at,
        });
    }
    let (here, sealed) = here(tx, &known, ranges)?;
    let there: BTreeSet<&str> = answer.rows.iter().map(|row| row.key.as_str()).collect();
    let put: Vec<_> = answer
        .rows
        .iter()
        .map(|row| RawRow {
            key: &row.key,
            body: &row.body,
        })
        .filter(|row| here.get(row.key) != Some(&FeedHash::of_row(row.key, row.body)))
        .collect();
    let of_feed = |error: crate::feed_error::LoadError| error.of(feed);
    known
        .table
        .before_put(tx, known.id, &put, answer.true_at_ms)
        .map_err(of_feed)?;
    known.table.put(tx, known.id, &put, Into::Few).map_err(of_feed)?;
    let mut changed = u64::try_from(put.len()).unwrap_or(u64::MAX);
    let known_here = here.keys().chain(&sealed).map(String::as_str).collect::<BTreeSet<_>>();
    for key in known_here.into_iter().filter(|key| !there.contains(key)) {
        known.table.before_remove(tx, known.id, key, answer.true_at_ms)?;
        known.table.remove(tx, known.id, key)?;
        changed = changed.saturating_add(1);
    }
    if known.table == Table::Catalogue {
        load_catalogue::forget_lost(tx)?;
    }
    let hashed = feed_rows::hashed(tx, &known)?;
    let total = hashed.places.total();
    if FeedHash::from_bytes(&answer.feed_hash) != Some(total) {
        return Err(FeedError::WrongHash { feed: feed.clone() });
    }
    tx.prepare_cached(REPAIRED)?.execute(named_params! {
        ":id": known.id,
        ":seq": signed(answer.at),
        ":cursor": answer.cursor,
        ":row_count": signed(hashed.rows),
        ":row_hash": total.to_bytes(),
        ":true_at_ms": answer.true_at_ms,
        ":now_ms": now_ms,
    })?;
    Ok(changed)
}

/// The rows of the ranges with what they count as, and the keys in them of which something is known beside the tables.
fn here(
    conn: &Connection,
    known: &KnownFeed,
    ranges: &[KeyRange],
) -> Result<(BTreeMap<String, FeedHash>, Vec<String>), StoreError> {
    let mut is_wanted = vec![false; PLACES];
    for place in ranges.iter().flat_map(|range| range.places()) {
        if let Some(wanted) = is_wanted.get_mut(usize::from(place)) {
            *wanted = true;
        }
    }
    let lies_in = |key: &str| is_wanted.get(usize::from(place_of(key))).is_some_and(|wanted| *wanted);
    let mut rows = BTreeMap::new();
    feed_rows::each(conn, known, &mut |key, counts_as| {
        if lies_in(key) {
            rows.insert(key.to_owned(), counts_as);
        }
        Ok(())
    })?;
    let mut sealed = row_seal::keys(conn, known.id)?;
    sealed.retain(|key| lies_in(key));
    Ok((rows, sealed))
}
