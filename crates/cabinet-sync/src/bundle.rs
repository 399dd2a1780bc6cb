//! Feeds that came with the program instead of over a network: published as a snapshot of a gateway would be.

use crate::error::SyncError;
use crate::files::{File, Files, file_of};
use cabinet_mirror::Published;
use cabinet_protocol::ROW_SCHEMA;
use cabinet_protocol::feed::{FeedName, Manifest, SegmentInfo};
use cabinet_protocol::framing::KeyedRow;

/// The only segment of a bundled feed; its bytes never travelled, so there is nothing to hash.
const SEGMENT: &str = "bundled";

/// Makes these rows the state of a feed. Blocks. `at_seq` must grow with each load, so that no earlier one is gone on with.
///
/// # Errors
/// [`SyncError`] of the file; what stood in the feed before stands then.
pub fn load(
    files: &dyn Files,
    feed: FeedName,
    true_at_ms: i64,
    at_seq: u64,
    rows: &[KeyedRow],
) -> Result<(), SyncError> {
    let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let manifest = Manifest {
        epoch: SEGMENT.to_owned(),
        at_seq,
        schema: ROW_SCHEMA,
        rows: count,
        cursor: String::new(),
        true_at_ms,
        segments: vec![SegmentInfo {
            blake3: SEGMENT.to_owned(),
            bytes: 0,
            raw_bytes: 0,
            rows: count,
        }],
        feed,
        feed_hash: None,
    };
    let file = file_of(files, &manifest.feed)?;
    let mut load = file.feeds().begin_snapshot(&manifest)?;
    load.apply_segment(SEGMENT, rows)?;
    let Published { search_is_pending, .. } = load.publish()?;
    if search_is_pending && let File::Goods(mirror) = &file {
        mirror.build_search()?;
    }
    Ok(())
}
