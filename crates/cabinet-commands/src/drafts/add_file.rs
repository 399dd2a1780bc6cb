//! `drafts_add_file`: an order out of a file of any kind that people send.

use super::columns::{self, is_doubtful};
use super::matching::{self, List, Put, Unread, Wanted};
use super::{AddReport, MissingReason, SkippedView};
use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
use crate::events::Changes;
use crate::open::{Open, sight};
use crate::reason::{FileDeed, Reason};
use cabinet_desk::Grant;
use cabinet_intake::file::sheet::{Book, Row};
use cabinet_intake::table::roles::Role;
use cabinet_intake::table::rows::{At, Line, Rows, SkippedRows, UnreadRow};
use cabinet_intake::table::{Catalogue, Table};
use cabinet_intake::{Order, Skipped, Unreadable, read_order};
use cabinet_mirror::{Mirror, Sight};
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The same in MiB, as it is told.
const MOST_MEGABYTES: u32 = 64;

/// Adds the lines of a file to a draft; see [`add_bytes`].
///
/// # Errors
/// As [`add_bytes`]; `invalid` for a file that cannot be read.
pub async fn add_file(cabinet: &Cabinet, draft: String, path: PathBuf) -> Result<AddReport, CommandError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let bytes = tokio::task::spawn_blocking(move || read_list(&path)).await??;
    add_kept(cabinet, draft, name.unwrap_or_default(), bytes).await
}

/// The bytes of a list on the disk.
///
/// # Errors
/// `invalid` for a file that cannot be read or is too large.
pub(crate) fn read_list(path: &Path) -> Result<Vec<u8>, CommandError> {
    let failed = |error: std::io::Error| CommandError::file(FileDeed::ReadList, path, &error);
    if std::fs::metadata(path).map_err(failed)?.len() > MOST_BYTES {
        return Err(Reason::ListTooLarge { limit: MOST_MEGABYTES }.into());
    }
    std::fs::read(path).map_err(failed)
}

/// Adds the lines of a table or a text to a draft: a workbook, a page, CSV or text of any encoding, told by its content.
/// Quantities of items already in the draft are added up. Every row is in exactly one list of the report.
///
/// # Errors
/// `not_found`, `not_loaded` (nothing was added), `invalid` for bytes that are no table, `disk_full`.
pub async fn add_bytes(cabinet: &Cabinet, draft: String, bytes: Vec<u8>) -> Result<AddReport, CommandError> {
    let report = cabinet
        .ready()?
        .blocking(move |open| add(open, &draft, bytes, Put::Add))
        .await?;
    told(cabinet);
    Ok(report)
}

/// The same of a list that the desk keeps until the user is done with it; `name` is empty for what was pasted. Where there is
/// no room to keep it, its lines are added all the same, and the report says so.
///
/// # Errors
/// As [`add_bytes`].
pub(super) async fn add_kept(
    cabinet: &Cabinet,
    draft: String,
    name: String,
    bytes: Vec<u8>,
) -> Result<AddReport, CommandError> {
    let report = cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, found) = open.draft(&draft)?;
            let now_ms = open.clock.now_ms();
            let id = &found.summary.id;
            let put = if open.desk.keep_list(&grant.entity, id, &name, &bytes, now_ms)? {
                Put::AddKept
            } else {
                Put::Add
            };
            let added = add(open, &draft, bytes, put);
            // What is no list has nothing to come back to.
            if added.as_ref().is_err_and(|error| error.code == ErrorCode::Invalid) {
                open.desk.forget_list(id)?;
            }
            added
        })
        .await?;
    told(cabinet);
    Ok(report)
}

fn told(cabinet: &Cabinet) {
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
}

/// The goods that the person sees, asked which column holds articles.
pub(crate) struct Known<'a> {
    goods: &'a Mirror,
    sight: Sight,
}

impl<'a> Known<'a> {
    /// Those of the legal entity of a draft.
    ///
    /// # Errors
    /// `not_found`.
    pub(super) fn of(open: &Open, goods: &'a Mirror, draft: &str) -> Result<Self, CommandError> {
        let (grant, _) = open.draft(draft)?;
        Ok(Self::seen_by(&grant, goods))
    }

    /// Those of a legal entity.
    pub(crate) fn seen_by(grant: &Grant, goods: &'a Mirror) -> Self {
        Self {
            goods,
            sight: sight(grant).without_prices(),
        }
    }
}

impl Catalogue for Known<'_> {
    fn known(&self, texts: &[&str]) -> Option<usize> {
        match self.goods.items_by_article(&self.sight, texts) {
            Ok(found) => Some(found.iter().filter(|items| !items.is_empty()).count()),
            // The columns are told by titles and looks then; the failure itself is told when the lines are looked up.
            Err(_) => None,
        }
    }
}

pub(super) fn add(open: &Open, draft: &str, bytes: Vec<u8>, put: Put) -> Result<AddReport, CommandError> {
    columns::forget(open);
    let goods = open.loaded_goods()?;
    let known = Known::of(open, &goods, draft)?;
    let Order { book, tables, rows } = read_order(&bytes, &known, &|form| columns::remembered(open, form))?;
    let mut report = matching::add(open, draft, list_of(&book, &tables, &rows), put)?;
    report.doubts = columns::doubts(&book, &tables);
    if !report.doubts.is_empty() {
        columns::keep(open, draft, bytes);
    }
    Ok(report)
}

/// Rows of a file as a list; a line whose quantity may stand in several columns is to be looked at.
pub(super) fn list_of(book: &Book, tables: &[Table], rows: &Rows) -> List {
    let names = SheetNames::of(book);
    let (doubtful, plain): (Vec<&Line>, Vec<&Line>) = rows.lines.iter().partition(|line| is_doubtful(tables, line));
    List {
        lines: plain.into_iter().map(|line| wanted(book, &names, line)).collect(),
        unread: doubtful
            .into_iter()
            .map(|line| Unread {
                sheet: names.of_sheet(line.at),
                row: line.at.row,
                raw: raw(book, line.at),
                reason: MissingReason::DoubtfulColumns,
            })
            .chain(rows.unreadable.iter().map(|row| unread(book, &names, tables, row)))
            .collect(),
        skipped: rows
            .skipped
            .iter()
            .filter(|rows| rows.why != Skipped::Blank)
            .map(|rows| skipped(&names, rows))
            .collect(),
    }
}

/// The first filled cells of a column below the titles of its table.
pub(super) fn raw_cells(book: &Book, table: &Table, column: u32, most: usize) -> Vec<String> {
    let title = table
        .columns
        .iter()
        .find(|one| one.column == column)
        .map(|one| one.title.as_str());
    let rows = book
        .sheets
        .get(table.sheet)
        .map_or(&[][..], |sheet| sheet.between(table.first_row, table.last_row));
    rows.iter()
        .filter_map(|row| row.at(column))
        .map(|value| value.text().to_owned())
        .filter(|text| Some(text.as_str()) != title)
        .take(most)
        .collect()
}

fn wanted(book: &Book, names: &SheetNames, line: &Line) -> Wanted {
    Wanted {
        sheet: names.of_sheet(line.at),
        row: line.at.row,
        raw: raw(book, line.at),
        words: [&line.article, &line.barcode].into_iter().flatten().cloned().collect(),
        name: line.name.clone().or_else(|| name_in_text(book, line)),
        quantity: line.quantity.clone(),
        unit: line.unit.clone(),
        is_hidden: line.is_hidden,
    }
}

/// What stands before the quantity in a line of text may be the name of goods; with blanks in it, it is looked for as an
/// article first.
fn name_in_text(book: &Book, line: &Line) -> Option<String> {
    let is_word = |word: &&str| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
    let is_text = book.sheets.get(line.at.sheet).is_some_and(|sheet| sheet.is_text);
    line.article
        .clone()
        .filter(|text| is_text && text.split_whitespace().filter(is_word).count() > 1)
}

fn unread(book: &Book, names: &SheetNames, tables: &[Table], row: &UnreadRow) -> Unread {
    let is_untold = row.why == Unreadable::NoArticle && columns::has_doubt(tables, row.at, Role::Article);
    Unread {
        sheet: names.of_sheet(row.at),
        row: row.at.row,
        raw: raw(book, row.at),
        reason: if is_untold {
            MissingReason::DoubtfulColumns
        } else {
            MissingReason::of(row.why)
        },
    }
}

fn skipped(names: &SheetNames, rows: &SkippedRows) -> SkippedView {
    SkippedView {
        sheet: names.of_sheet(rows.at),
        row: rows.at.row,
        last_row: rows.last_row,
        why: rows.why.into(),
    }
}

fn raw(book: &Book, at: At) -> String {
    let sheet = book.sheets.get(at.sheet);
    sheet
        .and_then(|sheet| sheet.row(at.row))
        .map(Row::raw)
        .unwrap_or_default()
}

/// How sheets are called in a report: by nothing where there is one, else by name, or by number where they have none.
struct SheetNames(Vec<String>);

impl SheetNames {
    fn of(book: &Book) -> Self {
        let filled = book.sheets.iter().filter(|sheet| !sheet.rows.is_empty()).count();
        if filled < 2 {
            return Self(Vec::new());
        }
        Self(
            book.sheets
                .iter()
                .zip(1_usize..)
                .map(|(sheet, number)| match sheet.name.as_str() {
                    "" => number.to_string(),
                    name => name.to_owned(),
                })
                .collect(),
        )
    }

    fn of_sheet(&self, at: At) -> String {
        self.0.get(at.sheet).cloned().unwrap_or_default()
    }
}
