//! `orders_place`.
//!
//! The order of things: the user's decisions go into the draft, then the order and the lock on its lines are on the disk
//! in one transaction, and only then the network is tried.

use super::accepted::accept;
use super::outcome::outcome;
use super::{Decision, LineDecision, PlaceOutcome, PlaceRequest, gifts};
use crate::cabinet::Cabinet;
use crate::delivery::choice;
use crate::drafts::prepaid;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_order, sight};
use crate::pricing::Pricer;
use crate::reason::Reason;
use cabinet_desk::{Draft, LineChange, PlacedLine, Placement, new_command_key};
use cabinet_domain::delivery::DeliveryProblem;
use cabinet_domain::ids::{CommandKey, DraftId, ItemId};
use cabinet_domain::unit::is_whole_quantity;
use cabinet_mirror::ItemTerms;
use cabinet_pricing::draft::Trouble;
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::orders::{PlaceOrder, WantedLine};
use std::collections::{BTreeMap, BTreeSet};

/// Places a draft's lines (check 2 happens at the gateway); queued when there is no connection.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid`, `disk_full`, `sample`.
pub async fn place(cabinet: &Cabinet, request: PlaceRequest) -> Result<PlaceOutcome, CommandError> {
    let open = cabinet.ready()?;
    open.demand_real()?;
    let key = open.blocking(move |open| queue(open, &request)).await?;
    open.tell(Changes {
        drafts: true,
        outbox: true,
        orders: true,
        ..Changes::default()
    });
    // Signed out means queued: the order is safe on the desk and goes after the next enrolment.
    if let Ok(driver) = open.driver() {
        driver.send(&key, &open.reporter()).await?;
    }
    let outcome = open.blocking(move |open| outcome(open, &key)).await?;
    if matches!(outcome, PlaceOutcome::Placed { .. } | PlaceOutcome::Queued { .. }) {
        open.wake_background();
    }
    Ok(outcome)
}

fn queue(open: &Open, request: &PlaceRequest) -> Result<CommandKey, CommandError> {
    let (grant, draft) = open.draft(&request.draft)?;
    demand_order(&grant)?;
    if request.check.as_ref().is_some_and(|check| check.draft != request.draft) {
        return Err(Reason::CheckOfAnotherDraft.into());
    }
    let now_ms = open.clock.now_ms();
    let id = &draft.summary.id;
    let delivery = open.desk.draft_delivery(id)?;
    if request.check.is_none() {
        // What the mirror knows to be wrong need not wait for the gateway's word.
        demand_deliverable(&choice::problems(open, &grant.entity, &delivery)?)?;
    }
    demand_whole(request)?;
    let pricer = Pricer::of(open, &grant)?;
    let items: Vec<ItemId> = draft.lines.iter().map(|line| line.item.clone()).collect();
    let terms = open.goods()?.terms(&sight(&grant), &items)?;
    let prices = pricer.accepted(&draft.lines, &terms);
    let unfit = unfit(&pricer, &draft, &terms);
    let accepted = accept(
        &draft.lines,
        &prices,
        &unfit,
        request.check.as_ref(),
        &request.decisions,
    );
    for item in &accepted.removed {
        open.desk.remove_line(&grant.entity, id, item, now_ms)?;
    }
    if !accepted.rewritten.is_empty() {
        open.desk
            .put_lines(&grant.entity, id, &accepted.rewritten, LineChange::Set, now_ms)?;
    }
    if accepted.wanted.is_empty() {
        return Err(Reason::NoLineToPlace.into());
    }
    let gifts = gifts::wanted(open, &grant, &pricer, &accepted.wanted, request.check.as_ref())?;
    let body = CommandBody::Place(PlaceOrder {
        prepaid: prepaid::is_prepaid(open, id)?,
        gifts,
        draft: id.clone(),
        draft_name: draft.summary.name.clone(),
        quote: request.check.as_ref().map(|check| check.quote.clone()),
        lines: accepted.wanted.clone(),
        comment: draft.summary.comment.clone(),
        delivery: Box::new(choice::to_wire(&delivery)),
        own_number: delivery.own_number.clone(),
        line_comments: comments_on(open, id, &accepted.wanted)?,
    });
    let body = serde_json::to_string(&body)
        .map_err(|error| CommandError::internal("the order could not be written", &error))?;
    let lines = accepted
        .wanted
        .iter()
        .map(|line| PlacedLine {
            item: line.item.clone(),
            quantity_milli: line.quantity_milli,
        })
        .collect();
    let placement = Placement {
        draft: id.clone(),
        key: new_command_key(),
        body,
        lines,
    };
    open.desk.queue_placement(&grant.entity, &placement, now_ms)?;
    Ok(placement.key)
}

/// Items whose quantity cannot be ordered, by the rules that this device has.
fn unfit(pricer: &Pricer, draft: &Draft, terms: &[ItemTerms]) -> BTreeSet<ItemId> {
    let lines: Vec<_> = terms
        .iter()
        .zip(&draft.lines)
        .map(|(terms, line)| (terms, line.quantity_milli))
        .collect();
    let priced = pricer.price(&lines);
    let is_unfit = |trouble: Option<Trouble>| matches!(trouble, Some(Trouble::Quantity(_)));
    let of_lines = draft.lines.iter().zip(&priced.lines);
    of_lines
        .filter(|(_, priced)| is_unfit(priced.trouble))
        .map(|(line, _)| line.item.clone())
        .collect()
}

/// A line cannot be reduced to a part of what is sold whole.
fn demand_whole(request: &PlaceRequest) -> Result<(), CommandError> {
    let changed = request.check.iter().flat_map(|check| &check.changed);
    for line in changed.filter(|line| line.is_whole) {
        let is_part = |decision: &LineDecision| match decision.decision {
            Decision::Reduce { quantity_milli } => decision.item == line.item && !is_whole_quantity(quantity_milli),
            Decision::Accept | Decision::Remove | Decision::Keep => false,
        };
        if request.decisions.iter().any(is_part) {
            let unit = line.unit.clone();
            return Err(Reason::SoldWholeReduce { unit }.into());
        }
    }
    Ok(())
}

fn demand_deliverable(problems: &[DeliveryProblem]) -> Result<(), CommandError> {
    if problems.is_empty() {
        return Ok(());
    }
    let problems = problems.iter().map(|problem| problem.code().to_owned()).collect();
    Err(Reason::NotDeliverable { problems }.into())
}

/// Comments on lines that are sent; those on others stay in the draft.
fn comments_on(open: &Open, draft: &DraftId, wanted: &[WantedLine]) -> Result<BTreeMap<ItemId, String>, CommandError> {
    let mut comments = open.desk.line_comments(draft)?;
    comments.retain(|item, _| wanted.iter().any(|line| line.item == *item));
    Ok(comments)
}
