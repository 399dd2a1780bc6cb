//! Commands that concern no draft and no claim: queued on the desk, sent at once when that is possible.
//!
//! In: a body and the chain that keeps it in order. Out: where it stands. Not here: what such a command means.

use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use crate::reason::Thing;
use cabinet_desk::{CommandState, NewCommand, OutboxCommand, new_command_key};
use cabinet_domain::ids::{CommandKey, EntityId};
use cabinet_protocol::commands::CommandBody;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::sync::Arc;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Subscribed {
    /// The supplier knows.
    Done,
    /// There is no connection now; it goes by itself.
    Queued,
    /// The supplier refused.
    Rejected {
        /// `cabinet_protocol::commands::RejectReason` in snake case, or why the command was set aside.
        reason: String,
    },
}

/// Puts a command on the desk; those of one chain keep their order.
pub(crate) fn queue(
    open: &Open,
    entity: &EntityId,
    chain: String,
    body: &CommandBody,
) -> Result<CommandKey, CommandError> {
    let command = NewCommand {
        key: new_command_key(),
        chain,
        kind: body.kind(),
        entity: entity.clone(),
        body: serde_json::to_string(body)
            .map_err(|error| CommandError::internal("the command could not be written", &error))?,
    };
    open.desk.queue_command(&command, open.clock.now_ms())?;
    Ok(command.key)
}

/// Tries to send a command at once, in its turn, and says where it stands then.
pub(crate) async fn send(open: &Arc<Open>, key: CommandKey) -> Result<Subscribed, CommandError> {
    open.tell(Changes {
        notices: true,
        ..Changes::default()
    });
    // Signed out means queued: it goes after the next enrolment.
    if let Ok(driver) = open.driver() {
        driver.send(&key, &open.reporter()).await?;
    }
    let outcome = open
        .blocking(move |open| Ok(open.desk.command(&key)?.map(|command| outcome(&command))))
        .await?
        .ok_or_else(|| CommandError::not_found(Thing::Command))?;
    // The gateway's row of it, and a notice if the goods are there already, come with the next sync.
    open.wake_background();
    Ok(outcome)
}

/// As [`send`] for several in their order; the first that is not done says where they stand. Nothing to send is done.
pub(crate) async fn send_all(open: &Arc<Open>, keys: Vec<CommandKey>) -> Result<Subscribed, CommandError> {
    if keys.is_empty() {
        open.tell(Changes {
            notices: true,
            ..Changes::default()
        });
    }
    for key in keys {
        match send(open, key).await? {
            Subscribed::Done => {}
            // The others wait behind it.
            other => return Ok(other),
        }
    }
    Ok(Subscribed::Done)
}

fn outcome(command: &OutboxCommand) -> Subscribed {
    match command.state {
        CommandState::Done => Subscribed::Done,
        CommandState::Queued | CommandState::Sending | CommandState::Unknown => Subscribed::Queued,
        CommandState::NeedsUser | CommandState::Rejected | CommandState::Parked | CommandState::Cancelled => {
            Subscribed::Rejected {
                reason: command.why.clone().unwrap_or_default(),
            }
        }
    }
}
