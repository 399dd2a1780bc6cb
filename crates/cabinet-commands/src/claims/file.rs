//! `claims_thumb` and `claims_save`: files of claims, from this device or from the gateway.

use super::find::{Found, find};
use crate::cabinet::Cabinet;
use crate::documents::SavedFile;
use crate::error::{CommandError, ErrorCode};
use crate::folders;
use crate::open::Open;
use crate::reason::Thing;
use crate::written_file::written;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cabinet_desk::Grant;
use cabinet_domain::ids::ClaimId;
use std::sync::Arc;

/// The largest picture that is fetched only to be shown small.
const LARGEST_SHOWN: u64 = 4 * 1024 * 1024;

/// A small picture of a file as `data:image/jpeg;base64,…`; `None` when there is none here and none can be had now.
///
/// # Errors
/// `not_found`.
pub async fn thumb(cabinet: &Cabinet, claim: String, blake3: String) -> Result<Option<String>, CommandError> {
    let open = cabinet.ready()?;
    let known = wanted(&open, claim, blake3.clone()).await?;
    let hash = blake3.clone();
    let here = open
        .blocking(move |open| Ok(open.desk.attachment_thumb(&hash)?))
        .await?;
    if let Some(thumb) = here {
        return Ok(Some(data_url(&thumb)));
    }
    let Some(remote) = known
        .remote
        .filter(|remote| remote.is_picture && remote.bytes <= LARGEST_SHOWN)
    else {
        return Ok(None);
    };
    let bytes = match fetch(&open, &known.grant, &remote, &blake3).await {
        Ok(bytes) => bytes,
        // Without a network there is no picture, which is no failure.
        Err(error) if matches!(error.code, ErrorCode::Offline | ErrorCode::SignedOut) => return Ok(None),
        Err(error) => return Err(error),
    };
    let small = tokio::task::spawn_blocking(move || cabinet_pictures::thumb(&bytes)).await?;
    // What somebody else attached may be no picture at all; it can still be saved.
    Ok(small.ok().map(|thumb| data_url(&thumb)))
}

/// Saves a file; without a path, into the user's documents folder.
///
/// # Errors
/// `not_found`, `offline` when it is not on this device, `disk_full`, `invalid`.
pub async fn save(
    cabinet: &Cabinet,
    claim: String,
    blake3: String,
    path: Option<String>,
) -> Result<SavedFile, CommandError> {
    let open = cabinet.ready()?;
    let known = wanted(&open, claim, blake3.clone()).await?;
    let hash = blake3.clone();
    let here = open.blocking(move |open| Ok(open.desk.attachment_body(&hash)?)).await?;
    let bytes = match (here, &known.remote) {
        (Some(bytes), _) => bytes,
        (None, Some(remote)) => fetch(&open, &known.grant, remote, &blake3).await?,
        (None, None) => return Err(CommandError::not_found(Thing::File)),
    };
    let exports = cabinet.directory().join("exports");
    open.blocking(move |_| {
        let (stem, extension) = known.name.rsplit_once('.').unwrap_or((&known.name, "bin"));
        written(&exports, path, stem, &folders::safe_name(extension), &bytes)
    })
    .await
}

/// A file of a claim that this person may see.
struct Wanted {
    grant: Grant,
    name: String,
    /// At the gateway; `None` when only this device has it.
    remote: Option<Remote>,
}

struct Remote {
    claim: ClaimId,
    bytes: u64,
    is_picture: bool,
}

async fn wanted(open: &Arc<Open>, claim: String, blake3: String) -> Result<Wanted, CommandError> {
    open.blocking(move |open| {
        let view = super::view::whole(open, &claim)?;
        let said = view.messages.iter().flat_map(|message| message.files.iter());
        let file = view
            .files
            .iter()
            .chain(said)
            .find(|file| file.blake3 == blake3)
            .ok_or_else(|| CommandError::not_found(Thing::File))?;
        let found = find(open, &claim)?;
        let remote = match &found {
            Found::Filed(_, row) => row
                .messages
                .iter()
                .flat_map(|message| &message.files)
                .find(|known| known.blake3 == blake3)
                .map(|known| Remote {
                    claim: ClaimId::new(row.id.as_str()),
                    bytes: known.bytes,
                    is_picture: known.media_type.starts_with("image/"),
                }),
            Found::Draft(..) => None,
        };
        Ok(Wanted {
            grant: found.grant().clone(),
            name: file.name.clone(),
            remote,
        })
    })
    .await
}

async fn fetch(open: &Arc<Open>, grant: &Grant, remote: &Remote, blake3: &str) -> Result<Vec<u8>, CommandError> {
    let driver = open.driver()?;
    Ok(driver
        .claim_file(&grant.entity, &remote.claim, blake3, remote.bytes)
        .await?)
}

fn data_url(jpeg: &[u8]) -> String {
    format!("data:image/jpeg;base64,{}", STANDARD.encode(jpeg))
}
