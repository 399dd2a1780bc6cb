//! The bytes of segments and changes: length-delimited protobuf under zstd, with sizes checked before they are trusted.
//!
//! A segment is a run of [`KeyedRow`]; changes are one [`ChangesPage`]. Both are compressed with zstd.
//!
//! Most bodies begin with their own key, as field 1. On the way that beginning is left out, and put back on arrival; a body
//! that begins otherwise says so.

use crate::bare::{BareChanges, BareRow};
use crate::repair::{Digest, RangeRows};
use prost::Message;
use std::io::Read;

/// A row with its key, as it stands in a segment.
#[derive(Clone, PartialEq, Message)]
pub struct KeyedRow {
    /// The key of the row in its feed.
    #[prost(string, tag = "1")]
    pub key: String,
    /// An encoded message of [`crate::rows`].
    #[prost(bytes = "vec", tag = "2")]
    pub body: Vec<u8>,
}

/// Changes of a feed after a cursor: the last operation on each key, in the order of sequence numbers.
#[derive(Clone, PartialEq, Message)]
pub struct ChangesPage {
    /// The unbroken history.
    #[prost(string, tag = "1")]
    pub epoch: String,
    /// The device's sequence number; it applies the page only if this is its own.
    #[prost(uint64, tag = "2")]
    pub from: u64,
    /// The sequence number after the page.
    #[prost(uint64, tag = "3")]
    pub to: u64,
    /// The newest sequence number; `to < head` means that there is a further page.
    #[prost(uint64, tag = "4")]
    pub head: u64,
    /// The cursor after the page.
    #[prost(string, tag = "5")]
    pub cursor: String,
    /// When the supplier's data was last brought up to date, UTC, ms since 1970.
    #[prost(int64, tag = "6")]
    pub true_at_ms: i64,
    /// The changes.
    #[prost(message, repeated, tag = "7")]
    pub changes: Vec<Change>,
    /// The hash of the feed's rows after the page, 16 bytes. Only where `to` is `head`: of the rows between there is none,
    /// since only the last operation on each key is kept. Empty from a gateway that keeps none.
    #[prost(bytes = "vec", tag = "8")]
    pub feed_hash: Vec<u8>,
}

/// One change.
#[derive(Clone, PartialEq, Message)]
pub struct Change {
    /// Sequence number.
    #[prost(uint64, tag = "1")]
    pub seq: u64,
    /// The key of the row.
    #[prost(string, tag = "2")]
    pub key: String,
    /// The row is gone; the body is empty.
    #[prost(bool, tag = "3")]
    pub is_deleted: bool,
    /// An encoded message of [`crate::rows`].
    #[prost(bytes = "vec", tag = "4")]
    pub body: Vec<u8>,
}

/// The header that carries the BLAKE3 of a `changes` answer's body, in lower-case hex.
pub const HASH_HEADER: &str = "dsp-blake3";

/// The header that binds new tokens to the token that was shown for them ([`hash_of_tokens`]).
pub const TOKENS_HEADER: &str = "dsp-tokens";

/// The header that carries the length of a `changes` answer after decompression.
pub const RAW_BYTES_HEADER: &str = "dsp-raw-bytes";

/// The most that an answer with changes may expand to; the gateway makes its pages smaller.
pub const MAX_CHANGES_RAW_BYTES: u64 = 64 * 1024 * 1024;

/// The most that a segment may expand to.
pub const MAX_SEGMENT_RAW_BYTES: u64 = 64 * 1024 * 1024;

/// The most rows that a segment may hold; the gateway puts 16 384 into one. Rows of nothing take two bytes and much memory.
pub const MAX_SEGMENT_ROWS: u64 = 262_144;

/// The most changes that a page may hold; the gateway makes pages of 20 000.
pub const MAX_CHANGES: u64 = 262_144;

/// Why bytes from the network cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FramingError {
    /// The hash differs from the announced one.
    #[error("the bytes do not match their hash")]
    WrongHash,
    /// The length differs from the announced one, or exceeds what is allowed.
    #[error("the size does not match: announced {announced}, got {got}")]
    WrongSize {
        /// What was announced or is allowed.
        announced: u64,
        /// What came.
        got: u64,
    },
    /// The row count differs from the announced one, or exceeds what is allowed; then counting stopped there.
    #[error("the number of rows does not match: announced {announced}, got {got}")]
    WrongRowCount {
        /// What was announced.
        announced: u64,
        /// What came.
        got: u64,
    },
    /// The compressed stream is damaged.
    #[error("the compressed data is damaged")]
    Damaged(#[source] std::io::Error),
    /// A message cannot be decoded.
    #[error("a row cannot be read")]
    Malformed(#[from] prost::DecodeError),
}

/// The BLAKE3 of bytes as [`HASH_HEADER`] tells it: lower-case hex.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// What [`TOKENS_HEADER`] tells: the BLAKE3 of the refresh token that was shown, a zero byte, and the answer. A damaged answer
/// does not fit, and neither does one to another token, such as that of yesterday: both would cost the device its session.
#[must_use]
pub fn hash_of_tokens(shown: &str, answer: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(shown.as_bytes()).update(&[0]).update(answer);
    hasher.finalize().to_hex().to_string()
}

/// Compresses rows into a segment; returns the bytes and their uncompressed length.
///
/// # Errors
/// [`FramingError::Damaged`] when the compressor fails (memory).
pub fn pack_segment<'a>(rows: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<(Vec<u8>, u64), FramingError> {
    let mut raw = Vec::new();
    for (key, body) in rows {
        let row = BareRow::new(key, body);
        // Encoding into a Vec cannot run out of room.
        let _ = row.encode_length_delimited(&mut raw);
    }
    let raw_bytes = u64::try_from(raw.len()).unwrap_or(u64::MAX);
    Ok((compress(&raw, SEGMENT_LEVEL)?, raw_bytes))
}

/// Opens a segment: hash, size, and row count must be what the manifest says.
///
/// # Errors
/// Any [`FramingError`]; nothing of a refused segment is used.
pub fn unpack_segment(bytes: &[u8], info: &crate::feed::SegmentInfo) -> Result<Vec<KeyedRow>, FramingError> {
    let got = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if got != info.bytes {
        return Err(FramingError::WrongSize {
            announced: info.bytes,
            got,
        });
    }
    if blake3::hash(bytes).to_hex().as_str() != info.blake3 {
        return Err(FramingError::WrongHash);
    }
    if info.rows > MAX_SEGMENT_ROWS {
        return Err(FramingError::WrongRowCount {
            announced: MAX_SEGMENT_ROWS,
            got: info.rows,
        });
    }
    let raw = expand(bytes, info.raw_bytes, MAX_SEGMENT_RAW_BYTES)?;
    let mut rest = raw.as_slice();
    let mut rows = Vec::new();
    let mut got = 0_u64;
    while !rest.is_empty() {
        got = got.saturating_add(1);
        if got > info.rows {
            break;
        }
        rows.push(BareRow::decode_length_delimited(&mut rest)?.into_row());
    }
    if got != info.rows {
        return Err(FramingError::WrongRowCount {
            announced: info.rows,
            got,
        });
    }
    Ok(rows)
}

/// Compresses a page of changes; returns the bytes, their hash and their uncompressed length.
///
/// # Errors
/// [`FramingError::Damaged`] when the compressor fails (memory).
pub fn pack_changes(page: &ChangesPage) -> Result<(Vec<u8>, String, u64), FramingError> {
    pack(&BareChanges::new(page))
}

/// Opens a page of changes whose hash and uncompressed length came in headers.
///
/// # Errors
/// Any [`FramingError`]; nothing of a refused page is used.
pub fn unpack_changes(bytes: &[u8], hash: &str, raw_bytes: u64) -> Result<ChangesPage, FramingError> {
    let raw = open(bytes, hash, raw_bytes, CHANGES_TAG)?;
    Ok(BareChanges::decode(raw.as_slice())?.into_page())
}

/// The tag of [`ChangesPage::changes`].
const CHANGES_TAG: u32 = 7;

/// The tag of [`RangeRows::rows`].
const ROWS_TAG: u32 = 6;

/// The most that hashes of ranges may expand to: all places, and room for the rest.
pub const MAX_DIGEST_RAW_BYTES: u64 = 2 * 1024 * 1024;

/// Compresses hashes of ranges; as [`pack_changes`].
///
/// # Errors
/// [`FramingError::Damaged`] when the compressor fails (memory).
pub fn pack_digest(digest: &Digest) -> Result<(Vec<u8>, String, u64), FramingError> {
    pack(digest)
}

/// Opens hashes of ranges; as [`unpack_changes`].
///
/// # Errors
/// Any [`FramingError`]; nothing is used then.
pub fn unpack_digest(bytes: &[u8], hash: &str, raw_bytes: u64) -> Result<Digest, FramingError> {
    if blake3::hash(bytes).to_hex().as_str() != hash {
        return Err(FramingError::WrongHash);
    }
    let raw = expand(bytes, raw_bytes, MAX_DIGEST_RAW_BYTES)?;
    Ok(Digest::decode(raw.as_slice())?)
}

/// Compresses the rows of ranges; as [`pack_changes`].
///
/// # Errors
/// [`FramingError::Damaged`] when the compressor fails (memory).
pub fn pack_range_rows(rows: &RangeRows) -> Result<(Vec<u8>, String, u64), FramingError> {
    pack(rows)
}

/// Opens the rows of ranges; as [`unpack_changes`].
///
/// # Errors
/// Any [`FramingError`]; nothing is used then.
pub fn unpack_range_rows(bytes: &[u8], hash: &str, raw_bytes: u64) -> Result<RangeRows, FramingError> {
    let raw = open(bytes, hash, raw_bytes, ROWS_TAG)?;
    Ok(RangeRows::decode(raw.as_slice())?)
}

fn pack(message: &impl Message) -> Result<(Vec<u8>, String, u64), FramingError> {
    let raw = message.encode_to_vec();
    let bytes = compress(&raw, ANSWER_LEVEL)?;
    let hash = blake3::hash(&bytes).to_hex().to_string();
    Ok((bytes, hash, u64::try_from(raw.len()).unwrap_or(u64::MAX)))
}

/// Checks hash, size, and how often the repeated field `tag` stands in a message, before anything is made of it.
fn open(bytes: &[u8], hash: &str, raw_bytes: u64, tag: u32) -> Result<Vec<u8>, FramingError> {
    if blake3::hash(bytes).to_hex().as_str() != hash {
        return Err(FramingError::WrongHash);
    }
    let raw = expand(bytes, raw_bytes, MAX_CHANGES_RAW_BYTES)?;
    let got = fields_of(&raw, tag)?;
    if got > MAX_CHANGES {
        return Err(FramingError::WrongRowCount {
            announced: MAX_CHANGES,
            got,
        });
    }
    Ok(raw)
}

/// How often a field stands in a message, told without making anything of it.
fn fields_of(mut message: &[u8], wanted: u32) -> Result<u64, prost::DecodeError> {
    use prost::encoding::{DecodeContext, decode_key, skip_field};
    let mut found = 0_u64;
    while !message.is_empty() {
        let (tag, wire_type) = decode_key(&mut message)?;
        skip_field(wire_type, tag, &mut message, DecodeContext::default())?;
        if tag == wanted {
            found = found.saturating_add(1);
        }
    }
    Ok(found)
}

/// How hard segments are pressed, which hold all rows of a feed: as fast as they are read.
const SEGMENT_LEVEL: i32 = 3;

/// How hard answers are pressed, which are short and go over bad lines.
const ANSWER_LEVEL: i32 = 7;

fn compress(raw: &[u8], level: i32) -> Result<Vec<u8>, FramingError> {
    // The length is told beforehand, so that tables for a short answer are short too.
    zstd::bulk::compress(raw, level).map_err(FramingError::Damaged)
}

fn expand(bytes: &[u8], announced: u64, allowed: u64) -> Result<Vec<u8>, FramingError> {
    if announced > allowed {
        return Err(FramingError::WrongSize {
            announced: allowed,
            got: announced,
        });
    }
    let decoder = zstd::Decoder::new(bytes).map_err(FramingError::Damaged)?;
    let mut raw = Vec::with_capacity(usize::try_from(announced.min(8 * 1024 * 1024)).unwrap_or(0));
    // One byte more than announced is enough to know that it lies, without expanding a bomb.
    decoder
        .take(announced.saturating_add(1))
        .read_to_end(&mut raw)
        .map_err(FramingError::Damaged)?;
    let got = u64::try_from(raw.len()).unwrap_or(u64::MAX);
    if got == announced {
        Ok(raw)
    } else {
        Err(FramingError::WrongSize { announced, got })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::SegmentInfo;
    use proptest::prelude::*;

    fn packed(rows: &[(String, Vec<u8>)]) -> (Vec<u8>, SegmentInfo) {
        let (bytes, raw_bytes) = pack_segment(rows.iter().map(|(k, b)| (k.as_str(), b.as_slice()))).unwrap();
        let info = SegmentInfo {
            blake3: blake3::hash(&bytes).to_hex().to_string(),
            bytes: bytes.len() as u64,
            raw_bytes,
            rows: rows.len() as u64,
        };
        (bytes, info)
    }

    #[test]
    fn a_segment_that_differs_from_its_manifest_is_refused() {
        let rows = vec![("a".to_owned(), vec![1; 5000]), ("b".to_owned(), vec![2])];
        let (bytes, info) = packed(&rows);
        assert_eq!(unpack_segment(&bytes, &info).unwrap().len(), 2);

        let mut flipped = bytes.clone();
        flipped[bytes.len() / 2] ^= 1;
        assert!(matches!(unpack_segment(&flipped, &info), Err(FramingError::WrongHash)));
        assert!(matches!(
            unpack_segment(&bytes[1..], &info),
            Err(FramingError::WrongSize { .. })
        ));
        let bomb = SegmentInfo {
            raw_bytes: 10,
            ..info.clone()
        };
        assert!(matches!(
            unpack_segment(&bytes, &bomb),
            Err(FramingError::WrongSize { announced: 10, got: 11 })
        ));
        let huge = SegmentInfo {
            raw_bytes: u64::MAX,
            ..info.clone()
        };
        assert!(matches!(
            unpack_segment(&bytes, &huge),
            Err(FramingError::WrongSize { .. })
        ));
        let fewer = SegmentInfo { rows: 1, ..info };
        assert!(matches!(
            unpack_segment(&bytes, &fewer),
            Err(FramingError::WrongRowCount { announced: 1, got: 2 })
        ));
    }

    #[test]
    fn rows_of_nothing_are_counted_and_not_made() {
        let raw = vec![0_u8; 4 * 1024 * 1024];
        let bytes = compress(&raw, ANSWER_LEVEL).unwrap();
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let mut info = SegmentInfo {
            blake3: hash,
            bytes: bytes.len() as u64,
            raw_bytes: raw.len() as u64,
            rows: 10,
        };
        let refused = unpack_segment(&bytes, &info);
        assert!(matches!(
            refused,
            Err(FramingError::WrongRowCount { announced: 10, got: 11 })
        ));
        info.rows = raw.len() as u64;
        let refused = unpack_segment(&bytes, &info);
        assert!(matches!(
            refused,
            Err(FramingError::WrongRowCount {
                announced: MAX_SEGMENT_ROWS,
                ..
            })
        ));

        // The tag of a change, and a length of nothing, over and over.
        let raw = [0x3a, 0].repeat(1_000_000);
        let bytes = compress(&raw, ANSWER_LEVEL).unwrap();
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let refused = unpack_changes(&bytes, &hash, raw.len() as u64);
        assert!(matches!(
            refused,
            Err(FramingError::WrongRowCount { got: 1_000_000, .. })
        ));
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(rows in proptest::collection::vec(("[a-zа-я#]{1,20}", proptest::collection::vec(any::<u8>(), 0..200)), 0..50)) {
            let (bytes, info) = packed(&rows);
            let back: Vec<_> = unpack_segment(&bytes, &info).unwrap().into_iter().map(|r| (r.key, r.body)).collect();
            prop_assert_eq!(back, rows);
        }

        #[test]
        fn noise_is_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..500), raw in 0_u64..100_000) {
            let hash = blake3::hash(&bytes).to_hex().to_string();
            let _ = unpack_changes(&bytes, &hash, raw);
        }
    }
}
