//! `media_picture`.

use super::fetch::{Named, fetch};
use super::{LargePicture, image};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::{Reason, Thing};

/// A large picture of an item.
///
/// # Errors
/// `not_found`; `offline` when it was not fetched before and the gateway cannot be reached.
pub async fn picture(
    cabinet: &Cabinet,
    entity: String,
    item: String,
    blake3: String,
) -> Result<LargePicture, CommandError> {
    let (named, bytes) = fetch(&cabinet.ready()?, entity, item, blake3).await?;
    let Named::Picture(row) = named else {
        return Err(CommandError::not_found(Thing::Picture));
    };
    let image = image(&bytes);
    if image.is_empty() {
        return Err(Reason::NoPictureCame.into());
    }
    Ok(LargePicture {
        image,
        width: row.width,
        height: row.height,
    })
}
