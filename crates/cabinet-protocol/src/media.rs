//! The rows of `media:…`, `analogues:…` and `arrivals:…`: what belongs to goods and changes at a pace of its own.
//!
//! The key of each row is the item id, so an assortment narrows them as it narrows items. As with [`crate::rows`], a field
//! number never changes its meaning and a reader skips what it does not know.

use prost::Message;

/// The most bytes of a thumbnail: they travel to every device.
pub const MAX_THUMBNAIL_BYTES: usize = 4 * 1024;

/// The most bytes of a picture that devices fetch.
pub const MAX_PICTURE_BYTES: u64 = 4 * 1024 * 1024;

/// The most bytes of a certificate, an instruction, any other file.
pub const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;

/// Pictures and files of an item. Large bytes are fetched as `GET /v1/feeds/{feed}/files/{blake3}?item=…`.
#[derive(Clone, PartialEq, Message)]
pub struct MediaRow {
    /// Which item.
    #[prost(string, tag = "1")]
    pub item: String,
    /// The first picture, at most 112 pixels, JPEG of at most [`MAX_THUMBNAIL_BYTES`]; empty without pictures.
    #[prost(bytes = "vec", tag = "2")]
    pub thumbnail: Vec<u8>,
    /// Pictures, the main one first.
    #[prost(message, repeated, tag = "3")]
    pub pictures: Vec<PictureRow>,
    /// Certificates, instructions and the like.
    #[prost(message, repeated, tag = "4")]
    pub files: Vec<FileRow>,
}

/// A picture that can be fetched.
#[derive(Clone, PartialEq, Message)]
pub struct PictureRow {
    /// BLAKE3 of its bytes, in lower-case hex.
    #[prost(string, tag = "1")]
    pub blake3: String,
    /// Length of its bytes.
    #[prost(uint64, tag = "2")]
    pub bytes: u64,
    /// In pixels.
    #[prost(uint32, tag = "3")]
    pub width: u32,
    /// In pixels.
    #[prost(uint32, tag = "4")]
    pub height: u32,
}

/// A file that can be fetched.
#[derive(Clone, PartialEq, Message)]
pub struct FileRow {
    /// BLAKE3 of its bytes, in lower-case hex.
    #[prost(string, tag = "1")]
    pub blake3: String,
    /// Length of its bytes.
    #[prost(uint64, tag = "2")]
    pub bytes: u64,
    /// What people call it.
    #[prost(string, tag = "3")]
    pub title: String,
    /// `cabinet_domain::goods_file::FileKind::code`.
    #[prost(string, tag = "4")]
    pub kind: String,
    /// Ending of its name in lower case, without the dot (`pdf`); one of those that the gateway takes.
    #[prost(string, tag = "5")]
    pub extension: String,
    /// The last day of a certificate, ISO; empty when it has none or it is not known.
    #[prost(string, tag = "6")]
    pub valid_until: String,
}

/// What stands in for an item.
#[derive(Clone, PartialEq, Message)]
pub struct AnaloguesRow {
    /// Which item.
    #[prost(string, tag = "1")]
    pub item: String,
    /// Items, or products for any of their variants, the best first. Some may not be among the goods of the reader.
    #[prost(string, repeated, tag = "2")]
    pub others: Vec<String>,
}

/// What comes of an item.
#[derive(Clone, PartialEq, Message)]
pub struct ArrivalsRow {
    /// Which item.
    #[prost(string, tag = "1")]
    pub item: String,
    /// The soonest first.
    #[prost(message, repeated, tag = "2")]
    pub arrivals: Vec<ArrivalRow>,
}

/// One arrival.
#[derive(Clone, PartialEq, Message)]
pub struct ArrivalRow {
    /// The day, ISO.
    #[prost(string, tag = "1")]
    pub date: String,
    /// How much, in thousandths of the base unit.
    #[prost(int64, tag = "2")]
    pub quantity_milli: i64,
    /// The supplier's own words ("контейнер 12"); may be empty.
    #[prost(string, tag = "3")]
    pub note: String,
}
