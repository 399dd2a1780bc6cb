//! `queue export`.

use crate::answer::Answer;
use crate::exit::Failure;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::sync;
use serde_json::json;
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
