//! The directories as they stand in the database.

use super::DeliveryError;
use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use cabinet_domain::delivery::{WayKind, WayTerms, Weekdays};
use cabinet_domain::ids::EntityId;

/// A way of delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Given by the operator.
    pub id: String,
    /// Place in the list, from 1.
    pub ordinal: u32,
    /// Name.
    pub name: String,
    /// Who brings the goods, how soon, and on which days.
    pub terms: WayTerms,
    /// The one carrier that it goes with; empty for any.
    pub carrier: String,
    /// What else is to be known; may be empty.
    pub note: String,
}

/// A carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// Given by the operator, without a slash.
    pub id: String,
    /// Place in the list, from 1.
    pub ordinal: u32,
    /// Name.
    pub name: String,
}

/// A branch of a carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Its carrier.
    pub carrier: String,
    /// Unique at the carrier.
    pub id: String,
    /// City.
    pub city: String,
    /// Number; may be empty.
    pub number: String,
    /// Address in the city; may be empty.
    pub address: String,
    /// What else is to be known; may be empty.
    pub note: String,
}

/// An address of a legal entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Whose.
    pub entity: EntityId,
    /// Unique in the entity.
    pub id: String,
    /// Place in the list, from 1.
    pub ordinal: u32,
    /// What people call it; may be empty.
    pub name: String,
    /// In one line.
    pub address: String,
    /// What else is to be known; may be empty.
    pub note: String,
}

const SELECT_WAYS: &str = "
    SELECT id, ordinal, name, kind, carrier, min_working_days, days, note
    FROM delivery_way
    ORDER BY ordinal, id";

const SELECT_WAY: &str = "
    SELECT id, ordinal, name, kind, carrier, min_working_days, days, note
    FROM delivery_way
    WHERE id = $1";

const PUT_WAY: &str = "
    INSERT INTO delivery_way (id, ordinal, name, kind, carrier, min_working_days, days, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (id) DO UPDATE SET
        ordinal = excluded.ordinal, name = excluded.name, kind = excluded.kind, carrier = excluded.carrier,
        min_working_days = excluded.min_working_days, days = excluded.days, note = excluded.note";

const DELETE_WAY: &str = "
    DELETE FROM delivery_way
    WHERE id = $1";

const SELECT_CARRIERS: &str = "
    SELECT id, ordinal, name
    FROM carrier
    ORDER BY ordinal, id";

const SELECT_CARRIER: &str = "
    SELECT id, ordinal, name
    FROM carrier
    WHERE id = $1";

const PUT_CARRIER: &str = "
    INSERT INTO carrier (id, ordinal, name)
    VALUES ($1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, name = excluded.name";

const DELETE_CARRIER: &str = "
    DELETE FROM carrier
    WHERE id = $1";

const SELECT_BRANCHES: &str = "
    SELECT carrier, id, city, number, address, note
    FROM carrier_branch
    WHERE carrier = $1
    ORDER BY city, number, id";

const SELECT_BRANCH: &str = "
    SELECT carrier, id, city, number, address, note
    FROM carrier_branch
    WHERE carrier = $1
      AND id = $2";

const PUT_BRANCH: &str = "
    INSERT INTO carrier_branch (carrier, id, city, number, address, note)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (carrier, id) DO UPDATE SET
        city = excluded.city, number = excluded.number, address = excluded.address, note = excluded.note";

const DELETE_BRANCH: &str = "
    DELETE FROM carrier_branch
    WHERE carrier = $1
      AND id = $2";

const SELECT_ADDRESSES: &str = "
    SELECT entity, id, ordinal, name, address, note
    FROM delivery_address
    WHERE entity = $1
    ORDER BY ordinal, id";

const SELECT_ADDRESS: &str = "
    SELECT entity, id, ordinal, name, address, note
    FROM delivery_address
    WHERE entity = $1
      AND id = $2";

const PUT_ADDRESS: &str = "
    INSERT INTO delivery_address (entity, id, ordinal, name, address, note)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (entity, id) DO UPDATE SET
        ordinal = excluded.ordinal, name = excluded.name, address = excluded.address, note = excluded.note";

const DELETE_ADDRESS: &str = "
    DELETE FROM delivery_address
    WHERE entity = $1
      AND id = $2";

/// Every way, in the supplier's order.
///
/// # Errors
/// [`DeliveryError`].
pub fn ways(tx: &mut dyn Tx) -> Result<Vec<Way>, DeliveryError> {
    let raw = query_all(tx, SELECT_WAYS, &[], read_way)?;
    raw.into_iter().map(RawWay::known).collect()
}

/// One way; `None` when it is not offered.
///
/// # Errors
/// [`DeliveryError`].
pub fn way(tx: &mut dyn Tx, id: &str) -> Result<Option<Way>, DeliveryError> {
    let raw = query_one(tx, SELECT_WAY, &[id.into()], read_way)?;
    raw.map(RawWay::known).transpose()
}

pub(super) fn put_way(tx: &mut dyn Tx, way: &Way) -> Result<(), StorageError> {
    let params = [
        way.id.as_str().into(),
        i64::from(way.ordinal).into(),
        way.name.as_str().into(),
        way.terms.kind.code().into(),
        way.carrier.as_str().into(),
        i64::from(way.terms.min_working_days).into(),
        i64::from(way.terms.days.bits()).into(),
        way.note.as_str().into(),
    ];
    tx.execute(PUT_WAY, &params).map(drop)
}

pub(super) fn delete_way(tx: &mut dyn Tx, id: &str) -> Result<(), StorageError> {
    tx.execute(DELETE_WAY, &[id.into()]).map(drop)
}

/// Every carrier, in the supplier's order.
///
/// # Errors
/// [`StorageError`].
pub fn carriers(tx: &mut dyn Tx) -> Result<Vec<Carrier>, StorageError> {
    query_all(tx, SELECT_CARRIERS, &[], read_carrier)
}

/// One carrier; `None` when it is not offered.
///
/// # Errors
/// [`StorageError`].
pub fn carrier(tx: &mut dyn Tx, id: &str) -> Result<Option<Carrier>, StorageError> {
    query_one(tx, SELECT_CARRIER, &[id.into()], read_carrier)
}

pub(super) fn put_carrier(tx: &mut dyn Tx, carrier: &Carrier) -> Result<(), StorageError> {
    let params = [
        carrier.id.as_str().into(),
        i64::from(carrier.ordinal).into(),
        carrier.name.as_str().into(),
    ];
    tx.execute(PUT_CARRIER, &params).map(drop)
}

pub(super) fn delete_carrier(tx: &mut dyn Tx, id: &str) -> Result<(), StorageError> {
    tx.execute(DELETE_CARRIER, &[id.into()]).map(drop)
}

/// The branches of a carrier, by city.
///
/// # Errors
/// [`StorageError`].
pub fn branches(tx: &mut dyn Tx, carrier: &str) -> Result<Vec<Branch>, StorageError> {
    query_all(tx, SELECT_BRANCHES, &[carrier.into()], read_branch)
}

/// One branch; `None` when it is not offered.
///
/// # Errors
/// [`StorageError`].
pub fn branch(tx: &mut dyn Tx, carrier: &str, id: &str) -> Result<Option<Branch>, StorageError> {
    query_one(tx, SELECT_BRANCH, &[carrier.into(), id.into()], read_branch)
}

pub(super) fn put_branch(tx: &mut dyn Tx, branch: &Branch) -> Result<(), StorageError> {
    let params = [
        branch.carrier.as_str().into(),
        branch.id.as_str().into(),
        branch.city.as_str().into(),
        branch.number.as_str().into(),
        branch.address.as_str().into(),
        branch.note.as_str().into(),
    ];
    tx.execute(PUT_BRANCH, &params).map(drop)
}

pub(super) fn delete_branch(tx: &mut dyn Tx, carrier: &str, id: &str) -> Result<(), StorageError> {
    tx.execute(DELETE_BRANCH, &[carrier.into(), id.into()]).map(drop)
}

/// The addresses of a legal entity, in the supplier's order.
///
/// # Errors
/// [`StorageError`].
pub fn addresses(tx: &mut dyn Tx, entity: &EntityId) -> Result<Vec<Address>, StorageError> {
    query_all(tx, SELECT_ADDRESSES, &[entity.as_str().into()], read_address)
}

/// One address; `None` when the entity has none such.
///
/// # Errors
/// [`StorageError`].
pub fn address(tx: &mut dyn Tx, entity: &EntityId, id: &str) -> Result<Option<Address>, StorageError> {
    query_one(tx, SELECT_ADDRESS, &[entity.as_str().into(), id.into()], read_address)
}

pub(super) fn put_address(tx: &mut dyn Tx, address: &Address) -> Result<(), StorageError> {
    let params = [
        address.entity.as_str().into(),
        address.id.as_str().into(),
        i64::from(address.ordinal).into(),
        address.name.as_str().into(),
        address.address.as_str().into(),
        address.note.as_str().into(),
    ];
    tx.execute(PUT_ADDRESS, &params).map(drop)
}

pub(super) fn delete_address(tx: &mut dyn Tx, entity: &EntityId, id: &str) -> Result<(), StorageError> {
    tx.execute(DELETE_ADDRESS, &[entity.as_str().into(), id.into()])
        .map(drop)
}

/// A way whose words are still to be understood.
struct RawWay {
    id: String,
    ordinal: u32,
    name: String,
    kind: String,
    carrier: String,
    min_working_days: i64,
    days: i64,
    note: String,
}

impl RawWay {
    fn known(self) -> Result<Way, DeliveryError> {
        let unknown = |what, value: String| DeliveryError::UnknownWord { what, value };
        let kind = WayKind::from_code(&self.kind).ok_or_else(|| unknown("kind", self.kind.clone()))?;
        let days = u8::try_from(self.days).ok().and_then(Weekdays::from_bits);
        let days = days.ok_or_else(|| unknown("days", self.days.to_string()))?;
        Ok(Way {
            id: self.id,
            ordinal: self.ordinal,
            name: self.name,
            terms: WayTerms {
                kind,
                min_working_days: u16::try_from(self.min_working_days).unwrap_or(0),
                days,
            },
            carrier: self.carrier,
            note: self.note,
        })
    }
}

fn read_way(row: &dyn Row) -> Result<RawWay, StorageError> {
    Ok(RawWay {
        id: row.text("id")?,
        ordinal: ordinal(row)?,
        name: row.text("name")?,
        kind: row.text("kind")?,
        carrier: row.text("carrier")?,
        min_working_days: row.int("min_working_days")?,
        days: row.int("days")?,
        note: row.text("note")?,
    })
}

fn read_carrier(row: &dyn Row) -> Result<Carrier, StorageError> {
    Ok(Carrier {
        id: row.text("id")?,
        ordinal: ordinal(row)?,
        name: row.text("name")?,
    })
}

fn read_branch(row: &dyn Row) -> Result<Branch, StorageError> {
    Ok(Branch {
        carrier: row.text("carrier")?,
        id: row.text("id")?,
        city: row.text("city")?,
        number: row.text("number")?,
        address: row.text("address")?,
        note: row.text("note")?,
    })
}

fn read_address(row: &dyn Row) -> Result<Address, StorageError> {
    Ok(Address {
        entity: EntityId::new(row.text("entity")?),
        id: row.text("id")?,
        ordinal: ordinal(row)?,
        name: row.text("name")?,
        address: row.text("address")?,
        note: row.text("note")?,
    })
}

fn ordinal(row: &dyn Row) -> Result<u32, StorageError> {
    Ok(u32::try_from(row.int("ordinal")?).unwrap_or(u32::MAX))
}
