//! Feeds: the snapshot's manifest, its segments, and changes after a cursor.
//!
//! Bytes are private: whoever reads them has a token and the feed's grant, and no shared cache may keep them.

use crate::feeds::{self, ChangesOutcome};
use crate::http::Api;
use crate::http::guard::ReadableFeed;
use crate::http::problem::Refusal;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use cabinet_protocol::framing::{HASH_HEADER, RAW_BYTES_HEADER, hash, pack_changes};
use serde::Deserialize;
use std::collections::HashMap;
use std::time::Duration;

/// How long a device waits for a snapshot that is being made: less than its patience with a silent gateway, 30 s.
const MANIFEST_TIME: Duration = Duration::from_secs(20);

/// The newest snapshot, with the hash of what is sent: one flipped bit in it would ask for other bytes.
pub(super) async fn manifest(
    State(api): State<Api>,
    ReadableFeed(feed): ReadableFeed,
) -> Result<impl IntoResponse, Refusal> {
    let found = api.blocking(move |gateway| {
        feeds::manifest(gateway.snapshots(), &feed, &gateway.cursor_secret).map_err(Refusal::internal)
    });
    // The making of a snapshot goes on when nobody waits for it any more; the device asks again and finds it.
    let manifest = tokio::time::timeout(MANIFEST_TIME, found)
        .await
        .map_err(|_| Refusal::TooSlow)??
        .ok_or(Refusal::NotFound)?;
    let bytes = serde_json::to_vec(&manifest).map_err(Refusal::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (HeaderName::from_static(HASH_HEADER), hash(&bytes)),
    ];
    Ok((headers, bytes))
}

/// A segment of a live snapshot of this feed.
pub(super) async fn segment(
    State(api): State<Api>,
    ReadableFeed(feed): ReadableFeed,
    Path(path): Path<HashMap<String, String>>,
) -> Result<impl IntoResponse, Refusal> {
    let blake3 = path.get("blake3").cloned().unwrap_or_default();
    let is_hash = blake3.len() == 64 && blake3.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !is_hash {
        return Err(Refusal::NotFound);
    }
    let bytes = api
        .blocking(move |gateway| {
            feeds::segment(gateway.db.as_ref(), &gateway.data_dir, &feed, &blake3).map_err(Refusal::internal)
        })
        .await?
        .ok_or(Refusal::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((headers, bytes))
}

/// Where the device stands.
#[derive(Deserialize)]
pub(super) struct ChangesQuery {
    cursor: String,
}

/// A page of changes.
pub(super) async fn changes(
    State(api): State<Api>,
    ReadableFeed(feed): ReadableFeed,
    query: Result<Query<ChangesQuery>, QueryRejection>,
) -> Result<impl IntoResponse, Refusal> {
    let Query(query) = query.map_err(|rejection| Refusal::Malformed(rejection.body_text()))?;
    let gateway = api.gateway.clone();
    let outcome = api
        .read(move |tx| {
            let (secret, sizes) = (&gateway.cursor_secret, gateway.feed_sizes);
            Ok(feeds::changes(tx, &feed, &query.cursor, secret, sizes)?)
        })
        .await?;
    let page = match outcome {
        None => return Err(Refusal::NotFound),
        Some(ChangesOutcome::Page(page)) => page,
        Some(ChangesOutcome::SnapshotNeeded(reason)) => return Err(Refusal::SnapshotNeeded(reason)),
    };
    let (bytes, hash, raw_bytes) = api
        .blocking(move |_| pack_changes(&page).map_err(Refusal::internal))
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (HeaderName::from_static(HASH_HEADER), hash),
        (HeaderName::from_static(RAW_BYTES_HEADER), raw_bytes.to_string()),
    ];
    Ok((headers, bytes))
}
