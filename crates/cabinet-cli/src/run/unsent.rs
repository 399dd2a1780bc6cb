//! `unsent list`, `unsent export`, `unsent discard`.

use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::quantity;
use crate::shapes::{self, Items};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::unsent::{self, UnsentReason, UnsentWork};
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;

/// Lists what cannot be sent any more.
pub async fn list(cabinet: &Cabinet) -> Result<Answer, Failure> {
    let list = unsent::list(cabinet).await?;
    Ok(Answer::new(&Items::of(&list, shapes::unsent), move |out| {
        if list.is_empty() {
            return writeln!(out, "nothing");
        }
        list.iter().try_for_each(|work| write_work(out, work))
    }))
}

fn write_work(out: &mut dyn Write, work: &UnsentWork) -> io::Result<()> {
    writeln!(out, "{}  {}: {}", work.entity, work.entity_name, reason(work.reason))?;
    for draft in &work.drafts {
        writeln!(out, "  {}  {}", draft.name, draft.comment)?;
        for line in &draft.lines {
            let mark = if line.may_be_placed {
                "  (was sent; the supplier may have it)"
            } else {
                ""
            };
            let amount = quantity(line.quantity_milli);
            writeln!(out, "    {}  {}  {amount} {}{mark}", line.article, line.name, line.unit)?;
        }
    }
    Ok(())
}

const fn reason(reason: UnsentReason) -> &'static str {
    match reason {
        UnsentReason::ShutOut => "the supplier has shut this device out",
        UnsentReason::EntityLost => "you do not act for this legal entity any more",
        UnsentReason::RoleLost => "your role does not allow ordering any more",
    }
}

/// Writes it to a file.
pub async fn export(cabinet: &Cabinet, out: Option<PathBuf>) -> Result<Answer, Failure> {
    // Relative to where the command stands, as every tool does.
    let path = match out {
        None => None,
        Some(out) => {
            let failed = format!("{} cannot be written", out.display());
            Some(
                std::path::absolute(&out)
                    .map_err(Failure::file(failed))?
                    .display()
                    .to_string(),
            )
        }
    };
    let file = unsent::export(cabinet, path).await?;
    let shape = json!({ "path": file.path, "bytes": file.bytes });
    Ok(Answer::new(&shape, move |out| {
        writeln!(out, "{} ({} bytes)", file.path, file.bytes)
    }))
}

/// Deletes it for good.
pub async fn discard(cabinet: &Cabinet, entity: String) -> Result<Answer, Failure> {
    unsent::discard(cabinet, entity.clone()).await?;
    Ok(Answer::new(&json!({ "id": entity }), move |out| {
        writeln!(out, "Deleted.")
    }))
}
