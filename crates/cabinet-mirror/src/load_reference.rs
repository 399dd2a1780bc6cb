//! Rows of `ref`: groups, properties, price types, warehouses.

use crate::feed_error::{LoadError, RowFault};
use crate::table::RawRow;
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

const KEYS: &str = "
    SELECT 'g:' || code AS key FROM item_group WHERE is_known = 1
    UNION ALL SELECT 'p:' || code FROM property
    UNION ALL SELECT 't:' || code FROM price_type
    UNION ALL SELECT 'w:' || code FROM warehouse";

const IS_STAGED: &str = "
    SELECT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = :key) AS is_staged";

pub(crate) fn put(conn: &Connection, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    let read = rows
        .iter()
        .map(|row| ReferenceRow::decode(row.body).map_err(|error| LoadError::row(row.key, error)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut added = 0_u64;
    for (raw, row) in rows.iter().zip(&read) {
        let is_new = !exists(conn, raw.key)?;
        put_one(conn, raw, row)?;
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

fn exists(conn: &Connection, key: &str) -> Result<bool, StoreError> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM item_group WHERE is_known = 1 AND 'g:' || code = :key AND code = :code)
            OR EXISTS (SELECT 1 FROM property WHERE 'p:' || code = :key AND code = :code)
            OR EXISTS (SELECT 1 FROM price_type WHERE 't:' || code = :key AND code = :code)
            OR EXISTS (SELECT 1 FROM warehouse WHERE 'w:' || code = :key AND code = :code) AS is_there";
    let code = key.split_once(':').map_or(key, |(_, code)| code);
    let mut exists = conn.prepare_cached(SQL)?;
    Ok(exists.query_row(named_params! { ":key": key, ":code": code }, |row| row.get("is_there"))?)
}

pub(crate) fn remove(conn: &Connection, key: &str) -> Result<bool, StoreError> {
    let Some((kind, code)) = key.split_once(':') else {
        return Ok(false);
    };
    let sql = match kind {
        "g" => REMOVE_GROUP,
        "p" => REMOVE_PROPERTY,
        "t" => REMOVE_PRICE_TYPE,
        "w" => REMOVE_WAREHOUSE,
        _ => return Ok(false),
    };
    Ok(conn.prepare_cached(sql)?.execute(named_params! { ":code": code })? > 0)
}

pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    for key in keys(conn)? {
        let mut is_staged = conn.prepare_cached(IS_STAGED)?;
        let stays: bool = is_staged.query_row(named_params! { ":feed_id": feed_id, ":key": key }, |row| {
            row.get("is_staged")
        })?;
        if !stays {
            remove(conn, &key)?;
        }
    }
    Ok(())
}

pub(crate) fn purge(conn: &Connection) -> Result<(), StoreError> {
    for key in keys(conn)? {
        remove(conn, &key)?;
    }
    Ok(())
}

fn keys(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let mut keys = conn.prepare_cached(KEYS)?;
    let rows = keys.query_map([], |row| row.get("key"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
