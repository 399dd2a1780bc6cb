//! Names of feeds, and what the gateway says about them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A feed: an ordered set of rows that many devices share. What a person may not see is in no feed that he gets.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum FeedName {
    /// `ref`: groups, properties, price types, warehouses.
    Reference,
    /// `cat:<assortment>`: items, without prices and stock.
    Catalogue(String),
    /// `price:<price type>`: prices of one price type.
    Prices(String),
    /// `stock:<warehouse>:exact`: stock of one warehouse in numbers.
    Stock(String),
    /// `media:<assortment>`: small pictures of goods, and what can be fetched of them: large ones, files.
    Media(String),
    /// `analogues:<assortment>`: what stands in for goods.
    Analogues(String),
    /// `arrivals:<assortment>`: how much of goods comes when. It tells quantities, as exact stock does.
    Arrivals(String),
    /// `doc:<entity>`: orders and invoices of one legal entity.
    Documents(String),
    /// `claim:<entity>`: claims of one legal entity with what is said in them.
    Claims(String),
    /// `delivery`: ways of delivery and carriers.
    Delivery,
    /// `branches`: branches and terminals of carriers, which may be many.
    Branches,
    /// `addr:<entity>`: addresses of one legal entity that goods may be brought to.
    Addresses(String),
    /// `me:<person>`: subscriptions and notices of one person, the same on all devices of that person.
    Personal(String),
}

/// The text is not a feed's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("«{0}» is not the name of a feed")]
pub struct NotAFeed(String);

impl fmt::Display for FeedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reference => f.write_str("ref"),
            Self::Catalogue(assortment) => write!(f, "cat:{assortment}"),
            Self::Prices(list) => write!(f, "price:{list}"),
            Self::Stock(warehouse) => write!(f, "stock:{warehouse}:exact"),
            Self::Media(assortment) => write!(f, "media:{assortment}"),
            Self::Analogues(assortment) => write!(f, "analogues:{assortment}"),
            Self::Arrivals(assortment) => write!(f, "arrivals:{assortment}"),
            Self::Documents(entity) => write!(f, "doc:{entity}"),
            Self::Claims(entity) => write!(f, "claim:{entity}"),
            Self::Delivery => f.write_str("delivery"),
            Self::Branches => f.write_str("branches"),
            Self::Addresses(entity) => write!(f, "addr:{entity}"),
            Self::Personal(person) => write!(f, "me:{person}"),
        }
    }
}

impl std::str::FromStr for FeedName {
    type Err = NotAFeed;

    fn from_str(text: &str) -> Result<Self, NotAFeed> {
        let not_a_feed = || NotAFeed(text.chars().take(80).collect());
        match text {
            "ref" => return Ok(Self::Reference),
            "delivery" => return Ok(Self::Delivery),
            "branches" => return Ok(Self::Branches),
            _ => {}
        }
        let (kind, rest) = text.split_once(':').ok_or_else(not_a_feed)?;
        if rest.is_empty() {
            return Err(not_a_feed());
        }
        match kind {
            "cat" => Ok(Self::Catalogue(rest.to_owned())),
            "price" => Ok(Self::Prices(rest.to_owned())),
            "stock" => match rest.rsplit_once(':') {
                Some((warehouse, "exact")) if !warehouse.is_empty() => Ok(Self::Stock(warehouse.to_owned())),
                _ => Err(not_a_feed()),
            },
            "media" => Ok(Self::Media(rest.to_owned())),
            "analogues" => Ok(Self::Analogues(rest.to_owned())),
            "arrivals" => Ok(Self::Arrivals(rest.to_owned())),
            "doc" => Ok(Self::Documents(rest.to_owned())),
            "claim" => Ok(Self::Claims(rest.to_owned())),
            "addr" => Ok(Self::Addresses(rest.to_owned())),
            "me" => Ok(Self::Personal(rest.to_owned())),
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
            "cat:all",
            "price:bb14a3a4-6b17",
            "stock:main:exact",
            "stock:a:b:exact",
            "media:all",
            "analogues:all",
            "arrivals:all",
            "doc:e1",
            "claim:e1",
            "me:p1",
            "delivery",
            "branches",
            "addr:e1",
        ] {
            assert_eq!(text.parse::<FeedName>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "cat:",
            "stock:main",
            "stock::exact",
            "price",
            "other:x",
            "addr:",
            "branches:x",
        ] {
            assert!(text.parse::<FeedName>().is_err(), "{text}");
        }
    }
}
