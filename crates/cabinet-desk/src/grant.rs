//! The legal entities that the person may act for, as the last hello told them.

use crate::awaited;
use crate::desk::{Desk, DeskError};
use crate::standing;
use crate::template;
use cabinet_domain::access::Role;
use cabinet_domain::ids::{EntityId, PriceTypeId};
use cabinet_domain::stock::StockMode;
use rusqlite::{Connection, Row, named_params};

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
    /// Its price type; `None` when it has no prices, or the person may not see them.
    pub price_type: Option<PriceTypeId>,
    /// The assortment whose goods it buys.
    pub assortment: String,
    /// What it sees of stock.
    pub stock: StockMode,
    /// The contract that says so; `None` without one that the person may see.
    pub contract: Option<Contract>,
}

/// What a contract says to whoever orders by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// As the supplier writes it.
    pub number: String,
    /// Terms of payment as text; empty when not said.
    pub payment: String,
    /// Terms of delivery as text; empty when not said.
    pub delivery: String,
    /// JSON of what it demands of orders and allows of debt; `None` where nothing is known.
    pub limits: Option<String>,
}

/// An entity that the person no longer acts for, with what is left of it here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerGrant {
    /// Which entity.
    pub entity: EntityId,
    /// Its name, as the last hello told it.
    pub name: String,
}

const LIST: &str = "
    SELECT entity, name, inn, kpp, edrpou, role, price_type, assortment, stock, contract_number, contract_payment,
           contract_delivery, contract_limits
    FROM grant_
    ORDER BY ordinal";

const DELETE: &str = "DELETE FROM grant_";

const INSERT: &str = "
    INSERT INTO grant_
        (entity, ordinal, name, inn, kpp, edrpou, role, price_type, assortment, stock, contract_number,
         contract_payment, contract_delivery, contract_limits)
    VALUES
        (:entity, :ordinal, :name, :inn, :kpp, :edrpou, :role, :price_type, :assortment, :stock, :contract_number,
         :contract_payment, :contract_delivery, :contract_limits)";

const LIST_FORMER: &str = "
    SELECT entity, name
    FROM former_grant
    ORDER BY name, entity";

const PUT_FORMER: &str = "
    INSERT INTO former_grant (entity, name)
    VALUES (:entity, :name)
    ON CONFLICT (entity) DO UPDATE SET name = excluded.name";

const DELETE_FORMER: &str = "
    DELETE FROM former_grant
    WHERE entity = :entity";

const FORGET_SEEN_PRICES: &str = "
    UPDATE draft_line
    SET seen_price_micro = NULL,
        seen_currency = NULL,
        marks = CASE
            WHEN json_type(marks, '$.services') IS NULL THEN marks
            ELSE json_set(marks, '$.services', (
                SELECT json_group_array(json_remove(service.value, '$.terms'))
                FROM json_each(draft_line.marks, '$.services') AS service))
        END
    WHERE draft IN (SELECT id FROM draft WHERE entity = :entity)";

// Orders that are history: what they came to stands in the documents, for whoever may see it.
const DELETE_SETTLED: &str = "
    DELETE FROM outbox
    WHERE entity = :entity
      AND kind = 'place'
      AND state IN ('done', 'cancelled')";

// A question about prices cannot be answered any more; a refusal stays with its reason. Neither is ever sent again.
const STRIP_REFUSED: &str = "
    UPDATE outbox
    SET state = 'rejected',
        why = CASE state WHEN 'needs_user' THEN 'no_rights' ELSE why END,
        verdict = NULL,
        body = json_remove(json_set(body, '$.lines', (
            SELECT json_group_array(json_remove(line.value, '$.price_micro', '$.currency'))
            FROM json_each(outbox.body, '$.lines') AS line)), '$.line_services')
    WHERE entity = :entity
      AND kind = 'place'
      AND state IN ('needs_user', 'rejected')";

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

    /// Entities that were granted once and are not now, by name.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn former_grants(&self) -> Result<Vec<FormerGrant>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(LIST_FORMER)?;
            let rows = list.query_map([], |row| {
                Ok(FormerGrant {
                    entity: EntityId::new(row.get::<_, String>("entity")?),
                    name: row.get("name")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Forgets that an entity was granted once; its drafts must be gone.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn forget_former_grant(&self, entity: &EntityId) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(DELETE_FORMER)?
                .execute(named_params! { ":entity": entity.as_str() })?;
            Ok(())
        })
    }

    /// Takes over what a hello said and returns the entities that are no longer granted: their files are purged.
    /// Drafts and commands of theirs stay on the desk; what goods cost an entity whose prices the person does not see
    /// now is forgotten, but for orders that may have been carried out.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn replace_grants(&self, grants: &[Grant]) -> Result<Vec<EntityId>, DeskError> {
        let saw_prices = self.grants()?;
        let gone = self.write_grants(grants)?;
        let sees = |entity: &EntityId| {
            grants
                .iter()
                .any(|grant| grant.entity == *entity && grant.price_type.is_some())
        };
        if saw_prices
            .iter()
            .any(|before| before.price_type.is_some() && !sees(&before.entity))
        {
            // The prices would outlive the right to see them in a copy from before an update.
            if let Err(error) = cabinet_sqlite::copies::forget(self.db.path()) {
                tracing::error!("A copy of the desk could not be removed: {error}");
            }
        }
        Ok(gone)
    }

    fn write_grants(&self, grants: &[Grant]) -> Result<Vec<EntityId>, DeskError> {
        self.db.write(|tx| {
            let mut gone = Vec::new();
            {
                let mut list = tx.prepare_cached(LIST)?;
                let mut rows = list.query([])?;
                while let Some(row) = rows.next()? {
                    gone.push((
                        EntityId::new(row.get::<_, String>("entity")?),
                        row.get::<_, String>("name")?,
                    ));
                }
            }
            gone.retain(|(entity, _)| !grants.iter().any(|grant| grant.entity == *entity));
            tx.execute(DELETE, [])?;
            for (grant, ordinal) in grants.iter().zip(0_i64..) {
                insert(tx, grant, ordinal)?;
                tx.prepare_cached(DELETE_FORMER)?
                    .execute(named_params! { ":entity": grant.entity.as_str() })?;
                if grant.price_type.is_none() {
                    forget_prices(tx, &grant.entity)?;
                }
            }
            for (entity, name) in &gone {
                tx.prepare_cached(PUT_FORMER)?
                    .execute(named_params! { ":entity": entity.as_str(), ":name": name })?;
                forget_prices(tx, entity)?;
            }
            Ok(gone.into_iter().map(|(entity, _)| entity).collect())
        })
    }
}

fn insert(conn: &Connection, grant: &Grant, ordinal: i64) -> Result<(), DeskError> {
    let contract = grant.contract.as_ref();
    conn.prepare_cached(INSERT)?.execute(named_params! {
        ":entity": grant.entity.as_str(),
        ":ordinal": ordinal,
        ":name": grant.name,
        ":inn": grant.inn,
        ":kpp": grant.kpp,
        ":edrpou": grant.edrpou,
        ":role": grant.role.code(),
        ":price_type": grant.price_type.as_ref().map(PriceTypeId::as_str),
        ":assortment": grant.assortment,
        ":stock": grant.stock.code(),
        ":contract_number": contract.map(|contract| contract.number.as_str()),
        ":contract_payment": contract.map_or("", |contract| contract.payment.as_str()),
        ":contract_delivery": contract.map_or("", |contract| contract.delivery.as_str()),
        ":contract_limits": contract.and_then(|contract| contract.limits.as_deref()),
    })?;
    Ok(())
}

fn forget_prices(conn: &Connection, entity: &EntityId) -> Result<(), DeskError> {
    standing::forget(conn, entity)?;
    template::forget_prices(conn, entity)?;
    awaited::forget_prices(conn, entity)?;
    for sql in [FORGET_SEEN_PRICES, DELETE_SETTLED, STRIP_REFUSED] {
        conn.prepare_cached(sql)?
            .execute(named_params! { ":entity": entity.as_str() })?;
    }
    Ok(())
}

fn grant(row: &Row<'_>) -> Result<Grant, DeskError> {
    let role: String = row.get("role")?;
    let stock: String = row.get("stock")?;
    Ok(Grant {
        entity: EntityId::new(row.get::<_, String>("entity")?),
        name: row.get("name")?,
        inn: row.get("inn")?,
        kpp: row.get("kpp")?,
        edrpou: row.get("edrpou")?,
        role: Role::from_code(&role).ok_or(DeskError::UnknownWord(role))?,
        price_type: row.get::<_, Option<String>>("price_type")?.map(PriceTypeId::new),
        assortment: row.get("assortment")?,
        stock: StockMode::from_code(&stock).ok_or(DeskError::UnknownWord(stock))?,
        contract: match row.get::<_, Option<String>>("contract_number")? {
            None => None,
            Some(number) => Some(Contract {
                number,
                payment: row.get("contract_payment")?,
                delivery: row.get("contract_delivery")?,
                limits: row.get("contract_limits")?,
            }),
        },
    })
}
