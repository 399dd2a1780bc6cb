//! Snapshots, changes, interruptions and purges in real encrypted files, against a model in memory.
#![allow(missing_docs, reason = "a test binary has no readers of docs")]

mod common;

use cabinet_domain::ids::ItemId;
use cabinet_mirror::{EntityMirror, FeedError, GoodsQuery, Mirror, RowFault};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::rows::{GroupRow, ItemRow, PriceTypeRow, ReferenceRow, WarehouseRow};
use cabinet_sqlite::{Cancel, Integrity, OpenError};
use common::{
    catalogue, deletion, items, load, load_snapshot, page, price_row, prices, rows_of_items, rows_of_prices, snapshot,
    stock, stock_row,
};
use proptest::prelude::*;
use prost::Message;
use std::collections::{BTreeMap, BTreeSet};

fn all(mirror: &Mirror) -> Vec<cabinet_mirror::GoodsRow> {
    let query = GoodsQuery {
        price_type: Some("list-0".into()),
        ..GoodsQuery::default()
    };
    mirror.goods(&query, 0, 10_000, &Cancel::new()).unwrap().rows
}

fn found(mirror: &Mirror, typed: &str) -> BTreeSet<String> {
    let items = mirror.find_items(typed, 10_000, &Cancel::new()).unwrap();
    items.into_iter().map(|item| item.as_str().to_owned()).collect()
}

#[test]
fn rows_of_a_first_snapshot_are_there_after_publishing_and_after_a_reopen() {
    let dir = tempfile::tempdir().unwrap();
    let goods = items(300);
    let mirror = common::open(dir.path());
    let published = load(mirror.feeds(), &catalogue(), "e", 7, &rows_of_items(&goods));
    assert!(published.search_is_pending);
    assert_eq!(published.rows, 300);
    mirror.build_search().unwrap();
    load(mirror.feeds(), &prices(0), "e", 3, &rows_of_prices(&goods, 0));
    drop(mirror);
    let mirror = common::open(dir.path());
    let rows = all(&mirror);
    assert_eq!(
        rows.iter().map(|row| row.item.as_str()).collect::<Vec<_>>(),
        goods.iter().map(|g| g.item.as_str()).collect::<Vec<_>>()
    );
    assert!(rows.iter().all(|row| row.price.is_some() && row.stock_milli.is_none()));
    let state = mirror.feeds().feed(&catalogue()).unwrap().unwrap();
    assert_eq!(
        (state.seq, state.rows, state.is_live, state.cursor.as_deref()),
        (7, 300, true, Some("e/7"))
    );
    assert!(mirror.has_search().unwrap());
    assert_eq!(mirror.check().unwrap(), Integrity::Sound);
}

#[test]
fn an_interrupted_first_load_goes_on_where_it_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let goods = items(100);
    let (manifest, segments) = snapshot(&catalogue(), "e", 1, &rows_of_items(&goods), 30);
    let mirror = common::open(dir.path());
    let mut load = mirror.feeds().begin_snapshot(&manifest).unwrap();
    load.apply_segment(&manifest.segments[2].blake3, &segments[2]).unwrap();
    load.apply_segment(&manifest.segments[0].blake3, &segments[0]).unwrap();
    load.apply_segment(&manifest.segments[0].blake3, &segments[0]).unwrap();
    assert_eq!(load.progress(), (60, 100));
    assert!(matches!(load.publish(), Err(FeedError::Incomplete { missing: 2, .. })));
    drop(mirror);

    let mirror = common::open(dir.path());
    assert!(mirror.feeds().feed(&catalogue()).unwrap().unwrap().cursor.is_none());
    let mut load = mirror.feeds().begin_snapshot(&manifest).unwrap();
    assert_eq!(load.missing().len(), 2);
    load.apply_segment(&manifest.segments[1].blake3, &segments[1]).unwrap();
    load.apply_segment(&manifest.segments[3].blake3, &segments[3]).unwrap();
    load.publish().unwrap();
    mirror.build_search().unwrap();
    assert_eq!(all(&mirror).len(), 100);
    assert_eq!(found(&mirror, &goods[5].article).len(), 1);
}

#[test]
fn a_newer_snapshot_starts_an_interrupted_load_anew() {
    let dir = tempfile::tempdir().unwrap();
    let goods = items(100);
    let mirror = common::open(dir.path());
    let (old, segments) = snapshot(&catalogue(), "e", 1, &rows_of_items(&goods), 30);
    let mut first = mirror.feeds().begin_snapshot(&old).unwrap();
    first.apply_segment(&old.segments[0].blake3, &segments[0]).unwrap();
    load(mirror.feeds(), &catalogue(), "e", 2, &rows_of_items(&goods[50..]));
    assert_eq!(all(&mirror).len(), 50);
    let late = first.apply_segment(&old.segments[1].blake3, &segments[1]);
    assert!(matches!(late, Err(FeedError::UnknownSegment { .. })));
    assert_eq!(all(&mirror).len(), 50);
}

#[test]
fn the_old_rows_stay_until_a_later_snapshot_is_published_and_absent_ones_are_gone_then() {
    let dir = tempfile::tempdir().unwrap();
    let goods = items(60);
    let mirror = common::open(dir.path());
    load(mirror.feeds(), &catalogue(), "e", 1, &rows_of_items(&goods));
    mirror.build_search().unwrap();
    load(mirror.feeds(), &prices(0), "e", 1, &rows_of_prices(&goods, 0));
    let mut renamed = goods[20..].to_vec();
    renamed[0].name = "Перевыпущенный болт".to_owned();
    let (manifest, segments) = snapshot(&catalogue(), "f", 1, &rows_of_items(&renamed), 30);
    let mut load = mirror.feeds().begin_snapshot(&manifest).unwrap();
    for (info, rows) in manifest.segments.iter().zip(&segments) {
        load.apply_segment(&info.blake3, rows).unwrap();
        assert_eq!(all(&mirror).len(), 60);
        assert!(found(&mirror, "перевыпущенный").is_empty());
    }
    let published = load.publish().unwrap();
    assert!(!published.search_is_pending);
    assert_eq!(all(&mirror).len(), 40);
    assert_eq!(found(&mirror, "перевыпущенный").len(), 1);
    assert!(found(&mirror, &goods[0].article).is_empty());
    // The price of an item that is gone stays, and shows again with the item.
    assert_eq!(
        mirror
            .terms(Some(&"list-0".into()), &[ItemId::new(goods[0].item.clone())])
            .unwrap()[0]
            .price
            .as_ref()
            .map(|p| p.price_micro),
        Some(0)
    );
}

#[test]
fn a_page_goes_in_only_where_the_feed_stands() {
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
            .terms(Some(&"list-0".into()), &["a".into(), "b".into(), "z".into()])
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
    let terms = mirror.terms(Some(&"list-0".into()), &["a".into()]).unwrap();
    assert_eq!(terms[0].price.as_ref().unwrap().price_micro, 1);
    assert!(
        mirror.terms(Some(&"list-1".into()), &["b".into()]).unwrap()[0]
            .price
            .is_none()
    );
}

#[test]
fn dictionaries_follow_snapshot_and_changes_and_unknown_kinds_are_skipped() {
    let reference = FeedName::Reference;
    let row = |key: &str, row: ReferenceRow| KeyedRow {
        key: key.to_owned(),
        body: row.encode_to_vec(),
    };
    let group = |id: &str, parent: Option<&str>, name: &str, ordinal| {
        let group = GroupRow {
            id: id.to_owned(),
            name: name.to_owned(),
            parent: parent.map(str::to_owned),
            ordinal,
        };
        row(
            &format!("g:{id}"),
            ReferenceRow {
                group: Some(group),
                ..ReferenceRow::default()
            },
        )
    };
    let price_type = PriceTypeRow {
        id: "list-0".into(),
        name: "Опт".into(),
        currency: "RUB".into(),
        includes_vat: true,
    };
    let warehouse = WarehouseRow {
        id: "wh-0".into(),
        name: "Главный".into(),
        address: String::new(),
    };
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let mut item = common::item(1);
    item.group = Some("bolts".to_owned());
    // The item names its group before the group is known.
    load(mirror.feeds(), &catalogue(), "e", 1, &rows_of_items(&[item.clone()]));
    assert!(mirror.groups().unwrap().is_empty());
    let rows = [
        group("fasteners", None, "Крепёж", 1),
        group("bolts", Some("fasteners"), "Болты", 2),
        group("loop", Some("loop"), "Петля", 3),
        row(
            "t:list-0",
            ReferenceRow {
                price_type: Some(price_type),
                ..ReferenceRow::default()
            },
        ),
        row(
            "w:wh-0",
            ReferenceRow {
                warehouse: Some(warehouse),
                ..ReferenceRow::default()
            },
        ),
        row("x:new", ReferenceRow::default()),
    ];
    load(mirror.feeds(), &reference, "e", 1, &rows);
    let groups = mirror.groups().unwrap();
    let shape: Vec<_> = groups
        .iter()
        .map(|g| (g.id.as_str(), g.parent.as_deref(), g.own_items, g.all_items))
        .collect();
    assert_eq!(
        shape,
        [
            ("fasteners", None, 0, 1),
            ("bolts", Some("fasteners"), 1, 1),
            ("loop", None, 0, 0)
        ]
    );
    assert_eq!(mirror.price_types().unwrap()[0].name, "Опт");
    assert_eq!(mirror.warehouses().unwrap()[0].name, "Главный");
    let of_group = GoodsQuery {
        group: Some("fasteners".to_owned()),
        ..GoodsQuery::default()
    };
    assert_eq!(mirror.goods(&of_group, 0, 10, &Cancel::new()).unwrap().rows.len(), 1);
    assert_eq!(
        mirror
            .item_card(&item.item.as_str().into(), None)
            .unwrap()
            .unwrap()
            .group_path,
        ["Крепёж", "Болты"]
    );

    let changes = [
        group("bolts", None, "Болты и винты", 0),
        deletion("g:loop"),
        deletion("w:wh-0"),
    ];
    mirror
        .feeds()
        .apply_changes(&reference, &page("e", 1, &changes))
        .unwrap();
    let shape: Vec<_> = mirror
        .groups()
        .unwrap()
        .into_iter()
        .map(|g| (g.name, g.parent))
        .collect();
    assert_eq!(shape, [("Болты и винты".to_owned(), None), ("Крепёж".to_owned(), None)]);
    assert!(mirror.warehouses().unwrap().is_empty());
    assert_eq!(mirror.feeds().feed(&reference).unwrap().unwrap().rows, 4);
    load(mirror.feeds(), &reference, "f", 1, &[]);
    assert!(mirror.groups().unwrap().is_empty());
    assert_eq!(all(&mirror).len(), 1);
}

#[test]
fn an_item_of_two_catalogues_stays_until_both_have_let_it_go() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let other = FeedName::Catalogue("tyres".to_owned());
    let goods = items(10);
    load(mirror.feeds(), &catalogue(), "e", 1, &rows_of_items(&goods[..6]));
    mirror.build_search().unwrap();
    load(mirror.feeds(), &other, "e", 1, &rows_of_items(&goods[4..]));
    assert_eq!(all(&mirror).len(), 10);
    mirror.feeds().purge(&other).unwrap();
    assert_eq!(all(&mirror).len(), 6);
    assert!(found(&mirror, &goods[8].article).is_empty());
    assert_eq!(found(&mirror, &goods[5].article).len(), 1);
    assert!(mirror.feeds().feed(&other).unwrap().is_none());
    mirror
        .feeds()
        .apply_changes(&catalogue(), &page("e", 1, &[deletion(&goods[5].item)]))
        .unwrap();
    assert_eq!(all(&mirror).len(), 5);
}

#[test]
fn a_damaged_mirror_is_told_deleted_and_rebuilt() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mirror.db");
    let mirror = common::open(dir.path());
    load(mirror.feeds(), &catalogue(), "e", 1, &rows_of_items(&items(500)));
    drop(mirror);
    let sound = std::fs::read(&path).unwrap();
    for place in [17, 2_000] {
        let mut bytes = sound.clone();
        bytes[place] ^= 0x55;
        std::fs::write(&path, &bytes).unwrap();
        let opened = Mirror::open(&path, &common::key());
        assert!(
            matches!(opened, Err(OpenError::WrongKeyOrDamaged { .. })),
            "byte {place}"
        );
    }
    let mut bytes = sound;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x55;
    std::fs::write(&path, &bytes).unwrap();
    let mirror = Mirror::open(&path, &common::key()).unwrap();
    assert!(matches!(mirror.check().unwrap(), Integrity::Damaged(_)));
    drop(mirror);
    cabinet_mirror::mirror::delete(&path).unwrap();
    cabinet_mirror::mirror::delete(&path).unwrap();
    let mirror = common::open(dir.path());
    load(mirror.feeds(), &catalogue(), "e", 1, &rows_of_items(&items(500)));
    assert_eq!(all(&mirror).len(), 500);
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

/// What the model knows: rows of each feed by key.
#[derive(Debug, Clone, Default)]
struct Model {
    feeds: BTreeMap<FeedName, ModelFeed>,
}

#[derive(Debug, Clone, Default)]
struct ModelFeed {
    epoch: String,
    seq: u64,
    rows: BTreeMap<String, i64>,
}

#[derive(Debug, Clone)]
enum Step {
    /// A snapshot whose segments come in an order given by `turn`, with a restart after `restart_after` of them.
    Snapshot {
        feed: FeedName,
        rows: BTreeMap<u8, u8>,
        turn: usize,
        restart_after: usize,
    },
    /// A snapshot that is begun and left.
    Abandoned {
        feed: FeedName,
        rows: BTreeMap<u8, u8>,
        applied: usize,
    },
    Changes {
        feed: FeedName,
        rows: BTreeMap<u8, Option<u8>>,
    },
    Purge {
        feed: FeedName,
    },
    BuildSearch,
    Restart,
}

const KEYS: &[&str] = &["a", "b", "p#1", "p#2", "p#3", "q", "q#1", "z"];
const NAMES: &[&str] = &["Болт М8х40", "Болтик оцинкованный", "Гайка М8", "Кільце", "Щётка 4,2"];

fn item_of(key: &str, value: i64) -> ItemRow {
    let value = usize::try_from(value).unwrap();
    ItemRow {
        item: key.to_owned(),
        article: format!("{}-{}", ["МШ", "AB", ""][value % 3], value),
        name: NAMES[value % NAMES.len()].to_owned(),
        unit: "шт".to_owned(),
        ..ItemRow::default()
    }
}

fn row_of(feed: &FeedName, key: &str, value: i64) -> KeyedRow {
    match feed {
        FeedName::Catalogue(_) => rows_of_items(&[item_of(key, value)]).remove(0),
        FeedName::Prices(_) => price_row(key, value),
        _ => stock_row(key, value * 1000),
    }
}

fn feeds() -> impl Strategy<Value = FeedName> {
    prop_oneof![
        3 => Just(catalogue()),
        1 => Just(FeedName::Catalogue("second".to_owned())),
        2 => (0..2_usize).prop_map(prices),
        2 => (0..2_usize).prop_map(stock),
    ]
}

fn steps() -> impl Strategy<Value = Step> {
    let rows = || proptest::collection::btree_map(0..8_u8, 0..30_u8, 0..8);
    let changes = proptest::collection::btree_map(0..8_u8, proptest::option::of(0..30_u8), 0..6);
    prop_oneof![
        3 => (feeds(), rows(), 0..6_usize, 0..5_usize)
            .prop_map(|(feed, rows, turn, restart_after)| Step::Snapshot { feed, rows, turn, restart_after }),
        1 => (feeds(), rows(), 0..3_usize).prop_map(|(feed, rows, applied)| Step::Abandoned { feed, rows, applied }),
        5 => (feeds(), changes).prop_map(|(feed, rows)| Step::Changes { feed, rows }),
        1 => feeds().prop_map(|feed| Step::Purge { feed }),
        1 => Just(Step::BuildSearch),
        1 => Just(Step::Restart),
    ]
}

struct World {
    dir: tempfile::TempDir,
    mirror: Option<Mirror>,
    model: Model,
    /// Feeds with a first load that was left: their rows may show before it is complete.
    begun: BTreeSet<FeedName>,
    snapshots: u64,
}

impl World {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mirror = common::open(dir.path());
        Self {
            dir,
            mirror: Some(mirror),
            model: Model::default(),
            begun: BTreeSet::new(),
            snapshots: 0,
        }
    }

    fn mirror(&self) -> &Mirror {
        self.mirror.as_ref().unwrap()
    }

    fn restart(&mut self) {
        drop(self.mirror.take());
        self.mirror = Some(common::open(self.dir.path()));
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Snapshot {
                feed,
                rows,
                turn,
                restart_after,
            } => self.snapshot(&feed, &rows, turn, restart_after),
            Step::Abandoned { feed, rows, applied } => self.abandon(&feed, &rows, applied),
            Step::Changes { feed, rows } => self.changes(&feed, &rows),
            Step::Purge { feed } => {
                self.mirror().feeds().purge(&feed).unwrap();
                self.model.feeds.remove(&feed);
                self.begun.remove(&feed);
            }
            Step::BuildSearch => self.mirror().build_search().unwrap(),
            Step::Restart => self.restart(),
        }
    }

    fn rows(feed: &FeedName, rows: &BTreeMap<u8, u8>) -> (BTreeMap<String, i64>, Vec<KeyedRow>) {
        let by_key: BTreeMap<String, i64> = rows
            .iter()
            .map(|(key, value)| (KEYS[usize::from(*key)].to_owned(), i64::from(*value)))
            .collect();
        let encoded = by_key.iter().map(|(key, value)| row_of(feed, key, *value)).collect();
        (by_key, encoded)
    }

    fn snapshot(&mut self, feed: &FeedName, rows: &BTreeMap<u8, u8>, turn: usize, restart_after: usize) {
        let (by_key, encoded) = Self::rows(feed, rows);
        self.snapshots += 1;
        let epoch = format!("s{}", self.snapshots);
        let (manifest, segments) = snapshot(feed, &epoch, 10, &encoded, 2);
        let mut order: Vec<usize> = (0..segments.len()).collect();
        if !order.is_empty() {
            let by = turn % order.len();
            order.rotate_left(by);
        }
        let (before, after) = order.split_at(restart_after.min(order.len()));
        {
            let mut load = self.mirror().feeds().begin_snapshot(&manifest).unwrap();
            for n in before {
                load.apply_segment(&manifest.segments[*n].blake3, &segments[*n])
                    .unwrap();
            }
        }
        self.restart();
        let mut load = self.mirror().feeds().begin_snapshot(&manifest).unwrap();
        assert_eq!(load.missing().len(), after.len());
        for n in after {
            load.apply_segment(&manifest.segments[*n].blake3, &segments[*n])
                .unwrap();
        }
        load.publish().unwrap();
        self.begun.remove(feed);
        self.model.feeds.insert(
            feed.clone(),
            ModelFeed {
                epoch,
                seq: 10,
                rows: by_key,
            },
        );
    }

    fn abandon(&mut self, feed: &FeedName, rows: &BTreeMap<u8, u8>, applied: usize) {
        let (_, encoded) = Self::rows(feed, rows);
        self.snapshots += 1;
        let (manifest, segments) = snapshot(feed, &format!("a{}", self.snapshots), 1, &encoded, 2);
        let mut load = self.mirror().feeds().begin_snapshot(&manifest).unwrap();
        for (info, rows) in manifest.segments.iter().zip(&segments).take(applied) {
            load.apply_segment(&info.blake3, rows).unwrap();
        }
        drop(load);
        if !self.model.feeds.contains_key(feed) {
            self.begun.insert(feed.clone());
        }
    }

    fn changes(&mut self, feed: &FeedName, rows: &BTreeMap<u8, Option<u8>>) {
        let Some(known) = self.model.feeds.get_mut(feed) else {
            return;
        };
        let mut encoded = Vec::new();
        for (key, value) in rows {
            let key = KEYS[usize::from(*key)];
            match value {
                Some(value) => {
                    known.rows.insert(key.to_owned(), i64::from(*value));
                    encoded.push(row_of(feed, key, i64::from(*value)));
                }
                None => {
                    known.rows.remove(key);
                    encoded.push(deletion(key));
                }
            }
        }
        let page = page(&known.epoch, known.seq, &encoded);
        known.seq = page.to;
        self.mirror().feeds().apply_changes(feed, &page).unwrap();
    }

    /// Everything that is shown equals the model.
    fn compare(&self) {
        if !self.begun.is_empty() {
            return;
        }
        let mirror = self.mirror();
        let rows = |feed: &FeedName| {
            self.model
                .feeds
                .get(feed)
                .map(|feed| feed.rows.clone())
                .unwrap_or_default()
        };
        for (feed, known) in &self.model.feeds {
            let state = mirror.feeds().feed(feed).unwrap().unwrap();
            assert_eq!((state.seq, state.rows), (known.seq, known.rows.len() as u64), "{feed}");
        }
        let second = FeedName::Catalogue("second".to_owned());
        let items: BTreeSet<String> = rows(&catalogue())
            .into_keys()
            .chain(rows(&second).into_keys())
            .collect();
        let shown = all(mirror);
        assert_eq!(
            shown
                .iter()
                .map(|row| row.item.as_str().to_owned())
                .collect::<BTreeSet<_>>(),
            items
        );
        let ids: Vec<ItemId> = KEYS.iter().map(|key| ItemId::from(*key)).collect();
        for list in 0..2 {
            let terms = mirror.terms(Some(&format!("list-{list}").into()), &ids).unwrap();
            let expected = rows(&prices(list));
            for (term, key) in terms.iter().zip(KEYS) {
                assert_eq!(
                    term.price.as_ref().map(|price| price.price_micro),
                    expected.get(*key).copied(),
                    "{key}"
                );
                assert_eq!(term.brief.is_some(), items.contains(*key), "{key}");
                let stocks: Vec<_> = (0..2).filter(|n| self.model.feeds.contains_key(&stock(*n))).collect();
                let total = stocks
                    .iter()
                    .map(|n| rows(&stock(*n)).get(*key).copied().unwrap_or(0) * 1000)
                    .sum();
                assert_eq!(term.available_milli, (!stocks.is_empty()).then_some(total), "{key}");
            }
        }
        if mirror.has_search().unwrap() {
            self.compare_search(&shown);
        }
    }

    fn compare_search(&self, shown: &[cabinet_mirror::GoodsRow]) {
        let hits = |test: &dyn Fn(&cabinet_mirror::GoodsRow) -> bool| -> BTreeSet<String> {
            shown
                .iter()
                .filter(|row| test(row))
                .map(|row| row.item.as_str().to_owned())
                .collect()
        };
        let cases: [(&str, &dyn Fn(&cabinet_mirror::GoodsRow) -> bool); 5] = [
            ("болт", &|row| row.name.contains("Болт")),
            ("оцинкованный болт", &|row| {
                row.name.contains("оцинкованный")
            }),
            ("кильц", &|row| row.name == "Кільце"),
            ("щетка 4.2", &|row| row.name.starts_with("Щётка")),
            ("MШ", &|row| row.article.starts_with("МШ")),
        ];
        for (typed, test) in cases {
            assert_eq!(found(self.mirror(), typed), hits(test), "{typed}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn snapshots_and_changes_in_any_order_with_restarts_equal_the_model(
        steps in proptest::collection::vec(steps(), 1..14)
    ) {
        let mut world = World::new();
        for step in steps {
            world.take(step);
            world.compare();
        }
        assert_eq!(world.mirror().check().unwrap(), Integrity::Sound);
    }
}

#[test]
fn a_snapshot_in_any_order_of_rows_is_taken() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let mut rows = rows_of_items(&items(50));
    rows.reverse();
    let (manifest, segments) = snapshot(&catalogue(), "e", 1, &rows, 7);
    load_snapshot(mirror.feeds(), &manifest, &segments);
    assert_eq!(all(&mirror).len(), 50);
}
