//! Why a file is of no use, in the operator's words: what is wrong and what to do.

/// Why a picture or a file of goods was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// More bytes than any real one has.
    #[error("it has {bytes} bytes, more than {most}: save it smaller")]
    TooLarge {
        /// What it has.
        bytes: u64,
        /// What is taken.
        most: u64,
    },
    /// More pixels than are decoded.
    #[error("it has {width} × {height} pixels, more than are decoded: save it smaller")]
    TooManyPixels {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// It begins like a picture and is none to its end.
    #[error("the picture is damaged or incomplete: export it again")]
    BrokenPicture,
    /// The bytes are not what the ending of the name says, or of a kind that is not taken.
    #[error(
        "its content is not that of a JPEG, PNG or WebP picture, nor of a PDF, DOCX, XLSX, ODT, ODS, RTF or TXT file of that name: save it as one of these"
    )]
    UnknownKind,
    /// Nothing in it.
    #[error("it is empty: export it again")]
    Empty,
    /// The disk does not give it.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
}
