//! The bytes under a hash that an item, or a document of the supplier, names: out of the cache, or from the gateway and then into the cache.

use crate::error::{CommandError, ErrorCode};
use crate::open::{Open, demand};
use crate::reason::{Reason, Thing};
use cabinet_domain::access::Right;
use cabinet_domain::ids::ItemId;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::media::{FileRow, PictureRow};
use std::sync::Arc;

/// What the hash stands for.
pub(super) enum Named {
    Picture(PictureRow),
    File(FileRow),
}

impl Named {
    const fn bytes(&self) -> u64 {
        match self {
            Self::Picture(row) => row.bytes,
            Self::File(row) => row.bytes,
        }
    }
}

/// # Errors
/// `not_found` when the item names no such thing; `offline` and the like when it has to be fetched and cannot be.
pub(super) async fn fetch(
    open: &Arc<Open>,
    entity: String,
    item: String,
    blake3: String,
) -> Result<(Named, Vec<u8>), CommandError> {
    let (asked_item, asked_hash) = (item.clone(), blake3.clone());
    let (feed, named) = open
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            demand(&grant, Right::SeeGoods, Reason::RoleShowsNoGoods)?;
            let media = open.goods()?.media(&ItemId::new(asked_item), &grant.assortment)?;
            let media = media.ok_or_else(|| CommandError::not_found(Thing::PictureOrFile))?;
            let picture = media
                .pictures
                .into_iter()
                .find(|row| row.blake3 == asked_hash)
                .map(Named::Picture);
            let named = picture
                .or_else(|| {
                    media
                        .files
                        .into_iter()
                        .find(|row| row.blake3 == asked_hash)
                        .map(Named::File)
                })
                .ok_or_else(|| CommandError::not_found(Thing::PictureOrFile))?;
            Ok((media.feed, named))
        })
        .await?;
    let feed: FeedName = feed
        .parse()
        .map_err(|_| CommandError::new(ErrorCode::Internal, "the feed of a picture cannot be read; sync again"))?;
    let bytes = fetched(open, &feed, &item, blake3, named.bytes()).await?;
    Ok((named, bytes))
}

/// The bytes that a row of this device names: out of the cache, or from the gateway and then into the cache.
///
/// # Errors
/// `offline` and the like when they have to be fetched and cannot be.
pub(crate) async fn fetched(
    open: &Arc<Open>,
    feed: &FeedName,
    key: &str,
    blake3: String,
    length: u64,
) -> Result<Vec<u8>, CommandError> {
    let asked = blake3.clone();
    if let Some(bytes) = open.blocking(move |open| cached(open, &asked)).await? {
        return Ok(bytes);
    }
    let driver = open.driver()?;
    let bytes = driver.gateway().file(feed, key, &blake3, length).await?;
    let kept = bytes.clone();
    open.blocking(move |open| {
        keep(open, &blake3, &kept);
        Ok(())
    })
    .await?;
    Ok(bytes)
}

/// A cache that fails is not the mirror, and nothing is lost with it: it is deleted.
fn cached(open: &Open, blake3: &str) -> Result<Option<Vec<u8>>, CommandError> {
    match open.files.media()?.get(blake3) {
        Ok(found) => Ok(found.filter(|bytes| blake3::hash(bytes).to_hex().as_str() == blake3)),
        Err(error) => {
            tracing::warn!(media.cause = %error, "The cache of pictures failed and is deleted");
            open.files.forget_media()?;
            Ok(None)
        }
    }
}

/// What cannot be kept is shown all the same.
fn keep(open: &Open, blake3: &str, bytes: &[u8]) {
    let kept = open.files.media().and_then(|cache| Ok(cache.put(blake3, bytes)?));
    if let Err(error) = kept {
        tracing::warn!(media.cause = %error, "A fetched picture could not be kept");
    }
}
