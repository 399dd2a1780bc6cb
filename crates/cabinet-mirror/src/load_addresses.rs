//! Rows of `addr:<entity>`: addresses of legal entities, one feed each.

use crate::feed_error::{LoadError, RowFault};
use crate::load_delivery::put_each;
use crate::table::RawRow;
use cabinet_protocol::delivery::AddressRow;
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const PUT_ADDRESS: &str = "
    INSERT INTO delivery_address (feed_id, entity, id, ordinal, name, address, note)
    VALUES (:feed_id, :entity, :id, :ordinal, :name, :address, :note)";

const REMOVE_ADDRESS: &str = "DELETE FROM delivery_address WHERE feed_id = :feed_id AND id = :id";

const REMOVE_UNSTAGED_ADDRESSES: &str = "
    DELETE FROM delivery_address
    WHERE feed_id = :feed_id
      AND NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = delivery_address.id)";

const PURGE_ADDRESSES: &str = "DELETE FROM delivery_address WHERE feed_id = :feed_id";

pub(crate) fn put(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    put_each(
        conn,
        rows,
        read,
        |row| remove(conn, feed_id, row.key),
        |_, row| put_address(conn, feed_id, row),
    )
}

fn read(raw: &RawRow<'_>) -> Result<AddressRow, LoadError> {
    let row = AddressRow::decode(raw.body).map_err(|error| LoadError::row(raw.key, error))?;
    if raw.key == row.id {
        Ok(row)
    } else {
        Err(LoadError::row(raw.key, RowFault::WrongKey))
    }
}

pub(crate) fn remove(conn: &Connection, feed_id: i64, key: &str) -> Result<bool, StoreError> {
    let removed = conn
        .prepare_cached(REMOVE_ADDRESS)?
        .execute(named_params! { ":feed_id": feed_id, ":id": key })?;
    Ok(removed > 0)
}

pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(REMOVE_UNSTAGED_ADDRESSES)?
        .execute(named_params! { ":feed_id": feed_id })?;
    Ok(())
}

pub(crate) fn purge(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(PURGE_ADDRESSES)?
        .execute(named_params! { ":feed_id": feed_id })?;
    Ok(())
}

fn put_address(conn: &Connection, feed_id: i64, row: &AddressRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT_ADDRESS)?.execute(named_params! {
        ":feed_id": feed_id,
        ":entity": row.entity,
        ":id": row.id,
        ":ordinal": row.ordinal,
        ":name": row.name,
        ":address": row.address,
        ":note": row.note,
    })?;
    Ok(())
}
