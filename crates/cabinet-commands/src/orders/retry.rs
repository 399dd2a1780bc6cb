//! `orders_retry`.

use super::outcome::outcome;
use super::pending::find;
use super::{PlaceOutcome, standing};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::Reason;
use cabinet_desk::{CommandState, Move};
use cabinet_domain::ids::CommandKey;

/// Tries a waiting command now.
///
/// # Errors
/// `not_found`, `offline`.
pub async fn retry(cabinet: &Cabinet, command: String) -> Result<PlaceOutcome, CommandError> {
    let open = cabinet.ready()?;
    let key = CommandKey::new(command);
    let wanted = key.clone();
    open.blocking(move |open| {
        let command = find(open, wanted.as_str())?;
        match command.state {
            // It may have been carried out, so it goes again with its key.
            CommandState::Parked => {
                let next_at_ms = open.clock.now_ms();
                let step = Move::Unknown {
                    next_at_ms,
                    why: "retry".to_owned(),
                };
                Ok(open.desk.advance(&command.key, &step, next_at_ms)?)
            }
            CommandState::Queued | CommandState::Sending | CommandState::Unknown | CommandState::Done => Ok(()),
            CommandState::NeedsUser | CommandState::Rejected | CommandState::Cancelled => {
                Err(Reason::OrderNotWaiting.into())
            }
        }
    })
    .await?;
    open.driver()?.send(&key, &open.reporter()).await?;
    let key = standing::follow(&open, key).await?;
    open.blocking(move |open| {
        let is_offline = open.desk.command(&key)?.is_some_and(|command| {
            command.state.is_on_its_way() && command.why.as_deref() == Some(cabinet_sync::machine::outbox::why::OFFLINE)
        });
        if is_offline {
            return Err(Reason::OrderStaysQueued.into());
        }
        outcome(open, &key)
    })
    .await
}
