//! `orders_withdraw`.

use super::pending::{dismiss, find};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use crate::reason::Reason;
use cabinet_desk::Withdrawal;

/// Takes a command out of the outbox; its lines are back in the draft. Refused once it may have been sent. A command
/// that was refused or asks a question leaves the list, because its lines are back already.
///
/// # Errors
/// `not_found`, `invalid`.
pub async fn withdraw(cabinet: &Cabinet, command: String) -> Result<(), CommandError> {
    cabinet.ready()?.blocking(move |open| take_back(open, &command)).await?;
    cabinet.tell(Changes {
        drafts: true,
        outbox: true,
        orders: true,
        ..Changes::default()
    });
    Ok(())
}

fn take_back(open: &Open, key: &str) -> Result<(), CommandError> {
    let command = find(open, key)?;
    match open.desk.withdraw(&command.entity, &command.key, open.clock.now_ms())? {
        Withdrawal::Cancelled => Ok(()),
        Withdrawal::MayHaveHappened => Err(Reason::OrderMayHaveArrived.into()),
        Withdrawal::Settled => dismiss(open, &command.key),
    }
}
