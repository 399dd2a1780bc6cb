//! Goods that wait since an order was placed without them: the supplier is asked to tell when they come.

use crate::error::CommandError;
use crate::open::Open;
use crate::small_command::send;
use crate::subscriptions;
use cabinet_desk::{Grant, NewLine};
use cabinet_domain::ids::{CommandKey, ItemId};
use std::sync::Arc;

/// Asks to be told of everything that waits by now and was not asked for yet. Returns whether anything was sent.
///
/// # Errors
/// As a command of its own; what was not asked for is asked for by the next call.
pub(crate) async fn ask_for_all(open: &Arc<Open>) -> Result<bool, CommandError> {
    let queued = open.blocking(queue_all).await?;
    let is_any = !queued.is_empty();
    send_all(open, queued).await?;
    Ok(is_any)
}

/// Sends the wish to be told of what waits.
pub(super) async fn send_all(open: &Arc<Open>, subscriptions: Vec<CommandKey>) -> Result<(), CommandError> {
    for subscription in subscriptions {
        send(open, subscription).await?;
    }
    Ok(())
}

fn queue_all(open: &Open) -> Result<Vec<CommandKey>, CommandError> {
    let mut queued = Vec::new();
    let grants = open.desk.grants()?;
    for rest in open.desk.awaited()? {
        // Of an entity that is not granted any more nothing can be asked; what waits stays in its draft.
        if let Some(grant) = grants.iter().find(|grant| grant.entity == rest.entity) {
            queued.extend(ask(open, grant, &rest.item, rest.quantity_milli)?);
        }
        open.desk.awaited_is_asked_for(&rest)?;
    }
    Ok(queued)
}

/// Asks to be told when lines that wait are there.
pub(super) fn ask_for(open: &Open, grant: &Grant, waiting: &[NewLine]) -> Result<Vec<CommandKey>, CommandError> {
    let mut queued = Vec::new();
    for line in waiting {
        queued.extend(ask(open, grant, &line.item, line.quantity_milli)?);
    }
    Ok(queued)
}

/// A subscription that the user has made himself stays as it is.
fn ask(open: &Open, grant: &Grant, item: &ItemId, quantity_milli: i64) -> Result<Option<CommandKey>, CommandError> {
    let standing = subscriptions::of_entity(open, grant)?;
    if standing
        .iter()
        .any(|one| one.item == item.as_str() && one.threshold_milli.is_some())
    {
        return Ok(None);
    }
    subscriptions::await_arrival(open, grant, item, quantity_milli).map(Some)
}
