//! Lines wished from a warehouse: looked at in that warehouse, told where the rest is, held there, and sent to 1C so.

use crate::support::{Device, Shop, line, noon, parse, place_command};
use crate::xml::article;
use axum::http::StatusCode;
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_domain::marks::LinePart;
use cabinet_domain::stock::StockMode;
use cabinet_protocol::commands::{CommandBody, Verdict};
use cabinet_protocol::feed::ALL_GOODS;
use cabinet_protocol::orders::Quote;
use serde_json::json;
use supplier_gateway::access::contracts::{self, ContractTerms};
use supplier_gateway::orders::pending_for_1c;

fn from(warehouse: &str, quantity: i64) -> LinePart {
    LinePart {
        warehouse: Some(warehouse.into()),
        ..LinePart::plain(quantity * 1_000)
    }
}

struct Two {
    shop: Shop,
    e: EntityId,
    buyer: Device,
}

/// Three of `a` at w1 and seven at w2.
async fn two() -> Two {
    let shop = Shop::open("", noon, &[article("a", "100", [3, 7])]);
    let e = shop.entity("Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    Two { shop, e, buyer }
}

impl Two {
    async fn quote(&self, quantity: i64, parts: &[LinePart]) -> Quote {
        let lines = [line("a", quantity, Some(100))];
        let body = json!({ "entity": self.e, "lines": lines, "line_parts": { "a": parts } });
        let (status, answer) = self.shop.post("/v1/checkout", Some(&self.buyer.token), &body).await;
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer));
        parse(&answer)
    }

    async fn place(&self, key: &str, quantity: i64, parts: &[LinePart], is_on_order: bool) -> Verdict {
        let mut command = place_command(&self.e, key, &[line("a", quantity, Some(100))]);
        if let CommandBody::Place(order) = &mut command.body {
            order.line_parts.insert("a".into(), parts.to_vec());
            if is_on_order {
                order.on_order.insert("a".into());
            }
        }
        self.shop.command(&self.buyer, command).await.verdict
    }

    async fn left(&self) -> (i64, i64) {
        let at = async |warehouse| self.shop.stock(&self.buyer, warehouse, "a").await;
        (at("w1").await, at("w2").await)
    }
}

fn places(quote: &Quote) -> Vec<(&str, i64, i64)> {
    let places = quote.lines[0].places.iter();
    places
        .map(|place| (place.warehouse.as_str(), place.asked_milli, place.free_milli))
        .collect()
}

#[tokio::test]
async fn a_line_is_short_where_it_is_wished_and_is_told_who_has_the_rest() {
    let two = two().await;
    let quote = two.quote(5, &[from("w1", 5)]).await;
    let told = &quote.lines[0];
    assert_eq!((told.is_short, told.available_milli), (true, Some(3_000)));
    assert_eq!(told.anywhere_milli, Some(5_000));
    assert_eq!(places(&quote), [("w1", 5_000, 3_000), ("w2", 0, 5_000)]);

    let wherever = two.quote(5, &[LinePart::plain(5_000)]).await;
    assert!(wherever.is_clean() && wherever.lines[0].places.is_empty());
    assert!(two.quote(10, &[from("w1", 3), from("w2", 7)]).await.is_clean());
    assert_ne!(
        quote.quote,
        two.quote(5, &[from("w2", 4), from("w1", 1)]).await.quote,
        "another question has another answer"
    );

    // What others were promised is not there.
    let verdict = two.place("k1", 2, &[from("w1", 2)], false).await;
    assert!(matches!(verdict, Verdict::Placed { .. }), "{verdict:?}");
    assert_eq!(
        two.left().await,
        (1, 7),
        "held where it is wished, though the other has more"
    );
    let quote = two.quote(5, &[from("w1", 5)]).await;
    assert_eq!(places(&quote), [("w1", 5_000, 1_000), ("w2", 0, 5_000)]);
    let verdict = two.place("k2", 5, &[from("w1", 5)], false).await;
    assert!(matches!(verdict, Verdict::Changed { .. }), "{verdict:?}");
    let verdict = two.place("k3", 5, &[from("w1", 1), from("w2", 4)], false).await;
    assert!(matches!(verdict, Verdict::Placed { .. }), "{verdict:?}");
    assert_eq!(two.left().await, (0, 3));
}

#[tokio::test]
async fn what_a_warehouse_lacks_is_on_order_of_that_part_and_of_no_other() {
    let two = two().await;
    let verdict = two.place("k1", 9, &[from("w1", 5), from("w2", 4)], true).await;
    assert!(matches!(verdict, Verdict::Placed { .. }), "{verdict:?}");
    assert_eq!(two.left().await, (0, 3));
    let settings = &two.shop.state.settings;
    let sent = two
        .shop
        .write(|tx| pending_for_1c(tx, settings, "main").unwrap().remove(0).1);
    let said = |line: &commerceml::model::DocumentLine, name: &str| {
        let found = line.requisites.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let lines: Vec<_> = sent
        .lines
        .iter()
        .map(|line| (line.quantity.as_str(), said(line, "Склад"), said(line, "Под заказ")))
        .collect();
    let names: Vec<&str> = lines.iter().map(|(_, place, _)| place.as_str()).collect();
    assert_eq!(names[0], names[1], "{lines:?}");
    assert_ne!(names[1], names[2], "{lines:?}");
    let amounts: Vec<_> = lines
        .iter()
        .map(|(amount, _, on_order)| (*amount, on_order.as_str()))
        .collect();
    assert_eq!(amounts, [("3", ""), ("2", "true"), ("4", "")]);
}

#[tokio::test]
async fn who_is_told_no_quantities_learns_nothing_by_asking_about_a_warehouse() {
    for stock in [StockMode::Words, StockMode::Hidden] {
        let two = two().await;
        let terms = ContractTerms {
            number: "1".into(),
            assortment: ALL_GOODS.to_owned(),
            price_type: None,
            payment: String::new(),
            delivery: String::new(),
            stock,
        };
        two.shop.write(|tx| contracts::add(tx, &two.e, &terms, noon()).unwrap());
        // As without the wish: there are ten in all.
        let quote = two.quote(5, &[from("w1", 5)]).await;
        assert!(quote.is_clean(), "{stock:?}: {quote:?}");
        let short = two.quote(11, &[from("w1", 11)]).await;
        let told = &short.lines[0];
        assert!(told.is_short && told.places.is_empty(), "{stock:?}");
        assert_eq!((told.available_milli, told.anywhere_milli), (None, None), "{stock:?}");
        let verdict = two.place("k1", 5, &[from("w1", 5)], false).await;
        assert!(matches!(verdict, Verdict::Placed { .. }), "{stock:?}: {verdict:?}");
    }
}

#[tokio::test]
async fn parts_that_are_not_the_line_are_no_question() {
    let two = two().await;
    let body = json!({
        "entity": two.e, "lines": [line("a", 5, Some(100))], "line_parts": { "a": [from("w1", 4)] }
    });
    let (status, _) = two.shop.post("/v1/checkout", Some(&two.buyer.token), &body).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}
