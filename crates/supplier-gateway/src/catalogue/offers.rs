//! Writes offers with their prices and stock, touching only what changed. What an offer leaves out stays as it was.

use super::currency::CurrencyTable;
use super::family::{base_of, decode};
use super::reference::DEFAULT_WAREHOUSE;
use super::report::{Counts, NoteKind, Notes};
use super::stored::OfferDetails;
use super::unpublished::{ALL, ITEMS, MEDIA, PRICES, STOCK};
use crate::feeds;
use crate::media::{Use, note_uses};
use crate::storage::{StorageError, Tx, Value, query_all, query_one};
use cabinet_domain::ids::ItemId;
use cabinet_domain::money::{UnitPrice, parse_scaled};
use cabinet_domain::quantity::Quantity;
use commerceml::model;
use prost::Message;
use std::collections::{BTreeMap, BTreeSet};

const SELECT_OFFER: &str = "SELECT article, name, is_deleted, details
FROM offer
WHERE number = $1";
const INSERT_OFFER: &str = "INSERT INTO offer (number, id, base, article, name, is_deleted, details)
VALUES ($1, $2, $3, $4, $5, $6, $7)";
const UPDATE_OFFER: &str = "UPDATE offer
SET article = $2, name = $3, is_deleted = $4, details = $5
WHERE number = $1";
const SELECT_PRICES: &str = "SELECT price_type, price_micro, currency_written
FROM price
WHERE offer_number = $1";
const INSERT_PRICE: &str = "INSERT INTO price (offer_number, price_type, price_micro, currency_written)
VALUES ($1, $2, $3, $4)";
const UPDATE_PRICE: &str = "UPDATE price
SET price_micro = $3, currency_written = $4
WHERE offer_number = $1 AND price_type = $2";
const SELECT_STOCK: &str = "SELECT warehouse, quantity_milli, source
FROM stock
WHERE offer_number = $1";
const INSERT_STOCK: &str = "INSERT INTO stock (offer_number, warehouse, quantity_milli, source)
VALUES ($1, $2, $3, $4)";
const UPDATE_STOCK: &str = "UPDATE stock
SET quantity_milli = $3, source = $4
WHERE offer_number = $1 AND warehouse = $2";

/// What a file has named so far, and what went wrong with it; shared by all its offers.
#[derive(Default)]
pub(crate) struct Seen {
    table: CurrencyTable,
    known_currencies: BTreeSet<String>,
    pub price_types: BTreeSet<String>,
    pub warehouses: BTreeSet<String>,
    pub currencies: BTreeSet<String>,
    pub counts: Counts,
    pub notes: Notes,
    /// Items that are held for posted orders, each with whether this file told their stock.
    held: BTreeMap<String, bool>,
}

impl Seen {
    /// Nothing seen; currencies are judged by `table`.
    pub(crate) fn new(table: CurrencyTable, held: Vec<ItemId>) -> Self {
        Self {
            table,
            held: held.into_iter().map(|item| (item.to_string(), false)).collect(),
            ..Self::default()
        }
    }

    /// Those of the held items whose stock was told.
    pub(crate) fn stock_told(&self) -> Vec<ItemId> {
        let told = self.held.iter().filter(|(_, is_told)| **is_told);
        told.map(|(item, _)| ItemId::new(item.as_str())).collect()
    }

    fn is_known_currency(&mut self, written: &str) -> bool {
        if self.known_currencies.contains(written) {
            return true;
        }
        let is_known = self.table.find(written).is_some();
        if is_known {
            self.known_currencies.insert(written.to_owned());
        }
        is_known
    }
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
    let row = write_words(tx, &mut offer, place)?;
    let mut what = row.what;
    if let Some(prices) = &offer.prices {
        what |= write_prices(tx, &row, &offer.id, prices, seen)?;
    }
    if offer.stock.is_some() || offer.total_quantity.is_some() {
        what |= write_stock(tx, &row, &offer, place.source, seen)?;
    }
    Ok((base_of(&offer.id).to_owned(), what))
}

/// The row of an offer, after its words were written.
struct OfferRow {
    number: i64,
    /// It has no prices and no stock yet.
    is_new: bool,
    /// What its words changed.
    what: i64,
}

/// An offer as it stood before.
#[derive(Default)]
struct Known {
    article: String,
    name: String,
    is_deleted: bool,
    details: Vec<u8>,
}

/// Name, article, unit, characteristics, deletion.
fn write_words(tx: &mut dyn Tx, offer: &mut model::Offer, place: OfferPlace<'_>) -> Result<OfferRow, StorageError> {
    let number = feeds::key_number(tx, &offer.id)?;
    let known = query_one(tx, SELECT_OFFER, &[Value::Int(number)], |row| {
        Ok(Known {
            article: row.text("article")?,
            name: row.text("name")?,
            is_deleted: row.int("is_deleted")? != 0,
            details: row.bytes("details")?,
        })
    })?;
    let is_new = known.is_none();
    let old = known.unwrap_or_default();
    let is_light = place.is_light || offer.name.is_empty();
    let article = said_or(&mut offer.article, &old.article);
    let name = said_or(&mut offer.name, &old.name);
    let is_deleted = offer.is_deleted || (old.is_deleted && is_light);
    let mut details: OfferDetails = decode(&old.details)?;
    let pictures = details.pictures.clone();
    details.merge(offer);
    if details.pictures != pictures {
        let named = details.pictures.iter().map(String::as_str);
        note_uses(tx, Use::Offer(&offer.id), base_of(&offer.id), named, is_new)?;
    }
    let details = details.encode_to_vec();
    let what = if is_new || old.is_deleted != is_deleted {
        ALL
    } else if old.article != article || old.name != name || old.details != details {
        ITEMS | MEDIA
    } else {
        0
    };
    let (deleted, details) = (Value::from(is_deleted), Value::Bytes(details));
    let (article, name) = (Value::Text(article), Value::Text(name));
    if is_new {
        let (id, base) = (Value::from(offer.id.as_str()), Value::from(base_of(&offer.id)));
        let values = [Value::Int(number), id, base, article, name, deleted, details];
        tx.execute(INSERT_OFFER, &values)?;
    } else if what != 0 {
        tx.execute(UPDATE_OFFER, &[Value::Int(number), article, name, deleted, details])?;
    }
    Ok(OfferRow { number, is_new, what })
}

fn said_or(said: &mut String, before: &str) -> String {
    if said.is_empty() {
        before.to_owned()
    } else {
        std::mem::take(said)
    }
}

/// A price that can be stored: of one base unit, at the lowest threshold.
struct Tier<'a> {
    threshold_milli: i64,
    price_micro: i64,
    currency: &'a str,
}

fn write_prices(
    tx: &mut dyn Tx,
    row: &OfferRow,
    offer: &str,
    prices: &[model::Price],
    seen: &mut Seen,
) -> Result<i64, StorageError> {
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
    let known = known_values(tx, row, SELECT_PRICES, "price_type", "price_micro", "currency_written")?;
    let mut what = 0;
    for (price_type, tier) in tiers {
        note_names(&mut seen.price_types, price_type);
        note_names(&mut seen.currencies, tier.currency);
        if !tier.currency.is_empty() && !seen.is_known_currency(tier.currency) {
            seen.notes.add(NoteKind::UnknownCurrency, tier.currency, offer);
        }
        let old = known.get(price_type);
        if old.is_some_and(|(micro, written)| *micro == tier.price_micro && written == tier.currency) {
            continue;
        }
        let values = [
            Value::Int(row.number),
            Value::from(price_type),
            Value::Int(tier.price_micro),
            Value::from(tier.currency),
        ];
        tx.execute(if old.is_some() { UPDATE_PRICE } else { INSERT_PRICE }, &values)?;
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

fn write_stock(
    tx: &mut dyn Tx,
    row: &OfferRow,
    offer: &model::Offer,
    source: &str,
    seen: &mut Seen,
) -> Result<i64, StorageError> {
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
    for said in rows.iter().filter(|said| !said.warehouse.is_empty()) {
        if let Some(milli) = read(&said.quantity, seen) {
            // A warehouse named twice holds both.
            let sum = wanted.entry(&said.warehouse).or_insert(0);
            *sum = sum.saturating_add(milli);
        }
    }
    let total = offer.total_quantity.as_deref().and_then(|written| read(written, seen));
    let sum = wanted.values().fold(0_i64, |sum, milli| sum.saturating_add(*milli));
    let is_by_warehouse = !wanted.is_empty();
    if let (false, Some(total)) = (is_by_warehouse, total) {
        wanted.insert(DEFAULT_WAREHOUSE, total);
    }
    if let Some(is_told) = seen.held.get_mut(&offer.id).filter(|_| !wanted.is_empty()) {
        *is_told = true;
    }
    let known = known_values(tx, row, SELECT_STOCK, "warehouse", "quantity_milli", "source")?;
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
        let old = known.get(warehouse);
        if old.is_some_and(|(old, from)| *old == milli && from == source) {
            continue;
        }
        let values = [
            Value::Int(row.number),
            Value::from(warehouse),
            Value::Int(milli),
            Value::from(source),
        ];
        tx.execute(if old.is_some() { UPDATE_STOCK } else { INSERT_STOCK }, &values)?;
        what = STOCK;
    }
    Ok(what)
}

/// Prices or stock that an offer had: name → number and text. A new offer has none, and is not asked.
fn known_values(
    tx: &mut dyn Tx,
    row: &OfferRow,
    sql: &'static str,
    name: &'static str,
    number: &'static str,
    text: &'static str,
) -> Result<BTreeMap<String, (i64, String)>, StorageError> {
    if row.is_new {
        return Ok(BTreeMap::new());
    }
    let rows = query_all(tx, sql, &[Value::Int(row.number)], |found| {
        Ok((found.text(name)?, (found.int(number)?, found.text(text)?)))
    })?;
    Ok(rows.into_iter().collect())
}

fn note_names(names: &mut BTreeSet<String>, name: &str) {
    if !names.contains(name) {
        names.insert(name.to_owned());
    }
}
