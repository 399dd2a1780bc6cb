//! Brings the feeds `stock:…` to the stock of a page of products, less what is held.

use super::family::Family;
use super::publish::{Page, Readers, To, publish_narrowed};
use super::reference::DEFAULT_WAREHOUSE;
use super::terms::ItemTerms;
use super::unpublished::STOCK;
use crate::feeds::RowChange;
use crate::storage::{StorageError, Tx, Value, query_all};
use crate::subscriptions;
use cabinet_domain::quantity::Quantity;
use cabinet_domain::stock::{StockLevel, StockMode};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::StockRow;
use prost::Message;
use std::collections::BTreeMap;

const SELECT_STOCK: &str = "SELECT s.warehouse, s.quantity_milli, w.is_deleted,
       CAST((SELECT COALESCE(sum(h.quantity_milli), 0)
             FROM hold h
             WHERE h.item = $2 AND h.warehouse = s.warehouse AND h.expires_at_ms > $3) AS BIGINT) AS held_milli
FROM stock s
JOIN warehouse w ON w.id = s.warehouse
WHERE s.offer_number = $1";

struct StockAt {
    warehouse: String,
    quantity_milli: i64,
    is_shown: bool,
}

/// Publishes the stock of the families whose stock is marked; leaves in `available` what is there of each item in all
/// warehouses together, in thousandths. Returns how many rows of feeds changed.
pub(super) fn publish_stock(
    tx: &mut dyn Tx,
    families: &[(Family, i64)],
    to: &To<'_>,
    available: &mut BTreeMap<String, i64>,
) -> Result<u64, StorageError> {
    let marked = families.iter().filter(|(_, what)| what & STOCK != 0);
    let offers = marked.flat_map(|(family, _)| &family.offers);
    let numbered: Vec<(i64, &str)> = offers.map(|offer| (offer.number, offer.id.as_str())).collect();
    publish_offers(tx, &numbered, to, available)
}

/// Publishes the stock of items of which an order has just taken hold. What else is known of them has not changed, so only
/// that is read again, and those are told who wait for them.
///
/// # Errors
/// Any [`StorageError`].
pub fn publish_held(tx: &mut dyn Tx, items: &[&ItemTerms], now_ms: i64) -> Result<(), StorageError> {
    let readers = Readers::read(tx)?;
    let page = Page::of_terms(items);
    let to = To {
        readers: &readers,
        page: &page,
        now_ms,
    };
    let offers = items
        .iter()
        .filter_map(|item| Some((item.offer_number?, item.item.as_str())));
    let offers: Vec<(i64, &str)> = offers.collect();
    let mut available = BTreeMap::new();
    publish_offers(tx, &offers, &to, &mut available)?;
    let touched: Vec<(&str, i64)> = offers.iter().map(|(_, id)| (*id, STOCK)).collect();
    subscriptions::after_publish(tx, &touched, &available, now_ms).map_err(|error| StorageError::Other(Box::new(error)))
}

fn publish_offers(
    tx: &mut dyn Tx,
    offers: &[(i64, &str)],
    to: &To<'_>,
    available: &mut BTreeMap<String, i64>,
) -> Result<u64, StorageError> {
    let mut by_warehouse: BTreeMap<String, Vec<(String, Option<i64>)>> = BTreeMap::new();
    for (number, id) in offers {
        let rows = stock_of(tx, *number, id, to.now_ms)?;
        // Rows of warehouses say more than a total, so the total is not shown beside them.
        let has_warehouses = rows.iter().any(|row| row.warehouse != DEFAULT_WAREHOUSE);
        for row in rows {
            let is_shown = row.is_shown && to.page.has(id) && !(has_warehouses && row.warehouse == DEFAULT_WAREHOUSE);
            if is_shown {
                let sum = available.entry((*id).to_owned()).or_insert(0);
                *sum = sum.saturating_add(row.quantity_milli);
            }
            let shown = is_shown.then_some(row.quantity_milli);
            by_warehouse
                .entry(row.warehouse)
                .or_default()
                .push(((*id).to_owned(), shown));
        }
    }
    let mut changed = 0_u64;
    for (warehouse, stock) in by_warehouse {
        changed = changed.saturating_add(publish_warehouse(tx, to, &warehouse, &stock)?);
    }
    Ok(changed)
}

fn stock_of(tx: &mut dyn Tx, number: i64, id: &str, now_ms: i64) -> Result<Vec<StockAt>, StorageError> {
    let params = [Value::Int(number), Value::from(id), Value::Int(now_ms)];
    query_all(tx, SELECT_STOCK, &params, |row| {
        Ok(StockAt {
            warehouse: row.text("warehouse")?,
            quantity_milli: row.int("quantity_milli")?.saturating_sub(row.int("held_milli")?).max(0),
            is_shown: row.int("is_deleted")? == 0,
        })
    })
}

/// Publishes the stock of one warehouse, in numbers for every assortment and in words where somebody sees words.
fn publish_warehouse(
    tx: &mut dyn Tx,
    to: &To<'_>,
    warehouse: &str,
    stock: &[(String, Option<i64>)],
) -> Result<u64, StorageError> {
    let mut changed = 0_u64;
    for mode in [StockMode::Exact, StockMode::Words] {
        if mode == StockMode::Words && to.readers.in_words.is_empty() {
            continue;
        }
        let changes: Vec<RowChange> = stock
            .iter()
            .map(|(item, milli)| stock_row(item, *milli, mode))
            .collect();
        for (assortment, members) in to.readers.each(to.page) {
            if mode == StockMode::Words && !to.readers.in_words.contains(assortment) {
                continue;
            }
            let feed = FeedName::Stock {
                warehouse: warehouse.to_owned(),
                mode,
                assortment: assortment.to_owned(),
            };
            changed = changed.saturating_add(publish_narrowed(tx, &feed, &changes, members.as_ref(), to.now_ms)?);
        }
    }
    Ok(changed)
}

/// In words no number is in the row, not even one that nobody looks at.
fn stock_row(item: &str, quantity_milli: Option<i64>, mode: StockMode) -> RowChange {
    let row = |milli| {
        let is_exact = mode.tells_quantities();
        let level = StockLevel::of(Quantity::from_milli(milli));
        StockRow {
            item: item.to_owned(),
            quantity_milli: if is_exact { milli } else { 0 },
            level: if is_exact {
                String::new()
            } else {
                level.code().to_owned()
            },
        }
    };
    RowChange {
        key: item.to_owned(),
        body: quantity_milli.map(|milli| row(milli).encode_to_vec()),
    }
}
