//! Papers that were found.

use cabinet_commands::find::{FoundPaper, FoundPapers};
use serde_json::{Value, json};

/// What was found.
pub fn found_papers(found: &FoundPapers) -> Value {
    json!({
        "items": found.rows.iter().map(found_paper).collect::<Value>(),
        "total": found.total,
        "read_as": found.read_as,
        "due": found.due,
    })
}

fn found_paper(row: &FoundPaper) -> Value {
    let text: String = row.fragment.iter().map(|part| part.text.as_str()).collect();
    let matches = row.fragment.iter().filter(|part| part.is_match);
    json!({
        "id": row.id,
        "kind": row.kind,
        "document_kind": row.document_kind,
        "number": row.number,
        "date": row.date,
        "entity": row.entity,
        "entity_name": row.entity_name,
        "order": row.order,
        "is_number": row.is_number,
        "file_text": row.file_text,
        "fragment": text,
        "matches": matches.map(|part| part.text.as_str()).collect::<Vec<_>>(),
    })
}
