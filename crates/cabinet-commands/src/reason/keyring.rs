//! What is wrong with the keyring of this system.

use cabinet_keys::KeyringProblem;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each is explained where it is found: cabinet_keys::KeyringProblem"
)]
pub enum KeyringFault {
    NoService,
    Locked,
    Forgetful,
    Ambiguous,
    Refused,
    Unsupported,
}

impl KeyringFault {
    pub(crate) const fn of(problem: &KeyringProblem) -> Self {
        match problem {
            KeyringProblem::NoService(_) => Self::NoService,
            KeyringProblem::Locked(_) => Self::Locked,
            KeyringProblem::Forgetful => Self::Forgetful,
            KeyringProblem::Ambiguous => Self::Ambiguous,
            KeyringProblem::Refused => Self::Refused,
            KeyringProblem::Unsupported => Self::Unsupported,
        }
    }

    /// The words of the keys' own error.
    pub(super) fn words(self) -> String {
        let problem = match self {
            Self::NoService => KeyringProblem::NoService("".into()),
            Self::Locked => KeyringProblem::Locked("".into()),
            Self::Forgetful => KeyringProblem::Forgetful,
            Self::Ambiguous => KeyringProblem::Ambiguous,
            Self::Refused => KeyringProblem::Refused,
            Self::Unsupported => KeyringProblem::Unsupported,
        };
        problem.to_string()
    }
}
