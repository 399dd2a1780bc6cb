//! The legal entities that the person may act for, as the last hello told them.

use crate::desk::{Desk, DeskError};
use cabinet_domain::access::Role;
use cabinet_domain::ids::{EntityId, PriceTypeId};
use rusqlite::{Row, named_params};

/// A legal entity and the person's rights in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Which entity.
    pub entity: EntityId,
    /// Its name.
    pub name: String,
    /// ИНН; empty when there is none.
    pub inn: String,
    /// КПП; empty when there is none.
    pub kpp: String,
    /// ЄДРПОУ; empty when there is none.
    pub edrpou: String,
    /// The person's role in it.
    pub role: Role,
    /// Its price type; `None` when it has no prices.
    pub price_type: Option<PriceTypeId>,
}

const LIST: &str = "
    SELECT entity, name, inn, kpp, edrpou, role, price_type
    FROM grant_
    ORDER BY ordinal";

const DELETE: &str = "DELETE FROM grant_";

const INSERT: &str = "
    INSERT INTO grant_ (entity, ordinal, name, inn, kpp, edrpou, role, price_type)
    VALUES (:entity, :ordinal, :name, :inn, :kpp, :edrpou, :role, :price_type)";

impl Desk {
    /// The grants, in the gateway's order.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn grants(&self) -> Result<Vec<Grant>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(LIST)?;
            let mut rows = list.query([])?;
            let mut grants = Vec::new();
            while let Some(row) = rows.next()? {
                grants.push(grant(row)?);
            }
            Ok(grants)
        })
    }

    /// Takes over what a hello said and returns the entities that are no longer granted: their files are purged.
    /// Drafts and commands of theirs stay on the desk.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn replace_grants(&self, grants: &[Grant]) -> Result<Vec<EntityId>, DeskError> {
        self.db.write(|tx| {
            let mut before = Vec::new();
            {
                let mut list = tx.prepare_cached(LIST)?;
                let mut rows = list.query([])?;
                while let Some(row) = rows.next()? {
                    before.push(EntityId::new(row.get::<_, String>("entity")?));
                }
            }
            tx.execute(DELETE, [])?;
            let mut insert = tx.prepare_cached(INSERT)?;
            for (grant, ordinal) in grants.iter().zip(0_i64..) {
                insert.execute(named_params! {
                    ":entity": grant.entity.as_str(),
                    ":ordinal": ordinal,
                    ":name": grant.name,
                    ":inn": grant.inn,
                    ":kpp": grant.kpp,
                    ":edrpou": grant.edrpou,
                    ":role": grant.role.code(),
                    ":price_type": grant.price_type.as_ref().map(PriceTypeId::as_str),
                })?;
            }
            before.retain(|entity| !grants.iter().any(|grant| grant.entity == *entity));
            Ok(before)
        })
    }
}

fn grant(row: &Row<'_>) -> Result<Grant, DeskError> {
    let role: String = row.get("role")?;
    Ok(Grant {
        entity: EntityId::new(row.get::<_, String>("entity")?),
        name: row.get("name")?,
        inn: row.get("inn")?,
        kpp: row.get("kpp")?,
        edrpou: row.get("edrpou")?,
        role: Role::from_code(&role).ok_or(DeskError::UnknownWord(role))?,
        price_type: row.get::<_, Option<String>>("price_type")?.map(PriceTypeId::new),
    })
}
