//! `claims_begin`.

use super::{ClaimView, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand};
use crate::reason::{Reason, Thing};
use cabinet_desk::{ClaimDraft, Grant, new_claim_id};
use cabinet_domain::access::Right;
use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
use cabinet_domain::ids::{ClaimId, DocumentId, OrderId};
use cabinet_domain::order::OrderState;
use cabinet_mirror::{EntityMirror, Order};

/// Begins a claim on a line of an order, given by the order's id or number, or by its invoice. One that was begun on the
/// same line and not sent is gone on with.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid` for an order that was cancelled, `disk_full`.
pub async fn begin(cabinet: &Cabinet, order: String, item: String) -> Result<ClaimView, CommandError> {
    let view = cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, order) = find_order(open, &order)?;
            let id = begin_on(open, &grant, &order, &item)?;
            view::whole(open, id.as_str())
        })
        .await?;
    cabinet.tell(Changes {
        claims: true,
        ..Changes::default()
    });
    Ok(view)
}

fn begin_on(open: &Open, grant: &Grant, order: &Order, item: &str) -> Result<ClaimId, CommandError> {
    demand(grant, Right::FileClaims, Reason::RoleFilesNoClaims)?;
    if order.summary.state == OrderState::Cancelled {
        return Err(Reason::ClaimOfCancelled.into());
    }
    let line = order
        .lines
        .iter()
        .find(|line| line.item.as_str() == item)
        .ok_or_else(|| CommandError::not_found(Thing::OrderLine))?;
    let drafts = open.desk.claim_drafts(&grant.entity)?;
    let begun = drafts
        .into_iter()
        .find(|draft| draft.order == order.summary.id && draft.item == line.item && draft.in_command.is_none());
    if let Some(begun) = begun {
        return Ok(begun.id);
    }
    let of_line_milli = line.quantity_milli.max(line.placed_quantity_milli);
    let draft = ClaimDraft {
        id: new_claim_id(),
        entity: grant.entity.clone(),
        order: order.summary.id.clone(),
        order_number: order.summary.number.clone(),
        item: line.item.clone(),
        article: line.article.clone(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        of_line_milli,
        kind: ClaimKind::Defect,
        remedy: ClaimRemedy::Replace,
        quantity_milli: of_line_milli.min(1_000),
        text: String::new(),
        created_ms: 0,
        updated_ms: 0,
        deleted_ms: None,
        in_command: None,
        why: None,
    };
    open.desk.begin_claim(&draft, open.clock.now_ms())?;
    Ok(draft.id)
}

fn find_order(open: &Open, word: &str) -> Result<(Grant, Order), CommandError> {
    for grant in open.grants()? {
        if !grant.role.may(Right::SeeDocuments) {
            continue;
        }
        let documents = open.documents(&grant.entity)?;
        if let Some(order) = order_in(&documents, word)? {
            return Ok((grant, order));
        }
    }
    Err(CommandError::not_found(Thing::Order))
}

fn order_in(documents: &EntityMirror, word: &str) -> Result<Option<Order>, CommandError> {
    if let Some(order) = documents.order(&OrderId::new(word))? {
        return Ok(Some(order));
    }
    if let Some(invoice) = documents.invoice(&DocumentId::new(word))? {
        return Ok(documents.order(&OrderId::new(invoice.order))?);
    }
    for summary in documents.orders(0, documents.count_orders()?)? {
        if summary.number == word && !word.is_empty() {
            return Ok(documents.order(&summary.id)?);
        }
    }
    Ok(None)
}
