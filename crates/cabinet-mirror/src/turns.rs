//! What happened to goods since a moment, as this computer saw it: prices that moved, stock that came or ran out, goods that
//! are sold no more. Noted by the transaction that changes the rows, under the id of their feed, so that it ends with the right.
//!
//! Nothing is written while a first load fills the tables. Turns of stock are kept for [`KEPT_MS`].

use crate::by_item::ItemValue;
use crate::feed_error::LoadError;
use crate::goods::{Price, Shown};
use crate::item_key;
use crate::load_catalogue::bit_of;
use crate::load_stock_level::LevelOfItem;
use crate::mirror::{Mirror, MirrorError};
use crate::price_history;
use crate::sight::Sight;
use crate::table::RawRow;
use cabinet_domain::ids::ItemId;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::{ItemRow, StockRow};
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, OptionalExtension, named_params};
use std::collections::BTreeMap;

/// How long a turn of stock is kept, in milliseconds: 90 days.
const KEPT_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// What happened to the goods that somebody sees, since a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Turns {
    /// Items whose price of the list is another one now.
    pub prices: Vec<PriceMove>,
    /// Items that were nowhere in stock and are somewhere now.
    pub back: Vec<Turn>,
    /// The other way.
    pub ran_out: Vec<Turn>,
    /// Items that were sold and are not, or that the supplier's last full export passed by.
    pub gone: Vec<GoneItem>,
}

/// A price that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceMove {
    /// Which item.
    pub item: ItemId,
    /// The price of the list at that moment; `None` for none.
    pub was: Option<Price>,
    /// When the present one was first seen, UTC, ms since 1970.
    pub at_ms: i64,
}

/// Stock that came or ran out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Which item.
    pub item: ItemId,
    /// When it was first seen to be so, UTC, ms since 1970.
    pub at_ms: i64,
}

/// Goods that are sold no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoneItem {
    /// Which item.
    pub item: ItemId,
    /// As the supplier wrote it.
    pub article: String,
    /// Наименование.
    pub name: String,
    /// Short name of the base unit.
    pub unit: String,
    /// When it was first seen to be so, UTC, ms since 1970.
    pub at_ms: i64,
}

const IS_LIVE: &str = "
    SELECT is_live
    FROM feed_state
    WHERE id = :feed_id";

const STOCK_THERE: &str = "
    SELECT quantity_milli > 0 AS is_there
    FROM stock
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

const LEVEL_THERE: &str = "
    SELECT level <> 'none' AS is_there
    FROM stock_level
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

const STOCK_UNSTAGED: &str = "
    SELECT item_id
    FROM stock
    WHERE feed_id = :feed_id
      AND quantity_milli > 0
      AND item_id NOT IN (
          SELECT k.id
          FROM staged_row AS s
          JOIN item_key AS k ON k.item = s.key
          WHERE s.feed_id = :feed_id)";

const LEVEL_UNSTAGED: &str = "
    SELECT item_id
    FROM stock_level
    WHERE feed_id = :feed_id
      AND level <> 'none'
      AND item_id NOT IN (
          SELECT k.id
          FROM staged_row AS s
          JOIN item_key AS k ON k.item = s.key
          WHERE s.feed_id = :feed_id)";

const NOTE_TURN: &str = "
    INSERT OR REPLACE INTO stock_turn (feed_id, item_id, at_ms, is_there)
    VALUES (:feed_id, :item_id, :at_ms, :is_there)";

const FORGET_TURNS: &str = "
    DELETE FROM stock_turn
    WHERE feed_id = :feed_id
      AND at_ms < :before_ms";

const PURGE_TURNS: &str = "DELETE FROM stock_turn WHERE feed_id = :feed_id";

const ITEM: &str = "
    SELECT article, name, unit, is_stale
    FROM item
    WHERE id = :item_id
      AND in_feeds & :bit <> 0";

const ITEMS_UNSTAGED: &str = "
    SELECT i.id
    FROM item AS i
    WHERE i.in_feeds & :bit <> 0
      AND NOT EXISTS (
          SELECT 1
          FROM staged_row AS s
          WHERE s.feed_id = :feed_id
            AND s.key = i.item)";

// The first word stands: goods that were passed by and are taken out then are gone since they were passed by.
const NOTE_GONE: &str = "
    INSERT INTO item_gone (feed_id, item_id, at_ms, item, article, name, unit)
    SELECT :feed_id, id, :at_ms, item, article, name, unit
    FROM item
    WHERE id = :item_id
    ON CONFLICT (feed_id, item_id) DO NOTHING";

const FORGET_GONE: &str = "
    DELETE FROM item_gone
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

const PURGE_GONE: &str = "DELETE FROM item_gone WHERE feed_id = :feed_id";

const MOVED: &str = "
    SELECT k.item, m.at_ms, m.item_id,
           p.price_micro AS now_micro, p.currency AS now_currency,
           (SELECT b.price_micro
            FROM price_seen AS b
            WHERE b.feed_id = :feed_id AND b.item_id = m.item_id AND b.at_ms <= :since_ms
            ORDER BY b.at_ms DESC
            LIMIT 1) AS was_micro,
           (SELECT b.currency
            FROM price_seen AS b
            WHERE b.feed_id = :feed_id AND b.item_id = m.item_id AND b.at_ms <= :since_ms
            ORDER BY b.at_ms DESC
            LIMIT 1) AS was_currency
    FROM (
        SELECT item_id, max(at_ms) AS at_ms
        FROM price_seen
        WHERE feed_id = :feed_id
          AND at_ms > :since_ms
        GROUP BY item_id) AS m
    JOIN item_key AS k ON k.id = m.item_id
    JOIN item AS i ON i.id = m.item_id AND i.in_feeds & :mask <> 0
    LEFT JOIN price AS p ON p.feed_id = :feed_id AND p.item_id = m.item_id";

// What stood at a moment is the opposite of the first turn after it.
const TURNS: &str = "
    SELECT t.item_id, k.item, min(t.at_ms) AS first_ms, max(t.at_ms) AS last_ms
    FROM stock_turn AS t
    JOIN item_key AS k ON k.id = t.item_id
    JOIN item AS i ON i.id = t.item_id AND i.in_feeds & :mask <> 0
    WHERE t.feed_id = :feed_id
      AND t.at_ms > :since_ms
    GROUP BY t.item_id";

const GONE: &str = "
    SELECT g.item, g.article, g.name, g.unit, g.at_ms
    FROM item_gone AS g
    JOIN feed_state AS f ON f.id = g.feed_id
    WHERE f.feed = :feed
      AND g.at_ms > :since_ms
    ORDER BY g.at_ms DESC, g.item";

impl Mirror {
    /// What happened to the goods that somebody sees, after a moment by the gateway's clock, UTC, ms since 1970.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn turns(&self, sight: &Sight, since_ms: i64) -> Result<Turns, MirrorError> {
        self.db().read(|conn| {
            let shown = Shown::of(conn, sight)?;
            let (back, ran_out) = stock_turns(conn, &shown, since_ms)?;
            Ok(Turns {
                prices: match shown.prices {
                    Some(feed_id) => moves(conn, feed_id, shown.mask, since_ms)?,
                    None => Vec::new(),
                },
                back,
                ran_out,
                gone: gone(conn, sight, since_ms)?,
            })
        })
    }
}

fn moves(conn: &Connection, feed_id: i64, mask: i64, since_ms: i64) -> Result<Vec<PriceMove>, MirrorError> {
    // What prices were before they were watched is not known: the first ones of all stand for it.
    let Some((watched_ms, _)) = price_history::watch(conn, feed_id)? else {
        return Ok(Vec::new());
    };
    let since_ms = since_ms.max(watched_ms);
    let mut list = conn.prepare_cached(MOVED)?;
    let mut rows = list.query(named_params! { ":feed_id": feed_id, ":since_ms": since_ms, ":mask": mask })?;
    let mut moves = Vec::new();
    while let Some(row) = rows.next()? {
        let price = |micro: &str, currency: &str| -> rusqlite::Result<Option<Price>> {
            let price_micro: Option<i64> = row.get(micro)?;
            let currency: Option<String> = row.get(currency)?;
            Ok(price_micro
                .zip(currency)
                .map(|(price_micro, currency)| Price { price_micro, currency }))
        };
        let (was, now) = (price("was_micro", "was_currency")?, price("now_micro", "now_currency")?);
        // There and back again is no change.
        if was != now {
            moves.push(PriceMove {
                item: ItemId::new(row.get::<_, String>("item")?),
                was,
                at_ms: row.get("at_ms")?,
            });
        }
    }
    Ok(moves)
}

/// Goods that came into stock, and goods that ran out, in all the warehouses that are seen together.
fn stock_turns(conn: &Connection, shown: &Shown, since_ms: i64) -> Result<(Vec<Turn>, Vec<Turn>), MirrorError> {
    struct Item {
        item: ItemId,
        last_ms: i64,
        /// By feed, whether it was there at that moment.
        was: BTreeMap<i64, bool>,
    }
    let feeds: Vec<(i64, &str)> = shown
        .stocks
        .iter()
        .map(|(feed_id, _)| (*feed_id, STOCK_THERE))
        .chain(shown.levels.iter().map(|(feed_id, _)| (*feed_id, LEVEL_THERE)))
        .collect();
    let mut items: BTreeMap<i64, Item> = BTreeMap::new();
    for (feed_id, _) in &feeds {
        let mut list = conn.prepare_cached(TURNS)?;
        let mut rows = list.query(named_params! {
            ":feed_id": feed_id,
            ":since_ms": since_ms,
            ":mask": shown.mask,
        })?;
        while let Some(row) = rows.next()? {
            let last_ms: i64 = row.get("last_ms")?;
            let first_ms: i64 = row.get("first_ms")?;
            let item_id: i64 = row.get("item_id")?;
            let became: bool = turn_at(conn, *feed_id, item_id, first_ms)?;
            let item = items.entry(item_id).or_insert(Item {
                item: ItemId::new(row.get::<_, String>("item")?),
                last_ms,
                was: BTreeMap::new(),
            });
            item.last_ms = item.last_ms.max(last_ms);
            item.was.insert(*feed_id, !became);
        }
    }
    let (mut back, mut ran_out) = (Vec::new(), Vec::new());
    for (item_id, item) in items {
        let (mut was_there, mut is_there) = (false, false);
        for (feed_id, sql) in &feeds {
            let now = there(conn, sql, *feed_id, item_id)?;
            is_there |= now;
            was_there |= item.was.get(feed_id).copied().unwrap_or(now);
        }
        let turn = Turn {
            item: item.item,
            at_ms: item.last_ms,
        };
        match (was_there, is_there) {
            (false, true) => back.push(turn),
            (true, false) => ran_out.push(turn),
            (true, true) | (false, false) => {}
        }
    }
    Ok((back, ran_out))
}

const TURN_AT: &str = "
    SELECT is_there
    FROM stock_turn
    WHERE feed_id = :feed_id
      AND item_id = :item_id
      AND at_ms = :at_ms";

fn turn_at(conn: &Connection, feed_id: i64, item_id: i64, at_ms: i64) -> Result<bool, StoreError> {
    let params = named_params! { ":feed_id": feed_id, ":item_id": item_id, ":at_ms": at_ms };
    Ok(conn
        .prepare_cached(TURN_AT)?
        .query_row(params, |row| row.get("is_there"))?)
}

fn gone(conn: &Connection, sight: &Sight, since_ms: i64) -> Result<Vec<GoneItem>, MirrorError> {
    let feed = FeedName::Catalogue(sight.assortment.clone()).to_string();
    let mut list = conn.prepare_cached(GONE)?;
    let rows = list.query_map(named_params! { ":feed": feed, ":since_ms": since_ms }, |row| {
        Ok(GoneItem {
            item: ItemId::new(row.get::<_, String>("item")?),
            article: row.get("article")?,
            name: row.get("name")?,
            unit: row.get("unit")?,
            at_ms: row.get("at_ms")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes which of the coming figures bring goods into stock or out of it. Call it before they are put in.
pub(crate) fn before_stock(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>], at_ms: i64) -> Result<(), LoadError> {
    before_put(conn, feed_id, rows, at_ms, STOCK_THERE, |raw| {
        Ok(StockRow::read(raw)?.quantity_milli > 0)
    })
}

/// The same of stock in words.
pub(crate) fn before_level(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>], at_ms: i64) -> Result<(), LoadError> {
    before_put(conn, feed_id, rows, at_ms, LEVEL_THERE, |raw| {
        Ok(LevelOfItem::read(raw)?.is_there())
    })
}

fn before_put(
    conn: &Connection,
    feed_id: i64,
    rows: &[RawRow<'_>],
    at_ms: i64,
    sql: &str,
    is_there: impl Fn(RawRow<'_>) -> Result<bool, LoadError>,
) -> Result<(), LoadError> {
    if !is_live(conn, feed_id)? {
        return Ok(());
    }
    for raw in rows {
        let becomes = is_there(*raw)?;
        // An item of which nothing is known yet was nowhere.
        let Some(item_id) = item_key::find(conn, raw.key)? else {
            continue;
        };
        if there(conn, sql, feed_id, item_id)? != becomes {
            note_turn(conn, feed_id, item_id, at_ms, becomes)?;
        }
    }
    let before_ms = at_ms.saturating_sub(KEPT_MS);
    conn.prepare_cached(FORGET_TURNS)
        .and_then(|mut forget| forget.execute(named_params! { ":feed_id": feed_id, ":before_ms": before_ms }))
        .map_err(StoreError::from)?;
    Ok(())
}

/// Notes that a figure of stock goes. Call it before it is taken out.
pub(crate) fn before_stock_remove(
    conn: &Connection,
    feed_id: i64,
    key: &str,
    at_ms: i64,
    is_in_words: bool,
) -> Result<(), StoreError> {
    let sql = if is_in_words { LEVEL_THERE } else { STOCK_THERE };
    match item_key::find(conn, key)? {
        Some(item_id) if is_live(conn, feed_id)? && there(conn, sql, feed_id, item_id)? => {
            note_turn(conn, feed_id, item_id, at_ms, false)
        }
        _ => Ok(()),
    }
}

/// Notes which goods have no figure in the staged snapshot. Call it before they are taken out.
pub(crate) fn before_stock_unstaged(
    conn: &Connection,
    feed_id: i64,
    at_ms: i64,
    is_in_words: bool,
) -> Result<(), StoreError> {
    if !is_live(conn, feed_id)? {
        return Ok(());
    }
    let sql = if is_in_words { LEVEL_UNSTAGED } else { STOCK_UNSTAGED };
    let gone: Vec<i64> = conn
        .prepare_cached(sql)?
        .query_map(named_params! { ":feed_id": feed_id }, |row| row.get("item_id"))?
        .collect::<Result<_, _>>()?;
    gone.into_iter()
        .try_for_each(|item_id| note_turn(conn, feed_id, item_id, at_ms, false))
}

/// Notes which coming items were passed by, and forgets that of those that are back. Call it before they are put in.
pub(crate) fn before_items(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>], at_ms: i64) -> Result<(), LoadError> {
    if !is_live(conn, feed_id)? {
        return Ok(());
    }
    for raw in rows {
        let is_stale = ItemRow::decode(raw.body)
            .map_err(|error| LoadError::row(raw.key, error))?
            .is_stale;
        let Some(item_id) = item_key::find(conn, raw.key)? else {
            continue;
        };
        if !is_stale {
            conn.prepare_cached(FORGET_GONE)
                .and_then(|mut forget| forget.execute(named_params! { ":feed_id": feed_id, ":item_id": item_id }))
                .map_err(StoreError::from)?;
        } else if was_stale(conn, feed_id, item_id)? == Some(false) {
            note_gone(conn, feed_id, item_id, at_ms)?;
        }
    }
    Ok(())
}

/// Notes that an item is sold no more. Call it before it is taken out.
pub(crate) fn before_item_remove(conn: &Connection, feed_id: i64, key: &str, at_ms: i64) -> Result<(), StoreError> {
    match item_key::find(conn, key)? {
        Some(item_id) if is_live(conn, feed_id)? && was_stale(conn, feed_id, item_id)?.is_some() => {
            note_gone(conn, feed_id, item_id, at_ms)
        }
        _ => Ok(()),
    }
}

/// Notes which items the staged snapshot does not have. Call it before they are taken out.
pub(crate) fn before_items_unstaged(conn: &Connection, feed_id: i64, at_ms: i64) -> Result<(), StoreError> {
    if !is_live(conn, feed_id)? {
        return Ok(());
    }
    let gone: Vec<i64> = conn
        .prepare_cached(ITEMS_UNSTAGED)?
        .query_map(named_params! { ":feed_id": feed_id, ":bit": bit_of(feed_id) }, |row| {
            row.get("id")
        })?
        .collect::<Result<_, _>>()?;
    gone.into_iter()
        .try_for_each(|item_id| note_gone(conn, feed_id, item_id, at_ms))
}

/// Everything that was noted of a feed goes.
pub(crate) fn purge(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    let feed = named_params! { ":feed_id": feed_id };
    conn.prepare_cached(PURGE_TURNS)?.execute(feed)?;
    conn.prepare_cached(PURGE_GONE)?.execute(feed)?;
    Ok(())
}

/// Whether the feed has been whole once: what a first load brings is no news.
fn is_live(conn: &Connection, feed_id: i64) -> Result<bool, StoreError> {
    let mut live = conn.prepare_cached(IS_LIVE)?;
    let found = live
        .query_row(named_params! { ":feed_id": feed_id }, |row| row.get("is_live"))
        .optional()?;
    Ok(found.unwrap_or(false))
}

fn there(conn: &Connection, sql: &str, feed_id: i64, item_id: i64) -> Result<bool, StoreError> {
    let mut find = conn.prepare_cached(sql)?;
    let found = find
        .query_row(named_params! { ":feed_id": feed_id, ":item_id": item_id }, |row| {
            row.get("is_there")
        })
        .optional()?;
    Ok(found.unwrap_or(false))
}

fn note_turn(conn: &Connection, feed_id: i64, item_id: i64, at_ms: i64, is_there: bool) -> Result<(), StoreError> {
    conn.prepare_cached(NOTE_TURN)?.execute(named_params! {
        ":feed_id": feed_id,
        ":item_id": item_id,
        ":at_ms": at_ms,
        ":is_there": is_there,
    })?;
    Ok(())
}

/// Whether the catalogue has the item as passed by; `None` when it does not have it.
fn was_stale(conn: &Connection, feed_id: i64, item_id: i64) -> Result<Option<bool>, StoreError> {
    let mut find = conn.prepare_cached(ITEM)?;
    Ok(find
        .query_row(named_params! { ":item_id": item_id, ":bit": bit_of(feed_id) }, |row| {
            row.get("is_stale")
        })
        .optional()?)
}

fn note_gone(conn: &Connection, feed_id: i64, item_id: i64, at_ms: i64) -> Result<(), StoreError> {
    conn.prepare_cached(NOTE_GONE)?
        .execute(named_params! { ":feed_id": feed_id, ":item_id": item_id, ":at_ms": at_ms })?;
    Ok(())
}
