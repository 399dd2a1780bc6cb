//! `mode=file`: a piece of a file, streamed to the disk and appended to the pieces before it.

use super::answer::Answer;
use super::names::safe_name;
use super::request::ExchangeRequest;
use super::session::{Session, SessionFile, Usage, is_archive};
use axum::body::{Body, BodyDataStream, Bytes};
use futures_util::StreamExt;
use std::io;
use std::path::Path;
use tokio::io::AsyncWriteExt;

/// Why a piece was not taken; what came of it is cut off again.
#[derive(Debug, thiserror::Error)]
enum UploadError {
    #[error("the upload broke off: send the file again")]
    BrokenOff(#[source] axum::Error),
    #[error(
        "the session has uploaded more than {0} bytes: raise session_limit_bytes in [exchange] of gateway.toml, or export smaller portions"
    )]
    TooLarge(u64),
    #[error("the gateway cannot write the file ({0}): check its disk")]
    Disk(#[from] io::Error),
}

pub(super) async fn receive(
    session: &Session,
    request: &ExchangeRequest,
    body: Body,
    limit: u64,
    clock: fn() -> i64,
) -> Answer {
    let name = match safe_name(&request.file_name) {
        Ok(name) => name,
        Err(error) => return Answer::failure(error.to_string()),
    };
    let _turn = session.upload.lock().await;
    let left = limit.saturating_sub(session.state().bytes);
    match take_piece(session, &name, request.is_sale, body, Room { left, limit }, clock).await {
        Ok(()) => Answer::success(),
        Err(error) => {
            tracing::warn!("A piece of a file was not taken: {error}");
            Answer::failure(error.to_string())
        }
    }
}

/// How much more a session may upload, of how much in all, in bytes.
#[derive(Clone, Copy)]
struct Room {
    left: u64,
    limit: u64,
}

async fn take_piece(
    session: &Session,
    name: &str,
    is_sale: bool,
    body: Body,
    room: Room,
    clock: fn() -> i64,
) -> Result<(), UploadError> {
    let mut stream = body.into_data_stream();
    // The beginning tells a continued file from one that is sent again.
    let first = stream
        .next()
        .await
        .transpose()
        .map_err(UploadError::BrokenOff)?
        .unwrap_or_default();
    let mut file = open(session, name, is_sale, &first);
    let bytes = append(&file.path, first, stream, room).await?;
    file.is_archive = is_archive(name, &file.path)?;
    // A piece may take long: the quiet begins at its end.
    file.last_piece_ms = clock();
    let mut state = session.state();
    state.last_seen_ms = file.last_piece_ms;
    state.bytes = state.bytes.saturating_add(bytes);
    if file.is_archive {
        state.archive_pieces = state.archive_pieces.saturating_add(1);
    }
    state.files.insert(name.to_owned(), file);
    Ok(())
}

/// The file to append to: the one of this name, or a new one if that was taken already, is sent again, or is of a round
/// before the last `init`.
fn open(session: &Session, name: &str, is_sale: bool, first: &[u8]) -> SessionFile {
    let (known, round) = {
        let mut state = session.state();
        state.jobs.remove(name);
        (state.files.get(name).cloned(), state.round)
    };
    let known = known.filter(|file| match file.usage {
        _ if file.round != round => false,
        Usage::Waiting => true,
        Usage::Taken => false,
        Usage::Failed => !is_beginning(first),
    });
    match known {
        Some(file) => SessionFile {
            usage: Usage::Waiting,
            ..file
        },
        None => SessionFile {
            path: session.new_path(),
            is_sale,
            is_archive: false,
            is_unpacked: false,
            usage: Usage::Waiting,
            round,
            last_piece_ms: 0,
        },
    }
}

/// Whether bytes are the beginning of a file rather than a piece out of its middle.
fn is_beginning(bytes: &[u8]) -> bool {
    let beginnings: [&[u8]; 5] = [
        b"PK\x03\x04",
        b"\xef\xbb\xbf",
        b"<?xml",
        b"\xff\xfe",
        "<КоммерческаяИнформация".as_bytes(),
    ];
    beginnings.iter().any(|beginning| bytes.starts_with(beginning))
}

/// Appends a piece; one that does not come whole leaves the file as it was.
async fn append(path: &Path, first: Bytes, rest: BodyDataStream, room: Room) -> Result<u64, UploadError> {
    let mut file = tokio::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .await?;
    let before = file.metadata().await?.len();
    match copy(&mut file, first, rest, room).await {
        Ok(bytes) => Ok(bytes),
        Err(error) => {
            file.set_len(before).await?;
            Err(error)
        }
    }
}

async fn copy(
    file: &mut tokio::fs::File,
    first: Bytes,
    mut rest: BodyDataStream,
    room: Room,
) -> Result<u64, UploadError> {
    let mut bytes = 0_u64;
    let mut chunk = Some(first);
    while let Some(piece) = chunk {
        bytes = bytes.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if bytes > room.left {
            return Err(UploadError::TooLarge(room.limit));
        }
        file.write_all(&piece).await?;
        chunk = rest.next().await.transpose().map_err(UploadError::BrokenOff)?;
    }
    file.flush().await?;
    Ok(bytes)
}
