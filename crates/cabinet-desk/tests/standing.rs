//! Rules that go with an order: they stand with its command, speak up once, and go with the right to see prices.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_desk::{Desk, Grant, Move, Placement, Settlement, StandingRules, new_command_key};
use cabinet_domain::access::Role;
use cabinet_domain::ids::{CommandKey, DraftId};
use cabinet_domain::marks::LineMarks;
use cabinet_domain::service::{LineService, ServicePer, ServiceTerms};
use cabinet_domain::stock::StockMode;
use common::{draft_with, entity, items_of, line, open, placement};

fn rules() -> StandingRules {
    StandingRules {
        rules: "{}".to_owned(),
        seen: "{\"a\":12300}".to_owned(),
        round: 0,
        applied: "[]".to_owned(),
        is_over: false,
    }
}

fn queue(desk: &Desk, draft: &DraftId, items: &[&str], standing: Option<StandingRules>) -> CommandKey {
    let key = new_command_key();
    let order = Placement {
        standing,
        ..placement(draft, items, &key)
    };
    desk.queue_placement(&entity(), &order, 5).unwrap();
    key
}

fn ask(desk: &Desk, key: &CommandKey) {
    desk.advance(key, &Move::Sending { until_ms: 9 }, 6).unwrap();
    let question = Move::NeedsUser {
        why: "changed".to_owned(),
        verdict: "{}".to_owned(),
    };
    desk.advance(key, &question, 7).unwrap();
}

#[test]
fn an_order_asks_its_rules_until_they_are_over_or_a_later_order_answers() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b"]);
    let plain = queue(&desk, &draft, &["b"], None);
    ask(&desk, &plain);
    assert_eq!(
        desk.asking_with_rules().unwrap(),
        [],
        "an order without rules asks only the user"
    );
    let first = queue(&desk, &draft, &["a"], Some(rules()));
    assert_eq!(desk.asking_with_rules().unwrap(), [], "it is on its way");
    ask(&desk, &first);
    assert_eq!(desk.asking_with_rules().unwrap(), std::slice::from_ref(&first));
    drop(desk);
    let desk = open(dir.path(), 8);
    assert_eq!(
        desk.standing_rules(&first).unwrap(),
        Some(rules()),
        "rules survive a restart"
    );
    let second = queue(&desk, &draft, &["a"], Some(rules()));
    assert_eq!(
        desk.asking_with_rules().unwrap(),
        [],
        "a later order of the draft answers the question"
    );
    ask(&desk, &second);
    desk.end_rules(&second).unwrap();
    assert_eq!(
        desk.asking_with_rules().unwrap(),
        [],
        "once the user is asked, the rules are silent"
    );
}

fn grant(price_type: Option<&str>) -> Grant {
    Grant {
        assortment: "all".into(),
        stock: StockMode::Exact,
        contract: None,
        entity: entity(),
        name: "ООО".to_owned(),
        inn: String::new(),
        kpp: String::new(),
        edrpou: String::new(),
        role: Role::Buyer,
        price_type: price_type.map(Into::into),
    }
}

#[test]
fn what_rules_took_is_found_by_the_entity_and_goes_with_the_right_to_see_prices() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a"]);
    let taken = StandingRules {
        round: 1,
        applied: "[1]".to_owned(),
        ..rules()
    };
    let key = queue(&desk, &draft, &["a"], Some(taken));
    assert_eq!(desk.commands_with_rules(&entity()).unwrap(), std::slice::from_ref(&key));
    desk.replace_grants(&[grant(Some("opt"))]).unwrap();
    assert!(desk.standing_rules(&key).unwrap().is_some());
    desk.replace_grants(&[grant(None)]).unwrap();
    assert_eq!(desk.standing_rules(&key).unwrap(), None);
}

#[test]
fn what_a_service_cost_goes_with_the_right_to_see_prices_and_the_service_stays() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b"]);
    let service = LineService {
        name: "Резка".into(),
        pieces: Some(2),
        length_mm: Some(700),
        terms: Some(ServiceTerms {
            per: ServicePer::Cut,
            price_micro: 50,
            minimum_minor: 0,
            currency: "RUB".into(),
            bar_mm: None,
            vat: String::new(),
        }),
    };
    let marks = LineMarks {
        services: vec![service.clone()],
        ..LineMarks::default()
    };
    desk.mark_line(&entity(), &draft, &"a".into(), 2_000, &marks, 3)
        .unwrap();
    desk.replace_grants(&[grant(Some("opt"))]).unwrap();
    let services = || {
        desk.draft(&entity(), &draft).unwrap().unwrap().lines[0]
            .marks
            .services
            .clone()
    };
    assert_eq!(services(), std::slice::from_ref(&service));
    desk.replace_grants(&[grant(None)]).unwrap();
    assert_eq!(services(), [LineService { terms: None, ..service }]);
    let other = &desk.draft(&entity(), &draft).unwrap().unwrap().lines[1];
    assert_eq!(
        (other.marks.clone(), other.seen_price.clone()),
        (LineMarks::default(), None)
    );
}

#[test]
fn decisions_and_the_order_stand_together_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b"]);
    let settlement = Settlement {
        removed: vec!["a".into()],
        waiting: vec![line("a", 2)],
        ..Settlement::default()
    };
    let key = new_command_key();
    // The order names a line that the decisions take out.
    let wrong = placement(&draft, &["a"], &key);
    desk.settle_and_queue(&entity(), &settlement, &wrong, 5).unwrap_err();
    assert_eq!(
        items_of(&desk, &draft),
        [("a".to_owned(), false), ("b".to_owned(), false)]
    );
    assert_eq!(desk.drafts(&entity(), false).unwrap().len(), 1, "nothing waits");
    let right = placement(&draft, &["b"], &key);
    desk.settle_and_queue(&entity(), &settlement, &right, 5).unwrap();
    // What waits is on its way with the rest, and waits only once that is placed.
    assert_eq!(
        items_of(&desk, &draft),
        [("a".to_owned(), true), ("b".to_owned(), true)]
    );
    assert_eq!(desk.drafts(&entity(), false).unwrap().len(), 1);
}
