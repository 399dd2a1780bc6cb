//! The keys by which devices seal queues that they save as files: made of one secret of the gateway and the id of the device,
//! so nothing is stored for them and a revoked device needs no clean-up.

use crate::storage::{Database, StorageError, Value, query_one, write};
use cabinet_protocol::queue_file::QueueKey;

const SELECT_SECRET: &str = "SELECT value
FROM gateway_secret
WHERE name = $1";
const INSERT_SECRET: &str = "INSERT INTO gateway_secret (name, value)
VALUES ($1, $2)";

/// The secret. Has no text form.
#[derive(Clone)]
pub struct QueueSecret([u8; 32]);

impl QueueSecret {
    /// The secret of a database, made at first use.
    ///
    /// # Errors
    /// Any [`StorageError`]; also when the system has no random bytes.
    pub fn load_or_create(db: &dyn Database) -> Result<Self, StorageError> {
        write(db, |tx| {
            let name = Value::from("queue");
            let stored = query_one(tx, SELECT_SECRET, std::slice::from_ref(&name), |row| row.bytes("value"))?;
            if let Some(bytes) = stored {
                return bytes
                    .try_into()
                    .map(Self)
                    .map_err(|_| StorageError::UnexpectedType("value"));
            }
            let mut bytes = [0; 32];
            getrandom::fill(&mut bytes).map_err(|error| StorageError::Other(error.to_string().into()))?;
            tx.execute(INSERT_SECRET, &[name, Value::Bytes(bytes.to_vec())])?;
            Ok(Self(bytes))
        })
    }

    /// By what a file says which gateway it is for.
    #[must_use]
    pub fn gateway(&self) -> String {
        let mut id = self.of("gateway", "").to_hex().to_string();
        id.truncate(16);
        id
    }

    /// What a device seals with.
    #[must_use]
    pub fn of_device(&self, device: &str) -> QueueKey {
        QueueKey {
            gateway: self.gateway(),
            key: self.of("device", device).to_hex().to_string(),
        }
    }

    fn of(&self, what: &str, id: &str) -> blake3::Hash {
        blake3::keyed_hash(&self.0, format!("{what}:{id}").as_bytes())
    }
}
