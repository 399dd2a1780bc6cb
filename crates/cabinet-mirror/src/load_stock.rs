//! Rows of `stock:<warehouse>:exact`.

use crate::feed_error::{LoadError, RowFault};
use crate::item_key;
use crate::table::{Into, RawRow, in_key_order};
use cabinet_protocol::rows::StockRow;
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const INSERT: &str = "
    INSERT INTO stock (feed_id, item_id, quantity_milli)
    VALUES (?1, ?2, ?3)";

const INSERT_NEW: &str = "
    INSERT INTO stock (feed_id, item_id, quantity_milli)
    VALUES (?1, ?2, ?3)
    ON CONFLICT (feed_id, item_id) DO NOTHING";

const UPDATE: &str = "
    UPDATE stock
    SET quantity_milli = ?3
    WHERE feed_id = ?1
      AND item_id = ?2
      AND quantity_milli <> ?3";

const REMOVE: &str = "
    DELETE FROM stock
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

const REMOVE_UNSTAGED: &str = "
    DELETE FROM stock
    WHERE feed_id = :feed_id
      AND item_id NOT IN (
          SELECT k.id
          FROM staged_row AS s
          JOIN item_key AS k ON k.item = s.key
          WHERE s.feed_id = :feed_id)";

const PURGE: &str = "
    DELETE FROM stock
    WHERE feed_id = :feed_id";

pub(crate) fn put(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>], how: Into) -> Result<u64, LoadError> {
    let rows = in_key_order(rows);
    let keys: Vec<&str> = rows.iter().map(|row| row.key).collect();
    let mut by_id: Vec<_> = item_key::resolve(conn, &keys, how)?.into_iter().zip(rows).collect();
    // Rows side by side in the table are written together.
    by_id.sort_by_key(|(id, _)| *id);
    let mut insert = conn.prepare_cached(if how == Into::Empty { INSERT } else { INSERT_NEW })?;
    let mut update = conn.prepare_cached(UPDATE)?;
    let mut added = 0_u64;
    for (item_id, row) in by_id {
        let row = read(row)?;
        if insert.execute((feed_id, item_id, row.quantity_milli))? == 1 {
            added = added.saturating_add(1);
        } else {
            update.execute((feed_id, item_id, row.quantity_milli))?;
        }
    }
    Ok(added)
}

fn read(row: RawRow<'_>) -> Result<StockRow, LoadError> {
    let stock = StockRow::decode(row.body).map_err(|error| LoadError::row(row.key, error))?;
    if stock.item != row.key {
        return Err(LoadError::row(row.key, RowFault::WrongKey));
    }
    Ok(stock)
}

pub(crate) fn remove(conn: &Connection, feed_id: i64, key: &str) -> Result<bool, StoreError> {
    let Some(item_id) = item_key::find(conn, key)? else {
        return Ok(false);
    };
    let removed = conn
        .prepare_cached(REMOVE)?
        .execute(named_params! { ":feed_id": feed_id, ":item_id": item_id })?;
    Ok(removed > 0)
}

pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(REMOVE_UNSTAGED)?
        .execute(named_params! { ":feed_id": feed_id })?;
    Ok(())
}

pub(crate) fn purge(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(PURGE)?
        .execute(named_params! { ":feed_id": feed_id })?;
    Ok(())
}
