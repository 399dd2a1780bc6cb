//! Kinds of feedback: what a dealer's person says of the program or of the supplier's service.

use serde::{Deserialize, Serialize};

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackKind {
    /// Something does not work.
    Problem,
    /// Something could be better.
    Idea,
    /// Something is not clear.
    Question,
}

impl FeedbackKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Problem, Self::Idea, Self::Question];

    /// The word used on the wire, in SQL and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Idea => "idea",
            Self::Question => "question",
        }
    }

    /// Reads [`FeedbackKind::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
