//! Claims with what was said in them.

use super::orders::order_state;
use crate::figures::quantity;
use crate::why;
use cabinet_commands::claims::{AttachReport, ClaimFileView, ClaimMessageView, ClaimSummary, ClaimView};
use serde_json::{Value, json};

pub fn claim(view: &ClaimSummary) -> Value {
    json!({
        "id": view.id,
        "number": view.number,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "order": view.order,
        "order_number": view.order_number,
        "item": view.item,
        "article": view.article,
        "name": view.name,
        "unit": view.unit,
        "quantity": quantity(view.quantity_milli),
        "quantity_milli": view.quantity_milli,
        "kind": view.kind,
        "remedy": view.remedy,
        "state": view.state,
        "why": view.why,
        "why_words": view.why.map(why::words),
        "at_ms": view.at_ms,
        "filed_by": view.filed_by,
        "answer_by_ms": view.answer_by_ms,
        "is_overdue": view.is_overdue,
        "files_waiting": view.files_waiting,
        "files_queued": view.files_queued,
        "message_count": view.messages,
    })
}

pub fn whole_claim(view: &ClaimView) -> Value {
    let mut document = claim(&view.summary);
    if let Value::Object(fields) = &mut document {
        let messages: Vec<Value> = view.messages.iter().map(claim_message).collect();
        let history: Vec<Value> = view.history.iter().map(order_state).collect();
        fields.insert("text".to_owned(), view.text.clone().into());
        fields.insert("files".to_owned(), view.files.iter().map(claim_file).collect());
        fields.insert("messages".to_owned(), messages.into());
        fields.insert("history".to_owned(), history.into());
        fields.insert("other_claims".to_owned(), view.others.clone().into());
    }
    document
}

fn claim_message(view: &ClaimMessageView) -> Value {
    json!({
        "at_ms": view.at_ms,
        "who": view.who,
        "is_supplier": view.is_supplier,
        "text": view.text,
        "files": view.files.iter().map(claim_file).collect::<Vec<_>>(),
        "state": view.state,
        "why": view.why,
    })
}

fn claim_file(view: &ClaimFileView) -> Value {
    json!({
        "blake3": view.blake3,
        "name": view.name,
        "media_type": view.media_type,
        "bytes": view.bytes,
        "is_uploaded": view.is_uploaded,
    })
}

pub fn refused_files(report: &AttachReport) -> Value {
    report
        .refused
        .iter()
        .map(|file| json!({ "name": file.name, "reason": file.reason, "message": file.message }))
        .collect()
}
