//! What the gateway knows of the money of a legal entity, read for an act.

use super::SettlementError;
use super::make::{Anchor, Known, OrderWord};
use crate::access::{books, credit};
use crate::documents::stored as documents;
use crate::storage::{Row, StorageError, Tx, query_all};
use cabinet_domain::delivery::{day_at, write_date};
use cabinet_domain::ids::{EntityId, OrderId};
use cabinet_domain::order::OrderState;
use std::collections::{BTreeMap, BTreeSet};

// Of the others 1C told nothing that an act could miss; of every order its contract is known.
const SELECT_ORDERS: &str = "
    SELECT id, number, contract_number, state, is_cancelled, total_minor, shipment_number, shipment_date, payment_number,
           payment_date
    FROM orders
    WHERE entity = $1
    ORDER BY number";

const SELECT_CONTRACTS: &str = "
    SELECT number
    FROM contract
    WHERE entity = $1";

/// Reads it; days are those at the supplier, so many minutes from UTC.
pub(super) fn read(tx: &mut dyn Tx, entity: &EntityId, offset_minutes: i32) -> Result<Known, SettlementError> {
    Ok(Known {
        contracts: contracts(tx, entity)?,
        documents: documents::of_entity(tx, entity)?,
        orders: query_all(tx, SELECT_ORDERS, &[entity.as_str().into()], read_order)?,
        balances: balances(tx, entity, offset_minutes)?,
    })
}

/// Numbers of all contracts that it ever had.
pub(super) fn contracts(tx: &mut dyn Tx, entity: &EntityId) -> Result<BTreeSet<String>, StorageError> {
    let numbers = query_all(tx, SELECT_CONTRACTS, &[entity.as_str().into()], |row| {
        row.text("number")
    })?;
    Ok(numbers.into_iter().collect())
}

fn read_order(row: &dyn Row) -> Result<OrderWord, StorageError> {
    Ok(OrderWord {
        id: OrderId::new(row.text("id")?),
        number: row.int("number")?.to_string(),
        contract: row.text("contract_number")?,
        is_cancelled: row.int("is_cancelled")? == 1 || row.text("state")? == OrderState::Cancelled.code(),
        total_minor: row.int("total_minor")?,
        shipment_number: row.text("shipment_number")?,
        shipment_date: row.text("shipment_date")?,
        payment_number: row.text("payment_number")?,
        payment_date: row.text("payment_date")?,
    })
}

/// The newest balance of each currency: as it was told by itself, or as the documents of the books add up.
fn balances(
    tx: &mut dyn Tx,
    entity: &EntityId,
    offset_minutes: i32,
) -> Result<BTreeMap<String, Anchor>, SettlementError> {
    let mut newest: BTreeMap<String, Anchor> = BTreeMap::new();
    let mut put = |currency: String, debt_minor: i64, as_of_ms: i64| {
        let Some(day) = day_at(as_of_ms, offset_minutes) else {
            return;
        };
        let anchor = Anchor {
            debt_minor,
            as_of_ms,
            day: write_date(day),
        };
        let before = newest.get(&currency);
        if before.is_none_or(|before| before.as_of_ms < as_of_ms) {
            newest.insert(currency, anchor);
        }
    };
    if let Some(told) = credit::balance(tx, entity)? {
        put(told.currency, told.debt_minor, told.as_of_ms);
    }
    if let Some((as_of_ms, owed)) = books::of_entity(tx, entity)? {
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for row in owed {
            let sum = sums.entry(row.currency).or_default();
            *sum = sum.saturating_add(row.total_minor.saturating_sub(row.paid_minor));
        }
        for (currency, debt_minor) in sums {
            put(currency, debt_minor, as_of_ms);
        }
    }
    Ok(newest)
}
