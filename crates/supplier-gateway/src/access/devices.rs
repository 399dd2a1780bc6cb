//! Devices: how they come to be, how the operator sees them, how they are shut out.
//!
//! A revoked device stays in the list: the question "who could see this, and until when" must have an answer.

use crate::access::{AccessError, secrets};
use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use cabinet_domain::ids::PersonId;

/// A device as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// UUID given by the gateway.
    pub id: String,
    /// Who works on it.
    pub person: PersonId,
    /// His name.
    pub person_name: String,
    /// As the app named itself.
    pub name: String,
    /// Version of the app at enrolment.
    pub app_version: String,
    /// UTC, ms since 1970.
    pub enrolled_at_ms: i64,
    /// Last enrolment or token refresh, UTC, ms since 1970.
    pub last_seen_at_ms: i64,
    /// `None` while it may speak to us.
    pub revoked_at_ms: Option<i64>,
    /// [`RevokedWhy::code`]; empty while it may speak to us.
    pub revoked_why: String,
}

/// Why a device was shut out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevokedWhy {
    /// The operator said so.
    Operator,
    /// An old refresh token was shown again: two hold what one should.
    TokenReused,
}

impl RevokedWhy {
    /// The word in SQL and in lists.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::TokenReused => "token_reused",
        }
    }
}

const INSERT_DEVICE: &str = "
    INSERT INTO device
        (id, person, name, app_version, enrolled_at_ms, last_seen_at_ms, revoked_at_ms, revoked_why)
    VALUES ($1, $2, $3, $4, $5, $5, NULL, '')";

const SELECT_DEVICES: &str = "
    SELECT device.id, device.person, person.name AS person_name, device.name, device.app_version,
           device.enrolled_at_ms, device.last_seen_at_ms, device.revoked_at_ms, device.revoked_why
    FROM device
    JOIN person ON person.id = device.person
    ORDER BY device.enrolled_at_ms, device.id";

const TOUCH_DEVICE: &str = "
    UPDATE device
    SET last_seen_at_ms = $2
    WHERE id = $1";

const REVOKE_DEVICE: &str = "
    UPDATE device
    SET revoked_at_ms = $2, revoked_why = $3
    WHERE id = $1
      AND revoked_at_ms IS NULL";

const SELECT_REVOKED: &str = "
    SELECT revoked_at_ms
    FROM device
    WHERE id = $1";

/// The longest name and version of a device that are kept, in characters; the rest is cut, it is only for a list.
const NAME_LIMIT: usize = 120;

/// Makes a device and returns its id.
///
/// # Errors
/// [`AccessError`].
pub fn add(
    tx: &mut dyn Tx,
    person: &PersonId,
    name: &str,
    app_version: &str,
    now_ms: i64,
) -> Result<String, AccessError> {
    let id = secrets::random_id()?;
    let tidy = |text: &str| {
        text.chars()
            .filter(|c| !c.is_control())
            .take(NAME_LIMIT)
            .collect::<String>()
    };
    let params = [
        id.as_str().into(),
        person.as_str().into(),
        tidy(name).into(),
        tidy(app_version).into(),
        now_ms.into(),
    ];
    tx.execute(INSERT_DEVICE, &params)?;
    Ok(id)
}

/// Every device, in the order of enrolment.
///
/// # Errors
/// [`StorageError`].
pub fn list(tx: &mut dyn Tx) -> Result<Vec<Device>, StorageError> {
    query_all(tx, SELECT_DEVICES, &[], read_device)
}

/// Notes that the device was heard of.
///
/// # Errors
/// [`StorageError`].
pub fn touch(tx: &mut dyn Tx, device: &str, now_ms: i64) -> Result<(), StorageError> {
    tx.execute(TOUCH_DEVICE, &[device.into(), now_ms.into()])?;
    Ok(())
}

/// Shuts a device out at its next call; false when there is no such device or it was out already.
///
/// # Errors
/// [`StorageError`].
pub fn revoke(tx: &mut dyn Tx, device: &str, why: RevokedWhy, now_ms: i64) -> Result<bool, StorageError> {
    Ok(tx.execute(REVOKE_DEVICE, &[device.into(), now_ms.into(), why.code().into()])? > 0)
}

/// Whether the device may speak to us.
///
/// # Errors
/// [`StorageError`].
pub fn is_live(tx: &mut dyn Tx, device: &str) -> Result<bool, StorageError> {
    let revoked = query_one(tx, SELECT_REVOKED, &[device.into()], |row| row.opt_int("revoked_at_ms"))?;
    Ok(revoked == Some(None))
}

fn read_device(row: &dyn Row) -> Result<Device, StorageError> {
    Ok(Device {
        id: row.text("id")?,
        person: PersonId::new(row.text("person")?),
        person_name: row.text("person_name")?,
        name: row.text("name")?,
        app_version: row.text("app_version")?,
        enrolled_at_ms: row.int("enrolled_at_ms")?,
        last_seen_at_ms: row.int("last_seen_at_ms")?,
        revoked_at_ms: row.opt_int("revoked_at_ms")?,
        revoked_why: row.text("revoked_why")?,
    })
}
