//! The watched folder: files that a supplier's program or people put there become documents of dealers.
//!
//! True: a file is taken when its length and time have stood still between two looks, so a half-written one waits; what was taken
//! is moved to `taken`, what was refused to `refused` with the reason beside it as `….txt`; nothing is deleted or overwritten.

use crate::documents::{FileError, Taken, take_file};
use crate::exchange_log::{self, Details, ExchangeKind, Happened, Remark};
use crate::state::GatewayState;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Where taken files go.
const TAKEN: &str = "taken";
/// Where refused files go.
const REFUSED: &str = "refused";
/// The name under which documents of the folder stand.
pub const ORIGIN: &str = "folder";
/// How deep folders are looked into: one for each dealer.
const LEVELS: u32 = 2;

/// What was seen of each file at the last look.
pub type Seen = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Why a look failed as a whole; the next one tries again.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder.
    #[error("the folder of documents «{}» cannot be used: {source}; check it and its rights", path.display())]
    Folder {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Looks once: takes the files that have stood still since `seen`.
///
/// # Errors
/// [`FolderError`].
pub fn look(gateway: &GatewayState, seen: &Seen) -> Result<Seen, FolderError> {
    let chosen = &gateway.settings.documents.folder;
    if chosen.as_os_str().is_empty() {
        return Ok(Seen::new());
    }
    let root = gateway.data_dir.join(chosen);
    let unusable = |source| FolderError::Folder {
        path: root.clone(),
        source,
    };
    std::fs::create_dir_all(&root).map_err(unusable)?;
    let mut files = Vec::new();
    list(&root, LEVELS, &mut files).map_err(unusable)?;
    let mut now = Seen::new();
    for path in files {
        let Ok(found) = std::fs::metadata(&path) else { continue };
        let standing = (found.len(), found.modified().ok());
        if seen.get(&path) != Some(&standing) {
            now.insert(path, standing);
            continue;
        }
        take_one(gateway, &root, &path).map_err(unusable)?;
    }
    Ok(now)
}

fn list(folder: &Path, levels: u32, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        // What a copying program has not finished, and what a system puts into every folder.
        let is_passing = name.starts_with(['.', '~']) || name.ends_with(".part") || name.ends_with(".tmp");
        let kind = std::fs::symlink_metadata(&path)?.file_type();
        if is_passing || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() && levels > 1 && name != TAKEN && name != REFUSED {
            list(&path, levels.saturating_sub(1), files)?;
        } else if kind.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

fn take_one(gateway: &GatewayState, root: &Path, path: &Path) -> io::Result<()> {
    let started_at_ms = gateway.now_ms();
    let shown = path
        .strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/");
    let taken = match std::fs::read(path) {
        Ok(bytes) => take_file(gateway, &shown, &bytes, ORIGIN, &|_| {}),
        // Set aside with the reason: it must not keep the others waiting.
        Err(error) => Err(FileError::Unreadable(error)),
    };
    let (mut counts, mut notes) = (BTreeMap::new(), Vec::new());
    let mut error = String::new();
    match taken {
        // A full disk or a failing database is not the fault of the file: it is tried again.
        Err(failed) if is_of_gateway(&failed) => return Err(io::Error::other(failed)),
        Err(refused) => error = refused.to_string(),
        Ok(all) => {
            for one in all {
                if let Err(failed) = &one.taken
                    && is_of_gateway(failed)
                {
                    return Err(io::Error::other(failed.to_string()));
                }
                note(&one.name, &one.taken, &mut counts, &mut notes);
            }
        }
    }
    let is_refused = !error.is_empty() || (counts.is_empty() && !notes.is_empty());
    let reasons: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    let why = if error.is_empty() {
        reasons.join("\n")
    } else {
        error.clone()
    };
    if is_refused && error.is_empty() {
        // Nothing of it is in: that is a failure, not a remark.
        error = why.clone();
        notes.clear();
    }
    let moved = put_away(root, path, if is_refused { REFUSED } else { TAKEN })?;
    if !why.is_empty() {
        let mut beside = moved.into_os_string();
        beside.push(".txt");
        std::fs::write(beside, format!("{why}\n"))?;
    }
    let happened = Happened {
        node: ORIGIN.to_owned(),
        file: shown,
        started_at_ms,
        finished_at_ms: gateway.now_ms(),
        details: Details {
            kind: ExchangeKind::Documents,
            counts,
            notes,
            ..Details::default()
        },
        error,
    };
    if is_refused {
        tracing::warn!("A file of the folder of documents was refused; see `exchange list`");
    } else {
        tracing::info!("Took a file of the folder of documents");
    }
    exchange_log::write_down(gateway.db.as_ref(), &happened).map_err(io::Error::other)
}

const fn is_of_gateway(error: &FileError) -> bool {
    matches!(error, FileError::Store(_) | FileError::Documents(_))
}

/// Counts what became of a document, and says what the operator should know of it.
fn note(name: &str, taken: &Result<Taken, FileError>, counts: &mut BTreeMap<String, u64>, notes: &mut Vec<Remark>) {
    let mut remark = |kind: &str, text: String| {
        notes.push(Remark {
            kind: kind.to_owned(),
            count: 1,
            text,
        });
    };
    let counter = match taken {
        Ok(Taken::Added(document)) => {
            if let Some(why) = document.why_unseen() {
                remark("unmatched", format!("«{name}» ({}): {why}", document.id));
            }
            "added"
        }
        Ok(Taken::Updated(_)) => "updated",
        Ok(Taken::Same(there)) => {
            remark("duplicate", format!("«{name}» is there already as {}", there.id));
            "duplicates"
        }
        Ok(Taken::OtherOfThatNumber(there)) => {
            remark(
                "same_number",
                format!(
                    "«{name}» was not taken: one of its kind, number and date is there as {} with other content; if this one counts, `document withdraw` the other and bring it again",
                    there.id
                ),
            );
            return;
        }
        Err(error) => {
            remark("refused", format!("«{name}» was not taken: {error}"));
            return;
        }
    };
    let count = counts.entry(counter.to_owned()).or_insert(0);
    *count = count.saturating_add(1);
}

/// Moves a file under a name that is free.
fn put_away(root: &Path, path: &Path, folder: &str) -> io::Result<PathBuf> {
    let target = root.join(folder).join(path.strip_prefix(root).unwrap_or(path));
    if let Some(parent) = target.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let name = target
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut free = target.clone();
    let mut number = 1_u32;
    while free.exists() {
        number = number.saturating_add(1);
        free = target.with_file_name(format!("{number} {name}"));
    }
    std::fs::rename(path, &free)?;
    Ok(free)
}
