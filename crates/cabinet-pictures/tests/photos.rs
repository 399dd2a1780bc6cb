//! Photos as phones make them, and what is no photo.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use cabinet_domain::attachment::NotTaken;
use cabinet_pictures::{LONGEST_SIDE, PictureError, THUMB_SIDE, prepare, thumb};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GenericImageView as _, Rgb, RgbImage, Rgba, RgbaImage};

/// A picture whose left half is red and whose right half is blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([220, 20, 20])
        } else {
            Rgb([20, 20, 220])
        }
    })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90)
        .encode_image(picture)
        .unwrap();
    bytes
}

/// EXIF with the way the camera was held and the place: 55.75 north.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    // Two entries: orientation, and a pointer to the place.
    tiff.extend([0, 2]);
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
    tiff.extend([0, 0, 0, 0]);
    // The place: one entry, the latitude's reference.
    tiff.extend([0, 1, 0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0, 0, 0, 0, 0]);
    tiff.extend(b"GPS-55.7558-37.6173");
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend(tiff);
    segment
}

/// The photo of a phone: with EXIF in front and something of the maker behind the end.
fn phone_photo(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let plain = jpeg(picture);
    let exif = exif(orientation);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let mut photo = plain[..2].to_vec();
    photo.extend([0xff, 0xe1, length[0], length[1]]);
    photo.extend(exif);
    photo.extend(&plain[2..]);
    photo.extend(b"SEFT trailer of the maker");
    photo
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn is_red(picture: &DynamicImage, x: u32, y: u32) -> bool {
    let [red, _, blue, _] = picture.get_pixel(x, y).0;
    red > 150 && blue < 100
}

#[test]
fn the_place_where_a_photo_was_taken_does_not_travel() {
    let photo = phone_photo(&halves(400, 300), 1);
    assert!(holds(&photo, b"Exif") && holds(&photo, b"GPS-55.7558"));
    let picture = prepare(&photo, "IMG_1.jpg").unwrap();
    for secret in [b"Exif".as_slice(), b"GPS-55.7558", b"SEFT"] {
        assert!(!holds(&picture.jpeg, secret) && !holds(&picture.thumb, secret));
    }
}

#[test]
fn a_photo_stands_upright_whichever_way_the_camera_was_held() {
    for (orientation, size, red_at) in [
        (1, (400, 300), (50, 150)),
        (3, (400, 300), (350, 150)),
        (6, (300, 400), (150, 50)),
        (8, (300, 400), (150, 350)),
    ] {
        let picture = prepare(&phone_photo(&halves(400, 300), orientation), "a.jpg").unwrap();
        assert_eq!((picture.width, picture.height), size, "orientation {orientation}");
        let seen = image::load_from_memory(&picture.jpeg).unwrap();
        assert!(is_red(&seen, red_at.0, red_at.1), "orientation {orientation}");
    }
}

#[test]
fn a_large_photo_is_shrunk_and_a_small_one_is_not_blown_up() {
    let large = prepare(&jpeg(&halves(4000, 1000)), "a.jpg").unwrap();
    assert_eq!((large.width, large.height), (LONGEST_SIDE, 500));
    let small = prepare(&jpeg(&halves(64, 48)), "a.jpg").unwrap();
    assert_eq!((small.width, small.height), (64, 48));
    let thumb = image::load_from_memory(&large.thumb).unwrap();
    assert_eq!(thumb.width().max(thumb.height()), THUMB_SIDE);
}

#[test]
fn the_same_photo_gives_the_same_bytes() {
    let photo = phone_photo(&halves(2500, 1200), 6);
    assert!(prepare(&photo, "a.jpg").unwrap().jpeg == prepare(&photo, "b.jpg").unwrap().jpeg);
}

#[test]
fn a_drawing_without_a_ground_stands_on_white() {
    let mut drawing = RgbaImage::new(20, 20);
    drawing.put_pixel(10, 10, Rgba([0, 0, 0, 255]));
    let mut png = Vec::new();
    DynamicImage::ImageRgba8(drawing)
        .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
        .unwrap();
    let picture = prepare(&png, "a.png").unwrap();
    let seen = image::load_from_memory(&picture.jpeg).unwrap();
    assert!(seen.get_pixel(0, 0).0[0] > 240);
}

#[test]
fn a_photo_that_is_cut_off_anywhere_is_refused() {
    let photo = phone_photo(&halves(640, 480), 1);
    let end = photo.len() - b"SEFT trailer of the maker".len();
    for length in (4..end).step_by(97) {
        let refused = prepare(&photo[..length], "a.jpg");
        assert!(
            matches!(refused, Err(PictureError::CutOff | PictureError::Damaged(_))),
            "cut at {length} of {end}"
        );
    }
    assert!(prepare(&photo[..end], "a.jpg").is_ok());
}

#[test]
fn a_picture_that_would_unpack_without_end_is_refused_unread() {
    // 60000 × 60000 pixels in some fifty bytes.
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bomb.extend([0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 2, 0, 0, 0]);
    let crc = crc32(&bomb[12..29]);
    bomb.extend(crc.to_be_bytes());
    bomb.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82");
    let refused = prepare(&bomb, "a.png").err().unwrap();
    assert!(refused.is_too_large(), "{refused:?}");
    assert!(refused.to_string().contains("60000"), "{refused}");
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

#[test]
fn what_cannot_be_cleaned_is_refused_with_what_to_do() {
    for (name, bytes, why, words) in [
        ("IMG.HEIC", b"\0\0\0\x24ftypheic\0\0".as_slice(), NotTaken::Heic, "JPEG"),
        // Named as a photo by a phone that lies.
        ("IMG.jpg", b"\0\0\0\x24ftypmif1\0\0", NotTaken::Heic, "JPEG"),
        ("a.mp4", b"\0\0\0\x24ftypisom\0\0", NotTaken::Video, "photos"),
        ("a.jpg", b"MZ\x90\0 a program", NotTaken::Unknown, "PDF"),
        ("a.jpg", b"", NotTaken::Empty, "empty"),
    ] {
        let refused = prepare(bytes, name).err().unwrap();
        assert!(
            matches!(refused, PictureError::NotTaken(found) if found == why),
            "{name}: {refused:?}"
        );
        assert!(refused.to_string().contains(words), "{refused}");
    }
    assert!(matches!(prepare(b"%PDF-1.7", "a.pdf"), Err(PictureError::NoPicture)));
    assert!(matches!(thumb(b"\xff\xd8\xff\xe0 rubbish"), Err(PictureError::CutOff)));
}
