//! What was ordered lately for a legal entity, by anyone: the lines of its newest orders. Cancelled orders and dropped lines
//! are not counted.

use crate::entity::EntityMirror;
use crate::mirror::MirrorError;
use cabinet_domain::ids::{CommandKey, ItemId, OrderId};
use cabinet_domain::order::OrderState;
use rusqlite::named_params;

/// A line of an order of the last days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateLine {
    /// In which order.
    pub order: OrderId,
    /// Number of the gateway.
    pub number: String,
    /// The command that placed it; `None` for an order made by the supplier.
    pub command_key: Option<CommandKey>,
    /// UTC, ms since 1970.
    pub placed_at_ms: i64,
    /// Name of the person.
    pub placed_by: String,
    /// Which item.
    pub item: ItemId,
    /// Now, in thousandths.
    pub quantity_milli: i64,
}

const SINCE: &str = "
    SELECT o.id, o.number, o.command_key, o.placed_at_ms, o.placed_by, l.item, l.quantity_milli
    FROM placed_order o
    JOIN order_line l ON l.order_id = o.id
    WHERE o.placed_at_ms >= :since_ms
      AND o.state <> :cancelled
      AND l.quantity_milli > 0
    ORDER BY o.placed_at_ms DESC, o.id, l.ordinal";

impl EntityMirror {
    /// Lines of orders that were placed since a moment (UTC, ms since 1970), the newest order first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn lines_since(&self, since_ms: i64) -> Result<Vec<LateLine>, MirrorError> {
        let cancelled = OrderState::Cancelled.code();
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(SINCE)?;
            let rows = list.query_map(
                named_params! { ":since_ms": since_ms, ":cancelled": cancelled },
                |row| {
                    let key: String = row.get("command_key")?;
                    Ok(LateLine {
                        order: OrderId::new(row.get::<_, String>("id")?),
                        number: row.get("number")?,
                        command_key: (!key.is_empty()).then(|| CommandKey::new(key)),
                        placed_at_ms: row.get("placed_at_ms")?,
                        placed_by: row.get("placed_by")?,
                        item: ItemId::new(row.get::<_, String>("item")?),
                        quantity_milli: row.get("quantity_milli")?,
                    })
                },
            )?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
