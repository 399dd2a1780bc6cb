//! People of the dealers and what each is in which legal entity.
//!
//! Two people may bear one name, so a name never finds a person: an invitation makes a new one, unless it names the
//! id of a person who is to get a further device.

use crate::access::{AccessError, contracts, entities, secrets};
use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use crate::{notices, subscriptions, wishes};
use cabinet_domain::access::{Right, Role};
use cabinet_domain::ids::{EntityId, PersonId};
use cabinet_protocol::session::Grant;

/// A person as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// UUID given by the gateway.
    pub id: PersonId,
    /// As the operator wrote it.
    pub name: String,
}

const INSERT_PERSON: &str = "
    INSERT INTO person (id, name, created_at_ms)
    VALUES ($1, $2, $3)";

const SELECT_PEOPLE: &str = "
    SELECT id, name
    FROM person
    ORDER BY name, id";

const SELECT_PERSON: &str = "
    SELECT id, name
    FROM person
    WHERE id = $1";

const UPSERT_GRANT: &str = "
    INSERT INTO access_grant (person, entity, role, granted_at_ms)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (person, entity) DO UPDATE SET role = excluded.role, granted_at_ms = excluded.granted_at_ms";

const DELETE_GRANT: &str = "
    DELETE FROM access_grant
    WHERE person = $1
      AND entity = $2";

const SELECT_GRANTS: &str = "
    SELECT access_grant.entity, access_grant.role
    FROM access_grant
    JOIN entity ON entity.id = access_grant.entity
    WHERE access_grant.person = $1
    ORDER BY entity.name, entity.id";

const SELECT_OF_ENTITY: &str = "
    SELECT access_grant.person, access_grant.role, person.name
    FROM access_grant
    JOIN person ON person.id = access_grant.person
    WHERE access_grant.entity = $1
    ORDER BY person.name, person.id";

const SELECT_WITH_ROLE: &str = "
    SELECT person
    FROM access_grant
    WHERE entity = $1
      AND role = $2
    ORDER BY person";

const SELECT_ROLE: &str = "
    SELECT role
    FROM access_grant
    WHERE person = $1
      AND entity = $2";

/// Adds a person.
///
/// # Errors
/// [`AccessError`].
pub fn add(tx: &mut dyn Tx, name: &str, now_ms: i64) -> Result<Person, AccessError> {
    let id = secrets::random_id()?;
    tx.execute(INSERT_PERSON, &[id.as_str().into(), name.into(), now_ms.into()])?;
    Ok(Person {
        id: PersonId::new(id),
        name: name.to_owned(),
    })
}

/// Every person, by name.
///
/// # Errors
/// [`StorageError`].
pub fn list(tx: &mut dyn Tx) -> Result<Vec<Person>, StorageError> {
    query_all(tx, SELECT_PEOPLE, &[], read_person)
}

/// One person by id.
///
/// # Errors
/// [`StorageError`].
pub fn get(tx: &mut dyn Tx, id: &PersonId) -> Result<Option<Person>, StorageError> {
    query_one(tx, SELECT_PERSON, &[id.as_str().into()], read_person)
}

/// Gives a person a role in an entity, in place of any earlier one.
///
/// # Errors
/// [`AccessError`].
pub fn grant(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    role: Role,
    now_ms: i64,
) -> Result<(), AccessError> {
    tx.execute(
        UPSERT_GRANT,
        &[
            person.as_str().into(),
            entity.as_str().into(),
            role.code().into(),
            now_ms.into(),
        ],
    )?;
    keep_allowed(tx, person, entity, Some(role), now_ms)
}

/// Takes a person's role in an entity away; false when there was none. The next call of his devices notices.
///
/// # Errors
/// [`AccessError`].
pub fn withdraw(tx: &mut dyn Tx, person: &PersonId, entity: &EntityId, now_ms: i64) -> Result<bool, AccessError> {
    let params = [person.as_str().into(), entity.as_str().into()];
    let was_there = tx.execute(DELETE_GRANT, &params)? > 0;
    keep_allowed(tx, person, entity, None, now_ms)?;
    Ok(was_there)
}

/// What the person subscribed to and was told does not outlive the right to it.
fn keep_allowed(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    role: Option<Role>,
    now_ms: i64,
) -> Result<(), AccessError> {
    subscriptions::keep_allowed(tx, person, entity, role, now_ms)?;
    wishes::keep_allowed(tx, person, entity, role, now_ms)?;
    Ok(notices::keep_allowed(tx, person, entity, role, now_ms)?)
}

/// The terms of an entity changed: what its people subscribed to and were told under the old ones ends with them.
///
/// # Errors
/// [`AccessError`].
pub(crate) fn terms_changed(tx: &mut dyn Tx, entity: &EntityId, now_ms: i64) -> Result<(), AccessError> {
    for member in of_entity(tx, entity)? {
        subscriptions::keep_allowed(tx, &member.id, entity, Some(member.role), now_ms)?;
        notices::forget_goods(tx, &member.id, entity, now_ms)?;
        wishes::look_again(tx, &member.id, entity, now_ms)?;
    }
    Ok(())
}

/// A person with a role in an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// As what.
    pub role: Role,
}

/// Everyone who acts for an entity, by name.
///
/// # Errors
/// [`AccessError`].
pub fn of_entity(tx: &mut dyn Tx, entity: &EntityId) -> Result<Vec<Member>, AccessError> {
    let found = query_all(tx, SELECT_OF_ENTITY, &[entity.as_str().into()], |row| {
        Ok((row.text("person")?, row.text("name")?, row.text("role")?))
    })?;
    found
        .into_iter()
        .map(|(id, name, role)| {
            Ok(Member {
                id: PersonId::new(id),
                name,
                role: Role::from_code(&role).ok_or(AccessError::UnknownRole(role))?,
            })
        })
        .collect()
}

/// People who have a role in an entity.
///
/// # Errors
/// [`StorageError`].
pub fn with_role(tx: &mut dyn Tx, entity: &EntityId, role: Role) -> Result<Vec<PersonId>, StorageError> {
    let params = [entity.as_str().into(), role.code().into()];
    query_all(tx, SELECT_WITH_ROLE, &params, |row| {
        Ok(PersonId::new(row.text("person")?))
    })
}

/// The person's entities now, as they travel: price type and contract are named only to who may see prices.
///
/// # Errors
/// [`AccessError`].
pub fn grants(tx: &mut dyn Tx, person: &PersonId) -> Result<Vec<Grant>, AccessError> {
    let found = query_all(tx, SELECT_GRANTS, &[person.as_str().into()], |row| {
        Ok((EntityId::new(row.text("entity")?), row.text("role")?))
    })?;
    let mut grants = Vec::with_capacity(found.len());
    for (entity, role) in found {
        let role = Role::from_code(&role).ok_or(AccessError::UnknownRole(role))?;
        let entity = entities::get(tx, &entity)?.ok_or(StorageError::UnexpectedType("entity"))?;
        let terms = contracts::terms_of(tx, &entity)?;
        let sees_prices = role.may(Right::SeePrices);
        grants.push(Grant {
            entity: entity.id,
            name: entity.name,
            inn: entity.codes.inn,
            kpp: entity.codes.kpp,
            edrpou: entity.codes.edrpou,
            role,
            price_type: terms.price_type.filter(|_| sees_prices),
            assortment: terms.assortment,
            stock: terms.stock,
            contract: terms.contract.filter(|_| sees_prices),
        });
    }
    Ok(grants)
}

/// Whether the person has the right in the entity, read anew.
///
/// # Errors
/// [`AccessError`].
pub fn may(tx: &mut dyn Tx, person: &PersonId, entity: &EntityId, right: Right) -> Result<bool, AccessError> {
    let params = [person.as_str().into(), entity.as_str().into()];
    match query_one(tx, SELECT_ROLE, &params, |row| row.text("role"))? {
        None => Ok(false),
        Some(code) => Role::from_code(&code)
            .map(|role| role.may(right))
            .ok_or(AccessError::UnknownRole(code)),
    }
}

fn read_person(row: &dyn Row) -> Result<Person, StorageError> {
    Ok(Person {
        id: PersonId::new(row.text("id")?),
        name: row.text("name")?,
    })
}
