//! Asks for acts as they stand in the database.

use super::SettlementError;
use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use cabinet_domain::ids::{EntityId, PersonId};
use cabinet_protocol::settlement::ActRow;
use prost::Message as _;

/// An ask with its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Whose.
    pub entity: EntityId,
    /// Its name.
    pub entity_name: String,
    /// Nobody answered yet, and no act could be made.
    pub is_open: bool,
    /// As devices have it.
    pub row: ActRow,
}

const PUT: &str = "
    INSERT INTO act_request (id, entity, asked_at_ms, is_open, body)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE SET
        asked_at_ms = excluded.asked_at_ms,
        is_open = excluded.is_open,
        body = excluded.body";

const PUT_ASKER: &str = "
    UPDATE act_request
    SET person = $2
    WHERE id = $1";

const SELECT_ASKER: &str = "
    SELECT person
    FROM act_request
    WHERE id = $1";

const REMOVE: &str = "DELETE FROM act_request WHERE id = $1";

const SELECT_ONE: &str = "
    SELECT act_request.id, act_request.entity, entity.name AS entity_name, act_request.is_open, act_request.body
    FROM act_request
    JOIN entity ON entity.id = act_request.entity
    WHERE act_request.id = $1";

const SELECT_ALL: &str = "
    SELECT act_request.id, act_request.entity, entity.name AS entity_name, act_request.is_open, act_request.body
    FROM act_request
    JOIN entity ON entity.id = act_request.entity
    ORDER BY act_request.asked_at_ms, act_request.id";

const SELECT_NEWEST_FIRST: &str = "
    SELECT id
    FROM act_request
    WHERE entity = $1
    ORDER BY is_open DESC, asked_at_ms DESC, id";

/// Keeps an ask with its answer. It is open without an act, a document and words of the supplier's people.
pub(super) fn put(tx: &mut dyn Tx, entity: &EntityId, row: &ActRow) -> Result<(), StorageError> {
    let says_something = !row.document.is_empty() || !row.note.is_empty();
    let is_said = says_something && !row.is_earlier;
    let is_open = !row.trouble.is_empty() && !is_said;
    let params = [
        row.id.as_str().into(),
        entity.as_str().into(),
        row.asked_at_ms.into(),
        is_open.into(),
        row.encode_to_vec().into(),
    ];
    tx.execute(PUT, &params).map(drop)
}

/// Who asked last.
pub(super) fn put_asker(tx: &mut dyn Tx, id: &str, person: &PersonId) -> Result<(), StorageError> {
    tx.execute(PUT_ASKER, &[id.into(), person.as_str().into()]).map(drop)
}

/// Who asked last; `None` also where that was not kept yet.
pub(super) fn asker(tx: &mut dyn Tx, id: &str) -> Result<Option<PersonId>, StorageError> {
    let found = query_one(tx, SELECT_ASKER, &[id.into()], |row| row.opt_text("person"))?;
    Ok(found.flatten().map(PersonId::new))
}

pub(super) fn remove(tx: &mut dyn Tx, id: &str) -> Result<(), StorageError> {
    tx.execute(REMOVE, &[id.into()]).map(drop)
}

/// Ids of asks of an entity beyond so many: the oldest, and of those that nobody answered none while there are others.
pub(super) fn beyond(tx: &mut dyn Tx, entity: &EntityId, most: usize) -> Result<Vec<String>, StorageError> {
    let ids = query_all(tx, SELECT_NEWEST_FIRST, &[entity.as_str().into()], |row| row.text("id"))?;
    Ok(ids.into_iter().skip(most).collect())
}

/// One ask by its id; `None` when there is none.
///
/// # Errors
/// [`SettlementError`].
pub fn get(tx: &mut dyn Tx, id: &str) -> Result<Option<Listed>, SettlementError> {
    let found = query_one(tx, SELECT_ONE, &[id.into()], read)?;
    found.map(decoded).transpose()
}

/// Every ask, the earliest first.
///
/// # Errors
/// [`SettlementError`].
pub fn list(tx: &mut dyn Tx) -> Result<Vec<Listed>, SettlementError> {
    let all = query_all(tx, SELECT_ALL, &[], read)?;
    all.into_iter().map(decoded).collect()
}

struct Raw {
    id: String,
    entity: String,
    entity_name: String,
    is_open: bool,
    body: Vec<u8>,
}

fn read(row: &dyn Row) -> Result<Raw, StorageError> {
    Ok(Raw {
        id: row.text("id")?,
        entity: row.text("entity")?,
        entity_name: row.text("entity_name")?,
        is_open: row.int("is_open")? == 1,
        body: row.bytes("body")?,
    })
}

fn decoded(raw: Raw) -> Result<Listed, SettlementError> {
    let row = ActRow::decode(raw.body.as_slice()).map_err(|_| SettlementError::Unreadable(raw.id))?;
    Ok(Listed {
        entity: EntityId::new(raw.entity),
        entity_name: raw.entity_name,
        is_open: raw.is_open,
        row,
    })
}
