//! A quantity as written: a number and perhaps a unit.

use cabinet_domain::quantity::Quantity;
use cabinet_domain::written::{Written, WrittenError, read};

use crate::Unreadable;

/// The units that may follow a number, lower case, without a final dot.
const UNITS: [&str; 37] = [
    "шт",
    "штук",
    "штука",
    "штуки",
    "штуку",
    "ед",
    "од",
    "уп",
    "упак",
    "упаковка",
    "упаковки",
    "упаковок",
    "пач",
    "пачка",
    "кор",
    "короб",
    "ящ",
    "кг",
    "г",
    "гр",
    "т",
    "м",
    "м2",
    "м3",
    "пог.м",
    "л",
    "пар",
    "пара",
    "пары",
    "компл",
    "набор",
    "набір",
    "рул",
    "pcs",
    "pc",
    "kg",
    "m",
];

/// A number and its unit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub quantity: Written,
    pub unit: Option<String>,
}

impl Amount {
    /// Reads `5`, `1 000,5`, `5 шт`, `5шт.`.
    pub(crate) fn read(text: &str) -> Result<Self, Unreadable> {
        let (number, unit) = split_unit(text.trim());
        let quantity = read(number).map_err(|error| match error {
            WrittenError::NotANumber => Unreadable::NotANumber,
            WrittenError::Negative => Unreadable::NotPositive,
            WrittenError::TooFine => Unreadable::TooFine,
            WrittenError::TooLarge => Unreadable::TooLarge,
        })?;
        if quantity == Written::Exact(Quantity::ZERO) {
            return Err(Unreadable::NotPositive);
        }
        Ok(Self {
            quantity,
            unit: unit.map(str::to_owned),
        })
    }
}

/// The number and the known unit after it.
fn split_unit(text: &str) -> (&str, Option<&str>) {
    let end = text
        .rfind(|letter: char| letter.is_ascii_digit())
        .map_or(0, |at| at + 1);
    // «м2» and «м3» end in a digit: look for them whole first.
    let by_blank = text.rsplit_once([' ', '\u{a0}']).filter(|(_, unit)| is_unit(unit));
    if let Some((number, unit)) = by_blank {
        return (number.trim_end(), Some(unit));
    }
    match text.split_at_checked(end) {
        Some((number, unit)) if is_unit(unit.trim()) => (number, Some(unit.trim())),
        _ => (text, None),
    }
}

/// Whether a word is a unit that people write.
pub(crate) fn is_unit(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    UNITS.contains(&word.as_str())
}
