//! What the tables of one value per feed and item (prices, stock, pictures, analogues, arrivals) have in common.

use crate::feed_error::LoadError;
use crate::item_key;
use crate::row_seal;
use crate::table::{Into, RawRow, VisitBody, in_key_order};
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, OptionalExtension, Row, Statement, named_params};

/// The statements of one such table.
pub(crate) struct Statements {
    pub(crate) insert: &'static str,
    pub(crate) insert_new: &'static str,
    pub(crate) update: &'static str,
    pub(crate) remove: &'static str,
    pub(crate) remove_unstaged: &'static str,
    pub(crate) purge: &'static str,
    pub(crate) one: &'static str,
    pub(crate) all: &'static str,
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
            one: concat!(
                "SELECT ",
                $columns,
                "
                 FROM ",
                $table,
                "
                 WHERE feed_id = :feed_id
                   AND item_id = :item_id"
            ),
            all: concat!(
                "SELECT k.item AS key, ",
                $columns,
                "
                 FROM ",
                $table,
                " AS t
                 JOIN item_key AS k ON k.id = t.item_id
                 WHERE t.feed_id = :feed_id"
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

    /// The bytes that [`ItemValue::stored`] will read back once this is written.
    fn kept(&self, key: &str) -> Vec<u8>;

    /// The body of a stored row, which has the columns of the table.
    fn stored(key: &str, row: &Row<'_>) -> rusqlite::Result<Vec<u8>>;
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
    let has_seals = row_seal::has_any(conn, feed_id)?;
    for (item_id, row) in by_id {
        let value = V::read(row)?;
        let kept = value.kept(row.key);
        if has_seals || kept != row.body {
            let (kept, raw) = (FeedHash::of_row(row.key, &kept), FeedHash::of_row(row.key, row.body));
            row_seal::put(conn, feed_id, row.key, Some(kept), raw)?;
        }
        if value.write(&mut insert, feed_id, item_id)? == 1 {
            added = added.saturating_add(1);
        } else {
            value.write(&mut update, feed_id, item_id)?;
        }
    }
    Ok(added)
}

/// The body of a row as the table gives it back.
pub(crate) fn body<V: ItemValue>(
    conn: &Connection,
    sql: &Statements,
    feed_id: i64,
    key: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(item_id) = item_key::find(conn, key)? else {
        return Ok(None);
    };
    let mut one = conn.prepare_cached(sql.one)?;
    let found = one.query_row(named_params! { ":feed_id": feed_id, ":item_id": item_id }, |row| {
        V::stored(key, row)
    });
    Ok(found.optional()?)
}

/// The bodies of all rows of a feed.
pub(crate) fn each_body<V: ItemValue>(
    conn: &Connection,
    sql: &Statements,
    feed_id: i64,
    each: VisitBody<'_>,
) -> Result<(), StoreError> {
    let mut all = conn.prepare_cached(sql.all)?;
    let mut rows = all.query(named_params! { ":feed_id": feed_id })?;
    while let Some(row) = rows.next()? {
        let key: String = row.get("key")?;
        each(&key, &V::stored(&key, row)?)?;
    }
    Ok(())
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
