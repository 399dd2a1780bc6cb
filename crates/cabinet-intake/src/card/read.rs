//! The rows of books: balances, totals, and postings put together to documents.

use super::head::{self, Frame, Head, small};
use super::period::{self, Titles};
use super::sum::{Sum, day, sum};
use super::{Books, Card, CardEntry, CardError, CardFault, CardFaultWhy, Named, Words, names};
use crate::file::sheet::{Row, Sheet, Value};
use std::collections::HashMap;

/// What a row is.
enum Kind {
    Opening,
    Closing,
    Total,
    /// «Обороты за период и сальдо на конец».
    TotalAndClosing,
    Entry,
}

/// Reads a sheet; `None` where no row has titles of debits and credits.
pub(super) fn sheet(sheet: &Sheet) -> Result<Option<Card>, CardError> {
    let Some(first) = sheet.rows.iter().position(head::is_head) else {
        return Ok(None);
    };
    let titles = period::titles(&title_text(sheet.rows.get(..=first).unwrap_or_default()));
    let mut reading = Reading::default();
    let frame = Frame::of(sheet);
    let mut columns: Option<Head> = None;
    let hidden_rows = hidden_rows(&frame, sheet.rows.get(first..).unwrap_or_default());
    let rows: Vec<&Row> = sheet.rows.iter().skip(first).filter(|row| !row.is_hidden).collect();
    for (at, row) in rows.iter().enumerate() {
        if head::is_head(row) {
            columns = Some(head::of(&frame, row));
        } else if let Some(columns) = &columns {
            reading.take(row, columns, rows.get(at.saturating_add(1)..).unwrap_or_default())?;
        }
    }
    Ok(Some(Card {
        hidden_rows,
        ..reading.finish(sheet, titles)
    }))
}

fn title_text(rows: &[Row]) -> String {
    rows.iter().map(|row| small(&row.raw())).collect::<Vec<_>>().join(" ")
}

#[derive(Default)]
struct Reading {
    opening_minor: Option<i64>,
    closing_minor: Option<i64>,
    entries: Vec<CardEntry>,
    /// Where the postings of a document are put together: day, numbers and words.
    known: HashMap<(String, String), usize>,
    faults: Vec<CardFault>,
    of_buyer: u32,
    of_seller: u32,
}

impl Reading {
    fn take(&mut self, row: &Row, head: &Head, below: &[&Row]) -> Result<(), CardError> {
        let texts = row_texts(row, head);
        let text = texts.join(" ");
        let has_day = head.date.and_then(|column| row.at(column)).and_then(day).is_some();
        let is_document = has_day && !names::named(&text).is_empty();
        let kind = if is_document { Kind::Entry } else { kind(&texts) };
        match kind {
            Kind::Opening => {
                let first = self.opening_minor.is_none();
                if let Some(minor) = self.balance(row, head)?.filter(|_| first) {
                    self.opening_minor = Some(minor);
                }
            }
            Kind::Closing => {
                if let Some(minor) = self.balance(row, head)? {
                    self.closing_minor = Some(minor);
                }
            }
            Kind::TotalAndClosing => {
                if let Some(minor) = running(row, head) {
                    self.closing_minor = Some(minor);
                }
            }
            Kind::Total => self.total(row, head)?,
            Kind::Entry if holds_those_below(row, head, &text, below) => {}
            Kind::Entry => self.entry(row, head, text)?,
        }
        Ok(())
    }

    /// A row of balances: in the columns of debits and credits, else in that of the running balance.
    fn balance(&mut self, row: &Row, head: &Head) -> Result<Option<i64>, CardError> {
        let debit = self.added(row, &head.debit)?;
        let credit = self.added(row, &head.credit)?;
        if debit.is_none() && credit.is_none() {
            return Ok(running(row, head));
        }
        less(debit.unwrap_or(0), credit.unwrap_or(0)).map(Some)
    }

    /// «Итого» of a table whose balances have columns of their own.
    fn total(&mut self, row: &Row, head: &Head) -> Result<(), CardError> {
        let of = |columns: &Option<(Vec<u32>, Vec<u32>)>| -> Result<Option<i64>, CardError> {
            let Some((debit, credit)) = columns else {
                return Ok(None);
            };
            let read = |columns: &[u32]| {
                columns
                    .iter()
                    .filter_map(|column| row.at(*column).and_then(sum))
                    .try_fold(0_i64, |all, one| match one {
                        Sum::Minor(minor) => all.checked_add(minor),
                        Sum::Unreadable => None,
                    })
            };
            let both = read(debit).zip(read(credit));
            both.map(|(debit, credit)| less(debit, credit)).transpose()
        };
        // The last one is of the whole table.
        if let Some(minor) = of(&head.opening)? {
            self.opening_minor = Some(minor);
        }
        if let Some(minor) = of(&head.closing)? {
            self.closing_minor = Some(minor);
        }
        Ok(())
    }

    fn entry(&mut self, row: &Row, head: &Head, text: String) -> Result<(), CardError> {
        let before = self.faults.len();
        let debit = self.added(row, &head.debit)?.unwrap_or(0);
        let credit = self.added(row, &head.credit)?.unwrap_or(0);
        let is_broken = self.faults.len() > before;
        if is_broken || (debit == 0 && credit == 0) {
            return Ok(());
        }
        let mut found = names::named(&text);
        if let Some(number) = head.number.and_then(|column| row.at(column)) {
            let number = number.text().trim().to_owned();
            if !number.is_empty() && found.iter().all(|one| one.number != number) {
                found.push(Named {
                    number,
                    date: String::new(),
                });
            }
        }
        let own_day = head.date.and_then(|column| row.at(column)).and_then(day);
        let of_name = || {
            found
                .iter()
                .rev()
                .map(|one| &one.date)
                .find(|date| !date.is_empty())
                .cloned()
        };
        let Some(date) = own_day.or_else(of_name) else {
            // In a table by documents the rows of counterparties and contracts hold the sums of those below them.
            if head.opening.is_none() {
                self.fault(row, CardFaultWhy::Day);
            }
            return Ok(());
        };
        match names::words(&text) {
            Words::OfBuyer => self.of_buyer = self.of_buyer.saturating_add(1),
            Words::OfSeller => self.of_seller = self.of_seller.saturating_add(1),
            Words::Other => {}
        }
        let entry = CardEntry {
            row: row.number,
            date,
            names: found,
            text,
            debit_minor: debit,
            credit_minor: credit,
        };
        if head.opening.is_some() {
            // What was paid for a document stands in its row: these are two.
            for (debit_minor, credit_minor) in [(debit, 0), (0, credit)] {
                if debit_minor != 0 || credit_minor != 0 {
                    self.entries.push(CardEntry {
                        debit_minor,
                        credit_minor,
                        ..entry.clone()
                    });
                }
            }
            return Ok(());
        }
        self.put(entry)
    }

    /// Puts a posting to its document.
    fn put(&mut self, entry: CardEntry) -> Result<(), CardError> {
        if entry.names.is_empty() {
            self.entries.push(entry);
            return Ok(());
        }
        let names: Vec<&str> = entry.names.iter().map(|one| one.number.as_str()).collect();
        // The words up to the number tell a payment from a shipment with the same one.
        let what: String = small(&entry.text).split_whitespace().take(2).collect();
        let key = (entry.date.clone(), format!("{what} {}", names.join(" ")));
        let known = self.known.get(&key).and_then(|at| self.entries.get_mut(*at));
        if let Some(known) = known {
            let plus = |a: i64, b: i64| a.checked_add(b).ok_or(CardError::OutOfRange);
            known.debit_minor = plus(known.debit_minor, entry.debit_minor)?;
            known.credit_minor = plus(known.credit_minor, entry.credit_minor)?;
        } else {
            self.known.insert(key, self.entries.len());
            self.entries.push(entry);
        }
        Ok(())
    }

    /// The sums of columns; `None` where none is filled. What is no sum is a fault.
    fn added(&mut self, row: &Row, columns: &[u32]) -> Result<Option<i64>, CardError> {
        let mut all: Option<i64> = None;
        for value in columns.iter().filter_map(|column| row.at(*column)) {
            match sum(value) {
                Some(Sum::Minor(minor)) => {
                    all = Some(all.unwrap_or(0).checked_add(minor).ok_or(CardError::OutOfRange)?);
                }
                Some(Sum::Unreadable) => {
                    self.fault(row, CardFaultWhy::Sum);
                    return Ok(None);
                }
                None => {}
            }
        }
        Ok(all)
    }

    fn fault(&mut self, row: &Row, why: CardFaultWhy) {
        if self.faults.last().is_none_or(|last| last.row != row.number) {
            self.faults.push(CardFault {
                row: row.number,
                raw: row.raw(),
                why,
            });
        }
    }

    fn finish(mut self, sheet: &Sheet, titles: Titles) -> Card {
        // Postings that take each other back change nothing.
        self.entries.retain(|entry| entry.debit_minor != entry.credit_minor);
        let books = match titles.books {
            Books::Unsaid if self.of_buyer > self.of_seller => Books::OfBuyer,
            Books::Unsaid if self.of_seller > self.of_buyer => Books::OfSeller,
            told => told,
        };
        Card {
            sheet: sheet.name.clone(),
            books,
            currency: titles.currency,
            period: titles.period,
            opening_minor: self.opening_minor,
            closing_minor: self.closing_minor,
            entries: self.entries,
            faults: self.faults,
            hidden_rows: 0,
            other_sheets: Vec::new(),
        }
    }
}

/// How many hidden rows have a debit or a credit.
fn hidden_rows(frame: &Frame<'_>, rows: &[Row]) -> u32 {
    let mut columns: Option<Head> = None;
    let mut count = 0_u32;
    for row in rows {
        if head::is_head(row) {
            columns = Some(head::of(frame, row));
            continue;
        }
        let Some(columns) = columns.as_ref().filter(|_| row.is_hidden) else {
            continue;
        };
        let mut sums = columns.debit.iter().chain(&columns.credit);
        let has_sum = sums.any(|column| match row.at(*column).and_then(sum) {
            Some(Sum::Minor(minor)) => minor != 0,
            Some(Sum::Unreadable) => true,
            None => false,
        });
        if has_sum {
            count = count.saturating_add(1);
        }
    }
    count
}

fn less(debit: i64, credit: i64) -> Result<i64, CardError> {
    debit.checked_sub(credit).ok_or(CardError::OutOfRange)
}

/// What a row says of itself: its documents, and texts in front of its sums where those say nothing.
fn row_texts<'a>(row: &'a Row, head: &Head) -> Vec<&'a str> {
    let of_columns = head.documents.iter().filter_map(|column| row.at(*column));
    let texts: Vec<&str> = of_columns.filter_map(words_of).collect();
    if !texts.is_empty() {
        return texts;
    }
    let first_sum = head.debit.iter().chain(&head.credit).min().copied().unwrap_or(u32::MAX);
    let before = row.cells.iter().filter(|cell| cell.column < first_sum);
    before.filter_map(|cell| words_of(&cell.value)).collect()
}

/// Whether a row of a table by documents is a contract that is called like a document, «17/26 от 01.01.2026»: it has a number and a day
/// alone, and the sums of the rows below it.
fn holds_those_below(row: &Row, head: &Head, text: &str, below: &[&Row]) -> bool {
    if head.opening.is_none() || !names::is_bare(text) {
        return false;
    }
    let of = |row: &Row, columns: &[u32]| -> i128 {
        let minors = columns.iter().filter_map(|column| match row.at(*column).and_then(sum) {
            Some(Sum::Minor(minor)) => Some(i128::from(minor)),
            Some(Sum::Unreadable) | None => None,
        });
        minors.sum()
    };
    let both = |row: &Row| (of(row, &head.debit), of(row, &head.credit));
    let wanted = both(row);
    let mut added = (0, 0);
    for row in below {
        let texts = row_texts(row, head);
        if names::is_bare(&texts.join(" ")) || !matches!(kind(&texts), Kind::Entry) {
            break;
        }
        let (debit, credit) = both(row);
        added = (added.0 + debit, added.1 + credit);
        if added == wanted {
            return true;
        }
    }
    false
}

fn words_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Number { .. } | Value::Date(_) | Value::Error(_) | Value::Flag(_) => None,
    }
}

/// Words that rows of balances and totals begin with; within the text of an entry they say nothing.
const BEGIN: [&str; 20] = [
    "сальдо",
    "оборот",
    "итого",
    "всего",
    "разом",
    "усього",
    "всього",
    "total",
    "turnover",
    "balance",
    "opening",
    "closing",
    "начальн",
    "конечн",
    "початков",
    "кінцев",
    "вход",
    "исход",
    "остаток",
    "залишок",
];

fn kind(texts: &[&str]) -> Kind {
    let begins = |text: &String| {
        BEGIN
            .iter()
            .chain(&["вхід", "вихід"])
            .any(|word| text.starts_with(word))
    };
    let Some(text) = texts.iter().map(|text| small(text)).find(begins) else {
        return Kind::Entry;
    };
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let is_balance = has(&["сальдо", "залишок на", "остаток на", "balance"]);
    if has(&["оборот", "turnover"]) {
        return if is_balance { Kind::TotalAndClosing } else { Kind::Total };
    }
    if is_balance && has(&["нач", "поч", "вход", "вхід", "opening"]) {
        return Kind::Opening;
    }
    if is_balance && has(&["кон", "кін", "исход", "вихід", "closing"]) {
        return Kind::Closing;
    }
    let is_total = ["итого", "всего", "разом", "усього", "всього", "total"]
        .iter()
        .any(|word| text.starts_with(word));
    if is_total { Kind::Total } else { Kind::Entry }
}

/// The running balance of a row: «Д» or «К» and a sum.
fn running(row: &Row, head: &Head) -> Option<i64> {
    let columns = head.running.clone()?;
    let values: Vec<&Value> = columns.filter_map(|column| row.at(column)).collect();
    let minor = values.iter().find_map(|value| match sum(value) {
        Some(Sum::Minor(minor)) => Some(minor),
        Some(Sum::Unreadable) | None => None,
    })?;
    let is = |words: &[&str]| values.iter().any(|value| words.contains(&small(value.text()).as_str()));
    if is(&["д", "дт", "d", "дебет"]) {
        Some(minor)
    } else if is(&["к", "кт", "k", "c", "кредит"]) {
        minor.checked_neg()
    } else {
        (minor == 0).then_some(0)
    }
}
