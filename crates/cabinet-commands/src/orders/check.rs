//! `orders_check`.

use super::CheckView;
use super::check_view::check_view;
use crate::cabinet::Cabinet;
use crate::delivery::choice;
use crate::error::{CommandError, ErrorCode};
use crate::events::Changes;
use crate::open::demand_order;
use crate::reason::Reason;
use crate::sync::LinkState;
use cabinet_protocol::orders::{CheckoutRequest, WantedLine};

/// Check 1: asks the gateway for prices and stock of a draft's lines now. What the user accepted of a line is the price
/// that he saw when he put it in.
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
            let lines: Vec<WantedLine> = draft
                .lines
                .iter()
                .filter(|line| line.in_command.is_none())
                .map(|line| WantedLine {
                    item: line.item.clone(),
                    quantity_milli: line.quantity_milli,
                    price_micro: line.seen_price.as_ref().map(|(micro, _)| *micro),
                    currency: line.seen_price.as_ref().map(|(_, currency)| currency.clone()),
                })
                .collect();
            if lines.is_empty() {
                return Err(Reason::NoLinesToCheck.into());
            }
            let request = CheckoutRequest {
                entity: grant.entity.clone(),
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

/// What an error says of the connection, if anything.
const fn broken_link(code: ErrorCode) -> Option<LinkState> {
    match code {
        ErrorCode::Offline | ErrorCode::Proxy => Some(LinkState::Offline),
        ErrorCode::NotAGateway | ErrorCode::Failing => Some(LinkState::Failing),
        _ => None,
    }
}
