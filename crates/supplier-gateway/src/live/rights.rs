//! What a listener may be told of.

use crate::access::policy::feeds_of;
use crate::access::{AccessError, people};
use crate::storage::Tx;
use cabinet_domain::ids::{PersonId, WarehouseId};
use cabinet_protocol::feed::FeedName;
use std::collections::BTreeSet;

/// The feeds that a person may read now.
#[derive(Debug, Clone)]
pub struct Rights {
    /// Their names.
    pub feeds: BTreeSet<FeedName>,
    /// Another one when anything of grants or feeds is: kept instead of them, since there may be thousands of listeners.
    pub fingerprint: [u8; 32],
}

/// Reads a person's rights.
///
/// # Errors
/// [`AccessError`].
pub fn rights(tx: &mut dyn Tx, person: &PersonId, warehouses: &[WarehouseId]) -> Result<Rights, AccessError> {
    let grants = people::grants(tx, person)?;
    let feeds = feeds_of(person, &grants, warehouses);
    let mut hasher = blake3::Hasher::new();
    for grant in &grants {
        // Every field of a grant is shown to people, so each may matter to a device.
        hasher.update(format!("{grant:?}").as_bytes());
    }
    for feed in &feeds {
        hasher.update(format!("{feed:?}").as_bytes());
    }
    Ok(Rights {
        feeds,
        fingerprint: *hasher.finalize().as_bytes(),
    })
}
