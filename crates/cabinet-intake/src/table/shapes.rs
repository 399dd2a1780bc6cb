//! What the cells of a column look like, without knowing what the column is for.

use crate::Unreadable;
use crate::amount::{Amount, is_unit};
use crate::file::sheet::Value;
use cabinet_domain::written::{self, WrittenError};

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A whole number.
    Count,
    /// A number with two decimals, as prices have.
    Cents,
    /// Another number with decimals.
    Decimal,
    /// A number with a sign of money.
    Money,
    /// A number with a unit.
    Measured,
    /// A unit alone.
    Unit,
    /// Digits of a barcode whose check digit is right.
    Barcode,
    /// Letters and digits, few words; or digits that nobody counts with.
    Code,
    /// Words.
    Words,
    /// A date, a time, a telephone number, a share.
    NoGoods,
    /// Signs.
    Signs,
}

impl Shape {
    /// Whether it could be ordered.
    pub(crate) fn is_amount(self) -> bool {
        matches!(self, Self::Count | Self::Cents | Self::Decimal | Self::Measured)
    }
}

/// What a cell looks like.
pub(crate) fn of(value: &Value) -> Shape {
    match value {
        Value::Text(text) => of_text(text),
        Value::Date(_) => Shape::NoGoods,
        Value::Error(_) | Value::Flag(_) => Shape::Signs,
        Value::Number { exact, look } => {
            let suffix = look.as_ref().map_or("", |look| look.suffix.as_str());
            if suffix == "%" {
                return Shape::NoGoods;
            }
            if is_money_sign(suffix) {
                return Shape::Money;
            }
            if !suffix.is_empty() && is_unit(suffix) {
                return Shape::Measured;
            }
            let shown = value.text();
            match shown.split_once('.').or_else(|| exact.split_once('.')) {
                None => of_text(shown),
                Some((_, part)) if part.len() == 2 => Shape::Cents,
                Some(_) => Shape::Decimal,
            }
        }
    }
}

/// What a text looks like.
pub(crate) fn of_text(text: &str) -> Shape {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return of_digits(text);
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Shape::Signs;
    }
    if is_unit(text) {
        return Shape::Unit;
    }
    let has_digit = text.contains(|letter: char| letter.is_ascii_digit());
    if has_digit && (is_date(text) || is_phone(text) || text.ends_with('%')) {
        return Shape::NoGoods;
    }
    if has_digit {
        let without = without_money(text);
        if without.len() < text.len() && written::read(without).is_ok() {
            return Shape::Money;
        }
        match written::read(text) {
            Ok(_) | Err(WrittenError::Negative | WrittenError::TooFine) => {
                return match text.rsplit_once(['.', ',']) {
                    Some((_, part)) if part.len() == 2 => Shape::Cents,
                    Some(_) => Shape::Decimal,
                    None => Shape::Count,
                };
            }
            Err(WrittenError::TooLarge) => return Shape::Code,
            Err(WrittenError::NotANumber) => {}
        }
        match Amount::read(text) {
            Ok(_) | Err(Unreadable::NotPositive | Unreadable::TooFine) => return Shape::Measured,
            Err(_) => {}
        }
    }
    let words = text.split_whitespace().count();
    if has_digit && words <= 3 && text.chars().count() <= 32 {
        return Shape::Code;
    }
    Shape::Words
}

fn of_digits(digits: &str) -> Shape {
    if matches!(digits.len(), 12..=14) && is_checked(digits) {
        return Shape::Barcode;
    }
    let is_padded = digits.len() > 1 && digits.starts_with('0');
    if is_padded || digits.len() >= 8 {
        Shape::Code
    } else {
        Shape::Count
    }
}

/// Whether the last digit of a barcode (EAN-8, UPC-A, EAN-13, ITF-14) fits the others.
pub(crate) fn is_checked(digits: &str) -> bool {
    let mut sum = 0_u32;
    for (at, digit) in digits.bytes().rev().enumerate() {
        let Some(digit) = digit.checked_sub(b'0').filter(|digit| *digit <= 9) else {
            return false;
        };
        let weight = if at % 2 == 1 { 3 } else { 1 };
        sum = sum.saturating_add(u32::from(digit).saturating_mul(weight));
    }
    matches!(digits.len(), 8 | 12 | 13 | 14) && sum.is_multiple_of(10) && sum > 0
}

fn is_money_sign(text: &str) -> bool {
    let plain = text.trim().trim_end_matches('.').to_lowercase();
    matches!(
        plain.as_str(),
        "₽" | "руб"
            | "р"
            | "rub"
            | "грн"
            | "₴"
            | "uah"
            | "$"
            | "usd"
            | "€"
            | "eur"
            | "коп"
            | "byn"
            | "kzt"
            | "тг"
            | "₸"
    )
}

/// A price without its sign of money.
pub(crate) fn without_money(text: &str) -> &str {
    let text = text.trim();
    let end = text
        .rfind(|letter: char| letter.is_ascii_digit())
        .map_or(0, |at| at.saturating_add(1));
    let (number, suffix) = text.split_at_checked(end).unwrap_or((text, ""));
    let number = if !suffix.is_empty() && is_money_sign(suffix) {
        number
    } else {
        text
    };
    number.trim_start_matches(['$', '€', '₴', '₽']).trim()
}

/// `12.05.2024`, `2024-05-12`, `12/05/24`, `12:30`.
pub(crate) fn is_date(text: &str) -> bool {
    let text = text.trim_end_matches([' ', 'г', 'р', '.']);
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    ['.', '/', '-', ':'].iter().any(|sign| {
        let parts: Vec<&str> = day.split(*sign).collect();
        let number = |at: usize| -> Option<u32> {
            let part = parts.get(at)?;
            let is_short = matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|digit| digit.is_ascii_digit());
            if is_short { part.parse().ok() } else { None }
        };
        match (*sign, number(0), number(1), number(2), parts.len()) {
            (':', Some(hour), Some(minute), _, 2 | 3) => hour < 24 && minute < 60,
            (':', ..) => false,
            (_, Some(first), Some(month), Some(last), 3) => {
                let is_year = |year: u32| (1990..2100).contains(&year) || (year < 100 && *sign != '-');
                let is_day = |day: u32| (1..=31).contains(&day);
                (1..=12).contains(&month)
                    && ((is_day(first) && is_year(last)) || ((1990..2100).contains(&first) && is_day(last)))
            }
            _ => false,
        }
    })
}

/// `+7 (495) 123-45-67`, `8-800-555-35-35`, `(044) 123 45 67`.
pub(crate) fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_all = text
        .chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, '+' | '-' | '(' | ')' | ' ' | '\u{a0}' | '.' | '–'));
    let groups = text
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .count();
    is_all && (10..=13).contains(&digits) && (text.starts_with('+') || text.contains('(') || groups >= 4)
}

/// Digits that a spreadsheet has thrown away: `4,60701E+12`.
pub(crate) fn is_rounded(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else {
        return false;
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((whole, part)) = mantissa.split_once([',', '.']) else {
        return false;
    };
    exponent.strip_prefix('+').is_some_and(is_digits) && is_digits(whole) && is_digits(part)
}

/// Whether words stand in a text, whole and one after the other.
pub(crate) fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at.saturating_add(words.len())..).unwrap_or_default();
        (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_by_their_looks() {
        for (text, shape) in [
            ("5", Shape::Count),
            ("1 000", Shape::Count),
            ("12,50", Shape::Cents),
            ("2,5", Shape::Decimal),
            ("5,000", Shape::Decimal),
            ("5 шт.", Shape::Measured),
            ("1 250,00 руб.", Shape::Money),
            ("$12", Shape::Money),
            ("шт", Shape::Unit),
            ("4607001234562", Shape::Barcode),
            ("4607001234567", Shape::Code),
            ("007", Shape::Code),
            ("М8х40", Shape::Code),
            ("DIN933 M8x40", Shape::Code),
            ("Болт оцинкованный", Shape::Words),
            ("Болт DIN 933 М8х40 оцинкованный", Shape::Words),
            ("12.05.2024", Shape::NoGoods),
            ("2024-05-12", Shape::NoGoods),
            ("+7 (495) 123-45-67", Shape::NoGoods),
            ("8-800-555-35-35", Shape::NoGoods),
            ("00-00012345", Shape::Code),
            ("1-12-24", Shape::Code),
            ("---", Shape::Signs),
        ] {
            assert_eq!(of_text(text), shape, "{text}");
        }
        assert!(is_rounded("4,60701E+12") && !is_rounded("12E5") && !is_rounded("4,6"));
    }
}
