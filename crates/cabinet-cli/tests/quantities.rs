//! What a dealer is asked about and told instead of being guessed for: quantities, prices, lines on their way.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use common::shop::{behind_a_proxy, bolt, in_step, supplier};
use serde_json::json;
use testkit::export::goods;
use testkit::proxy::Mischief;
use testkit::supplier::Supplier;

#[test]
fn quantities_that_mean_two_things_and_parts_of_pieces_are_asked_about() {
    let Some((supplier, entity)) = supplier() else { return };
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    let draft = dealer.draft("Б-2;3");
    let lines = "Б-1;1,000\nБ-1;1.000\nБ-1;1 00\nБ-1;0,5\nБ-1;1 000\n";
    let added = dealer.run_with_input(&["draft", "add", &draft, "-"], lines);
    assert_eq!(added.code, 0, "{}", added.words);
    assert_eq!(added.json["matched"].as_array().unwrap().len(), 1, "{}", added.json);
    assert_eq!(added.json["matched"][0]["quantity_milli"], json!(1_000_000));
    let asked: Vec<_> = added.json["not_found"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["row"].clone(), line["reason"].clone(), line["readings"].clone()))
        .collect();
    assert_eq!(
        asked,
        [
            (json!(1), json!("two_readings"), json!(["1000", "1"])),
            (json!(2), json!("two_readings"), json!(["1000", "1"])),
            (json!(3), json!("two_readings"), json!(["100"])),
            (json!(4), json!("not_divisible"), json!([])),
        ]
    );
    let words = dealer.fails(&["subscribe", "Б-1", "--threshold", "1,000"], 1, "invalid");
    assert!(words.contains("1000 or 1"), "{words}");
}

#[test]
fn what_has_no_price_for_the_entity_is_said_to_have_none_and_stays_in_the_draft() {
    let mut shelf = bolt("12.30");
    shelf.extend(goods(&[("Б-3", "Болт М12х80", "", 70)]));
    let Some(supplier) = Supplier::with(&shelf) else { return };
    let (_, dealer) = in_step(&supplier);
    let draft = dealer.draft("Б-3;10\nБ-2;5");
    let shown = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(
        (&shown["lines"][0]["is_unpriced"], &shown["lines"][0]["is_gone"]),
        (&json!(true), &json!(false)),
        "{shown}"
    );
    let text = dealer.command(&["draft", "show", &draft]).output().unwrap();
    assert!(String::from_utf8_lossy(&text.stdout).contains("no price for you"));
    let checked = dealer.run(&["checkout", &draft]);
    assert_eq!(checked.code, 3, "{}", checked.words);
    let line = &checked.json["changed"][0];
    assert_eq!(
        (&line["article"], &line["is_unpriced"], &line["is_gone"]),
        (&json!("Б-3"), &json!(true), &json!(false)),
        "{line}"
    );
    let text = dealer.command(&["checkout", &draft]).output().unwrap();
    assert!(String::from_utf8_lossy(&text.stdout).contains("no price for you"));
    let placed = dealer.ok(&["place", &draft, "--accept"]);
    assert_eq!(
        (&placed["outcome"], &placed["lines_left"]),
        (&json!("placed"), &json!(1)),
        "{placed}"
    );
    let left = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(left["lines"][0]["article"], json!("Б-3"), "{left}");
}

#[test]
fn the_list_of_drafts_says_what_is_on_its_way_and_how_far() {
    let Some((supplier, proxy, dealer)) = behind_a_proxy() else {
        return;
    };
    let draft = dealer.draft("Б-1;10\nБ-2;5");
    let first = dealer.ok(&["draft", "list"])["items"][0].clone();
    assert_eq!(
        (&first["in_flight_count"], &first["in_flight_state"]),
        (&json!(0), &json!(null))
    );
    proxy.set(Mischief::LostVerdict);
    let placed = dealer.ok(&["place", &draft]);
    assert_eq!(placed["outcome"], json!("queued"), "{placed}");
    let listed = dealer.ok(&["draft", "list"])["items"][0].clone();
    assert_eq!(
        (&listed["in_flight_count"], &listed["in_flight_state"]),
        (&json!(2), &json!("sent")),
        "{listed}"
    );
    let text = dealer.command(&["draft", "list"]).output().unwrap();
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(text.contains("2 sent, no answer yet"), "{text}");
    drop((supplier, proxy));
}
