//! The JSON of `money`.

use crate::figures::money as sum;
use cabinet_commands::money::{
    DueDayView, Level, MoneyRowView, OwedDocumentView, PapersView, ReminderView, UntoldView, WhatIfView,
};
use serde_json::{Map, Value, json};

/// The tree; a contract has its documents when they were asked for.
pub fn owed_tree(
    today: &str,
    rows: &[(MoneyRowView, Vec<OwedDocumentView>)],
    (settled, untold, papers): (&[UntoldView], &[UntoldView], &[PapersView]),
    has_documents: bool,
) -> Value {
    let items: Vec<Value> = rows
        .iter()
        .map(|(view, documents)| {
            let mut shape = row(view);
            if let Some(fields) = shape
                .as_object_mut()
                .filter(|_| has_documents && view.level == Level::Contract)
            {
                fields.insert("items".to_owned(), documents.iter().map(document).collect());
            }
            shape
        })
        .collect();
    let bare = |all: &[UntoldView]| -> Value {
        all.iter()
            .map(|one| json!({ "entity": one.entity, "entity_name": one.name, "as_of_ms": one.as_of_ms }))
            .collect()
    };
    let papers: Vec<Value> = papers
        .iter()
        .map(|one| {
            json!({
                "entity": one.entity, "entity_name": one.name, "as_of_ms": one.as_of_ms, "uncounted": one.uncounted,
            })
        })
        .collect();
    json!({
        "today": today,
        "items": items,
        "settled": bare(settled),
        "untold": bare(untold),
        "papers": papers,
    })
}

/// What is to be paid on a day.
pub fn due_day(view: &DueDayView) -> Value {
    let owers = view.entities.iter().map(|one| {
        json!({
            "entity": one.entity, "entity_name": one.name, "owed": sum(one.owed_minor), "owed_minor": one.owed_minor,
        })
    });
    json!({
        "date": view.date,
        "in_days": view.in_days,
        "currency": view.currency,
        "owed": sum(view.owed_minor),
        "owed_minor": view.owed_minor,
        "entities": owers.collect::<Value>(),
    })
}

/// A payment to be reminded of.
pub fn reminder(view: &ReminderView) -> Value {
    json!({
        "id": view.document,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "kind": view.kind,
        "number": view.number,
        "due_date": view.due_date,
        "in_days": view.in_days,
        "currency": view.currency,
        "owed": sum(view.owed_minor),
        "owed_minor": view.owed_minor,
        "is_told": view.is_told,
    })
}

/// A draft as an order of a legal entity.
pub fn what_if(view: &WhatIfView) -> Value {
    let credit = view.credit.as_ref().map(|credit| {
        json!({
            "limit": credit.limit_minor.map(sum),
            "limit_minor": credit.limit_minor,
            "owed": sum(credit.owed_minor),
            "owed_minor": credit.owed_minor,
            "overdue": sum(credit.overdue_minor),
            "overdue_minor": credit.overdue_minor,
            "free": credit.free_minor.map(sum),
            "free_minor": credit.free_minor,
            "after": credit.after_minor.map(sum),
            "after_minor": credit.after_minor,
            "over_limit": credit.over_limit,
            "as_of_ms": credit.as_of_ms,
        })
    });
    json!({
        "entity": view.entity,
        "entity_name": view.name,
        "is_own": view.is_own,
        "total": view.total_minor.map(sum),
        "total_minor": view.total_minor,
        "currency": view.currency,
        "left_out": view.left_out,
        "missing": sum(view.missing_minor),
        "missing_minor": view.missing_minor,
        "credit": credit,
        "verdict": view.verdict,
    })
}

fn row(view: &MoneyRowView) -> Value {
    let ages: Map<String, Value> = view
        .sums
        .ages
        .iter()
        .map(|age| (age.age.code().to_owned(), json!(sum(age.owed_minor))))
        .collect();
    let is_contract = view.level == Level::Contract;
    let is_group = view.level == Level::Group;
    json!({
        "level": view.level,
        "entity": (!is_group).then_some(&view.entity),
        "entity_name": (!is_group).then_some(&view.name),
        "contract": is_contract.then_some(&view.contract),
        "currency": view.currency,
        "source": view.source,
        "as_of_ms": view.as_of_ms,
        "documents": view.sums.documents,
        "total": sum(view.sums.total_minor),
        "total_minor": view.sums.total_minor,
        "paid": sum(view.sums.paid_minor),
        "paid_minor": view.sums.paid_minor,
        "owed": sum(view.sums.owed_minor),
        "owed_minor": view.sums.owed_minor,
        "overdue": sum(view.sums.overdue_minor),
        "overdue_minor": view.sums.overdue_minor,
        "late_days": view.sums.late_days,
        "ages": ages,
    })
}

fn document(view: &OwedDocumentView) -> Value {
    json!({
        "id": view.id,
        "kind": view.kind,
        "number": view.number,
        "date": view.date,
        "due_date": view.due_date,
        "currency": view.currency,
        "total": sum(view.total_minor),
        "total_minor": view.total_minor,
        "paid": sum(view.paid_minor),
        "paid_minor": view.paid_minor,
        "owed": sum(view.owed_minor),
        "owed_minor": view.owed_minor,
        "late_days": view.late_days,
        "age": view.age.map(cabinet_commands::money::Age::code),
    })
}
