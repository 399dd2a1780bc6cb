//! What changed since the user looked.

use crate::figures::{money, price, quantity};
use cabinet_commands::changes::{ChangeView, ChangesView, DraftEffectView, LeftOutLineView};
use serde_json::{Value, json};

pub fn changes(view: &ChangesView) -> Value {
    json!({
        "since_ms": view.since_ms,
        "looked_at_ms": view.looked_at_ms,
        "true_at_ms": view.true_at_ms,
        "items": view.rows.iter().map(change).collect::<Value>(),
        "counts": view.counts.iter().map(|count| json!({ "kind": count.kind, "row_count": count.rows })).collect::<Value>(),
        "muted_count": view.muted,
        "drafts": view.drafts.iter().map(effect).collect::<Value>(),
    })
}

fn change(row: &ChangeView) -> Value {
    json!({
        "kind": row.kind,
        "id": row.item,
        "article": row.article,
        "name": row.name,
        "unit": row.unit,
        "was": row.was_micro.map(price),
        "was_micro": row.was_micro,
        "was_currency": row.was_currency,
        "now": row.now_micro.map(price),
        "now_micro": row.now_micro,
        "now_currency": row.now_currency,
        "by_percent": row.by_bp.map(percent),
        "by_bp": row.by_bp,
        "stock": row.stock_milli.map(quantity),
        "stock_milli": row.stock_milli,
        "in_drafts": quantity(row.in_drafts_milli),
        "in_drafts_milli": row.in_drafts_milli,
        "at_ms": row.at_ms,
        "is_muted": row.is_muted,
    })
}

fn effect(draft: &DraftEffectView) -> Value {
    json!({
        "id": draft.draft,
        "name": draft.name,
        "line_count": draft.lines,
        "left_out": draft.left_out.iter().map(left_out).collect::<Value>(),
        "was": draft.was_minor.map(money),
        "was_minor": draft.was_minor,
        "now": draft.now_minor.map(money),
        "now_minor": draft.now_minor,
        "currency": draft.currency,
    })
}

fn left_out(line: &LeftOutLineView) -> Value {
    json!({
        "id": line.item,
        "article": line.article,
        "name": line.name,
        "unit": line.unit,
        "quantity": quantity(line.quantity_milli),
        "quantity_milli": line.quantity_milli,
        "why": line.why,
    })
}

/// Hundredths of a percent as a decimal of percents.
pub fn percent(bp: i32) -> String {
    money(i64::from(bp))
}
