//! An act of reconciliation: asked for offline, made by the real gateway out of 1C's documents, printed, compared with own books.

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
use serde_json::json;
use std::path::PathBuf;
use testkit::export::goods;
use testkit::supplier::Supplier;

/// A document of 1C for ООО Ромашка.
fn paper(number: &str, operation: &str, date: &str, sum: &str) -> String {
    format!(
        "<Документ><Ид>{number}</Ид><Номер>{number}</Номер><Дата>{date}</Дата><ХозОперация>{operation}</ХозОперация>\
         <Роль>Продавец</Роль><Валюта>RUB</Валюта><Сумма>{sum}</Сумма><Контрагенты><Контрагент><Ид>c1</Ид>\
         <Наименование>Ромашка</Наименование><Роль>Покупатель</Роль><ИНН>7707083893</ИНН></Контрагент></Контрагенты>\
         </Документ>"
    )
}

const OUT: &str = "Отпуск товара";
const PAID: &str = "Выплата безналичных денег";

fn supplier() -> Option<(Supplier, String)> {
    let supplier = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 100)]))?;
    let first = supplier.entity("ООО Ромашка", "7707083893");
    import_papers(
        &supplier,
        &[
            paper("РТ-1", OUT, "2025-12-10", "1000.00"),
            paper("ПП-1", PAID, "2025-12-25", "400.10"),
            paper("УТ-000007", OUT, "2026-01-12", "1200.00"),
            paper("118", PAID, "2026-01-16", "500.07"),
            paper("УТ-000008", OUT, "2026-01-20", "330.00"),
            paper("УТ-000011", OUT, "2026-02-10", "50.01"),
            paper("РТ-9", OUT, "2026-04-01", "9.99"),
        ],
    );
    Some((supplier, first))
}

const QUARTER: [&str; 4] = ["--from", "2026-01-01", "--to", "2026-03-31"];

fn with_quarter<'a>(command: &[&'a str]) -> Vec<&'a str> {
    command.iter().copied().chain(QUARTER).collect()
}

fn card(dealer: &Dealer, name: &str, text: &str) -> PathBuf {
    let path = dealer.file(name);
    std::fs::write(&path, text).unwrap();
    path
}

const CARD: &str = "ООО Ромашка;;;
Карточка счета 60 за 1 квартал 2026 г.;;;
Период;Документ;Дебет;Кредит
Сальдо на начало;;;599,90
12.01.2026;Поступление (акт, накладная) 0000-000012 от 12.01.2026 12:00:00 по вх.д. УТ-7 от 12.01.2026;;1 000,00
12.01.2026;Поступление (акт, накладная) 0000-000012 от 12.01.2026 12:00:00 по вх.д. УТ-7 от 12.01.2026;;200,00
15.01.2026;Списание с расчетного счета 0000-000003 от 15.01.2026;500,07;
20.01.2026;Поступление (акт, накладная) 0000-000013 от 20.01.2026 вх. УТ-8 от 20.01.2026;;300,00
01.02.2026;Поступление (акт, накладная) 0000-000014 от 01.02.2026 вх. УТ-9 от 01.02.2026;;10,00
Обороты за период и сальдо на конец;;500,07;1 510,00
";

#[test]
fn an_act_asked_for_offline_is_made_printed_and_compared_with_own_books_to_the_kopeck() {
    let Some((mut supplier, first)) = supplier() else {
        return;
    };
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&first, "accountant")]);
    dealer.ok(&["sync"]);

    supplier.kill();
    let queued = dealer.ok(&with_quarter(&["money", "act", "ask"]));
    assert_eq!(queued["outcome"], json!("queued"), "{queued}");
    let list = dealer.ok(&["money", "act", "list"]);
    assert_eq!(list["items"][0]["state"], json!("waiting"), "{list}");
    let own = card(&dealer, "card.csv", CARD);
    let own = own.to_str().unwrap();
    dealer.fails(&with_quarter(&["money", "reconcile", own]), 1, "not_found");

    supplier.serve();
    dealer.ok(&["sync"]);
    dealer.ok(&["sync"]);
    let list = dealer.ok(&["money", "act", "list"]);
    let act = &list["items"][0];
    assert_eq!(
        (
            &act["state"],
            &act["acts"][0]["opening"],
            &act["acts"][0]["closing"],
            &act["acts"][0]["opening_by"]
        ),
        (&json!("made"), &json!("599.90"), &json!("1679.84"), &json!("documents")),
        "{list}"
    );
    let id = act["id"].as_str().unwrap();
    let entries = dealer.ok(&["money", "act", "show", id]);
    assert_eq!(entries["items"].as_array().unwrap().len(), 4, "{entries}");

    let pdf = dealer.file("act.pdf");
    let printed = dealer.ok(&["money", "act", "print", id, "--out", pdf.to_str().unwrap()]);
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"), "{printed}");

    let sheet = dealer.file("differences.xlsx");
    let args = with_quarter(&["money", "reconcile", own, "--out", sheet.to_str().unwrap()]);
    let done = dealer.run(&args);
    assert_eq!(done.code, 1, "something differs: {}", done.words);
    let view = done.json;
    let told: Vec<(&str, &str)> = view["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["kind"].as_str().unwrap(), one["difference"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("date_differs", "0.00"),
            ("sum_differs", "30.00"),
            ("missing_theirs", "-10.00"),
            ("missing_ours", "50.01"),
        ],
        "{view}"
    );
    assert_eq!(
        (
            &view["ours"]["closing"],
            &view["theirs"]["closing"],
            &view["difference"],
            &view["same"]
        ),
        (&json!("1609.83"), &json!("1679.84"), &json!("70.01"), &json!(1)),
        "{view}"
    );
    assert_eq!(view["doubts"], json!([]), "{view}");
    assert!(std::fs::read(&sheet).unwrap().starts_with(b"PK"));
    let table = dealer.file("differences.csv");
    let again = dealer.run(&with_quarter(&[
        "money",
        "reconcile",
        own,
        "--out",
        table.to_str().unwrap(),
    ]));
    assert_eq!(again.code, 1, "the same differs: {}", again.words);
    testkit::office::reads_the_same(&sheet, &table);

    // What the supplier corrects is in the next act.
    import_papers(
        &supplier,
        &[
            paper("УТ-000008", OUT, "2026-01-20", "300.00"),
            paper("УТ-000009", OUT, "2026-02-01", "10.00"),
        ],
    );
    let again = dealer.ok(&with_quarter(&["money", "act", "ask"]));
    assert_eq!(again["outcome"], json!("done"), "{again}");
    let list = dealer.ok(&["money", "act", "list"]);
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    let done = dealer.run(&with_quarter(&["money", "reconcile", own]));
    let view = done.json;
    assert_eq!(
        (&view["difference"], &view["same"]),
        (&json!("50.01"), &json!(3)),
        "{view}"
    );
}

#[test]
fn what_the_gateway_cannot_make_is_told_and_left_to_the_operator_who_answers_with_a_file() {
    let Some((supplier, first)) = supplier() else { return };
    supplier.console(&["contract", "add", "--entity", &first, "--number", "1"]);
    supplier.console(&["contract", "add", "--entity", &first, "--number", "2", "--replace"]);
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&first, "buyer")]);
    dealer.ok(&["sync"]);
    let ask = with_quarter(&["money", "act", "ask", "--contract", "2"]);
    dealer.ok(&ask);
    let state = || {
        dealer.ok(&["sync"]);
        dealer.ok(&["money", "act", "list"])["items"][0].clone()
    };
    let act = state();
    assert_eq!(
        (&act["state"], &act["trouble"]),
        (&json!("not_made"), &json!("of_contract")),
        "{act}"
    );
    assert_eq!(act["numbers"][0], json!("118"), "{act}");
    let open = supplier.console(&["act", "list"]);
    assert_eq!(
        (&open[0]["trouble"], &open[0]["entity"], &open[0]["contract"]),
        (&json!("of_contract"), &json!(first), &json!("2")),
        "{open}"
    );
    let id = open[0]["id"].as_str().unwrap();

    supplier.console(&["act", "refuse", id, "--why", "Ведём без договоров"]);
    let act = state();
    assert_eq!(
        (&act["state"], &act["note"]),
        (&json!("refused"), &json!("Ведём без договоров")),
        "{act}"
    );
    assert_eq!(supplier.console(&["act", "list"]), json!([]), "answered");

    // Neither documents of other kinds nor their archives are an answer, and nothing of them comes anywhere.
    for (name, bytes) in [("upd.xml", b"<a/>".as_slice()), ("upd.zip", b"PK\x03\x04".as_slice())] {
        let file = supplier.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let (ok, words) = supplier.try_console(&["act", "answer", id, file.to_str().unwrap()]);
        assert!(!ok, "{words}");
    }
    let file = supplier.path().join("Акт сверки 1 кв 2026.pdf");
    std::fs::write(&file, testkit_pdf()).unwrap();
    let answered = supplier.console(&["act", "answer", id, file.to_str().unwrap()]);
    let act = state();
    assert_eq!(
        (&act["state"], &act["document"]),
        (&json!("answered"), &answered["document"]),
        "{act}"
    );
    let document = act["document"].as_str().unwrap();
    let documents = dealer.ok(&["documents"]);
    let listed = documents["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == document);
    assert_eq!(listed.unwrap()["kind"], json!("reconciliation"), "{documents}");
    assert_eq!(
        documents["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["kind"] == "upd")
            .count(),
        0
    );

    // Another dealer's answer for the same quarter has the same name.
    let second = supplier.entity("ООО Лютик", "7728168971");
    let other = Dealer::new();
    other.ok(&["enroll", &supplier.url(), &supplier.invite(&second, "buyer")]);
    other.ok(&["sync"]);
    other.ok(&with_quarter(&["money", "act", "ask"]));
    let asks = supplier.console(&["act", "list", "--all"]);
    let of_second = asks
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["entity"] == json!(second));
    let of_second = of_second.unwrap()["id"].as_str().unwrap();
    let (ok, words) = supplier.try_console(&["act", "answer", of_second, file.to_str().unwrap()]);
    assert!(!ok, "the same bytes are the first dealer's: {words}");
    std::fs::write(&file, [testkit_pdf(), b"\n"].concat()).unwrap();
    let given = supplier.console(&["act", "answer", of_second, file.to_str().unwrap()]);
    assert_ne!(given["document"], answered["document"], "{given}");
    dealer.fails(
        &with_quarter(&["money", "reconcile", file.to_str().unwrap(), "--contract", "2"]),
        1,
        "invalid",
    );
    let (ok, refused) = supplier.try_console(&["act", "refuse", "nobody", "--why", "x"]);
    assert!(!ok, "{refused}");
}

#[test]
fn who_sees_no_money_asks_for_no_act_and_gets_none() {
    let Some((supplier, first)) = supplier() else { return };
    let accountant = Dealer::new();
    accountant.ok(&["enroll", &supplier.url(), &supplier.invite(&first, "accountant")]);
    accountant.ok(&["sync"]);
    accountant.ok(&with_quarter(&["money", "act", "ask"]));
    for role in ["viewer", "claims"] {
        let other = Dealer::new();
        other.ok(&["enroll", &supplier.url(), &supplier.invite(&first, role)]);
        other.ok(&["sync"]);
        assert_eq!(other.ok(&["money", "act", "list"])["items"], json!([]), "{role}");
        other.fails(&with_quarter(&["money", "act", "ask"]), 6, "not_allowed");
        let own = card(&other, "card.csv", CARD);
        other.fails(
            &with_quarter(&["money", "reconcile", own.to_str().unwrap()]),
            6,
            "not_allowed",
        );
    }
    for period in [
        ["2026-02-01", "2026-01-01"],
        ["2026-01-01", "2199-01-01"],
        ["1.1.2026", "2026-01-01"],
    ] {
        accountant.fails(
            &["money", "act", "ask", "--from", period[0], "--to", period[1]],
            1,
            "invalid",
        );
    }
}

/// A PDF of one empty page.
fn testkit_pdf() -> &'static [u8] {
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
      3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
}
