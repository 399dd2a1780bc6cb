//! What was ordered without being there, for whoever buys in.

use crate::orders::OrdersError;
use crate::storage::{StorageError, Tx, query_all};
use cabinet_domain::order::OrderState;

/// A line, or some of it, that has to be got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnOrder {
    /// Number of the order.
    pub number: i64,
    /// Id of the legal entity.
    pub entity: String,
    /// Its name.
    pub entity_name: String,
    /// Gateway clock, ms since 1970.
    pub placed_at_ms: i64,
    /// Which item.
    pub item: String,
    /// At the time of the order.
    pub article: String,
    /// At the time of the order.
    pub name: String,
    /// Short name of the base unit.
    pub unit: String,
    /// In thousandths; never more than 1C leaves of the line.
    pub quantity_milli: i64,
}

// An order that is shipped or cancelled waits for nothing.
const SELECT: &str = "
    SELECT o.number, o.state, o.entity, e.name AS entity_name, o.placed_at_ms, l.item, l.article, l.name, l.unit,
           l.quantity_milli, l.on_order_milli
    FROM order_line AS l
    JOIN orders AS o ON o.id = l.order_id
    JOIN entity AS e ON e.id = o.entity
    WHERE l.on_order_milli > 0
      AND l.quantity_milli > 0
      AND o.is_cancelled = 0
      AND o.shipment_number = ''
    ORDER BY l.article, o.number, l.ordinal";

/// What is on order, by article and then by age.
///
/// # Errors
/// [`OrdersError`].
pub fn on_order(tx: &mut dyn Tx) -> Result<Vec<OnOrder>, OrdersError> {
    let rows = query_all(tx, SELECT, &[], |row| {
        let line = OnOrder {
            number: row.int("number")?,
            entity: row.text("entity")?,
            entity_name: row.text("entity_name")?,
            placed_at_ms: row.int("placed_at_ms")?,
            item: row.text("item")?,
            article: row.text("article")?,
            name: row.text("name")?,
            unit: row.text("unit")?,
            quantity_milli: row.int("on_order_milli")?.min(row.int("quantity_milli")?),
        };
        Ok::<_, StorageError>((row.text("state")?, line))
    })?;
    let is_open = |state: &str| {
        !matches!(
            OrderState::from_code(state),
            Some(OrderState::Cancelled | OrderState::Completed)
        )
    };
    Ok(rows
        .into_iter()
        .filter(|(state, _)| is_open(state))
        .map(|(_, line)| line)
        .collect())
}
