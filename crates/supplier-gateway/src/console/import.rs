//! `import`: CommerceML from disk, in any order; a file that cannot be read does not stop the others.

use super::import_media;
use super::intake::{Found, Intake};
use super::target::{Target, write_json};
use crate::catalogue::{ImportReport, ImportSource, import_files};
use crate::media::TakeError;
use crate::pricing;
use crate::state::OpenError;
use clap::Args;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::PathBuf;

/// Why nothing was imported at all.
#[derive(Debug, thiserror::Error)]
pub(super) enum ImportCommandError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("a folder for unpacking cannot be made in the data directory: {0}; check its disk")]
    Scratch(#[source] io::Error),
    #[error("there are no CommerceML files in what was named; name .xml files, .zip archives or folders with them")]
    NothingFound,
    #[error(transparent)]
    Media(#[from] TakeError),
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
}

/// Whether everything was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    NotAll,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    target: Target,
    /// CommerceML files, zip archives, or folders with them; any order.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(super) fn import(import: &Import, out: &mut dyn Write, err: &mut dyn Write) -> Result<Outcome, ImportCommandError> {
    let state = import.target.open_or_make()?;
    let session = uuid::Uuid::new_v4().to_string();
    let scratch = Scratch::new(state.data_dir.join("exchange").join(format!("console-{session}")))?;
    let limit = state.settings.exchange.session_limit_bytes;
    let intake = Intake::collect(&import.files, &scratch.path, limit);
    if intake.files.is_empty() && intake.unusable.is_empty() {
        return Err(ImportCommandError::NothingFound);
    }
    let mut items = Vec::new();
    let mut failed = 0_u64;
    for unusable in &intake.unusable {
        failed = failed.saturating_add(1);
        writeln!(err, "error: {}: {}", unusable.shown, unusable.why)?;
        items.push(json!({ "id": unusable.shown, "file": unusable.shown, "ok": false, "error": unusable.why }));
    }
    let source = |file: &Found| ImportSource {
        node: "console".to_owned(),
        session: session.clone(),
        file: file.name.clone(),
        is_by_hand: true,
    };
    let sources: Vec<_> = intake
        .files
        .iter()
        .map(|file| (source(file), file.path.as_path()))
        .collect();
    import_files(&state, &sources, &mut |at, taken| -> Result<(), ImportCommandError> {
        let Some(file) = intake.files.get(at) else {
            return Ok(());
        };
        match taken {
            Ok(report) => {
                pricing::publish::after_import(&state);
                if !import.target.json {
                    print(out, file, &report)?;
                }
                items.push(as_json(file, &report));
            }
            Err(error) => {
                let why = error.to_string();
                failed = failed.saturating_add(1);
                writeln!(err, "error: {}: {why}", file.shown)?;
                items.push(json!({ "id": file.shown, "file": file.shown, "ok": false, "error": why }));
            }
        }
        Ok(())
    })?;
    let media = import_media::take(&state, &intake)?;
    if import.target.json {
        write_json(out, &json!({ "items": items, "failed": failed, "media": media }))?;
    } else {
        import_media::print(out, err, &media)?;
        let named = u64::try_from(items.len()).unwrap_or(u64::MAX);
        // A single file was named with its fault.
        if failed > 0 && named > 1 {
            match named.saturating_sub(failed) {
                0 => writeln!(err, "none of the {named} files was imported")?,
                1 => writeln!(err, "{failed} of {named} files not imported; the other one is in")?,
                _ => writeln!(err, "{failed} of {named} files not imported; the others are in")?,
            }
        }
    }
    Ok(if failed == 0 && media.report.unusable == 0 {
        Outcome::Done
    } else {
        Outcome::NotAll
    })
}

fn print(out: &mut dyn Write, file: &Found, report: &ImportReport) -> io::Result<()> {
    let counts = &report.counts;
    let parts: Vec<String> = [
        ("groups", counts.groups),
        ("properties", counts.properties),
        ("units", counts.units),
        ("price types", counts.price_types),
        ("warehouses", counts.warehouses),
        ("products", counts.products),
        ("offers", counts.offers),
        ("prices", counts.prices),
        ("stock rows", counts.stock_rows),
        ("documents", counts.documents),
        ("documents of no order here", counts.foreign_documents),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(name, count)| format!("{name} {count}"))
    .collect();
    let read = if parts.is_empty() {
        "nothing of interest".to_owned()
    } else {
        parts.join(", ")
    };
    writeln!(
        out,
        "{}: read {read}; {} rows published in {} ms",
        file.shown, report.published, report.duration_ms
    )?;
    for note in &report.notes {
        writeln!(out, "  {note}")?;
    }
    Ok(())
}

fn as_json(file: &Found, report: &ImportReport) -> Value {
    json!({
        "id": file.shown,
        "file": file.shown,
        "ok": true,
        "counts": report.counts,
        "published": report.published,
        "duration_ms": report.duration_ms,
        "notes": report.notes.iter().map(|note| json!({ "kind": note.kind, "count": note.count, "text": note.to_string() })).collect::<Vec<_>>(),
    })
}

/// A folder that goes when the command ends.
struct Scratch {
    path: PathBuf,
}

impl Scratch {
    fn new(path: PathBuf) -> Result<Self, ImportCommandError> {
        std::fs::create_dir_all(&path).map_err(ImportCommandError::Scratch)?;
        Ok(Self { path })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.path) {
            tracing::warn!("The folder for unpacking could not be removed: {error}");
        }
    }
}
