//! A dealer's own books of his supplier: «Карточка счета», «Акт сверки», «Оборотно-сальдовая ведомость» as 1C exports them, or any
//! table with days, documents, debits and credits.
//!
//! In: bytes of a workbook, a page or a text. Out: entries with the numbers and days of their documents, balances, and each row with
//! a sum that could not be read. Invariants: sums are exact to the kopeck; no row with a sum is left out in silence; postings of one
//! document are one entry. Not here: with what the entries are compared.

mod head;
mod names;
mod period;
mod read;
mod sum;

use crate::file::failure::FileError;
use crate::file::read_file;

/// Whose account it is: what a debit means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Books {
    /// The buyer's account of his supplier (60, 631): a credit is what he owes more.
    OfBuyer,
    /// The account of a buyer (62, 361): a debit is what he owes more.
    OfSeller,
    /// The table does not say.
    Unsaid,
}

/// A number of a document with its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As written.
    pub number: String,
    /// ISO; empty when not said.
    pub date: String,
}

/// A document as the books have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardEntry {
    /// The first of its rows, from 1.
    pub row: u32,
    /// Its day, ISO.
    pub date: String,
    /// Its numbers, the supplier's own first; may be none.
    pub names: Vec<Named>,
    /// What the row says of it.
    pub text: String,
    /// Its debits, in minor units.
    pub debit_minor: i64,
    /// Its credits.
    pub credit_minor: i64,
}

/// A row with a sum that is in no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardFault {
    /// The row, from 1.
    pub row: u32,
    /// The whole row.
    pub raw: String,
    /// What is wrong with it.
    pub why: CardFaultWhy,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardFaultWhy {
    /// What stands in the place of a sum is none to the kopeck.
    Sum,
    /// It has a sum and no day.
    Day,
}

/// The books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Name of the sheet; may be empty.
    pub sheet: String,
    /// Whose account it is.
    pub books: Books,
    /// The currency that the titles name, ISO 4217.
    pub currency: Option<&'static str>,
    /// First and last day of the period that the titles name, ISO.
    pub period: Option<(String, String)>,
    /// Debit less credit before the first entry; `None` when not said.
    pub opening_minor: Option<i64>,
    /// Debit less credit after the last one; `None` when not said.
    pub closing_minor: Option<i64>,
    /// Documents in the order of the rows.
    pub entries: Vec<CardEntry>,
    /// Rows that are in no entry.
    pub faults: Vec<CardFault>,
    /// Rows with sums that the sheet hides: they are in no entry.
    pub hidden_rows: u32,
    /// Other sheets of the file, hidden ones too, that are books as well and were not read; a sheet without a name is empty.
    pub other_sheets: Vec<String>,
}

/// Why books could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    /// The file.
    #[error(transparent)]
    File(#[from] FileError),
    /// No sheet has columns of debits and credits.
    #[error("no table with debits and credits is in the file")]
    NoTable,
    /// The table has sums of turnovers only.
    #[error("the table names no documents: export it with them")]
    NoDocuments,
    /// Sums beyond 64 bits.
    #[error("a sum is too large")]
    OutOfRange,
}

/// What the words of an entry say of whose books they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    OfBuyer,
    OfSeller,
    Other,
}

impl Card {
    fn has_rows(&self) -> bool {
        !self.entries.is_empty() || !self.faults.is_empty()
    }
}

/// Reads books out of a file: of its sheets that with the most entries.
///
/// # Errors
/// [`CardError`].
pub fn read_card(bytes: &[u8]) -> Result<Card, CardError> {
    let book = read_file(bytes)?;
    let mut best: Option<Card> = None;
    let mut has_table = false;
    let mut others = Vec::new();
    for sheet in &book.sheets {
        if sheet.is_hidden {
            // It is not what is shown to be compared; that it is there is told. One that cannot be added up is books all the same.
            if read::sheet(sheet).map_or(true, |card| card.is_some_and(|card| card.has_rows())) {
                others.push(sheet.name.clone());
            }
            continue;
        }
        let Some(card) = read::sheet(sheet)? else { continue };
        has_table = true;
        let size = |card: &Card| (card.entries.len(), card.faults.len());
        let passed_over = if best.as_ref().is_none_or(|best| size(best) < size(&card)) {
            best.replace(card)
        } else {
            Some(card)
        };
        others.extend(passed_over.filter(Card::has_rows).map(|card| card.sheet));
    }
    match best {
        None if has_table => Err(CardError::NoDocuments),
        None => Err(CardError::NoTable),
        Some(mut card) => {
            card.other_sheets = others;
            let is_still = card.opening_minor.is_some() && card.opening_minor == card.closing_minor;
            if card.entries.is_empty() && card.faults.is_empty() && !is_still {
                return Err(CardError::NoDocuments);
            }
            Ok(card)
        }
    }
}
