//! Feedback to the supplier's people: said offline too, with a picture of the window only when the user added it.

mod picture;
mod send;

pub use picture::picture;
pub use send::send;

use serde::{Deserialize, Serialize};
use specta::Type;

/// What is said.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FeedbackRequest {
    /// For which legal entity the person works now.
    pub entity: String,
    /// `cabinet_domain::feedback::FeedbackKind::code`.
    pub kind: String,
    /// In the person's words.
    pub text: String,
    /// The picture that the user saw and added, a JPEG in base64; `None` when none was.
    pub screenshot: Option<String>,
    /// Name of the open screen.
    pub screen: String,
    /// Language of the window.
    pub language: String,
}
