//! Brings the feeds to what the catalogue says, for the products on the list of `unpublished`.

use super::assortment::{self, Assortment};
use super::extras::publish_extras;
use super::family::{self, Family};
use super::item::item_row;
use super::measures::Measures;
use super::publish_prices::publish_prices;
use super::publish_stock::publish_stock;
use super::terms::ItemTerms;
use super::unpublished::{self, ITEMS, PRICES, STOCK};
use super::words::Words;
use crate::feeds::{RowChange, publish_derived};
use crate::settings::Settings;
use crate::storage::{StorageError, Tx, Value};
use crate::{subscriptions, wishes};
use cabinet_protocol::feed::{ALL_GOODS, FeedName};
use prost::Message;
use std::collections::{BTreeMap, BTreeSet};

/// Products read and published at a time; memory is one page, whatever the import.
const PAGE: i64 = 400;

/// For whom rows are made: the narrow assortments, and those whose stock is also told in words.
pub(super) struct Readers {
    narrow: Vec<Assortment>,
    pub(super) in_words: BTreeSet<String>,
}

impl Readers {
    pub(super) fn read(tx: &mut dyn Tx) -> Result<Self, StorageError> {
        Ok(Self {
            narrow: assortment::narrow(tx)?,
            in_words: assortment::shown_in_words(tx)?,
        })
    }

    /// The ids of all assortments in turn, and which items of a page each has; `None`: all of them.
    pub(super) fn each<'a>(&'a self, page: &'a Page) -> impl Iterator<Item = (&'a str, Option<BTreeSet<&'a str>>)> {
        let narrow = self.narrow.iter().map(|one| {
            let has = |(base, group): &(String, Option<String>)| one.has(base, group.as_deref());
            let items = page.live.iter().filter(|(_, of)| has(of)).map(|(id, _)| id.as_str());
            (one.id.as_str(), Some(items.collect()))
        });
        std::iter::once((ALL_GOODS, None)).chain(narrow)
    }
}

/// What is live on a page of products: item → product and group.
pub(super) struct Page {
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

    /// Items of which it is known that they are on sale.
    pub(super) fn of_terms(items: &[&ItemTerms]) -> Self {
        let live = items.iter().filter(|item| item.is_on_sale).map(|item| {
            let base = item.item.product().as_str().to_owned();
            (item.item.as_str().to_owned(), (base, item.group.clone()))
        });
        Self { live: live.collect() }
    }

    pub(super) fn has(&self, item: &str) -> bool {
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
        let families = family::marked(tx, &after, PAGE)?;
        let Some((last, _)) = families.last() else { break };
        let range = [Value::Text(after), Value::from(last.base.as_str())];
        after = last.base.clone();
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
        changed = changed.saturating_add(publish_prices(tx, &mut words, &families, &to)?);
        let mut available = BTreeMap::new();
        changed = changed.saturating_add(publish_stock(tx, &families, &to, &mut available)?);
        subscriptions::after_publish(tx, &touched(&families), &available, now_ms)
            .map_err(|error| StorageError::Other(Box::new(error)))?;
        wishes::after_publish(tx, &wanted, &shown, now_ms).map_err(|error| StorageError::Other(Box::new(error)))?;
    }
    unpublished::clear(tx)?;
    Ok(changed)
}

/// The offers of a page of which an item, its prices or its stock may have changed, each with what.
fn touched(families: &[(Family, i64)]) -> Vec<(&str, i64)> {
    let marked = families.iter().filter(|(_, what)| what & (ITEMS | PRICES | STOCK) != 0);
    let offers = marked.flat_map(|(family, what)| family.offers.iter().map(|offer| (offer.id.as_str(), *what)));
    offers.collect()
}

/// For whom a page is published, and when.
pub(super) struct To<'a> {
    pub(super) readers: &'a Readers,
    pub(super) page: &'a Page,
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
    pub(super) fn publish(
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
