//! Own codes: what people of a legal entity call goods. Taught by one of them, known to all of them.
//!
//! Every person has one last word on a code; of the words of several persons the latest counts, and the others are kept, so
//! that nothing that somebody taught is lost when a colleague says otherwise.

use cabinet_domain::ids::ItemId;
use prost::Message;
use serde::{Deserialize, Serialize};

/// The longest code, in characters: names are longer than articles.
pub const CODE_LIMIT: usize = 200;

/// The most words of one command.
pub const WORDS_LIMIT: usize = 500;

/// Says what codes mean, each in place of what the same person said of it before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeachCodes {
    /// One to [`WORDS_LIMIT`], of different codes.
    pub words: Vec<CodeWord>,
}

/// What one code means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeWord {
    /// As the person writes it, at most [`CODE_LIMIT`] characters; spellings with one normal form
    /// (`cabinet_domain::article`) are one code.
    pub text: String,
    /// Which item; `None`: the code means nothing any more.
    #[serde(default)]
    pub item: Option<ItemId>,
    /// The article of the item when it was said; empty without one.
    #[serde(default)]
    pub article: String,
    /// When it was said, UTC by the gateway's clock as far as the device knows it, ms since 1970: said offline, sent later.
    pub said_at_ms: i64,
}

/// The row of the feed `codes:<entity>`: the last word of a person on a code. Key: [`CodeRow::key`].
#[derive(Clone, PartialEq, Message)]
pub struct CodeRow {
    /// Who said it.
    #[prost(string, tag = "1")]
    pub person: String,
    /// His name.
    #[prost(string, tag = "2")]
    pub person_name: String,
    /// Normal form of the code.
    #[prost(string, tag = "3")]
    pub norm: String,
    /// As in [`CodeWord`].
    #[prost(string, tag = "4")]
    pub text: String,
    /// As in [`CodeWord`].
    #[prost(string, optional, tag = "5")]
    pub item: Option<String>,
    /// As in [`CodeWord`].
    #[prost(string, tag = "6")]
    pub article: String,
    /// As in [`CodeWord`], never later than the gateway took it.
    #[prost(int64, tag = "7")]
    pub said_at_ms: i64,
}

impl CodeRow {
    /// The key of the row; ids of persons are the gateway's and hold no slash.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.person, self.norm)
    }
}
