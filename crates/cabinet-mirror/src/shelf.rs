//! All goods that a person may see, read at once: for lists that are written and not scrolled.
//!
//! Prices and stock are read whole and not by item, so that tens of thousands of goods take a moment.

use crate::goods::{Pack, Price, Shown, read_packs};
use crate::mirror::{Mirror, MirrorError};
use crate::sight::Sight;
use cabinet_domain::ids::ItemId;
use cabinet_domain::stock::StockLevel;
use cabinet_domain::unit;
use cabinet_sqlite::Cancel;
use prost::Message as _;
use rusqlite::{Connection, Row, named_params};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Goods with what a list of prices says of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfRow {
    /// Which item.
    pub item: ItemId,
    /// Артикул; empty when there is none.
    pub article: String,
    /// Наименование.
    pub name: String,
    /// What tells it from the other variants; empty for a plain product.
    pub variant: String,
    /// Empty when there is none.
    pub barcode: String,
    /// Manufacturer or brand; empty when unknown.
    pub maker: String,
    /// Short name of the base unit.
    pub unit: String,
    /// Only whole quantities of it can be ordered.
    pub is_whole: bool,
    /// Packages in which it is also sold.
    pub packs: Vec<Pack>,
    /// VAT: `none`, a percent, or empty when the supplier did not say.
    pub vat: String,
    /// Its group, as [`crate::GroupPaths`] knows it; `None` when it has none.
    pub group: Option<i64>,
    /// Its price; `None` when it has none in the asked price type.
    pub price: Option<Price>,
    /// Stock of all warehouses together, in thousandths; `None` when no warehouse says it in numbers.
    pub stock_milli: Option<i64>,
    /// Stock in a word, that of the fullest warehouse; `None` when no warehouse says it in words.
    pub stock_level: Option<StockLevel>,
}

const GOODS: &str = "
    SELECT id, item, article, name, variant, barcode, unit, unit_code, packs, vat, group_id, detail
    FROM item
    WHERE in_feeds & :mask <> 0
    ORDER BY id";

const PRICES: &str = "
    SELECT item_id, price_micro, currency
    FROM price
    WHERE feed_id = :feed_id";

const QUANTITIES: &str = "
    SELECT item_id, quantity_milli
    FROM stock
    WHERE feed_id = :feed_id";

const LEVELS: &str = "
    SELECT item_id, level
    FROM stock_level
    WHERE feed_id = :feed_id";

/// What is read of an item's details: everything else is skipped unread.
#[derive(Clone, PartialEq, prost::Message)]
struct OnlyMaker {
    /// As in [`cabinet_protocol::rows::ItemRow`].
    #[prost(string, tag = "13")]
    maker: String,
}

/// How many rows are read between two looks at whether anybody waits still.
const BETWEEN_LOOKS: usize = 1_024;

impl Mirror {
    /// All goods that may be seen, in the supplier's order.
    ///
    /// # Errors
    /// [`MirrorError`]; [`cabinet_sqlite::StoreError::Cancelled`] inside it when `cancel` was used.
    pub fn shelf(&self, sight: &Sight, cancel: &Cancel) -> Result<Vec<ShelfRow>, MirrorError> {
        self.db().read_unless(cancel, |conn| {
            let shown = Shown::of(conn, sight)?;
            let mut prices = match shown.prices {
                Some(feed_id) => prices(conn, feed_id)?,
                None => HashMap::new(),
            };
            let stock = stock(conn, &shown)?;
            let levels = levels(conn, &shown)?;
            let mut goods = conn.prepare_cached(GOODS)?;
            let mut found = goods.query(named_params! { ":mask": shown.mask })?;
            let mut rows = Vec::new();
            while let Some(row) = found.next()? {
                if rows.len().is_multiple_of(BETWEEN_LOOKS) {
                    cancel.check()?;
                }
                let id: i64 = row.get("id")?;
                let mut goods = shelf_row(row)?;
                goods.price = prices.remove(&id);
                goods.stock_milli = stock.get(&id).copied();
                goods.stock_level = levels.get(&id).copied();
                rows.push(goods);
            }
            Ok(rows)
        })
    }
}

fn prices(conn: &Connection, feed_id: i64) -> Result<HashMap<i64, Price>, MirrorError> {
    let mut all = conn.prepare_cached(PRICES)?;
    let rows = all.query_map(named_params! { ":feed_id": feed_id }, |row| {
        let price = Price {
            price_micro: row.get("price_micro")?,
            currency: row.get("currency")?,
        };
        Ok((row.get("item_id")?, price))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn stock(conn: &Connection, shown: &Shown) -> Result<HashMap<i64, i64>, MirrorError> {
    let mut all = conn.prepare_cached(QUANTITIES)?;
    let mut stock: HashMap<i64, i64> = HashMap::new();
    for (feed_id, _) in &shown.stocks {
        let mut rows = all.query(named_params! { ":feed_id": feed_id })?;
        while let Some(row) = rows.next()? {
            let sum = stock.entry(row.get("item_id")?).or_default();
            *sum = sum.saturating_add(row.get("quantity_milli")?);
        }
    }
    Ok(stock)
}

fn levels(conn: &Connection, shown: &Shown) -> Result<HashMap<i64, StockLevel>, MirrorError> {
    let mut all = conn.prepare_cached(LEVELS)?;
    let mut levels: HashMap<i64, StockLevel> = HashMap::new();
    for (feed_id, _) in &shown.levels {
        let mut rows = all.query(named_params! { ":feed_id": feed_id })?;
        while let Some(row) = rows.next()? {
            let word: String = row.get("level")?;
            let level = StockLevel::from_code(&word).ok_or(MirrorError::UnknownWord(word))?;
            match levels.entry(row.get("item_id")?) {
                Entry::Occupied(mut fullest) => {
                    let most = level.max(*fullest.get());
                    fullest.insert(most);
                }
                Entry::Vacant(first) => {
                    first.insert(level);
                }
            }
        }
    }
    Ok(levels)
}

fn shelf_row(row: &Row<'_>) -> Result<ShelfRow, MirrorError> {
    let packs = read_packs(row.get_ref("packs")?.as_blob().map_err(rusqlite::Error::from)?)?;
    let detail = row.get_ref("detail")?.as_blob().map_err(rusqlite::Error::from)?;
    let (unit, unit_code): (String, String) = (row.get("unit")?, row.get("unit_code")?);
    Ok(ShelfRow {
        item: ItemId::new(row.get::<_, String>("item")?),
        article: row.get("article")?,
        name: row.get("name")?,
        variant: row.get("variant")?,
        barcode: row.get("barcode")?,
        maker: OnlyMaker::decode(detail)?.maker,
        is_whole: unit::is_whole(&unit_code, &unit, packs.iter().map(|pack| pack.units_milli)),
        unit,
        packs,
        vat: row.get("vat")?,
        group: row.get("group_id")?,
        price: None,
        stock_milli: None,
        stock_level: None,
    })
}
