//! Own codes from the command line against the real gateway: learned offline, known in lists and in the search, shared with a
//! colleague, the latest word counting and none lost, taken away and brought back as a table.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use serde_json::{Value, json};
use testkit::export::goods;
use testkit::supplier::Supplier;

fn shop() -> Option<(Supplier, Dealer, Dealer)> {
    let supplier = Supplier::with(&goods(&[
        ("Б-1", "Болт М8х40", "10.00", 1000),
        ("Б-2", "Болт М10х60", "20.00", 1000),
        ("Г-1", "Гайка М8", "3.00", 1000),
    ]))?;
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let enrolled = || {
        let dealer = Dealer::new();
        dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
        dealer.ok(&["sync"]);
        dealer
    };
    let (anna, boris) = (enrolled(), enrolled());
    Some((supplier, anna, boris))
}

/// Adds lines to a new draft and gives the report.
fn added(dealer: &Dealer, lines: &str) -> Value {
    let draft = dealer.ok(&["draft", "new", "--name", "Заказ"])["id"]
        .as_str()
        .unwrap()
        .to_owned();
    dealer.run_with_input(&["draft", "add", &draft, "-"], lines).json
}

/// Code and article of each.
fn known(dealer: &Dealer) -> Vec<(String, String)> {
    let list = dealer.ok(&["codes", "list"]);
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (text(row, "code"), text(row, "article")))
        .collect()
}

fn pair(code: &str, article: &str) -> (String, String) {
    (code.to_owned(), article.to_owned())
}

#[test]
fn a_code_learned_offline_is_known_at_once_and_to_a_colleague_after_the_sync_and_the_latest_word_counts() {
    let Some((mut supplier, anna, boris)) = shop() else {
        return;
    };
    let before = added(&anna, "наш болт;5\nболт восьмёрка;7");
    assert_eq!(before["not_found"][0]["code"], json!("наш болт"), "{before}");

    supplier.kill();
    assert_eq!(
        anna.ok(&["codes", "add", "Наш болт", "Б-1"])["outcome"],
        json!("queued")
    );
    let offline = added(&anna, "НАШ-БОЛТ;5");
    assert_eq!(
        (&offline["matched"][0]["article"], &offline["matched"][0]["own_code"]),
        (&json!("Б-1"), &json!("НАШ-БОЛТ")),
        "{offline}"
    );
    let found = anna.ok(&["search", "наш болт"]);
    assert_eq!(found["items"][0]["article"], json!("Б-1"), "{found}");
    assert_eq!(known(&boris), []);

    supplier.serve();
    anna.ok(&["sync"]);
    boris.ok(&["sync"]);
    assert_eq!(known(&boris), [pair("Наш болт", "Б-1")]);
    assert_eq!(added(&boris, "наш болт;2")["matched"][0]["article"], json!("Б-1"));

    // Boris means other bolts: his word is the latest, and what Anna said stands beside it.
    assert_eq!(boris.ok(&["codes", "add", "наш болт", "Б-2"])["outcome"], json!("done"));
    anna.ok(&["sync"]);
    let list = anna.ok(&["codes", "list"]);
    assert_eq!(
        (
            &list["items"][0]["article"],
            &list["items"][0]["is_own"],
            &list["items"][0]["earlier"][0]["article"]
        ),
        (&json!("Б-2"), &json!(false), &json!("Б-1")),
        "{list}"
    );
    assert_eq!(added(&anna, "наш болт;2")["matched"][0]["article"], json!("Б-2"));

    // Removed by one, it means nothing to both.
    assert_eq!(anna.ok(&["codes", "remove", "наш болт"])["outcome"], json!("done"));
    boris.ok(&["sync"]);
    assert_eq!(known(&boris), []);
    assert_eq!(
        added(&boris, "наш болт;2")["not_found"][0]["reason"],
        json!("unknown_article")
    );
    boris.fails(&["codes", "remove", "наш болт"], 1, "not_found");

    anna.fails(&["codes", "add", " - ", "Б-1"], 1, "invalid");
    anna.fails(&["codes", "add", "а", "нет такого"], 1, "not_found");
    anna.fails(&["codes", "add", "а", "Б-1", "--entity", "чужое"], 6, "not_allowed");
}

#[test]
fn codes_go_into_a_table_and_come_out_of_it_and_every_row_is_told() {
    let Some((supplier, anna, boris)) = shop() else { return };
    let table = "Коды склада\n\nАртикул;Свой код;Примечание\nБ-1;1001;да\nГ-1;1002;\nНЕТ-1;1003;\n;1004;\nБ-2;1005;\nБ-1;1005;\n";
    let file = supplier.path().join("codes.csv");
    std::fs::write(&file, table).unwrap();
    let report = anna.ok(&["codes", "import", file.to_str().unwrap()]);
    let rows = |pile: &str| -> Vec<u64> {
        let rows = report[pile].as_array().unwrap();
        rows.iter().map(|row| row["row"].as_u64().unwrap()).collect()
    };
    assert_eq!(
        (&report["learned"], rows("not_found"), rows("unusable")),
        (&json!(2), vec![6], vec![7, 8, 9]),
        "{report}"
    );
    assert_eq!(known(&anna), [pair("1001", "Б-1"), pair("1002", "Г-1")]);
    let again = anna.ok(&["codes", "import", file.to_str().unwrap()]);
    assert_eq!((&again["learned"], &again["known"]), (&json!(0), &json!(2)), "{again}");

    boris.ok(&["sync"]);
    for ending in ["xlsx", "csv", "tsv"] {
        let out = supplier.path().join(format!("out.{ending}"));
        anna.ok(&["codes", "export", out.to_str().unwrap()]);
        let read = boris.ok(&["codes", "import", out.to_str().unwrap()]);
        assert_eq!(
            (&read["learned"], &read["known"]),
            (&json!(0), &json!(2)),
            "{ending}: {read}"
        );
    }
    let out = |ending: &str| supplier.path().join(format!("out.{ending}"));
    testkit::office::reads_the_same(&out("xlsx"), &out("csv"));
    // What would be a formula is written with a quote before it, which is no part of the code.
    anna.ok(&["codes", "add", "=2+3", "Б-2"]);
    let out = supplier.path().join("out.csv");
    anna.ok(&["codes", "export", out.to_str().unwrap()]);
    assert!(std::fs::read_to_string(&out).unwrap().contains("'=2+3;"));
    anna.ok(&["codes", "remove", "=2+3"]);
    assert_eq!(
        anna.ok(&["codes", "import", out.to_str().unwrap()])["learned"],
        json!(1)
    );
    assert!(known(&anna).contains(&pair("=2+3", "Б-2")), "{:?}", known(&anna));
    anna.fails(
        &["codes", "export", supplier.path().join("out.pdf").to_str().unwrap()],
        1,
        "invalid",
    );
    std::fs::write(&file, "просто;текст\nбез;артикулов\n").unwrap();
    anna.fails(&["codes", "import", file.to_str().unwrap()], 1, "invalid");
}
