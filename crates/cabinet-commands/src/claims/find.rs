//! Where a claim is: on the desk of this device, or in the mirror of its entity.

use crate::error::CommandError;
use crate::open::Open;
use crate::reason::{Reason, Thing};
use cabinet_desk::{ClaimDraft, Grant, Parcel};
use cabinet_domain::access::Right;
use cabinet_domain::ids::ClaimId;
use cabinet_protocol::claims::{ClaimLimits, ClaimRow};
use cabinet_sync::driver::CLAIM_LIMITS;

/// A claim that this person may look at.
pub(super) enum Found {
    /// Not filed yet.
    Draft(Grant, Box<ClaimDraft>),
    /// The gateway has it.
    Filed(Grant, Box<ClaimRow>),
}

impl Found {
    pub(super) const fn grant(&self) -> &Grant {
        match self {
            Self::Draft(grant, _) | Self::Filed(grant, _) => grant,
        }
    }

    /// Where files that are attached now belong.
    pub(super) fn parcel(&self) -> Parcel {
        match self {
            Self::Draft(_, draft) => Parcel::Claim(draft.id.clone()),
            Self::Filed(_, row) => Parcel::Reply(ClaimId::new(row.id.as_str())),
        }
    }
}

/// A claim by its id or by its number. The gateway's word on it goes before the draft that it came from.
pub(super) fn find(open: &Open, word: &str) -> Result<Found, CommandError> {
    let id = ClaimId::new(word);
    for grant in open.grants()? {
        if !grant.role.may(Right::SeeClaims) {
            continue;
        }
        if let Some(row) = open.documents(&grant.entity)?.claim(&id)? {
            return Ok(Found::Filed(grant, Box::new(row)));
        }
    }
    if let Some(draft) = open.desk.claim_draft(&id)? {
        return Ok(Found::Draft(open.grant(draft.entity.as_str())?, Box::new(draft)));
    }
    by_number(open, word)
}

fn by_number(open: &Open, number: &str) -> Result<Found, CommandError> {
    for grant in open.grants()? {
        if number.is_empty() || !grant.role.may(Right::SeeClaims) {
            continue;
        }
        let found = open
            .documents(&grant.entity)?
            .claims()?
            .into_iter()
            .find(|row| row.number == number);
        if let Some(row) = found {
            return Ok(Found::Filed(grant, Box::new(row)));
        }
    }
    Err(CommandError::not_found(Thing::Claim))
}

/// A claim that is still with the user.
pub(super) fn own(open: &Open, id: &str) -> Result<(Grant, ClaimDraft), CommandError> {
    match find(open, id)? {
        Found::Draft(grant, draft) => Ok((grant, *draft)),
        Found::Filed(..) => Err(Reason::ClaimFiled.into()),
    }
}

/// What the gateway takes, as it said last; the usual limits before it said anything.
pub(super) fn limits(open: &Open) -> Result<ClaimLimits, CommandError> {
    let text = open.desk.setting(CLAIM_LIMITS)?.unwrap_or_default();
    if text.is_empty() {
        return Ok(ClaimLimits::default());
    }
    serde_json::from_str(&text)
        .map_err(|error| CommandError::internal("the stored limits of claims cannot be read by this version", &error))
}
