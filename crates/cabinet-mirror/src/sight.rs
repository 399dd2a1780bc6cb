//! What of the goods in the file a legal entity sees: which items, at whose prices, and how stock is told.
//!
//! One file holds the goods of all entities of a person, whose contracts may differ; every question says for whom it is.

use crate::load_catalogue::bit_of;
use cabinet_domain::ids::PriceTypeId;
use cabinet_domain::stock::StockMode;
use cabinet_protocol::feed::{ALL_GOODS, FeedName};
use cabinet_sqlite::StoreError;
use rusqlite::Connection;

/// Whose eyes look.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sight {
    /// Goods of this assortment only.
    pub assortment: String,
    /// At these prices; `None`: no prices.
    pub price_type: Option<PriceTypeId>,
    /// Stock so.
    pub stock: StockMode,
}

impl Default for Sight {
    /// All goods with stock in numbers, without prices.
    fn default() -> Self {
        Self {
            assortment: ALL_GOODS.to_owned(),
            price_type: None,
            stock: StockMode::Exact,
        }
    }
}

impl Sight {
    /// The same without prices.
    #[must_use]
    pub fn without_prices(&self) -> Self {
        Self {
            price_type: None,
            ..self.clone()
        }
    }
}

/// Every item of the file.
pub(crate) const EVERY_ITEM: i64 = -1;

const CATALOGUES: &str = "
    SELECT id, feed
    FROM feed_state
    WHERE id <= 62";

/// The bits of `item.in_feeds` of which an item must have one; [`EVERY_ITEM`] when the file holds no goods but these.
pub(crate) fn mask(conn: &Connection, sight: &Sight) -> Result<i64, StoreError> {
    let wanted = FeedName::Catalogue(sight.assortment.clone()).to_string();
    let mut catalogues = conn.prepare_cached(CATALOGUES)?;
    let rows = catalogues.query_map([], |row| Ok((row.get::<_, i64>("id")?, row.get::<_, String>("feed")?)))?;
    let mut own = 0;
    let mut has_others = false;
    for row in rows {
        let (id, feed) = row?;
        if feed == wanted {
            own = bit_of(id);
        } else {
            has_others = true;
        }
    }
    Ok(if has_others { own } else { EVERY_ITEM })
}
