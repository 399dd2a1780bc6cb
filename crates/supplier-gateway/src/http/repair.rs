//! Feeds in which a device differs: hashes of ranges, and the rows of some.

use crate::feeds::{self, RowsOutcome, SnapshotReason};
use crate::http::guard::ReadableFeed;
use crate::http::problem::Refusal;
use crate::http::{Api, Body};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use cabinet_protocol::framing::{HASH_HEADER, RAW_BYTES_HEADER, pack_digest, pack_range_rows};
use cabinet_protocol::repair::{MAX_RANGES, RowsRequest};
use serde::Deserialize;

/// Which ranges are cut once more; empty: the 256 of the first cut.
#[derive(Deserialize)]
pub(super) struct DigestQuery {
    /// First bytes in hex, one after the other.
    #[serde(default)]
    under: String,
}

/// Hashes of ranges.
pub(super) async fn digest(
    State(api): State<Api>,
    ReadableFeed(feed): ReadableFeed,
    query: Result<Query<DigestQuery>, QueryRejection>,
) -> Result<impl IntoResponse, Refusal> {
    let Query(query) = query.map_err(|rejection| Refusal::Malformed(rejection.body_text()))?;
    let under = data_encoding::HEXLOWER
        .decode(query.under.as_bytes())
        .ok()
        .filter(|under| under.len() <= 256)
        .ok_or_else(|| Refusal::Malformed("under: at most 256 bytes in lower-case hex".to_owned()))?;
    let packed = api
        .blocking(move |gateway| {
            let digest = feeds::digest(gateway.db.as_ref(), &feed, &under).map_err(Refusal::internal)?;
            let digest = digest.ok_or(Refusal::NotFound)?;
            pack_digest(&digest).map_err(Refusal::internal)
        })
        .await?;
    Ok(answer(packed))
}

/// Rows of ranges.
pub(super) async fn rows(
    State(api): State<Api>,
    ReadableFeed(feed): ReadableFeed,
    Body(request): Body<RowsRequest>,
) -> Result<impl IntoResponse, Refusal> {
    if request.ranges.len() > MAX_RANGES {
        return Err(Refusal::Malformed(format!("ranges: at most {MAX_RANGES}")));
    }
    let gateway = api.gateway.clone();
    let outcome = api
        .read(move |tx| Ok(feeds::rows(tx, &feed, &request, &gateway.cursor_secret)?))
        .await?;
    let rows = match outcome {
        None => return Err(Refusal::NotFound),
        Some(RowsOutcome::Rows(rows)) => rows,
        Some(RowsOutcome::TooMany) => return Err(Refusal::SnapshotNeeded(SnapshotReason::Shorter)),
    };
    let packed = api
        .blocking(move |_| pack_range_rows(&rows).map_err(Refusal::internal))
        .await?;
    Ok(answer(packed))
}

fn answer((bytes, hash, raw_bytes): (Vec<u8>, String, u64)) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (HeaderName::from_static(HASH_HEADER), hash),
        (HeaderName::from_static(RAW_BYTES_HEADER), raw_bytes.to_string()),
    ];
    (headers, bytes)
}
