//! What a line of a table says, checked cell by cell.

use super::columns::{ARTICLE, DATE, FILE, ITEM, KIND, NOTE, OTHER, QUANTITY, TITLE, UNTIL, VOLUME, WEIGHT};
use super::resolve::Articles;
use super::{Entry, Kind, Said};
use crate::exchange1c::safe_name;
use crate::media::names;
use crate::table::TableRow;
use cabinet_domain::goods_file::FileKind;
use cabinet_domain::money::parse_scaled;
use cabinet_domain::written::{self, Written};
use std::path::Path;
use time::Date;
use time::macros::format_description;

/// The most grams or cubic centimetres of a unit: a thousand tonnes, a thousand cubic metres.
const MOST_MEASURE: i64 = 1_000_000_000;
/// The most characters of a title or a note.
const MOST_CHARS: usize = 200;

/// The entry of a line, or why there is none.
///
/// `today` is of the gateway's clock, in UTC.
pub(super) fn entry(
    row: &TableRow,
    kind: Kind,
    articles: &Articles,
    folder: &Path,
    today: Date,
) -> Result<Entry, String> {
    let (id, article) = (row.cell(ITEM), row.cell(ARTICLE));
    let item = match (id, article) {
        ("", "") => return Err("the article is empty".to_owned()),
        ("", article) => articles.item(article)?,
        (id, _) => articles.id(id)?,
    };
    let said = match kind {
        Kind::Analogues => analogue(row.cell(OTHER), &item, articles)?,
        Kind::Arrivals => Said::Arrival {
            date: day_to_come(row.cell(DATE), today)?,
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
        Kind::Measures => measure(row.cell(WEIGHT), row.cell(VOLUME))?,
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
    match written::read(written) {
        Ok(Written::Exact(quantity)) if quantity.is_positive() => Ok(quantity.milli()),
        Ok(Written::Doubtful(readings)) => {
            let readings: Vec<String> = readings.into_iter().map(written::plain).collect();
            Err(format!(
                "«{written}» may be {}: write it without a mark between thousands",
                readings.join(" or ")
            ))
        }
        _ => Err(format!(
            "«{written}» is not a quantity above nothing: write a number like 40 or 12.5"
        )),
    }
}

/// Weight in kilograms and volume in cubic metres, of one base unit.
fn measure(weight: &str, volume: &str) -> Result<Said, String> {
    let read = |written: &str, decimals, unit: &str, finest: &str| match written {
        "" => Ok(None),
        written => match parse_scaled(written, decimals) {
            Ok(number) if number > 0 && number <= MOST_MEASURE => Ok(Some(number)),
            _ => Err(format!(
                "«{written}» is no {unit} of one unit above nothing: write a number like 0.25, not finer than {finest}"
            )),
        },
    };
    let weight_g = read(weight, 3, "weight in kg", "0.001")?;
    let volume_cm3 = read(volume, 6, "volume in m³", "0.000001")?;
    if weight_g.is_none() && volume_cm3.is_none() {
        return Err("weight and volume are empty: fill in one of them".to_owned());
    }
    Ok(Said::Measure { weight_g, volume_cm3 })
}

/// A date that is not over. In some place it is still yesterday.
fn day_to_come(written: &str, today: Date) -> Result<String, String> {
    let iso = date(written)?;
    let day = Date::parse(&iso, format_description!("[year]-[month]-[day]"));
    let is_over = day.is_ok_and(|day| day.saturating_add(time::Duration::DAY) < today);
    if is_over {
        return Err(format!("{iso} is over: nothing can arrive then any more"));
    }
    Ok(iso)
}

/// `2026-12-12` or `12.12.2026`, as ISO.
pub(crate) fn date(written: &str) -> Result<String, String> {
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
    let date = Date::from_calendar_date(year, month, day).map_err(|_| wrong())?;
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
            ("0,125", Some(125)),
            ("1,000", None),
            ("1.500", None),
            ("0", None),
            ("-3", None),
            ("много", None),
        ] {
            assert_eq!(quantity(written).ok(), expected, "{written}");
        }
        let today = time::macros::date!(2026 - 12 - 12);
        for (written, is_taken) in [("12.12.2026", true), ("11.12.2026", true), ("10.12.2026", false)] {
            assert_eq!(day_to_come(written, today).is_ok(), is_taken, "{written}");
        }
    }
}
