//! What becomes of a command of the outbox: check 1 first or not, and the step that follows each answer.
//!
//! The key and the body of a command never change. A command that may have been carried out is only ever sent again
//! with the same key; one whose lines got worse ends as a question to the user, with its lines back in the draft.

use super::backoff::{CAP_MS, wait_ms};
use super::fault::Fault;
use cabinet_desk::{CommandState, Move};
use cabinet_protocol::orders::{Quote, QuotedLine, RejectReason, Verdict};

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
    quote.lines.iter().all(QuotedLine::passes)
}

fn by_verdict(verdict: &Verdict, about: Circumstances) -> Decision {
    match verdict {
        Verdict::Placed { .. } => settle(Move::Done { verdict: text(verdict) }),
        Verdict::Changed { .. } => settle(Move::NeedsUser {
            why: why::CHANGED.to_owned(),
            verdict: text(verdict),
        }),
        Verdict::Rejected { reason } => settle(Move::Rejected {
            why: reason_code(*reason).to_owned(),
            verdict: Some(text(verdict)),
        }),
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
        Fault::Malformed | Fault::Gone | Fault::SnapshotNeeded | Fault::UnreadableRow | Fault::OutOfStep => {
            park(why::UNREADABLE)
        }
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
        Fault::Forbidden => park(why::NO_RIGHTS),
        Fault::Malformed => park(why::UNREADABLE),
        Fault::Local => not_sent(why::LOCAL, about),
        Fault::Broken
        | Fault::Damaged
        | Fault::Gone
        | Fault::SnapshotNeeded
        | Fault::UnreadableRow
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_desk::CommandState as S;
    use cabinet_domain::ids::OrderId;
    use proptest::prelude::*;

    const NOW: Circumstances = Circumstances {
        attempt: 0,
        now_ms: 1_000_000,
        dice: 0,
        retry_after_s: None,
        others_succeed: false,
        may_have_arrived: false,
    };

    fn quote() -> Quote {
        Quote {
            quote: "q".into(),
            made_at_ms: 0,
            lines: Vec::new(),
            total_minor: 0,
            currency: "RUB".into(),
        }
    }

    fn placed() -> Verdict {
        Verdict::Placed {
            order: OrderId::new("o"),
            number: "7".into(),
            total_minor: 100,
            currency: "RUB".into(),
        }
    }

    fn state_after(answer: &Answer, about: Circumstances) -> Option<S> {
        decide(answer, about).step.map(|step| step.state())
    }

    #[test]
    fn only_what_was_queued_without_a_check_and_never_sent_is_checked_first() {
        for (name, state, attempt, has_quote, expected) in [
            ("queued offline", S::Queued, 0, false, Task::Check),
            ("queued after a check", S::Queued, 0, true, Task::Send),
            ("may have been sent", S::Unknown, 0, false, Task::Send),
            ("was sent and refused by a proxy", S::Queued, 1, false, Task::Send),
        ] {
            assert_eq!(task(state, attempt, has_quote), expected, "{name}");
        }
    }

    #[test]
    fn each_answer_has_its_step() {
        let poison = Circumstances {
            attempt: 7,
            others_succeed: true,
            ..NOW
        };
        let cases = [
            ("placed", Answer::Verdict(placed()), NOW, Some(S::Done), true, false),
            (
                "changed",
                Answer::Verdict(Verdict::Changed { quote: quote() }),
                NOW,
                Some(S::NeedsUser),
                true,
                false,
            ),
            (
                "rejected",
                Answer::Verdict(Verdict::Rejected {
                    reason: RejectReason::NoPrices,
                }),
                NOW,
                Some(S::Rejected),
                true,
                false,
            ),
            (
                "in progress",
                Answer::Verdict(Verdict::InProgress),
                NOW,
                Some(S::Unknown),
                true,
                false,
            ),
            (
                "key reused",
                Answer::Verdict(Verdict::KeyReused),
                NOW,
                Some(S::Parked),
                true,
                false,
            ),
            ("clean check", Answer::CheckIsClean, NOW, None, false, false),
            (
                "worse check",
                Answer::CheckIsWorse(quote()),
                NOW,
                Some(S::NeedsUser),
                true,
                false,
            ),
            (
                "check offline",
                Answer::CheckFailed(Fault::Unreachable),
                NOW,
                Some(S::Queued),
                false,
                true,
            ),
            (
                "check broken",
                Answer::CheckFailed(Fault::Broken),
                NOW,
                Some(S::Queued),
                false,
                true,
            ),
            (
                "offline",
                Answer::SendFailed(Fault::Unreachable),
                NOW,
                Some(S::Queued),
                false,
                true,
            ),
            (
                "signed out",
                Answer::SendFailed(Fault::SignedOut),
                NOW,
                Some(S::Queued),
                false,
                true,
            ),
            (
                "no answer",
                Answer::SendFailed(Fault::Broken),
                NOW,
                Some(S::Unknown),
                true,
                true,
            ),
            (
                "no rights",
                Answer::SendFailed(Fault::Forbidden),
                NOW,
                Some(S::Parked),
                true,
                false,
            ),
            (
                "poison",
                Answer::SendFailed(Fault::Broken),
                poison,
                Some(S::Parked),
                true,
                false,
            ),
            (
                "failing for all is no poison",
                Answer::SendFailed(Fault::Broken),
                Circumstances {
                    others_succeed: false,
                    ..poison
                },
                Some(S::Unknown),
                true,
                true,
            ),
        ];
        for (name, answer, about, state, counts, ends_round) in cases {
            let decision = decide(&answer, about);
            assert_eq!(decision.step.as_ref().map(Move::state), state, "{name}");
            assert_eq!((decision.counts, decision.ends_round), (counts, ends_round), "{name}");
        }
    }

    fn any_fault() -> impl Strategy<Value = Fault> {
        proptest::sample::select(vec![
            Fault::Unreachable,
            Fault::Broken,
            Fault::Damaged,
            Fault::Gone,
            Fault::SnapshotNeeded,
            Fault::SignedOut,
            Fault::Forbidden,
            Fault::Malformed,
            Fault::UnreadableRow,
            Fault::OutOfStep,
            Fault::Local,
        ])
    }

    proptest! {
        /// I9: whatever fails, the command waits for a time that is near, or says why it does not.
        #[test]
        fn no_failure_leaves_a_command_without_a_time_or_a_reason(
            fault in any_fault(), attempt in 0_u32..1000, dice: u64, asked in proptest::option::of(any::<u64>()),
            others_succeed: bool, may_have_arrived: bool, now_ms in 0_i64..2_000_000_000_000, is_check: bool,
        ) {
            let about = Circumstances { attempt, now_ms, dice, retry_after_s: asked, others_succeed, may_have_arrived };
            let answer = if is_check { Answer::CheckFailed(fault) } else { Answer::SendFailed(fault) };
            match decide(&answer, about).step {
                Some(Move::Queued { next_at_ms, why: Some(_) } | Move::Unknown { next_at_ms, why: _ }) => {
                    prop_assert!(next_at_ms >= now_ms && next_at_ms <= now_ms + 900_000);
                }
                Some(Move::Parked { why }) => prop_assert!(!why.is_empty()),
                other => prop_assert!(false, "{:?}", other),
            }
        }

        /// A command that may have arrived is never put back among those that were not sent.
        #[test]
        fn what_may_have_arrived_is_never_called_unsent(fault in any_fault(), attempt in 0_u32..50, may_have_arrived: bool) {
            let about = Circumstances { attempt, may_have_arrived, ..NOW };
            let state = state_after(&Answer::SendFailed(fault), about);
            if may_have_arrived || !matches!(fault, Fault::Unreachable | Fault::SignedOut) {
                prop_assert!(matches!(state, Some(S::Unknown | S::Parked)));
            }
        }
    }
}
