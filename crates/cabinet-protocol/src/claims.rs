//! Claims: the two commands of a dealer, the upload of files that they name, and the rows of the feed `claim:<entity>`.
//!
//! A file travels before the command that names it, by the BLAKE3 of its bytes: the same file is uploaded once, an
//! upload that was cut goes on where it was, and a command never waits half-done for its files. Rows hold no prices.

use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
use cabinet_domain::ids::{ClaimId, ItemId, OrderId};
use prost::Message;
use serde::{Deserialize, Serialize};

/// The most bytes of one piece of an upload: at two kilobytes a second it arrives within the time of a call.
pub const PIECE_BYTES: usize = 128 * 1024;

/// The most characters of a message.
pub const TEXT_LIMIT: usize = 4_000;

/// The most characters of a file's name.
pub const NAME_LIMIT: usize = 150;

/// Files a claim on a line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileClaim {
    /// Made on the device.
    pub claim: ClaimId,
    /// On which order.
    pub order: OrderId,
    /// On which of its items.
    pub item: ItemId,
    /// What is wrong. `kind` says on the wire which command this is.
    #[serde(rename = "claim_kind")]
    pub kind: ClaimKind,
    /// What is demanded.
    pub remedy: ClaimRemedy,
    /// How much of the line, in thousandths of the base unit.
    pub quantity_milli: i64,
    /// What happened, plain text, not empty.
    pub text: String,
    /// Files that are uploaded already.
    #[serde(default)]
    pub files: Vec<SentFile>,
}

/// Says something in a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SayInClaim {
    /// In which claim.
    pub claim: ClaimId,
    /// Plain text; may be empty when there are files.
    pub text: String,
    /// Files that are uploaded already.
    #[serde(default)]
    pub files: Vec<SentFile>,
}

/// A file of a message, by the hash of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentFile {
    /// BLAKE3 in lower-case hex.
    pub blake3: String,
    /// As it is shown to people; says nothing about what it is.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Length.
    pub bytes: u64,
}

/// `POST /v1/entities/{entity}/uploads`: begins an upload, or asks how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadRequest {
    /// BLAKE3 of the whole file in lower-case hex.
    pub blake3: String,
    /// Its length.
    pub bytes: u64,
    /// Its name: for some kinds of files the ending decides what they are.
    pub name: String,
}

/// How far an upload is, also the answer to `POST /v1/entities/{entity}/uploads/{blake3}?offset=` with a piece as its
/// body. A piece at another offset changes nothing; the answer says where to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadStanding {
    /// How many bytes are there, from the beginning on.
    pub received: u64,
    /// All are there and have the hash. Bytes that do not have it are thrown away: then `received` is 0 again.
    pub is_whole: bool,
}

/// What the gateway takes with a claim (`[claims]` of `gateway.toml`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimLimits {
    /// Files in one message.
    pub max_files: u32,
    /// Bytes of one file, photos as they travel.
    pub max_file_bytes: u64,
    /// Days until the supplier owes an answer.
    pub answer_days: u32,
}

impl Default for ClaimLimits {
    fn default() -> Self {
        Self {
            max_files: 10,
            max_file_bytes: 10 * 1024 * 1024,
            answer_days: 5,
        }
    }
}

/// The hash by which a file is known: BLAKE3 in lower-case hex.
#[must_use]
pub fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Whether a text is a BLAKE3 as it travels: 64 digits of lower-case hex. Such a text is also safe as a file's name.
#[must_use]
pub fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A row of the feed. One field is set; a row with none is of a kind this build does not know.
#[derive(Clone, PartialEq, Message)]
pub struct ClaimFeedRow {
    /// A claim. Key: `c:<id>`.
    #[prost(message, optional, tag = "1")]
    pub claim: Option<ClaimRow>,
}

impl ClaimFeedRow {
    /// The key of a claim's row.
    #[must_use]
    pub fn key(claim: &str) -> String {
        format!("c:{claim}")
    }
}

/// A claim with everything that was said in it.
#[derive(Clone, PartialEq, Message)]
pub struct ClaimRow {
    /// UUID made on the device that filed it.
    #[prost(string, tag = "1")]
    pub id: String,
    /// Number given by the gateway: digits only.
    #[prost(string, tag = "2")]
    pub number: String,
    /// On which order.
    #[prost(string, tag = "3")]
    pub order: String,
    /// Its number.
    #[prost(string, tag = "4")]
    pub order_number: String,
    /// On which item.
    #[prost(string, tag = "5")]
    pub item: String,
    /// Its article in the order.
    #[prost(string, tag = "6")]
    pub article: String,
    /// Its name in the order.
    #[prost(string, tag = "7")]
    pub name: String,
    /// Short name of its unit.
    #[prost(string, tag = "8")]
    pub unit: String,
    /// How much of the line, in thousandths.
    #[prost(int64, tag = "9")]
    pub quantity_milli: i64,
    /// `cabinet_domain::claim::ClaimKind::code`.
    #[prost(string, tag = "10")]
    pub kind: String,
    /// `cabinet_domain::claim::ClaimRemedy::code`.
    #[prost(string, tag = "11")]
    pub remedy: String,
    /// `cabinet_domain::claim::ClaimState::code`.
    #[prost(string, tag = "12")]
    pub state: String,
    /// Name of the person who filed it.
    #[prost(string, tag = "13")]
    pub filed_by: String,
    /// UTC, ms since 1970, gateway clock.
    #[prost(int64, tag = "14")]
    pub filed_at_ms: i64,
    /// When the supplier owes an answer, UTC, ms since 1970; `None` while he owes none.
    #[prost(int64, optional, tag = "15")]
    pub answer_by_ms: Option<i64>,
    /// Messages in the order in which the gateway got them; the first is the claim's own text.
    #[prost(message, repeated, tag = "16")]
    pub messages: Vec<ClaimMessageRow>,
    /// States in the order in which they were reached.
    #[prost(message, repeated, tag = "17")]
    pub history: Vec<crate::rows::StateChangeRow>,
}

/// A message of a claim.
#[derive(Clone, PartialEq, Message)]
pub struct ClaimMessageRow {
    /// UTC, ms since 1970, gateway clock.
    #[prost(int64, tag = "1")]
    pub at_ms: i64,
    /// Name of the person, or of the supplier.
    #[prost(string, tag = "2")]
    pub who: String,
    /// The supplier wrote it.
    #[prost(bool, tag = "3")]
    pub is_supplier: bool,
    /// Plain text.
    #[prost(string, tag = "4")]
    pub text: String,
    /// Its files.
    #[prost(message, repeated, tag = "5")]
    pub files: Vec<ClaimFileRow>,
    /// The command that brought it; empty for a message of the supplier.
    #[prost(string, tag = "6")]
    pub command_key: String,
}

/// A file of a message.
#[derive(Clone, PartialEq, Message)]
pub struct ClaimFileRow {
    /// BLAKE3 in lower-case hex.
    #[prost(string, tag = "1")]
    pub blake3: String,
    /// As it is shown to people.
    #[prost(string, tag = "2")]
    pub name: String,
    /// Media type.
    #[prost(string, tag = "3")]
    pub media_type: String,
    /// Length.
    #[prost(uint64, tag = "4")]
    pub bytes: u64,
}
