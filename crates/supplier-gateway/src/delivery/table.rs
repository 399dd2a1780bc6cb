//! Tables that an operator keeps in files: CSV, XLSX (also XLS, ODS) and JSON, read into rows with named cells.
//!
//! The first row names the columns. CSV is UTF-8 or windows-1251 and divided by semicolons, commas or tabs; a workbook is
//! read from its first sheet; JSON is a list of objects. What the cells mean is not known here.

use crate::workbook::{self, WorkbookError};
use calamine::{Reader, open_workbook_auto};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A row and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// As an editor or a spreadsheet counts, from 1; in JSON the place in the list.
    pub line: u64,
    /// Cells by the name of their column, in small letters; blanks around the text are gone, empty cells are left out.
    pub cells: BTreeMap<String, String>,
}

/// Why a file gives no rows at all.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It cannot be read.
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It is too large.
    #[error("the file is larger than 64 MiB")]
    TooLarge,
    /// The ending is unknown.
    #[error("the name ends neither in .csv, .txt, .tsv, .xlsx, .xls, .ods nor .json")]
    UnknownKind,
    /// The CSV is broken.
    #[error("the table cannot be read: {0}")]
    Csv(#[from] csv::Error),
    /// The workbook is broken.
    #[error("the workbook cannot be read: {0}")]
    Workbook(#[from] calamine::Error),
    /// The XLSX workbook is broken or too large.
    #[error("the workbook cannot be read: {0}")]
    Xlsx(#[from] WorkbookError),
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

/// Reads a file by the ending of its name.
///
/// # Errors
/// [`TableError`].
pub fn read(path: &Path) -> Result<Vec<TableRow>, TableError> {
    if std::fs::metadata(path)?.len() > MAX_BYTES {
        return Err(TableError::TooLarge);
    }
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let rows = match ending.as_str() {
        "csv" | "txt" | "tsv" => rows_of_csv(&text_of(path)?)?,
        "xlsx" | "xlsm" => rows_of_xlsx(&std::fs::read(path)?)?,
        "xls" | "ods" => rows_of_workbook(path)?,
        "json" => rows_of_json(&text_of(path)?)?,
        _ => return Err(TableError::UnknownKind),
    };
    if rows.is_empty() {
        Err(TableError::Empty)
    } else {
        Ok(rows)
    }
}

/// UTF-8, with or without its mark; anything else is what spreadsheets in Russian and Ukrainian save by default.
fn text_of(path: &Path) -> Result<String, TableError> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1251
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    })
}

fn rows_of_csv(text: &str) -> Result<Vec<TableRow>, TableError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter_of(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut table = Table::default();
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
    Ok(table.rows)
}

/// The sign that occurs most in the line of headings.
fn delimiter_of(text: &str) -> u8 {
    let headings = text.lines().next().unwrap_or_default();
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

fn rows_of_xlsx(bytes: &[u8]) -> Result<Vec<TableRow>, TableError> {
    let mut table = Table::default();
    for (row, cells) in workbook::first_sheet(bytes)? {
        let line = u64::try_from(row).unwrap_or(u64::MAX);
        table.take(line, cells.iter().map(ToString::to_string));
    }
    Ok(table.rows)
}

fn rows_of_workbook(path: &Path) -> Result<Vec<TableRow>, TableError> {
    let mut workbook = open_workbook_auto(path)?;
    let Some(sheet) = workbook.worksheet_range_at(0) else {
        return Ok(Vec::new());
    };
    let sheet = sheet?;
    let first = sheet.start().map_or(0, |(row, _)| u64::from(row)).saturating_add(1);
    let mut table = Table::default();
    for (row, line) in sheet.rows().zip(first..) {
        table.take(line, row.iter().map(ToString::to_string));
    }
    Ok(table.rows)
}

/// Rows that come one by one, the first with the headings.
#[derive(Default)]
struct Table {
    headings: Option<Vec<String>>,
    rows: Vec<TableRow>,
}

impl Table {
    fn take(&mut self, line: u64, cells: impl Iterator<Item = String>) {
        let cells: Vec<String> = cells.map(|cell| tidy(&cell)).collect();
        if cells.iter().all(String::is_empty) {
            return;
        }
        let Some(headings) = &self.headings else {
            self.headings = Some(cells.iter().map(|cell| heading(cell)).collect());
            return;
        };
        let named = headings.iter().cloned().zip(cells);
        let cells = named
            .filter(|(heading, cell)| !heading.is_empty() && !cell.is_empty())
            .collect();
        self.rows.push(TableRow { line, cells });
    }
}

fn rows_of_json(text: &str) -> Result<Vec<TableRow>, TableError> {
    use serde_json::Value;
    let value: Value = serde_json::from_str(text)?;
    let list = value.as_array().ok_or(TableError::NotATable(0))?;
    let mut rows = Vec::with_capacity(list.len());
    for (entry, place) in list.iter().zip(1_usize..) {
        let fields = entry.as_object().ok_or(TableError::NotATable(place))?;
        let mut cells = BTreeMap::new();
        for (name, value) in fields {
            let cell = match value {
                Value::Null => continue,
                Value::String(text) => tidy(text),
                Value::Number(number) => number.to_string(),
                Value::Bool(_) | Value::Array(_) | Value::Object(_) => return Err(TableError::NotATable(place)),
            };
            if !cell.is_empty() {
                cells.insert(heading(name), cell);
            }
        }
        rows.push(TableRow {
            line: u64::try_from(place).unwrap_or(u64::MAX),
            cells,
        });
    }
    Ok(rows)
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
            let rows = rows_of_csv(text).unwrap();
            assert_eq!(cells(&rows[0]), [("id", "1"), ("имя", "a, b")], "{text}");
            assert_eq!(cells(&rows[1]), [("id", "2"), ("имя", "c")], "{text}");
        }
        assert_eq!(
            rows_of_csv("id;name\n1;a\n\n2;b\n").unwrap()[1].line,
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
        assert_eq!(cells(&read(&path).unwrap()[0]), [("город", "Киев"), ("№", "12")]);
        std::fs::write(&path, "\u{feff}Город\nКиев\n").unwrap();
        assert_eq!(cells(&read(&path).unwrap()[0]), [("город", "Киев")]);
    }

    #[test]
    fn json_is_a_list_of_flat_objects() {
        let rows = rows_of_json(r#"[{"id": 7, "name": "a\nb", "note": null}]"#).unwrap();
        assert_eq!(cells(&rows[0]), [("id", "7"), ("name", "a b")]);
        for text in ["{}", "[1]", r#"[{"id": []}]"#] {
            assert!(matches!(rows_of_json(text), Err(TableError::NotATable(_))), "{text}");
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
        assert!(matches!(read(&path), Err(TableError::Xlsx(_))));
    }
}
