//! `drafts_removed` and `drafts_bring_back`: lines that were taken out of a draft, and back into it at today's prices.

use super::parts::labels_of;
use super::set_quantity::line_of;
use super::{BroughtBack, LeftLine, LeftReason, RemovedLineView, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft, sight};
use crate::pricing::Pricer;
use crate::reason::Thing;
use cabinet_desk::{LineChange, NewLine, RemovedLine};
use cabinet_domain::ids::ItemId;
use cabinet_domain::marks::LineMarks;

/// Lines that were taken out of a draft in the last 90 days and are not in it again, the last one first.
///
/// # Errors
/// `not_found`.
pub async fn removed(cabinet: &Cabinet, draft: String) -> Result<Vec<RemovedLineView>, CommandError> {
    let open = cabinet.ready()?;
    open.blocking(move |open| {
        let (grant, draft) = open.draft(&draft)?;
        super::list::empty_trash(open)?;
        let lines = open.desk.removed_lines(&grant.entity, &draft.summary.id)?;
        Ok(lines.into_iter().map(RemovedLineView::of).collect())
    })
    .await
}

/// Puts lines back that were taken out, in their quantities at today's prices, all of them when no item is named. What is not
/// sold any more is in the report.
///
/// # Errors
/// `not_found` when one of the items was not taken out; `not_allowed`; `invalid` (the draft is in the trash); `not_loaded`.
pub async fn bring_back(cabinet: &Cabinet, draft: String, items: Vec<String>) -> Result<BroughtBack, CommandError> {
    let open = cabinet.ready()?;
    let brought = open.blocking(move |open| put_back(open, &draft, &items)).await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(brought)
}

fn put_back(open: &Open, draft: &str, items: &[String]) -> Result<BroughtBack, CommandError> {
    let (grant, draft) = open.draft(draft)?;
    demand_draft(&grant)?;
    let id = &draft.summary.id;
    let mut removed = open.desk.removed_lines(&grant.entity, id)?;
    if !items.is_empty() {
        let is_known = |item: &String| removed.iter().any(|line| line.item.as_str() == item);
        if !items.iter().all(is_known) {
            return Err(CommandError::not_found(Thing::Item));
        }
        removed.retain(|line| items.iter().any(|item| line.item.as_str() == item));
    }
    // In the order in which they were taken out, so that they stand as before as far as may be.
    removed.reverse();
    let wanted: Vec<ItemId> = removed.iter().map(|line| line.item.clone()).collect();
    let terms = open.loaded_goods()?.terms(&sight(&grant), &wanted)?;
    let (mut lines, mut left) = (Vec::new(), Vec::new());
    let pricer = Pricer::of(open, &grant)?;
    for (line, terms) in removed.into_iter().zip(terms) {
        let services = pricer.seen_services(&terms, &line.marks.services);
        let seen_price = terms.price.map(|price| (price.price_micro, price.currency));
        match terms.brief {
            Some(brief) => lines.push(NewLine {
                marks: LineMarks { services, ..line.marks },
                ..line_of(brief, seen_price, line.quantity_milli)
            }),
            None => left.push(LeftLine {
                article: line.article,
                name: line.name,
                unit: line.unit,
                quantity_milli: line.quantity_milli,
                reason: LeftReason::Gone,
            }),
        }
    }
    open.desk
        .put_lines(&grant.entity, id, &lines, LineChange::Set, open.clock.now_ms())?;
    let (grant, after) = open.draft(id.as_str())?;
    Ok(BroughtBack {
        draft: view::summary(open, &grant, &after)?,
        lines: u32::try_from(lines.len()).unwrap_or(u32::MAX),
        left,
    })
}

impl RemovedLineView {
    fn of(line: RemovedLine) -> Self {
        Self {
            item: line.item.to_string(),
            article: line.article,
            name: line.name,
            unit: line.unit,
            quantity_milli: line.quantity_milli,
            labels: labels_of(&line.marks.parts),
            removed_at_ms: line.removed_ms,
        }
    }
}
