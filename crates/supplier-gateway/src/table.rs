//! Tables that an operator keeps in files: CSV, XLSX (also XLS, ODS) and JSON, read into rows with named cells.
//!
//! The first row names the columns. CSV is UTF-8 or windows-1251 and divided by semicolons, commas or tabs; a workbook is
//! read from its first sheet, whatever the ending of its name; JSON is a list of objects. What the cells mean is not
//! known here.

use crate::workbook::{self, WorkbookError};
use calamine::Data;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io;
use std::path::Path;

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A file with at least one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns, as in [`TableRow::cells`].
    pub columns: BTreeSet<String>,
    /// Rows below the headings, empty ones left out.
    pub rows: Vec<TableRow>,
}

impl Table {
    /// Whether there is a column of one of these names.
    #[must_use]
    pub fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.columns.contains(*name))
    }
}

/// A row and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// As an editor or a spreadsheet counts, from 1; in JSON the place in the list.
    pub line: u64,
    /// Cells by the name of their column, in small letters and with `е` for `ё`; blanks around the text are gone, empty
    /// cells are left out. Of columns with one name the first counts.
    pub cells: BTreeMap<String, String>,
}

impl TableRow {
    /// The cell of a column that has one of these names; empty where there is none.
    #[must_use]
    pub fn cell(&self, names: &[&str]) -> &str {
        names
            .iter()
            .find_map(|name| self.cells.get(*name))
            .map_or("", String::as_str)
    }
}

/// Why a file gives no rows at all.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It cannot be read.
    #[error("the file cannot be read: {0}; check the name and the rights")]
    Io(#[from] io::Error),
    /// It is too large.
    #[error("the file is larger than 64 MiB; divide it")]
    TooLarge,
    /// The ending is unknown.
    #[error("the name ends neither in .csv, .txt, .tsv, .xlsx, .xls, .ods nor .json")]
    UnknownKind,
    /// It is neither text nor a workbook.
    #[error("the file is no text; save the table as CSV or XLSX")]
    Binary,
    /// The CSV is broken.
    #[error("the table cannot be read: {0}; save it anew, or as XLSX")]
    Csv(#[from] csv::Error),
    /// The workbook is broken.
    #[error("the workbook cannot be read: {0}; save it anew, or as CSV")]
    Workbook(#[from] WorkbookError),
    /// The JSON is broken.
    #[error("the JSON cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// The JSON is no table.
    #[error("the JSON is not a list of objects whose values are text or numbers; look at entry {0}")]
    NotATable(usize),
    /// There is nothing in it.
    #[error("the file has no rows below its headings")]
    Empty,
}

/// Reads a file: a workbook by how it begins, others by the ending of their name.
///
/// # Errors
/// [`TableError`].
pub fn read(path: &Path) -> Result<Table, TableError> {
    if std::fs::metadata(path)?.len() > MAX_BYTES {
        return Err(TableError::TooLarge);
    }
    of_bytes(
        path.extension().and_then(OsStr::to_str).unwrap_or_default(),
        &std::fs::read(path)?,
    )
}

/// Reads what a file of this ending holds.
pub(crate) fn of_bytes(ending: &str, bytes: &[u8]) -> Result<Table, TableError> {
    let table = match ending.to_lowercase().as_str() {
        _ if workbook::is_workbook(bytes) => of_workbook(bytes)?,
        "csv" | "txt" | "tsv" => of_csv(&text_of(bytes)?)?,
        "xlsx" | "xlsm" | "xls" | "ods" => of_workbook(bytes)?,
        "json" => of_json(&text_of(bytes)?)?,
        _ => return Err(TableError::UnknownKind),
    };
    if table.rows.is_empty() {
        Err(TableError::Empty)
    } else {
        Ok(table)
    }
}

/// UTF-8, with or without its mark; anything else is what spreadsheets in Russian and Ukrainian save by default.
fn text_of(bytes: &[u8]) -> Result<String, TableError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err(TableError::Binary);
    }
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1251
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    })
}

fn of_csv(text: &str) -> Result<Table, TableError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter_of(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut table = Rows::default();
    let mut rest = text;
    let mut passed = 0_usize;
    let mut line = 1_u64;
    for record in reader.records() {
        let record = record?;
        let begins = record
            .position()
            .and_then(|at| usize::try_from(at.byte()).ok())
            .unwrap_or(passed);
        // The reader passes empty lines over without counting them to the row.
        let (before, after) = rest
            .split_at_checked(begins.saturating_sub(passed))
            .unwrap_or((rest, ""));
        let row = after.trim_start_matches(['\r', '\n']);
        let between = before.matches('\n').count().saturating_add(
            after
                .get(..after.len().saturating_sub(row.len()))
                .map_or(0, |empty| empty.matches('\n').count()),
        );
        line = line.saturating_add(u64::try_from(between).unwrap_or(u64::MAX));
        passed = text.len().saturating_sub(row.len());
        rest = row;
        table.take(line, record.iter().map(str::to_owned));
    }
    Ok(table.into())
}

/// The sign that occurs most in the line of headings.
fn delimiter_of(text: &str) -> u8 {
    let headings = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: char| headings.matches(sign).count();
    let (semicolons, commas, tabs) = (count(';'), count(','), count('\t'));
    if tabs > semicolons && tabs > commas {
        b'\t'
    } else if commas > semicolons {
        b','
    } else {
        b';'
    }
}

fn of_workbook(bytes: &[u8]) -> Result<Table, TableError> {
    let mut table = Rows::default();
    for (line, cells) in workbook::first_sheet(bytes)? {
        table.take(line, cells.iter().map(typed));
    }
    Ok(table.into())
}

/// A cell of a workbook as a person would type it; a date as ISO.
fn typed(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(iso) => iso.chars().take(10).collect(),
        other => other.to_string(),
    }
}

/// Rows that come one by one, the first with the headings.
#[derive(Default)]
struct Rows {
    headings: Option<Vec<String>>,
    rows: Vec<TableRow>,
}

impl Rows {
    fn take(&mut self, line: u64, cells: impl Iterator<Item = String>) {
        let cells: Vec<String> = cells.map(|cell| tidy(&cell)).collect();
        if cells.iter().all(String::is_empty) {
            return;
        }
        let Some(headings) = &self.headings else {
            self.headings = Some(cells.iter().map(|cell| heading(cell)).collect());
            return;
        };
        let mut row = TableRow {
            line,
            cells: BTreeMap::new(),
        };
        for (heading, cell) in headings.iter().zip(cells) {
            if !heading.is_empty() && !cell.is_empty() {
                row.cells.entry(heading.clone()).or_insert(cell);
            }
        }
        self.rows.push(row);
    }
}

impl From<Rows> for Table {
    fn from(rows: Rows) -> Self {
        Self {
            columns: rows.headings.unwrap_or_default().into_iter().collect(),
            rows: rows.rows,
        }
    }
}

fn of_json(text: &str) -> Result<Table, TableError> {
    use serde_json::Value;
    let value: Value = serde_json::from_str(text)?;
    let list = value.as_array().ok_or(TableError::NotATable(0))?;
    let mut table = Table::default();
    for (entry, place) in list.iter().zip(1_usize..) {
        let fields = entry.as_object().ok_or(TableError::NotATable(place))?;
        let mut row = TableRow {
            line: u64::try_from(place).unwrap_or(u64::MAX),
            cells: BTreeMap::new(),
        };
        for (name, value) in fields {
            table.columns.insert(heading(name));
            let cell = match value {
                Value::Null => continue,
                Value::String(text) => tidy(text),
                Value::Number(number) => number.to_string(),
                Value::Bool(_) | Value::Array(_) | Value::Object(_) => return Err(TableError::NotATable(place)),
            };
            if !cell.is_empty() {
                row.cells.insert(heading(name), cell);
            }
        }
        table.rows.push(row);
    }
    Ok(table)
}

/// One line without control characters, and one blank where there were several.
fn tidy(cell: &str) -> String {
    let words: Vec<&str> = cell
        .split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}')
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

fn heading(cell: &str) -> String {
    tidy(cell).to_lowercase().replace('ё', "е")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(row: &TableRow) -> Vec<(&str, &str)> {
        row.cells
            .iter()
            .map(|(name, cell)| (name.as_str(), cell.as_str()))
            .collect()
    }

    #[test]
    fn a_table_is_divided_by_what_its_headings_are_divided_by() {
        for text in [
            "id;Имя\n1;a, b\n\n2;c\n",
            "id\tИмя\n1\ta, b\n2\tc\n",
            "id,Имя\n1,\"a, b\"\n2,c\n",
        ] {
            let rows = of_csv(text).unwrap().rows;
            assert_eq!(cells(&rows[0]), [("id", "1"), ("имя", "a, b")], "{text}");
            assert_eq!(cells(&rows[1]), [("id", "2"), ("имя", "c")], "{text}");
        }
        assert_eq!(
            of_csv("id;name\n1;a\n\n2;b\n").unwrap().rows[1].line,
            4,
            "as an editor counts"
        );
    }

    #[test]
    fn an_old_encoding_is_read_as_the_one_that_spreadsheets_save() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.CSV");
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("Город;№\r\nКиев; 12 \r\n");
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(cells(&read(&path).unwrap().rows[0]), [("город", "Киев"), ("№", "12")]);
        std::fs::write(&path, "\u{feff}Город\nКиев\n").unwrap();
        assert_eq!(cells(&read(&path).unwrap().rows[0]), [("город", "Киев")]);
    }

    #[test]
    fn rows_are_counted_as_an_editor_does_and_empty_ones_left_out() {
        for text in [
            "Артикул;Аналог\r\nБ-1;Б-2\r\n;\r\nБ-3;Б-4\r\n",
            "Артикул,Аналог\n\"Б-1\",Б-2\n,\nБ-3,Б-4",
            "\nАртикул\tАналог\n\nБ-3\tБ-4",
        ] {
            let table = of_csv(text).unwrap();
            let last = table.rows.last().unwrap();
            assert_eq!((last.line, last.cell(&["аналог"])), (4, "Б-4"), "{text}");
        }
    }

    #[test]
    fn json_is_a_list_of_flat_objects() {
        let table = of_json(r#"[{"id": 7, "name": "a\nb", "note": null}]"#).unwrap();
        assert_eq!(cells(&table.rows[0]), [("id", "7"), ("name", "a b")]);
        assert!(table.has(&["примечание", "note"]) && !table.has(&["date"]));
        for text in ["{}", "[1]", r#"[{"id": []}]"#] {
            assert!(matches!(of_json(text), Err(TableError::NotATable(_))), "{text}");
        }
    }

    #[test]
    fn a_file_without_rows_is_an_error_and_no_empty_directory() {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in [("a.csv", "id;name\n"), ("b.csv", ""), ("c.json", "[]")] {
            let path = dir.path().join(name);
            std::fs::write(&path, text).unwrap();
            assert!(matches!(read(&path), Err(TableError::Empty)), "{name}");
        }
        assert!(matches!(read(&dir.path().join("none.csv")), Err(TableError::Io(_))));
        let path = dir.path().join("a.xlsx");
        std::fs::write(&path, "no workbook").unwrap();
        assert!(matches!(read(&path), Err(TableError::Workbook(_))));
        let path = dir.path().join("d.csv");
        std::fs::write(&path, b"id;name\n\0\x01;\xff\n").unwrap();
        assert!(matches!(read(&path), Err(TableError::Binary)));
    }
}
