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

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SplitView {
    /// The draft that can be ordered on credit.
    pub kept: DraftSummary,
    /// The new one with the rest.
    pub rest: DraftSummary,
}

/// Takes lines out of a draft, from the last one on, until it fits what is free of the credit limit, and puts them into a new
/// draft of this name. Lines are taken whole; at least one stays.
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
    // The prices depend on what is in the order: each step is priced anew.
    let mut kept = lines.len();
    while kept > 1 {
        let part: Vec<_> = terms
            .iter()
            .zip(&lines)
            .take(kept)
            .map(|(terms, line)| (terms, line.quantity_milli, line.marks.services.as_slice()))
            .collect();
        let priced = pricer.price(&part);
        let sum = priced
            .lines
            .iter()
            .flat_map(PricedLine::all_sums)
            .fold(0_i64, |sum, sums| sum.saturating_add(sums.sum.minor()));
        if sum <= free {
            break;
        }
        kept = kept.saturating_sub(1);
    }
    let rest = lines.get(kept..).unwrap_or_default();
    if rest.is_empty() {
        return Err(Reason::NothingToSplit.into());
    }
    let now_ms = open.clock.now_ms();
    let made = open.desk.create_draft(&grant.entity, &name, now_ms)?;
    let moved: Vec<NewLine> = rest.iter().map(|line| NewLine::from(*line)).collect();
    // Put in first: whatever comes between, no line is lost.
    open.desk
        .put_lines(&grant.entity, &made, &moved, LineChange::Set, now_ms)?;
    for line in rest {
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
