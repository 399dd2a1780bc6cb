//! Applying a page of changes: rows and cursor in one transaction, or nothing.

use crate::feed_error::FeedError;
use crate::feed_file::{FeedFile, find, signed};
use crate::feed_rows;
use crate::table::{Into, RawRow};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::framing::ChangesPage;
use rusqlite::named_params;

/// What a page did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// Rows put in or changed.
    pub put: u64,
    /// Rows taken out.
    pub removed: u64,
    /// There is a further page.
    pub has_more: bool,
}

const ADVANCE: &str = "
    UPDATE feed_state
    SET seq = :seq,
        cursor = :cursor,
        row_count = row_count + :added - :removed,
        row_hash = :row_hash,
        true_at_ms = :true_at_ms,
        unreadable = 0,
        unreadable_key = NULL
    WHERE id = :id";

impl FeedFile {
    /// Applies a page if it starts exactly where the feed stands.
    ///
    /// # Errors
    /// [`FeedError::NoSnapshot`], [`FeedError::WrongEpoch`], [`FeedError::Gap`], [`FeedError::UnreadableRow`] (counted),
    /// [`FeedError::WrongHash`] where the feed would have other rows than the gateway, or a failure of the file; nothing of the page is in then.
    pub fn apply_changes(&self, feed: &FeedName, page: &ChangesPage) -> Result<Applied, FeedError> {
        let table = self.table_of(feed)?;
        match self.apply(feed, page) {
            Ok(applied) => {
                if applied.put > 0 || applied.removed > 0 {
                    self.versions.bump(table);
                }
                Ok(applied)
            }
            Err(error) => {
                self.count_unreadable(&error)?;
                Err(error)
            }
        }
    }

    fn apply(&self, feed: &FeedName, page: &ChangesPage) -> Result<Applied, FeedError> {
        self.db.write(|tx| {
            let known = find(tx, feed)?
                .filter(|known| known.state.is_live)
                .ok_or_else(|| FeedError::NoSnapshot { feed: feed.clone() })?;
            if known.state.epoch.as_deref() != Some(page.epoch.as_str()) {
                return Err(FeedError::WrongEpoch { feed: feed.clone() });
            }
            if known.state.seq != page.from || page.to < page.from {
                return Err(FeedError::Gap {
                    feed: feed.clone(),
                    local: known.state.seq,
                    from: page.from,
                });
            }
            let mut row_hash = known.state.row_hash;
            if let Some(sum) = &mut row_hash {
                for change in &page.changes {
                    let old = feed_rows::counts_as(tx, &known, &change.key)?.unwrap_or_default();
                    *sum = sum.without(old);
                }
            }
            let put: Vec<_> = page
                .changes
                .iter()
                .filter(|change| !change.is_deleted)
                .map(|change| RawRow {
                    key: &change.key,
                    body: &change.body,
                })
                .collect();
            known
                .table
                .before_put(tx, known.id, &put, page.true_at_ms)
                .map_err(|error| error.of(feed))?;
            let added = known
                .table
                .put(tx, known.id, &put, Into::Few)
                .map_err(|error| error.of(feed))?;
            let mut removed = 0_u64;
            for change in page.changes.iter().filter(|change| change.is_deleted) {
                known.table.before_remove(tx, known.id, &change.key, page.true_at_ms)?;
                removed = removed.saturating_add(known.table.remove(tx, known.id, &change.key)?.into());
            }
            known.table.after_changes(tx)?;
            let new = put.iter().fold(FeedHash::default(), |sum, row| {
                sum.with(FeedHash::of_row(row.key, row.body))
            });
            row_hash = row_hash.map(|sum| sum.with(new));
            // Only the last page says what the rows should be, and only to whoever knows what they were.
            if let (Some(here), Some(there)) = (row_hash, FeedHash::from_bytes(&page.feed_hash))
                && here != there
            {
                return Err(FeedError::WrongHash { feed: feed.clone() });
            }
            tx.prepare_cached(ADVANCE)?.execute(named_params! {
                ":id": known.id,
                ":seq": signed(page.to),
                ":cursor": page.cursor,
                ":added": signed(added),
                ":removed": signed(removed),
                ":true_at_ms": page.true_at_ms,
                ":row_hash": row_hash.map(FeedHash::to_bytes),
            })?;
            let put = u64::try_from(put.len()).unwrap_or(u64::MAX);
            Ok(Applied {
                put,
                removed,
                has_more: page.to < page.head,
            })
        })
    }
}
