//! The JSON of acts of reconciliation and of what differs from them.

use crate::figures::money as sum;
use cabinet_commands::documents::SavedFile;
use cabinet_commands::money::{
    ActEntryView, ActView, DifferenceSideView, DifferenceView, ReconciliationView, SideView,
};
use serde_json::{Value, json};

/// An act that was asked for.
pub fn act(view: &ActView) -> Value {
    let acts = view.acts.iter().map(|act| {
        json!({
            "currency": act.currency,
            "opening": sum(act.opening_minor),
            "opening_minor": act.opening_minor,
            "opening_by": act.opening_by,
            "opening_day": act.opening_day,
            "debit": sum(act.debit_minor),
            "debit_minor": act.debit_minor,
            "credit": sum(act.credit_minor),
            "credit_minor": act.credit_minor,
            "entries": act.entries,
            "closing": sum(act.closing_minor),
            "closing_minor": act.closing_minor,
        })
    });
    json!({
        "id": view.id,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "contract": view.contract,
        "from": view.from,
        "to": view.to,
        "asked_by": view.asked_by,
        "asked_at_ms": view.asked_at_ms,
        "answered_at_ms": view.answered_at_ms,
        "state": view.state,
        "trouble": view.trouble,
        "numbers": view.numbers,
        "note": view.note,
        "document": view.document,
        "acts": acts.collect::<Value>(),
        "problem": view.why,
    })
}

/// An entry of an act.
pub fn act_entry(view: &ActEntryView) -> Value {
    json!({
        "id": view.document,
        "currency": view.currency,
        "date": view.date,
        "kind": view.kind,
        "number": view.number,
        "debit": sum(view.debit_minor),
        "debit_minor": view.debit_minor,
        "credit": sum(view.credit_minor),
        "credit_minor": view.credit_minor,
    })
}

/// What differs.
pub fn reconciliation(view: &ReconciliationView, saved: Option<&SavedFile>) -> Value {
    let unread = view
        .unread
        .iter()
        .map(|row| json!({ "row": row.row, "raw": row.raw, "why": row.why }));
    json!({
        "id": view.act,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "from": view.from,
        "to": view.to,
        "currency": view.currency,
        "act_as_of_ms": view.act_as_of_ms,
        "ours": side(&view.ours),
        "theirs": side(&view.theirs),
        "difference": sum(view.difference_minor),
        "difference_minor": view.difference_minor,
        "items": view.differences.iter().map(difference).collect::<Value>(),
        "same": view.same,
        "same_by_sum": view.same_by_sum,
        "outside": view.outside,
        "unread": unread.collect::<Value>(),
        "doubts": view.doubts,
        "path": saved.map(|saved| &saved.path),
    })
}

fn side(view: &SideView) -> Value {
    json!({
        "opening": view.opening_minor.map(sum),
        "opening_minor": view.opening_minor,
        "more": sum(view.more_minor),
        "more_minor": view.more_minor,
        "less": sum(view.less_minor),
        "less_minor": view.less_minor,
        "closing": view.closing_minor.map(sum),
        "closing_minor": view.closing_minor,
    })
}

fn difference(view: &DifferenceView) -> Value {
    let side = |side: &DifferenceSideView| {
        json!({
            "date": side.date,
            "number": side.number,
            "what": side.what,
            "row": side.row,
            "owed": sum(side.owed_minor),
            "owed_minor": side.owed_minor,
        })
    };
    json!({
        "kind": view.kind,
        "ours": view.ours.as_ref().map(side),
        "theirs": view.theirs.as_ref().map(side),
        "difference": sum(view.difference_minor),
        "difference_minor": view.difference_minor,
    })
}
