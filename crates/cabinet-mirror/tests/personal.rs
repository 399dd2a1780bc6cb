//! Subscriptions and notices of the person, in the disposable file beside the goods.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_mirror::{FeedError, RowFault};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::personal::{NoticeRow, PersonalRow, SubscriptionRow};
use common::{deletion, load, open, page};
use prost::Message;

fn feed() -> FeedName {
    FeedName::Personal("p-1".to_owned())
}

fn subscription(entity: &str, item: &str, threshold_milli: Option<i64>) -> KeyedRow {
    let row = SubscriptionRow {
        entity: entity.to_owned(),
        item: item.to_owned(),
        article: "Б-1".to_owned(),
        name: "Болт".to_owned(),
        unit: "шт".to_owned(),
        threshold_milli,
        watches_price: threshold_milli.is_none(),
        until: None,
        subscribed_at_ms: 5,
    };
    KeyedRow {
        key: PersonalRow::subscription_key(entity, item),
        body: PersonalRow {
            subscription: Some(row),
            ..PersonalRow::default()
        }
        .encode_to_vec(),
    }
}

fn notice(id: &str, entity: &str, kind: &str, at_ms: i64) -> KeyedRow {
    let row = NoticeRow {
        id: id.to_owned(),
        entity: entity.to_owned(),
        kind: kind.to_owned(),
        at_ms,
        ..NoticeRow::default()
    };
    KeyedRow {
        key: PersonalRow::notice_key(id),
        body: PersonalRow {
            notice: Some(row),
            ..PersonalRow::default()
        }
        .encode_to_vec(),
    }
}

#[test]
fn what_was_subscribed_to_and_told_is_listed_by_entity_and_follows_the_feed() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    let rows = [
        notice("n1", "e1", "arrival", 1),
        notice("n2", "e1", "of the future", 2),
        notice("n3", "e2", "arrival", 3),
        subscription("e1", "i#a/b", Some(2_000)),
        subscription("e2", "i#a/b", None),
    ];
    load(mirror.feeds(), &feed(), "epoch", 5, &rows);
    let ids = |entity: &str| -> Vec<String> {
        mirror
            .notices(&entity.into(), 10)
            .unwrap()
            .into_iter()
            .map(|notice| notice.id)
            .collect()
    };
    assert_eq!(
        (ids("e1"), ids("e2")),
        (vec!["n2".into(), "n1".into()], vec!["n3".into()])
    );
    assert_eq!(
        mirror.subscriptions(&"e1".into()).unwrap()[0].threshold_milli,
        Some(2_000)
    );
    assert!(mirror.subscriptions(&"e2".into()).unwrap()[0].watches_price);
    assert!(
        mirror.notice(&"e2".into(), "n1").unwrap().is_none(),
        "of another entity"
    );

    let changes = page(
        "epoch",
        5,
        &[
            deletion("s:e1/i#a/b"),
            deletion("n:n1"),
            notice("n4", "e1", "arrival", 9),
            subscription("e2", "i#a/b", Some(1)),
        ],
    );
    mirror.feeds().apply_changes(&feed(), &changes).unwrap();
    assert_eq!(ids("e1"), ["n4", "n2"]);
    assert!(mirror.subscriptions(&"e1".into()).unwrap().is_empty());
    assert_eq!(mirror.feeds().feed(&feed()).unwrap().unwrap().rows, 4);

    load(
        mirror.feeds(),
        &feed(),
        "new epoch",
        1,
        &[notice("n3", "e2", "arrival", 3)],
    );
    assert_eq!(
        (ids("e1").len(), ids("e2").len()),
        (0, 1),
        "a snapshot takes the place of all"
    );
    mirror.feeds().purge(&feed()).unwrap();
    assert!(ids("e2").is_empty());
}

#[test]
fn a_row_under_the_key_of_another_stops_its_page_and_a_kind_of_row_of_the_future_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    let unknown = KeyedRow {
        key: "x:1".to_owned(),
        body: Vec::new(),
    };
    load(mirror.feeds(), &feed(), "epoch", 1, &[unknown]);
    let mut wrong = notice("n1", "e1", "arrival", 1);
    wrong.key = "n:n2".to_owned();
    let refused = mirror.feeds().apply_changes(&feed(), &page("epoch", 1, &[wrong]));
    assert!(
        matches!(
            refused,
            Err(FeedError::UnreadableRow {
                fault: RowFault::WrongKey,
                ..
            })
        ),
        "{refused:?}"
    );
}
