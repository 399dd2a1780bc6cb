//! What a list has to be read as, and by how much it is not.

use cabinet_domain::written::Written;
use cabinet_intake::table::rows::{Line, Rows};
use cabinet_intake::table::{Catalogue, NoCatalogue};
use cabinet_intake::{Order, read_order};
use std::collections::BTreeSet;

/// A list of the corpus.
pub struct Case {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub knows: Knows,
    /// A line each: `row goods = amount unit`, the amount `?` where it is not said and `1000|1` where it is doubtful, `~`
    /// behind a hidden one; `row ! reason`; `row # reason` for rows left out, as far as the case says any;
    /// `error` with the beginning of the words.
    pub expected: &'static str,
}

/// Whether somebody knows the articles.
#[derive(Clone, Copy)]
pub enum Knows {
    Nothing,
    Articles,
}

#[derive(Debug, Default, Clone, Copy)]
pub struct Score {
    pub matched: usize,
    pub wrong: usize,
    pub missed: usize,
}

impl Score {
    pub fn add(&mut self, other: Self) {
        self.matched += other.matched;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

struct Articles;

impl Catalogue for Articles {
    fn known(&self, texts: &[&str]) -> Option<usize> {
        Some(texts.iter().filter(|text| super::KNOWN.contains(text)).count())
    }
}

impl Case {
    pub fn text(name: &'static str, text: &str, expected: &'static str) -> Self {
        Self::bytes(name, text.as_bytes().to_vec(), expected)
    }

    pub fn bytes(name: &'static str, bytes: Vec<u8>, expected: &'static str) -> Self {
        Self {
            name,
            bytes,
            knows: Knows::Nothing,
            expected,
        }
    }

    pub fn known(self) -> Self {
        Self {
            knows: Knows::Articles,
            ..self
        }
    }

    /// How much of it was read, and what differs.
    pub fn score(&self) -> (Score, String) {
        let catalogue: &dyn Catalogue = match self.knows {
            Knows::Nothing => &NoCatalogue,
            Knows::Articles => &Articles,
        };
        let expected: BTreeSet<String> = self
            .expected
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
        let says_skipped = expected.iter().any(|line| line.contains(" # "));
        let found = match read_order(&self.bytes, catalogue, &|_| None) {
            Ok(order) => {
                every_row_is_in_one_list(&order, self.name);
                written(&order.rows, says_skipped)
            }
            Err(error) => BTreeSet::from([format!("error {error}")]),
        };
        // Of an error the beginning of its words is expected.
        let is_error = |found: &str, expected: &str| expected.starts_with("error ") && found.starts_with(expected);
        let is_met = |expected: &str| found.iter().any(|found| found == expected || is_error(found, expected));
        let is_due = |found: &str| {
            expected
                .iter()
                .any(|expected| found == expected || is_error(found, expected))
        };
        let missing: Vec<&String> = expected.iter().filter(|line| !is_met(line)).collect();
        let surplus: Vec<&String> = found.iter().filter(|line| !is_due(line)).collect();
        let orders = |line: &&&String| line.contains(" = ") && !line.contains('?') && !line.contains('|');
        let score = Score {
            matched: expected.len() - missing.len(),
            wrong: surplus.iter().filter(orders).count(),
            missed: missing.len(),
        };
        let missing = missing.iter().map(|line| format!("  not read: {line}\n"));
        let surplus = surplus.iter().map(|line| format!("  read:     {line}\n"));
        (score, missing.chain(surplus).collect())
    }
}

/// The rows as a case writes them.
fn written(rows: &Rows, with_skipped: bool) -> BTreeSet<String> {
    let lines = rows.lines.iter().map(line);
    let unread = rows
        .unreadable
        .iter()
        .map(|row| format!("{} ! {:?}", place(row.at.sheet, row.at.row), row.why));
    let skipped = rows.skipped.iter().filter(|_| with_skipped).flat_map(|rows| {
        (rows.at.row..=rows.last_row).map(|row| format!("{} # {:?}", place(rows.at.sheet, row), rows.why))
    });
    lines.chain(unread).chain(skipped).collect()
}

fn line(line: &Line) -> String {
    let goods = [&line.article, &line.barcode, &line.name]
        .into_iter()
        .find_map(Option::as_ref)
        .unwrap();
    let amount = match &line.quantity {
        None => "?".to_owned(),
        Some(Written::Exact(quantity)) => quantity.to_decimal(),
        Some(Written::Doubtful(readings)) => {
            let readings: Vec<String> = readings.iter().map(|reading| reading.to_decimal()).collect();
            readings.join("|")
        }
    };
    let unit = line.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let hidden = if line.is_hidden { " ~" } else { "" };
    format!("{} {goods} = {amount}{unit}{hidden}", place(line.at.sheet, line.at.row))
}

/// `5` on the first sheet, `2:5` on the second.
fn place(sheet: usize, row: u32) -> String {
    if sheet == 0 {
        row.to_string()
    } else {
        format!("{}:{row}", sheet + 1)
    }
}

fn every_row_is_in_one_list(order: &Order, name: &str) {
    for (at, sheet) in order.book.sheets.iter().enumerate() {
        let mut rows: Vec<u32> = order
            .rows
            .lines
            .iter()
            .filter(|line| line.at.sheet == at)
            .map(|line| line.at.row)
            .collect();
        rows.extend(
            order
                .rows
                .unreadable
                .iter()
                .filter(|row| row.at.sheet == at)
                .map(|row| row.at.row),
        );
        for skipped in order.rows.skipped.iter().filter(|rows| rows.at.sheet == at) {
            rows.extend(skipped.at.row..=skipped.last_row);
        }
        rows.sort_unstable();
        let all: Vec<u32> = (1..=sheet.last_row).collect();
        assert!(
            rows == all,
            "{name}: a row of sheet {at} is lost or in two lists: {rows:?} of {}",
            sheet.last_row
        );
    }
}
