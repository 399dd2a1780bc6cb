//! `purchases_of_item`.

use super::{ItemPurchases, PurchaseView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use cabinet_domain::access::Right;
use cabinet_domain::ids::ItemId;
use cabinet_mirror::Purchase;

const YEAR_MS: i64 = 365 * 24 * 60 * 60 * 1000;

/// What a legal entity bought of an item, the newest first; nothing where the role sees no documents or no prices.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn of_item(cabinet: &Cabinet, entity: String, item: String) -> Result<ItemPurchases, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            let sees = grant.role.may(Right::SeeDocuments) && grant.role.may(Right::SeePrices);
            let rows = if sees {
                open.documents(&grant.entity)?.purchases_of(&ItemId::new(item))?
            } else {
                Vec::new()
            };
            Ok(view(rows))
        })
        .await
}

fn view(rows: Vec<Purchase>) -> ItemPurchases {
    let dearest = rows.first().and_then(|newest| {
        rows.iter()
            .filter(|row| row.currency == newest.currency)
            .filter(|row| row.placed_at_ms > newest.placed_at_ms.saturating_sub(YEAR_MS))
            .max_by_key(|row| row.price_micro)
    });
    ItemPurchases {
        dearest_micro: dearest.map(|row| row.price_micro),
        dearest_at_ms: dearest.map(|row| row.placed_at_ms),
        rows: rows
            .into_iter()
            .map(|row| PurchaseView {
                order: row.order.to_string(),
                order_number: row.order_number,
                at_ms: row.placed_at_ms,
                quantity_milli: row.quantity_milli,
                unit: row.unit,
                price_micro: row.price_micro,
                currency: row.currency,
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_domain::ids::OrderId;

    const DAY_MS: i64 = 24 * 60 * 60 * 1000;

    fn bought(day: i64, price_micro: i64, currency: &str) -> Purchase {
        Purchase {
            order: OrderId::new("o"),
            order_number: "1".to_owned(),
            placed_at_ms: day * DAY_MS,
            quantity_milli: 1000,
            unit: "шт".to_owned(),
            price_micro,
            currency: currency.to_owned(),
        }
    }

    #[test]
    fn the_dearest_is_of_the_last_year_and_of_one_currency() {
        let seen = view(vec![
            bought(800, 10, "RUB"),
            bought(700, 12, "RUB"),
            bought(690, 99, "USD"),
            bought(100, 50, "RUB"),
        ]);
        assert_eq!((seen.dearest_micro, seen.dearest_at_ms), (Some(12), Some(700 * DAY_MS)));
        assert_eq!(view(Vec::new()).dearest_micro, None);
    }
}
