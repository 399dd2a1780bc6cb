//! Tables of a page: of a mail, of the clipboard, or of what shops save as `.xls`; and the text of a page without any.
//!
//! Pages are never well-formed: tags that do not close are closed by what follows them. A table inside another one, as
//! mails are laid out, is a table of its own.

use crate::file::failure::FileError;
use crate::file::number;
use crate::file::sheet::{Budget, Filler, Merged, Sheet, Value};
use crate::file::strike::{self, RowStrikes, Struck};
use std::collections::{BTreeMap, BTreeSet};

/// Columns and rows that one cell may span; more is a slip.
const MOST_SPAN: u32 = 1_000;
/// Tables inside of tables; deeper ones belong to the last.
const MOST_DEPTH: usize = 32;

/// Reads the tables, or the lines of text where there is no table with two filled cells.
pub(crate) fn read(text: &str, budget: &mut Budget) -> Result<(Vec<Sheet>, Option<String>), FileError> {
    let mut page = Page {
        struck_classes: strike::classes(text),
        ..Page::default()
    };
    let text = fragment(text);
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at_checked(at).unwrap_or((rest, ""));
        page.text(before);
        rest = match page.tag(tag, budget)? {
            0 => {
                page.text("<");
                tag.get(1..).unwrap_or_default()
            }
            length => tag.get(length..).unwrap_or_default(),
        };
    }
    page.text(rest);
    while !page.open.is_empty() {
        page.close_table(budget)?;
    }
    let has_table = page
        .sheets
        .iter()
        .any(|sheet| sheet.rows.iter().any(|row| row.cells.len() > 1));
    Ok(if has_table {
        (page.sheets, None)
    } else {
        (Vec::new(), Some(page.lines))
    })
}

/// What was copied, without the header of the Windows clipboard and what surrounds the choice.
fn fragment(text: &str) -> &str {
    const START: &str = "<!--StartFragment-->";
    let from = match text.find(START) {
        // Excel puts the tags of the table around the fragment: without them its rows still stand.
        Some(at) => text.get(at.saturating_add(START.len())..).unwrap_or_default(),
        None => text.find('<').and_then(|at| text.get(at..)).unwrap_or(text),
    };
    let from =
        if from.trim_start().starts_with("<tr") || from.trim_start().starts_with("<td") || text.find(START).is_some() {
            from
        } else {
            text
        };
    from.split("<!--EndFragment-->").next().unwrap_or(from)
}

/// A figure of a footnote or of a power: «6» with a footnote is no 62, and «м²» is no metre.
fn raised(letter: char) -> char {
    match letter {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4'..='9' => char::from_u32(u32::from('⁴').saturating_add(u32::from(letter).saturating_sub(u32::from('4'))))
            .unwrap_or(letter),
        other => other,
    }
}

/// A table that is open.
struct Open {
    filler: Filler,
    row: u32,
    column: u32,
    is_row_hidden: bool,
    hidden: Vec<u32>,
    strikes: RowStrikes,
    cell: Option<OpenCell>,
    /// Until which row a cell from above takes each column.
    taken: BTreeMap<u32, u32>,
}

/// A cell that is open.
#[derive(Default)]
struct OpenCell {
    text: String,
    struck: Struck,
    /// Elements inside the cell whose text is struck out, each with how many of its name are open in it.
    strikes: Vec<(String, u32)>,
    number: Option<String>,
    format: Option<String>,
    across: u32,
    down: u32,
}

impl Open {
    /// Looks back at the cells of the row.
    fn end_row(&mut self) {
        let is_struck = std::mem::take(&mut self.strikes).is_row_struck();
        if is_struck && self.hidden.last() != Some(&self.row) {
            self.hidden.push(self.row);
        }
    }
}

#[derive(Default)]
struct Page {
    open: Vec<Open>,
    sheets: Vec<Sheet>,
    /// The text of the page, a line for each block.
    lines: String,
    /// Inside of what is not shown.
    skipped: Option<String>,
    /// Inside of what stands above the line.
    is_raised: bool,
    /// Classes of the page whose text is struck out.
    struck_classes: BTreeSet<String>,
}

impl Page {
    fn text(&mut self, text: &str) {
        if self.skipped.is_some() || text.is_empty() {
            return;
        }
        let mut text = unescape(text);
        if self.is_raised {
            text = text.chars().map(raised).collect();
        }
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.text.push_str(&text);
            cell.struck.add(&text, !cell.strikes.is_empty());
        }
        // Line breaks of the source are blanks of the page.
        self.lines.extend(text.chars().map(|letter| {
            if matches!(letter, '\n' | '\r' | '\t') {
                ' '
            } else {
                letter
            }
        }));
    }

    /// Takes a tag and says how many bytes it has; none when it is no tag.
    fn tag(&mut self, text: &str, budget: &mut Budget) -> Result<usize, FileError> {
        if text.starts_with("<!--") {
            // Comments with a condition hold what only Word shows.
            return Ok(text.find("-->").map_or(text.len(), |at| at.saturating_add(3)));
        }
        let inside = text.get(1..).unwrap_or_default();
        let is_tag =
            inside.starts_with(|letter: char| letter.is_ascii_alphabetic() || matches!(letter, '/' | '!' | '?'));
        if !is_tag {
            return Ok(0);
        }
        let length = tag_length(text);
        let body = text.get(1..length.saturating_sub(1)).unwrap_or_default();
        let end = body.find(|letter: char| letter.is_whitespace()).unwrap_or(body.len());
        let name = body
            .get(..end)
            .unwrap_or_default()
            .trim_end_matches('/')
            .to_ascii_lowercase();
        if let Some(skipped) = &self.skipped {
            let is_left_open = skipped == "select" && matches!(name.as_str(), "td" | "/td" | "tr" | "/tr" | "/table");
            if name.strip_prefix('/') == Some(skipped) {
                self.skipped = None;
                return Ok(length);
            }
            if !is_left_open {
                return Ok(length);
            }
            self.skipped = None;
        }
        let is_cell = matches!(name.as_str(), "td" | "th");
        if !is_cell {
            self.strike(&name, body);
        }
        match name.as_str() {
            // Of the choices of a field nobody knows the chosen one.
            "script" | "style" | "title" | "xml" | "select" if !body.ends_with('/') => self.skipped = Some(name),
            "table" => self.open_table(),
            "/table" => self.close_table(budget)?,
            "tr" => self.open_row(body, budget)?,
            "/tr" => self.close_cell(budget)?,
            "td" | "th" => {
                self.open_cell(body, budget)?;
                self.strike(&name, body);
            }
            "/td" | "/th" => self.close_cell(budget)?,
            "sup" => self.is_raised = true,
            "/sup" => self.is_raised = false,
            "br" | "br/" | "p" | "/p" | "div" | "/div" | "li" | "/li" | "hr" => self.break_line(),
            _ => {}
        }
        Ok(length)
    }

    /// Follows what is struck out inside of a cell; a cell struck out as a whole is one that holds such an element.
    fn strike(&mut self, name: &str, body: &str) {
        let is_struck = matches!(name, "del" | "s" | "strike") || strike::is_by(body, &self.struck_classes);
        let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) else {
            return;
        };
        if let Some(closed) = name.strip_prefix('/') {
            if let Some(at) = cell.strikes.iter().rposition(|(open, _)| open == closed)
                && let Some((_, depth)) = cell.strikes.get_mut(at)
            {
                *depth = depth.saturating_sub(1);
                if *depth == 0 {
                    cell.strikes.truncate(at);
                }
            }
            return;
        }
        if body.ends_with('/') {
            return;
        }
        // A paragraph ends with the next one.
        if matches!(name, "p" | "li") {
            cell.strikes.retain(|(open, _)| open != name);
        }
        match cell.strikes.iter_mut().rev().find(|(open, _)| open == name) {
            Some((_, depth)) => *depth = depth.saturating_add(1),
            None if is_struck => cell.strikes.push((name.to_owned(), 1)),
            None => {}
        }
    }

    fn break_line(&mut self) {
        self.lines.push('\n');
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.text.push(' ');
        }
    }

    fn open_table(&mut self) {
        if self.open.len() >= MOST_DEPTH {
            return;
        }
        self.open.push(Open {
            filler: Filler::new(String::new()),
            row: 0,
            column: 0,
            is_row_hidden: false,
            hidden: Vec::new(),
            strikes: RowStrikes::default(),
            cell: None,
            taken: BTreeMap::new(),
        });
    }

    fn close_table(&mut self, budget: &mut Budget) -> Result<(), FileError> {
        self.close_cell(budget)?;
        if let Some(mut table) = self.open.pop() {
            table.end_row();
            let hidden = table.hidden;
            let mut sheet = table.filler.finish(|row| hidden.binary_search(&row).is_ok());
            sheet.last_row = sheet.last_row.max(table.row);
            if !sheet.rows.is_empty() {
                self.sheets.push(sheet);
            }
        }
        Ok(())
    }

    fn open_row(&mut self, body: &str, budget: &mut Budget) -> Result<(), FileError> {
        self.close_cell(budget)?;
        self.lines.push('\n');
        if self.open.is_empty() {
            self.open_table();
        }
        let is_struck = strike::is_by(body, &self.struck_classes);
        if let Some(table) = self.open.last_mut() {
            table.end_row();
            table.row = table.row.saturating_add(1);
            table.column = 0;
            let row = table.row;
            table.taken.retain(|_, bottom| *bottom >= row);
            table.is_row_hidden = is_hidden(body) || is_struck;
            if table.is_row_hidden {
                table.hidden.push(table.row);
            }
        }
        Ok(())
    }

    fn open_cell(&mut self, body: &str, budget: &mut Budget) -> Result<(), FileError> {
        self.close_cell(budget)?;
        self.lines.push('\t');
        if self.open.last().is_none_or(|table| table.row == 0) {
            self.open_row("", budget)?;
        }
        let span = |name: &str| attribute(body, name).and_then(|value| value.trim().parse::<u32>().ok());
        if let Some(table) = self.open.last_mut() {
            table.cell = Some(OpenCell {
                text: String::new(),
                struck: Struck::default(),
                strikes: Vec::new(),
                number: attribute(body, "x:num").filter(|value| !value.is_empty()),
                format: number_format(body),
                across: span("colspan").unwrap_or(1).clamp(1, MOST_SPAN),
                down: span("rowspan").unwrap_or(1).clamp(1, MOST_SPAN),
            });
        }
        Ok(())
    }

    fn close_cell(&mut self, budget: &mut Budget) -> Result<(), FileError> {
        let Some(table) = self.open.last_mut() else {
            return Ok(());
        };
        let Some(cell) = table.cell.take() else { return Ok(()) };
        while table.taken.contains_key(&table.column) {
            table.column = table.column.saturating_add(1);
        }
        let (left, right) = (table.column, table.column.saturating_add(cell.across).saturating_sub(1));
        let bottom = table.row.saturating_add(cell.down).saturating_sub(1);
        if cell.down > 1 {
            for column in left..=right {
                // Each is counted as a cell, or a small page could take all memory.
                budget.take(0)?;
                table.taken.insert(column, bottom);
            }
        }
        if right > left || bottom > table.row {
            table.filler.sheet().merged.push(Merged {
                top: table.row,
                left,
                bottom,
                right,
            });
        }
        table.column = right.saturating_add(1);
        let text: String = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
        table.strikes.add(left, &text, cell.struck.is_whole());
        let value = match cell.number {
            Some(exact) => match number::value(exact.trim(), cell.format.as_deref()) {
                Value::Number { exact, look } => {
                    let look = look.or_else(|| number::shown(&exact, &text));
                    Value::Number { exact, look }
                }
                other => other,
            },
            None => Value::Text(text),
        };
        table.filler.put(table.row, left, value, budget)
    }
}

/// The bytes of a tag, with its brackets; quoted values may hold brackets.
fn tag_length(text: &str) -> usize {
    let mut quote: Option<char> = None;
    for (at, letter) in text.char_indices().take(4_096) {
        match (quote, letter) {
            (None, '>') => return at.saturating_add(1),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    // A quote that does not close: the first bracket ends the tag.
    text.find('>').map_or(text.len(), |at| at.saturating_add(1))
}

/// The value of an attribute; without one, an empty text.
pub(crate) fn attribute(body: &str, name: &str) -> Option<String> {
    let lower = body.to_ascii_lowercase();
    let at = lower.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = lower.get(..*at).unwrap_or_default();
        before.ends_with(|letter: char| letter.is_whitespace() || letter == '"' || letter == '\'')
    })?;
    let rest = body.get(at.saturating_add(name.len())..)?.trim_start();
    let Some(value) = rest.strip_prefix('=') else {
        return Some(String::new());
    };
    let value = value.trim_start();
    let value = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value.get(1..)?.split(quote).next()?,
        _ => value.split_whitespace().next().unwrap_or_default(),
    };
    Some(unescape(value))
}

fn is_hidden(body: &str) -> bool {
    let style = attribute(body, "style")
        .unwrap_or_default()
        .to_ascii_lowercase()
        .replace(' ', "");
    style.contains("display:none") || attribute(body, "hidden").is_some()
}

/// The number format that Excel writes into the style of a cell.
fn number_format(body: &str) -> Option<String> {
    let style = attribute(body, "style")?;
    let (_, rest) = style.split_once("mso-number-format:")?;
    let format = rest.split(';').next()?.trim().trim_matches(['"', '\'']);
    (!format.is_empty()).then(|| format.replace("\\", ""))
}

/// Entities as letters; those that are not known stay as they are.
fn unescape(text: &str) -> String {
    const NAMED: [(&str, &str); 19] = [
        ("nbsp", "\u{a0}"),
        ("amp", "&"),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("apos", "'"),
        ("laquo", "«"),
        ("raquo", "»"),
        ("ndash", "–"),
        ("mdash", "—"),
        ("times", "×"),
        ("deg", "°"),
        ("empty", "⌀"),
        ("shy", ""),
        ("euro", "€"),
        ("hellip", "…"),
        ("frac12", "½"),
        ("frac14", "¼"),
        ("numero", "№"),
    ];
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let end = after.find(';').filter(|at| *at <= 10);
        let name = end.and_then(|at| after.get(..at)).unwrap_or_default();
        let code = name
            .strip_prefix('#')
            .and_then(|code| match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => code.parse().ok(),
            });
        let letter = code.and_then(char::from_u32).map(String::from);
        let known = NAMED
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, letter)| (*letter).to_owned());
        match letter.or(known) {
            Some(letter) => {
                plain.push_str(&letter);
                rest = after.get(name.len().saturating_add(1)..).unwrap_or_default();
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}
