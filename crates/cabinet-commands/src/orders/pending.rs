//! Orders of the outbox that still concern the user.

use crate::error::CommandError;
use crate::open::Open;
use crate::reason::Thing;
use cabinet_desk::{CommandState, OutboxCommand, PLACE};
use cabinet_domain::ids::{CommandKey, DraftId, EntityId};
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::orders::PlaceOrder;
use std::collections::BTreeSet;

/// Where the front-end's «I have seen it» is kept.
const DISMISSED: &str = "outbox.dismissed";

/// How far back the outbox is read; what is older than this many later commands of the entity is settled history.
const DEPTH: u32 = 1000;

/// Everything of an entity's outbox that is not settled history, newest first: what is on its way, what waits for the
/// user, and orders whose row has not come back yet.
pub(crate) fn open_commands(open: &Open, entity: &EntityId) -> Result<Vec<OutboxCommand>, CommandError> {
    let all = open.desk.commands(entity, PLACE, DEPTH)?;
    if all.is_empty() {
        return Ok(all);
    }
    let dismissed = dismissed(open)?;
    let documents = open.documents(entity)?;
    let mut later_chains = BTreeSet::new();
    let mut kept = Vec::new();
    for command in all {
        let is_latest = later_chains.insert(command.chain.clone());
        let is_open = match command.state {
            CommandState::Queued | CommandState::Sending | CommandState::Unknown | CommandState::Parked => true,
            // A later order of the same draft answered the question; a draft in the trash asks none.
            CommandState::NeedsUser | CommandState::Rejected => {
                is_latest && !dismissed.contains(command.key.as_str()) && has_live_draft(open, &command)?
            }
            CommandState::Done => documents.order_of_command(&command.key)?.is_none(),
            CommandState::Cancelled => false,
        };
        if is_open {
            kept.push(command);
        }
    }
    Ok(kept)
}

/// A command of any of the person's entities.
pub(crate) fn find(open: &Open, key: &str) -> Result<OutboxCommand, CommandError> {
    let command = open.desk.command(&CommandKey::new(key))?;
    let command = command.ok_or_else(|| CommandError::not_found(Thing::Order))?;
    // A command of an entity that is no longer granted is as good as none.
    open.grant(command.entity.as_str())?;
    Ok(command)
}

/// The order that a command carries.
pub(crate) fn order_of(command: &OutboxCommand) -> Result<PlaceOrder, CommandError> {
    match serde_json::from_str(&command.body) {
        Ok(CommandBody::Place(order)) => Ok(order),
        Ok(_) => Err(CommandError::not_found(Thing::Order)),
        Err(error) => Err(CommandError::internal(
            "a stored order cannot be read by this version",
            &error,
        )),
    }
}

fn has_live_draft(open: &Open, command: &OutboxCommand) -> Result<bool, CommandError> {
    let Some(id) = command.chain.strip_prefix("draft:") else {
        return Ok(true);
    };
    let draft = open.desk.draft(&command.entity, &DraftId::new(id))?;
    Ok(draft.is_some_and(|draft| draft.summary.deleted_ms.is_none()))
}

/// Takes a settled command off the list.
pub(crate) fn dismiss(open: &Open, key: &CommandKey) -> Result<(), CommandError> {
    let mut all = dismissed(open)?;
    all.insert(key.to_string());
    let text =
        serde_json::to_string(&all).map_err(|error| CommandError::internal("a list could not be written", &error))?;
    Ok(open.desk.put_ui_state(DISMISSED, &text)?)
}

/// Settled commands that the user has taken off the list.
pub(crate) fn dismissed(open: &Open) -> Result<BTreeSet<String>, CommandError> {
    let text = open.desk.ui_state(DISMISSED)?;
    // What the user has seen is a convenience: an unreadable list only shows something twice.
    Ok(text
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}
