//! News of the supplier, readable offline, with what was read on this device.

mod list;
mod read;

pub use list::list;
pub use read::read;

use serde::{Deserialize, Serialize};
use specta::Type;

/// The list.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct NewsList {
    /// The newest first.
    pub rows: Vec<NewsView>,
    /// How many of them are not read.
    pub unread: u32,
}

/// A piece of news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NewsView {
    /// Id.
    pub id: String,
    /// Name of the legal entity that it is for; empty for all.
    pub entity_name: String,
    /// One line of plain text.
    pub title: String,
    /// Plain text with line breaks.
    pub text: String,
    /// Since when it is shown, UTC, ms since 1970, by the gateway's clock.
    #[specta(type = specta_typescript::Number)]
    pub at_ms: i64,
    /// The last day, ISO; `None` for none.
    pub until: Option<String>,
    /// The user has read it.
    pub is_read: bool,
}
