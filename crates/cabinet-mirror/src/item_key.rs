//! Item keys as small integers. A key that is met for the first time gets the next free id, whoever names it.

use crate::table::Into;
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, OptionalExtension, named_params};

const FIND: &str = "
    SELECT id
    FROM item_key
    WHERE item = :item";

const RANGE: &str = "
    SELECT item, id
    FROM item_key
    WHERE item BETWEEN :first AND :last
    ORDER BY item";

const INSERT: &str = "
    INSERT INTO item_key (item, id)
    VALUES (:item, :id)";

const NEXT: &str = "
    SELECT item_id
    FROM next_id";

const SET_NEXT: &str = "
    UPDATE next_id
    SET item_id = :item_id";

/// The id of a key, if it has one.
pub(crate) fn find(conn: &Connection, item: &str) -> Result<Option<i64>, StoreError> {
    let mut find = conn.prepare_cached(FIND)?;
    Ok(find
        .query_row(named_params! { ":item": item }, |row| row.get("id"))
        .optional()?)
}

/// The ids of `keys`, which are in ascending order, one for each; new keys get new ids.
pub(crate) fn resolve(conn: &Connection, keys: &[&str], how: Into) -> Result<Vec<i64>, StoreError> {
    let mut ids = match how {
        Into::Few => keys.iter().map(|key| find(conn, key)).collect::<Result<Vec<_>, _>>()?,
        Into::Empty | Into::Many => by_range(conn, keys)?,
    };
    if ids.iter().all(Option::is_some) {
        return Ok(ids.into_iter().flatten().collect());
    }
    let mut next: i64 = conn.prepare_cached(NEXT)?.query_row([], |row| row.get("item_id"))?;
    let mut insert = conn.prepare_cached(INSERT)?;
    for (key, id) in keys.iter().zip(&mut ids) {
        if id.is_none() {
            insert.execute(named_params! { ":item": key, ":id": next })?;
            *id = Some(next);
            next = next.saturating_add(1);
        }
    }
    conn.prepare_cached(SET_NEXT)?
        .execute(named_params! { ":item_id": next })?;
    Ok(ids.into_iter().flatten().collect())
}

/// Looks many keys up in one pass over the part of the table that they span.
fn by_range(conn: &Connection, keys: &[&str]) -> Result<Vec<Option<i64>>, StoreError> {
    let (Some(first), Some(last)) = (keys.first(), keys.last()) else {
        return Ok(Vec::new());
    };
    let mut range = conn.prepare_cached(RANGE)?;
    let mut known = range.query(named_params! { ":first": first, ":last": last })?;
    let mut ids = Vec::with_capacity(keys.len());
    let mut wanted = keys.iter().peekable();
    while let Some(row) = known.next()? {
        let column = row.get_ref("item")?;
        let item = column.as_str().map_err(rusqlite::Error::from)?;
        // Wanted keys before this one are not in the table.
        while wanted.next_if(|key| **key < item).is_some() {
            ids.push(None);
        }
        if wanted.next_if(|key| **key == item).is_some() {
            ids.push(Some(row.get("id")?));
        }
        if wanted.peek().is_none() {
            break;
        }
    }
    ids.resize(keys.len(), None);
    Ok(ids)
}
