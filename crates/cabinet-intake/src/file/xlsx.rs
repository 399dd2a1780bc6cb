//! Workbooks of Excel 2007 and later.
//!
//! calamine reads the cells one by one. What it does not tell, which rows and columns are hidden and which cells are
//! merged, is looked up in the markup of the sheet.

use crate::file::archive::Archive;
use crate::file::failure::FileError;
use crate::file::markup::{Piece, walk};
use crate::file::number;
use crate::file::sheet::{Budget, Filler, Merged, Sheet, Value};
use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

/// Reads the sheets.
pub(crate) fn read(bytes: &[u8], archive: &mut Archive<'_>, budget: &mut Budget) -> Result<Vec<Sheet>, FileError> {
    let paths = paths(archive)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let mut sheets = Vec::new();
    for listed in book.sheets_metadata().to_vec() {
        if listed.typ != SheetType::WorkSheet {
            continue;
        }
        let marks = match paths.get(&listed.name) {
            Some(path) => Marks::read(&archive.part(path)?.unwrap_or_default()),
            None => Marks::default(),
        };
        let mut sheet = cells(&mut book, &listed.name, marks, budget)?;
        sheet.is_hidden = listed.visible != SheetVisible::Visible;
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, marks: Marks, budget: &mut Budget) -> Result<Sheet, FileError> {
    let mut filler = Filler::new(name.to_owned());
    let mut cells = book.worksheet_cells_reader(name)?;
    let formats: Vec<Option<String>> = cells
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map(|format| format.format_code.clone()))
        .map(|format| format.filter(|format| format != "General"))
        .collect();
    while let Some((cell, style)) = cells.next_cell_with_style_id()? {
        let (row, column) = cell.get_position();
        let format = formats.get(style).and_then(Option::as_deref);
        let value = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::String(text) => Value::Text(text.clone()),
            DataRef::SharedString(text) => Value::Text((*text).to_owned()),
            DataRef::Int(number) => number::value(&number.to_string(), format),
            DataRef::Float(number) => number::value(&number.to_string(), format),
            DataRef::Bool(flag) => Value::Flag(*flag),
            DataRef::DateTime(date) => {
                let (year, month, day, hour, minute, _, _) = date.to_ymd_hms_milli();
                Value::Date(match (date.is_duration(), hour, minute) {
                    (true, _, _) => format!("{hour:02}:{minute:02}"),
                    (false, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                    (false, _, _) => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
                })
            }
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Date(text.clone()),
            DataRef::Error(error) => Value::Error(error.to_string()),
        };
        filler.put(row.saturating_add(1), column, value, budget)?;
    }
    filler.sheet().hidden_columns = marks.hidden_columns;
    filler.sheet().merged = marks.merged;
    Ok(filler.finish(|row| marks.hidden_rows.contains(&row)))
}

/// Where the markup of each sheet is, by the sheet's name.
fn paths(archive: &mut Archive<'_>) -> Result<BTreeMap<String, String>, FileError> {
    let mut targets = BTreeMap::new();
    let relations = archive.part("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    walk(&String::from_utf8_lossy(&relations), |piece| {
        if let Piece::Start(tag) = piece
            && let (Some(id), Some(target)) = (tag.attribute("Id"), tag.attribute("Target"))
        {
            let path = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("xl/{target}"),
            };
            targets.insert(id, path);
        }
        Ok(())
    })?;
    let mut paths = BTreeMap::new();
    let workbook = archive.part("xl/workbook.xml")?.unwrap_or_default();
    walk(&String::from_utf8_lossy(&workbook), |piece| {
        if let Piece::Start(tag) = piece
            && tag.name() == "sheet"
            && let (Some(name), Some(id)) = (tag.attribute("name"), tag.attribute("id"))
            && let Some(path) = targets.get(&id)
        {
            paths.insert(name, path.clone());
        }
        Ok(())
    })?;
    Ok(paths)
}

/// What the markup of a sheet says beside its cells.
#[derive(Default)]
struct Marks {
    hidden_rows: BTreeSet<u32>,
    hidden_columns: Vec<(u32, u32)>,
    merged: Vec<Merged>,
}

impl Marks {
    /// Looks only at the few tags it needs: a whole parse would take as long as reading the cells.
    fn read(xml: &[u8]) -> Self {
        let mut marks = Self::default();
        let mut row = 0_u32;
        let mut rest = xml;
        while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
            rest = rest.get(at.saturating_add(1)..).unwrap_or_default();
            let head = rest.get(..16.min(rest.len())).unwrap_or_default();
            let name_end = head
                .iter()
                .position(|byte| !byte.is_ascii_alphanumeric() && *byte != b':');
            let name = head.get(..name_end.unwrap_or(head.len())).unwrap_or_default();
            let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
            if !matches!(local, b"row" | b"col" | b"mergeCell") {
                continue;
            }
            let end = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
            let tag = String::from_utf8_lossy(rest.get(..end).unwrap_or_default());
            let is_hidden = matches!(attribute(&tag, "hidden"), Some("1" | "true"));
            let count = |name: &str| attribute(&tag, name).and_then(|value| value.parse::<u32>().ok());
            match local {
                b"row" => {
                    row = count("r").unwrap_or_else(|| row.saturating_add(1));
                    if is_hidden {
                        marks.hidden_rows.insert(row);
                    }
                }
                b"col" if is_hidden => {
                    let first = count("min").unwrap_or(1).saturating_sub(1);
                    let last = count("max").unwrap_or_default().saturating_sub(1);
                    marks.hidden_columns.push((first, last));
                }
                b"mergeCell" => marks.merged.extend(attribute(&tag, "ref").and_then(range)),
                _ => {}
            }
        }
        marks
    }
}

/// The value of an attribute, as it stands in the tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut parts = tag.split('"');
    while let (Some(before), Some(value)) = (parts.next(), parts.next()) {
        let key = before.trim_end().strip_suffix('=')?.trim_end();
        if key.rsplit([' ', '\t', '\n', '\r', ':']).next() == Some(name) {
            return Some(value);
        }
    }
    None
}

/// `A1:C2`.
fn range(text: &str) -> Option<Merged> {
    let (first, last) = text.split_once(':')?;
    let ((left, top), (right, bottom)) = (place(first)?, place(last)?);
    Some(Merged {
        top,
        left,
        bottom,
        right,
    })
}

/// `AB12`: the column from 0 and the row from 1.
fn place(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = text.split_at_checked(digits)?;
    let mut column = 0_u32;
    for letter in letters.bytes().filter(|letter| *letter != b'$') {
        let digit = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?).checked_add(1)?;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    Some((column.checked_sub(1)?, row.parse().ok()?))
}
