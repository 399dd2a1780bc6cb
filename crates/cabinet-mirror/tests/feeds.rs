//! Snapshots, changes, interruptions and purges in real encrypted files.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_domain::ids::ItemId;
use cabinet_mirror::{FeedError, GoodsQuery, Mirror, Sight};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::rows::{GroupRow, PriceTypeRow, ReferenceRow, WarehouseRow};
use cabinet_sqlite::{Cancel, Integrity, OpenError};
use common::{
    at, catalogue, deletion, items, load, load_snapshot, page, prices, rows_of_items, rows_of_prices, snapshot,
};
use prost::Message;
use std::collections::BTreeSet;

fn all(mirror: &Mirror) -> Vec<cabinet_mirror::GoodsRow> {
    let query = GoodsQuery {
        sight: at("list-0"),
        ..GoodsQuery::default()
    };
    mirror.goods(&query, 0, 10_000, &Cancel::new()).unwrap().rows
}

fn found(mirror: &Mirror, typed: &str) -> BTreeSet<String> {
    let items = mirror
        .find_items(&Sight::default(), typed, 10_000, &Cancel::new())
        .unwrap();
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
            .terms(&at("list-0"), &[ItemId::new(goods[0].item.clone())])
            .unwrap()[0]
            .price
            .as_ref()
            .map(|p| p.price_micro),
        Some(0)
    );
}

#[test]
fn dictionaries_follow_snapshot_and_changes_and_unknown_kinds_are_skipped() {
    let reference = FeedName::reference();
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
    assert!(mirror.groups(&Sight::default()).unwrap().is_empty());
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
    let groups = mirror.groups(&Sight::default()).unwrap();
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
            .item_card(&item.item.as_str().into(), &Sight::default())
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
        .groups(&Sight::default())
        .unwrap()
        .into_iter()
        .map(|g| (g.name, g.parent))
        .collect();
    assert_eq!(shape, [("Болты и винты".to_owned(), None), ("Крепёж".to_owned(), None)]);
    assert!(mirror.warehouses().unwrap().is_empty());
    assert_eq!(mirror.feeds().feed(&reference).unwrap().unwrap().rows, 4);
    load(mirror.feeds(), &reference, "f", 1, &[]);
    assert!(mirror.groups(&Sight::default()).unwrap().is_empty());
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
    assert_eq!(all(&mirror).len(), 6, "each sees its own goods only");
    let tyres = GoodsQuery {
        sight: Sight {
            assortment: "tyres".to_owned(),
            ..Sight::default()
        },
        ..GoodsQuery::default()
    };
    let seen = |query: &GoodsQuery| mirror.goods(query, 0, 100, &Cancel::new()).unwrap().rows.len();
    assert_eq!(seen(&tyres), 6);
    assert!(found(&mirror, &goods[8].article).is_empty());
    let searched = GoodsQuery {
        search: goods[8].article.clone(),
        ..tyres.clone()
    };
    assert_eq!(seen(&searched), 1);
    mirror.feeds().purge(&other).unwrap();
    assert_eq!(all(&mirror).len(), 6);
    assert_eq!(seen(&tyres), 0);
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
fn i5_a_damaged_mirror_is_told_deleted_and_rebuilt() {
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
fn a_snapshot_in_any_order_of_rows_is_taken() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let mut rows = rows_of_items(&items(50));
    rows.reverse();
    let (manifest, segments) = snapshot(&catalogue(), "e", 1, &rows, 7);
    load_snapshot(mirror.feeds(), &manifest, &segments);
    assert_eq!(all(&mirror).len(), 50);
}
