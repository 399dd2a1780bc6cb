//! Legal entities of the dealers.
//!
//! An entity without a price type of its own follows the supplier's first one, which is resolved when it is read:
//! the operator may add dealers before the first exchange with 1C.

use crate::access::{AccessError, secrets};
use crate::catalogue;
use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use cabinet_domain::ids::{EntityId, PriceTypeId};
use cabinet_domain::tax_id::{TaxIdKind, check_tax_id};

/// A legal entity as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// UUID given by the gateway.
    pub id: EntityId,
    /// As printed in documents.
    pub name: String,
    /// Its codes.
    pub codes: TaxCodes,
    /// In one line; empty when unknown.
    pub address: String,
    /// Empty when unknown.
    pub phone: String,
    /// Its own price type; `None` follows the first one of the supplier.
    pub price_type: Option<PriceTypeId>,
    /// The 1C node that gets its orders; `None` is the first one that asks.
    pub node: Option<String>,
    /// Without an active contract it sees no prices.
    pub prices_by_contract: bool,
}

/// Tax identifiers; a missing one is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaxCodes {
    /// ИНН.
    pub inn: String,
    /// КПП.
    pub kpp: String,
    /// ЄДРПОУ.
    pub edrpou: String,
}

/// Something about the codes that the operator should look at; it stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeWarning {
    /// The check digit does not fit.
    #[error("the check digit of «{0}» does not fit; check the number")]
    CheckDigit(String),
    /// Neither 10 nor 12 digits (ИНН) nor 8 (ЄДРПОУ).
    #[error("«{0}» is neither an ИНН (10 or 12 digits) nor a ЄДРПОУ (8 digits)")]
    UnknownKind(String),
    /// A КПП is nine characters.
    #[error("the КПП «{0}» does not have nine characters")]
    Kpp(String),
}

impl TaxCodes {
    /// Sorts what the operator wrote into ИНН and ЄДРПОУ by length, and says what looks wrong.
    #[must_use]
    pub fn sort(inn: &str, kpp: &str, edrpou: &str) -> (Self, Vec<CodeWarning>) {
        let tidy = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let mut codes = Self {
            inn: tidy(inn),
            kpp: tidy(kpp),
            edrpou: tidy(edrpou),
        };
        if codes.edrpou.is_empty() && check_tax_id(&codes.inn).kind == Some(TaxIdKind::Edrpou) {
            codes.edrpou = std::mem::take(&mut codes.inn);
        }
        let mut warnings = Vec::new();
        for code in [&codes.inn, &codes.edrpou] {
            let check = check_tax_id(code);
            if code.is_empty() || check.is_valid {
                continue;
            }
            warnings.push(match check.kind {
                Some(_) => CodeWarning::CheckDigit(code.clone()),
                None => CodeWarning::UnknownKind(code.clone()),
            });
        }
        if !codes.kpp.is_empty() && codes.kpp.chars().count() != 9 {
            warnings.push(CodeWarning::Kpp(codes.kpp.clone()));
        }
        (codes, warnings)
    }

    /// Whether the ИНН is that of a sole trader or another natural person (12 digits).
    #[must_use]
    pub fn is_natural_person(&self) -> bool {
        check_tax_id(&self.inn).kind == Some(TaxIdKind::InnPerson)
    }
}

/// What the operator says of a new entity.
#[derive(Debug, Clone, Default)]
pub struct NewEntity {
    /// As printed in documents; not empty.
    pub name: String,
    /// Sorted codes; at least an ИНН or a ЄДРПОУ.
    pub codes: TaxCodes,
    /// In one line.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// `None` follows the first price type of the supplier.
    pub price_type: Option<PriceTypeId>,
    /// `None` gives its orders to the first node that asks.
    pub node: Option<String>,
    /// It sees no prices until it has a contract.
    pub prices_by_contract: bool,
}

const INSERT_ENTITY: &str = "
    INSERT INTO entity
        (id, name, inn, kpp, edrpou, address, phone, price_type, node, created_at_ms, prices_by_contract)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

const SELECT_ENTITIES: &str = "
    SELECT id, name, inn, kpp, edrpou, address, phone, price_type, node, prices_by_contract
    FROM entity
    ORDER BY created_at_ms, id";

const SELECT_ENTITY: &str = "
    SELECT id, name, inn, kpp, edrpou, address, phone, price_type, node, prices_by_contract
    FROM entity
    WHERE id = $1";

/// Adds an entity and returns its id.
///
/// # Errors
/// [`AccessError`]; a name or codes that are empty break a rule of the database.
pub fn add(tx: &mut dyn Tx, new: &NewEntity, now_ms: i64) -> Result<EntityId, AccessError> {
    let id = secrets::random_id()?;
    tx.execute(
        INSERT_ENTITY,
        &[
            id.clone().into(),
            new.name.clone().into(),
            new.codes.inn.clone().into(),
            new.codes.kpp.clone().into(),
            new.codes.edrpou.clone().into(),
            new.address.clone().into(),
            new.phone.clone().into(),
            new.price_type.as_ref().map(PriceTypeId::as_str).into(),
            new.node.as_deref().into(),
            now_ms.into(),
            new.prices_by_contract.into(),
        ],
    )?;
    Ok(EntityId::new(id))
}

/// Every entity, oldest first.
///
/// # Errors
/// [`StorageError`].
pub fn list(tx: &mut dyn Tx) -> Result<Vec<Entity>, StorageError> {
    query_all(tx, SELECT_ENTITIES, &[], read_entity)
}

/// One entity.
///
/// # Errors
/// [`StorageError`].
pub fn get(tx: &mut dyn Tx, id: &EntityId) -> Result<Option<Entity>, StorageError> {
    query_one(tx, SELECT_ENTITY, &[id.as_str().into()], read_entity)
}

/// The price type that the entity orders by: its own, else the first one of the supplier, else none.
///
/// # Errors
/// [`StorageError`].
pub fn price_type_of(tx: &mut dyn Tx, own: Option<&PriceTypeId>) -> Result<Option<PriceTypeId>, StorageError> {
    match own {
        Some(own) => Ok(Some(own.clone())),
        None => catalogue::first_price_type(tx),
    }
}

fn read_entity(row: &dyn Row) -> Result<Entity, StorageError> {
    Ok(Entity {
        id: EntityId::new(row.text("id")?),
        name: row.text("name")?,
        codes: TaxCodes {
            inn: row.text("inn")?,
            kpp: row.text("kpp")?,
            edrpou: row.text("edrpou")?,
        },
        address: row.text("address")?,
        phone: row.text("phone")?,
        price_type: row.opt_text("price_type")?.map(PriceTypeId::new),
        node: row.opt_text("node")?,
        prices_by_contract: row.int("prices_by_contract")? != 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_by_length_and_doubts_are_only_told() {
        let codes = |inn: &str, kpp: &str, edrpou: &str| TaxCodes {
            inn: inn.into(),
            kpp: kpp.into(),
            edrpou: edrpou.into(),
        };
        for (name, given, sorted, doubts) in [
            (
                "a Russian company",
                ("7707083893", "773601001", ""),
                codes("7707083893", "773601001", ""),
                0,
            ),
            (
                "a sole trader",
                ("500100732259", "", ""),
                codes("500100732259", "", ""),
                0,
            ),
            (
                "eight digits are a ЄДРПОУ",
                ("14360570", "", ""),
                codes("", "", "14360570"),
                0,
            ),
            (
                "blanks are dropped",
                ("77 07 083893", "", ""),
                codes("7707083893", "", ""),
                0,
            ),
            (
                "a wrong check digit",
                ("7707083894", "", ""),
                codes("7707083894", "", ""),
                1,
            ),
            ("no known kind", ("123", "12", ""), codes("123", "12", ""), 2),
            (
                "both codes",
                ("7707083893", "", "14360571"),
                codes("7707083893", "", "14360571"),
                1,
            ),
        ] {
            let (got, warnings) = TaxCodes::sort(given.0, given.1, given.2);
            assert_eq!((got, warnings.len()), (sorted, doubts), "{name}: {warnings:?}");
        }
    }
}
