//! What an import did, in counts, and what it could not use, in words: what, where, what to do.

use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// The outcome of one file that was read to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Bare name of the file.
    pub file: String,
    /// Objects read, changed or not.
    pub counts: Counts,
    /// Rows of feeds that changed.
    pub published: u64,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// What could not be used, by kind and text.
    pub notes: Vec<Note>,
}

/// Objects read from a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Группа.
    pub groups: u64,
    /// Свойство.
    pub properties: u64,
    /// Единица as an object.
    pub units: u64,
    /// ТипЦены.
    pub price_types: u64,
    /// Склад as an object.
    pub warehouses: u64,
    /// Товар of a catalogue.
    pub products: u64,
    /// Предложение.
    pub offers: u64,
    /// Prices taken.
    pub prices: u64,
    /// Stock rows taken.
    pub stock_rows: u64,
    /// Документ taken.
    pub documents: u64,
    /// Документ that is not an order of this gateway.
    pub foreign_documents: u64,
}

impl Counts {
    /// Those that are not zero, by name.
    #[must_use]
    pub fn by_name(&self) -> BTreeMap<String, u64> {
        let all = [
            ("groups", self.groups),
            ("properties", self.properties),
            ("units", self.units),
            ("price_types", self.price_types),
            ("warehouses", self.warehouses),
            ("products", self.products),
            ("offers", self.offers),
            ("prices", self.prices),
            ("stock_rows", self.stock_rows),
            ("documents", self.documents),
            ("foreign_documents", self.foreign_documents),
        ];
        let known = all.into_iter().filter(|(_, count)| *count > 0);
        known.map(|(name, count)| (name.to_owned(), count)).collect()
    }
}

/// One kind of trouble with one text, and how often it occurred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// The text that caused it, as written.
    pub written: String,
    /// The first object where it occurred.
    pub first_at: String,
    /// How often.
    pub count: u64,
}

/// Kinds of trouble that do not stop a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// An object without Ид; skipped.
    MissingId,
    /// A price that is no amount, or is negative; skipped.
    UnreadablePrice,
    /// A quantity that is no number; skipped.
    UnreadableQuantity,
    /// A currency that no table knows; the price is kept and not shown.
    UnknownCurrency,
    /// A document that could not be applied to its order; the text is the order's number, the object says why.
    UnusableDocument,
    /// A document that no dealer sees; the text says which, the object why.
    UnplacedDocument,
    /// A document whose number another one has; the text says which, the object is the other.
    RepeatedDocument,
}

impl NoteKind {
    /// The word for it, as in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MissingId => "missing_id",
            Self::UnreadablePrice => "unreadable_price",
            Self::UnreadableQuantity => "unreadable_quantity",
            Self::UnknownCurrency => "unknown_currency",
            Self::UnusableDocument => "unusable_document",
            Self::UnplacedDocument => "unplaced_document",
            Self::RepeatedDocument => "repeated_document",
        }
    }
}

/// Notes are grouped by kind and text; further texts of a kind than this share one entry.
const TEXTS_PER_KIND: usize = 50;

/// Collects notes while a file is read; bounded whatever the file holds.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    by_text: BTreeMap<(NoteKind, String), (String, u64)>,
    per_kind: BTreeMap<NoteKind, usize>,
}

impl Notes {
    /// Counts one occurrence of `written` in the object `at`.
    pub(crate) fn add(&mut self, kind: NoteKind, written: &str, at: &str) {
        let written: String = written.chars().take(60).collect();
        let mut key = (kind, written);
        if !self.by_text.contains_key(&key) {
            let texts = self.per_kind.entry(kind).or_default();
            if *texts >= TEXTS_PER_KIND {
                key.1 = "…".to_owned();
            } else {
                *texts = texts.saturating_add(1);
            }
        }
        let entry = self.by_text.entry(key).or_insert_with(|| (at.to_owned(), 0));
        entry.1 = entry.1.saturating_add(1);
    }

    pub(crate) fn into_list(self) -> Vec<Note> {
        let texts = self.by_text.into_iter();
        texts
            .map(|((kind, written), (first_at, count))| Note {
                kind,
                written,
                first_at,
                count,
            })
            .collect()
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            written,
            first_at,
            count,
        } = self;
        match kind {
            NoteKind::MissingId => {
                write!(
                    f,
                    "{count} × an object without Ид («{written}»): skipped; correct it in 1C and export again"
                )
            }
            NoteKind::UnreadablePrice => write!(
                f,
                "{count} × the price «{written}» is not an amount (first in the offer {first_at}): skipped; correct it in 1C and export again"
            ),
            NoteKind::UnreadableQuantity => write!(
                f,
                "{count} × the quantity «{written}» is not a number (first in the offer {first_at}): skipped; correct it in 1C and export again"
            ),
            NoteKind::UnknownCurrency => write!(
                f,
                "{count} × the currency «{written}» is not known (first in the offer {first_at}): the price is kept but not shown to dealers; \
                 add  \"{written}\" = \"RUB\"  (the right ISO code) to [currencies] of gateway.toml and restart `serve`"
            ),
            NoteKind::UnusableDocument => write!(
                f,
                "the order {written} came back and was not applied: {first_at}; the order stays as it was: correct it in 1C and exchange again"
            ),
            NoteKind::UnplacedDocument => write!(f, "«{written}» came and no dealer sees it: {first_at}"),
            NoteKind::RepeatedDocument => write!(
                f,
                "«{written}» was not taken: one of its kind, number and date is there as {first_at} with other content; correct one of them"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_grouped_and_bounded() {
        let mut notes = Notes::default();
        notes.add(NoteKind::UnreadablePrice, "abc", "o1");
        notes.add(NoteKind::UnreadablePrice, "abc", "o2");
        for n in 0..10_000 {
            notes.add(NoteKind::UnreadableQuantity, &format!("q{n}"), "o3");
        }
        let list = notes.into_list();
        assert_eq!(list.len(), 1 + TEXTS_PER_KIND + 1);
        assert_eq!(list[0].count, 2);
        assert_eq!(list[0].first_at, "o1");
        assert_eq!(list.iter().map(|n| n.count).sum::<u64>(), 10_002);
    }
}
