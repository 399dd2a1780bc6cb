//! What is owed where the supplier told no books: goods handed over and given back, bills, payments, as far as his documents and his
//! orders tell. Pure.
//!
//! A debt is a shipment or an УПД that is counted, or an order that 1C calls shipped without such a document. A bill is one while
//! nothing of its order was handed over. A payment and goods given back pay the debts of their order; those of no order pay the
//! oldest debts; what is left of them is an advance. An order that 1C calls paid owes nothing.

use super::too_large;
use crate::error::CommandError;
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_mirror::{OrderMoney, OwedDocument, OwedSum};
use cabinet_protocol::supplier_documents::SupplierDocumentHead;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What the papers come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Papers {
    /// Debts with what is paid of them, and advances below zero.
    pub(super) rows: Vec<OwedDocument>,
    /// When the last of them came, UTC, ms since 1970.
    pub(super) as_of_ms: i64,
    /// Documents that say nothing of a sum: they are not in the rows.
    pub(super) uncounted: u32,
}

/// Something to pay, and the order that it is of; empty for none.
struct Debt {
    row: OwedDocument,
    order: String,
}

/// Something that pays.
struct Credit {
    document: SupplierDocumentHead,
    left_minor: i64,
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
    let left: HashSet<&str> = handed_over
        .iter()
        .map(String::as_str)
        .chain(orders.iter().filter(shipped).map(|order| order.id.as_str()))
        .collect();
    let mut sorted = Sorted::default();
    let due_of: HashMap<&str, &str> = orders
        .iter()
        .map(|order| (order.id.as_str(), order.due_date.as_str()))
        .collect();
    for mut document in documents {
        if document.due_date.is_empty() {
            let due = due_of.get(document.order.as_str()).copied().unwrap_or_default();
            due.clone_into(&mut document.due_date);
        }
        sorted.put(document, &left)?;
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
    let paid = orders.iter().filter(|order| order.is_paid);
    pay(
        &mut sorted.debts,
        &mut sorted.credits,
        &paid.map(|order| order.id.as_str()).collect(),
    );
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
        as_of_ms,
        uncounted: sorted.uncounted,
    }))
}

/// Documents by what they do to a debt.
#[derive(Default)]
struct Sorted {
    debts: Vec<Debt>,
    credits: Vec<Credit>,
    /// Kind, number, date and sum of what pays.
    seen: HashSet<(DocumentKind, String, String, i64)>,
    uncounted: u32,
    as_of_ms: Option<i64>,
}

impl Sorted {
    /// Puts a document where it belongs, or nowhere; `left` are the orders of which goods left.
    fn put(&mut self, document: SupplierDocumentHead, left: &HashSet<&str>) -> Result<(), CommandError> {
        let kind = DocumentKind::from_code(&document.kind).unwrap_or(DocumentKind::Other);
        let is_credit = match kind {
            DocumentKind::Payment | DocumentKind::Return => true,
            DocumentKind::Refund => false,
            DocumentKind::Shipment | DocumentKind::Upd if document.counted_by.is_empty() => false,
            DocumentKind::Bill if !document.order.is_empty() && !left.contains(document.order.as_str()) => false,
            DocumentKind::Shipment
            | DocumentKind::Upd
            | DocumentKind::Bill
            | DocumentKind::TaxInvoice
            | DocumentKind::Reconciliation
            | DocumentKind::Other => return Ok(()),
        };
        let Some(total_minor) = document.total_minor.filter(|_| !document.currency.is_empty()) else {
            self.uncounted = self.uncounted.saturating_add(1);
            return Ok(());
        };
        // 1C may tell a payment within its order and beside it.
        let is_again = is_credit
            && !document.number.is_empty()
            && !self
                .seen
                .insert((kind, document.number.clone(), document.date.clone(), total_minor));
        if is_again || total_minor == 0 {
            return Ok(());
        }
        self.as_of_ms = self.as_of_ms.max(Some(document.came_at_ms));
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

fn is_counted_shipment(document: &SupplierDocumentHead) -> bool {
    let hands_over = DocumentKind::from_code(&document.kind).is_some_and(DocumentKind::hands_goods_over);
    hands_over && document.counted_by.is_empty()
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

/// Debts in the order in which they are paid, and the first that is not paid yet.
#[derive(Default)]
struct Queue {
    debts: Vec<usize>,
    at: usize,
}

impl Queue {
    /// Pays as much of the debts as there is.
    fn pay(&mut self, debts: &mut [Debt], left_minor: &mut i64) {
        while *left_minor > 0 {
            let Some(debt) = self.debts.get(self.at).and_then(|at| debts.get_mut(*at)) else {
                break;
            };
            let open_minor = debt.row.total_minor.saturating_sub(debt.row.paid_minor);
            let part_minor = open_minor.min(*left_minor);
            debt.row.paid_minor = debt.row.paid_minor.saturating_add(part_minor);
            *left_minor = left_minor.saturating_sub(part_minor);
            if part_minor == open_minor {
                self.at = self.at.saturating_add(1);
            }
        }
    }
}

/// Pays debts: those of an order by what is of it, then, where 1C says so, all of it; the oldest of all by what is of no order.
fn pay(debts: &mut [Debt], credits: &mut [Credit], paid: &BTreeSet<&str>) {
    debts.sort_by_cached_key(|debt| {
        let row = &debt.row;
        // Without a day to pay, the day of the document stands for it.
        let day = if row.due_date.is_empty() {
            &row.date
        } else {
            &row.due_date
        };
        (day.clone(), row.id.clone())
    });
    credits.sort_by_cached_key(|credit| (credit.document.date.clone(), credit.document.id.clone()));
    let mut of_orders: BTreeMap<(String, String), Queue> = BTreeMap::new();
    let mut of_currencies: BTreeMap<String, Queue> = BTreeMap::new();
    for (at, debt) in debts.iter().enumerate() {
        let currency = debt.row.currency.clone();
        of_currencies.entry(currency.clone()).or_default().debts.push(at);
        if !debt.order.is_empty() {
            of_orders
                .entry((currency, debt.order.clone()))
                .or_default()
                .debts
                .push(at);
        }
    }
    for credit in credits.iter_mut().filter(|credit| !credit.document.order.is_empty()) {
        let key = (credit.document.currency.clone(), credit.document.order.clone());
        if let Some(queue) = of_orders.get_mut(&key) {
            queue.pay(debts, &mut credit.left_minor);
        }
    }
    for debt in debts.iter_mut().filter(|debt| paid.contains(debt.order.as_str())) {
        debt.row.paid_minor = debt.row.total_minor;
    }
    for credit in credits.iter_mut().filter(|credit| credit.document.order.is_empty()) {
        if let Some(queue) = of_currencies.get_mut(&credit.document.currency) {
            queue.pay(debts, &mut credit.left_minor);
        }
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
            is_paid: false,
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
            is_paid: true,
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
    fn a_document_without_a_sum_is_said_to_be_left_out() {
        let mut silent = paper("s2", Shipment, "", "2026-01-10", 0);
        silent.total_minor = None;
        let papers = of(&[], vec![paper("s1", Shipment, "", "2026-01-10", 5), silent])
            .unwrap()
            .unwrap();
        assert_eq!((papers.rows.len(), papers.uncounted, papers.as_of_ms), (1, 1, 2));
    }
}
