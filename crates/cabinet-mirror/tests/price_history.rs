//! What prices were before, as the mirror saw them: changes, gaps, what was loaded anew, and what ends with the right.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_mirror::{Mirror, Sight};
use cabinet_protocol::framing::{ChangesPage, KeyedRow};
use cabinet_protocol::rows::ItemRow;
use common::{at, catalogue, deletion, load, load_snapshot, open, page, price_row, prices, rows_of_items, snapshot};
use std::path::Path;

const FIRST_MS: i64 = 1_001;

fn item(key: &str) -> ItemRow {
    ItemRow {
        item: key.to_owned(),
        ..ItemRow::default()
    }
}

/// Goods with a first price list of 10 and 20, true at [`FIRST_MS`].
fn mirror(dir: &Path) -> Mirror {
    let mirror = open(dir);
    load(
        mirror.feeds(),
        &catalogue(),
        "e",
        1,
        &rows_of_items(&[item("a"), item("b"), item("c")]),
    );
    load(
        mirror.feeds(),
        &prices(0),
        "e",
        1,
        &[price_row("a", 10), price_row("b", 20)],
    );
    mirror
}

/// A page that is true at a moment.
fn page_at(from: u64, rows: &[KeyedRow], true_at_ms: i64) -> ChangesPage {
    ChangesPage {
        true_at_ms,
        ..page("e", from, rows)
    }
}

fn seen(mirror: &Mirror, sight: &Sight, item: &str) -> Vec<(i64, Option<i64>)> {
    let history = mirror.price_history(sight, &item.into()).unwrap();
    history
        .map(|history| history.points)
        .unwrap_or_default()
        .into_iter()
        .map(|point| (point.at_ms, point.price.map(|price| price.price_micro)))
        .collect()
}

#[test]
fn each_change_is_kept_with_its_time_and_what_never_changed_stands_since_the_watch_began() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = mirror(dir.path());
    let feed = prices(0);
    assert_eq!(seen(&mirror, &at("list-0"), "a"), [(FIRST_MS, Some(10))]);
    let apply = |from, rows: &[KeyedRow], ms| mirror.feeds().apply_changes(&feed, &page_at(from, rows, ms)).unwrap();
    apply(1, &[price_row("a", 12), price_row("b", 20), price_row("c", 5)], 2_000);
    apply(4, &[deletion("a")], 3_000);
    apply(5, &[price_row("a", 9)], 4_000);
    assert_eq!(
        seen(&mirror, &at("list-0"), "a"),
        [(FIRST_MS, Some(10)), (2_000, Some(12)), (3_000, None), (4_000, Some(9))]
    );
    assert_eq!(
        seen(&mirror, &at("list-0"), "b"),
        [(FIRST_MS, Some(20))],
        "the same price again is no change"
    );
    assert_eq!(
        seen(&mirror, &at("list-0"), "c"),
        [(2_000, Some(5))],
        "what is new has no price of before"
    );
    let history = mirror.price_history(&at("list-0"), &"a".into()).unwrap().unwrap();
    assert_eq!((history.since_ms, history.true_at_ms), (FIRST_MS, 4_000));
}

#[test]
fn who_sees_no_prices_or_not_the_item_gets_no_history() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = mirror(dir.path());
    assert_eq!(seen(&mirror, &at("list-0").without_prices(), "a"), []);
    assert_eq!(
        seen(&mirror, &at("list-1"), "a"),
        [],
        "another price list was never here"
    );
    assert_eq!(seen(&mirror, &at("list-0"), "nothing"), []);
    assert_eq!(seen(&mirror, &at("list-0"), "c"), [], "no price ever");
    let other = Sight {
        assortment: "a1".to_owned(),
        ..at("list-0")
    };
    assert_eq!(seen(&mirror, &other, "a"), []);
}

#[test]
fn a_snapshot_over_present_prices_is_a_change_like_any_other() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = mirror(dir.path());
    let (manifest, segments) = snapshot(&prices(0), "other", 500, &[price_row("a", 11), price_row("c", 7)], 1);
    load_snapshot(mirror.feeds(), &manifest, &segments);
    assert_eq!(
        seen(&mirror, &at("list-0"), "a"),
        [(FIRST_MS, Some(10)), (1_500, Some(11))]
    );
    assert_eq!(seen(&mirror, &at("list-0"), "b"), [(FIRST_MS, Some(20)), (1_500, None)]);
    assert_eq!(seen(&mirror, &at("list-0"), "c"), [(1_500, Some(7))]);
}

#[test]
fn a_clock_that_goes_back_hides_no_price_and_an_unreadable_row_notes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = mirror(dir.path());
    let feed = prices(0);
    mirror
        .feeds()
        .apply_changes(&feed, &page_at(1, &[price_row("a", 12)], 2_000))
        .unwrap();
    mirror
        .feeds()
        .apply_changes(&feed, &page_at(2, &[price_row("a", 13)], 1))
        .unwrap();
    assert_eq!(
        seen(&mirror, &at("list-0"), "a"),
        [(FIRST_MS, Some(10)), (2_000, Some(13))]
    );
    let bad = [price_row("b", 21), price_row("a", -1)];
    mirror
        .feeds()
        .apply_changes(&feed, &page_at(3, &bad, 3_000))
        .unwrap_err();
    assert_eq!(seen(&mirror, &at("list-0"), "b"), [(FIRST_MS, Some(20))]);
}

#[test]
fn only_the_last_changes_of_an_item_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = mirror(dir.path());
    for n in 1..=100_i64 {
        let from = u64::try_from(n).unwrap();
        let change = page_at(from, &[price_row("a", 10 + n)], 2_000 + n);
        mirror.feeds().apply_changes(&prices(0), &change).unwrap();
    }
    let kept = seen(&mirror, &at("list-0"), "a");
    assert_eq!((kept.len(), kept[59]), (60, (2_100, Some(110))));
    assert_eq!(seen(&mirror, &at("list-0"), "b"), [(FIRST_MS, Some(20))]);
}

#[test]
fn what_was_seen_goes_with_the_right_to_the_prices_and_does_not_come_back_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = mirror(dir.path());
    mirror
        .feeds()
        .apply_changes(&prices(0), &page_at(1, &[price_row("a", 12)], 2_000))
        .unwrap();
    mirror.feeds().purge(&prices(0)).unwrap();
    assert_eq!(seen(&mirror, &at("list-0"), "a"), []);
    load(mirror.feeds(), &prices(0), "e", 9, &[price_row("a", 15)]);
    assert_eq!(seen(&mirror, &at("list-0"), "a"), [(1_009, Some(15))]);
}
