//! Brings a database file to the schema of this build, or refuses one that a newer build has made.
//!
//! Scripts are append-only and checksummed: a changed or unknown script stops the start. One process migrates at a time.

use crate::storage::StorageError;
use crate::storage::sqlite::storage_error;
use refinery::error::Kind;
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
    (
        "V10__wishes",
        include_str!("../../../../migrations/gateway/0010_wishes.sql"),
    ),
    (
        "V11__news",
        include_str!("../../../../migrations/gateway/0011_news.sql"),
    ),
    (
        "V12__feedback",
        include_str!("../../../../migrations/gateway/0012_feedback.sql"),
    ),
    (
        "V13__proof_of_rotation",
        include_str!("../../../../migrations/gateway/0013_proof_of_rotation.sql"),
    ),
    (
        "V30__families_by_key",
        include_str!("../../../../migrations/gateway/0030_families_by_key.sql"),
    ),
    (
        "V31__pricing",
        include_str!("../../../../migrations/gateway/0031_pricing.sql"),
    ),
    (
        "V40__row_hashes",
        include_str!("../../../../migrations/gateway/0040_row_hashes.sql"),
    ),
    (
        "V41__refused_commands",
        include_str!("../../../../migrations/gateway/0041_refused_commands.sql"),
    ),
    (
        "V55__own_codes",
        include_str!("../../../../migrations/gateway/0055_own_codes.sql"),
    ),
    (
        "V56__limits",
        include_str!("../../../../migrations/gateway/0056_limits.sql"),
    ),
    (
        "V57__line_parts",
        include_str!("../../../../migrations/gateway/0057_line_parts.sql"),
    ),
    (
        "V58__on_order",
        include_str!("../../../../migrations/gateway/0058_on_order.sql"),
    ),
    (
        "V60__goods_measures",
        include_str!("../../../../migrations/gateway/0060_goods_measures.sql"),
    ),
    (
        "V63__numbered_goods",
        include_str!("../../../../migrations/gateway/0063_numbered_goods.sql"),
    ),
    (
        "V64__supplier_documents",
        include_str!("../../../../migrations/gateway/0064_supplier_documents.sql"),
    ),
    (
        "V66__services",
        include_str!("../../../../migrations/gateway/0066_services.sql"),
    ),
    (
        "V69__part_on_order",
        include_str!("../../../../migrations/gateway/0069_part_on_order.sql"),
    ),
    (
        "V70__ship_together",
        include_str!("../../../../migrations/gateway/0070_ship_together.sql"),
    ),
    (
        "V72__holds_of_entity",
        include_str!("../../../../migrations/gateway/0072_holds_of_entity.sql"),
    ),
    (
        "V73__books",
        include_str!("../../../../migrations/gateway/0073_books.sql"),
    ),
    (
        "V74__covering_holds",
        include_str!("../../../../migrations/gateway/0074_covering_holds.sql"),
    ),
    (
        "V76__document_text",
        include_str!("../../../../migrations/gateway/0076_document_text.sql"),
    ),
    (
        "V77__acts",
        include_str!("../../../../migrations/gateway/0077_acts.sql"),
    ),
    (
        "V78__shared_templates",
        include_str!("../../../../migrations/gateway/0078_shared_templates.sql"),
    ),
    (
        "V79__paper_notices",
        include_str!("../../../../migrations/gateway/0079_paper_notices.sql"),
    ),
    (
        "V80__token_generation",
        include_str!("../../../../migrations/gateway/0080_token_generation.sql"),
    ),
];

/// Applies the scripts that the file has not seen, all in one transaction together with their numbers: a start that is cut off
/// leaves the file as it was, and the copy from before stays the one that the older gateway can open.
///
/// # Errors
/// Those of the scripts, and that the file has seen others than these. `upgrade` has refused a newer one before.
pub(crate) fn migrate(connection: &mut rusqlite::Connection) -> Result<(), StorageError> {
    let scripts = SCRIPTS
        .iter()
        .map(|(name, sql)| Migration::unapplied(name, sql))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| StorageError::Other(Box::new(error)))?;
    let runner = Runner::new(&scripts)
        .set_abort_divergent(true)
        .set_abort_missing(true)
        .set_grouped(true);
    match runner.run(connection) {
        Ok(_) => Ok(()),
        Err(error) => Err(failed(error)),
    }
}

/// A full disk stays recognisable when it strikes inside a script.
fn failed(error: refinery::Error) -> StorageError {
    let code = match error.kind() {
        Kind::Connection(_, source) => source
            .downcast_ref::<rusqlite::Error>()
            .and_then(|error| error.sqlite_error().copied()),
        _ => None,
    };
    match code.map(|code| storage_error(rusqlite::Error::SqliteFailure(code, None))) {
        Some(StorageError::DiskFull(_)) => StorageError::DiskFull(Box::new(error)),
        _ => StorageError::Other(Box::new(error)),
    }
}
