//! The one error that crosses to a front-end.

use crate::reason::Reason;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What a front-end may branch on. A code is added only when a front-end acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// No profile yet, or it is locked: show the first-run or unlock page.
    NotReady,
    /// The supplier's data are not in the local copy yet, or were removed as damaged: sync first.
    NotLoaded,
    /// The passphrase or the recovery code is wrong.
    WrongSecret,
    /// A passphrase is needed because no keyring runs here.
    PassphraseNeeded,
    /// The keyring does not give the key although this profile has one (recovery code or keyring needed), or keys.json
    /// is gone (a backup needed).
    KeyMissing,
    /// The invitation code is unknown.
    CodeUnknown,
    /// The invitation code was used already.
    CodeUsed,
    /// The invitation code is out of date.
    CodeExpired,
    /// The address is not that of a gateway, or it answers something else (a portal's HTML page).
    NotAGateway,
    /// The gateway cannot be reached.
    Offline,
    /// The proxy of this network wants a login and a password.
    Proxy,
    /// The gateway failed, or sent what cannot be used: time may heal it.
    Failing,
    /// The gateway's certificate is not the pinned one, or not trusted.
    Certificate,
    /// The gateway refuses this device; enrol again.
    SignedOut,
    /// The person's role does not allow it.
    NotAllowed,
    /// Stock that is not shown was asked about in too many quantities today.
    TooManyChecks,
    /// There is no such draft, order, document, item.
    NotFound,
    /// The input cannot be used; the reason says what and why.
    Invalid,
    /// The goods are priced in different currencies: order them apart.
    MixedCurrency,
    /// Another program uses the profile, or a sync is already running.
    Busy,
    /// The user stopped it.
    Stopped,
    /// The disk is full.
    DiskFull,
    /// The profile was written by a newer version of the program.
    Newer,
    /// The precious file is damaged; it was set aside.
    Damaged,
    /// No printing system, or no such printer.
    Printer,
    /// This is the built-in sample: nothing of it is ever sent.
    Sample,
    /// This program failed; details are in the log.
    Internal,
}

/// An error with a cause in plain words, without SQL, prices, names or tokens.
#[derive(Debug, Clone, Serialize, Deserialize, Type, thiserror::Error)]
#[error("{message}")]
pub struct CommandError {
    /// What to branch on.
    pub code: ErrorCode,
    /// English words for the log and the command line; the UI shows its own text by code and reason.
    pub message: String,
    /// Why, for a front-end's own words; `None` where the code says everything, and for a fault of the program.
    pub reason: Option<Reason>,
}

impl CommandError {
    /// An error that its code explains, or that only people of support can act on. A user of the window is told by a
    /// [`Reason`] what to do.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            reason: None,
        }
    }
}

impl From<Reason> for CommandError {
    fn from(reason: Reason) -> Self {
        Self {
            code: reason.code(),
            message: reason.to_string(),
            reason: Some(reason),
        }
    }
}
