//! Counts of distinct live objects, as `stats` prints them.
//!
//! A product is an id up to `#`, a variant an offer with `#`, a price a pair of offer and price type, a stock row a pair
//! of offer and warehouse. Deleted products take their offers with them; offers whose product is not known yet count.

use crate::storage::{StorageError, Tx, query_one};
use serde::Serialize;

const SELECT_COUNTS: &str = "SELECT
    (SELECT count(*) FROM product_group WHERE is_deleted = 0) AS group_count,
    (SELECT count(*) FROM property WHERE is_deleted = 0) AS property_count,
    (SELECT count(DISTINCT base) FROM product WHERE is_deleted = 0) AS product_count,
    (SELECT count(*) FROM price_type WHERE is_deleted = 0) AS price_type_count,
    (SELECT count(*) FROM warehouse WHERE is_deleted = 0 AND id <> 'default') AS warehouse_count,
    (SELECT count(*) FROM orders) AS order_count,
    (SELECT count(*) FROM goods_file WHERE width > 0) AS picture_count,
    (SELECT count(*) FROM goods_file WHERE width = 0 AND problem = '') AS file_count,
    (SELECT count(*) FROM goods_file WHERE problem <> '') AS unusable_count";
/// Live: neither the offer, nor its own product record, nor the product before `#` is deleted.
const SELECT_VARIANTS: &str = "SELECT count(*) AS found
FROM offer o
LEFT JOIN product own ON own.number = o.number
LEFT JOIN feed_key k ON k.key = o.base
LEFT JOIN product whole ON whole.number = k.id
WHERE o.is_deleted = 0 AND COALESCE(own.is_deleted, 0) = 0 AND COALESCE(whole.is_deleted, 0) = 0 AND o.id <> o.base";
const SELECT_PRICES: &str = "SELECT count(*) AS found
FROM price p
JOIN price_type t ON t.id = p.price_type
JOIN offer o ON o.number = p.offer_number
LEFT JOIN product own ON own.number = o.number
LEFT JOIN feed_key k ON k.key = o.base
LEFT JOIN product whole ON whole.number = k.id
WHERE o.is_deleted = 0 AND COALESCE(own.is_deleted, 0) = 0 AND COALESCE(whole.is_deleted, 0) = 0 AND t.is_deleted = 0";
const SELECT_STOCK: &str = "SELECT count(*) AS found
FROM stock s
JOIN warehouse w ON w.id = s.warehouse
JOIN offer o ON o.number = s.offer_number
LEFT JOIN product own ON own.number = o.number
LEFT JOIN feed_key k ON k.key = o.base
LEFT JOIN product whole ON whole.number = k.id
WHERE o.is_deleted = 0 AND COALESCE(own.is_deleted, 0) = 0 AND COALESCE(whole.is_deleted, 0) = 0
  AND w.is_deleted = 0 AND s.warehouse <> 'default'";

/// The counts of one gateway.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Groups.
    pub groups: i64,
    /// Properties.
    pub properties: i64,
    /// Products of the catalogue, by id up to `#`.
    pub products: i64,
    /// Offers whose id has `#`.
    pub variants: i64,
    /// Price types, also those that only prices have named.
    pub price_types: i64,
    /// Pairs of offer and price type.
    pub prices: i64,
    /// Warehouses, without the implicit one.
    pub warehouses: i64,
    /// Pairs of offer and warehouse, without the implicit one.
    pub stock_rows: i64,
    /// Orders of dealers.
    pub orders: i64,
    /// Pictures of goods that are ready.
    pub pictures: i64,
    /// Certificates, instructions and other files of goods that are ready.
    pub files: i64,
    /// Pictures and files that came and are of no use.
    pub unusable_files: i64,
}

/// Counts.
///
/// # Errors
/// Any [`StorageError`].
pub fn stats(tx: &mut dyn Tx) -> Result<Stats, StorageError> {
    let counted = query_one(tx, SELECT_COUNTS, &[], |row| {
        Ok(Stats {
            groups: row.int("group_count")?,
            properties: row.int("property_count")?,
            products: row.int("product_count")?,
            price_types: row.int("price_type_count")?,
            warehouses: row.int("warehouse_count")?,
            orders: row.int("order_count")?,
            pictures: row.int("picture_count")?,
            files: row.int("file_count")?,
            unusable_files: row.int("unusable_count")?,
            ..Stats::default()
        })
    })?;
    let mut stats = counted.unwrap_or_default();
    for (sql, count) in [
        (SELECT_VARIANTS, &mut stats.variants),
        (SELECT_PRICES, &mut stats.prices),
        (SELECT_STOCK, &mut stats.stock_rows),
    ] {
        *count = query_one(tx, sql, &[], |row| row.int("found"))?.unwrap_or(0);
    }
    Ok(stats)
}
