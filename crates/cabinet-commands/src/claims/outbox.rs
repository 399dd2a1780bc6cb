//! `claims_retry` and `claims_withdraw`: what the user does with a claim or a message that waits.

use super::ClaimSent;
use super::send::carry;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use crate::orders::{dismiss, find_command};
use crate::reason::{Reason, Thing};
use cabinet_desk::{CommandState, Move, OutboxCommand, Withdrawal};
use cabinet_domain::ids::CommandKey;

/// Tries a waiting claim or message now.
///
/// # Errors
/// `not_found`, `invalid` when it does not wait.
pub async fn retry(cabinet: &Cabinet, command: String) -> Result<ClaimSent, CommandError> {
    let open = cabinet.ready()?;
    let key = CommandKey::new(command);
    let wanted = key.clone();
    open.blocking(move |open| {
        let command = of_claim(open, &wanted)?;
        let next_at_ms = open.clock.now_ms();
        let why = "retry".to_owned();
        match command.state {
            // It may have been carried out, so it goes again with its key.
            CommandState::Parked | CommandState::Unknown => {
                let step = Move::Unknown { next_at_ms, why };
                Ok(open.desk.advance(&command.key, &step, next_at_ms)?)
            }
            CommandState::Queued | CommandState::Sending | CommandState::Done => Ok(()),
            CommandState::NeedsUser | CommandState::Rejected | CommandState::Cancelled => {
                Err(Reason::NotWaiting.into())
            }
        }
    })
    .await?;
    carry(&open, key).await
}

/// Takes a waiting claim back, with its words and files; a message that was refused leaves the list.
///
/// # Errors
/// `not_found`, `invalid` when it may have been sent.
pub async fn withdraw(cabinet: &Cabinet, command: String) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| take_back(open, &CommandKey::new(command)))
        .await?;
    cabinet.tell(Changes {
        claims: true,
        outbox: true,
        ..Changes::default()
    });
    Ok(())
}

fn take_back(open: &Open, key: &CommandKey) -> Result<(), CommandError> {
    let command = of_claim(open, key)?;
    match open.desk.withdraw(&command.entity, &command.key, open.clock.now_ms())? {
        // A claim's files went back with it already.
        Withdrawal::Cancelled => Ok(open.desk.take_files_back(&command.key)?),
        Withdrawal::MayHaveHappened => Err(Reason::MayHaveArrived.into()),
        Withdrawal::Settled => {
            open.desk.drop_files(&command.key)?;
            dismiss(open, &command.key)
        }
    }
}

fn of_claim(open: &Open, key: &CommandKey) -> Result<OutboxCommand, CommandError> {
    let command = find_command(open, key.as_str())?;
    if command.chain.starts_with("claim:") {
        Ok(command)
    } else {
        Err(CommandError::not_found(Thing::Claim))
    }
}
