//! What a picture of the window becomes before the user sees it.

use crate::claims::picture_why;
use crate::error::CommandError;
use crate::reason::Reason;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A picture of the window (PNG) as it would travel: a JPEG in base64, no side longer than 2,000 pixels.
///
/// # Errors
/// `invalid` when the bytes are no picture.
pub fn picture(png: &[u8]) -> Result<String, CommandError> {
    let prepared = cabinet_pictures::prepare(png, "window.png").map_err(|error| Reason::PictureUnusable {
        why: picture_why(&error),
        said: error.to_string(),
    })?;
    Ok(STANDARD.encode(prepared.jpeg))
}
