//! Rows of `ref`, `ref@<assortment>`: groups, properties, price types, warehouses. A row that several feeds have stays until
//! the last of them has let it go.

use crate::feed_error::{LoadError, RowFault};
use crate::stored_rows;
use crate::table::{RawRow, Shared, Table};
use cabinet_protocol::rows::{GroupRow, ReferenceRow};
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, OptionalExtension, named_params};

const PUT_GROUP: &str = "
    INSERT INTO item_group (code, parent, name, ordinal, is_known)
    VALUES (:code, :parent, :name, :ordinal, 1)
    ON CONFLICT (code) DO UPDATE SET
        parent = excluded.parent, name = excluded.name, ordinal = excluded.ordinal, is_known = 1";

const NAME_GROUP: &str = "
    INSERT INTO item_group (code, parent, name, ordinal, is_known)
    VALUES (:code, NULL, '', 0, 0)";

const GROUP_ID: &str = "
    SELECT id
    FROM item_group
    WHERE code = :code";

const PUT_PROPERTY: &str = "
    INSERT OR REPLACE INTO property (code, name)
    VALUES (:code, :name)";

const PUT_PRICE_TYPE: &str = "
    INSERT OR REPLACE INTO price_type (code, name, currency, includes_vat)
    VALUES (:code, :name, :currency, :includes_vat)";

const PUT_WAREHOUSE: &str = "
    INSERT OR REPLACE INTO warehouse (code, name, address)
    VALUES (:code, :name, :address)";

// Items may still name the group; it stays as one that is only named.
const REMOVE_GROUP: &str = "
    UPDATE item_group
    SET parent = NULL, name = '', ordinal = 0, is_known = 0
    WHERE code = :code
      AND is_known = 1";

const REMOVE_PROPERTY: &str = "DELETE FROM property WHERE code = :code";
const REMOVE_PRICE_TYPE: &str = "DELETE FROM price_type WHERE code = :code";
const REMOVE_WAREHOUSE: &str = "DELETE FROM warehouse WHERE code = :code";

const LINK: &str = "
    INSERT INTO reference_row (key, feed_id)
    VALUES (:key, :feed_id)
    ON CONFLICT (key, feed_id) DO NOTHING";

const UNLINK: &str = "
    DELETE FROM reference_row
    WHERE key = :key
      AND feed_id = :feed_id";

const IS_LINKED: &str = "
    SELECT EXISTS (SELECT 1 FROM reference_row WHERE key = :key) AS is_linked";

const OTHERS: &str = "
    SELECT feed_id
    FROM reference_row
    WHERE key = :key
      AND feed_id <> :feed_id";

const KEYS: &str = "
    SELECT key
    FROM reference_row
    WHERE feed_id = :feed_id";

const UNSTAGED: &str = "
    SELECT key
    FROM reference_row
    WHERE feed_id = :feed_id
      AND NOT EXISTS (
          SELECT 1
          FROM staged_row AS s
          WHERE s.feed_id = :feed_id
            AND s.key = reference_row.key)";

/// Those of the rows that other feeds of dictionaries have too.
pub(crate) fn shared(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>]) -> Result<Vec<Shared>, StoreError> {
    let mut shared = Vec::new();
    let mut linked = conn.prepare_cached(OTHERS)?;
    for row in rows {
        let others: Vec<i64> = linked
            .query_map(named_params! { ":key": row.key, ":feed_id": feed_id }, |row| {
                row.get("feed_id")
            })?
            .collect::<Result<_, _>>()?;
        if !others.is_empty() {
            shared.push(Shared {
                before: stored_rows::one(conn, Table::Reference, feed_id, row.key)?,
                key: row.key.to_owned(),
                others,
            });
        }
    }
    Ok(shared)
}

pub(crate) fn put(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    let read = rows
        .iter()
        .map(|row| ReferenceRow::decode(row.body).map_err(|error| LoadError::row(row.key, error)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut added = 0_u64;
    for (raw, row) in rows.iter().zip(&read) {
        put_one(conn, raw, row)?;
        let is_new = conn
            .prepare_cached(LINK)?
            .execute(named_params! { ":key": raw.key, ":feed_id": feed_id })?
            > 0;
        added = added.saturating_add(is_new.into());
    }
    Ok(added)
}

fn put_one(conn: &Connection, raw: &RawRow<'_>, row: &ReferenceRow) -> Result<(), LoadError> {
    let belongs = |kind: &str, id: &str| {
        if raw.key.strip_prefix(kind) == Some(id) {
            Ok(())
        } else {
            Err(LoadError::row(raw.key, RowFault::WrongKey))
        }
    };
    if let Some(group) = &row.group {
        belongs("g:", &group.id)?;
        put_group(conn, group)?;
    } else if let Some(property) = &row.property {
        belongs("p:", &property.id)?;
        conn.prepare_cached(PUT_PROPERTY)?
            .execute(named_params! { ":code": property.id, ":name": property.name })?;
    } else if let Some(price_type) = &row.price_type {
        belongs("t:", &price_type.id)?;
        conn.prepare_cached(PUT_PRICE_TYPE)?.execute(named_params! {
            ":code": price_type.id,
            ":name": price_type.name,
            ":currency": price_type.currency,
            ":includes_vat": price_type.includes_vat,
        })?;
    } else if let Some(warehouse) = &row.warehouse {
        belongs("w:", &warehouse.id)?;
        conn.prepare_cached(PUT_WAREHOUSE)?.execute(named_params! {
            ":code": warehouse.id, ":name": warehouse.name, ":address": warehouse.address,
        })?;
    }
    // A row with none of them is of a kind that a newer gateway knows: it is skipped, not refused.
    Ok(())
}

fn put_group(conn: &Connection, group: &GroupRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT_GROUP)?.execute(named_params! {
        ":code": group.id, ":parent": group.parent, ":name": group.name, ":ordinal": group.ordinal,
    })?;
    Ok(())
}

/// The id of a group that an item names, known or not.
pub(crate) fn group_id(conn: &Connection, code: &str) -> Result<i64, StoreError> {
    let find = || -> Result<Option<i64>, StoreError> {
        let mut find = conn.prepare_cached(GROUP_ID)?;
        Ok(find
            .query_row(named_params! { ":code": code }, |row| row.get("id"))
            .optional()?)
    };
    if let Some(id) = find()? {
        return Ok(id);
    }
    conn.prepare_cached(NAME_GROUP)?
        .execute(named_params! { ":code": code })?;
    Ok(conn.last_insert_rowid())
}

/// Takes a row out of a feed; it goes when no other feed has it.
pub(crate) fn remove(conn: &Connection, feed_id: i64, key: &str) -> Result<bool, StoreError> {
    let was_there = conn
        .prepare_cached(UNLINK)?
        .execute(named_params! { ":key": key, ":feed_id": feed_id })?
        > 0;
    let is_linked: bool = conn
        .prepare_cached(IS_LINKED)?
        .query_row(named_params! { ":key": key }, |row| row.get("is_linked"))?;
    if !is_linked {
        delete(conn, key)?;
    }
    Ok(was_there)
}

fn delete(conn: &Connection, key: &str) -> Result<(), StoreError> {
    let Some((kind, code)) = key.split_once(':') else {
        return Ok(());
    };
    let sql = match kind {
        "g" => REMOVE_GROUP,
        "p" => REMOVE_PROPERTY,
        "t" => REMOVE_PRICE_TYPE,
        "w" => REMOVE_WAREHOUSE,
        _ => return Ok(()),
    };
    conn.prepare_cached(sql)?.execute(named_params! { ":code": code })?;
    Ok(())
}

pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    remove_all(conn, UNSTAGED, feed_id)
}

pub(crate) fn purge(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    remove_all(conn, KEYS, feed_id)
}

fn remove_all(conn: &Connection, sql: &'static str, feed_id: i64) -> Result<(), StoreError> {
    let keys: Vec<String> = conn
        .prepare_cached(sql)?
        .query_map(named_params! { ":feed_id": feed_id }, |row| row.get("key"))?
        .collect::<Result<_, _>>()?;
    for key in keys {
        remove(conn, feed_id, &key)?;
    }
    Ok(())
}
