//! Why a file is no photo that can be sent, in words that say what to do.

use cabinet_domain::attachment::NotTaken;
use image::error::{ImageError, LimitError};

/// Why a picture cannot be made fit for travel.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The kind of the file is not taken.
    #[error("{}", not_taken_words(*.0))]
    NotTaken(NotTaken),
    /// It is a document, which is no picture.
    #[error("the file is no picture")]
    NoPicture,
    /// Its end is missing.
    #[error("the photo is cut off: its end is missing; copy it from the camera or the phone again")]
    CutOff,
    /// It would unpack into more than this program takes.
    #[error("the picture has {width} × {height} pixels, more than can be taken (110 million); make it smaller first")]
    TooManyPixels {
        /// Announced.
        width: u32,
        /// Announced.
        height: u32,
    },
    /// It cannot be read.
    #[error("the picture is damaged and cannot be read; copy it again, or save it anew in another program")]
    Damaged(#[source] ImageError),
}

impl From<ImageError> for PictureError {
    fn from(error: ImageError) -> Self {
        Self::Damaged(error)
    }
}

impl PictureError {
    /// Whether it asks for more than the limits, whatever part of the decoder found it.
    #[must_use]
    pub const fn is_too_large(&self) -> bool {
        matches!(
            self,
            Self::TooManyPixels { .. } | Self::Damaged(ImageError::Limits(LimitError { .. }))
        )
    }
}

/// What to say of a file that is not taken.
#[must_use]
pub const fn not_taken_words(why: NotTaken) -> &'static str {
    match why {
        NotTaken::Empty => "the file is empty",
        NotTaken::Heic => {
            "a HEIC photo cannot be read here, and so the place where it was taken could not be removed; it was not attached. Set the phone to «Most compatible» (JPEG), or save the photo as JPEG"
        }
        NotTaken::RawPhoto => {
            "a raw photo or TIFF cannot be read here, and so the place where it was taken could not be removed; it was not attached. Save it as JPEG"
        }
        NotTaken::Video => "films are not taken: they may carry the place where they were made; attach photos",
        NotTaken::OtherPicture => "pictures of this kind are not taken; save it as JPEG or PNG",
        NotTaken::Unknown => {
            "files of this kind are not taken; photos (JPEG, PNG, WebP), PDF, DOCX, XLSX, ODT, ODS, DOC, XLS, TXT and CSV are"
        }
    }
}
