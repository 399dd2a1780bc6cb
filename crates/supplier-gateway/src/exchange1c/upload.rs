//! `mode=file`: a piece of a file, streamed to the disk and appended to the pieces before it.

use super::answer::Answer;
use super::names::safe_name;
use super::request::ExchangeRequest;
use super::session::{Session, SessionFile, is_archive};
use axum::body::Body;
use futures_util::StreamExt;
use std::io;
use std::path::Path;
use tokio::io::AsyncWriteExt;

/// Why a piece was not taken; what came of it is cut off again.
#[derive(Debug, thiserror::Error)]
enum UploadError {
    #[error("the upload broke off: send the file again")]
    BrokenOff(#[source] axum::Error),
    #[error("the session has uploaded more than {0} bytes: raise session_limit_bytes in [exchange] of gateway.toml, or export smaller portions")]
    TooLarge(u64),
    #[error("the gateway cannot write the file ({0}): check its disk")]
    Disk(#[from] io::Error),
}

pub(super) async fn receive(
    session: &Session,
    request: &ExchangeRequest,
    body: Body,
    limit: u64,
    now_ms: i64,
) -> Answer {
    let name = match safe_name(&request.file_name) {
        Ok(name) => name,
        Err(error) => return Answer::failure(error.to_string()),
    };
    let _turn = session.upload.lock().await;
    let file = open(session, &name, request.is_sale, now_ms);
    let used = session.state().bytes;
    match append(&file.path, body, limit.saturating_sub(used), limit).await {
        Ok(bytes) => {
            let is_archive = match is_archive(&name, &file.path) {
                Ok(is_archive) => is_archive,
                Err(error) => return Answer::failure(UploadError::Disk(error).to_string()),
            };
            let mut state = session.state();
            state.bytes = state.bytes.saturating_add(bytes);
            if is_archive {
                state.archive_pieces = state.archive_pieces.saturating_add(1);
            }
            state.files.insert(name, SessionFile { is_archive, last_piece_ms: now_ms, ..file });
            Answer::success()
        }
        Err(error) => {
            tracing::warn!("A piece of a file was not taken: {error}");
            Answer::failure(error.to_string())
        }
    }
}

/// The file to append to: the one of this name, or a new one if that was imported or unpacked already.
fn open(session: &Session, name: &str, is_sale: bool, now_ms: i64) -> SessionFile {
    let known = {
        let mut state = session.state();
        let is_used = state.jobs.remove(name).is_some();
        let known = state.files.get(name).cloned();
        known.filter(|file| !is_used && !file.is_unpacked)
    };
    known.unwrap_or_else(|| SessionFile {
        path: session.new_path(),
        is_sale,
        is_archive: false,
        is_unpacked: false,
        last_piece_ms: now_ms,
    })
}

/// Appends a body; a piece that does not come whole leaves the file as it was.
async fn append(path: &Path, body: Body, left: u64, limit: u64) -> Result<u64, UploadError> {
    let mut file = tokio::fs::OpenOptions::new().create(true).append(true).open(path).await?;
    let before = file.metadata().await?.len();
    match copy(&mut file, body, left, limit).await {
        Ok(bytes) => Ok(bytes),
        Err(error) => {
            file.set_len(before).await?;
            Err(error)
        }
    }
}

async fn copy(file: &mut tokio::fs::File, body: Body, left: u64, limit: u64) -> Result<u64, UploadError> {
    let mut stream = body.into_data_stream();
    let mut bytes = 0_u64;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(UploadError::BrokenOff)?;
        bytes = bytes.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if bytes > left {
            return Err(UploadError::TooLarge(limit));
        }
        file.write_all(&chunk).await?;
    }
    file.flush().await?;
    Ok(bytes)
}
