//! `checkout` (check 1) and the commands, of which `place` carries check 2.

use crate::access::tokens::Caller;
use crate::access::{contracts, people};
use crate::commands;
use crate::http::guard::CallerOf;
use crate::http::problem::Refusal;
use crate::http::{Api, Body};
use crate::orders::checkout::{self, LinesProblem};
use crate::orders::probes::Probes;
use crate::state::GatewayState;
use crate::storage::{Tx, write_together};
use axum::Json;
use axum::extract::State;
use cabinet_domain::access::Right;
use cabinet_domain::ids::{EntityId, ItemId};
use cabinet_protocol::commands::{
    Command, CommandBody, CommandResult, CommandsRequest, CommandsResponse, RejectReason, Verdict,
};
use cabinet_protocol::orders::{CheckoutRequest, Quote};

/// The most commands in one call.
pub(super) const MAX_COMMANDS: usize = 50;

/// Prices and stock of these lines now.
pub(super) async fn checkout(
    State(api): State<Api>,
    CallerOf(caller): CallerOf,
    Body(request): Body<CheckoutRequest>,
) -> Result<Json<Quote>, Refusal> {
    let gateway = api.gateway.clone();
    let outcome = api
        .read(move |tx| {
            if !people::may(tx, &caller.person, &request.entity, Right::PlaceOrders)? {
                return Err(Refusal::Forbidden);
            }
            let now_ms = gateway.now_ms();
            let asked = request.lines.iter().map(|line| (&line.item, line.quantity_milli));
            if !may_ask(tx, &gateway.probes, &request.entity, asked, now_ms)? {
                return Err(Refusal::TooManyChecks);
            }
            Ok(checkout::checkout(tx, &gateway.settings, &request, now_ms)?)
        })
        .await?;
    outcome.map(Json).map_err(|problem| match problem {
        LinesProblem::MixedCurrency => Refusal::MixedCurrency,
        other => Refusal::Malformed(other.to_string()),
    })
}

/// Commands, one after another, each in a transaction of its own and with a verdict of its own.
pub(super) async fn commands(
    State(api): State<Api>,
    CallerOf(caller): CallerOf,
    Body(request): Body<CommandsRequest>,
) -> Result<Json<CommandsResponse>, Refusal> {
    if request.commands.len() > MAX_COMMANDS {
        return Err(Refusal::Malformed(format!(
            "more than {MAX_COMMANDS} commands in one call"
        )));
    }
    let results = api
        .blocking(move |gateway| {
            let mut results = Vec::with_capacity(request.commands.len());
            for command in &request.commands {
                let work = |tx: &mut dyn Tx| carry_out(tx, gateway, &caller, command);
                results.push(write_together(gateway.db.as_ref(), work)?);
            }
            Ok(results)
        })
        .await?;
    Ok(Json(CommandsResponse { results }))
}

fn carry_out(
    tx: &mut dyn Tx,
    gateway: &GatewayState,
    caller: &Caller,
    command: &Command,
) -> Result<CommandResult, Refusal> {
    let now_ms = gateway.now_ms();
    let may_ask = match &command.body {
        CommandBody::Place(order) => {
            let asked = order.lines.iter().map(|line| (&line.item, line.quantity_milli));
            may_ask(tx, &gateway.probes, &command.entity, asked, now_ms)?
        }
        // An arrival is told when so much is there, at once if it is.
        CommandBody::Subscribe(wanted) => {
            let asked = wanted.threshold_milli.into_iter().map(|milli| (&wanted.item, milli));
            may_ask(tx, &gateway.probes, &command.entity, asked, now_ms)?
        }
        CommandBody::Unsubscribe(_)
        | CommandBody::FileClaim(_)
        | CommandBody::SayInClaim(_)
        | CommandBody::Wish(_)
        | CommandBody::Unwish(_)
        | CommandBody::Feedback(_)
        | CommandBody::TeachCodes(_)
        | CommandBody::AskAct(_) => true,
    };
    // Who has no right is told that first, and only that.
    if !may_ask && people::may(tx, &caller.person, &command.entity, command.body.right())? {
        return Ok(CommandResult {
            key: command.key.clone(),
            is_replay: false,
            verdict: Verdict::Rejected {
                reason: RejectReason::TooManyChecks,
            },
        });
    }
    Ok(commands::carry_out(tx, &gateway.settings, caller, command, now_ms)?)
}

/// Whether the entity may ask about these quantities. Stock that it sees in numbers tells nothing new.
fn may_ask<'a>(
    tx: &mut dyn Tx,
    probes: &Probes,
    entity: &EntityId,
    lines: impl Iterator<Item = (&'a ItemId, i64)> + Clone,
    now_ms: i64,
) -> Result<bool, Refusal> {
    match contracts::terms_of_id(tx, entity)? {
        Some(terms) if !terms.stock.tells_quantities() => Ok(probes.admit(entity, lines, now_ms)),
        _ => Ok(true),
    }
}
