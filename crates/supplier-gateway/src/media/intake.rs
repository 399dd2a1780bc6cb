//! Takes files from the disk: each is read, checked and made ready by itself, then some of them are published together.
//!
//! A file whose bytes are those of the last time costs its reading only. Decoding runs outside of transactions.

use super::problem::FileProblem;
use super::store::{self, StoreError};
use super::{document, links, picture};
use crate::catalogue::publish_media;
use crate::state::GatewayState;
use crate::storage::{StorageError, Tx, Value, query_one, read, write};
use serde::Serialize;
use std::io;
use std::path::PathBuf;

/// Files that are published together.
const BATCH: usize = 32;
/// Troubles that are named one by one; more are only counted.
const NAMED_TROUBLES: usize = 50;

const SELECT_KNOWN: &str = "SELECT came_blake3, blake3
FROM goods_file
WHERE name = $1";
const UPSERT: &str = "INSERT INTO goods_file
    (name, came_blake3, blake3, extension, bytes, width, height, thumbnail, problem, came_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (name) DO UPDATE
SET came_blake3 = excluded.came_blake3, blake3 = excluded.blake3, extension = excluded.extension,
    bytes = excluded.bytes, width = excluded.width, height = excluded.height, thumbnail = excluded.thumbnail,
    problem = excluded.problem, came_at_ms = excluded.came_at_ms";

/// A file that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// As goods name it, in the form of [`super::names`].
    pub name: String,
    /// Where it lies now.
    pub path: PathBuf,
}

/// What became of files that came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MediaReport {
    /// Pictures that are ready.
    pub pictures: u64,
    /// Other files that are ready.
    pub files: u64,
    /// Files that were here already, byte for byte.
    pub unchanged: u64,
    /// Files that are of no use.
    pub unusable: u64,
    /// Rows of feeds that changed.
    pub published: u64,
    /// The first of those that are of no use.
    pub troubles: Vec<Trouble>,
}

/// A file that is of no use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// As goods name it.
    pub name: String,
    /// Why, and what to do.
    pub why: String,
}

/// Why taking files ended before the last one.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The disk refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was made of a file.
struct Made {
    name: String,
    came_blake3: String,
    ready: Result<Ready, FileProblem>,
}

struct Ready {
    blake3: String,
    extension: &'static str,
    bytes: usize,
    width: u32,
    height: u32,
    thumbnail: Vec<u8>,
}

/// Takes files and publishes the goods that name them.
///
/// # Errors
/// [`TakeError`]; what was taken before it stays. A file that is of no use is no error.
pub fn take(state: &GatewayState, came: &[Came]) -> Result<MediaReport, TakeError> {
    let mut report = MediaReport::default();
    for batch in came.chunks(BATCH) {
        let mut made = Vec::new();
        for file in batch {
            match make(state, file)? {
                Some(one) => made.push(one),
                None => report.unchanged = report.unchanged.saturating_add(1),
            }
        }
        for one in &made {
            report.count(one);
        }
        if made.is_empty() {
            continue;
        }
        let now_ms = state.now_ms();
        let published = write(state.db.as_ref(), |tx| {
            for one in &made {
                put(tx, one, now_ms)?;
                links::mark_users(tx, &one.name, crate::catalogue::MEDIA)?;
            }
            publish_media(tx, &state.settings, now_ms)
        })?;
        report.published = report.published.saturating_add(published);
    }
    if !came.is_empty() {
        tracing::info!(
            media.pictures = report.pictures,
            media.files = report.files,
            media.unchanged = report.unchanged,
            media.unusable = report.unusable,
            "Took {} files of goods",
            came.len()
        );
    }
    Ok(report)
}

impl MediaReport {
    fn count(&mut self, made: &Made) {
        match &made.ready {
            Ok(ready) if ready.width > 0 => self.pictures = self.pictures.saturating_add(1),
            Ok(_) => self.files = self.files.saturating_add(1),
            Err(problem) => {
                self.unusable = self.unusable.saturating_add(1);
                tracing::warn!(media.problem = %problem, "A file of goods is of no use");
                if self.troubles.len() < NAMED_TROUBLES {
                    self.troubles.push(Trouble {
                        name: made.name.clone(),
                        why: problem.to_string(),
                    });
                }
            }
        }
    }

    /// Adds what another taking did.
    pub fn add(&mut self, other: Self) {
        self.pictures = self.pictures.saturating_add(other.pictures);
        self.files = self.files.saturating_add(other.files);
        self.unchanged = self.unchanged.saturating_add(other.unchanged);
        self.unusable = self.unusable.saturating_add(other.unusable);
        self.published = self.published.saturating_add(other.published);
        let room = NAMED_TROUBLES.saturating_sub(self.troubles.len());
        self.troubles.extend(other.troubles.into_iter().take(room));
    }
}

/// `None` when the same bytes are here already and of use.
fn make(state: &GatewayState, file: &Came) -> Result<Option<Made>, TakeError> {
    let unusable = |problem| {
        Ok(Some(Made {
            name: file.name.clone(),
            came_blake3: String::new(),
            ready: Err(problem),
        }))
    };
    let most = picture::MOST_BYTES.max(cabinet_protocol::media::MAX_FILE_BYTES);
    let bytes = match std::fs::metadata(&file.path) {
        Ok(found) if found.len() > most => {
            return unusable(FileProblem::TooLarge {
                bytes: found.len(),
                most,
            });
        }
        Ok(_) => match std::fs::read(&file.path) {
            Ok(bytes) => bytes,
            Err(error) => return unusable(unreadable(&error)),
        },
        Err(error) => return unusable(unreadable(&error)),
    };
    let came_blake3 = blake3::hash(&bytes).to_hex().to_string();
    let known = read(state.db.as_ref(), |tx| {
        query_one(tx, SELECT_KNOWN, &[Value::from(file.name.as_str())], |row| {
            Ok((row.text("came_blake3")?, row.text("blake3")?))
        })
    })?;
    let is_unchanged = known.is_some_and(|(came, made)| {
        came == came_blake3 && store::read_blob(&state.data_dir, &made).is_ok_and(|found| found.is_some())
    });
    if is_unchanged {
        return Ok(None);
    }
    let ready = match ready(&file.name, &bytes) {
        Ok((made, unkept)) => {
            // The original is kept too: a later version may want to make more of it.
            store::keep(&state.data_dir, &bytes)?;
            let blake3 = store::keep(&state.data_dir, unkept.as_deref().unwrap_or(&bytes))?;
            Ok(Ready { blake3, ..made })
        }
        Err(problem) => Err(problem),
    };
    Ok(Some(Made {
        name: file.name.clone(),
        came_blake3,
        ready,
    }))
}

/// What devices get, still without its hash; and its bytes where they are not those that came.
fn ready(name: &str, bytes: &[u8]) -> Result<(Ready, Option<Vec<u8>>), FileProblem> {
    if bytes.is_empty() {
        return Err(FileProblem::Empty);
    }
    let made = if picture::is_picture(bytes) {
        let made = picture::make(bytes)?;
        let ready = Ready {
            blake3: String::new(),
            extension: "jpg",
            bytes: made.jpeg.len(),
            width: made.width,
            height: made.height,
            thumbnail: made.thumbnail,
        };
        (ready, Some(made.jpeg))
    } else {
        let ready = Ready {
            blake3: String::new(),
            extension: document::check(name, bytes)?,
            bytes: bytes.len(),
            width: 0,
            height: 0,
            thumbnail: Vec::new(),
        };
        (ready, None)
    };
    Ok(made)
}

fn put(tx: &mut dyn Tx, made: &Made, now_ms: i64) -> Result<(), StorageError> {
    let none = Ready {
        blake3: String::new(),
        extension: "",
        bytes: 0,
        width: 0,
        height: 0,
        thumbnail: Vec::new(),
    };
    let (ready, problem) = match &made.ready {
        Ok(ready) => (ready, String::new()),
        Err(problem) => (&none, problem.to_string()),
    };
    let values = [
        Value::from(made.name.as_str()),
        Value::from(made.came_blake3.as_str()),
        Value::from(ready.blake3.as_str()),
        Value::from(ready.extension),
        Value::Int(i64::try_from(ready.bytes).unwrap_or(i64::MAX)),
        Value::Int(i64::from(ready.width)),
        Value::Int(i64::from(ready.height)),
        Value::Bytes(ready.thumbnail.clone()),
        Value::Text(problem),
        Value::Int(now_ms),
    ];
    tx.execute(UPSERT, &values).map(drop)
}

/// What the system said, without the path, which is of no use to the operator of another machine.
fn unreadable(error: &io::Error) -> FileProblem {
    FileProblem::Unreadable(error.kind().to_string())
}
