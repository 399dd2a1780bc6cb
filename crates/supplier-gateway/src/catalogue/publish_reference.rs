//! Brings the feed `ref` to the groups, properties, price types and warehouses that the supplier has now.

use super::publish::publish_counted;
use crate::feeds::{RowChange, ensure};
use crate::storage::{Row, StorageError, Tx, query_all};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::{GroupRow, PriceTypeRow, PropertyRow, ReferenceRow, WarehouseRow};
use prost::Message;

const SELECT_GROUPS: &str = "SELECT id, parent, name, ordinal, is_deleted
FROM product_group";
const SELECT_PROPERTIES: &str = "SELECT id, name, is_deleted
FROM property";
const SELECT_PRICE_TYPES: &str = "SELECT t.id, t.name, t.includes_vat, t.is_deleted,
       COALESCE((SELECT c.code FROM currency_text c WHERE c.written = t.currency_written AND c.code <> ''),
                (SELECT c.code
                 FROM price p
                 JOIN currency_text c ON c.written = p.currency_written
                 WHERE p.price_type = t.id AND t.currency_written = '' AND c.code <> ''
                 LIMIT 1),
                '') AS currency
FROM price_type t";
const SELECT_WAREHOUSES: &str = "SELECT id, name, address, is_deleted
FROM warehouse";

/// Publishes what changed, and makes the feeds of new price types and warehouses; returns how many rows changed.
pub(crate) fn publish_reference(tx: &mut dyn Tx, now_ms: i64) -> Result<u64, StorageError> {
    let mut changes = query_all(tx, SELECT_GROUPS, &[], |row| {
        let id = row.text("id")?;
        let parent = row.opt_text("parent")?;
        let ordinal = u32::try_from(row.int("ordinal")?).unwrap_or(u32::MAX);
        let group = GroupRow {
            id: id.clone(),
            name: row.text("name")?,
            parent,
            ordinal,
        };
        change(
            row,
            'g',
            &id,
            &ReferenceRow {
                group: Some(group),
                ..ReferenceRow::default()
            },
        )
    })?;
    changes.extend(query_all(tx, SELECT_PROPERTIES, &[], |row| {
        let id = row.text("id")?;
        let property = PropertyRow {
            id: id.clone(),
            name: row.text("name")?,
        };
        change(
            row,
            'p',
            &id,
            &ReferenceRow {
                property: Some(property),
                ..ReferenceRow::default()
            },
        )
    })?);
    let price_types = query_all(tx, SELECT_PRICE_TYPES, &[], |row| {
        let id = row.text("id")?;
        let price_type = PriceTypeRow {
            id: id.clone(),
            name: row.text("name")?,
            currency: row.text("currency")?,
            includes_vat: row.int("includes_vat")? != 0,
        };
        let feed = FeedName::Prices(id.clone());
        Ok((
            feed,
            change(
                row,
                't',
                &id,
                &ReferenceRow {
                    price_type: Some(price_type),
                    ..ReferenceRow::default()
                },
            )?,
        ))
    })?;
    let warehouses = query_all(tx, SELECT_WAREHOUSES, &[], |row| {
        let id = row.text("id")?;
        let warehouse = WarehouseRow {
            id: id.clone(),
            name: row.text("name")?,
            address: row.text("address")?,
        };
        let feed = FeedName::Stock(id.clone());
        Ok((
            feed,
            change(
                row,
                'w',
                &id,
                &ReferenceRow {
                    warehouse: Some(warehouse),
                    ..ReferenceRow::default()
                },
            )?,
        ))
    })?;
    for (feed, row) in price_types.into_iter().chain(warehouses) {
        // A device asks for the feed of a price type even while it has no prices.
        ensure(tx, &feed, now_ms)?;
        changes.push(row);
    }
    publish_counted(tx, &FeedName::Reference, &changes, now_ms)
}

fn change(row: &dyn Row, kind: char, id: &str, body: &ReferenceRow) -> Result<RowChange, StorageError> {
    let is_deleted = row.int("is_deleted")? != 0;
    Ok(RowChange {
        key: format!("{kind}:{id}"),
        body: (!is_deleted).then(|| body.encode_to_vec()),
    })
}
