//! Which column of a table is what: titles in one row or two, merged or not, in Russian, Ukrainian and English.

use crate::file::sheet::{Row, Sheet};
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// Columns of a table, from 0.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    pub(super) date: Option<u32>,
    pub(super) number: Option<u32>,
    pub(super) documents: Vec<u32>,
    /// Columns of the sums of entries.
    pub(super) debit: Vec<u32>,
    pub(super) credit: Vec<u32>,
    /// Balances, where they have columns of their own.
    pub(super) opening: Option<(Vec<u32>, Vec<u32>)>,
    pub(super) closing: Option<(Vec<u32>, Vec<u32>)>,
    /// The running balance: a letter and a sum.
    pub(super) running: Option<RangeInclusive<u32>>,
    /// The last column that is looked at: those of the other side begin behind it.
    pub(super) last: u32,
}

/// What a pair of debit and credit is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Entries,
    Opening,
    Closing,
}

/// A title with the columns under it.
struct Titled {
    text: String,
    columns: RangeInclusive<u32>,
}

/// A sheet, with what is looked up in it for every head: a head may stand on each of many pages.
pub(super) struct Frame<'a> {
    sheet: &'a Sheet,
    /// The last column of merged cells, by their first row and column.
    merged: HashMap<(u32, u32), u32>,
    /// The last column that has anything: merged cells may claim to reach further.
    widest: u32,
}

impl<'a> Frame<'a> {
    pub(super) fn of(sheet: &'a Sheet) -> Self {
        let wide = sheet.merged.iter().filter(|one| one.right > one.left);
        let last = |row: &Row| row.cells.last().map(|cell| cell.column);
        Self {
            sheet,
            merged: wide.map(|one| ((one.top, one.left), one.right)).collect(),
            widest: sheet.rows.iter().filter_map(last).max().unwrap_or_default(),
        }
    }
}

/// Whether a row is the one with the titles of debits and credits.
pub(super) fn is_head(row: &Row) -> bool {
    let texts: Vec<String> = row.cells.iter().map(|cell| small(cell.value.text())).collect();
    texts.iter().any(|text| is_debit(text)) && texts.iter().any(|text| is_credit(text))
}

/// The columns by the titles around a row.
pub(super) fn of(frame: &Frame<'_>, at: &Row) -> Head {
    let sheet = frame.sheet;
    let titles = titled(frame, at);
    let below = sheet.row(at.number.saturating_add(1)).filter(|row| !has_day(row));
    let above: Vec<Vec<Titled>> = (1..=2)
        .filter_map(|up| sheet.row(at.number.checked_sub(up)?))
        .map(|row| titled(frame, row))
        .collect();
    let over = |column: u32| {
        above
            .iter()
            .find_map(|row| row.iter().find(|title| title.columns.contains(&column)))
            .map(|title| title.text.clone())
            .unwrap_or_default()
    };
    let accounts = |columns: &RangeInclusive<u32>| -> Vec<u32> {
        let is_account = |column: &u32| {
            let under = below.and_then(|row| row.at(*column)).map(|value| small(value.text()));
            under.is_some_and(|text| text.starts_with("счет") || text.starts_with("счёт") || text.starts_with("рахун"))
        };
        columns.clone().filter(|column| !is_account(column)).collect()
    };
    let mut head = Head {
        last: u32::MAX,
        ..Head::default()
    };
    let mut pending: Option<(Of, Vec<u32>)> = None;
    for title in &titles {
        let start = *title.columns.start();
        if is_debit(&title.text) {
            if head.debit.is_empty() || of_group(&over(start)) != Of::Entries {
                pending = Some((of_group(&over(start)), accounts(&title.columns)));
            } else {
                // The other side's columns: «По данным …».
                head.last = start.saturating_sub(1);
                break;
            }
        } else if is_credit(&title.text) {
            let credit = accounts(&title.columns);
            match pending.take() {
                Some((Of::Entries, debit)) => (head.debit, head.credit) = (debit, credit),
                Some((Of::Opening, debit)) => head.opening = Some((debit, credit)),
                Some((Of::Closing, debit)) => head.closing = Some((debit, credit)),
                None => {}
            }
        } else if head.date.is_some() && !head.credit.is_empty() && is_date(&title.text) {
            // The day of the other side.
            head.last = start.saturating_sub(1);
            break;
        } else {
            other(&mut head, title);
        }
    }
    // Titles that stand above those of the sums, merged with nothing below.
    for title in above.iter().flatten() {
        let is_over = titles
            .iter()
            .any(|own| title.columns.contains(own.columns.start()) && !own.text.is_empty());
        if *title.columns.start() <= head.last && (!is_over || title.text.contains("сальдо")) {
            other(&mut head, title);
        }
    }
    // Where documents have no title, the first column has them.
    if head.documents.is_empty() && head.date.is_none() {
        head.documents.push(0);
    }
    head
}

fn other(head: &mut Head, title: &Titled) {
    let start = *title.columns.start();
    let text = title.text.as_str();
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    if is_date(text) && head.date.is_none() {
        head.date = Some(start);
    } else if text.contains("п/п") || text.contains("з/п") {
        // The number of the row.
    } else if begins(&["номер", "№", "number", "вх. номер", "вх.номер"]) && head.number.is_none() {
        head.number = Some(start);
    } else if begins(&[
        "документ",
        "операц",
        "содержание",
        "зміст",
        "наименование",
        "document",
        "контрагент",
        "субконто",
        "счет",
        "рахунок",
    ]) {
        if !head.documents.contains(&start) {
            head.documents.push(start);
        }
    } else if (text.contains("текущее") || text.contains("поточне") || text == "сальдо" || text == "balance")
        && head.running.is_none()
    {
        head.running = Some(title.columns.clone());
    }
}

fn of_group(over: &str) -> Of {
    let is_balance = over.contains("сальдо") || over.contains("залишок") || over.contains("остаток");
    let has = |words: &[&str]| words.iter().any(|word| over.contains(word));
    if is_balance && has(&["нач", "поч", "вход", "вхід"]) {
        Of::Opening
    } else if is_balance && has(&["кон", "кін", "исход", "вихід"]) {
        Of::Closing
    } else {
        Of::Entries
    }
}

/// The titles of a row, each with the columns up to the next one or to the end of its merged cells.
fn titled(frame: &Frame<'_>, row: &Row) -> Vec<Titled> {
    let mut titles = Vec::new();
    for (at, cell) in row.cells.iter().enumerate() {
        let next = row.cells.get(at.saturating_add(1)).map(|next| next.column);
        let merged = frame.merged.get(&(row.number, cell.column));
        // A title reaches to the next one, but the last only over its own merged cells, or one column more: the sum behind an account.
        let end = match (merged, next) {
            (Some(right), _) => *right,
            (None, Some(next)) => next.saturating_sub(1),
            (None, None) => cell.column.saturating_add(1),
        };
        titles.push(Titled {
            text: small(cell.value.text()),
            columns: cell.column..=end.min(frame.widest).max(cell.column),
        });
    }
    titles
}

fn has_day(row: &Row) -> bool {
    row.cells.iter().any(|cell| super::sum::day(&cell.value).is_some())
}

fn is_date(text: &str) -> bool {
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    begins(&["дата", "период", "період", "date"]) && !text.contains("сальдо")
}

fn is_debit(text: &str) -> bool {
    text.starts_with("дебет") || matches!(text, "дт" | "debit" | "dt" | "приход (дебет)")
}

fn is_credit(text: &str) -> bool {
    text.starts_with("кредит") || matches!(text, "кт" | "credit" | "kt" | "расход (кредит)")
}

pub(super) fn small(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
