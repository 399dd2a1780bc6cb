//! Finding the few rows in which a device differs from the gateway, without fetching the feed again.
//!
//! A row lies at a place that follows from its key alone, so both sides cut a feed into the same ranges: 256 by the first
//! byte, each of them into 256 by the second. Hashes of ranges are compared, and the rows of those that differ are fetched.
//! Everything in one repair is of one sequence number; when the feed went on meanwhile it begins anew.

use crate::feed_hash::FeedHash;
use crate::framing::KeyedRow;
use prost::Message;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::RangeInclusive;

/// Ranges of the second cut: all places that there are.
pub const PLACES: usize = 65_536;

/// The most ranges that rows are asked for at once; a device that differs in more takes the snapshot.
pub const MAX_RANGES: usize = 4_096;

/// Where a row lies, by the hash of its key.
#[must_use]
pub fn place_of(key: &str) -> u16 {
    let hash = blake3::hash(key.as_bytes());
    let [first, second, ..] = *hash.as_bytes();
    u16::from_be_bytes([first, second])
}

/// A range of places: `3f` has all that begin so, `3fa0` is one place. Written in hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyRange {
    first: u8,
    second: Option<u8>,
}

impl KeyRange {
    /// One of the 256 ranges of the first cut.
    #[must_use]
    pub const fn wide(first: u8) -> Self {
        Self { first, second: None }
    }

    /// One place.
    #[must_use]
    pub const fn narrow(place: u16) -> Self {
        let [first, second] = place.to_be_bytes();
        Self {
            first,
            second: Some(second),
        }
    }

    /// The places in it.
    #[must_use]
    pub const fn places(self) -> RangeInclusive<u16> {
        let (from, to) = match self.second {
            Some(second) => (second, second),
            None => (u8::MIN, u8::MAX),
        };
        u16::from_be_bytes([self.first, from])..=u16::from_be_bytes([self.first, to])
    }
}

impl fmt::Display for KeyRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.second {
            Some(second) => write!(f, "{:02x}{second:02x}", self.first),
            None => write!(f, "{:02x}", self.first),
        }
    }
}

/// The text is not a range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a range of keys has two or four hexadecimal digits")]
pub struct NotARange;

impl std::str::FromStr for KeyRange {
    type Err = NotARange;

    fn from_str(text: &str) -> Result<Self, NotARange> {
        if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotARange);
        }
        match text.len() {
            2 => u8::from_str_radix(text, 16).map(Self::wide).map_err(|_| NotARange),
            4 => u16::from_str_radix(text, 16).map(Self::narrow).map_err(|_| NotARange),
            _ => Err(NotARange),
        }
    }
}

impl TryFrom<String> for KeyRange {
    type Error = NotARange;

    fn try_from(text: String) -> Result<Self, NotARange> {
        text.parse()
    }
}

impl From<KeyRange> for String {
    fn from(range: KeyRange) -> Self {
        range.to_string()
    }
}

/// `GET /v1/feeds/{feed}/digest?under=…`: hashes of ranges of a feed as it stands at the gateway now.
#[derive(Clone, PartialEq, Message)]
pub struct Digest {
    /// The unbroken history.
    #[prost(string, tag = "1")]
    pub epoch: String,
    /// The sequence number that the hashes are of.
    #[prost(uint64, tag = "2")]
    pub at: u64,
    /// The hash of the whole feed.
    #[prost(bytes = "vec", tag = "3")]
    pub feed_hash: Vec<u8>,
    /// Its rows.
    #[prost(uint64, tag = "4")]
    pub rows: u64,
    /// 16 bytes for each of the 256 ranges; with `under`, for each of the 256 places of each byte that was asked for, in
    /// the order of the question.
    #[prost(bytes = "vec", tag = "5")]
    pub sums: Vec<u8>,
}

/// `POST /v1/feeds/{feed}/rows`: the rows of these ranges, if the feed still stands where the digest was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowsRequest {
    /// Of the digest.
    pub epoch: String,
    /// Of the digest.
    pub at: u64,
    /// At most [`MAX_RANGES`].
    pub ranges: Vec<KeyRange>,
}

/// The answer: every row of the ranges, and where the feed stands with them.
#[derive(Clone, PartialEq, Message)]
pub struct RangeRows {
    /// The unbroken history.
    #[prost(string, tag = "1")]
    pub epoch: String,
    /// The sequence number.
    #[prost(uint64, tag = "2")]
    pub at: u64,
    /// The cursor there.
    #[prost(string, tag = "3")]
    pub cursor: String,
    /// When the supplier's data was last brought up to date, UTC, ms since 1970.
    #[prost(int64, tag = "4")]
    pub true_at_ms: i64,
    /// The hash of the whole feed.
    #[prost(bytes = "vec", tag = "5")]
    pub feed_hash: Vec<u8>,
    /// The rows.
    #[prost(message, repeated, tag = "6")]
    pub rows: Vec<KeyedRow>,
}

/// The hashes of all places of a feed: 1 MiB.
#[derive(Clone)]
pub struct Places(Vec<FeedHash>);

impl Default for Places {
    fn default() -> Self {
        Self(vec![FeedHash::default(); PLACES])
    }
}

impl Places {
    /// Counts a row in.
    pub fn add(&mut self, key: &str, row: FeedHash) {
        if let Some(place) = self.0.get_mut(usize::from(place_of(key))) {
            *place = place.with(row);
        }
    }

    /// The hash of everything.
    #[must_use]
    pub fn total(&self) -> FeedHash {
        self.0.iter().fold(FeedHash::default(), |sum, place| sum.with(*place))
    }

    /// The 256 hashes of the first cut.
    #[must_use]
    pub fn wide(&self) -> Vec<FeedHash> {
        self.0
            .chunks(256)
            .map(|places| places.iter().fold(FeedHash::default(), |sum, place| sum.with(*place)))
            .collect()
    }

    /// The 256 hashes under a first byte.
    #[must_use]
    pub fn under(&self, first: u8) -> &[FeedHash] {
        let from = usize::from(first).saturating_mul(256);
        self.0.get(from..from.saturating_add(256)).unwrap_or_default()
    }
}

/// Hashes as [`Digest::sums`] has them.
#[must_use]
pub fn pack_sums<'a>(sums: impl IntoIterator<Item = &'a FeedHash>) -> Vec<u8> {
    sums.into_iter().flat_map(|sum| sum.to_bytes()).collect()
}

/// The other way; `None` when the bytes are not whole hashes.
#[must_use]
pub fn unpack_sums(bytes: &[u8]) -> Option<Vec<FeedHash>> {
    let (hashes, rest) = bytes.as_chunks::<16>();
    rest.is_empty()
        .then(|| hashes.iter().filter_map(|hash| FeedHash::from_bytes(hash)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_read_back_and_others_are_refused() {
        for text in ["00", "3f", "3fa0", "ffff"] {
            assert_eq!(text.parse::<KeyRange>().unwrap().to_string(), text);
        }
        for text in ["", "3", "3fa", "+1", "zz", "3fa00"] {
            assert!(text.parse::<KeyRange>().is_err(), "{text}");
        }
    }

    #[test]
    fn each_key_lies_in_one_range_of_each_cut() {
        for key in ["", "a", "товар#1", "b5f9"] {
            let place = place_of(key);
            assert_eq!(
                (0..=255)
                    .filter(|first| KeyRange::wide(*first).places().contains(&place))
                    .count(),
                1
            );
            assert_eq!(
                (0..=u16::MAX)
                    .filter(|at| KeyRange::narrow(*at).places().contains(&place))
                    .count(),
                1
            );
        }
    }

    #[test]
    fn hashes_of_ranges_add_up() {
        let mut places = Places::default();
        let mut total = FeedHash::default();
        for n in 0..500 {
            let key = n.to_string();
            let row = FeedHash::of_row(&key, b"x");
            places.add(&key, row);
            total = total.with(row);
        }
        assert_eq!(places.total(), total);
        let wide = places.wide();
        assert_eq!(wide.len(), 256);
        for (first, sum) in (0..=255).zip(&wide) {
            let under = places.under(first);
            assert_eq!(under.len(), 256);
            assert_eq!(
                *sum,
                under.iter().fold(FeedHash::default(), |sum, place| sum.with(*place))
            );
        }
        assert_eq!(unpack_sums(&pack_sums(&wide)).unwrap(), wide);
        assert!(unpack_sums(&[0; 17]).is_none());
    }
}
