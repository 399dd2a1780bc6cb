//! Lists of goods by window: what is asked, what comes back, and reading the rows of a window.

use crate::forgiving::Reading;
use crate::item_key;
use crate::listing::Window;
use crate::media::{ARRIVALS, Arrival, arrivals_of};
use crate::mirror::{Mirror, MirrorError};
use crate::search::Place;
use crate::sight::{EVERY_ITEM, Sight, mask};
use crate::{listing, search};
use cabinet_domain::ids::ItemId;
use cabinet_domain::stock::{StockLevel, StockMode};
use cabinet_domain::unit;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::ItemRow;
use cabinet_sqlite::{Cancel, StoreError};
use prost::Message;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, Statement, named_params};
use std::collections::HashMap;

/// Which goods, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoodsQuery {
    /// Only this group and the groups below it (1C id); `None`: all.
    pub group: Option<String>,
    /// What the user typed; empty: everything.
    pub search: String,
    /// Nothing else than what was typed is searched, also when that finds nothing.
    pub is_as_typed: bool,
    /// Only what some warehouse has.
    pub in_stock_only: bool,
    /// Only what has one of the values of each of these properties.
    pub properties: Vec<PropertyFilter>,
    /// The order; with [`SortBy::Relevance`] articles come before words, and ties are in the supplier's order.
    pub sort: Sort,
    /// For whom: which goods, at which prices, with stock told how.
    pub sight: Sight,
}

/// Values of one property of which goods must have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyFilter {
    /// As [`crate::Facet`] names it.
    pub property: String,
    /// The values, as shown.
    pub values: Vec<String>,
}

impl GoodsQuery {
    /// Whether nothing but the text decides what is listed of what may be seen.
    pub(crate) const fn is_unfiltered(&self) -> bool {
        self.group.is_none() && !self.in_stock_only && self.properties.is_empty()
    }

    /// The same text over everything that may be seen.
    pub(crate) fn everywhere(&self) -> Self {
        Self {
            group: None,
            in_stock_only: false,
            properties: Vec::new(),
            ..self.clone()
        }
    }
}

/// An order of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort {
    /// By what.
    pub by: SortBy,
    /// The other way round. What has no value (no article, no price) comes last either way; the order by relevance
    /// has no other way round.
    pub is_descending: bool,
}

/// What rows are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortBy {
    /// Best match first; without a search the supplier's order.
    #[default]
    Relevance,
    /// Name, by the alphabet.
    Name,
    /// Article.
    Article,
    /// Price of the base unit.
    Price,
    /// Stock of all warehouses together.
    Stock,
}

/// A window of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodsPage {
    /// The rows of the window.
    pub rows: Vec<GoodsRow>,
    /// How many rows the whole list has; `None` while it is not known ([`Mirror::count_goods`] tells).
    pub total: Option<usize>,
    /// How the text of the search was understood.
    pub reading: Reading,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodsRow {
    /// Which item.
    pub item: ItemId,
    /// Артикул; empty when there is none.
    pub article: String,
    /// Наименование.
    pub name: String,
    /// What tells it from the other variants; empty for a plain product.
    pub variant: String,
    /// Short name of the base unit.
    pub unit: String,
    /// Only whole quantities of it can be ordered.
    pub is_whole: bool,
    /// Packages in which it is also sold.
    pub packs: Vec<Pack>,
    /// VAT: `none`, a percent, or empty when the supplier did not say.
    pub vat: String,
    /// Its price; `None` when it has none in the asked price type.
    pub price: Option<Price>,
    /// Stock of all warehouses together, in thousandths; `None` when no warehouse is shown in numbers.
    pub stock_milli: Option<i64>,
    /// Stock in a word, that of the fullest warehouse; `None` when no warehouse is shown in words.
    pub stock_level: Option<StockLevel>,
    /// What comes of it, the soonest first; empty when nothing does or this person may not see it.
    pub arrivals: Vec<Arrival>,
    /// Items of the same product, this one included.
    pub variant_count: u32,
    /// The last full export passed it by.
    pub is_stale: bool,
    /// Its group, as [`crate::GroupPaths`] knows it; `None` when it has none.
    pub group: Option<i64>,
}

/// A package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Short name.
    pub unit: String,
    /// ОКЕИ code; empty when unknown.
    pub unit_code: String,
    /// Base units in it, in thousandths.
    pub units_milli: i64,
}

/// A price of one base unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// In millionths.
    pub price_micro: i64,
    /// ISO 4217.
    pub currency: String,
}

pub(crate) const ROW: &str = "
    SELECT id, item, article, name, variant, unit, unit_code, packs, vat, is_stale, group_id
    FROM item
    WHERE id = :id
      AND in_feeds & :mask <> 0";

pub(crate) const PRICE: &str = "
    SELECT price_micro, currency
    FROM price
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

pub(crate) const QUANTITY: &str = "
    SELECT quantity_milli
    FROM stock
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

pub(crate) const LEVEL: &str = "
    SELECT level
    FROM stock_level
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

// Variants of a product follow it in the order of keys: '#' is the character before '$'.
pub(crate) const COUNT_VARIANTS: &str = "
    SELECT count(*) AS variants
    FROM item_key AS k
    JOIN item AS i ON i.id = k.id
    WHERE k.item > :product || '#'
      AND k.item < :product || '$'
      AND i.in_feeds & :mask <> 0";

const FEED_ID: &str = "
    SELECT id
    FROM feed_state
    WHERE feed = :feed";

const FEEDS: &str = "
    SELECT id, feed
    FROM feed_state";

impl Mirror {
    /// The rows `offset..offset + limit` of a list. The first window of a search does not wait for the rest.
    ///
    /// # Errors
    /// [`MirrorError`]; [`StoreError::Cancelled`] inside it when `cancel` was used.
    pub fn goods(
        &self,
        query: &GoodsQuery,
        offset: usize,
        limit: usize,
        cancel: &Cancel,
    ) -> Result<GoodsPage, MirrorError> {
        self.db().read_unless(cancel, |conn| {
            let Window { ids, total, reading } = listing::window(self, conn, query, offset, limit, cancel)?;
            let shown = Shown::of(conn, &query.sight)?;
            let mut reader = RowReader::new(conn, &shown)?;
            let mut rows = Vec::with_capacity(ids.len());
            for id in ids {
                rows.extend(reader.read(id)?);
            }
            Ok(GoodsPage { rows, total, reading })
        })
    }

    /// The rows of these items, in the order asked; `None` for one that may not be seen.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn rows(&self, sight: &Sight, items: &[ItemId]) -> Result<Vec<Option<GoodsRow>>, MirrorError> {
        self.db().read(|conn| {
            let shown = Shown::of(conn, sight)?;
            let mut reader = RowReader::new(conn, &shown)?;
            let mut rows = Vec::with_capacity(items.len());
            for item in items {
                rows.push(match item_key::find(conn, item.as_str())? {
                    Some(id) => reader.read(id)?,
                    None => None,
                });
            }
            Ok(rows)
        })
    }

    /// How many rows a list has.
    ///
    /// # Errors
    /// As [`Mirror::goods`].
    pub fn count_goods(&self, query: &GoodsQuery, cancel: &Cancel) -> Result<usize, MirrorError> {
        self.db()
            .read_unless(cancel, |conn| Ok(listing::whole(self, conn, query, cancel)?.ids.len()))
    }

    /// Items that match what the user typed as it stands, best first, without prices: for completion in other places.
    ///
    /// # Errors
    /// As [`Mirror::goods`].
    pub fn find_items(
        &self,
        sight: &Sight,
        typed: &str,
        limit: usize,
        cancel: &Cancel,
    ) -> Result<Vec<ItemId>, MirrorError> {
        let query = GoodsQuery {
            sight: sight.without_prices(),
            ..GoodsQuery::default()
        };
        let version = self.feeds().versions.now().goods;
        self.db().read_unless(cancel, |conn| {
            let allowed = listing::allowed(self, conn, &query)?;
            let allows = |id: i64| allowed.as_ref().is_none_or(|allowed| allowed.contains(id));
            let known = self.words(conn, version);
            let found = search::ids(typed, limit, Some(&allows), known, Place::Anywhere, cancel)?;
            let mut row = conn.prepare_cached(ROW)?;
            let mut items = Vec::with_capacity(found.ids.len());
            for id in found.ids {
                let item = row
                    .query_row(named_params! { ":id": id, ":mask": EVERY_ITEM }, |row| {
                        row.get::<_, String>("item")
                    })
                    .optional()?;
                items.extend(item.map(ItemId::new));
            }
            Ok(items)
        })
    }
}

/// The items and the feeds whose figures are shown.
pub(crate) struct Shown {
    /// See [`mask`].
    pub(crate) mask: i64,
    pub(crate) prices: Option<i64>,
    /// Id of the feed and the warehouse it is about; empty unless stock is shown in numbers.
    pub(crate) stocks: Vec<(i64, String)>,
    /// The same where stock is shown in words.
    pub(crate) levels: Vec<(i64, String)>,
    /// Id of the feed of arrivals; `None` unless stock is shown in numbers, as arrivals are.
    pub(crate) arrivals: Option<i64>,
}

impl Shown {
    pub(crate) fn of(conn: &Connection, sight: &Sight) -> Result<Self, StoreError> {
        let feeds = stock_feeds(conn, sight)?;
        let (stocks, levels) = match sight.stock {
            StockMode::Exact => (feeds, Vec::new()),
            StockMode::Words | StockMode::Hidden => (Vec::new(), feeds),
        };
        Ok(Self {
            mask: mask(conn, sight)?,
            prices: price_feed(conn, sight)?,
            stocks,
            levels,
            arrivals: arrivals_feed(conn, sight)?,
        })
    }
}

/// The id of the feed that the prices come by.
pub(crate) fn price_feed(conn: &Connection, sight: &Sight) -> Result<Option<i64>, StoreError> {
    let Some(price_type) = &sight.price_type else {
        return Ok(None);
    };
    let feed = FeedName::Prices {
        list: price_type.as_str().to_owned(),
        assortment: sight.assortment.clone(),
    };
    let feed = feed.to_string();
    let mut find = conn.prepare_cached(FEED_ID)?;
    Ok(find
        .query_row(named_params! { ":feed": feed }, |row| row.get("id"))
        .optional()?)
}

/// The id of the feed that arrivals come by.
fn arrivals_feed(conn: &Connection, sight: &Sight) -> Result<Option<i64>, StoreError> {
    if !sight.stock.tells_quantities() {
        return Ok(None);
    }
    let feed = FeedName::Arrivals(sight.assortment.clone()).to_string();
    let mut find = conn.prepare_cached(FEED_ID)?;
    Ok(find
        .query_row(named_params! { ":feed": feed }, |row| row.get("id"))
        .optional()?)
}

/// The feeds of stock that are shown, each with its warehouse; none while stock is hidden.
pub(crate) fn stock_feeds(conn: &Connection, sight: &Sight) -> Result<Vec<(i64, String)>, StoreError> {
    let mut feeds = conn.prepare_cached(FEEDS)?;
    let rows = feeds.query_map([], |row| Ok((row.get("id")?, row.get::<_, String>("feed")?)))?;
    let mut stocks = Vec::new();
    for row in rows {
        let (id, feed) = row?;
        if let Ok(FeedName::Stock {
            warehouse,
            mode,
            assortment,
        }) = feed.parse()
            && mode == sight.stock
            && assortment == sight.assortment
        {
            stocks.push((id, warehouse));
        }
    }
    Ok(stocks)
}

/// Reads rows one by one; the statements are held, because finding them by their text would cost as much as a row.
pub(crate) struct RowReader<'a> {
    shown: &'a Shown,
    row: CachedStatement<'a>,
    price: CachedStatement<'a>,
    quantity: CachedStatement<'a>,
    level: CachedStatement<'a>,
    arrivals: CachedStatement<'a>,
    count_variants: CachedStatement<'a>,
    counted: HashMap<String, u32>,
}

impl<'a> RowReader<'a> {
    pub(crate) fn new(conn: &'a Connection, shown: &'a Shown) -> Result<Self, StoreError> {
        Ok(Self {
            shown,
            row: conn.prepare_cached(ROW)?,
            price: conn.prepare_cached(PRICE)?,
            quantity: conn.prepare_cached(QUANTITY)?,
            level: conn.prepare_cached(LEVEL)?,
            arrivals: conn.prepare_cached(ARRIVALS)?,
            count_variants: conn.prepare_cached(COUNT_VARIANTS)?,
            counted: HashMap::new(),
        })
    }

    /// One row, or `None` when there is no such item to be seen.
    pub(crate) fn read(&mut self, id: i64) -> Result<Option<GoodsRow>, MirrorError> {
        let mut found = self.row.query(named_params! { ":id": id, ":mask": self.shown.mask })?;
        let Some(row) = found.next()? else { return Ok(None) };
        let mut goods = goods_row(row)?;
        drop(found);
        if let Some(feed_id) = self.shown.prices {
            goods.price = price(&mut self.price, feed_id, id)?;
        }
        if !self.shown.stocks.is_empty() {
            goods.stock_milli = stock_total(&mut self.quantity, &self.shown.stocks, id)?;
        }
        if !self.shown.levels.is_empty() {
            goods.stock_level = best_level(&mut self.level, &self.shown.levels, id)?;
        }
        if let Some(feed_id) = self.shown.arrivals {
            goods.arrivals = arrivals_of(&mut self.arrivals, feed_id, id)?;
        }
        goods.variant_count = self.variant_count(&goods.item)?;
        Ok(Some(goods))
    }

    fn variant_count(&mut self, item: &ItemId) -> Result<u32, StoreError> {
        if !item.is_variant() {
            return Ok(1);
        }
        let product = item.product().as_str().to_owned();
        if let Some(count) = self.counted.get(&product) {
            return Ok(*count);
        }
        let params = named_params! { ":product": product, ":mask": self.shown.mask };
        let variants = self.count_variants.query_row(params, |row| row.get("variants"))?;
        self.counted.insert(product, variants);
        Ok(variants)
    }
}

/// The price of an item; the statement is [`PRICE`].
pub(crate) fn price(statement: &mut Statement<'_>, feed_id: i64, item_id: i64) -> Result<Option<Price>, StoreError> {
    let found = statement.query_row(named_params! { ":feed_id": feed_id, ":item_id": item_id }, |row| {
        Ok(Price {
            price_micro: row.get("price_micro")?,
            currency: row.get("currency")?,
        })
    });
    Ok(found.optional()?)
}

/// What one warehouse says of an item; the statement is [`QUANTITY`].
pub(crate) fn quantity(statement: &mut Statement<'_>, feed_id: i64, item_id: i64) -> Result<Option<i64>, StoreError> {
    let params = named_params! { ":feed_id": feed_id, ":item_id": item_id };
    Ok(statement
        .query_row(params, |row| row.get("quantity_milli"))
        .optional()?)
}

/// What all warehouses have of an item, `None` when none says anything of it; the statement is [`QUANTITY`].
pub(crate) fn stock_total(
    statement: &mut Statement<'_>,
    stocks: &[(i64, String)],
    item_id: i64,
) -> Result<Option<i64>, StoreError> {
    stocks.iter().try_fold(None, |total: Option<i64>, (feed_id, _)| {
        let here = quantity(statement, *feed_id, item_id)?;
        Ok(match (total, here) {
            (Some(total), Some(here)) => Some(total.saturating_add(here)),
            (total, here) => total.or(here),
        })
    })
}

/// The word of one warehouse for an item; the statement is [`LEVEL`].
pub(crate) fn level(
    statement: &mut Statement<'_>,
    feed_id: i64,
    item_id: i64,
) -> Result<Option<StockLevel>, MirrorError> {
    let params = named_params! { ":feed_id": feed_id, ":item_id": item_id };
    let word = statement
        .query_row(params, |row| row.get::<_, String>("level"))
        .optional()?;
    match word {
        None => Ok(None),
        Some(word) => StockLevel::from_code(&word)
            .map(Some)
            .ok_or(MirrorError::UnknownWord(word)),
    }
}

/// The word of the fullest warehouse, `None` when none says anything of the item; the statement is [`LEVEL`].
pub(crate) fn best_level(
    statement: &mut Statement<'_>,
    levels: &[(i64, String)],
    item_id: i64,
) -> Result<Option<StockLevel>, MirrorError> {
    levels.iter().try_fold(None, |best: Option<StockLevel>, (feed_id, _)| {
        Ok(best.max(level(statement, *feed_id, item_id)?))
    })
}

fn goods_row(row: &Row<'_>) -> Result<GoodsRow, MirrorError> {
    let packs = row.get_ref("packs")?.as_blob().map_err(rusqlite::Error::from)?;
    let packs = read_packs(packs)?;
    let (unit, unit_code): (String, String) = (row.get("unit")?, row.get("unit_code")?);
    Ok(GoodsRow {
        item: ItemId::new(row.get::<_, String>("item")?),
        article: row.get("article")?,
        name: row.get("name")?,
        variant: row.get("variant")?,
        is_whole: unit::is_whole(&unit_code, &unit, packs.iter().map(|pack| pack.units_milli)),
        unit,
        packs,
        vat: row.get("vat")?,
        price: None,
        stock_milli: None,
        stock_level: None,
        arrivals: Vec::new(),
        variant_count: 1,
        is_stale: row.get("is_stale")?,
        group: row.get("group_id")?,
    })
}

pub(crate) fn read_packs(bytes: &[u8]) -> Result<Vec<Pack>, prost::DecodeError> {
    let packs = ItemRow::decode(bytes)?.packs.into_iter();
    Ok(packs
        .map(|pack| Pack {
            unit: pack.unit,
            unit_code: pack.unit_code,
            units_milli: pack.units_milli,
        })
        .collect())
}
