//! The queue as a file, for a supplier who cannot be reached: what is in it, and the key that seals it.

use cabinet_desk::{Desk, DeskError};
use cabinet_protocol::commands::{Command, CommandBody};
use cabinet_protocol::queue_file::{self, QueueFile, QueueFileError, QueueKey, QueuedCommand};
use serde::{Deserialize, Serialize};

/// The setting that keeps the key, as JSON of [`Kept`]; the desk is encrypted.
const QUEUE_KEY: &str = "queue_key";

/// The key with the device that it was given to: another enrolment gets another one.
#[derive(Serialize, Deserialize)]
struct Kept {
    device: String,
    queue: QueueKey,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The desk failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// Nothing waits.
    #[error("nothing waits to be sent")]
    Empty,
    /// The gateway has given no key: it was never reached since, or it takes no files.
    #[error("the supplier's gateway has given no key for files yet")]
    NoKey,
    /// The file cannot be made.
    #[error(transparent)]
    File(#[from] QueueFileError),
}

/// The key of this device, if it has one.
///
/// # Errors
/// [`DeskError`].
pub fn key(desk: &Desk) -> Result<Option<QueueKey>, DeskError> {
    let Some(session) = desk.session()? else {
        return Ok(None);
    };
    let kept = desk.setting(QUEUE_KEY)?.unwrap_or_default();
    // One that cannot be read, or of an earlier enrolment, is asked for again.
    let kept = serde_json::from_str::<Kept>(&kept).ok();
    Ok(kept.filter(|kept| kept.device == session.device).map(|kept| kept.queue))
}

/// Keeps the key of this device.
pub(crate) fn keep_key(desk: &Desk, queue: &QueueKey) -> Result<(), DeskError> {
    let Some(session) = desk.session()? else { return Ok(()) };
    let kept = Kept {
        device: session.device,
        queue: queue.clone(),
    };
    // Plain structs of strings: writing them as JSON cannot fail.
    desk.put_setting(QUEUE_KEY, &serde_json::to_string(&kept).unwrap_or_default())
}

/// Everything that waits as the text of a file, and how many commands that is. What is in it stands on the desk as possibly
/// carried out before this returns, so that the file may be handed in at any time.
///
/// # Errors
/// [`QueueError`].
pub fn hand_out(desk: &Desk, now_ms: i64, gateway_now_ms: i64) -> Result<(String, usize), QueueError> {
    let key = key(desk)?.ok_or(QueueError::NoKey)?;
    let session = desk.session()?.ok_or(QueueError::NoKey)?;
    let commands: Vec<QueuedCommand> = desk
        // One that this build cannot read is set aside when its turn comes, and shown.
        .hand_out_queue(
            |waiting| serde_json::from_str::<CommandBody>(&waiting.body).is_ok(),
            now_ms,
        )?
        .into_iter()
        .filter_map(|waiting| {
            let body = serde_json::from_str::<CommandBody>(&waiting.body).ok()?;
            Some(QueuedCommand {
                chain: waiting.chain,
                command: Command {
                    key: waiting.key,
                    entity: waiting.entity,
                    body,
                },
            })
        })
        .collect();
    if commands.is_empty() {
        return Err(QueueError::Empty);
    }
    let count = commands.len();
    let file = QueueFile {
        gateway: key.gateway,
        device: session.device,
        person_name: session.person_name,
        saved_at_ms: gateway_now_ms,
        commands,
    };
    Ok((queue_file::write(&file, &key.key)?, count))
}
