//! What happened to goods since a moment: prices that moved, stock that came and ran out over all warehouses, goods that are gone.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_mirror::{Mirror, Turns};
use cabinet_protocol::framing::{ChangesPage, KeyedRow};
use cabinet_protocol::rows::ItemRow;
use common::{
    at, catalogue, deletion, load, load_snapshot, open, page, price_row, prices, rows_of_items, snapshot, stock,
    stock_row,
};
use std::path::Path;

fn item(key: &str) -> ItemRow {
    ItemRow {
        item: key.to_owned(),
        article: key.to_uppercase(),
        ..ItemRow::default()
    }
}

fn mirror(dir: &Path) -> Mirror {
    let mirror = open(dir);
    let items = rows_of_items(&[item("a"), item("b"), item("c"), item("d")]);
    load(mirror.feeds(), &catalogue(), "e", 1, &items);
    load(
        mirror.feeds(),
        &prices(0),
        "e",
        1,
        &[price_row("a", 10), price_row("b", 20)],
    );
    load(
        mirror.feeds(),
        &stock(0),
        "e",
        1,
        &[stock_row("a", 5_000), stock_row("b", 0)],
    );
    load(mirror.feeds(), &stock(1), "e", 1, &[stock_row("c", 1_000)]);
    mirror
}

fn page_at(from: u64, rows: &[KeyedRow], true_at_ms: i64) -> ChangesPage {
    ChangesPage {
        true_at_ms,
        ..page("e", from, rows)
    }
}

fn since(mirror: &Mirror, ms: i64) -> Turns {
    mirror.turns(&at("list-0"), ms).unwrap()
}

fn names(turns: &Turns) -> (Vec<&str>, Vec<&str>, Vec<&str>, Vec<&str>) {
    (
        turns.prices.iter().map(|one| one.item.as_str()).collect(),
        turns.back.iter().map(|one| one.item.as_str()).collect(),
        turns.ran_out.iter().map(|one| one.item.as_str()).collect(),
        turns.gone.iter().map(|one| one.item.as_str()).collect(),
    )
}

#[test]
fn a_first_load_is_no_news_and_each_turn_is_told_against_the_moment_that_is_asked_about() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = mirror(dir.path());
    assert_eq!(since(&mirror, 0), Turns::default());
    let apply = |feed, from, rows: &[KeyedRow], ms| {
        mirror.feeds().apply_changes(&feed, &page_at(from, rows, ms)).unwrap();
    };
    apply(stock(0), 1, &[stock_row("a", 0), stock_row("b", 7_000)], 2_000);
    assert_eq!(names(&since(&mirror, 1_500)), (vec![], vec!["b"], vec!["a"], vec![]));
    // It lies in another warehouse now: there all the while, seen from the beginning.
    apply(stock(1), 1, &[stock_row("a", 1_000)], 3_000);
    assert_eq!(names(&since(&mirror, 1_500)), (vec![], vec!["b"], vec![], vec![]));
    assert_eq!(names(&since(&mirror, 2_500)), (vec![], vec!["a"], vec![], vec![]));
    apply(stock(0), 3, &[deletion("b")], 4_000);
    assert_eq!(
        names(&since(&mirror, 1_500)).1,
        Vec::<&str>::new(),
        "there and gone again"
    );
    assert_eq!(names(&since(&mirror, 3_500)).2, vec!["b"]);

    apply(prices(0), 1, &[price_row("a", 12), price_row("b", 21)], 5_000);
    apply(prices(0), 3, &[price_row("b", 20)], 6_000);
    let moved = since(&mirror, 4_500);
    assert_eq!(names(&moved).0, vec!["a"], "there and back again is no change");
    assert_eq!(moved.prices[0].was.as_ref().map(|price| price.price_micro), Some(10));
    assert_eq!(names(&since(&mirror, 5_500)).0, vec!["b"]);
    assert_eq!(
        since(&mirror, 6_000),
        Turns::default(),
        "what was seen is not told again"
    );
}

#[test]
fn goods_that_are_taken_out_or_passed_by_are_gone_until_they_are_back() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = mirror(dir.path());
    let stale = ItemRow {
        is_stale: true,
        ..item("b")
    };
    let rows = rows_of_items(&[stale]);
    let changes = page_at(1, &[deletion("a"), rows[0].clone()], 2_000);
    mirror.feeds().apply_changes(&catalogue(), &changes).unwrap();
    let turns = since(&mirror, 1_500);
    let mut gone = names(&turns).3;
    gone.sort_unstable();
    assert_eq!(gone, ["a", "b"]);
    assert!(
        turns.gone.iter().all(|one| !one.article.is_empty()),
        "their words are kept"
    );
    // A later snapshot has one of them again, and lacks another one.
    let (manifest, segments) = snapshot(&catalogue(), "other", 500, &rows_of_items(&[item("a"), item("c")]), 1);
    load_snapshot(mirror.feeds(), &manifest, &segments);
    let turns = since(&mirror, 0);
    let mut gone = names(&turns).3;
    gone.sort_unstable();
    assert_eq!(gone, ["b", "d"]);
}
