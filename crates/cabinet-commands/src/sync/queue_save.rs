//! `sync_queue_save`: everything that waits as one sealed file, for a supplier who cannot be reached.

use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::Reason;
use crate::written_file::written;
use cabinet_sync::queue::{QueueError, hand_out};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A saved queue.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SavedQueue {
    /// Where.
    pub path: String,
    /// Its length.
    pub bytes: u32,
    /// How many commands are in it.
    pub commands: u32,
}

/// Saves the queue; without a path into the folder of documents. What is in it goes on to be sent when there is a connection
/// and happens once; it cannot be withdrawn any more, because the supplier may take the file at any time.
///
/// # Errors
/// `not_found` (nothing waits), `not_ready` (the gateway has given no key), `invalid` (the path cannot be written), `disk_full`,
/// `sample`.
pub async fn save(cabinet: &Cabinet, path: Option<String>) -> Result<SavedQueue, CommandError> {
    let open = cabinet.ready()?;
    open.demand_real()?;
    let exports = cabinet.directory().join("exports");
    open.blocking(move |open| {
        let now_ms = open.clock.now_ms();
        let offset_ms = open.desk.session()?.map_or(0, |session| session.clock_offset_ms);
        let (text, count) = hand_out(&open.desk, now_ms, now_ms.saturating_add(offset_ms)).map_err(failed)?;
        let saved = written(&exports, path, "dealer-cabinet-queue", "txt", text.as_bytes())?;
        tracing::info!(outbox.commands = count, "The queue was saved as a file");
        Ok(SavedQueue {
            path: saved.path,
            bytes: saved.bytes,
            commands: u32::try_from(count).unwrap_or(u32::MAX),
        })
    })
    .await
}

fn failed(error: QueueError) -> CommandError {
    match error {
        QueueError::Desk(error) => error.into(),
        QueueError::Empty => Reason::QueueEmpty.into(),
        QueueError::NoKey => Reason::NoQueueKey.into(),
        QueueError::File(error) => CommandError::internal("the file of the queue could not be made", &error),
    }
}
