//! Invitations: one-time codes that make a device, a person's rights, and the first tokens in one transaction.
//!
//! A code has 100 random bits, lives seven days and works once. The format is `cabinet_protocol::invitation`.

use crate::access::{AccessError, devices, people, secrets, tokens};
use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use cabinet_domain::access::Role;
use cabinet_domain::ids::{EntityId, PersonId};
use cabinet_protocol::invitation::{CertificateFingerprint, Invitation};
use cabinet_protocol::session::{EnrollRequest, EnrollResponse};

/// How long a code may be used, in ms.
pub const CODE_LIFE_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// What became of a code. All but the first look alike to the caller, save for the code of the problem.
pub enum Enrolment {
    /// The device stands.
    Done(Box<EnrollResponse>),
    /// No such code.
    Unknown,
    /// It became a device before.
    Used,
    /// Older than [`CODE_LIFE_MS`].
    Expired,
}

const INSERT_INVITATION: &str = "
    INSERT INTO invitation (code_hash, person, created_at_ms, expires_at_ms, used_at_ms)
    VALUES ($1, $2, $3, $4, NULL)";

const INSERT_INVITATION_GRANT: &str = "
    INSERT INTO invitation_grant (code_hash, entity, role)
    VALUES ($1, $2, $3)
    ON CONFLICT (code_hash, entity) DO NOTHING";

const SELECT_INVITATION: &str = "
    SELECT invitation.person, invitation.expires_at_ms, invitation.used_at_ms, person.name
    FROM invitation
    JOIN person ON person.id = invitation.person
    WHERE invitation.code_hash = $1";

const SELECT_INVITATION_GRANTS: &str = "
    SELECT entity, role
    FROM invitation_grant
    WHERE code_hash = $1
    ORDER BY entity";

const SELECT_NAMES: &str = "
    SELECT person.id, person.name
    FROM person
    WHERE person.id IN (SELECT person FROM access_grant WHERE entity = $1)
       OR person.id IN (
           SELECT invitation.person
           FROM invitation
           JOIN invitation_grant ON invitation_grant.code_hash = invitation.code_hash
           WHERE invitation_grant.entity = $1
             AND invitation.used_at_ms IS NULL)
    ORDER BY person.id";

const USE_INVITATION: &str = "
    UPDATE invitation
    SET used_at_ms = $2
    WHERE code_hash = $1
      AND used_at_ms IS NULL";

/// Makes a code for a person and returns it as printed; the gateway itself cannot show it again.
///
/// # Errors
/// [`AccessError`]; an entity that does not exist breaks a rule of the database.
pub fn invite(
    tx: &mut dyn Tx,
    person: &PersonId,
    entities: &[EntityId],
    role: Role,
    fingerprint: Option<CertificateFingerprint>,
    now_ms: i64,
) -> Result<Invitation, AccessError> {
    let invitation = Invitation::from_random(&secrets::random()?, fingerprint);
    let hash = secrets::hash_of_code(&invitation.code);
    let expires_at_ms = now_ms.saturating_add(CODE_LIFE_MS);
    tx.execute(
        INSERT_INVITATION,
        &[
            hash.clone().into(),
            person.as_str().into(),
            now_ms.into(),
            expires_at_ms.into(),
        ],
    )?;
    for entity in entities {
        let params = [hash.clone().into(), entity.as_str().into(), role.code().into()];
        tx.execute(INSERT_INVITATION_GRANT, &params)?;
    }
    Ok(invitation)
}

/// People with this name, whatever its case, who act for one of the entities or are invited to.
///
/// # Errors
/// [`StorageError`].
pub fn namesakes(tx: &mut dyn Tx, name: &str, entities: &[EntityId]) -> Result<Vec<PersonId>, StorageError> {
    let wanted = name.trim().to_lowercase();
    let mut found = Vec::new();
    for entity in entities {
        let people = query_all(tx, SELECT_NAMES, &[entity.as_str().into()], |row| {
            Ok((PersonId::new(row.text("id")?), row.text("name")?))
        })?;
        for (id, name) in people {
            if name.trim().to_lowercase() == wanted && !found.contains(&id) {
                found.push(id);
            }
        }
    }
    Ok(found)
}

/// Turns a code into a device. Call it in a write transaction, so that a code races itself to one device.
///
/// # Errors
/// [`AccessError`].
pub fn enroll(
    tx: &mut dyn Tx,
    request: &EnrollRequest,
    supplier_name: &str,
    now_ms: i64,
) -> Result<Enrolment, AccessError> {
    let Ok(invitation) = Invitation::parse(&request.code) else {
        return Ok(Enrolment::Unknown);
    };
    let hash = secrets::hash_of_code(&invitation.code);
    let Some(known) = query_one(tx, SELECT_INVITATION, &[hash.clone().into()], read_invitation)? else {
        return Ok(Enrolment::Unknown);
    };
    if known.is_used {
        return Ok(Enrolment::Used);
    }
    if known.expires_at_ms <= now_ms {
        return Ok(Enrolment::Expired);
    }
    if tx.execute(USE_INVITATION, &[hash.clone().into(), now_ms.into()])? == 0 {
        return Ok(Enrolment::Used);
    }
    let rights = query_all(tx, SELECT_INVITATION_GRANTS, &[hash.into()], |row| {
        Ok((EntityId::new(row.text("entity")?), row.text("role")?))
    })?;
    for (entity, role) in rights {
        let role = Role::from_code(&role).ok_or(AccessError::UnknownRole(role))?;
        people::grant(tx, &known.person, &entity, role, now_ms)?;
    }
    let device = devices::add(tx, &known.person, &request.device_name, &request.app_version, now_ms)?;
    let tokens = tokens::issue(tx, &device, now_ms)?;
    let grants = people::grants(tx, &known.person)?;
    Ok(Enrolment::Done(Box::new(EnrollResponse {
        device,
        person: known.person,
        person_name: known.person_name,
        supplier_name: supplier_name.to_owned(),
        tokens,
        grants,
    })))
}

struct Known {
    person: PersonId,
    person_name: String,
    expires_at_ms: i64,
    is_used: bool,
}

fn read_invitation(row: &dyn Row) -> Result<Known, StorageError> {
    Ok(Known {
        person: PersonId::new(row.text("person")?),
        person_name: row.text("name")?,
        expires_at_ms: row.int("expires_at_ms")?,
        is_used: row.opt_int("used_at_ms")?.is_some(),
    })
}
