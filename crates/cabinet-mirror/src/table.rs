//! Which tables a feed fills, and the four things that are done to them.

use crate::feed_error::LoadError;
use crate::load_addresses::ADDRESSES;
use crate::load_analogues::ANALOGUES;
use crate::load_arrivals::ARRIVALS;
use crate::load_codes::CODES;
use crate::load_media::MEDIA;
use crate::load_news::NEWS;
use crate::load_prices::PRICES;
use crate::load_rules::RULES;
use crate::load_stock::STOCK;
use crate::load_stock_level::{LevelOfItem, STOCK_LEVELS};
use crate::load_templates::TEMPLATES;
use crate::{
    by_item, load_addresses, load_branches, load_catalogue, load_claims, load_codes, load_delivery, load_documents,
    load_news, load_personal, load_reference, load_rules, load_templates, one_by_one, paper_index, price_history,
    row_seal, stored_rows, turns,
};
use cabinet_domain::stock::StockMode;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::media::{AnaloguesRow, ArrivalsRow, MediaRow};
use cabinet_protocol::rows::{PriceRow, StockRow};
use cabinet_sqlite::StoreError;
use rusqlite::Connection;

/// A row as it travels: key and encoded body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawRow<'a> {
    pub(crate) key: &'a str,
    pub(crate) body: &'a [u8],
}

/// What a visitor of rows is given: the key and the body.
pub(crate) type VisitBody<'a> = &'a mut dyn FnMut(&str, &[u8]) -> Result<(), StoreError>;

/// A row that other feeds have too, before one of them changes it.
pub(crate) struct Shared {
    pub(crate) key: String,
    /// What stood under it.
    pub(crate) before: Option<FeedHash>,
    /// The other feeds.
    pub(crate) others: Vec<i64>,
}

/// The rows in ascending order of keys; they come so from a gateway, but nothing depends on its word.
pub(crate) fn in_key_order<'a>(rows: &[RawRow<'a>]) -> Vec<RawRow<'a>> {
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| a.key.cmp(b.key));
    rows
}

/// How rows go into the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Into {
    /// The feed has no rows yet and many come, in the order of keys: nothing is looked up, search is built afterwards.
    Empty,
    /// Many rows in the order of keys over present ones.
    Many,
    /// A few changed rows anywhere.
    Few,
}

/// The tables behind a kind of feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    Reference,
    Catalogue,
    Prices,
    Stock,
    StockLevels,
    Media,
    Analogues,
    Arrivals,
    Documents,
    Claims,
    Personal,
    Delivery,
    Branches,
    Addresses,
    News,
    Rules,
    Codes,
    Templates,
}

impl Table {
    pub(crate) const fn of(feed: &FeedName) -> Self {
        match feed {
            FeedName::Reference(_) => Self::Reference,
            FeedName::Catalogue(_) => Self::Catalogue,
            FeedName::Prices { .. } => Self::Prices,
            FeedName::Stock {
                mode: StockMode::Exact, ..
            } => Self::Stock,
            FeedName::Stock {
                mode: StockMode::Words | StockMode::Hidden,
                ..
            } => Self::StockLevels,
            FeedName::Media(_) => Self::Media,
            FeedName::Analogues(_) => Self::Analogues,
            FeedName::Arrivals(_) => Self::Arrivals,
            FeedName::Documents(_) | FeedName::UnpricedDocuments(_) => Self::Documents,
            FeedName::Claims(_) => Self::Claims,
            FeedName::Personal(_) => Self::Personal,
            FeedName::Delivery => Self::Delivery,
            FeedName::Branches => Self::Branches,
            FeedName::Addresses(_) => Self::Addresses,
            FeedName::News | FeedName::EntityNews(_) => Self::News,
            FeedName::Rules(_) => Self::Rules,
            FeedName::Codes(_) => Self::Codes,
            FeedName::Templates(_) => Self::Templates,
        }
    }

    /// Notes what rows that are about to be put over present ones change, where that is kept; `at_ms` is when they are true.
    pub(crate) fn before_put(
        self,
        conn: &Connection,
        feed_id: i64,
        rows: &[RawRow<'_>],
        at_ms: i64,
    ) -> Result<(), LoadError> {
        match self {
            Self::Prices => price_history::before_put(conn, feed_id, rows, at_ms),
            Self::Stock => turns::before_stock(conn, feed_id, rows, at_ms),
            Self::StockLevels => turns::before_level(conn, feed_id, rows, at_ms),
            Self::Catalogue => turns::before_items(conn, feed_id, rows, at_ms),
            _ => Ok(()),
        }
    }

    /// The same for a key that is about to be taken out.
    pub(crate) fn before_remove(
        self,
        conn: &Connection,
        feed_id: i64,
        key: &str,
        at_ms: i64,
    ) -> Result<(), StoreError> {
        match self {
            Self::Prices => price_history::before_remove(conn, feed_id, key, at_ms),
            Self::Stock => turns::before_stock_remove(conn, feed_id, key, at_ms, false),
            Self::StockLevels => turns::before_stock_remove(conn, feed_id, key, at_ms, true),
            Self::Catalogue => turns::before_item_remove(conn, feed_id, key, at_ms),
            _ => Ok(()),
        }
    }

    /// The same for everything that the staged snapshot does not have.
    pub(crate) fn before_remove_unstaged(self, conn: &Connection, feed_id: i64, at_ms: i64) -> Result<(), StoreError> {
        match self {
            Self::Prices => price_history::before_remove_unstaged(conn, feed_id, at_ms),
            Self::Stock => turns::before_stock_unstaged(conn, feed_id, at_ms, false),
            Self::StockLevels => turns::before_stock_unstaged(conn, feed_id, at_ms, true),
            Self::Catalogue => turns::before_items_unstaged(conn, feed_id, at_ms),
            _ => Ok(()),
        }
    }

    /// A snapshot was published, whose rows were true at `at_ms`.
    pub(crate) fn after_publish(self, conn: &Connection, feed_id: i64, at_ms: i64) -> Result<(), StoreError> {
        match self {
            Self::Prices => price_history::begin(conn, feed_id, at_ms),
            _ => Ok(()),
        }
    }

    /// A page of changes went in: what it brought is found with it.
    pub(crate) fn after_changes(self, conn: &Connection) -> Result<(), StoreError> {
        match self {
            Self::Documents | Self::Claims => paper_index::add_due(conn).map(drop),
            _ => Ok(()),
        }
    }

    /// Puts rows in, each key at most once; returns how many keys were not there before.
    pub(crate) fn put(self, conn: &Connection, feed_id: i64, rows: &[RawRow<'_>], how: Into) -> Result<u64, LoadError> {
        if !stored_rows::is_sealed(self) {
            return self.write(conn, feed_id, rows, how);
        }
        let shared = match self {
            Self::Reference => load_reference::shared(conn, feed_id, rows)?,
            _ => Vec::new(),
        };
        let added = self.write(conn, feed_id, rows, how)?;
        for row in rows {
            let kept = stored_rows::one(conn, self, feed_id, row.key)?;
            row_seal::put(conn, feed_id, row.key, kept, FeedHash::of_row(row.key, row.body))?;
        }
        for Shared { key, before, others } in shared {
            if let Some(now) = stored_rows::one(conn, self, feed_id, &key)?.filter(|now| before != Some(*now)) {
                for other in others {
                    row_seal::follow(conn, other, &key, before, now)?;
                }
            }
        }
        Ok(added)
    }

    fn write(self, conn: &Connection, feed_id: i64, rows: &[RawRow<'_>], how: Into) -> Result<u64, LoadError> {
        match self {
            Self::Reference => load_reference::put(conn, feed_id, rows),
            Self::Catalogue => load_catalogue::put(conn, feed_id, rows, how),
            Self::Prices => by_item::put::<PriceRow>(conn, &PRICES, feed_id, rows, how),
            Self::Stock => by_item::put::<StockRow>(conn, &STOCK, feed_id, rows, how),
            Self::StockLevels => by_item::put::<LevelOfItem>(conn, &STOCK_LEVELS, feed_id, rows, how),
            Self::Media => by_item::put::<MediaRow>(conn, &MEDIA, feed_id, rows, how),
            Self::Analogues => by_item::put::<AnaloguesRow>(conn, &ANALOGUES, feed_id, rows, how),
            Self::Arrivals => by_item::put::<ArrivalsRow>(conn, &ARRIVALS, feed_id, rows, how),
            Self::Documents => load_documents::put(conn, rows),
            Self::Claims => load_claims::put(conn, rows),
            Self::Personal => load_personal::put(conn, rows),
            Self::Delivery => load_delivery::put(conn, rows),
            Self::Branches => load_branches::put(conn, rows),
            Self::Addresses => load_addresses::put(conn, feed_id, rows),
            Self::News => load_news::put(conn, feed_id, rows),
            Self::Rules => load_rules::put(conn, feed_id, rows),
            Self::Codes => load_codes::put(conn, feed_id, rows),
            Self::Templates => load_templates::put(conn, feed_id, rows),
        }
    }

    /// Takes a key out; returns whether it was there.
    pub(crate) fn remove(self, conn: &Connection, feed_id: i64, key: &str) -> Result<bool, StoreError> {
        row_seal::forget(conn, feed_id, key)?;
        match self {
            Self::Reference => load_reference::remove(conn, feed_id, key),
            Self::Catalogue => load_catalogue::remove(conn, feed_id, key),
            Self::Prices => by_item::remove(conn, &PRICES, feed_id, key),
            Self::Stock => by_item::remove(conn, &STOCK, feed_id, key),
            Self::StockLevels => by_item::remove(conn, &STOCK_LEVELS, feed_id, key),
            Self::Media => by_item::remove(conn, &MEDIA, feed_id, key),
            Self::Analogues => by_item::remove(conn, &ANALOGUES, feed_id, key),
            Self::Arrivals => by_item::remove(conn, &ARRIVALS, feed_id, key),
            Self::Documents => load_documents::remove(conn, key),
            Self::Claims => load_claims::remove(conn, key),
            Self::Personal => load_personal::remove(conn, key),
            Self::Delivery => load_delivery::remove(conn, key),
            Self::Branches => load_branches::remove(conn, key),
            Self::Addresses => one_by_one::remove(conn, &ADDRESSES, feed_id, key),
            Self::News => one_by_one::remove(conn, &NEWS, feed_id, key),
            Self::Rules => one_by_one::remove(conn, &RULES, feed_id, key),
            Self::Codes => one_by_one::remove(conn, &CODES, feed_id, key),
            Self::Templates => one_by_one::remove(conn, &TEMPLATES, feed_id, key),
        }
    }

    /// Takes out what the staged snapshot does not have.
    pub(crate) fn remove_unstaged(self, conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
        row_seal::forget_unstaged(conn, feed_id)?;
        match self {
            Self::Reference => load_reference::remove_unstaged(conn, feed_id),
            Self::Catalogue => load_catalogue::remove_unstaged(conn, feed_id),
            Self::Prices => by_item::remove_unstaged(conn, &PRICES, feed_id),
            Self::Stock => by_item::remove_unstaged(conn, &STOCK, feed_id),
            Self::StockLevels => by_item::remove_unstaged(conn, &STOCK_LEVELS, feed_id),
            Self::Media => by_item::remove_unstaged(conn, &MEDIA, feed_id),
            Self::Analogues => by_item::remove_unstaged(conn, &ANALOGUES, feed_id),
            Self::Arrivals => by_item::remove_unstaged(conn, &ARRIVALS, feed_id),
            Self::Documents => load_documents::remove_unstaged(conn, feed_id),
            Self::Claims => load_claims::remove_unstaged(conn, feed_id),
            Self::Personal => load_personal::remove_unstaged(conn, feed_id),
            Self::Delivery => load_delivery::remove_unstaged(conn, feed_id),
            Self::Branches => load_branches::remove_unstaged(conn, feed_id),
            Self::Addresses => one_by_one::remove_unstaged(conn, &ADDRESSES, feed_id),
            Self::News => one_by_one::remove_unstaged(conn, &NEWS, feed_id),
            Self::Rules => one_by_one::remove_unstaged(conn, &RULES, feed_id),
            Self::Codes => one_by_one::remove_unstaged(conn, &CODES, feed_id),
            Self::Templates => one_by_one::remove_unstaged(conn, &TEMPLATES, feed_id),
        }
    }

    /// Takes out everything that came by the feed.
    pub(crate) fn purge(self, conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
        row_seal::purge(conn, feed_id)?;
        match self {
            Self::Reference => load_reference::purge(conn, feed_id),
            Self::Catalogue => {
                turns::purge(conn, feed_id)?;
                load_catalogue::purge(conn, feed_id)
            }
            Self::Prices => {
                price_history::purge(conn, feed_id)?;
                by_item::purge(conn, &PRICES, feed_id)
            }
            Self::Stock => {
                turns::purge(conn, feed_id)?;
                by_item::purge(conn, &STOCK, feed_id)
            }
            Self::StockLevels => {
                turns::purge(conn, feed_id)?;
                by_item::purge(conn, &STOCK_LEVELS, feed_id)
            }
            Self::Media => by_item::purge(conn, &MEDIA, feed_id),
            Self::Analogues => by_item::purge(conn, &ANALOGUES, feed_id),
            Self::Arrivals => by_item::purge(conn, &ARRIVALS, feed_id),
            Self::Documents => load_documents::purge(conn),
            Self::Claims => load_claims::purge(conn),
            Self::Personal => load_personal::purge(conn),
            Self::Delivery => load_delivery::purge(conn),
            Self::Branches => load_branches::purge(conn),
            Self::Addresses => one_by_one::purge(conn, &ADDRESSES, feed_id),
            Self::News => one_by_one::purge(conn, &NEWS, feed_id),
            Self::Rules => one_by_one::purge(conn, &RULES, feed_id),
            Self::Codes => one_by_one::purge(conn, &CODES, feed_id),
            Self::Templates => one_by_one::purge(conn, &TEMPLATES, feed_id),
        }
    }

    /// Whether a first load may go straight into the tables.
    pub(crate) fn may_load_directly(self, conn: &Connection) -> Result<bool, StoreError> {
        match self {
            Self::Catalogue => load_catalogue::is_empty(conn),
            Self::Reference
            | Self::Prices
            | Self::Stock
            | Self::StockLevels
            | Self::Media
            | Self::Analogues
            | Self::Arrivals
            | Self::Documents
            | Self::Claims
            | Self::Personal
            | Self::Delivery
            | Self::Branches
            | Self::Addresses
            | Self::News
            | Self::Rules
            | Self::Codes
            | Self::Templates => Ok(true),
        }
    }
}
