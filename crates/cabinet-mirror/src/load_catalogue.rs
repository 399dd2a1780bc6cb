//! Rows of `cat:<assortment>`: items. An item that several catalogues have carries one bit for each.

use crate::feed_error::{LoadError, RowFault};
use crate::search_index::{self, Indexed};
use crate::table::{Into, RawRow, in_key_order};
use crate::{item_key, load_reference, text};
use cabinet_domain::article::article_norm;
use cabinet_protocol::rows::ItemRow;
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, OptionalExtension, Statement, named_params};
use std::collections::HashMap;

const INSERT: &str = "
    INSERT INTO item
        (id, item, in_feeds, article, name, variant, barcode, unit, unit_code, group_id, vat, is_stale, packs, detail)
    VALUES
        (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

const UPDATE: &str = "
    UPDATE item
    SET item = ?2, in_feeds = ?3, article = ?4, name = ?5, variant = ?6, barcode = ?7, unit = ?8, unit_code = ?9,
        group_id = ?10, vat = ?11, is_stale = ?12, packs = ?13, detail = ?14
    WHERE id = ?1";

const PRESENT: &str = "
    SELECT i.in_feeds, s.art_norm, s.words
    FROM item AS i
    JOIN item_search AS s ON s.id = i.id
    WHERE i.id = :id";

const LEAVE_FEED: &str = "
    UPDATE item
    SET in_feeds = in_feeds & ~:bit
    WHERE id = :id";

const DELETE: &str = "
    DELETE FROM item
    WHERE id = :id";

const OF_FEED: &str = "
    SELECT id
    FROM item
    WHERE in_feeds & :bit <> 0";

const UNSTAGED: &str = "
    SELECT id
    FROM item AS i
    WHERE i.in_feeds & :bit <> 0
      AND NOT EXISTS (
          SELECT 1
          FROM staged_row AS s
          WHERE s.feed_id = :feed_id
            AND s.key = i.item)";

const HAS_ANY: &str = "SELECT EXISTS (SELECT 1 FROM item) AS has_any";

/// Catalogue feeds have ids 1..62, so the bit is always inside 63 bits.
pub(crate) const fn bit_of(feed_id: i64) -> i64 {
    1_i64.wrapping_shl(feed_id.unsigned_abs() as u32)
}

/// What stands in the table for an item.
struct Present {
    in_feeds: i64,
    art_norm: String,
    words: String,
}

/// A decoded row with what is computed from it.
struct Prepared {
    row: ItemRow,
    art_norm: String,
    words: String,
    packs: Vec<u8>,
    detail: Vec<u8>,
}

pub(crate) fn put(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>], how: Into) -> Result<u64, LoadError> {
    let rows = in_key_order(rows);
    let keys: Vec<&str> = rows.iter().map(|row| row.key).collect();
    let ids = item_key::resolve(conn, &keys, how)?;
    let mut groups = HashMap::new();
    let state = search_index::state(conn)?;
    let bit = bit_of(feed_id);
    // Held over the loop: finding a statement by its text costs as much as a small insert.
    let mut insert = conn.prepare_cached(INSERT)?;
    let mut update = conn.prepare_cached(UPDATE)?;
    let mut added = 0_u64;
    for (id, row) in ids.into_iter().zip(&rows) {
        // One at a time: decoded rows of a whole segment would be many times its size. A row that cannot be read
        // takes the transaction, and so everything before it, back.
        let item = prepare(row)?;
        let group_id = group_id(conn, &mut groups, item.row.group.as_deref())?;
        let present = if how == Into::Empty { None } else { present(conn, id)? };
        let in_feeds = present.as_ref().map_or(0, |present| present.in_feeds) | bit;
        write(
            if present.is_some() { &mut update } else { &mut insert },
            id,
            in_feeds,
            group_id,
            &item,
        )?;
        let before = present.as_ref().map(|p| Indexed {
            art_norm: &p.art_norm,
            words: &p.words,
        });
        let after = Indexed {
            art_norm: &item.art_norm,
            words: &item.words,
        };
        search_index::change(conn, state, id, before, Some(after))?;
        added = added.saturating_add(present.is_none_or(|present| present.in_feeds & bit == 0).into());
    }
    Ok(added)
}

fn prepare(raw: &RawRow<'_>) -> Result<Prepared, LoadError> {
    let mut row = ItemRow::decode(raw.body).map_err(|error| LoadError::row(raw.key, error))?;
    if row.item != raw.key {
        return Err(LoadError::row(raw.key, RowFault::WrongKey));
    }
    if row.item.is_empty() {
        return Err(LoadError::row(raw.key, RowFault::Empty { field: "item" }));
    }
    if row.packs.iter().any(|pack| pack.units_milli <= 0) {
        return Err(LoadError::row(
            raw.key,
            RowFault::OutOfRange {
                field: "packs.units_milli",
            },
        ));
    }
    let art_norm = article_norm(&row.article);
    let words = text::different_words(&[&row.name, &row.article, &row.maker], &row.full_name);
    let packs = ItemRow {
        packs: std::mem::take(&mut row.packs),
        ..ItemRow::default()
    }
    .encode_to_vec();
    let detail = ItemRow {
        properties: std::mem::take(&mut row.properties),
        description: std::mem::take(&mut row.description),
        maker: std::mem::take(&mut row.maker),
        full_name: std::mem::take(&mut row.full_name),
        weight_g: row.weight_g,
        ..ItemRow::default()
    };
    Ok(Prepared {
        art_norm,
        words,
        packs,
        detail: detail.encode_to_vec(),
        row,
    })
}

fn write(
    statement: &mut Statement<'_>,
    id: i64,
    in_feeds: i64,
    group_id: Option<i64>,
    item: &Prepared,
) -> Result<(), StoreError> {
    let row = &item.row;
    statement.execute(rusqlite::params![
        id,
        row.item,
        in_feeds,
        row.article,
        row.name,
        row.variant,
        row.barcode,
        row.unit,
        row.unit_code,
        group_id,
        row.vat,
        row.is_stale,
        item.packs,
        item.detail,
    ])?;
    Ok(())
}

fn group_id(conn: &Connection, seen: &mut HashMap<String, i64>, code: Option<&str>) -> Result<Option<i64>, StoreError> {
    let Some(code) = code else { return Ok(None) };
    if let Some(id) = seen.get(code) {
        return Ok(Some(*id));
    }
    let id = load_reference::group_id(conn, code)?;
    seen.insert(code.to_owned(), id);
    Ok(Some(id))
}

fn present(conn: &Connection, id: i64) -> Result<Option<Present>, StoreError> {
    let mut present = conn.prepare_cached(PRESENT)?;
    let found = present.query_row(named_params! { ":id": id }, |row| {
        Ok(Present {
            in_feeds: row.get("in_feeds")?,
            art_norm: row.get("art_norm")?,
            words: row.get("words")?,
        })
    });
    Ok(found.optional()?)
}

pub(crate) fn remove(conn: &Connection, feed_id: i64, key: &str) -> Result<bool, StoreError> {
    match item_key::find(conn, key)? {
        Some(id) => remove_id(conn, bit_of(feed_id), id),
        None => Ok(false),
    }
}

fn remove_id(conn: &Connection, bit: i64, id: i64) -> Result<bool, StoreError> {
    let Some(present) = present(conn, id)?.filter(|present| present.in_feeds & bit != 0) else {
        return Ok(false);
    };
    if present.in_feeds == bit {
        let before = Indexed {
            art_norm: &present.art_norm,
            words: &present.words,
        };
        search_index::change(conn, search_index::state(conn)?, id, Some(before), None)?;
        conn.prepare_cached(DELETE)?.execute(named_params! { ":id": id })?;
    } else {
        conn.prepare_cached(LEAVE_FEED)?
            .execute(named_params! { ":bit": bit, ":id": id })?;
    }
    Ok(true)
}

pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    let bit = bit_of(feed_id);
    let gone: Vec<i64> = conn
        .prepare_cached(UNSTAGED)?
        .query_map(named_params! { ":bit": bit, ":feed_id": feed_id }, |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    gone.into_iter().try_for_each(|id| remove_id(conn, bit, id).map(drop))
}

pub(crate) fn purge(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    let bit = bit_of(feed_id);
    let gone: Vec<i64> = conn
        .prepare_cached(OF_FEED)?
        .query_map(named_params! { ":bit": bit }, |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    gone.into_iter().try_for_each(|id| remove_id(conn, bit, id).map(drop))
}

pub(crate) fn is_empty(conn: &Connection) -> Result<bool, StoreError> {
    let has_any: bool = conn.query_row(HAS_ANY, [], |row| row.get("has_any"))?;
    Ok(!has_any)
}
