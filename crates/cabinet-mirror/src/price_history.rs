//! What the prices of an item were, as this computer saw them: noted by the transaction that changes a price, read for a
//! chart. It stands beside the prices, under the id of their feed, so that what ends the right to the prices ends it too.
//!
//! Nothing is written while a first load fills the tables: a price without a row here has been the same since the watch began.

use crate::by_item::ItemValue;
use crate::feed_error::LoadError;
use crate::goods::{Price, price_feed};
use crate::item_key;
use crate::mirror::{Mirror, MirrorError};
use crate::sight::{Sight, mask};
use crate::table::RawRow;
use cabinet_domain::ids::ItemId;
use cabinet_protocol::rows::PriceRow;
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, OptionalExtension, named_params};

/// The prices of an item over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceHistory {
    /// The oldest first; each differs from the one before it, and the last one is today's. `None`: no price from then on.
    pub points: Vec<PricePoint>,
    /// When this computer began to watch these prices, UTC, ms since 1970.
    pub since_ms: i64,
    /// When the last one was true, UTC, ms since 1970.
    pub true_at_ms: i64,
}

/// A price from a moment on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricePoint {
    /// When it was first seen, UTC, ms since 1970.
    pub at_ms: i64,
    /// What it was; `None` for no price.
    pub price: Option<Price>,
}

/// How many changes of an item are kept: with a price list that moves daily the file would grow without an end.
const KEPT: i64 = 60;

const BEGIN: &str = "
    INSERT INTO price_watch (feed_id, since_ms)
    VALUES (:feed_id, :at_ms)
    ON CONFLICT (feed_id) DO NOTHING";

const WATCH: &str = "
    SELECT w.since_ms, f.true_at_ms
    FROM price_watch w
    JOIN feed_state f ON f.id = w.feed_id
    WHERE w.feed_id = :feed_id
      AND f.true_at_ms IS NOT NULL";

const PRICE_NOW: &str = "
    SELECT price_micro, currency
    FROM price
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

const LAST: &str = "
    SELECT max(at_ms) AS at_ms, count(*) AS seen
    FROM price_seen
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

const NOTE: &str = "
    INSERT OR REPLACE INTO price_seen (feed_id, item_id, at_ms, price_micro, currency)
    VALUES (:feed_id, :item_id, :at_ms, :price_micro, :currency)";

const FORGET_OLD: &str = "
    DELETE FROM price_seen
    WHERE feed_id = :feed_id
      AND item_id = :item_id
      AND at_ms <= (
          SELECT at_ms
          FROM price_seen
          WHERE feed_id = :feed_id
            AND item_id = :item_id
          ORDER BY at_ms DESC
          LIMIT 1 OFFSET :kept)";

const UNSTAGED: &str = "
    SELECT item_id
    FROM price
    WHERE feed_id = :feed_id
      AND item_id NOT IN (
          SELECT k.id
          FROM staged_row AS s
          JOIN item_key AS k ON k.item = s.key
          WHERE s.feed_id = :feed_id)";

const SEEN: &str = "
    SELECT at_ms, price_micro, currency
    FROM price_seen
    WHERE feed_id = :feed_id
      AND item_id = :item_id
    ORDER BY at_ms";

const SEES_ITEM: &str = "
    SELECT 1
    FROM item
    WHERE id = :item_id
      AND (in_feeds & :mask) <> 0";

const PURGE_SEEN: &str = "DELETE FROM price_seen WHERE feed_id = :feed_id";
const PURGE_WATCH: &str = "DELETE FROM price_watch WHERE feed_id = :feed_id";

impl Mirror {
    /// The prices of an item as this computer saw them; `None` where the item or the prices are not seen, or none was ever.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn price_history(&self, sight: &Sight, item: &ItemId) -> Result<Option<PriceHistory>, MirrorError> {
        self.db().read(|conn| {
            let (Some(feed_id), Some(item_id)) = (price_feed(conn, sight)?, item_key::find(conn, item.as_str())?)
            else {
                return Ok(None);
            };
            let sees = named_params! { ":item_id": item_id, ":mask": mask(conn, sight)? };
            if conn
                .prepare_cached(SEES_ITEM)?
                .query_row(sees, |_| Ok(()))
                .optional()?
                .is_none()
            {
                return Ok(None);
            }
            let Some((since_ms, true_at_ms)) = watch(conn, feed_id)? else {
                return Ok(None);
            };
            let mut points = seen(conn, feed_id, item_id)?;
            if points.is_empty() {
                let Some(price) = price_now(conn, feed_id, item_id)? else {
                    return Ok(None);
                };
                points.push(PricePoint {
                    at_ms: since_ms,
                    price: Some(price),
                });
            }
            Ok(Some(PriceHistory {
                points,
                since_ms,
                true_at_ms,
            }))
        })
    }
}

/// The first prices of a feed are in, and were true at a moment.
pub(crate) fn begin(conn: &Connection, feed_id: i64, at_ms: i64) -> Result<(), StoreError> {
    conn.prepare_cached(BEGIN)?
        .execute(named_params! { ":feed_id": feed_id, ":at_ms": at_ms })?;
    Ok(())
}

/// Notes which of the coming prices differ from those in the table. Call it before they are put in.
pub(crate) fn before_put(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>], at_ms: i64) -> Result<(), LoadError> {
    let Some((since_ms, _)) = watch(conn, feed_id)? else {
        return Ok(());
    };
    let keys: Vec<RawRow<'_>> = crate::table::in_key_order(rows);
    let names: Vec<&str> = keys.iter().map(|row| row.key).collect();
    let ids = item_key::resolve(conn, &names, crate::table::Into::Few)?;
    for (item_id, raw) in ids.into_iter().zip(keys) {
        let row = PriceRow::read(raw)?;
        let new = Price {
            price_micro: row.price_micro,
            currency: row.currency,
        };
        note(conn, (feed_id, item_id), Some(new), since_ms, at_ms)?;
    }
    Ok(())
}

/// Notes that an item has no price any more. Call it before the price is taken out.
pub(crate) fn before_remove(conn: &Connection, feed_id: i64, key: &str, at_ms: i64) -> Result<(), StoreError> {
    let (Some((since_ms, _)), Some(item_id)) = (watch(conn, feed_id)?, item_key::find(conn, key)?) else {
        return Ok(());
    };
    note(conn, (feed_id, item_id), None, since_ms, at_ms)
}

/// Notes which items have no price in the staged snapshot. Call it before they are taken out.
pub(crate) fn before_remove_unstaged(conn: &Connection, feed_id: i64, at_ms: i64) -> Result<(), StoreError> {
    let Some((since_ms, _)) = watch(conn, feed_id)? else {
        return Ok(());
    };
    let gone: Vec<i64> = conn
        .prepare_cached(UNSTAGED)?
        .query_map(named_params! { ":feed_id": feed_id }, |row| row.get("item_id"))?
        .collect::<Result<_, _>>()?;
    for item_id in gone {
        note(conn, (feed_id, item_id), None, since_ms, at_ms)?;
    }
    Ok(())
}

/// Everything that was noted of a feed goes.
pub(crate) fn purge(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    let feed = named_params! { ":feed_id": feed_id };
    conn.prepare_cached(PURGE_SEEN)?.execute(feed)?;
    conn.prepare_cached(PURGE_WATCH)?.execute(feed)?;
    Ok(())
}

/// Writes a change down, and before the first change of an item also what stood since the watch began.
fn note(
    conn: &Connection,
    (feed_id, item_id): (i64, i64),
    new: Option<Price>,
    since_ms: i64,
    at_ms: i64,
) -> Result<(), StoreError> {
    let old = price_now(conn, feed_id, item_id)?;
    if old == new {
        return Ok(());
    }
    let (last, seen): (Option<i64>, i64) = conn
        .prepare_cached(LAST)?
        .query_row(named_params! { ":feed_id": feed_id, ":item_id": item_id }, |row| {
            Ok((row.get("at_ms")?, row.get("seen")?))
        })?;
    if last.is_none() && old.is_some() {
        put(conn, feed_id, item_id, since_ms, old)?;
    }
    // A supplier whose clock went back tells the newer price all the same.
    let at_ms = at_ms.max(last.unwrap_or(since_ms));
    put(conn, feed_id, item_id, at_ms, new)?;
    if seen >= KEPT {
        conn.prepare_cached(FORGET_OLD)?
            .execute(named_params! { ":feed_id": feed_id, ":item_id": item_id, ":kept": KEPT })?;
    }
    Ok(())
}

fn put(conn: &Connection, feed_id: i64, item_id: i64, at_ms: i64, price: Option<Price>) -> Result<(), StoreError> {
    let (price_micro, currency) =
        price.map_or((None, String::new()), |price| (Some(price.price_micro), price.currency));
    conn.prepare_cached(NOTE)?.execute(named_params! {
        ":feed_id": feed_id,
        ":item_id": item_id,
        ":at_ms": at_ms,
        ":price_micro": price_micro,
        ":currency": currency,
    })?;
    Ok(())
}

/// Since when the feed is watched, and when its prices were true last.
pub(crate) fn watch(conn: &Connection, feed_id: i64) -> Result<Option<(i64, i64)>, StoreError> {
    let mut watch = conn.prepare_cached(WATCH)?;
    let found = watch.query_row(named_params! { ":feed_id": feed_id }, |row| {
        Ok((row.get("since_ms")?, row.get("true_at_ms")?))
    });
    Ok(found.optional()?)
}

fn price_now(conn: &Connection, feed_id: i64, item_id: i64) -> Result<Option<Price>, StoreError> {
    let mut now = conn.prepare_cached(PRICE_NOW)?;
    let found = now.query_row(named_params! { ":feed_id": feed_id, ":item_id": item_id }, |row| {
        Ok(Price {
            price_micro: row.get("price_micro")?,
            currency: row.get("currency")?,
        })
    });
    Ok(found.optional()?)
}

fn seen(conn: &Connection, feed_id: i64, item_id: i64) -> Result<Vec<PricePoint>, StoreError> {
    let mut seen = conn.prepare_cached(SEEN)?;
    let rows = seen.query_map(named_params! { ":feed_id": feed_id, ":item_id": item_id }, |row| {
        let price_micro: Option<i64> = row.get("price_micro")?;
        let currency: String = row.get("currency")?;
        Ok(PricePoint {
            at_ms: row.get("at_ms")?,
            price: price_micro.map(|price_micro| Price { price_micro, currency }),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
