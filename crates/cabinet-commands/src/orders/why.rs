//! Why a command of the outbox waits or was refused, as a code that each front-end words in its user's language.

use cabinet_protocol::commands::RejectReason;
use cabinet_sync::machine::outbox::{reason_code, why};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Why a command waits, or why it was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// No connection; it goes by itself.
    Offline,
    /// The gateway has not answered yet; it is asked again by itself.
    NoAnswer,
    /// The gateway is working on it.
    InProgress,
    /// This device is signed out; it goes after the next enrolment.
    SignedOut,
    /// Prices or stock got worse; the user's answer is needed.
    Changed,
    /// The person's role no longer allows it.
    NoRights,
    /// The gateway knows its key as another command: a fault of the program.
    KeyReused,
    /// The gateway fails on this one again and again while it takes others.
    Poison,
    /// It cannot be read, here or there: a fault of the program.
    Unreadable,
    /// This computer failed, most likely its disk.
    Local,
    /// It is being sent again.
    Again,
    /// The order has no lines.
    Empty,
    /// An item twice, or a quantity that cannot be ordered.
    Invalid,
    /// The legal entity has no prices to order by.
    NoPrices,
    /// The legal entity has too many goods on hold already.
    TooManyHolds,
    /// The order mixes currencies.
    MixedCurrency,
    /// Stock that is not shown was asked about in too many quantities today.
    TooManyChecks,
    /// It is in a file that the supplier may take; it is sent all the same, and happens once.
    InFile,
    /// Its files have to arrive first; they go by themselves.
    Files,
    /// The supplier does not take a file: its kind, or its size.
    FileRefused,
    /// The supplier has no such order, or no such line in it.
    UnknownOrder,
    /// The order was cancelled.
    OrderCancelled,
    /// The supplier has no such claim.
    UnknownClaim,
    /// The claim is closed.
    ClaimClosed,
    /// The order is below the least sum of the contract.
    BelowMinimum,
    /// The order is beyond the credit limit, or something is overdue.
    OverLimit,
    /// More text, or more files, than the supplier takes.
    TooMuch,
    /// The user took it back.
    Withdrawn,
    /// A reason that a later version wrote.
    Other,
}

impl Why {
    /// The stored word of the outbox.
    pub(crate) fn of(code: &str) -> Self {
        match code {
            why::OFFLINE => Self::Offline,
            why::NO_ANSWER => Self::NoAnswer,
            why::IN_PROGRESS => Self::InProgress,
            why::SIGNED_OUT => Self::SignedOut,
            why::CHANGED => Self::Changed,
            why::NO_RIGHTS => Self::NoRights,
            why::KEY_REUSED => Self::KeyReused,
            why::POISON => Self::Poison,
            why::UNREADABLE | why::STORED_UNREADABLE => Self::Unreadable,
            why::LOCAL => Self::Local,
            why::TOO_MANY_CHECKS => Self::TooManyChecks,
            why::IN_FILE => Self::InFile,
            why::FILES => Self::Files,
            why::FILE_REFUSED => Self::FileRefused,
            "restart" | "retry" => Self::Again,
            other => Self::of_refusal(other),
        }
    }

    fn of_refusal(code: &str) -> Self {
        let reasons = [
            (RejectReason::Forbidden, Self::NoRights),
            (RejectReason::Empty, Self::Empty),
            (RejectReason::Invalid, Self::Invalid),
            (RejectReason::NoPrices, Self::NoPrices),
            (RejectReason::TooManyHolds, Self::TooManyHolds),
            (RejectReason::MixedCurrency, Self::MixedCurrency),
            (RejectReason::UnknownOrder, Self::UnknownOrder),
            (RejectReason::OrderCancelled, Self::OrderCancelled),
            (RejectReason::UnknownClaim, Self::UnknownClaim),
            (RejectReason::ClaimClosed, Self::ClaimClosed),
            (RejectReason::BelowMinimum, Self::BelowMinimum),
            (RejectReason::OverLimit, Self::OverLimit),
            (RejectReason::TooMuch, Self::TooMuch),
        ];
        let known = reasons.into_iter().find(|(reason, _)| reason_code(*reason) == code);
        known.map_or(Self::Other, |(_, why)| why)
    }
}
