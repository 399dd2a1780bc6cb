//! An order that 1C returned: facts, lines, holds, invoice and rows brought to what 1C says.
//!
//! The same document twice changes nothing the second time. A document that cannot be applied leaves the order as it was.

use crate::catalogue::CurrencyTable;
use crate::notices;
use crate::orders::document::StateChange;
use crate::orders::returned_lines::LineError;
use crate::orders::stored::{self, ONEC, StoredOrder};
use crate::orders::{OrdersError, holds, publish, returned_facts, returned_lines};
use crate::settings::Settings;
use crate::storage::Tx;
use cabinet_domain::ids::{ItemId, OrderId};
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
    /// It cannot be applied; the order stays as it was. To be reported, the other documents go on.
    Unusable {
        /// The number of the order.
        number: String,
        /// Why.
        why: Unusable,
    },
}

/// Why a returned document is not applied to its order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// A number of a line.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The sums of all lines together.
    #[error("its sum cannot be told: {0}")]
    Total(#[from] MoneyError),
    /// It is priced in another currency than the order was placed in: its sums are other sums.
    #[error("it is in «{written}», and was placed in {placed}")]
    OtherCurrency {
        /// As 1C wrote it.
        written: String,
        /// ISO 4217.
        placed: String,
    },
    /// Nobody has said what its currency is.
    #[error(
        "its currency «{written}» is not known, and it was placed in {placed}; if they are the same, add  \"{written}\" = \"{placed}\"  to [currencies] of gateway.toml and restart `serve`"
    )]
    UnknownCurrency {
        /// As 1C wrote it.
        written: String,
        /// ISO 4217.
        placed: String,
    },
}

/// Applies a document of 1C. Call it in a write transaction.
///
/// # Errors
/// [`OrdersError`].
pub fn apply_returned(
    tx: &mut dyn Tx,
    settings: &Settings,
    currencies: &CurrencyTable,
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
    let after = same_currency(&before, document, settings, currencies).and_then(|()| after(&before, document, now_ms));
    let after = match after {
        Ok(after) => after,
        Err(why) => {
            // Which line of what is for the operator's `exchange show`, not for the log.
            tracing::warn!(
                order.number = number,
                "A returned order was not applied; see `exchange list`"
            );
            return Ok(Returned::Unusable {
                number: document.number.trim().to_owned(),
                why,
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

/// The order of ours that a returned document is about; `None` when there is none.
///
/// # Errors
/// [`OrdersError`].
pub fn order_of(tx: &mut dyn Tx, document: &Document) -> Result<Option<OrderId>, OrdersError> {
    match own_number(&document.number) {
        Some(number) => Ok(stored::id_of_number(tx, number)?),
        None => Ok(None),
    }
}

/// Our own number; 1C may have padded it with zeros.
fn own_number(text: &str) -> Option<i64> {
    let digits = text.trim();
    let is_ours = !digits.is_empty() && digits.len() <= 11 && digits.bytes().all(|b| b.is_ascii_digit());
    if is_ours { digits.parse().ok() } else { None }
}

/// A sum in another currency is another sum, whatever the figure. A document that names none speaks in the order's own.
fn same_currency(
    before: &StoredOrder,
    document: &Document,
    settings: &Settings,
    currencies: &CurrencyTable,
) -> Result<(), Unusable> {
    let placed = before.head.total.currency();
    let written = document.currency.trim();
    let is_own_name = settings
        .orders
        .currency_names
        .get(placed.code())
        .is_some_and(|name| name.trim().to_lowercase() == written.to_lowercase());
    if written.is_empty() || is_own_name {
        return Ok(());
    }
    let told = || (written.chars().take(20).collect(), placed.code().to_owned());
    match currencies.find(written) {
        Some(currency) if currency == placed => Ok(()),
        Some(_) => {
            let (written, placed) = told();
            Err(Unusable::OtherCurrency { written, placed })
        }
        None => {
            let (written, placed) = told();
            Err(Unusable::UnknownCurrency { written, placed })
        }
    }
}

/// The order as the document makes it. Pure.
fn after(before: &StoredOrder, document: &Document, now_ms: i64) -> Result<StoredOrder, Unusable> {
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
