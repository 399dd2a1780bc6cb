//! What a line of a table says, checked cell by cell.

use super::columns::{ARTICLE, DATE, FILE, ITEM, KIND, NOTE, OTHER, QUANTITY, TITLE, UNTIL};
use super::resolve::Articles;
use super::{Entry, Kind, Said};
use crate::exchange1c::safe_name;
use crate::media::names;
use crate::table::TableRow;
use cabinet_domain::goods_file::FileKind;
use cabinet_domain::money::parse_scaled;
use std::path::Path;

/// The most characters of a title or a note.
const MOST_CHARS: usize = 200;

/// The entry of a line, or why there is none.
pub(super) fn entry(row: &TableRow, kind: Kind, articles: &Articles, folder: &Path) -> Result<Entry, String> {
    let (id, article) = (row.cell(ITEM), row.cell(ARTICLE));
    let item = match (id, article) {
        ("", "") => return Err("the article is empty".to_owned()),
        ("", article) => articles.item(article)?,
        (id, _) => articles.id(id)?,
    };
    let said = match kind {
        Kind::Analogues => analogue(row.cell(OTHER), &item, articles)?,
        Kind::Arrivals => Said::Arrival {
            date: date(row.cell(DATE))?,
            quantity_milli: quantity(row.cell(QUANTITY))?,
            note: short(row.cell(NOTE)),
        },
        Kind::Files => Said::Attachment {
            name: file(row.cell(FILE), folder)?,
            title: title(row),
            kind: file_kind(row)?.code().to_owned(),
            valid_until: match row.cell(UNTIL) {
                "" => String::new(),
                until => date(until)?,
            },
        },
        Kind::Pictures => Said::Attachment {
            name: file(row.cell(FILE), folder)?,
            title: String::new(),
            kind: String::new(),
            valid_until: String::new(),
        },
    };
    Ok(Entry {
        row: row.line,
        item,
        said,
    })
}

fn analogue(written: &str, item: &str, articles: &Articles) -> Result<Said, String> {
    if written.is_empty() {
        return Err("the analogue is empty".to_owned());
    }
    let other = articles
        .item(written)
        .or_else(|why| articles.id(written).map_err(|_| why))?;
    if other == item {
        return Err("goods cannot be their own analogue".to_owned());
    }
    Ok(Said::Analogue { other })
}

fn quantity(written: &str) -> Result<i64, String> {
    let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    match parse_scaled(&plain.replace(',', "."), 3) {
        Ok(milli) if milli > 0 => Ok(milli),
        _ => Err(format!(
            "«{written}» is not a quantity above nothing: write a number like 40 or 12.5"
        )),
    }
}

/// `2026-12-12` or `12.12.2026`, as ISO.
fn date(written: &str) -> Result<String, String> {
    let wrong = || format!("«{written}» is not a date: write it as 2026-12-31 or 31.12.2026");
    let plain = written.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = plain.split(['-', '.', '/']).collect();
    let [first, month, last] = parts.as_slice() else {
        return Err(wrong());
    };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let year: i32 = year.parse().map_err(|_| wrong())?;
    let month: u8 = month.parse().map_err(|_| wrong())?;
    let day: u8 = day.parse().map_err(|_| wrong())?;
    let month = time::Month::try_from(month).map_err(|_| wrong())?;
    if !(2000..=2200).contains(&year) {
        return Err(wrong());
    }
    let date = time::Date::from_calendar_date(year, month, day).map_err(|_| wrong())?;
    Ok(format!("{year:04}-{:02}-{:02}", u8::from(date.month()), date.day()))
}

/// The name of a file beside the table.
fn file(written: &str, folder: &Path) -> Result<String, String> {
    if written.is_empty() {
        return Err("the file is not named".to_owned());
    }
    let name = safe_name(written).map_err(|error| error.to_string())?;
    if !folder.join(&name).is_file() {
        return Err(format!("there is no file «{written}» beside the table: put it there"));
    }
    Ok(format!("{}{name}", names::OPERATOR))
}

fn title(row: &TableRow) -> String {
    let bare = || {
        let file = row.cell(FILE);
        let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    };
    match row.cell(TITLE) {
        "" => short(bare()),
        title => short(title),
    }
}

fn file_kind(row: &TableRow) -> Result<FileKind, String> {
    let written = row.cell(KIND);
    if written.is_empty() {
        return Ok(FileKind::of_words(&title(row)));
    }
    let said = FileKind::from_code(&written.to_lowercase()).unwrap_or_else(|| FileKind::of_words(written));
    let is_other = ["другое", "інше", "прочее", "other"].contains(&written.to_lowercase().as_str());
    if said == FileKind::Other && !is_other {
        return Err(format!(
            "«{written}» is no kind of file: write сертификат, инструкция or другое"
        ));
    }
    Ok(said)
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MOST_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_quantities_are_read_as_people_write_them() {
        for (written, expected) in [
            ("2026-12-12", Some("2026-12-12")),
            ("12.12.2026", Some("2026-12-12")),
            ("1.2.2026", Some("2026-02-01")),
            ("2026-12-12T00:00:00", Some("2026-12-12")),
            ("31.02.2026", None),
            ("12.12.26", None),
            ("скоро", None),
            ("", None),
        ] {
            assert_eq!(date(written).ok().as_deref(), expected, "{written}");
        }
        for (written, expected) in [
            ("40", Some(40_000)),
            ("1 200,5", Some(1_200_500)),
            ("0", None),
            ("-3", None),
            ("много", None),
        ] {
            assert_eq!(quantity(written).ok(), expected, "{written}");
        }
    }
}
