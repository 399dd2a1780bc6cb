//! Numbers of spreadsheets as digits: no float is computed with, and none is shown that a person did not see.
//!
//! A spreadsheet keeps fifteen digits, so `0.1 + 0.2` is `0.3` to who looks at it.

use crate::file::sheet::{Look, Value};

/// Digits that a spreadsheet keeps.
const DIGITS: usize = 15;
/// The longest plain number that is written out; what is longer is no number of an order.
const LONGEST: usize = 40;

/// A decimal number, digit by digit.
struct Digits {
    is_negative: bool,
    /// `123.45` is 12345 and 2.
    digits: Vec<u8>,
    decimals: usize,
}

impl Digits {
    /// Reads `-1234.5`, `4.6E+12`.
    fn read(text: &str) -> Option<Self> {
        let (text, is_negative) = match text.strip_prefix('-') {
            Some(rest) => (rest, true),
            None => (text.strip_prefix('+').unwrap_or(text), false),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: Vec<u8> = whole.bytes().chain(part.bytes()).collect();
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let shift = i32::try_from(part.len()).ok()?.checked_sub(exponent)?;
        let most = i32::try_from(LONGEST).unwrap_or(i32::MAX);
        if shift.abs() > most.saturating_mul(10) {
            return None;
        }
        let decimals = match usize::try_from(shift) {
            Ok(decimals) => decimals,
            Err(_) => {
                let zeros = usize::try_from(shift.unsigned_abs()).unwrap_or_default();
                digits.resize(digits.len().saturating_add(zeros), b'0');
                0
            }
        };
        let missing = decimals.saturating_add(1).saturating_sub(digits.len());
        digits.splice(0..0, std::iter::repeat_n(b'0', missing));
        Some(Self {
            is_negative,
            digits,
            decimals,
        })
    }

    /// Half away from zero, to so many decimals.
    fn round(&mut self, decimals: usize) {
        let surplus = self.decimals.saturating_sub(decimals);
        if surplus == 0 {
            return;
        }
        let kept = self.digits.len().saturating_sub(surplus);
        let is_up = self.digits.get(kept).is_some_and(|digit| *digit >= b'5');
        self.digits.truncate(kept);
        self.decimals = decimals;
        if is_up {
            self.add_one();
        }
    }

    fn add_one(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit == b'9' {
                *digit = b'0';
            } else {
                *digit = digit.saturating_add(1);
                return;
            }
        }
        self.digits.insert(0, b'1');
    }

    /// Digits of the number that count, from the first that is not zero.
    fn significant(&self) -> usize {
        let zeros = self.digits.iter().take_while(|digit| **digit == b'0').count();
        self.digits.len().saturating_sub(zeros)
    }

    fn write(&self, keeps_zeros: bool) -> String {
        let at = self.digits.len().saturating_sub(self.decimals);
        let (whole, part) = self.digits.split_at_checked(at).unwrap_or((&self.digits, &[]));
        let text = |digits: &[u8]| digits.iter().map(|digit| char::from(*digit)).collect::<String>();
        let (whole, part) = (text(whole), text(part));
        let whole = whole.trim_start_matches('0');
        let part = if keeps_zeros { &part } else { part.trim_end_matches('0') };
        let whole = if whole.is_empty() { "0" } else { whole };
        let is_zero = whole == "0" && part.bytes().all(|digit| digit == b'0');
        let sign = if self.is_negative && !is_zero { "-" } else { "" };
        if part.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{part}")
        }
    }
}

/// A number of a workbook, as its program writes it and with its format; text where it is beyond all numbers.
pub(crate) fn value(written: &str, format: Option<&str>) -> Value {
    let Some(mut digits) = Digits::read(written) else {
        return Value::Text(written.to_owned());
    };
    let surplus = digits.significant().saturating_sub(DIGITS);
    let decimals = digits.decimals.saturating_sub(surplus);
    digits.round(decimals);
    if digits.digits.len() > LONGEST && digits.significant() > LONGEST {
        return Value::Text(written.to_owned());
    }
    let exact = digits.write(false);
    let look = format.and_then(|format| look(digits, format)).map(Box::new);
    Value::Number { exact, look }
}

/// The number formats that a workbook has without writing them down.
pub(crate) fn built_in(id: u32) -> Option<&'static str> {
    match id {
        1 | 3 | 37 | 38 => Some("0"),
        2 | 4 | 39 | 40 => Some("0.00"),
        9 | 10 => Some("0%"),
        _ => None,
    }
}

/// Whether one of them shows a date or a time.
pub(crate) fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a format shows a number as a date or a time: it has a letter of days or hours outside of its words.
pub(crate) fn is_date(format: &str) -> bool {
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => return false,
            '"' => {
                letters.by_ref().find(|letter| *letter == '"');
            }
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                let word: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                let word = word.to_lowercase();
                if matches!(word.as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") {
                    return true;
                }
            }
            'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => return true,
            // «General», and the words of other languages for it.
            'G' | 'О' | 'С' => return false,
            _ => {}
        }
    }
    false
}

/// How a format shows a number, where that says more than its digits.
fn look(mut digits: Digits, format: &str) -> Option<Look> {
    let pattern = Pattern::read(format);
    if pattern.marks.is_empty() || pattern.marks.contains(['/', 'E', 'e', '@', '%']) {
        return pattern.marks.contains('%').then(|| Look {
            shown: digits.write(false),
            suffix: "%".to_owned(),
        });
    }
    let (whole, part) = pattern.marks.split_once('.').unwrap_or((&pattern.marks, ""));
    // Commas behind the last digit divide by a thousand: what is meant by such a number is not for a list of an order.
    if whole.ends_with(',') || part.ends_with(',') {
        return None;
    }
    let before = digits.write(false);
    digits.round(part.len());
    let least = part.chars().filter(|mark| *mark == '0').count();
    if least > digits.decimals {
        let missing = least.saturating_sub(digits.decimals);
        digits.digits.resize(digits.digits.len().saturating_add(missing), b'0');
        digits.decimals = least;
    }
    let mut shown = digits.write(least > 0);
    let width = whole.chars().filter(|mark| *mark == '0').count();
    if width > 1 && part.is_empty() && !digits.is_negative {
        shown = format!("{shown:0>width$}");
    }
    let prefix = pattern.prefix.trim();
    if !prefix.is_empty() && !shown.starts_with('-') {
        shown = format!("{prefix}{shown}");
    }
    let suffix = pattern.suffix.trim().to_owned();
    (shown != before || !suffix.is_empty()).then_some(Look { shown, suffix })
}

/// How a text shows a number, where that says more than its digits: zeros before it, a rounding, a unit behind it.
pub(crate) fn shown(exact: &str, text: &str) -> Option<Box<Look>> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let first = text.find(|letter: char| is_digit(letter) || letter == '-')?;
    let end = text.rfind(is_digit)?.saturating_add(1);
    let (prefix, number, suffix) = (text.get(..first)?, text.get(first..end)?, text.get(end..)?.trim());
    // The decimal mark is the last sign between digits; what stands before it divides thousands.
    let mark = number.rfind([',', '.']);
    let digits = |part: &str| part.chars().filter(|letter| is_digit(*letter)).collect::<String>();
    let whole = digits(number.get(..mark.unwrap_or(number.len()))?);
    let part = digits(mark.and_then(|at| number.get(at..)).unwrap_or_default());
    let sign = if exact.starts_with('-') { "-" } else { "" };
    let mut read = if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    };
    // A single mark before three digits may divide thousands: then the number is what it says without it.
    if Digits::read(&format!("{sign}{whole}{part}"))?.write(false) == exact {
        read = format!("{sign}{whole}{part}");
    }
    // What is shown has to be this number, as far as it is shown: else the text is something else (`5,0E+03`).
    let mut rounded = Digits::read(exact)?;
    rounded.round(read.split_once('.').map_or(0, |(_, part)| part.len()));
    if rounded.write(false) != Digits::read(&read)?.write(false) {
        return None;
    }
    if !prefix.trim().is_empty() && !prefix.trim().ends_with(['₽', '$', '€', '₴']) {
        read = format!("{}{read}", prefix.trim());
    }
    (read != exact || !suffix.is_empty()).then(|| {
        Box::new(Look {
            shown: read,
            suffix: suffix.to_owned(),
        })
    })
}

/// A day counted from 1900 or 1904, as ISO writes it; the count itself where it is no day.
pub(crate) fn date(digits: &str, is_1904: bool) -> String {
    let whole = digits.split('.').next().unwrap_or_default();
    let Ok(days) = whole.parse::<u32>() else {
        return digits.to_owned();
    };
    if days == 0 || days > 2_958_465 {
        return digits.to_owned();
    }
    // Days since 1 March of year 0, in which every leap day is the last of its year; Excel has a 29 February 1900.
    let shift: u32 = if is_1904 { 695_361 } else { 693_899 };
    let shift = if !is_1904 && days < 60 {
        shift.saturating_add(1)
    } else {
        shift
    };
    let count = days.saturating_add(shift);
    let era = count / 146_097;
    let day_of_era = count % 146_097;
    let year_of_era = day_of_era
        .saturating_sub(day_of_era / 1_460)
        .saturating_add(day_of_era / 36_524)
        .saturating_sub(day_of_era / 146_096)
        / 365;
    let before = year_of_era
        .saturating_mul(365)
        .saturating_add(year_of_era / 4)
        .saturating_sub(year_of_era / 100);
    let day_of_year = day_of_era.saturating_sub(before);
    let month = day_of_year.saturating_mul(5).saturating_add(2) / 153;
    let day = day_of_year
        .saturating_sub(month.saturating_mul(153).saturating_add(2) / 5)
        .saturating_add(1);
    let month = if month < 10 {
        month.saturating_add(3)
    } else {
        month.saturating_sub(9)
    };
    let year = era
        .saturating_mul(400)
        .saturating_add(year_of_era)
        .saturating_add(u32::from(month <= 2));
    format!("{year:04}-{month:02}-{day:02}")
}

/// The first section of a number format: its marks for digits, and the words around them.
#[derive(Default)]
struct Pattern {
    prefix: String,
    marks: String,
    suffix: String,
}

impl Pattern {
    fn read(format: &str) -> Self {
        let mut pattern = Self::default();
        let mut letters = format.chars();
        while let Some(letter) = letters.next() {
            match letter {
                ';' => break,
                '"' => {
                    let word: String = letters.by_ref().take_while(|letter| *letter != '"').collect();
                    pattern.word(&word);
                }
                '\\' => {
                    let word: String = letters.next().into_iter().collect();
                    pattern.word(&word);
                }
                // `_x` leaves the room of a letter, `*x` fills the cell with it.
                '_' | '*' => {
                    letters.next();
                }
                '[' => {
                    let word: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                    // `[$₽-419]` is a sign of money, `[Red]` a colour.
                    if let Some(money) = word.strip_prefix('$') {
                        pattern.word(money.split('-').next().unwrap_or_default());
                    }
                }
                '0' | '#' | '?' | '.' | ',' | '/' | '%' | 'E' | 'e' | '@' => pattern.marks.push(letter),
                other => {
                    let mut buffer = [0; 4];
                    pattern.word(other.encode_utf8(&mut buffer));
                }
            }
        }
        pattern
    }

    fn word(&mut self, word: &str) {
        if self.marks.is_empty() {
            self.prefix.push_str(word);
        } else {
            self.suffix.push_str(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_as_excel_counts_it() {
        for (days, is_1904, expected) in [
            ("1", false, "1900-01-01"),
            ("59", false, "1900-02-28"),
            ("61", false, "1900-03-01"),
            ("45424", false, "2024-05-12"),
            ("45424.5", false, "2024-05-12"),
            ("45351", false, "2024-02-29"),
            ("43962", true, "2024-05-12"),
            ("0.5", false, "0.5"),
        ] {
            assert_eq!(date(days, is_1904), expected, "{days}");
        }
    }

    #[test]
    fn a_format_of_days_is_told_from_one_of_numbers() {
        for (format, expected) in [
            ("General", false),
            ("0.00", false),
            ("dd.mm.yyyy", true),
            ("[$-419]d mmm;@", true),
            ("[h]:mm:ss", true),
            ("0\" dm\"", false),
            ("#,##0.00_);[Red](#,##0.00)", false),
            ("[$₽-419]# ##0", false),
        ] {
            assert_eq!(is_date(format), expected, "{format}");
        }
    }

    #[test]
    fn what_is_shown_is_kept_where_it_is_more_than_the_digits() {
        for (exact, text, shown_as, suffix) in [
            ("7", "007", Some("007"), ""),
            ("5", "5 шт.", Some("5"), "шт."),
            ("2.5", "3", Some("3"), ""),
            ("1000.5", "1 000,50", Some("1000.50"), ""),
            ("1000.5", "1 000,5", None, ""),
            ("1234", "1,234", None, ""),
            ("1.234", "1,234", None, ""),
            ("5000", "5,0E+03", None, ""),
            ("5", "", None, ""),
        ] {
            let look = shown(exact, text);
            assert_eq!(
                look.as_ref().map(|look| look.shown.as_str()),
                shown_as,
                "{exact} as {text}"
            );
            assert_eq!(
                look.map(|look| look.suffix).unwrap_or_default(),
                suffix,
                "{exact} as {text}"
            );
        }
    }

    #[test]
    fn a_number_is_what_a_person_sees() {
        for (written, format, exact, shown, suffix) in [
            ("5", None, "5", "5", ""),
            ("460700123456", None, "460700123456", "460700123456", ""),
            ("4.60700123456E+11", None, "460700123456", "460700123456", ""),
            ("0.30000000000000004", None, "0.3", "0.3", ""),
            ("1000.5", Some("General"), "1000.5", "1000.5", ""),
            ("7", Some("000"), "7", "007", ""),
            ("42", Some("\"АБ-\"0000"), "42", "АБ-0042", ""),
            ("5", Some("0\" шт.\""), "5", "5", "шт."),
            ("5", Some("0\\ \\ш\\т"), "5", "5", "шт"),
            ("2.5", Some("0"), "2.5", "3", ""),
            ("1234.5", Some("#,##0.00\\ [$₽-419]"), "1234.5", "1234.50", "₽"),
            ("0.05", Some("0%"), "0.05", "0.05", "%"),
            ("12.5", Some("#,##0.00_);[Red](#,##0.00)"), "12.5", "12.50", ""),
            ("-3", None, "-3", "-3", ""),
            ("-0.0", None, "0", "0", ""),
            ("9.9999999999999999", None, "10", "10", ""),
            ("1E-7", None, "0.0000001", "0.0000001", ""),
        ] {
            let read = value(written, format);
            let Value::Number { exact: found, look } = &read else {
                panic!("{written}: {read:?}")
            };
            let found_suffix = look.as_ref().map_or("", |look| look.suffix.as_str());
            assert_eq!(
                (found.as_str(), read.text(), found_suffix),
                (exact, shown, suffix),
                "{written} as {format:?}"
            );
        }
        assert_eq!(value("1E+4000", None), Value::Text("1E+4000".to_owned()));
        assert_eq!(value("NaN", None), Value::Text("NaN".to_owned()));
    }
}
