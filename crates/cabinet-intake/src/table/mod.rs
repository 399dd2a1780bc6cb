//! What the tables of a file mean: which column is what, and which row is a line.
//!
//! In: a [`Book`], and a [`Catalogue`] that knows articles. Out: a [`Table`] for each table, whose [`Layout`] a person may
//! correct, and then [`rows::Rows`]. True of it: every filled row is in exactly one list; where two readings would order
//! different amounts nothing is read, and the doubt is told.

pub mod layout;
pub mod roles;
pub mod rows;

mod columns;
mod copies;
mod find;
mod header;
mod line;
pub(crate) mod shapes;

use crate::file::sheet::{Book, Sheet};
use crate::table::find::Found;
use crate::table::layout::{Fingerprint, Layout};
use crate::table::roles::Role;
use std::collections::BTreeSet;

/// Who knows articles.
pub trait Catalogue {
    /// How many of these texts, which are different and at most a few hundred, are articles of goods; `None` when that
    /// is not known.
    fn known(&self, texts: &[&str]) -> Option<usize>;
}

/// No catalogue: columns are told by titles and looks only.
#[derive(Debug, Clone, Copy)]
pub struct NoCatalogue;

impl Catalogue for NoCatalogue {
    fn known(&self, _: &[&str]) -> Option<usize> {
        None
    }
}

/// A table of a sheet.
#[derive(Debug, Clone)]
pub struct Table {
    /// The place of its sheet in the file, from 0.
    pub sheet: usize,
    /// Its first row, what stands above its titles included.
    pub first_row: u32,
    /// Its last row.
    pub last_row: u32,
    /// Its columns, from left to right.
    pub columns: Vec<ColumnView>,
    /// Who could have which role, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// Who has which role; to be corrected by a person.
    pub layout: Layout,
    /// Whether the layout was remembered.
    pub is_remembered: bool,
    /// By what it is known again.
    pub fingerprint: Fingerprint,
    pub(crate) found: Found,
}

/// A column as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnView {
    /// Its place, from 0.
    pub column: u32,
    /// What stands over it; empty where nothing does.
    pub title: String,
    /// Whether it is hidden in the file.
    pub is_hidden: bool,
}

/// A column that could have a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The role.
    pub role: Role,
    /// The column, from 0.
    pub column: u32,
    /// How likely, in percent; below 50 it was not taken.
    pub confidence: u8,
}

impl Table {
    /// Roles that a person has to give: several columns could have them, and none is clearly the one.
    #[must_use]
    pub fn doubts(&self) -> BTreeSet<Role> {
        let told = self.candidates.iter().map(|candidate| candidate.role);
        told.filter(|role| self.layout.column(*role).is_none()).collect()
    }
}

/// Finds the tables of a file and says what their columns are. `remembered` gives the layout that a person has settled for a
/// table known by its fingerprint; it is taken as it is.
#[must_use]
pub fn understand(
    book: &Book,
    catalogue: &dyn Catalogue,
    remembered: &dyn Fn(&Fingerprint) -> Option<Layout>,
) -> Vec<Table> {
    let grids = book.sheets.iter().enumerate().filter(|(_, sheet)| !sheet.is_text);
    grids
        .flat_map(|(at, sheet)| find::tables(sheet).into_iter().map(move |found| (at, sheet, found)))
        .map(|(at, sheet, found)| table(at, sheet, found, catalogue, remembered))
        .collect()
}

fn table(
    at: usize,
    sheet: &Sheet,
    found: Found,
    catalogue: &dyn Catalogue,
    remembered: &dyn Fn(&Fingerprint) -> Option<Layout>,
) -> Table {
    let columns = columns::look(sheet, &found, catalogue);
    let (mut guessed, mut candidates) = columns::assign(&columns);
    if header::is_of_stock(&sheet.name) {
        // «Количество» on a sheet «Остатки на складе» is what lies there, more likely than what is ordered.
        guessed.quantity = None;
        for candidate in candidates
            .iter_mut()
            .filter(|candidate| candidate.role == Role::Quantity)
        {
            candidate.confidence = candidate.confidence.min(columns::DOUBTFUL);
        }
    }
    let stamps: Vec<(u32, String)> = if found.titles.is_empty() {
        // Columns without titles look alike whatever is in them: only the very same list is known again.
        let rows = sheet.between(found.first_row, found.last_row).iter();
        let cells = rows.flat_map(|row| row.cells.iter().map(|cell| (cell.column, cell.value.text().to_owned())));
        cells.collect()
    } else {
        found
            .titles
            .iter()
            .map(|(column, text)| (*column, text.clone()))
            .collect()
    };
    let fingerprint = Fingerprint::of(&stamps);
    let kept = remembered(&fingerprint);
    let view = |column: &u32| ColumnView {
        column: *column,
        title: found.titles.get(column).cloned().unwrap_or_default(),
        is_hidden: sheet.is_hidden_column(*column),
    };
    Table {
        sheet: at,
        first_row: found.first_row,
        last_row: found.last_row,
        columns: columns.keys().map(view).collect(),
        candidates,
        layout: kept.unwrap_or(guessed),
        is_remembered: kept.is_some(),
        fingerprint,
        found,
    }
}
