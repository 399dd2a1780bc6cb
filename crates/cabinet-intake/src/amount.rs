//! A quantity as written: a number and perhaps a unit.

use cabinet_domain::quantity::Quantity;
use cabinet_domain::unit_word;
use cabinet_domain::written::{Written, WrittenError, read};

use crate::Unreadable;

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

/// The number and the known unit after it, which begins with the first letter: «м2» and «box of 12» end in a digit.
fn split_unit(text: &str) -> (&str, Option<&str>) {
    let start = text.find(char::is_alphabetic).unwrap_or(text.len());
    match text.split_at_checked(start) {
        Some((number, unit)) if unit_word::read(unit).is_some() => (number.trim_end(), Some(unit.trim())),
        _ => (text, None),
    }
}

/// Whether a word is a unit that people write.
pub(crate) fn is_unit(word: &str) -> bool {
    unit_word::is_known(word)
}

/// The row before an amount that names what its packs hold, and that amount: `ABC-1 2 box of 12`, `ABC-1 2 кор по 12 шт`.
pub(crate) fn packed_at_end(row: &str) -> Option<(&str, &str)> {
    const BETWEEN: [&str; 2] = ["по", "of"];
    let words: Vec<&str> = row.split(' ').filter(|word| !word.is_empty()).collect();
    [4, 5].into_iter().find_map(|length| {
        let phrase = words.get(words.len().checked_sub(length)?..)?;
        let [number, unit, of, rest @ ..] = phrase else {
            return None;
        };
        let is_phrase = BETWEEN.contains(&of.to_lowercase().as_str())
            && number.starts_with(|letter: char| letter.is_ascii_digit())
            && unit_word::read(&format!("{unit} {of} {}", rest.join(" "))).is_some();
        if !is_phrase {
            return None;
        }
        row.split_at_checked(place_of(row, phrase)?)
    })
}

/// Where the last words of a row begin.
fn place_of(row: &str, phrase: &[&str]) -> Option<usize> {
    let mut end = row.trim_end().len();
    for word in phrase.iter().rev() {
        let before = row.get(..end)?.trim_end_matches(' ');
        end = before.len().checked_sub(word.len())?;
    }
    Some(end)
}
