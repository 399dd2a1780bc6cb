//! Tables that an operator keeps in files, read into rows with named cells.
//!
//! The first filled row names the columns. A workbook, CSV or a page is read as `cabinet-intake` reads it, by its content;
//! of several sheets the first filled one counts. JSON is a list of objects. What the cells mean is not known here.

use cabinet_intake::file::failure::FileError;
use cabinet_intake::file::read_file;
use cabinet_intake::file::sheet::Sheet;
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

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// As [`TableRow::line`].
    pub row: u64,
    /// Which column, by our name; empty when it concerns the whole row.
    pub column: &'static str,
    /// What is wrong, and what to do.
    pub message: String,
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
    /// It is no table.
    #[error(transparent)]
    File(#[from] FileError),
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

/// Reads a file: JSON by the ending of its name, everything else by its content.
///
/// # Errors
/// [`TableError`].
pub fn read(path: &Path) -> Result<Table, TableError> {
    if std::fs::metadata(path)?.len() > MAX_BYTES {
        return Err(TableError::TooLarge);
    }
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    of_bytes(ending, &std::fs::read(path)?)
}

/// Reads what a file of this ending holds.
pub(crate) fn of_bytes(ending: &str, bytes: &[u8]) -> Result<Table, TableError> {
    let table = if ending.eq_ignore_ascii_case("json") {
        of_json(bytes)?
    } else {
        let book = read_file(bytes)?;
        let filled = book.sheets.iter().find(|sheet| !sheet.rows.is_empty());
        filled.map(of_sheet).unwrap_or_default()
    };
    if table.rows.is_empty() {
        Err(TableError::Empty)
    } else {
        Ok(table)
    }
}

fn of_sheet(sheet: &Sheet) -> Table {
    let mut table = Rows::default();
    for row in &sheet.rows {
        let last = row.cells.last().map_or(0, |cell| cell.column);
        let cell = |column: u32| row.at(column).map_or("", |value| value.text()).to_owned();
        table.take(u64::from(row.number), (0..=last).map(cell));
    }
    table.into()
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

fn of_json(bytes: &[u8]) -> Result<Table, TableError> {
    use serde_json::Value;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(bytes)?;
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

    fn of_text(text: &str) -> Table {
        of_bytes("csv", text.as_bytes()).unwrap()
    }

    #[test]
    fn a_table_is_divided_by_whatever_divides_it() {
        for text in [
            "id;Имя\n1;a, b\n\n2;c\n",
            "id\tИмя\n1\ta, b\n\n2\tc\n",
            "id,Имя\n1,\"a, b\"\n\n2,c\n",
        ] {
            let rows = of_text(text).rows;
            assert_eq!(cells(&rows[0]), [("id", "1"), ("имя", "a, b")], "{text}");
            assert_eq!(cells(&rows[1]), [("id", "2"), ("имя", "c")], "{text}");
            assert_eq!(rows[1].line, 4, "as an editor counts: {text}");
        }
    }

    #[test]
    fn an_old_encoding_is_read_as_the_one_that_spreadsheets_save() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("Город;№\r\nКиев; 12 \r\nРостов-на-Дону;3\r\n");
        let table = of_bytes("CSV", &bytes).unwrap();
        assert_eq!(cells(&table.rows[0]), [("город", "Киев"), ("№", "12")]);
        assert_eq!(cells(&of_text("\u{feff}Город\nКиев\n").rows[0]), [("город", "Киев")]);
    }

    #[test]
    fn a_workbook_is_told_by_its_content_and_its_dates_are_dates() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let day = rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy");
        sheet.write_string(1, 0, "Артикул").unwrap();
        sheet.write_string(1, 2, "Дата").unwrap();
        sheet.write_string(2, 0, "007").unwrap();
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 12, 31).unwrap();
        sheet.write_datetime_with_format(2, 2, &date, &day).unwrap();
        let table = of_bytes("csv", &book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(cells(&table.rows[0]), [("артикул", "007"), ("дата", "2026-12-31")]);
        assert_eq!(table.rows[0].line, 3);
        assert!(table.has(&["дата"]) && !table.has(&["количество"]));
    }

    #[test]
    fn json_is_a_list_of_flat_objects() {
        let table = of_json(br#"[{"id": 7, "name": "a\nb", "note": null}]"#).unwrap();
        assert_eq!(cells(&table.rows[0]), [("id", "7"), ("name", "a b")]);
        assert!(table.has(&["примечание", "note"]) && !table.has(&["date"]));
        for text in ["{}", "[1]", r#"[{"id": []}]"#] {
            let read = of_json(text.as_bytes());
            assert!(matches!(read, Err(TableError::NotATable(_))), "{text}");
        }
    }

    #[test]
    fn a_file_without_rows_or_without_a_table_is_an_error_and_no_empty_directory() {
        for (ending, bytes) in [("csv", &b"id;name\n"[..]), ("json", b"[]")] {
            assert!(matches!(of_bytes(ending, bytes), Err(TableError::Empty)), "{ending}");
        }
        for (ending, bytes) in [
            ("csv", &b""[..]),
            ("csv", b"%PDF-1.4\n"),
            ("csv", b"id;name\n\0\x01;\xff\n\0\0\0\0"),
            ("xlsx", b"PK\x03\x04 no workbook"),
        ] {
            let read = of_bytes(ending, bytes);
            assert!(matches!(read, Err(TableError::File(_))), "{ending}: {read:?}");
        }
        let missing = read(Path::new("/nonexistent/none.csv"));
        assert!(matches!(missing, Err(TableError::Io(_))));
    }
}
