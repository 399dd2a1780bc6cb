//! `claims_say`.

use super::ClaimSent;
use super::find::{Found, find};
use super::send::{carry, command, sent_files};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, demand};
use crate::reason::{Reason, limit};
use cabinet_domain::access::Right;
use cabinet_domain::claim::ClaimState;
use cabinet_domain::ids::{ClaimId, CommandKey};
use cabinet_protocol::claims::{SayInClaim, TEXT_LIMIT};
use cabinet_protocol::commands::CommandBody;

/// Says something in a claim that the supplier has, with the files that lie ready for it; queued when there is no
/// connection.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid` when there is nothing to say or the claim is closed, `disk_full`.
pub async fn say(cabinet: &Cabinet, claim: String, text: String) -> Result<ClaimSent, CommandError> {
    let open = cabinet.ready()?;
    let key = open.blocking(move |open| queue(open, &claim, &text)).await?;
    carry(&open, key).await
}

fn queue(open: &Open, claim: &str, text: &str) -> Result<CommandKey, CommandError> {
    let found = find(open, claim)?;
    demand(found.grant(), Right::FileClaims, Reason::RoleFilesNoClaims)?;
    let parcel = found.parcel();
    let Found::Filed(grant, row) = found else {
        return Err(Reason::ClaimNotFiled.into());
    };
    if ClaimState::from_code(&row.state)
        .and_then(ClaimState::after_dealer_wrote)
        .is_none()
    {
        return Err(Reason::ClaimClosed.into());
    }
    let files = sent_files(open.desk.attachments(&parcel)?);
    if text.trim().is_empty() && files.is_empty() {
        return Err(Reason::NothingSaid.into());
    }
    if text.chars().count() > TEXT_LIMIT {
        return Err(Reason::TextTooLong {
            limit: limit(TEXT_LIMIT),
        }
        .into());
    }
    let id = ClaimId::new(row.id);
    let body = CommandBody::SayInClaim(SayInClaim {
        claim: id.clone(),
        text: text.trim().to_owned(),
        files,
    });
    let command = command(&id, &grant.entity, &body)?;
    open.desk.queue_claim_message(&id, &command, open.clock.now_ms())?;
    Ok(command.key)
}
