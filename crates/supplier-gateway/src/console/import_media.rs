//! The pictures and files of an import from disk: out of its archives, and from beside its XML under the names it gives.

use super::intake::Intake;
use crate::media::{self, Came, MediaReport, TakeError};
use crate::state::GatewayState;
use crate::storage::{StorageError, read};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

/// Files that are looked at together; a base may name tens of thousands.
const AT_ONCE: usize = 1_000;

/// What became of the pictures and files.
#[derive(Debug, Default, serde::Serialize)]
pub(super) struct MediaOutcome {
    #[serde(flatten)]
    pub report: MediaReport,
    /// Files that goods name and that never came, of this import or an earlier one.
    pub missing: u64,
}

/// Takes what the imported files name.
pub(super) fn take(state: &GatewayState, intake: &Intake) -> Result<MediaOutcome, TakeError> {
    let mut report = media::take(state, &intake.media)?;
    let folders: BTreeSet<&Path> = intake.files.iter().filter_map(|file| file.path.parent()).collect();
    let mut named = Vec::new();
    read(state.db.as_ref(), |tx| -> Result<(), StorageError> {
        media::each_named(tx, &mut |name| named.push(name))
    })?;
    for names in named.chunks(AT_ONCE) {
        let beside: Vec<Came> = names.iter().filter_map(|name| find(&folders, name)).collect();
        report.add(media::take(state, &beside)?);
    }
    let missing = read(state.db.as_ref(), media::count_missing)?;
    Ok(MediaOutcome { report, missing })
}

/// Names are below the folder of the export: `media::names` let no other through.
fn find(folders: &BTreeSet<&Path>, name: &str) -> Option<Came> {
    folders
        .iter()
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
        .map(|path| Came {
            name: name.to_owned(),
            path,
        })
}

pub(super) fn print(out: &mut dyn Write, err: &mut dyn Write, outcome: &MediaOutcome) -> io::Result<()> {
    let MediaOutcome { report, missing } = outcome;
    let came = report
        .pictures
        .saturating_add(report.files)
        .saturating_add(report.unchanged);
    if came > 0 {
        writeln!(
            out,
            "pictures and files: {} pictures and {} files taken, {} unchanged; {} rows published",
            report.pictures, report.files, report.unchanged, report.published
        )?;
    }
    for trouble in &report.troubles {
        writeln!(err, "error: {}: {}", trouble.name, trouble.why)?;
    }
    if *missing > 0 {
        writeln!(
            out,
            "{missing} pictures or files are named by goods and never came: export them with pictures, or put the folder import_files beside the XML"
        )?;
    }
    Ok(())
}
