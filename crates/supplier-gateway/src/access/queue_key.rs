//! The keys by which devices seal queues that they save as files: made of one secret of the gateway and the id of the device,
//! so nothing is stored for them and a revoked device needs no clean-up.

use crate::storage::secret::secret;
use crate::storage::{Database, StorageError};
use cabinet_protocol::queue_file::QueueKey;

/// The secret. Has no text form.
#[derive(Clone)]
pub struct QueueSecret([u8; 32]);

impl QueueSecret {
    /// The secret of a database, made at first use.
    ///
    /// # Errors
    /// Any [`StorageError`]; also when the system has no random bytes.
    pub fn load_or_create(db: &dyn Database) -> Result<Self, StorageError> {
        secret(db, "queue").map(Self)
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
