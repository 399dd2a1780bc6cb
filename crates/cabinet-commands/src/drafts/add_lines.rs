//! `drafts_add_lines`, and the reading of lists that are plain text.

use super::matching::{List, Unread, Wanted};
use super::{AddReport, MissingReason, add_file};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use cabinet_intake::file::kind::plain_text;
use cabinet_intake::{IntakeLine, Unreadable, UnreadableRow, read_lines};

/// Adds lines of text (`article;quantity`, or an item's id, barcode or name instead of its article); quantities of items
/// already in the draft are added up. Text with more columns is read as a table out of a file.
///
/// # Errors
/// `not_found`, `not_loaded` (nothing was added), `disk_full`.
pub async fn add_lines(cabinet: &Cabinet, draft: String, text: String) -> Result<AddReport, CommandError> {
    add_file::add_kept(cabinet, draft, String::new(), text.into_bytes()).await
}

/// The list in a plain text, a line in each row; `None` for what is a table, a page or no text.
pub(super) fn of_text(bytes: &[u8]) -> Option<List> {
    let intake = read_lines(plain_text(bytes)?);
    let is_table = intake
        .unreadable
        .iter()
        .any(|row| row.why == Unreadable::TooManyColumns);
    (!is_table).then(|| List {
        lines: intake.lines.into_iter().map(wanted).collect(),
        unread: intake.unreadable.into_iter().map(unread).collect(),
        skipped: Vec::new(),
    })
}

fn wanted(line: IntakeLine) -> Wanted {
    Wanted {
        sheet: String::new(),
        row: line.row,
        raw: line.raw,
        name: is_name(&line.article).then(|| line.article.clone()),
        words: vec![line.article],
        quantity: line.quantity,
        unit: line.unit,
    }
}

/// Two words of letters at least: an article with blanks in it is looked for as an article first.
fn is_name(text: &str) -> bool {
    let is_word = |word: &&str| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
    text.split_whitespace().filter(is_word).count() > 1
}

fn unread(row: UnreadableRow) -> Unread {
    Unread {
        sheet: String::new(),
        row: row.row,
        raw: row.raw,
        reason: MissingReason::of(row.why),
    }
}
