//! An order that 1C returned: facts, lines, holds, invoice and rows brought to what 1C says.
//!
//! The same document twice changes nothing the second time. A document that cannot be applied leaves the order as it was.

use crate::notices;
use crate::orders::document::StateChange;
use crate::orders::stored::{self, ONEC, StoredOrder};
use crate::orders::{OrdersError, holds, publish, returned_facts, returned_lines};
use crate::settings::Settings;
use crate::storage::Tx;
use cabinet_domain::ids::ItemId;
use cabinet_domain::money::{Money, MoneyError};
use cabinet_domain::order::OrderState;
use cabinet_domain::quantity::Quantity;
use commerceml::model::Document;

/// What became of a returned document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returned {
    /// The order is as the document says, whether that was news or not.
    Applied,
    /// No order of ours has this number: 1C also returns orders of other origin.
    UnknownNumber,
    /// A document of another kind.
    NotAnOrder,
    /// A number in it cannot be read; the order stays as it was. To be reported, the other documents go on.
    Unreadable {
        /// The number of the order.
        number: String,
    },
}

/// Applies a document of 1C. Call it in a write transaction.
///
/// # Errors
/// [`OrdersError`].
pub fn apply_returned(
    tx: &mut dyn Tx,
    settings: &Settings,
    document: &Document,
    now_ms: i64,
) -> Result<Returned, OrdersError> {
    if !returned_facts::is_order(document) {
        return Ok(Returned::NotAnOrder);
    }
    let Some(number) = own_number(&document.number) else {
        return Ok(Returned::UnknownNumber);
    };
    let Some(id) = stored::id_of_number(tx, number)? else {
        return Ok(Returned::UnknownNumber);
    };
    let Some(before) = stored::load(tx, &id)? else {
        return Ok(Returned::UnknownNumber);
    };
    let after = match after(&before, document, now_ms) {
        Ok(after) => after,
        Err(error) => {
            tracing::warn!(order.number = number, "A returned order cannot be read: {error}");
            return Ok(Returned::Unreadable {
                number: document.number.clone(),
            });
        }
    };
    if after == before {
        return Ok(Returned::Applied);
    }
    stored::update(tx, &before, &after)?;
    move_holds(tx, &before, &after, now_ms)?;
    publish::publish(tx, settings, &id, now_ms)?;
    notices::of_order(tx, &before, &after, now_ms)?;
    tracing::info!(
        order.number = number,
        order.state = after.head.state.code(),
        "1C returned an order with news"
    );
    Ok(Returned::Applied)
}

/// Our own number; 1C may have padded it with zeros.
fn own_number(text: &str) -> Option<i64> {
    let digits = text.trim();
    let is_ours = !digits.is_empty() && digits.len() <= 11 && digits.bytes().all(|b| b.is_ascii_digit());
    if is_ours { digits.parse().ok() } else { None }
}

/// The order as the document makes it. Pure.
fn after(before: &StoredOrder, document: &Document, now_ms: i64) -> Result<StoredOrder, MoneyError> {
    let currency = before.head.total.currency();
    let mut order = before.clone();
    let lines = returned_lines::lines_after(&before.lines, &document.lines, currency, before.head.vat_on_top)?;
    let has_lines_left = lines.iter().any(|line| line.quantity_milli > 0);
    order.head.onec = returned_facts::facts_after(&before.head.onec, document, has_lines_left);
    // An order that 1C cancelled keeps the lines it had: they tell what was cancelled.
    if has_lines_left {
        order.lines = lines;
    }
    let mut total = Money::zero(currency);
    let mut vat = Money::zero(currency);
    for line in &order.lines {
        total = total.plus(Money::from_minor(line.sum_minor, currency))?;
        vat = vat.plus(Money::from_minor(line.vat_minor, currency))?;
    }
    order.head.total = total;
    order.head.vat = vat;
    // 1C has it, whether its «success» reached us or not: it is not offered again.
    order.head.taken_at_ms = before.head.taken_at_ms.or(Some(now_ms));
    let state = order.head.onec.state();
    if state != before.head.state {
        order.head.state = state;
        order.history.push(StateChange {
            state,
            at_ms: now_ms,
            who: ONEC.to_owned(),
        });
    }
    if order.head.onec.is_posted && !order.head.onec.number.is_empty() {
        order.head.posted_back_at_ms = before.head.posted_back_at_ms.or(Some(now_ms));
    } else {
        order.head.posted_back_at_ms = None;
    }
    if !order.head.onec.number.is_empty() {
        order.invoice.number = order.head.onec.number.clone();
        order.invoice.is_preliminary = false;
        if !order.head.onec.date.is_empty() {
            order.invoice.date = order.head.onec.date.clone();
        }
    }
    Ok(order)
}

fn move_holds(tx: &mut dyn Tx, before: &StoredOrder, after: &StoredOrder, now_ms: i64) -> Result<(), OrdersError> {
    if after.head.state == OrderState::Cancelled {
        return holds::release(tx, &after.head.id, now_ms);
    }
    let quantities = |order: &StoredOrder| -> Vec<(ItemId, Quantity)> {
        let live = order.lines.iter().filter(|line| line.quantity_milli > 0);
        live.map(|line| (line.item.clone(), Quantity::from_milli(line.quantity_milli)))
            .collect()
    };
    let now = quantities(after);
    if quantities(before) == now {
        Ok(())
    } else {
        holds::adjust(tx, &after.head.id, &now, now_ms)
    }
}
