//! Where the tables of a sheet are: under their titles, wherever those stand.
//!
//! A title may have two lines, its upper one merged over several columns. The same titles again are a repeated header;
//! other titles begin another table. A sheet without any title is one table.

use crate::file::sheet::{Cell, Merged, Row, Sheet, Value};
use crate::table::header::title;
use crate::table::roles::{Role, Title};
use crate::table::shapes::{self, Shape};
use std::collections::{BTreeMap, BTreeSet};

/// A table, before anybody knows its columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// Numbers of the rows that are its, titles included.
    pub first_row: u32,
    pub last_row: u32,
    /// The number of the first row of goods.
    pub first_line: u32,
    /// The rows of titles, repeated ones too.
    pub headers: BTreeSet<u32>,
    /// What stands over each column.
    pub titles: BTreeMap<u32, String>,
}

/// The titles of a row, or of two.
type Titles = BTreeMap<u32, String>;

/// The tables of a sheet, in order; together they have all its rows.
pub(crate) fn tables(sheet: &Sheet) -> Vec<Found> {
    let merged = Spread::new(&sheet.merged);
    let mut tables: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(row) = sheet.rows.get(at) {
        let next = sheet.rows.get(at.saturating_add(1));
        let Some((titles, count)) = header(row, next, &merged) else {
            at = at.saturating_add(1);
            continue;
        };
        let numbers: Vec<u32> = sheet.rows.iter().skip(at).take(count).map(|row| row.number).collect();
        at = at.saturating_add(count);
        if let Some(last) = tables.last_mut().filter(|last| last.titles == titles) {
            last.headers.extend(numbers);
            continue;
        }
        let first_row = if tables.is_empty() { 1 } else { row.number };
        if let Some(last) = tables.last_mut() {
            last.last_row = row.number.saturating_sub(1);
        }
        let mut headers: BTreeSet<u32> = numbers.into_iter().collect();
        // Forms number their columns under the titles.
        if let Some(row) = sheet.rows.get(at).filter(|row| is_numbering(row)) {
            headers.insert(row.number);
            at = at.saturating_add(1);
        }
        tables.push(Found {
            first_row,
            last_row: sheet.last_row,
            first_line: headers.last().map_or(row.number, |last| last.saturating_add(1)),
            headers,
            titles,
        });
    }
    if tables.is_empty() {
        tables.push(Found {
            first_row: 1,
            last_row: sheet.last_row,
            first_line: 1,
            ..Found::default()
        });
    }
    tables
}

/// The titles that begin in a row, and how many rows they take.
fn header(row: &Row, next: Option<&Row>, merged: &Spread) -> Option<(Titles, usize)> {
    let upper = titles_of(row, merged);
    let is_own = is_header(&upper, row) || is_header_over(&upper, row, next);
    let lower = next
        .filter(|next| next.number == row.number.saturating_add(1))
        .map(|next| (next, titles_of(next, merged)));
    if let Some((next, lower)) = lower
        && may_continue(next, &lower)
        && (is_own || merged.is_over_columns(row.number))
    {
        let both = join(&upper, &lower);
        if is_header(&both, row) && (is_own || !is_header(&lower, next)) {
            return Some((both, 2));
        }
        if !is_own && is_header(&lower, next) && merged.is_over_columns(row.number) && is_header(&both, row) {
            return Some((both, 2));
        }
    }
    is_own.then_some((upper, 1))
}

/// The texts over the columns: a merged cell stands over all of its own.
fn titles_of(row: &Row, merged: &Spread) -> Titles {
    let mut titles = Titles::new();
    for cell in &row.cells {
        if let Value::Text(text) = &cell.value {
            for column in cell.column..=merged.right(row.number, cell.column) {
                titles.insert(column, text.clone());
            }
        }
    }
    titles
}

/// Whether these are titles of an order, and nothing in their row is goods.
fn is_header(titles: &Titles, row: &Row) -> bool {
    // Numbers first: they are told at once, and nearly every row of goods has one.
    if row.cells.iter().any(|cell| is_number(&cell.value)) || row.cells.iter().any(|cell| is_content(&cell.value)) {
        return false;
    }
    let mut roles = BTreeSet::new();
    let mut beside = 0_usize;
    let mut is_clear = false;
    for text in titles.values() {
        match title(text) {
            Some(Title::Role(role, strength)) => {
                roles.insert(role);
                is_clear |= strength >= 80 && !text.contains(|letter: char| letter.is_ascii_digit());
            }
            Some(Title::Ordinal | Title::Place | Title::Other) => beside = beside.saturating_add(1),
            None => {}
        }
    }
    let says_what = [Role::Article, Role::Barcode, Role::Name]
        .iter()
        .any(|role| roles.contains(role));
    let only = titles.len() == 1 && row.cells.len() == 1;
    match roles.len() {
        0 => false,
        1 => is_clear && says_what && (beside > 0 || (only && titles.values().all(|text| is_bare(text)))),
        _ => is_clear && (says_what || roles.contains(&Role::Quantity)),
    }
}

/// Whether one cell of the row names goods as a title does, and numbers stand under others that nobody knows as titles:
/// «Артикул», «Опт 1», «Ленина».
fn is_header_over(titles: &Titles, row: &Row, next: Option<&Row>) -> bool {
    let is_titles = |cell: &Cell| matches!(cell.value, Value::Text(_)) && !is_number(&cell.value);
    if row.cells.len() < 2 || !row.cells.iter().all(is_titles) {
        return false;
    }
    let names_goods = titles.values().any(|text| {
        let is_plain = !text.contains(|letter: char| letter.is_ascii_digit());
        let says_what = matches!(
            title(text),
            Some(Title::Role(Role::Article | Role::Barcode | Role::Name, strength)) if strength >= 80
        );
        is_plain && says_what
    });
    let Some(next) = next.filter(|_| names_goods) else {
        return false;
    };
    next.cells.iter().any(|cell| {
        let over = titles.get(&cell.column);
        is_number(&cell.value) && over.is_some_and(|text| !matches!(title(text), Some(Title::Ordinal)))
    })
}

/// Whether a cell is an amount, money, a date or a barcode.
fn is_number(value: &Value) -> bool {
    let is_amount = matches!(
        shapes::of(value),
        Shape::Count | Shape::Cents | Shape::Decimal | Shape::Money | Shape::Measured | Shape::Barcode
    );
    is_amount || matches!(value, Value::Number { .. } | Value::Date(_))
}

/// «Артикул» and nothing else: the title of a list of one column.
fn is_bare(text: &str) -> bool {
    !text.trim().contains([' ', ':'])
}

/// Whether a cell is goods or amounts, which titles are not.
fn is_content(value: &Value) -> bool {
    let is_code = |text| shapes::of(value) == Shape::Code && title(text).is_none();
    is_number(value) || matches!(value, Value::Text(text) if is_code(text))
}

/// Whether a row can be the second line of titles: texts only, and one of them is a title.
fn may_continue(row: &Row, titles: &Titles) -> bool {
    let is_text = row
        .cells
        .iter()
        .all(|cell| matches!(cell.value, Value::Text(_)) && !is_content(&cell.value));
    is_text
        && !titles.is_empty()
        && titles
            .values()
            .all(|text| title(text).is_some() || text.chars().count() <= 12)
        && titles.values().any(|text| title(text).is_some())
}

fn join(upper: &Titles, lower: &Titles) -> Titles {
    let columns: BTreeSet<u32> = upper.keys().chain(lower.keys()).copied().collect();
    let both = columns.into_iter().map(|column| {
        let text = match (upper.get(&column), lower.get(&column)) {
            (Some(upper), Some(lower)) if upper != lower => format!("{upper} {lower}"),
            (Some(text), _) | (None, Some(text)) => text.clone(),
            (None, None) => String::new(),
        };
        (column, text)
    });
    both.collect()
}

/// `1 2 3 4`: the numbers of the columns.
fn is_numbering(row: &Row) -> bool {
    row.cells.len() >= 3
        && (1_u32..).zip(&row.cells).all(|(number, cell)| {
            let text = cell.value.text();
            text.parse() == Ok(number) || (number == 1 && text == "А")
        })
}

/// Merged cells by where they begin.
pub(crate) struct Spread {
    right: BTreeMap<(u32, u32), u32>,
    rows_over_columns: BTreeSet<u32>,
}

impl Spread {
    pub(crate) fn new(merged: &[Merged]) -> Self {
        // Nobody merges more titles; what is wider is a sentence over the whole sheet.
        const MOST: u32 = 64;
        let wide = merged
            .iter()
            .filter(|merged| merged.right > merged.left && merged.right.saturating_sub(merged.left) < MOST);
        Self {
            right: wide
                .clone()
                .map(|merged| ((merged.top, merged.left), merged.right))
                .collect(),
            rows_over_columns: wide.map(|merged| merged.top).collect(),
        }
    }

    /// The last column of the cell that begins here.
    fn right(&self, row: u32, column: u32) -> u32 {
        self.right.get(&(row, column)).copied().unwrap_or(column)
    }

    /// Whether a cell of this row stands over several columns.
    fn is_over_columns(&self, row: u32) -> bool {
        self.rows_over_columns.contains(&row)
    }
}
