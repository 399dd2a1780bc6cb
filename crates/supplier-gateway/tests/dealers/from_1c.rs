//! What 1C returns, and what it does to an order, its holds and its papers.

use crate::ordered::{POSTED, ordered, ordered_by, sent_again, with};
use crate::support::own_clock;
use crate::xml::article;
use cabinet_domain::money::MoneyError;
use commerceml::model::{Document, DocumentLine};
use commerceml::writer::orders::write_orders;
use std::sync::atomic::Ordering;
use supplier_gateway::orders::{LineError, Returned, Unusable};

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
async fn a_sum_that_1c_rounded_by_a_kopeck_leaves_the_line_unchanged() {
    let ordered = ordered().await;
    let mut document = ordered.returned(&POSTED);
    document.lines[0].sum = "399.99".to_owned();
    ordered.apply(&document);
    let (order, _) = ordered.shop.document(&ordered.buyer, &ordered.e).await;
    let line = &order.lines[0];
    assert_eq!(
        (line.price_micro, line.quantity_milli, line.sum_minor),
        (line.placed_price_micro, line.placed_quantity_milli, 39_999)
    );
    assert_eq!(order.total_minor, 49_999, "what 1C states is what is owed");
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
        let (order, invoice) = ordered.shop.document(&ordered.buyer, &ordered.e).await;
        assert_eq!(order.state, "cancelled", "{name}");
        assert_eq!((invoice.is_cancelled, invoice.lines.len()), (true, 2), "{name}");
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
    // A portion that speaks of other goods says nothing of these.
    shop.offers(&[article("b", "100", [10, 0])]);
    assert_eq!(shop.stock(&ordered.buyer, "w1", "a").await, 6, "still promised");
    // 1C now counts without the reserved goods.
    import(6);
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
            Returned::Unusable {
                number: ordered.number.clone(),
                why: Unusable::Line(LineError {
                    line: 1,
                    article: "ART-a".into(),
                    error: MoneyError::NotANumber,
                }),
            },
        ),
        (
            "another currency",
            Document {
                currency: "грн".into(),
                ..good.clone()
            },
            Returned::Unusable {
                number: ordered.number.clone(),
                why: Unusable::OtherCurrency {
                    written: "грн".into(),
                    placed: "RUB".into(),
                },
            },
        ),
        (
            "a house word for a currency",
            Document {
                currency: "у.е.".into(),
                ..good.clone()
            },
            Returned::Unusable {
                number: ordered.number.clone(),
                why: Unusable::UnknownCurrency {
                    written: "у.е.".into(),
                    placed: "RUB".into(),
                },
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
    let mut xml = Vec::new();
    let in_hryvnias = Document {
        currency: "UAH".into(),
        ..good.clone()
    };
    write_orders(&mut xml, "2026-02-01T12:00:00", &[in_hryvnias]).unwrap();
    let report = ordered.shop.import(std::str::from_utf8(&xml).unwrap());
    let words = report.notes[0].to_string();
    assert!(
        words.contains(&format!("order {}", ordered.number)) && words.contains("«UAH», and was placed in RUB"),
        "{words}"
    );
    assert_eq!(ordered.shop.document(&ordered.buyer, &ordered.e).await.0, before);
    assert_eq!(
        ordered.apply(&Document {
            currency: "руб.".into(),
            number: format!("000{}", ordered.number),
            ..good
        }),
        Returned::Applied
    );
}
