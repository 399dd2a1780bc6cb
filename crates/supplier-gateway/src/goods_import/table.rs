//! Reads a CSV or XLSX file into lines of texts, whatever its encoding and its separator.

use crate::workbook::{self, WorkbookError};
use calamine::Data;
use std::path::Path;

/// Rows of a table; a price list of a large supplier has fewer.
const MOST_ROWS: usize = 200_000;
/// Bytes of a table.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// A table with its head line apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub head: Vec<String>,
    pub lines: Vec<Line>,
}

/// A line that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// As a spreadsheet counts it.
    pub row: usize,
    pub cells: Vec<String>,
}

/// Why a file is no table.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The disk does not give it.
    #[error("the table cannot be read: {0}; check the name and the rights")]
    File(#[from] std::io::Error),
    /// Larger than any real one.
    #[error("the table is too large: at most {MOST_ROWS} rows and {MOST_BYTES} bytes are taken; divide it")]
    TooLarge,
    /// Not a spreadsheet.
    #[error("the file cannot be read as XLSX: {0}; save it anew, or as CSV")]
    Xlsx(#[from] WorkbookError),
    /// Not a text table.
    #[error("the file cannot be read as CSV: {0}; save it anew, or as XLSX")]
    Csv(#[from] csv::Error),
    /// No head line.
    #[error("the table is empty: its first line must name the columns")]
    Empty,
}

pub(super) fn read(path: &Path) -> Result<Table, TableError> {
    if std::fs::metadata(path)?.len() > MOST_BYTES {
        return Err(TableError::TooLarge);
    }
    of_bytes(&std::fs::read(path)?)
}

pub(super) fn of_bytes(bytes: &[u8]) -> Result<Table, TableError> {
    let rows = if bytes.starts_with(b"PK\x03\x04") {
        of_xlsx(bytes)?
    } else {
        of_text(bytes)?
    };
    if rows.len() > MOST_ROWS {
        return Err(TableError::TooLarge);
    }
    let mut lines = rows
        .into_iter()
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()))
        .map(|(row, cells)| Line { row, cells });
    let head = lines.next().ok_or(TableError::Empty)?.cells;
    Ok(Table {
        head,
        lines: lines.collect(),
    })
}

type Rows = Vec<(usize, Vec<String>)>;

/// The first sheet.
fn of_xlsx(bytes: &[u8]) -> Result<Rows, TableError> {
    let rows = workbook::first_sheet(bytes)?;
    Ok(rows
        .into_iter()
        .map(|(row, cells)| (row, cells.iter().map(text).collect()))
        .collect())
}

/// A cell as a person would type it; a date as ISO.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(iso) => iso.chars().take(10).collect(),
        other => other.to_string().trim().to_owned(),
    }
}

/// UTF-8 with or without a mark, or windows-1251, as Excel saves «CSV» on a Russian or Ukrainian Windows.
fn of_text(bytes: &[u8]) -> Result<Rows, TableError> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => encoding_rs::WINDOWS_1251.decode(bytes).0.into_owned(),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut counted_to, mut row) = (0_usize, 1_usize);
    for record in reader.records() {
        let record = record?;
        // The reader's own count of lines differs by the make of line ends and by blank lines.
        let at = record.position().map_or(0, csv::Position::byte);
        let start = start_of(&text, usize::try_from(at).unwrap_or(usize::MAX));
        let between = text.as_bytes().get(counted_to..start).unwrap_or_default();
        row = row.saturating_add(between.iter().filter(|byte| **byte == b'\n').count());
        counted_to = start;
        rows.push((row, record.iter().map(str::to_owned).collect()));
        if rows.len() > MOST_ROWS {
            return Err(TableError::TooLarge);
        }
    }
    Ok(rows)
}

/// Where a record begins, blank lines before it left behind.
fn start_of(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    at.saturating_add(blank)
}

/// The one of which the head line has most.
fn separator(text: &str) -> u8 {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: u8| head.bytes().filter(|byte| *byte == separator).count();
    [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|separator| (count(*separator), *separator == b';'))
        .unwrap_or(b';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_every_common_make_read_alike() {
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode("Артикул;Аналог\r\nБ-1;Б-2\r\n;\r\nБ-3;Б-4\r\n");
        for (case, bytes) in [
            ("windows-1251", cyrillic.as_ref()),
            ("UTF-8", "Артикул;Аналог\nБ-1;Б-2\n\nБ-3;Б-4".as_bytes()),
            (
                "with a mark",
                "\u{feff}Артикул,Аналог\n\"Б-1\",Б-2\n,\nБ-3,Б-4".as_bytes(),
            ),
            ("tabs", "Артикул\tАналог\nБ-1\tБ-2\n\t\nБ-3\tБ-4".as_bytes()),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("t.csv");
            std::fs::write(&path, bytes).unwrap();
            let table = read(&path).unwrap();
            assert_eq!(table.head, ["Артикул", "Аналог"], "{case}");
            let lines: Vec<_> = table.lines.iter().map(|line| (line.row, line.cells.concat())).collect();
            assert_eq!(lines, [(2, "Б-1Б-2".to_owned()), (4, "Б-3Б-4".to_owned())], "{case}");
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("t.xlsx");
        std::fs::write(&path, b"PK\x03\x04 not a book").unwrap();
        assert!(matches!(read(&path), Err(TableError::Xlsx(_))));
        std::fs::write(&path, b"  \n").unwrap();
        assert!(matches!(read(&path), Err(TableError::Empty)));
    }
}
