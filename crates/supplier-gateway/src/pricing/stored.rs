//! Rules as they stand in the database, with whom they name.

use super::PricingError;
use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use cabinet_pricing::rule::{Closeness, Rule};
use cabinet_protocol::pricing::RuleRow;
use prost::Message;

/// Whom a rule names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buyer {
    /// What kind of a name it is.
    pub closeness: Closeness,
    /// Empty for everybody; a price type, the number of a contract, or a legal entity.
    pub id: String,
}

/// A rule and whom it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRule {
    /// Whom.
    pub buyer: Buyer,
    /// What.
    pub rule: Rule,
}

const SELECT_ALL: &str = "
    SELECT id, buyer, body
    FROM price_rule
    ORDER BY id";

const SELECT_ONE: &str = "
    SELECT id, buyer, body
    FROM price_rule
    WHERE id = $1";

const SELECT_OF_BUYER: &str = "
    SELECT id, buyer, body
    FROM price_rule
    WHERE (buyer_kind = 'everybody')
       OR (buyer_kind = 'group' AND buyer = $1)
       OR (buyer_kind = 'contract' AND buyer = $2)
       OR (buyer_kind = 'entity' AND buyer = $3)
    ORDER BY id";

const PUT: &str = "
    INSERT INTO price_rule (id, buyer_kind, buyer, body)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO UPDATE SET
        buyer_kind = excluded.buyer_kind, buyer = excluded.buyer, body = excluded.body";

const DELETE: &str = "
    DELETE FROM price_rule
    WHERE id = $1";

/// Every rule, by id.
///
/// # Errors
/// [`PricingError`].
pub fn all(tx: &mut dyn Tx) -> Result<Vec<StoredRule>, PricingError> {
    let raw = query_all(tx, SELECT_ALL, &[], read)?;
    raw.into_iter().map(known).collect()
}

/// One rule.
///
/// # Errors
/// [`PricingError`].
pub fn get(tx: &mut dyn Tx, id: &str) -> Result<Option<StoredRule>, PricingError> {
    query_one(tx, SELECT_ONE, &[id.into()], read)?.map(known).transpose()
}

/// The rules that name a buyer by his price type, his active contract or himself, and those for everybody.
pub(super) fn of_buyer(
    tx: &mut dyn Tx,
    price_type: &str,
    contract: &str,
    entity: &str,
) -> Result<Vec<StoredRule>, PricingError> {
    let params = [price_type.into(), contract.into(), entity.into()];
    let raw = query_all(tx, SELECT_OF_BUYER, &params, read)?;
    raw.into_iter().map(known).collect()
}

pub(super) fn put(tx: &mut dyn Tx, stored: &StoredRule) -> Result<(), StorageError> {
    let params = [
        stored.rule.id.as_str().into(),
        stored.buyer.closeness.code().into(),
        stored.buyer.id.as_str().into(),
        RuleRow::of(&stored.rule).encode_to_vec().into(),
    ];
    tx.execute(PUT, &params).map(drop)
}

pub(super) fn delete(tx: &mut dyn Tx, id: &str) -> Result<(), StorageError> {
    tx.execute(DELETE, &[id.into()]).map(drop)
}

type Raw = (String, String, Vec<u8>);

fn read(row: &dyn Row) -> Result<Raw, StorageError> {
    Ok((row.text("id")?, row.text("buyer")?, row.bytes("body")?))
}

fn known((id, buyer, body): Raw) -> Result<StoredRule, PricingError> {
    let row = RuleRow::decode(body.as_slice()).map_err(|_| PricingError::Unknown(id.clone()))?;
    let rule = row
        .read()
        .map_err(|fault| PricingError::Broken { id: id.clone(), fault })?;
    let rule = rule.ok_or(PricingError::Unknown(id))?;
    Ok(StoredRule {
        buyer: Buyer {
            closeness: rule.closeness,
            id: buyer,
        },
        rule,
    })
}
