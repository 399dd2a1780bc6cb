//! A dealer says something in a claim.

use crate::access::tokens::Caller;
use crate::claims::publish::publish;
use crate::claims::stored::{self, Message};
use crate::claims::{ClaimsError, Screened, rejected, screen};
use crate::settings::Settings;
use crate::storage::Tx;
use cabinet_domain::claim::ClaimState;
use cabinet_protocol::claims::SayInClaim;
use cabinet_protocol::commands::{Command, RejectReason, Verdict};

/// Adds a message. One to an answer without a decision asks for another answer, whose time begins now.
///
/// # Errors
/// [`ClaimsError`]; nothing was added then.
pub(crate) fn say(
    tx: &mut dyn Tx,
    settings: &Settings,
    caller: &Caller,
    command: &Command,
    wanted: &SayInClaim,
    now_ms: i64,
) -> Result<Verdict, ClaimsError> {
    let claim = stored::load(tx, &wanted.claim)?.filter(|claim| claim.head.entity == command.entity);
    let Some(claim) = claim else {
        return Ok(rejected(RejectReason::UnknownClaim));
    };
    let head = claim.head;
    let Some(state) = head.state.after_dealer_wrote() else {
        return Ok(rejected(RejectReason::ClaimClosed));
    };
    if wanted.text.trim().is_empty() && wanted.files.is_empty() {
        return Ok(rejected(RejectReason::Empty));
    }
    if let Screened::Stopped(verdict) = screen(tx, &settings.claims, &command.entity, &wanted.text, &wanted.files)? {
        return Ok(verdict);
    }
    let message = Message {
        at_ms: now_ms,
        person: Some(caller.person.clone()),
        who: caller.person_name.clone(),
        command_key: command.key.to_string(),
        text: wanted.text.trim().to_owned(),
        files: wanted.files.clone(),
    };
    stored::add_message(tx, &head.id, &message)?;
    let is_asked_anew = head.state == ClaimState::Answered;
    let answer_by_ms = if is_asked_anew {
        Some(settings.claims.answer_by_ms(now_ms, settings.orders.utc_offset_minutes))
    } else {
        head.answer_by_ms
    };
    stored::set_state(tx, &head, state, answer_by_ms, now_ms, &caller.person_name)?;
    publish(tx, &head.id, now_ms)?;
    Ok(Verdict::Done)
}
