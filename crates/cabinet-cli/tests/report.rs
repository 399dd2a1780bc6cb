//! The report of purchases from the command line: orders of several legal entities through the real gateway, what 1C cancelled
//! and what went back, and the table as a workbook.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use cabinet_intake::file::read_file;
use cabinet_intake::file::sheet::Value as Cell;
use common::dealer::Dealer;
use common::papers::import_papers;
use serde_json::{Value, json};
use std::path::Path;
use testkit::export::goods;
use testkit::supplier::Supplier;

const FIRST: &str = "7707083893";
const SECOND: &str = "7736050003";

fn requisites(pairs: &[(&str, &str)]) -> String {
    let one = |(name, value): &(&str, &str)| {
        format!(
            "<ЗначениеРеквизита><Наименование>{name}</Наименование><Значение>{value}</Значение></ЗначениеРеквизита>"
        )
    };
    pairs.iter().map(one).collect()
}

/// A document of return of the first legal entity.
fn went_back(id: &str, order: &str, sum: &str, lines: &str) -> String {
    format!(
        "<Документ><Ид>{id}</Ид><Номер>{id}</Номер><Дата>2026-02-10</Дата><ХозОперация>Возврат товара</ХозОперация>\
         <Роль>Продавец</Роль><Валюта>RUB</Валюта>{sum}<Контрагенты>\
         <Контрагент><Ид>c1</Ид><Наименование>Ромашка</Наименование><Роль>Покупатель</Роль><ИНН>{FIRST}</ИНН>\
         </Контрагент></Контрагенты><Товары>{lines}</Товары>\
         <ЗначенияРеквизитов>{}</ЗначенияРеквизитов></Документ>",
        requisites(&[("Номер заказа", order)])
    )
}

/// An order that 1C gives back cancelled.
fn cancelled(number: &str, lines: &str) -> String {
    format!(
        "<Документ><Ид>{number}</Ид><Номер>{number}</Номер><Дата>2026-02-10</Дата><ХозОперация>Заказ товара</ХозОперация>\
         <Роль>Продавец</Роль><Валюта>RUB</Валюта><Сумма>10.00</Сумма><Товары>{lines}</Товары>\
         <ЗначенияРеквизитов>{}</ЗначенияРеквизитов></Документ>",
        requisites(&[("Номер по 1С", "УТ-17"), ("Отменен", "true")])
    )
}

fn line(id: &str, quantity: &str, price: &str, sum: &str) -> String {
    format!(
        "<Товар><Ид>{id}</Ид><Артикул>Б-1</Артикул><Наименование>Болт М8х40</Наименование><БазоваяЕдиница>шт</БазоваяЕдиница>\
         <ЦенаЗаЕдиницу>{price}</ЦенаЗаЕдиницу><Количество>{quantity}</Количество><Сумма>{sum}</Сумма></Товар>"
    )
}

/// Id or article, bought, returned and what is left of each row.
fn rows(report: &Value) -> Vec<(String, String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let items = report["items"].as_array().unwrap().iter();
    items
        .map(|row| {
            let name = if row["article"] == "" {
                &row["name"]
            } else {
                &row["article"]
            };
            let name = if name == "" { &row["id"] } else { name };
            (
                text(name),
                text(&row["total"]),
                text(&row["returned"]),
                text(&row["net"]),
            )
        })
        .collect()
}

fn row(name: &str, bought: &str, returned: &str, net: &str) -> (String, String, String, String) {
    (name.to_owned(), bought.to_owned(), returned.to_owned(), net.to_owned())
}

/// The cells of a workbook, row by row; a number with all its digits.
fn cells(file: &Path) -> Vec<Vec<String>> {
    let book = read_file(&std::fs::read(file).unwrap()).unwrap();
    let rows = book.sheets[0].rows.iter();
    rows.map(|row| {
        let text = |column| match row.at(column) {
            Some(Cell::Number { exact, .. }) => exact.clone(),
            Some(other) => other.text().to_owned(),
            None => String::new(),
        };
        (0..11).map(text).collect()
    })
    .collect()
}

fn place(dealer: &Dealer, entity: &str, lines: &str) -> String {
    let draft = dealer.ok(&["draft", "new", "--name", "Отчёт", "--entity", entity])["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let file = dealer.file("lines.txt");
    std::fs::write(&file, lines).unwrap();
    dealer.ok(&["draft", "add", &draft, file.to_str().unwrap()]);
    dealer.ok(&["place", &draft])["number"].as_str().unwrap().to_owned()
}

#[test]
fn orders_of_all_entities_are_added_up_less_what_went_back_and_taken_away_as_a_workbook() {
    let Some(mut supplier) = Supplier::with(&goods(&[
        ("Б-1", "Болт М8х40", "10.00", 1000),
        ("Г-1", "Гайка М8", "2.35", 1000),
    ])) else {
        return;
    };
    let first = supplier.entity("ООО Ромашка", FIRST);
    let second = supplier.entity("ООО Василёк", SECOND);
    let dealer = Dealer::new();
    let invited = supplier.console(&["invite", "--entity", &first, "--person", "Анна", "--role", "buyer"]);
    dealer.ok(&["enroll", &supplier.url(), invited["code"].as_str().unwrap()]);
    let person = invited["id"].as_str().unwrap().to_owned();
    supplier.console(&[
        "person", "grant", "--person", &person, "--entity", &second, "--role", "buyer",
    ]);
    dealer.ok(&["sync"]);
    let bolt = dealer.ok(&["search", "Б-1"])["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let kept = place(&dealer, &first, "Б-1;10\nГ-1;3\n");
    let gone = place(&dealer, &first, "Б-1;1\n");
    place(&dealer, &second, "Г-1;7\n");
    import_papers(
        &supplier,
        &[
            cancelled(&gone, &line(&bolt, "1", "10.00", "10.00")),
            went_back(
                "В-1",
                &kept,
                "<Сумма>20.01</Сумма>",
                &line(&bolt, "2", "10.00", "20.00"),
            ),
            went_back("В-2", &kept, "", ""),
        ],
    );
    dealer.ok(&["sync"]);
    supplier.kill();

    let goods = dealer.ok(&["report", "--by", "goods"]);
    assert_eq!(
        rows(&goods),
        [
            row("Б-1", "100.00", "20.00", "80.00"),
            row("Г-1", "23.50", "0.00", "23.50"),
            row("", "0.00", "0.01", "-0.01"),
        ],
        "{goods}"
    );
    assert_eq!(
        (
            &goods["items"][0]["quantity"],
            &goods["items"][0]["returned_quantity"],
            &goods["items"][0]["orders"]
        ),
        (&json!("10"), &json!("2"), &json!(1)),
        "{goods}"
    );
    let total = &goods["totals"][0];
    assert_eq!(
        (&total["total"], &total["returned"], &total["net"], &total["orders"]),
        (&json!("123.50"), &json!("20.01"), &json!("103.49"), &json!(2)),
        "{goods}"
    );
    assert_eq!(
        goods["left_out"],
        json!({ "cancelled_orders": 1, "dropped_lines": 0, "returns_without_sum": 1 })
    );
    let by_entity = dealer.ok(&["report", "--by", "entity"]);
    assert_eq!(
        rows(&by_entity),
        [
            row("ООО Ромашка", "107.05", "20.01", "87.04"),
            row("ООО Василёк", "16.45", "0.00", "16.45"),
        ],
        "{by_entity}"
    );
    let by_person = dealer.ok(&["report", "--by", "person", "--person", "Анна"]);
    assert_eq!(
        rows(&by_person),
        [row("Анна", "123.50", "20.01", "103.49")],
        "{by_person}"
    );
    let of_second = dealer.ok(&["report", "--entity", &second]);
    assert_eq!(of_second["totals"][0]["net"], json!("16.45"), "{of_second}");
    let nuts = dealer.ok(&["report", "--by", "goods", "--goods", "гайка"]);
    assert_eq!(rows(&nuts), [row("Г-1", "23.50", "0.00", "23.50")], "{nuts}");
    assert_eq!(nuts["left_out"]["cancelled_orders"], json!(0), "{nuts}");
    let past = dealer.ok(&["report", "--to", "2020-01-01"]);
    assert_eq!((&past["items"], &past["totals"]), (&json!([]), &json!([])), "{past}");

    let file = dealer.file("report.xlsx");
    dealer.ok(&["report", "--by", "goods", "--out", file.to_str().unwrap()]);
    let table = dealer.file("report.csv");
    dealer.ok(&["report", "--by", "goods", "--out", table.to_str().unwrap()]);
    testkit::office::reads_the_same(&file, &table);
    let book = cells(&file);
    assert_eq!(book[0][..3], ["Артикул", "Наименование", "Количество"]);
    assert_eq!(
        book[1],
        [
            "Б-1",
            "Болт М8х40",
            "10",
            "2",
            "шт",
            "1",
            "100",
            "20",
            "80",
            "RUB",
            "77.3"
        ]
    );
    assert_eq!(book[3][1..2], ["Товар в документе не назван"]);
    assert_eq!(
        book[4],
        ["", "Всего", "", "", "", "2", "123.5", "20.01", "103.49", "RUB", ""]
    );

    dealer.fails(
        &["report", "--out", dealer.file("report.doc").to_str().unwrap()],
        1,
        "invalid",
    );
    dealer.fails(&["report", "--from", "вчера"], 1, "invalid");
    dealer.fails(&["report", "--entity", "nobody"], 6, "not_allowed");
}

#[test]
fn who_sees_no_prices_has_nothing_to_add_up() {
    let Some(supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 1000)])) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", FIRST);
    let (buyer, keeper) = (Dealer::new(), Dealer::new());
    buyer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    keeper.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "claims")]);
    buyer.ok(&["sync"]);
    place(&buyer, &entity, "Б-1;10\n");
    keeper.ok(&["sync"]);
    assert_eq!(keeper.ok(&["orders"])["items"].as_array().unwrap().len(), 1);
    let report = keeper.ok(&["report", "--by", "goods"]);
    assert_eq!(
        (&report["items"], &report["totals"]),
        (&json!([]), &json!([])),
        "{report}"
    );
}
