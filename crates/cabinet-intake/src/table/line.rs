//! Free text, a line of an order in each row: what people write into a mail or a chat.

use crate::amount::{Amount, is_unit};
use crate::file::several;
use crate::file::sheet::{Row, Sheet};
use crate::row::{self, ReadRow};
use crate::table::header::{is_about, is_total, title};
use crate::table::roles::{Role, Title};
use crate::table::rows::{At, Line, Rows, UnreadRow};
use crate::table::shapes::{self, Shape};
use crate::terminal::{self, Scan};
use crate::{Skipped, Unreadable};
use cabinet_domain::written::Written;

/// More of anything is no quantity.
const MOST_MILLI: i64 = 9_999_999_999;
/// A row of so many words without a number is a sentence.
const SENTENCE: usize = 4;

/// Reads the rows of a sheet of text.
pub(crate) fn read(sheet_at: usize, sheet: &Sheet, rows: &mut Rows) {
    let filled: Vec<&str> = sheet.rows.iter().map(text_of).collect();
    if let Some(scans) = terminal::read(&filled) {
        return read_scans(sheet_at, sheet, scans, rows);
    }
    let numbered = is_numbered(sheet);
    let mut next = 1_u32;
    let mut has_line = false;
    for row in &sheet.rows {
        let at = At {
            sheet: sheet_at,
            row: row.number,
        };
        if row.number > next {
            rows.skip(At { row: next, ..at }, row.number.saturating_sub(1), Skipped::Blank);
        }
        next = row.number.saturating_add(1);
        let text = text_of(row);
        match one(text, numbered, has_line) {
            Ok(Read::Line(read)) => {
                has_line = true;
                rows.lines.push(line(at, read));
            }
            Ok(Read::Skip(why)) => rows.skip(at, at.row, why),
            Err(why) => {
                has_line = true;
                rows.unreadable.push(UnreadRow {
                    at,
                    why,
                    is_hidden: false,
                });
            }
        }
    }
    if next <= sheet.last_row {
        let at = At {
            sheet: sheet_at,
            row: next,
        };
        rows.skip(at, sheet.last_row, Skipped::Blank);
    }
}

/// Rows of a barcode terminal, which are all lines.
fn read_scans(sheet_at: usize, sheet: &Sheet, scans: Vec<Scan<'_>>, rows: &mut Rows) {
    let mut next = 1_u32;
    let at = |row| At { sheet: sheet_at, row };
    for (row, scan) in sheet.rows.iter().zip(scans) {
        if row.number > next {
            rows.skip(at(next), row.number.saturating_sub(1), Skipped::Blank);
        }
        next = row.number.saturating_add(1);
        let amount = Amount {
            quantity: Written::Exact(scan.quantity),
            unit: None,
        };
        let article = scan.barcode.to_owned();
        let read = ReadRow {
            article,
            amount: Some(amount),
        };
        rows.lines.push(line(at(row.number), read));
    }
    if next <= sheet.last_row {
        rows.skip(at(next), sheet.last_row, Skipped::Blank);
    }
}

enum Read {
    Line(ReadRow),
    Skip(Skipped),
}

fn text_of(row: &Row) -> &str {
    row.cells.first().map(|cell| cell.value.text()).unwrap_or_default()
}

fn line(at: At, read: ReadRow) -> Line {
    let is_barcode = read.article.len() >= 12 && shapes::is_checked(&read.article);
    Line {
        at,
        barcode: is_barcode.then(|| read.article.clone()),
        article: Some(read.article),
        name: None,
        quantity: read.amount.as_ref().map(|amount| amount.quantity.clone()),
        unit: read.amount.and_then(|amount| amount.unit),
        price: None,
        is_hidden: false,
    }
}

fn one(text: &str, numbered: bool, has_line: bool) -> Result<Read, Unreadable> {
    if !text.chars().any(char::is_alphanumeric) {
        return Ok(Read::Skip(Skipped::Blank));
    }
    if !has_line && row::is_header(text) {
        return Ok(Read::Skip(Skipped::Header));
    }
    if is_total(text) {
        return Ok(Read::Skip(Skipped::Total));
    }
    if several::is_list(text) {
        return Err(Unreadable::SeveralGoods);
    }
    if is_about(text) || has_phone(text) || ends_with_date(text) {
        return Ok(Read::Skip(if has_line { Skipped::Note } else { Skipped::Title }));
    }
    let text = without_bullet(text);
    let text = if numbered {
        without_number(text).unwrap_or(text)
    } else {
        text
    };
    // A sign that ends the sentence is no part of the unit.
    let text = text.trim_end_matches([';', ',']).trim_end();
    let read = match amount_first(text)? {
        Some(read) => read,
        None => match by_colon(text).or_else(|| in_brackets(text)) {
            Some(read) => read?,
            None => row::read(text)?,
        },
    };
    let Some(amount) = &read.amount else {
        let has_number = text.contains(|letter: char| letter.is_ascii_digit());
        let is_sentence = text.split_whitespace().count() >= SENTENCE && !has_number;
        return Ok(if is_sentence {
            Read::Skip(if has_line { Skipped::Note } else { Skipped::Title })
        } else {
            Read::Line(read)
        });
    };
    let most = match &amount.quantity {
        Written::Exact(quantity) => quantity.milli(),
        Written::Doubtful(readings) => readings.first().map_or(0, |reading| reading.milli()),
    };
    if most > MOST_MILLI {
        return Err(Unreadable::TooLarge);
    }
    // «М8 х 40» is a size as well as forty of «М8».
    let last = read.article.rsplit(' ').next().unwrap_or_default();
    if matches!(last, "x" | "X" | "х" | "Х" | "×" | "*") {
        return Err(Unreadable::Ambiguous);
    }
    // «АБ-1 5 12.50» is five for that price as well as 12.5 of «АБ-1 5».
    let is_number = !last.is_empty() && last != read.article && shapes::of_text(last).is_amount();
    let is_price = text
        .rsplit(' ')
        .next()
        .is_some_and(|word| shapes::of_text(word) == Shape::Cents);
    if is_number && is_price {
        return Err(Unreadable::Ambiguous);
    }
    Ok(Read::Line(read))
}

/// Whether the rows are numbered, `1.` and `2)` from one on.
fn is_numbered(sheet: &Sheet) -> bool {
    let numbers: Vec<u32> = sheet
        .rows
        .iter()
        .map(|row| without_bullet(text_of(row)))
        .filter_map(|text| {
            without_number(text)?;
            let digits = text.split(['.', ')']).next()?;
            digits.parse().ok()
        })
        .collect();
    numbers.len() > 1 && (1_u32..).zip(&numbers).all(|(expected, number)| expected == *number)
}

/// The row behind `12. ` or `12) `.
fn without_number(text: &str) -> Option<&str> {
    let end = text
        .find(|letter: char| !letter.is_ascii_digit())
        .filter(|end| (1..=4).contains(end))?;
    let rest = text.get(end..)?.strip_prefix(['.', ')'])?;
    rest.starts_with([' ', '\t', '\u{a0}']).then(|| rest.trim_start())
}

fn without_bullet(text: &str) -> &str {
    let rest = text
        .strip_prefix(['-', '–', '—', '•', '*', '·', '●', '▪'])
        .unwrap_or(text);
    if rest.starts_with([' ', '\t', '\u{a0}']) {
        rest.trim_start()
    } else {
        text
    }
}

/// `5 шт М8х40`, `5 шт. - М8х40`: a unit must stand behind the number, and no other amount at the end.
fn amount_first(text: &str) -> Result<Option<ReadRow>, Unreadable> {
    let mut words = text.split_whitespace();
    let (Some(first), second) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let with_unit = match second {
        Some(second) if is_unit(second) => format!("{first} {second}"),
        _ if first.ends_with(|letter: char| letter.is_ascii_digit()) => return Ok(None),
        _ => first.to_owned(),
    };
    let Ok(amount) = Amount::read(&with_unit) else {
        return Ok(None);
    };
    if amount.unit.is_none() {
        return Ok(None);
    }
    let taken = if with_unit.contains(' ') { 2 } else { 1 };
    let article: Vec<&str> = text.split_whitespace().skip(taken).collect();
    let article = article.join(" ");
    let article = article.trim_start_matches(['-', '–', '—', ':', ' ']).to_owned();
    if article.is_empty() {
        return Err(Unreadable::NoArticle);
    }
    // «5 кг мешок 3 шт»: both may be meant.
    if row::read(&article).is_ok_and(|read| read.amount.is_some_and(|amount| amount.unit.is_some())) {
        return Err(Unreadable::Ambiguous);
    }
    Ok(Some(ReadRow {
        article,
        amount: Some(amount),
    }))
}

/// `ABC-1: 5 шт`, `ABC-1 = 5`.
fn by_colon(text: &str) -> Option<Result<ReadRow, Unreadable>> {
    let at = text.rfind([':', '='])?;
    let (article, rest) = text.split_at_checked(at)?;
    let rest = rest.get(1..)?;
    if !rest.starts_with([' ', '\t', '\u{a0}']) || article.trim().is_empty() {
        return None;
    }
    match Amount::read(rest) {
        Err(Unreadable::NotANumber) => None,
        Err(why) => Some(Err(why)),
        Ok(amount) => Some(Ok(ReadRow {
            article: without_title(article.trim()).to_owned(),
            amount: Some(amount),
        })),
    }
}

/// `ABC-1` of «ABC-1, кол-во: 5».
fn without_title(article: &str) -> &str {
    let Some((rest, last)) = article.rsplit_once(' ') else {
        return article;
    };
    match title(last) {
        Some(Title::Role(Role::Quantity, strength)) if strength >= 80 => rest.trim_end_matches([',', ';', ' ']),
        _ => article,
    }
}

/// `ABC-1 (5 шт)`: an amount with its unit, and nothing behind it.
fn in_brackets(text: &str) -> Option<Result<ReadRow, Unreadable>> {
    let (article, amount) = text.strip_suffix(')')?.rsplit_once('(')?;
    let amount = Amount::read(amount).ok().filter(|amount| amount.unit.is_some())?;
    // «M8 5 шт (10 упак)» says it twice.
    let article = article.trim();
    let is_alone = row::read(article).is_ok_and(|read| read.amount.is_none());
    // «Дюбель 6х40 (100 шт)» may be a name that says what a pack holds.
    let is_code = !article.is_empty() && !article.contains([' ', '\u{a0}']);
    (is_alone && is_code).then(|| {
        Ok(ReadRow {
            article: article.to_owned(),
            amount: Some(amount),
        })
    })
}

/// Whether a telephone number stands in the row.
fn has_phone(text: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '+' | '-' | '(' | ')' | ' ' | '\u{a0}');
    text.split(|letter: char| !is_part(letter))
        .any(|run| shapes::is_phone(run.trim_matches([' ', '-', '\u{a0}'])))
}

fn ends_with_date(text: &str) -> bool {
    let text = text.trim_end_matches([' ', '.', 'г', 'р']);
    text.rsplit([' ', '\t']).next().is_some_and(shapes::is_date)
}
