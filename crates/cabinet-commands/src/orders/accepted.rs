//! What a user's decisions make of a draft: the lines to be sent, and how the draft changes before. Pure.
//!
//! A line that got worse and has no decision stays in the draft. Nothing is ever sent at a price or in a quantity that
//! the user did not see.

use super::{ChangedLineView, ChangedServiceView, CheckView, Decision, LineDecision, places};
use crate::drafts::ServiceTermsView;
use cabinet_desk::{DraftLine, KeptLine, NewLine, Settlement};
use cabinet_domain::ids::{ItemId, WarehouseId};
use cabinet_domain::marks::{self, LineMarks, LinePart, fit};
use cabinet_domain::service::LineService;
use cabinet_protocol::orders::WantedLine;
use std::collections::{BTreeMap, BTreeSet};

/// The outcome of the decisions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Accepted {
    /// Lines to be sent.
    pub(super) wanted: Vec<WantedLine>,
    /// How the draft changes before.
    pub(super) settled: Settlement,
    /// Items of which whatever is not there is ordered all the same.
    pub(super) on_order: BTreeSet<ItemId>,
    /// What is done to the goods of lines that are sent, with the terms that the user accepted.
    pub(super) services: BTreeMap<ItemId, Vec<LineService>>,
}

/// Goods that the user takes in place of a line's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Substituted {
    /// The line that stands in the draft from now on.
    pub(super) line: NewLine,
    /// What the user accepts of it: the price that he sees.
    pub(super) price: Option<(i64, String)>,
}

/// What is known of the lines of a draft beside the lines themselves.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// What the user accepts of each line.
    pub(super) prices: BTreeMap<ItemId, Option<(i64, String)>>,
    /// Items whose quantity cannot be ordered: without a check they stay in the draft, and with one it has said so.
    pub(super) unfit: BTreeSet<ItemId>,
    /// What stands in for lines, where the user decided so.
    pub(super) substitutes: BTreeMap<ItemId, Substituted>,
}

/// Applies decisions to the free lines of a draft.
pub(super) fn accept(
    lines: &[DraftLine],
    known: &Known,
    check: Option<&CheckView>,
    decisions: &[LineDecision],
) -> Accepted {
    let changed: BTreeMap<&str, &ChangedLineView> = check
        .into_iter()
        .flat_map(|check| &check.changed)
        .map(|line| (line.item.as_str(), line))
        .collect();
    let decided: BTreeMap<&str, &Decision> = decisions
        .iter()
        .map(|decision| (decision.item.as_str(), &decision.decision))
        .collect();
    let currency = check.map_or("", |check| check.currency.as_str());
    let mut accepted = Accepted::default();
    for line in lines.iter().filter(|line| line.in_command.is_none()) {
        let change = changed.get(line.item.as_str()).copied();
        let decision = decided.get(line.item.as_str()).copied();
        if check.is_none() && known.unfit.contains(&line.item) && decision != Some(&Decision::Remove) {
            continue;
        }
        if let Some(Decision::Analogue { .. }) = decision {
            if let Some(other) = known.substitutes.get(&line.item) {
                replace(line, other, &mut accepted);
            }
            continue;
        }
        let price = known.prices.get(&line.item).cloned().flatten();
        take(line, price, change, decision, currency, &mut accepted);
    }
    accepted
}

/// Other goods go in the line's place.
fn replace(line: &DraftLine, other: &Substituted, accepted: &mut Accepted) {
    let (price_micro, currency) = other.price.clone().unzip();
    accepted.wanted.push(WantedLine {
        item: other.line.item.clone(),
        quantity_milli: other.line.quantity_milli,
        price_micro,
        currency,
    });
    accepted.serve(&other.line.item, &other.line.marks.services);
    if other.line.marks.on_order {
        accepted.on_order.insert(other.line.item.clone());
    }
    accepted.settled.replaced.push((line.item.clone(), other.line.clone()));
}

fn take(
    line: &DraftLine,
    accepted_price: Option<(i64, String)>,
    change: Option<&ChangedLineView>,
    decision: Option<&Decision>,
    currency: &str,
    accepted: &mut Accepted,
) {
    if decision == Some(&Decision::Remove) {
        accepted.settled.removed.push(line.item.clone());
        return;
    }
    if matches!(decision, Some(Decision::Keep | Decision::Analogue { .. })) {
        return;
    }
    let is_worse = change.is_some_and(|change| change.is_dearer || change.is_short || change.cannot_be_bought());
    let parts = divided(line, change, decision);
    let quantity_milli = match (is_worse, decision) {
        (false, Some(Decision::Reduce { quantity_milli })) => (*quantity_milli).min(line.quantity_milli),
        (false, _) => line.quantity_milli,
        (true, None | Some(Decision::Remove | Decision::Keep | Decision::Analogue { .. })) => return,
        (true, Some(Decision::Accept)) => there(line, change),
        (true, Some(Decision::Backorder)) => match wait_for_rest(line, change, accepted) {
            Some(there) => there,
            None => return,
        },
        (true, Some(Decision::OnOrder)) if change.is_some_and(ChangedLineView::can_wait) => line.quantity_milli,
        // Where it is not told what is there, nobody can say what of it is for the later day.
        (true, Some(Decision::Later { .. })) if parts.is_some() => line.quantity_milli,
        (true, Some(Decision::OnOrder | Decision::Later { .. })) => return,
        (true, Some(Decision::OtherWarehouse { .. })) => parts.as_deref().map_or(0, places::sum),
        (true, Some(Decision::Reduce { quantity_milli })) => (*quantity_milli).min(most(line, change)),
    };
    if quantity_milli <= 0 {
        return;
    }
    let price_now = change.and_then(|change| change.price_now_micro);
    let price = price_now.map(|micro| (micro, currency.to_owned())).or(accepted_price);
    // What is seen from now on is the list's price, of which the rules make the other one.
    let list = change.and_then(|change| Some((change.list_micro?, change.list_currency.clone())));
    let seen_price = match price_now {
        Some(_) => list.or_else(|| price.clone()),
        None => line.seen_price.clone(),
    };
    let takes_rest = matches!(decision, Some(Decision::OnOrder | Decision::Later { .. }));
    let is_on_order = line.marks.on_order || (is_worse && takes_rest);
    if is_on_order {
        accepted.on_order.insert(line.item.clone());
    }
    if quantity_milli != line.quantity_milli || seen_price != line.seen_price || is_on_order != line.marks.on_order {
        let mut rewritten = standing(line, quantity_milli, seen_price);
        if is_on_order != line.marks.on_order {
            // Said of the line too: should nothing be placed, the next check need not be told again.
            rewritten.marks = LineMarks {
                on_order: true,
                ..line.marks.fit(quantity_milli)
            };
        }
        accepted.settled.rewritten.push(rewritten);
    }
    let services = services_after(line, change);
    let marks = LineMarks {
        on_order: is_on_order,
        services: services.clone(),
        ..line.marks.fit(quantity_milli)
    };
    let is_divided = parts.is_some();
    let marks = match parts {
        Some(parts) => LineMarks {
            parts: fit(&parts, quantity_milli),
            ..marks
        },
        None => marks,
    };
    if services != line.marks.services || (is_divided && marks.parts != line.marks.parts) {
        accepted.settled.marked.push(KeptLine {
            item: line.item.clone(),
            quantity_milli,
            marks,
        });
    }
    accepted.serve(&line.item, &services);
    let (price_micro, currency) = price.unzip();
    accepted.wanted.push(WantedLine {
        item: line.item.clone(),
        quantity_milli,
        price_micro,
        currency,
    });
}

/// How a decision divides a line anew; `None` where the parts of its new quantity follow from those that it has.
fn divided(line: &DraftLine, change: Option<&ChangedLineView>, decision: Option<&Decision>) -> Option<Vec<LinePart>> {
    let change = change.filter(|change| change.is_short && !change.cannot_be_bought())?;
    let parts = &line.marks.parts;
    match decision? {
        Decision::OtherWarehouse { warehouse } => {
            let only = warehouse.as_deref().map(WarehouseId::new);
            Some(places::moved(parts, change, only.as_ref()))
        }
        Decision::Later { date } if change.can_wait() && change.available_milli.is_some() => {
            Some(places::later(parts, line.quantity_milli, change, date))
        }
        // What is taken of a line is what is there where it is wished from.
        Decision::Accept | Decision::Reduce { .. } | Decision::Backorder if change.anywhere_milli.is_some() => {
            Some(places::there_and_missing(parts, line.quantity_milli, change).0)
        }
        _ => None,
    }
}

/// The services of a line whose changes the user took: at the terms of now, and without those that are offered no more.
fn services_after(line: &DraftLine, change: Option<&ChangedLineView>) -> Vec<LineService> {
    let changed = change.map_or(&[][..], |change| change.services.as_slice());
    let standing = line.marks.services.iter();
    standing
        .filter_map(|service| {
            let is_it = |one: &&ChangedServiceView| {
                one.name == service.name && one.length_mm == service.length_mm && one.pieces == service.pieces
            };
            match changed.iter().find(is_it) {
                None => Some(service.clone()),
                Some(one) => one
                    .now
                    .as_ref()
                    .and_then(ServiceTermsView::to_domain)
                    .map(|terms| LineService {
                        terms: Some(terms),
                        ..service.clone()
                    }),
            }
        })
        .collect()
}

impl Accepted {
    fn serve(&mut self, item: &ItemId, services: &[LineService]) {
        if !services.is_empty() {
            self.services.insert(item.clone(), services.to_vec());
        }
    }
}

/// The line with another quantity.
fn standing(line: &DraftLine, quantity_milli: i64, seen_price: Option<(i64, String)>) -> NewLine {
    NewLine {
        item: line.item.clone(),
        quantity_milli,
        seen_price,
        article: line.article.clone(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        marks: LineMarks::default(),
    }
}

/// Sets what is missing of a line to wait, and gives back what is there of it; `None` where nothing of it can be waited
/// for: it is not short, or cannot be bought at all.
fn wait_for_rest(line: &DraftLine, change: Option<&ChangedLineView>, accepted: &mut Accepted) -> Option<i64> {
    if !change.is_some_and(ChangedLineView::can_wait) {
        return None;
    }
    let there = there(line, change).max(0);
    let missing = line.quantity_milli.saturating_sub(there);
    if missing > 0 {
        let rest = NewLine {
            marks: LineMarks {
                parts: match change.filter(|change| change.anywhere_milli.is_some()) {
                    Some(change) => {
                        let rest = places::there_and_missing(&line.marks.parts, line.quantity_milli, change).1;
                        fit(&rest, missing)
                    }
                    None => marks::rest(&line.marks.parts, there),
                },
                // What is done to goods is done once: to those that are there.
                services: if there > 0 {
                    Vec::new()
                } else {
                    line.marks.services.clone()
                },
                ..line.marks.fit(missing)
            },
            ..standing(line, missing, line.seen_price.clone())
        };
        accepted.settled.waiting.push(rest);
    }
    if there == 0 {
        accepted.settled.removed.push(line.item.clone());
    }
    Some(there)
}

/// The most that the user may reduce a line to: what is there, and where that is not told, less than what is not there.
fn most(line: &DraftLine, change: Option<&ChangedLineView>) -> i64 {
    let is_untold = change.is_some_and(|change| change.is_short && change.available_milli.is_none());
    if is_untold {
        line.quantity_milli
    } else {
        there(line, change)
    }
}

/// What can be promised of the line: nothing of what is gone or has no price, all of it when only the price changed.
fn there(line: &DraftLine, change: Option<&ChangedLineView>) -> i64 {
    match change {
        Some(change) if change.cannot_be_bought() => 0,
        // How much there is may not be told: then nothing is taken by itself, and a smaller quantity is a try.
        Some(change) if change.is_short => change.available_milli.unwrap_or(0).min(line.quantity_milli),
        _ => line.quantity_milli,
    }
}

#[cfg(test)]
mod tests {
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
}
