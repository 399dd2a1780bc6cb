//! `draft trash`, `draft restore`, `draft removed` and `draft bring-back`.

use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::{day, quantity};
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::drafts;
use cabinet_commands::error::{CommandError, ErrorCode};
use serde_json::{Value, json};

/// Puts a draft into the trash, or takes it out.
pub async fn set(cabinet: &Cabinet, draft: String, is_deleted: bool) -> Result<Answer, Failure> {
    drafts::set_deleted(cabinet, draft.clone(), is_deleted).await?;
    let words = if is_deleted {
        "in the trash for 90 days"
    } else {
        "out of the trash"
    };
    Ok(Answer::new(
        &json!({ "id": draft, "is_deleted": is_deleted }),
        move |out| writeln!(out, "{draft} is {words}"),
    ))
}

/// Lists lines that were taken out.
pub async fn removed(cabinet: &Cabinet, draft: String) -> Result<Answer, Failure> {
    let lines = drafts::removed(cabinet, draft).await?;
    let shape = lines.iter().map(|line| {
        json!({
            "id": line.item,
            "article": line.article,
            "name": line.name,
            "unit": line.unit,
            "quantity": quantity(line.quantity_milli),
            "quantity_milli": line.quantity_milli,
            "removed_at_ms": line.removed_at_ms,
        })
    });
    Ok(Answer::new(&json!({ "items": shape.collect::<Value>() }), move |out| {
        let mut table = Table::new(&[
            ("article", Align::Left),
            ("name", Align::Left),
            ("quantity", Align::Right),
            ("unit", Align::Left),
            ("removed", Align::Left),
        ]);
        for line in &lines {
            table.row(vec![
                line.article.clone(),
                line.name.clone(),
                quantity(line.quantity_milli),
                line.unit.clone(),
                day(line.removed_at_ms),
            ]);
        }
        table.write(out)
    }))
}

/// Puts lines back.
pub async fn bring_back(cabinet: &Cabinet, draft: String, goods: Vec<String>) -> Result<Answer, Failure> {
    let removed = drafts::removed(cabinet, draft.clone()).await?;
    let mut items = Vec::new();
    for word in goods {
        let found = removed.iter().find(|line| line.article == word || line.item == word);
        let words = || {
            CommandError::new(
                ErrorCode::NotFound,
                format!("\"{word}\" was not taken out of the draft"),
            )
        };
        items.push(found.ok_or_else(words)?.item.clone());
    }
    let brought = drafts::bring_back(cabinet, draft, items).await?;
    let left = brought
        .left
        .iter()
        .map(|line| json!({ "article": line.article, "name": line.name, "reason": line.reason }));
    let shape = json!({
        "draft": shapes::draft(&brought.draft),
        "lines": brought.lines,
        "left": left.collect::<Value>(),
    });
    Ok(Answer::new(&shape, move |out| {
        writeln!(out, "{} lines are in the draft again.", brought.lines)?;
        for line in &brought.left {
            writeln!(out, "{} {} is not sold any more.", line.article, line.name)?;
        }
        Ok(())
    }))
}
