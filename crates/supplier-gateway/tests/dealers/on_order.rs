//! Lines ordered without being there: apart from what is held, and told to 1C and to whoever buys in.

use crate::support::{Shop, line, noon, place_command};
use crate::xml::article;
use axum::http::StatusCode;
use cabinet_domain::access::Role;
use cabinet_domain::marks::LinePart;
use cabinet_protocol::commands::{CommandBody, Verdict};
use cabinet_protocol::orders::Quote;
use serde_json::json;
use supplier_gateway::orders::on_order::on_order;
use supplier_gateway::orders::pending_for_1c;

#[tokio::test]
async fn what_is_there_is_held_and_the_rest_is_on_order_and_goes_to_1c_as_a_line_of_its_own() {
    let shop = Shop::open("", noon, &[article("a", "100", [3, 2]), article("b", "50", [0, 0])]);
    let e = shop.entity("Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let lines = [line("a", 8, Some(100)), line("b", 4, Some(50))];
    let body = json!({ "entity": e, "lines": lines, "on_order": ["a"] });
    let (status, answer) = shop.post("/v1/checkout", Some(&buyer.token), &body).await;
    assert_eq!(status, StatusCode::OK);
    let quote: Quote = crate::support::parse(&answer);
    let told: Vec<_> = quote
        .lines
        .iter()
        .map(|line| (line.is_short, line.available_milli, line.on_order_milli))
        .collect();
    assert_eq!(told, [(false, Some(8_000), Some(3_000)), (true, Some(0), None)]);

    let place = |key: &str, on_order: &[&str]| {
        let mut command = place_command(&e, key, &lines);
        if let CommandBody::Place(order) = &mut command.body {
            order.on_order = on_order.iter().map(|item| (*item).into()).collect();
            let shop = LinePart {
                label: "Цех 2".into(),
                ..LinePart::plain(6_000)
            };
            order.line_parts.insert("a".into(), vec![shop, LinePart::plain(2_000)]);
        }
        command
    };
    let short = shop.command(&buyer, place("k1", &["a"])).await.verdict;
    assert!(
        matches!(short, Verdict::Changed { .. }),
        "the other line is still short: {short:?}"
    );
    let placed = shop.command(&buyer, place("k2", &["a", "b"])).await.verdict;
    assert!(
        matches!(
            placed,
            Verdict::Placed {
                total_minor: 100_000,
                ..
            }
        ),
        "{placed:?}"
    );
    assert_eq!(
        (shop.stock(&buyer, "w1", "a").await, shop.stock(&buyer, "w2", "a").await),
        (0, 0),
        "all that is there is held"
    );

    let (order, _) = shop.document(&buyer, &e).await;
    let kept: Vec<_> = order
        .lines
        .iter()
        .map(|line| (line.quantity_milli, line.on_order_milli))
        .collect();
    assert_eq!(kept, [(8_000, 3_000), (4_000, 4_000)]);
    let settings = &shop.state.settings;
    let sent = shop.write(|tx| pending_for_1c(tx, settings, "main").unwrap().remove(0).1);
    let lines: Vec<_> = sent
        .lines
        .iter()
        .map(|line| {
            let is_on_order = line
                .requisites
                .iter()
                .any(|(name, value)| name == "Под заказ" && value == "true");
            let label = line
                .requisites
                .iter()
                .find(|(name, _)| name == "Метка")
                .map(|(_, label)| label.as_str());
            (line.quantity.as_str(), line.sum.as_str(), is_on_order, label)
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("5", "500.00", false, Some("Цех 2")),
            ("1", "100.00", true, Some("Цех 2")),
            ("2", "200.00", true, None),
            ("4", "200.00", true, None),
        ]
    );
    assert!(sent.comment.contains("Под заказ"), "{}", sent.comment);

    let wanted = shop.write(|tx| on_order(tx).unwrap());
    let wanted: Vec<_> = wanted
        .iter()
        .map(|line| (line.item.as_str(), line.quantity_milli, line.entity_name.as_str()))
        .collect();
    assert_eq!(wanted, [("a", 3_000, "Ромашка"), ("b", 4_000, "Ромашка")]);
}

#[tokio::test]
async fn what_is_gone_cannot_be_had_on_order_either() {
    let shop = Shop::open("", noon, &[article("a", "100", [3, 2])]);
    let e = shop.entity("Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let mut command = place_command(&e, "k1", &[line("no such item", 1, Some(1))]);
    if let CommandBody::Place(order) = &mut command.body {
        order.on_order.insert("no such item".into());
    }
    let verdict = shop.command(&buyer, command).await.verdict;
    assert!(matches!(verdict, Verdict::Changed { .. }), "{verdict:?}");
    assert_eq!(shop.count_orders(), 0);
}
