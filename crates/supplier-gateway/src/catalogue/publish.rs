//! Brings the feeds to what the catalogue says, for the products on the list of `unpublished`.

use super::assortment::{self, Assortment};
use super::extras::publish_extras;
use super::family::{Family, OfferRecord, ProductRecord};
use super::item::item_row;
use super::measures::Measures;
use super::reference::DEFAULT_WAREHOUSE;
use super::unpublished::{self, ITEMS};
use super::words::Words;
use crate::feeds::{RowChange, publish_derived};
use crate::settings::Settings;
use crate::storage::{StorageError, Tx, Value, query_all};
use crate::{subscriptions, wishes};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::stock::{StockLevel, StockMode};
use cabinet_protocol::feed::{ALL_GOODS, FeedName};
use cabinet_protocol::rows::{PriceRow, StockRow};
use prost::Message;
use std::collections::{BTreeMap, BTreeSet};

/// Products read and published at a time; memory is one page, whatever the import.
const PAGE: i64 = 400;

const SELECT_PAGE: &str = "SELECT base, what
FROM unpublished
WHERE base > $1
ORDER BY base
LIMIT $2";
// The products and offers of a family lie side by side in the order of their keys: `base`, `base#…`. The comparison of
// the bases itself is no column's, so that no database makes an index for it on every page.
const SELECT_PRODUCTS: &str = "SELECT p.base, p.id, p.article, p.name, p.is_stale, p.is_deleted, p.details
FROM unpublished u
CROSS JOIN product p
WHERE p.id >= u.base AND p.id < u.base || '$' AND p.base || '' = u.base
  AND u.base > $1 AND u.base <= $2";
const SELECT_OFFERS: &str = "SELECT o.base, o.id, o.article, o.name, o.is_deleted, o.details
FROM unpublished u
CROSS JOIN offer o
WHERE o.id >= u.base AND o.id < u.base || '$' AND o.base || '' = u.base
  AND u.base > $1 AND u.base <= $2";
const SELECT_PRICES: &str =
    "SELECT o.id AS offer, p.price_type, p.price_micro, t.is_deleted, COALESCE(c.code, '') AS currency
FROM unpublished u
CROSS JOIN offer o
JOIN price p ON p.offer_number = o.number
JOIN price_type t ON t.id = p.price_type
LEFT JOIN currency_text c
  ON c.written = CASE WHEN p.currency_written = '' THEN t.currency_written ELSE p.currency_written END
WHERE o.id >= u.base AND o.id < u.base || '$' AND o.base || '' = u.base
  AND u.base > $1 AND u.base <= $2 AND (u.what & 2) <> 0";
const SELECT_STOCK: &str = "SELECT o.id AS offer, s.warehouse, s.quantity_milli, w.is_deleted,
       CAST((SELECT COALESCE(sum(h.quantity_milli), 0)
             FROM hold h
             WHERE h.item = o.id AND h.warehouse = s.warehouse AND h.expires_at_ms > $3) AS BIGINT) AS held_milli
FROM unpublished u
CROSS JOIN offer o
JOIN stock s ON s.offer_number = o.number
JOIN warehouse w ON w.id = s.warehouse
WHERE o.id >= u.base AND o.id < u.base || '$' AND o.base || '' = u.base
  AND u.base > $1 AND u.base <= $2 AND (u.what & 4) <> 0";

/// For whom rows are made: the narrow assortments, and those whose stock is also told in words.
struct Readers {
    narrow: Vec<Assortment>,
    in_words: BTreeSet<String>,
}

impl Readers {
    fn read(tx: &mut dyn Tx) -> Result<Self, StorageError> {
        Ok(Self {
            narrow: assortment::narrow(tx)?,
            in_words: assortment::shown_in_words(tx)?,
        })
    }

    /// The ids of all assortments in turn, and which items of a page each has; `None`: all of them.
    fn each<'a>(&'a self, page: &'a Page) -> impl Iterator<Item = (&'a str, Option<BTreeSet<&'a str>>)> {
        let narrow = self.narrow.iter().map(|one| {
            let has = |(base, group): &(String, Option<String>)| one.has(base, group.as_deref());
            let items = page.live.iter().filter(|(_, of)| has(of)).map(|(id, _)| id.as_str());
            (one.id.as_str(), Some(items.collect()))
        });
        std::iter::once((ALL_GOODS, None)).chain(narrow)
    }
}

/// What is live on a page of products: item → product and group.
struct Page {
    live: BTreeMap<String, (String, Option<String>)>,
}

impl Page {
    fn of(families: &[(Family, i64)]) -> Self {
        let items = families.iter().flat_map(|(family, _)| {
            family.live_items().into_iter().map(|item| {
                let group = item.product.details.group.clone();
                (item.id.to_owned(), (family.base.clone(), group))
            })
        });
        Self { live: items.collect() }
    }

    fn has(&self, item: &str) -> bool {
        self.live.contains_key(item)
    }
}

/// Publishes rows as an assortment has them: what does not belong to it is not there.
pub(super) fn publish_narrowed(
    tx: &mut dyn Tx,
    feed: &FeedName,
    changes: &[RowChange],
    members: Option<&BTreeSet<&str>>,
    now_ms: i64,
) -> Result<u64, StorageError> {
    let Some(members) = members else {
        return publish_counted(tx, feed, changes, now_ms);
    };
    let of_it = |change: &RowChange| RowChange {
        key: change.key.clone(),
        body: change.body.clone().filter(|_| members.contains(change.key.as_str())),
    };
    let rows: Vec<RowChange> = changes.iter().map(of_it).collect();
    publish_counted(tx, feed, &rows, now_ms)
}

/// Publishes every marked product and empties the list; returns how many rows of feeds changed.
pub(crate) fn publish_marked(tx: &mut dyn Tx, default_vat: &str, now_ms: i64) -> Result<u64, StorageError> {
    let mut words = Words::default();
    let mut after = String::new();
    let mut changed = 0_u64;
    let readers = Readers::read(tx)?;
    let wanted = wishes::wanted(tx)?;
    if !readers.narrow.is_empty() {
        // What moves into an assortment or out of it takes its prices and stock with it.
        unpublished::widen_items(tx)?;
    }
    loop {
        let page = query_all(
            tx,
            SELECT_PAGE,
            &[Value::from(after.as_str()), Value::Int(PAGE)],
            |row| Ok((row.text("base")?, row.int("what")?)),
        )?;
        let Some((last, _)) = page.last() else { break };
        let range = [Value::Text(after), Value::Text(last.clone())];
        after = last.clone();
        let families = read_families(tx, page, &range)?;
        let live = Page::of(&families);
        let to = To {
            readers: &readers,
            page: &live,
            now_ms,
        };
        let mut shown = Vec::new();
        let measures = Measures::of_page(tx, &range)?;
        let known = Known {
            measures: &measures,
            default_vat,
        };
        changed = changed.saturating_add(publish_items(tx, &mut words, &families, &known, &to, &mut shown)?);
        changed = changed.saturating_add(publish_extras(tx, &range, &families, &to)?);
        changed = changed.saturating_add(publish_prices(tx, &range, &to)?);
        let mut available = BTreeMap::new();
        changed = changed.saturating_add(publish_stock(tx, &range, &to, &mut available)?);
        subscriptions::after_publish(tx, &range, &available, now_ms)
            .map_err(|error| StorageError::Other(Box::new(error)))?;
        wishes::after_publish(tx, &wanted, &shown, now_ms).map_err(|error| StorageError::Other(Box::new(error)))?;
    }
    unpublished::clear(tx)?;
    Ok(changed)
}

/// For whom a page is published, and when.
pub(super) struct To<'a> {
    readers: &'a Readers,
    page: &'a Page,
    pub(super) now_ms: i64,
}

impl To<'_> {
    /// As [`Readers::each`], of this page.
    pub(super) fn each_assortment(&self) -> impl Iterator<Item = (&str, Option<BTreeSet<&str>>)> {
        self.readers.each(self.page)
    }

    /// The assortment of this id; `None` for that of all goods.
    pub(super) fn narrow(&self, id: &str) -> Option<&Assortment> {
        self.readers.narrow.iter().find(|one| one.id == id)
    }

    /// Publishes rows into the feed of each assortment, as far as they belong to it.
    fn publish(
        &self,
        tx: &mut dyn Tx,
        feed: impl Fn(&str) -> FeedName,
        changes: &[RowChange],
    ) -> Result<u64, StorageError> {
        let mut changed = 0_u64;
        for (assortment, members) in self.each_assortment() {
            let feed = feed(assortment);
            changed = changed.saturating_add(publish_narrowed(tx, &feed, changes, members.as_ref(), self.now_ms)?);
        }
        Ok(changed)
    }
}

/// As [`publish_marked`], under the rules of the settings: after files of goods have come.
pub(crate) fn publish_media(tx: &mut dyn Tx, settings: &Settings, now_ms: i64) -> Result<u64, StorageError> {
    publish_marked(tx, &settings.supplier.vat, now_ms)
}

fn read_families(
    tx: &mut dyn Tx,
    page: Vec<(String, i64)>,
    range: &[Value],
) -> Result<Vec<(Family, i64)>, StorageError> {
    let mut families: BTreeMap<String, (Family, i64)> = page
        .into_iter()
        .map(|(base, what)| {
            (
                base.clone(),
                (
                    Family {
                        base,
                        ..Family::default()
                    },
                    what,
                ),
            )
        })
        .collect();
    tx.query(SELECT_PRODUCTS, range, &mut |row| {
        if let Some((family, _)) = families.get_mut(&row.text("base")?) {
            family.products.push(ProductRecord::read(row)?);
        }
        Ok(())
    })?;
    tx.query(SELECT_OFFERS, range, &mut |row| {
        if let Some((family, _)) = families.get_mut(&row.text("base")?) {
            family.offers.push(OfferRecord::read(row)?);
        }
        Ok(())
    })?;
    Ok(families.into_values().collect())
}

/// What items are written out with, beside what 1C says of them.
struct Known<'a> {
    measures: &'a Measures,
    default_vat: &'a str,
}

/// Publishes items; leaves in `shown` their ids and articles.
fn publish_items(
    tx: &mut dyn Tx,
    words: &mut Words,
    families: &[(Family, i64)],
    known: &Known<'_>,
    to: &To<'_>,
    shown: &mut Vec<(String, String)>,
) -> Result<u64, StorageError> {
    let mut changes = Vec::new();
    for (family, what) in families {
        if what & ITEMS == 0 {
            continue;
        }
        let mut rows: BTreeMap<&str, Option<Vec<u8>>> = family.candidates().into_iter().map(|id| (id, None)).collect();
        for item in family.live_items() {
            let row = item_row(tx, words, item, known.measures.of(item.id), known.default_vat)?;
            if !row.article.is_empty() {
                shown.push((row.item.clone(), row.article.clone()));
            }
            rows.insert(item.id, Some(row.encode_to_vec()));
        }
        changes.extend(rows.into_iter().map(|(id, body)| RowChange {
            key: id.to_owned(),
            body,
        }));
    }
    to.publish(tx, |assortment| FeedName::Catalogue(assortment.to_owned()), &changes)
}

fn publish_prices(tx: &mut dyn Tx, range: &[Value], to: &To<'_>) -> Result<u64, StorageError> {
    let mut by_type: BTreeMap<String, Vec<RowChange>> = BTreeMap::new();
    tx.query(SELECT_PRICES, range, &mut |row| {
        let item = row.text("offer")?;
        let currency = row.text("currency")?;
        let price_micro = row.int("price_micro")?;
        // Zero is how some exporters say «no price»; goods are never offered for nothing.
        let is_shown = to.page.has(&item) && !currency.is_empty() && price_micro > 0 && row.int("is_deleted")? == 0;
        let body = is_shown.then(|| {
            PriceRow {
                item: item.clone(),
                price_micro,
                currency,
            }
            .encode_to_vec()
        });
        by_type
            .entry(row.text("price_type")?)
            .or_default()
            .push(RowChange { key: item, body });
        Ok(())
    })?;
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

struct StockAt {
    warehouse: String,
    quantity_milli: i64,
    is_shown: bool,
}

/// Publishes stock; leaves in `available` what is there of each item in all warehouses together, in thousandths.
fn publish_stock(
    tx: &mut dyn Tx,
    range: &[Value],
    to: &To<'_>,
    available: &mut BTreeMap<String, i64>,
) -> Result<u64, StorageError> {
    let mut by_item: BTreeMap<String, Vec<StockAt>> = BTreeMap::new();
    let [after, last] = range else { return Ok(0) };
    tx.query(
        SELECT_STOCK,
        &[after.clone(), last.clone(), Value::Int(to.now_ms)],
        &mut |row| {
            let available = row.int("quantity_milli")?.saturating_sub(row.int("held_milli")?).max(0);
            by_item.entry(row.text("offer")?).or_default().push(StockAt {
                warehouse: row.text("warehouse")?,
                quantity_milli: available,
                is_shown: row.int("is_deleted")? == 0,
            });
            Ok(())
        },
    )?;
    let mut by_warehouse: BTreeMap<String, Vec<(String, Option<i64>)>> = BTreeMap::new();
    for (item, rows) in by_item {
        // Rows of warehouses say more than a total, so the total is not shown beside them.
        let has_warehouses = rows.iter().any(|row| row.warehouse != DEFAULT_WAREHOUSE);
        for row in rows {
            let is_shown =
                row.is_shown && to.page.has(&item) && !(has_warehouses && row.warehouse == DEFAULT_WAREHOUSE);
            if is_shown {
                let sum = available.entry(item.clone()).or_insert(0);
                *sum = sum.saturating_add(row.quantity_milli);
            }
            let shown = is_shown.then_some(row.quantity_milli);
            by_warehouse
                .entry(row.warehouse)
                .or_default()
                .push((item.clone(), shown));
        }
    }
    let mut changed = 0_u64;
    for (warehouse, stock) in by_warehouse {
        changed = changed.saturating_add(publish_warehouse(tx, to, &warehouse, &stock)?);
    }
    Ok(changed)
}

/// Publishes the stock of one warehouse, in numbers for every assortment and in words where somebody sees words.
fn publish_warehouse(
    tx: &mut dyn Tx,
    to: &To<'_>,
    warehouse: &str,
    stock: &[(String, Option<i64>)],
) -> Result<u64, StorageError> {
    let mut changed = 0_u64;
    for mode in [StockMode::Exact, StockMode::Words] {
        if mode == StockMode::Words && to.readers.in_words.is_empty() {
            continue;
        }
        let changes: Vec<RowChange> = stock
            .iter()
            .map(|(item, milli)| stock_row(item, *milli, mode))
            .collect();
        for (assortment, members) in to.readers.each(to.page) {
            if mode == StockMode::Words && !to.readers.in_words.contains(assortment) {
                continue;
            }
            let feed = FeedName::Stock {
                warehouse: warehouse.to_owned(),
                mode,
                assortment: assortment.to_owned(),
            };
            changed = changed.saturating_add(publish_narrowed(tx, &feed, &changes, members.as_ref(), to.now_ms)?);
        }
    }
    Ok(changed)
}

/// In words no number is in the row, not even one that nobody looks at.
fn stock_row(item: &str, quantity_milli: Option<i64>, mode: StockMode) -> RowChange {
    let row = |milli| {
        let is_exact = mode.tells_quantities();
        let level = StockLevel::of(Quantity::from_milli(milli));
        StockRow {
            item: item.to_owned(),
            quantity_milli: if is_exact { milli } else { 0 },
            level: if is_exact {
                String::new()
            } else {
                level.code().to_owned()
            },
        }
    };
    RowChange {
        key: item.to_owned(),
        body: quantity_milli.map(|milli| row(milli).encode_to_vec()),
    }
}

/// Publishes and says how far the head went: one number per changed row.
pub(crate) fn publish_counted(
    tx: &mut dyn Tx,
    feed: &FeedName,
    changes: &[RowChange],
    now_ms: i64,
) -> Result<u64, StorageError> {
    if changes.is_empty() {
        return Ok(0);
    }
    let before = publish_derived(tx, feed, &[], now_ms)?;
    let after = publish_derived(tx, feed, changes, now_ms)?;
    Ok(after.saturating_sub(before))
}
