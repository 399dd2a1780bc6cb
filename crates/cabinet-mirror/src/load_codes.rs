//! Rows of `codes:<entity>`: what the people of a legal entity call goods.

use crate::feed_error::{LoadError, RowFault};
use crate::one_by_one::{Statements, put_each, remove, statements};
use crate::table::RawRow;
use cabinet_protocol::codes::CodeRow;
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const PUT: &str = "
    INSERT INTO own_code (feed_id, id, person, person_name, norm, text, item, article, said_at_ms)
    VALUES (:feed_id, :id, :person, :person_name, :norm, :text, :item, :article, :said_at_ms)";

/// The other statements of the table.
pub(crate) const CODES: Statements = statements!("own_code");

pub(crate) fn put(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    put_each(
        rows,
        read,
        |row| remove(conn, &CODES, feed_id, row.key),
        |row| put_one(conn, feed_id, row),
    )
}

fn read(raw: &RawRow<'_>) -> Result<CodeRow, LoadError> {
    let row = CodeRow::decode(raw.body).map_err(|error| LoadError::row(raw.key, error))?;
    if raw.key == row.key() {
        Ok(row)
    } else {
        Err(LoadError::row(raw.key, RowFault::WrongKey))
    }
}

fn put_one(conn: &Connection, feed_id: i64, row: &CodeRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT)?.execute(named_params! {
        ":feed_id": feed_id,
        ":id": row.key(),
        ":person": row.person,
        ":person_name": row.person_name,
        ":norm": row.norm,
        ":text": row.text,
        ":item": row.item,
        ":article": row.article,
        ":said_at_ms": row.said_at_ms,
    })?;
    Ok(())
}
