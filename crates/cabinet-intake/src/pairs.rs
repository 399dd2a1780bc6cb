//! A table of own codes: which column holds what a person calls goods, and which the supplier's articles.
//!
//! Told as the columns of an order are: by titles in three languages wherever they stand, and by which column the catalogue
//! knows. True of it: every filled row below the titles is a pair, also one that lacks a half.

use crate::file::sheet::{Book, Row, Sheet};
use crate::table::Catalogue;
use std::collections::BTreeSet;

/// A row: a code and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The sheet; empty where there is only one filled.
    pub sheet: String,
    /// The row, from 1.
    pub row: u32,
    /// What the person calls the goods; empty where the cell is.
    pub code: String,
    /// The supplier's article; empty where the cell is.
    pub article: String,
}

/// How far down titles are looked for.
const DEEPEST_TITLES: usize = 30;
/// How many different texts of a column are shown to the catalogue.
const ASKED: usize = 300;

/// Beginnings of titles of own codes.
const OWN: [&str; 22] = [
    "свой код",
    "свой артикул",
    "своё наз",
    "свое наз",
    "своя наз",
    "своё наим",
    "свое наим",
    "наш код",
    "наш артикул",
    "наше наим",
    "наше назв",
    "наша назв",
    "код клиент",
    "код покупат",
    "код дилера",
    "свій код",
    "свій артикул",
    "код клієнт",
    "код покуп",
    "own code",
    "our code",
    "customer code",
];
/// Beginnings of titles of the supplier's articles.
const SUPPLIERS: [&str; 8] = [
    "артикул",
    "код постав",
    "код товар",
    "код произв",
    "article",
    "sku",
    "supplier code",
    "item code",
];

/// The pairs of every sheet that has any; `None` when no sheet has two such columns.
#[must_use]
pub fn read_pairs(book: &Book, catalogue: &dyn Catalogue) -> Option<Vec<Pair>> {
    let filled = book.sheets.iter().filter(|sheet| !sheet.rows.is_empty()).count();
    let mut pairs = Vec::new();
    let mut is_any = false;
    for sheet in &book.sheets {
        let rows = rows_of(sheet);
        let Some(columns) = columns(&rows, catalogue) else {
            continue;
        };
        is_any = true;
        let name = if filled > 1 { sheet.name.as_str() } else { "" };
        let below = rows
            .iter()
            .filter(|(number, _)| columns.titles.is_none_or(|titles| *number > titles));
        for (number, cells) in below {
            let at = |column: usize| cells.get(column).cloned().unwrap_or_default();
            let (code, article) = (at(columns.code), at(columns.article));
            if !code.is_empty() || !article.is_empty() {
                pairs.push(Pair {
                    sheet: name.to_owned(),
                    row: *number,
                    code,
                    article,
                });
            }
        }
    }
    is_any.then_some(pairs)
}

/// Which column is what, and under which row.
struct Columns {
    code: usize,
    article: usize,
    titles: Option<u32>,
}

/// Rows as texts by column. A line of plain text is cut at its semicolons and tabs.
fn rows_of(sheet: &Sheet) -> Vec<(u32, Vec<String>)> {
    sheet
        .rows
        .iter()
        .map(|row| {
            let cells = if sheet.is_text {
                row.raw()
                    .split([';', '\t'])
                    .map(|cell| cell.trim().to_owned())
                    .collect()
            } else {
                cells(row)
            };
            (row.number, cells)
        })
        .collect()
}

fn cells(row: &Row) -> Vec<String> {
    let mut cells = Vec::new();
    for cell in &row.cells {
        let column = usize::try_from(cell.column).unwrap_or(usize::MAX);
        // A cell far out at the right is no column of such a table.
        if column < 256 {
            cells.resize(column, String::new());
            cells.push(cell.value.text().trim().to_owned());
        }
    }
    cells
}

fn columns(rows: &[(u32, Vec<String>)], catalogue: &dyn Catalogue) -> Option<Columns> {
    let titled = rows.iter().take(DEEPEST_TITLES).find_map(|(number, cells)| {
        let code = cells.iter().position(|cell| is_titled(cell, &OWN))?;
        let article = cells.iter().position(|cell| is_titled(cell, &SUPPLIERS))?;
        Some(Columns {
            code,
            article,
            titles: Some(*number),
        })
    });
    if titled.is_some() {
        return titled;
    }
    // Without titles of both: the articles are in the column that the catalogue knows most of, the codes before it or behind.
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let known = |column: usize| {
        let texts: BTreeSet<&str> = rows
            .iter()
            .filter_map(|(_, cells)| cells.get(column))
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect();
        let asked: Vec<&str> = texts.into_iter().take(ASKED).collect();
        catalogue.known(&asked).unwrap_or(0)
    };
    let hits: Vec<usize> = (0..width).map(known).collect();
    let most = hits.iter().copied().max().filter(|most| *most > 0)?;
    let article = hits.iter().position(|hits| *hits == most)?;
    let is_filled = |column: usize| {
        let filled = rows
            .iter()
            .filter(|(_, cells)| cells.get(column).is_some_and(|cell| !cell.is_empty()));
        filled.count().saturating_mul(2) >= rows.len()
    };
    let code = (0..width).find(|column| *column != article && is_filled(*column))?;
    let titles = rows.first().filter(|(_, cells)| {
        let is_title = |column: usize| {
            cells
                .get(column)
                .is_some_and(|cell| is_titled(cell, &OWN) || is_titled(cell, &SUPPLIERS) || is_plain_title(cell))
        };
        is_title(article) && is_title(code)
    });
    Some(Columns {
        code,
        article,
        titles: titles.map(|(number, _)| *number),
    })
}

fn is_titled(cell: &str, titles: &[&str]) -> bool {
    let plain = cell.to_lowercase().replace('ё', "е");
    titles.iter().any(|title| plain.starts_with(&title.replace('ё', "е")))
}

/// Words that stand over a column and are no code themselves.
fn is_plain_title(cell: &str) -> bool {
    [
        "код",
        "название",
        "назва",
        "наименование",
        "найменування",
        "code",
        "name",
        "товар",
        "goods",
    ]
    .contains(&cell.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::read_text;

    struct Shelf(&'static [&'static str]);

    impl Catalogue for Shelf {
        fn known(&self, texts: &[&str]) -> Option<usize> {
            Some(texts.iter().filter(|text| self.0.contains(text)).count())
        }
    }

    fn pairs(text: &str) -> Option<Vec<(u32, String, String)>> {
        let read = read_pairs(&read_text(text).unwrap(), &Shelf(&["M8-40", "M8-50", "KM-1"]))?;
        Some(
            read.into_iter()
                .map(|pair| (pair.row, pair.code, pair.article))
                .collect(),
        )
    }

    fn pair(row: u32, code: &str, article: &str) -> (u32, String, String) {
        (row, code.to_owned(), article.to_owned())
    }

    #[test]
    fn columns_are_told_by_their_titles_or_by_what_the_catalogue_knows() {
        for (name, text, expected) in [
            (
                "titles",
                "Наши коды\n\nСвой код;Артикул;Наименование\nболт наш;M8-40;Болт\nнет;NO-1;Нет\n",
                Some(vec![pair(4, "болт наш", "M8-40"), pair(5, "нет", "NO-1")]),
            ),
            (
                "titles in another order, in Ukrainian",
                "Артикул;Свій код\nM8-40;1001\n;1002\n",
                Some(vec![pair(2, "1001", "M8-40"), pair(3, "1002", "")]),
            ),
            (
                "no titles, the articles behind",
                "1001;M8-40\n1002;M8-50\n1003;???\n",
                Some(vec![
                    pair(1, "1001", "M8-40"),
                    pair(2, "1002", "M8-50"),
                    pair(3, "1003", "???"),
                ]),
            ),
            (
                "no titles, the articles before",
                "KM-1\tкомпрессор\nM8-40\tболт\n",
                Some(vec![pair(1, "компрессор", "KM-1"), pair(2, "болт", "M8-40")]),
            ),
            (
                "plain titles",
                "код;название\n1001;M8-40\n1002;KM-1\n",
                Some(vec![pair(2, "1001", "M8-40"), pair(3, "1002", "KM-1")]),
            ),
            (
                "guarded against being formulas, as our own tables are",
                "Свой код;Артикул\n'=1+1;M8-40\n'-2;'@M8\n",
                Some(vec![pair(2, "=1+1", "M8-40"), pair(3, "-2", "@M8")]),
            ),
            ("nothing that the supplier has", "1001;1002\n1003;1004\n", None),
            ("one column", "M8-40\nM8-50\n", None),
        ] {
            assert_eq!(pairs(text), expected, "{name}");
        }
    }
}
