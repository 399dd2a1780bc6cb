//! Orders on their way to 1C and back.

use crate::support::{Device, NOON, Shop, article, line, noon, own_clock};
use cabinet_domain::access::Role;
use cabinet_domain::ids::{EntityId, OrderId};
use commerceml::model::{Document, DocumentLine};
use std::sync::atomic::Ordering;
use supplier_gateway::orders::{Returned, acknowledge, after_stock_import, apply_returned, pending_for_1c};

struct Ordered {
    shop: Shop,
    e: EntityId,
    buyer: Device,
    number: String,
}

async fn ordered_by(clock: fn() -> i64, inn: &str) -> Ordered {
    let shop = Shop::open(
        "",
        clock,
        &[
            article("a", "100", [10, 0]),
            article("b", "50", [10, 0]),
            article("c", "7", [10, 0]),
        ],
    );
    let e = shop.entity_with_inn("Ромашка", inn, None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let number = shop
        .placed(&buyer, &e, "k1", &[line("a", 4, Some(100)), line("b", 2, Some(50))])
        .await;
    Ordered { shop, e, buyer, number }
}

async fn ordered() -> Ordered {
    ordered_by(noon, "7707083893").await
}

impl Ordered {
    fn pending(&self, node: &str) -> Vec<(OrderId, Document)> {
        self.shop
            .write(|tx| pending_for_1c(tx, &self.shop.state.settings, node).unwrap())
    }

    fn apply(&self, document: &Document) -> Returned {
        let now_ms = self.shop.state.now_ms();
        self.shop
            .write(|tx| apply_returned(tx, &self.shop.state.settings, document, now_ms).unwrap())
    }

    /// The document that 1C got, as it returns it: with its own id and with facts.
    fn returned(&self, facts: &[(&str, &str)]) -> Document {
        let (_, sent) = self.sent();
        let requisites = facts
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Document {
            id: "1c-own-uuid".to_owned(),
            requisites,
            ..sent
        }
    }

    fn sent(&self) -> (OrderId, Document) {
        self.pending("main").remove(0)
    }
}

const POSTED: [(&str, &str); 4] = [
    ("Номер по 1С", "УТ-000017"),
    ("Дата по 1С", "2026-02-02T10:00:00"),
    ("ПометкаУдаления", "false"),
    ("Проведен", "true"),
];

fn with(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    POSTED.iter().chain(more).copied().collect()
}

#[tokio::test]
async fn a_document_for_1c_has_everything_that_1c_touches_without_asking() {
    let ordered = ordered().await;
    let (id, document) = ordered.sent();
    assert_eq!(document.id, id.as_str());
    assert_eq!(document.number, ordered.number);
    assert!(document.number.len() <= 9 && document.number.bytes().all(|b| b.is_ascii_digit()));
    assert_eq!(
        (document.date.as_str(), document.time.as_str()),
        ("2026-02-01", "12:00:00"),
        "the supplier's time"
    );
    assert_eq!(
        (document.operation.as_str(), document.role.as_str()),
        ("Заказ товара", "Продавец")
    );
    assert_eq!((document.currency.as_str(), document.rate.as_str()), ("RUB", "1"));
    assert_eq!(
        (document.total.as_str(), document.comment.as_str()),
        ("500.00", "до обеда")
    );
    assert!(
        document
            .requisites
            .iter()
            .any(|(name, value)| name == "Статус заказа" && !value.is_empty())
    );
    assert!(!document.requisites.iter().any(|(name, _)| name == "Отменен"));
    let first = &document.lines[0];
    assert_eq!((first.id.as_str(), first.article.as_str()), ("a", "ART-a"));
    assert_eq!(
        (first.price.as_str(), first.quantity.as_str(), first.sum.as_str()),
        ("100.00", "4", "400.00")
    );
    assert_eq!(
        (first.unit.as_ref().unwrap().code.as_str(), first.factor.as_str()),
        ("796", "1")
    );
    let tax = &first.taxes[0];
    assert_eq!(
        (tax.name.as_str(), tax.rate.as_str(), tax.is_included, tax.sum.as_str()),
        ("НДС", "20", Some(true), "66.67")
    );
    assert!(
        first
            .requisites
            .contains(&("ТипНоменклатуры".to_owned(), "Товар".to_owned()))
    );
    let mut xml = Vec::new();
    commerceml::writer::orders::write_orders(&mut xml, "2026-02-01T12:00:00", &[document]).unwrap();
    assert_eq!(xml[0], b'<');
}

#[tokio::test]
async fn a_buyer_is_told_apart_by_the_codes_that_1c_searches_by() {
    for (name, inn, official, full, okpo) in [
        ("a company", "7707083893", "Ромашка", "", ""),
        ("a sole trader", "500100732259", "", "Ромашка", ""),
        ("a Ukrainian company", "14360570", "Ромашка", "", "14360570"),
    ] {
        let (_, document) = ordered_by(noon, inn).await.sent();
        let buyer = &document.counterparties[0];
        assert_eq!(
            (buyer.official_name.as_str(), buyer.full_name.as_str()),
            (official, full),
            "{name}"
        );
        assert_eq!((buyer.okpo.as_str(), buyer.edrpou.as_str()), (okpo, okpo), "{name}");
        assert_eq!(
            (buyer.name.as_str(), buyer.role.as_str()),
            ("Ромашка", "Покупатель"),
            "{name}"
        );
    }
}

#[tokio::test]
async fn an_order_is_offered_to_one_node_until_that_node_confirms_it() {
    let ordered = ordered().await;
    let first = ordered.pending("main");
    assert_eq!(first.len(), 1);
    assert_eq!(ordered.pending("main"), first, "asking is not taking");
    assert!(
        ordered.pending("other").is_empty(),
        "it belongs to the node that asked first"
    );
    ordered
        .shop
        .placed(&ordered.buyer, &ordered.e, "k2", &[line("c", 1, Some(7))])
        .await;
    ordered
        .shop
        .write(|tx| acknowledge(tx, &[first[0].0.clone()], NOON).unwrap());
    let rest = ordered.pending("main");
    assert_eq!(
        rest.len(),
        1,
        "what was placed between the answer and the confirmation is not lost"
    );
    assert_ne!(rest[0].0, first[0].0);
}

#[tokio::test]
async fn what_1c_returns_moves_the_order_through_its_states() {
    let ordered = ordered().await;
    for (facts, state) in [
        (
            vec![
                ("Номер по 1С", "УТ-000017"),
                ("Дата по 1С", "2026-02-02"),
                ("Проведен", "false"),
            ],
            "taken",
        ),
        (with(&[]), "reserved"),
        (
            with(&[("Номер оплаты по 1С", "P-1"), ("Дата оплаты по 1С", "2026-02-03")]),
            "paid",
        ),
        (
            with(&[
                ("Номер оплаты по 1С", "P-1"),
                ("Дата оплаты по 1С", "2026-02-03"),
                ("Номер отгрузки по 1С", "S-1"),
                ("Дата отгрузки по 1С", "2026-02-04"),
            ]),
            "completed",
        ),
    ] {
        let document = match ordered.pending("main").is_empty() {
            false => ordered.returned(&facts),
            true => Document {
                requisites: facts.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
                ..sent_again(&ordered)
            },
        };
        assert_eq!(ordered.apply(&document), Returned::Applied);
        let (order, invoice) = ordered.shop.document(&ordered.buyer, &ordered.e).await;
        assert_eq!(order.state, state);
        assert_eq!(
            (order.onec_number.as_str(), order.onec_date.as_str()),
            ("УТ-000017", "2026-02-02")
        );
        assert_eq!((invoice.number.as_str(), invoice.is_preliminary), ("УТ-000017", false));
        assert_eq!(invoice.date, "2026-02-02");
    }
    let (order, _) = ordered.shop.document(&ordered.buyer, &ordered.e).await;
    assert_eq!(
        (order.payment_number.as_str(), order.shipment_date.as_str()),
        ("P-1", "2026-02-04")
    );
    let states: Vec<&str> = order.history.iter().map(|change| change.state.as_str()).collect();
    assert_eq!(states, ["held", "taken", "reserved", "paid", "completed"]);
    assert!(
        ordered.pending("main").is_empty(),
        "what came back is not offered again"
    );
}

/// The document as 1C knows it, after our side no longer offers it.
fn sent_again(ordered: &Ordered) -> Document {
    let line = |id: &str, quantity: &str, price: &str, sum: &str| DocumentLine {
        id: id.to_owned(),
        quantity: quantity.to_owned(),
        price: price.to_owned(),
        sum: sum.to_owned(),
        ..DocumentLine::default()
    };
    Document {
        id: "1c-own-uuid".to_owned(),
        number: ordered.number.clone(),
        operation: "Заказ товара".to_owned(),
        lines: vec![line("a", "4", "100", "400"), line("b", "2", "50", "100")],
        ..Document::default()
    }
}

#[tokio::test]
async fn lines_that_1c_changed_dropped_or_added_are_shown_and_held_as_they_are_now() {
    let ordered = ordered().await;
    let mut document = ordered.returned(&POSTED);
    document.lines.remove(1);
    document.lines[0].quantity = "3".to_owned();
    document.lines[0].price = "110".to_owned();
    document.lines[0].sum = "330".to_owned();
    document.lines[0].taxes[0].sum = "55".to_owned();
    document.lines.push(DocumentLine {
        id: "c".into(),
        name: "Болт c".into(),
        quantity: "1".into(),
        price: "7".into(),
        sum: "7".into(),
        ..DocumentLine::default()
    });
    assert_eq!(ordered.apply(&document), Returned::Applied);
    let (order, invoice) = ordered.shop.document(&ordered.buyer, &ordered.e).await;
    let lines: Vec<_> = order
        .lines
        .iter()
        .map(|l| {
            (
                l.item.as_str(),
                l.quantity_milli,
                l.sum_minor,
                l.vat_minor,
                l.placed_quantity_milli,
                l.placed_price_micro,
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("a", 3_000, 33_000, 5_500, 4_000, 100_000_000),
            ("b", 0, 0, 0, 2_000, 50_000_000),
            ("c", 1_000, 700, 0, 0, 0),
        ]
    );
    assert_eq!(order.total_minor, 33_700);
    assert_eq!(
        (invoice.total_minor, invoice.lines.len()),
        (33_700, 2),
        "what was dropped is not on the paper"
    );
    let shop = &ordered.shop;
    let mut free = Vec::new();
    for item in ["a", "b", "c"] {
        free.push(shop.stock(&ordered.buyer, "w1", item).await);
    }
    assert_eq!(free, [7, 10, 9]);
}

#[tokio::test]
async fn the_same_file_twice_is_harmless() {
    let ordered = ordered().await;
    let document = ordered.returned(&POSTED);
    assert_eq!(ordered.apply(&document), Returned::Applied);
    let feed = format!("/v1/feeds/doc:{}/manifest", ordered.e);
    let (_, before) = ordered.shop.get(&feed, Some(&ordered.buyer.token)).await;
    let rows = ordered.shop.document(&ordered.buyer, &ordered.e).await;
    assert_eq!(ordered.apply(&document), Returned::Applied);
    let (_, after) = ordered.shop.get(&feed, Some(&ordered.buyer.token)).await;
    assert_eq!(before, after, "no new sequence number");
    assert_eq!(rows, ordered.shop.document(&ordered.buyer, &ordered.e).await);
}

#[tokio::test]
async fn a_cancelled_order_gives_its_stock_back() {
    for (name, facts, drop_lines) in [
        ("cancelled", with(&[("Отменен", "true")]), false),
        (
            "deleted",
            vec![("Номер по 1С", "УТ-17"), ("ПометкаУдаления", "true")],
            false,
        ),
        ("all lines gone", with(&[]), true),
    ] {
        let ordered = ordered().await;
        let mut document = ordered.returned(&facts);
        if drop_lines {
            document.lines.clear();
        }
        assert_eq!(ordered.shop.stock(&ordered.buyer, "w1", "a").await, 6, "{name}");
        ordered.apply(&document);
        let (order, _) = ordered.shop.document(&ordered.buyer, &ordered.e).await;
        assert_eq!(order.state, "cancelled", "{name}");
        assert_eq!(
            order.lines[0].quantity_milli, 4_000,
            "{name}: it tells what was cancelled"
        );
        assert_eq!(ordered.shop.stock(&ordered.buyer, "w1", "a").await, 10, "{name}");
        assert!(ordered.pending("main").is_empty(), "{name}");
    }
}

#[tokio::test]
async fn a_hold_ends_with_the_first_stock_import_after_1c_returned_the_order_posted() {
    own_clock!(NOW, clock);
    let ordered = ordered_by(clock, "7707083893").await;
    let shop = &ordered.shop;
    let import = |stock: i64| shop.offers(&[article("a", "100", [stock, 0])]);
    import(10);
    assert_eq!(
        shop.stock(&ordered.buyer, "w1", "a").await,
        6,
        "1C does not know of the order yet"
    );
    NOW.fetch_add(1_000, Ordering::SeqCst);
    ordered.apply(&ordered.returned(&[("Номер по 1С", "УТ-17"), ("Проведен", "false")]));
    import(10);
    assert_eq!(shop.stock(&ordered.buyer, "w1", "a").await, 6, "taken is not reserved");
    NOW.fetch_add(1_000, Ordering::SeqCst);
    let document = Document {
        requisites: POSTED.map(|(n, v)| (n.to_owned(), v.to_owned())).into(),
        ..sent_again(&ordered)
    };
    ordered.apply(&document);
    assert_eq!(
        shop.stock(&ordered.buyer, "w1", "a").await,
        6,
        "the stock that is known is still the old one"
    );
    NOW.fetch_add(1_000, Ordering::SeqCst);
    // 1C now counts without the reserved goods.
    import(6);
    shop.write(|tx| after_stock_import(tx, clock()).unwrap());
    assert_eq!(shop.stock(&ordered.buyer, "w1", "a").await, 6);
    assert_eq!(shop.stock(&ordered.buyer, "w1", "b").await, 10);
}

#[tokio::test]
async fn documents_that_are_not_ours_or_cannot_be_read_change_nothing() {
    let ordered = ordered().await;
    let (before, _) = ordered.shop.document(&ordered.buyer, &ordered.e).await;
    let good = ordered.returned(&POSTED);
    let mut unreadable = good.clone();
    unreadable.lines[0].quantity = "много".to_owned();
    for (name, document, expected) in [
        (
            "another number",
            Document {
                number: "999".into(),
                ..good.clone()
            },
            Returned::UnknownNumber,
        ),
        (
            "no number",
            Document {
                number: String::new(),
                ..good.clone()
            },
            Returned::UnknownNumber,
        ),
        (
            "a number of another site",
            Document {
                number: "W-1".into(),
                ..good.clone()
            },
            Returned::UnknownNumber,
        ),
        (
            "a shipment",
            Document {
                operation: "Отпуск товара".into(),
                ..good.clone()
            },
            Returned::NotAnOrder,
        ),
        (
            "unreadable",
            unreadable,
            Returned::Unreadable {
                number: ordered.number.clone(),
            },
        ),
    ] {
        assert_eq!(ordered.apply(&document), expected, "{name}");
        assert_eq!(
            ordered.shop.document(&ordered.buyer, &ordered.e).await.0,
            before,
            "{name}"
        );
    }
    assert_eq!(
        ordered.apply(&Document {
            number: format!("000{}", ordered.number),
            ..good
        }),
        Returned::Applied
    );
}
