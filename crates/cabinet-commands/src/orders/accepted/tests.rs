//! Decisions about changed lines: what of each is sent, what stays, what waits.

use super::*;
use crate::orders::check_view::tests::{changed as change, check};
use crate::orders::places::tests::{from, short_at_w1};

fn line(item: &str, quantity_milli: i64) -> DraftLine {
    DraftLine {
        item: item.into(),
        quantity_milli,
        seen_price: Some((100, "RUB".into())),
        article: item.into(),
        name: item.into(),
        unit: "шт".into(),
        marks: LineMarks::default(),
        in_command: None,
    }
}

fn known(lines: &[DraftLine]) -> Known {
    let prices = lines.iter().map(|line| (line.item.clone(), line.seen_price.clone()));
    Known {
        prices: prices.collect(),
        ..Known::default()
    }
}

fn accept(lines: &[DraftLine], check: Option<&CheckView>, decisions: &[LineDecision]) -> Accepted {
    super::accept(lines, &known(lines), check, decisions)
}

#[test]
fn only_what_the_user_took_is_sent() {
    use Decision::{Accept, Keep, Reduce, Remove};
    type Sent = Option<(i64, i64)>;
    let cases: [(&str, ChangedLineView, Option<Decision>, Sent); 12] = [
        (
            "dearer, accepted",
            change("a", Some(120), 5_000),
            Some(Accept),
            Some((5_000, 120)),
        ),
        ("dearer, undecided", change("a", Some(120), 5_000), None, None),
        ("dearer, kept", change("a", Some(120), 5_000), Some(Keep), None),
        ("dearer, removed", change("a", Some(120), 5_000), Some(Remove), None),
        (
            "short, accepted",
            change("a", Some(100), 2_000),
            Some(Accept),
            Some((2_000, 100)),
        ),
        (
            "short to nothing, accepted",
            change("a", Some(100), 0),
            Some(Accept),
            None,
        ),
        (
            "short, reduced",
            change("a", Some(100), 2_000),
            Some(Reduce { quantity_milli: 1_000 }),
            Some((1_000, 100)),
        ),
        (
            "reduced to more than there is",
            change("a", Some(100), 2_000),
            Some(Reduce { quantity_milli: 9_000 }),
            Some((2_000, 100)),
        ),
        ("gone, accepted", change("a", None, 0), Some(Accept), None),
        (
            "cheaper passes at the new price",
            change("a", Some(90), 5_000),
            None,
            Some((5_000, 90)),
        ),
        ("cheaper and short waits", change("a", Some(90), 1_000), None, None),
        (
            "cheaper and short, accepted",
            change("a", Some(90), 1_000),
            Some(Accept),
            Some((1_000, 90)),
        ),
    ];
    for (name, changed, decision, expected) in cases {
        let decisions: Vec<_> = decision
            .iter()
            .map(|decision| LineDecision {
                item: "a".into(),
                decision: decision.clone(),
            })
            .collect();
        let accepted = accept(&[line("a", 5_000)], Some(&check(vec![changed])), &decisions);
        let sent = accepted
            .wanted
            .first()
            .map(|line| (line.quantity_milli, line.price_micro.unwrap()));
        assert_eq!(sent, expected, "{name}");
        assert_eq!(
            accepted.settled.removed.len(),
            usize::from(decision == Some(Remove)),
            "{name}"
        );
    }
}

#[test]
fn a_line_is_divided_by_where_it_is_and_where_else_it_comes_from() {
    use Decision::{Accept, Backorder, Later, OnOrder, OtherWarehouse, Reduce};
    let short = || line_of_w1(short_at_w1());
    let later = Later {
        date: "2026-12-10".into(),
    };
    let from_w2 = OtherWarehouse {
        warehouse: Some("w2".into()),
    };
    let cases = [
        (Accept, vec![("w1", 2_000)], 0),
        (Reduce { quantity_milli: 1_000 }, vec![("w1", 1_000)], 0),
        (
            OtherWarehouse { warehouse: None },
            vec![("w1", 2_000), ("w2", 3_000)],
            0,
        ),
        (from_w2, vec![("w1", 2_000), ("w2", 3_000)], 0),
        (Backorder, vec![("w1", 2_000)], 3_000),
        (later, vec![("w1", 2_000), ("w1", 3_000)], 0),
        (OnOrder, vec![], 0),
    ];
    for (decision, parts, waits) in cases {
        let (line, check) = short();
        let decisions = [LineDecision {
            item: "a".into(),
            decision: decision.clone(),
        }];
        let accepted = accept(&[line], Some(&check), &decisions);
        let divided = accepted.settled.marked.first();
        let got: Vec<_> = divided
            .iter()
            .flat_map(|line| &line.marks.parts)
            .map(|part| (part.warehouse.as_ref().unwrap().as_str(), part.quantity_milli))
            .collect();
        assert_eq!(got, parts, "{decision:?}");
        let waiting = accepted.settled.waiting.first();
        assert_eq!(waiting.map_or(0, |line| line.quantity_milli), waits, "{decision:?}");
        let sent = accepted.wanted[0].quantity_milli;
        let all = parts.iter().map(|(_, milli)| milli).sum::<i64>();
        assert_eq!(sent, if parts.is_empty() { 5_000 } else { all }, "{decision:?}");
        let is_on_order = matches!(decision, OnOrder | Later { .. });
        assert_eq!(
            accepted.on_order.contains(&ItemId::from("a")),
            is_on_order,
            "{decision:?}"
        );
    }
}

/// A line of five that are wished from w1.
fn line_of_w1(change: ChangedLineView) -> (DraftLine, CheckView) {
    let marks = LineMarks {
        parts: vec![from("w1", 5_000)],
        ..LineMarks::default()
    };
    let line = DraftLine {
        marks,
        ..line("a", 5_000)
    };
    (line, check(vec![change]))
}

#[test]
fn of_what_is_not_told_only_a_smaller_quantity_that_the_user_names_is_sent() {
    let untold = ChangedLineView {
        available_milli: None,
        is_short: true,
        ..change("a", Some(100), 0)
    };
    let sent = |decision| {
        let decisions = [LineDecision {
            item: "a".into(),
            decision,
        }];
        let accepted = accept(&[line("a", 5_000)], Some(&check(vec![untold.clone()])), &decisions);
        accepted.wanted.first().map(|line| line.quantity_milli)
    };
    assert_eq!(sent(Decision::Accept), None);
    assert_eq!(sent(Decision::Reduce { quantity_milli: 2_000 }), Some(2_000));
    assert_eq!(sent(Decision::Reduce { quantity_milli: 9_000 }), Some(5_000));
}

#[test]
fn a_line_without_a_price_stays_in_the_draft_whatever_is_accepted() {
    let unpriced = ChangedLineView {
        is_gone: false,
        is_unpriced: true,
        ..change("a", None, 0)
    };
    for decision in [
        Decision::Accept,
        Decision::Reduce { quantity_milli: 2_000 },
        Decision::Keep,
    ] {
        let decisions = [LineDecision {
            item: "a".into(),
            decision: decision.clone(),
        }];
        let accepted = accept(&[line("a", 5_000)], Some(&check(vec![unpriced.clone()])), &decisions);
        assert_eq!(accepted, Accepted::default(), "{decision:?}");
    }
}

#[test]
fn lines_in_flight_are_left_alone_and_unchanged_ones_go_as_seen() {
    let flying = DraftLine {
        in_command: Some("k".into()),
        ..line("b", 1_000)
    };
    let accepted = accept(&[line("a", 5_000), flying], Some(&check(Vec::new())), &[]);
    assert_eq!(accepted.wanted.len(), 1);
    assert_eq!(accepted.wanted[0].price_micro, Some(100));
    assert_eq!(accepted.settled, Settlement::default());
}

#[test]
fn what_is_there_goes_and_the_rest_waits() {
    let backorder = |changed: ChangedLineView| {
        let decisions = [LineDecision {
            item: "a".into(),
            decision: Decision::Backorder,
        }];
        accept(&[line("a", 5_000)], Some(&check(vec![changed])), &decisions)
    };
    let part = backorder(change("a", Some(100), 2_000));
    assert_eq!(part.wanted[0].quantity_milli, 2_000);
    assert_eq!(part.settled.rewritten[0].quantity_milli, 2_000);
    assert_eq!(part.settled.waiting[0].quantity_milli, 3_000);
    assert_eq!(part.settled.removed, []);
    let whole = backorder(change("a", Some(100), 0));
    assert_eq!((whole.wanted.len(), whole.settled.removed.len()), (0, 1));
    assert_eq!(whole.settled.waiting[0].quantity_milli, 5_000);
    let untold = backorder(ChangedLineView {
        available_milli: None,
        ..change("a", Some(100), 0)
    });
    assert_eq!(
        untold.settled.waiting[0].quantity_milli, 5_000,
        "what is not told is not taken"
    );
    for never in [change("a", None, 0), change("a", Some(120), 5_000)] {
        assert_eq!(backorder(never), Accepted::default(), "it is not short");
    }
}

#[test]
fn what_is_missing_is_ordered_all_the_same_only_where_it_can_be_waited_for() {
    let on_order = |changed: ChangedLineView| {
        let decisions = [LineDecision {
            item: "a".into(),
            decision: Decision::OnOrder,
        }];
        accept(&[line("a", 5_000)], Some(&check(vec![changed])), &decisions)
    };
    for short in [change("a", Some(100), 2_000), change("a", Some(100), 0)] {
        let taken = on_order(short);
        assert_eq!(taken.wanted[0].quantity_milli, 5_000);
        assert!(taken.on_order.contains(&ItemId::from("a")));
        assert!(taken.settled.rewritten[0].marks.on_order);
    }
    for never in [change("a", None, 0), change("a", Some(120), 5_000)] {
        assert_eq!(on_order(never), Accepted::default());
    }
    let marked = DraftLine {
        marks: LineMarks {
            on_order: true,
            ..LineMarks::default()
        },
        ..line("a", 5_000)
    };
    let offline = accept(&[marked], None, &[]);
    assert!(offline.on_order.contains(&ItemId::from("a")));
    assert_eq!(offline.settled, Settlement::default());
}

#[test]
fn an_analogue_takes_the_place_of_its_line_at_the_price_that_is_seen() {
    let lines = [line("a", 5_000), line("b", 1_000)];
    let other = Substituted {
        line: NewLine {
            item: "c".into(),
            quantity_milli: 5_000,
            seen_price: Some((90, "RUB".into())),
            article: "c".into(),
            name: "c".into(),
            unit: "шт".into(),
            marks: LineMarks::default(),
        },
        price: Some((85, "RUB".into())),
    };
    let known = Known {
        substitutes: BTreeMap::from([("a".into(), other.clone())]),
        ..known(&lines)
    };
    let decisions = [LineDecision {
        item: "a".into(),
        decision: Decision::Analogue { item: "c".into() },
    }];
    let accepted = super::accept(&lines, &known, Some(&check(vec![change("a", None, 0)])), &decisions);
    let sent: Vec<_> = accepted
        .wanted
        .iter()
        .map(|line| (line.item.as_str(), line.price_micro))
        .collect();
    assert_eq!(sent, [("c", Some(85)), ("b", Some(100))]);
    assert_eq!(accepted.settled.replaced, [("a".into(), other.line)]);
}

fn cutting(price: i64) -> ServiceTermsView {
    ServiceTermsView {
        per: "cut".into(),
        price_micro: price,
        minimum_minor: 0,
        currency: "RUB".into(),
        bar_mm: None,
        vat: String::new(),
    }
}

/// A line to be cut at 50, and what became of the service.
fn served(now: Option<ServiceTermsView>) -> (DraftLine, ChangedLineView) {
    let service = LineService {
        name: "Резка".into(),
        pieces: Some(2),
        length_mm: Some(700),
        terms: cutting(50).to_domain(),
    };
    let changed = ChangedServiceView {
        name: service.name.clone(),
        pieces: service.pieces,
        length_mm: service.length_mm,
        was: Some(cutting(50)),
        now,
        now_minor: None,
        trouble: None,
    };
    let mut line = line("a", 5_000);
    line.marks.services = vec![service];
    let view = ChangedLineView {
        is_dearer: true,
        services: vec![changed],
        ..change("a", Some(100), 5_000)
    };
    (line, view)
}

#[test]
fn a_service_goes_at_the_terms_that_were_accepted_or_not_at_all() {
    let accept_it = [LineDecision {
        item: "a".into(),
        decision: Decision::Accept,
    }];
    for (name, now, expected) in [
        ("dearer", Some(cutting(60)), vec![cutting(60).to_domain()]),
        ("gone", None, vec![]),
    ] {
        let (line, view) = served(now);
        let checked = check(vec![view]);
        let undecided = accept(std::slice::from_ref(&line), Some(&checked), &[]);
        assert_eq!(undecided, Accepted::default(), "{name}: it is the user's to say");
        let accepted = accept(&[line], Some(&checked), &accept_it);
        let sent = accepted.services.get(&ItemId::from("a")).cloned().unwrap_or_default();
        let terms: Vec<_> = sent.into_iter().map(|service| service.terms).collect();
        assert_eq!(terms, expected, "{name}");
        let kept = &accepted.settled.marked[0];
        assert_eq!(
            (kept.marks.services.len(), kept.quantity_milli),
            (expected.len(), 5_000),
            "{name}"
        );
        assert_eq!(accepted.wanted.len(), 1, "{name}");
    }
    let (line, _) = served(None);
    let offline = accept(std::slice::from_ref(&line), None, &[]);
    assert_eq!(
        offline.services[&ItemId::from("a")],
        line.marks.services,
        "as it was seen"
    );
    assert_eq!(offline.settled, Settlement::default());
}

#[test]
fn rules_stand_between_the_price_that_was_seen_and_the_one_that_is_accepted() {
    let lines = [line("a", 5_000)];
    let known = Known {
        prices: BTreeMap::from([(ItemId::from("a"), Some((95, "RUB".to_owned())))]),
        ..Known::default()
    };
    let offline = super::accept(&lines, &known, None, &[]);
    assert_eq!(offline.wanted[0].price_micro, Some(95));
    assert_eq!(
        offline.settled.rewritten,
        [],
        "the list's price is still the one that was seen"
    );
    let dearer = ChangedLineView {
        list_micro: Some(110),
        list_currency: "RUB".into(),
        ..change("a", Some(104), 5_000)
    };
    let decisions = [LineDecision {
        item: "a".into(),
        decision: Decision::Accept,
    }];
    let checked = super::accept(&lines, &known, Some(&check(vec![dearer])), &decisions);
    assert_eq!(checked.wanted[0].price_micro, Some(104));
    assert_eq!(checked.settled.rewritten[0].seen_price, Some((110, "RUB".to_owned())));
}

#[test]
fn offline_a_quantity_that_cannot_be_ordered_stays_in_the_draft_and_the_others_go() {
    let lines = [line("a", 5_000), line("b", 1_000)];
    let known = Known {
        unfit: BTreeSet::from([ItemId::from("a")]),
        ..known(&lines)
    };
    let accepted = super::accept(&lines, &known, None, &[]);
    let sent: Vec<&str> = accepted.wanted.iter().map(|line| line.item.as_str()).collect();
    assert_eq!(sent, ["b"]);
}
