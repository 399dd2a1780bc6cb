//! Rules of prices in the disposable file: read at once after each change, gone with their feed, never half understood.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_mirror::{FeedError, Mirror};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::pricing::{PricingRow, RuleRow, TERMS_KEY, TermsRow};
use common::{deletion, load, open, page};
use prost::Message;

fn row(rule: RuleRow) -> KeyedRow {
    KeyedRow {
        key: PricingRow::rule_key(&rule.id),
        body: PricingRow {
            rule: Some(rule),
            terms: None,
        }
        .encode_to_vec(),
    }
}

fn discount(id: &str, percent_milli: i64) -> RuleRow {
    RuleRow {
        id: id.to_owned(),
        closeness: "entity".to_owned(),
        goods: "all".to_owned(),
        kind: "price_type".to_owned(),
        percent_milli: Some(percent_milli),
        ..RuleRow::default()
    }
}

fn terms() -> KeyedRow {
    KeyedRow {
        key: TERMS_KEY.to_owned(),
        body: PricingRow {
            rule: None,
            terms: Some(TermsRow {
                country: "RU".to_owned(),
                utc_offset_minutes: 180,
            }),
        }
        .encode_to_vec(),
    }
}

fn ids(mirror: &Mirror, entity: &str) -> Vec<String> {
    let rules = mirror.rules(&entity.into()).unwrap();
    rules.book.rules().map(|rule| rule.id.clone()).collect()
}

#[test]
fn rules_follow_their_feed_and_go_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    assert!(
        mirror.rules(&"e1".into()).unwrap().book.is_empty(),
        "before the feed came"
    );
    let (own, other) = (FeedName::Rules("e1".into()), FeedName::Rules("e2".into()));
    load(mirror.feeds(), &own, "epoch", 1, &[row(discount("a", -3_000)), terms()]);
    load(mirror.feeds(), &other, "epoch", 1, &[row(discount("z", -50_000))]);
    assert_eq!(
        (ids(&mirror, "e1"), ids(&mirror, "e2")),
        (vec!["a".into()], vec!["z".into()])
    );
    let rules = mirror.rules(&"e1".into()).unwrap();
    assert_eq!((rules.utc_offset_minutes, rules.book.country().code()), (180, "RU"));
    mirror
        .feeds()
        .apply_changes(&own, &page("epoch", 1, &[deletion("r:a"), row(discount("b", -1_000))]))
        .unwrap();
    assert_eq!(
        ids(&mirror, "e1"),
        ["b"],
        "what was read before is not kept over a change"
    );
    mirror.feeds().purge(&own).unwrap();
    assert_eq!((ids(&mirror, "e1").len(), ids(&mirror, "e2").len()), (0, 1));
}

#[test]
fn a_broken_rule_stops_its_page_and_one_of_a_kind_of_tomorrow_is_kept_and_not_applied() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    let feed = FeedName::Rules("e1".into());
    load(mirror.feeds(), &feed, "epoch", 1, &[row(discount("a", -3_000))]);
    let broken = RuleRow {
        percent_milli: None,
        ..discount("b", 0)
    };
    let unreadable = mirror
        .feeds()
        .apply_changes(&feed, &page("epoch", 1, &[deletion("r:a"), row(broken)]));
    assert!(matches!(unreadable, Err(FeedError::UnreadableRow { .. })));
    assert_eq!(ids(&mirror, "e1"), ["a"]);
    let unknown = RuleRow {
        kind: "lottery".to_owned(),
        ..discount("b", -1_000)
    };
    mirror
        .feeds()
        .apply_changes(&feed, &page("epoch", 1, &[row(unknown)]))
        .unwrap();
    assert_eq!(ids(&mirror, "e1"), ["a"]);
}
