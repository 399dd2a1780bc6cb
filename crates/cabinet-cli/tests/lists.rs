//! Order lists out of files put into a draft: what is sure goes in, the rest is asked about, and no row vanishes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use common::shop::in_step;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use std::path::Path;
use testkit::export::goods;
use testkit::supplier::Supplier;

fn dealer() -> Option<(Supplier, Dealer)> {
    let supplier = Supplier::with(&goods(&[
        ("Б-1", "Болт оцинкованный М8х40", "10.00", 1000),
        ("Б-2", "Болт оцинкованный М10х60", "20.00", 1000),
        ("Г-1", "Гайка шестигранная М8", "3.00", 1000),
    ]))?;
    let (_, dealer) = in_step(&supplier);
    Some((supplier, dealer))
}

/// As a purchasing manager sends it: a title, titles of columns in the fourth row, groups, a total, two sheets.
fn workbook(path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Крепёж").unwrap();
    sheet.write_string(0, 1, "Заявка № 15 от 12.05.2026").unwrap();
    sheet.write_string(1, 1, "тел. 8 (495) 123-45-67").unwrap();
    for (column, title) in [
        (1, "№ п/п"),
        (2, "Номенклатура"),
        (3, "Артикул"),
        (4, "К-во"),
        (5, "Ед."),
    ] {
        sheet.write_string(3, column, title).unwrap();
    }
    sheet.write_string(4, 1, "Болты").unwrap();
    let lines = [
        ("Болт", "б 1", 120),
        ("Болт оцинкованный М10х60", "", 40),
        ("Шайба", "Ш-99", 7),
        ("Болт оцинк.", "Б-1", 0),
    ];
    for (at, (name, article, quantity)) in (5_u32..).zip(lines) {
        sheet.write_number(at, 1, at - 4).unwrap();
        sheet.write_string(at, 2, name).unwrap();
        sheet.write_string(at, 3, article).unwrap();
        sheet.write_number(at, 4, quantity).unwrap();
        sheet.write_string(at, 5, "шт").unwrap();
    }
    sheet.write_number(8, 4, 2.5).unwrap();
    sheet.write_string(9, 2, "Итого:").unwrap();
    sheet.write_number(9, 4, 169.5).unwrap();
    let second = book.add_worksheet().set_name("Гайки").unwrap();
    second.write_string(0, 0, "Артикул").unwrap();
    second.write_string(0, 1, "Количество").unwrap();
    second.write_string(1, 0, "Г-1").unwrap();
    second.write_string(1, 1, "1 000 шт.").unwrap();
    book.save(path).unwrap();
}

#[test]
fn a_workbook_as_people_send_it_becomes_lines_and_every_other_row_is_accounted_for() {
    let Some((supplier, dealer)) = dealer() else { return };
    let file = supplier.path().join("Заявка.csv");
    workbook(&file);
    let draft = dealer.ok(&["draft", "new", "--name", "Заказ"])["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let added = dealer.ok(&["draft", "add", &draft, file.to_str().unwrap()]);
    let matched: Vec<(Value, Value, Value, Value)> = added["matched"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let field = |name: &str| line[name].clone();
            (field("sheet"), field("row"), field("article"), field("quantity_milli"))
        })
        .collect();
    assert_eq!(
        matched,
        [
            (json!("Крепёж"), json!(6), json!("Б-1"), json!(120_000)),
            (json!("Крепёж"), json!(7), json!("Б-2"), json!(40_000)),
            (json!("Гайки"), json!(2), json!("Г-1"), json!(1_000_000)),
        ],
        "{added:#}"
    );
    let missing: Vec<(&Value, &Value)> = added["not_found"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (&line["row"], &line["reason"]))
        .collect();
    assert_eq!(
        missing,
        [
            (&json!(8), &json!("unknown_article")),
            (&json!(9), &json!("not_divisible"))
        ],
        "{added:#}"
    );
    let whys: Vec<&Value> = added["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rows| &rows["why"])
        .collect();
    assert!(
        whys.contains(&&json!("total")) && whys.contains(&&json!("title")),
        "{added:#}"
    );
    let text = dealer
        .command(&["draft", "add", &draft, file.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&text.stdout).contains("Крепёж, row 8"));
}

#[test]
fn pages_old_encodings_and_names_are_read_and_what_is_no_list_is_said_to_be_none() {
    let Some((supplier, dealer)) = dealer() else { return };
    let draft = dealer.ok(&["draft", "new", "--name", "Заказ"])["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let add = |name: &str, bytes: &[u8]| {
        let file = supplier.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        dealer.run(&["draft", "add", &draft, file.to_str().unwrap()])
    };
    let page = "<html><meta charset=utf-8><table><tr><th>Артикул<th>Цена<th>Заказ\
                <tr><td>Б-1<td>10,00<td>5<tr><td>Б-2<td>20,00<td></table>";
    let done = add("order.xls", page.as_bytes());
    assert_eq!(
        done.json["matched"][0]["quantity_milli"],
        json!(5_000),
        "{:#}",
        done.json
    );
    // «Б-1;3» in windows-1251.
    let done = add("order.txt", b"\xc1-1;3\r\n\xc1-2;4\r\n\xc3-1;5\r\n");
    assert_eq!(done.json["matched"].as_array().unwrap().len(), 3, "{:#}", done.json);
    // A name that is the very name is taken; one that is only like it is offered.
    let named = "Наименование;Количество\nГайка шестигранная М8;7\nболт оцинкованный;1\n";
    let done = add("names.csv", named.as_bytes());
    assert_eq!(done.json["matched"][0]["article"], json!("Г-1"), "{:#}", done.json);
    assert_eq!(
        done.json["choose"][0]["candidates"].as_array().unwrap().len(),
        2,
        "{:#}",
        done.json
    );
    for (name, bytes) in [
        ("a.pdf", &b"%PDF-1.4\n"[..]),
        ("b.xlsx", b"PK\x03\x04 cut off"),
        ("c.csv", b""),
    ] {
        let done = add(name, bytes);
        assert_eq!(
            (done.code, done.json["error"]["code"].as_str()),
            (1, Some("invalid")),
            "{name}: {}",
            done.words
        );
    }
}

#[test]
fn a_list_with_two_columns_of_quantities_adds_nothing_of_them() {
    let Some((supplier, dealer)) = dealer() else { return };
    let draft = dealer.ok(&["draft", "new", "--name", "Заказ"])["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let file = supplier.path().join("form.csv");
    std::fs::write(
        &file,
        "Артикул;Заказ Москва, шт;Заказ Тула, шт\nБ-1;5;7\nБ-2;;3\nГ-1;2;1\n",
    )
    .unwrap();
    let added = dealer.ok(&["draft", "add", &draft, file.to_str().unwrap()]);
    assert_eq!(added["matched"], json!([]), "{added:#}");
    assert_eq!(added["not_found"][0]["reason"], json!("doubtful_columns"), "{added:#}");
    let titles: Vec<&Value> = added["doubts"][0]["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| &column["title"])
        .collect();
    assert_eq!(titles.len(), 2, "{added:#}");
    assert!(titles.contains(&&json!("Заказ Тула, шт")), "{added:#}");
}

#[test]
fn what_is_pasted_is_read_as_a_file_is_and_nothing_but_a_quantity_is_ordered() {
    let Some((supplier, dealer)) = dealer() else { return };
    let path = supplier.path().join("pasted.txt");
    let added = |text: &str| {
        let draft = dealer.ok(&["draft", "new", "--name", "Вставка"])["id"]
            .as_str()
            .unwrap()
            .to_owned();
        std::fs::write(&path, text).unwrap();
        dealer.ok(&["draft", "add", &draft, path.to_str().unwrap()])
    };
    let pile = |text: &str| -> Vec<(Value, Value)> {
        let report = added(text);
        let lines = |pile: &str, what: &str| -> Vec<(Value, Value)> {
            let lines = report[pile].as_array().unwrap().iter();
            lines.map(|line| (line["row"].clone(), line[what].clone())).collect()
        };
        let mut all = lines("matched", "quantity");
        all.extend(lines("not_found", "reason"));
        all.extend(lines("choose", "row"));
        all
    };
    for (text, expected) in [
        // A unit beside the amount, and in the title.
        (
            "Артикул;Кол-во;Ед\nБ-1;2;уп\nБ-2;3;шт\n",
            vec![(json!(3), json!("3")), (json!(2), json!("unknown_unit"))],
        ),
        ("Артикул\tЗаказ, уп\nБ-1\t2\n", vec![(json!(2), json!("unknown_unit"))]),
        ("Артикул;Кол-во, тыс. шт\nБ-1;0,2\n", vec![(json!(2), json!("200"))]),
        // A price, a stock and what nobody knows.
        ("Артикул;Цена\nБ-1;50\n", vec![(json!(2), json!("no_quantity"))]),
        ("Артикул;Остаток\nБ-1;300\n", vec![(json!(2), json!("no_quantity"))]),
        (
            "Артикул;ТЗ\nБ-1;5\nБ-2;7\n",
            vec![
                (json!(2), json!("doubtful_columns")),
                (json!(3), json!("doubtful_columns")),
            ],
        ),
        // A mail.
        (
            "Добрый день! Прошу отгрузить:\n1. Б-1 - 5 шт\n2) Б-2: 7\n3. Г-1 (2 шт)\nС уважением, Анна\n",
            vec![(json!(2), json!("5")), (json!(3), json!("7")), (json!(4), json!("2"))],
        ),
        // The article of one, the name of another.
        (
            "Артикул;Наименование;Кол-во\nБ-1;Гайка шестигранная М8;5\n",
            vec![(json!(2), json!(2))],
        ),
    ] {
        assert_eq!(pile(text), expected, "{text}");
    }

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, (article, amount)) in (0_u32..).zip([("Артикул", "Количество"), ("Б-1", "5"), ("Б-2", "7")])
    {
        sheet.write_string(at, 0, article).unwrap();
        sheet.write_string(at, 1, amount).unwrap();
    }
    sheet.set_row_hidden(2).unwrap();
    let hidden = supplier.path().join("hidden.xlsx");
    book.save(&hidden).unwrap();
    let draft = dealer.ok(&["draft", "new", "--name", "Скрытое"])["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let report = dealer.ok(&["draft", "add", &draft, hidden.to_str().unwrap()]);
    assert_eq!(report["matched"].as_array().unwrap().len(), 1, "{report:#}");
    assert_eq!(report["not_found"][0]["reason"], json!("hidden_row"), "{report:#}");
    assert_eq!(report["not_found"][0]["readings"], json!(["7"]), "{report:#}");
}
