//! `orders_pending_check`.

use super::CheckView;
use super::check_view::check_view;
use super::outcome::quote;
use super::pending::{find, order_of};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::Reason;
use cabinet_desk::CommandState;

/// The change that a command of the outbox met when it was sent by itself; answered with [`super::place`].
///
/// # Errors
/// `not_found`.
pub async fn pending_check(cabinet: &Cabinet, command: String) -> Result<CheckView, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let command = find(open, &command)?;
            if command.state != CommandState::NeedsUser {
                return Err(Reason::OrderAsksNothing.into());
            }
            let grant = open.grant(command.entity.as_str())?;
            let order = order_of(&command)?;
            let quote = quote(&command)?;
            check_view(open, &grant, &order.draft, Some(&command.key), &order.delivery, &quote)
        })
        .await
}
