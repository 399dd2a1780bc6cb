//! What decisions make of a draft, worked out from the desk and the mirror: the same for what is shown and for what is sent.

use super::accepted::{Accepted, Known, Substituted, accept};
use super::analogues::Offers;
use super::{CheckView, Decision, LineDecision};
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::Pricer;
use crate::reason::{Reason, Thing};
use cabinet_desk::{Draft, DraftLine, Grant, NewLine};
use cabinet_domain::delivery::read_date;
use cabinet_domain::ids::ItemId;
use cabinet_domain::unit::is_whole_quantity;
use cabinet_mirror::ItemTerms;
use cabinet_pricing::draft::Trouble;
use cabinet_pricing::service::ServiceTrouble;
use cabinet_protocol::orders::WantedLine;
use std::collections::{BTreeMap, BTreeSet};

/// A draft with the decisions applied.
pub(super) struct Prepared {
    /// The prices of the entity.
    pub(super) pricer: Pricer,
    /// What is sent, and how the draft changes.
    pub(super) accepted: Accepted,
    /// Lines of the draft that could be sent at all.
    pub(super) free_lines: usize,
}

/// Applies decisions to a draft. `only` are the lines that may be sent at all, with what the user accepted of them; `None`:
/// every free one, at what the rules make of the prices that he saw.
pub(super) fn prepare(
    open: &Open,
    grant: &Grant,
    draft: &Draft,
    check: Option<&CheckView>,
    decisions: &[LineDecision],
    only: Option<&[WantedLine]>,
) -> Result<Prepared, CommandError> {
    demand_whole(check, decisions)?;
    demand_days(decisions)?;
    let pricer = Pricer::of(open, grant)?;
    let lines: Vec<DraftLine> = draft
        .lines
        .iter()
        .filter(|line| only.is_none_or(|only| only.iter().any(|one| one.item == line.item)))
        .cloned()
        .collect();
    let items: Vec<ItemId> = lines.iter().map(|line| line.item.clone()).collect();
    let terms = open.goods()?.terms(&sight(grant), &items)?;
    let known = Known {
        prices: match only {
            None => pricer.accepted(&lines, &terms),
            Some(only) => only
                .iter()
                .map(|line| (line.item.clone(), line.price_micro.zip(line.currency.clone())))
                .collect(),
        },
        unfit: unfit(&pricer, &lines, &terms),
        substitutes: substitutes(open, grant, &pricer, draft, decisions)?,
    };
    let accepted = accept(&lines, &known, check, decisions);
    let free_lines = lines.iter().filter(|line| line.in_command.is_none()).count();
    Ok(Prepared {
        pricer,
        accepted,
        free_lines,
    })
}

/// What the user takes in place of lines, at the prices of now.
fn substitutes(
    open: &Open,
    grant: &Grant,
    pricer: &Pricer,
    draft: &Draft,
    decisions: &[LineDecision],
) -> Result<BTreeMap<ItemId, Substituted>, CommandError> {
    let mut found = BTreeMap::new();
    if !decisions
        .iter()
        .any(|one| matches!(one.decision, Decision::Analogue { .. }))
    {
        return Ok(found);
    }
    let goods = open.goods()?;
    let offers = Offers::of(open, &goods, grant, pricer, &draft.lines)?;
    let mut used = BTreeSet::new();
    for decision in decisions {
        let Decision::Analogue { item } = &decision.decision else {
            continue;
        };
        let (of, item) = (ItemId::new(decision.item.as_str()), ItemId::new(item.as_str()));
        let Some(line) = draft.lines.iter().find(|line| line.item == of) else {
            continue;
        };
        if offers.is_taken(&item) || !used.insert(item.clone()) {
            return Err(Reason::AnalogueInDraft.into());
        }
        let other = offers.line(&item, line.quantity_milli)?;
        let other = other.ok_or_else(|| CommandError::not_found(Thing::Item))?;
        if other.line.unit != line.unit {
            return Err(Reason::AnalogueInOtherUnit { unit: other.line.unit }.into());
        }
        if let Some(service) = offers.missing_service(&of, &item)? {
            return Err(Reason::AnalogueWithoutService { service }.into());
        }
        // Whom the line is for does not change with the goods.
        let marks = line.marks.fit(other.line.quantity_milli);
        let line = NewLine { marks, ..other.line };
        found.insert(of, Substituted { line, ..other });
    }
    Ok(found)
}

/// Items whose quantity or service cannot be ordered, by the rules that this device has.
fn unfit(pricer: &Pricer, lines: &[DraftLine], terms: &[ItemTerms]) -> BTreeSet<ItemId> {
    let to_price: Vec<_> = terms
        .iter()
        .zip(lines)
        .map(|(terms, line)| (terms, line.quantity_milli, line.marks.services.as_slice()))
        .collect();
    let priced = pricer.price(&to_price);
    // A service that is gone is the gateway's to tell and the user's to decide, as a price is.
    let is_unfit = |trouble: Option<Trouble>| match trouble {
        Some(Trouble::Quantity(_)) => true,
        Some(Trouble::Service(trouble)) => trouble != ServiceTrouble::Gone,
        _ => false,
    };
    let of_lines = lines.iter().zip(&priced.lines);
    of_lines
        .filter(|(_, priced)| is_unfit(priced.trouble))
        .map(|(line, _)| line.item.clone())
        .collect()
}

/// A later day is one of the calendar.
fn demand_days(decisions: &[LineDecision]) -> Result<(), CommandError> {
    let is_day = |decision: &LineDecision| match &decision.decision {
        Decision::Later { date } => read_date(date).is_some(),
        _ => true,
    };
    if decisions.iter().all(is_day) {
        return Ok(());
    }
    Err(Reason::DateUnreadable.into())
}

/// A line cannot be reduced to a part of what is sold whole.
fn demand_whole(check: Option<&CheckView>, decisions: &[LineDecision]) -> Result<(), CommandError> {
    let changed = check.into_iter().flat_map(|check| &check.changed);
    for line in changed.filter(|line| line.is_whole) {
        let is_part = |decision: &LineDecision| match decision.decision {
            Decision::Reduce { quantity_milli } => decision.item == line.item && !is_whole_quantity(quantity_milli),
            Decision::Accept
            | Decision::Remove
            | Decision::Keep
            | Decision::Analogue { .. }
            | Decision::OnOrder
            | Decision::OtherWarehouse { .. }
            | Decision::Later { .. }
            | Decision::Backorder => false,
        };
        if decisions.iter().any(is_part) {
            let unit = line.unit.clone();
            return Err(Reason::SoldWholeReduce { unit }.into());
        }
    }
    Ok(())
}
