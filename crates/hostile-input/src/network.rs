//! What comes from the gateway, and the cursor that comes back to it.

use crate::scratch;
use cabinet_client::hostile;
use cabinet_client::live::MAX_EVENT_BYTES;
use cabinet_protocol::commands::{CommandBody, CommandsRequest, CommandsResponse};
use cabinet_protocol::feed::{FeedName, Manifest, SegmentInfo};
use cabinet_protocol::framing::{
    FramingError, KeyedRow, MAX_CHANGES, MAX_CHANGES_RAW_BYTES, MAX_DIGEST_RAW_BYTES, MAX_SEGMENT_RAW_BYTES,
    MAX_SEGMENT_ROWS, unpack_changes, unpack_digest, unpack_range_rows, unpack_segment,
};
use cabinet_protocol::orders::{CheckoutRequest, Quote};
use cabinet_protocol::problem::Problem;
use cabinet_protocol::queue_file;
use cabinet_protocol::repair::unpack_sums;
use cabinet_protocol::session::{HelloRequest, HelloResponse, PeopleResponse};
use prost::Message as _;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Read as _;
use supplier_gateway::feeds::cursor::CursorSecret;

/// A line with the name of a feed, then a cursor.
pub(crate) fn cursor(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (feed, cursor) = text.split_once('\n').unwrap_or((&text, ""));
    let Ok(feed) = feed.parse::<FeedName>() else { return };
    assert_eq!(
        feed.to_string().parse::<FeedName>().as_ref(),
        Ok(&feed),
        "a feed is found again by its own name"
    );
    let secret = CursorSecret::from_bytes([7; 32]);
    if let Some(position) = secret.open(&feed, cursor) {
        assert_eq!(secret.seal(&feed, position), cursor, "only what was sealed opens");
    }
}

/// The first byte says whether the rest is what the network brings (four bytes of announced size, then the compressed
/// page) or what is in it, which is then packed: a fuzzer does not find its way through zstd.
pub(crate) fn changes(data: &[u8]) {
    let Some((bytes, raw_bytes)) = packed(data) else { return };
    let hash = blake3::hash(&bytes).to_hex().to_string();
    match unpack_changes(&bytes, &hash, raw_bytes) {
        Ok(page) => {
            let changes = u64::try_from(page.changes.len()).unwrap_or(u64::MAX);
            assert!(
                raw_bytes <= MAX_CHANGES_RAW_BYTES && changes <= MAX_CHANGES,
                "a page beyond the limit was taken"
            );
            let feed = FeedName::Catalogue("all".to_owned());
            crate::rows::apply(&feed, &page);
        }
        Err(FramingError::WrongHash) => panic!("the hash was right"),
        Err(_) => {}
    }
    let (bytes, flipped) = damaged(&bytes);
    if flipped {
        assert!(
            matches!(unpack_changes(&bytes, &hash, raw_bytes), Err(FramingError::WrongHash)),
            "damage passed for the page"
        );
    }
}

/// As [`changes`], with hashes of ranges (an even first byte) or the rows of some, which are put into the feed.
pub(crate) fn repair(data: &[u8]) {
    let Some((which, data)) = data.split_first() else {
        return;
    };
    let Some((bytes, raw_bytes)) = packed(data) else { return };
    let hash = blake3::hash(&bytes).to_hex().to_string();
    if which % 2 == 0 {
        if let Ok(digest) = unpack_digest(&bytes, &hash, raw_bytes) {
            assert!(raw_bytes <= MAX_DIGEST_RAW_BYTES, "hashes beyond the limit were taken");
            let sums = unpack_sums(&digest.sums).map_or(0, |sums| sums.len());
            assert!(sums <= 131_072, "{sums} hashes of at most 2 MiB");
        }
    } else if let Ok(answer) = unpack_range_rows(&bytes, &hash, raw_bytes) {
        let rows = u64::try_from(answer.rows.len()).unwrap_or(u64::MAX);
        assert!(
            raw_bytes <= MAX_CHANGES_RAW_BYTES && rows <= MAX_CHANGES,
            "rows beyond the limit were taken"
        );
        crate::rows::repair(&FeedName::Catalogue("all".to_owned()), &answer);
    }
}

/// The text of a saved queue; nothing that the fuzzer writes is sealed by a key that it does not know.
pub(crate) fn queue(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(unproven) = queue_file::read(text) {
        let key = blake3::hash(b"a key that stands in no input").to_hex().to_string();
        assert!(unproven.prove(&key).is_err(), "a stranger's seal was taken");
    }
}

/// As [`changes`], with a segment.
pub(crate) fn segment(data: &[u8]) {
    let Some((bytes, raw_bytes)) = packed(data) else { return };
    let mut info = SegmentInfo {
        blake3: blake3::hash(&bytes).to_hex().to_string(),
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        raw_bytes,
        rows: 0,
    };
    let Some(rows) = rows_in(&bytes, raw_bytes) else {
        assert!(unpack_segment(&bytes, &info).is_err(), "what cannot be read was taken");
        return;
    };
    info.rows = rows;
    let taken = unpack_segment(&bytes, &info).expect("its own size and count of rows");
    assert_eq!(u64::try_from(taken.len()), Ok(rows));
    for other in [rows.saturating_add(1), rows.wrapping_sub(1)] {
        let info = SegmentInfo {
            rows: other,
            ..info.clone()
        };
        assert!(unpack_segment(&bytes, &info).is_err(), "another count was taken");
    }
    let (bytes, flipped) = damaged(&bytes);
    if flipped {
        assert!(unpack_segment(&bytes, &info).is_err(), "damage passed for the segment");
    }
}

/// The rows of a segment, when it is one: of the announced size, whole, and with no more rows than are allowed.
fn rows_in(bytes: &[u8], raw_bytes: u64) -> Option<u64> {
    if raw_bytes > MAX_SEGMENT_RAW_BYTES {
        return None;
    }
    let mut raw = Vec::new();
    let decoder = zstd::Decoder::new(bytes).ok()?;
    decoder.take(raw_bytes.saturating_add(1)).read_to_end(&mut raw).ok()?;
    if u64::try_from(raw.len()) != Ok(raw_bytes) {
        return None;
    }
    let mut rest = raw.as_slice();
    let mut rows = 0_u64;
    while !rest.is_empty() {
        KeyedRow::decode_length_delimited(&mut rest).ok()?;
        rows = rows.saturating_add(1);
        if rows > MAX_SEGMENT_ROWS {
            return None;
        }
    }
    Some(rows)
}

/// Compressed bytes with the size that is announced for them.
fn packed(data: &[u8]) -> Option<(Vec<u8>, u64)> {
    let (mode, rest) = scratch::split(data)?;
    if mode % 2 == 0 {
        let (size, rest) = rest.split_first_chunk::<4>()?;
        return Some((rest.to_vec(), u64::from(u32::from_le_bytes(*size))));
    }
    let bytes = zstd::encode_all(rest, 1).expect("memory for a small input");
    Some((bytes, u64::try_from(rest.len()).unwrap_or(u64::MAX)))
}

/// The same with one bit turned over in the middle.
fn damaged(bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut bytes = bytes.to_vec();
    let middle = bytes.len() / 2;
    match bytes.get_mut(middle) {
        Some(byte) => {
            *byte ^= 1;
            (bytes, true)
        }
        None => (bytes, false),
    }
}

/// The list of a snapshot's segments, and the beginning of its load.
pub(crate) fn manifest(data: &[u8]) {
    if let Some(manifest) = json::<Manifest>(data) {
        crate::rows::begin(&manifest);
    }
}

/// What a sync begins with, of both sides.
pub(crate) fn hello(data: &[u8]) {
    json::<HelloResponse>(data);
    json::<HelloRequest>(data);
    json::<PeopleResponse>(data);
}

/// Refusals, and pages of strangers in their place: two bytes of status, one of content type, then the body.
pub(crate) fn problem(data: &[u8]) {
    let Some(([low, high, kind], body)) = data.split_first_chunk::<3>() else {
        return;
    };
    let status = 200_u16.saturating_add(u16::from_le_bytes([*low, *high]) % 400);
    let content_type = match kind % 4 {
        0 => "application/problem+json",
        1 => "text/html; charset=utf-8",
        2 => "application/json",
        _ => "application/octet-stream",
    };
    let answer = scratch::answer(status, content_type, body.to_vec());
    if let Err(error) = scratch::wait(hostile::json::<HelloResponse>(answer)) {
        assert!(error.to_string().len() < 2_000, "a stranger fills the message");
    }
    json::<Problem>(body);
}

/// Verdicts, quotes and the commands themselves, which the desk keeps as JSON.
pub(crate) fn verdict(data: &[u8]) {
    json::<CommandsResponse>(data);
    json::<CommandsRequest>(data);
    json::<CommandBody>(data);
    json::<CheckoutRequest>(data);
    if let Some(quote) = json::<Quote>(data) {
        let _ = quote.is_clean();
    }
}

/// Server-sent events: the first byte says how large the pieces are in which they come.
pub(crate) fn live(data: &[u8]) {
    let Some((size, text)) = scratch::split(data) else {
        return;
    };
    let pieces: Vec<Result<bytes::Bytes, std::convert::Infallible>> = text
        .chunks(usize::from(size).saturating_add(1))
        .map(|piece| Ok(bytes::Bytes::copy_from_slice(piece)))
        .collect();
    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(pieces));
    let answer = scratch::answer(200, "text/event-stream", body);
    if let Ok(events) = scratch::wait(hostile::live(answer)) {
        assert!(events.len() <= text.len(), "events out of nothing");
        let longest = text.split(|byte| *byte == b'\n').map(<[u8]>::len).max().unwrap_or(0);
        assert!(
            longest <= MAX_EVENT_BYTES.saturating_mul(2),
            "a line beyond the limit was taken"
        );
    }
}

/// Reads JSON as the client does; what was read is written and read again as the same.
fn json<T: DeserializeOwned + Serialize>(data: &[u8]) -> Option<T> {
    let read: T = scratch::wait(hostile::json(scratch::answer(200, "application/json", data.to_vec()))).ok()?;
    let written = serde_json::to_vec(&read).expect("what was read can be written");
    let again: T = serde_json::from_slice(&written).expect("what was written can be read");
    assert_eq!(
        serde_json::to_vec(&again).ok(),
        Some(written),
        "it is another thing when it is read again"
    );
    Some(read)
}
