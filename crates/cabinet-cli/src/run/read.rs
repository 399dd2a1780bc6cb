//! `read`: an order list as it is understood, without a profile and without the supplier's data.

use super::input;
use crate::answer::Answer;
use crate::exit::Failure;
use crate::table::{Align, Table};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::written::{Written, plain};
use cabinet_intake::file::kind::Kind;
use cabinet_intake::file::sheet::Row;
use cabinet_intake::table::NoCatalogue;
use cabinet_intake::table::roles::Role;
use cabinet_intake::table::rows::{At, Line};
use cabinet_intake::{Order, Skipped, Unreadable, read_order, table};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Reads a list and shows it.
pub fn read(file: &str) -> Result<Answer, Failure> {
    let order = read_order(&input::read(file)?, &NoCatalogue, &|_| None).map_err(Failure::List)?;
    Ok(Answer::new(&shape(&order), move |out| write(out, &order)))
}

fn shape(order: &Order) -> Value {
    let rows = order.rows.lines.iter().map(|line| row(order, line));
    let skipped = order.rows.skipped.iter().map(|rows| {
        json!({
            "sheet": sheet(order, rows.at),
            "row": rows.at.row,
            "last_row": rows.last_row,
            "why": skipped(rows.why),
        })
    });
    let unreadable = order.rows.unreadable.iter().map(|row| {
        json!({
            "sheet": sheet(order, row.at),
            "row": row.at.row,
            "raw": raw(order, row.at),
            "reason": unreadable(row.why),
            "message": row.why.to_string(),
            "is_hidden": row.is_hidden,
        })
    });
    let main = main_table(order);
    json!({
        "kind": kind(order.book.kind),
        "encoding": order.book.encoding.map(|encoded| encoded.name),
        "is_encoding_sure": order.book.encoding.is_none_or(|encoded| encoded.is_sure),
        "columns": main.map_or_else(no_columns, columns),
        "doubts": main.map(doubts).unwrap_or_default(),
        "rows": rows.collect::<Value>(),
        "unreadable": unreadable.collect::<Value>(),
        "skipped": skipped.collect::<Value>(),
        "tables": order.tables.iter().map(|table| one_table(order, table)).collect::<Value>(),
    })
}

/// The table that has the most lines.
fn main_table(order: &Order) -> Option<&table::Table> {
    let lines = |table: &&table::Table| {
        let is_its =
            |line: &&Line| line.at.sheet == table.sheet && (table.first_row..=table.last_row).contains(&line.at.row);
        order.rows.lines.iter().filter(is_its).count()
    };
    // Of equal ones the first.
    order.tables.iter().rev().max_by_key(lines)
}

fn one_table(order: &Order, table: &table::Table) -> Value {
    let candidates = table.candidates.iter().map(|candidate| {
        json!({
            "role": role(candidate.role),
            "column": letters(candidate.column),
            "confidence": candidate.confidence,
        })
    });
    let at = At {
        sheet: table.sheet,
        row: table.first_row,
    };
    json!({
        "sheet": sheet(order, at),
        "first_row": table.first_row,
        "last_row": table.last_row,
        "fingerprint": table.fingerprint.as_str(),
        "columns": columns(table),
        "doubts": doubts(table),
        "candidates": candidates.collect::<Value>(),
    })
}

/// Each role with the title of its column, or its letter where it has no title.
fn columns(table: &table::Table) -> Value {
    let named = Role::ALL.iter().map(|of| {
        let column = table.layout.column(*of).map(|column| {
            let title = table
                .columns
                .iter()
                .find(|view| view.column == column)
                .map(|view| view.title.clone());
            title
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| letters(column))
        });
        (role(*of).to_owned(), json!(column))
    });
    Value::Object(named.collect())
}

fn no_columns() -> Value {
    Value::Object(Role::ALL.iter().map(|of| (role(*of).to_owned(), Value::Null)).collect())
}

fn doubts(table: &table::Table) -> Vec<&'static str> {
    table.doubts().into_iter().map(role).collect()
}

fn row(order: &Order, line: &Line) -> Value {
    let (exact, readings) = match &line.quantity {
        None => (None, Vec::new()),
        Some(Written::Exact(quantity)) => (Some(*quantity), Vec::new()),
        Some(Written::Doubtful(readings)) => (None, readings.iter().map(|reading| plain(*reading)).collect()),
    };
    json!({
        "sheet": sheet(order, line.at),
        "row": line.at.row,
        "article": line.article,
        "barcode": line.barcode,
        "name": line.name,
        "quantity": exact.map(Quantity::to_decimal),
        "quantity_milli": exact.map(Quantity::milli),
        "readings": readings,
        "unit": line.unit,
        "price": line.price,
        "is_hidden": line.is_hidden,
    })
}

fn write(out: &mut dyn Write, order: &Order) -> io::Result<()> {
    for table in &order.tables {
        for doubt in doubts(table) {
            writeln!(
                out,
                "{}: cannot tell which column is the {doubt}",
                place(order, table.sheet, table.first_row)
            )?;
        }
    }
    let mut rows = Table::new(&[
        ("row", Align::Left),
        ("article", Align::Left),
        ("barcode", Align::Left),
        ("name", Align::Left),
        ("quantity", Align::Right),
        ("unit", Align::Left),
        ("price", Align::Right),
        ("", Align::Left),
    ]);
    for line in &order.rows.lines {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let quantity = match &line.quantity {
            None => "?".to_owned(),
            Some(Written::Exact(quantity)) => quantity.to_decimal(),
            Some(Written::Doubtful(readings)) => {
                let readings: Vec<String> = readings.iter().map(|reading| plain(*reading)).collect();
                format!("{}?", readings.join(" or "))
            }
        };
        rows.row(vec![
            place(order, line.at.sheet, line.at.row),
            text(&line.article),
            text(&line.barcode),
            text(&line.name),
            quantity,
            text(&line.unit),
            text(&line.price),
            if line.is_hidden { "hidden" } else { "" }.to_owned(),
        ]);
    }
    rows.write(out)?;
    for row in &order.rows.unreadable {
        writeln!(
            out,
            "row {}: {}: {}",
            place(order, row.at.sheet, row.at.row),
            row.why,
            raw(order, row.at)
        )?;
    }
    let skipped: u32 = order
        .rows
        .skipped
        .iter()
        .map(|rows| rows.last_row.saturating_sub(rows.at.row).saturating_add(1))
        .fold(0, u32::saturating_add);
    let (lines, unreadable) = (order.rows.lines.len(), order.rows.unreadable.len());
    writeln!(
        out,
        "{lines} lines, {unreadable} not read, {skipped} rows without a line"
    )
}

/// The number of a row, with its sheet where there are several.
fn place(order: &Order, at: usize, row: u32) -> String {
    if order.book.sheets.len() < 2 {
        return row.to_string();
    }
    format!("{}!{row}", sheet(order, At { sheet: at, row }))
}

/// The name of a sheet, or its number where it has none.
fn sheet(order: &Order, at: At) -> String {
    let name = order.book.sheets.get(at.sheet).map(|sheet| sheet.name.clone());
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| at.sheet.saturating_add(1).to_string())
}

fn raw(order: &Order, at: At) -> String {
    let row = order.book.sheets.get(at.sheet).and_then(|sheet| sheet.row(at.row));
    row.map(Row::raw).unwrap_or_default()
}

/// A column as a spreadsheet names it: `A`, `AB`.
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column.saturating_add(1);
    while left > 0 {
        let digit = left.saturating_sub(1) % 26;
        letters.push(char::from_u32(u32::from('A').saturating_add(digit)).unwrap_or('?'));
        left = left.saturating_sub(1) / 26;
    }
    letters.iter().rev().collect()
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Article => "article",
        Role::Barcode => "barcode",
        Role::Name => "name",
        Role::Quantity => "quantity",
        Role::Unit => "unit",
        Role::Price => "price",
        Role::Sum => "sum",
    }
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Xlsx => "xlsx",
        Kind::Xls => "xls",
        Kind::Ods => "ods",
        Kind::SpreadsheetMl => "spreadsheetml",
        Kind::Html => "html",
        Kind::CommerceMl => "commerceml",
        Kind::Delimited => "delimited",
        Kind::Text => "text",
    }
}

const fn skipped(why: Skipped) -> &'static str {
    match why {
        Skipped::Blank => "blank",
        Skipped::Header => "header",
        Skipped::Title => "title",
        Skipped::Group => "group",
        Skipped::Total => "total",
        Skipped::NotOrdered => "not_ordered",
        Skipped::Note => "note",
    }
}

const fn unreadable(why: Unreadable) -> &'static str {
    match why {
        Unreadable::NoArticle => "no_article",
        Unreadable::NotANumber => "not_a_number",
        Unreadable::NotPositive => "not_positive",
        Unreadable::TooFine => "too_fine",
        Unreadable::TooLarge => "too_large",
        Unreadable::TooManyColumns => "too_many_columns",
        Unreadable::Ambiguous => "ambiguous",
        Unreadable::DateForQuantity => "date_for_quantity",
        Unreadable::DateForArticle => "date_for_article",
        Unreadable::DigitsLost => "digits_lost",
        Unreadable::FormulaError => "formula_error",
        Unreadable::TwoUnits => "two_units",
        Unreadable::SeveralGoods => "several_goods",
        Unreadable::CopiedSheet => "copied_sheet",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_named_as_a_spreadsheet_names_it() {
        for (column, name) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(letters(column), name);
        }
    }
}
