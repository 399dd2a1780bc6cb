//! A dealer files a claim.

use crate::access::tokens::Caller;
use crate::claims::publish::publish;
use crate::claims::stored::{self, ClaimHead, Message};
use crate::claims::{ClaimsError, Screened, rejected, screen};
use crate::orders;
use crate::settings::Settings;
use crate::storage::Tx;
use cabinet_domain::claim::ClaimState;
use cabinet_domain::order::OrderState;
use cabinet_protocol::claims::FileClaim;
use cabinet_protocol::commands::{Command, RejectReason, Verdict};

/// Files a claim on a line of an order of the command's entity.
///
/// # Errors
/// [`ClaimsError`]; nothing was filed then.
pub(crate) fn file(
    tx: &mut dyn Tx,
    settings: &Settings,
    caller: &Caller,
    command: &Command,
    wanted: &FileClaim,
    now_ms: i64,
) -> Result<Verdict, ClaimsError> {
    if wanted.text.trim().is_empty() || uuid::Uuid::parse_str(wanted.claim.as_str()).is_err() {
        return Ok(rejected(RejectReason::Invalid));
    }
    let order = orders::stored::load(tx, &wanted.order)?.filter(|order| order.head.entity == command.entity);
    let Some(order) = order else {
        return Ok(rejected(RejectReason::UnknownOrder));
    };
    let Some(line) = order.lines.iter().find(|line| line.item == wanted.item) else {
        return Ok(rejected(RejectReason::UnknownOrder));
    };
    if order.head.state == OrderState::Cancelled {
        return Ok(rejected(RejectReason::OrderCancelled));
    }
    let of_line_milli = line.quantity_milli.max(line.placed_quantity_milli);
    if !wanted.kind.may_concern(wanted.quantity_milli, of_line_milli) || stored::load(tx, &wanted.claim)?.is_some() {
        return Ok(rejected(RejectReason::Invalid));
    }
    if let Screened::Stopped(verdict) = screen(tx, &settings.claims, &command.entity, &wanted.text, &wanted.files)? {
        return Ok(verdict);
    }
    let head = ClaimHead {
        id: wanted.claim.clone(),
        number: stored::next_number(tx)?,
        entity: command.entity.clone(),
        person: caller.person.clone(),
        filed_by: caller.person_name.clone(),
        filed_at_ms: now_ms,
        order: wanted.order.clone(),
        order_number: order.head.number.to_string(),
        item: line.item.clone(),
        article: line.article.clone(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        quantity_milli: wanted.quantity_milli,
        kind: wanted.kind,
        remedy: wanted.remedy,
        state: ClaimState::Received,
        answer_by_ms: Some(settings.claims.answer_by_ms(now_ms, settings.orders.utc_offset_minutes)),
    };
    stored::insert(tx, &head)?;
    let message = Message {
        at_ms: now_ms,
        person: Some(caller.person.clone()),
        who: caller.person_name.clone(),
        command_key: command.key.to_string(),
        text: wanted.text.trim().to_owned(),
        files: wanted.files.clone(),
    };
    stored::add_message(tx, &head.id, &message)?;
    publish(tx, &head.id, now_ms)?;
    Ok(Verdict::Done)
}
