//! What contracts demand of orders, and how legal entities stand with the supplier.
//!
//! In: options of `contract add`, and a file of balances. Out: [`Limits`] for devices and for placing orders, which is decided
//! by what stands here and not by what a device was told. Invariant: sums of two currencies are never added.

use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use cabinet_domain::ids::EntityId;
use cabinet_domain::order::OrderState;
use cabinet_protocol::limits::{Credit, Limits, OverLimit};

/// What a contract says of sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractLimits {
    /// ISO 4217 of both sums.
    pub currency: String,
    /// The least sum of an order, VAT included; `None` for any.
    pub min_order_minor: Option<i64>,
    /// How much may be owed; `None` without a limit.
    pub credit_limit_minor: Option<i64>,
}

/// How an entity stands by the supplier's books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// Whose.
    pub entity: EntityId,
    /// ISO 4217 of both sums.
    pub currency: String,
    /// Owed; below zero for what was paid in advance.
    pub debt_minor: i64,
    /// Of it overdue.
    pub overdue_minor: i64,
    /// When that was so, UTC, ms since 1970.
    pub as_of_ms: i64,
}

const PUT_LIMITS: &str = "
    INSERT INTO contract_limit (contract, currency, min_order_minor, credit_limit_minor)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (contract) DO UPDATE SET
        currency = excluded.currency,
        min_order_minor = excluded.min_order_minor,
        credit_limit_minor = excluded.credit_limit_minor";

const SELECT_LIMITS: &str = "
    SELECT currency, min_order_minor, credit_limit_minor
    FROM contract_limit
    WHERE contract = $1";

const PUT_BALANCE: &str = "
    INSERT INTO balance (entity, currency, debt_minor, overdue_minor, as_of_ms)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (entity) DO UPDATE SET
        currency = excluded.currency,
        debt_minor = excluded.debt_minor,
        overdue_minor = excluded.overdue_minor,
        as_of_ms = excluded.as_of_ms";

const SELECT_BALANCE: &str = "
    SELECT entity, currency, debt_minor, overdue_minor, as_of_ms
    FROM balance
    WHERE entity = $1";

const SELECT_BALANCES: &str = "
    SELECT entity, currency, debt_minor, overdue_minor, as_of_ms
    FROM balance
    ORDER BY entity";

// Not paid, not cancelled, and placed after the books were told: they cannot have it.
const SELECT_ON_ORDER: &str = "
    SELECT COALESCE(sum(total_minor), 0) AS on_order
    FROM orders
    WHERE entity = $1
      AND currency = $2
      AND placed_at_ms > $3
      AND is_cancelled = 0
      AND state <> $4
      AND payment_number = ''";

/// Sets what a contract says of sums.
///
/// # Errors
/// [`StorageError`].
pub fn put(tx: &mut dyn Tx, contract: &str, limits: &ContractLimits) -> Result<(), StorageError> {
    let params = [
        contract.into(),
        limits.currency.as_str().into(),
        limits.min_order_minor.into(),
        limits.credit_limit_minor.into(),
    ];
    tx.execute(PUT_LIMITS, &params).map(drop)
}

/// What a contract says of sums; `None` when it says nothing.
///
/// # Errors
/// [`StorageError`].
pub fn of_contract(tx: &mut dyn Tx, contract: &str) -> Result<Option<ContractLimits>, StorageError> {
    query_one(tx, SELECT_LIMITS, &[contract.into()], |row| {
        Ok(ContractLimits {
            currency: row.text("currency")?,
            min_order_minor: row.opt_int("min_order_minor")?,
            credit_limit_minor: row.opt_int("credit_limit_minor")?,
        })
    })
}

/// Sets how an entity stands.
///
/// # Errors
/// [`StorageError`]; an entity that does not exist breaks a rule of the database.
pub fn put_balance(tx: &mut dyn Tx, balance: &Balance) -> Result<(), StorageError> {
    let params = [
        balance.entity.as_str().into(),
        balance.currency.as_str().into(),
        balance.debt_minor.into(),
        balance.overdue_minor.into(),
        balance.as_of_ms.into(),
    ];
    tx.execute(PUT_BALANCE, &params).map(drop)
}

/// How an entity stands; `None` where nothing was told.
///
/// # Errors
/// [`StorageError`].
pub fn balance(tx: &mut dyn Tx, entity: &EntityId) -> Result<Option<Balance>, StorageError> {
    query_one(tx, SELECT_BALANCE, &[entity.as_str().into()], read_balance)
}

/// How every entity stands of which anything was told.
///
/// # Errors
/// [`StorageError`].
pub fn balances(tx: &mut dyn Tx) -> Result<Vec<Balance>, StorageError> {
    query_all(tx, SELECT_BALANCES, &[], read_balance)
}

/// The limits of an entity that buys by this contract, if any; `None` when nothing is known. Where contract and balance have
/// different currencies the balance says nothing of the limit, and only what is overdue is told of it.
///
/// # Errors
/// [`StorageError`].
pub fn of_entity(tx: &mut dyn Tx, entity: &EntityId, contract: &str) -> Result<Option<Limits>, StorageError> {
    let limits = of_contract(tx, contract)?;
    let balance = balance(tx, entity)?;
    let Some(currency) = limits
        .as_ref()
        .map(|limits| limits.currency.clone())
        .or_else(|| balance.as_ref().map(|balance| balance.currency.clone()))
    else {
        return Ok(None);
    };
    let balance = balance.filter(|balance| balance.currency == currency);
    let limit_minor = limits.as_ref().and_then(|limits| limits.credit_limit_minor);
    let as_of_ms = balance.as_ref().map(|balance| balance.as_of_ms);
    let credit = if limit_minor.is_some() || balance.is_some() {
        let params = [
            entity.as_str().into(),
            currency.as_str().into(),
            as_of_ms.unwrap_or_default().into(),
            OrderState::Cancelled.code().into(),
        ];
        let on_order = query_one(tx, SELECT_ON_ORDER, &params, |row| row.int("on_order"))?;
        Some(Credit {
            limit_minor,
            debt_minor: balance.as_ref().map_or(0, |balance| balance.debt_minor),
            overdue_minor: balance.as_ref().map_or(0, |balance| balance.overdue_minor),
            on_order_minor: on_order.unwrap_or_default(),
            as_of_ms,
            // Whoever tells it to a device or decides by it sets what the operator chose.
            over_limit: OverLimit::default(),
        })
    } else {
        None
    };
    Ok(Some(Limits {
        currency,
        min_order_minor: limits.and_then(|limits| limits.min_order_minor),
        credit,
    }))
}

fn read_balance(row: &dyn Row) -> Result<Balance, StorageError> {
    Ok(Balance {
        entity: EntityId::new(row.text("entity")?),
        currency: row.text("currency")?,
        debt_minor: row.int("debt_minor")?,
        overdue_minor: row.int("overdue_minor")?,
        as_of_ms: row.int("as_of_ms")?,
    })
}
