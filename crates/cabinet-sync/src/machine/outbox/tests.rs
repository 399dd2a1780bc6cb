//! Each answer has its step, and no failure leaves a command without a time or a reason.

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
        delivery: Vec::new(),
        gifts: Vec::new(),
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
            "files are missing",
            Answer::Verdict(Verdict::NeedsFiles {
                missing: vec!["0".repeat(64)],
            }),
            NOW,
            Some(S::Queued),
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
        Fault::TooManyChecks,
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
            // Only what was never sent is refused here: its lines go back to the user.
            Some(Move::Rejected { why, .. }) => prop_assert!(is_check && !why.is_empty()),
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
