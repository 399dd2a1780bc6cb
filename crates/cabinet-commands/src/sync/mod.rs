//! Syncing by hand, and what the sync is doing.

mod feeds;
mod now;
mod queue;
mod queue_save;
pub(crate) mod run;
mod status;
mod stop;

pub use feeds::{FeedKind, FeedView};
pub use now::now;
pub use queue::{QueuedView, queue};
pub use queue_save::{SavedQueue, save as save_queue};
pub(crate) use run::MIRROR_LOST;
pub use status::status;
pub(crate) use status::{is_searchable, is_whole, true_at_ms};
pub use stop::stop;

use crate::error::ErrorCode;
use crate::reason::Reason;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What the sync does at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SyncPhase {
    /// Waiting for the next time.
    Idle,
    /// Sending commands.
    Sending,
    /// First load of feeds.
    Loading,
    /// Applying changes.
    Updating,
}

/// How the last contact went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// Not tried since start.
    Unknown,
    /// The gateway answered.
    Online,
    /// It cannot be reached: a state, not an error.
    Offline,
    /// It answered, and something is wrong; `problem` says what.
    Failing,
}

/// Whether the supplier tells at once that something changed. Without it news comes by the period, a little later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LiveState {
    /// Nobody listens: no session, or a program that runs one command and ends.
    Off,
    /// The line is being opened.
    Connecting,
    /// The line is open.
    Listening,
    /// The line could not be held; it will be opened again.
    Waiting,
}

/// The answer of `sync_status`.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SyncStatus {
    /// What it does.
    pub phase: SyncPhase,
    /// How the last contact went.
    pub link: LinkState,
    /// Whether the supplier tells at once that something changed.
    pub live: LiveState,
    /// When the supplier's prices and stock in the mirror were true, UTC, ms since 1970; `None` before the first sync.
    #[specta(type = Option<specta_typescript::Number>)]
    pub true_at_ms: Option<i64>,
    /// When the last successful contact was, UTC, ms since 1970.
    #[specta(type = Option<specta_typescript::Number>)]
    pub synced_at_ms: Option<i64>,
    /// Rows loaded so far in this phase.
    pub rows_done: u32,
    /// Rows to load in this phase; 0 when not known.
    pub rows_total: u32,
    /// Whether the catalogue can be searched.
    pub is_searchable: bool,
    /// Whether a sync has brought everything since the local copy was begun, or a part of it was lost.
    pub is_whole: bool,
    /// Orders waiting to be sent.
    pub queued: u32,
    /// Commands that need the user's answer.
    pub needs_user: u32,
    /// What is wrong, in plain words; empty when nothing is.
    pub problem: String,
    /// The code of what is wrong, `None` when nothing is.
    pub problem_code: Option<ErrorCode>,
    /// Why, for a front-end's own words.
    pub problem_reason: Option<Reason>,
    /// Seconds until the next automatic try.
    pub next_try_in_s: u32,
    /// Each feed with its age, for the sync page.
    pub feeds: Vec<FeedView>,
}

/// What a sync brought.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SyncReport {
    /// Rows added, changed or removed in the mirror.
    pub rows_changed: u32,
    /// Commands that got a final verdict.
    pub commands_done: u32,
    /// How long it took, in milliseconds.
    pub duration_ms: u32,
    /// The state after it.
    pub status: SyncStatus,
}

/// Rows as the screen shows them.
fn count(rows: u64) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
