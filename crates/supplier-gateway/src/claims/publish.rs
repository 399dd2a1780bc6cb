//! The row of `claim:<entity>`, in the transaction that changed the claim, and the notices about it.

use crate::access::AccessError;
use crate::claims::ClaimsError;
use crate::claims::stored::{self, Message, StoredClaim};
use crate::feeds::{self, RowChange};
use crate::notices;
use crate::storage::{StorageError, Tx};
use cabinet_domain::ids::{ClaimId, PersonId};
use cabinet_domain::notice::NoticeKind;
use cabinet_protocol::claims::{ClaimFeedRow, ClaimFileRow, ClaimMessageRow, ClaimRow};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::personal::NoticeRow;
use cabinet_protocol::rows::StateChangeRow;
use prost::Message as _;

/// Publishes a claim as it is stored, and gives it back.
pub(super) fn publish(tx: &mut dyn Tx, id: &ClaimId, now_ms: i64) -> Result<StoredClaim, ClaimsError> {
    let claim = stored::load(tx, id)?.ok_or(StorageError::UnexpectedType("claim"))?;
    let change = RowChange {
        key: ClaimFeedRow::key(claim.head.id.as_str()),
        body: Some(
            ClaimFeedRow {
                claim: Some(row(&claim)),
            }
            .encode_to_vec(),
        ),
    };
    let feed = FeedName::Claims(claim.head.entity.as_str().to_owned());
    feeds::publish(tx, &feed, &[change], now_ms)?;
    Ok(claim)
}

/// Tells everyone of the dealer who wrote in the claim what the supplier made of it.
pub(super) fn tell(tx: &mut dyn Tx, claim: &StoredClaim, now_ms: i64) -> Result<(), AccessError> {
    let head = &claim.head;
    let mut told: Vec<&PersonId> = vec![&head.person];
    for person in claim.messages.iter().filter_map(|message| message.person.as_ref()) {
        if !told.contains(&person) {
            told.push(person);
        }
    }
    for person in told {
        let notice = NoticeRow {
            entity: head.entity.to_string(),
            at_ms: now_ms,
            article: head.article.clone(),
            name: head.name.clone(),
            order: head.order.to_string(),
            order_number: head.order_number.clone(),
            claim: head.id.to_string(),
            claim_number: head.number.to_string(),
            claim_state: head.state.code().to_owned(),
            ..NoticeRow::default()
        };
        notices::tell(tx, person, NoticeKind::Claim, notice)?;
    }
    Ok(())
}

fn row(claim: &StoredClaim) -> ClaimRow {
    let head = &claim.head;
    ClaimRow {
        id: head.id.to_string(),
        number: head.number.to_string(),
        order: head.order.to_string(),
        order_number: head.order_number.clone(),
        item: head.item.to_string(),
        article: head.article.clone(),
        name: head.name.clone(),
        unit: head.unit.clone(),
        quantity_milli: head.quantity_milli,
        kind: head.kind.code().to_owned(),
        remedy: head.remedy.code().to_owned(),
        state: head.state.code().to_owned(),
        filed_by: head.filed_by.clone(),
        filed_at_ms: head.filed_at_ms,
        answer_by_ms: head.answer_by_ms,
        messages: claim.messages.iter().map(message_row).collect(),
        history: claim
            .history
            .iter()
            .map(|change| StateChangeRow {
                state: change.state.code().to_owned(),
                at_ms: change.at_ms,
                who: change.who.clone(),
            })
            .collect(),
    }
}

fn message_row(message: &Message) -> ClaimMessageRow {
    ClaimMessageRow {
        at_ms: message.at_ms,
        who: message.who.clone(),
        is_supplier: message.person.is_none(),
        text: message.text.clone(),
        files: message
            .files
            .iter()
            .map(|file| ClaimFileRow {
                blake3: file.blake3.clone(),
                name: file.name.clone(),
                media_type: file.media_type.clone(),
                bytes: file.bytes,
            })
            .collect(),
        command_key: message.command_key.clone(),
    }
}
