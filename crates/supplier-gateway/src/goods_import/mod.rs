//! What the operator gives to goods by a table, because 1C's exchange does not carry it: analogues, arrivals, files, pictures.
//!
//! In: a table with a head line. Out: a report by rows, and the feeds brought up to date.
//! Invariants: a table is the whole list of its kind and takes the place of the one before (unless it is only to be
//! added); rows with a mistake are named and left out, the others are taken; a table without one good row changes
//! nothing.

mod columns;
pub(crate) mod resolve;
pub(crate) mod values;
mod write;

use crate::media::{self, Came, names};
use crate::state::GatewayState;
use crate::storage::{StorageError, read};
use crate::table::{self, TableError};
use resolve::Articles;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use time::{Date, OffsetDateTime};

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What stands in for goods: article, analogue.
    Analogues,
    /// What comes when: article, quantity, date, note.
    Arrivals,
    /// Certificates, instructions: article, file, title, kind, valid until.
    Files,
    /// Pictures: article, file.
    Pictures,
    /// What goods weigh and how much room they take: article, weight in kg, volume in m³.
    Measures,
}

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GoodsReport {
    /// What it was about.
    pub kind: Kind,
    /// Rows below the head line, empty ones left out.
    pub rows: usize,
    /// Rows taken.
    pub taken: usize,
    /// Rows left out, with the reason.
    pub errors: Vec<RowError>,
    /// Rows of feeds that changed.
    pub published: u64,
}

/// Why a row was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// As a spreadsheet counts it: the head line is 1.
    pub row: u64,
    /// What is wrong and what to do.
    pub why: String,
}

/// Why nothing of a table was taken.
#[derive(Debug, thiserror::Error)]
pub enum GoodsImportError {
    /// It cannot be read as a table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A column is missing.
    #[error("the table has no column «{0}»; its head line must name the columns ({1})")]
    NoColumn(&'static str, &'static str),
    /// Files could not be taken.
    #[error(transparent)]
    Files(#[from] media::TakeError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A row that can be written: the item, and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    row: u64,
    item: String,
    said: Said,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    Analogue {
        other: String,
    },
    Arrival {
        date: String,
        quantity_milli: i64,
        note: String,
    },
    /// Of a base unit; one of them at least.
    Measure {
        weight_g: Option<i64>,
        volume_cm3: Option<i64>,
    },
    /// `kind` is empty for a picture.
    Attachment {
        name: String,
        title: String,
        kind: String,
        valid_until: String,
    },
}

/// Reads a table and brings the goods to what it says.
///
/// # Errors
/// [`GoodsImportError`]; nothing was changed then.
pub fn import(state: &GatewayState, path: &Path, kind: Kind, adds: bool) -> Result<GoodsReport, GoodsImportError> {
    let table = table::read(path)?;
    columns::check(&table, kind)?;
    let articles = read(state.db.as_ref(), Articles::read)?;
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let today = OffsetDateTime::from_unix_timestamp(state.now_ms() / 1000).map_or(Date::MIN, OffsetDateTime::date);
    let mut errors = Vec::new();
    let mut entries = Vec::new();
    for row in &table.rows {
        match values::entry(row, kind, &articles, folder, today) {
            Ok(entry) => entries.push(entry),
            Err(why) => errors.push(RowError { row: row.line, why }),
        }
    }
    take_files(state, folder, &mut entries, &mut errors)?;
    errors.sort_by_key(|error| error.row);
    let published = if entries.is_empty() {
        0
    } else {
        write::replace(state, kind, &entries, adds)?
    };
    Ok(GoodsReport {
        kind,
        rows: table.rows.len(),
        taken: entries.len(),
        errors,
        published,
    })
}

/// Takes the files that rows name; a row whose file is of no use goes over to the errors.
fn take_files(
    state: &GatewayState,
    folder: &Path,
    entries: &mut Vec<Entry>,
    errors: &mut Vec<RowError>,
) -> Result<(), GoodsImportError> {
    let mut named: BTreeMap<&str, Came> = BTreeMap::new();
    for entry in entries.iter() {
        if let Said::Attachment { name, .. } = &entry.said {
            named.entry(name).or_insert_with(|| Came {
                name: name.clone(),
                path: folder.join(name.strip_prefix(names::OPERATOR).unwrap_or(name)),
            });
        }
    }
    let mut troubles: BTreeMap<String, String> = BTreeMap::new();
    for came in named.into_values() {
        // One at a time, so that every trouble is named.
        let report = media::take(state, std::slice::from_ref(&came))?;
        troubles.extend(report.troubles.into_iter().map(|trouble| (trouble.name, trouble.why)));
    }
    entries.retain(|entry| {
        let Said::Attachment { name, .. } = &entry.said else {
            return true;
        };
        let Some(why) = troubles.get(name) else { return true };
        errors.push(RowError {
            row: entry.row,
            why: format!("the file «{}»: {why}", name.trim_start_matches(names::OPERATOR)),
        });
        false
    });
    Ok(())
}
