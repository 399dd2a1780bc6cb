//! Claims: filed and discussed by dealers, answered by the operator; their files.
//!
//! In: the commands of devices with files that are uploaded already, the words of the operator. Out: verdicts, rows of
//! `claim:<entity>`, notices. Invariants: a claim stands on a line of an order of its entity that was not cancelled; a
//! message and its files are there together or not at all; a closed claim never changes.

pub mod answer;
mod file;
mod publish;
mod say;
pub mod settings;
pub mod stored;
pub mod uploads;

pub(crate) use file::file;
pub(crate) use say::say;

use crate::access::AccessError;
use crate::claims::settings::ClaimSettings;
use crate::orders::OrdersError;
use crate::storage::{StorageError, Tx};
use cabinet_domain::ids::EntityId;
use cabinet_protocol::claims::{NAME_LIMIT, SentFile, TEXT_LIMIT};
use cabinet_protocol::commands::{RejectReason, Verdict};

/// Why a question of claims could not be answered at all. Refusals are values of the single operations.
#[derive(Debug, thiserror::Error)]
pub enum ClaimsError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Rights could not be read.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The order could not be read.
    #[error(transparent)]
    Orders(#[from] OrdersError),
    /// A stored claim does not read back: a word in it is not known to this build.
    #[error("a stored claim has the unknown {what} «{value}»; it was written by another version of the gateway")]
    UnknownWord {
        /// Which column.
        what: &'static str,
        /// What stands there.
        value: String,
    },
}

/// What a dealer's command came to before it was carried out.
pub(crate) enum Screened {
    /// It can be carried out.
    Passes,
    /// It cannot, or not yet.
    Stopped(Verdict),
}

fn rejected(reason: RejectReason) -> Verdict {
    Verdict::Rejected { reason }
}

/// Whether the text and the files of a message are within the limits, and the files are there.
fn screen(
    tx: &mut dyn Tx,
    limits: &ClaimSettings,
    entity: &EntityId,
    text: &str,
    files: &[SentFile],
) -> Result<Screened, StorageError> {
    let is_too_much = text.chars().count() > TEXT_LIMIT
        || files.len() > usize::try_from(limits.max_files).unwrap_or(usize::MAX)
        || files.iter().any(|file| file.bytes > limits.max_file_bytes);
    if is_too_much {
        return Ok(Screened::Stopped(rejected(RejectReason::TooMuch)));
    }
    let is_proper = |file: &SentFile| {
        !file.name.is_empty() && file.name.chars().count() <= NAME_LIMIT && file.media_type.len() <= 100
    };
    if !files.iter().all(is_proper) {
        return Ok(Screened::Stopped(rejected(RejectReason::Invalid)));
    }
    let mut missing = Vec::new();
    for file in files {
        if !uploads::is_whole(tx, entity, &file.blake3, file.bytes)? {
            missing.push(file.blake3.clone());
        }
    }
    if missing.is_empty() {
        Ok(Screened::Passes)
    } else {
        Ok(Screened::Stopped(Verdict::NeedsFiles { missing }))
    }
}
