//! Which payment pays which debt, where the supplier told no books (`papers`). Pure.
//!
//! What is of an order pays the debts of that order: payments before returns, so that what was paid and given back is an advance. A
//! payment that an order names as its own pays that order, whether 1C put it there or not. Of an order that 1C calls paid, and of
//! which no payment is told, nothing is owed; where payments are told, their sums say what is. What is of no order pays the oldest.

use cabinet_domain::supplier_document::DocumentKind;
use cabinet_mirror::{OrderMoney, OwedDocument};
use cabinet_protocol::supplier_documents::SupplierDocumentHead;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Something to pay, and the order that it is of; empty for none.
pub(super) struct Debt {
    pub(super) row: OwedDocument,
    pub(super) order: String,
}

impl Debt {
    fn pay_all(&mut self) {
        self.row.paid_minor = self.row.total_minor;
    }

    /// Whether it is money to be given back, or a payment that was taken back, and not goods.
    fn is_of_money(&self) -> bool {
        matches!(
            DocumentKind::from_code(&self.row.kind),
            Some(DocumentKind::Payment | DocumentKind::Refund)
        )
    }
}

/// Something that pays.
pub(super) struct Credit {
    pub(super) document: SupplierDocumentHead,
    pub(super) left_minor: i64,
}

impl Credit {
    fn is(&self, kind: DocumentKind) -> bool {
        DocumentKind::from_code(&self.document.kind) == Some(kind)
    }

    fn is_of_order(&self) -> bool {
        !self.document.order.is_empty()
    }

    fn key(&self) -> OrderKey {
        (self.document.currency.clone(), self.document.order.clone())
    }

    /// Whether an order names it as its payment. Numbers begin anew each year, so a day that both tell has to be the same; one
    /// that is of another order already has to have that day.
    fn is_named_by(&self, order: &OrderMoney) -> bool {
        let (own, told) = (&self.document.date, &order.payment_date);
        let is_undated = own.is_empty() || told.is_empty();
        order.payment_number.trim() == self.document.number.trim()
            && order.id != self.document.order
            && if is_undated { !self.is_of_order() } else { own == told }
    }
}

/// Currency and id of an order.
type OrderKey = (String, String);

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

/// Pays debts, those of orders first.
pub(super) fn pay(debts: &mut [Debt], credits: &mut [Credit], orders: &[OrderMoney]) {
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
    let mut of_orders: BTreeMap<OrderKey, Queue> = BTreeMap::new();
    let mut of_currencies: BTreeMap<String, Queue> = BTreeMap::new();
    for (at, debt) in debts.iter().enumerate() {
        let currency = debt.row.currency.clone();
        of_currencies.entry(currency.clone()).or_default().debts.push(at);
        if !debt.order.is_empty() {
            let key = (currency, debt.order.clone());
            of_orders.entry(key).or_default().debts.push(at);
        }
    }
    let mut told: HashSet<OrderKey> = credits
        .iter()
        .filter(|credit| credit.is(DocumentKind::Payment) && credit.is_of_order())
        .map(Credit::key)
        .collect();
    // A correction makes the debt smaller before anybody pays it; goods given back do so after it was paid.
    pay_orders(debts, credits, &mut of_orders, |credit| {
        !credit.is(DocumentKind::Return)
    });
    pay_named(debts, credits, &mut of_orders, orders, &mut told);
    let paid: HashSet<&str> = orders
        .iter()
        .filter(|order| !order.payment_number.is_empty())
        .map(|order| order.id.as_str())
        .collect();
    let is_paid = |debt: &Debt| {
        paid.contains(debt.order.as_str()) && !told.contains(&(debt.row.currency.clone(), debt.order.clone()))
    };
    for debt in debts.iter_mut().filter(|debt| is_paid(debt) && !debt.is_of_money()) {
        debt.pay_all();
    }
    pay_orders(debts, credits, &mut of_orders, |credit| credit.is(DocumentKind::Return));
    for debt in debts.iter_mut().filter(|debt| is_paid(debt)) {
        debt.pay_all();
    }
    for credit in credits.iter_mut().filter(|credit| !credit.is_of_order()) {
        if let Some(queue) = of_currencies.get_mut(&credit.document.currency) {
            queue.pay(debts, &mut credit.left_minor);
        }
    }
}

/// Pays the debts of orders by what is of these orders.
fn pay_orders(
    debts: &mut [Debt],
    credits: &mut [Credit],
    of_orders: &mut BTreeMap<OrderKey, Queue>,
    is_meant: impl Fn(&Credit) -> bool,
) {
    for credit in credits
        .iter_mut()
        .filter(|credit| credit.is_of_order() && is_meant(credit))
    {
        if let Some(queue) = of_orders.get_mut(&credit.key()) {
            queue.pay(debts, &mut credit.left_minor);
        }
    }
}

/// Pays the debts of orders by the payments that they name, the oldest first, and puts these orders to those of which one is `told`.
fn pay_named(
    debts: &mut [Debt],
    credits: &mut [Credit],
    of_orders: &mut BTreeMap<OrderKey, Queue>,
    orders: &[OrderMoney],
    told: &mut HashSet<OrderKey>,
) {
    let mut by_payment: HashMap<&str, Vec<&OrderMoney>> = HashMap::new();
    for order in orders.iter().filter(|order| !order.payment_number.trim().is_empty()) {
        by_payment.entry(order.payment_number.trim()).or_default().push(order);
    }
    let payments = credits
        .iter_mut()
        .filter(|credit| credit.is(DocumentKind::Payment) && credit.left_minor > 0);
    for credit in payments {
        let named = by_payment.get(credit.document.number.trim());
        let mut keys: Vec<OrderKey> = named
            .into_iter()
            .flatten()
            .filter(|order| credit.is_named_by(order))
            .map(|order| (credit.document.currency.clone(), order.id.clone()))
            .collect();
        keys.sort_by_key(|key| of_orders.get(key).and_then(|queue| queue.debts.first().copied()));
        for key in keys {
            if let Some(queue) = of_orders.get_mut(&key) {
                queue.pay(debts, &mut credit.left_minor);
            }
            told.insert(key);
        }
    }
}
