//! All open sessions: in memory, with a folder each; a restart ends them, and 1C then signs in again.

use super::nodes::Node;
use super::session::Session;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

/// A session that was silent for this long is closed.
const IDLE_MS: i64 = 2 * 60 * 60 * 1000;
/// Folders that a killed gateway left behind go after this long.
const LEFT_BEHIND_MS: i64 = 24 * 60 * 60 * 1000;
/// Sessions open at once; the longest silent one makes room.
const MOST_SESSIONS: usize = 200;

/// The open sessions.
pub(super) struct Sessions {
    folder: PathBuf,
    open: Mutex<HashMap<String, Arc<Session>>>,
}

impl Sessions {
    /// No sessions, with their folders to be made in `folder`.
    pub(super) fn new(folder: PathBuf, now_ms: i64) -> Self {
        let sessions = Self {
            folder,
            open: Mutex::default(),
        };
        sessions.remove_left_behind(now_ms);
        sessions
    }

    fn open(&self) -> MutexGuard<'_, HashMap<String, Arc<Session>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a session.
    ///
    /// # Errors
    /// What the system said of the folder or of random bytes.
    pub(super) fn begin(&self, node: Node, now_ms: i64) -> std::io::Result<Arc<Session>> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| std::io::Error::other(error.to_string()))?;
        let id = data_encoding::HEXLOWER.encode(&random);
        let folder = self.folder.join(&id);
        std::fs::create_dir_all(&folder)?;
        let session = Arc::new(Session::new(id.clone(), node, folder, now_ms));
        let crowded_out = {
            let mut open = self.open();
            let oldest = (open.len() >= MOST_SESSIONS)
                .then(|| {
                    open.values()
                        .filter(|s| !s.state().has_running_job())
                        .min_by_key(|s| s.state().last_seen_ms)
                })
                .flatten()
                .map(|session| session.id.clone());
            let crowded_out = oldest.and_then(|id| open.remove(&id));
            open.insert(id, Arc::clone(&session));
            crowded_out
        };
        if let Some(old) = crowded_out {
            remove_folder(&old);
        }
        Ok(session)
    }

    /// An open session, which is thereby not idle.
    pub(super) fn find(&self, id: &str, now_ms: i64) -> Option<Arc<Session>> {
        let session = Arc::clone(self.open().get(id)?);
        session.state().last_seen_ms = now_ms;
        Some(session)
    }

    /// Closes a session and removes its uploads.
    pub(super) fn end(&self, id: &str) {
        let ended = self.open().remove(id);
        if let Some(session) = ended {
            remove_folder(&session);
        }
    }

    /// The open sessions now.
    pub(super) fn all(&self) -> Vec<Arc<Session>> {
        self.open().values().cloned().collect()
    }

    /// Closes silent sessions and removes their uploads.
    pub(super) fn close_idle(&self, now_ms: i64) {
        let idle: Vec<_> = {
            let mut open = self.open();
            let is_idle = |session: &Arc<Session>| {
                let state = session.state();
                now_ms.saturating_sub(state.last_seen_ms) > IDLE_MS && !state.has_running_job()
            };
            let ids: Vec<String> = open.values().filter(|s| is_idle(s)).map(|s| s.id.clone()).collect();
            ids.iter().filter_map(|id| open.remove(id)).collect()
        };
        for session in idle {
            remove_folder(&session);
        }
    }

    fn remove_left_behind(&self, now_ms: i64) {
        let Ok(entries) = std::fs::read_dir(&self.folder) else {
            return;
        };
        for entry in entries.flatten() {
            let age_ms = entry.metadata().and_then(|found| found.modified()).map(|modified| {
                let at = modified.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
                now_ms.saturating_sub(i64::try_from(at).unwrap_or(i64::MAX))
            });
            let is_ours = entry.file_name().len() == 32;
            if is_ours
                && age_ms.is_ok_and(|age_ms| age_ms > LEFT_BEHIND_MS)
                && let Err(error) = std::fs::remove_dir_all(entry.path())
            {
                tracing::warn!("An old upload folder could not be removed: {error}");
            }
        }
    }
}

fn remove_folder(session: &Session) {
    if let Err(error) = std::fs::remove_dir_all(session.folder()) {
        tracing::warn!("The upload folder of a closed session could not be removed: {error}");
    }
}
