//! The supplier's page on which an invoice is paid: it goes with an invoice while that is to be paid, and with no other.

use crate::ordered::{ordered_with, with};
use crate::support::noon;

#[tokio::test]
async fn an_invoice_has_its_page_from_its_final_number_until_it_is_paid() {
    let link = "[supplier]\npayment_link = \"https://pay.example.ru/{number}?s={sum}&c={currency}&i={inn}\"\n";
    let ordered = ordered_with(link, noon, "7707083893").await;
    let shop = &ordered.shop;
    let (_, invoice) = shop.document(&ordered.buyer, &ordered.e).await;
    assert!(invoice.is_preliminary && invoice.payment_link.is_empty(), "{invoice:?}");

    let posted = ordered.returned(&with(&[]));
    ordered.apply(&posted);
    let (_, invoice) = shop.document(&ordered.buyer, &ordered.e).await;
    assert_eq!(
        invoice.payment_link,
        "https://pay.example.ru/%D0%A3%D0%A2%2D000017?s=500.00&c=RUB&i=7707083893"
    );

    let mut paid = posted;
    paid.requisites.extend(
        [
            ("Номер оплаты по 1С", "П-1"),
            ("Дата оплаты по 1С", "2026-02-02T11:00:00"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    ordered.apply(&paid);
    let (order, invoice) = shop.document(&ordered.buyer, &ordered.e).await;
    assert_eq!((order.state.as_str(), invoice.payment_link.as_str()), ("paid", ""));
}
