//! Lines that a buyer divided: their parts stay with the order, go to 1C as lines of their own, and join when it returns them.

use crate::ordered::with;
use crate::support::{Device, Shop, line, noon, place_command};
use crate::xml::article;
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_domain::marks::LinePart;
use cabinet_protocol::commands::{Command, CommandBody, RejectReason, Verdict};
use cabinet_protocol::orders::WantedLine;
use commerceml::model::{Document, DocumentLine};
use supplier_gateway::catalogue::CurrencyTable;
use supplier_gateway::orders::{Returned, apply_returned, pending_for_1c};

struct Divided {
    shop: Shop,
    e: EntityId,
    buyer: Device,
}

fn part(label: &str, quantity_milli: i64) -> LinePart {
    LinePart {
        label: label.into(),
        ..LinePart::plain(quantity_milli)
    }
}

async fn divided() -> Divided {
    let shop = Shop::open(
        "",
        noon,
        &[article("a", "0.0123", [5000, 0]), article("b", "50", [4, 10])],
    );
    let e = shop.entity("Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    Divided { shop, e, buyer }
}

impl Divided {
    fn order(&self, key: &str, parts: Vec<(&str, Vec<LinePart>)>) -> Command {
        let screws = WantedLine {
            item: "a".into(),
            quantity_milli: 333_000,
            price_micro: Some(12_300),
            currency: None,
        };
        let mut command = place_command(&self.e, key, &[screws, line("b", 3, Some(50))]);
        if let CommandBody::Place(order) = &mut command.body {
            order.line_parts = parts.into_iter().map(|(item, parts)| (item.into(), parts)).collect();
        }
        command
    }

    async fn verdict(&self, key: &str, parts: Vec<(&str, Vec<LinePart>)>) -> Verdict {
        self.shop.command(&self.buyer, self.order(key, parts)).await.verdict
    }

    fn sent(&self) -> Document {
        let settings = &self.shop.state.settings;
        self.shop
            .write(|tx| pending_for_1c(tx, settings, "main").unwrap().remove(0).1)
    }
}

fn said<'a>(line: &'a DocumentLine, name: &str) -> Option<&'a str> {
    let found = line.requisites.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

#[tokio::test]
async fn the_same_goods_under_two_labels_reach_1c_as_two_lines_and_cost_what_one_costs() {
    let divided = divided().await;
    let wished = LinePart {
        date: Some("2026-02-03".into()),
        warehouse: Some("w1".into()),
        ..part("Лесная", 222_000)
    };
    let verdict = divided
        .verdict("k1", vec![("a", vec![part("Цех 2", 111_000), wished])])
        .await;
    assert!(
        matches!(
            verdict,
            Verdict::Placed {
                total_minor: 15_410,
                ..
            }
        ),
        "{verdict:?}"
    );

    let sent = divided.sent();
    let lines: Vec<_> = sent
        .lines
        .iter()
        .map(|line| {
            (
                line.id.as_str(),
                line.quantity.as_str(),
                line.sum.as_str(),
                said(line, "Метка"),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("a", "111", "1.37", Some("Цех 2")),
            ("a", "222", "2.73", Some("Лесная")),
            ("b", "3", "150.00", None),
        ]
    );
    assert_eq!(sent.total, "154.10");
    let screws = &sent.lines[1];
    assert_eq!(said(screws, "Дата отгрузки"), Some("2026-02-03"));
    assert!(said(screws, "Склад").is_some_and(|name| !name.is_empty()));
    assert!(said(screws, "Комментарий").is_some_and(|words| words.starts_with("Лесная, к 2026-02-03, склад ")));
    assert!(sent.comment.contains("Цех 2"), "{}", sent.comment);

    // 1C gives less, and in its own order of lines.
    let mut back = sent.clone();
    back.requisites = with(&[])
        .into_iter()
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .collect();
    back.lines.swap(0, 1);
    "200".clone_into(&mut back.lines[0].quantity);
    "2.46".clone_into(&mut back.lines[0].sum);
    let now_ms = divided.shop.state.now_ms();
    let settings = &divided.shop.state.settings;
    let currencies = CurrencyTable::new(&settings.currencies);
    let returned = divided
        .shop
        .write(|tx| apply_returned(tx, settings, &currencies, &back, now_ms).unwrap());
    assert_eq!(returned, Returned::Applied);
    let (order, _) = divided.shop.document(&divided.buyer, &divided.e).await;
    let screws = &order.lines[0];
    assert_eq!(
        (order.lines.len(), screws.quantity_milli, screws.sum_minor),
        (2, 311_000, 383)
    );
    let parts: Vec<_> = screws
        .parts
        .as_ref()
        .unwrap()
        .parts
        .iter()
        .map(|part| (part.label.as_str(), part.quantity_milli))
        .collect();
    assert_eq!(parts, [("Цех 2", 111_000), ("Лесная", 200_000)]);
    assert_eq!(order.lines[1].parts, None);
}

#[tokio::test]
async fn parts_that_are_not_the_line_are_refused() {
    let divided = divided().await;
    for (key, parts) in [
        ("less", vec![("b", vec![part("Цех 2", 2_000)])]),
        ("no such line", vec![("c", vec![part("Цех 2", 2_000)])]),
        ("twice", vec![("b", vec![part("Цех 2", 1_000), part("Цех 2", 2_000)])]),
    ] {
        let verdict = divided.verdict(key, parts).await;
        let invalid = Verdict::Rejected {
            reason: RejectReason::Invalid,
        };
        assert_eq!(verdict, invalid, "{key}");
    }
    assert_eq!(divided.shop.count_orders(), 0);
}

#[tokio::test]
async fn an_order_from_one_warehouse_alone_says_so_as_a_whole() {
    let divided = divided().await;
    let from = |warehouse: &str, quantity_milli| LinePart {
        warehouse: Some(warehouse.into()),
        ..LinePart::plain(quantity_milli)
    };
    let both = vec![("a", vec![from("w1", 333_000)]), ("b", vec![from("w1", 3_000)])];
    assert!(matches!(divided.verdict("k1", both).await, Verdict::Placed { .. }));
    let sent = divided.sent();
    assert!(
        sent.requisites.iter().any(|(name, _)| name == "Склад"),
        "{:?}",
        sent.requisites
    );
}
