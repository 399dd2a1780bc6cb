//! Photos made fit for travel: turned upright, shrunk, written anew as JPEG, so that nothing of the original but what is
//! seen goes along (no place, no camera, no embedded picture).
//!
//! In: the bytes of a file. Out: bytes to send and a small picture, or why not, in words that say what to do.
//! Invariants: a picture is refused by its announced size before it is unpacked; memory is bounded by [`MAX_PIXELS`];
//! what is cut off is refused, not half shown. Not here: files, which the caller reads.

pub mod error;
mod jpeg;

pub use error::PictureError;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, Limits, RgbImage};
use std::io::Cursor;

use cabinet_domain::attachment::{FileKind, kind_of};

/// The longest side of what is sent, in pixels: print and screen show no more.
pub const LONGEST_SIDE: u32 = 2_000;

/// The longest side of the small picture, in pixels.
pub const THUMB_SIDE: u32 = 160;

/// The most pixels that are unpacked: a phone's largest photo has 108 million.
pub const MAX_PIXELS: u64 = 110_000_000;

/// The most bytes that unpacking may take.
const MAX_MEMORY: u64 = 512 * 1024 * 1024;

/// JPEG quality of what is sent; finer makes files larger without showing more.
const QUALITY: u8 = 82;
const THUMB_QUALITY: u8 = 70;

/// A photo as it travels.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// JPEG without any metadata, its longest side at most [`LONGEST_SIDE`].
    pub jpeg: Vec<u8>,
    /// JPEG of at most [`THUMB_SIDE`].
    pub thumb: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Makes a picture fit for travel that was never a file: rows of pixels from above, each of red, green, blue, opacity.
///
/// # Errors
/// [`PictureError`]; `NoPicture` when there are not as many bytes as the pixels need.
pub fn prepare_pixels(width: u32, height: u32, rgba: Vec<u8>) -> Result<Picture, PictureError> {
    let pixels = u64::from(width).saturating_mul(u64::from(height));
    if pixels > MAX_PIXELS {
        return Err(PictureError::TooManyPixels { width, height });
    }
    let picture = image::RgbaImage::from_raw(width, height, rgba).ok_or(PictureError::NoPicture)?;
    of_picture(DynamicImage::ImageRgba8(picture))
}

/// A picture as pixels, for paper.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green and blue of each pixel, row by row; what is seen through stands on white.
    pub rgb: Vec<u8>,
}

/// Unpacks a picture, upright and with its longest side at most so many pixels.
///
/// # Errors
/// [`PictureError`].
pub fn pixels(bytes: &[u8], name: &str, longest_px: u32) -> Result<Pixels, PictureError> {
    let upright = decode(bytes, name)?;
    let fitting = if upright.width().max(upright.height()) > longest_px {
        upright.resize(longest_px, longest_px, FilterType::Triangle)
    } else {
        upright
    };
    let rgb = on_white(&fitting);
    Ok(Pixels {
        width: rgb.width(),
        height: rgb.height(),
        rgb: rgb.into_raw(),
    })
}

/// Makes a photo fit for travel.
///
/// # Errors
/// [`PictureError`].
pub fn prepare(bytes: &[u8], name: &str) -> Result<Picture, PictureError> {
    of_picture(decode(bytes, name)?)
}

fn of_picture(upright: DynamicImage) -> Result<Picture, PictureError> {
    let shrunk = if upright.width().max(upright.height()) > LONGEST_SIDE {
        upright.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::Triangle)
    } else {
        upright
    };
    let rgb = on_white(&shrunk);
    let thumb = DynamicImage::ImageRgb8(rgb.clone())
        .thumbnail(THUMB_SIDE, THUMB_SIDE)
        .to_rgb8();
    Ok(Picture {
        jpeg: encode(&rgb, QUALITY)?,
        thumb: encode(&thumb, THUMB_QUALITY)?,
        width: rgb.width(),
        height: rgb.height(),
    })
}

/// The small picture of a photo that came from elsewhere.
///
/// # Errors
/// [`PictureError`].
pub fn thumb(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let picture = decode(bytes, "")?;
    encode(&on_white(&picture.thumbnail(THUMB_SIDE, THUMB_SIDE)), THUMB_QUALITY)
}

fn decode(bytes: &[u8], name: &str) -> Result<DynamicImage, PictureError> {
    let kind = kind_of(bytes, name).map_err(PictureError::NotTaken)?;
    match kind {
        FileKind::Jpeg => {
            // The decoder fills what is missing with grey and says nothing.
            if !jpeg::is_whole(bytes) {
                return Err(PictureError::CutOff);
            }
            upright(JpegDecoder::new(Cursor::new(bytes))?)
        }
        FileKind::Png => upright(PngDecoder::new(Cursor::new(bytes))?),
        FileKind::Webp => upright(WebPDecoder::new(Cursor::new(bytes))?),
        FileKind::Pdf | FileKind::Office | FileKind::OldOffice | FileKind::Text => Err(PictureError::NoPicture),
    }
}

/// Unpacks within the limits and turns the picture as the camera was held.
fn upright(mut decoder: impl ImageDecoder) -> Result<DynamicImage, PictureError> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width).saturating_mul(u64::from(height));
    if pixels > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY {
        return Err(PictureError::TooManyPixels { width, height });
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_MEMORY);
    decoder.set_limits(limits)?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Without transparency: JPEG has none, and black behind a drawing hides it.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let rgba = picture.to_rgba8();
    let mut rgb = RgbImage::new(rgba.width(), rgba.height());
    for (from, to) in rgba.pixels().zip(rgb.pixels_mut()) {
        let [red, green, blue, alpha] = from.0;
        to.0 = [red, green, blue].map(|colour| over_white(colour, alpha));
    }
    rgb
}

/// `colour` seen through `alpha` before white.
fn over_white(colour: u8, alpha: u8) -> u8 {
    let (colour, alpha) = (u32::from(colour), u32::from(alpha));
    let mixed = colour
        .saturating_mul(alpha)
        .saturating_add(255_u32.saturating_mul(255_u32.saturating_sub(alpha)));
    u8::try_from(mixed.saturating_add(127) / 255).unwrap_or(u8::MAX)
}

fn encode(rgb: &RgbImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(rgb)?;
    Ok(bytes)
}
