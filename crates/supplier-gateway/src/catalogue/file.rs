//! Imports a file from disk: read, taken, logged; and tells what kind of file it is before that.

use super::import::{ImportError, ImportRules, ImportSource, import_read};
use super::read_ahead::ReadAhead;
use super::report::ImportReport;
use crate::exchange_log::{self, Details, Remark};
use crate::state::GatewayState;
use crate::storage::StorageError;
use commerceml::model::{Event, SectionKind};
use commerceml::reader;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::thread::Scope;

/// Bytes read from the disk at a time.
const BUFFER: usize = 256 * 1024;

/// Why a file on disk was not imported.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be opened.
    #[error("«{file}» cannot be opened: {error}; check the name and the rights")]
    Unopened {
        /// As given.
        file: String,
        /// What the system said.
        #[source]
        error: io::Error,
    },
    /// It was not taken.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The import is done, but could not be written into the log.
    #[error("what was imported is in, but the import log cannot be written: {0}")]
    Log(#[source] StorageError),
}

/// What a file is about; files of one export are best taken in this order, though any order gives the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// A classifier or a catalogue.
    Catalogue,
    /// Offers, prices, stock.
    Offers,
    /// Documents.
    Documents,
    /// Nothing known was found before the end or a mistake.
    Unknown,
}

/// Imports a file and writes what happened into the exchange log.
///
/// # Errors
/// [`FileError`]; unless it is of the log, nothing of the file was taken.
pub fn import_file(state: &GatewayState, source: &ImportSource, path: &Path) -> Result<ImportReport, FileError> {
    std::thread::scope(|scope| take(state, source, path, open(scope, path)))
}

/// Imports files one after the other as [`import_file`] does; each one is read while the one before is being published.
/// What came of a file goes to `each` with its place in `files`.
///
/// # Errors
/// Those of `each`, which end the imports.
pub fn import_files<E>(
    state: &GatewayState,
    files: &[(ImportSource, &Path)],
    each: &mut dyn FnMut(usize, Result<ImportReport, FileError>) -> Result<(), E>,
) -> Result<(), E> {
    std::thread::scope(|scope| {
        let mut next = files.first().map(|(_, path)| open(scope, path));
        for (at, (source, path)) in files.iter().enumerate() {
            let Some(opened) = next.take() else { break };
            next = files.get(at.saturating_add(1)).map(|(_, path)| open(scope, path));
            each(at, take(state, source, path, opened))?;
        }
        Ok(())
    })
}

fn open<'scope>(scope: &'scope Scope<'scope, '_>, path: &Path) -> io::Result<ReadAhead<'scope>> {
    let input = BufReader::with_capacity(BUFFER, File::open(path)?);
    Ok(ReadAhead::begin(scope, input))
}

fn take(
    state: &GatewayState,
    source: &ImportSource,
    path: &Path,
    opened: io::Result<ReadAhead<'_>>,
) -> Result<ImportReport, FileError> {
    let ahead = opened.map_err(|error| FileError::Unopened {
        file: source.file.clone(),
        error,
    })?;
    let started_at_ms = state.now_ms();
    let rules = ImportRules::from_settings(&state.settings);
    let mut taken = import_read(state.db.as_ref(), &rules, source, ahead, started_at_ms);
    let finished_at_ms = state.now_ms();
    let duration_ms = finished_at_ms.saturating_sub(started_at_ms);
    if let Ok(report) = &mut taken {
        report.duration_ms = duration_ms;
    }
    let bytes = std::fs::metadata(path).map_or(0, |found| found.len());
    tell(&taken, source, bytes, duration_ms);
    let (details, error) = in_words(source, peek(path).kind, &taken);
    let happened = exchange_log::Happened {
        node: source.node.clone(),
        file: source.file.clone(),
        started_at_ms,
        finished_at_ms,
        details,
        error,
    };
    let logged = exchange_log::write_down(state.db.as_ref(), &happened);
    let report = taken?;
    logged.map_err(FileError::Log)?;
    Ok(report)
}

/// Says in the log of the program what happened, in counts.
fn tell(taken: &Result<ImportReport, ImportError>, source: &ImportSource, bytes: u64, duration_ms: i64) {
    match taken {
        Ok(report) => {
            let counts = &report.counts;
            tracing::info!(
                import.node = source.node,
                import.file = source.file,
                import.bytes = bytes,
                import.products = counts.products,
                import.offers = counts.offers,
                import.prices = counts.prices,
                import.stock_rows = counts.stock_rows,
                import.documents = counts.documents,
                import.published_rows = report.published,
                import.notes = report.notes.len(),
                duration_ms,
                "Imported a file in {duration_ms} ms"
            );
        }
        // By hand: the operator is told by the command, and the exchange log keeps it.
        Err(error) if source.is_by_hand => tracing::debug!("A file was not imported: {error}"),
        Err(error) => {
            tracing::warn!(
                import.node = source.node,
                import.file = source.file,
                import.bytes = bytes,
                duration_ms,
                "A file was not imported: {error}"
            );
        }
    }
}

/// What the exchange log is told of a file.
fn in_words(source: &ImportSource, kind: FileKind, taken: &Result<ImportReport, ImportError>) -> (Details, String) {
    let mut details = Details {
        kind: kind.into(),
        session: exchange_log::label(&source.session),
        ..Details::default()
    };
    match taken {
        Ok(report) => {
            details.counts = report.counts.by_name();
            details.published = report.published;
            details.notes = report.notes.iter().map(Remark::from).collect();
            (details, String::new())
        }
        Err(error) => (details, error.to_string()),
    }
}

/// What the beginning of a file says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Peek {
    /// What it is about.
    pub kind: FileKind,
    /// ДатаФормирования as written; of two files about the same thing the later one is to be taken last.
    pub made_at: String,
}

/// Looks at the beginning of a file. A file that cannot be read is `Unknown`; its import says why.
#[must_use]
pub fn peek(path: &Path) -> Peek {
    let mut peek = Peek {
        kind: FileKind::Unknown,
        made_at: String::new(),
    };
    let Ok(input) = File::open(path) else { return peek };
    // The error is that of stopping, or the one that the import will report.
    let _stopped = reader::read(BufReader::new(input), &mut |event| {
        let (kind, is_sure) = match event {
            Event::Begin(header) => {
                peek.made_at = header.made_at;
                return true;
            }
            Event::Counterparty(_) => return true,
            Event::Section(section) => match section.kind {
                SectionKind::Catalogue => (FileKind::Catalogue, true),
                SectionKind::Offers | SectionKind::OfferChanges => (FileKind::Offers, true),
                // A file of offers begins with a classifier too; one that has nothing else is a catalogue file.
                SectionKind::Classifier => (FileKind::Catalogue, false),
            },
            Event::Group(_) | Event::Product(_) => (FileKind::Catalogue, true),
            Event::Property(_) | Event::Unit(_) | Event::PriceType(_) | Event::Warehouse(_) => {
                (FileKind::Catalogue, false)
            }
            Event::Offer(_) => (FileKind::Offers, true),
            Event::Document(_) => (FileKind::Documents, true),
        };
        peek.kind = kind;
        !is_sure
    });
    peek
}
