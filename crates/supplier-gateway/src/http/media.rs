//! Pictures and files of goods, and documents of the supplier, by their hash, to whoever has the row that names them.

use crate::documents;
use crate::feeds;
use crate::http::Api;
use crate::http::guard::ReadableFeed;
use crate::http::problem::Refusal;
use crate::media::read_blob_in;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::media::MediaRow;
use cabinet_protocol::rows::DocumentRow;
use prost::Message;
use serde::Deserialize;
use std::collections::HashMap;

/// Which item the bytes belong to; of documents, the key of their row.
#[derive(Deserialize)]
pub(super) struct FileQuery {
    item: String,
}

/// The bytes under a hash that the row in this feed names; anything else does not exist.
pub(super) async fn file(
    State(api): State<Api>,
    ReadableFeed(feed): ReadableFeed,
    Path(path): Path<HashMap<String, String>>,
    query: Result<Query<FileQuery>, QueryRejection>,
) -> Result<impl IntoResponse, Refusal> {
    let Query(query) = query.map_err(|rejection| Refusal::Malformed(rejection.body_text()))?;
    let blake3 = path.get("blake3").cloned().unwrap_or_default();
    let folder = match feed {
        FeedName::Media(_) => "media",
        FeedName::Documents(_) => documents::FOLDER,
        _ => return Err(Refusal::NotFound),
    };
    let asked = blake3.clone();
    let is_named = api
        .read(move |tx| {
            let Some(body) = feeds::row(tx, &feed, &query.item)? else {
                return Ok(false);
            };
            names_it(&feed, &body, &asked).map_err(Refusal::internal)
        })
        .await?;
    if !is_named {
        return Err(Refusal::NotFound);
    }
    let bytes = api
        .blocking(move |gateway| read_blob_in(&gateway.data_dir.join(folder), &blake3).map_err(Refusal::internal))
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

/// Whether the row of a feed names these bytes.
fn names_it(feed: &FeedName, body: &[u8], blake3: &str) -> Result<bool, prost::DecodeError> {
    if matches!(feed, FeedName::Documents(_)) {
        let file = DocumentRow::decode(body)?.supplier_document.and_then(|row| row.file);
        return Ok(file.is_some_and(|file| file.blake3 == blake3));
    }
    let row = MediaRow::decode(body)?;
    let pictures = row.pictures.iter().map(|picture| &picture.blake3);
    let files = row.files.iter().map(|file| &file.blake3);
    Ok(pictures.chain(files).any(|named| named == blake3))
}
