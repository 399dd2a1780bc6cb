//! Files of claims: uploaded in pieces before the command that names them, downloaded by whoever may see the claim.

use crate::claims::stored;
use crate::claims::uploads::UploadError;
use crate::http::guard::EntityInPath;
use crate::http::problem::Refusal;
use crate::http::{Api, Body};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use cabinet_domain::ids::ClaimId;
use cabinet_protocol::claims::{UploadRequest, UploadStanding};
use serde::Deserialize;
use std::collections::HashMap;

/// Begins an upload, or says how far it is.
pub(super) async fn begin_upload(
    State(api): State<Api>,
    EntityInPath(entity): EntityInPath,
    Body(request): Body<UploadRequest>,
) -> Result<Json<UploadStanding>, Refusal> {
    api.blocking(move |gateway| {
        let limits = &gateway.settings.claims;
        Ok(gateway
            .uploads
            .begin(gateway.db.as_ref(), limits, &entity, &request, gateway.now_ms())?)
    })
    .await
    .map(Json)
}

/// Where a piece belongs.
#[derive(Deserialize)]
pub(super) struct PieceQuery {
    offset: u64,
}

/// Adds a piece. One that breaks off adds nothing: it is given to the file only when it is here.
pub(super) async fn add_piece(
    State(api): State<Api>,
    EntityInPath(entity): EntityInPath,
    Path(path): Path<HashMap<String, String>>,
    query: Result<Query<PieceQuery>, QueryRejection>,
    piece: Bytes,
) -> Result<Json<UploadStanding>, Refusal> {
    let Query(query) = query.map_err(|rejection| Refusal::Malformed(rejection.body_text()))?;
    let blake3 = path.get("blake3").cloned().unwrap_or_default();
    api.blocking(move |gateway| {
        let now_ms = gateway.now_ms();
        Ok(gateway
            .uploads
            .add(gateway.db.as_ref(), &entity, &blake3, query.offset, &piece, now_ms)?)
    })
    .await
    .map(Json)
}

/// A file of a claim, whole. Never shown by a browser as a page: it is somebody else's content.
pub(super) async fn file(
    State(api): State<Api>,
    EntityInPath(entity): EntityInPath,
    Path(path): Path<HashMap<String, String>>,
) -> Result<impl IntoResponse, Refusal> {
    let claim = ClaimId::new(path.get("claim").cloned().unwrap_or_default());
    let blake3 = path.get("blake3").cloned().unwrap_or_default();
    let bytes = api
        .blocking(move |gateway| {
            let known = crate::storage::read(gateway.db.as_ref(), |tx| stored::file_of(tx, &entity, &claim, &blake3))?;
            if known.is_none() {
                return Ok(None);
            }
            gateway.uploads.bytes(&entity, &blake3).map_err(Refusal::internal)
        })
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

impl From<UploadError> for Refusal {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Malformed => Self::Malformed(error.to_string()),
            UploadError::TooLarge => Self::TooLarge,
            UploadError::Unknown => Self::NotFound,
            UploadError::NotTaken => Self::Malformed(error.to_string()),
            UploadError::Storage(_) | UploadError::File(_) => Self::internal(error),
        }
    }
}
