//! What a mirror refuses from a gateway, and that nothing local is lost by it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_mirror::{EntityMirror, FeedError, RowFault};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use common::{at, catalogue, deletion, load, page, price_row, prices, rows_of_items, snapshot};

#[test]
fn i4_a_page_goes_in_only_where_the_feed_stands() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let feeds = mirror.feeds();
    assert!(matches!(
        feeds.apply_changes(&prices(0), &page("e", 5, &[])),
        Err(FeedError::NoSnapshot { .. })
    ));
    load(feeds, &prices(0), "e", 5, &[price_row("a", 1)]);
    let cases = [
        ("behind", page("e", 4, &[price_row("a", 2)])),
        ("ahead", page("e", 6, &[price_row("a", 2)])),
    ];
    for (name, page) in cases {
        assert!(
            matches!(
                feeds.apply_changes(&prices(0), &page),
                Err(FeedError::Gap { local: 5, .. })
            ),
            "{name}"
        );
    }
    assert!(matches!(
        feeds.apply_changes(&prices(0), &page("x", 5, &[])),
        Err(FeedError::WrongEpoch { .. })
    ));
    let applied = feeds
        .apply_changes(&prices(0), &page("e", 5, &[price_row("a", 2), price_row("b", 3)]))
        .unwrap();
    assert_eq!((applied.put, applied.removed, applied.has_more), (2, 0, false));
    let state = feeds.feed(&prices(0)).unwrap().unwrap();
    assert_eq!(
        (state.seq, state.rows, state.cursor.as_deref(), state.true_at_ms),
        (7, 2, Some("e/7"), Some(9_000))
    );
    let again = feeds.apply_changes(&prices(0), &page("e", 5, &[price_row("a", 9)]));
    assert!(matches!(again, Err(FeedError::Gap { local: 7, from: 5, .. })));
    feeds.confirm(&prices(0), 9_500).unwrap();
    assert_eq!(feeds.feed(&prices(0)).unwrap().unwrap().true_at_ms, Some(9_500));
}

#[test]
fn a_row_that_cannot_be_read_stops_its_page_is_counted_and_removes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let feeds = mirror.feeds();
    load(feeds, &prices(0), "e", 1, &[price_row("a", 1), price_row("b", 1)]);
    let noise = KeyedRow {
        key: "b".to_owned(),
        body: vec![0xff, 0xff, 0xff],
    };
    let other = KeyedRow {
        key: "c".to_owned(),
        body: price_row("b", 1).body,
    };
    let cases = [
        ("noise", noise),
        ("the key of another", other),
        ("a negative price", price_row("d", -1)),
    ];
    for (count, (name, bad)) in (1..).zip(cases) {
        let key = bad.key.clone();
        let refused = feeds.apply_changes(
            &prices(0),
            &page("e", 1, &[deletion("a"), price_row("z", 5), bad.clone()]),
        );
        assert!(
            matches!(&refused, Err(FeedError::UnreadableRow { key: bad, .. }) if *bad == key),
            "{name}: {refused:?}"
        );
        let state = feeds.feed(&prices(0)).unwrap().unwrap();
        assert_eq!(
            (state.seq, state.unreadable, state.unreadable_key),
            (1, count, Some(key)),
            "{name}"
        );
        let (manifest, segments) = snapshot(&prices(0), "f", 1, &[bad], 10);
        let mut load = feeds.begin_snapshot(&manifest).unwrap();
        load.apply_segment(&manifest.segments[0].blake3, &segments[0]).unwrap();
        assert!(matches!(load.publish(), Err(FeedError::UnreadableRow { .. })), "{name}");
        // Counted for the snapshot as well; back to the count of the page for the next case.
        let terms = mirror
            .terms(&at("list-0"), &["a".into(), "b".into(), "z".into()])
            .unwrap();
        assert_eq!(
            terms
                .iter()
                .map(|t| t.price.as_ref().map(|p| p.price_micro))
                .collect::<Vec<_>>(),
            [Some(1), Some(1), None],
            "{name}"
        );
        feeds.apply_changes(&prices(0), &page("e", 1, &[])).unwrap();
        for _ in 0..count {
            let _ = feeds.apply_changes(&prices(0), &page("e", 1, &[price_row("q", -1)]));
        }
    }
}

#[test]
fn what_does_not_belong_into_a_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let entity = EntityMirror::open(&dir.path().join("entity-1.db"), &common::key(), &"1".into()).unwrap();
    let documents = FeedName::Documents("1".to_owned());
    let (manifest, _) = snapshot(&documents, "e", 1, &[], 10);
    assert!(matches!(
        mirror.feeds().begin_snapshot(&manifest),
        Err(FeedError::WrongFile { .. })
    ));
    let (manifest, _) = snapshot(&prices(0), "e", 1, &[], 10);
    assert!(matches!(
        entity.feeds().begin_snapshot(&manifest),
        Err(FeedError::WrongFile { .. })
    ));
    let (manifest, _) = snapshot(&FeedName::Documents("2".to_owned()), "e", 1, &[], 10);
    assert!(matches!(
        entity.feeds().begin_snapshot(&manifest),
        Err(FeedError::WrongFile { .. })
    ));
    let (mut manifest, _) = snapshot(&prices(0), "e", 1, &[], 10);
    manifest.schema += 1;
    assert!(matches!(
        mirror.feeds().begin_snapshot(&manifest),
        Err(FeedError::UnknownSchema { .. })
    ));
}

#[test]
fn a_snapshot_with_another_number_of_rows_than_announced_is_not_published() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    load(mirror.feeds(), &prices(0), "e", 1, &[price_row("a", 1)]);
    for feed in [prices(0), prices(1)] {
        let (mut manifest, segments) = snapshot(&feed, "e", 2, &[price_row("b", 2)], 10);
        manifest.rows = 2;
        let mut load = mirror.feeds().begin_snapshot(&manifest).unwrap();
        load.apply_segment(&manifest.segments[0].blake3, &segments[0]).unwrap();
        assert!(matches!(
            load.publish(),
            Err(FeedError::WrongRowCount {
                announced: 2,
                got: 1,
                ..
            })
        ));
    }
    let terms = mirror.terms(&at("list-0"), &["a".into()]).unwrap();
    assert_eq!(terms[0].price.as_ref().unwrap().price_micro, 1);
    assert!(mirror.terms(&at("list-1"), &["b".into()]).unwrap()[0].price.is_none());
}

#[test]
fn a_pack_without_content_is_not_taken_over() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let mut item = common::item(1);
    item.packs[0].units_milli = 0;
    let (manifest, segments) = snapshot(&catalogue(), "e", 1, &rows_of_items(&[item]), 10);
    let mut load = mirror.feeds().begin_snapshot(&manifest).unwrap();
    let refused = load.apply_segment(&manifest.segments[0].blake3, &segments[0]);
    assert!(matches!(
        refused,
        Err(FeedError::UnreadableRow {
            fault: RowFault::OutOfRange {
                field: "packs.units_milli"
            },
            ..
        })
    ));
}
