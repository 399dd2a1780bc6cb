//! `claims_list`.

use super::{ClaimSummary, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use cabinet_desk::{CommandState, Grant, OutboxCommand};
use cabinet_domain::access::Right;
use cabinet_domain::ids::EntityId;
use std::collections::BTreeSet;

/// How far back the outbox is read.
const DEPTH: u32 = 1_000;

/// Claims of one legal entity or of all, the newest first, those that are not filed on top.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn list(cabinet: &Cabinet, entity: Option<String>) -> Result<Vec<ClaimSummary>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let (mut own, mut filed) = (Vec::new(), Vec::new());
            for grant in open.grants_of(entity.as_deref())? {
                of_entity(open, &grant, &mut own, &mut filed)?;
            }
            own.sort_by_key(|claim: &ClaimSummary| std::cmp::Reverse(claim.at_ms));
            filed.sort_by_key(|claim: &ClaimSummary| std::cmp::Reverse(claim.at_ms));
            own.append(&mut filed);
            Ok(own)
        })
        .await
}

/// What the user wrote is shown even when the role sees no claims any more: the words are the user's.
fn of_entity(
    open: &Open,
    grant: &Grant,
    own: &mut Vec<ClaimSummary>,
    filed: &mut Vec<ClaimSummary>,
) -> Result<(), CommandError> {
    let commands = commands(open, &grant.entity)?;
    let mut there = BTreeSet::new();
    if grant.role.may(Right::SeeClaims) {
        for row in open.documents(&grant.entity)?.claims()? {
            there.insert(row.id.clone());
            filed.push(view::of_row(open, grant, &row, &commands)?);
        }
    }
    for draft in open.desk.claim_drafts(&grant.entity)? {
        if there.contains(draft.id.as_str()) {
            open.desk.forget_filed_claim(&draft.id)?;
        } else {
            own.push(view::of_draft(open, grant, &draft)?);
        }
    }
    Ok(())
}

/// Claims and messages of the outbox, the newest first.
pub(super) fn commands(open: &Open, entity: &EntityId) -> Result<Vec<OutboxCommand>, CommandError> {
    let mut all = open.desk.commands(entity, "file_claim", DEPTH)?;
    all.extend(open.desk.commands(entity, "say_in_claim", DEPTH)?);
    Ok(all)
}

/// Claims and messages that wait for the network, and those that wait for the user.
pub(crate) fn waiting(open: &Open, entity: &EntityId) -> Result<(u32, u32), CommandError> {
    let (mut queued, mut needs_user) = (0_u32, 0_u32);
    for command in commands(open, entity)? {
        match command.state {
            CommandState::Queued | CommandState::Sending | CommandState::Unknown => {
                queued = queued.saturating_add(1);
            }
            CommandState::Parked => needs_user = needs_user.saturating_add(1),
            // A refused claim is a draft again, and a refused message stands in its claim.
            CommandState::NeedsUser | CommandState::Rejected | CommandState::Done | CommandState::Cancelled => {}
        }
    }
    Ok((queued, needs_user))
}
