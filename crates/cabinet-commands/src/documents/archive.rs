//! `documents_archive`: the papers of a month for the accountant, one ZIP for each legal entity, with an index.
//!
//! In it: the invoices of the month, the papers of what was shipped in it, and the supplier's own files, as they came. What
//! could not be put in stands in the index and in the answer with its cause; nothing is left out in silence.

mod contents;
mod index;

use super::folder_rule::base_folder;
use super::paper::{PaperRequest, make};
use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
use crate::folders;
use crate::media::fetched;
use crate::open::Open;
use crate::reason::{FileDeed, Reason};
use crate::settings::demand_shown_prices;
use cabinet_protocol::feed::FeedName;
use contents::{Entry, Month, Source, Wanted};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::HashSet;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The papers of a month in one file.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct MonthArchive {
    /// Legal entity.
    pub entity: String,
    /// Its name.
    pub entity_name: String,
    /// Full path.
    pub path: String,
    /// Its length.
    #[specta(type = specta_typescript::Number)]
    pub bytes: u64,
    /// How many files are in it beside the index.
    pub files: u32,
    /// What could not be put in.
    pub missing: Vec<MissingPaper>,
}

/// A paper that is not in the archive.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct MissingPaper {
    /// Name of the paper.
    pub title: String,
    /// Why; `None`: the supplier sent its figures without a file.
    pub error: Option<CommandError>,
}

/// Writes the archives of a month (`2026-11`), of one legal entity or of all, into a folder or into that of the rule; an
/// entity without papers in that month gets none.
///
/// # Errors
/// `invalid` for what is no month; `not_allowed`; `disk_full`, `invalid` (the folder cannot be written; prices are hidden).
pub async fn archive(
    cabinet: &Cabinet,
    month: String,
    entity: Option<String>,
    folder: Option<String>,
) -> Result<Vec<MonthArchive>, CommandError> {
    demand_shown_prices(cabinet).await?;
    let month = Month::of(&month).ok_or(Reason::DateUnreadable)?;
    let exports = cabinet.directory().join("exports");
    let open = cabinet.ready()?;
    let folder = match folder {
        Some(folder) => PathBuf::from(folder),
        None => open.blocking(move |open| base_folder(open, &exports)).await?,
    };
    let wanted = {
        let month = month.clone();
        open.blocking(move |open| contents::of_month(open, entity.as_deref(), &month))
            .await?
    };
    let mut archives = Vec::new();
    for of_entity in wanted {
        archives.push(write(&open, &folder, &month, of_entity).await?);
    }
    Ok(archives)
}

/// A file that is removed unless it was finished.
struct Begun {
    path: PathBuf,
    is_finished: bool,
}

impl Drop for Begun {
    fn drop(&mut self) {
        if !self.is_finished
            && let Err(error) = std::fs::remove_file(&self.path)
        {
            tracing::warn!(document.cause = %error, "A half-written archive could not be removed");
        }
    }
}

async fn write(open: &Arc<Open>, folder: &Path, month: &Month, wanted: Wanted) -> Result<MonthArchive, CommandError> {
    let (at, name) = (folder.to_owned(), month.file_name(&wanted));
    let (file, path) = tokio::task::spawn_blocking(move || begin(&at, &name)).await??;
    let mut begun = Begun {
        path: path.clone(),
        is_finished: false,
    };
    let mut zip = ZipWriter::new(file);
    let mut names = HashSet::new();
    let mut rows = Vec::new();
    let mut missing = Vec::new();
    for entry in wanted.entries {
        let taken = bytes_of(open, &wanted.entity, &entry).await;
        let (file, error) = match taken {
            Ok(Some(bytes)) => {
                let name = contents::unique(&mut names, &entry.title, &entry.extension);
                let (inside, at) = (name.clone(), path.clone());
                zip = tokio::task::spawn_blocking(move || add(zip, &at, &inside, &bytes)).await??;
                (Some(name), None)
            }
            Ok(None) => (None, None),
            // What ends everything is not a gap of one paper.
            Err(error)
                if matches!(
                    error.code,
                    ErrorCode::Damaged | ErrorCode::NotReady | ErrorCode::DiskFull
                ) =>
            {
                return Err(error);
            }
            Err(error) => (None, Some(error)),
        };
        if file.is_none() {
            missing.push(MissingPaper {
                title: entry.title.clone(),
                error: error.clone(),
            });
        }
        rows.push(index::row(&entry, file.as_deref(), error.as_ref(), wanted.is_ukrainian));
    }
    let files = u32::try_from(names.len()).unwrap_or(u32::MAX);
    let text = index::table(rows, wanted.is_ukrainian);
    let index_name = index::file_name(wanted.is_ukrainian);
    let at = path.clone();
    let bytes = tokio::task::spawn_blocking(move || {
        let zip = add(zip, &at, index_name, text.as_bytes())?;
        finish(zip, &at)
    })
    .await??;
    begun.is_finished = true;
    Ok(MonthArchive {
        entity: wanted.entity,
        entity_name: wanted.entity_name,
        path: path.display().to_string(),
        bytes,
        files,
        missing,
    })
}

/// The bytes of a paper; `None` when there are none to be had.
async fn bytes_of(open: &Arc<Open>, entity: &str, entry: &Entry) -> Result<Option<Vec<u8>>, CommandError> {
    match &entry.source {
        Source::Printed { form, of } => {
            let request = PaperRequest::new(*form, of.clone());
            let made = open.blocking(move |open| make(open, &request)).await?;
            Ok(Some(made.rendered.pdf))
        }
        Source::Suppliers { id, blake3, bytes } => {
            let feed = FeedName::Documents(entity.to_owned());
            let bytes = fetched(open, &feed, &format!("d:{id}"), blake3.clone(), *bytes).await?;
            Ok(Some(bytes))
        }
        Source::FiguresOnly => Ok(None),
    }
}

fn begin(folder: &Path, name: &str) -> Result<(File, PathBuf), CommandError> {
    std::fs::create_dir_all(folder).map_err(|error| CommandError::file(FileDeed::WriteArchive, folder, &error))?;
    folders::create_new(folder, &folders::safe_name(name), "zip")
        .map_err(|error| CommandError::file(FileDeed::WriteArchive, folder, &error))
}

fn add(mut zip: ZipWriter<File>, path: &Path, name: &str, bytes: &[u8]) -> Result<ZipWriter<File>, CommandError> {
    zip.start_file(name, SimpleFileOptions::default())
        .map_err(|error| failed(path, error))?;
    zip.write_all(bytes)
        .map_err(|error| CommandError::file(FileDeed::WriteArchive, path, &error))?;
    Ok(zip)
}

fn finish(zip: ZipWriter<File>, path: &Path) -> Result<u64, CommandError> {
    let file = zip.finish().map_err(|error| failed(path, error))?;
    let written = file.sync_all().and_then(|()| file.metadata());
    let length = written.map_err(|error| CommandError::file(FileDeed::WriteArchive, path, &error))?;
    Ok(length.len())
}

fn failed(path: &Path, error: zip::result::ZipError) -> CommandError {
    match error {
        zip::result::ZipError::Io(error) => CommandError::file(FileDeed::WriteArchive, path, &error),
        other => CommandError::internal("the archive could not be made", &other),
    }
}
