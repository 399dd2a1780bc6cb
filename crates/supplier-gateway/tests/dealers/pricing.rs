//! Rules of prices at the gateway: tables of the operator, whom a rule reaches, and devices that know of none.

use crate::support::{Shop, line};
use crate::xml::article;
use cabinet_domain::access::Role;
use cabinet_domain::stock::StockMode;
use cabinet_protocol::commands::Verdict;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::pricing::{PricingRow, RuleRow};
use prost::Message;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use supplier_gateway::access::contracts::{self, ContractTerms};
use supplier_gateway::catalogue::{self, Part};
use supplier_gateway::feeds;
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

fn told(shop: &Shop, entity: &str, rule: &str) -> Option<RuleRow> {
    let feed = FeedName::Rules(entity.to_owned());
    let body = shop.write(|tx| feeds::row(tx, &feed, &PricingRow::rule_key(rule)).unwrap());
    body.and_then(|bytes| PricingRow::decode(bytes.as_slice()).unwrap().rule)
}

fn shop() -> Shop {
    Shop::new(&[article("a", "100", [500, 500]), article("b", "80", [500, 500])])
}

#[test]
fn every_kind_is_read_and_what_is_exported_is_taken_back_as_it_was() {
    let shop = shop();
    let rules = json!([
        { "id": "t", "kind": "price type", "name": "Опт", "discount %": 5, "price list": "p1" },
        { "id": "e", "kind": "Особая цена", "item": "a", "price": "12,35", "currency": "руб.", "final": "да" },
        { "id": "v", "kind": "порог", "article": "ART-a", "discount %": "2,5", "quantity": "100,5" },
        { "id": "w", "kind": "порог", "article": "ART-a", "discount %": 3, "quantity": 200, "варианты вместе": "да" },
        { "id": "p", "kind": "акция", "name": "Весна", "item": "b", "discount": "1,50", "quantity": 10, "sum": 5000,
          "from": "01.03.2026", "until": "2026-05-31" },
        { "id": "g", "kind": "gift", "item": "a", "sum": 1000, "gift": "ART-b", "gift quantity": "2", "repeat": "yes" },
        { "id": "k", "kind": "packing", "item": "b", "minimum": 24, "multiple": 12, "pack": "кор" },
        { "id": "r", "kind": "курс", "currency": "RUB", "rate": "41,2575", "rate date": "2026-03-01", "paid in": "грн" },
    ]);
    let report = take(&shop, &rules);
    assert_eq!((report.faults.as_slice(), report.added), (&[][..], 8), "{report:?}");
    assert_eq!(report.unknown_columns, Vec::<String>::new());
    let all = shop.write(|tx| stored::all(tx).unwrap());
    let rows: Value = all
        .iter()
        .map(|rule| {
            let filled = cells(rule)
                .into_iter()
                .map(|(column, cell)| (column.to_owned(), json!(cell)));
            Value::Object(filled.collect())
        })
        .collect();
    let again = take(&shop, &rows);
    assert_eq!((again.added, again.changed, again.withdrawn), (0, 0, 0), "{again:?}");
    assert!(again.faults.is_empty(), "{:?}", again.faults);
}

#[test]
fn each_mistake_is_named_with_its_row_and_its_column() {
    let shop = shop();
    let good = json!({ "kind": "price type", "item": "b", "discount %": 5, "чужая": "1" });
    let cases = [
        (json!({ "kind": "скидка", "discount %": 5 }), "kind"),
        (json!({ "kind": "price type" }), "price"),
        (json!({ "kind": "price type", "discount %": 5, "markup %": 3 }), "price"),
        (json!({ "kind": "price type", "discount %": 105 }), "discount %"),
        (
            json!({ "kind": "price type", "discount %": 5, "entity": "нет" }),
            "entity",
        ),
        (
            json!({ "kind": "price type", "discount %": 5, "price list": "нет" }),
            "price list",
        ),
        (
            json!({ "kind": "price type", "discount %": 5, "contract": "нет" }),
            "contract",
        ),
        (
            json!({ "kind": "price type", "discount %": 5, "contract": "нет" }),
            "contract",
        ),
        (json!({ "kind": "price type", "discount %": 5, "item": "нет" }), "item"),
        (
            json!({ "kind": "price type", "discount %": 5, "article": "нет" }),
            "article",
        ),
        (
            json!({ "kind": "price type", "discount %": 5, "group": "нет" }),
            "group",
        ),
        (
            json!({ "kind": "price type", "discount %": 5, "item": "a", "article": "ART-a" }),
            "article",
        ),
        (
            json!({ "kind": "price type", "discount %": 5, "quantity": 10 }),
            "quantity",
        ),
        (json!({ "kind": "exception", "item": "a", "price": "1,234" }), "price"),
        (
            json!({ "kind": "exception", "item": "a", "price": 10, "currency": "тугрики" }),
            "currency",
        ),
        (
            json!({ "kind": "price type", "discount": 10, "currency": "USD" }),
            "currency",
        ),
        (json!({ "kind": "tier", "item": "a", "discount %": 5 }), "quantity"),
        (
            json!({ "kind": "gift", "item": "a", "quantity": 10, "gift quantity": 1 }),
            "gift",
        ),
        (
            json!({ "kind": "gift", "item": "a", "gift": "b", "gift quantity": 1, "repeat": "yes" }),
            "repeat",
        ),
        (json!({ "kind": "packing", "item": "a" }), "multiple"),
        (
            json!({ "kind": "price type", "discount %": 5, "from": "2026-05-01", "until": "2026-04-01" }),
            "until",
        ),
        (
            json!({ "kind": "rate", "item": "a", "currency": "RUB", "paid in": "UAH", "rate": 41, "rate date": "2026-03-01" }),
            "kind",
        ),
        (
            json!({ "kind": "rate", "currency": "RUB", "paid in": "RUB", "rate": 41, "rate date": "2026-03-01" }),
            "paid in",
        ),
        (json!({ "kind": "price type", "item": "b", "discount %": 7 }), "id"),
    ];
    let rows: Value = std::iter::once(&good)
        .chain(cases.iter().map(|(row, _)| row))
        .cloned()
        .collect();
    let report = take(&shop, &rows);
    let columns: Vec<(u64, &str)> = report.faults.iter().map(|fault| (fault.row, fault.column)).collect();
    let expected: Vec<(u64, &str)> = (2..).zip(cases.iter().map(|(_, column)| *column)).collect();
    assert_eq!(columns, expected, "{:#?}", report.faults);
    assert_eq!(
        (report.added, report.unknown_columns.as_slice()),
        (1, &["чужая".to_owned()][..])
    );
}

#[test]
fn a_rule_reaches_those_whom_it_names_by_their_terms_of_now() {
    let shop = shop();
    let (own, other) = (
        shop.entity("ООО Ромашка", Some("p1")),
        shop.entity("ООО Василёк", Some("p1")),
    );
    let rules = json!([
        { "id": "own", "kind": "price type", "discount %": 5, "entity": own },
        { "id": "list", "kind": "price type", "discount %": 2, "price list": "p1" },
        { "id": "all", "kind": "price type", "discount %": 1 },
    ]);
    assert!(take(&shop, &rules).faults.is_empty());
    let reached = |entity: &str| -> Vec<&str> {
        ["own", "list", "all"]
            .into_iter()
            .filter(|rule| told(&shop, entity, rule).is_some())
            .collect()
    };
    assert_eq!(reached(own.as_str()), ["own", "list", "all"]);
    assert_eq!(reached(other.as_str()), ["list", "all"]);
    let row = told(&shop, own.as_str(), "own").unwrap();
    assert!(
        !format!("{row:?}").contains(own.as_str()),
        "whom a rule names does not travel: {row:?}"
    );
    // A file without them takes them back, at the devices too.
    take(&shop, &json!([{ "id": "all", "kind": "price type", "discount %": 1 }]));
    assert_eq!(reached(own.as_str()), ["all"]);
}

#[test]
fn a_rule_about_goods_outside_the_assortment_does_not_travel() {
    let shop = shop();
    let entity = shop.entity("ООО Ромашка", Some("p1"));
    shop.write(|tx| {
        let now_ms = shop.state.now_ms();
        let parts = BTreeSet::from([Part::Product("a".to_owned())]);
        let terms = ContractTerms {
            number: "17/26".to_owned(),
            assortment: catalogue::define(tx, &parts, now_ms).unwrap(),
            price_type: None,
            payment: String::new(),
            delivery: String::new(),
            stock: StockMode::Exact,
        };
        contracts::add(tx, &entity, &terms, now_ms).unwrap();
    });
    let rules = json!([
        { "id": "inside", "kind": "price type", "discount %": 5, "item": "a" },
        { "id": "outside", "kind": "price type", "discount %": 5, "item": "b" },
        { "id": "all", "kind": "price type", "discount %": 1 },
        { "id": "gift", "kind": "gift", "item": "a", "gift": "b", "gift quantity": 1 },
        { "id": "contract", "kind": "exception", "price": 50, "item": "a", "contract": "17/26" },
    ]);
    assert!(take(&shop, &rules).faults.is_empty());
    let told: Vec<&str> = ["inside", "outside", "all", "gift", "contract"]
        .into_iter()
        .filter(|rule| told(&shop, entity.as_str(), rule).is_some())
        .collect();
    assert_eq!(told, ["inside", "all", "contract"]);
}

#[tokio::test]
async fn an_older_device_is_told_of_no_rules_and_gets_the_lower_price_and_the_gift() {
    let shop = shop();
    let entity = shop.entity("ООО Ромашка", Some("p1"));
    let device = shop.device(std::slice::from_ref(&entity), Role::Buyer).await;
    let rules = json!([
        { "id": "t", "kind": "price type", "discount %": 10 },
        { "id": "g", "kind": "gift", "item": "a", "quantity": 10, "gift": "b", "gift quantity": 3 },
    ]);
    assert!(take(&shop, &rules).faults.is_empty());
    let hello = |knows: Value| {
        let mut body = json!({ "app_version": "1", "schema": 1, "cursors": {} });
        if !knows.is_null() {
            body["knows"] = knows;
        }
        body
    };
    for (knows, is_told) in [(json!(null), false), (json!(["rules"]), true)] {
        let (status, body) = shop.post("/v1/hello", Some(&device.token), &hello(knows)).await;
        assert_eq!(status, 200);
        let text = String::from_utf8(body).unwrap();
        assert_eq!(text.contains(&format!("rules:{entity}")), is_told, "{text}");
    }
    // It accepts the price of the list, and pays less.
    let lines = [line("a", 20, Some(100))];
    let quote = shop.checkout(&device, &entity, &lines).await;
    assert!(quote.is_clean() && quote.lines[0].is_cheaper, "{quote:?}");
    let result = shop.place(&device, &entity, "k1", &lines).await;
    let Verdict::Placed { total_minor, .. } = result.verdict else {
        panic!("{:?}", result.verdict);
    };
    assert_eq!(total_minor, 20 * 90 * 100);
    assert_eq!(quote.gifts[0].given_milli, 3_000);
}
