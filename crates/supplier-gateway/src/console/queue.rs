//! `queue accept`: takes the waiting commands of a device out of a file, each once under its own key.

use crate::access::devices::{self, Device};
use crate::access::tokens::Caller;
use crate::commands::{CommandsError, carry_out};
use crate::console::import::Outcome;
use crate::console::target::{Target, moment, write_json};
use crate::state::{GatewayState, OpenError};
use crate::storage::{StorageError, read, write};
use cabinet_protocol::commands::{CommandResult, Verdict};
use cabinet_protocol::queue_file::{self, MAX_QUEUE_FILE_BYTES, QueueFileError, QueuedCommand};
use serde_json::json;
use std::collections::BTreeSet;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

/// Why nothing of a file was taken.
#[derive(Debug, thiserror::Error)]
pub enum QueueCommandError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A command could not be carried out; those before it stand, and the file can be taken again.
    #[error(
        "a command of the file could not be carried out; what came before it was taken, and the file can be taken again"
    )]
    Commands(#[from] CommandsError),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
    /// The file cannot be read.
    #[error("«{}» cannot be read: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// It is larger than any queue.
    #[error("«{}» is larger than any queue; it is not one", path.display())]
    TooLarge {
        /// Which.
        path: PathBuf,
    },
    /// It is no queue, not whole, or changed.
    #[error(transparent)]
    File(#[from] QueueFileError),
    /// It is for another supplier, or for this one before his gateway was set up anew.
    #[error(
        "the file is for another gateway ({theirs}, this one is {ours}): the dealer has to save it in the profile of this supplier"
    )]
    Foreign {
        /// Whose it is.
        theirs: String,
        /// This one.
        ours: String,
    },
    /// No such device.
    #[error("the file is of a device that this gateway does not know")]
    UnknownDevice,
    /// The device was shut out.
    #[error("the file is of the device «{name}» of {person}, which was revoked on {at}: nothing of it is taken")]
    Revoked {
        /// Name of the device.
        name: String,
        /// Whose it is.
        person: String,
        /// When.
        at: String,
    },
}

/// `queue …`
#[derive(Debug, clap::Subcommand)]
pub enum QueueCommand {
    /// Take the waiting commands of a device out of a file that it saved; a file can be taken again, and does nothing then.
    Accept(QueueAccept),
}

/// `queue accept`
#[derive(Debug, clap::Args)]
pub struct QueueAccept {
    #[command(flatten)]
    target: Target,
    /// The file.
    file: PathBuf,
}

/// What became of a command.
struct Taken {
    key: String,
    kind: &'static str,
    /// `taken`, `already`, `changed`, `rejected`, `needs_files`, `waits`.
    what: &'static str,
    /// Number of an order, or the reason.
    about: String,
}

/// Runs `queue …`.
///
/// # Errors
/// [`QueueCommandError`].
pub(super) fn queue(command: &QueueCommand, out: &mut dyn Write) -> Result<Outcome, QueueCommandError> {
    let QueueCommand::Accept(accept) = command;
    let text = text_of(&accept.file)?;
    let state = accept.target.open()?;
    let unproven = queue_file::read(&text)?;
    let ours = state.queue_secret.gateway();
    if unproven.file.gateway != ours {
        return Err(QueueCommandError::Foreign {
            theirs: unproven.file.gateway,
            ours,
        });
    }
    let key = state.queue_secret.of_device(&unproven.file.device);
    let file = unproven.prove(&key.key)?;
    let device = read(state.db.as_ref(), |tx| devices::list(tx))?
        .into_iter()
        .find(|device| device.id == file.device)
        .ok_or(QueueCommandError::UnknownDevice)?;
    if let Some(at_ms) = device.revoked_at_ms {
        return Err(QueueCommandError::Revoked {
            name: device.name,
            person: device.person_name,
            at: moment(at_ms),
        });
    }
    let taken = take(&state, &device, &file.commands)?;
    tell(&accept.target, &device, &taken, out)?;
    let all = taken.iter().all(|one| matches!(one.what, "taken" | "already"));
    Ok(if all { Outcome::Done } else { Outcome::NotAll })
}

fn text_of(path: &Path) -> Result<String, QueueCommandError> {
    let failed = |source| QueueCommandError::Read {
        path: path.to_owned(),
        source,
    };
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(MAX_QUEUE_FILE_BYTES.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|bytes| bytes > MAX_QUEUE_FILE_BYTES) {
        return Err(QueueCommandError::TooLarge { path: path.to_owned() });
    }
    String::from_utf8(bytes).map_err(|_| QueueFileError::NotAQueue.into())
}

/// Carries the commands out in their order; what follows one that has no final verdict yet in its chain waits with it.
fn take(state: &GatewayState, device: &Device, commands: &[QueuedCommand]) -> Result<Vec<Taken>, QueueCommandError> {
    let caller = Caller {
        device: device.id.clone(),
        person: device.person.clone(),
        person_name: device.person_name.clone(),
        access_until_ms: i64::MAX,
        is_proof: false,
    };
    let mut waiting = BTreeSet::new();
    let mut taken = Vec::new();
    for QueuedCommand { chain, command } in commands {
        if waiting.contains(chain) {
            taken.push(Taken {
                key: command.key.to_string(),
                kind: command.body.kind(),
                what: "waits",
                about: "behind the one before it".to_owned(),
            });
            continue;
        }
        let result = write(state.db.as_ref(), |tx| {
            carry_out(tx, &state.settings, &caller, command, state.now_ms())
        })?;
        if matches!(result.verdict, Verdict::NeedsFiles { .. } | Verdict::InProgress) {
            waiting.insert(chain.clone());
        }
        taken.push(of_result(command.body.kind(), &result));
    }
    Ok(taken)
}

fn of_result(kind: &'static str, result: &CommandResult) -> Taken {
    let done = if result.is_replay { "already" } else { "taken" };
    let (what, about) = match &result.verdict {
        Verdict::Placed { number, .. } => (done, number.clone()),
        Verdict::Done => (done, String::new()),
        Verdict::Changed { .. } => (
            "changed",
            "prices, stock or delivery are not as they were accepted; the buyer is asked at the next connection"
                .to_owned(),
        ),
        Verdict::Rejected { reason } => (
            "rejected",
            serde_json::to_value(reason)
                .ok()
                .and_then(|word| word.as_str().map(str::to_owned))
                .unwrap_or_default(),
        ),
        Verdict::NeedsFiles { .. } => (
            "needs_files",
            "its pictures are not in the file; it comes with them at the next connection".to_owned(),
        ),
        Verdict::InProgress => ("waits", "the gateway is still at it".to_owned()),
        Verdict::KeyReused => ("rejected", "its key was used for something else".to_owned()),
    };
    Taken {
        key: result.key.to_string(),
        kind,
        what,
        about,
    }
}

fn tell(target: &Target, device: &Device, taken: &[Taken], out: &mut dyn Write) -> Result<(), QueueCommandError> {
    if target.json {
        let commands: Vec<_> = taken
            .iter()
            .map(|one| json!({ "id": one.key, "kind": one.kind, "outcome": one.what, "about": one.about }))
            .collect();
        let answer = json!({
            "id": device.id,
            "device": device.name,
            "person": device.person_name,
            "commands": commands,
        });
        return Ok(write_json(out, &answer)?);
    }
    writeln!(out, "{}, «{}»", device.person_name, device.name)?;
    for one in taken {
        writeln!(out, "{}  {}  {}  {}", one.key, one.kind, one.what, one.about)?;
    }
    let count = |what: &str| taken.iter().filter(|one| one.what == what).count();
    writeln!(
        out,
        "{} taken, {} were there already, {} not taken",
        count("taken"),
        count("already"),
        taken
            .len()
            .saturating_sub(count("taken"))
            .saturating_sub(count("already")),
    )?;
    Ok(())
}
