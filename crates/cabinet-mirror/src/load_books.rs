//! Rows `m:` and `b:` of `doc:<entity>`: what is owed by the supplier's books, and as of when.

use cabinet_protocol::books::{BooksRow, OwedRow};
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, named_params};

const PUT_OWED: &str = "
    INSERT INTO owed_document (contract, currency, due_date, id, kind, number, date, total_minor, paid_minor)
    VALUES (:contract, :currency, :due_date, :id, :kind, :number, :date, :total_minor, :paid_minor)";

const PUT_BOOKS: &str = "
    INSERT INTO books (one, as_of_ms)
    VALUES (1, :as_of_ms)";

const REMOVE_OWED: &str = "DELETE FROM owed_document WHERE id = :id";

const REMOVE_BOOKS: &str = "DELETE FROM books";

const REMOVE_UNSTAGED_OWED: &str = "
    DELETE FROM owed_document
    WHERE NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = 'm:' || owed_document.id)";

const REMOVE_UNSTAGED_BOOKS: &str = "
    DELETE FROM books
    WHERE NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = 'b:')";

pub(crate) fn put_owed(conn: &Connection, row: &OwedRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT_OWED)?.execute(named_params! {
        ":contract": row.contract,
        ":currency": row.currency,
        ":due_date": row.due_date,
        ":id": row.id,
        ":kind": row.kind,
        ":number": row.number,
        ":date": row.date,
        ":total_minor": row.total_minor,
        ":paid_minor": row.paid_minor,
    })?;
    Ok(())
}

pub(crate) fn put_books(conn: &Connection, row: &BooksRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT_BOOKS)?
        .execute(named_params! { ":as_of_ms": row.as_of_ms })?;
    Ok(())
}

/// Removes the row of a key `m:<id>` or `b:`; whether it was there.
pub(crate) fn remove(conn: &Connection, key: &str) -> Result<bool, StoreError> {
    let removed = match key.strip_prefix("m:") {
        Some(id) => conn.prepare_cached(REMOVE_OWED)?.execute(named_params! { ":id": id })?,
        None if key == "b:" => conn.prepare_cached(REMOVE_BOOKS)?.execute([])?,
        None => 0,
    };
    Ok(removed > 0)
}

pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    for sql in [REMOVE_UNSTAGED_OWED, REMOVE_UNSTAGED_BOOKS] {
        conn.prepare_cached(sql)?
            .execute(named_params! { ":feed_id": feed_id })?;
    }
    Ok(())
}
