//! Writes offers with their prices and stock, touching only what changed. What an offer leaves out stays as it was.

use super::family::{base_of, decode};
use super::reference::DEFAULT_WAREHOUSE;
use super::report::{Counts, NoteKind, Notes};
use super::stored::OfferDetails;
use super::unpublished::{ALL, ITEMS, PRICES, STOCK};
use crate::storage::{StorageError, Tx, Value, query_all, query_one};
use cabinet_domain::money::{UnitPrice, parse_scaled};
use cabinet_domain::quantity::Quantity;
use commerceml::model;
use prost::Message;
use std::collections::{BTreeMap, BTreeSet};

const SELECT_OFFER: &str = "SELECT article, name, is_deleted, details
FROM offer
WHERE id = $1";
const UPSERT_OFFER: &str = "INSERT INTO offer (id, base, article, name, is_deleted, details)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE
SET article = excluded.article, name = excluded.name, is_deleted = excluded.is_deleted, details = excluded.details";
const SELECT_PRICES: &str = "SELECT price_type, price_micro, currency_written
FROM price
WHERE offer = $1";
const UPSERT_PRICE: &str = "INSERT INTO price (offer, price_type, price_micro, currency_written)
VALUES ($1, $2, $3, $4)
ON CONFLICT (offer, price_type) DO UPDATE
SET price_micro = excluded.price_micro, currency_written = excluded.currency_written";
const SELECT_STOCK: &str = "SELECT warehouse, quantity_milli, source
FROM stock
WHERE offer = $1";
const UPSERT_STOCK: &str = "INSERT INTO stock (offer, warehouse, quantity_milli, source)
VALUES ($1, $2, $3, $4)
ON CONFLICT (offer, warehouse) DO UPDATE
SET quantity_milli = excluded.quantity_milli, source = excluded.source";

/// What a file has named so far, and what went wrong with it; shared by all its offers.
#[derive(Default)]
pub(crate) struct Seen {
    pub price_types: BTreeSet<String>,
    pub warehouses: BTreeSet<String>,
    pub currencies: BTreeSet<String>,
    pub counts: Counts,
    pub notes: Notes,
}

/// Where an offer stands and what it may therefore say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfferPlace<'a> {
    /// The node, so that its silence about a warehouse is not taken for another node's.
    pub source: &'a str,
    /// A light update of prices and stock; it does not bring a deleted offer back.
    pub is_light: bool,
}

/// Writes one offer; returns its product's id and what is to be published of it (0 for nothing).
pub(crate) fn write_offer(
    tx: &mut dyn Tx,
    mut offer: model::Offer,
    place: OfferPlace<'_>,
    seen: &mut Seen,
) -> Result<(String, i64), StorageError> {
    let mut what = write_words(tx, &mut offer, place)?;
    if let Some(prices) = &offer.prices {
        what |= write_prices(tx, &offer.id, prices, seen)?;
    }
    if offer.stock.is_some() || offer.total_quantity.is_some() {
        what |= write_stock(tx, &offer, place.source, seen)?;
    }
    Ok((base_of(&offer.id).to_owned(), what))
}

/// Name, article, unit, characteristics, deletion.
fn write_words(tx: &mut dyn Tx, offer: &mut model::Offer, place: OfferPlace<'_>) -> Result<i64, StorageError> {
    let key = Value::from(offer.id.as_str());
    let known = query_one(tx, SELECT_OFFER, std::slice::from_ref(&key), |row| {
        Ok((
            row.text("article")?,
            row.text("name")?,
            row.int("is_deleted")? != 0,
            row.bytes("details")?,
        ))
    })?;
    let (article, name, was_deleted, old) = match &known {
        Some((article, name, was_deleted, details)) => (article.clone(), name.clone(), *was_deleted, details.clone()),
        None => Default::default(),
    };
    let article = if offer.article.is_empty() {
        article
    } else {
        std::mem::take(&mut offer.article)
    };
    let is_light = place.is_light || offer.name.is_empty();
    let name = if offer.name.is_empty() {
        name
    } else {
        std::mem::take(&mut offer.name)
    };
    let is_deleted = offer.is_deleted || (was_deleted && is_light);
    let mut details: OfferDetails = decode(&old)?;
    details.merge(offer);
    let details = details.encode_to_vec();
    let what = match &known {
        None => ALL,
        Some((_, _, was_deleted, _)) if *was_deleted != is_deleted => ALL,
        Some((old_article, old_name, _, _)) if *old_article != article || *old_name != name || old != details => ITEMS,
        Some(_) => return Ok(0),
    };
    let values = [
        key,
        Value::from(base_of(&offer.id)),
        Value::Text(article),
        Value::Text(name),
        Value::from(is_deleted),
        Value::Bytes(details),
    ];
    tx.execute(UPSERT_OFFER, &values)?;
    Ok(what)
}

/// A price that can be stored: of one base unit, at the lowest threshold.
struct Tier<'a> {
    threshold_milli: i64,
    price_micro: i64,
    currency: &'a str,
}

fn write_prices(tx: &mut dyn Tx, offer: &str, prices: &[model::Price], seen: &mut Seen) -> Result<i64, StorageError> {
    let mut tiers: BTreeMap<&str, Tier<'_>> = BTreeMap::new();
    for price in prices {
        if price.price_type.is_empty() {
            seen.notes.add(NoteKind::MissingId, "ИдТипаЦены", offer);
            continue;
        }
        let Some(price_micro) = price_per_base_unit(price) else {
            seen.notes.add(NoteKind::UnreadablePrice, &price.amount, offer);
            continue;
        };
        seen.counts.prices = seen.counts.prices.saturating_add(1);
        let threshold_milli = parse_scaled(&price.min_quantity, 3).unwrap_or(0);
        let tier = Tier {
            threshold_milli,
            price_micro,
            currency: price.currency.trim(),
        };
        match tiers.get(price.price_type.as_str()) {
            Some(lower) if lower.threshold_milli <= threshold_milli => {}
            Some(_) | None => {
                tiers.insert(&price.price_type, tier);
            }
        }
    }
    if tiers.is_empty() {
        return Ok(0);
    }
    let key = Value::from(offer);
    let known: BTreeMap<String, (i64, String)> = query_all(tx, SELECT_PRICES, std::slice::from_ref(&key), |row| {
        Ok((
            row.text("price_type")?,
            (row.int("price_micro")?, row.text("currency_written")?),
        ))
    })?
    .into_iter()
    .collect();
    let mut what = 0;
    for (price_type, tier) in tiers {
        note_names(&mut seen.price_types, price_type);
        note_names(&mut seen.currencies, tier.currency);
        if known
            .get(price_type)
            .is_some_and(|(micro, written)| *micro == tier.price_micro && written == tier.currency)
        {
            continue;
        }
        let values = [
            key.clone(),
            Value::from(price_type),
            Value::Int(tier.price_micro),
            Value::from(tier.currency),
        ];
        tx.execute(UPSERT_PRICE, &values)?;
        what = PRICES;
    }
    Ok(what)
}

/// ЦенаЗаЕдиницу is of a package of Коэффициент base units when that is more than one.
fn price_per_base_unit(price: &model::Price) -> Option<i64> {
    let amount = UnitPrice::parse(&price.amount)
        .ok()
        .filter(|amount| amount.micro() >= 0)?;
    let factor = if price.factor.trim().is_empty() {
        1000
    } else {
        parse_scaled(&price.factor, 3).ok()?
    };
    if factor > 1000 {
        amount.per_unit_of_pack(factor).ok().map(UnitPrice::micro)
    } else {
        Some(amount.micro())
    }
}

fn write_stock(tx: &mut dyn Tx, offer: &model::Offer, source: &str, seen: &mut Seen) -> Result<i64, StorageError> {
    let mut wanted: BTreeMap<&str, i64> = BTreeMap::new();
    let mut is_readable = true;
    let mut read = |written: &str, seen: &mut Seen| match Quantity::parse(written) {
        Ok(quantity) => Some(quantity.milli()),
        Err(_) => {
            is_readable = false;
            seen.notes.add(NoteKind::UnreadableQuantity, written, &offer.id);
            None
        }
    };
    let rows = offer.stock.as_deref().unwrap_or_default();
    for row in rows.iter().filter(|row| !row.warehouse.is_empty()) {
        if let Some(milli) = read(&row.quantity, seen) {
            // A warehouse named twice holds both.
            let sum = wanted.entry(&row.warehouse).or_insert(0);
            *sum = sum.saturating_add(milli);
        }
    }
    let total = offer.total_quantity.as_deref().and_then(|written| read(written, seen));
    let sum = wanted.values().fold(0_i64, |sum, milli| sum.saturating_add(*milli));
    let is_by_warehouse = !wanted.is_empty();
    if let (false, Some(total)) = (is_by_warehouse, total) {
        wanted.insert(DEFAULT_WAREHOUSE, total);
    }
    let key = Value::from(offer.id.as_str());
    let known: BTreeMap<String, (i64, String)> = query_all(tx, SELECT_STOCK, std::slice::from_ref(&key), |row| {
        Ok((
            row.text("warehouse")?,
            (row.int("quantity_milli")?, row.text("source")?),
        ))
    })?
    .into_iter()
    .collect();
    // Количество is the sum over warehouses: when the rows make it up, the ones left out are empty.
    if is_by_warehouse && is_readable && total == Some(sum) {
        for (warehouse, (_, from)) in &known {
            if from == source && warehouse != DEFAULT_WAREHOUSE {
                wanted.entry(warehouse).or_insert(0);
            }
        }
    }
    let mut what = 0;
    for (warehouse, milli) in wanted {
        note_names(&mut seen.warehouses, warehouse);
        seen.counts.stock_rows = seen.counts.stock_rows.saturating_add(1);
        if known
            .get(warehouse)
            .is_some_and(|(old, from)| *old == milli && from == source)
        {
            continue;
        }
        let values = [
            key.clone(),
            Value::from(warehouse),
            Value::Int(milli),
            Value::from(source),
        ];
        tx.execute(UPSERT_STOCK, &values)?;
        what = STOCK;
    }
    Ok(what)
}

fn note_names(names: &mut BTreeSet<String>, name: &str) {
    if !names.contains(name) {
        names.insert(name.to_owned());
    }
}
