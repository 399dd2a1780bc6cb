//! What stands between a draft and its sending, from the command line against the real gateway.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use serde_json::json;
use testkit::export::goods;
use testkit::supplier::Supplier;

#[test]
fn the_least_sum_and_the_credit_limit_are_told_while_drafting_and_decided_by_the_gateway() {
    let Some(supplier) = Supplier::with(&goods(&[
        ("Б-1", "Болт М8х40", "10.00", 10_000),
        ("Г-1", "Гайка М8", "3.00", 10_000),
    ])) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let other = supplier.entity("ООО Василёк", "7707083894");
    for (entity, limit) in [(&entity, "1500"), (&other, "9000")] {
        let args = [
            "contract",
            "add",
            "--entity",
            entity.as_str(),
            "--number",
            "1",
            "--min-order",
            "500",
            "--credit-limit",
            limit,
        ];
        supplier.console(&args);
    }
    let file = supplier.path().join("balances.csv");
    std::fs::write(&file, "ИНН;Долг;Просрочено\n7707083893;700,00;0,50\n123;1;0\n").unwrap();
    let taken = supplier.try_console(&["balance", "import", file.to_str().unwrap()]).1;
    assert_eq!(
        (&taken["taken"], &taken["faults"][0]["row"]),
        (&json!(1), &json!(3)),
        "{taken}"
    );

    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    let draft = dealer.draft("Б-1;40");
    let shown = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(
        (
            &shown["limits"]["missing"],
            &shown["limits"]["credit"]["free"],
            &shown["limits"]["credit"]["overdue"]
        ),
        (&json!("100.00"), &json!("800.00"), &json!("0.00")),
        "kopecks overdue are nobody's fault: {shown}"
    );
    // The lines are as they were, and the order would be refused all the same.
    let check = dealer.run(&["checkout", &draft]);
    assert_eq!(
        (check.code, &check.json["is_clean"]),
        (3, &json!(true)),
        "{}",
        check.json
    );
    assert_eq!(
        check.json["refused"],
        json!([{ "kind": "below_minimum", "least": "500.00", "least_minor": 50_000, "missing": "100.00", "missing_minor": 10_000 }])
    );
    let words = dealer.text(&["checkout", &draft]);
    assert!(
        !words.contains("nothing got worse")
            && words.contains("below the least sum of an order, 500.00 RUB; 100.00 RUB"),
        "{words}"
    );
    let words = dealer.text(&["draft", "show", &draft]);
    assert!(
        words.contains("least sum of an order  500.00 RUB, 100.00 missing"),
        "{words}"
    );
    let small = dealer.run(&["place", &draft]);
    assert_eq!(
        (small.code, &small.json["reason"]),
        (1, &json!("below_minimum")),
        "{}",
        small.json
    );

    // 700 are owed, 1500 may be: 800 are free, and a draft of 1000 is 200 beyond it.
    dealer.run_with_input(&["draft", "add", &draft, "-"], "Г-1;200");
    let shown = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(
        (&shown["limits"]["missing"], &shown["limits"]["credit"]["over"]),
        (&json!("0.00"), &json!("200.00")),
        "{shown}"
    );
    let check = dealer.run(&["checkout", &draft]);
    assert_eq!(check.json["refused"][0]["over"], json!("200.00"), "{}", check.json);
    let words = dealer.text(&["draft", "show", &draft]);
    assert!(
        words.contains("credit in RUB  800.00 free, 200.00 beyond the limit"),
        "{words}"
    );
    let beyond = dealer.run(&["place", &draft]);
    assert_eq!(
        (beyond.code, &beyond.json["reason"]),
        (1, &json!("over_limit")),
        "{}",
        beyond.json
    );
    let split = dealer.ok(&["draft", "split", &draft, "--name", "Остальное"]);
    assert_eq!(
        (&split["kept"]["total"], &split["rest"]["total"]),
        (&json!("400.00"), &json!("600.00")),
        "{split}"
    );
    let rest = split["rest"]["id"].as_str().unwrap().to_owned();
    assert_eq!(dealer.ok(&["place", &rest])["outcome"], json!("placed"));
    dealer.ok(&["sync"]);

    // What was ordered since the books were told counts: 200 are free now. Paid in advance it goes.
    dealer.run_with_input(&["draft", "add", &draft, "-"], "Б-1;20");
    let shown = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(shown["limits"]["credit"]["on_order"], json!("600.00"), "{shown}");
    assert_eq!(shown["limits"]["credit"]["over"], json!("400.00"), "{shown}");
    assert_eq!(dealer.run(&["place", &draft]).json["reason"], json!("over_limit"));
    dealer.ok(&["draft", "prepaid", &draft]);
    assert_eq!(dealer.ok(&["checkout", &draft])["refused"], json!([]));
    assert_eq!(dealer.ok(&["place", &draft])["outcome"], json!("placed"));
}

#[test]
fn an_order_beyond_the_limit_stands_and_waits_for_its_payment_where_the_supplier_wants_it_so() {
    let Some(mut supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 10_000)])) else {
        return;
    };
    supplier.kill();
    supplier.configure("[orders]\nover_limit = \"hold_shipment\"\n");
    supplier.serve();
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let add = [
        "contract",
        "add",
        "--entity",
        &entity,
        "--number",
        "1",
        "--credit-limit",
        "100",
    ];
    supplier.console(&add);
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    let draft = dealer.draft("Б-1;40");
    let credit = dealer.ok(&["draft", "show", &draft])["limits"]["credit"].clone();
    assert_eq!(
        (&credit["over"], &credit["over_limit"]),
        (&json!("300.00"), &json!("hold_shipment")),
        "{credit}"
    );
    let placed = dealer.ok(&["place", &draft]);
    assert_eq!(placed["outcome"], json!("placed"), "{placed}");
    let order = dealer.ok(&["order", "show", placed["number"].as_str().unwrap()]);
    assert!(
        order["comment"].as_str().unwrap().contains("после оплаты"),
        "1C is told to ship it once it is paid: {order}"
    );
}

#[test]
fn what_is_missing_to_the_least_sum_is_suggested_in_whole_packs_and_in_goods_that_are_bought_again() {
    let Some(supplier) = Supplier::with(&goods(&[
        ("Б-1", "Болт М8х40", "10.00", 10_000),
        ("Г-1", "Гайка М8", "3.00", 10_000),
        ("Ш-1", "Шайба М8", "2.00", 5),
    ])) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let rules = supplier.path().join("rules.csv");
    std::fs::write(&rules, "Вид;Артикул;Кратность;Упаковка\nупаковка;Б-1;12;кор\n").unwrap();
    supplier.console(&["pricing", "import", rules.to_str().unwrap()]);
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    for _ in 0..3 {
        let draft = dealer.draft("Г-1;100");
        assert_eq!(dealer.ok(&["place", &draft])["outcome"], json!("placed"));
    }
    supplier.console(&[
        "contract",
        "add",
        "--entity",
        entity.as_str(),
        "--number",
        "1",
        "--min-order",
        "500",
    ]);
    dealer.ok(&["sync"]);

    // 240 of 500: what is missing are 26 bolts, so three boxes of 12.
    let draft = dealer.draft("Б-1;24\nШ-1;1");
    let shown = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(shown["limits"]["missing"], json!("258.00"), "{shown}");
    let told: Vec<(&str, &str, &str, &str)> = shown["limits"]["suggestions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let text = |field: &str| one[field].as_str().unwrap();
            (text("kind"), text("article"), text("quantity"), text("adds"))
        })
        .collect();
    assert_eq!(
        told,
        [("pack", "Б-1", "60", "360.00"), ("repeat", "Г-1", "100", "300.00")],
        "five washers are all there are, and reach nothing: {shown}"
    );
    dealer.ok(&["draft", "quantity", &draft, "Б-1", "60"]);
    let shown = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(
        (&shown["limits"]["missing"], &shown["limits"]["suggestions"]),
        (&json!("0.00"), &json!([]))
    );
}
