//! Orders and invoices of a legal entity, in its own encrypted file.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_domain::order::OrderState;
use cabinet_mirror::{EntityMirror, FeedError, entity};
use cabinet_protocol::books::{BooksRow, OwedRow};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::rows::{BankRow, DocumentRow, InvoiceRow, OrderLineRow, OrderRow, PartyRow, StateChangeRow};
use cabinet_protocol::settlement::ActRow;
use cabinet_protocol::supplier_documents::SupplierDocumentRow;
use common::{deletion, load, page};
use prost::Message;
use std::path::Path;

fn open(dir: &Path) -> EntityMirror {
    let id = "e-1".into();
    EntityMirror::open(&dir.join(entity::file_name(&id)), &common::key(), &id).unwrap()
}

fn feed() -> FeedName {
    FeedName::Documents("e-1".to_owned())
}

fn line(ordinal: u32, quantity_milli: i64) -> OrderLineRow {
    OrderLineRow {
        ordinal,
        item: format!("i{ordinal}"),
        article: format!("A-{ordinal}"),
        name: "Болт".to_owned(),
        unit: "шт".to_owned(),
        quantity_milli,
        price_micro: 12_300,
        sum_minor: 123,
        vat: "20".to_owned(),
        vat_minor: 21,
        placed_quantity_milli: 2000,
        placed_price_micro: 12_300,
        comment: String::new(),
        parts: None,
        on_order_milli: 0,
        service: None,
    }
}

fn order(id: &str, placed_at_ms: i64, state: &str, lines: u32) -> OrderRow {
    OrderRow {
        id: id.to_owned(),
        number: "17".to_owned(),
        command_key: format!("key-{id}"),
        draft: "d".to_owned(),
        draft_name: "На среду".to_owned(),
        placed_at_ms,
        placed_by: "Иванов".to_owned(),
        state: state.to_owned(),
        currency: "RUB".to_owned(),
        total_minor: 500,
        vat_minor: 83,
        lines: (1..=lines).map(|n| line(n, 2000)).collect(),
        history: vec![StateChangeRow {
            state: "held".to_owned(),
            at_ms: placed_at_ms,
            who: "Иванов".to_owned(),
        }],
        ..OrderRow::default()
    }
}

fn order_row(order: OrderRow) -> KeyedRow {
    KeyedRow {
        key: format!("o:{}", order.id),
        body: DocumentRow {
            order: Some(order),
            invoice: None,
            ..DocumentRow::default()
        }
        .encode_to_vec(),
    }
}

fn invoice(id: &str, order: &str) -> InvoiceRow {
    InvoiceRow {
        id: id.to_owned(),
        order: order.to_owned(),
        number: "17".to_owned(),
        is_preliminary: true,
        date: "2026-02-01".to_owned(),
        seller: Some(PartyRow {
            name: "ООО «Метиз»".to_owned(),
            ..PartyRow::default()
        }),
        bank: Some(BankRow {
            bic: "044525225".to_owned(),
            ..BankRow::default()
        }),
        currency: "RUB".to_owned(),
        lines: vec![line(1, 2000)],
        total_minor: 500,
        vat_minor: 83,
        ..InvoiceRow::default()
    }
}

fn invoice_row(invoice: InvoiceRow) -> KeyedRow {
    KeyedRow {
        key: format!("i:{}", invoice.id),
        body: DocumentRow {
            order: None,
            invoice: Some(invoice),
            ..DocumentRow::default()
        }
        .encode_to_vec(),
    }
}

#[test]
fn orders_and_invoices_are_read_as_they_came_and_follow_changes() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    let unknown = KeyedRow {
        key: "z:1".to_owned(),
        body: DocumentRow::default().encode_to_vec(),
    };
    let rows = [
        invoice_row(invoice("n1", "a")),
        order_row(order("a", 100, "held", 2)),
        order_row(OrderRow {
            command_key: String::new(),
            draft: String::new(),
            ..order("b", 200, "taken", 1)
        }),
        unknown,
    ];
    load(mirror.feeds(), &feed(), "e", 1, &rows);
    drop(mirror);
    let mirror = open(dir.path());
    let orders = mirror.orders(0, 10).unwrap();
    assert_eq!(orders.iter().map(|o| o.id.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(
        (
            orders[0].command_key.is_none(),
            orders[0].draft.is_none(),
            orders[0].line_count
        ),
        (true, true, 1)
    );
    assert_eq!(mirror.orders(1, 10).unwrap().len(), 1);
    assert_eq!(mirror.count_orders().unwrap(), 2);
    assert_eq!(mirror.order_of_command(&"key-a".into()).unwrap(), Some("a".into()));
    assert_eq!(mirror.order_of_command(&"".into()).unwrap(), None);
    let full = mirror.order(&"a".into()).unwrap().unwrap();
    assert_eq!(
        (full.lines.len(), full.lines[1].article.as_str(), full.history[0].state),
        (2, "A-2", OrderState::Held)
    );
    assert_eq!(mirror.invoice(&"n1".into()).unwrap(), Some(invoice("n1", "a")));
    assert_eq!(mirror.invoices_of_order(&"a".into()).unwrap()[0].number, "17");

    let mut posted = order("a", 100, "reserved", 1);
    posted.onec_number = "УТ-5".to_owned();
    posted.lines[0].quantity_milli = 1000;
    posted.history.push(StateChangeRow {
        state: "reserved".to_owned(),
        at_ms: 150,
        who: "1С".to_owned(),
    });
    let printed = InvoiceRow {
        number: "УТ-5".to_owned(),
        is_preliminary: false,
        ..invoice("n1", "a")
    };
    let changes = [order_row(posted), invoice_row(printed), deletion("o:b")];
    mirror.feeds().apply_changes(&feed(), &page("e", 1, &changes)).unwrap();
    let full = mirror.order(&"a".into()).unwrap().unwrap();
    assert_eq!(
        (full.summary.state, full.summary.onec_number.as_str()),
        (OrderState::Reserved, "УТ-5")
    );
    assert_eq!(
        (full.lines.len(), full.lines[0].quantity_milli, full.history.len()),
        (1, 1000, 2)
    );
    assert!(mirror.order(&"b".into()).unwrap().is_none());
    assert!(!mirror.invoices().unwrap()[0].is_preliminary);
    assert_eq!(mirror.feeds().feed(&feed()).unwrap().unwrap().rows, 3);

    load(
        mirror.feeds(),
        &feed(),
        "f",
        1,
        &[order_row(order("c", 300, "paid", 1))],
    );
    assert_eq!(mirror.orders(0, 10).unwrap().len(), 1);
    assert!(mirror.invoices().unwrap().is_empty());
    mirror.feeds().purge(&feed()).unwrap();
    assert_eq!(mirror.count_orders().unwrap(), 0);
}

#[test]
fn a_state_that_this_build_does_not_know_stops_the_page() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    load(
        mirror.feeds(),
        &feed(),
        "e",
        1,
        &[order_row(order("a", 100, "held", 1))],
    );
    let changes = [order_row(order("a", 100, "teleported", 1))];
    let refused = mirror.feeds().apply_changes(&feed(), &page("e", 1, &changes));
    assert!(matches!(refused, Err(FeedError::UnreadableRow { .. })));
    assert_eq!(mirror.orders(0, 10).unwrap()[0].state, OrderState::Held);
    assert_eq!(mirror.feeds().feed(&feed()).unwrap().unwrap().unreadable, 1);
}

#[test]
fn purchases_of_an_item_and_by_months_leave_out_what_was_cancelled_or_dropped() {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    // 2026-01-15, 2026-01-20 and 2026-03-10, about noon UTC: the same month wherever this runs.
    let (first, second, third) = (
        20_468 * DAY_MS + DAY_MS / 2,
        20_473 * DAY_MS + DAY_MS / 2,
        20_522 * DAY_MS + DAY_MS / 2,
    );
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    let dropped = OrderRow {
        lines: vec![line(1, 0), line(2, 3000)],
        ..order("c", third, "taken", 0)
    };
    let rows = [
        order_row(order("a", first, "held", 2)),
        order_row(OrderRow {
            currency: "USD".to_owned(),
            ..order("b", second, "taken", 1)
        }),
        order_row(dropped),
        order_row(order("d", third, "cancelled", 2)),
    ];
    load(mirror.feeds(), &feed(), "e", 1, &rows);
    let bought = |item: &str| -> Vec<(String, i64, String)> {
        let purchases = mirror.purchases_of(&item.into()).unwrap();
        purchases
            .into_iter()
            .map(|p| (p.order.to_string(), p.quantity_milli, p.currency))
            .collect()
    };
    let row = |order: &str, quantity_milli, currency: &str| (order.to_owned(), quantity_milli, currency.to_owned());
    assert_eq!(bought("i1"), [row("b", 2000, "USD"), row("a", 2000, "RUB")]);
    assert_eq!(bought("i2"), [row("c", 3000, "RUB"), row("a", 2000, "RUB")]);
    assert_eq!(bought("i9"), []);
    let months = mirror.purchases_by_month().unwrap();
    let months: Vec<_> = months
        .iter()
        .map(|m| (m.month.as_str(), m.currency.as_str(), m.total_minor, m.orders))
        .collect();
    assert_eq!(
        months,
        [
            ("2026-01", "RUB", 500, 1),
            ("2026-01", "USD", 500, 1),
            ("2026-03", "RUB", 500, 1)
        ]
    );
}

fn supplier_row(id: &str, order: &str, date: &str) -> KeyedRow {
    KeyedRow {
        key: format!("d:{id}"),
        body: DocumentRow {
            supplier_document: Some(SupplierDocumentRow {
                id: id.to_owned(),
                kind: "upd".to_owned(),
                order: order.to_owned(),
                date: date.to_owned(),
                ..SupplierDocumentRow::default()
            }),
            ..DocumentRow::default()
        }
        .encode_to_vec(),
    }
}

#[test]
fn documents_of_the_supplier_stand_beside_orders_and_go_with_the_feed() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    let rows = [
        supplier_row("u1", "a", "2026-02-03"),
        supplier_row("u2", "", "2026-02-05"),
        order_row(order("a", 100, "held", 1)),
    ];
    load(mirror.feeds(), &feed(), "e", 1, &rows);
    let ids = |rows: Vec<SupplierDocumentRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(mirror.supplier_documents().unwrap()), ["u2", "u1"]);
    assert_eq!(ids(mirror.supplier_documents_of_order(&"a".into()).unwrap()), ["u1"]);
    let of_none = mirror.supplier_documents_of_order(&"".into()).unwrap();
    assert!(of_none.is_empty(), "of no order is no order");
    assert_eq!(mirror.supplier_document("u1").unwrap().unwrap().date, "2026-02-03");
    assert_eq!(mirror.supplier_document("u3").unwrap(), None);
    load(mirror.feeds(), &feed(), "e", 2, &rows[2..]);
    assert!(mirror.supplier_documents().unwrap().is_empty());
    assert_eq!(mirror.count_orders().unwrap(), 1);
}

fn owed_row(id: usize, contract: &str, due_date: &str, total_minor: i64, paid_minor: i64) -> KeyedRow {
    KeyedRow {
        key: format!("m:{id}"),
        body: DocumentRow {
            owed: Some(OwedRow {
                id: id.to_string(),
                contract: contract.to_owned(),
                kind: "upd".to_owned(),
                number: format!("Р-{id}"),
                date: "2026-01-10".to_owned(),
                due_date: due_date.to_owned(),
                currency: "RUB".to_owned(),
                total_minor,
                paid_minor,
            }),
            ..DocumentRow::default()
        }
        .encode_to_vec(),
    }
}

fn books_row(as_of_ms: i64) -> KeyedRow {
    KeyedRow {
        key: "b:".to_owned(),
        body: DocumentRow {
            books: Some(BooksRow { as_of_ms }),
            ..DocumentRow::default()
        }
        .encode_to_vec(),
    }
}

#[test]
fn what_is_owed_adds_up_by_contract_and_day_and_goes_with_the_feed() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    assert_eq!(mirror.books_as_of_ms().unwrap(), None);
    let rows = [
        books_row(9),
        owed_row(1, "Б", "2026-02-01", 1_000, 400),
        owed_row(2, "Б", "2026-02-01", -300, 0),
        owed_row(3, "А", "", 50, 50),
    ];
    load(mirror.feeds(), &feed(), "e", 1, &rows);
    assert_eq!(mirror.books_as_of_ms().unwrap(), Some(9));
    let sums = mirror.owed_sums().unwrap();
    let told: Vec<_> = sums
        .iter()
        .map(|sum| {
            (
                sum.contract.as_str(),
                sum.documents,
                sum.total_minor,
                sum.paid_minor,
                sum.debts_minor,
                sum.advances_minor,
            )
        })
        .collect();
    assert_eq!(told, [("А", 1, 50, 50, 0, 0), ("Б", 2, 700, 400, 600, -300)]);
    let documents = mirror.owed_documents("Б", "RUB").unwrap();
    let ids: Vec<_> = documents.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["1", "2"]);
    // A change moves a row to where it stands now; a deletion takes it away.
    let changes = [owed_row(1, "А", "", 70, 0), deletion("m:2"), deletion("b:")];
    mirror.feeds().apply_changes(&feed(), &page("e", 1, &changes)).unwrap();
    assert_eq!(mirror.owed_documents("А", "RUB").unwrap().len(), 2);
    assert!(mirror.owed_documents("Б", "RUB").unwrap().is_empty());
    assert_eq!(mirror.books_as_of_ms().unwrap(), None);
    load(mirror.feeds(), &feed(), "e", 9, &[]);
    assert!(mirror.owed_sums().unwrap().is_empty());
}

#[test]
fn acts_stand_as_the_gateway_answered_the_newest_ask_first_and_go_with_the_feed() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    let row = |id: &str, asked_at_ms: i64, note: &str| KeyedRow {
        key: format!("a:{id}"),
        body: DocumentRow {
            act: Some(ActRow {
                id: id.to_owned(),
                asked_at_ms,
                note: note.to_owned(),
                ..ActRow::default()
            }),
            ..DocumentRow::default()
        }
        .encode_to_vec(),
    };
    load(mirror.feeds(), &feed(), "e", 1, &[row("1", 5, ""), row("2", 7, "")]);
    let ids = |mirror: &EntityMirror| mirror.acts().unwrap().into_iter().map(|act| act.id).collect::<Vec<_>>();
    assert_eq!(ids(&mirror), ["2", "1"]);
    let changes = [row("1", 9, "позже"), deletion("a:2")];
    mirror.feeds().apply_changes(&feed(), &page("e", 1, &changes)).unwrap();
    assert_eq!(ids(&mirror), ["1"]);
    assert_eq!(mirror.act("1").unwrap().unwrap().note, "позже");
    assert!(mirror.act("2").unwrap().is_none());
    load(mirror.feeds(), &feed(), "e", 9, &[]);
    assert!(ids(&mirror).is_empty());
}

#[test]
fn of_the_money_of_an_order_its_payment_and_its_end_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path());
    let with = |id: &str, state: &str| {
        order_row(OrderRow {
            payment_number: "П-7".to_owned(),
            payment_date: "2026-02-03".to_owned(),
            shipment_number: "Р-1".to_owned(),
            ..order(id, 100, state, 1)
        })
    };
    let rows = [
        with("a", "shipped"),
        with("b", "cancelled"),
        order_row(order("c", 100, "held", 1)),
    ];
    load(mirror.feeds(), &feed(), "e", 1, &rows);
    let mut orders = mirror.money_of_orders().unwrap();
    orders.sort_by(|a, b| a.id.cmp(&b.id));
    let told: Vec<_> = orders
        .iter()
        .map(|one| {
            (
                one.is_cancelled,
                one.payment_number.as_str(),
                one.payment_date.as_str(),
                one.shipment_number.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (false, "П-7", "2026-02-03", "Р-1"),
            (true, "П-7", "2026-02-03", ""),
            (false, "", "", ""),
        ]
    );
}
