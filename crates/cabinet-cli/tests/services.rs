//! Services on lines, from the operator's table to a placed order: priced here as at the gateway, and kept wherever a line goes.

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
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use testkit::export::goods;
use testkit::supplier::Supplier;

const HEAD: &str = "Вид;Название;Артикул;Цена;За что;Параметры;Длина прутка;Минимальная плата;НДС;Артикул услуги";
const CUTTING: &str = "услуга;Резка;Т-1;50;рез;длина;6000;;;У-1";
const PACKING: &str = "услуга;Упаковка;;20;строка;;;150;без НДС;";

fn import(supplier: &Supplier, rules: &[&str]) {
    let path = supplier.path().join("rules.csv");
    std::fs::write(&path, format!("{HEAD}\n{}\n", rules.join("\n"))).unwrap();
    let report = supplier.console(&["pricing", "import", path.to_str().unwrap()]);
    assert_eq!(report["ok"], json!(true), "{report}");
}

/// A supplier who cuts bars of 6 m and packs everything, and a dealer in step with him.
fn ready() -> Option<(Supplier, Dealer)> {
    let supplier = Supplier::with(&goods(&[
        ("Т-1", "Труба 20", "100", 500),
        ("Б-1", "Болт М8х40", "10", 500),
        ("У-1", "Резка металла", "1", 0),
    ]))?;
    import(&supplier, &[CUTTING, PACKING]);
    let (_, dealer) = in_step(&supplier);
    Some((supplier, dealer))
}

fn show(dealer: &Dealer, draft: &str) -> Value {
    dealer.ok(&["draft", "show", draft])
}

fn cut(dealer: &Dealer, draft: &str, pieces: &str, length: &str) -> Value {
    dealer.ok(&[
        "draft",
        "service",
        "add",
        draft,
        "Т-1",
        "Резка",
        "--pieces",
        pieces,
        "--length",
        length,
    ])
}

/// What poppler reads in a PDF.
fn pdf_text(path: &Path) -> String {
    let read = Command::new("pdftotext").arg(path).arg("-").output();
    String::from_utf8(read.unwrap().stdout).unwrap()
}

/// Names, pieces and lengths of the services of the first line.
fn services(draft: &Value) -> Vec<(&str, Option<i64>, Option<i64>)> {
    let services = draft["lines"][0]["services"]
        .as_array()
        .unwrap_or_else(|| panic!("{draft}"));
    services
        .iter()
        .map(|one| {
            (
                one["name"].as_str().unwrap(),
                one["pieces"].as_i64(),
                one["length_mm"].as_i64(),
            )
        })
        .collect()
}

#[test]
fn a_service_costs_here_what_it_costs_at_the_gateway_and_is_in_the_order() {
    let Some((_supplier, dealer)) = ready() else { return };
    let draft = dealer.draft("Т-1;3\nБ-1;10");
    let offered = dealer.ok(&["draft", "service", "list", &draft, "Т-1"]);
    let names: Vec<_> = offered["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["name"])
        .collect();
    assert_eq!(names, ["Резка", "Упаковка"]);
    assert_eq!(offered["items"][0]["terms"]["bar_mm"], json!(6000));
    assert_eq!(
        dealer.ok(&["draft", "service", "list", &draft, "Б-1"])["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    // Seven of two metres from three bars: two bars leave nothing, so five cuts; two metres twice are left.
    let set = cut(&dealer, &draft, "7", "2000");
    let service = &set["line"]["services"][0];
    assert_eq!(
        (&service["count"], &service["sum"]),
        (&json!("5"), &json!("250.00")),
        "{set}"
    );
    assert_eq!(service["left_mm"], json!(4000));
    dealer.ok(&["draft", "service", "add", &draft, "Т-1", "Упаковка"]);
    let shown = show(&dealer, &draft);
    assert_eq!(shown["lines"][0]["sum"], json!("300.00"), "the goods' own sum stays");
    assert_eq!(shown["lines"][0]["services"][1]["is_minimum"], json!(true));
    assert_eq!(shown["total"], json!("800.00"), "300 + 250 + 150 + 100: {shown}");
    let told = dealer.ok(&["price", "explain", "Т-1", "--draft", &draft]);
    assert_eq!(
        (&told["price"], &told["services"][0]["sum"]),
        (&json!("100.00"), &json!("250.00"))
    );

    let check = dealer.run(&["checkout", &draft]).json;
    assert_eq!(
        (&check["is_clean"], &check["total_now"]),
        (&json!(true), &json!("800.00")),
        "{check}"
    );
    assert_eq!(check["total_was"], check["total_now"]);
    let placed = dealer.ok(&["place", &draft]);
    assert_eq!(
        (&placed["outcome"], &placed["total"]),
        (&json!("placed"), &json!("800.00"))
    );
    dealer.ok(&["sync"]);
    let order = dealer.ok(&["order", "show", placed["number"].as_str().unwrap()]);
    let lines: Vec<_> = order["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["name"].as_str().unwrap(),
                line["sum"].as_str().unwrap(),
                &line["service"]["pieces"],
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("Труба 20", "300.00", &json!(null)),
            ("Резка", "250.00", &json!(7)),
            ("Упаковка", "150.00", &json!(null)),
            ("Болт М8х40", "100.00", &json!(null)),
        ]
    );

    // Ordered again: the services are on their goods, and nothing is a line of its own.
    let again = dealer.ok(&[
        "draft",
        "repeat",
        placed["number"].as_str().unwrap(),
        "--name",
        "Ещё раз",
    ]);
    let draft = again["draft"]["id"].as_str().unwrap();
    let shown = show(&dealer, draft);
    assert_eq!(
        (shown["lines"].as_array().unwrap().len(), &shown["total"]),
        (2, &json!("800.00"))
    );
    assert_eq!(
        services(&shown),
        [("Резка", Some(7), Some(2000)), ("Упаковка", None, None)]
    );
    let same = dealer.ok(&["draft", "compare", draft, placed["number"].as_str().unwrap()]);
    assert_eq!((&same["rows"], &same["same_count"]), (&json!([]), &json!(4)), "{same}");
}

#[test]
fn goods_that_are_not_enough_are_named_with_the_way_out_and_are_never_placed() {
    let Some((_supplier, dealer)) = ready() else { return };
    let draft = dealer.draft("Т-1;1\nБ-1;10");
    let set = cut(&dealer, &draft, "4", "2000");
    let (line, service) = (&set["line"], &set["line"]["services"][0]);
    assert_eq!(
        (&service["trouble"], &service["made"]),
        (&json!("service_short"), &json!(3)),
        "{set}"
    );
    assert_eq!(
        (&line["trouble"]["code"], &line["trouble"]["up"]),
        (&json!("service_short"), &json!("2"))
    );
    assert_eq!(
        set["draft"]["total"],
        json!("200.00"),
        "nobody pays for what cannot be done"
    );
    let words = String::from_utf8(dealer.command(&["draft", "show", &draft]).output().unwrap().stdout).unwrap();
    assert!(
        words.contains("enough for 3 pieces") && words.contains("order 2 шт"),
        "{words}"
    );

    let check = dealer.run(&["checkout", &draft]).json;
    assert_eq!(check["changed"][0]["misfit"], json!("service_short"), "{check}");
    let placed = dealer.ok(&["place", &draft, "--accept"]);
    assert_eq!(placed["total"], json!("100.00"), "the bolts alone: {placed}");
    let kept = show(&dealer, &draft);
    assert_eq!(kept["lines"][0]["article"], json!("Т-1"), "the line is not lost");

    dealer.ok(&["draft", "quantity", &draft, "Т-1", "2"]);
    assert_eq!(show(&dealer, &draft)["lines"][0]["trouble"], json!(null));
    assert_eq!(
        dealer.ok(&["place", &draft])["total"],
        json!("350.00"),
        "200 and three cuts: the first bar leaves nothing"
    );

    let draft = dealer.draft("Т-1;1");
    for (args, code) in [
        (vec!["Резка", "--pieces", "2"], "invalid"),
        (vec!["Резка", "--pieces", "0", "--length", "5"], "invalid"),
        (vec!["Гибка"], "not_found"),
    ] {
        let words: Vec<&str> = ["draft", "service", "add", &draft, "Т-1"]
            .into_iter()
            .chain(args)
            .collect();
        dealer.fails(
            &words,
            if code == "invalid" { 1 } else { dealer.run(&words).code },
            code,
        );
    }
    dealer.run(&["draft", "service", "remove", &draft, "Т-1", "Резка"]);
    assert_eq!(services(&show(&dealer, &draft)), []);
}

#[test]
fn another_price_or_the_end_of_a_service_is_accepted_before_anything_is_placed() {
    let Some((supplier, dealer)) = ready() else { return };
    let draft = dealer.draft("Т-1;2");
    cut(&dealer, &draft, "2", "2000");
    import(&supplier, &[&CUTTING.replace(";50;", ";60;"), PACKING]);
    let sheet = supplier.path().join("changes.pdf");
    let check = dealer.run(&["checkout", &draft, "--out", sheet.to_str().unwrap()]).json;
    // The name is no column of the sheet, and 60,00 no price of the goods.
    let text = pdf_text(&sheet);
    assert!(text.contains("Резка") && text.contains("60,00"), "{text}");
    let changed = &check["changed"][0];
    assert_eq!(
        (&changed["is_dearer"], &changed["price_now"]),
        (&json!(true), &json!("100.00"))
    );
    assert_eq!(changed["services"][0]["was"]["price"], json!("50.00"));
    assert_eq!(changed["services"][0]["now"]["price"], json!("60.00"));
    assert_eq!(
        (&check["total_was"], &check["total_now"]),
        (&json!("300.00"), &json!("320.00")),
        "{check}"
    );
    // Without a word on it the line stays.
    assert_ne!(dealer.run(&["place", &draft]).json["outcome"], json!("placed"));
    let placed = dealer.ok(&["place", &draft, "--accept"]);
    assert_eq!(
        (&placed["outcome"], &placed["total"]),
        (&json!("placed"), &json!("320.00")),
        "{placed}"
    );

    let draft = dealer.draft("Т-1;2");
    dealer.ok(&["sync"]);
    cut(&dealer, &draft, "2", "2000");
    import(&supplier, &[PACKING]);
    let check = dealer.run(&["checkout", &draft]).json;
    assert_eq!(
        check["changed"][0]["services"][0]["trouble"],
        json!("service_gone"),
        "{check}"
    );
    let placed = dealer.ok(&["place", &draft, "--accept"]);
    assert_eq!(placed["total"], json!("200.00"), "the line goes without it: {placed}");
}

#[test]
fn services_go_where_their_line_goes() {
    let Some((_supplier, dealer)) = ready() else { return };
    let draft = dealer.draft("Т-1;2");
    cut(&dealer, &draft, "2", "1500");
    let other = dealer.draft("Т-1;3");
    cut(&dealer, &other, "1", "1500");
    cut(&dealer, &other, "3", "700");

    // Merged: pieces of one length are added up, others stand beside.
    dealer.ok(&["draft", "repeat", &other, "--into", &draft]);
    let shown = show(&dealer, &draft);
    assert_eq!(
        services(&shown),
        [("Резка", Some(3), Some(1500)), ("Резка", Some(3), Some(700))]
    );
    assert_eq!(shown["lines"][0]["quantity"], json!("5"));

    // Another quantity, a template, the list of removed lines, and a split leave them as they are.
    dealer.ok(&["draft", "quantity", &draft, "Т-1", "6"]);
    assert_eq!(services(&show(&dealer, &draft)).len(), 2);
    let template = dealer.ok(&["template", "save", &draft, "--name", "Трубы"]);
    let made = dealer.ok(&[
        "template",
        "use",
        template["id"].as_str().unwrap(),
        "--name",
        "По шаблону",
    ]);
    let made = made["draft"]["id"].as_str().unwrap();
    let shown = show(&dealer, made);
    assert_eq!(services(&shown).len(), 2);
    assert_eq!(shown["lines"][0]["services"][0]["terms"]["price"], json!("50.00"));
    dealer.ok(&["draft", "quantity", &draft, "Т-1", "0"]);
    dealer.ok(&["draft", "bring-back", &draft]);
    assert_eq!(services(&show(&dealer, &draft)).len(), 2);
    dealer.ok(&["draft", "mark", &draft, "Т-1", "--quantity", "2", "--label", "Цех 2"]);
    let split = dealer.ok(&["draft", "split", &draft, "--by", "label"]);
    let (kept, gone) = (&split["kept"]["id"], &split["made"][0]["id"]);
    let counts = [kept, gone].map(|id| services(&show(&dealer, id.as_str().unwrap())).len());
    assert_eq!(counts, [2, 0], "what is done is done once");
}
