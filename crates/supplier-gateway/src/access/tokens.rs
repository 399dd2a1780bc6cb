//! Access and refresh tokens of devices.
//!
//! Opaque, 256 random bits, stored hashed. An access token lives ten minutes. A refresh token works once; its
//! successor is given again to whoever shows the old one for a minute (two processes raced) and until its access token
//! was used (the answer was lost). After both it gets nothing; shown later still, when no request can have been on its way
//! for so long, it is taken for stolen and the device is revoked (adr/0010). One that this gateway gave out and has forgotten,
//! because its database was put back from a backup, goes on (adr/0016). The life of a refresh token is sliding,
//! 90 days after its last use, so a device that is used goes on, and one left in a drawer has to be enrolled again.

use crate::access::refresh_text::{self, Seal, Shown};
use crate::access::secrets::{SECRET_BYTES, hash_of_token, is_same_hash, parse_secret, random, secret_text, successor};
use crate::access::{AccessError, devices};
use crate::storage::{Row, StorageError, Tx, query_one};
use cabinet_domain::ids::PersonId;
use cabinet_protocol::session::Tokens;

/// How long an access token lives, in ms.
pub const ACCESS_LIFE_MS: i64 = 10 * 60 * 1000;

/// How long a used refresh token still gets the same successor, in ms.
pub const REPLAY_MS: i64 = 60 * 1000;

/// How long a request may have been on its way: a used refresh token that comes within this time is not yet a theft, in ms.
pub const LATE_MS: i64 = 5 * 60 * 1000;

/// How long after its last use a refresh token dies, in ms.
pub const REFRESH_LIFE_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// A device that proved itself, and who works on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// UUID of the device.
    pub device: String,
    /// The person who enrolled it.
    pub person: PersonId,
    /// His name.
    pub person_name: String,
    /// When the token that was shown dies, UTC, ms since 1970.
    pub access_until_ms: i64,
    /// This call proves that the answer to the last refresh arrived: [`prove_rotation`] is to write it down.
    pub is_proof: bool,
}

/// What an access token turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authentication {
    /// A live token of a live device.
    Caller(Caller),
    /// Unknown or out of date; the device should refresh.
    Expired,
    /// The device was revoked.
    Revoked,
}

/// What became of a refresh.
pub enum Refreshed {
    /// The next pair.
    Tokens(Tokens),
    /// Nothing can be done with this token but to enrol again; why is for the log only.
    Refused(RefreshRefusal),
}

/// Why a refresh was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefreshRefusal {
    /// Of a device that is not in this database, or not a token of this gateway: nobody has revoked that device, so it keeps
    /// what it has.
    Unknown,
    /// Not used for 90 days.
    TooOld,
    /// The device was revoked before.
    Revoked,
    /// It was used just now, and its successor too: a request that was late.
    Late,
    /// It had been used before; the device was revoked just now.
    Reused,
}

const SELECT_ACCESS: &str = "
    SELECT access_token.device, access_token.expires_at_ms, device.person, device.revoked_at_ms, person.name,
           EXISTS (
               SELECT 1
               FROM token_family
               WHERE token_family.device = access_token.device
                 AND token_family.access_hash = access_token.token_hash
                 AND token_family.is_proven = 0) AS is_proof
    FROM access_token
    JOIN device ON device.id = access_token.device
    JOIN person ON person.id = device.person
    WHERE access_token.token_hash = $1";

const INSERT_ACCESS: &str = "
    INSERT INTO access_token (token_hash, device, expires_at_ms)
    VALUES ($1, $2, $3)
    ON CONFLICT (token_hash) DO UPDATE SET expires_at_ms = excluded.expires_at_ms";

const DELETE_OLD_ACCESS: &str = "
    DELETE FROM access_token
    WHERE device = $1
      AND expires_at_ms <= $2";

const INSERT_FAMILY: &str = "
    INSERT INTO token_family (id, device, refresh_hash, previous_hash, rotation_nonce, rotated_at_ms, expires_at_ms)
    VALUES ($1, $2, $3, $4, $4, $5, $6)";

const SELECT_FAMILY: &str = "
    SELECT token_family.device, token_family.refresh_hash, token_family.rotated_at_ms, token_family.expires_at_ms,
           token_family.previous_hash, token_family.older_hash, token_family.rotation_nonce, token_family.is_proven,
           token_family.generation, device.revoked_at_ms
    FROM token_family
    JOIN device ON device.id = token_family.device
    WHERE token_family.id = $1";

const ROTATE_FAMILY: &str = "
    UPDATE token_family
    SET refresh_hash = $2, previous_hash = $3, rotation_nonce = $4, rotated_at_ms = $5, expires_at_ms = $6,
        access_hash = $7, is_proven = 0, older_hash = previous_hash, generation = $8
    WHERE id = $1";

// The minute and the lateness count from when the successor was given last.
const HAND_OUT_AGAIN: &str = "
    UPDATE token_family
    SET rotated_at_ms = $2
    WHERE id = $1";

const PROVE: &str = "
    UPDATE token_family
    SET is_proven = 1
    WHERE device = $1
      AND access_hash = $2";

/// Tells whose an access token is.
///
/// # Errors
/// [`StorageError`].
pub fn authenticate(tx: &mut dyn Tx, access_token: &str, now_ms: i64) -> Result<Authentication, StorageError> {
    let Some(secret) = parse_secret(access_token) else {
        return Ok(Authentication::Expired);
    };
    let found = query_one(tx, SELECT_ACCESS, &[hash_of_token(&secret).into()], |row| {
        if row.opt_int("revoked_at_ms")?.is_some() {
            return Ok(Authentication::Revoked);
        }
        if row.int("expires_at_ms")? <= now_ms {
            return Ok(Authentication::Expired);
        }
        Ok(Authentication::Caller(Caller {
            device: row.text("device")?,
            person: PersonId::new(row.text("person")?),
            person_name: row.text("name")?,
            access_until_ms: row.int("expires_at_ms")?,
            is_proof: row.int("is_proof")? != 0,
        }))
    })?;
    Ok(found.unwrap_or(Authentication::Expired))
}

/// Writes down that the device has the tokens that the last refresh gave: from now on the ones before are stolen goods.
///
/// # Errors
/// [`StorageError`].
pub fn prove_rotation(tx: &mut dyn Tx, device: &str, access_token: &str) -> Result<(), StorageError> {
    if let Some(secret) = parse_secret(access_token) {
        tx.execute(PROVE, &[device.into(), hash_of_token(&secret).into()])?;
    }
    Ok(())
}

/// The first pair of a device that was just made.
///
/// # Errors
/// [`AccessError`].
pub fn issue(tx: &mut dyn Tx, device: &str, now_ms: i64) -> Result<Tokens, AccessError> {
    let family = uuid::Builder::from_random_bytes(random()?)
        .into_uuid()
        .simple()
        .to_string();
    let refresh = random::<SECRET_BYTES>()?;
    let access = random::<SECRET_BYTES>()?;
    tx.execute(
        INSERT_FAMILY,
        &[
            family.as_str().into(),
            device.into(),
            hash_of_token(&refresh).into(),
            Vec::new().into(),
            now_ms.into(),
            now_ms.saturating_add(REFRESH_LIFE_MS).into(),
        ],
    )?;
    store_access(tx, device, &access, now_ms, now_ms)?;
    let refresh_token = Seal::load(tx)?.write(&family, &refresh, 0);
    Ok(pair(refresh_token, &access, now_ms, now_ms))
}

/// Gives the pair that follows a refresh token.
///
/// # Errors
/// [`AccessError`].
pub fn refresh(tx: &mut dyn Tx, refresh_token: &str, now_ms: i64) -> Result<Refreshed, AccessError> {
    let Some(token) = refresh_text::parse(refresh_token) else {
        return Ok(Refreshed::Refused(RefreshRefusal::Unknown));
    };
    let Some(known) = query_one(tx, SELECT_FAMILY, &[token.family.into()], read_family)? else {
        return Ok(Refreshed::Refused(RefreshRefusal::Unknown));
    };
    if known.is_revoked {
        return Ok(Refreshed::Refused(RefreshRefusal::Revoked));
    }
    let seal = Seal::load(tx)?;
    let sealed = token.stamp.as_ref().filter(|stamp| seal.is_on(&token, stamp));
    let ahead = sealed.filter(|stamp| stamp.generation > known.generation);
    // What a backup says of the last use is no longer true of a token that was given out since.
    if known.expires_at_ms <= now_ms && ahead.is_none() {
        return Ok(Refreshed::Refused(RefreshRefusal::TooOld));
    }
    let shown = hash_of_token(&token.secret);
    if is_same_hash(&shown, &known.refresh_hash) {
        let next = rotate(tx, &seal, &token, &known, known.generation, now_ms)?;
        return Ok(Refreshed::Tokens(next));
    }
    let age_ms = now_ms.saturating_sub(known.rotated_at_ms);
    let is_previous = is_same_hash(&shown, &known.previous_hash);
    let is_replay = age_ms <= REPLAY_MS;
    if is_previous && (is_replay || !known.is_proven) {
        let next = successor(&token.secret, &known.rotation_nonce, "refresh");
        let access = successor(&token.secret, &known.rotation_nonce, "access");
        let given_at_ms = if is_replay { known.rotated_at_ms } else { now_ms };
        if !is_replay {
            tx.execute(HAND_OUT_AGAIN, &[token.family.into(), now_ms.into()])?;
            store_access(tx, &known.device, &access, now_ms, now_ms)?;
        }
        let refresh_token = seal.write(token.family, &next, known.generation);
        return Ok(Refreshed::Tokens(pair(refresh_token, &access, given_at_ms, now_ms)));
    }
    if (is_previous || is_same_hash(&shown, &known.older_hash)) && age_ms <= LATE_MS {
        return Ok(Refreshed::Refused(RefreshRefusal::Late));
    }
    if let Some(stamp) = ahead {
        tracing::warn!("A token that was given out after the backup of this database goes on");
        let next = rotate(tx, &seal, &token, &known, stamp.generation, now_ms)?;
        return Ok(Refreshed::Tokens(next));
    }
    if token.stamp.is_some() && sealed.is_none() {
        return Ok(Refreshed::Refused(RefreshRefusal::Unknown));
    }
    devices::revoke(tx, &known.device, devices::RevokedWhy::TokenReused, now_ms)?;
    Ok(Refreshed::Refused(RefreshRefusal::Reused))
}

/// Gives the pair that follows a good token of this generation.
fn rotate(
    tx: &mut dyn Tx,
    seal: &Seal,
    token: &Shown<'_>,
    known: &Family,
    generation: i64,
    now_ms: i64,
) -> Result<Tokens, AccessError> {
    let nonce = random::<SECRET_BYTES>()?;
    let next = successor(&token.secret, &nonce, "refresh");
    let access = successor(&token.secret, &nonce, "access");
    let generation = generation.saturating_add(1);
    tx.execute(
        ROTATE_FAMILY,
        &[
            token.family.into(),
            hash_of_token(&next).into(),
            hash_of_token(&token.secret).into(),
            nonce.to_vec().into(),
            now_ms.into(),
            now_ms.saturating_add(REFRESH_LIFE_MS).into(),
            hash_of_token(&access).into(),
            generation.into(),
        ],
    )?;
    devices::touch(tx, &known.device, now_ms)?;
    store_access(tx, &known.device, &access, now_ms, now_ms)?;
    let refresh_token = seal.write(token.family, &next, generation);
    Ok(pair(refresh_token, &access, now_ms, now_ms))
}

struct Family {
    device: String,
    refresh_hash: Vec<u8>,
    previous_hash: Vec<u8>,
    older_hash: Vec<u8>,
    rotation_nonce: Vec<u8>,
    is_proven: bool,
    rotated_at_ms: i64,
    expires_at_ms: i64,
    generation: i64,
    is_revoked: bool,
}

fn read_family(row: &dyn Row) -> Result<Family, StorageError> {
    Ok(Family {
        device: row.text("device")?,
        refresh_hash: row.bytes("refresh_hash")?,
        previous_hash: row.bytes("previous_hash")?,
        older_hash: row.bytes("older_hash")?,
        rotation_nonce: row.bytes("rotation_nonce")?,
        is_proven: row.int("is_proven")? != 0,
        rotated_at_ms: row.int("rotated_at_ms")?,
        expires_at_ms: row.int("expires_at_ms")?,
        generation: row.int("generation")?,
        is_revoked: row.opt_int("revoked_at_ms")?.is_some(),
    })
}

fn store_access(
    tx: &mut dyn Tx,
    device: &str,
    access: &[u8; SECRET_BYTES],
    made_at_ms: i64,
    now_ms: i64,
) -> Result<(), StorageError> {
    tx.execute(DELETE_OLD_ACCESS, &[device.into(), now_ms.into()])?;
    tx.execute(
        INSERT_ACCESS,
        &[
            hash_of_token(access).into(),
            device.into(),
            made_at_ms.saturating_add(ACCESS_LIFE_MS).into(),
        ],
    )?;
    Ok(())
}

fn pair(refresh_token: String, access: &[u8; SECRET_BYTES], made_at_ms: i64, now_ms: i64) -> Tokens {
    let left_ms = made_at_ms.saturating_add(ACCESS_LIFE_MS).saturating_sub(now_ms).max(0);
    Tokens {
        access_token: secret_text(access),
        access_expires_in_s: u64::try_from(left_ms / 1000).unwrap_or(0),
        refresh_token,
    }
}
