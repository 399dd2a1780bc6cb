//! What a user's decisions make of a draft: the lines to be sent, and how the draft changes before. Pure.
//!
//! A line that got worse and has no decision stays in the draft. Nothing is ever sent at a price or in a quantity that
//! the user did not see.

use super::{ChangedLineView, CheckView, Decision, LineDecision};
use cabinet_desk::{DraftLine, NewLine};
use cabinet_domain::ids::ItemId;
use cabinet_protocol::orders::WantedLine;
use std::collections::{BTreeMap, BTreeSet};

/// The outcome of the decisions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Accepted {
    /// Lines to be sent.
    pub(super) wanted: Vec<WantedLine>,
    /// Lines of the draft with the new quantity or price that the user took.
    pub(super) rewritten: Vec<NewLine>,
    /// Lines that the user removed.
    pub(super) removed: Vec<ItemId>,
}

/// Applies decisions to the free lines of a draft. `prices` are what the user accepts of each; `unfit` are items whose
/// quantity cannot be ordered: without a check they stay in the draft, and with one it has said so.
pub(super) fn accept(
    lines: &[DraftLine],
    prices: &BTreeMap<ItemId, Option<(i64, String)>>,
    unfit: &BTreeSet<ItemId>,
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
        if check.is_none() && unfit.contains(&line.item) && decision != Some(&Decision::Remove) {
            continue;
        }
        let price = prices.get(&line.item).cloned().flatten();
        take(line, price, change, decision, currency, &mut accepted);
    }
    accepted
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
        accepted.removed.push(line.item.clone());
        return;
    }
    if decision == Some(&Decision::Keep) {
        return;
    }
    let is_worse = change.is_some_and(|change| change.is_dearer || change.is_short || change.cannot_be_bought());
    let quantity_milli = match (is_worse, decision) {
        (false, Some(Decision::Reduce { quantity_milli })) => (*quantity_milli).min(line.quantity_milli),
        (false, _) => line.quantity_milli,
        (true, None | Some(Decision::Remove | Decision::Keep)) => return,
        (true, Some(Decision::Accept)) => there(line, change),
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
    if quantity_milli != line.quantity_milli || seen_price != line.seen_price {
        accepted.rewritten.push(NewLine {
            item: line.item.clone(),
            quantity_milli,
            seen_price,
            article: line.article.clone(),
            name: line.name.clone(),
            unit: line.unit.clone(),
        });
    }
    let (price_micro, currency) = price.unzip();
    accepted.wanted.push(WantedLine {
        item: line.item.clone(),
        quantity_milli,
        price_micro,
        currency,
    });
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
    use crate::delivery::DeliveryView;

    fn line(item: &str, quantity_milli: i64) -> DraftLine {
        DraftLine {
            item: item.into(),
            quantity_milli,
            seen_price: Some((100, "RUB".into())),
            article: item.into(),
            name: item.into(),
            unit: "шт".into(),
            in_command: None,
        }
    }

    fn accept(lines: &[DraftLine], check: Option<&CheckView>, decisions: &[LineDecision]) -> Accepted {
        let prices = lines
            .iter()
            .map(|line| (line.item.clone(), line.seen_price.clone()))
            .collect();
        super::accept(lines, &prices, &BTreeSet::new(), check, decisions)
    }

    fn change(item: &str, price_now: Option<i64>, available_milli: i64) -> ChangedLineView {
        ChangedLineView {
            item: item.into(),
            article: String::new(),
            name: String::new(),
            unit: String::new(),
            asked_milli: 5_000,
            available_milli: Some(available_milli),
            price_was_micro: Some(100),
            price_now_micro: price_now,
            price_change_bp: None,
            is_dearer: price_now > Some(100),
            is_cheaper: price_now.is_some_and(|now| now < 100),
            is_short: price_now.is_some() && available_milli < 5_000,
            is_gone: price_now.is_none(),
            is_unpriced: false,
            is_whole: false,
            misfit: None,
            up_milli: None,
            list_micro: None,
            list_currency: String::new(),
        }
    }

    fn check(changed: Vec<ChangedLineView>) -> CheckView {
        CheckView {
            draft: "d".into(),
            command: None,
            quote: "q".into(),
            made_at_ms: 0,
            lines_total: 1,
            changed,
            total_was_minor: 0,
            total_now_minor: 0,
            currency: "RUB".into(),
            is_clean: false,
            contract: None,
            delivery: Box::new(DeliveryView {
                has_directories: false,
                way: None,
                kind: String::new(),
                carrier: None,
                branch: None,
                address: None,
                date: None,
                own_number: String::new(),
                problems: Vec::new(),
            }),
            comment: String::new(),
            line_comments: Vec::new(),
            gifts: Vec::new(),
        }
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
            assert_eq!(accepted.removed.len(), usize::from(decision == Some(Remove)), "{name}");
        }
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
        assert_eq!(accepted.rewritten, []);
    }

    #[test]
    fn rules_stand_between_the_price_that_was_seen_and_the_one_that_is_accepted() {
        let lines = [line("a", 5_000)];
        let prices = BTreeMap::from([(ItemId::from("a"), Some((95, "RUB".to_owned())))]);
        let offline = super::accept(&lines, &prices, &BTreeSet::new(), None, &[]);
        assert_eq!(offline.wanted[0].price_micro, Some(95));
        assert_eq!(offline.rewritten, [], "the list's price is still the one that was seen");
        let dearer = ChangedLineView {
            list_micro: Some(110),
            list_currency: "RUB".into(),
            ..change("a", Some(104), 5_000)
        };
        let decisions = [LineDecision {
            item: "a".into(),
            decision: Decision::Accept,
        }];
        let checked = super::accept(
            &lines,
            &prices,
            &BTreeSet::new(),
            Some(&check(vec![dearer])),
            &decisions,
        );
        assert_eq!(checked.wanted[0].price_micro, Some(104));
        assert_eq!(checked.rewritten[0].seen_price, Some((110, "RUB".to_owned())));
    }

    #[test]
    fn offline_a_quantity_that_cannot_be_ordered_stays_in_the_draft_and_the_others_go() {
        let lines = [line("a", 5_000), line("b", 1_000)];
        let prices = lines
            .iter()
            .map(|line| (line.item.clone(), line.seen_price.clone()))
            .collect();
        let unfit = BTreeSet::from([ItemId::from("a")]);
        let accepted = super::accept(&lines, &prices, &unfit, None, &[]);
        let sent: Vec<&str> = accepted.wanted.iter().map(|line| line.item.as_str()).collect();
        assert_eq!(sent, ["b"]);
    }
}
