//! Workbooks of Excel 5 to 2003, record by record.
//!
//! calamine reads them too, but makes room for whatever size a file claims to have, all cells between two far corners
//! included, and does not tell hidden rows and number formats. Here every length is checked against the bytes that are there.

use crate::file::failure::{Damage, FileError, Foreign};
use crate::file::number;
use crate::file::sheet::{Budget, Filler, Merged, Sheet, Value};
use crate::file::strike::RowStrikes;
use encoding_rs::Encoding;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

/// A record: its kind, its bytes, and the bytes of the records that continue it.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
    /// Where the record after it begins.
    next: usize,
}

/// Reads the sheets.
pub(crate) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Sheet>, FileError> {
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes))?;
    if container.exists("/EncryptedPackage") {
        return Err(FileError::Password);
    }
    let name = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"]
        .into_iter()
        .find(|name| container.is_stream(name));
    let Some(name) = name else {
        return Err(FileError::NotATable(Foreign::OfficeFile));
    };
    let mut stream = Vec::new();
    let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    container.open_stream(name)?.take(most).read_to_end(&mut stream)?;
    let globals = Globals::read(&stream, budget)?;
    let mut sheets = Vec::new();
    for listed in &globals.sheets {
        sheets.push(sheet(&stream, listed, &globals, budget)?);
    }
    Ok(sheets)
}

fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let kind = u16_at(stream, at)?;
        let length = usize::from(u16_at(stream, at.checked_add(2)?)?);
        let start = at.checked_add(4)?;
        let next = start.checked_add(length)?;
        // A record that the file cuts off ends it.
        let data = stream.get(start..next)?;
        at = next;
        Some(Record { kind, data, next })
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    is_hidden: bool,
    at: usize,
}

/// How a cell looks.
#[derive(Default, Clone, Copy)]
struct Style {
    number_format: u16,
    font: u16,
}

/// What all sheets share.
struct Globals {
    is_biff8: bool,
    encoding: &'static Encoding,
    strings: Vec<String>,
    formats: BTreeMap<u16, String>,
    styles: Vec<Style>,
    /// Whether each font strikes out.
    fonts: Vec<bool>,
    sheets: Vec<Listed>,
    is_1904: bool,
}

impl Globals {
    fn read(stream: &[u8], budget: &mut Budget) -> Result<Self, FileError> {
        let mut globals = Self {
            is_biff8: true,
            encoding: encoding_rs::WINDOWS_1251,
            strings: Vec::new(),
            formats: BTreeMap::new(),
            styles: Vec::new(),
            fonts: Vec::new(),
            sheets: Vec::new(),
            is_1904: false,
        };
        let mut has_end = false;
        for record in records(stream, 0) {
            match record.kind {
                0x0809 => globals.is_biff8 = u16_at(record.data, 0) == Some(0x0600),
                0x002f => return Err(FileError::Password),
                0x0042 => globals.encoding = encoding(u16_at(record.data, 0)),
                0x0022 => globals.is_1904 = u16_at(record.data, 0) == Some(1),
                0x041e => globals.take_format(record.data),
                0x0031 => globals
                    .fonts
                    .push(u16_at(record.data, 2).is_some_and(|flags| flags & 8 != 0)),
                0x00e0 => globals.styles.push(Style {
                    number_format: u16_at(record.data, 2).unwrap_or_default(),
                    font: u16_at(record.data, 0).unwrap_or_default(),
                }),
                0x0085 => globals.take_sheet(record.data),
                0x00fc => globals.strings = shared(stream, &record, budget)?,
                0x000a => {
                    has_end = true;
                    break;
                }
                _ => {}
            }
        }
        if !has_end || globals.sheets.is_empty() {
            return Err(Damage::Record("the list of sheets").into());
        }
        Ok(globals)
    }

    fn take_format(&mut self, data: &[u8]) {
        let Some(number) = u16_at(data, 0) else { return };
        let rest = data.get(2..).unwrap_or_default();
        let format = if self.is_biff8 {
            let length = usize::from(u16_at(rest, 0).unwrap_or_default());
            wide(rest.get(2..).unwrap_or_default(), length)
        } else {
            self.narrow(rest.get(1..).unwrap_or_default())
        };
        self.formats.insert(number, format);
    }

    fn take_sheet(&mut self, data: &[u8]) {
        // The kind of the sheet: charts and macros are no tables.
        if data.get(5).is_none_or(|kind| *kind != 0) {
            return;
        }
        let at = u32_at(data, 0).and_then(|at| usize::try_from(at).ok());
        let length = data.get(6).copied().map(usize::from).unwrap_or_default();
        let rest = data.get(7..).unwrap_or_default();
        let name = if self.is_biff8 {
            wide(rest, length)
        } else {
            self.narrow(rest)
        };
        self.sheets.push(Listed {
            name,
            is_hidden: data.get(4).is_some_and(|state| state & 3 != 0),
            at: at.unwrap_or(usize::MAX),
        });
    }

    fn narrow(&self, bytes: &[u8]) -> String {
        self.encoding.decode_without_bom_handling(bytes).0.into_owned()
    }

    fn style(&self, style: u16) -> Style {
        self.styles.get(usize::from(style)).copied().unwrap_or_default()
    }

    /// Whether a style strikes its text out. Fonts are counted from 0, and there is no fourth.
    fn is_struck(&self, style: u16) -> bool {
        let font = usize::from(self.style(style).font);
        let place = if font > 4 { font.saturating_sub(1) } else { font };
        self.fonts.get(place).copied().unwrap_or_default()
    }

    /// The format of a style, as a text where the workbook has it.
    fn format(&self, style: u16) -> Format<'_> {
        let id = self.style(style).number_format;
        let custom = self.formats.get(&id).map(String::as_str);
        let is_date = match custom {
            Some(format) => number::is_date(format),
            None => number::is_built_in_date(u32::from(id)),
        };
        Format {
            code: custom
                .or_else(|| number::built_in(u32::from(id)))
                .filter(|code| *code != "General"),
            is_date,
        }
    }

    fn number(&self, digits: &str, style: u16) -> Value {
        let format = self.format(style);
        if format.is_date {
            return Value::Date(number::date(digits, self.is_1904));
        }
        number::value(digits, format.code)
    }
}

struct Format<'a> {
    code: Option<&'a str>,
    is_date: bool,
}

fn encoding(page: Option<u16>) -> &'static Encoding {
    match page {
        Some(866) => encoding_rs::IBM866,
        Some(1250) => encoding_rs::WINDOWS_1250,
        Some(1252 | 32769) => encoding_rs::WINDOWS_1252,
        Some(10007) => encoding_rs::X_MAC_CYRILLIC,
        _ => encoding_rs::WINDOWS_1251,
    }
}

/// Text with a byte that says whether a letter has one byte or two.
fn wide(bytes: &[u8], length: usize) -> String {
    let is_wide = bytes.first().is_some_and(|flags| flags & 1 != 0);
    let rest = bytes.get(1..).unwrap_or_default();
    let taken = if is_wide { length.saturating_mul(2) } else { length };
    letters(rest.get(..taken.min(rest.len())).unwrap_or_default(), is_wide)
}

fn letters(bytes: &[u8], is_wide: bool) -> String {
    if is_wide {
        encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0.into_owned()
    } else {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    }
}

/// The table of texts, which goes on over several records; a text that goes over a border says its width anew.
fn shared(stream: &[u8], first: &Record<'_>, budget: &mut Budget) -> Result<Vec<String>, FileError> {
    let mut parts = vec![first.data];
    parts.extend(
        records(stream, first.next)
            .take_while(|record| record.kind == 0x003c)
            .map(|record| record.data),
    );
    let mut bytes = Parts {
        parts: &parts,
        part: 0,
        at: 8,
    };
    let count = u32_at(first.data, 4).unwrap_or_default();
    let mut strings = Vec::new();
    for _ in 0..count {
        let Some(text) = bytes.text() else {
            return Err(Damage::Record("the table of texts").into());
        };
        budget.take(text.len())?;
        strings.push(text);
    }
    Ok(strings)
}

/// Bytes of several records as one.
struct Parts<'a> {
    parts: &'a [&'a [u8]],
    part: usize,
    at: usize,
}

impl Parts<'_> {
    fn left(&self) -> &[u8] {
        let part = self.parts.get(self.part).copied().unwrap_or_default();
        part.get(self.at..).unwrap_or_default()
    }

    fn settle(&mut self) -> Option<()> {
        while self.left().is_empty() {
            if self.part >= self.parts.len() {
                return None;
            }
            self.part = self.part.saturating_add(1);
            self.at = 0;
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        self.settle()?;
        let byte = self.left().first().copied()?;
        self.at = self.at.saturating_add(1);
        Some(byte)
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.settle()?;
            let step = count.min(self.left().len());
            self.at = self.at.saturating_add(step);
            count = count.saturating_sub(step);
        }
        Some(())
    }

    fn text(&mut self) -> Option<String> {
        let mut count = usize::from(self.short()?);
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.short()?) } else { 0 };
        let extra = if flags & 4 != 0 {
            let (low, high) = (self.short()?, self.short()?);
            usize::from(high).checked_mul(0x1_0000)?.checked_add(usize::from(low))?
        } else {
            0
        };
        let mut is_wide = flags & 1 != 0;
        let mut text = String::new();
        while count > 0 {
            if self.left().is_empty() {
                self.settle()?;
                is_wide = self.byte()? & 1 != 0;
            }
            let width = if is_wide { 2 } else { 1 };
            let here = (self.left().len() / width).min(count);
            if here == 0 {
                return None;
            }
            let taken = here.saturating_mul(width);
            text.push_str(&letters(self.left().get(..taken)?, is_wide));
            self.at = self.at.saturating_add(taken);
            count = count.saturating_sub(here);
        }
        self.skip(runs.checked_mul(4)?)?;
        self.skip(extra)?;
        Some(text)
    }
}

/// The cells of a sheet as they come, and which of them are struck out.
struct Cells<'a> {
    globals: &'a Globals,
    filler: Filler,
    strikes: BTreeMap<u32, RowStrikes>,
}

impl Cells<'_> {
    fn put(
        &mut self,
        (row, column): (u32, u32),
        style: u16,
        value: Value,
        budget: &mut Budget,
    ) -> Result<(), FileError> {
        let is_struck = self.globals.is_struck(style);
        self.strikes
            .entry(row)
            .or_default()
            .add(column, value.text(), is_struck);
        self.filler.put(row, column, value, budget)
    }
}

/// Reads one sheet. Records of charts inside of it are left out.
fn sheet(stream: &[u8], listed: &Listed, globals: &Globals, budget: &mut Budget) -> Result<Sheet, FileError> {
    let mut cells = Cells {
        globals,
        filler: Filler::new(listed.name.clone()),
        strikes: BTreeMap::new(),
    };
    let mut hidden = BTreeSet::new();
    let mut depth = 0_usize;
    // Where the text of the last formula belongs, and its style.
    let mut formula: Option<(u32, u32, u16)> = None;
    let broken = || FileError::Damaged(Damage::Record("a cell"));
    if listed.at >= stream.len() {
        return Err(Damage::Record("a sheet").into());
    }
    for record in records(stream, listed.at) {
        match record.kind {
            0x0809 => depth = depth.saturating_add(1),
            0x000a => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    cells.filler.sheet().is_hidden = listed.is_hidden;
                    let Cells { filler, strikes, .. } = cells;
                    let is_struck = |row| strikes.get(&row).is_some_and(|strikes| strikes.is_row_struck());
                    return Ok(filler.finish(|row| hidden.contains(&row) || is_struck(row)));
                }
            }
            _ if depth != 1 => {}
            0x0208 => {
                let is_hidden = u16_at(record.data, 12).is_some_and(|flags| flags & 0x20 != 0);
                if let (true, Some(row)) = (is_hidden, u16_at(record.data, 0)) {
                    hidden.insert(u32::from(row).saturating_add(1));
                }
            }
            0x007d => {
                let is_hidden = u16_at(record.data, 8).is_some_and(|flags| flags & 1 != 0);
                if let (true, Some(first), Some(last)) = (is_hidden, u16_at(record.data, 0), u16_at(record.data, 2)) {
                    let last = u32::from(last.min(255));
                    cells.filler.sheet().hidden_columns.push((u32::from(first), last));
                }
            }
            0x00e5 => cells.filler.sheet().merged.extend(merged(record.data)),
            0x0207 => {
                if let Some((row, column, style)) = formula.take() {
                    let text = text_of(record.data, globals);
                    cells.put((row, column), style, Value::Text(text), budget)?;
                }
            }
            0x00bd => {
                let (row, first) = place(record.data).ok_or_else(broken)?;
                let packed_cells = record.data.get(4..).unwrap_or_default().as_chunks::<6>().0;
                for (column, [style_low, style_high, a, b, c, d]) in (first..).zip(packed_cells) {
                    let style = u16::from_le_bytes([*style_low, *style_high]);
                    let digits = packed(u32::from_le_bytes([*a, *b, *c, *d]));
                    cells.put((row, column), style, globals.number(&digits, style), budget)?;
                }
            }
            0x0203 | 0x027e | 0x00fd | 0x0204 | 0x00d6 | 0x0205 | 0x0006 => {
                let at = place(record.data).ok_or_else(broken)?;
                let style = u16_at(record.data, 4).ok_or_else(broken)?;
                formula = (record.kind == 6).then_some((at.0, at.1, style));
                if let Some(value) = cell(&record, globals).ok_or_else(broken)? {
                    cells.put(at, style, value, budget)?;
                }
            }
            _ => {}
        }
    }
    Err(Damage::Record("the end of a sheet").into())
}

/// The row from 1 and the column from 0.
fn place(data: &[u8]) -> Option<(u32, u32)> {
    let (row, column) = (u16_at(data, 0)?, u16_at(data, 2)?);
    Some((u32::from(row).saturating_add(1), u32::from(column)))
}

/// The value of a cell; `Some(None)` for a formula whose text comes in the next record.
fn cell(record: &Record<'_>, globals: &Globals) -> Option<Option<Value>> {
    let style = u16_at(record.data, 4)?;
    let rest = record.data.get(6..)?;
    let value = match record.kind {
        0x0203 => globals.number(&double(rest.get(..8)?.try_into().ok()?), style),
        0x027e => globals.number(&packed(u32_at(rest, 0)?), style),
        0x00fd => {
            let at = usize::try_from(u32_at(rest, 0)?).ok()?;
            Value::Text(globals.strings.get(at)?.clone())
        }
        0x0204 | 0x00d6 => Value::Text(text_of(rest, globals)),
        0x0205 => flag(*rest.first()?, *rest.get(1)? != 0),
        // The result of a formula: a number, or a mark for something else.
        _ => match *rest.first_chunk::<8>()? {
            [0, _, _, _, _, _, 0xff, 0xff] => return Some(None),
            [1, _, value, _, _, _, 0xff, 0xff] => flag(value, false),
            [2, _, value, _, _, _, 0xff, 0xff] => flag(value, true),
            [3, _, _, _, _, _, 0xff, 0xff] => return Some(None),
            bytes => globals.number(&double(bytes), style),
        },
    };
    Some(Some(value))
}

fn flag(value: u8, is_error: bool) -> Value {
    if !is_error {
        return Value::Flag(value != 0);
    }
    let name = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    Value::Error(name.to_owned())
}

/// Text of a cell of its own: a length of two bytes, then letters.
fn text_of(data: &[u8], globals: &Globals) -> String {
    let length = usize::from(u16_at(data, 0).unwrap_or_default());
    let rest = data.get(2..).unwrap_or_default();
    if globals.is_biff8 {
        wide(rest, length)
    } else {
        globals.narrow(rest.get(..length.min(rest.len())).unwrap_or_default())
    }
}

fn merged(data: &[u8]) -> Vec<Merged> {
    let ranges = data.get(2..).unwrap_or_default().as_chunks::<8>().0;
    let number = |low: u8, high: u8| u32::from(u16::from_le_bytes([low, high]));
    let one = |bytes: &[u8; 8]| {
        let [a, b, c, d, e, f, g, h] = *bytes;
        Merged {
            top: number(a, b).saturating_add(1),
            bottom: number(c, d).saturating_add(1),
            left: number(e, f),
            right: number(g, h),
        }
    };
    ranges.iter().map(one).collect()
}

/// A number in four bytes: a whole one or the upper half of a double, perhaps to be divided by a hundred.
fn packed(bits: u32) -> String {
    let is_hundredth = bits & 1 != 0;
    let digits = if bits & 2 != 0 {
        let signed = i32::from_le_bytes(bits.to_le_bytes());
        (signed >> 2).to_string()
    } else {
        let [a, b, c, d] = (bits & !3).to_le_bytes();
        double([0, 0, 0, 0, a, b, c, d])
    };
    if is_hundredth { format!("{digits}E-2") } else { digits }
}

/// The shortest digits that mean the same double. Nothing is computed with it.
#[expect(
    clippy::disallowed_types,
    reason = "the format keeps numbers as doubles; they become text at once"
)]
fn double(bytes: [u8; 8]) -> String {
    f64::from_le_bytes(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_number_is_read_digit_by_digit() {
        // 1234 as a whole number, 12.34 as a hundredth of it, 1 as the upper half of a double.
        for (bits, expected) in [
            ((1234 << 2) | 2, "1234"),
            ((1234 << 2) | 3, "1234E-2"),
            (0x3ff0_0000, "1"),
        ] {
            assert_eq!(packed(bits), expected);
        }
    }
}
