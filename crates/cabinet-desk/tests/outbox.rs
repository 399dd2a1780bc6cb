//! The outbox: placing, sending, verdicts, restarts; on a real encrypted desk.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_desk::outbox::LONGEST_WAIT_MS;
use cabinet_desk::session::{SAMPLE_GATEWAY, Session, Tokens};
use cabinet_desk::{
    AdvanceError, CommandState, Desk, DeskError, LineChange, Move, NewCommand, PlaceError, Withdrawal, new_command_key,
};
use cabinet_domain::ids::CommandKey;
use common::{draft_with, entity, items_of, line, open, place, placement};
use proptest::prelude::*;

fn sending() -> Move {
    Move::Sending { until_ms: 60_000 }
}

fn done() -> Move {
    Move::Done {
        verdict: "{}".to_owned(),
    }
}

fn changed() -> Move {
    Move::NeedsUser {
        why: "changed".to_owned(),
        verdict: "{}".to_owned(),
    }
}

fn rejected() -> Move {
    Move::Rejected {
        why: "forbidden".to_owned(),
        verdict: None,
    }
}

fn unknown() -> Move {
    Move::Unknown {
        next_at_ms: 500,
        why: "timeout".to_owned(),
    }
}

fn due(desk: &Desk, now_ms: i64) -> Vec<CommandKey> {
    desk.due_commands(now_ms, 50)
        .unwrap()
        .into_iter()
        .map(|command| command.key)
        .collect()
}

fn to_send_for(desk: &Desk, key: &CommandKey) -> Option<CommandKey> {
    desk.command_to_send_for(key).unwrap().map(|command| command.key)
}

#[test]
fn i6_placing_queues_the_command_and_locks_its_lines_together() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b", "c"]);
    let key = place(&desk, &draft, &["a", "b"], 100);
    let command = desk.command(&key).unwrap().unwrap();
    assert_eq!(
        (command.state, command.attempt, command.next_at_ms),
        (CommandState::Queued, 0, Some(100))
    );
    assert_eq!(command.chain, format!("draft:{draft}"));
    let lines = [("a".to_owned(), true), ("b".to_owned(), true), ("c".to_owned(), false)];
    assert_eq!(items_of(&desk, &draft), lines);
    assert!(matches!(
        desk.put_lines(&entity(), &draft, &[line("a", 1)], LineChange::Add, 3),
        Err(DeskError::LineInFlight)
    ));
    assert!(matches!(
        desk.remove_line(&entity(), &draft, &"a".into(), 3),
        Err(DeskError::LineInFlight)
    ));
    assert!(matches!(
        desk.trash_draft(&entity(), &draft, 3),
        Err(DeskError::LineInFlight)
    ));
    desk.put_lines(&entity(), &draft, &[line("d", 1)], LineChange::Set, 3)
        .unwrap();
}

#[test]
fn a_command_that_failed_does_not_stand_before_those_of_other_chains() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let (bad, good) = (draft_with(&desk, &["a"]), draft_with(&desk, &["b"]));
    let bad = place(&desk, &bad, &["a"], 100);
    let good = place(&desk, &good, &["b"], 101);
    assert_eq!(due(&desk, 1_000), [bad.clone(), good.clone()], "as they were queued");
    desk.advance(&bad, &Move::Sending { until_ms: 400 }, 110).unwrap();
    desk.advance(&bad, &unknown(), 120).unwrap();
    assert_eq!(due(&desk, 1_000), [good, bad], "also where everything is sent at once");
}

#[test]
fn nothing_is_queued_unless_the_draft_is_what_the_user_saw() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b"]);
    let key = new_command_key();
    let place = |items: &[&str]| desk.queue_placement(&entity(), &placement(&draft, items, &key), 5);
    assert!(matches!(place(&[]), Err(PlaceError::Empty)));
    assert!(matches!(place(&["a", "z"]), Err(PlaceError::DraftChanged { item }) if item.as_str() == "z"));
    assert!(matches!(place(&["a", "a"]), Err(PlaceError::DraftChanged { .. })));
    desk.put_lines(&entity(), &draft, &[line("b", 9)], LineChange::Set, 3)
        .unwrap();
    assert!(matches!(place(&["a", "b"]), Err(PlaceError::DraftChanged { item }) if item.as_str() == "b"));
    let other = desk.queue_placement(&"entity-2".into(), &placement(&draft, &["a"], &key), 5);
    assert!(matches!(other, Err(PlaceError::Desk(DeskError::NoSuchDraft))));
    assert!(desk.command(&key).unwrap().is_none());
    assert!(items_of(&desk, &draft).iter().all(|(_, locked)| !locked));
    place(&["a"]).unwrap();
    assert!(matches!(place(&["a"]), Err(PlaceError::Desk(DeskError::LineInFlight))));
}

#[test]
fn a_placed_order_takes_its_lines_and_an_empty_draft_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b", "c"]);
    let first = place(&desk, &draft, &["a", "b"], 100);
    desk.advance(&first, &sending(), 110).unwrap();
    desk.count_attempt(&first).unwrap();
    desk.advance(&first, &done(), 120).unwrap();
    assert_eq!(items_of(&desk, &draft), [("c".to_owned(), false)]);
    let settled = desk.command(&first).unwrap().unwrap();
    assert_eq!(
        (settled.attempt, settled.settled_ms, settled.verdict.as_deref()),
        (1, Some(120), Some("{}"))
    );
    let second = place(&desk, &draft, &["c"], 130);
    desk.advance(&second, &sending(), 140).unwrap();
    desk.advance(&second, &done(), 150).unwrap();
    assert!(desk.draft(&entity(), &draft).unwrap().is_none());
    assert_eq!(desk.commands(&entity(), "place", 10).unwrap().len(), 2);
    assert!(desk.commands(&"entity-2".into(), "place", 10).unwrap().is_empty());
}

#[test]
fn a_changed_or_rejected_order_gives_its_lines_back() {
    for verdict in [changed(), rejected()] {
        let dir = tempfile::tempdir().unwrap();
        let desk = open(dir.path(), 0);
        let draft = draft_with(&desk, &["a"]);
        let key = place(&desk, &draft, &["a"], 100);
        desk.advance(&key, &sending(), 110).unwrap();
        desk.advance(&key, &verdict, 120).unwrap();
        assert_eq!(items_of(&desk, &draft), [("a".to_owned(), false)]);
        assert!(desk.command(&key).unwrap().unwrap().why.is_some());
        let refused = desk.advance(&key, &sending(), 130);
        assert!(matches!(refused, Err(AdvanceError::NotAllowed { .. })));
        place(&desk, &draft, &["a"], 140);
    }
}

#[test]
fn what_was_being_sent_at_the_last_exit_is_unknown_and_due_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a"]);
    let key = place(&desk, &draft, &["a"], 100);
    desk.advance(&key, &sending(), 110).unwrap();
    assert!(due(&desk, i64::MAX).is_empty(), "not sent twice at once");
    drop(desk);
    let desk = open(dir.path(), 5_000);
    let command = desk.command(&key).unwrap().unwrap();
    assert_eq!(
        (command.state, command.next_at_ms, command.is_doubtful),
        (CommandState::Unknown, Some(5_000), true)
    );
    assert_eq!(due(&desk, 5_000), std::slice::from_ref(&key));
    assert_eq!(items_of(&desk, &draft), [("a".to_owned(), true)]);
    assert_eq!(
        desk.withdraw(&entity(), &key, 5_001).unwrap(),
        Withdrawal::MayHaveHappened
    );
}

#[test]
fn i9_a_clock_that_was_set_back_strands_no_command() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a"]);
    let year = 365 * 24 * 3_600_000;
    let key = place(&desk, &draft, &["a"], year);
    drop(desk);
    let desk = open(dir.path(), 1_000);
    assert_eq!(desk.next_command_at_ms().unwrap(), Some(1_000));
    assert_eq!(due(&desk, 1_000), [key]);
    assert!(desk.overdue_commands(1_000 - LONGEST_WAIT_MS).unwrap().is_empty());
    assert_eq!(desk.overdue_commands(1_001).unwrap().len(), 1);
}

#[test]
fn i7_what_left_in_a_file_may_have_happened_and_is_sent_until_its_verdict() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let (one, other) = (draft_with(&desk, &["a", "b"]), draft_with(&desk, &["a"]));
    let first = place(&desk, &one, &["a"], 10);
    let second = place(&desk, &one, &["b"], 11);
    let aside = place(&desk, &other, &["a"], 12);
    let why = "poison".to_owned();
    desk.advance(&aside, &Move::Parked { why }, 13).unwrap();
    let out = desk.hand_out_queue(|command| command.key != second, 20).unwrap();
    let keys: Vec<_> = out.into_iter().map(|command| command.key).collect();
    assert_eq!(
        keys,
        [first.clone(), aside.clone()],
        "in the order in which they were queued"
    );
    for key in [&first, &aside] {
        let command = desk.command(key).unwrap().unwrap();
        assert_eq!(
            (
                command.state,
                command.is_doubtful,
                command.next_at_ms,
                command.why.as_deref()
            ),
            (CommandState::Unknown, true, Some(20), Some("in_file"))
        );
        assert_eq!(
            desk.withdraw(&entity(), key, 21).unwrap(),
            Withdrawal::MayHaveHappened,
            "it may be taken at any time"
        );
    }
    assert_eq!(
        desk.refuse_unsent(|_| true, "no_rights", 22).unwrap(),
        1,
        "only the other one"
    );
    assert_eq!(due(&desk, 22), [first, aside]);
}

#[test]
fn i8_a_chain_keeps_its_order_and_stops_no_other_chain() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let (one, other) = (draft_with(&desk, &["a", "b"]), draft_with(&desk, &["a"]));
    let first = place(&desk, &one, &["a"], 10);
    let second = place(&desk, &one, &["b"], 11);
    let third = place(&desk, &other, &["a"], 12);
    assert_eq!(due(&desk, 20), [first.clone(), third.clone()]);
    assert_eq!(
        to_send_for(&desk, &second),
        Some(first.clone()),
        "its turn has not come"
    );
    assert_eq!(to_send_for(&desk, &third), Some(third.clone()));
    desk.advance(&first, &sending(), 20).unwrap();
    desk.advance(&first, &unknown(), 21).unwrap();
    assert_eq!(
        to_send_for(&desk, &second),
        Some(first.clone()),
        "it may be there already"
    );
    assert_eq!(
        due(&desk, 21),
        std::slice::from_ref(&third),
        "the first waits, and the second waits for it"
    );
    desk.advance(
        &first,
        &Move::Parked {
            why: "poison".to_owned(),
        },
        22,
    )
    .unwrap();
    assert_eq!(due(&desk, 1_000), [third]);
    assert_eq!(to_send_for(&desk, &second), None, "the user is asked first");
    desk.advance(
        &first,
        &Move::Queued {
            next_at_ms: 30,
            why: None,
        },
        23,
    )
    .unwrap();
    desk.advance(&first, &sending(), 30).unwrap();
    desk.advance(&first, &done(), 31).unwrap();
    assert!(due(&desk, 1_000).contains(&second));
    assert_eq!(to_send_for(&desk, &second), Some(second));
    assert_eq!(to_send_for(&desk, &first), None, "it is done");
}

#[test]
fn only_what_cannot_have_been_carried_out_is_withdrawn() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let offline = Move::Queued {
        next_at_ms: 900,
        why: Some("offline".to_owned()),
    };
    let parked = Move::Parked {
        why: "no_rights".to_owned(),
    };
    let cases: [(&str, Vec<Move>, Withdrawal); 7] = [
        ("queued", vec![], Withdrawal::Cancelled),
        (
            "never got a connection",
            vec![sending(), offline.clone()],
            Withdrawal::Cancelled,
        ),
        (
            "refused by rights",
            vec![sending(), parked.clone()],
            Withdrawal::Cancelled,
        ),
        ("on its way", vec![sending()], Withdrawal::MayHaveHappened),
        (
            "an answer was lost",
            vec![sending(), unknown(), sending(), offline],
            Withdrawal::MayHaveHappened,
        ),
        (
            "an answer was lost, then parked",
            vec![sending(), unknown(), parked],
            Withdrawal::MayHaveHappened,
        ),
        ("done", vec![sending(), done()], Withdrawal::Settled),
    ];
    for (name, steps, expected) in cases {
        let draft = draft_with(&desk, &["a"]);
        let key = place(&desk, &draft, &["a"], 1);
        for step in steps {
            desk.advance(&key, &step, 2).unwrap();
        }
        let other = desk.withdraw(&"entity-2".into(), &key, 3);
        assert!(matches!(other, Err(AdvanceError::NoSuchCommand)), "{name}");
        assert_eq!(desk.withdraw(&entity(), &key, 3).unwrap(), expected, "{name}");
        let is_locked = items_of(&desk, &draft).first().map(|(_, locked)| *locked);
        let lock = match expected {
            Withdrawal::Cancelled => Some(false),
            Withdrawal::MayHaveHappened => Some(true),
            Withdrawal::Settled => None,
        };
        assert_eq!(is_locked, lock, "{name}");
    }
}

#[test]
fn an_unknown_key_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let key = new_command_key();
    assert!(matches!(
        desk.advance(&key, &done(), 1),
        Err(AdvanceError::NoSuchCommand)
    ));
    assert!(matches!(desk.count_attempt(&key), Err(AdvanceError::NoSuchCommand)));
    assert!(desk.command(&key).unwrap().is_none());
    assert_eq!(desk.next_command_at_ms().unwrap(), None);
}

fn moves() -> impl Strategy<Value = Option<Move>> {
    proptest::option::weighted(
        0.85,
        prop_oneof![
            Just(sending()),
            (0..2_000_i64).prop_map(|next_at_ms| Move::Queued { next_at_ms, why: None }),
            (0..2_000_i64).prop_map(|next_at_ms| Move::Unknown {
                next_at_ms,
                why: "timeout".to_owned()
            }),
            Just(changed()),
            Just(rejected()),
            Just(Move::Parked {
                why: "poison".to_owned()
            }),
            Just(done()),
        ],
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever happens, in any order, with restarts in between (`None`): a line is locked exactly while its command
    /// may still be carried out, and no command waits without a time or a reason.
    #[test]
    fn a_line_is_locked_exactly_while_its_command_is_open(steps in proptest::collection::vec(moves(), 0..12)) {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = open(dir.path(), 0);
        let draft = draft_with(&desk, &["a", "b"]);
        let key = place(&desk, &draft, &["a"], 1);
        let mut state = CommandState::Queued;
        for step in steps {
            match step {
                None => {
                    drop(desk);
                    desk = open(dir.path(), 1_000);
                    if state == CommandState::Sending {
                        state = CommandState::Unknown;
                    }
                }
                Some(step) => {
                    let moved = desk.advance(&key, &step, 7);
                    prop_assert_eq!(moved.is_ok(), state.may_become(step.state()));
                    if moved.is_ok() {
                        state = step.state();
                    }
                }
            }
            let command = desk.command(&key).unwrap().unwrap();
            prop_assert_eq!(command.state, state);
            prop_assert_eq!(state.is_on_its_way(), command.next_at_ms.is_some());
            prop_assert_eq!(state.is_on_its_way(), command.settled_ms.is_none());
            let lines = items_of(&desk, &draft);
            let of_order = lines.iter().find(|(item, _)| item == "a").map(|(_, locked)| *locked);
            let expected = if state == CommandState::Done { None } else { Some(state.holds_lines()) };
            prop_assert_eq!(of_order, expected);
            prop_assert!(lines.contains(&("b".to_owned(), false)));
        }
    }
}

#[test]
fn a_command_without_a_draft_waits_for_its_turn_in_its_chain_only() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let command = |chain: &str, kind| NewCommand {
        key: new_command_key(),
        chain: chain.to_owned(),
        kind,
        entity: entity(),
        body: "{}".to_owned(),
    };
    let (first, second) = (
        command("subscription:a", "subscribe"),
        command("subscription:a", "unsubscribe"),
    );
    let other = command("subscription:b", "subscribe");
    for command in [&first, &second, &other] {
        desk.queue_command(command, 10).unwrap();
    }
    assert_eq!(due(&desk, 10), [first.key.clone(), other.key.clone()]);
    desk.advance(&first.key, &sending(), 10).unwrap();
    desk.advance(&first.key, &done(), 11).unwrap();
    assert_eq!(due(&desk, 11), [second.key.clone(), other.key]);
    assert!(desk.commands(&entity(), "place", 10).unwrap().is_empty());
    assert_eq!(desk.commands(&entity(), "subscribe", 10).unwrap().len(), 2);
    assert!(desk.queue_command(&first, 12).is_err(), "a key is used once");
}

#[test]
fn the_desk_of_the_sample_queues_nothing_whatever_the_command() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a"]);
    desk.put_session(&Session {
        device: "d".to_owned(),
        person: "p".into(),
        person_name: String::new(),
        supplier_name: String::new(),
        gateway_url: SAMPLE_GATEWAY.to_owned(),
        pinned_fingerprint: None,
        tokens: Tokens {
            access_token: String::new(),
            access_until_ms: 0,
            refresh_token: String::new(),
        },
        clock_offset_ms: 0,
    })
    .unwrap();
    let key = new_command_key();
    let placed = desk.queue_placement(&entity(), &placement(&draft, &["a"], &key), 1);
    assert!(matches!(placed, Err(PlaceError::Desk(DeskError::Sample))));
    let command = NewCommand {
        key,
        chain: "goods:x".to_owned(),
        kind: "subscribe",
        entity: entity(),
        body: "{}".to_owned(),
    };
    assert!(matches!(desk.queue_command(&command, 1), Err(DeskError::Sample)));
    assert_eq!(due(&desk, i64::MAX), []);
    assert_eq!(items_of(&desk, &draft), [("a".to_owned(), false)]);
}
