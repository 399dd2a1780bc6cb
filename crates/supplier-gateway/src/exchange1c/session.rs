//! One session of 1C: what it uploaded, what is being imported, which orders it was given.
//!
//! Uploads lie on the disk under numbers of our own; the names that 1C gave are only keys of a table here, so no name
//! can lead anywhere.

use super::nodes::Node;
use cabinet_domain::ids::OrderId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Why a file was not imported, in words; `Ok` when it was.
pub(super) type Outcome = Result<(), String>;

/// An open session.
pub(super) struct Session {
    /// Random; the value of the cookie and of `sessid`.
    pub id: String,
    /// The node that signed in.
    pub node: Node,
    folder: PathBuf,
    state: Mutex<SessionState>,
    /// Held while a piece is written: pieces of one file come one after another.
    pub upload: tokio::sync::Mutex<()>,
    /// Held while archives are unpacked.
    pub unpacking: Mutex<()>,
    /// Held while pictures and files of goods are taken.
    pub media: Mutex<()>,
}

/// What changes in a session.
#[derive(Default)]
pub(super) struct SessionState {
    pub last_seen_ms: i64,
    /// Bytes uploaded and unpacked.
    pub bytes: u64,
    /// By the name that 1C gave.
    pub files: BTreeMap<String, SessionFile>,
    pub jobs: HashMap<String, Arc<Job>>,
    /// Pieces of archives so far; a finished import of an older archive does not answer for a newer one.
    pub archive_pieces: u64,
    /// Orders of the answers that `success` would confirm.
    pub answered: BTreeSet<String>,
    /// How many times the client has begun with `init`.
    pub round: u64,
    next_number: u64,
}

/// A file on our disk.
#[derive(Debug, Clone)]
pub(super) struct SessionFile {
    pub path: PathBuf,
    pub is_sale: bool,
    pub is_archive: bool,
    /// It came out of an archive, so a newer archive may hold a newer one.
    pub is_unpacked: bool,
    pub usage: Usage,
    /// [`SessionState::round`] when it was begun: after the next `init`, a piece of this name begins it anew.
    pub round: u64,
    /// When the last piece came, UTC, ms.
    pub last_piece_ms: i64,
}

/// What has been made of a file; an archive is used by unpacking it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usage {
    /// Nothing yet: further pieces are appended.
    Waiting,
    /// It was taken: a further piece begins the next file of that name.
    Taken,
    /// It could not be read: it may have been incomplete, or be sent again.
    Failed,
}

/// An import that runs or has run.
pub(super) struct Job {
    /// [`SessionState::archive_pieces`] when it began.
    pub archive_pieces: u64,
    pub outcome: watch::Sender<Option<Outcome>>,
}

impl Session {
    pub(super) fn new(id: String, node: Node, folder: PathBuf, now_ms: i64) -> Self {
        let state = SessionState {
            last_seen_ms: now_ms,
            ..SessionState::default()
        };
        Self {
            id,
            node,
            folder,
            state: Mutex::new(state),
            upload: tokio::sync::Mutex::default(),
            unpacking: Mutex::default(),
            media: Mutex::default(),
        }
    }

    /// The changing part; never hold it across an `.await`.
    pub(super) fn state(&self) -> MutexGuard<'_, SessionState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The folder of its uploads.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A path for a new file.
    pub(super) fn new_path(&self) -> PathBuf {
        let mut state = self.state();
        state.next_number = state.next_number.saturating_add(1);
        self.folder.join(format!("{}.part", state.next_number))
    }

    /// Orders that this session's answers held.
    pub(super) fn take_answered(&self) -> Vec<OrderId> {
        std::mem::take(&mut self.state().answered)
            .into_iter()
            .map(OrderId::new)
            .collect()
    }
}

impl SessionState {
    /// `init`: what comes from now on is sent from its beginning.
    pub(super) fn begin_round(&mut self) {
        self.round = self.round.saturating_add(1);
    }

    /// A file by its name, or, in archives with a folder inside, by the end of its path if only one fits.
    pub(super) fn find(&self, name: &str) -> Option<(&String, &SessionFile)> {
        if let Some(found) = self.files.get_key_value(name) {
            return Some(found);
        }
        let ending = format!("/{name}");
        let mut fitting = self.files.iter().filter(|(known, _)| known.ends_with(&ending));
        let first = fitting.next();
        if fitting.next().is_some() { None } else { first }
    }

    /// Notes what has been made of a file, unless another of its name has begun since.
    pub(super) fn set_usage(&mut self, name: &str, path: &Path, usage: Usage) {
        if let Some(file) = self.files.get_mut(name).filter(|file| file.path == path) {
            file.usage = usage;
        }
    }

    pub(super) fn has_running_job(&self) -> bool {
        self.jobs.values().any(|job| job.outcome.borrow().is_none())
    }
}

/// Whether a file is a zip archive, by its name or its first bytes: some clients send one in spite of `zip=no`.
pub(super) fn is_archive(name: &str, path: &Path) -> std::io::Result<bool> {
    if name.to_ascii_lowercase().ends_with(".zip") {
        return Ok(true);
    }
    let mut first = Vec::new();
    std::fs::File::open(path)?.take(4).read_to_end(&mut first)?;
    Ok(first.starts_with(b"PK\x03\x04") || first.starts_with(b"PK\x05\x06"))
}
