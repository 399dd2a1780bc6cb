//! Rows of `news` and `news:<entity>`.

use crate::feed_error::{LoadError, RowFault};
use crate::load_delivery::put_each;
use crate::table::RawRow;
use cabinet_protocol::news::NewsRow;
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const PUT: &str = "
    INSERT INTO news (feed_id, id, entity, title, text, until, from_ms)
    VALUES (:feed_id, :id, :entity, :title, :text, :until, :from_ms)";

const REMOVE: &str = "DELETE FROM news WHERE feed_id = :feed_id AND id = :id";

const REMOVE_UNSTAGED: &str = "
    DELETE FROM news
    WHERE feed_id = :feed_id
      AND NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = news.id)";

const PURGE: &str = "DELETE FROM news WHERE feed_id = :feed_id";

pub(crate) fn put(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    put_each(
        conn,
        rows,
        read,
        |row| remove(conn, feed_id, row.key),
        |_, row| put_one(conn, feed_id, row),
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

pub(crate) fn remove(conn: &Connection, feed_id: i64, key: &str) -> Result<bool, StoreError> {
    let removed = conn
        .prepare_cached(REMOVE)?
        .execute(named_params! { ":feed_id": feed_id, ":id": key })?;
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
