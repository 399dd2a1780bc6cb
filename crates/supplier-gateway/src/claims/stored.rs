//! Claims as they stand in the database, whole: head, messages with their files, states.

use crate::claims::ClaimsError;
use crate::storage::{Row, StorageError, Tx, Value, query_all, query_one};
use cabinet_domain::claim::{ClaimKind, ClaimRemedy, ClaimState};
use cabinet_domain::ids::{ClaimId, EntityId, ItemId, OrderId, PersonId};
use cabinet_protocol::claims::SentFile;

/// Everything that is one value per claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimHead {
    /// UUID made on the device.
    pub id: ClaimId,
    /// Given by the gateway.
    pub number: i64,
    /// Whose claim it is.
    pub entity: EntityId,
    /// Who filed it.
    pub person: PersonId,
    /// The name of that person at that time.
    pub filed_by: String,
    /// UTC, ms since 1970.
    pub filed_at_ms: i64,
    /// On which order.
    pub order: OrderId,
    /// Its number.
    pub order_number: String,
    /// On which item of it.
    pub item: ItemId,
    /// As in the order.
    pub article: String,
    /// As in the order.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// How much, in thousandths.
    pub quantity_milli: i64,
    /// What is wrong.
    pub kind: ClaimKind,
    /// What is demanded.
    pub remedy: ClaimRemedy,
    /// Where it stands.
    pub state: ClaimState,
    /// When an answer is owed, UTC, ms since 1970.
    pub answer_by_ms: Option<i64>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// UTC, ms since 1970.
    pub at_ms: i64,
    /// Who wrote it; `None` for the supplier.
    pub person: Option<PersonId>,
    /// The name at that time.
    pub who: String,
    /// The command that brought it; empty for the supplier.
    pub command_key: String,
    /// Plain text.
    pub text: String,
    /// In their order.
    pub files: Vec<SentFile>,
}

/// A state and when it was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimStateChange {
    /// The state.
    pub state: ClaimState,
    /// UTC, ms since 1970.
    pub at_ms: i64,
    /// The person, or the supplier.
    pub who: String,
}

/// A claim, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredClaim {
    /// Its head.
    pub head: ClaimHead,
    /// In the order in which they came.
    pub messages: Vec<Message>,
    /// In the order in which they were reached.
    pub history: Vec<ClaimStateChange>,
}

const INSERT_CLAIM: &str = "
    INSERT INTO claim
        (id, number, entity, person, filed_by, filed_at_ms, order_id, order_number, item, article, name, unit,
         quantity_milli, kind, remedy, state, answer_by_ms)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

const NEXT_NUMBER: &str = "
    SELECT coalesce(max(number), 0) + 1 AS number
    FROM claim";

const UPDATE_STATE: &str = "
    UPDATE claim
    SET state = $2, answer_by_ms = $3
    WHERE id = $1";

const INSERT_STATE: &str = "
    INSERT INTO claim_state_change (claim, ordinal, state, at_ms, who)
    SELECT $1, coalesce(max(ordinal), 0) + 1, $2, $3, $4
    FROM claim_state_change
    WHERE claim = $1";

const NEXT_MESSAGE: &str = "
    SELECT coalesce(max(ordinal), 0) + 1 AS ordinal
    FROM claim_message
    WHERE claim = $1";

const INSERT_MESSAGE: &str = "
    INSERT INTO claim_message (claim, ordinal, at_ms, person, who, command_key, text)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

const INSERT_FILE: &str = "
    INSERT INTO claim_file (claim, message, ordinal, blake3, name, media_type, bytes)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

const SELECT_CLAIM: &str = "
    SELECT id, number, entity, person, filed_by, filed_at_ms, order_id, order_number, item, article, name, unit,
           quantity_milli, kind, remedy, state, answer_by_ms
    FROM claim
    WHERE id = $1";

const SELECT_CLAIMS: &str = "
    SELECT id, number, entity, person, filed_by, filed_at_ms, order_id, order_number, item, article, name, unit,
           quantity_milli, kind, remedy, state, answer_by_ms
    FROM claim
    ORDER BY number";

const SELECT_ID_BY_NUMBER: &str = "
    SELECT id
    FROM claim
    WHERE number = $1";

const SELECT_MESSAGES: &str = "
    SELECT ordinal, at_ms, person, who, command_key, text
    FROM claim_message
    WHERE claim = $1
    ORDER BY ordinal";

const SELECT_FILES: &str = "
    SELECT message, blake3, name, media_type, bytes
    FROM claim_file
    WHERE claim = $1
    ORDER BY message, ordinal";

const SELECT_STATES: &str = "
    SELECT state, at_ms, who
    FROM claim_state_change
    WHERE claim = $1
    ORDER BY ordinal";

const SELECT_FILE: &str = "
    SELECT f.name, f.media_type, f.bytes
    FROM claim_file f
    JOIN claim c ON c.id = f.claim
    WHERE c.entity = $1
      AND c.id = $2
      AND f.blake3 = $3";

/// The number of the next claim.
pub(super) fn next_number(tx: &mut dyn Tx) -> Result<i64, StorageError> {
    Ok(query_one(tx, NEXT_NUMBER, &[], |row| row.int("number"))?.unwrap_or(1))
}

/// Writes a new claim with its first state.
pub(super) fn insert(tx: &mut dyn Tx, head: &ClaimHead) -> Result<(), StorageError> {
    let params = [
        head.id.as_str().into(),
        head.number.into(),
        head.entity.as_str().into(),
        head.person.as_str().into(),
        head.filed_by.as_str().into(),
        head.filed_at_ms.into(),
        head.order.as_str().into(),
        head.order_number.as_str().into(),
        head.item.as_str().into(),
        head.article.as_str().into(),
        head.name.as_str().into(),
        head.unit.as_str().into(),
        head.quantity_milli.into(),
        head.kind.code().into(),
        head.remedy.code().into(),
        head.state.code().into(),
        head.answer_by_ms.into(),
    ];
    tx.execute(INSERT_CLAIM, &params)?;
    insert_state(tx, &head.id, head.state, head.filed_at_ms, &head.filed_by)
}

/// Brings a claim to another state, and says until when an answer is owed from now on.
pub(super) fn set_state(
    tx: &mut dyn Tx,
    head: &ClaimHead,
    state: ClaimState,
    answer_by_ms: Option<i64>,
    at_ms: i64,
    who: &str,
) -> Result<(), StorageError> {
    let params = [head.id.as_str().into(), state.code().into(), answer_by_ms.into()];
    tx.execute(UPDATE_STATE, &params)?;
    if state == head.state {
        return Ok(());
    }
    insert_state(tx, &head.id, state, at_ms, who)
}

/// Adds a message with its files at the end.
pub(super) fn add_message(tx: &mut dyn Tx, claim: &ClaimId, message: &Message) -> Result<(), StorageError> {
    let ordinal = query_one(tx, NEXT_MESSAGE, &[claim.as_str().into()], |row| row.int("ordinal"))?.unwrap_or(1);
    let params = [
        claim.as_str().into(),
        ordinal.into(),
        message.at_ms.into(),
        message.person.as_ref().map(PersonId::as_str).into(),
        message.who.as_str().into(),
        message.command_key.as_str().into(),
        message.text.as_str().into(),
    ];
    tx.execute(INSERT_MESSAGE, &params)?;
    for (file, place) in message.files.iter().zip(1_i64..) {
        let params = [
            claim.as_str().into(),
            ordinal.into(),
            place.into(),
            file.blake3.as_str().into(),
            file.name.as_str().into(),
            file.media_type.as_str().into(),
            i64::try_from(file.bytes).unwrap_or(i64::MAX).into(),
        ];
        tx.execute(INSERT_FILE, &params)?;
    }
    Ok(())
}

/// One claim.
///
/// # Errors
/// [`ClaimsError`].
pub fn load(tx: &mut dyn Tx, id: &ClaimId) -> Result<Option<StoredClaim>, ClaimsError> {
    let key: [Value; 1] = [id.as_str().into()];
    let Some(head) = query_one(tx, SELECT_CLAIM, &key, read_head)? else {
        return Ok(None);
    };
    let head = head.known()?;
    let files = query_all(tx, SELECT_FILES, &key, |row| Ok((row.int("message")?, read_file(row)?)))?;
    let mut messages = query_all(tx, SELECT_MESSAGES, &key, |row| {
        let message = Message {
            at_ms: row.int("at_ms")?,
            person: row.opt_text("person")?.map(PersonId::new),
            who: row.text("who")?,
            command_key: row.text("command_key")?,
            text: row.text("text")?,
            files: Vec::new(),
        };
        Ok((row.int("ordinal")?, message))
    })?;
    for (ordinal, message) in &mut messages {
        let own = files.iter().filter(|(of, _)| of == ordinal);
        message.files = own.map(|(_, file)| file.clone()).collect();
    }
    let states = query_all(tx, SELECT_STATES, &key, |row| {
        Ok((row.text("state")?, row.int("at_ms")?, row.text("who")?))
    })?;
    let mut history = Vec::with_capacity(states.len());
    for (state, at_ms, who) in states {
        let state = known_state(state)?;
        history.push(ClaimStateChange { state, at_ms, who });
    }
    Ok(Some(StoredClaim {
        head,
        messages: messages.into_iter().map(|(_, message)| message).collect(),
        history,
    }))
}

/// Heads of all claims, by number.
///
/// # Errors
/// [`ClaimsError`].
pub fn list(tx: &mut dyn Tx) -> Result<Vec<ClaimHead>, ClaimsError> {
    query_all(tx, SELECT_CLAIMS, &[], read_head)?
        .into_iter()
        .map(RawHead::known)
        .collect()
}

/// The id of the claim with a number.
///
/// # Errors
/// [`StorageError`].
pub fn id_of_number(tx: &mut dyn Tx, number: i64) -> Result<Option<ClaimId>, StorageError> {
    query_one(tx, SELECT_ID_BY_NUMBER, &[number.into()], |row| {
        Ok(ClaimId::new(row.text("id")?))
    })
}

/// A file of a claim of the entity; `None` when that claim has no such file.
///
/// # Errors
/// [`StorageError`].
pub fn file_of(
    tx: &mut dyn Tx,
    entity: &EntityId,
    claim: &ClaimId,
    blake3: &str,
) -> Result<Option<SentFile>, StorageError> {
    let params = [entity.as_str().into(), claim.as_str().into(), blake3.into()];
    let found = query_one(tx, SELECT_FILE, &params, |row| {
        Ok((row.text("name")?, row.text("media_type")?, row.int("bytes")?))
    })?;
    Ok(found.map(|(name, media_type, bytes)| SentFile {
        blake3: blake3.to_owned(),
        name,
        media_type,
        bytes: u64::try_from(bytes).unwrap_or(0),
    }))
}

fn insert_state(
    tx: &mut dyn Tx,
    claim: &ClaimId,
    state: ClaimState,
    at_ms: i64,
    who: &str,
) -> Result<(), StorageError> {
    let params = [claim.as_str().into(), state.code().into(), at_ms.into(), who.into()];
    tx.execute(INSERT_STATE, &params).map(|_| ())
}

fn read_file(row: &dyn Row) -> Result<SentFile, StorageError> {
    Ok(SentFile {
        blake3: row.text("blake3")?,
        name: row.text("name")?,
        media_type: row.text("media_type")?,
        bytes: u64::try_from(row.int("bytes")?).unwrap_or(0),
    })
}

/// A head whose words are not looked at yet.
struct RawHead {
    head: ClaimHead,
    kind: String,
    remedy: String,
    state: String,
}

impl RawHead {
    fn known(self) -> Result<ClaimHead, ClaimsError> {
        let unknown = |what: &'static str, value: String| ClaimsError::UnknownWord { what, value };
        let kind = ClaimKind::from_code(&self.kind).ok_or_else(|| unknown("kind", self.kind))?;
        let remedy = ClaimRemedy::from_code(&self.remedy).ok_or_else(|| unknown("remedy", self.remedy))?;
        Ok(ClaimHead {
            kind,
            remedy,
            state: known_state(self.state)?,
            ..self.head
        })
    }
}

fn known_state(word: String) -> Result<ClaimState, ClaimsError> {
    ClaimState::from_code(&word).ok_or(ClaimsError::UnknownWord {
        what: "state",
        value: word,
    })
}

fn read_head(row: &dyn Row) -> Result<RawHead, StorageError> {
    Ok(RawHead {
        head: ClaimHead {
            id: ClaimId::new(row.text("id")?),
            number: row.int("number")?,
            entity: EntityId::new(row.text("entity")?),
            person: PersonId::new(row.text("person")?),
            filed_by: row.text("filed_by")?,
            filed_at_ms: row.int("filed_at_ms")?,
            order: OrderId::new(row.text("order_id")?),
            order_number: row.text("order_number")?,
            item: ItemId::new(row.text("item")?),
            article: row.text("article")?,
            name: row.text("name")?,
            unit: row.text("unit")?,
            quantity_milli: row.int("quantity_milli")?,
            // Taken from their words by `known`.
            kind: ClaimKind::Defect,
            remedy: ClaimRemedy::Replace,
            state: ClaimState::Received,
            answer_by_ms: row.opt_int("answer_by_ms")?,
        },
        kind: row.text("kind")?,
        remedy: row.text("remedy")?,
        state: row.text("state")?,
    })
}
