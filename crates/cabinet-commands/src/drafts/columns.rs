//! `drafts_settle_columns`: which column of a list holds the quantities or the articles, where several could. What the user
//! says is kept for the next list of the same form.

use super::add_file::{Known, list_of, raw_cells};
use super::matching::{self, Put};
use super::{AddReport, ColumnDoubt, DoubtfulColumn, DoubtfulRole};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use crate::reason::Thing;
use cabinet_intake::file::read_file;
use cabinet_intake::file::sheet::Book;
use cabinet_intake::table::layout::{Fingerprint, Layout, Mark};
use cabinet_intake::table::roles::Role;
use cabinet_intake::table::rows::{At, Line, Rows, read_rows};
use cabinet_intake::table::{Table, understand};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::PoisonError;

/// A list that waits for the user's word; it is kept in memory until then, or until the next list.
pub(crate) struct DoubtfulList {
    pub(super) draft: String,
    pub(super) bytes: Vec<u8>,
}

/// Cells that show the user what is in a column.
const SAMPLES: usize = 3;

/// Takes `column` of a table of the last list as the one with the quantities (or the articles, as `role` says), adds the lines
/// that waited for it, and keeps it for the next list of that form.
///
/// # Errors
/// `not_found` when the list is not at hand any more, or has no such table or column; otherwise as `drafts_add_file`.
pub async fn settle_columns(
    cabinet: &Cabinet,
    draft: String,
    table: u32,
    role: DoubtfulRole,
    column: u32,
) -> Result<AddReport, CommandError> {
    let report = cabinet
        .ready()?
        .blocking(move |open| settle(open, &draft, table, role.into(), column))
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(report)
}

fn settle(open: &Open, draft: &str, table: u32, role: Role, column: u32) -> Result<AddReport, CommandError> {
    let bytes = {
        let kept = open.doubtful_list.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref()
            .filter(|list| list.draft == draft)
            .map(|list| list.bytes.clone())
            .ok_or_else(|| CommandError::not_found(Thing::List))?
    };
    let goods = open.loaded_goods()?;
    let known = Known::of(open, &goods, draft)?;
    let book = read_file(&bytes)?;
    let mut tables = understand(&book, &known, &|form| remembered(open, form));
    let chosen = usize::try_from(table)
        .ok()
        .and_then(|at| tables.get(at))
        .filter(|table| table.columns.iter().any(|one| one.column == column))
        .ok_or_else(|| CommandError::not_found(Thing::Column))?;
    let form = chosen.fingerprint.clone();
    let mut layout = chosen.layout;
    layout.set(role, Some(column));
    // Tables of one form are read alike: what is settled for one is settled for all of them.
    let mut settled = Vec::new();
    let waiting = waiting(&tables, &read_rows(&book, &tables));
    for table in &mut tables {
        if table.fingerprint == form && table.doubts().contains(&role) {
            table.layout = layout;
            settled.push((table.sheet, table.first_row..=table.last_row));
        }
    }
    let mut rows = read_rows(&book, &tables);
    let is_settled = |at: At| {
        settled
            .iter()
            .any(|(sheet, rows)| *sheet == at.sheet && rows.contains(&at.row))
    };
    rows.lines
        .retain(|line| is_settled(line.at) && waiting.contains(&line.at));
    rows.unreadable
        .retain(|row| is_settled(row.at) && waiting.contains(&row.at));
    rows.skipped.retain(|rows| is_settled(rows.at));
    let doubts = doubts(&book, &tables);
    let mut report = matching::add(open, draft, list_of(&book, &tables, &rows), Put::Add)?;
    remember(open, &form, &layout)?;
    if doubts.is_empty() {
        forget(open);
    }
    report.doubts = doubts;
    Ok(report)
}

/// Keeps a list whose columns are in doubt, in place of the one before.
pub(super) fn keep(open: &Open, draft: &str, bytes: Vec<u8>) {
    *open.doubtful_list.lock().unwrap_or_else(PoisonError::into_inner) = Some(DoubtfulList {
        draft: draft.to_owned(),
        bytes,
    });
}

/// Lets go of a list that waits for nothing.
pub(super) fn forget(open: &Open) {
    *open.doubtful_list.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// Several columns of the line's table could hold the quantities, or the articles where no barcode names the goods: none is
/// guessed.
pub(super) fn is_doubtful(tables: &[Table], line: &Line) -> bool {
    let names_nothing_sure = line.article.is_none() && line.barcode.is_none();
    (line.quantity.is_none() && has_doubt(tables, line.at, Role::Quantity))
        || (names_nothing_sure && has_doubt(tables, line.at, Role::Article))
}

/// Whether a row is of a table in which somebody has to say which column has a role.
pub(super) fn has_doubt(tables: &[Table], at: At, role: Role) -> bool {
    tables.iter().any(|table| {
        table.sheet == at.sheet
            && (table.first_row..=table.last_row).contains(&at.row)
            && table.doubts().contains(&role)
    })
}

/// The rows that are in no draft yet: doubtful ones, and those that could not be read.
fn waiting(tables: &[Table], rows: &Rows) -> BTreeSet<At> {
    let doubtful = rows
        .lines
        .iter()
        .filter(|line| is_doubtful(tables, line))
        .map(|line| line.at);
    doubtful.chain(rows.unreadable.iter().map(|row| row.at)).collect()
}

/// What the user is asked of a list, one thing of each table at a time.
pub(super) fn doubts(book: &Book, tables: &[Table]) -> Vec<ColumnDoubt> {
    let asked = |table: &Table| {
        let doubts = table.doubts();
        let roles = [DoubtfulRole::Article, DoubtfulRole::Quantity];
        roles.into_iter().find(|role| doubts.contains(&Role::from(*role)))
    };
    tables
        .iter()
        .zip(0_u32..)
        .filter_map(|(table, at)| Some((table, at, asked(table)?)))
        .map(|(table, at, role)| ColumnDoubt {
            table: at,
            role,
            sheet: book
                .sheets
                .get(table.sheet)
                .map(|sheet| sheet.name.clone())
                .unwrap_or_default(),
            first_row: table.first_row,
            columns: candidates(book, table, role.into()),
        })
        .collect()
}

fn candidates(book: &Book, table: &Table, role: Role) -> Vec<DoubtfulColumn> {
    let wanted = table.candidates.iter().filter(|candidate| candidate.role == role);
    wanted
        .map(|candidate| {
            let column = candidate.column;
            let title = table.columns.iter().find(|one| one.column == column);
            DoubtfulColumn {
                column,
                title: title.map(|one| one.title.clone()).unwrap_or_default(),
                samples: raw_cells(book, table, column, SAMPLES),
            }
        })
        .collect()
}

impl From<DoubtfulRole> for Role {
    fn from(role: DoubtfulRole) -> Self {
        match role {
            DoubtfulRole::Quantity => Self::Quantity,
            DoubtfulRole::Article => Self::Article,
        }
    }
}

/// A layout as the desk keeps it: columns in the order of `Role::ALL`.
#[derive(Serialize, Deserialize)]
struct Stored {
    columns: Vec<Option<u32>>,
    are_commas_thousands: Option<bool>,
}

fn key(form: &Fingerprint) -> String {
    format!("list/{}", form.as_str())
}

/// The layout that was settled for lists of this form. One that cannot be read counts as none: it is asked for again.
pub(super) fn remembered(open: &Open, form: &Fingerprint) -> Option<Layout> {
    let text = open.desk.ui_state(&key(form)).ok()??;
    let stored: Stored = serde_json::from_str(&text).ok()?;
    let mut layout = Layout {
        mark: stored
            .are_commas_thousands
            .map(|are| if are { Mark::Thousands } else { Mark::Decimals }),
        ..Layout::default()
    };
    for (role, column) in Role::ALL.iter().zip(stored.columns) {
        layout.set(*role, column);
    }
    Some(layout)
}

fn remember(open: &Open, form: &Fingerprint, layout: &Layout) -> Result<(), CommandError> {
    let stored = Stored {
        columns: Role::ALL.iter().map(|role| layout.column(*role)).collect(),
        are_commas_thousands: layout.mark.map(|mark| mark == Mark::Thousands),
    };
    let text = serde_json::to_string(&stored)
        .map_err(|error| CommandError::internal("a layout could not be written", &error))?;
    Ok(open.desk.put_ui_state(&key(form), &text)?)
}
