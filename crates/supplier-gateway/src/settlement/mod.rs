//! Acts of reconciliation: asked for by dealers, made at once out of what 1C and the balances told, else left to the operator.
//!
//! In: the command `ask_act`, `act make`, `act answer`, `act refuse`. Out: rows `a:` of `doc:<entity>`, which only devices get whose
//! role sees money. Invariants: the same contract and period of a legal entity is one row, and the last answer stands; an act never
//! leaves out a document that is known to move the balance: then there is none, and the trouble is told.

mod known;
mod make;
#[cfg(test)]
mod make_tests;
mod stored;
mod told;

pub use stored::{Listed, get, list};

use crate::access::tokens::Caller;
use crate::access::{AccessError, people};
use crate::documents::DocumentsError;
use crate::feeds::{self, RowChange};
use crate::settings::Settings;
use crate::storage::{StorageError, Tx};
use cabinet_domain::delivery::{day_at, read_date};
use cabinet_domain::ids::EntityId;
use cabinet_protocol::commands::{RejectReason, Verdict};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::DocumentRow;
use cabinet_protocol::settlement::{ASKS_KEPT, ActRow, AskAct, CONTRACT_LIMIT};
use make::{Cannot, Wanted};
use prost::Message as _;

/// The longest note of the operator, in characters.
pub const NOTE_LIMIT: usize = 1000;

/// Why acts could not be read or made at all.
#[derive(Debug, thiserror::Error)]
pub enum SettlementError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Documents could not be read.
    #[error(transparent)]
    Documents(#[from] DocumentsError),
    /// People could not be read.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A stored act cannot be read.
    #[error("the stored act {0} cannot be read; it was written by another version of the gateway")]
    Unreadable(String),
    /// No such ask.
    #[error("nobody asked for an act {0}; `act list --all` shows all")]
    Unknown(String),
    /// The note is too long.
    #[error("a note has at most {NOTE_LIMIT} characters")]
    LongNote,
    /// A refusal without words.
    #[error("say in words why there is no act: the dealer reads them")]
    NoReason,
}

/// Makes the act that a dealer asks for, or keeps the ask with why there is none.
///
/// # Errors
/// [`SettlementError`].
pub(crate) fn ask(
    tx: &mut dyn Tx,
    settings: &Settings,
    caller: &Caller,
    entity: &EntityId,
    wanted: &AskAct,
    now_ms: i64,
) -> Result<Verdict, SettlementError> {
    let rejected = |reason| Ok(Verdict::Rejected { reason });
    let contract = wanted.contract.trim();
    let (Some(from), Some(to)) = (read_date(&wanted.from), read_date(&wanted.to)) else {
        return rejected(RejectReason::Invalid);
    };
    let is_ahead = day_at(now_ms, settings.orders.utc_offset_minutes).is_some_and(|today| to > today);
    if from > to || is_ahead || contract.chars().count() > CONTRACT_LIMIT {
        return rejected(RejectReason::Invalid);
    }
    if !contract.is_empty() && !known::contracts(tx, entity)?.contains(contract) {
        return rejected(RejectReason::Invalid);
    }
    let asked_by = people::get(tx, &caller.person)?
        .map(|person| person.name)
        .unwrap_or_default();
    let id = id_of(entity, contract, &wanted.from, &wanted.to);
    // The signed act of the supplier's people is not lost when the same period is asked for again.
    let said = get(tx, &id)?.map(|before| before.row).unwrap_or_default();
    let row = ActRow {
        id: id.clone(),
        contract: contract.to_owned(),
        from: wanted.from.clone(),
        to: wanted.to.clone(),
        asked_by,
        asked_at_ms: now_ms,
        ..ActRow::default()
    };
    let mut row = made(tx, settings, entity, row, now_ms)?;
    row.is_earlier = !(said.note.is_empty() && said.document.is_empty());
    row.note = said.note;
    row.document = said.document;
    put(tx, entity, &row, now_ms)?;
    stored::put_asker(tx, &id, &caller.person)?;
    let beyond = stored::beyond(tx, entity, ASKS_KEPT)?;
    // Where nothing but open asks is left, the one that was just made stays all the same.
    for old in beyond.into_iter().filter(|old| *old != id) {
        stored::remove(tx, &old)?;
        publish(tx, entity, &old, None, now_ms)?;
    }
    Ok(Verdict::Done)
}

/// Makes the act of an ask anew, out of what is known by now.
///
/// # Errors
/// [`SettlementError`].
pub fn make_again(tx: &mut dyn Tx, settings: &Settings, id: &str, now_ms: i64) -> Result<Listed, SettlementError> {
    let Listed { entity, row, .. } = known_ask(tx, id)?;
    let row = made(tx, settings, &entity, row, now_ms)?;
    put(tx, &entity, &row, now_ms)?;
    let one = known_ask(tx, id)?;
    if !one.row.acts.is_empty() {
        told::tell(tx, &one, now_ms)?;
    }
    Ok(one)
}

/// Answers an ask by a document of the legal entity that is in already, else refuses it in the words of the supplier's people: then
/// there is no act. Either way nothing is left of why the gateway made none.
///
/// # Errors
/// [`SettlementError`].
pub fn answer(
    tx: &mut dyn Tx,
    id: &str,
    note: &str,
    document: Option<&str>,
    now_ms: i64,
) -> Result<Listed, SettlementError> {
    if note.chars().count() > NOTE_LIMIT {
        return Err(SettlementError::LongNote);
    }
    let Listed { entity, mut row, .. } = known_ask(tx, id)?;
    if document.is_none() {
        if note.trim().is_empty() {
            return Err(SettlementError::NoReason);
        }
        row.acts.clear();
    }
    row.trouble.clear();
    row.numbers.clear();
    row.is_earlier = false;
    note.trim().clone_into(&mut row.note);
    document.unwrap_or_default().clone_into(&mut row.document);
    row.answered_at_ms = now_ms;
    put(tx, &entity, &row, now_ms)?;
    let one = known_ask(tx, id)?;
    told::tell(tx, &one, now_ms)?;
    Ok(one)
}

fn known_ask(tx: &mut dyn Tx, id: &str) -> Result<Listed, SettlementError> {
    get(tx, id)?.ok_or_else(|| SettlementError::Unknown(id.to_owned()))
}

/// The row with the act in it, or with why there is none; what the operator said before is about an older state.
fn made(
    tx: &mut dyn Tx,
    settings: &Settings,
    entity: &EntityId,
    mut row: ActRow,
    now_ms: i64,
) -> Result<ActRow, SettlementError> {
    let known = known::read(tx, entity, settings.orders.utc_offset_minutes)?;
    let wanted = Wanted {
        contract: &row.contract,
        from: &row.from,
        to: &row.to,
    };
    (row.acts, row.trouble, row.numbers) = match make::make(&known, wanted) {
        Ok(acts) => (acts, String::new(), Vec::new()),
        Err(Cannot { trouble, numbers }) => (Vec::new(), trouble.code().to_owned(), numbers),
    };
    row.note.clear();
    row.document.clear();
    row.is_earlier = false;
    row.answered_at_ms = now_ms;
    Ok(row)
}

fn put(tx: &mut dyn Tx, entity: &EntityId, row: &ActRow, now_ms: i64) -> Result<(), SettlementError> {
    stored::put(tx, entity, row)?;
    publish(tx, entity, &row.id, Some(row), now_ms)?;
    Ok(())
}

fn publish(
    tx: &mut dyn Tx,
    entity: &EntityId,
    id: &str,
    row: Option<&ActRow>,
    now_ms: i64,
) -> Result<(), StorageError> {
    let change = RowChange {
        key: format!("a:{id}"),
        body: row.map(|row| {
            DocumentRow {
                act: Some(row.clone()),
                ..DocumentRow::default()
            }
            .encode_to_vec()
        }),
    };
    let feed = FeedName::Documents(entity.as_str().to_owned());
    feeds::publish(tx, &feed, &[change], now_ms).map(drop)
}

/// The id of an ask: of what names it, so that asking again asks the same.
fn id_of(entity: &EntityId, contract: &str, from: &str, to: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [entity.as_str(), contract, from, to] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex().chars().take(32).collect()
}
