//! Makes two pictures of one that came: the large one that a device fetches, and the small one that it always has.
//!
//! Both are JPEG of our own making: turned upright, on white, without what cameras note beside the pixels. What a file is
//! is told by its bytes, never by its name, and it is measured before it is decoded.

use super::problem::FileProblem;
use cabinet_protocol::media::MAX_THUMBNAIL_BYTES;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};
use std::io::Cursor;

/// The most bytes of a picture that is looked at.
pub(super) const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// The most pixels that are decoded: cameras make fewer, bombs more.
const MOST_PIXELS: u64 = 50_000_000;
/// The most memory for it, in bytes.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// The longer side of the large picture.
const LARGE: u32 = 2_000;
const LARGE_QUALITY: u8 = 85;
/// Longer side and quality of the small picture, tried until it is small enough.
const SMALL: [(u32, u8); 6] = [(112, 80), (112, 65), (112, 50), (96, 45), (80, 40), (64, 30)];

/// A picture ready for devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
    pub thumbnail: Vec<u8>,
}

/// Whether the bytes begin like a picture of a kind that is taken.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    format_of(bytes).is_some()
}

/// Makes both pictures.
///
/// # Errors
/// [`FileProblem`].
pub(super) fn make(bytes: &[u8]) -> Result<Picture, FileProblem> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > MOST_BYTES {
        return Err(FileProblem::TooLarge {
            bytes: length,
            most: MOST_BYTES,
        });
    }
    let format = format_of(bytes).ok_or(FileProblem::UnknownKind)?;
    let decoded = decode(bytes, format)?;
    let large = on_white(&shrunk(&decoded, LARGE));
    drop(decoded);
    let jpeg = encode(&large, LARGE_QUALITY)?;
    let (width, height) = large.dimensions();
    let large = DynamicImage::ImageRgb8(large);
    Ok(Picture {
        jpeg,
        width,
        height,
        thumbnail: thumbnail(&large)?,
    })
}

fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    let format = image::guess_format(bytes).ok()?;
    matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP).then_some(format)
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, FileProblem> {
    let broken = |_| FileProblem::BrokenPicture;
    // The decoder of JPEG fills what is missing with grey; the mark at the end tells.
    if format == ImageFormat::Jpeg && !bytes.windows(2).any(|pair| pair == [0xff, 0xd9]) {
        return Err(FileProblem::BrokenPicture);
    }
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format)
        .into_decoder()
        .map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(FileProblem::BrokenPicture);
    }
    if u64::from(width).saturating_mul(u64::from(height)) > MOST_PIXELS {
        return Err(FileProblem::TooManyPixels { width, height });
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).map_err(broken)?;
    // A turn that cannot be read is none.
    let turn = decoder.orientation().ok();
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(broken)?;
    if let Some(turn) = turn {
        decoded.apply_orientation(turn);
    }
    Ok(decoded)
}

/// No larger than `side`; a small picture stays as it is.
fn shrunk(picture: &DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        picture.clone()
    } else {
        picture.thumbnail(side, side)
    }
}

/// What is transparent becomes white, as on a page of a catalogue.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (from, to) in picture.to_rgba8().pixels().zip(flat.pixels_mut()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        let mix = |colour: u32| {
            let mixed = colour
                .saturating_mul(alpha)
                .saturating_add(255_u32.saturating_mul(255_u32.saturating_sub(alpha)));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        to.0 = [mix(red), mix(green), mix(blue)];
    }
    flat
}

fn thumbnail(large: &DynamicImage) -> Result<Vec<u8>, FileProblem> {
    let mut smallest = Vec::new();
    for (side, quality) in SMALL {
        smallest = encode(&shrunk(large, side).to_rgb8(), quality)?;
        if smallest.len() <= MAX_THUMBNAIL_BYTES {
            return Ok(smallest);
        }
    }
    // Noise may not fit even so; then the list goes without a small picture.
    smallest.clear();
    Ok(smallest)
}

fn encode(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, FileProblem> {
    let mut jpeg = Vec::new();
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, quality))
        .map_err(|_| FileProblem::BrokenPicture)?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    fn drawn(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x / 16 + y / 16) % 2 * 200) as u8])
        })
    }

    fn saved(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_of_each_kind_becomes_a_jpeg_with_a_thumbnail_that_fits() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let made = make(&saved(&DynamicImage::ImageRgb8(drawn(2_600, 1_300)), format)).unwrap();
            assert_eq!((made.width, made.height), (2_000, 1_000), "{format:?}");
            assert!(made.jpeg.starts_with(&[0xff, 0xd8]) && made.thumbnail.starts_with(&[0xff, 0xd8]));
            assert!(made.thumbnail.len() <= MAX_THUMBNAIL_BYTES, "{}", made.thumbnail.len());
            let small = image::load_from_memory(&made.thumbnail).unwrap();
            assert!(small.width() <= 112 && small.width() > 60);
        }
    }

    #[test]
    fn noise_has_no_thumbnail_rather_than_a_large_one() {
        let mut state = 1_u32;
        let noise = RgbImage::from_fn(400, 400, |_, _| {
            let mut next = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            };
            image::Rgb([next(), next(), next()])
        });
        let made = make(&saved(&DynamicImage::ImageRgb8(noise), ImageFormat::Png)).unwrap();
        assert!(made.thumbnail.len() <= MAX_THUMBNAIL_BYTES);
    }

    #[test]
    fn what_is_transparent_is_white() {
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(20, 20, Rgba([0, 0, 0, 0])));
        let made = make(&saved(&clear, ImageFormat::Png)).unwrap();
        let back = image::load_from_memory(&made.jpeg).unwrap().to_rgb8();
        assert!(back.pixels().all(|pixel| pixel.0.iter().all(|colour| *colour > 250)));
    }

    #[test]
    fn what_is_no_picture_is_refused_with_its_reason() {
        let whole = saved(&DynamicImage::ImageRgb8(drawn(600, 400)), ImageFormat::Jpeg);
        let png = saved(&DynamicImage::ImageRgb8(drawn(600, 400)), ImageFormat::Png);
        let cases: [(&str, &[u8], FileProblem); 6] = [
            (
                "a truncated JPEG",
                &whole[..whole.len() / 2],
                FileProblem::BrokenPicture,
            ),
            ("a truncated PNG", &png[..png.len() / 2], FileProblem::BrokenPicture),
            (
                "SVG as .jpg",
                b"<svg xmlns='http://www.w3.org/2000/svg'/>",
                FileProblem::UnknownKind,
            ),
            (
                "HTML as .jpg",
                b"<!doctype html><script>1</script>",
                FileProblem::UnknownKind,
            ),
            (
                "a GIF",
                b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
                FileProblem::UnknownKind,
            ),
            ("nothing", b"", FileProblem::UnknownKind),
        ];
        for (case, bytes, problem) in cases {
            assert_eq!(make(bytes), Err(problem), "{case}");
        }
    }

    /// A PNG that says 30,000 × 30,000 in its header and packs that as zeros.
    #[test]
    fn a_bomb_is_measured_and_not_decoded() {
        let mut bomb = saved(&DynamicImage::ImageRgb8(drawn(8, 8)), ImageFormat::Png);
        bomb[16..20].copy_from_slice(&30_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&30_000_u32.to_be_bytes());
        let crc = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(
            make(&bomb),
            Err(FileProblem::TooManyPixels {
                width: 30_000,
                height: 30_000
            })
        );
    }

    fn crc32(bytes: &[u8]) -> u32 {
        let mut crc = u32::MAX;
        for byte in bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 {
                    (crc >> 1) ^ 0xedb8_8320
                } else {
                    crc >> 1
                };
            }
        }
        !crc
    }

    #[test]
    fn a_picture_of_too_many_bytes_is_not_looked_at() {
        let mut long = vec![0xff, 0xd8, 0xff];
        long.resize(usize::try_from(MOST_BYTES).unwrap() + 1, 0);
        assert!(matches!(make(&long), Err(FileProblem::TooLarge { .. })));
    }
}
