//! Rows of `claim:<entity>`: claims, each whole.

use crate::feed_error::{LoadError, RowFault};
use crate::one_by_one::put_each;
use crate::paper_index;
use crate::table::RawRow;
use cabinet_domain::claim::{ClaimKind, ClaimRemedy, ClaimState};
use cabinet_protocol::claims::{ClaimFeedRow, ClaimRow};
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const PUT: &str = "
    INSERT INTO claim (id, order_id, item, filed_at_ms, body)
    VALUES (:id, :order_id, :item, :filed_at_ms, :body)";

const REMOVE: &str = "
    DELETE FROM claim
    WHERE id = :id";

const REMOVE_UNSTAGED: &str = "
    DELETE FROM claim
    WHERE NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = 'c:' || claim.id)";

const PURGE: &str = "DELETE FROM claim;";

pub(crate) fn put(conn: &Connection, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    put_each(
        rows,
        read,
        |row| remove(conn, row.key),
        |row| {
            if let Some(claim) = &row.claim {
                put_claim(conn, claim)?;
            }
            Ok(())
        },
    )
}

/// A row of a kind that this build does not know has no claim: it is skipped, not refused.
fn read(raw: &RawRow<'_>) -> Result<ClaimFeedRow, LoadError> {
    let row = ClaimFeedRow::decode(raw.body).map_err(|error| LoadError::row(raw.key, error))?;
    let Some(claim) = &row.claim else { return Ok(row) };
    if ClaimFeedRow::key(&claim.id) != raw.key {
        return Err(LoadError::row(raw.key, RowFault::WrongKey));
    }
    let out_of_range = |field| Err(LoadError::row(raw.key, RowFault::OutOfRange { field }));
    // Refused here, so that no list of claims meets a word that it cannot show.
    if ClaimKind::from_code(&claim.kind).is_none() {
        return out_of_range("kind");
    }
    if ClaimRemedy::from_code(&claim.remedy).is_none() {
        return out_of_range("remedy");
    }
    let states = std::iter::once(&claim.state).chain(claim.history.iter().map(|change| &change.state));
    for state in states {
        if ClaimState::from_code(state).is_none() {
            return out_of_range("state");
        }
    }
    Ok(row)
}

fn put_claim(conn: &Connection, claim: &ClaimRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT)?.execute(named_params! {
        ":id": claim.id,
        ":order_id": claim.order,
        ":item": claim.item,
        ":filed_at_ms": claim.filed_at_ms,
        ":body": claim.encode_to_vec(),
    })?;
    Ok(())
}

pub(crate) fn remove(conn: &Connection, key: &str) -> Result<bool, StoreError> {
    let Some(("c", id)) = key.split_once(':') else {
        return Ok(false);
    };
    Ok(conn.prepare_cached(REMOVE)?.execute(named_params! { ":id": id })? > 0)
}

pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(REMOVE_UNSTAGED)?
        .execute(named_params! { ":feed_id": feed_id })?;
    Ok(())
}

pub(crate) fn purge(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(PURGE)?;
    paper_index::begin_anew(conn)
}
