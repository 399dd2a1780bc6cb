//! Rows `a:` of `doc:<entity>`: acts of reconciliation that were asked for.

use cabinet_protocol::settlement::ActRow;
use cabinet_sqlite::StoreError;
use prost::Message as _;
use rusqlite::{Connection, named_params};

const PUT: &str = "
    INSERT INTO act (id, body)
    VALUES (:id, :body)";

const REMOVE: &str = "DELETE FROM act WHERE id = :id";

const REMOVE_UNSTAGED: &str = "
    DELETE FROM act
    WHERE NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = 'a:' || act.id)";

pub(crate) fn put(conn: &Connection, row: &ActRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT)?
        .execute(named_params! { ":id": row.id, ":body": row.encode_to_vec() })?;
    Ok(())
}

/// Removes one; whether it was there.
pub(crate) fn remove(conn: &Connection, id: &str) -> Result<bool, StoreError> {
    Ok(conn.prepare_cached(REMOVE)?.execute(named_params! { ":id": id })? > 0)
}

pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(REMOVE_UNSTAGED)?
        .execute(named_params! { ":feed_id": feed_id })?;
    Ok(())
}
