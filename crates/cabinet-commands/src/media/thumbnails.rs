//! `media_thumbnails`.

use super::{Thumbnail, image};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use cabinet_domain::ids::ItemId;

/// The most items of one question: the rows of a window.
const MOST: usize = 500;

/// The small pictures of items, in the order asked; at most 500.
///
/// # Errors
/// `not_ready`.
pub async fn thumbnails(cabinet: &Cabinet, items: Vec<String>) -> Result<Vec<Thumbnail>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let ids: Vec<ItemId> = items.iter().take(MOST).map(ItemId::new).collect();
            let found = open.goods()?.thumbnails(&ids)?;
            let view = |(item, jpeg): (String, Vec<u8>)| Thumbnail {
                item,
                image: image(&jpeg),
            };
            Ok(items.into_iter().zip(found).map(view).collect())
        })
        .await
}
