//! What is owed where the supplier told no books: goods handed over and given back, bills, payments, as far as his documents and his
//! orders tell. Pure.
//!
//! A debt is a shipment or an УПД that is counted, or an order that 1C calls shipped without such a document. The newest bill of an
//! order is one while nothing of the order was handed over and it stands. Which payment pays which debt: `paying`. What is left of
//! payments is an advance.

use super::paying::{Credit, Debt, pay};
use super::too_large;
use crate::error::CommandError;
use cabinet_domain::settlement::{Told, told_once};
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_mirror::{OrderMoney, OwedDocument, OwedSum};
use cabinet_protocol::supplier_documents::SupplierDocumentHead;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What the papers come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Papers {
    /// Debts with what is paid of them, and advances below zero.
    pub(super) rows: Vec<OwedDocument>,
    /// The order of each debt that is of one, by the id of its row.
    pub(super) orders: HashMap<String, String>,
    /// When the last of them came, UTC, ms since 1970.
    pub(super) as_of_ms: i64,
    /// Documents that say nothing of a sum: they are not in the rows.
    pub(super) uncounted: u32,
}

/// What the documents and the orders of a legal entity come to; `None` where nothing of them is about money.
///
/// # Errors
/// A sum beyond 64 bits.
pub(super) fn of(orders: &[OrderMoney], documents: Vec<SupplierDocumentHead>) -> Result<Option<Papers>, CommandError> {
    let handed_over: HashSet<String> = documents
        .iter()
        .filter(|document| is_counted_shipment(document) && !document.order.is_empty())
        .map(|document| document.order.clone())
        .collect();
    let shipped = |order: &&OrderMoney| !order.shipment_number.is_empty();
    let unbilled: HashSet<&str> = handed_over
        .iter()
        .map(String::as_str)
        .chain(
            orders
                .iter()
                .filter(|order| shipped(order) || order.is_cancelled)
                .map(|order| order.id.as_str()),
        )
        .collect();
    let mut sorted = Sorted::default();
    let due_of: HashMap<&str, &str> = orders
        .iter()
        .map(|order| (order.id.as_str(), order.due_date.as_str()))
        .collect();
    for mut document in once_each(documents) {
        if document.due_date.is_empty() {
            let due = due_of.get(document.order.as_str()).copied().unwrap_or_default();
            due.clone_into(&mut document.due_date);
        }
        sorted.put(document, &unbilled)?;
    }
    for order in orders.iter().filter(shipped) {
        if !handed_over.contains(&order.id) && order.total_minor != 0 {
            sorted.as_of_ms = sorted.as_of_ms.max(Some(order.changed_at_ms));
            sorted.debts.push(debt_of(order));
        }
    }
    let Some(as_of_ms) = sorted.as_of_ms else {
        return Ok(None);
    };
    pay(&mut sorted.debts, &mut sorted.credits, orders);
    let order_of = sorted
        .debts
        .iter()
        .filter(|debt| !debt.order.is_empty())
        .map(|debt| (debt.row.id.clone(), debt.order.clone()))
        .collect();
    let mut rows: Vec<OwedDocument> = sorted.debts.into_iter().map(|debt| debt.row).collect();
    for credit in sorted.credits.into_iter().filter(|credit| credit.left_minor > 0) {
        let advance_minor = 0_i64.checked_sub(credit.left_minor).ok_or_else(too_large)?;
        let mut advance = row(credit.document, advance_minor);
        // An advance is not to be paid by any day.
        advance.due_date.clear();
        rows.push(advance);
    }
    Ok(Some(Papers {
        rows,
        orders: order_of,
        as_of_ms,
        uncounted: sorted.uncounted,
    }))
}

/// What of a document may be told again: that of payments and returns that have a number.
fn told_as(document: &SupplierDocumentHead) -> Option<Told> {
    let kind = kind_of(document);
    let is_told = matches!(kind, DocumentKind::Payment | DocumentKind::Return) && !document.number.is_empty();
    let total_minor = counted_sum(document).filter(|_| is_told)?;
    Some(Told {
        kind,
        number: document.number.clone(),
        date: document.date.clone(),
        total_minor,
        currency: document.currency.clone(),
        order: document.order.clone(),
    })
}

/// Leaves out what another document tells: copies of payments and returns, and bills that a newer one of their order replaced. In
/// the order of ids, so that the same is left out however they were read.
pub(crate) fn once_each(mut documents: Vec<SupplierDocumentHead>) -> Vec<SupplierDocumentHead> {
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    let mut newest_bills: HashMap<String, (String, i64, String)> = HashMap::new();
    for bill in documents.iter().filter(|document| is_bill_of_order(document)) {
        let newest = newest_bills.entry(bill.order.clone()).or_default();
        *newest = newest
            .clone()
            .max((bill.date.clone(), bill.came_at_ms, bill.id.clone()));
    }
    documents.retain(|document| {
        !is_bill_of_order(document)
            || newest_bills
                .get(&document.order)
                .is_some_and(|(_, _, id)| *id == document.id)
    });
    told_once(&mut documents, told_as);
    documents
}

/// Documents by what they do to a debt.
#[derive(Default)]
struct Sorted {
    debts: Vec<Debt>,
    credits: Vec<Credit>,
    uncounted: u32,
    as_of_ms: Option<i64>,
}

impl Sorted {
    /// Puts a document where it belongs, or nowhere; `unbilled` are the orders whose bill is no debt: goods of them left, or they are
    /// cancelled.
    fn put(&mut self, document: SupplierDocumentHead, unbilled: &HashSet<&str>) -> Result<(), CommandError> {
        let is_credit = match kind_of(&document) {
            DocumentKind::Payment | DocumentKind::Return => true,
            DocumentKind::Refund => false,
            DocumentKind::Shipment | DocumentKind::Upd if document.counted_by.is_empty() => false,
            DocumentKind::Bill if !document.order.is_empty() && !unbilled.contains(document.order.as_str()) => false,
            DocumentKind::Shipment
            | DocumentKind::Upd
            | DocumentKind::Bill
            | DocumentKind::TaxInvoice
            | DocumentKind::Reconciliation
            | DocumentKind::Other => return Ok(()),
        };
        let total_minor = counted_sum(&document);
        if total_minor == Some(0) {
            return Ok(());
        }
        // One without a sum is told too: that it is left out has to be said.
        self.as_of_ms = self.as_of_ms.max(Some(document.came_at_ms));
        let Some(total_minor) = total_minor else {
            self.uncounted = self.uncounted.saturating_add(1);
            return Ok(());
        };
        let minor = total_minor.checked_abs().ok_or_else(too_large)?;
        // A correction below zero takes a debt off, and a payment below zero is one that was taken back.
        if is_credit == (total_minor > 0) {
            self.credits.push(Credit {
                document,
                left_minor: minor,
            });
        } else {
            self.debts.push(Debt {
                order: document.order.clone(),
                row: row(document, minor),
            });
        }
        Ok(())
    }
}

fn kind_of(document: &SupplierDocumentHead) -> DocumentKind {
    DocumentKind::from_code(&document.kind).unwrap_or(DocumentKind::Other)
}

/// Its sum; one in no currency is none.
fn counted_sum(document: &SupplierDocumentHead) -> Option<i64> {
    document.total_minor.filter(|_| !document.currency.is_empty())
}

fn is_bill_of_order(document: &SupplierDocumentHead) -> bool {
    kind_of(document) == DocumentKind::Bill && !document.order.is_empty()
}

fn is_counted_shipment(document: &SupplierDocumentHead) -> bool {
    kind_of(document).hands_goods_over() && document.counted_by.is_empty()
}

fn row(document: SupplierDocumentHead, total_minor: i64) -> OwedDocument {
    OwedDocument {
        id: document.id,
        contract: String::new(),
        kind: document.kind,
        number: document.number,
        date: document.date,
        due_date: document.due_date,
        currency: document.currency,
        total_minor,
        paid_minor: 0,
    }
}

/// The shipment of an order, of which 1C gave the number alone.
fn debt_of(order: &OrderMoney) -> Debt {
    Debt {
        order: order.id.clone(),
        row: OwedDocument {
            id: format!("order/{}", order.id),
            contract: String::new(),
            kind: DocumentKind::Shipment.code().to_owned(),
            number: order.shipment_number.clone(),
            date: order.shipment_date.clone(),
            due_date: order.due_date.clone(),
            currency: order.currency.clone(),
            total_minor: order.total_minor,
            paid_minor: 0,
        },
    }
}

/// Rows added up as the mirror adds up its books.
///
/// # Errors
/// A sum beyond 64 bits.
pub(super) fn sums(rows: &[OwedDocument]) -> Result<Vec<OwedSum>, CommandError> {
    let mut sums: BTreeMap<(&str, &str, &str), OwedSum> = BTreeMap::new();
    let plus = |a: i64, b: i64| a.checked_add(b).ok_or_else(too_large);
    for one in rows {
        let sum = sums
            .entry((&one.contract, &one.currency, &one.due_date))
            .or_insert_with(|| OwedSum {
                contract: one.contract.clone(),
                currency: one.currency.clone(),
                due_date: one.due_date.clone(),
                documents: 0,
                total_minor: 0,
                paid_minor: 0,
                debts_minor: 0,
                advances_minor: 0,
            });
        let owed_minor = one.total_minor.checked_sub(one.paid_minor).ok_or_else(too_large)?;
        sum.documents = sum.documents.saturating_add(1);
        sum.total_minor = plus(sum.total_minor, one.total_minor)?;
        sum.paid_minor = plus(sum.paid_minor, one.paid_minor)?;
        sum.debts_minor = plus(sum.debts_minor, owed_minor.max(0))?;
        sum.advances_minor = plus(sum.advances_minor, owed_minor.min(0))?;
    }
    Ok(sums.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(id: &str, total_minor: i64) -> OrderMoney {
        OrderMoney {
            id: id.to_owned(),
            currency: "RUB".to_owned(),
            total_minor,
            is_cancelled: false,
            payment_number: String::new(),
            payment_date: String::new(),
            shipment_number: String::new(),
            shipment_date: String::new(),
            due_date: String::new(),
            changed_at_ms: 1,
        }
    }

    fn paper(id: &str, kind: DocumentKind, order: &str, date: &str, total_minor: i64) -> SupplierDocumentHead {
        SupplierDocumentHead {
            id: id.to_owned(),
            kind: kind.code().to_owned(),
            number: id.to_owned(),
            date: date.to_owned(),
            order: order.to_owned(),
            currency: "RUB".to_owned(),
            total_minor: Some(total_minor),
            came_at_ms: 2,
            ..SupplierDocumentHead::default()
        }
    }

    /// Of each row that something is owed of: id and what.
    fn owed(orders: &[OrderMoney], papers: Vec<SupplierDocumentHead>) -> Vec<(String, i64)> {
        let rows = of(orders, papers)
            .unwrap()
            .map(|papers| papers.rows)
            .unwrap_or_default();
        let mut owed: Vec<(String, i64)> = rows
            .into_iter()
            .map(|row| (row.id, row.total_minor - row.paid_minor))
            .filter(|(_, minor)| *minor != 0)
            .collect();
        owed.sort();
        owed
    }

    fn is(owed: &[(String, i64)], expected: &[(&str, i64)], name: &str) {
        let expected: Vec<(String, i64)> = expected.iter().map(|(id, minor)| ((*id).to_owned(), *minor)).collect();
        assert_eq!(owed, expected, "{name}");
    }

    use DocumentKind::{Bill, Other, Payment, Refund, Return, Shipment, Upd};

    #[test]
    fn what_is_handed_over_is_owed_less_what_was_paid_and_given_back() {
        let shipped = || paper("s1", Shipment, "o1", "2026-01-10", 1000);
        for (name, papers, expected) in [
            ("goods alone", vec![shipped()], vec![("s1", 1000)]),
            (
                "a payment of the order",
                vec![shipped(), paper("p", Payment, "o1", "2026-01-12", 400)],
                vec![("s1", 600)],
            ),
            (
                "goods given back",
                vec![shipped(), paper("r", Return, "o1", "2026-01-12", 1000)],
                vec![],
            ),
            (
                "more than the order",
                vec![shipped(), paper("p", Payment, "o1", "2026-01-12", 1500)],
                vec![("p", -500)],
            ),
            (
                "a payment of no order pays the oldest first",
                vec![
                    paper("s2", Upd, "", "2026-01-01", 300),
                    shipped(),
                    paper("p", Payment, "", "2026-01-12", 500),
                ],
                vec![("s1", 800)],
            ),
            (
                "what was paid ahead for an order pays no other",
                vec![shipped(), paper("p", Payment, "o2", "2026-01-12", 500)],
                vec![("p", -500), ("s1", 1000)],
            ),
            (
                "a payment given back",
                vec![
                    paper("p", Payment, "", "2026-01-12", 500),
                    paper("b", Refund, "", "2026-01-13", 500),
                ],
                vec![],
            ),
            (
                "a bill while nothing left",
                vec![paper("b", Bill, "o2", "2026-01-01", 700)],
                vec![("b", 700)],
            ),
            (
                "a bill beside its goods",
                vec![paper("b", Bill, "o1", "2026-01-01", 1000), shipped()],
                vec![("s1", 1000)],
            ),
            (
                "other papers",
                vec![shipped(), paper("x", Other, "o1", "2026-01-01", 9)],
                vec![("s1", 1000)],
            ),
        ] {
            is(&owed(&[order("o1", 1000), order("o2", 700)], papers), &expected, name);
        }
    }

    #[test]
    fn a_payment_told_twice_and_a_shipment_counted_by_another_stand_once() {
        let mut upd = paper("u", Upd, "o1", "2026-01-10", 1000);
        upd.counted_by = "s1".to_owned();
        let mut again = paper("p2", Payment, "o1", "2026-01-12", 400);
        again.number = "p".to_owned();
        let papers = vec![
            paper("s1", Shipment, "o1", "2026-01-10", 1000),
            upd,
            paper("p", Payment, "o1", "2026-01-12", 400),
            again,
        ];
        is(&owed(&[order("o1", 1000)], papers), &[("s1", 600)], "once");
    }

    #[test]
    fn an_order_speaks_for_itself_where_no_document_came() {
        let shipped = OrderMoney {
            shipment_number: "РТУ-1".to_owned(),
            due_date: "2026-02-01".to_owned(),
            ..order("o1", 1000)
        };
        let paid = OrderMoney {
            payment_number: "П-7".to_owned(),
            shipment_number: "РТУ-2".to_owned(),
            ..order("o2", 500)
        };
        let orders = [shipped, paid, order("o3", 900)];
        is(&owed(&orders, Vec::new()), &[("order/o1", 1000)], "orders");
        let papers = of(&orders, vec![paper("s", Shipment, "o1", "2026-01-10", 1000)])
            .unwrap()
            .unwrap();
        let of_first = papers.rows.iter().find(|row| row.id == "s").unwrap();
        assert_eq!(of_first.due_date, "2026-02-01", "the day to pay is the order's");
        assert_eq!(
            of(&[order("o3", 900)], Vec::new()).unwrap(),
            None,
            "an order is no debt"
        );
    }

    #[test]
    fn a_bill_is_owed_while_its_order_stands_and_no_newer_one_replaced_it() {
        let cancelled = OrderMoney {
            is_cancelled: true,
            ..order("o1", 700)
        };
        let bill = || paper("b", Bill, "o1", "2026-01-01", 700);
        is(&owed(std::slice::from_ref(&cancelled), vec![bill()]), &[], "cancelled");
        let paid = paper("p", Payment, "o1", "2026-01-02", 700);
        is(
            &owed(&[cancelled], vec![bill(), paid]),
            &[("p", -700)],
            "to be given back",
        );
        let bills = vec![
            paper("b3", Bill, "o1", "2026-01-02", 650),
            bill(),
            paper("b2", Bill, "o2", "2026-01-01", 90),
        ];
        is(
            &owed(&[order("o1", 650), order("o2", 90)], bills),
            &[("b2", 90), ("b3", 650)],
            "the newest of each order",
        );
    }

    /// An order that 1C calls paid by a payment of a day.
    fn paid_by(id: &str, number: &str, date: &str) -> OrderMoney {
        OrderMoney {
            payment_number: number.to_owned(),
            payment_date: date.to_owned(),
            ..order(id, 1000)
        }
    }

    #[test]
    fn a_payment_that_an_order_names_pays_that_order_and_no_other_debt_again() {
        let shipped = |id: &str, order: &str| paper(id, Shipment, order, "2026-01-10", 1000);
        let older = || paper("s0", Shipment, "", "2026-01-01", 1000);
        let payment = |order: &str, total_minor| paper("p", Payment, order, "2026-01-12", total_minor);
        let named = |date: &str| paid_by("o1", "p", date);
        for (name, orders, papers, expected) in [
            (
                "of no order",
                vec![named("2026-01-12")],
                vec![older(), shipped("s1", "o1"), payment("", 1000)],
                vec![("s0", 1000)],
            ),
            (
                "of no day",
                vec![named("")],
                vec![older(), shipped("s1", "o1"), payment("", 1000)],
                vec![("s0", 1000)],
            ),
            (
                "of a year before: another one, and of its own none is told",
                vec![named("2025-01-12")],
                vec![older(), shipped("s1", "o1"), payment("", 1000)],
                vec![],
            ),
            (
                "more than the order: the rest pays the oldest",
                vec![named("2026-01-12")],
                vec![older(), shipped("s1", "o1"), payment("", 1300)],
                vec![("s0", 700)],
            ),
            (
                "one of two orders",
                vec![named("2026-01-12"), paid_by("o2", "p", "2026-01-12")],
                vec![shipped("s1", "o1"), shipped("s2", "o2"), payment("", 1500)],
                vec![("s2", 500)],
            ),
            (
                "told within the other of two orders",
                vec![named("2026-01-12"), paid_by("o2", "p", "2026-01-12")],
                vec![shipped("s1", "o1"), shipped("s2", "o2"), payment("o2", 2000)],
                vec![],
            ),
            (
                "of another order with that number, on no day that is told",
                vec![named("")],
                vec![shipped("s1", "o1"), payment("o2", 2000)],
                vec![("p", -2000)],
            ),
        ] {
            is(&owed(&orders, papers), &expected, name);
        }
    }

    #[test]
    fn of_two_copies_of_a_payment_the_one_with_an_order_stays_and_parts_of_two_orders_are_no_copies() {
        let copy = |id: &str, order: &str| SupplierDocumentHead {
            number: "П-7".to_owned(),
            ..paper(id, Payment, order, "2026-01-12", 1000)
        };
        let debts = || {
            vec![
                paper("s0", Shipment, "", "2026-01-01", 1000),
                paper("s1", Shipment, "o1", "2026-01-10", 1000),
                paper("s2", Shipment, "o2", "2026-01-10", 1000),
            ]
        };
        let orders = [order("o1", 1000), order("o2", 1000)];
        for (first, second) in [("", "o1"), ("o1", "")] {
            let mut papers = debts();
            papers.extend([copy("p1", first), copy("p2", second)]);
            is(&owed(&orders, papers.clone()), &[("s0", 1000), ("s2", 1000)], first);
            papers.reverse();
            is(&owed(&orders, papers), &[("s0", 1000), ("s2", 1000)], "as it was read");
        }
        let mut papers = debts();
        papers.extend([copy("p1", "o1"), copy("p2", "o2")]);
        is(&owed(&orders, papers), &[("s0", 1000)], "parts");
    }

    #[test]
    fn the_word_of_1c_that_an_order_is_paid_takes_no_exact_sum_away() {
        let shipped = || paper("s1", Shipment, "o1", "2026-01-10", 1000);
        let given_back = || paper("r", Return, "o1", "2026-01-15", 200);
        let correction = || paper("c", Upd, "o1", "2026-01-11", -200);
        for (name, papers, expected) in [
            ("no payment is told", vec![shipped()], vec![]),
            (
                "paid and then given back",
                vec![shipped(), given_back()],
                vec![("r", -200)],
            ),
            (
                "given back in goods and in money",
                vec![shipped(), given_back(), paper("f", Refund, "o1", "2026-01-09", 200)],
                vec![],
            ),
            (
                "more given back in money than is told of",
                vec![shipped(), paper("f", Refund, "o1", "2026-01-16", 200)],
                vec![],
            ),
            ("a smaller debt", vec![shipped(), correction()], vec![]),
            (
                "a part of it is told",
                vec![shipped(), paper("p", Payment, "o1", "2026-01-12", 400)],
                vec![("s1", 600)],
            ),
        ] {
            is(&owed(&[paid_by("o1", "П-7", "2026-02-01")], papers), &expected, name);
        }
    }

    #[test]
    fn a_document_without_a_sum_is_said_to_be_left_out() {
        let mut silent = paper("s2", Shipment, "", "2026-01-10", 0);
        silent.total_minor = None;
        let papers = of(&[], vec![paper("s1", Shipment, "", "2026-01-10", 5), silent])
            .unwrap()
            .unwrap();
        assert_eq!((papers.rows.len(), papers.uncounted, papers.as_of_ms), (1, 1, 2));
        let mut in_no_currency = paper("s3", Shipment, "", "2026-01-10", 7);
        in_no_currency.currency.clear();
        let papers = of(&[], vec![in_no_currency]).unwrap().unwrap();
        assert_eq!(
            (papers.rows.len(), papers.uncounted, papers.as_of_ms),
            (0, 1, 2),
            "also where it is the only one"
        );
    }
}
