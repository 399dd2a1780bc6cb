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
    let mut marks = LineMarks {
        on_order: is_on_order,
        services: services.clone(),
        ..line.marks.fit(quantity_milli)
    };
    let is_divided_anew = parts.is_some_and(|parts| {
        marks.parts = fit(&parts, quantity_milli);
        marks.parts != line.marks.parts
    });
    if is_divided_anew || services != line.marks.services {
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
mod tests;
