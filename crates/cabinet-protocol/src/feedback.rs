//! Feedback: what a person says of the program, with a picture of the window when the person added one.

use cabinet_domain::feedback::FeedbackKind;
use serde::{Deserialize, Serialize};

/// The longest text, in characters.
pub const TEXT_LIMIT: usize = 4_000;
/// The largest picture, in bytes before base64.
pub const SCREENSHOT_LIMIT: usize = 1024 * 1024;
/// The longest name of a screen, a language or a version, in characters.
pub const WORD_LIMIT: usize = 60;

/// Tells the supplier's people something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendFeedback {
    /// What it is; on the wire `about`, because `kind` is the word of the command there.
    #[serde(rename = "about")]
    pub kind: FeedbackKind,
    /// At most [`TEXT_LIMIT`] characters, not blank.
    pub text: String,
    /// A JPEG in base64 (standard alphabet, padded), at most [`SCREENSHOT_LIMIT`] bytes; `None` when the person added none.
    #[serde(default)]
    pub screenshot: Option<String>,
    /// Version of the program; at most [`WORD_LIMIT`] characters, as the following.
    #[serde(default)]
    pub app_version: String,
    /// Which screen was open.
    #[serde(default)]
    pub screen: String,
    /// Language of the window.
    #[serde(default)]
    pub language: String,
}
