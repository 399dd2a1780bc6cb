//! The list of products that a transaction has touched and not yet published.
//!
//! It lies in the database, so an import of any size keeps its memory flat; it is empty outside of transactions.

use crate::storage::{StorageError, Tx, Value};
use cabinet_protocol::feed::{ALL_GOODS, FeedName};

/// The row of the item itself.
pub(crate) const ITEMS: i64 = 1;
/// The rows of its prices.
pub(crate) const PRICES: i64 = 2;
/// The rows of its stock.
pub(crate) const STOCK: i64 = 4;
/// The rows of its pictures and files, of its analogues and arrivals.
pub(crate) const MEDIA: i64 = 8;
/// All of them: something became live or ceased to be.
pub(crate) const ALL: i64 = ITEMS | PRICES | STOCK | MEDIA;

const INSERT: &str = "INSERT INTO unpublished (base, what)
VALUES ($1, $2)
ON CONFLICT (base) DO UPDATE
SET what = unpublished.what | excluded.what";
const INSERT_EVERY_PRODUCT: &str = "INSERT INTO unpublished (base, what)
SELECT DISTINCT base, CAST($1 AS BIGINT)
FROM product
WHERE 1 = 1
ON CONFLICT (base) DO UPDATE
SET what = unpublished.what | excluded.what";
const INSERT_BY_PRICE_TYPE: &str = "INSERT INTO unpublished (base, what)
SELECT DISTINCT o.base, 2
FROM price p
JOIN offer o ON o.number = p.offer_number
WHERE p.price_type = $1
ON CONFLICT (base) DO UPDATE
SET what = unpublished.what | excluded.what";
const INSERT_BY_WAREHOUSE: &str = "INSERT INTO unpublished (base, what)
SELECT DISTINCT o.base, 4
FROM stock s
JOIN offer o ON o.number = s.offer_number
WHERE s.warehouse = $1
ON CONFLICT (base) DO UPDATE
SET what = unpublished.what | excluded.what";
const INSERT_BY_CURRENCY: &str = "INSERT INTO unpublished (base, what)
SELECT DISTINCT o.base, 2
FROM price p
JOIN offer o ON o.number = p.offer_number
JOIN price_type t ON t.id = p.price_type
WHERE p.currency_written = $1 OR (p.currency_written = '' AND t.currency_written = $1)
ON CONFLICT (base) DO UPDATE
SET what = unpublished.what | excluded.what";
const WIDEN_ITEMS: &str = "UPDATE unpublished
SET what = 15
WHERE (what & 1) <> 0";
const INSERT_WITH_ANALOGUES: &str = "INSERT INTO unpublished (base, what)
SELECT x.base, 8
FROM (SELECT p.base
      FROM product p
      JOIN feed_row r ON r.key_id = p.number
      JOIN feed f ON f.id = r.feed_id
      WHERE f.name = $1 AND r.deleted_at_ms IS NULL
      UNION
      SELECT o.base
      FROM offer o
      JOIN feed_row r ON r.key_id = o.number
      JOIN feed f ON f.id = r.feed_id
      WHERE f.name = $1 AND r.deleted_at_ms IS NULL) x
WHERE EXISTS (SELECT 1 FROM unpublished u WHERE (u.what & 1) <> 0)
ON CONFLICT (base) DO UPDATE
SET what = unpublished.what | excluded.what";
const DELETE_ALL: &str = "DELETE FROM unpublished";

/// Marks a product.
pub(crate) fn mark(tx: &mut dyn Tx, base: &str, what: i64) -> Result<(), StorageError> {
    tx.execute(INSERT, &[Value::from(base), Value::Int(what)]).map(|_| ())
}

/// Marks every product: a dictionary changed, or the rules did.
pub(crate) fn mark_every_product(tx: &mut dyn Tx, what: i64) -> Result<(), StorageError> {
    tx.execute(INSERT_EVERY_PRODUCT, &[Value::Int(what)]).map(|_| ())
}

/// Marks the prices of a price type.
pub(crate) fn mark_price_type(tx: &mut dyn Tx, price_type: &str) -> Result<(), StorageError> {
    tx.execute(INSERT_BY_PRICE_TYPE, &[Value::from(price_type)]).map(|_| ())
}

/// Marks the stock of a warehouse.
pub(crate) fn mark_warehouse(tx: &mut dyn Tx, warehouse: &str) -> Result<(), StorageError> {
    tx.execute(INSERT_BY_WAREHOUSE, &[Value::from(warehouse)]).map(|_| ())
}

/// Marks the prices whose currency is written so.
pub(crate) fn mark_currency(tx: &mut dyn Tx, written: &str) -> Result<(), StorageError> {
    tx.execute(INSERT_BY_CURRENCY, &[Value::from(written)]).map(|_| ())
}

/// Marks all the other rows too of every product whose item is marked, and everything that has analogues: an assortment
/// that a product enters or leaves names it among them from then on, or no more.
pub(crate) fn widen_items(tx: &mut dyn Tx) -> Result<(), StorageError> {
    tx.execute(WIDEN_ITEMS, &[])?;
    let analogues = FeedName::Analogues(ALL_GOODS.to_owned()).to_string();
    tx.execute(INSERT_WITH_ANALOGUES, &[analogues.into()]).map(|_| ())
}

/// Empties the list.
pub(crate) fn clear(tx: &mut dyn Tx) -> Result<(), StorageError> {
    tx.execute(DELETE_ALL, &[]).map(|_| ())
}
