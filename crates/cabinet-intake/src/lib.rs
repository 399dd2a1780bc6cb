//! Order lists as people paste, pipe and send them, read into articles and quantities.
//!
//! In: text with one line of an order per row ([`read_lines`]), or any file ([`file::read_file`], [`table::understand`],
//! [`table::rows::read_rows`]). Out: the lines, the rows left out on purpose, and the rows that could not be read, with the
//! reason. Invariants: pure; every row is in exactly one of the three lists; nothing is guessed where two readings would
//! order different amounts.
//! Not here: whether an article exists; who knows that is asked through [`table::Catalogue`].

pub mod card;
pub mod file;
pub mod pairs;
pub mod table;

mod amount;
mod row;
mod terminal;

use crate::file::failure::FileError;
use crate::file::sheet::Book;
use crate::table::layout::{Fingerprint, Layout};
use crate::table::rows::Rows;
use crate::table::{Catalogue, Table};
use cabinet_domain::written::Written;

/// An order out of a file: its cells, its tables, its lines.
#[derive(Debug, Clone)]
pub struct Order {
    /// The file as sheets of cells.
    pub book: Book,
    /// Its tables, and which column of them is what.
    pub tables: Vec<Table>,
    /// Its rows.
    pub rows: Rows,
}

/// Reads an order out of a file, or out of what was pasted. `remembered` gives the layout that a person has settled for a
/// table; where a person corrects one, [`table::rows::read_rows`] reads the rows again.
///
/// # Errors
/// [`FileError`].
pub fn read_order(
    bytes: &[u8],
    catalogue: &dyn Catalogue,
    remembered: &dyn Fn(&Fingerprint) -> Option<Layout>,
) -> Result<Order, FileError> {
    let book = file::read_file(bytes)?;
    let tables = table::understand(&book, catalogue, remembered);
    let rows = table::rows::read_rows(&book, &tables);
    Ok(Order { book, tables, rows })
}

/// What was read from a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Intake {
    /// Lines to order, in the order of the text.
    pub lines: Vec<IntakeLine>,
    /// Rows that hold no line and are left out.
    pub skipped: Vec<SkippedRow>,
    /// Rows that somebody must look at.
    pub unreadable: Vec<UnreadableRow>,
}

/// One line to order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeLine {
    /// The row of the text, from 1.
    pub row: u32,
    /// The article as written, without blanks around it.
    pub article: String,
    /// How much; above zero, and doubtful where two readers would take it for two numbers. `None` when the row names only an article: the caller decides what that means.
    pub quantity: Option<Written>,
    /// The unit as written after the quantity («шт», «упак.»); the caller decides whether it is the item's own.
    pub unit: Option<String>,
    /// The whole row.
    pub raw: String,
}

/// A row left out on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedRow {
    /// The row of the text, from 1.
    pub row: u32,
    /// The whole row.
    pub raw: String,
    /// Why it holds no line.
    pub why: Skipped,
}

/// Why a row holds no line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// Blanks and separators only.
    Blank,
    /// The titles of the columns.
    Header,
    /// Above the titles: what the list is, and for whom.
    Title,
    /// The title of a group of goods.
    Group,
    /// A total.
    Total,
    /// Goods of a form, or of a price list beside the order, without an amount.
    NotOrdered,
    /// Signatures, contacts and sentences among or below the lines.
    Note,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableRow {
    /// The row of the text, from 1.
    pub row: u32,
    /// The whole row.
    pub raw: String,
    /// What is wrong with it.
    pub why: Unreadable,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There is a quantity and no article.
    #[error("the article is missing")]
    NoArticle,
    /// What stands in the place of the quantity is no number.
    #[error("the quantity is not a number")]
    NotANumber,
    /// The quantity is zero or less.
    #[error("the quantity is not above zero")]
    NotPositive,
    /// The quantity is finer than a thousandth of the unit.
    #[error("the quantity has more than three decimals")]
    TooFine,
    /// The quantity is larger than any order.
    #[error("the quantity is too large")]
    TooLarge,
    /// There are more columns than article, quantity and a remark, or the third one may be the quantity.
    #[error("there are more columns than article, quantity and a remark")]
    TooManyColumns,
    /// «Болт 8 100» may mean 100 pieces of «Болт 8» or 8100 of «Болт»: put a semicolon before the quantity.
    #[error("the quantity may be read in two ways")]
    Ambiguous,
    /// A spreadsheet has taken the quantity for a date.
    #[error("a date stands in the place of the quantity")]
    DateForQuantity,
    /// A spreadsheet has taken the article for a date: what it was is not in the file any more.
    #[error("a date stands in the place of the article")]
    DateForArticle,
    /// `4,60701E+12`: a spreadsheet has thrown digits away.
    #[error("digits of the article are lost")]
    DigitsLost,
    /// `#REF!` and its kind stand in the place of the article or the quantity.
    #[error("a formula has no result")]
    FormulaError,
    /// The quantity names a unit, and its column another one.
    #[error("the row names two units")]
    TwoUnits,
}

/// Reads an amount by itself, as it is typed into a cell: `24`, `2 кор`, `2 box of 12`, `1,5 м`.
///
/// # Errors
/// [`Unreadable`]: what is no number, not above zero, too fine or too large.
pub fn read_amount(text: &str) -> Result<(Written, Option<String>), Unreadable> {
    amount::Amount::read(text).map(|amount| (amount.quantity, amount.unit))
}

/// Reads a text of order lines.
///
/// Shape of a row: `article;quantity`, `article<TAB>quantity`, `article, quantity`, `article - 5 шт`,
/// `article quantity`, or an article alone; columns may be quoted, and a third one that is no number is a remark and
/// left out. Files of barcode terminals are read too: a row for every scan, figures of a fixed width (barcode, then quantity),
/// `barcode,quantity`. A quantity has a decimal point or comma and may carry a unit. A comma between
/// two digits is never taken for a separator. A byte order mark and every kind of line end are accepted.
#[must_use]
pub fn read_lines(text: &str) -> Intake {
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let filled: Vec<&str> = text.lines().filter(|raw| !row::is_blank(raw)).collect();
    let mut scans = terminal::read(&filled).map(Vec::into_iter);
    let mut intake = Intake::default();
    let mut is_head = true;
    for (at, raw) in text.lines().enumerate() {
        let row = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1);
        let raw = raw.to_owned();
        if row::is_blank(&raw) {
            intake.skipped.push(SkippedRow {
                row,
                raw,
                why: Skipped::Blank,
            });
            continue;
        }
        if let Some(scan) = scans.as_mut().and_then(Iterator::next) {
            intake.lines.push(IntakeLine {
                row,
                article: scan.barcode.to_owned(),
                quantity: Some(Written::Exact(scan.quantity)),
                unit: None,
                raw,
            });
            continue;
        }
        if std::mem::take(&mut is_head) && row::is_header(&raw) {
            intake.skipped.push(SkippedRow {
                row,
                raw,
                why: Skipped::Header,
            });
            continue;
        }
        match row::read(&raw) {
            Ok(read) => intake.lines.push(IntakeLine {
                row,
                article: read.article,
                quantity: read.amount.as_ref().map(|amount| amount.quantity.clone()),
                unit: read.amount.and_then(|amount| amount.unit),
                raw,
            }),
            Err(why) => intake.unreadable.push(UnreadableRow { row, raw, why }),
        }
    }
    intake
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_domain::quantity::Quantity;
    use proptest::prelude::*;

    fn exact(quantity: Written) -> i64 {
        match quantity {
            Written::Exact(quantity) => quantity.milli(),
            Written::Doubtful(readings) => panic!("doubtful: {readings:?}"),
        }
    }

    /// The only line of a text of one row: article, thousandths, unit.
    fn line(text: &str) -> (String, Option<i64>, Option<String>) {
        let intake = read_lines(text);
        assert_eq!(
            (intake.lines.len(), intake.skipped.len(), intake.unreadable.len()),
            (1, 0, 0),
            "{intake:#?}"
        );
        let line = intake.lines.into_iter().next().unwrap();
        (line.article, line.quantity.map(exact), line.unit)
    }

    #[test]
    fn a_row_is_read_as_people_write_it() {
        for (name, text, article, milli) in [
            ("a semicolon", "М8х40-А2;100", "М8х40-А2", Some(100_000)),
            ("blanks around", "  М8х40 ; 100  ", "М8х40", Some(100_000)),
            ("a tab", "00-00012345\t4", "00-00012345", Some(4_000)),
            ("a comma and a blank", "ABC-1, 7", "ABC-1", Some(7_000)),
            ("a comma after a letter", "ABC,7", "ABC", Some(7_000)),
            ("a comma and a decimal comma", "ABC, 1,5", "ABC", Some(1_500)),
            ("a blank", "ABC-1 7", "ABC-1", Some(7_000)),
            ("many blanks", "ABC-1     7", "ABC-1", Some(7_000)),
            ("an article of two words", "BX 12.5 3", "BX 12.5", Some(3_000)),
            ("a decimal comma", "Кабель;12,75", "Кабель", Some(12_750)),
            ("a decimal point", "Кабель;0.25", "Кабель", Some(250)),
            ("blanks between thousands", "Гвоздь;1 000", "Гвоздь", Some(1_000_000)),
            (
                "no-break blanks between thousands",
                "Гвоздь 1\u{a0}000",
                "Гвоздь",
                Some(1_000_000),
            ),
            ("an article alone", "М8х40-А2", "М8х40-А2", None),
            ("digits alone are an article", "4607001234567", "4607001234567", None),
            ("an empty quantity", "М8х40;", "М8х40", None),
            ("empty columns at the end", "М8х40;5;;", "М8х40", Some(5_000)),
            ("a comma inside an article", "Кабель 3х2,5", "Кабель 3х2,5", None),
            (
                "a comma inside an article, then a quantity",
                "Провод 3х2,5;10",
                "Провод 3х2,5",
                Some(10_000),
            ),
            ("a slash and an inch mark", "КМ-1/2\";3", "КМ-1/2\"", Some(3_000)),
            ("a quoted article with a semicolon", "\"А;1\";3", "А;1", Some(3_000)),
            (
                "a quoted article with quotes",
                "\"КМ 1/2\"\"\";3",
                "КМ 1/2\"",
                Some(3_000),
            ),
            ("every field quoted", "\"ART-1\";\"2\"", "ART-1", Some(2_000)),
            (
                "quoted fields and a remark",
                "\"А;1\"\t\"2,5\"\t\"не \"\"б/у\"\"\"",
                "А;1",
                Some(2_500),
            ),
            (
                "a remark in the third column",
                "М8х40;5;на склад 2",
                "М8х40",
                Some(5_000),
            ),
            ("a remark without a quantity", "М8х40;;срочно", "М8х40", None),
            ("a semicolon inside a row of tabs", "А;1\t3", "А;1", Some(3_000)),
            ("Ukrainian letters", "Ґ-77ї;2", "Ґ-77ї", Some(2_000)),
            ("a dash inside an article", "ABC-5", "ABC-5", None),
            ("words alone", "Болт оцинкованный", "Болт оцинкованный", None),
            ("a number, then a quantity of three digits", "8 100", "8", Some(100_000)),
        ] {
            let (read, quantity, _) = line(text);
            assert_eq!((read.as_str(), quantity), (article, milli), "{name}");
        }
    }

    #[test]
    fn a_quantity_that_two_readers_take_for_two_numbers_is_not_decided() {
        for (text, article, readings) in [
            ("М8х40;1,000", "М8х40", vec![1_000_000, 1_000]),
            ("М8х40;1.000", "М8х40", vec![1_000_000, 1_000]),
            ("М8х40\t2.500 шт", "М8х40", vec![2_500_000, 2_500]),
            ("М8х40;1 00", "М8х40", vec![100_000]),
            ("М8х40, 1,000", "М8х40", vec![1_000_000, 1_000]),
            ("М8х40 - 1,000 шт", "М8х40", vec![1_000_000, 1_000]),
            ("М8х40 1,000", "М8х40", vec![1_000_000, 1_000]),
        ] {
            let intake = read_lines(text);
            assert_eq!(intake.lines.len(), 1, "{text}: {intake:?}");
            let readings = readings.into_iter().map(Quantity::from_milli).collect();
            assert_eq!(intake.lines[0].article, article, "{text}");
            assert_eq!(intake.lines[0].quantity, Some(Written::Doubtful(readings)), "{text}");
        }
    }

    #[test]
    fn a_unit_is_kept_as_written() {
        for (name, text, article, milli, unit) in [
            ("a dash", "М8х40 - 5 шт", "М8х40", 5_000, Some("шт")),
            ("a long dash", "М8х40 — 5 шт.", "М8х40", 5_000, Some("шт.")),
            ("a dash without a unit", "М8х40 – 5", "М8х40", 5_000, None),
            ("a unit stuck to the number", "М8х40 5шт", "М8х40", 5_000, Some("шт")),
            ("a unit after a blank", "М8х40 5 упак", "М8х40", 5_000, Some("упак")),
            ("a unit in a column", "Кабель;2,5 м", "Кабель", 2_500, Some("м")),
            ("Ukrainian", "Гайка - 12 од", "Гайка", 12_000, Some("од")),
            ("English", "NUT-8 12 pcs", "NUT-8", 12_000, Some("pcs")),
            (
                "a dash and thousands",
                "Гвоздь - 1 000 шт",
                "Гвоздь",
                1_000_000,
                Some("шт"),
            ),
        ] {
            assert_eq!(
                line(text),
                (article.to_owned(), Some(milli), unit.map(str::to_owned)),
                "{name}"
            );
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_names_its_reason() {
        for (text, why) in [
            (";5", Unreadable::NoArticle),
            ("\t5", Unreadable::NoArticle),
            (", 5", Unreadable::NoArticle),
            ("М8х40;много", Unreadable::NotANumber),
            ("М8х40;5 попугаев", Unreadable::NotANumber),
            ("М8х40;0", Unreadable::NotPositive),
            ("М8х40;-5", Unreadable::NotPositive),
            ("М8х40;0,0005", Unreadable::TooFine),
            ("М8х40;99999999999999999999", Unreadable::TooLarge),
            ("М8х40;Болт;5", Unreadable::TooManyColumns),
            ("М8х40;5;7", Unreadable::TooManyColumns),
            ("М8х40;5;7 шт", Unreadable::TooManyColumns),
            ("М8х40;5;срочно;7", Unreadable::TooManyColumns),
            ("М8х40;Болт;срочно", Unreadable::NotANumber),
            ("Болт 8 100", Unreadable::Ambiguous),
            ("Болт 1 000 шт", Unreadable::Ambiguous),
        ] {
            let intake = read_lines(text);
            assert_eq!(
                intake.unreadable,
                [UnreadableRow {
                    row: 1,
                    raw: text.to_owned(),
                    why
                }],
                "{text}"
            );
            assert!(intake.lines.is_empty() && intake.skipped.is_empty(), "{text}");
        }
    }

    #[test]
    fn blank_rows_and_the_header_are_skipped_and_said() {
        let intake = read_lines("\u{feff}\r\nАртикул;Количество\r\nА-1;5\r\n ;;\r\nБ-2;2,5\rАртикул;7\n");
        let skipped: Vec<_> = intake.skipped.iter().map(|row| (row.row, row.why)).collect();
        assert_eq!(
            skipped,
            [(1, Skipped::Blank), (2, Skipped::Header), (4, Skipped::Blank)]
        );
        let lines: Vec<_> = intake
            .lines
            .iter()
            .map(|line| (line.row, line.article.as_str()))
            .collect();
        assert_eq!(
            lines,
            [(3, "А-1"), (5, "Б-2"), (6, "Артикул")],
            "a header stands at the head only"
        );
        assert!(intake.unreadable.is_empty());
    }

    #[test]
    fn headers_are_known_by_their_first_word() {
        for text in [
            "Артикул",
            "артикул\tкол-во",
            "Код товара;Кол-во",
            "Article,Quantity",
            "SKU Qty",
            "Арт.;К-сть",
        ] {
            assert_eq!(read_lines(text).skipped.len(), 1, "{text}");
        }
        for text in ["Артикул1;5", "Кодак;5", "КОД-7", "Болт;5"] {
            assert_eq!(read_lines(text).lines.len(), 1, "{text}");
        }
    }

    #[test]
    fn an_empty_text_is_an_empty_intake() {
        assert_eq!(read_lines(""), Intake::default());
        assert_eq!(read_lines("\u{feff}"), Intake::default());
    }

    proptest! {
        #[test]
        fn every_row_is_accounted_for_once(text in "[А-ба-я0-9;,\t\\- .\"\r\n]{0,200}") {
            let intake = read_lines(&text);
            let mut rows: Vec<u32> = intake.lines.iter().map(|l| l.row).collect();
            rows.extend(intake.skipped.iter().map(|s| s.row));
            rows.extend(intake.unreadable.iter().map(|u| u.row));
            rows.sort_unstable();
            let count = text.replace("\r\n", "\n").replace('\r', "\n").lines().count();
            prop_assert_eq!(rows, (1..=u32::try_from(count).unwrap()).collect::<Vec<_>>());
            for line in &intake.lines {
                prop_assert!(!line.article.trim().is_empty());
                let is_positive = |quantity: &Written| match quantity {
                    Written::Exact(quantity) => quantity.is_positive(),
                    Written::Doubtful(readings) => !readings.is_empty(),
                };
                prop_assert!(line.quantity.as_ref().is_none_or(is_positive));
            }
        }

        #[test]
        fn a_row_with_a_semicolon_is_read_back(article in "[А-Яа-яA-Z0-9][А-Яа-яA-Z0-9 ,./-]{0,20}[А-Яа-яA-Z0-9]", milli in 1_i64..10_000_000_000) {
            let text = format!("Артикул;Количество\n{article};{}.{:03}0", milli / 1000, milli % 1000);
            let intake = read_lines(&text);
            prop_assert_eq!(intake.lines.len(), 1);
            prop_assert_eq!(&intake.lines[0].article, &article);
            prop_assert_eq!(&intake.lines[0].quantity, &Some(Written::Exact(Quantity::from_milli(milli))));
        }
    }
}
