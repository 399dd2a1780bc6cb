//! Order lists as people paste, pipe and send them, read into articles and quantities.
//!
//! In: what was pasted, or any file ([`file::read_file`], [`table::understand`], [`table::rows::read_rows`]). Out: the lines,
//! the rows left out on purpose, and the rows that could not be read, with the reason. Invariants: pure; every row is in
//! exactly one of the three lists; nothing is guessed where two readings would order different amounts.
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
    /// The row names several goods: each belongs on a line of its own.
    #[error("the row names several goods")]
    SeveralGoods,
    /// The sheet has the very lines of an earlier one: ordered too, it would double the order.
    #[error("the sheet repeats an earlier one")]
    CopiedSheet,
}

/// Reads an amount by itself, as it is typed into a cell: `24`, `2 кор`, `2 box of 12`, `1,5 м`.
///
/// # Errors
/// [`Unreadable`]: what is no number, not above zero, too fine or too large.
pub fn read_amount(text: &str) -> Result<(Written, Option<String>), Unreadable> {
    amount::Amount::read(text).map(|amount| (amount.quantity, amount.unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::NoCatalogue;
    use crate::table::roles::Role;
    use crate::table::rows::Line;
    use cabinet_domain::quantity::Quantity;
    use proptest::prelude::*;

    fn exact(quantity: Written) -> i64 {
        match quantity {
            Written::Exact(quantity) => quantity.milli(),
            Written::Doubtful(readings) => panic!("doubtful: {readings:?}"),
        }
    }

    /// The rows of a pasted text.
    fn read(text: &str) -> Rows {
        read_order(text.as_bytes(), &NoCatalogue, &|_| None).unwrap().rows
    }

    /// The only line of a text of one row.
    fn only(text: &str) -> Line {
        let rows = read(text);
        assert_eq!(
            (rows.lines.len(), rows.skipped.len(), rows.unreadable.len()),
            (1, 0, 0),
            "{text}: {rows:#?}"
        );
        rows.lines.into_iter().next().unwrap()
    }

    /// The same: what names the goods, thousandths, unit.
    fn line(text: &str) -> (String, Option<i64>, Option<String>) {
        let line = only(text);
        let named = line.article.or(line.name).unwrap();
        (named, line.quantity.map(exact), line.unit)
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
            let line = only(text);
            let readings = readings.into_iter().map(Quantity::from_milli).collect();
            assert_eq!(line.article.as_deref(), Some(article), "{text}");
            assert_eq!(line.quantity, Some(Written::Doubtful(readings)), "{text}");
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
            ("М8х50;3\nМ8х60;4\nМ8х40;много", Unreadable::NotANumber),
            ("М8х50;3\nМ8х60;4\nМ8х40;5 попугаев", Unreadable::NotANumber),
            ("М8х40;0", Unreadable::NotPositive),
            ("М8х40;-5", Unreadable::NotPositive),
            ("М8х40;0,0005", Unreadable::TooFine),
            ("М8х50;3\nМ8х60;4\nМ8х40;99999999999999999999", Unreadable::TooLarge),
            ("Болт 8 100", Unreadable::Ambiguous),
            ("Болт 1 000 шт", Unreadable::Ambiguous),
        ] {
            let rows = read(text);
            let last = u32::try_from(text.lines().count()).unwrap();
            let unread: Vec<_> = rows.unreadable.iter().map(|row| (row.at.row, row.why)).collect();
            assert_eq!(unread, [(last, why)], "{text}: {rows:?}");
            assert_eq!(rows.lines.len() + 1, text.lines().count(), "{text}");
        }
    }

    #[test]
    fn where_several_columns_may_be_the_quantity_none_is() {
        for text in ["М8х40;5;7", "М8х40;5;срочно;7"] {
            let order = read_order(text.as_bytes(), &NoCatalogue, &|_| None).unwrap();
            assert_eq!(order.rows.lines.len(), 1, "{text}");
            assert_eq!(order.rows.lines[0].quantity, None, "{text}");
            assert!(order.tables[0].doubts().contains(&Role::Quantity), "{text}");
        }
    }

    #[test]
    fn blank_rows_and_the_header_are_skipped_and_said() {
        let rows = read("\u{feff}\r\nАртикул;Количество\r\nА-1;5\r\n ;;\r\nБ-2;2,5\rВ-3;7\n");
        let skipped: Vec<_> = rows
            .skipped
            .iter()
            .map(|rows| (rows.at.row, rows.last_row, rows.why))
            .collect();
        assert_eq!(
            skipped,
            [(1, 1, Skipped::Blank), (2, 2, Skipped::Header), (4, 4, Skipped::Blank)]
        );
        let lines: Vec<_> = rows
            .lines
            .iter()
            .map(|line| (line.at.row, line.article.as_deref().unwrap()))
            .collect();
        assert_eq!(lines, [(3, "А-1"), (5, "Б-2"), (6, "В-3")]);
        assert!(rows.unreadable.is_empty());
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
            assert_eq!(read(text).skipped.len(), 1, "{text}");
        }
        for text in ["Артикул1;5", "Кодак;5", "КОД-7", "Болт;5"] {
            assert_eq!(read(text).lines.len(), 1, "{text}");
        }
    }

    #[test]
    fn a_text_without_a_letter_is_no_list() {
        for text in ["", " \r\n\t"] {
            assert!(
                read_order(text.as_bytes(), &NoCatalogue, &|_| None).is_err(),
                "{text:?}"
            );
        }
        assert_eq!(read("\u{feff}"), Rows::default());
    }

    proptest! {
        #[test]
        fn every_row_is_accounted_for_once(text in "[А-ба-я0-9;,\t\\- .\"\r\n]{0,200}") {
            let Ok(order) = read_order(text.as_bytes(), &NoCatalogue, &|_| None) else {
                return Ok(());
            };
            let rows = &order.rows;
            let mut places: Vec<u32> = rows.lines.iter().map(|line| line.at.row).collect();
            places.extend(rows.skipped.iter().flat_map(|rows| rows.at.row..=rows.last_row));
            places.extend(rows.unreadable.iter().map(|row| row.at.row));
            places.sort_unstable();
            places.dedup();
            for line in &rows.lines {
                let named = line.article.as_deref().or(line.name.as_deref()).or(line.barcode.as_deref());
                prop_assert!(named.is_some_and(|named| !named.trim().is_empty()));
                let is_positive = |quantity: &Written| match quantity {
                    Written::Exact(quantity) => quantity.is_positive(),
                    Written::Doubtful(readings) => !readings.is_empty(),
                };
                prop_assert!(line.quantity.as_ref().is_none_or(is_positive));
            }
            let filled = order.book.sheets.iter().flat_map(|sheet| &sheet.rows);
            for row in filled {
                prop_assert!(places.contains(&row.number), "row {} is lost: {rows:?}", row.number);
            }
        }

        #[test]
        fn a_row_with_a_semicolon_is_read_back(article in "[А-Яа-яA-Z0-9][А-Яа-яA-Z0-9 ,./-]{0,20}[А-Яа-яA-Z0-9]", milli in 1_i64..10_000_000_000) {
            let text = format!("Артикул;Количество\n{article};{}.{:03}0", milli / 1000, milli % 1000);
            let rows = read(&text);
            // Articles that a spreadsheet has spoiled («1.02.2024») are told, and not ordered.
            if let [line] = rows.lines.as_slice() {
                prop_assert_eq!(line.article.as_deref(), Some(article.as_str()));
                prop_assert_eq!(&line.quantity, &Some(Written::Exact(Quantity::from_milli(milli))));
            } else {
                prop_assert_eq!(rows.unreadable.len() + rows.skipped.iter().filter(|rows| rows.at.row == 2).count(), 1);
            }
        }
    }
}
