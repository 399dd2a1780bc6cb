//! Wishes: articles that the supplier does not have, and who wants to be told when they appear.

use serde::{Deserialize, Serialize};

/// The longest note, in characters.
pub const NOTE_LIMIT: usize = 300;

/// Tell this person once when an article is in the catalogue. A second wish for it takes the place of the first; two
/// spellings with one normal form (`cabinet_domain::article`) are one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// As the person wrote it, at most `cabinet_domain::article::ARTICLE_LIMIT` characters.
    pub article: String,
    /// How much is wanted, in thousandths, above zero; `None` when that was not said.
    #[serde(default)]
    pub quantity_milli: Option<i64>,
    /// What the supplier should know, at most [`NOTE_LIMIT`] characters; empty for nothing.
    #[serde(default)]
    pub note: String,
}

/// Ends a wish; one that does not stand is no fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unwish {
    /// In any spelling.
    pub article: String,
}
