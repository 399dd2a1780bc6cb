//! `queue list`, `queue export`.

use crate::answer::Answer;
use crate::exit::Failure;
use crate::table::{Align, Table};
use crate::why;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::sync::{self, QueuedView};
use serde_json::{Value, json};
use std::path::Path;

/// Saves what waits as a file for the supplier.
pub async fn export(cabinet: &Cabinet, file: &Path) -> Result<Answer, Failure> {
    // Relative to where the command stands, as every tool does.
    let failed = format!("{} cannot be written", file.display());
    let path = std::path::absolute(file).map_err(Failure::file(failed))?;
    let saved = sync::save_queue(cabinet, Some(path.display().to_string())).await?;
    let shape = json!({
        "id": saved.path,
        "path": saved.path,
        "bytes": saved.bytes,
        "commands": saved.commands,
    });
    Ok(Answer::new(&shape, move |out| {
        writeln!(
            out,
            "{} ({} bytes): {} commands",
            saved.path, saved.bytes, saved.commands
        )?;
        writeln!(
            out,
            "The supplier takes it with `supplier-gateway queue accept`. What is in it can be read by whoever has it, and \
             cannot be withdrawn any more."
        )
    }))
}

/// Tells what has not come to its end.
pub async fn list(cabinet: &Cabinet) -> Result<Answer, Failure> {
    let rows = sync::queue(cabinet).await?;
    let shape = rows.iter().map(shape).collect::<Value>();
    Ok(Answer::new(&shape, move |out| {
        if rows.is_empty() {
            return writeln!(out, "Nothing waits.");
        }
        let mut table = Table::new(&[
            ("what", Align::Left),
            ("about", Align::Left),
            ("for", Align::Left),
            ("state", Align::Left),
            ("tries", Align::Right),
            ("next try", Align::Left),
            ("why", Align::Left),
        ]);
        for row in &rows {
            table.row(vec![
                row.kind.clone(),
                row.about.clone(),
                row.entity_name.clone(),
                row.state.clone(),
                row.attempts.to_string(),
                next_try(row),
                row.why.map_or_else(String::new, |why| why::words(why).to_owned()),
            ]);
        }
        table.write(out)
    }))
}

/// When the window, or the next `sync`, tries again.
fn next_try(row: &QueuedView) -> String {
    match row.next_try_in_s {
        None => "not by itself".to_owned(),
        Some(0) => "now".to_owned(),
        Some(seconds) => format!("in {seconds} s"),
    }
}

fn shape(row: &QueuedView) -> Value {
    json!({
        "id": row.key,
        "kind": row.kind,
        "about": row.about,
        "entity_name": row.entity_name,
        "state": row.state,
        "why_code": row.why,
        "attempts": row.attempts,
        "created_at_ms": row.created_at_ms,
        "next_try_in_s": row.next_try_in_s,
    })
}
