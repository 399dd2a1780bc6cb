//! Workbooks.

use crate::score::Case;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::io::{Cursor, Write as _};

const FORM: &[u8] = include_bytes!("fixtures/form.xls");
const CORNERS: &[u8] = include_bytes!("fixtures/corners.xls");
const STRUCK: &[u8] = include_bytes!("fixtures/struck.xls");
const TEXTS: &[u8] = include_bytes!("fixtures/texts.xls");
const ODS: &[u8] = include_bytes!("fixtures/order.ods");
const PASSWORD: &[u8] = include_bytes!("fixtures/password.xlsx");

fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

fn row(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, text) in (0_u16..).zip(cells).filter(|(_, text)| !text.is_empty()) {
        sheet.write_string(row, column, *text).unwrap();
    }
}

/// A row of texts, then an amount as a number.
fn line(sheet: &mut Worksheet, at: u32, cells: &[&str], amount: i32) {
    row(sheet, at, cells);
    sheet
        .write_number(at, u16::try_from(cells.len()).unwrap(), amount)
        .unwrap();
}

fn plain() -> Vec<u8> {
    book(|sheet| {
        row(sheet, 0, &["Артикул", "Количество"]);
        line(sheet, 1, &["А-1"], 5);
        line(sheet, 2, &["А-2"], 6);
    })
}

/// The order, the same once more, and a sheet that orders one of its goods again.
fn copied() -> Vec<u8> {
    let mut book = Workbook::new();
    for name in ["Заказ", "Заказ (2)"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        row(sheet, 0, &["Артикул", "Количество"]);
        line(sheet, 1, &["А-1"], 5);
        line(sheet, 2, &["А-2"], 6);
    }
    let sheet = book.add_worksheet();
    row(sheet, 0, &["Артикул", "Количество"]);
    line(sheet, 1, &["А-1"], 1);
    book.save_to_buffer().unwrap()
}

/// «Количество» over two cells, the number and its unit, as 1C prints orders; and rows that are struck out.
fn printed() -> Vec<u8> {
    book(|sheet| {
        let (plain, struck) = (Format::new(), Format::new().set_font_strikethrough());
        row(sheet, 0, &["№", "Артикул", "Товар"]);
        sheet.merge_range(0, 3, 0, 4, "Количество", &plain).unwrap();
        row(sheet, 0, &["", "", "", "", "", "Цена"]);
        for (at, article, amount, unit) in [(1, "А-1", 2, "упак"), (2, "А-2", 50, "шт"), (3, "А-3", 7, "шт")]
        {
            let format = if article == "А-2" { &struck } else { &plain };
            sheet.write_number_with_format(at, 0, at, format).unwrap();
            sheet.write_string_with_format(at, 1, article, format).unwrap();
            sheet.write_string_with_format(at, 2, "Болт", format).unwrap();
            sheet.write_number_with_format(at, 3, amount, format).unwrap();
            sheet.write_string_with_format(at, 4, unit, format).unwrap();
            // A price that is struck out is not the row.
            sheet.write_number_with_format(at, 5, 12.5, &struck).unwrap();
        }
    })
}

/// Formulas of a program that does not compute: an empty result beside each.
fn without_results() -> Vec<u8> {
    const SHEET: &str = concat!(
        "<worksheet><sheetData>",
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Артикул</t></is></c><c r="B1" t="inlineStr"><is><t>Упаковок</t></is></c>"#,
        r#"<c r="C1" t="inlineStr"><is><t>В уп</t></is></c><c r="D1" t="inlineStr"><is><t>Итого шт</t></is></c></row>"#,
        r#"<row r="2"><c r="A2" t="inlineStr"><is><t>А-1</t></is></c><c r="B2"><v>2</v></c><c r="C2"><v>5</v></c>"#,
        r#"<c r="D2"><f>B2*C2</f><v></v></c></row>"#,
        r#"<row r="3"><c r="A3" t="inlineStr"><is><t>А-2</t></is></c><c r="B3"><v>3</v></c><c r="C3"><v>5</v></c>"#,
        r#"<c r="D3"><f>B3*C3</f><v/></c></row>"#,
        "</sheetData></worksheet>"
    );
    zip(&[
        (
            "xl/workbook.xml",
            br#"<workbook xmlns:r="r"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", SHEET.as_bytes()),
    ])
}

/// An order, and beside it what lies in a warehouse.
fn with_stock() -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, amount) in [("Заказ", 5), ("Остатки на складе", 300)] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        row(sheet, 0, &["Артикул", "Количество"]);
        line(sheet, 1, &["А-1"], amount);
    }
    book.save_to_buffer().unwrap()
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn merged_titles() -> Vec<u8> {
    book(|sheet| {
        sheet.merge_range(0, 0, 0, 4, "Заявка на май", &Format::new()).unwrap();
        sheet.merge_range(2, 0, 2, 1, "Товар", &Format::new()).unwrap();
        sheet.merge_range(2, 2, 2, 3, "Остаток", &Format::new()).unwrap();
        sheet.merge_range(2, 4, 2, 4 + 1, "Заказ", &Format::new()).unwrap();
        row(sheet, 3, &["Артикул", "Наименование", "шт", "уп", "шт", "Комментарий"]);
        for (at, article) in [(4, "А-1"), (5, "А-2"), (6, "А-3")] {
            row(sheet, at, &[article, "Болт"]);
            sheet.write_number(at, 2, 500).unwrap();
            sheet.write_number(at, 3, 5).unwrap();
            sheet.write_number(at, 4, at * 10).unwrap();
        }
    })
}

fn formats() -> Vec<u8> {
    book(|sheet| {
        let format = |code: &str| Format::new().set_num_format(code);
        row(sheet, 0, &["Артикул", "Штрихкод", "Кол-во", "Цена"]);
        sheet.write_number_with_format(1, 0, 7, &format("000")).unwrap();
        sheet.write_number(1, 1, 4_607_001_234_562_f64).unwrap();
        sheet.write_number_with_format(1, 2, 5, &format("0\" шт.\"")).unwrap();
        sheet
            .write_number_with_format(2, 0, 42, &format("\"АБ-\"0000"))
            .unwrap();
        sheet.write_number_with_format(2, 2, 1.5, &format("0.00")).unwrap();
        row(sheet, 3, &["В-3"]);
        sheet.write_number_with_format(3, 2, 2.5, &format("0")).unwrap();
        row(sheet, 4, &["Г-4"]);
        sheet
            .write_number_with_format(4, 2, 1000, &format("#,##0.000"))
            .unwrap();
        row(sheet, 5, &["Д-5"]);
        // What 0.1 and 0.2 make.
        sheet.write_number(5, 2, 0.300_000_000_000_000_04).unwrap();
    })
}

fn dates() -> Vec<u8> {
    book(|sheet| {
        let day = Format::new().set_num_format("dd.mm.yyyy");
        let date = ExcelDateTime::from_ymd(2024, 5, 12).unwrap();
        row(sheet, 0, &["Артикул", "Название", "Количество", "Дата поставки"]);
        line(sheet, 1, &["А-1", "Болт"], 5);
        sheet.write_datetime_with_format(1, 3, &date, &day).unwrap();
        sheet.write_datetime_with_format(2, 0, &date, &day).unwrap();
        row(sheet, 2, &["", "Гайка"]);
        sheet.write_number(2, 2, 6).unwrap();
        row(sheet, 3, &["А-3", "Шайба"]);
        sheet.write_datetime_with_format(3, 2, &date, &day).unwrap();
    })
}

fn formulas() -> Vec<u8> {
    book(|sheet| {
        row(sheet, 0, &["Артикул", "Кол-во", "Цена", "Сумма"]);
        for (at, result) in [(1, "5"), (2, "#REF!"), (3, "2.5")] {
            row(sheet, at, &[["", "А-1", "А-2", "А-3"][at as usize]]);
            sheet
                .write_formula(at, 1, Formula::new("=Z1*2").set_result(result))
                .unwrap();
            sheet.write_number(at, 2, 10).unwrap();
            sheet
                .write_formula(at, 3, Formula::new("=B2*C2").set_result("50"))
                .unwrap();
        }
        row(sheet, 4, &["ИТОГО"]);
        sheet
            .write_formula(4, 3, Formula::new("=SUM(D2:D4)").set_result("150"))
            .unwrap();
    })
}

fn hidden() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    row(sheet, 0, &["Артикул", "Служебное", "Кол-во"]);
    line(sheet, 1, &["А-1", "x"], 5);
    line(sheet, 2, &["А-2", "y"], 6);
    sheet.set_row_hidden(2).unwrap();
    sheet.set_column_hidden(1).unwrap();
    let second = book.add_worksheet().set_name("Прайс").unwrap();
    row(second, 0, &["Артикул", "Наименование", "Цена"]);
    line(second, 1, &["А-1", "Болт"], 12);
    line(second, 2, &["А-9", "Гвоздь"], 15);
    let third = book.add_worksheet().set_name("Скрытый").unwrap();
    third.set_hidden(true);
    row(third, 0, &["Артикул", "Кол-во"]);
    line(third, 1, &["А-7"], 9);
    book.save_to_buffer().unwrap()
}

fn corners() -> Vec<u8> {
    book(|sheet| {
        row(sheet, 0, &["Артикул", "Кол-во"]);
        line(sheet, 1_048_575, &["УГ-1"], 4);
        sheet.write_string(1_048_575, 16_383, "x").unwrap();
    })
}

fn merged_goods() -> Vec<u8> {
    book(|sheet| {
        row(sheet, 0, &["Артикул", "Наименование", "Кол-во"]);
        sheet.merge_range(1, 0, 2, 0, "А-1", &Format::new()).unwrap();
        row(sheet, 1, &["", "Болт М8"]);
        row(sheet, 2, &["", "Болт М10"]);
        sheet.write_number(1, 2, 5).unwrap();
        sheet.write_number(2, 2, 6).unwrap();
        row(sheet, 3, &["А-2", "Гайка"]);
        row(sheet, 4, &["А-3", "Шайба"]);
        sheet.merge_range(3, 2, 4, 2, "", &Format::new()).unwrap();
        sheet.write_number(3, 2, 7).unwrap();
    })
}

fn many() -> Vec<u8> {
    book(|sheet| {
        row(sheet, 0, &["№", "Артикул", "Наименование", "Кол-во"]);
        for at in 1..=50_000 {
            sheet.write_number(at, 0, at).unwrap();
            sheet.write_string(at, 1, format!("А-{at}")).unwrap();
            sheet.write_string(at, 2, "Болт").unwrap();
            sheet.write_number(at, 3, 1).unwrap();
        }
    })
}

/// The number of rows of the long workbook.
#[test]
fn fifty_thousand_rows_are_read_to_the_last() {
    let order = cabinet_intake::read_order(&many(), &cabinet_intake::table::NoCatalogue, &|_| None).unwrap();
    assert_eq!(order.rows.lines.len(), 50_000);
    assert!(order.rows.lines.iter().all(|line| line.quantity.is_some()));
    assert_eq!(order.rows.lines[49_999].article.as_deref(), Some("А-50000"));
}

pub fn cases() -> Vec<Case> {
    let whole = plain();
    let cut = whole[..whole.len() - 200].to_vec();
    vec![
        Case::bytes("a workbook", plain(), "1 # Header\n2 А-1 = 5\n3 А-2 = 6"),
        Case::bytes("a workbook, cut off", cut, "error the file is damaged"),
        Case::bytes("a workbook with a password", PASSWORD.to_vec(), "error the file is protected by a password"),
        Case::bytes("titles of two lines, merged", merged_titles(), "5 А-1 = 40 шт\n6 А-2 = 50 шт\n7 А-3 = 60 шт"),
        Case::bytes(
            "numbers and their formats",
            formats(),
            "2 007 = 5 шт.\n3 АБ-0042 = 1.5\n4 В-3 = 3|2.5\n5 Г-4 = 1000\n6 Д-5 = 0.3",
        ),
        Case::bytes("dates in three columns", dates(), "2 А-1 = 5\n3 ! DateForArticle\n4 ! DateForQuantity"),
        Case::bytes("formulas with their results", formulas(), "2 А-1 = 5\n3 ! FormulaError\n4 А-3 = 2.5\n1 # Header\n5 # Total"),
        Case::bytes(
            "hidden rows, columns and sheets, and a price list beside",
            hidden(),
            "2 А-1 = 5\n3 А-2 = 6 ~\n3:2 А-7 = 9 ~",
        ),
        Case::bytes(
            "a printed form: the amount and its unit under one title, a row struck out",
            printed(),
            "2 А-1 = 2 упак\n3 А-2 = 50 шт ~\n4 А-3 = 7 шт",
        ),
        Case::bytes("formulas of a program that does not compute", without_results(), "2 ! FormulaError\n3 ! FormulaError"),
        Case::bytes("a stock on a sheet of its own", with_stock(), "2 А-1 = 5\n2:2 А-1 = ?"),
        Case::bytes(
            "a sheet copied to be kept",
            copied(),
            "2 А-1 = 5\n3 А-2 = 6\n2:2 ! CopiedSheet\n2:3 ! CopiedSheet\n3:2 А-1 = 1",
        ),
        Case::bytes("two cells in far corners", corners(), "1048576 УГ-1 = 4"),
        Case::bytes("merged articles and merged amounts", merged_goods(), "2 А-1 = 5\n3 А-1 = 6\n4 А-2 = 7\n5 А-3 = ?"),
        Case::bytes(
            "XLS: a form with everything",
            FORM.to_vec(),
            "5 00042 = 100 шт.\n6 ГБ-77 = 2.5\n7 ШЖ-01 = 7 ~\n8 ! DateForArticle\n9 ! DateForQuantity",
        ),
        Case::bytes("XLS: two cells in far corners", CORNERS.to_vec(), "65536 УГ-1 = 4"),
        Case::bytes(
            "XLS: a row struck out, and an old price",
            STRUCK.to_vec(),
            "2 А-1 = 5\n3 А-2 = 6 ~\n4 А-3 = 7",
        ),
        Case::bytes("XLS: cut off", FORM[..3000].to_vec(), "error the file is damaged"),
        Case::bytes(
            "ODS: repeated rows, hidden rows, rounded and padded numbers",
            ODS.to_vec(),
            "5 007 = 5 шт\n6 ІЄ-2 = 2.5 кг\n7 ЩЮ-3 = 1000 шт ~\n8 РВ-4 = 3|2.5 шт",
        ),
        Case::bytes(
            "ODS: with a password",
            zip(&[
                ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                ("content.xml", b"\x01\x02"),
                ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
            ]),
            "error the file is protected by a password",
        ),
        Case::bytes("a document of Word", zip(&[("word/document.xml", b"<w/>")]), "error this is a text document or slides"),
        Case::bytes("an archive of something", zip(&[("list.xlsx", b"x")]), "error this is an archive"),
        Case::bytes("a binary workbook", zip(&[("xl/workbook.bin", b"x")]), "error a binary workbook (XLSB) is not read"),
        Case::bytes(
            "ODS: a bomb of repeated cells",
            zip(&[(
                "content.xml",
                b"<a:c xmlns:a='a'><a:table><a:table-row a:number-rows-repeated='1000000'><a:table-cell a:number-columns-repeated='1000'><a:p>x</a:p></a:table-cell></a:table-row></a:table></a:c>",
            )]),
            "error the file is larger than any order",
        ),
    ]
}

#[test]
fn texts_of_an_old_workbook_go_over_the_borders_of_records() {
    let book = cabinet_intake::file::read_file(TEXTS).unwrap();
    let rows = &book.sheets[0].rows;
    assert_eq!(rows.len(), 52);
    for (at, row) in rows.iter().enumerate().skip(1) {
        let text = if at % 2 == 1 {
            format!("Клей монтажный усиленный быстрый для дерева, камня, металла и стекла, прозрачный, 300 мл №{at}")
        } else {
            format!("{}№{at}", "Latin text only ".repeat(7))
        };
        assert_eq!(row.raw(), format!("КЛ-{at:03}\t{text}\t{at}"));
    }
}
