//! Orders on their way to 1C.

use crate::ordered::{ordered, ordered_by};
use crate::support::{NOON, line, noon};
use supplier_gateway::orders::acknowledge;

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
