//! What tables whose rows are put one by one have in common, and more of it where feed and id name a row (addresses, news).

use crate::feed_error::LoadError;
use crate::table::RawRow;
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, named_params};

/// Reads all rows before the first is put, and counts keys that were not there.
pub(crate) fn put_each<T>(
    rows: &[RawRow<'_>],
    read: impl Fn(&RawRow<'_>) -> Result<T, LoadError>,
    remove: impl Fn(&RawRow<'_>) -> Result<bool, StoreError>,
    put: impl Fn(&T) -> Result<(), StoreError>,
) -> Result<u64, LoadError> {
    let all = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut added = 0_u64;
    for (raw, row) in rows.iter().zip(&all) {
        let was_there = remove(raw)?;
        added = added.saturating_add((!was_there).into());
        put(row)?;
    }
    Ok(added)
}

/// The statements of a table whose rows are named by `feed_id` and `id`, the id being the key of the feed's row.
pub(crate) struct Statements {
    pub(crate) remove: &'static str,
    pub(crate) remove_unstaged: &'static str,
    pub(crate) purge: &'static str,
}

/// Writes the [`Statements`] of a table.
macro_rules! statements {
    ($table:literal) => {
        $crate::one_by_one::Statements {
            remove: concat!("DELETE FROM ", $table, " WHERE feed_id = :feed_id AND id = :id"),
            remove_unstaged: concat!(
                "DELETE FROM ",
                $table,
                "
                 WHERE feed_id = :feed_id
                   AND NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = ",
                $table,
                ".id)"
            ),
            purge: concat!("DELETE FROM ", $table, " WHERE feed_id = :feed_id"),
        }
    };
}
pub(crate) use statements;

pub(crate) fn remove(conn: &Connection, sql: &Statements, feed_id: i64, key: &str) -> Result<bool, StoreError> {
    let removed = conn
        .prepare_cached(sql.remove)?
        .execute(named_params! { ":feed_id": feed_id, ":id": key })?;
    Ok(removed > 0)
}

pub(crate) fn remove_unstaged(conn: &Connection, sql: &Statements, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(sql.remove_unstaged)?
        .execute(named_params! { ":feed_id": feed_id })?;
    Ok(())
}

pub(crate) fn purge(conn: &Connection, sql: &Statements, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(sql.purge)?
        .execute(named_params! { ":feed_id": feed_id })?;
    Ok(())
}
