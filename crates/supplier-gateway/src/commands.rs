//! Commands of devices: each happens at most once, under the rights of its kind, and has one final verdict.
//!
//! In: a command with its key. Out: its verdict, now or as it was the first time. Invariants: key, rights, effect and
//! verdict commit together, or none does; what a kind of command needs says `CommandBody::right` alone.

use crate::access::tokens::Caller;
use crate::access::{AccessError, people};
use crate::claims::{self, ClaimsError};
use crate::orders::{OrdersError, place};
use crate::settings::Settings;
use crate::settlement::{self, SettlementError};
use crate::storage::{Row, StorageError, Tx, query_one};
use crate::{codes, feedback, subscriptions, templates, wishes};
use cabinet_protocol::commands::{Command, CommandBody, CommandResult, RejectReason, Verdict};

/// Why a command could not be carried out at all. Refusals are verdicts.
#[derive(Debug, thiserror::Error)]
pub enum CommandsError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Rights could not be read.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The order could not be placed or refused.
    #[error(transparent)]
    Orders(#[from] OrdersError),
    /// The claim could not be filed, told or refused.
    #[error(transparent)]
    Claims(#[from] ClaimsError),
    /// The act could not be made or refused.
    #[error(transparent)]
    Settlement(#[from] SettlementError),
    /// A stored verdict or command cannot be read or written as JSON.
    #[error("a stored verdict cannot be read; it was written by another version of the gateway")]
    Verdict(#[source] serde_json::Error),
}

const SELECT_COMMAND: &str = "
    SELECT person, fingerprint, verdict
    FROM command
    WHERE entity = $1
      AND command_key = $2";

const INSERT_COMMAND: &str = "
    INSERT INTO command (entity, command_key, person, device, fingerprint, verdict, done_at_ms)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

const FIND_REFUSED: &str = "
    SELECT refused_at_ms
    FROM refused_command
    WHERE person = $1
      AND entity = $2
      AND command_key = $3";

const REMEMBER_REFUSED: &str = "
    INSERT INTO refused_command (person, entity, command_key, refused_at_ms)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (person, entity, command_key) DO NOTHING";

const FORGET_REFUSED: &str = "
    DELETE FROM refused_command
    WHERE person = $1
      AND refused_at_ms < $2";

/// How long a refusal is kept: far longer than any request is on its way.
const REFUSED_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// The longest key of a command, in bytes; a UUID has 36.
const KEY_LIMIT: usize = 100;

/// Carries a command out, or repeats the verdict of the first time. Call it in a write transaction.
///
/// A verdict once stored is given again even to a person who has lost the right since: it tells what happened.
///
/// # Errors
/// [`CommandsError`]; nothing has then happened and the key is free.
pub fn carry_out(
    tx: &mut dyn Tx,
    settings: &Settings,
    caller: &Caller,
    command: &Command,
    now_ms: i64,
) -> Result<CommandResult, CommandsError> {
    let result = |is_replay, verdict| CommandResult {
        key: command.key.clone(),
        is_replay,
        verdict,
    };
    let forbidden = Verdict::Rejected {
        reason: RejectReason::Forbidden,
    };
    let fingerprint = fingerprint_of(command)?;
    let params = [command.entity.as_str().into(), command.key.as_str().into()];
    let earlier = query_one(tx, SELECT_COMMAND, &params, read_earlier)?;
    let is_own = earlier
        .as_ref()
        .is_some_and(|earlier| earlier.person == caller.person.as_str());
    if !is_own && !people::may(tx, &caller.person, &command.entity, command.body.right())? {
        // Who has no right here leaves no trace under this entity's keys; that he was told so is kept under his own.
        remember_refused(tx, caller, command, now_ms)?;
        return Ok(result(false, forbidden));
    }
    if let Some(earlier) = earlier {
        if earlier.fingerprint != fingerprint {
            return Ok(result(false, Verdict::KeyReused));
        }
        let verdict = serde_json::from_str(&earlier.verdict).map_err(CommandsError::Verdict)?;
        return Ok(result(true, verdict));
    }
    // The right came back, and with it a request that was long on its way.
    if was_refused(tx, caller, command)? {
        return Ok(result(true, forbidden));
    }
    if command.key.as_str().is_empty() || command.key.as_str().len() > KEY_LIMIT {
        return Ok(result(
            false,
            Verdict::Rejected {
                reason: RejectReason::Invalid,
            },
        ));
    }
    let verdict = match &command.body {
        CommandBody::Place(wanted) => place::place(tx, settings, caller, command, wanted, now_ms)?,
        CommandBody::Subscribe(wanted) => {
            let offset = settings.orders.utc_offset_minutes;
            subscriptions::subscribe(tx, &caller.person, &command.entity, wanted, offset, now_ms)?
        }
        CommandBody::Unsubscribe(wanted) => {
            subscriptions::unsubscribe(tx, &caller.person, &command.entity, wanted, now_ms)?
        }
        CommandBody::Wish(wanted) => wishes::wish(tx, &caller.person, &command.entity, wanted, now_ms)?,
        CommandBody::Unwish(wanted) => wishes::unwish(tx, &caller.person, &command.entity, wanted, now_ms)?,
        CommandBody::Feedback(said) => feedback::take(tx, &caller.person, &command.entity, said, now_ms)?,
        CommandBody::TeachCodes(wanted) => codes::teach(tx, &caller.person, &command.entity, wanted, now_ms)?,
        CommandBody::ShareTemplate(wanted) => templates::share(tx, &caller.person, &command.entity, wanted, now_ms)?,
        CommandBody::AskAct(wanted) => settlement::ask(tx, settings, caller, &command.entity, wanted, now_ms)?,
        CommandBody::FileClaim(wanted) => claims::file(tx, settings, caller, command, wanted, now_ms)?,
        CommandBody::SayInClaim(wanted) => claims::say(tx, settings, caller, command, wanted, now_ms)?,
    };
    if matches!(verdict, Verdict::NeedsFiles { .. }) {
        // Not the final word: nothing happened, and the same key comes again with the files there.
        return Ok(result(false, verdict));
    }
    let params = [
        command.entity.as_str().into(),
        command.key.as_str().into(),
        caller.person.as_str().into(),
        caller.device.as_str().into(),
        fingerprint.into(),
        serde_json::to_string(&verdict).map_err(CommandsError::Verdict)?.into(),
        now_ms.into(),
    ];
    tx.execute(INSERT_COMMAND, &params)?;
    Ok(result(false, verdict))
}

fn remember_refused(tx: &mut dyn Tx, caller: &Caller, command: &Command, now_ms: i64) -> Result<(), StorageError> {
    if command.key.as_str().len() > KEY_LIMIT || command.entity.as_str().len() > KEY_LIMIT {
        return Ok(());
    }
    let person = caller.person.as_str();
    tx.execute(
        FORGET_REFUSED,
        &[person.into(), now_ms.saturating_sub(REFUSED_MS).into()],
    )?;
    let params = [
        person.into(),
        command.entity.as_str().into(),
        command.key.as_str().into(),
        now_ms.into(),
    ];
    tx.execute(REMEMBER_REFUSED, &params).map(drop)
}

fn was_refused(tx: &mut dyn Tx, caller: &Caller, command: &Command) -> Result<bool, StorageError> {
    let params = [
        caller.person.as_str().into(),
        command.entity.as_str().into(),
        command.key.as_str().into(),
    ];
    let found = query_one(tx, FIND_REFUSED, &params, |row| row.int("refused_at_ms"))?;
    Ok(found.is_some())
}

struct Earlier {
    person: String,
    fingerprint: Vec<u8>,
    verdict: String,
}

fn read_earlier(row: &dyn Row) -> Result<Earlier, StorageError> {
    Ok(Earlier {
        person: row.text("person")?,
        fingerprint: row.bytes("fingerprint")?,
        verdict: row.text("verdict")?,
    })
}

/// The hash of what the command wants. Structs serialise in one order, so equal commands give equal bytes.
fn fingerprint_of(command: &Command) -> Result<Vec<u8>, CommandsError> {
    let body = serde_json::to_vec(&(&command.entity, &command.body)).map_err(CommandsError::Verdict)?;
    Ok(blake3::hash(&body).as_bytes().to_vec())
}
