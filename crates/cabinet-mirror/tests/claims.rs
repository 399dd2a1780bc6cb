//! Claims of a legal entity beside its documents, each feed with a life of its own.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use cabinet_domain::ids::EntityId;
use cabinet_mirror::{EntityMirror, FeedError, RowFault};
use cabinet_protocol::ROW_SCHEMA;
use cabinet_protocol::claims::{ClaimFeedRow, ClaimMessageRow, ClaimRow};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::feed::Manifest;
use cabinet_protocol::framing::{Change, ChangesPage};
use cabinet_sqlite::Key;
use prost::Message;

fn feed() -> FeedName {
    FeedName::Claims("e1".to_owned())
}

fn claim(id: &str, state: &str, filed_at_ms: i64) -> ClaimRow {
    ClaimRow {
        id: id.to_owned(),
        number: "1".to_owned(),
        kind: "defect".to_owned(),
        remedy: "replace".to_owned(),
        state: state.to_owned(),
        filed_at_ms,
        answer_by_ms: Some(9),
        messages: vec![ClaimMessageRow {
            text: "Резьба сорвана".to_owned(),
            ..ClaimMessageRow::default()
        }],
        ..ClaimRow::default()
    }
}

fn put(seq: u64, key: &str, row: Option<ClaimRow>) -> Change {
    Change {
        seq,
        key: key.to_owned(),
        is_deleted: false,
        body: ClaimFeedRow { claim: row }.encode_to_vec(),
    }
}

fn page(from: u64, changes: Vec<Change>) -> ChangesPage {
    let to = from + u64::try_from(changes.len()).unwrap();
    ChangesPage {
        epoch: "a".to_owned(),
        from,
        to,
        head: to,
        cursor: format!("c{to}"),
        true_at_ms: 1,
        changes,
        feed_hash: Vec::new(),
    }
}

fn open(dir: &std::path::Path) -> EntityMirror {
    let entity = EntityId::from("e1");
    let mirror = EntityMirror::open(&dir.join("entity-e1.db"), &Key::from_bytes([4; 32]), &entity).unwrap();
    for feed in [feed(), FeedName::Documents("e1".to_owned())] {
        if mirror.feeds().feed(&feed).unwrap().is_none() {
            let manifest = Manifest {
                feed: feed.clone(),
                epoch: "a".to_owned(),
                at_seq: 0,
                schema: ROW_SCHEMA,
                rows: 0,
                cursor: "c0".to_owned(),
                true_at_ms: 1,
                segments: Vec::new(),
                feed_hash: None,
            };
            mirror.feeds().begin_snapshot(&manifest).unwrap().publish().unwrap();
        }
    }
    mirror
}

#[test]
fn claims_come_change_and_go_with_their_own_feed() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    let changes = vec![
        put(1, "c:a", Some(claim("a", "received", 1))),
        put(2, "c:b", Some(claim("b", "received", 2))),
        // A kind of a newer gateway.
        put(3, "x:1", None),
    ];
    mirror.feeds().apply_changes(&feed(), &page(0, changes)).unwrap();
    let list = mirror.claims().unwrap();
    assert_eq!(
        list.iter().map(|claim| claim.id.as_str()).collect::<Vec<_>>(),
        ["b", "a"]
    );
    let answered = vec![put(4, "c:a", Some(claim("a", "accepted", 1)))];
    mirror.feeds().apply_changes(&feed(), &page(3, answered)).unwrap();
    let found = mirror.claim(&"a".into()).unwrap().unwrap();
    assert_eq!(
        (found.state.as_str(), found.messages[0].text.as_str()),
        ("accepted", "Резьба сорвана")
    );
    mirror.feeds().purge(&feed()).unwrap();
    assert_eq!(mirror.claims().unwrap(), []);
    assert!(
        mirror
            .feeds()
            .feed(&FeedName::Documents("e1".to_owned()))
            .unwrap()
            .is_some()
    );
}

#[test]
fn a_claim_that_cannot_be_shown_stops_its_page_and_removes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    mirror
        .feeds()
        .apply_changes(&feed(), &page(0, vec![put(1, "c:a", Some(claim("a", "received", 1)))]))
        .unwrap();
    let other_kind = ClaimRow {
        kind: "theft".to_owned(),
        ..claim("b", "received", 2)
    };
    for (key, row, fault) in [
        ("c:other", claim("b", "received", 2), RowFault::WrongKey),
        ("c:b", claim("b", "lost", 2), RowFault::OutOfRange { field: "state" }),
        ("c:b", other_kind, RowFault::OutOfRange { field: "kind" }),
    ] {
        let refused = mirror
            .feeds()
            .apply_changes(&feed(), &page(1, vec![put(2, key, Some(row))]));
        let Err(FeedError::UnreadableRow { fault: found, .. }) = refused else {
            panic!("{key} was taken");
        };
        assert_eq!(found.to_string(), fault.to_string());
        assert_eq!(mirror.claims().unwrap().len(), 1);
    }
    let foreign = FeedName::Claims("e2".to_owned());
    assert!(mirror.feeds().apply_changes(&foreign, &page(0, Vec::new())).is_err());
}
