//! Secrets that the gateway makes for itself: 32 random bytes each, made at first use and kept in its database.

use super::{Database, StorageError, Tx, Value, query_one, write};

const SELECT: &str = "SELECT value
FROM gateway_secret
WHERE name = $1";
const INSERT: &str = "INSERT INTO gateway_secret (name, value)
VALUES ($1, $2)";

/// The secret of this name, made where there is none yet.
///
/// # Errors
/// Any [`StorageError`]; also when the system has no random bytes.
pub(crate) fn secret(db: &dyn Database, name: &str) -> Result<[u8; 32], StorageError> {
    write(db, |tx| secret_in(tx, name))
}

/// The same in a write transaction that is open already.
///
/// # Errors
/// As [`secret`].
pub(crate) fn secret_in(tx: &mut dyn Tx, name: &str) -> Result<[u8; 32], StorageError> {
    let name = Value::from(name);
    let stored = query_one(tx, SELECT, std::slice::from_ref(&name), |row| row.bytes("value"))?;
    if let Some(bytes) = stored {
        return bytes.try_into().map_err(|_| StorageError::UnexpectedType("value"));
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| StorageError::Other(error.to_string().into()))?;
    tx.execute(INSERT, &[name, Value::Bytes(bytes.to_vec())])?;
    Ok(bytes)
}
