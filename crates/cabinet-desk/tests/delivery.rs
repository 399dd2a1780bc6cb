//! The delivery of a draft and comments on its lines: on the disk at once, and taken over by the next draft.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_desk::{Chosen, DeskError, DraftDelivery, LineChange, Move};
use common::{draft_with, entity, line, open, place};

fn chosen(id: &str) -> Option<Chosen> {
    Some(Chosen {
        id: id.to_owned(),
        words: format!("words of {id}"),
    })
}

fn by_branch() -> DraftDelivery {
    DraftDelivery {
        way: chosen("np"),
        carrier: chosen("np"),
        branch: chosen("k12"),
        address: None,
        date: Some("2026-12-01".to_owned()),
        own_number: "45/2".to_owned(),
        ship_together: "Машина".to_owned(),
    }
}

#[test]
fn a_choice_is_on_the_disk_and_the_next_draft_begins_with_the_last_order_s() {
    let dir = tempfile::tempdir().unwrap();
    let draft = {
        let desk = open(dir.path(), 0);
        let draft = draft_with(&desk, &["a", "b"]);
        assert_eq!(desk.draft_delivery(&draft).unwrap(), DraftDelivery::default());
        desk.set_draft_delivery(&entity(), &draft, &by_branch(), 5).unwrap();
        draft
    };
    let desk = open(dir.path(), 9);
    assert_eq!(desk.draft_delivery(&draft).unwrap(), by_branch());
    let before = desk.create_draft(&entity(), "до заказа", 10).unwrap();
    assert_eq!(desk.draft_delivery(&before).unwrap(), DraftDelivery::default());
    place(&desk, &draft, &["a"], 11);
    let next = desk.create_draft(&entity(), "после", 12).unwrap();
    let expected = DraftDelivery {
        date: None,
        own_number: String::new(),
        ship_together: String::new(),
        ..by_branch()
    };
    assert_eq!(
        desk.draft_delivery(&next).unwrap(),
        expected,
        "without the day and the number"
    );
    let other = desk.create_draft(&"entity-2".into(), "чужой", 13).unwrap();
    assert_eq!(desk.draft_delivery(&other).unwrap(), DraftDelivery::default());
    // An order whose delivery was left open is the last one too.
    let open_one = draft_with(&desk, &["c"]);
    desk.set_draft_delivery(&entity(), &open_one, &DraftDelivery::default(), 14)
        .unwrap();
    place(&desk, &open_one, &["c"], 15);
    let next = desk.create_draft(&entity(), "ещё", 16).unwrap();
    assert_eq!(desk.draft_delivery(&next).unwrap(), DraftDelivery::default());
}

#[test]
fn a_comment_comes_back_with_its_line_and_goes_with_the_ordered_one() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b"]);
    let (a, b) = ("a".into(), "b".into());
    desk.set_line_comment(&entity(), &draft, &a, "без коробки", 3).unwrap();
    desk.set_line_comment(&entity(), &draft, &b, "срочно", 3).unwrap();
    desk.remove_line(&entity(), &draft, &b, 4).unwrap();
    desk.put_lines(&entity(), &draft, &[line("b", 1)], LineChange::Set, 5)
        .unwrap();
    assert_eq!(desk.line_comments(&draft).unwrap()[&b], "срочно", "undo brings it back");
    let key = place(&desk, &draft, &["a"], 6);
    let refused = desk.set_line_comment(&entity(), &draft, &a, "поздно", 7);
    assert!(matches!(refused, Err(DeskError::LineInFlight)));
    let none = desk.set_line_comment(&entity(), &draft, &"z".into(), "нет", 7);
    assert!(matches!(none, Err(DeskError::NoSuchLine)));
    desk.advance(&key, &Move::Sending { until_ms: 100 }, 8).unwrap();
    let done = Move::Done {
        verdict: "{}".to_owned(),
    };
    desk.advance(&key, &done, 9).unwrap();
    let left = desk.line_comments(&draft).unwrap();
    assert_eq!(left.len(), 1, "{left:?}");
    desk.set_line_comment(&entity(), &draft, &b, "", 10).unwrap();
    assert!(desk.line_comments(&draft).unwrap().is_empty());
}
