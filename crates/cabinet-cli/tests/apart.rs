//! Lines that go to another address, or by the contract of another legal entity, from the command line.

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

const SHELF: [(&str, &str, &str, u32); 3] = [
    ("Б-1", "Болт М8х40", "10.00", 100),
    ("Б-2", "Болт М10х60", "20.00", 100),
    ("Г-1", "Гайка М8", "3.00", 100),
];

fn import(supplier: &Supplier, kind: &str, text: &str) {
    let path = supplier.path().join(format!("{kind}.csv"));
    std::fs::write(&path, text).unwrap();
    supplier.console(&["delivery", "import", "--kind", kind, path.to_str().unwrap()]);
}

/// A dealer of two legal entities, of which the first has two addresses and the second a contract for bolts alone.
fn dealer_of_two() -> Option<(Supplier, Dealer, String, String)> {
    let supplier = Supplier::with(&goods(&SHELF))?;
    let first = supplier.entity("ООО Ромашка", "7707083893");
    let second = supplier.entity("ИП Лютиков", "500100732259");
    import(
        &supplier,
        "ways",
        "id;name;kind;min_days\nself;Самовывоз;pickup;\nown;Наш транспорт;transport;1\n",
    );
    let addresses = format!("entity;id;address\n{first};t;Тула, ул. Мира, 1\n{first};o;Орёл, ул. Лесная, 5\n");
    import(&supplier, "addresses", &addresses);
    let bolts = supplier.path().join("bolts.txt");
    std::fs::write(&bolts, "Б-1\nБ-2\n").unwrap();
    supplier.console(&[
        "contract",
        "add",
        "--entity",
        &second,
        "--number",
        "2/26",
        "--assortment",
        bolts.to_str().unwrap(),
    ]);
    let invited = supplier.console(&[
        "invite",
        "--entity",
        &first,
        "--entity",
        &second,
        "--person",
        "Иванов Иван",
        "--role",
        "buyer",
    ]);
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), invited["code"].as_str().unwrap()]);
    dealer.ok(&["sync"]);
    Some((supplier, dealer, first, second))
}

fn draft_of(dealer: &Dealer, entity: &str) -> String {
    let made = dealer.ok(&["draft", "new", "--entity", entity, "--name", "Ремонт"]);
    let draft = made["id"].as_str().unwrap().to_owned();
    for (goods, quantity) in [("Б-1", "5"), ("Б-2", "4"), ("Г-1", "30")] {
        dealer.ok(&["draft", "quantity", &draft, goods, quantity]);
    }
    draft
}

fn articles(draft: &Value) -> Vec<&str> {
    let lines = draft["lines"].as_array().unwrap_or_else(|| panic!("{draft}")).iter();
    lines.map(|line| line["article"].as_str().unwrap()).collect()
}

#[test]
fn picked_lines_go_to_another_address_and_the_others_stay_where_they_were_to_go() {
    let Some((_supplier, dealer, first, _)) = dealer_of_two() else {
        return;
    };
    let draft = draft_of(&dealer, &first);
    dealer.ok(&[
        "draft",
        "set",
        &draft,
        "--way",
        "own",
        "--address",
        "t",
        "--own-number",
        "45/2",
    ]);
    dealer.ok(&["draft", "mark", &draft, "Г-1", "--label", "Цех 2"]);
    for wrong in [
        &["--address", "z"][..],
        &["--entity", &first],
        &["--address", "o", "--line", "Б-9"],
    ] {
        let words = [&["draft", "set-apart", &draft, "--line", "Б-1"], wrong].concat();
        let refused = dealer.run(&words);
        assert_ne!(refused.code, 0, "{wrong:?}: {}", refused.words);
    }
    let apart = dealer.ok(&[
        "draft",
        "set-apart",
        &draft,
        "--line",
        "Г-1",
        "--line",
        "Б-1",
        "--address",
        "o",
    ]);
    assert_eq!(apart["made"]["name"], json!("Ремонт — Орёл, ул. Лесная, 5"), "{apart}");
    let made = dealer.ok(&["draft", "show", apart["id"].as_str().unwrap()]);
    assert_eq!(articles(&made), ["Б-1", "Г-1"], "in the order of the draft");
    assert_eq!(made["lines"][1]["parts"][0]["label"], json!("Цех 2"), "{made}");
    assert_eq!(made["delivery"]["address"]["id"], json!("o"), "{made}");
    assert_eq!(made["delivery"]["way"]["id"], json!("own"));
    let kept = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(articles(&kept), ["Б-2"]);
    assert_eq!(kept["delivery"]["address"]["id"], json!("t"));
}

#[test]
fn picked_lines_go_by_the_contract_of_another_legal_entity_and_what_it_cannot_order_stays() {
    let Some((_supplier, dealer, first, second)) = dealer_of_two() else {
        return;
    };
    let draft = draft_of(&dealer, &first);
    let none = dealer.run(&["draft", "set-apart", &draft, "--line", "Г-1", "--entity", &second]);
    assert_eq!(none.json["error"]["code"], json!("invalid"), "{}", none.words);
    let apart = dealer.ok(&[
        "draft",
        "set-apart",
        &draft,
        "--line",
        "Б-2",
        "--line",
        "Г-1",
        "--entity",
        &second,
    ]);
    assert_eq!(apart["made"]["entity"], json!(second), "{apart}");
    let left: Vec<_> = apart["left"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| &line["article"])
        .collect();
    assert_eq!(left, [&json!("Г-1")]);
    assert_eq!(articles(&dealer.ok(&["draft", "show", &draft])), ["Б-1", "Г-1"]);
    let placed = dealer.ok(&["place", apart["id"].as_str().unwrap()]);
    assert_eq!(placed["total_minor"], json!(8_000), "{placed}");
}

#[test]
fn orders_with_one_mark_are_told_to_be_shipped_together_on_both_sides() {
    let Some((supplier, dealer, first, _)) = dealer_of_two() else {
        return;
    };
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let draft = draft_of(&dealer, &first);
        let set = dealer.ok(&["draft", "set", &draft, "--ship-together", "Машина 3 февраля"]);
        assert_eq!(set["delivery"]["ship_together"], json!("Машина 3 февраля"), "{set}");
        let placed = dealer.ok(&["place", &draft]);
        numbers.push(placed["number"].as_str().unwrap().to_owned());
    }
    dealer.ok(&["sync"]);
    for number in &numbers {
        let order = dealer.ok(&["order", "show", number]);
        assert_eq!(order["delivery"]["ship_together"], json!("Машина 3 февраля"), "{order}");
        let at_supplier = supplier.console(&["order", "show", number]);
        assert_eq!(at_supplier["ship_together"], json!("Машина 3 февраля"), "{at_supplier}");
    }
    let next = draft_of(&dealer, &first);
    let next = dealer.ok(&["draft", "show", &next]);
    assert_eq!(
        next["delivery"]["ship_together"],
        json!(""),
        "the next order is another shipment"
    );
    let too_long = dealer.run(&[
        "draft",
        "set",
        next["id"].as_str().unwrap(),
        "--ship-together",
        &"9".repeat(51),
    ]);
    assert_eq!(too_long.json["error"]["code"], json!("invalid"), "{}", too_long.words);
}
