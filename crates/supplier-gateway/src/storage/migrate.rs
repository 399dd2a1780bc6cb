//! Brings a database file to the schema of this build, or refuses one that a newer build has made.
//!
//! Scripts are append-only and checksummed: a changed or unknown script stops the start. One process migrates at a time.

use crate::storage::StorageError;
use refinery::{Migration, Runner};

/// Every script, in order. A new one is appended; an old one never changes.
pub(super) const SCRIPTS: &[(&str, &str)] = &[
    (
        "V1__catalogue",
        include_str!("../../../../migrations/gateway/0001_catalogue.sql"),
    ),
    (
        "V2__access_and_orders",
        include_str!("../../../../migrations/gateway/0002_access_and_orders.sql"),
    ),
    (
        "V3__subscriptions",
        include_str!("../../../../migrations/gateway/0003_subscriptions.sql"),
    ),
    (
        "V4__notices",
        include_str!("../../../../migrations/gateway/0004_notices.sql"),
    ),
    (
        "V5__claims",
        include_str!("../../../../migrations/gateway/0005_claims.sql"),
    ),
    (
        "V7__media",
        include_str!("../../../../migrations/gateway/0007_media.sql"),
    ),
    (
        "V8__delivery",
        include_str!("../../../../migrations/gateway/0008_delivery.sql"),
    ),
    (
        "V9__contracts",
        include_str!("../../../../migrations/gateway/0009_contracts.sql"),
    ),
];

/// Applies the scripts that the file has not seen; each runs in a transaction together with its version number.
///
/// # Errors
/// Those of the scripts, and that the file has seen others than these. `upgrade` has refused a newer one before.
pub(crate) fn migrate(connection: &mut rusqlite::Connection) -> Result<(), StorageError> {
    let scripts = SCRIPTS
        .iter()
        .map(|(name, sql)| Migration::unapplied(name, sql))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| StorageError::Other(Box::new(error)))?;
    let runner = Runner::new(&scripts).set_abort_divergent(true).set_abort_missing(true);
    match runner.run(connection) {
        Ok(_) => Ok(()),
        Err(error) => Err(StorageError::Other(Box::new(error))),
    }
}
