//! Looking items up by article and by id: for order lists and for drafts.

use crate::goods::{LEVEL, PRICE, Pack, Price, QUANTITY, Shown, best_level, price, read_packs, stock_total};
use crate::item_key;
use crate::mirror::{Mirror, MirrorError};
use crate::sight::{Sight, mask};
use cabinet_domain::article::{article_norm, as_typed_by_hand};
use cabinet_domain::ids::ItemId;
use cabinet_domain::stock::StockLevel;
use cabinet_domain::unit;
use prost::Message as _;
use rusqlite::{Connection, Row, named_params};

/// An item in few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemBrief {
    /// Which item.
    pub item: ItemId,
    /// As the supplier writes it.
    pub article: String,
    /// Наименование.
    pub name: String,
    /// Short name of the base unit.
    pub unit: String,
    /// ОКЕИ code of the base unit; empty when unknown.
    pub unit_code: String,
    /// Packages in which it is also sold.
    pub packs: Vec<Pack>,
    /// VAT: `none`, a percent, or empty when the supplier did not say.
    pub vat: String,
    /// Weight of the base unit; `None` when unknown.
    pub weight_g: Option<u64>,
    /// Volume of the base unit in cubic centimetres; `None` when unknown.
    pub volume_cm3: Option<u64>,
    /// The last full export passed it by.
    pub is_stale: bool,
    /// Its group, as [`crate::GroupPaths`] knows it; `None` when it has none.
    pub group: Option<i64>,
}

impl ItemBrief {
    /// Whether only whole quantities of it can be ordered.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        unit::is_whole(
            &self.unit_code,
            &self.unit,
            self.packs.iter().map(|pack| pack.units_milli),
        )
    }
}

/// What is true of an item now, as far as this device knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemTerms {
    /// Which item was asked about.
    pub item: ItemId,
    /// The item; `None` when the mirror does not have it.
    pub brief: Option<ItemBrief>,
    /// Its price in the asked price type.
    pub price: Option<Price>,
    /// Stock of all warehouses together, in thousandths; `None` when no warehouse is shown in numbers.
    pub available_milli: Option<i64>,
    /// Stock in a word; `None` when no warehouse is shown in words.
    pub level: Option<StockLevel>,
}

pub(crate) const BY_ARTICLE: &str = "
    SELECT i.item, i.article, i.name, i.unit, i.unit_code, i.packs, i.vat, i.is_stale, i.detail, i.group_id
    FROM item_article AS a
    JOIN item AS i ON i.id = a.id
    WHERE a.art_norm = :art_norm
      AND i.in_feeds & :mask <> 0
    ORDER BY a.id";

const BY_BARCODE: &str = "
    SELECT item, article, name, unit, unit_code, packs, vat, is_stale, detail, group_id
    FROM item
    WHERE barcode = :barcode
      AND barcode <> ''
      AND in_feeds & :mask <> 0
    ORDER BY id";

const BY_ID: &str = "
    SELECT item, article, name, unit, unit_code, packs, vat, is_stale, detail, group_id
    FROM item
    WHERE id = :id
      AND in_feeds & :mask <> 0";

impl Mirror {
    /// The items of each article, in the order asked. Articles are compared in their normal form, so an article may
    /// have several items (variants) or none.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn items_by_article(&self, sight: &Sight, articles: &[&str]) -> Result<Vec<Vec<ItemBrief>>, MirrorError> {
        self.db().read(|conn| {
            let mask = mask(conn, sight)?;
            let mut find = conn.prepare_cached(BY_ARTICLE)?;
            let mut all = Vec::with_capacity(articles.len());
            for article in articles {
                let mut items = Vec::new();
                for spelling in std::iter::once((*article).to_owned()).chain(as_typed_by_hand(article)) {
                    let art_norm = article_norm(&spelling);
                    if art_norm.is_empty() || !items.is_empty() {
                        continue;
                    }
                    let mut rows = find.query(named_params! { ":art_norm": art_norm, ":mask": mask })?;
                    while let Some(row) = rows.next()? {
                        items.push(brief(row)?);
                    }
                }
                all.push(items);
            }
            Ok(all)
        })
    }

    /// The items with a barcode.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn items_by_barcode(&self, sight: &Sight, barcode: &str) -> Result<Vec<ItemBrief>, MirrorError> {
        self.db().read(|conn| {
            let mask = mask(conn, sight)?;
            let mut find = conn.prepare_cached(BY_BARCODE)?;
            let mut rows = find.query(named_params! { ":barcode": barcode, ":mask": mask })?;
            let mut items = Vec::new();
            while let Some(row) = rows.next()? {
                items.push(brief(row)?);
            }
            Ok(items)
        })
    }

    /// What is true of these items now, in the order asked. What was asked about last is held in memory until goods, prices
    /// or stock change.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn terms(&self, sight: &Sight, items: &[ItemId]) -> Result<Vec<ItemTerms>, MirrorError> {
        let versions = self.feeds().versions.now();
        let held = self.terms.find(sight, versions, items);
        if held.iter().all(Option::is_some) {
            return Ok(held.into_iter().flatten().collect());
        }
        let all = self.db().read(|conn| {
            let shown = Shown::of(conn, sight)?;
            let asked = items.iter().zip(held);
            asked
                .map(|(item, held)| held.map_or_else(|| terms(conn, item, &shown), Ok))
                .collect::<Result<Vec<_>, MirrorError>>()
        })?;
        self.terms.keep(sight, versions, &all);
        Ok(all)
    }

    /// What is true of one item now.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn terms_of(&self, sight: &Sight, item: &ItemId) -> Result<ItemTerms, MirrorError> {
        self.db().read(|conn| terms(conn, item, &Shown::of(conn, sight)?))
    }
}

fn terms(conn: &Connection, item: &ItemId, shown: &Shown) -> Result<ItemTerms, MirrorError> {
    // Where no warehouse says anything of an item its stock is not known, which is not the same as none.
    let mut terms = ItemTerms {
        item: item.clone(),
        brief: None,
        price: None,
        available_milli: None,
        level: None,
    };
    let Some(id) = item_key::find(conn, item.as_str())? else {
        return Ok(terms);
    };
    let mut find = conn.prepare_cached(BY_ID)?;
    let mut rows = find.query(named_params! { ":id": id, ":mask": shown.mask })?;
    terms.brief = rows.next()?.map(brief).transpose()?;
    // Prices and stock come by the entity's own feeds, whatever else the file holds.
    if let Some(feed_id) = shown.prices {
        terms.price = price(&mut *conn.prepare_cached(PRICE)?, feed_id, id)?;
    }
    if !shown.stocks.is_empty() {
        terms.available_milli = stock_total(&mut *conn.prepare_cached(QUANTITY)?, &shown.stocks, id)?;
    }
    if !shown.levels.is_empty() {
        terms.level = best_level(&mut *conn.prepare_cached(LEVEL)?, &shown.levels, id)?;
    }
    Ok(terms)
}

/// An item row of the protocol with nothing read but what it weighs and takes up: a draft of thousands of lines reads it of
/// each of them, and the properties beside it are most of the row.
#[derive(Clone, PartialEq, prost::Message)]
struct OnlyMeasures {
    /// As in [`cabinet_protocol::rows::ItemRow`].
    #[prost(uint64, tag = "14")]
    weight_g: u64,
    /// As there.
    #[prost(uint64, tag = "17")]
    volume_cm3: u64,
}

fn brief(row: &Row<'_>) -> Result<ItemBrief, MirrorError> {
    let packs = row.get_ref("packs")?.as_blob().map_err(rusqlite::Error::from)?;
    let measures = OnlyMeasures::decode(row.get_ref("detail")?.as_blob().map_err(rusqlite::Error::from)?)?;
    Ok(ItemBrief {
        item: ItemId::new(row.get::<_, String>("item")?),
        article: row.get("article")?,
        name: row.get("name")?,
        unit: row.get("unit")?,
        unit_code: row.get("unit_code")?,
        packs: read_packs(packs)?,
        vat: row.get("vat")?,
        weight_g: (measures.weight_g > 0).then_some(measures.weight_g),
        volume_cm3: (measures.volume_cm3 > 0).then_some(measures.volume_cm3),
        is_stale: row.get("is_stale")?,
        group: row.get("group_id")?,
    })
}
