//! Rows of `rules:<entity>`: rules of prices, one feed for each legal entity.

use crate::feed_error::{LoadError, RowFault};
use crate::one_by_one::{Statements, put_each, remove, statements};
use crate::table::RawRow;
use cabinet_protocol::pricing::{PricingRow, TERMS_KEY};
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const PUT: &str = "
    INSERT INTO price_rule (feed_id, id, body)
    VALUES (:feed_id, :id, :body)";

/// The other statements of the table.
pub(crate) const RULES: Statements = statements!("price_rule");

pub(crate) fn put(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    put_each(
        rows,
        |raw| check(raw).map(|()| (raw.key.to_owned(), raw.body.to_vec())),
        |row| remove(conn, &RULES, feed_id, row.key),
        |(key, body)| put_one(conn, feed_id, key, body),
    )
}

/// A rule that cannot be read is refused here, so that no price is ever made without it. One of a kind that this build does
/// not know is kept for the build that will.
fn check(raw: &RawRow<'_>) -> Result<(), LoadError> {
    let row = PricingRow::decode(raw.body).map_err(|error| LoadError::row(raw.key, error))?;
    let is_own_key = match (&row.rule, &row.terms) {
        (Some(rule), _) => raw.key == PricingRow::rule_key(&rule.id),
        (None, Some(_)) => raw.key == TERMS_KEY,
        (None, None) => true,
    };
    if !is_own_key {
        return Err(LoadError::row(raw.key, RowFault::WrongKey));
    }
    if let Some(rule) = &row.rule {
        rule.read()
            .map_err(|fault| LoadError::row(raw.key, RowFault::OutOfRange { field: fault.0 }))?;
    }
    Ok(())
}

fn put_one(conn: &Connection, feed_id: i64, key: &str, body: &[u8]) -> Result<(), StoreError> {
    conn.prepare_cached(PUT)?
        .execute(named_params! { ":feed_id": feed_id, ":id": key, ":body": body })?;
    Ok(())
}
