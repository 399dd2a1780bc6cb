//! What is owed, from the operator's file through the real gateway to `cabinet money`, and who is told of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use common::papers::import_papers;
use serde_json::{Value, json};
use testkit::export::goods;
use testkit::supplier::Supplier;

const HEAD: &str = "ИНН;Договор;Документ;Номер;Дата;Срок оплаты;Валюта;Сумма;Оплачено;Долг";

fn import(supplier: &Supplier, rows: &[&str]) -> Value {
    let file = supplier.path().join("books.csv");
    std::fs::write(&file, format!("{HEAD}\n{}\n", rows.join("\n"))).unwrap();
    supplier
        .try_console(&["balance", "documents", file.to_str().unwrap()])
        .1
}

fn owed(tree: &Value, level: &str, currency: &str) -> Vec<(String, String)> {
    let rows = tree["items"].as_array().unwrap().iter();
    rows.filter(|row| row["level"] == level && row["currency"] == currency)
        .map(|row| {
            (
                row["owed"].as_str().unwrap().to_owned(),
                row["overdue"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

#[test]
fn books_reach_those_who_see_money_add_up_and_follow_the_next_file() {
    let Some(supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 100)])) else {
        return;
    };
    let first = supplier.entity("ООО Ромашка", "7707083893");
    let second = supplier.entity("ООО Василёк", "7707083894");
    let taken = import(
        &supplier,
        &[
            "7707083893;17/26;УПД;Р-1;01.02.2026;15.02.2026;RUB;1000,50;400,50;600,00",
            "7707083893;17/26;УПД;Р-2;01.02.2026;31.12.2199;RUB;250,00;;",
            "7707083893;17/26;Аванс;П-3;02.02.2026;;RUB;-100,00;;",
            "7707083893;В-1;Накладная;Р-4;01.02.2026;;USD;12,34;;",
            "7707083894;;УПД;Р-9;01.02.2026;;RUB;10,00;3,00;8,00",
            "123;;УПД;Р-10;01.02.2026;;RUB;10,00;;",
        ],
    );
    assert_eq!((&taken["taken"], &taken["entities"]), (&json!(4), &json!(1)), "{taken}");
    assert_eq!(
        taken["left"],
        json!([second]),
        "a part of its documents would be a wrong sum"
    );
    let faults: Vec<_> = taken["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["row"], &one["column"]))
        .collect();
    assert_eq!(faults, [(&json!(6), &json!("owed")), (&json!(7), &json!("entity"))]);

    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&first, "accountant")]);
    dealer.ok(&["sync"]);
    let tree = dealer.ok(&["money", "--documents"]);
    assert_eq!(
        owed(&tree, "group", "RUB"),
        [("750.00".to_owned(), "600.00".to_owned())],
        "{tree}"
    );
    assert_eq!(
        owed(&tree, "entity", "USD"),
        [("12.34".to_owned(), "0.00".to_owned())],
        "{tree}"
    );
    let contract = &tree["items"][2];
    assert_eq!(
        (
            &contract["contract"],
            &contract["items"].as_array().unwrap().len(),
            &contract["ages"]["advance"]
        ),
        (&json!("17/26"), &3, &json!("-100.00")),
        "{tree}"
    );
    assert_eq!(contract["ages"]["not_due"], json!("250.00"), "{tree}");

    // The first is paid and gone from the books.
    let taken = import(
        &supplier,
        &["7707083893;17/26;УПД;Р-2;01.02.2026;31.12.2199;RUB;250,00;50,00;200,00"],
    );
    assert_eq!((&taken["ok"], &taken["taken"]), (&json!(true), &json!(1)), "{taken}");
    dealer.ok(&["sync"]);
    let tree = dealer.ok(&["money"]);
    assert_eq!(
        owed(&tree, "group", "RUB"),
        [("200.00".to_owned(), "0.00".to_owned())],
        "{tree}"
    );
    assert_eq!(owed(&tree, "group", "USD"), [], "{tree}");

    let storekeeper = Dealer::new();
    storekeeper.ok(&["enroll", &supplier.url(), &supplier.invite(&first, "claims")]);
    storekeeper.ok(&["sync"]);
    let tree = storekeeper.ok(&["money"]);
    assert_eq!((&tree["items"], &tree["untold"]), (&json!([]), &json!([])), "{tree}");
}

#[test]
fn who_is_not_in_a_whole_list_or_is_said_to_be_settled_owes_nothing() {
    let Some(supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 100)])) else {
        return;
    };
    let first = supplier.entity("ООО Ромашка", "7707083893");
    let second = supplier.entity("ООО Василёк", "7707083894");
    let of_first = "7707083893;17/26;УПД;Р-1;01.02.2026;15.02.2026;RUB;1000,50;;";
    let of_second = "7707083894;;УПД;Р-9;01.02.2026;;RUB;10,00;;";
    import(&supplier, &[of_first, of_second]);
    let file = supplier.path().join("books.csv");
    let whole = |rows: &[&str]| {
        import(&supplier, rows);
        supplier
            .try_console(&["balance", "documents", file.to_str().unwrap(), "--whole"])
            .1
    };
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&first, "accountant")]);
    let owed_by_first = || {
        dealer.ok(&["sync"]);
        let tree = dealer.ok(&["money"]);
        (owed(&tree, "group", "RUB"), tree["settled"][0]["entity"].clone())
    };
    let debt = (vec![("1000.50".to_owned(), "1000.50".to_owned())], Value::Null);
    let nothing = (Vec::new(), json!(first));
    assert_eq!(owed_by_first(), debt);

    import(&supplier, &[of_second]);
    assert_eq!(owed_by_first(), debt, "a list that does not say that it is whole");
    let taken = whole(&[
        of_second,
        "7707083839;17/26;УПД;Р-1;01.02.2026;15.02.2026;RUB;1000,50;;",
    ]);
    assert_eq!(
        (&taken["settled"], &taken["nameless"]),
        (&json!([]), &json!(1)),
        "a code with a slip may be of the one who is absent: {taken}"
    );
    assert_eq!(owed_by_first(), debt);
    let taken = whole(&[of_second, "7707083893;17/26;УПД;Р-1;01.02.2026;;RUB;x;;"]);
    assert_eq!(
        taken["settled"],
        json!([]),
        "who has a broken row is not absent: {taken}"
    );
    assert_eq!(owed_by_first(), debt);
    let taken = whole(&[of_second]);
    assert_eq!(
        (&taken["ok"], &taken["settled"]),
        (&json!(true), &json!([first])),
        "{taken}"
    );
    assert_eq!(owed_by_first(), nothing);

    import(&supplier, &[of_first]);
    assert_eq!(owed_by_first(), debt);
    let (_, refused) = supplier.try_console(&["balance", "settled", "--entity", &first, "--entity", "nobody"]);
    assert_eq!(owed_by_first(), debt, "{refused}");
    let settled = supplier.console(&["balance", "settled", "--entity", &first]);
    assert_eq!(settled["settled"], json!([first]));
    assert_eq!(owed_by_first(), nothing);
    let settled = supplier.console(&["balance", "settled", "--entity", &second, "--entity", &second]);
    assert_eq!(settled["settled"], json!([second]));
}

#[test]
fn a_balance_alone_is_shown_as_one_sum_and_no_news_is_said_to_be_none() {
    let Some(supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 100)])) else {
        return;
    };
    let first = supplier.entity("ООО Ромашка", "7707083893");
    supplier.console(&["contract", "add", "--entity", &first, "--number", "17/26"]);
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&first, "buyer")]);
    dealer.ok(&["sync"]);
    let tree = dealer.ok(&["money"]);
    assert_eq!(
        (&tree["items"], &tree["untold"][0]["entity"]),
        (&json!([]), &json!(first)),
        "{tree}"
    );
    let file = supplier.path().join("balances.csv");
    std::fs::write(&file, "ИНН;Долг;Просрочено\n7707083893;700,00;120,50\n").unwrap();
    supplier.console(&["balance", "import", file.to_str().unwrap()]);
    dealer.ok(&["sync"]);
    let tree = dealer.ok(&["money"]);
    assert_eq!(
        owed(&tree, "contract", "RUB"),
        [("700.00".to_owned(), "120.50".to_owned())],
        "{tree}"
    );
    assert_eq!(
        (&tree["items"][1]["source"], &tree["items"][0]["ages"]["late_undated"]),
        (&json!("balance"), &json!("120.50"))
    );
}

/// A document of 1C for ООО Ромашка.
fn paper(id: &str, operation: &str, (date, due): (&str, &str), sum: &str) -> String {
    format!(
        "<Документ><Ид>{id}</Ид><Номер>{id}</Номер><Дата>{date}</Дата><ХозОперация>{operation}</ХозОперация>\
         <Роль>Продавец</Роль><Валюта>RUB</Валюта><Сумма>{sum}</Сумма><СрокПлатежа>{due}</СрокПлатежа><Контрагенты>\
         <Контрагент><Ид>c1</Ид><Наименование>Ромашка</Наименование><Роль>Покупатель</Роль><ИНН>7707083893</ИНН>\
         </Контрагент></Контрагенты></Документ>"
    )
}

#[test]
fn without_books_the_documents_of_1c_are_added_up_and_are_said_to_be_that() {
    let Some(supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 100)])) else {
        return;
    };
    let first = supplier.entity("ООО Ромашка", "7707083893");
    import_papers(
        &supplier,
        &[
            paper("РТ-1", "Отпуск товара", ("2026-01-10", "2026-01-24"), "1000.00"),
            paper("РТ-2", "Отпуск товара", ("2026-01-20", "2199-01-01"), "500.50"),
            paper("ПП-1", "Выплата безналичных денег", ("2026-01-25", ""), "400.00"),
        ],
    );
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&first, "accountant")]);
    dealer.ok(&["sync"]);
    let tree = dealer.ok(&["money", "--documents"]);
    assert_eq!(
        owed(&tree, "group", "RUB"),
        [("1100.50".to_owned(), "600.00".to_owned())],
        "the payment pays the oldest: {tree}"
    );
    assert_eq!(tree["items"][2]["source"], json!("papers"), "{tree}");
    assert_eq!(
        (&tree["papers"][0]["entity"], &tree["untold"]),
        (&json!(first), &json!([])),
        "{tree}"
    );
    let documents = tree["items"][2]["items"].as_array().unwrap();
    let shown: Vec<_> = documents
        .iter()
        .map(|one| (&one["number"], &one["due_date"], &one["owed"], &one["age"]))
        .collect();
    assert_eq!(
        shown,
        [
            (&json!("РТ-1"), &json!("2026-01-24"), &json!("600.00"), &json!("late61")),
            (
                &json!("РТ-2"),
                &json!("2199-01-01"),
                &json!("500.50"),
                &json!("not_due")
            ),
        ],
        "{tree}"
    );

    // What the operator imports stands above it.
    import(
        &supplier,
        &["7707083893;17/26;УПД;РТ-2;20.01.2026;31.12.2199;RUB;500,50;;"],
    );
    dealer.ok(&["sync"]);
    let tree = dealer.ok(&["money"]);
    assert_eq!(
        owed(&tree, "group", "RUB"),
        [("500.50".to_owned(), "0.00".to_owned())],
        "{tree}"
    );
    assert_eq!(
        (&tree["items"][2]["source"], &tree["papers"]),
        (&json!("documents"), &json!([])),
        "{tree}"
    );
}

/// The day so many days from today, as books write it.
fn day_in(days: i64) -> String {
    let day = time::OffsetDateTime::now_utc().date() + time::Duration::days(days);
    format!("{:02}.{:02}.{}", day.day(), u8::from(day.month()), day.year())
}

#[test]
fn payments_are_reminded_of_before_their_day_and_when_it_is_over_to_those_who_see_money() {
    let Some(supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 100)])) else {
        return;
    };
    let first = supplier.entity("ООО Ромашка", "7707083893");
    let row =
        |number: &str, due: &str, sum: &str| format!("7707083893;17/26;УПД;{number};01.02.2025;{due};RUB;{sum};;");
    let rows = [
        row("Р-1", &day_in(-5), "100,10"),
        row("Р-2", &day_in(2), "200,00"),
        row("Р-3", &day_in(20), "300,00"),
        row("Р-4", "", "400,00"),
        row("Р-5", &day_in(-1), "-5,00"),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    import(&supplier, &rows);
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&first, "accountant")]);
    dealer.ok(&["sync"]);
    let told = |args: &[&str]| -> Vec<(String, i64, bool)> {
        let all = dealer.ok(args);
        let rows = all["items"].as_array().unwrap().iter();
        rows.map(|one| {
            let number = one["number"].as_str().unwrap().to_owned();
            (
                number,
                one["in_days"].as_i64().unwrap(),
                one["is_told"].as_bool().unwrap(),
            )
        })
        .collect()
    };
    let near = [("Р-1".to_owned(), -5, false), ("Р-2".to_owned(), 2, false)];
    assert_eq!(told(&["money", "reminders"]), near);
    assert_eq!(told(&["money", "reminders"]), near, "looking tells none");
    assert_eq!(told(&["money", "reminders", "--days", "20"]).len(), 3);
    assert_eq!(told(&["money", "reminders", "--days", "0"]), near[..1]);

    let storekeeper = Dealer::new();
    storekeeper.ok(&["enroll", &supplier.url(), &supplier.invite(&first, "claims")]);
    storekeeper.ok(&["sync"]);
    assert_eq!(storekeeper.ok(&["money", "reminders"])["items"], json!([]));
}
