//! Own codes.

use cabinet_commands::codes::{CodeRowView, CodeView, EarlierWord};
use serde_json::{Value, json};

pub fn code(view: &CodeView) -> Value {
    json!({
        "id": view.code,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "code": view.code,
        "item": view.item,
        "article": view.article,
        "name": view.name,
        "person_name": view.person_name,
        "is_own": view.is_own,
        "said_at_ms": view.said_at_ms,
        "is_gone": view.is_gone,
        "earlier": view.earlier.iter().map(earlier).collect::<Value>(),
    })
}

fn earlier(word: &EarlierWord) -> Value {
    json!({
        "item": word.item,
        "article": word.article,
        "person_name": word.person_name,
        "said_at_ms": word.said_at_ms,
    })
}

pub fn code_row(row: &CodeRowView) -> Value {
    json!({ "sheet": row.sheet, "row": row.row, "code": row.code, "article": row.article })
}
