//! A quantity as a person writes it: the one reader for lists, command lines and forms of the app.
//!
//! Invariant: a text that two readers may take for two numbers is never one number; what it may mean is told instead.
//! The window reads keys as they are typed with `ui/src/lib/format/quantity.ts`; both are held to the cases of
//! `tests/cases/quantities.json`. Not here: what 1C and files of the supplier write ([`Quantity::parse`]).

use crate::quantity::Quantity;

/// Decimals that a quantity has.
const DECIMALS: usize = 3;
/// Digits of a group of thousands.
const GROUP: usize = 3;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// This, and nothing else.
    Exact(Quantity),
    /// `1,000` may be a thousand, or one with three decimals; `1 00` may be a hundred, or a slip of the key. What it
    /// may mean, the larger first; never empty.
    Doubtful(Vec<Quantity>),
}

/// Why a text is no quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrittenError {
    /// Other signs than digits, blanks between them, and one comma or point.
    #[error("it is not a number")]
    NotANumber,
    /// Below zero.
    #[error("it is below zero")]
    Negative,
    /// Finer than a thousandth, which would have to be rounded.
    #[error("it has more than three decimals")]
    TooFine,
    /// Beyond 64 bits.
    #[error("it is too large")]
    TooLarge,
}

/// Reads `12`, `1,5`, `1 000`, `1 000,25`; zeros after the third decimal say that a mark is a decimal one (`1,2340`).
///
/// # Errors
/// [`WrittenError`].
pub fn read(text: &str) -> Result<Written, WrittenError> {
    let text = text.trim();
    if let Some(positive) = text.strip_prefix(['-', '\u{2212}']) {
        return Err(match read(positive) {
            Ok(_) => WrittenError::Negative,
            Err(error) => error,
        });
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    let (whole, decimals) = match text.split_once(['.', ',']) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, None),
    };
    let groups: Vec<&str> = whole.split([' ', '\u{a0}', '\u{202f}', '\u{2009}']).collect();
    let part = decimals.unwrap_or_default();
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !groups.iter().all(|group| is_digits(group)) || !is_digits(part) || (whole.is_empty() && part.is_empty()) {
        return Err(WrittenError::NotANumber);
    }
    if part.trim_end_matches('0').len() > DECIMALS {
        return Err(WrittenError::TooFine);
    }
    let digits: String = groups.concat();
    let exact = scaled(&digits, part)?;
    if groups.len() > 1 && !are_thousands(&groups) {
        return Ok(Written::Doubtful(vec![exact]));
    }
    if groups.len() == 1 && part.len() == GROUP && is_head(whole) {
        let thousands = scaled(&format!("{digits}{part}"), "")?;
        return Ok(Written::Doubtful(vec![thousands, exact]));
    }
    Ok(Written::Exact(exact))
}

/// The quantity so that it reads back as itself and nothing else: `1000`, `1.5`, and `1.2340` where `1.234` could be a
/// thousand.
#[must_use]
pub fn plain(quantity: Quantity) -> String {
    let text = quantity.to_decimal();
    match read(&text) {
        Ok(Written::Doubtful(_)) => text + "0",
        Ok(Written::Exact(_)) | Err(_) => text,
    }
}

/// Whether blanks stand where people put them: `12 345 678`.
fn are_thousands(groups: &[&str]) -> bool {
    match groups {
        [head, rest @ ..] => is_head(head) && rest.iter().all(|group| group.len() == GROUP),
        [] => false,
    }
}

/// What may stand before a group of thousands.
fn is_head(digits: &str) -> bool {
    (1..=GROUP).contains(&digits.len()) && !digits.starts_with('0')
}

fn scaled(whole: &str, part: &str) -> Result<Quantity, WrittenError> {
    let part: String = part.chars().chain("000".chars()).take(DECIMALS).collect();
    let milli = format!("0{whole}{part}").parse().map_err(|_| WrittenError::TooLarge)?;
    Ok(Quantity::from_milli(milli))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `[text, thousandths]`, `[text, [thousandths, …]]` for a doubtful one, `[text, null]` for what cannot be read.
    const CASES: &str = include_str!("../../../tests/cases/quantities.json");

    #[test]
    fn a_text_is_read_as_the_window_reads_it() {
        let cases: Vec<(String, serde_json::Value)> = serde_json::from_str(CASES).unwrap();
        assert!(cases.len() > 30);
        for (text, expected) in cases {
            let found = match read(&text) {
                Ok(Written::Exact(quantity)) => serde_json::json!(quantity.milli()),
                Ok(Written::Doubtful(readings)) => readings.into_iter().map(Quantity::milli).collect(),
                Err(_) => serde_json::Value::Null,
            };
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_quantity_names_its_reason() {
        for (text, why) in [
            ("", WrittenError::NotANumber),
            ("-", WrittenError::NotANumber),
            ("-5", WrittenError::Negative),
            ("0,0005", WrittenError::TooFine),
            ("99999999999999999999", WrittenError::TooLarge),
        ] {
            assert_eq!(read(text), Err(why), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_plainly_is_read_back(milli in 0_i64..1_000_000_000_000) {
            let quantity = Quantity::from_milli(milli);
            prop_assert_eq!(read(&plain(quantity)), Ok(Written::Exact(quantity)));
        }

        #[test]
        fn what_is_written_with_four_decimals_is_read_back(milli in 0_i64..1_000_000_000_000, mark in "[.,]") {
            let text = format!("{}{mark}{:03}0", milli / 1000, milli % 1000);
            prop_assert_eq!(read(&text), Ok(Written::Exact(Quantity::from_milli(milli))));
        }

        #[test]
        fn one_number_is_taken_only_where_point_and_comma_as_thousands_agree(text in "[0-9]{1,4}([ ,.][0-9]{1,4}){0,2}") {
            if let Ok(Written::Exact(quantity)) = read(&text) {
                let groups: Vec<&str> = text.split([',', '.', ' ']).collect();
                let might_be_thousands = !text.contains(' ')
                    && groups.len() > 1
                    && is_head(groups[0])
                    && groups[1..].iter().all(|group| group.len() == 3);
                prop_assert!(!might_be_thousands, "{text} was taken for {quantity:?}");
            }
        }
    }
}
