//! Photos as phones make them, and pictures that are a trap.

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

/// A picture to be photographed.
pub struct Photo {
    picture: RgbImage,
}

impl Photo {
    /// Two halves, red and blue.
    #[must_use]
    pub fn of_phone(width: u32, height: u32) -> Self {
        let picture = RgbImage::from_fn(width, height, |x, _| {
            if x < width / 2 {
                Rgb([220, 20, 20])
            } else {
                Rgb([20, 20, 220])
            }
        });
        Self { picture }
    }

    /// With a grain that no compression takes away, as in bad light; the photo then measures megabytes.
    #[must_use]
    pub fn noisy(mut self) -> Vec<u8> {
        let mut seed = 1_u32;
        for pixel in self.picture.pixels_mut() {
            for colour in &mut pixel.0 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *colour = u8::try_from(seed >> 24).unwrap();
            }
        }
        self.bytes()
    }

    /// The file: with EXIF that says where it was taken.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut plain = Vec::new();
        JpegEncoder::new_with_quality(&mut plain, 90)
            .encode_image(&self.picture)
            .unwrap();
        let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".to_vec();
        // One entry: the camera was held upright. What follows stands for the place.
        exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
        exif.extend(b"GPS-55.7558-37.6173");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let mut photo = plain[..2].to_vec();
        photo.extend([0xff, 0xe1, length[0], length[1]]);
        photo.extend(exif);
        photo.extend(&plain[2..]);
        photo
    }

    /// A PNG of a few bytes that says it has 3600 million pixels.
    #[must_use]
    pub fn bomb() -> Vec<u8> {
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bomb.extend([0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 2, 0, 0, 0]);
        bomb.extend(crc32(&bomb[12..29]).to_be_bytes());
        bomb.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82");
        bomb
    }
}

/// Whether some bytes stand in others.
#[must_use]
pub fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
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
