//! XML of Excel 2003, which programs write that have no library for anything else.

use crate::file::failure::FileError;
use crate::file::markup::{Piece, Tag, walk};
use crate::file::number;
use crate::file::sheet::{Budget, Filler, Merged, Sheet, Value};
use std::collections::BTreeSet;

/// The last column of a spreadsheet, from 0.
const LAST_COLUMN: u32 = 16_383;

/// Reads the sheets.
pub(crate) fn read(xml: &str, budget: &mut Budget) -> Result<Vec<Sheet>, FileError> {
    let mut sheets = Vec::new();
    let mut place: Option<Place> = None;
    walk(xml, |piece| {
        match piece {
            Piece::Start(tag) if tag.name() == "Worksheet" => {
                place = Some(Place::new(tag.attribute("Name").unwrap_or_default()));
            }
            Piece::End("Worksheet") => {
                if let Some(place) = place.take() {
                    sheets.push(place.filler.finish(|row| place.hidden_rows.contains(&row)));
                }
            }
            piece => {
                if let Some(place) = &mut place {
                    place.take(piece, budget)?;
                }
            }
        }
        Ok(())
    })?;
    Ok(sheets)
}

/// Where the reader stands in a sheet.
struct Place {
    filler: Filler,
    row: u32,
    column: u32,
    next_column: u32,
    kind: Option<String>,
    data: Option<String>,
    hidden_rows: BTreeSet<u32>,
}

impl Place {
    fn new(name: String) -> Self {
        Self {
            filler: Filler::new(name),
            row: 0,
            column: 0,
            next_column: 0,
            kind: None,
            data: None,
            hidden_rows: BTreeSet::new(),
        }
    }

    fn take(&mut self, piece: Piece<'_>, budget: &mut Budget) -> Result<(), FileError> {
        match piece {
            Piece::Start(tag) => self.start(&tag),
            Piece::Text(text) => {
                if let Some(data) = &mut self.data {
                    data.push_str(&text);
                }
            }
            Piece::End("Data") => {
                let text = self.data.take().unwrap_or_default();
                let value = match self.kind.as_deref() {
                    Some("Number") => number::value(text.trim(), None),
                    Some("DateTime") => Value::Date(text.trim().to_owned()),
                    Some("Boolean") => Value::Flag(text.trim() == "1"),
                    Some("Error") => Value::Error(text.trim().to_owned()),
                    _ => Value::Text(text),
                };
                self.filler.put(self.row, self.column, value, budget)?;
            }
            Piece::End(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let is_hidden = || tag.attribute("Hidden").as_deref() == Some("1");
        match tag.name() {
            "Column" => {
                let first = tag.count("Index").map_or(self.next_column, |at| at.saturating_sub(1));
                let last = first
                    .saturating_add(tag.count("Span").unwrap_or_default())
                    .min(LAST_COLUMN);
                self.next_column = last.saturating_add(1);
                if is_hidden() {
                    self.filler.sheet().hidden_columns.push((first, last));
                }
            }
            "Row" => {
                self.row = tag.count("Index").unwrap_or_else(|| self.row.saturating_add(1));
                self.next_column = 0;
                if is_hidden() {
                    self.hidden_rows.insert(self.row);
                }
            }
            "Cell" => {
                self.column = tag.count("Index").map_or(self.next_column, |at| at.saturating_sub(1));
                let right = self.column.saturating_add(tag.count("MergeAcross").unwrap_or_default());
                let bottom = self.row.saturating_add(tag.count("MergeDown").unwrap_or_default());
                if right > self.column || bottom > self.row {
                    self.filler.sheet().merged.push(Merged {
                        top: self.row,
                        left: self.column,
                        bottom,
                        right,
                    });
                }
                self.next_column = right.saturating_add(1);
            }
            "Data" => {
                self.kind = tag.attribute("Type");
                self.data = Some(String::new());
            }
            _ => {}
        }
    }
}
