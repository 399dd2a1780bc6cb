//! Rows as they are on the way. Most bodies begin with their own key as field 1; a key is random, so that sent twice it would
//! be a good part of a small row even compressed. Here such a beginning is left out, and put back on arrival.

use crate::framing::{Change, ChangesPage, KeyedRow};
use prost::Message;
use prost::encoding::{WireType, encode_key, encode_varint};

/// A [`KeyedRow`] on its way.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct BareRow {
    #[prost(string, tag = "1")]
    key: String,
    #[prost(bytes = "vec", tag = "2")]
    body: Vec<u8>,
    /// The body is as it is: it does not begin with the key.
    #[prost(bool, tag = "3")]
    is_whole: bool,
}

/// A [`Change`] on its way.
#[derive(Clone, PartialEq, Message)]
struct BareChange {
    #[prost(uint64, tag = "1")]
    seq: u64,
    #[prost(string, tag = "2")]
    key: String,
    #[prost(bool, tag = "3")]
    is_deleted: bool,
    #[prost(bytes = "vec", tag = "4")]
    body: Vec<u8>,
    /// As [`BareRow::is_whole`]; never of a row that is gone, which has no body.
    #[prost(bool, tag = "5")]
    is_whole: bool,
}

/// A [`ChangesPage`] on its way.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct BareChanges {
    #[prost(string, tag = "1")]
    epoch: String,
    #[prost(uint64, tag = "2")]
    from: u64,
    #[prost(uint64, tag = "3")]
    to: u64,
    #[prost(uint64, tag = "4")]
    head: u64,
    #[prost(string, tag = "5")]
    cursor: String,
    #[prost(int64, tag = "6")]
    true_at_ms: i64,
    #[prost(message, repeated, tag = "7")]
    changes: Vec<BareChange>,
    #[prost(bytes = "vec", tag = "8")]
    feed_hash: Vec<u8>,
}

impl BareRow {
    pub(crate) fn new(key: &str, body: &[u8]) -> Self {
        let (body, is_whole) = bare(key, body);
        Self {
            key: key.to_owned(),
            body: body.to_vec(),
            is_whole,
        }
    }

    pub(crate) fn into_row(self) -> KeyedRow {
        KeyedRow {
            body: whole(&self.key, self.body, self.is_whole),
            key: self.key,
        }
    }
}

impl BareChanges {
    pub(crate) fn new(page: &ChangesPage) -> Self {
        let changes = page.changes.iter().map(|change| {
            let (body, is_whole) = bare(&change.key, &change.body);
            BareChange {
                seq: change.seq,
                key: change.key.clone(),
                is_deleted: change.is_deleted,
                body: body.to_vec(),
                is_whole: is_whole && !change.is_deleted,
            }
        });
        Self {
            changes: changes.collect(),
            epoch: page.epoch.clone(),
            from: page.from,
            to: page.to,
            head: page.head,
            cursor: page.cursor.clone(),
            true_at_ms: page.true_at_ms,
            feed_hash: page.feed_hash.clone(),
        }
    }

    pub(crate) fn into_page(self) -> ChangesPage {
        let changes = self.changes.into_iter().map(|change| Change {
            body: if change.is_deleted {
                change.body
            } else {
                whole(&change.key, change.body, change.is_whole)
            },
            seq: change.seq,
            key: change.key,
            is_deleted: change.is_deleted,
        });
        ChangesPage {
            changes: changes.collect(),
            epoch: self.epoch,
            from: self.from,
            to: self.to,
            head: self.head,
            cursor: self.cursor,
            true_at_ms: self.true_at_ms,
            feed_hash: self.feed_hash,
        }
    }
}

/// Field 1 of a message, holding the key.
fn beginning(key: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(key.len().saturating_add(4));
    encode_key(1, WireType::LengthDelimited, &mut bytes);
    encode_varint(u64::try_from(key.len()).unwrap_or(u64::MAX), &mut bytes);
    bytes.extend_from_slice(key.as_bytes());
    bytes
}

/// What of a body goes on its way, and whether that is the whole of it.
fn bare<'b>(key: &str, body: &'b [u8]) -> (&'b [u8], bool) {
    match body.strip_prefix(beginning(key).as_slice()) {
        Some(rest) => (rest, false),
        None => (body, true),
    }
}

fn whole(key: &str, body: Vec<u8>, is_whole: bool) -> Vec<u8> {
    if is_whole {
        return body;
    }
    let mut bytes = beginning(key);
    bytes.extend_from_slice(&body);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::PriceRow;
    use proptest::prelude::*;

    #[test]
    fn a_key_goes_once() {
        let key = "bd72d8f9-55bc-11d9-848a-00112f43529a";
        let row = PriceRow {
            item: key.to_owned(),
            price_micro: 12_300_000,
            currency: "RUB".to_owned(),
        };
        let bare = BareRow::new(key, &row.encode_to_vec());
        assert!(!bare.is_whole && bare.body.len() < 12, "{bare:?}");
        assert_eq!(PriceRow::decode(bare.into_row().body.as_slice()).unwrap(), row);
    }

    fn a_body() -> impl Strategy<Value = (String, Vec<u8>)> {
        (
            "[a-z#]{0,4}",
            any::<bool>(),
            proptest::collection::vec(any::<u8>(), 0..8),
        )
            .prop_map(|(key, begins, rest)| {
                let mut body = if begins { beginning(&key) } else { Vec::new() };
                body.extend(rest);
                (key, body)
            })
    }

    proptest! {
        #[test]
        fn every_row_and_change_arrives_as_it_was(rows in proptest::collection::vec((a_body(), any::<bool>()), 0..20)) {
            let changes = rows.iter().map(|((key, body), is_deleted)| Change {
                seq: 7,
                key: key.clone(),
                is_deleted: *is_deleted,
                body: if *is_deleted { Vec::new() } else { body.clone() },
            });
            let page = ChangesPage { changes: changes.collect(), ..ChangesPage::default() };
            prop_assert_eq!(BareChanges::new(&page).into_page(), page);
            for ((key, body), _) in rows {
                let row = BareRow::new(&key, &body).into_row();
                prop_assert_eq!((row.key, row.body), (key, body));
            }
        }
    }
}
