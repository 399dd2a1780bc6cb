//! Sums and days as they stand in cells: exact, or not at all.

use crate::file::sheet::Value;
use cabinet_domain::delivery::write_date;
use time::{Date, Month};

/// What stands where a sum is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sum {
    /// In minor units; below zero for a storno.
    Minor(i64),
    /// Something that is no sum to the kopeck.
    Unreadable,
}

/// Reads a sum; `None` for what is no number at all: a letter, an account, nothing.
pub(super) fn sum(value: &Value) -> Option<Sum> {
    match value {
        Value::Number { exact, .. } => Some(of_text(exact)?),
        Value::Text(text) => of_text(text),
        Value::Error(_) => Some(Sum::Unreadable),
        Value::Date(_) | Value::Flag(_) => None,
    }
}

/// `1 200,50`, `1'200.50`, `-3,00`, `(3,00)`, `1.200,50 руб.`
fn of_text(text: &str) -> Option<Sum> {
    let text = text.trim();
    // A formula without a result, and a column too narrow for its number.
    if text.starts_with('#') {
        return Some(Sum::Unreadable);
    }
    let (text, is_negative) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => match text.strip_prefix(['-', '−', '–']) {
            Some(rest) => (rest, true),
            None => (text, false),
        },
    };
    let digits: String = text
        .trim_end_matches(|letter: char| {
            letter.is_alphabetic() || matches!(letter, '.' | '₽' | '₴' | '€' | '$' | ' ' | '\u{a0}')
        })
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '\'' | '’' | '\u{202f}' | '\u{a0}'))
        .collect();
    let is_number = digits.contains(|letter: char| letter.is_ascii_digit())
        && digits
            .chars()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','));
    if !is_number {
        return None;
    }
    let minor = minor(&digits).map(|minor| if is_negative { minor.checked_neg() } else { Some(minor) });
    Some(minor.flatten().map_or(Sum::Unreadable, Sum::Minor))
}

/// Digits with at most one decimal mark, and thousands in threes before it. `1,000` is two numbers to two readers.
fn minor(digits: &str) -> Option<i64> {
    let (whole, part) = match digits.rfind(['.', ',']) {
        None => (digits, ""),
        Some(at) => {
            let (whole, part) = digits.split_at_checked(at)?;
            (whole, part.get(1..)?)
        }
    };
    let mark = digits.get(whole.len()..)?.chars().next();
    let marks: Vec<char> = whole.chars().filter(|letter| matches!(letter, '.' | ',')).collect();
    let is_grouped =
        marks.iter().all(|one| Some(*one) != mark) && marks.windows(2).all(|two| two.first() == two.last());
    let in_threes = whole.split(['.', ',']).skip(1).all(|group| group.len() == 3);
    let part = part.trim_end_matches('0');
    // A workbook writes `1000.5`; three decimals behind a comma may be thousands.
    let was_cut = digits.len().saturating_sub(whole.len()).saturating_sub(1);
    if part.len() > 2 || !is_grouped || !in_threes || (was_cut == 3 && mark.is_some()) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    whole.checked_mul(100)?.checked_add(part)
}

/// Reads a day: `12.01.2026`, `12.01.26 12:00:00`, `2026-01-12`, `12/01/2026`.
pub(super) fn day(value: &Value) -> Option<String> {
    match value {
        Value::Date(iso) => iso.get(..10).and_then(of_iso),
        Value::Text(text) => day_of_text(text),
        Value::Number { .. } | Value::Error(_) | Value::Flag(_) => None,
    }
}

/// Reads a day that a text begins with.
pub(super) fn day_of_text(text: &str) -> Option<String> {
    let word = text.split_whitespace().next()?;
    let word = word.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    if let Some(day) = of_iso(word) {
        return Some(day);
    }
    let mut parts = word.split(['.', '/']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !(1..=2).contains(&day.len()) || !(1..=2).contains(&month.len()) {
        return None;
    }
    let year: i32 = match year.len() {
        4 => year.parse().ok()?,
        2 => year.parse::<i32>().ok()?.checked_add(2000)?,
        _ => return None,
    };
    of_parts(year, month.parse().ok()?, day.parse().ok()?)
}

fn of_iso(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    of_parts(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn of_parts(year: i32, month: u8, day: u8) -> Option<String> {
    let month = Month::try_from(month).ok()?;
    Date::from_calendar_date(year, month, day).ok().map(write_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_read_to_the_kopeck_or_said_to_be_none() {
        let text = |text: &str| sum(&Value::Text(text.to_owned()));
        let minor = |minor: i64| Some(Sum::Minor(minor));
        for (written, expected) in [
            ("1 200,50", minor(120_050)),
            ("1\u{a0}200,5", minor(120_050)),
            ("1'200.50", minor(120_050)),
            ("1.200,50", minor(120_050)),
            ("1,234,567.89", minor(123_456_789)),
            ("-3,00", minor(-300)),
            ("−3", minor(-300)),
            ("(3,00)", minor(-300)),
            ("12 000,00 руб.", minor(1_200_000)),
            ("0,00", minor(0)),
            ("1 200", minor(120_000)),
            ("1,000", Some(Sum::Unreadable)),
            ("1.2345", Some(Sum::Unreadable)),
            ("1.2.3,4", Some(Sum::Unreadable)),
            ("99999999999999999999", Some(Sum::Unreadable)),
            ("Д", None),
            ("60.01 (б)", None),
            ("", None),
        ] {
            assert_eq!(text(written), expected, "{written}");
        }
        let number = |exact: &str| {
            sum(&Value::Number {
                exact: exact.to_owned(),
                look: None,
            })
        };
        assert_eq!(number("1000.5"), minor(100_050));
        assert_eq!(number("-0.07"), minor(-7));
        assert_eq!(number("1000.005"), Some(Sum::Unreadable));
        assert_eq!(sum(&Value::Error("#REF!".to_owned())), Some(Sum::Unreadable));
    }

    #[test]
    fn a_day_is_read_as_people_and_workbooks_write_it() {
        let text = |text: &str| day(&Value::Text(text.to_owned()));
        for (written, expected) in [
            ("12.01.2026", Some("2026-01-12")),
            ("2.1.26", Some("2026-01-02")),
            ("12.01.2026 12:00:00", Some("2026-01-12")),
            ("12/01/2026", Some("2026-01-12")),
            ("2026-01-12", Some("2026-01-12")),
            ("31.02.2026", None),
            ("60.01", None),
            ("Сальдо", None),
        ] {
            assert_eq!(text(written).as_deref(), expected, "{written}");
        }
        let iso = Value::Date("2026-01-12T10:00:00".to_owned());
        assert_eq!(day(&iso).as_deref(), Some("2026-01-12"));
    }
}
