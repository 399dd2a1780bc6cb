//! What becomes of a command of the outbox: check 1 first or not, and the step that follows each answer.
//!
//! The key and the body of a command never change. A command that may have been carried out is only ever sent again
//! with the same key; one whose lines got worse ends as a question to the user, with its lines back in the draft.

use super::backoff::{CAP_MS, wait_ms};
use super::fault::Fault;
use cabinet_desk::{CommandState, Move};
use cabinet_protocol::commands::{RejectReason, Verdict};
use cabinet_protocol::orders::Quote;

/// Reasons that stand beside a waiting or settled command; a front-end shows its own words for each.
pub mod why {
    /// No connection.
    pub const OFFLINE: &str = "offline";
    /// The connection or the gateway failed; the command may have arrived.
    pub const NO_ANSWER: &str = "no_answer";
    /// The gateway is still at it.
    pub const IN_PROGRESS: &str = "in_progress";
    /// The device is signed out; nothing is sent until it is enrolled again.
    pub const SIGNED_OUT: &str = "signed_out";
    /// Something got worse.
    pub const CHANGED: &str = "changed";
    /// The person has no right to it any more.
    pub const NO_RIGHTS: &str = "no_rights";
    /// The key was used for something else: a fault of the program.
    pub const KEY_REUSED: &str = "key_reused";
    /// The gateway fails on this command again and again while it takes others.
    pub const POISON: &str = "poison";
    /// The gateway cannot read the command.
    pub const UNREADABLE: &str = "unreadable";
    /// What is stored cannot be read by this build.
    pub const STORED_UNREADABLE: &str = "stored_unreadable";
    /// This device failed, most likely its disk.
    pub const LOCAL: &str = "local";
    /// Stock that is not shown was asked about in too many quantities today.
    pub const TOO_MANY_CHECKS: &str = "too_many_checks";
    /// It was saved into a file that the supplier may take; it goes on to be sent all the same, with the same key.
    pub const IN_FILE: &str = "in_file";
    /// Files have to be uploaded first.
    pub const FILES: &str = "files";
    /// The gateway does not take a file: its kind, or its size.
    pub const FILE_REFUSED: &str = "file_refused";
}

/// What to do first with a command that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Ask for prices and stock, because the user never saw a check.
    Check,
    /// Send it.
    Send,
}

/// A command that was queued offline is checked before its first byte leaves. One that may have been sent is not:
/// its verdict is the gateway's stored one.
#[must_use]
pub const fn task(state: CommandState, attempt: u32, has_quote: bool) -> Task {
    match state {
        CommandState::Queued if attempt == 0 && !has_quote => Task::Check,
        _ => Task::Send,
    }
}

/// What came of a check or of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The check is as good as the user accepted, or better.
    CheckIsClean,
    /// The check found something worse.
    CheckIsWorse(Quote),
    /// The check itself failed; the command was not sent.
    CheckFailed(Fault),
    /// The gateway's word.
    Verdict(Verdict),
    /// No word came.
    SendFailed(Fault),
}

/// What is known when an answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    /// Tries so far, this one not counted.
    pub attempt: u32,
    /// The caller's monotone time, in milliseconds.
    pub now_ms: i64,
    /// Random.
    pub dice: u64,
    /// What the gateway asked to wait.
    pub retry_after_s: Option<u64>,
    /// Another command succeeded since this one first failed.
    pub others_succeed: bool,
    /// An earlier try may have reached the gateway.
    pub may_have_arrived: bool,
}

/// What follows from an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The step of the command; `None` when it is to be sent now.
    pub step: Option<Move>,
    /// A connection existed: the try counts.
    pub counts: bool,
    /// Nothing else of the outbox makes sense now (no network, signed out, no disk).
    pub ends_round: bool,
}

/// How often a command may meet a failing gateway, while others pass, before it is set aside.
const POISON_AT: u32 = 8;

/// How long an answer is waited for before a command counts as unanswered.
pub const SENDING_MS: i64 = 90_000;

/// Decides.
#[must_use]
pub fn decide(answer: &Answer, about: Circumstances) -> Decision {
    match answer {
        Answer::CheckIsClean => Decision {
            step: None,
            counts: false,
            ends_round: false,
        },
        Answer::CheckIsWorse(quote) => settle(Move::NeedsUser {
            why: why::CHANGED.to_owned(),
            verdict: text(&Verdict::Changed { quote: quote.clone() }),
        }),
        Answer::CheckFailed(fault) => check_failed(*fault, about),
        Answer::Verdict(verdict) => by_verdict(verdict, about),
        Answer::SendFailed(fault) => send_failed(*fault, about),
    }
}

/// Whether nothing in a check is worse than accepted.
#[must_use]
pub fn is_clean(quote: &Quote) -> bool {
    quote.is_clean()
}

fn by_verdict(verdict: &Verdict, about: Circumstances) -> Decision {
    match verdict {
        Verdict::Placed { .. } | Verdict::Done => settle(Move::Done { verdict: text(verdict) }),
        Verdict::Changed { .. } => settle(Move::NeedsUser {
            why: why::CHANGED.to_owned(),
            verdict: text(verdict),
        }),
        Verdict::Rejected { reason } => settle(Move::Rejected {
            why: reason_code(*reason).to_owned(),
            verdict: Some(text(verdict)),
        }),
        // Nothing happened: it goes again, with the same key, once its files are there.
        Verdict::NeedsFiles { .. } => Decision {
            step: Some(Move::Queued {
                next_at_ms: about.now_ms.saturating_add(wait_ms(about.attempt, about.dice, None)),
                why: Some(why::FILES.to_owned()),
            }),
            counts: true,
            ends_round: false,
        },
        Verdict::InProgress => wait_for_answer(why::IN_PROGRESS, about, false),
        Verdict::KeyReused => park(why::KEY_REUSED),
    }
}

fn send_failed(fault: Fault, about: Circumstances) -> Decision {
    match fault {
        Fault::Unreachable => not_sent(why::OFFLINE, about),
        Fault::SignedOut => not_sent(
            why::SIGNED_OUT,
            Circumstances {
                dice: u64::MAX,
                ..about
            },
        ),
        Fault::Local => wait_for_answer(why::LOCAL, about, true),
        Fault::Broken if about.others_succeed && about.attempt.saturating_add(1) >= POISON_AT => park(why::POISON),
        Fault::Broken | Fault::Damaged => wait_for_answer(why::NO_ANSWER, about, true),
        Fault::Forbidden => park(why::NO_RIGHTS),
        Fault::Malformed
        | Fault::Gone
        | Fault::SnapshotNeeded
        | Fault::UnreadableRow
        | Fault::OutOfStep
        | Fault::Differs
        | Fault::TooManyChecks => park(why::UNREADABLE),
    }
}

/// A failed check leaves the command unsent, so it stays in the queue whatever the reason.
fn check_failed(fault: Fault, about: Circumstances) -> Decision {
    match fault {
        Fault::Unreachable => not_sent(why::OFFLINE, about),
        Fault::SignedOut => not_sent(
            why::SIGNED_OUT,
            Circumstances {
                dice: u64::MAX,
                ..about
            },
        ),
        // Never sent, and not to be: the lines go back to whoever lost the right to order them.
        Fault::Forbidden => refuse(why::NO_RIGHTS),
        Fault::TooManyChecks => refuse(why::TOO_MANY_CHECKS),
        Fault::Malformed => park(why::UNREADABLE),
        Fault::Local => not_sent(why::LOCAL, about),
        Fault::Broken
        | Fault::Damaged
        | Fault::Gone
        | Fault::SnapshotNeeded
        | Fault::UnreadableRow
        | Fault::Differs
        | Fault::OutOfStep => not_sent(why::NO_ANSWER, about),
    }
}

fn settle(step: Move) -> Decision {
    Decision {
        step: Some(step),
        counts: true,
        ends_round: false,
    }
}

fn refuse(reason: &str) -> Decision {
    settle(Move::Rejected {
        why: reason.to_owned(),
        verdict: None,
    })
}

fn park(reason: &str) -> Decision {
    settle(Move::Parked { why: reason.to_owned() })
}

fn not_sent(reason: &str, about: Circumstances) -> Decision {
    let wait = wait_ms(about.attempt.max(4), about.dice, about.retry_after_s).min(CAP_MS);
    let next_at_ms = about.now_ms.saturating_add(wait);
    let why = reason.to_owned();
    // This try did not arrive, but an earlier one may have: then the command must not look withdrawable.
    let step = if about.may_have_arrived {
        Move::Unknown { next_at_ms, why }
    } else {
        Move::Queued {
            next_at_ms,
            why: Some(why),
        }
    };
    Decision {
        step: Some(step),
        counts: false,
        ends_round: true,
    }
}

fn wait_for_answer(reason: &str, about: Circumstances, ends_round: bool) -> Decision {
    let wait = wait_ms(about.attempt.saturating_add(1), about.dice, about.retry_after_s);
    let next_at_ms = about.now_ms.saturating_add(wait);
    Decision {
        step: Some(Move::Unknown {
            next_at_ms,
            why: reason.to_owned(),
        }),
        counts: true,
        ends_round,
    }
}

fn text(verdict: &Verdict) -> String {
    // Plain structs of strings and numbers: writing them as JSON cannot fail.
    serde_json::to_string(verdict).unwrap_or_default()
}

/// The word of a refusal, as on the wire.
#[must_use]
pub const fn reason_code(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::Forbidden => "forbidden",
        RejectReason::Empty => "empty",
        RejectReason::Invalid => "invalid",
        RejectReason::NoPrices => "no_prices",
        RejectReason::TooManyHolds => "too_many_holds",
        RejectReason::MixedCurrency => "mixed_currency",
        RejectReason::TooManyChecks => why::TOO_MANY_CHECKS,
        RejectReason::UnknownOrder => "unknown_order",
        RejectReason::OrderCancelled => "order_cancelled",
        RejectReason::UnknownClaim => "unknown_claim",
        RejectReason::ClaimClosed => "claim_closed",
        RejectReason::TooMuch => "too_much",
        RejectReason::BelowMinimum => "below_minimum",
        RejectReason::OverLimit => "over_limit",
    }
}

#[cfg(test)]
mod tests;
