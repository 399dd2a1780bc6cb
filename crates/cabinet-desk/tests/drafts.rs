//! Drafts and their lines on a real encrypted desk.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_desk::{
    DeskError, DraftKind, Grant, LineChange, LineUnit, MOST_KEPT_BYTES, NewLine, Session, Settlement, Tokens, desk,
};
use cabinet_domain::access::Role;
use cabinet_domain::marks::{LineMarks, LinePart};
use cabinet_domain::stock::StockMode;
use cabinet_sqlite::{Integrity, OpenError};
use common::{draft_with, entity, items_of, line, open};

#[test]
fn a_draft_survives_a_restart_with_copies_of_what_the_mirror_knew() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["b", "a", "p#1"]);
    desk.describe_draft(&entity(), &draft, "Срочно", "до обеда", 9).unwrap();
    drop(desk);
    let desk = open(dir.path(), 10);
    let found = desk.draft(&entity(), &draft).unwrap().unwrap();
    assert_eq!(
        (found.summary.name.as_str(), found.summary.comment.as_str()),
        ("Срочно", "до обеда")
    );
    assert_eq!(
        (
            found.summary.created_ms,
            found.summary.updated_ms,
            found.summary.line_count
        ),
        (1, 9, 3)
    );
    let order: Vec<_> = found.lines.iter().map(|line| line.item.as_str()).collect();
    assert_eq!(order, ["b", "a", "p#1"]);
    let first = &found.lines[0];
    assert_eq!(
        (first.article.as_str(), first.name.as_str(), first.unit.as_str()),
        ("art-b", "Болт b", "шт")
    );
    assert_eq!(
        (first.quantity_milli, first.seen_price.clone()),
        (2000, Some((12_300, "RUB".to_owned())))
    );
    assert_eq!(desk.check().unwrap(), Integrity::Sound);
}

#[test]
fn a_draft_is_seen_only_by_its_own_entity() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a"]);
    let other = "entity-2".into();
    assert!(desk.draft(&other, &draft).unwrap().is_none());
    assert!(desk.drafts(&other, false).unwrap().is_empty());
    assert!(matches!(
        desk.put_lines(&other, &draft, &[line("b", 1)], LineChange::Set, 3),
        Err(DeskError::NoSuchDraft)
    ));
    assert!(matches!(
        desk.remove_line(&other, &draft, &"a".into(), 3),
        Err(DeskError::NoSuchDraft)
    ));
    assert!(matches!(
        desk.trash_draft(&other, &draft, 3),
        Err(DeskError::NoSuchDraft)
    ));
    assert!(matches!(
        desk.describe_draft(&other, &draft, "x", "", 3),
        Err(DeskError::NoSuchDraft)
    ));
    assert_eq!(desk.drafts(&entity(), false).unwrap().len(), 1);
}

#[test]
fn lines_are_set_added_and_removed_and_a_removed_line_can_be_put_back() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a"]);
    let quantity = || {
        desk.draft(&entity(), &draft)
            .unwrap()
            .unwrap()
            .lines
            .first()
            .map(|line| line.quantity_milli)
    };
    desk.put_lines(&entity(), &draft, &[line("a", 3)], LineChange::Add, 3)
        .unwrap();
    assert_eq!(quantity(), Some(5000));
    desk.put_lines(&entity(), &draft, &[line("a", 3)], LineChange::Set, 3)
        .unwrap();
    assert_eq!(quantity(), Some(3000));
    let removed = desk.remove_line(&entity(), &draft, &"a".into(), 4).unwrap().unwrap();
    assert_eq!(removed.quantity_milli, 3000);
    assert_eq!(quantity(), None);
    assert!(desk.remove_line(&entity(), &draft, &"a".into(), 4).unwrap().is_none());
    let back = NewLine {
        item: removed.item,
        quantity_milli: removed.quantity_milli,
        seen_price: removed.seen_price,
        article: removed.article,
        name: removed.name,
        unit: removed.unit,
        marks: removed.marks,
    };
    desk.put_lines(&entity(), &draft, &[back], LineChange::Set, 5).unwrap();
    assert_eq!(quantity(), Some(3000));
}

#[test]
fn many_lines_go_in_together_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &[]);
    let mut lines: Vec<_> = (0..500).map(|n| line(&format!("i{n}"), 1)).collect();
    lines.push(line("bad", 0));
    assert!(matches!(
        desk.put_lines(&entity(), &draft, &lines, LineChange::Set, 3),
        Err(DeskError::NotAQuantity)
    ));
    assert!(items_of(&desk, &draft).is_empty());
    lines.pop();
    desk.put_lines(&entity(), &draft, &lines, LineChange::Set, 3).unwrap();
    assert_eq!(items_of(&desk, &draft).len(), 500);
    let too_much = NewLine {
        quantity_milli: i64::MAX,
        ..line("i0", 1)
    };
    assert!(matches!(
        desk.put_lines(&entity(), &draft, &[too_much], LineChange::Add, 3),
        Err(DeskError::NotAQuantity)
    ));
}

#[test]
fn a_draft_in_the_trash_is_kept_until_the_trash_is_emptied() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a"]);
    desk.trash_draft(&entity(), &draft, 100).unwrap();
    assert!(desk.drafts(&entity(), false).unwrap().is_empty());
    assert_eq!(desk.drafts(&entity(), true).unwrap()[0].deleted_ms, Some(100));
    assert!(matches!(
        desk.put_lines(&entity(), &draft, &[line("b", 1)], LineChange::Set, 3),
        Err(DeskError::InTrash)
    ));
    assert_eq!(desk.empty_trash(100).unwrap(), 0);
    desk.restore_draft(&entity(), &draft, 101).unwrap();
    assert_eq!(items_of(&desk, &draft).len(), 1);
    desk.trash_draft(&entity(), &draft, 200).unwrap();
    assert_eq!(desk.empty_trash(201).unwrap(), 1);
    assert!(desk.draft(&entity(), &draft).unwrap().is_none());
}

#[test]
fn session_grants_and_settings_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    assert!(desk.session().unwrap().is_none());
    let tokens = |n: i64| Tokens {
        access_token: format!("a{n}"),
        access_until_ms: n,
        refresh_token: format!("r{n}"),
    };
    let session = Session {
        device: "d".to_owned(),
        person: "p".into(),
        person_name: "Иванов".to_owned(),
        supplier_name: "Метиз".to_owned(),
        gateway_url: "https://127.0.0.1:1".to_owned(),
        pinned_fingerprint: Some("ff".to_owned()),
        tokens: tokens(1),
        clock_offset_ms: -5,
    };
    desk.put_session(&session).unwrap();
    desk.put_tokens(&tokens(2)).unwrap();
    desk.put_hello("Метиз-2", 77).unwrap();
    let grant = |id: &str, role| Grant {
        assortment: "all".into(),
        stock: StockMode::Exact,
        contract: None,
        entity: id.into(),
        name: format!("ООО {id}"),
        inn: "7701".to_owned(),
        kpp: String::new(),
        edrpou: String::new(),
        role,
        price_type: (role == Role::Buyer).then(|| "opt".into()),
    };
    assert!(
        desk.replace_grants(&[grant("2", Role::Buyer), grant("1", Role::Viewer)])
            .unwrap()
            .is_empty()
    );
    assert_eq!(desk.replace_grants(&[grant("1", Role::Admin)]).unwrap(), ["2".into()]);
    desk.put_setting("language", "ru").unwrap();
    desk.put_setting("language", "uk").unwrap();
    desk.put_ui_state("columns", "[1]").unwrap();
    drop(desk);
    let desk = open(dir.path(), 0);
    let kept = desk.session().unwrap().unwrap();
    assert!(
        kept == Session {
            tokens: tokens(2),
            supplier_name: "Метиз-2".to_owned(),
            clock_offset_ms: 77,
            ..session
        }
    );
    assert_eq!(desk.grants().unwrap(), [grant("1", Role::Admin)]);
    assert_eq!(desk.setting("language").unwrap().as_deref(), Some("uk"));
    assert_eq!(desk.setting("other").unwrap(), None);
    assert_eq!(desk.ui_state("columns").unwrap().as_deref(), Some("[1]"));
    desk.delete_session().unwrap();
    assert!(desk.session().unwrap().is_none());
}

#[test]
fn a_damaged_desk_is_set_aside_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(desk::FILE_NAME);
    for number in 1..=2 {
        drop(open(dir.path(), 0));
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[50] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        let opened = desk::Desk::open(&path, &cabinet_sqlite::Key::from_bytes([3; 32]), 0);
        assert!(matches!(
            opened,
            Err(desk::DeskOpenError::Open(OpenError::WrongKeyOrDamaged { .. }))
        ));
        let kept = desk::set_aside(&path).unwrap();
        assert!(kept.ends_with(format!("desk.set-aside-{number}.db")));
        assert_eq!(std::fs::read(&kept).unwrap(), bytes);
        assert!(!path.exists());
    }
}

#[test]
fn a_line_that_was_taken_out_is_kept_until_it_stands_again_or_its_time_is_over() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b"]);
    desk.remove_line(&entity(), &draft, &"a".into(), 10).unwrap();
    desk.remove_line(&entity(), &draft, &"b".into(), 20).unwrap();
    let removed = desk.removed_lines(&entity(), &draft).unwrap();
    let items: Vec<_> = removed
        .iter()
        .map(|line| (line.item.as_str(), line.quantity_milli))
        .collect();
    assert_eq!(items, [("b", 2000), ("a", 2000)]);
    assert_eq!(desk.removed_lines(&"entity-2".into(), &draft).unwrap(), []);
    desk.put_lines(&entity(), &draft, &[line("a", 1)], LineChange::Set, 30)
        .unwrap();
    let removed = desk.removed_lines(&entity(), &draft).unwrap();
    assert_eq!(removed.len(), 1, "what stands in the draft again is not missed");
    desk.empty_trash(20).unwrap();
    assert_eq!(desk.removed_lines(&entity(), &draft).unwrap().len(), 1);
    desk.empty_trash(21).unwrap();
    assert_eq!(desk.removed_lines(&entity(), &draft).unwrap(), []);
}

#[test]
fn what_waits_or_is_replaced_is_told_apart_from_what_was_taken_out() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b", "c", "d"]);
    let settlement = Settlement {
        removed: vec!["a".into(), "b".into()],
        replaced: vec![("c".into(), line("x", 5))],
        waiting: vec![line("b", 2)],
        ..Settlement::default()
    };
    desk.settle_lines(&entity(), &draft, &settlement, 10).unwrap();
    let lines = desk.draft(&entity(), &draft).unwrap().unwrap().lines;
    let left: Vec<_> = lines.iter().map(|line| line.item.as_str()).collect();
    assert_eq!(left, ["x", "d"], "what replaces stands in the same place");
    let removed = desk.removed_lines(&entity(), &draft).unwrap();
    let removed: Vec<_> = removed.iter().map(|line| line.item.as_str()).collect();
    assert_eq!(removed, ["a", "c"]);
    let drafts = desk.drafts(&entity(), false).unwrap();
    let waiting = drafts.iter().find(|draft| draft.kind == DraftKind::Waiting).unwrap();
    assert_eq!(waiting.line_count, 1);
    desk.settle_lines(
        &entity(),
        &draft,
        &Settlement {
            waiting: vec![line("b", 3)],
            ..Settlement::default()
        },
        11,
    )
    .unwrap();
    let waiting = desk.draft(&entity(), &waiting.id).unwrap().unwrap();
    assert_eq!(
        (waiting.lines.len(), waiting.lines[0].quantity_milli),
        (1, 5000),
        "one draft waits, and adds up"
    );
}

#[test]
fn a_line_remembers_the_unit_it_was_typed_in_until_it_is_ordered() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a"]);
    let boxes = |units_milli| {
        Some(LineUnit {
            unit: "кор".to_owned(),
            units_milli,
        })
    };
    let put = |lines: &[(NewLine, Option<LineUnit>)]| {
        desk.put_typed_lines(&entity(), &draft, lines, LineChange::Set, 5)
            .unwrap();
        let units = desk.line_units(&draft).unwrap();
        let mut told: Vec<(String, i64)> = units
            .into_iter()
            .map(|(item, unit)| (item.to_string(), unit.units_milli))
            .collect();
        told.sort();
        told
    };
    assert_eq!(
        put(&[(line("a", 24_000), boxes(12_000)), (line("b", 1_000), None)]),
        [("a".to_owned(), 12_000)]
    );
    assert_eq!(
        put(&[(line("a", 36_000), None)]),
        [("a".to_owned(), 12_000)],
        "a plain number leaves it"
    );
    assert!(
        put(&[(line("a", 36_000), boxes(1_000))]).is_empty(),
        "the base unit takes it away"
    );
    assert!(matches!(
        desk.put_typed_lines(&entity(), &draft, &[(line("a", 0), boxes(12_000))], LineChange::Set, 6),
        Err(DeskError::NotAQuantity)
    ));
    assert!(
        desk.line_units(&draft).unwrap().is_empty(),
        "nothing of a refused line stays"
    );
}

#[test]
fn a_line_typed_in_packs_is_counted_in_them_while_they_are_whole() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a"]);
    let pack_after = |pieces, units_milli| {
        let unit = LineUnit {
            unit: "кор".to_owned(),
            units_milli,
        };
        let typed = [(line("a", pieces), Some(unit))];
        desk.put_typed_lines(&entity(), &draft, &typed, LineChange::Set, 5)
            .unwrap();
        let lines = desk.draft(&entity(), &draft).unwrap().unwrap().lines;
        lines[0].marks.pack.clone().map(|pack| pack.units_milli)
    };
    assert_eq!(pack_after(24, 12_000), Some(12_000));
    assert_eq!(pack_after(18, 12_000), None, "one and a half");
    assert_eq!(pack_after(24, 12_000), Some(12_000));
    assert_eq!(pack_after(24, 1_000), None, "the base unit");
}

#[test]
fn a_list_is_kept_with_its_draft_and_all_lists_together_are_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let (first, second) = (draft_with(&desk, &["a"]), draft_with(&desk, &["a"]));
    let big = vec![7; usize::try_from(MOST_KEPT_BYTES).unwrap() - 10];
    assert!(desk.keep_list(&entity(), &first, "большой.xlsx", &big, 3).unwrap());
    assert!(desk.keep_list(&entity(), &second, "", b"0123456789", 4).unwrap());
    assert!(!desk.keep_list(&entity(), &second, "", b"0123456789x", 5).unwrap());
    assert!(
        desk.kept_list(&second).unwrap().is_none(),
        "an older list would be taken for the new one"
    );
    assert!(desk.keep_list(&entity(), &first, "b", b"small", 6).unwrap());
    let kept = desk.kept_list(&first).unwrap().unwrap();
    assert_eq!(
        (kept.body.as_slice(), kept.is_added, kept.kept_ms),
        (&b"small"[..], false, 6)
    );

    desk.note_list_row(&first, "Лист 1/7").unwrap();
    desk.note_list_row(&first, "/8").unwrap();
    desk.add_list_lines(&entity(), &first, &[(line("b", 5_000), None)], 7)
        .unwrap();
    let kept = desk.kept_list(&first).unwrap().unwrap();
    assert_eq!(
        (kept.is_added, kept.done),
        (true, vec!["Лист 1/7".to_owned(), "/8".to_owned()])
    );
    // Lines that cannot be put leave the list as one that was not added.
    desk.keep_list(&entity(), &first, "c", b"x", 8).unwrap();
    assert!(
        desk.add_list_lines(&entity(), &first, &[(line("b", 0), None)], 9)
            .is_err()
    );
    assert!(!desk.kept_list(&first).unwrap().unwrap().is_added);
    desk.forget_list(&first).unwrap();
    assert!(desk.kept_list_facts(&first).unwrap().is_none());
}

fn part(label: &str, pieces: i64) -> LinePart {
    LinePart {
        label: label.into(),
        ..LinePart::plain(pieces * 1000)
    }
}

#[test]
fn marks_stay_with_a_line_through_every_change_of_its_amount_and_through_the_trash() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &[]);
    let labelled = |pieces: i64, label: &str| NewLine {
        marks: LineMarks {
            parts: vec![part(label, pieces)],
            ..LineMarks::default()
        },
        ..line("a", pieces)
    };
    let parts = || {
        desk.draft(&entity(), &draft).unwrap().unwrap().lines[0]
            .marks
            .parts
            .clone()
    };
    let put = |new: NewLine, change| desk.put_lines(&entity(), &draft, &[new], change, 3).unwrap();
    put(labelled(3, "Цех 2"), LineChange::Add);
    put(line("a", 2), LineChange::Add);
    put(labelled(4, "Лесная"), LineChange::Add);
    put(labelled(1, "Цех 2"), LineChange::Add);
    assert_eq!(parts(), [part("Цех 2", 4), part("", 2), part("Лесная", 4)]);
    put(line("a", 5), LineChange::Set);
    assert_eq!(
        parts(),
        [part("Цех 2", 4), part("", 1)],
        "less is taken from the last ones"
    );

    let marks = LineMarks {
        parts: vec![part("Цех 1", 5)],
        ..LineMarks::default()
    };
    let mark =
        |quantity_milli, marks: &LineMarks| desk.mark_line(&entity(), &draft, &"a".into(), quantity_milli, marks, 4);
    assert!(matches!(mark(6_000, &marks), Err(DeskError::NotTheLine)));
    mark(5_000, &marks).unwrap();
    let removed = desk.remove_line(&entity(), &draft, &"a".into(), 5).unwrap().unwrap();
    assert_eq!(removed.marks, marks);
    assert_eq!(desk.removed_lines(&entity(), &draft).unwrap()[0].marks, marks);

    desk.label_draft(&entity(), &draft, "Объект Лесная", 6).unwrap();
    assert_eq!(desk.drafts(&entity(), false).unwrap()[0].label, "Объект Лесная");
    assert_eq!(desk.used_labels(&entity()).unwrap(), ["Объект Лесная", "Цех 1"]);
    assert!(desk.used_labels(&"other".into()).unwrap().is_empty());
}

#[test]
fn a_price_list_is_kept_renewed_and_forgotten_with_the_trash() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let id = desk.put_price_list(&entity(), None, "Розница", "{\"a\":1}", 5).unwrap();
    desk.put_price_list(&entity(), None, "Опт", "{}", 6).unwrap();
    let renewed = desk.put_price_list(&entity(), Some(&id), "Розница 2", "{}", 7).unwrap();
    assert_eq!(renewed, id);
    let kept = desk.price_list(&id).unwrap().unwrap();
    assert_eq!(
        (kept.name.as_str(), kept.recipe.as_str(), kept.updated_ms, kept.entity),
        ("Розница 2", "{}", 7, entity())
    );
    let names = |in_trash| -> Vec<String> {
        let lists = desk.price_lists(in_trash).unwrap();
        lists.into_iter().map(|list| list.name).collect()
    };
    assert_eq!(names(false), ["Опт", "Розница 2"]);
    desk.set_price_list_deleted(&id, Some(10)).unwrap();
    assert_eq!(
        (names(false), names(true)),
        (vec!["Опт".to_owned()], vec!["Розница 2".to_owned()])
    );
    desk.empty_trash(10).unwrap();
    assert_eq!(names(true).len(), 1, "not before its time");
    desk.empty_trash(11).unwrap();
    assert_eq!(desk.price_list(&id).unwrap(), None);
    for failed in [
        desk.set_price_list_deleted(&id, None).unwrap_err(),
        desk.put_price_list(&entity(), Some(&id), "x", "{}", 1).unwrap_err(),
    ] {
        assert!(matches!(failed, DeskError::NoSuchPriceList), "{failed}");
    }
}
