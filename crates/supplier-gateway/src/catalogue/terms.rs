//! What the catalogue says about items that someone wants to order, and the price types and warehouses there are.

use super::assortment::Assortment;
use super::family::{Family, LiveItem};
use super::item::item_row;
use super::measures::Measures;
use super::publish::publish_marked;
use super::publish_reference::publish_reference;
use super::reference::DEFAULT_WAREHOUSE;
use super::unpublished::{self, ALL, STOCK};
use super::words::Words;
use crate::storage::{StorageError, Tx, Value, query_all, query_one};
use cabinet_domain::ids::{ItemId, PriceTypeId, WarehouseId};
use cabinet_domain::money::{Currency, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::unit;

const SELECT_PRICE: &str = "SELECT p.price_micro, COALESCE(c.code, '') AS currency
FROM feed_key k
JOIN price p ON p.offer_number = k.id
JOIN price_type t ON t.id = p.price_type
LEFT JOIN currency_text c
  ON c.written = CASE WHEN p.currency_written = '' THEN t.currency_written ELSE p.currency_written END
WHERE k.key = $1 AND p.price_type = $2 AND p.price_micro > 0 AND t.is_deleted = 0";
const SELECT_STOCK: &str = "SELECT s.warehouse, s.quantity_milli
FROM feed_key k
JOIN stock s ON s.offer_number = k.id
JOIN warehouse w ON w.id = s.warehouse
WHERE k.key = $1 AND w.is_deleted = 0
ORDER BY w.ordinal";
const SELECT_AVAILABLE: &str = "SELECT s.warehouse, s.quantity_milli,
       CAST((SELECT COALESCE(sum(h.quantity_milli), 0)
             FROM hold h
             WHERE h.item = k.key AND h.warehouse = s.warehouse AND h.expires_at_ms > $2) AS BIGINT) AS held_milli
FROM feed_key k
JOIN stock s ON s.offer_number = k.id
JOIN warehouse w ON w.id = s.warehouse
WHERE k.key = $1 AND w.is_deleted = 0";
const HAS_STOCK: &str = "SELECT count(*) AS has_stock FROM (SELECT 1 FROM stock LIMIT 1) AS first";
const SELECT_PRICE_TYPES: &str = "SELECT id, name, includes_vat
FROM price_type
WHERE is_deleted = 0
ORDER BY ordinal";
const SELECT_WAREHOUSES: &str = "SELECT id
FROM warehouse
WHERE is_deleted = 0
ORDER BY ordinal";

/// One item as it stands in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemTerms {
    /// Which item.
    pub item: ItemId,
    /// Артикул; empty when there is none.
    pub article: String,
    /// Наименование, with the characteristic for a variant.
    pub name: String,
    /// Short name of the base unit.
    pub unit: String,
    /// ОКЕИ code of the base unit; empty when unknown.
    pub unit_code: String,
    /// `none`, a percent, or empty when not known.
    pub vat: String,
    /// ТипНоменклатуры as written ("Товар", "Услуга"); empty when not said.
    pub product_type: String,
    /// The group (1C id) it is in.
    pub group: Option<String>,
    /// It can be ordered: known, not deleted.
    pub is_on_sale: bool,
    /// Only whole quantities of it can be ordered.
    pub is_whole: bool,
    /// Weight of the base unit in grams; `None` when unknown.
    pub weight_g: Option<u64>,
    /// Volume of the base unit in cubic centimetres; `None` when unknown.
    pub volume_cm3: Option<u64>,
    /// Price of one base unit in the price type asked for; `None` when there is none in a known currency.
    pub price: Option<(UnitPrice, Currency)>,
    /// As imported, by warehouse, never negative; the gateway's own holds are not taken off.
    pub stock: Vec<(WarehouseId, Quantity)>,
    /// The number of its offer; `None` for goods without one, which have no stock.
    pub(super) offer_number: Option<i64>,
}

impl ItemTerms {
    /// Whether the item belongs to an assortment.
    #[must_use]
    pub fn is_in(&self, assortment: &Assortment) -> bool {
        assortment.has(self.item.product().as_str(), self.group.as_deref())
    }
}

/// What the catalogue says about items, in their order; `None` for one that it does not know.
///
/// # Errors
/// Any [`StorageError`].
pub fn terms(
    tx: &mut dyn Tx,
    price_type: Option<&PriceTypeId>,
    items: &[ItemId],
) -> Result<Vec<Option<ItemTerms>>, StorageError> {
    let mut words = Words::default();
    items
        .iter()
        .map(|item| item_terms(tx, &mut words, price_type, item))
        .collect()
}

fn item_terms(
    tx: &mut dyn Tx,
    words: &mut Words,
    price_type: Option<&PriceTypeId>,
    item: &ItemId,
) -> Result<Option<ItemTerms>, StorageError> {
    let family = Family::read(tx, item.product().as_str())?;
    let found = family.live_items().into_iter().find(|live| live.id == item.as_str());
    let is_on_sale = found.is_some();
    let Some(live) = found.or_else(|| last_known(&family, item.as_str())) else {
        return Ok(None);
    };
    let measures = Measures::of_base(tx, item.product().as_str())?;
    let row = item_row(tx, words, live, measures.of(live.id), "")?;
    Ok(Some(ItemTerms {
        item: item.clone(),
        article: row.article,
        name: row.name,
        is_whole: unit::is_whole(&row.unit_code, &row.unit, row.packs.iter().map(|pack| pack.units_milli)),
        weight_g: (row.weight_g > 0).then_some(row.weight_g),
        volume_cm3: (row.volume_cm3 > 0).then_some(row.volume_cm3),
        unit: row.unit,
        unit_code: row.unit_code,
        vat: row.vat,
        product_type: live.product.details.product_type.clone(),
        group: row.group,
        is_on_sale,
        price: match price_type {
            Some(price_type) => price(tx, item, price_type)?,
            None => None,
        },
        stock: stock(tx, item)?,
        offer_number: live.offer.map(|offer| offer.number),
    }))
}

/// An item that is no longer on sale, so that an old order can still be named.
fn last_known<'f>(family: &'f Family, item: &'f str) -> Option<LiveItem<'f>> {
    let offer = family.offers.iter().find(|offer| offer.id == item);
    let own = family.products.iter().find(|product| product.id == item);
    let product = own.or_else(|| offer.and_then(|_| family.products.iter().find(|p| p.id == family.base)))?;
    Some(LiveItem {
        id: item,
        product,
        offer,
    })
}

fn price(
    tx: &mut dyn Tx,
    item: &ItemId,
    price_type: &PriceTypeId,
) -> Result<Option<(UnitPrice, Currency)>, StorageError> {
    let params = [Value::from(item.as_str()), Value::from(price_type.as_str())];
    let found = query_one(tx, SELECT_PRICE, &params, |row| {
        Ok((row.int("price_micro")?, row.text("currency")?))
    })?;
    Ok(found.and_then(|(micro, code)| Some((UnitPrice::from_micro(micro), Currency::from_code(&code)?))))
}

fn stock(tx: &mut dyn Tx, item: &ItemId) -> Result<Vec<(WarehouseId, Quantity)>, StorageError> {
    let mut rows = query_all(tx, SELECT_STOCK, &[Value::from(item.as_str())], |row| {
        Ok((
            row.text("warehouse")?,
            Quantity::from_milli(row.int("quantity_milli")?.max(0)),
        ))
    })?;
    if rows.iter().any(|(warehouse, _)| warehouse != DEFAULT_WAREHOUSE) {
        rows.retain(|(warehouse, _)| warehouse != DEFAULT_WAREHOUSE);
    }
    Ok(rows
        .into_iter()
        .map(|(warehouse, quantity)| (WarehouseId::new(warehouse), quantity))
        .collect())
}

/// How much of an item is published in all warehouses together, in thousandths; 0 when it is not on sale.
///
/// # Errors
/// Any [`StorageError`].
pub fn available_milli(tx: &mut dyn Tx, item: &ItemId, now_ms: i64) -> Result<i64, StorageError> {
    let family = Family::read(tx, item.product().as_str())?;
    if !family.live_items().iter().any(|live| live.id == item.as_str()) {
        return Ok(0);
    }
    let params = [Value::from(item.as_str()), Value::Int(now_ms)];
    let rows = query_all(tx, SELECT_AVAILABLE, &params, |row| {
        let free = row.int("quantity_milli")?.saturating_sub(row.int("held_milli")?).max(0);
        Ok((row.text("warehouse")?, free))
    })?;
    let has_warehouses = rows.iter().any(|(warehouse, _)| warehouse != DEFAULT_WAREHOUSE);
    Ok(rows
        .into_iter()
        .filter(|(warehouse, _)| !has_warehouses || warehouse != DEFAULT_WAREHOUSE)
        .fold(0_i64, |sum, (_, free)| sum.saturating_add(free)))
}

/// Whether the supplier tells stock of anything at all; one who does not decides on every quantity himself.
///
/// # Errors
/// Any [`StorageError`].
pub fn tells_stock(tx: &mut dyn Tx) -> Result<bool, StorageError> {
    Ok(query_one(tx, HAS_STOCK, &[], |row| row.int("has_stock"))?.is_some_and(|has| has != 0))
}

/// Brings the stock feeds of items to imported stock minus the live holds.
///
/// # Errors
/// Any [`StorageError`].
pub fn republish_stock(tx: &mut dyn Tx, items: &[ItemId], now_ms: i64) -> Result<(), StorageError> {
    for item in items {
        unpublished::mark(tx, item.product().as_str(), STOCK)?;
    }
    publish_marked(tx, "", now_ms).map(|_| ())
}

/// Brings the feeds of goods to what they should be now that an assortment, or a way to show stock, has a new reader.
///
/// # Errors
/// Any [`StorageError`].
pub fn republish_all(tx: &mut dyn Tx, default_vat: &str, now_ms: i64) -> Result<(), StorageError> {
    publish_reference(tx, now_ms)?;
    unpublished::mark_every_product(tx, ALL)?;
    publish_marked(tx, default_vat, now_ms).map(|_| ())
}

/// A price type as the supplier named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceType {
    /// 1C id.
    pub id: PriceTypeId,
    /// Name.
    pub name: String,
    /// Whether prices include VAT.
    pub includes_vat: bool,
}

/// Price types in the order in which the supplier named them.
///
/// # Errors
/// Any [`StorageError`].
pub fn price_types(tx: &mut dyn Tx) -> Result<Vec<PriceType>, StorageError> {
    query_all(tx, SELECT_PRICE_TYPES, &[], |row| {
        Ok(PriceType {
            id: PriceTypeId::new(row.text("id")?),
            name: row.text("name")?,
            includes_vat: row.int("includes_vat")? != 0,
        })
    })
}

/// The price type that the supplier named first; `None` before any import.
///
/// # Errors
/// Any [`StorageError`].
pub fn first_price_type(tx: &mut dyn Tx) -> Result<Option<PriceTypeId>, StorageError> {
    query_one(tx, SELECT_PRICE_TYPES, &[], |row| Ok(PriceTypeId::new(row.text("id")?)))
}

/// Warehouses in the order in which the supplier named them.
///
/// # Errors
/// Any [`StorageError`].
pub fn warehouses(tx: &mut dyn Tx) -> Result<Vec<WarehouseId>, StorageError> {
    query_all(tx, SELECT_WAREHOUSES, &[], |row| Ok(WarehouseId::new(row.text("id")?)))
}
