//! A table as a workbook, or as text that spreadsheets open: what a person takes away of a screen.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// A table with a head.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its name; cut to what a workbook takes.
    pub name: String,
    /// What stands over the columns.
    pub heads: Vec<String>,
    /// The rows, each with a value for each head.
    pub rows: Vec<Vec<Value>>,
}

/// What is in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text, also one of digits: an article keeps its zeros.
    Text(String),
    /// An exact number in digits with a decimal point: `-12.5`.
    Number(String),
    /// The same, a price: a workbook shows two decimals at least.
    Price(String),
    /// Nothing.
    Empty,
}

/// The longest name of a sheet.
const NAME_LIMIT: usize = 31;
/// What a spreadsheet takes for the beginning of a formula in a table of text.
const FORMULA_MARKS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// How a workbook shows a price.
const PRICE_FORMAT: &str = "#,##0.00####";
/// The widest that a column is made, in characters.
const WIDEST: u16 = 60;

/// A workbook (XLSX) with a frozen head and a filter.
///
/// # Errors
/// [`XlsxError`]: more rows than a workbook has.
pub fn xlsx(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let name: String = sheet
        .name
        .chars()
        .filter(|letter| !r"[]:*?/\'".contains(*letter))
        .take(NAME_LIMIT)
        .collect();
    page.set_name(if name.trim().is_empty() { "1" } else { name.trim() })?;
    let bold = Format::new().set_bold();
    let price = Format::new().set_num_format(PRICE_FORMAT);
    for (head, column) in sheet.heads.iter().zip(0_u16..) {
        page.write_string_with_format(0, column, head, &bold)?;
        page.set_column_width(column, width(sheet, usize::from(column)))?;
    }
    for (row, at) in sheet.rows.iter().zip(1_u32..) {
        for (value, column) in row.iter().zip(0_u16..) {
            match value {
                Value::Text(text) => {
                    page.write_string(at, column, text)?;
                }
                Value::Number(digits) => write_number(page, at, column, digits, None)?,
                Value::Price(digits) => write_number(page, at, column, digits, Some(&price))?,
                Value::Empty => {}
            }
        }
    }
    page.set_freeze_panes(1, 0)?;
    if let (Some(last_column), Ok(last_row)) = (sheet.heads.len().checked_sub(1), u32::try_from(sheet.rows.len()))
        && let Ok(last_column) = u16::try_from(last_column)
    {
        page.autofilter(0, 0, last_row, last_column)?;
    }
    book.save_to_buffer()
}

#[expect(
    clippy::disallowed_types,
    reason = "a cell of a workbook is a double; nothing is calculated with it here"
)]
fn write_number(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    digits: &str,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    match (digits.parse::<f64>(), format) {
        (Ok(number), Some(format)) => page.write_number_with_format(row, column, number, format)?,
        (Ok(number), None) => page.write_number(row, column, number)?,
        (Err(_), _) => page.write_string(row, column, digits)?,
    };
    Ok(())
}

fn width(sheet: &Sheet, column: usize) -> u16 {
    let texts = sheet.rows.iter().filter_map(|row| row.get(column)).map(shown);
    let head = sheet.heads.get(column).map_or("", String::as_str);
    let longest = texts
        .chain(std::iter::once(head))
        .map(|text| text.chars().count())
        .max()
        .unwrap_or(0);
    u16::try_from(longest).unwrap_or(WIDEST).saturating_add(2).min(WIDEST)
}

fn shown(value: &Value) -> &str {
    match value {
        Value::Text(text) | Value::Number(text) | Value::Price(text) => text,
        Value::Empty => "",
    }
}

/// The table with semicolons and a byte order mark, as spreadsheets of Russian and Ukrainian systems open it at a click; numbers
/// have a decimal comma there. A text that a spreadsheet would take for a formula is told to be a text: it may be another's.
#[must_use]
pub fn csv(sheet: &Sheet) -> String {
    let mut text = String::from('\u{feff}');
    write(&mut text, sheet, ';', |value| match value {
        Value::Number(digits) | Value::Price(digits) => digits.replace('.', ","),
        Value::Text(text) if text.starts_with(FORMULA_MARKS) => format!("'{text}"),
        other => shown(other).to_owned(),
    });
    text
}

/// The table with tabs and decimal points, for programs.
#[must_use]
pub fn tsv(sheet: &Sheet) -> String {
    let mut text = String::new();
    write(&mut text, sheet, '\t', |value| shown(value).to_owned());
    text
}

fn write(text: &mut String, sheet: &Sheet, mark: char, written: impl Fn(&Value) -> String) {
    let heads: Vec<Value> = sheet.heads.iter().cloned().map(Value::Text).collect();
    for row in std::iter::once(&heads).chain(&sheet.rows) {
        for (value, at) in row.iter().zip(0_usize..) {
            if at > 0 {
                text.push(mark);
            }
            text.push_str(&quoted(&written(value), mark));
        }
        text.push_str("\r\n");
    }
}

fn quoted(text: &str, mark: char) -> String {
    if text.contains([mark, '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            name: "Коды: [все]".to_owned(),
            heads: vec!["Код".to_owned(), "Цена".to_owned()],
            rows: vec![
                vec![Value::Text("007;\"а\"".to_owned()), Value::Number("-12.50".to_owned())],
                vec![Value::Text("x\ty".to_owned()), Value::Empty],
                vec![Value::Empty, Value::Price("7.50".to_owned())],
            ],
        }
    }

    #[test]
    fn text_is_quoted_where_it_must_be_and_numbers_have_their_point_or_comma() {
        assert_eq!(
            csv(&sheet()),
            "\u{feff}Код;Цена\r\n\"007;\"\"а\"\"\";-12,50\r\nx\ty;\r\n;7,50\r\n"
        );
        assert_eq!(
            tsv(&sheet()),
            "Код\tЦена\r\n\"007;\"\"а\"\"\"\t-12.50\r\n\"x\ty\"\t\r\n\t7.50\r\n"
        );
    }

    #[test]
    fn a_text_is_no_formula_and_a_number_stays_one() {
        let texts = ["=1+1", "+7", "-x", "@a", "\t=1", "\r=1", "a=1"];
        let sheet = Sheet {
            name: String::new(),
            heads: vec!["=Код".to_owned()],
            rows: texts
                .iter()
                .map(|text| vec![Value::Text((*text).to_owned()), Value::Number("-1".to_owned())])
                .collect(),
        };
        assert_eq!(
            csv(&sheet),
            "\u{feff}'=Код\r\n'=1+1;-1\r\n'+7;-1\r\n'-x;-1\r\n'@a;-1\r\n'\t=1;-1\r\n\"'\r=1\";-1\r\na=1;-1\r\n"
        );
        // A program reads what is there.
        assert!(tsv(&sheet).contains("\r\n=1+1\t-1\r\n"));
    }

    #[test]
    fn a_workbook_is_made_whatever_the_name() {
        assert!(xlsx(&sheet()).unwrap().starts_with(b"PK"));
        assert!(xlsx(&Sheet::default()).unwrap().starts_with(b"PK"));
    }
}
