//! The first sheet of a workbook (XLSX, ODS, XLS), within limits that every honest table keeps.
//!
//! XLSX and ODS are zip archives: what they expand to is counted before anything is read of them. Of an XLSX only cells
//! that are there take memory, so two cells in far corners are two cells, and not the billions between them.

use calamine::{Data, Ods, Reader, Xls, Xlsx};
use std::io::{Cursor, Read};

/// What all parts of a workbook may expand to, in bytes: a table of 200 000 rows takes a fifth of it.
const MOST_EXPANDED: u64 = 256 * 1024 * 1024;
/// Columns that are looked at.
const MOST_COLUMNS: u32 = 1_000;
/// Cells that are taken.
const MOST_CELLS: usize = 4_000_000;

const ZIP: &[u8] = b"PK\x03\x04";
const OLD: &[u8] = b"\xd0\xcf\x11\xe0";

/// Why a workbook is not read.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// It is no workbook, or a broken one.
    #[error("{0}")]
    Broken(#[from] calamine::Error),
    /// The archive that it is cannot be read.
    #[error("the archive inside it is broken: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// A part of it cannot be expanded.
    #[error("a part of it cannot be expanded: {0}")]
    Part(#[from] std::io::Error),
    /// It expands beyond all reason.
    #[error("it is larger than any table: at most {MOST_CELLS} cells and {MOST_EXPANDED} bytes are taken; divide it")]
    TooLarge,
    /// It has no sheet.
    #[error("it has no sheet")]
    NoSheet,
}

/// A row that has a cell: its number as a spreadsheet counts it, and its cells from the first column on.
pub type Row = (u64, Vec<Data>);

/// Whether a file begins as a workbook does.
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(OLD)
}

/// Reads the first sheet.
///
/// # Errors
/// [`WorkbookError`].
pub fn first_sheet(bytes: &[u8]) -> Result<Vec<Row>, WorkbookError> {
    if bytes.starts_with(OLD) {
        return filled(Xls::new(Cursor::new(bytes)).map_err(calamine::Error::from)?);
    }
    let parts = measure(bytes, MOST_EXPANDED)?;
    if parts.iter().any(|name| name == "content.xml") {
        return filled(Ods::new(Cursor::new(bytes)).map_err(calamine::Error::from)?);
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(calamine::Error::from)?;
    let name = book.sheet_names().first().cloned().ok_or(WorkbookError::NoSheet)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(calamine::Error::from)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut taken = 0_usize;
    while let Some(cell) = cells.next_cell().map_err(calamine::Error::from)? {
        let (row, column) = cell.get_position();
        if column >= MOST_COLUMNS {
            continue;
        }
        let row = u64::from(row).saturating_add(1);
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if rows.last().is_none_or(|(last, _)| *last != row) {
            rows.push((row, Vec::new()));
        }
        let Some((_, line)) = rows.last_mut() else { continue };
        let before = line.len();
        if line.len() <= column {
            line.resize(column.saturating_add(1), Data::Empty);
        }
        taken = taken.saturating_add(line.len().saturating_sub(before));
        if taken > MOST_CELLS {
            return Err(WorkbookError::TooLarge);
        }
        if let Some(place) = line.get_mut(column) {
            *place = cell.get_value().clone().into();
        }
    }
    // A sheet may give its rows in any order.
    rows.sort_by_key(|(row, _)| *row);
    Ok(rows)
}

/// The first sheet of a workbook that its reader gives whole, the space between its cells filled.
fn filled<'b, R>(mut book: R) -> Result<Vec<Row>, WorkbookError>
where
    R: Reader<Cursor<&'b [u8]>>,
    calamine::Error: From<R::Error>,
{
    let sheet = book
        .worksheet_range_at(0)
        .ok_or(WorkbookError::NoSheet)?
        .map_err(calamine::Error::from)?;
    let (rows, columns) = sheet.get_size();
    if rows.saturating_mul(columns) > MOST_CELLS {
        return Err(WorkbookError::TooLarge);
    }
    let first = sheet.start().map_or(0, |(row, _)| u64::from(row)).saturating_add(1);
    Ok((first..).zip(sheet.rows().map(<[Data]>::to_vec)).collect())
}

/// Expands every part to nowhere and counts: the sizes in the archive are its maker's words. The answer are their names.
fn measure(bytes: &[u8], most: u64) -> Result<Vec<String>, WorkbookError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut left = most;
    let mut names = Vec::new();
    for at in 0..archive.len() {
        let part = archive.by_index(at)?;
        names.push(part.name()?.into_owned());
        let size = std::io::copy(&mut part.take(left.saturating_add(1)), &mut std::io::sink())?;
        left = left.checked_sub(size).ok_or(WorkbookError::TooLarge)?;
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_in_far_corners_take_the_room_of_two_cells() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 1, "Артикул").unwrap();
        sheet.write_string(1_048_575, 0, "Б-1").unwrap();
        sheet.write_string(1_048_575, 16_383, "x").unwrap();
        let rows = first_sheet(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(
            rows,
            [
                (1, vec![Data::Empty, Data::String("Артикул".to_owned())]),
                (1_048_576, vec![Data::String("Б-1".to_owned())]),
            ]
        );
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_read() {
        use std::io::Write as _;
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(&vec![b' '; 1024 * 1024]).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 100 * 1024);
        assert!(measure(&bytes, 1024 * 1024).is_ok());
        assert!(matches!(measure(&bytes, 1024 * 1024 - 1), Err(WorkbookError::TooLarge)));
    }
}
