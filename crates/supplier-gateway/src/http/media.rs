//! Pictures and files of goods by their hash, to whoever has the row that names them.

use crate::feeds;
use crate::http::Api;
use crate::http::guard::ReadableFeed;
use crate::http::problem::Refusal;
use crate::media::read_blob;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::media::MediaRow;
use prost::Message;
use serde::Deserialize;
use std::collections::HashMap;

/// Which item the bytes belong to.
#[derive(Deserialize)]
pub(super) struct FileQuery {
    item: String,
}

/// The bytes under a hash that the item's row in this feed names; anything else does not exist.
pub(super) async fn file(
    State(api): State<Api>,
    ReadableFeed(feed): ReadableFeed,
    Path(path): Path<HashMap<String, String>>,
    query: Result<Query<FileQuery>, QueryRejection>,
) -> Result<impl IntoResponse, Refusal> {
    let Query(query) = query.map_err(|rejection| Refusal::Malformed(rejection.body_text()))?;
    let blake3 = path.get("blake3").cloned().unwrap_or_default();
    if !matches!(feed, FeedName::Media(_)) {
        return Err(Refusal::NotFound);
    }
    let asked = blake3.clone();
    let is_named = api
        .read(move |tx| {
            let Some(body) = feeds::row(tx, &feed, &query.item)? else {
                return Ok(false);
            };
            let row = MediaRow::decode(body.as_slice()).map_err(Refusal::internal)?;
            let pictures = row.pictures.iter().map(|picture| &picture.blake3);
            let files = row.files.iter().map(|file| &file.blake3);
            Ok(pictures.chain(files).any(|named| *named == asked))
        })
        .await?;
    if !is_named {
        return Err(Refusal::NotFound);
    }
    let bytes = api
        .blocking(move |gateway| read_blob(&gateway.data_dir, &blake3).map_err(Refusal::internal))
        .await?
        .ok_or(Refusal::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, "attachment"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((headers, bytes))
}
