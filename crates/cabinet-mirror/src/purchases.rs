//! What one legal entity bought, from its own orders: of one item, and by months. Cancelled orders and dropped lines are
//! not purchases, and neither is what came without prices: an order without a currency is of a feed without sums.

use crate::entity::EntityMirror;
use crate::mirror::MirrorError;
use cabinet_domain::ids::{ItemId, OrderId};
use cabinet_domain::order::OrderState;
use rusqlite::named_params;
use std::collections::HashMap;

/// One line of an order, as a purchase of its item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// In which order.
    pub order: OrderId,
    /// Number of the gateway.
    pub order_number: String,
    /// UTC, ms since 1970.
    pub placed_at_ms: i64,
    /// In thousandths.
    pub quantity_milli: i64,
    /// Short name of the unit.
    pub unit: String,
    /// Of a unit, in millionths.
    pub price_micro: i64,
    /// ISO 4217.
    pub currency: String,
}

/// How much of an item is bought at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habit {
    /// How often it was bought.
    pub purchases: u32,
    /// The least that was bought at once, in thousandths.
    pub least_milli: i64,
    /// The most.
    pub most_milli: i64,
}

/// What was ordered in a month.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthSum {
    /// `YYYY-MM`, by the calendar of this computer.
    pub month: String,
    /// ISO 4217.
    pub currency: String,
    /// Sum with VAT.
    pub total_minor: i64,
    /// How many orders.
    pub orders: u32,
}

const OF_ITEM: &str = "
    SELECT o.id, o.number, o.placed_at_ms, o.currency, l.quantity_milli, l.unit, l.price_micro
    FROM order_line l
    JOIN placed_order o ON o.id = l.order_id
    WHERE l.item = :item
      AND l.quantity_milli > 0
      AND o.state <> :cancelled
      AND o.currency <> ''
    ORDER BY o.placed_at_ms DESC, o.id, l.ordinal";

const HABITS: &str = "
    SELECT l.item, count(*) AS purchases, min(l.quantity_milli) AS least_milli, max(l.quantity_milli) AS most_milli
    FROM order_line l
    JOIN placed_order o ON o.id = l.order_id
    WHERE l.quantity_milli > 0
      AND o.state <> :cancelled
    GROUP BY l.item
    HAVING count(*) >= :least";

const BY_MONTH: &str = "
    SELECT strftime('%Y-%m', placed_at_ms / 1000, 'unixepoch', 'localtime') AS month, currency,
           sum(total_minor) AS total_minor, count(*) AS orders
    FROM placed_order
    WHERE state <> :cancelled
      AND currency <> ''
    GROUP BY month, currency
    ORDER BY month, currency";

impl EntityMirror {
    /// Purchases of an item, the newest first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn purchases_of(&self, item: &ItemId) -> Result<Vec<Purchase>, MirrorError> {
        let cancelled = OrderState::Cancelled.code();
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(OF_ITEM)?;
            let rows = list.query_map(
                named_params! { ":item": item.as_str(), ":cancelled": cancelled },
                |row| {
                    Ok(Purchase {
                        order: OrderId::new(row.get::<_, String>("id")?),
                        order_number: row.get("number")?,
                        placed_at_ms: row.get("placed_at_ms")?,
                        quantity_milli: row.get("quantity_milli")?,
                        unit: row.get("unit")?,
                        price_micro: row.get("price_micro")?,
                        currency: row.get("currency")?,
                    })
                },
            )?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How much of each item is bought at a time, of those that were bought at least so often.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn habits(&self, least: u32) -> Result<HashMap<ItemId, Habit>, MirrorError> {
        let cancelled = OrderState::Cancelled.code();
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(HABITS)?;
            let rows = list.query_map(named_params! { ":cancelled": cancelled, ":least": least }, |row| {
                let habit = Habit {
                    purchases: row.get("purchases")?,
                    least_milli: row.get("least_milli")?,
                    most_milli: row.get("most_milli")?,
                };
                Ok((ItemId::new(row.get::<_, String>("item")?), habit))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Sums of orders by month and currency, the oldest first; months without an order are not there.
    ///
    /// # Errors
    /// [`MirrorError`], also when a sum is beyond what a number of minor units holds.
    pub fn purchases_by_month(&self) -> Result<Vec<MonthSum>, MirrorError> {
        let cancelled = OrderState::Cancelled.code();
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(BY_MONTH)?;
            let rows = list.query_map(named_params! { ":cancelled": cancelled }, |row| {
                Ok(MonthSum {
                    month: row.get("month")?,
                    currency: row.get("currency")?,
                    total_minor: row.get("total_minor")?,
                    orders: row.get("orders")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
