//! `orders_check`.

use super::check_view::check_view;
use super::{CheckView, gifts};
use crate::cabinet::Cabinet;
use crate::delivery::choice;
use crate::error::{CommandError, ErrorCode};
use crate::events::Changes;
use crate::open::{demand_order, sight};
use crate::pricing::Pricer;
use crate::reason::Reason;
use crate::sync::LinkState;
use cabinet_desk::Draft;
use cabinet_domain::ids::ItemId;
use cabinet_domain::marks::LinePart;
use cabinet_domain::service::LineService;
use cabinet_protocol::orders::{CheckoutRequest, WantedLine};
use std::collections::{BTreeMap, BTreeSet};

/// Check 1: asks the gateway for prices and stock of a draft's lines now. What the user accepted of a line is what the
/// rules make of the price that he saw when he put it in.
///
/// # Errors
/// `offline`, `not_a_gateway`, `failing`, `not_found`, `not_allowed`, `invalid` (no lines), `sample`.
pub async fn check(cabinet: &Cabinet, draft: String) -> Result<CheckView, CommandError> {
    let open = cabinet.ready()?;
    open.demand_real()?;
    let (grant, id, request) = open
        .blocking(move |open| {
            let (grant, draft) = open.draft(&draft)?;
            demand_order(&grant)?;
            let pricer = Pricer::of(open, &grant)?;
            let items: Vec<ItemId> = draft.lines.iter().map(|line| line.item.clone()).collect();
            let terms = open.goods()?.terms(&sight(&grant), &items)?;
            let accepted = pricer.accepted(&draft.lines, &terms);
            let lines: Vec<WantedLine> = draft
                .lines
                .iter()
                .filter(|line| line.in_command.is_none())
                .map(|line| {
                    let price = accepted.get(&line.item).cloned().flatten();
                    WantedLine {
                        item: line.item.clone(),
                        quantity_milli: line.quantity_milli,
                        price_micro: price.as_ref().map(|(micro, _)| *micro),
                        currency: price.map(|(_, currency)| currency),
                    }
                })
                .collect();
            if lines.is_empty() {
                return Err(Reason::NoLinesToCheck.into());
            }
            let request = CheckoutRequest {
                entity: grant.entity.clone(),
                gifts: gifts::wanted(open, &grant, &pricer, &lines, None)?,
                on_order: on_order(&draft),
                line_parts: wished(&draft),
                line_services: line_services(&draft),
                lines,
                delivery: choice::to_wire(&open.desk.draft_delivery(&draft.summary.id)?),
            };
            Ok((grant, draft.summary.id, request))
        })
        .await?;
    let answer = open.driver()?.checkout(&request).await.map_err(CommandError::from);
    if let Err(error) = &answer
        && let Some(link) = broken_link(error.code)
    {
        // The state in the top bar must not go on saying that all is well until the next sync finds out.
        open.track.standing().link = link;
        open.tell(Changes {
            sync: true,
            ..Changes::default()
        });
    }
    let quote = answer?;
    let asked = request.delivery;
    open.blocking(move |open| check_view(open, &grant, &id, None, &asked, &quote))
        .await
}

/// Lines that are ordered whether they are there or not.
fn on_order(draft: &Draft) -> BTreeSet<ItemId> {
    let free = draft.lines.iter().filter(|line| line.in_command.is_none());
    free.filter(|line| line.marks.on_order)
        .map(|line| line.item.clone())
        .collect()
}

/// How lines are divided that are wished from warehouses of their own.
fn wished(draft: &Draft) -> BTreeMap<ItemId, Vec<LinePart>> {
    let free = draft.lines.iter().filter(|line| line.in_command.is_none());
    free.filter(|line| line.marks.parts.iter().any(|part| part.warehouse.is_some()))
        .map(|line| (line.item.clone(), line.marks.parts.clone()))
        .collect()
}

/// What is done to the goods of the lines.
fn line_services(draft: &Draft) -> BTreeMap<ItemId, Vec<LineService>> {
    let free = draft.lines.iter().filter(|line| line.in_command.is_none());
    free.filter(|line| !line.marks.services.is_empty())
        .map(|line| (line.item.clone(), line.marks.services.clone()))
        .collect()
}

/// What an error says of the connection, if anything.
const fn broken_link(code: ErrorCode) -> Option<LinkState> {
    match code {
        ErrorCode::Offline | ErrorCode::Proxy => Some(LinkState::Offline),
        ErrorCode::NotAGateway | ErrorCode::Failing => Some(LinkState::Failing),
        _ => None,
    }
}
