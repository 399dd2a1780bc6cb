//! Brings the feeds `price:…` to the prices of a page of products.

use super::family::Family;
use super::publish::To;
use super::unpublished::PRICES;
use super::words::Words;
use crate::feeds::RowChange;
use crate::storage::{StorageError, Tx, Value, query_all};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::PriceRow;
use prost::Message;
use std::collections::BTreeMap;

const SELECT_PRICES: &str = "SELECT price_type, price_micro, currency_written
FROM price
WHERE offer_number = $1";

/// Publishes the prices of the families whose prices are marked; returns how many rows of feeds changed.
pub(super) fn publish_prices(
    tx: &mut dyn Tx,
    words: &mut Words,
    families: &[(Family, i64)],
    to: &To<'_>,
) -> Result<u64, StorageError> {
    let mut by_type: BTreeMap<String, Vec<RowChange>> = BTreeMap::new();
    let marked = families.iter().filter(|(_, what)| what & PRICES != 0);
    for offer in marked.flat_map(|(family, _)| &family.offers) {
        let prices = query_all(tx, SELECT_PRICES, &[Value::Int(offer.number)], |row| {
            let written = row.text("currency_written")?;
            Ok((row.text("price_type")?, row.int("price_micro")?, written))
        })?;
        for (price_type, price_micro, written) in prices {
            let currency = words.currency_of_price(tx, &price_type, &written)?;
            // Zero is how some exporters say «no price»; goods are never offered for nothing.
            let shown = currency.filter(|_| price_micro > 0 && to.page.has(&offer.id));
            let body = shown.map(|currency| {
                PriceRow {
                    item: offer.id.clone(),
                    price_micro,
                    currency,
                }
                .encode_to_vec()
            });
            by_type.entry(price_type).or_default().push(RowChange {
                key: offer.id.clone(),
                body,
            });
        }
    }
    let mut changed = 0_u64;
    for (price_type, changes) in by_type {
        let feed = |assortment: &str| FeedName::Prices {
            list: price_type.clone(),
            assortment: assortment.to_owned(),
        };
        changed = changed.saturating_add(to.publish(tx, feed, &changes)?);
    }
    Ok(changed)
}
