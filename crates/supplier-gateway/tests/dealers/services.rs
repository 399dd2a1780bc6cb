//! Services on lines: from the operator's table over both checks into the order and 1C's document.

use crate::support::{Device, Shop, line};
use crate::xml::article;
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_domain::service::{LineService, ServicePer, ServiceTerms};
use cabinet_protocol::commands::{Command, CommandBody, RejectReason, Verdict};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::orders::{PlaceOrder, Quote};
use cabinet_protocol::pricing::{PricingRow, RuleRow};
use prost::Message;
use serde_json::{Value, json};
use supplier_gateway::feeds;
use supplier_gateway::orders::pending_for_1c;
use supplier_gateway::pricing::import::{RulesReport, import};
use supplier_gateway::pricing::stored;
use supplier_gateway::pricing::written::cells;
use supplier_gateway::table;

fn take(shop: &Shop, rows: &Value) -> RulesReport {
    let path = shop.path().join("rules.json");
    std::fs::write(&path, rows.to_string()).unwrap();
    let table = table::read(&path).unwrap();
    shop.write(|tx| import(tx, &shop.state.settings, &table, shop.state.now_ms()).unwrap())
}

fn cutting(price: &str) -> Value {
    json!({ "id": "cut", "вид": "услуга", "название": "Резка", "item": "a", "цена": price, "за что": "рез",
            "параметры": "длина", "пруток, мм": 6000, "артикул услуги": "ART-c" })
}

fn packing() -> Value {
    json!({ "id": "pack", "kind": "service", "name": "Упаковка", "price": "20", "per": "line", "vat": "без НДС",
            "least charge": "150" })
}

/// Bars of 6 m at 100 a piece; `c` stands for cutting in 1C.
async fn shop() -> (Shop, EntityId, Device) {
    let shop = Shop::new(&[
        article("a", "100", [50, 50]),
        article("b", "80", [50, 50]),
        article("c", "7", [0, 0]),
    ]);
    let report = take(&shop, &json!([cutting("50"), packing()]));
    assert_eq!((report.faults.as_slice(), report.added), (&[][..], 2), "{report:?}");
    let e = shop.entity("Ромашка", Some("p1"));
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    (shop, e, buyer)
}

fn terms(per: ServicePer, price: i64, minimum: i64) -> ServiceTerms {
    ServiceTerms {
        per,
        price_micro: price * 1_000_000,
        minimum_minor: minimum,
        currency: "RUB".into(),
        bar_mm: (per == ServicePer::Cut).then_some(6_000),
        vat: if per == ServicePer::Cut {
            String::new()
        } else {
            "none".into()
        },
    }
}

fn cuts(pieces: i64, length_mm: i64, price: i64) -> LineService {
    LineService {
        name: "Резка".into(),
        pieces: Some(pieces),
        length_mm: Some(length_mm),
        terms: Some(terms(ServicePer::Cut, price, 0)),
    }
}

fn packed() -> LineService {
    LineService {
        name: "Упаковка".into(),
        pieces: None,
        length_mm: None,
        terms: Some(terms(ServicePer::Line, 20, 15_000)),
    }
}

async fn checked(shop: &Shop, device: &Device, e: &EntityId, services: &[LineService]) -> Quote {
    let body = json!({
        "entity": e, "lines": [line("a", 3, Some(100)), line("b", 2, Some(80))], "line_services": { "a": services },
    });
    let (status, bytes) = shop.post("/v1/checkout", Some(&device.token), &body).await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
    crate::support::parse(&bytes)
}

fn order(e: &EntityId, key: &str, services: &[LineService]) -> Command {
    let mut command = crate::support::place_command(e, key, &[line("a", 3, Some(100)), line("b", 2, Some(80))]);
    if let CommandBody::Place(PlaceOrder { line_services, .. }) = &mut command.body {
        line_services.insert("a".into(), services.to_vec());
    }
    command
}

#[tokio::test]
async fn a_service_is_priced_checked_ordered_and_goes_to_1c_as_a_line_of_its_own() {
    let (shop, e, buyer) = shop().await;
    // Seven of two metres: three bars, two of which leave nothing.
    let wanted = [cuts(7, 2_000, 50), packed()];
    let quote = checked(&shop, &buyer, &e, &wanted).await;
    assert!(quote.is_clean(), "{quote:?}");
    assert_eq!(quote.total_minor, 30_000 + 16_000 + 25_000 + 15_000);
    let placed = shop.command(&buyer, order(&e, "k", &wanted)).await;
    let Verdict::Placed { total_minor, .. } = placed.verdict else {
        panic!("{placed:?}")
    };
    assert_eq!(total_minor, quote.total_minor);

    let (row, invoice) = shop.document(&buyer, &e).await;
    let lines: Vec<_> = row
        .lines
        .iter()
        .map(|line| {
            let of = line
                .service
                .as_ref()
                .map(|service| (service.of_item.as_str(), service.pieces));
            (
                line.name.as_str(),
                line.quantity_milli,
                line.sum_minor,
                line.vat_minor,
                of,
            )
        })
        .collect();
    assert_eq!(
        lines[1..3],
        [
            ("Резка", 5_000, 25_000, 4_167, Some(("a", Some(7)))),
            ("Упаковка", 1_000, 15_000, 0, Some(("a", None))),
        ]
    );
    assert_eq!((lines.len(), lines[3].2), (4, 16_000), "the next goods follow");
    assert_eq!(
        row.total_minor,
        row.lines.iter().map(|line| line.sum_minor).sum::<i64>()
    );
    assert_eq!((invoice.lines.len(), invoice.total_minor), (4, row.total_minor));

    let settings = &shop.state.settings;
    let sent = shop.write(|tx| pending_for_1c(tx, settings, "main").unwrap().remove(0).1);
    let cut = &sent.lines[1];
    assert_eq!(
        (cut.id.as_str(), cut.article.as_str()),
        ("c", "ART-c"),
        "1C gets its own goods"
    );
    assert_eq!(
        (cut.quantity.as_str(), cut.price.as_str(), cut.sum.as_str()),
        ("5", "50.00", "250.00")
    );
    for (name, value) in [("ТипНоменклатуры", "Услуга"), ("Комментарий", "к ART-a: 7 × 2000 мм")]
    {
        assert!(
            cut.requisites.contains(&(name.to_owned(), value.to_owned())),
            "{:?}",
            cut.requisites
        );
    }
    assert!(sent.comment.contains("7 × 2000 мм"), "{}", sent.comment);
    let own = &sent.lines[2];
    assert_eq!(
        (own.sum.as_str(), own.taxes[0].rate.as_str()),
        ("150.00", "Без НДС"),
        "the least charge"
    );
    assert_eq!(own.id.len(), 36, "1C knows goods by such ids: {}", own.id);
}

#[tokio::test]
async fn what_changed_of_a_service_is_the_users_to_accept_and_never_more_than_that() {
    let (shop, e, buyer) = shop().await;
    let seen = [cuts(2, 2_000, 50)];
    take(&shop, &json!([cutting("60"), packing()]));
    let quote = checked(&shop, &buyer, &e, &seen).await;
    let changed = &quote.lines[0];
    assert!(changed.is_dearer && !changed.is_short, "{changed:?}");
    let service = &changed.services[0];
    assert_eq!(service.now.as_ref().unwrap().price_micro, 60_000_000);
    assert_eq!(service.now_minor, Some(12_000));
    let refused = shop.command(&buyer, order(&e, "dear", &seen)).await;
    assert!(matches!(refused.verdict, Verdict::Changed { .. }), "{refused:?}");
    let taken = shop.command(&buyer, order(&e, "taken", &[cuts(2, 2_000, 60)])).await;
    assert!(matches!(taken.verdict, Verdict::Placed { .. }), "{taken:?}");
    // Cheaper than accepted passes by itself, at the price of now.
    let cheaper = shop.command(&buyer, order(&e, "cheap", &[cuts(2, 2_000, 90)])).await;
    let Verdict::Placed { total_minor, .. } = cheaper.verdict else {
        panic!("{cheaper:?}")
    };
    assert_eq!(total_minor, 30_000 + 16_000 + 12_000);

    take(&shop, &json!([packing()]));
    let quote = checked(&shop, &buyer, &e, &[cuts(2, 2_000, 60)]).await;
    let service = &quote.lines[0].services[0];
    assert_eq!(
        (service.now.as_ref(), service.trouble.as_deref()),
        (None, Some("service_gone"))
    );
    assert!(quote.lines[0].is_dearer, "an older device stops at it, too");
}

#[tokio::test]
async fn goods_that_are_not_enough_are_named_and_nothing_is_placed() {
    let (shop, e, buyer) = shop().await;
    for (services, code, up) in [
        (vec![cuts(10, 2_000, 50)], "service_short", Some(4_000)),
        (vec![cuts(1, 6_001, 50)], "service_too_long", None),
        (
            vec![LineService {
                length_mm: None,
                ..cuts(1, 1, 50)
            }],
            "service_unset",
            None,
        ),
    ] {
        let quote = checked(&shop, &buyer, &e, &services).await;
        let told = &quote.lines[0];
        assert_eq!((told.misfit.as_deref(), told.up_milli), (Some(code), up), "{told:?}");
        assert_eq!((told.is_short, told.available_milli), (true, Some(0)));
        let refused = shop.command(&buyer, order(&e, code, &services)).await;
        assert!(matches!(refused.verdict, Verdict::Changed { .. }), "{refused:?}");
    }
    let twice = [cuts(1, 2_000, 50), cuts(2, 2_000, 50)];
    let refused = shop.command(&buyer, order(&e, "twice", &twice)).await;
    let invalid = RejectReason::Invalid;
    assert_eq!(refused.verdict, Verdict::Rejected { reason: invalid });
    assert_eq!(shop.count_orders(), 0);
}

#[test]
fn services_are_read_told_to_devices_without_the_goods_of_1c_and_exported_as_they_were() {
    let shop = Shop::new(&[article("a", "100", [5, 5]), article("c", "7", [0, 0])]);
    let e = shop.entity("Ромашка", Some("p1"));
    take(&shop, &json!([cutting("50"), packing()]));
    let feed = FeedName::Rules(e.to_string());
    let body = shop
        .write(|tx| feeds::row(tx, &feed, &PricingRow::rule_key("cut")).unwrap())
        .unwrap();
    let told: RuleRow = PricingRow::decode(body.as_slice()).unwrap().rule.unwrap();
    assert_eq!(
        (told.service_per.as_str(), told.service_item.as_str(), told.bar_mm),
        ("cut", "", Some(6_000))
    );
    let all = shop.write(|tx| stored::all(tx).unwrap());
    let rows: Value = all
        .iter()
        .map(|rule| {
            Value::Object(
                cells(rule)
                    .into_iter()
                    .map(|(name, cell)| (name.to_owned(), json!(cell)))
                    .collect(),
            )
        })
        .collect();
    let again = take(&shop, &rows);
    assert_eq!(
        (again.faults.as_slice(), again.changed, again.withdrawn),
        (&[][..], 0, 0),
        "{again:?}"
    );

    let mistakes = [
        (json!({ "kind": "service", "price": 5, "per": "cut" }), "name"),
        (json!({ "kind": "service", "name": "Н", "price": 5 }), "per"),
        (
            json!({ "kind": "service", "name": "Н", "price": 5, "per": "рейс" }),
            "per",
        ),
        (json!({ "kind": "service", "name": "Н", "per": "cut" }), "price"),
        (
            json!({ "kind": "service", "name": "Н", "price": 5, "per": "cut", "parameters": "нет" }),
            "parameters",
        ),
        (
            json!({ "kind": "service", "name": "Н", "price": 5, "per": "line", "bar": 6000 }),
            "bar",
        ),
        (
            json!({ "kind": "service", "name": "Н", "price": 5, "per": "cut", "parameters": "длина", "bar": "6 м" }),
            "bar",
        ),
        (
            json!({ "kind": "service", "name": "Н", "price": 5, "per": "line", "vat": "много" }),
            "vat",
        ),
        (
            json!({ "kind": "service", "name": "Н", "price": 5, "per": "line", "service article": "нет" }),
            "service article",
        ),
        (
            json!({ "kind": "service", "name": "Н", "price": 5, "per": "line", "quantity": 3 }),
            "quantity",
        ),
    ];
    for (row, column) in mistakes {
        let report = take(&shop, &json!([row]));
        let found: Vec<_> = report.faults.iter().map(|fault| (fault.row, fault.column)).collect();
        assert_eq!(found, [(1, column)], "{row}");
    }
}
