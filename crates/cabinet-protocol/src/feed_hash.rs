//! The hash of a set of rows, whatever their order: what device and gateway compare before a feed counts as the same.
//!
//! The sum modulo 2^128 of the hashes of the rows, so that a changed row costs two hashes and not all of them. It finds
//! damage and faults of programs; who may send rows is decided by the connection (docs/adr/0014).

use serde::{Deserialize, Serialize};
use std::fmt;

/// The hash of a feed or of a part of it. [`FeedHash::default`] is that of no rows.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct FeedHash(u128);

impl FeedHash {
    /// The hash of one row with its body as it travels.
    #[must_use]
    pub fn of_row(key: &str, body: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new();
        // The length keeps the key and the body that follows it apart.
        hasher.update(&u64::try_from(key.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(key.as_bytes());
        hasher.update(body);
        Self::first_of(&hasher)
    }

    /// The first bytes of what was hashed, for rows that are known by something else than their body.
    #[must_use]
    pub fn first_of(hasher: &blake3::Hasher) -> Self {
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        Self(u128::from_be_bytes(bytes))
    }

    /// The set with these rows too.
    #[must_use]
    pub const fn with(self, rows: Self) -> Self {
        Self(self.0.wrapping_add(rows.0))
    }

    /// The set without these rows, which were in it.
    #[must_use]
    pub const fn without(self, rows: Self) -> Self {
        Self(self.0.wrapping_sub(rows.0))
    }

    /// A hash that is certainly not this one.
    #[must_use]
    pub const fn spoilt(self) -> Self {
        Self(!self.0)
    }

    /// As it is stored and sent, the highest byte first.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// Reads 16 bytes; `None` for anything else, such as the empty field of a gateway without hashes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(u128::from_be_bytes(bytes)))
    }
}

impl fmt::Display for FeedHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for FeedHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for FeedHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FeedHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        digits
            .then(|| u128::from_str_radix(&text, 16).ok())
            .flatten()
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("a hash of rows has 32 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn of<'a>(rows: impl IntoIterator<Item = (&'a String, &'a Vec<u8>)>) -> FeedHash {
        rows.into_iter().fold(FeedHash::default(), |sum, (key, body)| {
            sum.with(FeedHash::of_row(key, body))
        })
    }

    #[test]
    fn a_key_and_its_body_are_not_taken_for_one_another() {
        assert_ne!(FeedHash::of_row("ab", b"c"), FeedHash::of_row("a", b"bc"));
        assert_ne!(FeedHash::of_row("", b""), FeedHash::default());
    }

    #[test]
    fn a_hash_reads_back_from_json_and_from_bytes() {
        let hash = FeedHash::of_row("a", b"b");
        let json = serde_json::to_string(&hash).unwrap();
        assert_eq!(serde_json::from_str::<FeedHash>(&json).unwrap(), hash);
        assert_eq!(FeedHash::from_bytes(&hash.to_bytes()), Some(hash));
        assert_eq!(FeedHash::from_bytes(&[]), None);
        for wrong in ["\"\"", "\"+1\"", "\"00\"", "1", "\"zz\""] {
            assert!(serde_json::from_str::<FeedHash>(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        /// Whatever order changes come in, the hash is that of the rows that stand in the end, and of no others.
        #[test]
        fn the_hash_follows_the_rows(
            changes in proptest::collection::vec(("[a-d]{1,2}", proptest::option::of(proptest::collection::vec(any::<u8>(), 0..3))), 0..60)
        ) {
            let mut rows = BTreeMap::new();
            let mut sum = FeedHash::default();
            for (key, body) in changes {
                let old = match &body {
                    Some(body) => rows.insert(key.clone(), body.clone()),
                    None => rows.remove(&key),
                };
                if let Some(old) = old {
                    sum = sum.without(FeedHash::of_row(&key, &old));
                }
                if let Some(body) = body {
                    sum = sum.with(FeedHash::of_row(&key, &body));
                }
            }
            prop_assert_eq!(sum, of(&rows));
            prop_assert_eq!(sum, of(rows.iter().rev()));
            if let Some((key, body)) = rows.pop_first() {
                prop_assert_ne!(sum, of(&rows));
                rows.insert(key, [body, vec![7]].concat());
                prop_assert_ne!(sum, of(&rows));
            }
        }
    }
}
