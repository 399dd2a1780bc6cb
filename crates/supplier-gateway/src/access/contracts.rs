//! Contracts: by which terms a legal entity buys, and what of the supplier it may see.
//!
//! An entity has at most one active contract. One that never had any orders by its own price type and sees all goods,
//! unless it was added with prices by contract only. When a contract is closed its prices are gone; which goods the
//! entity sees, and how it sees stock, stay as that contract said: ending a contract shows nobody more.

use crate::access::entities::{self, Entity};
use crate::access::{AccessError, credit, people, secrets};
use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use cabinet_domain::ids::{EntityId, PriceTypeId};
use cabinet_domain::stock::StockMode;
use cabinet_protocol::feed::ALL_GOODS;
use cabinet_protocol::session;

/// A contract as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// UUID given by the gateway.
    pub id: String,
    /// Whose.
    pub entity: EntityId,
    /// What it says.
    pub terms: ContractTerms,
    /// UTC, ms since 1970.
    pub added_at_ms: i64,
    /// UTC, ms since 1970; `None` while it is active.
    pub closed_at_ms: Option<i64>,
}

/// What a contract says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractTerms {
    /// As the supplier writes it; not empty.
    pub number: String,
    /// [`ALL_GOODS`], or an assortment of the catalogue.
    pub assortment: String,
    /// `None`: the entity's own, else the first one of the supplier.
    pub price_type: Option<PriceTypeId>,
    /// Terms of payment as text; empty when not said.
    pub payment: String,
    /// Terms of delivery as text; empty when not said.
    pub delivery: String,
    /// What the entity sees of stock.
    pub stock: StockMode,
}

/// The terms by which an entity buys now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityTerms {
    /// `None`: it sees no prices and cannot order.
    pub price_type: Option<PriceTypeId>,
    /// [`ALL_GOODS`], or an assortment of the catalogue.
    pub assortment: String,
    /// What it sees of stock.
    pub stock: StockMode,
    /// The active contract that says so; `None` when none is active.
    pub contract: Option<session::Contract>,
}

impl EntityTerms {
    /// The number of the contract, empty without one.
    #[must_use]
    pub fn contract_number(&self) -> &str {
        self.contract.as_ref().map_or("", |contract| contract.number.as_str())
    }
}

const INSERT: &str = "
    INSERT INTO contract
        (id, entity, number, assortment, price_type, payment, delivery, stock_mode, added_at_ms, closed_at_ms)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)";

const PRICES_BY_CONTRACT: &str = "
    UPDATE entity
    SET prices_by_contract = 1
    WHERE id = $1";

const CLOSE: &str = "
    UPDATE contract
    SET closed_at_ms = $2
    WHERE id = $1
      AND closed_at_ms IS NULL";

// The active one first, then the one that was closed last.
const SELECT_NEWEST: &str = "
    SELECT id, entity, number, assortment, price_type, payment, delivery, stock_mode, added_at_ms, closed_at_ms
    FROM contract
    WHERE entity = $1
    ORDER BY closed_at_ms IS NOT NULL, closed_at_ms DESC, added_at_ms DESC
    LIMIT 1";

const SELECT_ONE: &str = "
    SELECT id, entity, number, assortment, price_type, payment, delivery, stock_mode, added_at_ms, closed_at_ms
    FROM contract
    WHERE id = $1";

const SELECT_ALL: &str = "
    SELECT id, entity, number, assortment, price_type, payment, delivery, stock_mode, added_at_ms, closed_at_ms
    FROM contract
    ORDER BY added_at_ms, id";

/// Gives an entity a contract in place of any active one; from now on its prices come by contract only. Returns its id.
///
/// # Errors
/// [`AccessError`]; an entity that does not exist breaks a rule of the database.
pub fn add(tx: &mut dyn Tx, entity: &EntityId, terms: &ContractTerms, now_ms: i64) -> Result<String, AccessError> {
    let before = terms_of_id(tx, entity)?;
    if let Some(active) = active(tx, entity)? {
        tx.execute(CLOSE, &[active.id.as_str().into(), now_ms.into()])?;
    }
    let id = secrets::random_id()?;
    let params = [
        id.as_str().into(),
        entity.as_str().into(),
        terms.number.as_str().into(),
        terms.assortment.as_str().into(),
        terms.price_type.as_ref().map(PriceTypeId::as_str).into(),
        terms.payment.as_str().into(),
        terms.delivery.as_str().into(),
        terms.stock.code().into(),
        now_ms.into(),
    ];
    tx.execute(INSERT, &params)?;
    tx.execute(PRICES_BY_CONTRACT, &[entity.as_str().into()])?;
    take_back(tx, entity, before.as_ref(), now_ms)?;
    Ok(id)
}

/// Closes a contract; false when there is no such active one.
///
/// # Errors
/// [`AccessError`].
pub fn close(tx: &mut dyn Tx, id: &str, now_ms: i64) -> Result<bool, AccessError> {
    let Some(contract) = get(tx, id)? else {
        return Ok(false);
    };
    let before = terms_of_id(tx, &contract.entity)?;
    if tx.execute(CLOSE, &[id.into(), now_ms.into()])? == 0 {
        return Ok(false);
    }
    take_back(tx, &contract.entity, before.as_ref(), now_ms)?;
    Ok(true)
}

/// What people of the entity subscribed to and were told does not outlive the terms that allowed it.
fn take_back(tx: &mut dyn Tx, entity: &EntityId, before: Option<&EntityTerms>, now_ms: i64) -> Result<(), AccessError> {
    let after = terms_of_id(tx, entity)?;
    let what = |terms: Option<&EntityTerms>| {
        terms.map(|terms| (terms.price_type.clone(), terms.assortment.clone(), terms.stock))
    };
    if what(before) != what(after.as_ref()) {
        people::terms_changed(tx, entity, now_ms)?;
    }
    Ok(())
}

/// One contract.
///
/// # Errors
/// [`AccessError`].
pub fn get(tx: &mut dyn Tx, id: &str) -> Result<Option<Contract>, AccessError> {
    query_one(tx, SELECT_ONE, &[id.into()], read)?.map(known).transpose()
}

/// Every contract, closed ones too, the oldest first.
///
/// # Errors
/// [`AccessError`].
pub fn list(tx: &mut dyn Tx) -> Result<Vec<Contract>, AccessError> {
    query_all(tx, SELECT_ALL, &[], read)?.into_iter().map(known).collect()
}

/// The active contract of an entity.
///
/// # Errors
/// [`AccessError`].
pub fn active(tx: &mut dyn Tx, entity: &EntityId) -> Result<Option<Contract>, AccessError> {
    Ok(newest(tx, entity)?.filter(|contract| contract.closed_at_ms.is_none()))
}

fn newest(tx: &mut dyn Tx, entity: &EntityId) -> Result<Option<Contract>, AccessError> {
    query_one(tx, SELECT_NEWEST, &[entity.as_str().into()], read)?
        .map(known)
        .transpose()
}

/// The terms of an entity now; `None` when there is no such entity.
///
/// # Errors
/// [`AccessError`].
pub fn terms_of_id(tx: &mut dyn Tx, entity: &EntityId) -> Result<Option<EntityTerms>, AccessError> {
    match entities::get(tx, entity)? {
        Some(entity) => Ok(Some(terms_of(tx, &entity)?)),
        None => Ok(None),
    }
}

/// The terms of an entity now.
///
/// # Errors
/// [`AccessError`].
pub fn terms_of(tx: &mut dyn Tx, entity: &Entity) -> Result<EntityTerms, AccessError> {
    let newest = newest(tx, &entity.id)?;
    let is_active = newest.as_ref().is_some_and(|contract| contract.closed_at_ms.is_none());
    let by_contract = newest
        .as_ref()
        .filter(|_| is_active)
        .and_then(|contract| contract.terms.price_type.clone());
    let price_type = if is_active || !entity.prices_by_contract {
        let own = by_contract.or_else(|| entity.price_type.clone());
        entities::price_type_of(tx, own.as_ref())?
    } else {
        None
    };
    let (assortment, stock) = newest.as_ref().map_or_else(
        || (ALL_GOODS.to_owned(), StockMode::Exact),
        |contract| (contract.terms.assortment.clone(), contract.terms.stock),
    );
    let contract = match newest.filter(|_| is_active) {
        None => None,
        Some(contract) => Some(session::Contract {
            limits: credit::of_entity(tx, &entity.id, &contract.id)?,
            number: contract.terms.number,
            payment: contract.terms.payment,
            delivery: contract.terms.delivery,
        }),
    };
    Ok(EntityTerms {
        price_type,
        assortment,
        stock,
        contract,
    })
}

/// A contract whose word for stock is still to be understood.
struct Raw(Contract, String);

fn read(row: &dyn Row) -> Result<Raw, StorageError> {
    let contract = Contract {
        id: row.text("id")?,
        entity: EntityId::new(row.text("entity")?),
        terms: ContractTerms {
            number: row.text("number")?,
            assortment: row.text("assortment")?,
            price_type: row.opt_text("price_type")?.map(PriceTypeId::new),
            payment: row.text("payment")?,
            delivery: row.text("delivery")?,
            stock: StockMode::Hidden,
        },
        added_at_ms: row.int("added_at_ms")?,
        closed_at_ms: row.opt_int("closed_at_ms")?,
    };
    Ok(Raw(contract, row.text("stock_mode")?))
}

fn known(Raw(mut contract, mode): Raw) -> Result<Contract, AccessError> {
    contract.terms.stock = StockMode::from_code(&mode).ok_or(AccessError::UnknownStockMode(mode))?;
    Ok(contract)
}
