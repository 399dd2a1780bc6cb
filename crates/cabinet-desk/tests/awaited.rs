//! What the user set to wait beside an order waits once it is placed, and goes back to its line when it is not.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_desk::{Desk, Move, PlacedLine, Placement, Settlement, Withdrawal, new_command_key};
use cabinet_domain::ids::{CommandKey, DraftId};
use common::{draft_with, entity, line, open};

/// Of two pieces of "a" one goes and one waits; "b" waits whole; "c" goes.
fn ordered(desk: &Desk, draft: &DraftId) -> CommandKey {
    let settlement = Settlement {
        removed: vec!["b".into()],
        rewritten: vec![line("a", 1)],
        waiting: vec![line("a", 1), line("b", 2)],
        ..Settlement::default()
    };
    let goes = |item: &str, quantity_milli| PlacedLine {
        item: item.into(),
        quantity_milli,
    };
    let key = new_command_key();
    let placement = Placement {
        draft: draft.clone(),
        key: key.clone(),
        body: "{\"kind\":\"place\"}".to_owned(),
        lines: vec![goes("a", 1_000), goes("c", 2_000)],
        standing: None,
    };
    desk.settle_and_queue(&entity(), &settlement, &placement, 5).unwrap();
    key
}

fn lines(desk: &Desk, draft: &DraftId) -> Vec<(String, i64, bool)> {
    let Some(draft) = desk.draft(&entity(), draft).unwrap() else {
        return Vec::new();
    };
    let of_line =
        |line: cabinet_desk::DraftLine| (line.item.to_string(), line.quantity_milli, line.in_command.is_some());
    draft.lines.into_iter().map(of_line).collect()
}

fn waiting(desk: &Desk) -> Vec<(String, i64, bool)> {
    let drafts = desk.drafts(&entity(), false).unwrap();
    let found = drafts.iter().find(|draft| draft.kind.code() == "waiting");
    found.map_or_else(Vec::new, |draft| lines(desk, &draft.id))
}

fn whole() -> Vec<(String, i64, bool)> {
    ["a", "b", "c"].map(|item| (item.to_owned(), 2_000, false)).to_vec()
}

fn settle(desk: &Desk, key: &CommandKey, step: &Move) {
    desk.advance(key, &Move::Sending { until_ms: 9 }, 6).unwrap();
    desk.advance(key, step, 7).unwrap();
}

fn done() -> Move {
    Move::Done {
        verdict: "{}".to_owned(),
    }
}

#[test]
fn the_rest_waits_once_the_order_is_placed_and_is_told_of_once() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b", "c"]);
    let key = ordered(&desk, &draft);
    let on_its_way = [("a", 1_000), ("b", 2_000), ("c", 2_000)].map(|(item, milli)| (item.to_owned(), milli, true));
    assert_eq!(lines(&desk, &draft), on_its_way);
    assert_eq!((waiting(&desk), desk.awaited().unwrap().len()), (Vec::new(), 0));
    drop(desk);
    let desk = open(dir.path(), 5);
    settle(&desk, &key, &done());
    assert_eq!(lines(&desk, &draft), Vec::new(), "the draft is empty and gone");
    let waits = [("a", 1_000), ("b", 2_000)].map(|(item, milli)| (item.to_owned(), milli, false));
    assert_eq!(waiting(&desk), waits);
    let awaited = desk.awaited().unwrap();
    assert_eq!(awaited.len(), 2);
    for rest in &awaited {
        desk.awaited_is_asked_for(rest).unwrap();
    }
    assert_eq!(desk.awaited().unwrap(), []);
}

#[test]
fn nothing_waits_of_an_order_that_was_not_placed() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b", "c"]);
    let asks = Move::NeedsUser {
        why: "changed".to_owned(),
        verdict: "{}".to_owned(),
    };
    let refused = Move::Rejected {
        why: "no_rights".to_owned(),
        verdict: None,
    };
    for step in [asks, refused] {
        let key = ordered(&desk, &draft);
        settle(&desk, &key, &step);
        assert_eq!(lines(&desk, &draft), whole(), "{step:?}");
    }
    let key = ordered(&desk, &draft);
    assert_eq!(desk.withdraw(&entity(), &key, 8).unwrap(), Withdrawal::Cancelled);
    assert_eq!(lines(&desk, &draft), whole());
    let key = ordered(&desk, &draft);
    assert_eq!(
        desk.refuse_unsent(|command| command.key == key, "no_rights", 9)
            .unwrap(),
        1
    );
    assert_eq!(lines(&desk, &draft), whole());
    assert_eq!((waiting(&desk), desk.awaited().unwrap().len()), (Vec::new(), 0));
}

#[test]
fn what_waits_already_and_is_on_its_way_itself_takes_the_rest_when_that_is_over() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b", "c"]);
    let first = ordered(&desk, &draft);
    settle(&desk, &first, &done());
    let drafts = desk.drafts(&entity(), false).unwrap();
    let waits = Placement {
        draft: drafts[0].id.clone(),
        key: new_command_key(),
        body: "{\"kind\":\"place\"}".to_owned(),
        lines: vec![PlacedLine {
            item: "b".into(),
            quantity_milli: 2_000,
        }],
        standing: None,
    };
    desk.queue_placement(&entity(), &waits, 10).unwrap();
    let again = draft_with(&desk, &["a", "b", "c"]);
    let second = ordered(&desk, &again);
    settle(&desk, &second, &done());
    let now = [("a", 2_000, false), ("b", 2_000, true)].map(|(item, milli, locked)| (item.to_owned(), milli, locked));
    assert_eq!(waiting(&desk), now, "the line on its way stays as it was ordered");
    settle(&desk, &waits.key, &done());
    let now = [("a", 2_000), ("b", 2_000)].map(|(item, milli)| (item.to_owned(), milli, false));
    assert_eq!(waiting(&desk), now);
}
