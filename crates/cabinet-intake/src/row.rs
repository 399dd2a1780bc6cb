//! One row of an order list.

use crate::Unreadable;
use crate::amount::{Amount, is_unit, packed_at_end};

/// First words of a header row, lower case.
const HEADER_WORDS: [&str; 16] = [
    "артикул",
    "арт",
    "код",
    "номенклатура",
    "наименование",
    "товар",
    "назва",
    "найменування",
    "номер",
    "article",
    "sku",
    "code",
    "item",
    "product",
    "part",
    "name",
];
const BLANKS: [char; 2] = [' ', '\u{a0}'];

/// What a row holds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ReadRow {
    pub article: String,
    pub amount: Option<Amount>,
}

/// Whether the row looks like titles of columns: a first word of the known ones, and no digit anywhere.
pub(crate) fn is_header(raw: &str) -> bool {
    let lower = raw.trim().trim_start_matches('"').to_lowercase();
    let first = lower
        .split(|letter: char| !letter.is_alphabetic())
        .next()
        .unwrap_or_default();
    HEADER_WORDS.contains(&first) && !lower.chars().any(char::is_numeric)
}

/// Reads a row that is neither blank nor a header.
pub(crate) fn read(raw: &str) -> Result<ReadRow, Unreadable> {
    for separator in ['\t', ';'] {
        if raw.contains(separator) {
            return by_columns(raw, separator);
        }
    }
    let row = raw.trim();
    if let Some((article, amount)) = by_comma(row).or_else(|| by_dash(row)) {
        return filled(article, Some(amount?));
    }
    by_blank(row)
}

fn filled(article: &str, amount: Option<Amount>) -> Result<ReadRow, Unreadable> {
    let article = article.trim();
    if article.is_empty() {
        Err(Unreadable::NoArticle)
    } else {
        Ok(ReadRow {
            article: article.to_owned(),
            amount,
        })
    }
}

/// `article;quantity`, each perhaps quoted; empty columns at the end do not count. A third column is a remark and left
/// out, unless it could be a quantity itself: then nobody can tell which one is meant.
fn by_columns(raw: &str, separator: char) -> Result<ReadRow, Unreadable> {
    let (article, rest) = column(raw, separator);
    let (quantity, rest) = column(rest.trim_end_matches([separator, ' ']), separator);
    let (remark, rest) = column(rest, separator);
    let is_remark = remark.trim().is_empty() || Amount::read(&remark) == Err(Unreadable::NotANumber);
    if !is_remark || !rest.is_empty() {
        return Err(Unreadable::TooManyColumns);
    }
    let amount = if quantity.trim().is_empty() {
        None
    } else {
        Some(Amount::read(&quantity)?)
    };
    filled(&article, amount)
}

/// The first column without its quotes, and what follows the separator.
fn column(raw: &str, separator: char) -> (String, &str) {
    if let Some(quoted) = raw.trim_start().strip_prefix('"')
        && let Some((inside, after)) = closing_quote(quoted)
    {
        let after = after.trim_start_matches(' ');
        if after.is_empty() {
            return (inside, after);
        }
        if let Some(rest) = after.strip_prefix(separator) {
            return (inside, rest);
        }
    }
    let (text, rest) = raw.split_once(separator).unwrap_or((raw, ""));
    (text.to_owned(), rest)
}

/// The text up to the closing quote, doubled quotes made single, and what stands behind it.
fn closing_quote(quoted: &str) -> Option<(String, &str)> {
    let mut inside = String::new();
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once('"')?;
        inside.push_str(part);
        match after.strip_prefix('"') {
            Some(more) => {
                inside.push('"');
                rest = more;
            }
            None => return Some((inside, after)),
        }
    }
}

type Found<'a> = (&'a str, Result<Amount, Unreadable>);

/// `article, quantity`: the first comma whose rest is a number. A comma between two digits is a decimal one.
fn by_comma(row: &str) -> Option<Found<'_>> {
    row.match_indices(',').find_map(|(at, _)| {
        let (article, rest) = (row.get(..at)?, row.get(at + 1..)?);
        let is_decimal =
            article.ends_with(|l: char| l.is_ascii_digit()) && rest.starts_with(|l: char| l.is_ascii_digit());
        if is_decimal { None } else { if_number(article, rest) }
    })
}

/// `article - 5 шт`: the last dash with blanks around it whose rest is a number.
fn by_dash(row: &str) -> Option<Found<'_>> {
    row.rmatch_indices(['-', '–', '—']).find_map(|(at, dash)| {
        let (article, rest) = (row.get(..at)?, row.get(at + dash.len()..)?);
        let stands_apart = article.ends_with(BLANKS) && rest.starts_with(BLANKS);
        if stands_apart { if_number(article, rest) } else { None }
    })
}

/// A rest that is no number leaves the row to another reading; one that is a bad number does not.
fn if_number<'a>(article: &'a str, rest: &str) -> Option<Found<'a>> {
    match Amount::read(rest) {
        Err(Unreadable::NotANumber) => None,
        amount => Some((article, amount)),
    }
}

/// `article quantity`, `article 5 шт`, `article 2 кор по 12`, or an article alone.
fn by_blank(row: &str) -> Result<ReadRow, Unreadable> {
    if let Some((article, packed)) = packed_at_end(row) {
        return filled(article, Some(Amount::read(packed)?));
    }
    let head = before_unit(row);
    let unit_length = row.len() - head.len();
    let Some((article, number)) = head.rsplit_once(' ') else {
        return filled(row, None);
    };
    let with_unit = row
        .get(head.len() - number.len()..head.len() + unit_length)
        .unwrap_or(number);
    match Amount::read(with_unit) {
        Err(Unreadable::NotANumber) => filled(row, None),
        _ if may_be_thousands(article, number) => Err(Unreadable::Ambiguous),
        Err(why) => Err(why),
        Ok(amount) => filled(article, Some(amount)),
    }
}

/// The row without the unit at its end, which may have two words: «тыс. шт».
fn before_unit(row: &str) -> &str {
    let Some((head, word)) = row.rsplit_once(' ') else {
        return row;
    };
    let head = head.trim_end();
    let thousand = head
        .rsplit_once(' ')
        .filter(|(_, thousand)| is_unit(&format!("{thousand} {word}")));
    match thousand {
        Some((head, _)) => head.trim_end(),
        None if is_unit(word) => head,
        None => row,
    }
}

/// «Болт 8 100»: the last two words may be one number, and an article is left either way.
fn may_be_thousands(article: &str, number: &str) -> bool {
    let whole = number.split(['.', ',']).next().unwrap_or_default();
    let is_group = whole.len() == 3 && whole.chars().all(|letter| letter.is_ascii_digit());
    let Some((_, before)) = article.trim_end().rsplit_once(' ') else {
        return false;
    };
    let is_head = (1..=3).contains(&before.len()) && before.chars().all(|letter| letter.is_ascii_digit());
    is_group && is_head && !before.starts_with('0')
}
