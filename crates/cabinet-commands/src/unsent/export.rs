//! `unsent_export`.

use super::list::all;
use super::{UnsentDraft, UnsentWork};
use crate::cabinet::Cabinet;
use crate::documents::SavedFile;
use crate::error::CommandError;
use crate::reason::Reason;
use crate::written_file::written;
use cabinet_domain::quantity::Quantity;

/// Writes what cannot be sent as text that a spreadsheet opens and a draft takes (`article;quantity;unit;name`); without a
/// path, into the user's documents folder. Nothing is removed.
///
/// # Errors
/// `invalid` when there is nothing, or the path cannot be written; `disk_full`.
pub async fn export(cabinet: &Cabinet, path: Option<String>) -> Result<SavedFile, CommandError> {
    let exports = cabinet.directory().join("exports");
    cabinet
        .ready()?
        .blocking(move |open| {
            let work = all(open)?;
            if work.is_empty() {
                return Err(Reason::NothingUnsent.into());
            }
            let session = open.desk.session()?;
            let supplier = session.map(|session| session.supplier_name).unwrap_or_default();
            written(&exports, path, supplier_title(&supplier), "csv", text(&work).as_bytes())
        })
        .await
}

fn supplier_title(supplier: &str) -> &str {
    if supplier.is_empty() { "unsent" } else { supplier }
}

/// The mark at the beginning makes a spreadsheet read UTF-8.
fn text(work: &[UnsentWork]) -> String {
    let mut text = String::from("\u{feff}");
    for entity in work {
        for draft in &entity.drafts {
            add(&mut text, &entity.entity_name, draft);
        }
    }
    text
}

fn add(text: &mut String, entity_name: &str, draft: &UnsentDraft) {
    let mut head = vec![entity_name, draft.name.as_str()];
    if !draft.comment.is_empty() {
        head.push(&draft.comment);
    }
    let head: Vec<String> = head.into_iter().map(plain).collect();
    text.push_str(&format!("# {}\r\n", head.join(" / ")));
    for line in &draft.lines {
        let quantity = Quantity::from_milli(line.quantity_milli).to_decimal();
        // Three columns: an order list with a quantity and a remark, which can be added to a draft again.
        let (article, unit, name) = (plain(&line.article), plain(&line.unit), plain(&line.name));
        text.push_str(&format!("{article};{quantity};{unit}, {name}\r\n"));
    }
}

/// A field on one line, without what would end it.
fn plain(field: &str) -> String {
    let one_line: String = field.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    one_line.replace(';', ",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unsent::{UnsentLine, UnsentReason};

    #[test]
    fn every_line_stands_on_one_line_and_begins_with_its_article() {
        let line = UnsentLine {
            article: "Б-1".into(),
            name: "Болт; длинный\nочень".into(),
            unit: "шт".into(),
            quantity_milli: 20_500,
            may_be_placed: false,
        };
        let draft = UnsentDraft {
            id: "d".into(),
            name: "Ремонт".into(),
            comment: String::new(),
            lines: vec![line],
        };
        let work = UnsentWork {
            entity: "e".into(),
            entity_name: "ООО Ромашка".into(),
            reason: UnsentReason::EntityLost,
            drafts: vec![draft],
        };
        let written = text(&[work]);
        let lines: Vec<&str> = written.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines, ["# ООО Ромашка / Ремонт", "Б-1;20.5;шт, Болт, длинный очень"]);
    }
}
