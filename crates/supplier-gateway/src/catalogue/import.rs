//! Imports one CommerceML file: streamed into one transaction, published in the same one.
//!
//! A file is taken whole or not at all. Files may come in any order: what refers to something unknown waits for it.

use super::currency::CurrencyTable;
use super::importer::Importer;
use super::publish::publish_marked;
use super::publish_reference::publish_reference;
use super::read_ahead::ReadAhead;
use super::report::ImportReport;
use super::{currencies, generations};
use crate::orders::OrdersError;
use crate::settings::Settings;
use crate::storage::{Database, StorageError, write};
use commerceml::reader::ReadError;
use std::io::Read;

/// What the operator decided about imports.
#[derive(Debug, Clone, Default)]
pub struct ImportRules {
    pub(super) currencies: CurrencyTable,
    pub(super) settings: Settings,
}

impl ImportRules {
    /// The rules of a gateway's settings.
    #[must_use]
    pub fn from_settings(settings: &Settings) -> Self {
        Self {
            currencies: CurrencyTable::new(&settings.currencies),
            settings: settings.clone(),
        }
    }

    /// VAT of goods whose export does not say: `none`, a percent, or empty.
    pub(super) fn default_vat(&self) -> &str {
        &self.settings.supplier.vat
    }
}

/// Where a file comes from.
#[derive(Debug, Clone)]
pub struct ImportSource {
    /// The exchange node, or `console`.
    pub node: String,
    /// The session of 1C, or of the console command: a full export is opened once per session.
    pub session: String,
    /// Bare name of the file.
    pub file: String,
    /// The operator chose the file.
    pub is_by_hand: bool,
}

/// Why a file was not taken; nothing of it stays.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read to its end.
    #[error("«{file}», {error}; nothing of the file was taken and the old data stands; export it again")]
    Unreadable {
        /// Bare name of the file.
        file: String,
        /// Line and reason.
        #[source]
        error: ReadError,
    },
    /// The database failed.
    #[error("«{file}»: {error}; nothing of the file was taken and the old data stands")]
    Storage {
        /// Bare name of the file.
        file: String,
        /// What failed.
        #[source]
        error: StorageError,
    },
    /// An order in the file could not be stored.
    #[error("«{file}»: {error}; nothing of the file was taken and the old data stands")]
    Orders {
        /// Bare name of the file.
        file: String,
        /// What failed.
        #[source]
        error: OrdersError,
    },
}

/// What goes wrong inside the transaction, before the file's name is put to it.
pub(super) enum Failure {
    Read(ReadError),
    Storage(StorageError),
    Orders(OrdersError),
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<OrdersError> for Failure {
    fn from(error: OrdersError) -> Self {
        Self::Orders(error)
    }
}

/// Reads a file into the catalogue and publishes what it changed.
///
/// # Errors
/// [`ImportError`]; the database is then as it was before.
pub fn import(
    db: &dyn Database,
    rules: &ImportRules,
    source: &ImportSource,
    input: impl Read + Send,
    now_ms: i64,
) -> Result<ImportReport, ImportError> {
    std::thread::scope(|scope| import_read(db, rules, source, ReadAhead::begin(scope, input), now_ms))
}

/// As [`import`], of a file that is already being read.
pub(super) fn import_read(
    db: &dyn Database,
    rules: &ImportRules,
    source: &ImportSource,
    ahead: ReadAhead<'_>,
    now_ms: i64,
) -> Result<ImportReport, ImportError> {
    let file = || source.file.clone();
    let taken = write(db, |tx| -> Result<ImportReport, Failure> {
        currencies::renew(tx, &rules.currencies)?;
        let mut importer = Importer::new(tx, rules, source, now_ms)?;
        ahead.give(&mut |event| importer.take(event))?;
        importer.finish()
    });
    taken.map_err(|failure| match failure {
        Failure::Read(error) => ImportError::Unreadable { file: file(), error },
        Failure::Storage(error) => ImportError::Storage { file: file(), error },
        Failure::Orders(error) => ImportError::Orders { file: file(), error },
    })
}

/// Brings everything that is published to the rules of now: after a change of `gateway.toml`, and once a day of quiet
/// has closed a full export. Returns how many rows changed.
///
/// # Errors
/// Any [`StorageError`].
pub fn refresh(db: &dyn Database, rules: &ImportRules, now_ms: i64) -> Result<u64, StorageError> {
    write(db, |tx| {
        currencies::renew(tx, &rules.currencies)?;
        generations::settle_quiet(tx, now_ms)?;
        let reference = publish_reference(tx, now_ms)?;
        Ok(reference.saturating_add(publish_marked(tx, rules.default_vat(), now_ms)?))
    })
}
