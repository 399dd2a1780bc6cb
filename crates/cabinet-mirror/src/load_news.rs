//! Rows of `news` and `news:<entity>`.

use crate::feed_error::{LoadError, RowFault};
use crate::one_by_one::{Statements, put_each, remove, statements};
use crate::table::RawRow;
use cabinet_protocol::news::NewsRow;
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const PUT: &str = "
    INSERT INTO news (feed_id, id, entity, title, text, until, from_ms)
    VALUES (:feed_id, :id, :entity, :title, :text, :until, :from_ms)";

/// The other statements of the table.
pub(crate) const NEWS: Statements = statements!("news");

pub(crate) fn put(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    put_each(
        rows,
        read,
        |row| remove(conn, &NEWS, feed_id, row.key),
        |row| put_one(conn, feed_id, row),
    )
}

fn read(raw: &RawRow<'_>) -> Result<NewsRow, LoadError> {
    let row = NewsRow::decode(raw.body).map_err(|error| LoadError::row(raw.key, error))?;
    if raw.key == row.id {
        Ok(row)
    } else {
        Err(LoadError::row(raw.key, RowFault::WrongKey))
    }
}

fn put_one(conn: &Connection, feed_id: i64, row: &NewsRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT)?.execute(named_params! {
        ":feed_id": feed_id,
        ":id": row.id,
        ":entity": row.entity,
        ":title": row.title,
        ":text": row.text,
        ":until": row.until,
        ":from_ms": row.from_ms,
    })?;
    Ok(())
}
