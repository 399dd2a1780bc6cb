//! The first sheet of an XLSX workbook, cell by cell, within limits that every honest table keeps.
//!
//! A workbook is a zip archive: what it expands to is counted before anything is read of it. Only cells that are there
//! take memory, so two cells in far corners are two cells, and not the billions between them.

use calamine::{Data, Reader as _, Xlsx, XlsxError};
use std::io::{Cursor, Read};

/// What all parts of a workbook may expand to, in bytes: a table of 200 000 rows takes a fifth of it.
const MOST_EXPANDED: u64 = 256 * 1024 * 1024;
/// Columns that are looked at.
const MOST_COLUMNS: u32 = 1_000;
/// Cells that are taken.
const MOST_CELLS: usize = 4_000_000;

/// Why a workbook is not read.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// It is no workbook, or a broken one.
    #[error("{0}")]
    Broken(#[from] XlsxError),
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
pub type Row = (usize, Vec<Data>);

/// Reads the first sheet.
///
/// # Errors
/// [`WorkbookError`].
pub fn first_sheet(bytes: &[u8]) -> Result<Vec<Row>, WorkbookError> {
    measure(bytes, MOST_EXPANDED)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let name = book.sheet_names().first().cloned().ok_or(WorkbookError::NoSheet)?;
    let mut cells = book.worksheet_cells_reader(&name)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut taken = 0_usize;
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        if column >= MOST_COLUMNS {
            continue;
        }
        let row = usize::try_from(row).unwrap_or(usize::MAX).saturating_add(1);
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

/// Expands every part to nowhere and counts: the sizes in the archive are its maker's words.
fn measure(bytes: &[u8], most: u64) -> Result<(), WorkbookError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut left = most;
    for at in 0..archive.len() {
        let part = archive.by_index(at)?;
        let size = std::io::copy(&mut part.take(left.saturating_add(1)), &mut std::io::sink())?;
        left = left.checked_sub(size).ok_or(WorkbookError::TooLarge)?;
    }
    Ok(())
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
