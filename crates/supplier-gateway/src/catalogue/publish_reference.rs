//! Brings the feeds `ref` to the groups, properties, price types and warehouses that the supplier has now.

use super::assortment::{self, Assortment};
use super::family::Family;
use super::publish::publish_counted;
use crate::feeds::{RowChange, ensure};
use crate::storage::{Row, StorageError, Tx, query_all};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::{GroupRow, PriceTypeRow, PropertyRow, ReferenceRow, WarehouseRow};
use prost::Message;
use std::collections::{BTreeMap, BTreeSet};

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
    let known = assortment::Feeds::read(tx)?;
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
        let body = ReferenceRow {
            price_type: Some(price_type),
            ..ReferenceRow::default()
        };
        Ok((known.prices(&id).collect::<Vec<_>>(), change(row, 't', &id, &body)?))
    })?;
    let warehouses = query_all(tx, SELECT_WAREHOUSES, &[], |row| {
        let id = row.text("id")?;
        let warehouse = WarehouseRow {
            id: id.clone(),
            name: row.text("name")?,
            address: row.text("address")?,
        };
        let body = ReferenceRow {
            warehouse: Some(warehouse),
            ..ReferenceRow::default()
        };
        Ok((known.stock(&id).collect::<Vec<_>>(), change(row, 'w', &id, &body)?))
    })?;
    for (feeds, row) in price_types.into_iter().chain(warehouses) {
        // A device asks for the feed of a price type even while it has no prices.
        for feed in feeds {
            ensure(tx, &feed, now_ms)?;
        }
        changes.push(row);
    }
    let mut changed = publish_counted(tx, &FeedName::reference(), &changes, now_ms)?;
    for narrow in assortment::narrow(tx)? {
        let shown = groups_shown(tx, &narrow)?;
        let is_shown = |key: &str| key.strip_prefix("g:").is_none_or(|group| shown.contains(group));
        let rows: Vec<RowChange> = changes
            .iter()
            .map(|change| RowChange {
                key: change.key.clone(),
                body: change.body.clone().filter(|_| is_shown(&change.key)),
            })
            .collect();
        let feed = FeedName::Reference(narrow.id);
        changed = changed.saturating_add(publish_counted(tx, &feed, &rows, now_ms)?);
    }
    Ok(changed)
}

/// The groups that an assortment has goods in, and those above them.
pub(crate) fn groups_shown(tx: &mut dyn Tx, narrow: &Assortment) -> Result<BTreeSet<String>, StorageError> {
    let above: BTreeMap<String, Option<String>> = query_all(tx, SELECT_GROUPS, &[], |row| {
        Ok((row.text("id")?, row.opt_text("parent")?))
    })?
    .into_iter()
    .collect();
    let mut begin = narrow.groups().clone();
    for base in narrow.products() {
        let products = Family::read(tx, base)?.products;
        begin.extend(products.into_iter().filter_map(|product| product.details.group));
    }
    let mut shown = BTreeSet::new();
    for group in begin {
        let mut next = Some(group);
        while let Some(group) = next.filter(|group| !shown.contains(group)) {
            next = above.get(&group).cloned().flatten();
            shown.insert(group);
        }
    }
    Ok(shown)
}

fn change(row: &dyn Row, kind: char, id: &str, body: &ReferenceRow) -> Result<RowChange, StorageError> {
    let is_deleted = row.int("is_deleted")? != 0;
    Ok(RowChange {
        key: format!("{kind}:{id}"),
        body: (!is_deleted).then(|| body.encode_to_vec()),
    })
}
