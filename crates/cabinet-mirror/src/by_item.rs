//! What the tables of one value per feed and item (prices, stock, pictures, analogues, arrivals) have in common.

use crate::feed_error::LoadError;
use crate::item_key;
use crate::table::{Into, RawRow, in_key_order};
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, Statement, named_params};

/// The statements of one such table.
pub(crate) struct Statements {
    pub(crate) insert: &'static str,
    pub(crate) insert_new: &'static str,
    pub(crate) update: &'static str,
    pub(crate) remove: &'static str,
    pub(crate) remove_unstaged: &'static str,
    pub(crate) purge: &'static str,
}

/// Writes the [`Statements`] of a table. `columns` stand behind `feed_id` and `item_id`, `places` are their parameters from
/// `?3` on; `set` and `differs` are those of an update.
macro_rules! statements {
    ($table:literal, columns: $columns:literal, places: $places:literal, set: $set:literal, differs: $differs:literal) => {
        $crate::by_item::Statements {
            insert: concat!(
                "INSERT INTO ",
                $table,
                " (feed_id, item_id, ",
                $columns,
                ")
                 VALUES (?1, ?2, ",
                $places,
                ")"
            ),
            insert_new: concat!(
                "INSERT INTO ",
                $table,
                " (feed_id, item_id, ",
                $columns,
                ")
                 VALUES (?1, ?2, ",
                $places,
                ")
                 ON CONFLICT (feed_id, item_id) DO NOTHING"
            ),
            update: concat!(
                "UPDATE ",
                $table,
                "
                 SET ",
                $set,
                "
                 WHERE feed_id = ?1
                   AND item_id = ?2
                   AND (",
                $differs,
                ")"
            ),
            remove: concat!(
                "DELETE FROM ",
                $table,
                "
                 WHERE feed_id = :feed_id
                   AND item_id = :item_id"
            ),
            remove_unstaged: concat!(
                "DELETE FROM ",
                $table,
                "
                 WHERE feed_id = :feed_id
                   AND item_id NOT IN (
                       SELECT k.id
                       FROM staged_row AS s
                       JOIN item_key AS k ON k.item = s.key
                       WHERE s.feed_id = :feed_id)"
            ),
            purge: concat!(
                "DELETE FROM ",
                $table,
                "
                 WHERE feed_id = :feed_id"
            ),
        }
    };
}
pub(crate) use statements;

/// A row of such a table.
pub(crate) trait ItemValue: Sized {
    /// Decodes a row and refuses what cannot be.
    fn read(row: RawRow<'_>) -> Result<Self, LoadError>;

    /// Runs an insert or an update, which take the same parameters; returns how many rows it touched.
    fn write(&self, statement: &mut Statement<'_>, feed_id: i64, item_id: i64) -> rusqlite::Result<usize>;
}

pub(crate) fn put<V: ItemValue>(
    conn: &Connection,
    sql: &Statements,
    feed_id: i64,
    rows: &[RawRow<'_>],
    how: Into,
) -> Result<u64, LoadError> {
    let rows = in_key_order(rows);
    let keys: Vec<&str> = rows.iter().map(|row| row.key).collect();
    let mut by_id: Vec<_> = item_key::resolve(conn, &keys, how)?.into_iter().zip(rows).collect();
    // Rows side by side in the table are written together.
    by_id.sort_by_key(|(id, _)| *id);
    let mut insert = conn.prepare_cached(if how == Into::Empty { sql.insert } else { sql.insert_new })?;
    let mut update = conn.prepare_cached(sql.update)?;
    let mut added = 0_u64;
    for (item_id, row) in by_id {
        let value = V::read(row)?;
        if value.write(&mut insert, feed_id, item_id)? == 1 {
            added = added.saturating_add(1);
        } else {
            value.write(&mut update, feed_id, item_id)?;
        }
    }
    Ok(added)
}

pub(crate) fn remove(conn: &Connection, sql: &Statements, feed_id: i64, key: &str) -> Result<bool, StoreError> {
    let Some(item_id) = item_key::find(conn, key)? else {
        return Ok(false);
    };
    let removed = conn
        .prepare_cached(sql.remove)?
        .execute(named_params! { ":feed_id": feed_id, ":item_id": item_id })?;
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
