//! Workbooks of hard tables are opened by LibreOffice, which finds every value as it was written.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

use cabinet_documents::sheet::{Sheet, Value, csv, xlsx};

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn opened(name: &str, sheet: &Sheet) {
    let folder = tempfile::tempdir().unwrap();
    let (workbook, table) = (folder.path().join("table.xlsx"), folder.path().join("table.csv"));
    std::fs::write(&workbook, xlsx(sheet).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
    std::fs::write(&table, csv(sheet)).unwrap();
    testkit::office::reads_the_same(&workbook, &table);
}

#[test]
fn libreoffice_reads_every_letter_and_digit_of_a_hard_table() {
    let texts = [
        "007",
        "00012345678901234567",
        "=1+1",
        "+7 495 500-55-50",
        "-x",
        "@сумма",
        "01.02.2026",
        "1E5",
        "TRUE",
        "Болт «М8×40» ⌀ 8 мм, ½\" № 1 ₽ ₴ ґ ї",
        "два\nряда; и \"кавычки\"",
        "a\tb",
        "&lt;b&gt; <b> & ]]>",
        "  с полями  ",
        "_x0041_",
        "'",
    ];
    let numbers = ["0", "-12.50", "0.000001", "9007199254740991", "1234567.89", "46000"];
    let rows = texts.iter().enumerate().map(|(at, name)| {
        let number = numbers[at % numbers.len()].to_owned();
        let price = if at % 3 == 0 {
            Value::Empty
        } else {
            Value::Price(number.clone())
        };
        vec![text(name), Value::Number(number), price, text("")]
    });
    let sheet = Sheet {
        name: "Цены [2026]: 'все' / части?*\\ и ещё длинное имя".to_owned(),
        heads: ["Наименование", "Число", "Цена", "Пусто"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    opened("a hard table", &sheet);
}

#[test]
fn libreoffice_opens_a_table_without_rows_and_one_of_thousands() {
    let heads = vec!["Артикул".to_owned(), "Цена".to_owned()];
    let rows = (0..5_000).map(|at| {
        vec![
            text(&format!("А-{at:05}")),
            Value::Price(format!("{at}.{:02}", at % 100)),
        ]
    });
    let mut sheet = Sheet {
        name: String::new(),
        heads,
        rows: Vec::new(),
    };
    opened("no rows", &sheet);
    sheet.rows = rows.collect();
    opened("thousands of rows", &sheet);
}
