//! Rules of prices from the operator's table to a placed order: the program and the gateway come to the same kopeck.

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
use testkit::export::{Goods, goods};
use testkit::supplier::Supplier;

const HEAD: &str = "Вид;Название;ИНН;Артикул;Скидка %;Количество;Подарок;Количество подарка;За каждые;Кратность;Минимум;Упаковка;Сумма";

const RULES: [&str; 5] = [
    "тип цен;Скидка по договору;7707083893;;3;;;;;;;;",
    "порог;Крупная партия;7707083893;Б-1;10;100;;;;;;;",
    "подарок;Колпачки к болтам;7707083893;Б-1;;50;К-1;5;да;;;;",
    "упаковка;;7707083893;Г-1;;;;;;12;24;кор;",
    "акция;Большой заказ;7707083893;Г-1;20;;;;;;;;9000",
];

fn shelf(bolt: &str) -> Vec<Goods> {
    goods(&[
        ("Б-1", "Болт М8х40", bolt, 5000),
        ("Г-1", "Гайка М8", "50", 5000),
        ("К-1", "Колпачок", "5", 12),
    ])
}

fn import(supplier: &Supplier, rules: &[&str]) -> (bool, Value) {
    let path = supplier.path().join("rules.csv");
    std::fs::write(&path, format!("{HEAD}\n{}\n", rules.join("\n"))).unwrap();
    supplier.try_console(&["pricing", "import", path.to_str().unwrap()])
}

/// A supplier with the rules for ООО Ромашка, and its buyer in step with him.
fn ready() -> Option<(Supplier, Dealer)> {
    let supplier = Supplier::with(&shelf("100"))?;
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let (is_whole, report) = import(&supplier, &RULES);
    assert!(is_whole, "{report}");
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    Some((supplier, dealer))
}

fn line<'v>(draft: &'v Value, article: &str) -> &'v Value {
    let lines = draft["lines"].as_array().unwrap();
    lines.iter().find(|line| line["article"] == article).unwrap()
}

fn show(dealer: &Dealer, draft: &str) -> Value {
    dealer.ok(&["draft", "show", draft])
}

#[test]
fn a_draft_costs_here_what_it_costs_at_the_gateway_and_its_gifts_are_in_the_order() {
    let Some((_supplier, dealer)) = ready() else { return };
    let draft = dealer.draft("Б-1;40\nГ-1;24");
    let shown = show(&dealer, &draft);
    assert_eq!(line(&shown, "Б-1")["price"], json!("97.00"));
    assert_eq!(line(&shown, "Б-1")["list_price"], json!("100.00"));
    assert_eq!(line(&shown, "Б-1")["off_bp"], json!(300));
    assert_eq!(line(&shown, "Б-1")["next_tier"]["from"], json!("100"));
    assert_eq!(line(&shown, "Б-1")["next_tier"]["price"], json!("87.30"));
    assert_eq!(shown["gifts"], json!([]));
    assert_eq!(shown["total"], json!("5044.00"));

    // Sixty more: the tier is reached, and for each fifty there is a gift.
    dealer.run_with_input(&["draft", "add", &draft, "-"], "Б-1;60");
    let shown = show(&dealer, &draft);
    assert_eq!(line(&shown, "Б-1")["price"], json!("87.30"));
    assert_eq!(line(&shown, "Г-1")["price"], json!("48.50"), "9 000 are not reached");
    assert_eq!(shown["total"], json!("9894.00"));
    let gifts = shown["gifts"].as_array().unwrap();
    assert_eq!((gifts.len(), &gifts[0]["quantity"]), (1, &json!("10")), "{shown}");
    assert_eq!(gifts[0]["rule_name"], json!("Колпачки к болтам"));
    let words = dealer.text(&["draft", "show", &draft]);
    assert!(
        words.contains("gift  К-1") && words.contains("10 шт (Колпачки к болтам)"),
        "{words}"
    );

    let check = dealer.run(&["checkout", &draft]).json;
    assert_eq!(check["is_clean"], json!(true), "{check}");
    assert_eq!(check["total_now"], shown["total"]);
    assert_eq!(check["gifts"][0]["given"], json!("10"));
    let placed = dealer.ok(&["place", &draft]);
    assert_eq!(
        (&placed["outcome"], &placed["total"]),
        (&json!("placed"), &shown["total"])
    );
    dealer.ok(&["sync"]);
    let order = dealer.ok(&["order", "show", placed["number"].as_str().unwrap()]);
    assert_eq!(order["total"], shown["total"]);
    let gift = line(&order, "К-1");
    assert_eq!(
        (&gift["quantity"], &gift["price"], &gift["sum"]),
        (&json!("10"), &json!("0.00"), &json!("0.00"))
    );

    // Ten of twelve caps are promised: the next order earns two.
    let next = dealer.draft("Б-1;100");
    assert_eq!(show(&dealer, &next)["gifts"][0]["quantity"], json!("2"));
}

#[test]
fn the_chain_of_a_price_is_told_and_a_promotion_counts_the_whole_draft() {
    let Some((_supplier, dealer)) = ready() else { return };
    let told = dealer.ok(&["price", "explain", "Б-1", "--quantity", "120"]);
    let steps: Vec<(&str, &str)> = told["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| (step["kind"].as_str().unwrap(), step["after"].as_str().unwrap()))
        .collect();
    assert_eq!(steps, [("price_type", "97.00"), ("tier", "87.30")]);
    assert_eq!((&told["list"], &told["price"]), (&json!("100.00"), &json!("87.30")));
    assert_eq!(told["tiers"][0]["from"], json!("100"));
    assert_eq!(
        (&told["sum"], &told["vat_sum"]),
        (&json!("10476.00"), &json!("1746.00"))
    );

    let draft = dealer.draft("Г-1;24");
    assert_eq!(line(&show(&dealer, &draft), "Г-1")["price"], json!("48.50"));
    let much = dealer.ok(&["price", "explain", "Г-1", "--quantity", "240", "--draft", &draft]);
    assert_eq!(much["price"], json!("38.80"), "240 × 48.50 is above 9 000: {much}");
    let words = dealer.fails(&["price", "explain", "Б-1", "--quantity", "0"], 1, "invalid");
    assert!(words.contains("above zero"), "{words}");
}

#[test]
fn a_part_of_a_box_is_named_with_what_can_be_ordered_and_never_placed() {
    let Some((_supplier, dealer)) = ready() else { return };
    let draft = dealer.draft("Г-1;25\nБ-1;1");
    let trouble = line(&show(&dealer, &draft), "Г-1")["trouble"].clone();
    assert_eq!(trouble["code"], json!("not_multiple"));
    assert_eq!(
        (&trouble["down"], &trouble["up"], &trouble["pack"]),
        (&json!("24"), &json!("36"), &json!("кор"))
    );
    let check = dealer.run(&["checkout", &draft]).json;
    let changed = &check["changed"][0];
    assert_eq!(
        (&changed["misfit"], &changed["available"]),
        (&json!("not_multiple"), &json!("24")),
        "{check}"
    );
    assert_eq!(changed["up"], json!("36"));
    let placed = dealer.ok(&["place", &draft, "--accept"]);
    assert_eq!(placed["total"], json!("1261.00"), "24 × 48.50 + 97.00: {placed}");
    let few = dealer.draft("Г-1;12");
    assert_eq!(
        line(&show(&dealer, &few), "Г-1")["trouble"]["code"],
        json!("below_minimum")
    );
    for words in [dealer.text(&["draft", "show", &few]), dealer.text(&["checkout", &few])] {
        assert!(words.contains("minimum 24 шт, asked 12"), "{words}");
    }
}

#[test]
fn rules_are_personal_and_a_role_without_prices_has_none() {
    let Some((supplier, dealer)) = ready() else { return };
    let draft = dealer.draft("Б-1;100");
    assert_eq!(show(&dealer, &draft)["total"], json!("8730.00"));
    let other = supplier.entity("ООО Василёк", "7728168971");
    let stranger = Dealer::new();
    stranger.ok(&["enroll", &supplier.url(), &supplier.invite(&other, "buyer")]);
    stranger.ok(&["sync"]);
    let draft = stranger.draft("Б-1;100");
    let shown = show(&stranger, &draft);
    assert_eq!((&shown["total"], &shown["gifts"]), (&json!("10000.00"), &json!([])));
    assert_eq!(line(&shown, "Б-1")["next_tier"], json!(null));
    assert_eq!(stranger.run(&["checkout", &draft]).json["total_now"], json!("10000.00"));
    let keeper = Dealer::new();
    keeper.ok(&["enroll", &supplier.url(), &supplier.invite(&other, "claims")]);
    keeper.ok(&["sync"]);
    let told = keeper.ok(&["price", "explain", "Б-1"]);
    assert_eq!(
        (&told["price"], &told["list"], &told["tiers"]),
        (&json!(null), &json!(null), &json!([]))
    );
}

#[test]
fn a_broken_row_is_named_the_good_ones_stay_and_what_is_withdrawn_is_gone_at_the_dealer() {
    let Some((supplier, dealer)) = ready() else { return };
    let broken = [
        RULES[0],
        "тип цен;;7707083893;нет такого;3;;;;;;;;",
        "скидка;;;;3;;;;;;;;",
        "порог;;;Б-1;5;1,000;;;;;;;",
    ];
    let (is_whole, report) = import(&supplier, &broken);
    assert!(!is_whole);
    let rows: Vec<(u64, &str)> = report["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["row"].as_u64().unwrap(), fault["column"].as_str().unwrap()))
        .collect();
    assert_eq!(rows, [(3, "article"), (4, "kind"), (5, "quantity")]);
    assert_eq!(report["withdrawn"], json!(0), "with a broken row nothing is withdrawn");
    assert_eq!(supplier.console(&["pricing", "list"]).as_array().unwrap().len(), 5);

    let (is_whole, report) = import(&supplier, &RULES[..1]);
    assert!(is_whole && report["withdrawn"] == 4, "{report}");
    dealer.ok(&["sync"]);
    let draft = dealer.draft("Б-1;100");
    let shown = show(&dealer, &draft);
    assert_eq!((&shown["total"], &shown["gifts"]), (&json!("9700.00"), &json!([])));
}

#[test]
fn a_gift_that_ended_meanwhile_stops_the_order_until_the_user_saw_it() {
    let Some((supplier, dealer)) = ready() else { return };
    let draft = dealer.draft("Б-1;50");
    assert_eq!(show(&dealer, &draft)["gifts"][0]["quantity"], json!("5"));
    import(&supplier, &RULES[..2]);
    let check = dealer.run(&["checkout", &draft]).json;
    assert_eq!((&check["is_clean"], &check["changed"]), (&json!(false), &json!([])));
    assert_eq!(
        (&check["gifts"][0]["asked"], &check["gifts"][0]["given"]),
        (&json!("5"), &json!("0"))
    );
    // The discount stands, so the price is as it was accepted.
    assert_eq!(check["total_now"], json!("4850.00"));
    supplier.import(&shelf("110"));
    let check = dealer.run(&["checkout", &draft]).json;
    assert_eq!(check["changed"][0]["price_now"], json!("106.70"));
    let placed = dealer.ok(&["place", &draft, "--accept"]);
    assert_eq!(
        (&placed["outcome"], &placed["total"]),
        (&json!("placed"), &json!("5335.00")),
        "{placed}"
    );
}

#[test]
fn a_quantity_is_typed_in_any_unit_of_the_goods_and_never_read_as_pieces() {
    let Some((_supplier, dealer)) = ready() else { return };
    let draft = dealer.draft("Г-1;3 кор");
    let shown = show(&dealer, &draft);
    assert_eq!(
        (
            &line(&shown, "Г-1")["quantity"],
            &line(&shown, "Г-1")["in_unit"]["count"]
        ),
        (&json!("36"), &json!("3")),
        "the pack that a rule names for this buyer is a unit: {shown}"
    );
    for (text, quantity, in_unit) in [
        (
            "2 кор",
            "24",
            json!({ "unit": "кор", "count": "2", "count_milli": 2000 }),
        ),
        (
            "4 box",
            "48",
            json!({ "unit": "кор", "count": "4", "count_milli": 4000 }),
        ),
        (
            "5 коробок по 12 шт",
            "60",
            json!({ "unit": "кор", "count": "5", "count_milli": 5000 }),
        ),
        (
            "2 box of 12",
            "24",
            json!({ "unit": "кор", "count": "2", "count_milli": 2000 }),
        ),
        ("72", "72", json!({ "unit": "кор", "count": "6", "count_milli": 6000 })),
        ("36 шт.", "36", json!(null)),
    ] {
        let set = dealer.ok(&["draft", "quantity", &draft, "Г-1", text]);
        assert_eq!(
            (&set["line"]["quantity"], &set["line"]["in_unit"]),
            (&json!(quantity), &in_unit),
            "{text}"
        );
    }
    for (text, words) in [
        ("2 кг", "its units are: шт, кор (12 шт)"),
        ("2 box of 10", "its units are"),
        ("2 уп", "not sold in"),
        ("1,000 кор", "1000, 1"),
        ("много", "is no quantity"),
        ("-2 кор", "from 0 to"),
        ("0,3 кор", "sold whole"),
    ] {
        let said = dealer.fails(&["draft", "quantity", &draft, "Г-1", text], 1, "invalid");
        assert!(said.contains(words), "{text}: {said}");
    }
    assert_eq!(
        line(&show(&dealer, &draft), "Г-1")["quantity"],
        json!("36"),
        "nothing was changed"
    );

    // In a list a unit that the goods do not have sets the line aside, with its reason.
    let report = dealer
        .run_with_input(
            &["draft", "add", &draft, "-"],
            "Б-1;2 кор\nГ-1;1 кор по 10\nГ-1;1 box\nБ-1 - 5 шт",
        )
        .json;
    let reasons: Vec<&str> = report["not_found"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["reason"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["unknown_unit", "other_pack_size"]);
    assert_eq!(report["matched"][0]["in_unit"]["count"], json!("1"), "{report}");
    assert_eq!(line(&show(&dealer, &draft), "Г-1")["quantity"], json!("48"));
    let gone = dealer.ok(&["draft", "quantity", &draft, "Г-1", "0"]);
    assert_eq!(gone["line"], json!(null));
}

#[test]
fn weight_and_volume_come_from_the_operators_table_into_the_totals_of_a_draft() {
    let Some((supplier, dealer)) = ready() else { return };
    let path = supplier.path().join("measures.csv");
    std::fs::write(
        &path,
        "Артикул;Вес, кг;Объем, м3\nБ-1;0,25;0,0004\nГ-1;0,1;\nК-1;много;\nнет;1;1\n",
    )
    .unwrap();
    let (is_whole, report) = supplier.try_console(&["goods", "import", path.to_str().unwrap(), "--kind", "measures"]);
    assert!(!is_whole);
    let rows: Vec<u64> = report["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["row"].as_u64().unwrap())
        .collect();
    assert_eq!(rows, [4, 5], "{report}");
    dealer.ok(&["sync"]);
    let draft = dealer.draft("Б-1;100\nГ-1;24");
    let shown = show(&dealer, &draft);
    assert_eq!(
        (&shown["weight_g"], &shown["without_weight_count"]),
        (&json!(27_400), &json!(0))
    );
    assert_eq!(
        (&shown["volume_cm3"], &shown["without_volume_count"]),
        (&json!(40_000), &json!(1))
    );
    assert_eq!(
        (&line(&shown, "Б-1")["weight_g"], &line(&shown, "Б-1")["volume_cm3"]),
        (&json!(25_000), &json!(40_000))
    );
    assert_eq!(line(&shown, "Г-1")["volume_cm3"], json!(null));
}
