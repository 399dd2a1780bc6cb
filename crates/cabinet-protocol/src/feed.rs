//! Names of feeds, and what the gateway says about them.

use crate::feed_hash::FeedHash;
use cabinet_domain::stock::StockMode;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The assortment of everything that the supplier sells. Others are named by the gateway, without `:` and `@`.
pub const ALL_GOODS: &str = "all";

/// A feed: an ordered set of rows that many devices share. What a person may not see is in no feed that he gets.
///
/// Feeds of goods exist once for each assortment: `price:p1` holds every price of a list, `price@a1:p1` those of the
/// goods of `a1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum FeedName {
    /// `ref`, `ref@<assortment>`: groups, properties, price types, warehouses.
    Reference(String),
    /// `cat:<assortment>`: items, without prices and stock.
    Catalogue(String),
    /// `price:<price type>`, `price@<assortment>:<price type>`: prices of one price type.
    Prices {
        /// The price type.
        list: String,
        /// Of which goods.
        assortment: String,
    },
    /// `stock:<warehouse>:<mode>`, `stock@<assortment>:<warehouse>:<mode>`: stock of one warehouse, `exact` in numbers,
    /// `words` in words. Hidden stock has no feed.
    Stock {
        /// The warehouse.
        warehouse: String,
        /// How it is told; never [`StockMode::Hidden`].
        mode: StockMode,
        /// Of which goods.
        assortment: String,
    },
    /// `media:<assortment>`: small pictures of goods, and what can be fetched of them: large ones, files.
    Media(String),
    /// `analogues:<assortment>`: what stands in for goods.
    Analogues(String),
    /// `arrivals:<assortment>`: how much of goods comes when. It tells quantities, as exact stock does.
    Arrivals(String),
    /// `doc:<entity>`: orders and invoices of one legal entity.
    Documents(String),
    /// `doc:<entity>:unpriced`: its orders without a price or a sum, and no invoices.
    UnpricedDocuments(String),
    /// `claim:<entity>`: claims of one legal entity with what is said in them.
    Claims(String),
    /// `delivery`: ways of delivery and carriers.
    Delivery,
    /// `branches`: branches and terminals of carriers, which may be many.
    Branches,
    /// `addr:<entity>`: addresses of one legal entity that goods may be brought to.
    Addresses(String),
    /// `rules:<entity>`: the rules that make the prices of one legal entity. Told to devices that know it
    /// ([`crate::session::KNOWS_RULES`]).
    Rules(String),
    /// `me:<person>`: subscriptions and notices of one person, the same on all devices of that person.
    Personal(String),
    /// `news`: what the supplier tells everybody.
    News,
    /// `news:<entity>`: what he tells the people of one legal entity.
    EntityNews(String),
    /// `codes:<entity>`: what the people of one legal entity call goods. Told to devices that know it
    /// ([`crate::session::KNOWS_CODES`]).
    Codes(String),
    /// `templates:<entity>`: templates that the people of one legal entity share. Told to devices that know it
    /// ([`crate::session::KNOWS_TEMPLATES`]).
    Templates(String),
}

impl FeedName {
    /// Every price of a list.
    #[must_use]
    pub fn prices(list: &str) -> Self {
        Self::Prices {
            list: list.to_owned(),
            assortment: ALL_GOODS.to_owned(),
        }
    }

    /// The stock of a warehouse in numbers.
    #[must_use]
    pub fn stock(warehouse: &str) -> Self {
        Self::Stock {
            warehouse: warehouse.to_owned(),
            mode: StockMode::Exact,
            assortment: ALL_GOODS.to_owned(),
        }
    }

    /// The dictionaries of the whole supplier.
    #[must_use]
    pub fn reference() -> Self {
        Self::Reference(ALL_GOODS.to_owned())
    }
}

/// The text is not a feed's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("«{0}» is not the name of a feed")]
pub struct NotAFeed(String);

/// `@a1`, or nothing for [`ALL_GOODS`].
struct At<'a>(&'a str);

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == ALL_GOODS {
            Ok(())
        } else {
            write!(f, "@{}", self.0)
        }
    }
}

impl fmt::Display for FeedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reference(assortment) => write!(f, "ref{}", At(assortment)),
            Self::Catalogue(assortment) => write!(f, "cat:{assortment}"),
            Self::Prices { list, assortment } => write!(f, "price{}:{list}", At(assortment)),
            Self::Stock {
                warehouse,
                mode,
                assortment,
            } => write!(f, "stock{}:{warehouse}:{}", At(assortment), mode.code()),
            Self::Media(assortment) => write!(f, "media:{assortment}"),
            Self::Analogues(assortment) => write!(f, "analogues:{assortment}"),
            Self::Arrivals(assortment) => write!(f, "arrivals:{assortment}"),
            Self::Documents(entity) => write!(f, "doc:{entity}"),
            Self::UnpricedDocuments(entity) => write!(f, "doc:{entity}{UNPRICED}"),
            Self::Claims(entity) => write!(f, "claim:{entity}"),
            Self::Delivery => f.write_str("delivery"),
            Self::Branches => f.write_str("branches"),
            Self::Addresses(entity) => write!(f, "addr:{entity}"),
            Self::Rules(entity) => write!(f, "rules:{entity}"),
            Self::Personal(person) => write!(f, "me:{person}"),
            Self::News => f.write_str("news"),
            Self::EntityNews(entity) => write!(f, "news:{entity}"),
            Self::Codes(entity) => write!(f, "codes:{entity}"),
            Self::Templates(entity) => write!(f, "templates:{entity}"),
        }
    }
}

/// What the name of a feed of documents without sums ends with.
const UNPRICED: &str = ":unpriced";

impl std::str::FromStr for FeedName {
    type Err = NotAFeed;

    fn from_str(text: &str) -> Result<Self, NotAFeed> {
        let not_a_feed = || NotAFeed(text.chars().take(80).collect());
        match text {
            "delivery" => return Ok(Self::Delivery),
            "branches" => return Ok(Self::Branches),
            "news" => return Ok(Self::News),
            _ => {}
        }
        let (head, rest) = text.split_once(':').unwrap_or((text, ""));
        let (kind, assortment) = head.split_once('@').unwrap_or((head, ALL_GOODS));
        let is_written_out = head.contains('@') && (assortment == ALL_GOODS || assortment.is_empty());
        if kind == "ref" && rest.is_empty() && !text.contains(':') && !is_written_out {
            return Ok(Self::Reference(assortment.to_owned()));
        }
        let is_scoped = head.contains('@');
        if rest.is_empty() || is_written_out || (is_scoped && !matches!(kind, "price" | "stock")) {
            return Err(not_a_feed());
        }
        match kind {
            "cat" => Ok(Self::Catalogue(rest.to_owned())),
            "price" => Ok(Self::Prices {
                list: rest.to_owned(),
                assortment: assortment.to_owned(),
            }),
            "stock" => {
                let (warehouse, mode) = rest.rsplit_once(':').ok_or_else(not_a_feed)?;
                let mode = StockMode::from_code(mode).filter(|mode| *mode != StockMode::Hidden);
                match mode {
                    Some(mode) if !warehouse.is_empty() => Ok(Self::Stock {
                        warehouse: warehouse.to_owned(),
                        mode,
                        assortment: assortment.to_owned(),
                    }),
                    _ => Err(not_a_feed()),
                }
            }
            "doc" => match rest.strip_suffix(UNPRICED) {
                Some("") => Err(not_a_feed()),
                Some(entity) => Ok(Self::UnpricedDocuments(entity.to_owned())),
                None => Ok(Self::Documents(rest.to_owned())),
            },
            "media" => Ok(Self::Media(rest.to_owned())),
            "analogues" => Ok(Self::Analogues(rest.to_owned())),
            "arrivals" => Ok(Self::Arrivals(rest.to_owned())),
            "claim" => Ok(Self::Claims(rest.to_owned())),
            "addr" => Ok(Self::Addresses(rest.to_owned())),
            "rules" => Ok(Self::Rules(rest.to_owned())),
            "me" => Ok(Self::Personal(rest.to_owned())),
            "news" => Ok(Self::EntityNews(rest.to_owned())),
            "codes" => Ok(Self::Codes(rest.to_owned())),
            "templates" => Ok(Self::Templates(rest.to_owned())),
            _ => Err(not_a_feed()),
        }
    }
}

impl TryFrom<String> for FeedName {
    type Error = NotAFeed;

    fn try_from(text: String) -> Result<Self, NotAFeed> {
        text.parse()
    }
}

impl From<FeedName> for String {
    fn from(name: FeedName) -> Self {
        name.to_string()
    }
}

/// How a feed stands against the device's cursor, as `hello` tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedStanding {
    /// Nothing new.
    Current,
    /// Ask for changes.
    Behind,
    /// Fetch the snapshot: no cursor, or one that can no longer be served.
    Snapshot,
}

/// One feed that the device may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedStatus {
    /// Which feed.
    pub feed: FeedName,
    /// What to do about it.
    pub standing: FeedStanding,
    /// The newest sequence number.
    pub head: u64,
    /// Live rows, for progress bars.
    pub rows: u64,
    /// When the supplier's data in this feed was last brought up to date, UTC, ms since 1970.
    pub true_at_ms: i64,
    /// The hash of the rows at `head`; `None` from a gateway that keeps none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed_hash: Option<FeedHash>,
}

/// `GET /v1/feeds/{feed}/manifest`: the newest snapshot as a list of content-addressed segments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Which feed.
    pub feed: FeedName,
    /// The unbroken history that the snapshot belongs to.
    pub epoch: String,
    /// The sequence number of the snapshot.
    pub at_seq: u64,
    /// The row schema of the segments ([`crate::ROW_SCHEMA`]).
    pub schema: u32,
    /// Live rows in all segments.
    pub rows: u64,
    /// Where changes go on from once every segment is applied.
    pub cursor: String,
    /// As in [`FeedStatus`].
    pub true_at_ms: i64,
    /// In the order of keys.
    pub segments: Vec<SegmentInfo>,
    /// The hash of all rows of the snapshot; `None` from a gateway that keeps none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed_hash: Option<FeedHash>,
}

/// One segment of a snapshot, fetched as `GET /v1/feeds/{feed}/segments/{blake3}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentInfo {
    /// BLAKE3 of the compressed bytes, in lower-case hex.
    pub blake3: String,
    /// Length of the compressed bytes.
    pub bytes: u64,
    /// Length after decompression; a device refuses to expand beyond it.
    pub raw_bytes: u64,
    /// Rows in it.
    pub rows: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_feeds_read_back() {
        for text in [
            "ref",
            "ref@a1",
            "cat:all",
            "cat:a1",
            "price:bb14a3a4-6b17",
            "price@a1:bb14a3a4-6b17",
            "price:odd@id",
            "stock:main:exact",
            "stock:a:b:exact",
            "stock@a1:main:words",
            "media:all",
            "analogues:all",
            "arrivals:all",
            "doc:e1",
            "doc:e1:unpriced",
            "claim:e1",
            "me:p1",
            "delivery",
            "branches",
            "addr:e1",
            "rules:e1",
            "news",
            "news:e1",
            "codes:e1",
        ] {
            assert_eq!(text.parse::<FeedName>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "cat:",
            "cat@a1:x",
            "ref:",
            "ref@",
            "ref@all",
            "stock:main",
            "stock::exact",
            "stock:main:hidden",
            "price",
            "price@:x",
            "price@all:x",
            "doc::unpriced",
            "doc@a1:e1",
            "other:x",
            "addr:",
            "rules:",
            "rules@a1:e1",
            "addr@a1:e1",
            "branches:x",
            "news:",
            "codes:",
            "news@a1:e1",
            "media@a1:x",
        ] {
            assert!(text.parse::<FeedName>().is_err(), "{text}");
        }
    }
}
