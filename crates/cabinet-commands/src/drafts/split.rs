//! `drafts_split`: what does not fit the credit limit goes into a draft of its own.

use super::create::proper_name;
use super::limits::limits_of;
use super::{DraftSummary, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft, sight};
use crate::pricing::Pricer;
use crate::reason::Reason;
use cabinet_desk::{DraftLine, LineChange, NewLine};
use cabinet_pricing::draft::PricedLine;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeSet;

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SplitView {
    /// The draft that can be ordered on credit.
    pub kept: DraftSummary,
    /// The new one with the rest.
    pub rest: DraftSummary,
}

/// Takes lines out of a draft, from the last one on, until it fits what is free of the credit limit, and puts them into a new
/// draft of this name. Lines are taken whole; where the first ones do not fit by themselves, others stay that do.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid` (no limit, or nothing to take), `disk_full`.
pub async fn split(cabinet: &Cabinet, draft: String, name: String) -> Result<SplitView, CommandError> {
    let split = cabinet
        .ready()?
        .blocking(move |open| take_out(open, &draft, &name))
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(split)
}

fn take_out(open: &Open, id: &str, name: &str) -> Result<SplitView, CommandError> {
    let (grant, draft) = open.draft(id)?;
    demand_draft(&grant)?;
    let name = proper_name(name)?;
    let limits = limits_of(&grant)?;
    let free = limits
        .and_then(|limits| limits.credit)
        .and_then(|credit| credit.free_minor());
    let free = free.ok_or(Reason::NothingToSplit)?;
    let lines: Vec<&DraftLine> = draft.lines.iter().filter(|line| line.in_command.is_none()).collect();
    let items: Vec<_> = lines.iter().map(|line| line.item.clone()).collect();
    let terms = open.goods()?.terms(&sight(&grant), &items)?;
    let pricer = Pricer::of(open, &grant)?;
    let kept = fitting(lines.len(), |chosen| {
        let part: Vec<_> = chosen
            .iter()
            .filter_map(|at| Some((terms.get(*at)?, lines.get(*at)?)))
            .map(|(terms, line)| (terms, line.quantity_milli, line.marks.services.as_slice()))
            .collect();
        let priced = pricer.price(&part);
        let sums = priced.lines.iter().flat_map(PricedLine::all_sums);
        sums.fold(0_i64, |sum, sums| sum.saturating_add(sums.sum.minor())) <= free
    });
    let rest: Vec<&DraftLine> = (0..)
        .zip(&lines)
        .filter(|(at, _)| !kept.contains(at))
        .map(|(_, line)| *line)
        .collect();
    if rest.is_empty() || kept.is_empty() {
        return Err(Reason::NothingToSplit.into());
    }
    let now_ms = open.clock.now_ms();
    let made = open.desk.create_draft(&grant.entity, &name, now_ms)?;
    let moved: Vec<NewLine> = rest.iter().map(|line| NewLine::from(*line)).collect();
    // Put in first: whatever comes between, no line is lost.
    open.desk
        .put_lines(&grant.entity, &made, &moved, LineChange::Set, now_ms)?;
    for line in &rest {
        open.desk
            .remove_line(&grant.entity, &draft.summary.id, &line.item, now_ms)?;
    }
    let (grant, kept) = open.draft(id)?;
    let (_, rest) = open.draft(made.as_str())?;
    Ok(SplitView {
        kept: view::summary(open, &grant, &kept)?,
        rest: view::summary(open, &grant, &rest)?,
    })
}

/// Which lines stay: the first ones as far as they fit together, else each in turn that fits beside those before it. Prices
/// depend on what is in the order, so each choice is weighed as a whole: without the others a promotion may be gone.
fn fitting(lines: usize, fits: impl Fn(&[usize]) -> bool) -> BTreeSet<usize> {
    // More lines cost more, but for a promotion at its threshold: by halves, and then what was found is as it was weighed.
    let (mut fitting, mut beyond) = (0, lines.saturating_add(1));
    while beyond.saturating_sub(fitting) > 1 {
        let middle = fitting.saturating_add(beyond) / 2;
        let first: Vec<usize> = (0..middle).collect();
        if fits(&first) {
            fitting = middle;
        } else {
            beyond = middle;
        }
    }
    let mut kept: Vec<usize> = (0..fitting).collect();
    if kept.is_empty() {
        for line in 0..lines {
            kept.push(line);
            if !fits(&kept) {
                kept.pop();
            }
        }
    }
    kept.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_fits_together_at_the_prices_that_it_then_has() {
        let kept = |sums: &[i64], free: i64| -> Vec<usize> {
            let fits = |chosen: &[usize]| {
                let sum: i64 = chosen.iter().map(|at| sums[*at]).sum();
                // A promotion from a hundred on takes a tenth off.
                let sum = if sum >= 100 { sum - sum / 10 } else { sum };
                sum <= free
            };
            fitting(sums.len(), fits).into_iter().collect()
        };
        assert_eq!(kept(&[30, 40, 50], 70), [0, 1]);
        assert_eq!(kept(&[95, 40, 30], 94), [1, 2], "the first one alone is too much");
        assert_eq!(kept(&[100, 10], 90), [0], "with the promotion it fits");
        assert!(kept(&[50, 60], 10).is_empty());
    }
}
