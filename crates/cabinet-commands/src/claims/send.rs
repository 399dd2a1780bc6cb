//! `claims_send`, and what sending a claim and a message have in common.

use super::find::own;
use super::{ClaimSent, view};
use crate::cabinet::Cabinet;
use crate::drafts::demand_whole_of;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand};
use crate::orders::Why;
use crate::reason::{Reason, Thing};
use cabinet_desk::{Attachment, CommandState, NewCommand, OutboxCommand, new_command_key};
use cabinet_domain::access::Right;
use cabinet_domain::ids::{ClaimId, CommandKey, EntityId};
use cabinet_protocol::claims::{FileClaim, SentFile};
use cabinet_protocol::commands::CommandBody;
use std::sync::Arc;

/// How long the user waits for files to arrive before they go on by themselves.
const PATIENCE_MS: i64 = 8_000;

/// Commands of one claim keep their order.
pub(super) fn chain(claim: &ClaimId) -> String {
    format!("claim:{claim}")
}

/// Files a claim; queued with its files when there is no connection, or a slow one.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid` when something is missing, `disk_full`.
pub async fn send(cabinet: &Cabinet, claim: String) -> Result<ClaimSent, CommandError> {
    let open = cabinet.ready()?;
    let key = open.blocking(move |open| queue(open, &claim)).await?;
    carry(&open, key).await
}

fn queue(open: &Open, claim: &str) -> Result<CommandKey, CommandError> {
    let (grant, draft) = own(open, claim)?;
    demand(&grant, Right::FileClaims, Reason::RoleFilesNoClaims)?;
    if draft.text.trim().is_empty() {
        return Err(Reason::NothingDescribed.into());
    }
    if !draft.kind.may_concern(draft.quantity_milli, draft.of_line_milli) {
        return Err(Reason::ClaimedTooMuch.into());
    }
    // A line that was ordered as a part is claimed as that part.
    if draft.quantity_milli != draft.of_line_milli {
        demand_whole_of(open, &grant, &draft.item, draft.quantity_milli)?;
    }
    let parcel = cabinet_desk::Parcel::Claim(draft.id.clone());
    let body = CommandBody::FileClaim(FileClaim {
        claim: draft.id.clone(),
        order: draft.order,
        item: draft.item,
        kind: draft.kind,
        remedy: draft.remedy,
        quantity_milli: draft.quantity_milli,
        text: draft.text.trim().to_owned(),
        files: sent_files(open.desk.attachments(&parcel)?),
    });
    let command = command(&draft.id, &grant.entity, &body)?;
    open.desk.queue_claim(&draft.id, &command, open.clock.now_ms())?;
    Ok(command.key)
}

/// A command of a claim's chain.
pub(super) fn command(claim: &ClaimId, entity: &EntityId, body: &CommandBody) -> Result<NewCommand, CommandError> {
    Ok(NewCommand {
        key: new_command_key(),
        chain: chain(claim),
        kind: body.kind(),
        entity: entity.clone(),
        body: serde_json::to_string(body)
            .map_err(|error| CommandError::internal("the command could not be written", &error))?,
    })
}

/// Files as the command names them.
pub(super) fn sent_files(files: Vec<Attachment>) -> Vec<SentFile> {
    files
        .into_iter()
        .map(|file| SentFile {
            blake3: file.blake3,
            name: file.name,
            media_type: file.media_type,
            bytes: file.bytes,
        })
        .collect()
}

/// Tries to send a queued command at once, files first, and says where it stands then.
pub(super) async fn carry(open: &Arc<Open>, key: CommandKey) -> Result<ClaimSent, CommandError> {
    let changes = Changes {
        claims: true,
        outbox: true,
        ..Changes::default()
    };
    open.tell(changes);
    // Signed out means queued: it goes after the next enrolment.
    if let Ok(driver) = open.driver() {
        let until_ms = open.clock.now_ms().saturating_add(PATIENCE_MS);
        driver.send_with_files(&key, until_ms, &open.reporter()).await?;
    }
    let sent = open
        .blocking(move |open| {
            let command = open
                .desk
                .command(&key)?
                .ok_or_else(|| CommandError::not_found(Thing::Claim))?;
            let files_waiting = view::count_waiting(&open.desk.attachments_of_command(&key)?);
            Ok(outcome(&command, files_waiting))
        })
        .await?;
    // The gateway's row of it comes with the next sync.
    open.wake_background();
    Ok(sent)
}

fn outcome(command: &OutboxCommand, files_waiting: u32) -> ClaimSent {
    match command.state {
        CommandState::Done => ClaimSent::Done,
        CommandState::Queued | CommandState::Sending | CommandState::Unknown => ClaimSent::Queued { files_waiting },
        CommandState::NeedsUser | CommandState::Rejected | CommandState::Parked | CommandState::Cancelled => {
            ClaimSent::Rejected {
                reason: command.why.as_deref().map_or(Why::Other, Why::of),
            }
        }
    }
}
