//! Rows of `cat:<assortment>`: items. An item that several catalogues have carries one bit for each.

use crate::feed_error::{LoadError, RowFault};
use crate::search_index::{self, Indexed};
use crate::table::{Into, RawRow, VisitBody, in_key_order};
use crate::{item_key, load_reference, row_seal, text};
use cabinet_domain::article::article_norm;
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::rows::ItemRow;
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, OptionalExtension, Row, Statement, named_params};
use std::collections::HashMap;
use std::sync::mpsc::sync_channel;

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

// One row in any case: of a damaged item only one of the two may be left.
const PRESENT: &str = "
    SELECT i.in_feeds, s.art_norm, s.words
    FROM (SELECT :id AS id) AS wanted
    LEFT JOIN item AS i ON i.id = wanted.id
    LEFT JOIN item_search AS s ON s.id = wanted.id";

const BODY: &str = "
    SELECT i.item, i.article, i.name, i.variant, i.barcode, i.unit, i.unit_code, g.code AS group_code, i.vat, i.is_stale,
           i.packs, i.detail
    FROM item AS i
    LEFT JOIN item_group AS g ON g.id = i.group_id
    WHERE i.id = :id
      AND i.in_feeds & :bits <> 0";

const BODIES: &str = "
    SELECT i.item, i.article, i.name, i.variant, i.barcode, i.unit, i.unit_code, g.code AS group_code, i.vat, i.is_stale,
           i.packs, i.detail
    FROM item AS i
    LEFT JOIN item_group AS g ON g.id = i.group_id
    WHERE i.in_feeds & :bits <> 0";

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

const LOST: &str = "
    SELECT s.id
    FROM item_search AS s
    WHERE NOT EXISTS (SELECT 1 FROM item AS i WHERE i.id = s.id)";

const HAS_ANY: &str = "SELECT EXISTS (SELECT 1 FROM item) AS has_any";

/// Catalogue feeds have ids 1..62, so the bit is always inside 63 bits.
pub(crate) const fn bit_of(feed_id: i64) -> i64 {
    1_i64.wrapping_shl(feed_id.unsigned_abs() as u32)
}

/// What stands in the table for an item.
struct Present {
    /// 0 when there is no such item.
    in_feeds: i64,
    art_norm: Option<String>,
    words: Option<String>,
}

impl Present {
    fn indexed(&self) -> Option<Indexed<'_>> {
        Some(Indexed {
            art_norm: self.art_norm.as_deref()?,
            words: self.words.as_deref()?,
        })
    }
}

/// A decoded row with what is computed from it.
struct Prepared {
    row: ItemRow,
    art_norm: String,
    words: String,
    packs: Vec<u8>,
    detail: Vec<u8>,
    /// The hash of what the table will give back, where that is not what came.
    kept: Option<FeedHash>,
}

impl Prepared {
    /// The hash of what the table will give back of a row.
    fn kept(&self, row: &RawRow<'_>) -> FeedHash {
        self.kept.unwrap_or_else(|| FeedHash::of_row(row.key, row.body))
    }
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
    let has_seals = row_seal::has_any(conn, feed_id)?;
    let mut ids = ids.into_iter().zip(&rows);
    // A row that cannot be read takes the transaction, and so everything before it, back.
    each_prepared(&rows, how, &mut |item| {
        let Some((id, row)) = ids.next() else { return Ok(()) };
        let group_id = group_id(conn, &mut groups, item.row.group.as_deref())?;
        let present = if how == Into::Empty {
            None
        } else {
            Some(present(conn, id)?)
        };
        let before_in = present.as_ref().map_or(0, |present| present.in_feeds);
        if before_in & !bit != 0 {
            follow(conn, before_in & !bit, id, row.key, item.kept(row))?;
        }
        let statement = if before_in == 0 { &mut insert } else { &mut update };
        write(statement, id, before_in | bit, group_id, &item)?;
        if has_seals || item.kept.is_some() {
            row_seal::put(
                conn,
                feed_id,
                row.key,
                Some(item.kept(row)),
                FeedHash::of_row(row.key, row.body),
            )?;
        }
        let before = present.as_ref().and_then(Present::indexed);
        let after = Indexed {
            art_norm: &item.art_norm,
            words: &item.words,
        };
        search_index::change(conn, state, id, before, Some(after))?;
        added = added.saturating_add((before_in & bit == 0).into());
        Ok(())
    })?;
    Ok(added)
}

/// Rows that are decoded together while others are written.
const PORTION: usize = 64;
/// Such portions that may wait: decoded rows of a whole segment would be many times its size.
const PORTIONS_AHEAD: usize = 4;

/// Decodes rows and gives them to `take` in turn. In a first load on a thread of its own: a core decodes, the other writes.
fn each_prepared(
    rows: &[RawRow<'_>],
    how: Into,
    take: &mut dyn FnMut(Prepared) -> Result<(), LoadError>,
) -> Result<(), LoadError> {
    if how != Into::Empty {
        return rows.iter().try_for_each(|row| take(prepare(row)?));
    }
    std::thread::scope(|scope| {
        let (sender, portions) = sync_channel::<Vec<Result<Prepared, LoadError>>>(PORTIONS_AHEAD);
        scope.spawn(move || {
            for portion in rows.chunks(PORTION) {
                // Nobody takes any more: the writer has failed and says why.
                if sender.send(portion.iter().map(prepare).collect()).is_err() {
                    return;
                }
            }
        });
        portions.into_iter().flatten().try_for_each(|item| take(item?))
    })
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
    let kept = row.encode_to_vec();
    let kept = (kept != raw.body).then(|| FeedHash::of_row(raw.key, &kept));
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
        volume_cm3: row.volume_cm3,
        ..ItemRow::default()
    };
    Ok(Prepared {
        art_norm,
        words,
        packs,
        detail: detail.encode_to_vec(),
        kept,
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

fn present(conn: &Connection, id: i64) -> Result<Present, StoreError> {
    let mut present = conn.prepare_cached(PRESENT)?;
    Ok(present.query_row(named_params! { ":id": id }, |row| {
        Ok(Present {
            in_feeds: row.get::<_, Option<i64>>("in_feeds")?.unwrap_or(0),
            art_norm: row.get("art_norm")?,
            words: row.get("words")?,
        })
    })?)
}

/// The other catalogues that have the item go on to count it as what they brought, until they bring what this one did.
fn follow(conn: &Connection, others: i64, id: i64, key: &str, now: FeedHash) -> Result<(), StoreError> {
    let before = body_of(conn, others, id)?.map(|body| FeedHash::of_row(key, &body));
    if before == Some(now) {
        return Ok(());
    }
    for other in (1..=62).filter(|other| others & bit_of(*other) != 0) {
        row_seal::follow(conn, other, key, before, now)?;
    }
    Ok(())
}

/// The body of an item as the table gives it back.
pub(crate) fn body(conn: &Connection, feed_id: i64, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
    match item_key::find(conn, key)? {
        Some(id) => body_of(conn, bit_of(feed_id), id),
        None => Ok(None),
    }
}

fn body_of(conn: &Connection, bits: i64, id: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let mut body = conn.prepare_cached(BODY)?;
    let found = body.query_row(named_params! { ":id": id, ":bits": bits }, stored);
    Ok(found.optional()?.map(|(_, body)| body))
}

/// The bodies of all items of a catalogue.
pub(crate) fn each_body(conn: &Connection, feed_id: i64, each: VisitBody<'_>) -> Result<(), StoreError> {
    let mut all = conn.prepare_cached(BODIES)?;
    let mut rows = all.query(named_params! { ":bits": bit_of(feed_id) })?;
    while let Some(row) = rows.next()? {
        let (key, body) = stored(row)?;
        each(&key, &body)?;
    }
    Ok(())
}

/// Key and body. Parts that cannot be read are not what came either: without them the body is another one.
fn stored(row: &Row<'_>) -> rusqlite::Result<(String, Vec<u8>)> {
    let (packs, detail): (Vec<u8>, Vec<u8>) = (row.get("packs")?, row.get("detail")?);
    let key: String = row.get("item")?;
    let item = ItemRow {
        item: key.clone(),
        article: row.get("article")?,
        name: row.get("name")?,
        variant: row.get("variant")?,
        barcode: row.get("barcode")?,
        unit: row.get("unit")?,
        unit_code: row.get("unit_code")?,
        group: row.get("group_code")?,
        vat: row.get("vat")?,
        is_stale: row.get("is_stale")?,
        packs: ItemRow::decode(packs.as_slice()).unwrap_or_default().packs,
        ..ItemRow::decode(detail.as_slice()).unwrap_or_default()
    };
    Ok((key, item.encode_to_vec()))
}

pub(crate) fn remove(conn: &Connection, feed_id: i64, key: &str) -> Result<bool, StoreError> {
    match item_key::find(conn, key)? {
        Some(id) => remove_id(conn, bit_of(feed_id), id),
        None => Ok(false),
    }
}

fn remove_id(conn: &Connection, bit: i64, id: i64) -> Result<bool, StoreError> {
    let present = present(conn, id)?;
    if present.in_feeds == 0 {
        // What a lost item left in the search goes with it.
        search_index::change(conn, search_index::state(conn)?, id, present.indexed(), None)?;
    }
    if present.in_feeds & bit == 0 {
        return Ok(false);
    }
    if present.in_feeds == bit {
        search_index::change(conn, search_index::state(conn)?, id, present.indexed(), None)?;
        conn.prepare_cached(DELETE)?.execute(named_params! { ":id": id })?;
    } else {
        conn.prepare_cached(LEAVE_FEED)?
            .execute(named_params! { ":bit": bit, ":id": id })?;
    }
    Ok(true)
}

/// Takes out of the search what items left there that were lost, and that nothing brings back.
pub(crate) fn forget_lost(conn: &Connection) -> Result<(), StoreError> {
    let lost: Vec<i64> = conn
        .prepare_cached(LOST)?
        .query_map([], |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    lost.into_iter().try_for_each(|id| remove_id(conn, 0, id).map(drop))
}

pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    let bit = bit_of(feed_id);
    let gone: Vec<i64> = conn
        .prepare_cached(UNSTAGED)?
        .query_map(named_params! { ":bit": bit, ":feed_id": feed_id }, |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    gone.into_iter().try_for_each(|id| remove_id(conn, bit, id).map(drop))?;
    forget_lost(conn)
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
