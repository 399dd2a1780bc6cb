//! Workbooks of Excel 2007 and later.
//!
//! calamine reads them too, but does not tell hidden rows and columns, turns numbers into floats, and refuses, or
//! computes with, whatever size a sheet claims to have. Here only cells that are there count.

use crate::file::archive::Archive;
use crate::file::failure::FileError;
use crate::file::markup::{Piece, Tag, walk};
use crate::file::number;
use crate::file::sheet::{Budget, Filler, Merged, Sheet, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Reads the sheets.
pub(crate) fn read(archive: &mut Archive<'_>, budget: &mut Budget) -> Result<Vec<Sheet>, FileError> {
    let mut targets = BTreeMap::new();
    each(archive, "xl/_rels/workbook.xml.rels", |piece| {
        if let Piece::Start(tag) = piece
            && let (Some(id), Some(target)) = (tag.attribute("Id"), tag.attribute("Target"))
        {
            targets.insert(id, path(&target));
        }
        Ok(())
    })?;
    let mut listed = Vec::new();
    let mut is_1904 = false;
    each(archive, "xl/workbook.xml", |piece| {
        if let Piece::Start(tag) = piece {
            match tag.name() {
                "sheet" => listed.push((
                    tag.attribute("name").unwrap_or_default(),
                    tag.attribute("id").and_then(|id| targets.get(&id).cloned()),
                    tag.attribute("state").is_some_and(|state| state != "visible"),
                )),
                "workbookPr" => is_1904 = tag.flag("date1904"),
                _ => {}
            }
        }
        Ok(())
    })?;
    let shared = Shared {
        strings: strings(archive, budget)?,
        styles: styles(archive)?,
        is_1904,
    };
    let mut sheets = Vec::new();
    for (name, path, is_hidden) in listed {
        // Charts and dialogues are listed beside sheets.
        let Some(path) = path.filter(|path| path.to_ascii_lowercase().contains("worksheets/")) else {
            continue;
        };
        let mut place = Place::new(name, &shared);
        each(archive, &path, |piece| place.take(piece, budget))?;
        place.filler.sheet().is_hidden = is_hidden;
        let mut hidden = std::mem::take(&mut place.hidden_rows);
        hidden.extend(place.struck_rows());
        sheets.push(place.filler.finish(|row| hidden.contains(&row)));
    }
    Ok(sheets)
}

/// Walks through a part of the archive; a part that is not there has no pieces.
fn each(
    archive: &mut Archive<'_>,
    path: &str,
    take: impl FnMut(Piece<'_>) -> Result<(), FileError>,
) -> Result<(), FileError> {
    match archive.part(path)? {
        Some(bytes) => walk(&String::from_utf8_lossy(&bytes), take),
        None => Ok(()),
    }
}

/// Where a target of the workbook is in the archive.
fn path(target: &str) -> String {
    match (target.strip_prefix('/'), target.strip_prefix("../")) {
        (Some(whole), _) | (None, Some(whole)) => whole.to_owned(),
        (None, None) => format!("xl/{target}"),
    }
}

/// What all sheets share.
struct Shared {
    strings: Vec<String>,
    styles: Vec<Style>,
    is_1904: bool,
}

/// How cells of a style look.
struct Style {
    format: Format,
    is_struck: bool,
}

#[derive(Clone)]
enum Format {
    Plain,
    Date,
    Code(String),
}

fn strings(archive: &mut Archive<'_>, budget: &mut Budget) -> Result<Vec<String>, FileError> {
    let mut strings = Vec::new();
    let mut text = String::new();
    let (mut is_text, mut is_hint) = (false, false);
    each(archive, "xl/sharedStrings.xml", |piece| {
        match piece {
            Piece::Start(tag) => match tag.name() {
                "si" => text.clear(),
                "t" => is_text = true,
                // How a Japanese name is said.
                "rPh" => is_hint = true,
                _ => {}
            },
            Piece::Text(part) if is_text && !is_hint => text.push_str(&part),
            Piece::Text(_) => {}
            Piece::End(name) => match name {
                "t" => is_text = false,
                "rPh" => is_hint = false,
                "si" => {
                    budget.take(text.len())?;
                    strings.push(plain(std::mem::take(&mut text)));
                }
                _ => {}
            },
        }
        Ok(())
    })?;
    Ok(strings)
}

fn styles(archive: &mut Archive<'_>) -> Result<Vec<Style>, FileError> {
    let mut codes: BTreeMap<u32, String> = BTreeMap::new();
    let mut fonts: Vec<bool> = Vec::new();
    let mut styles = Vec::new();
    let (mut is_in_cells, mut is_in_fonts) = (false, false);
    each(archive, "xl/styles.xml", |piece| {
        match piece {
            Piece::Start(tag) => match tag.name() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (tag.count("numFmtId"), tag.attribute("formatCode")) {
                        codes.insert(id, code);
                    }
                }
                "fonts" => is_in_fonts = true,
                "font" if is_in_fonts => fonts.push(false),
                "strike" if is_in_fonts => {
                    let is_struck = !tag
                        .attribute("val")
                        .is_some_and(|val| matches!(val.as_str(), "0" | "false"));
                    if let Some(font) = fonts.last_mut() {
                        *font = is_struck;
                    }
                }
                "cellXfs" => is_in_cells = true,
                "xf" if is_in_cells => {
                    let font = tag.count("fontId").and_then(|font| usize::try_from(font).ok());
                    let id = tag.count("numFmtId").unwrap_or_default();
                    let code = codes.get(&id).map(String::as_str).or_else(|| number::built_in(id));
                    let format = match code {
                        _ if !codes.contains_key(&id) && number::is_built_in_date(id) => Format::Date,
                        Some(code) if number::is_date(code) => Format::Date,
                        Some(code) if code != "General" => Format::Code(code.to_owned()),
                        _ => Format::Plain,
                    };
                    styles.push(Style {
                        format,
                        is_struck: font.and_then(|font| fonts.get(font).copied()).unwrap_or_default(),
                    });
                }
                _ => {}
            },
            Piece::End("cellXfs") => is_in_cells = false,
            Piece::End("fonts") => is_in_fonts = false,
            Piece::Text(_) | Piece::End(_) => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

/// Where the reader stands in a sheet.
struct Place<'a> {
    shared: &'a Shared,
    filler: Filler,
    row: u32,
    next_column: u32,
    cell: Option<OpenCell>,
    is_text: bool,
    hidden_rows: BTreeSet<u32>,
    /// For each row with a struck-out cell: filled cells, and those of them that are struck out.
    struck: BTreeMap<u32, (usize, usize)>,
    /// The same of the row that is being read.
    row_struck: (usize, usize),
}

/// A cell between its tags.
struct OpenCell {
    column: u32,
    style: usize,
    kind: String,
    text: String,
    has_value: bool,
    has_formula: bool,
}

impl<'a> Place<'a> {
    fn new(name: String, shared: &'a Shared) -> Self {
        Self {
            shared,
            filler: Filler::new(name),
            row: 0,
            next_column: 0,
            cell: None,
            is_text: false,
            hidden_rows: BTreeSet::new(),
            struck: BTreeMap::new(),
            row_struck: (0, 0),
        }
    }

    /// Rows that somebody has struck out: most of their filled cells are. An old price may be struck out beside a new one.
    fn struck_rows(&self) -> impl Iterator<Item = u32> {
        let most = self
            .struck
            .iter()
            .filter(|(_, (filled, struck))| struck.saturating_mul(2) > *filled);
        most.map(|(row, _)| *row)
    }

    fn take(&mut self, piece: Piece<'_>, budget: &mut Budget) -> Result<(), FileError> {
        match piece {
            Piece::Start(tag) => self.start(&tag),
            Piece::Text(text) => {
                if let (Some(cell), true) = (&mut self.cell, self.is_text) {
                    cell.text.push_str(&text);
                }
            }
            Piece::End("v" | "t") => self.is_text = false,
            Piece::End("c") => {
                if let Some(cell) = self.cell.take() {
                    let column = cell.column;
                    let is_struck = self.shared.styles.get(cell.style).is_some_and(|style| style.is_struck);
                    if let Some(value) = self.value(cell) {
                        let (filled, struck) = &mut self.row_struck;
                        *filled = filled.saturating_add(1);
                        *struck = struck.saturating_add(usize::from(is_struck));
                        self.filler.put(self.row, column, value, budget)?;
                    }
                }
            }
            Piece::End("row") => {
                let counted = std::mem::take(&mut self.row_struck);
                if counted.1 > 0 {
                    self.struck.insert(self.row, counted);
                }
            }
            Piece::End(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "row" => {
                self.row = tag.count("r").unwrap_or_else(|| self.row.saturating_add(1)).max(1);
                self.next_column = 0;
                if tag.flag("hidden") {
                    self.hidden_rows.insert(self.row);
                }
            }
            "c" => {
                let named = tag.attribute("r").and_then(|name| place(&name));
                let column = named.map_or(self.next_column, |(column, _)| column);
                self.next_column = column.saturating_add(1);
                self.cell = Some(OpenCell {
                    column,
                    style: tag
                        .count("s")
                        .and_then(|style| usize::try_from(style).ok())
                        .unwrap_or_default(),
                    kind: tag.attribute("t").unwrap_or_default(),
                    text: String::new(),
                    has_value: false,
                    has_formula: false,
                });
            }
            "v" | "t" => {
                self.is_text = true;
                if let Some(cell) = &mut self.cell {
                    cell.has_value = true;
                }
            }
            "f" => {
                if let Some(cell) = &mut self.cell {
                    cell.has_formula = true;
                }
            }
            "col" if tag.flag("hidden") => {
                let first = tag.count("min").unwrap_or(1).saturating_sub(1);
                let last = tag.count("max").unwrap_or_default().saturating_sub(1);
                self.filler.sheet().hidden_columns.push((first, last.max(first)));
            }
            "mergeCell" => {
                let range = tag.attribute("ref").and_then(|range| merged(&range));
                self.filler.sheet().merged.extend(range);
            }
            _ => {}
        }
    }

    fn value(&self, cell: OpenCell) -> Option<Value> {
        // A program that does not compute has written the formula and no result.
        if !cell.has_value {
            return cell.has_formula.then(|| Value::Error("#N/A".to_owned()));
        }
        let text = cell.text;
        Some(match cell.kind.as_str() {
            "s" => {
                let at: usize = text.trim().parse().ok()?;
                Value::Text(self.shared.strings.get(at)?.clone())
            }
            "str" | "inlineStr" => Value::Text(plain(text)),
            "b" => Value::Flag(text.trim() == "1"),
            "e" => Value::Error(text),
            "d" => Value::Date(text),
            _ if text.trim().is_empty() => return cell.has_formula.then(|| Value::Error("#N/A".to_owned())),
            _ => match self.shared.styles.get(cell.style).map(|style| &style.format) {
                Some(Format::Date) => Value::Date(number::date(text.trim(), self.shared.is_1904)),
                Some(Format::Code(code)) => number::value(text.trim(), Some(code)),
                Some(Format::Plain) | None => number::value(text.trim(), None),
            },
        })
    }
}

/// `_x000D_` stands for a sign that XML cannot hold.
fn plain(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("_x") {
        plain.push_str(before);
        let code = after.get(..4).filter(|_| after.get(4..5) == Some("_"));
        match code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32)
        {
            Some(letter) => {
                plain.push(letter);
                rest = after.get(5..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// `A1:C2`.
fn merged(text: &str) -> Option<Merged> {
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
    for letter in letters.bytes() {
        let digit = u32::from(
            letter
                .to_ascii_uppercase()
                .checked_sub(b'A')
                .filter(|digit| *digit < 26)?,
        );
        column = column.checked_mul(26)?.checked_add(digit.checked_add(1)?)?;
    }
    Some((column.checked_sub(1)?, row.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_escapes_are_read() {
        assert_eq!(place("A1"), Some((0, 1)));
        assert_eq!(place("XFD1048576"), Some((16_383, 1_048_576)));
        assert_eq!(
            (place("1"), place("A"), place("ZZZZZZZZZ1"), place("é1")),
            (None, None, None, None)
        );
        assert_eq!(plain("а_x000D_б_x_xZZZZ_".to_owned()), "а\rб_x_xZZZZ_");
    }
}
