//! Pictures and files of goods: small ones out of the mirror, large ones fetched when they are looked at.
//!
//! Bytes are asked for with an item and their hash, and given only if a row of this device names them so: what a person
//! may not see cannot be reached by guessing. What was fetched stays, encrypted, up to
//! `cabinet_mirror::media_cache::MOST_BYTES`.

mod fetch;
mod open_copy;
mod picture;
mod save;
mod thumbnails;

pub(crate) use fetch::fetched;
pub use open_copy::open_copy;
pub(crate) use open_copy::{copy_for_viewer, is_opened, remove_copies};
pub use picture::picture;
pub use save::{save, save_at};
pub use thumbnails::thumbnails;

use serde::{Deserialize, Serialize};
use specta::Type;

/// A large picture.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct LargePicture {
    /// `data:image/jpeg;base64,…`
    pub image: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// The small picture of an item.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Thumbnail {
    /// Item id.
    pub item: String,
    /// `data:image/jpeg;base64,…`; empty when there is none.
    pub image: String,
}

/// A copy of a file outside of the encrypted files.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ClearCopy {
    /// Full path.
    pub path: String,
    /// Size in bytes.
    pub bytes: u32,
}

/// A small picture for a page; empty when there is none or it is no JPEG.
pub(crate) fn image(jpeg: &[u8]) -> String {
    if jpeg.starts_with(&[0xff, 0xd8, 0xff]) {
        use base64::Engine as _;
        format!(
            "data:image/jpeg;base64,{}",
            base64::engine::general_purpose::STANDARD.encode(jpeg)
        )
    } else {
        String::new()
    }
}
