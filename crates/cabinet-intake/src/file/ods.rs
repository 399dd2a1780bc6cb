//! Workbooks of LibreOffice, packed in an archive or flat.
//!
//! A cell or a row that is repeated is written once with a number; empty ones are only counted, filled ones are taken as
//! often as they are repeated, within the limits of a file.

use crate::file::failure::FileError;
use crate::file::markup::{Piece, Tag, walk};
use crate::file::number;
use crate::file::sheet::{Budget, Filler, Merged, Sheet, Value};
use crate::file::strike::{RowStrikes, Struck};
use std::collections::BTreeSet;

/// Reads the sheets of `content.xml`, or of a flat file.
pub(crate) fn read(xml: &str, budget: &mut Budget) -> Result<Vec<Sheet>, FileError> {
    let mut sheets = Vec::new();
    let mut place: Option<Place> = None;
    let mut styles = Styles::default();
    walk(xml, |piece| {
        match piece {
            Piece::Start(tag) if tag.name() == "table" && place.is_none() => {
                place = Some(Place::new(tag.attribute("name").unwrap_or_default()));
            }
            Piece::End("table") => {
                if let Some(place) = place.take() {
                    sheets.push(place.finish());
                }
            }
            piece => match &mut place {
                Some(place) => place.take(piece, &styles, budget)?,
                None => styles.take(&piece),
            },
        }
        Ok(())
    })?;
    Ok(sheets)
}

/// The styles that strike text out; they stand before the sheets.
#[derive(Default)]
struct Styles {
    struck: BTreeSet<String>,
    open: String,
}

impl Styles {
    fn take(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Start(tag) if tag.name() == "style" => {
                self.open = tag.attribute("name").unwrap_or_default();
                if tag
                    .attribute("parent-style-name")
                    .is_some_and(|parent| self.struck.contains(&parent))
                {
                    self.struck.insert(self.open.clone());
                }
            }
            Piece::End("style") => self.open.clear(),
            Piece::Start(tag) if tag.name() == "text-properties" && !self.open.is_empty() => {
                let line = tag
                    .attribute("text-line-through-style")
                    .or_else(|| tag.attribute("text-line-through-type"));
                match line.as_deref() {
                    Some("none") => {
                        self.struck.remove(&self.open);
                    }
                    Some(_) => {
                        self.struck.insert(self.open.clone());
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }

    fn is_struck(&self, tag: &Tag<'_>, attribute: &str) -> bool {
        !self.struck.is_empty()
            && tag
                .attribute(attribute)
                .is_some_and(|style| self.struck.contains(&style))
    }
}

/// Where the reader stands in a sheet.
struct Place {
    filler: Filler,
    /// The number of the open row, from 1, and how often it is repeated.
    row: u32,
    repeated: u32,
    /// The filled cells of the open row.
    cells: Vec<(u32, Value)>,
    column: u32,
    next_column: u32,
    cell: Option<OpenCell>,
    /// Inside a remark of a cell, which is no part of its text.
    remarks: u32,
    hidden: Vec<(u32, u32)>,
    /// Whether cells of the open row that have no style of their own are struck out.
    is_row_struck: bool,
    strikes: RowStrikes,
}

/// A cell between its tags.
struct OpenCell {
    kind: Option<String>,
    value: Option<String>,
    repeated: u32,
    text: String,
    /// By the style of the cell.
    is_struck: bool,
    struck: Struck,
    /// Whether each open span of the text is struck out.
    spans: Vec<bool>,
}

impl Place {
    fn new(name: String) -> Self {
        Self {
            filler: Filler::new(name),
            row: 0,
            // The first row is the one after none.
            repeated: 1,
            cells: Vec::new(),
            column: 0,
            next_column: 0,
            cell: None,
            remarks: 0,
            hidden: Vec::new(),
            is_row_struck: false,
            strikes: RowStrikes::default(),
        }
    }

    fn take(&mut self, piece: Piece<'_>, styles: &Styles, budget: &mut Budget) -> Result<(), FileError> {
        match piece {
            Piece::Start(tag) => self.start(&tag, styles),
            Piece::Text(text) => {
                if let (Some(cell), 0) = (&mut self.cell, self.remarks) {
                    cell.text.push_str(&text);
                    let is_struck = cell.is_struck || cell.spans.contains(&true);
                    cell.struck.add(&text, is_struck);
                }
            }
            Piece::End(name) => match name {
                "annotation" => self.remarks = self.remarks.saturating_sub(1),
                "table-cell" | "covered-table-cell" => self.end_cell(budget)?,
                "table-row" => self.end_row(budget)?,
                "span" => {
                    if let Some(cell) = &mut self.cell {
                        cell.spans.pop();
                    }
                }
                _ => {}
            },
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag<'_>, styles: &Styles) {
        let is_hidden = || matches!(tag.attribute("visibility").as_deref(), Some("collapse" | "filter"));
        match tag.name() {
            "table-column" => {
                let last = self
                    .next_column
                    .saturating_add(tag.count("number-columns-repeated").unwrap_or(1));
                if is_hidden() {
                    let last = last.saturating_sub(1);
                    self.filler.sheet().hidden_columns.push((self.next_column, last));
                }
                self.next_column = last;
            }
            "table-row" => {
                self.row = self.row.saturating_add(self.repeated);
                self.repeated = tag.count("number-rows-repeated").unwrap_or(1).max(1);
                self.next_column = 0;
                self.cells.clear();
                self.is_row_struck = styles.is_struck(tag, "default-cell-style-name");
                self.strikes = RowStrikes::default();
                if is_hidden() {
                    self.hidden
                        .push((self.row, self.row.saturating_add(self.repeated).saturating_sub(1)));
                }
            }
            "table-cell" | "covered-table-cell" => {
                self.column = self.next_column;
                let repeated = tag.count("number-columns-repeated").unwrap_or(1).max(1);
                let across = tag.count("number-columns-spanned").unwrap_or(1).max(1);
                let down = tag.count("number-rows-spanned").unwrap_or(1).max(1);
                if across > 1 || down > 1 {
                    self.filler.sheet().merged.push(Merged {
                        top: self.row,
                        left: self.column,
                        bottom: self.row.saturating_add(down).saturating_sub(1),
                        right: self.column.saturating_add(across).saturating_sub(1),
                    });
                }
                self.next_column = self.column.saturating_add(repeated);
                let kind = tag.attribute("value-type");
                let value = match kind.as_deref() {
                    Some("date") => tag.attribute("date-value"),
                    Some("time") => tag.attribute("time-value"),
                    Some("boolean") => tag.attribute("boolean-value"),
                    Some("float" | "currency" | "percentage") => tag.attribute("value"),
                    _ => tag.attribute("string-value"),
                };
                self.cell = Some(OpenCell {
                    kind,
                    value,
                    repeated,
                    text: String::new(),
                    is_struck: match tag.attribute("style-name") {
                        Some(_) => styles.is_struck(tag, "style-name"),
                        None => self.is_row_struck,
                    },
                    struck: Struck::default(),
                    spans: Vec::new(),
                });
            }
            "span" => {
                if let Some(cell) = &mut self.cell {
                    cell.spans.push(styles.is_struck(tag, "style-name"));
                }
            }
            "annotation" => self.remarks = self.remarks.saturating_add(1),
            "p" | "line-break" | "tab" | "s" => {
                if let (Some(cell), 0) = (&mut self.cell, self.remarks) {
                    cell.text.push(' ');
                }
            }
            _ => {}
        }
    }

    fn end_cell(&mut self, budget: &mut Budget) -> Result<(), FileError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let text = cell.text.trim().to_owned();
        let value = match (cell.kind.as_deref(), cell.value) {
            (Some("date" | "time"), Some(value)) => Value::Date(value),
            (Some("boolean"), Some(value)) => Value::Flag(value == "true"),
            (Some("float" | "currency" | "percentage"), Some(value)) => seen(number::value(value.trim(), None), &text),
            (_, Some(value)) if text.is_empty() => Value::Text(value),
            _ if text.starts_with('#') && text.ends_with(['!', '?', 'A', 'Д']) => Value::Error(text),
            _ => Value::Text(text),
        };
        if value.text().trim().is_empty() {
            return Ok(());
        }
        let is_struck = cell.is_struck || cell.struck.is_whole();
        self.strikes.add(self.column, value.text(), is_struck);
        for column in (self.column..).take(usize::try_from(cell.repeated).unwrap_or(usize::MAX)) {
            // A copy that is taken again with the row is counted there too; this one keeps a single row in bounds.
            budget.take(value.text().len())?;
            self.cells.push((column, value.clone()));
        }
        Ok(())
    }

    fn end_row(&mut self, budget: &mut Budget) -> Result<(), FileError> {
        if self.cells.is_empty() {
            return Ok(());
        }
        if std::mem::take(&mut self.strikes).is_row_struck()
            && self.hidden.last().is_none_or(|(first, _)| *first < self.row)
        {
            let last = self.row.saturating_add(self.repeated).saturating_sub(1);
            self.hidden.push((self.row, last));
        }
        for number in (self.row..).take(usize::try_from(self.repeated).unwrap_or(usize::MAX)) {
            for (column, value) in &self.cells {
                self.filler.put(number, *column, value.clone(), budget)?;
            }
        }
        Ok(())
    }

    fn finish(self) -> Sheet {
        let hidden = self.hidden;
        self.filler.finish(|row| {
            let at = hidden.partition_point(|(first, _)| *first <= row);
            at.checked_sub(1)
                .and_then(|at| hidden.get(at))
                .is_some_and(|(_, last)| row <= *last)
        })
    }
}

/// A number with what is shown for it, where that keeps zeros (`007`), rounds it, or names a unit.
fn seen(value: Value, text: &str) -> Value {
    let Value::Number { exact, .. } = value else {
        return value;
    };
    let look = number::shown(&exact, text);
    Value::Number { exact, look }
}
