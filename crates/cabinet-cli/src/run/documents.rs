//! `documents` and `print`.

use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::money;
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::documents;
use std::path::PathBuf;

/// Lists documents.
pub async fn documents(cabinet: &Cabinet, wanted: Option<String>) -> Result<Answer, Failure> {
    let list = documents::list(cabinet, wanted).await?;
    Ok(Answer::new(&Items::of(&list, shapes::document), move |out| {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("kind", Align::Left),
            ("number", Align::Left),
            ("date", Align::Left),
            ("order", Align::Left),
            ("entity", Align::Left),
            ("total", Align::Right),
            ("", Align::Left),
        ]);
        for document in &list {
            let mark = match (document.is_cancelled, document.is_preliminary) {
                (true, _) => " (cancelled)",
                (false, true) => " (preliminary)",
                (false, false) => "",
            };
            table.row(vec![
                document.id.clone(),
                document.kind.clone(),
                format!("{}{mark}", document.number),
                document.date.clone(),
                document.order_number.clone(),
                document.entity_name.clone(),
                money(document.total_minor),
                document.currency.clone(),
            ]);
        }
        table.write(out)
    }))
}

/// Writes a document as PDF.
pub async fn print(cabinet: &Cabinet, document: String, out: PathBuf) -> Result<Answer, Failure> {
    // Relative to where the command stands, as every tool does.
    let path = std::path::absolute(&out).map_err(Failure::file(format!("{} cannot be written", out.display())))?;
    let file = documents::save(cabinet, document.clone(), Some(path.display().to_string())).await?;
    Ok(Answer::new(&shapes::saved(&document, &file), move |out| {
        writeln!(out, "{} ({} bytes)", file.path, file.bytes)
    }))
}
