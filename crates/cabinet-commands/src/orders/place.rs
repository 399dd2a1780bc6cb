//! `orders_place`.
//!
//! The order of things: the user's decisions go into the draft and the order with the lock on its lines is on the disk, all in
//! one transaction, and only then the network is tried.

use super::outcome::outcome;
use super::prepared::{Prepared, prepare};
use super::rules::demand_percents;
use super::{CheckView, Decision, LineDecision, PlaceOutcome, PlaceRequest, awaited, gifts, standing};
use crate::cabinet::Cabinet;
use crate::delivery::choice;
use crate::drafts::prepaid;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_order};
use crate::reason::Reason;
use cabinet_desk::{Draft, Grant, PlacedLine, Placement, Settlement, StandingRules, new_command_key};
use cabinet_domain::delivery::DeliveryProblem;
use cabinet_domain::ids::{CommandKey, DraftId, ItemId};
use cabinet_domain::marks::LinePart;
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::orders::{PlaceOrder, WantedLine};
use std::collections::BTreeMap;

/// Places a draft's lines (check 2 happens at the gateway); queued when there is no connection. With rules, terms that
/// changed meanwhile are taken as far as these allow.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid`, `disk_full`, `sample`.
pub async fn place(cabinet: &Cabinet, request: PlaceRequest) -> Result<PlaceOutcome, CommandError> {
    let open = cabinet.ready()?;
    open.demand_real()?;
    let queued = open.blocking(move |open| queue(open, &request)).await?;
    open.tell(Changes {
        drafts: true,
        outbox: true,
        orders: true,
        ..Changes::default()
    });
    let Some(key) = queued.key else {
        awaited::send_all(&open, queued.subscriptions).await?;
        return Ok(PlaceOutcome::Settled {
            waiting: queued.waiting,
        });
    };
    // Signed out means queued: the order is safe on the desk and goes after the next enrolment.
    if let Ok(driver) = open.driver() {
        driver.send(&key, &open.reporter()).await?;
    }
    let last = standing::follow(&open, key).await?;
    // After the order: what it takes must not count as what has arrived; and nothing waits before it is placed.
    if let Err(error) = awaited::ask_for_all(&open).await {
        tracing::warn!(orders.cause = %error, "What waits was not asked for; the next exchange asks again");
    }
    let outcome = open.blocking(move |open| outcome(open, &last)).await?;
    if matches!(outcome, PlaceOutcome::Placed { .. } | PlaceOutcome::Queued { .. }) {
        open.wake_background();
    }
    Ok(outcome)
}

/// What a request came to on the desk.
struct Queued {
    /// The order; `None` when nothing was left to be sent.
    key: Option<CommandKey>,
    /// Lines that were set to wait.
    waiting: u32,
    /// Commands that ask to be told of them; with an order these follow once it is placed.
    subscriptions: Vec<CommandKey>,
}

fn queue(open: &Open, request: &PlaceRequest) -> Result<Queued, CommandError> {
    let (grant, draft) = open.draft(&request.draft)?;
    demand_order(&grant)?;
    if request.check.as_ref().is_some_and(|check| check.draft != request.draft) {
        return Err(Reason::CheckOfAnotherDraft.into());
    }
    if let Some(rules) = &request.rules {
        demand_percents(rules)?;
    }
    if request.check.is_none() {
        // What the mirror knows to be wrong need not wait for the gateway's word.
        let delivery = open.desk.draft_delivery(&draft.summary.id)?;
        demand_deliverable(&choice::problems(open, &grant.entity, &delivery)?)?;
    }
    let check = request.check.as_ref();
    let prepared = prepare(open, &grant, &draft, check, &request.decisions, None)?;
    let settled = &prepared.accepted.settled;
    let waiting = u32::try_from(settled.waiting.len()).unwrap_or(u32::MAX);
    let mut subscriptions = Vec::new();
    let key = if prepared.accepted.wanted.is_empty() {
        if settled.is_empty() {
            return Err(Reason::NoLineToPlace.into());
        }
        open.desk
            .settle_lines(&grant.entity, &draft.summary.id, settled, open.clock.now_ms())?;
        subscriptions = awaited::ask_for(open, &grant, &settled.waiting)?;
        None
    } else {
        // A check is the user's own look at the terms: rules are for when nobody looks.
        let rules = request
            .rules
            .filter(|rules| check.is_none() && !rules.to_domain().is_empty());
        let standing = rules
            .map(|rules| standing::first(&rules, &prepared.accepted.wanted))
            .transpose()?;
        let order = order(open, &grant, &draft, check, &prepared)?;
        Some(queue_order(open, &grant, order, settled, standing)?)
    };
    remember_analogues(open, &request.decisions)?;
    Ok(Queued {
        key,
        waiting,
        subscriptions,
    })
}

/// The order of a draft as it stands now.
fn order(
    open: &Open,
    grant: &Grant,
    draft: &Draft,
    check: Option<&CheckView>,
    prepared: &Prepared,
) -> Result<PlaceOrder, CommandError> {
    let id = &draft.summary.id;
    let wanted = &prepared.accepted.wanted;
    let delivery = open.desk.draft_delivery(id)?;
    Ok(PlaceOrder {
        prepaid: prepaid::is_prepaid(open, id)?,
        gifts: gifts::wanted(open, grant, &prepared.pricer, wanted, check)?,
        draft: id.clone(),
        draft_name: draft.summary.name.clone(),
        quote: check.map(|check| check.quote.clone()),
        lines: wanted.clone(),
        comment: draft.summary.comment.clone(),
        delivery: Box::new(choice::to_wire(&delivery)),
        own_number: delivery.own_number.clone(),
        ship_together: delivery.ship_together.clone(),
        line_comments: comments_on(open, id, wanted)?,
        on_order: prepared.accepted.on_order.clone(),
        line_parts: parts_of(draft, &prepared.accepted.settled, wanted),
        line_services: prepared.accepted.services.clone(),
    })
}

/// Puts an order with the decisions that led to it on the desk, in one transaction.
pub(super) fn queue_order(
    open: &Open,
    grant: &Grant,
    order: PlaceOrder,
    settled: &Settlement,
    standing: Option<StandingRules>,
) -> Result<CommandKey, CommandError> {
    let lines = order.lines.iter().map(|line| PlacedLine {
        item: line.item.clone(),
        quantity_milli: line.quantity_milli,
    });
    let lines = lines.collect();
    let draft = order.draft.clone();
    let body = serde_json::to_string(&CommandBody::Place(order))
        .map_err(|error| CommandError::internal("the order could not be written", &error))?;
    let placement = Placement {
        draft,
        key: new_command_key(),
        body,
        lines,
        standing,
    };
    open.desk
        .settle_and_queue(&grant.entity, settled, &placement, open.clock.now_ms())?;
    Ok(placement.key)
}

/// What was taken in place of something is offered first the next time.
fn remember_analogues(open: &Open, decisions: &[LineDecision]) -> Result<(), CommandError> {
    for decision in decisions {
        if let Decision::Analogue { item } = &decision.decision {
            let (of, taken) = (ItemId::new(decision.item.as_str()), ItemId::new(item.as_str()));
            open.desk.put_own_analogue(&of, &taken, open.clock.now_ms())?;
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

/// How the lines that are sent are divided; what bears no label takes that of the draft.
pub(super) fn parts_of(draft: &Draft, settled: &Settlement, wanted: &[WantedLine]) -> BTreeMap<ItemId, Vec<LinePart>> {
    let of_item = |item: &ItemId| {
        let marked = settled.marked.iter().find(|line| line.item == *item);
        let replaced = settled.replaced.iter().find(|(_, line)| line.item == *item);
        let standing = || draft.lines.iter().find(|line| line.item == *item);
        marked
            .map(|line| &line.marks)
            .or_else(|| replaced.map(|(_, line)| &line.marks))
            .or_else(|| standing().map(|line| &line.marks))
    };
    let parts = wanted.iter().filter_map(|line| {
        let marks = of_item(&line.item)?.fit(line.quantity_milli);
        let parts = marks.labelled(line.quantity_milli, &draft.summary.label).parts;
        (!parts.is_empty()).then(|| (line.item.clone(), parts))
    });
    parts.collect()
}

/// Comments on lines that are sent; those on others stay in the draft.
fn comments_on(open: &Open, draft: &DraftId, wanted: &[WantedLine]) -> Result<BTreeMap<ItemId, String>, CommandError> {
    let mut comments = open.desk.line_comments(draft)?;
    comments.retain(|item, _| wanted.iter().any(|line| line.item == *item));
    Ok(comments)
}
