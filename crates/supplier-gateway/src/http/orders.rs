//! `checkout` (check 1) and the commands, of which `place` carries check 2.

use crate::access::people;
use crate::commands;
use crate::http::guard::CallerOf;
use crate::http::problem::Refusal;
use crate::http::{Api, Body};
use crate::orders::checkout::{self, LinesProblem};
use axum::Json;
use axum::extract::State;
use cabinet_domain::access::Right;
use cabinet_protocol::commands::{CommandsRequest, CommandsResponse};
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
            Ok(checkout::checkout(tx, &gateway.settings, &request, gateway.now_ms())?)
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
                let done = crate::storage::write(gateway.db.as_ref(), |tx| {
                    commands::carry_out(tx, &gateway.settings, &caller, command, gateway.now_ms())
                });
                results.push(done?);
            }
            Ok(results)
        })
        .await?;
    Ok(Json(CommandsResponse { results }))
}
