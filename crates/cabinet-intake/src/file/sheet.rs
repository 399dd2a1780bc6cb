//! A file as sheets of cells: what every kind of file becomes before anybody asks what it means.
//!
//! True of it: only filled cells take room, so two cells in far corners are two cells; rows and the cells of a row are in
//! order. Numbers keep their digits as text. Not here: what a column means.

use crate::file::failure::{FileError, MOST_CELLS, MOST_TEXT};
use crate::file::kind::Kind;

/// A whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// What kind of file it is by its content.
    pub kind: Kind,
    /// In which encoding a text file was read; `None` where the format says so itself.
    pub encoding: Option<Encoded>,
    /// Its sheets, empty ones too.
    pub sheets: Vec<Sheet>,
}

/// In which encoding a text was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoded {
    /// Its name: `UTF-8`, `windows-1251`, `IBM866`, `KOI8-U`, `UTF-16LE`.
    pub name: &'static str,
    /// Whether the text leaves no doubt: there are too few letters to tell one Cyrillic encoding from another.
    pub is_sure: bool,
}

/// One sheet, or one table of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its name; empty where the file has none.
    pub name: String,
    /// Whether the program that wrote it hides it.
    pub is_hidden: bool,
    /// Whether it is free text, a line in each row, and no grid.
    pub is_text: bool,
    /// Its rows in order; rows without a filled cell may be absent.
    pub rows: Vec<Row>,
    /// The number of the last row, as the program that wrote it counts.
    pub last_row: u32,
    /// Hidden columns, from 0: the first and the last of each run, in order and apart from each other.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Cells that are shown as one.
    pub merged: Vec<Merged>,
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Its number, from 1, as a spreadsheet or an editor counts it.
    pub number: u32,
    /// Whether it is hidden or filtered out.
    pub is_hidden: bool,
    /// Its filled cells, from left to right.
    pub cells: Vec<Cell>,
}

/// A filled cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its column, from 0.
    pub column: u32,
    /// What is in it.
    pub value: Value,
}

/// What is in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, without blanks around it; never empty.
    Text(String),
    /// A number: all its digits with a decimal point, and no exponent.
    Number {
        /// `1000.5`, `460700123456`.
        exact: String,
        /// How its format shows it, where that says more or other than the digits.
        look: Option<Box<Look>>,
    },
    /// A date or a time of the day, as ISO writes it.
    Date(String),
    /// `#REF!` and its kind.
    Error(String),
    /// True or false.
    Flag(bool),
}

/// How a number format shows a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// As it is shown, without the unit: `007`, `3` for 2.5.
    pub shown: String,
    /// What the format writes behind it: `шт.`, `₽`, `%`.
    pub suffix: String,
}

/// Cells that are shown as one; all ends inclusive, rows from 1 and columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The first row.
    pub top: u32,
    /// The first column.
    pub left: u32,
    /// The last row.
    pub bottom: u32,
    /// The last column.
    pub right: u32,
}

impl Value {
    /// The cell as it reads.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Date(text) | Self::Error(text) => text,
            Self::Number { exact, look } => look.as_ref().map_or(exact, |look| &look.shown),
            Self::Flag(true) => "TRUE",
            Self::Flag(false) => "FALSE",
        }
    }
}

impl Row {
    /// The cell of a column.
    #[must_use]
    pub fn at(&self, column: u32) -> Option<&Value> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(at).map(|cell| &cell.value)
    }

    /// The row as one text, its cells divided by tabs.
    #[must_use]
    pub fn raw(&self) -> String {
        let mut raw = String::new();
        for cell in &self.cells {
            if !raw.is_empty() {
                raw.push('\t');
            }
            raw.push_str(cell.value.text());
        }
        raw
    }
}

impl Sheet {
    /// Whether a column is hidden.
    #[must_use]
    pub fn is_hidden_column(&self, column: u32) -> bool {
        let at = self.hidden_columns.partition_point(|(first, _)| *first <= column);
        at.checked_sub(1)
            .and_then(|at| self.hidden_columns.get(at))
            .is_some_and(|(_, last)| column <= *last)
    }

    /// The filled rows from one number to another, both inclusive.
    #[must_use]
    pub fn between(&self, first: u32, last: u32) -> &[Row] {
        let from = self.rows.partition_point(|row| row.number < first);
        let to = self.rows.partition_point(|row| row.number <= last);
        self.rows.get(from..to).unwrap_or_default()
    }

    /// A row by its number.
    #[must_use]
    pub fn row(&self, number: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.rows.get(at)
    }
}

/// Counts what is taken of a file, and refuses what no honest one has.
#[derive(Debug)]
pub(crate) struct Budget {
    cells: usize,
    bytes: u64,
}

impl Budget {
    pub(crate) fn new() -> Self {
        Self {
            cells: MOST_CELLS,
            bytes: MOST_TEXT,
        }
    }

    /// Takes a cell with so many bytes.
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), FileError> {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.cells = self.cells.checked_sub(1).ok_or(FileError::TooLarge)?;
        self.bytes = self.bytes.checked_sub(bytes).ok_or(FileError::TooLarge)?;
        Ok(())
    }
}

/// Puts cells that come in any order into a sheet.
#[derive(Debug)]
pub(crate) struct Filler {
    sheet: Sheet,
    is_ordered: bool,
}

impl Filler {
    pub(crate) fn new(name: String) -> Self {
        Self {
            sheet: Sheet {
                name,
                ..Sheet::default()
            },
            is_ordered: true,
        }
    }

    pub(crate) fn sheet(&mut self) -> &mut Sheet {
        &mut self.sheet
    }

    /// Fills a cell; blank text fills nothing. Rows count from 1, columns from 0.
    pub(crate) fn put(&mut self, number: u32, column: u32, value: Value, budget: &mut Budget) -> Result<(), FileError> {
        let value = match value {
            Value::Text(text) => match tidy(text) {
                Some(text) => Value::Text(text),
                None => return Ok(()),
            },
            other => other,
        };
        budget.take(value.text().len())?;
        if self.sheet.rows.last().is_none_or(|row| row.number != number) {
            self.is_ordered &= self.sheet.rows.last().is_none_or(|row| row.number < number);
            self.sheet.rows.push(Row {
                number,
                ..Row::default()
            });
        }
        if let Some(row) = self.sheet.rows.last_mut() {
            self.is_ordered &= row.cells.last().is_none_or(|cell| cell.column < column);
            row.cells.push(Cell { column, value });
        }
        self.sheet.last_row = self.sheet.last_row.max(number);
        Ok(())
    }

    /// The sheet, its rows and cells in order; of two values for one cell the last stands.
    pub(crate) fn finish(mut self, hidden: impl Fn(u32) -> bool) -> Sheet {
        if !self.is_ordered {
            self.sheet.rows.sort_by_key(|row| row.number);
            let mut rows: Vec<Row> = Vec::with_capacity(self.sheet.rows.len());
            for row in self.sheet.rows {
                match rows.last_mut() {
                    Some(last) if last.number == row.number => last.cells.extend(row.cells),
                    _ => rows.push(row),
                }
            }
            for row in &mut rows {
                row.cells.sort_by_key(|cell| cell.column);
                row.cells.reverse();
                row.cells.dedup_by_key(|cell| cell.column);
                row.cells.reverse();
            }
            self.sheet.rows = rows;
        }
        for row in &mut self.sheet.rows {
            row.is_hidden = hidden(row.number);
        }
        self.sheet.hidden_columns = runs(self.sheet.hidden_columns);
        self.sheet
    }
}

/// Runs of columns in order, those that touch made one.
fn runs(mut found: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    found.sort_unstable();
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for (first, last) in found {
        match runs.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
            _ => runs.push((first, last)),
        }
    }
    runs
}

/// Text without blanks around it; `None` when nothing is left. Line breaks inside a cell are blanks of the list.
fn tidy(text: String) -> Option<String> {
    let is_blank = |letter: char| letter.is_whitespace() || matches!(letter, '\u{feff}' | '\u{200b}' | '\0');
    let trimmed = text.trim_matches(is_blank);
    if trimmed.is_empty() {
        return None;
    }
    let is_plain = !trimmed.contains(|letter: char| letter.is_control() || matches!(letter, '\u{ad}' | '\u{200b}'));
    if is_plain && trimmed.len() == text.len() {
        return Some(text);
    }
    if is_plain {
        return Some(trimmed.to_owned());
    }
    let clean = trimmed
        .chars()
        .filter(|letter| !matches!(letter, '\u{ad}' | '\u{200b}' | '\u{feff}'))
        .map(|letter| if letter.is_control() { ' ' } else { letter });
    Some(clean.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_in_any_order_become_rows_in_order_and_the_last_value_stands() {
        let mut budget = Budget::new();
        let mut filler = Filler::new("Заказ".to_owned());
        let text = |text: &str| Value::Text(text.to_owned());
        for (row, column, value) in [(3, 1, "б"), (1, 0, " а "), (3, 0, "в"), (3, 1, "г"), (2, 0, " \u{a0}")] {
            filler.put(row, column, text(value), &mut budget).unwrap();
        }
        let sheet = filler.finish(|row| row == 3);
        let rows: Vec<(u32, bool, String)> = sheet
            .rows
            .iter()
            .map(|row| (row.number, row.is_hidden, row.raw()))
            .collect();
        assert_eq!(rows, [(1, false, "а".to_owned()), (3, true, "в\tг".to_owned())]);
        assert_eq!(sheet.row(3).unwrap().at(1), Some(&text("г")));
        assert_eq!((sheet.between(2, 3).len(), sheet.between(1, 9).len()), (1, 2));
    }

    #[test]
    fn hidden_columns_are_runs() {
        let sheet = Sheet {
            hidden_columns: runs(vec![(7, 9), (1, 2), (3, 3), (8, 8)]),
            ..Sheet::default()
        };
        assert_eq!(sheet.hidden_columns, [(1, 3), (7, 9)]);
        let hidden: Vec<u32> = (0..12).filter(|column| sheet.is_hidden_column(*column)).collect();
        assert_eq!(hidden, [1, 2, 3, 7, 8, 9]);
    }
}
