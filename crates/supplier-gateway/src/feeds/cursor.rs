//! The opaque, tamper-evident position of a device in a feed.
//!
//! Bytes: version 1 ‖ epoch (16) ‖ sequence number (8) ‖ row schema (4) ‖ BLAKE3-keyed MAC (16) over the feed's name and
//! all of it, as base64url. Rights are checked apart from it on every call.

use crate::storage::secret::secret;
use crate::storage::{Database, StorageError};
use cabinet_protocol::feed::FeedName;
use uuid::Uuid;

const VERSION: u8 = 1;
const BODY_BYTES: usize = 1 + 16 + 8 + 4;
const MAC_BYTES: usize = 16;

/// The key that signs cursors. Has no text form.
#[derive(Clone)]
pub struct CursorSecret([u8; 32]);

/// What a genuine cursor says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The history that the device follows.
    pub epoch: Uuid,
    /// The last sequence number that it has applied.
    pub seq: u64,
    /// The row schema that it reads.
    pub schema: u32,
}

impl CursorSecret {
    /// A secret of known bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret of a database, made at first use.
    ///
    /// # Errors
    /// Any [`StorageError`]; also when the system has no random bytes.
    pub fn load_or_create(db: &dyn Database) -> Result<Self, StorageError> {
        secret(db, "cursor").map(Self)
    }

    /// Writes a cursor.
    #[must_use]
    pub fn seal(&self, feed: &FeedName, position: Position) -> String {
        let mut bytes = Vec::with_capacity(BODY_BYTES.saturating_add(MAC_BYTES));
        bytes.push(VERSION);
        bytes.extend_from_slice(position.epoch.as_bytes());
        bytes.extend_from_slice(&position.seq.to_be_bytes());
        bytes.extend_from_slice(&position.schema.to_be_bytes());
        let mac = self.mac(feed, &bytes);
        bytes.extend_from_slice(&mac);
        data_encoding::BASE64URL_NOPAD.encode(&bytes)
    }

    /// Reads a cursor; `None` when it is not one that this gateway wrote for this feed.
    #[must_use]
    pub fn open(&self, feed: &FeedName, cursor: &str) -> Option<Position> {
        let bytes = data_encoding::BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?;
        let (body, mac) = bytes.split_at_checked(BODY_BYTES)?;
        let expected = self.mac(feed, body);
        // blake3::Hash compares in constant time; padding both to 32 bytes keeps that.
        if blake3::Hash::from(padded(mac)?) != blake3::Hash::from(padded(&expected)?) {
            return None;
        }
        let (version, rest) = body.split_first()?;
        let (epoch, rest) = rest.split_at_checked(16)?;
        let (seq, schema) = rest.split_at_checked(8)?;
        if *version != VERSION {
            return None;
        }
        Some(Position {
            epoch: Uuid::from_slice(epoch).ok()?,
            seq: u64::from_be_bytes(seq.try_into().ok()?),
            schema: u32::from_be_bytes(schema.try_into().ok()?),
        })
    }

    fn mac(&self, feed: &FeedName, body: &[u8]) -> [u8; MAC_BYTES] {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        let name = feed.to_string();
        // The length keeps a name and the body that follows it apart.
        hasher.update(&u64::try_from(name.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(name.as_bytes());
        hasher.update(body);
        let mut mac = [0; MAC_BYTES];
        hasher.finalize_xof().fill(&mut mac);
        mac
    }
}

fn padded(mac: &[u8]) -> Option<[u8; 32]> {
    let exact: [u8; MAC_BYTES] = mac.try_into().ok()?;
    let mut all = [0; 32];
    for (to, from) in all.iter_mut().zip(exact) {
        *to = from;
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_a_touched_one_is_refused() {
        let secret = CursorSecret::from_bytes([7; 32]);
        let feed = FeedName::prices("retail");
        let position = Position {
            epoch: Uuid::from_u128(5),
            seq: 42,
            schema: 1,
        };
        let cursor = secret.seal(&feed, position);
        assert_eq!(secret.open(&feed, &cursor), Some(position));

        assert_eq!(secret.open(&FeedName::prices("dealer"), &cursor), None, "another feed");
        assert_eq!(
            CursorSecret::from_bytes([8; 32]).open(&feed, &cursor),
            None,
            "another gateway"
        );
        let raw = data_encoding::BASE64URL_NOPAD.decode(cursor.as_bytes()).unwrap();
        for at in 0..raw.len() {
            let mut touched = raw.clone();
            touched[at] ^= 1;
            assert_eq!(
                secret.open(&feed, &data_encoding::BASE64URL_NOPAD.encode(&touched)),
                None,
                "byte {at}"
            );
        }
        for text in ["", "a", "!!!", &cursor[1..]] {
            assert_eq!(secret.open(&feed, text), None, "{text}");
        }
    }
}
