//! Rows of the feeds `news` and `news:<entity>`: what the supplier tells all dealers, or one of them.
//!
//! A feed holds what is to be read now: the gateway puts a row in on its first day and takes it out after its last one.

use prost::Message;

/// The longest title, in characters.
pub const TITLE_LIMIT: usize = 200;
/// The longest text, in characters.
pub const TEXT_LIMIT: usize = 10_000;

/// A piece of news. Key: its id.
#[derive(Clone, PartialEq, Message)]
pub struct NewsRow {
    /// UUID given by the gateway.
    #[prost(string, tag = "1")]
    pub id: String,
    /// For which legal entity; empty for all.
    #[prost(string, tag = "2")]
    pub entity: String,
    /// One line of plain text.
    #[prost(string, tag = "3")]
    pub title: String,
    /// Plain text with line breaks.
    #[prost(string, tag = "4")]
    pub text: String,
    /// Since when it is shown, UTC, ms since 1970, gateway clock.
    #[prost(int64, tag = "5")]
    pub from_ms: i64,
    /// The last day, ISO 8601, as the supplier wrote it; empty for none. The gateway takes the row out after it.
    #[prost(string, tag = "6")]
    pub until: String,
}
