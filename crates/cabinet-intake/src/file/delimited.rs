//! Text whose lines are divided into columns by a sign, and text that is not.
//!
//! The sign is the one that divides most lines into the same number of columns. Nothing else is a table: the lines stay
//! whole, and each is read by itself.

use crate::file::failure::FileError;
use crate::file::several;
use crate::file::sheet::{Budget, Filler, Sheet, Value};

/// Lines that are looked at.
const SAMPLE: usize = 400;
/// Lines that a quoted column may go over, and its bytes: what is longer is a quote that nobody closed.
const MOST_LINES: usize = 60;
const MOST_QUOTED: usize = 4096;
/// Percent of the lines that must have the same number of columns.
const MOST: usize = 60;
/// The same for a comma, which stands in numbers and sentences too.
const NEARLY_ALL: usize = 85;

/// What divides columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Divider {
    Sign(char),
    /// Two blanks and more, as in a printed form.
    Blanks,
}

/// Reads a text; says whether it has columns.
pub(crate) fn read(text: &str, budget: &mut Budget) -> Result<Sheet, FileError> {
    let divider = divider(text).filter(|divider| *divider == Divider::Sign('\t') || !several::are_most(text));
    let mut filler = Filler::new(String::new());
    filler.sheet().is_text = divider.is_none();
    let mut rest = text;
    let mut number = 1_u32;
    while !rest.is_empty() {
        let (lines, after) = match divider {
            Some(Divider::Sign(sign)) => record(rest, sign, |column, field| {
                filler.put(number, column, Value::Text(plain(field)), budget)
            })?,
            Some(Divider::Blanks) => {
                let (line, after) = line(rest);
                for (column, field) in (0_u32..).zip(by_blanks(line)) {
                    filler.put(number, column, Value::Text(field.to_owned()), budget)?;
                }
                (1, after)
            }
            None => {
                let (line, after) = line(rest);
                filler.put(number, 0, Value::Text(line.to_owned()), budget)?;
                (1, after)
            }
        };
        number = number.saturating_add(lines);
        rest = after;
    }
    filler.sheet().last_row = number.saturating_sub(1);
    Ok(filler.finish(|_| false))
}

/// A line and what follows it.
fn line(text: &str) -> (&str, &str) {
    let Some(at) = text.find(['\n', '\r']) else {
        return (text, "");
    };
    let (line, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.get(1..)).unwrap_or_default();
    (line, rest)
}

/// Gives the columns of one record, and says how many lines it takes and what follows it.
fn record(
    text: &str,
    sign: char,
    mut put: impl FnMut(u32, String) -> Result<(), FileError>,
) -> Result<(u32, &str), FileError> {
    let mut rest = text;
    let mut lines = 1_u32;
    let mut column = 0_u32;
    loop {
        let quoted = rest
            .trim_start_matches(' ')
            .strip_prefix('"')
            .and_then(|inside| closing(inside, sign));
        let (field, after) = match quoted {
            Some((field, after)) => {
                let breaks = field.matches('\n').count();
                lines = lines.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
                (field, after)
            }
            None => {
                let end = rest.find([sign, '\n', '\r']).unwrap_or(rest.len());
                let (field, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                (field.to_owned(), after)
            }
        };
        put(column, field)?;
        if let Some(more) = after.strip_prefix(sign) {
            rest = more;
            column = column.saturating_add(1);
            continue;
        }
        return Ok((lines, line(after).1));
    }
}

/// The text up to the quote that closes a column, doubled quotes made single, and what stands behind it. A quote that
/// is followed by anything but the sign or the end of the line is an inch mark or a slip.
fn closing(inside: &str, sign: char) -> Option<(String, &str)> {
    let mut field = String::new();
    let mut rest = inside;
    loop {
        let (part, after) = rest.split_once('"')?;
        field.push_str(part);
        if let Some(more) = after.strip_prefix('"') {
            field.push('"');
            rest = more;
        } else {
            let end = after.trim_start_matches(' ');
            let is_end = end.is_empty() || end.starts_with([sign, '\n', '\r']);
            let is_short = field.len() <= MOST_QUOTED && field.matches('\n').count() < MOST_LINES;
            return (is_end && is_short).then_some((field.replace("\r\n", "\n"), end));
        }
        if field.len() > MOST_QUOTED {
            return None;
        }
    }
}

/// `="007"` and `'007` are how people keep a spreadsheet from eating zeros.
fn plain(field: String) -> String {
    let text = field.trim();
    let formula = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"'));
    let kept = text
        .strip_prefix('\'')
        .filter(|text| !text.is_empty() && !text.contains('\''));
    match formula.or(kept) {
        Some(inside) => inside.to_owned(),
        None => field,
    }
}

fn by_blanks(line: &str) -> impl Iterator<Item = &str> {
    line.trim_start()
        .split("  ")
        .map(str::trim)
        .filter(|field| !field.is_empty())
}

/// What divides the columns of a text, if anything does.
fn divider(text: &str) -> Option<Divider> {
    // The line that tells a spreadsheet the sign: it is right even where the lines are few.
    if let Some(sign) = line(text).0.trim().strip_prefix("sep=") {
        return Some(Divider::Sign(sign.chars().next().unwrap_or('\t')));
    }
    let by_sign = ['\t', ';', '|', '│', ','].into_iter().filter_map(|sign| {
        let counts = counts(text, sign);
        let (share, columns) = usual(&counts)?;
        let least = if sign == ',' { NEARLY_ALL } else { MOST };
        let is_table = share >= least || (sign != ',' && spread(&counts) >= MOST);
        (columns >= 2 && is_table).then_some((sign, share, columns))
    });
    // A tab or a semicolon stands nowhere by accident; of several signs the one that makes more columns divides.
    let best = by_sign.max_by_key(|(sign, share, columns)| {
        // A tab is typed by nobody.
        (*sign != ',', *share >= NEARLY_ALL, *columns, *share, *sign == '\t')
    });
    if let Some((sign, _, _)) = best {
        return Some(Divider::Sign(sign));
    }
    let lines = text.lines().filter(|line| line.chars().any(char::is_alphanumeric));
    let counts: Vec<usize> = lines.take(SAMPLE).map(|line| by_blanks(line).count()).collect();
    let (share, columns) = usual(&counts)?;
    (columns >= 3 && share >= NEARLY_ALL).then_some(Divider::Blanks)
}

/// How many columns each of the first records has; records without a letter or digit do not count.
fn counts(text: &str, sign: char) -> Vec<usize> {
    let mut counts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() && counts.len() < SAMPLE {
        let (count, is_filled, after) = columns(rest, sign);
        if is_filled {
            counts.push(count);
        }
        rest = after;
    }
    counts
}

/// How many columns a record has, whether anything is in it, and what follows it; commas between digits are decimal ones.
fn columns(text: &str, sign: char) -> (usize, bool, &str) {
    let mut count = 0_usize;
    let mut decimals = 0_usize;
    let mut spaced = 0_usize;
    let mut is_filled = false;
    let mut ends_in_digit = false;
    let taken = record(text, sign, |_, field| {
        let begins = field.starts_with(|letter: char| letter.is_ascii_digit());
        if ends_in_digit && begins {
            decimals = decimals.saturating_add(1);
        }
        if count > 0 && field.starts_with([' ', '\u{a0}']) {
            spaced = spaced.saturating_add(1);
        }
        count = count.saturating_add(1);
        is_filled |= field.chars().any(char::is_alphanumeric);
        ends_in_digit = field.ends_with(|letter: char| letter.is_ascii_digit()) && !has_decimals(&field);
        Ok(())
    });
    let after = taken.map_or("", |(_, after)| after);
    // A line all of whose commas are between digits may be text with a decimal number, «АБ-1, 1,5» too.
    let is_decimal = sign == ',' && decimals > 0 && decimals.saturating_add(spaced).saturating_add(1) == count;
    (if is_decimal { 1 } else { count }, is_filled, after)
}

/// `12345.0`: a comma behind it is no decimal one; `1.000` may be thousands before one.
fn has_decimals(field: &str) -> bool {
    field.rsplit_once('.').is_some_and(|(whole, part)| {
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_digits(whole) && is_digits(part) && part.len() != 3
    })
}

/// The number of columns that most lines have, and how many percent of the lines have it.
fn usual(counts: &[usize]) -> Option<(usize, usize)> {
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let (most, columns) = sorted
        .chunk_by(|left, right| left == right)
        .filter_map(|run| Some((run.len(), *run.first()?)))
        .max()?;
    Some((most.saturating_mul(100).checked_div(counts.len())?, columns))
}

/// How many percent of the lines are divided at all: lists with remarks here and there have lines of many lengths.
fn spread(counts: &[usize]) -> usize {
    let divided = counts.iter().filter(|count| **count >= 2).count();
    divided
        .saturating_mul(100)
        .checked_div(counts.len())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> (bool, Vec<(u32, String)>) {
        let sheet = read(text, &mut Budget::new()).unwrap();
        let rows = sheet.rows.iter().map(|row| (row.number, row.raw().replace('\t', "|")));
        (sheet.is_text, rows.collect())
    }

    #[test]
    fn the_sign_that_divides_most_lines_alike_divides_columns() {
        for (name, text, expected) in [
            (
                "a semicolon",
                "Арт;Кол\nА-1;5\nА-2;1,5",
                vec![(1, "Арт|Кол"), (2, "А-1|5"), (3, "А-2|1,5")],
            ),
            (
                "a tab beside commas",
                "А, б\t5\nВ, г\t6",
                vec![(1, "А, б|5"), (2, "В, г|6")],
            ),
            ("a comma", "a,b,1\n\"c,d\",e,2", vec![(1, "a|b|1"), (2, "c,d|e|2")]),
            (
                "a quoted line break",
                "\"А\nб\";5\r\nВ;6",
                vec![(1, "А б|5"), (3, "В|6")],
            ),
            (
                "an inch mark",
                "1/2\";5\n\"3/4\"\"\";6",
                vec![(1, "1/2\"|5"), (2, "3/4\"|6")],
            ),
            (
                "a quote that nobody closed",
                "\"А;5\nБ;6",
                vec![(1, "\"А|5"), (2, "Б|6")],
            ),
            ("kept zeros", "=\"007\";5\n'008;6", vec![(1, "007|5"), (2, "008|6")]),
            (
                "a printed form",
                "А-1   Болт М8   5 шт\nА-2   Гайка М8   6 шт",
                vec![(1, "А-1|Болт М8|5 шт"), (2, "А-2|Гайка М8|6 шт")],
            ),
            (
                "a hint to the spreadsheet",
                "sep=,\nА,5",
                vec![(1, "sep=|"), (2, "А|5")],
            ),
        ] {
            let (is_text, found) = rows(text);
            let expected: Vec<(u32, String)> = expected.into_iter().map(|(at, row)| (at, row.to_owned())).collect();
            let found: Vec<(u32, String)> = found
                .into_iter()
                .map(|(at, row)| (at, if row == "sep=" { "sep=|".to_owned() } else { row }))
                .collect();
            assert_eq!((is_text, found), (false, expected), "{name}");
        }
    }

    #[test]
    fn text_without_columns_stays_text() {
        for text in [
            "DIN933 M8x40 - 5 шт\nПровод 3х2,5 - 10 шт",
            "А-1 5\nА-2 6",
            "Добрый день, прошу, пожалуйста\nА-1 5\nА-2 6",
        ] {
            let (is_text, found) = rows(text);
            assert_eq!((is_text, found.len()), (true, text.lines().count()), "{text}");
        }
    }
}
