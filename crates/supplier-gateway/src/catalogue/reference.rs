//! Writes groups, properties, units, price types and warehouses, and says whether anything changed.

use crate::storage::{StorageError, Tx, Value, query_one};
use commerceml::model;

const SELECT_GROUP: &str = "SELECT parent, name, ordinal, is_deleted
FROM product_group
WHERE id = $1";
const UPSERT_GROUP: &str = "INSERT INTO product_group (id, parent, name, ordinal, is_deleted)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE
SET parent = excluded.parent, name = excluded.name, ordinal = excluded.ordinal, is_deleted = excluded.is_deleted";
const SELECT_PROPERTY: &str = "SELECT name, value_type, is_deleted
FROM property
WHERE id = $1";
const UPSERT_PROPERTY: &str = "INSERT INTO property (id, name, value_type, is_deleted)
VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, value_type = excluded.value_type, is_deleted = excluded.is_deleted";
const SELECT_VALUE: &str = "SELECT value
FROM property_value
WHERE property_id = $1 AND id = $2";
const UPSERT_VALUE: &str = "INSERT INTO property_value (property_id, id, value)
VALUES ($1, $2, $3)
ON CONFLICT (property_id, id) DO UPDATE
SET value = excluded.value";
const SELECT_UNIT: &str = "SELECT code, name, full_name, international
FROM unit
WHERE id = $1";
const UPSERT_UNIT: &str = "INSERT INTO unit (id, code, name, full_name, international)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE
SET code = excluded.code, name = excluded.name, full_name = excluded.full_name,
    international = excluded.international";
const SELECT_PRICE_TYPE: &str = "SELECT name, currency_written, includes_vat, is_placeholder, is_deleted
FROM price_type
WHERE id = $1";
const UPSERT_PRICE_TYPE: &str =
    "INSERT INTO price_type (id, name, currency_written, includes_vat, ordinal, is_placeholder, is_deleted)
VALUES ($1, $2, $3, $4, (SELECT COALESCE(max(ordinal), 0) + 1 FROM price_type), $5, $6)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, currency_written = excluded.currency_written, includes_vat = excluded.includes_vat,
    is_placeholder = excluded.is_placeholder, is_deleted = excluded.is_deleted";
const SELECT_WAREHOUSE: &str = "SELECT name, address, is_placeholder, is_deleted
FROM warehouse
WHERE id = $1";
const UPSERT_WAREHOUSE: &str = "INSERT INTO warehouse (id, name, address, ordinal, is_placeholder, is_deleted)
VALUES ($1, $2, $3, (SELECT COALESCE(max(ordinal), 0) + 1 FROM warehouse), $4, $5)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, address = excluded.address, is_placeholder = excluded.is_placeholder,
    is_deleted = excluded.is_deleted";

/// The warehouse that stands for stock given without one.
pub(crate) const DEFAULT_WAREHOUSE: &str = "default";
const DEFAULT_WAREHOUSE_NAME: &str = "Основной склад";

/// Writes a group at its place of the export; true when it changed.
pub(crate) fn write_group(tx: &mut dyn Tx, group: &model::Group, ordinal: i64) -> Result<bool, StorageError> {
    let values = [
        Value::from(group.id.as_str()),
        Value::from(group.parent.clone()),
        Value::from(group.name.as_str()),
        Value::Int(ordinal),
        Value::from(group.is_deleted),
    ];
    let [id, ..] = &values;
    let is_same = query_one(tx, SELECT_GROUP, std::slice::from_ref(id), |row| {
        Ok(row.opt_text("parent")? == group.parent
            && row.text("name")? == group.name
            && row.int("ordinal")? == ordinal
            && row.int("is_deleted")? == i64::from(group.is_deleted))
    })?;
    write_if_new(tx, is_same, UPSERT_GROUP, &values)
}

/// Writes a property and its reference values; true when anything changed. Values that are not named stay.
pub(crate) fn write_property(tx: &mut dyn Tx, property: &model::Property) -> Result<bool, StorageError> {
    let id = Value::from(property.id.as_str());
    let is_same = query_one(tx, SELECT_PROPERTY, std::slice::from_ref(&id), |row| {
        Ok(row.text("name")? == property.name
            && row.text("value_type")? == property.value_type
            && row.int("is_deleted")? == i64::from(property.is_deleted))
    })?;
    let values = [
        id,
        Value::from(property.name.as_str()),
        Value::from(property.value_type.as_str()),
        Value::from(property.is_deleted),
    ];
    let mut is_changed = write_if_new(tx, is_same, UPSERT_PROPERTY, &values)?;
    for (value_id, value) in property.variants.iter().filter(|(value_id, _)| !value_id.is_empty()) {
        // An id such as `true` belongs to many properties, with words of its own in each.
        let key = [Value::from(property.id.as_str()), Value::from(value_id.as_str())];
        let is_same = query_one(tx, SELECT_VALUE, &key, |row| Ok(row.text("value")? == *value))?;
        let [property_id, id] = key;
        let values = [property_id, id, Value::from(value.as_str())];
        is_changed |= write_if_new(tx, is_same, UPSERT_VALUE, &values)?;
    }
    Ok(is_changed)
}

/// Writes a unit under its id, and under its code, because goods may name either; true when it changed.
pub(crate) fn write_unit(tx: &mut dyn Tx, unit: &model::Unit) -> Result<bool, StorageError> {
    let code = unit.code.trim();
    let mut is_changed = false;
    for id in [unit.id.as_str(), code] {
        if id.is_empty() {
            continue;
        }
        let id = Value::from(id);
        let is_same = query_one(tx, SELECT_UNIT, std::slice::from_ref(&id), |row| {
            Ok(row.text("code")? == code
                && row.text("name")? == unit.name
                && row.text("full_name")? == unit.full_name
                && row.text("international")? == unit.international)
        })?;
        let values = [
            id,
            Value::from(code),
            Value::from(unit.name.as_str()),
            Value::from(unit.full_name.as_str()),
            Value::from(unit.international.as_str()),
        ];
        is_changed |= write_if_new(tx, is_same, UPSERT_UNIT, &values)?;
    }
    Ok(is_changed)
}

/// What writing a price type changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PriceTypeChange {
    /// Nothing.
    None,
    /// Its name or words; prices stay as they are.
    Words,
    /// What its prices mean: the currency or the deletion.
    Meaning,
}

/// Writes a price type.
pub(crate) fn write_price_type(tx: &mut dyn Tx, given: &model::PriceType) -> Result<PriceTypeChange, StorageError> {
    let id = Value::from(given.id.as_str());
    let currency = given.currency.trim();
    let known = query_one(tx, SELECT_PRICE_TYPE, std::slice::from_ref(&id), |row| {
        Ok((
            row.text("name")?,
            row.text("currency_written")?,
            row.int("includes_vat")? != 0,
            row.int("is_placeholder")? != 0,
            row.int("is_deleted")? != 0,
        ))
    })?;
    // Not said means "as before"; for a new one, the usual way of wholesale price lists.
    let includes_vat = given
        .includes_tax
        .or(known.as_ref().map(|known| known.2))
        .unwrap_or(true);
    let name = if given.name.is_empty() {
        given.id.as_str()
    } else {
        given.name.as_str()
    };
    let change = match &known {
        Some((_, written, _, _, was_deleted)) if written != currency || *was_deleted != given.is_deleted => {
            PriceTypeChange::Meaning
        }
        Some((old, _, vat, false, _)) if old == name && *vat == includes_vat => return Ok(PriceTypeChange::None),
        Some(_) | None => PriceTypeChange::Words,
    };
    let values = [
        id,
        Value::from(name),
        Value::from(currency),
        Value::from(includes_vat),
        Value::from(false),
        Value::from(given.is_deleted),
    ];
    tx.execute(UPSERT_PRICE_TYPE, &values)?;
    Ok(change)
}

/// Makes a placeholder for a price type that only prices have named so far; true when it was new.
pub(crate) fn ensure_price_type(tx: &mut dyn Tx, id: &str) -> Result<bool, StorageError> {
    let key = Value::from(id);
    let known = query_one(tx, SELECT_PRICE_TYPE, std::slice::from_ref(&key), |_| Ok(true))?;
    let values = [
        key.clone(),
        key,
        Value::from(""),
        Value::from(true),
        Value::from(true),
        Value::from(false),
    ];
    write_if_new(tx, known, UPSERT_PRICE_TYPE, &values)
}

/// What writing a warehouse changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WarehouseChange {
    /// Anything at all.
    pub is_changed: bool,
    /// Its stock appears or disappears.
    pub is_deletion_changed: bool,
}

/// Writes a warehouse.
pub(crate) fn write_warehouse(tx: &mut dyn Tx, given: &model::Warehouse) -> Result<WarehouseChange, StorageError> {
    let id = Value::from(given.id.as_str());
    let name = if given.name.is_empty() {
        given.id.as_str()
    } else {
        given.name.as_str()
    };
    let known = query_one(tx, SELECT_WAREHOUSE, std::slice::from_ref(&id), |row| {
        let was_deleted = row.int("is_deleted")? != 0;
        let is_same = row.text("name")? == name
            && row.text("address")? == given.address
            && row.int("is_placeholder")? == 0
            && was_deleted == given.is_deleted;
        Ok((is_same, was_deleted))
    })?;
    let is_same = known.map(|(is_same, _)| is_same);
    let values = [
        id,
        Value::from(name),
        Value::from(given.address.as_str()),
        Value::from(false),
        Value::from(given.is_deleted),
    ];
    let is_changed = write_if_new(tx, is_same, UPSERT_WAREHOUSE, &values)?;
    let is_deletion_changed = known.is_some_and(|(_, was_deleted)| was_deleted != given.is_deleted);
    Ok(WarehouseChange {
        is_changed,
        is_deletion_changed,
    })
}

/// Makes a placeholder for a warehouse that only stock has named so far, or the implicit one; true when it was new.
pub(crate) fn ensure_warehouse(tx: &mut dyn Tx, id: &str) -> Result<bool, StorageError> {
    let key = Value::from(id);
    let known = query_one(tx, SELECT_WAREHOUSE, std::slice::from_ref(&key), |_| Ok(true))?;
    let is_default = id == DEFAULT_WAREHOUSE;
    let name = if is_default { DEFAULT_WAREHOUSE_NAME } else { id };
    let values = [
        key,
        Value::from(name),
        Value::from(""),
        Value::from(!is_default),
        Value::from(false),
    ];
    write_if_new(tx, known, UPSERT_WAREHOUSE, &values)
}

fn write_if_new(
    tx: &mut dyn Tx,
    is_same: Option<bool>,
    sql: &'static str,
    values: &[Value],
) -> Result<bool, StorageError> {
    if is_same == Some(true) {
        return Ok(false);
    }
    tx.execute(sql, values)?;
    Ok(true)
}
