//! Each feed as the sync page shows it: what it holds, of which part, and how old.

use crate::error::CommandError;
use crate::open::Open;
use cabinet_mirror::FeedState;
use cabinet_protocol::feed::FeedName;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::HashMap;

/// A feed on the sync page.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FeedView {
    /// Technical name.
    pub feed: String,
    /// What it holds.
    pub kind: FeedKind,
    /// Of which part: the name of a price type, a warehouse or a legal entity. Empty where there is one of its kind.
    pub part: String,
    /// Names of the legal entities that buy these goods; empty where all of the person's buy the same.
    pub buyers: Vec<String>,
    /// Rows in the mirror.
    pub rows: u32,
    /// When its data was true, UTC, ms since 1970.
    #[specta(type = Option<specta_typescript::Number>)]
    pub true_at_ms: Option<i64>,
    /// When all of its rows were last compared with those that came, UTC, ms since 1970.
    #[specta(type = Option<specta_typescript::Number>)]
    pub checked_at_ms: Option<i64>,
    /// When rows that differed from the supplier's were last fetched again, UTC, ms since 1970; `None`: never.
    #[specta(type = Option<specta_typescript::Number>)]
    pub mended_at_ms: Option<i64>,
}

/// What a feed holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    /// Groups, properties, price types, warehouses.
    Groups,
    /// Items and variants.
    Goods,
    /// Prices.
    Prices,
    /// Stock.
    Stock,
    /// Small pictures, and what files there are.
    Pictures,
    /// Rules of prices.
    Rules,
    /// What stands in for goods.
    Analogues,
    /// What comes when.
    Arrivals,
    /// Orders and invoices.
    Documents,
    /// Claims.
    Claims,
    /// Ways of delivery and carriers.
    Delivery,
    /// Branches of carriers.
    Branches,
    /// Addresses of a legal entity.
    Addresses,
    /// Subscriptions and notices.
    Notices,
    /// News.
    News,
    /// What people of a legal entity call goods.
    Codes,
    /// Templates that they share.
    Templates,
}

/// Names of what feeds are split by. What has no name is shown by its id.
pub(super) struct Names {
    parts: HashMap<String, String>,
    /// Legal entities by the assortment that they buy.
    buyers: HashMap<String, Vec<String>>,
}

impl Names {
    /// Those of the mirror, and of the legal entities of the person.
    ///
    /// # Errors
    /// `damaged`, `internal`.
    pub(super) fn of(open: &Open) -> Result<Self, CommandError> {
        let goods = open.goods()?;
        let lists = goods.price_types()?.into_iter();
        let warehouses = goods.warehouses()?.into_iter();
        let grants = open.grants()?;
        let mut buyers: HashMap<String, Vec<String>> = HashMap::new();
        for grant in &grants {
            buyers
                .entry(grant.assortment.clone())
                .or_default()
                .push(grant.name.clone());
        }
        let entities = grants.into_iter();
        Ok(Self {
            parts: lists
                .map(|list| (list.id.to_string(), list.name))
                .chain(warehouses.map(|warehouse| (warehouse.id.to_string(), warehouse.name)))
                .chain(entities.map(|grant| (grant.entity.to_string(), grant.name)))
                .collect(),
            buyers,
        })
    }

    /// The feed with its kind and part.
    pub(super) fn view(&self, state: &FeedState) -> FeedView {
        let (kind, part) = parts(&state.feed);
        FeedView {
            feed: state.feed.to_string(),
            kind,
            part: part
                .map(|id| self.parts.get(id).unwrap_or(id).clone())
                .unwrap_or_default(),
            buyers: assortment(&state.feed)
                .filter(|_| self.buyers.len() > 1)
                .and_then(|assortment| self.buyers.get(assortment))
                .cloned()
                .unwrap_or_default(),
            rows: super::count(state.rows),
            true_at_ms: state.true_at_ms,
            checked_at_ms: state.hash_checked_ms,
            mended_at_ms: state.repaired_ms,
        }
    }
}

/// Whose goods a feed is about; `None` for one that is not about goods.
const fn assortment(feed: &FeedName) -> Option<&String> {
    match feed {
        FeedName::Reference(assortment)
        | FeedName::Catalogue(assortment)
        | FeedName::Media(assortment)
        | FeedName::Analogues(assortment)
        | FeedName::Arrivals(assortment)
        | FeedName::Prices { assortment, .. }
        | FeedName::Stock { assortment, .. } => Some(assortment),
        FeedName::Documents(_)
        | FeedName::UnpricedDocuments(_)
        | FeedName::Claims(_)
        | FeedName::Rules(_)
        | FeedName::Delivery
        | FeedName::Branches
        | FeedName::Addresses(_)
        | FeedName::Personal(_)
        | FeedName::News
        | FeedName::EntityNews(_)
        | FeedName::Codes(_)
        | FeedName::Templates(_) => None,
    }
}

/// What a feed holds, and the id of its part.
const fn parts(feed: &FeedName) -> (FeedKind, Option<&String>) {
    match feed {
        FeedName::Reference(_) => (FeedKind::Groups, None),
        FeedName::Catalogue(_) => (FeedKind::Goods, None),
        FeedName::Prices { list, .. } => (FeedKind::Prices, Some(list)),
        FeedName::Rules(entity) => (FeedKind::Rules, Some(entity)),
        FeedName::Stock { warehouse, .. } => (FeedKind::Stock, Some(warehouse)),
        FeedName::Media(_) => (FeedKind::Pictures, None),
        FeedName::Analogues(_) => (FeedKind::Analogues, None),
        FeedName::Arrivals(_) => (FeedKind::Arrivals, None),
        FeedName::Documents(entity) | FeedName::UnpricedDocuments(entity) => (FeedKind::Documents, Some(entity)),
        FeedName::Claims(entity) => (FeedKind::Claims, Some(entity)),
        FeedName::Delivery => (FeedKind::Delivery, None),
        FeedName::Branches => (FeedKind::Branches, None),
        FeedName::Addresses(entity) => (FeedKind::Addresses, Some(entity)),
        FeedName::Personal(_) => (FeedKind::Notices, None),
        FeedName::News => (FeedKind::News, None),
        FeedName::EntityNews(entity) => (FeedKind::News, Some(entity)),
        FeedName::Codes(entity) => (FeedKind::Codes, Some(entity)),
        FeedName::Templates(entity) => (FeedKind::Templates, Some(entity)),
    }
}
