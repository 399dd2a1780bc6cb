//! Rows of `templates:<entity>`: templates that people of a legal entity share.

use crate::feed_error::{LoadError, RowFault};
use crate::one_by_one::{Statements, put_each, remove, statements};
use crate::table::RawRow;
use cabinet_protocol::templates::TemplateRow;
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const PUT: &str = "
    INSERT INTO shared_template (feed_id, id, person, person_name, template, name, lines, said_at_ms)
    VALUES (:feed_id, :id, :person, :person_name, :template, :name, :lines, :said_at_ms)";

/// The other statements of the table.
pub(crate) const TEMPLATES: Statements = statements!("shared_template");

pub(crate) fn put(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    put_each(
        rows,
        read,
        |row| remove(conn, &TEMPLATES, feed_id, row.key),
        |row| put_one(conn, feed_id, row),
    )
}

fn read(raw: &RawRow<'_>) -> Result<TemplateRow, LoadError> {
    let row = TemplateRow::decode(raw.body).map_err(|error| LoadError::row(raw.key, error))?;
    if raw.key == row.key() {
        Ok(row)
    } else {
        Err(LoadError::row(raw.key, RowFault::WrongKey))
    }
}

fn put_one(conn: &Connection, feed_id: i64, row: &TemplateRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT)?.execute(named_params! {
        ":feed_id": feed_id,
        ":id": row.key(),
        ":person": row.person,
        ":person_name": row.person_name,
        ":template": row.template,
        ":name": row.name,
        ":lines": row.lines,
        ":said_at_ms": row.said_at_ms,
    })?;
    Ok(())
}
