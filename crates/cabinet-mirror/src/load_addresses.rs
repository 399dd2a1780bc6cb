//! Rows of `addr:<entity>`: addresses of legal entities, one feed each.

use crate::feed_error::{LoadError, RowFault};
use crate::one_by_one::{Statements, put_each, remove, statements};
use crate::table::RawRow;
use cabinet_protocol::delivery::AddressRow;
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const PUT_ADDRESS: &str = "
    INSERT INTO delivery_address (feed_id, entity, id, ordinal, name, address, note)
    VALUES (:feed_id, :entity, :id, :ordinal, :name, :address, :note)";

/// The other statements of the table.
pub(crate) const ADDRESSES: Statements = statements!("delivery_address");

pub(crate) fn put(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    put_each(
        rows,
        read,
        |row| remove(conn, &ADDRESSES, feed_id, row.key),
        |row| put_address(conn, feed_id, row),
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
