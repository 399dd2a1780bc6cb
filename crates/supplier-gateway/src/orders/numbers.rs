//! Numbers of orders: digits only, at most nine, never given twice.
//!
//! 1C looks an order up by this number through a column of eleven characters, and some configurations keep only its
//! digits; both survive nine digits (domain facts, 0.6).

use crate::orders::OrdersError;
use crate::storage::{Tx, query_one};

/// The largest number.
const LAST: i64 = 999_999_999;

const SELECT_LAST: &str = "
    SELECT last_number
    FROM order_sequence
    WHERE name = 'orders'";

const SET_LAST: &str = "
    INSERT INTO order_sequence (name, last_number)
    VALUES ('orders', $1)
    ON CONFLICT (name) DO UPDATE SET last_number = excluded.last_number";

/// Takes the next number. The write transaction keeps two orders from taking the same one.
///
/// `first` only moves the sequence forward, so a supplier can leave room for the numbers of his own site.
pub(super) fn next_number(tx: &mut dyn Tx, first: i64) -> Result<i64, OrdersError> {
    let last = query_one(tx, SELECT_LAST, &[], |row| row.int("last_number"))?.unwrap_or(0);
    let next = last.saturating_add(1).max(first).max(1);
    if next > LAST {
        return Err(OrdersError::NoNumbersLeft);
    }
    tx.execute(SET_LAST, &[next.into()])?;
    Ok(next)
}
