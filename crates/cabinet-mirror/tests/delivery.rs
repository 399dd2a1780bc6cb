//! Directories that deliveries are chosen from, in the disposable file beside the goods.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_mirror::FeedError;
use cabinet_protocol::delivery::{AddressRow, BranchRow, CarrierRow, DeliveryRow, WayRow};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use common::{deletion, load, open, page};
use prost::Message;

fn branch(carrier: &str, id: &str, city: &str, number: &str) -> KeyedRow {
    let row = BranchRow {
        carrier: carrier.to_owned(),
        id: id.to_owned(),
        city: city.to_owned(),
        number: number.to_owned(),
        address: "ул. Садовая, 5".to_owned(),
        note: String::new(),
    };
    KeyedRow {
        key: BranchRow::key(carrier, id),
        body: row.encode_to_vec(),
    }
}

fn way(id: &str, kind: &str, ordinal: u32) -> KeyedRow {
    let way = WayRow {
        id: id.to_owned(),
        name: format!("Способ {id}"),
        kind: kind.to_owned(),
        carrier: String::new(),
        min_working_days: 1,
        days: 127,
        note: String::new(),
        ordinal,
        utc_offset_minutes: 180,
    };
    KeyedRow {
        key: format!("w:{id}"),
        body: DeliveryRow {
            way: Some(way),
            carrier: None,
        }
        .encode_to_vec(),
    }
}

fn carrier(id: &str) -> KeyedRow {
    let carrier = CarrierRow {
        id: id.to_owned(),
        name: id.to_uppercase(),
        ordinal: 1,
    };
    KeyedRow {
        key: format!("c:{id}"),
        body: DeliveryRow {
            way: None,
            carrier: Some(carrier),
        }
        .encode_to_vec(),
    }
}

fn address(entity: &str, id: &str) -> KeyedRow {
    let row = AddressRow {
        id: id.to_owned(),
        entity: entity.to_owned(),
        name: String::new(),
        address: format!("Тула, {id}"),
        note: String::new(),
        ordinal: 1,
    };
    KeyedRow {
        key: id.to_owned(),
        body: row.encode_to_vec(),
    }
}

#[test]
fn branches_are_found_by_city_and_number_and_follow_the_feed() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    let rows = [
        branch("dl", "k12", "Киев", "12"),
        branch("np", "a/1", "Львов", "1"),
        branch("np", "k1", "Киев", "1"),
        branch("np", "k12", "Киев", "12"),
        branch("np", "k120", "Киев", "120"),
        branch("np", "o12", "Одесса", "12"),
    ];
    load(mirror.feeds(), &FeedName::Branches, "epoch", 1, &rows);
    load(mirror.feeds(), &FeedName::Delivery, "epoch", 1, &[carrier("np")]);
    assert_eq!(mirror.carriers().unwrap()[0].branches, 5);
    let found = |typed: &str| -> Vec<String> {
        let found = mirror.branches("np", typed, 0, 10).unwrap();
        assert_eq!(found.total as usize, found.rows.len());
        found.rows.into_iter().map(|row| row.id).collect()
    };
    assert_eq!(found("киев 12"), ["k12", "k120"]);
    assert_eq!(found("КИЇВ"), Vec::<String>::new(), "another word is another word");
    assert_eq!(found("12"), ["k12", "o12", "k120"], "the very number first");
    assert_eq!(found("сад оде"), ["o12"]);
    assert_eq!(found(""), ["k1", "k12", "k120", "a/1", "o12"]);
    let window = mirror.branches("np", "", 1, 2).unwrap();
    assert_eq!(
        (window.total, window.rows.len(), window.rows[0].id.as_str()),
        (5, 2, "k12")
    );
    mirror
        .feeds()
        .apply_changes(
            &FeedName::Branches,
            &page("epoch", 1, &[deletion("np/k12"), deletion("np/a/1")]),
        )
        .unwrap();
    assert!(mirror.branch("np", "k12").unwrap().is_none());
    assert!(mirror.branch("dl", "k12").unwrap().is_some());
    assert_eq!(found(""), ["k1", "k120", "o12"]);
}

#[test]
fn addresses_go_with_the_grant_of_their_entity_alone() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    let (first, second) = (FeedName::Addresses("e1".into()), FeedName::Addresses("e2".into()));
    load(
        mirror.feeds(),
        &first,
        "epoch",
        1,
        &[address("e1", "a"), address("e1", "b")],
    );
    load(mirror.feeds(), &second, "epoch", 1, &[address("e2", "a")]);
    assert_eq!(mirror.delivery_addresses(&"e1".into()).unwrap().len(), 2);
    mirror.feeds().purge(&first).unwrap();
    assert!(mirror.delivery_addresses(&"e1".into()).unwrap().is_empty());
    assert_eq!(mirror.delivery_addresses(&"e2".into()).unwrap().len(), 1);
}

#[test]
fn a_way_that_cannot_be_shown_stops_its_page_and_removes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    load(
        mirror.feeds(),
        &FeedName::Delivery,
        "epoch",
        1,
        &[way("a", "pickup", 2), way("b", "carrier", 1)],
    );
    let ids = |mirror: &cabinet_mirror::Mirror| -> Vec<String> {
        mirror.delivery_ways().unwrap().into_iter().map(|way| way.id).collect()
    };
    assert_eq!(ids(&mirror), ["b", "a"], "the supplier's order");
    let unreadable = mirror.feeds().apply_changes(
        &FeedName::Delivery,
        &page("epoch", 1, &[deletion("w:a"), way("c", "drone", 3)]),
    );
    assert!(matches!(unreadable, Err(FeedError::UnreadableRow { .. })));
    assert_eq!(ids(&mirror), ["b", "a"]);
}
