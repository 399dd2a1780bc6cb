//! Claims that are not filed yet: with the user, or on their way in a command. A refused one comes back to the user.

use crate::attachment::{Parcel, drop_bodies, give_to_command, release_attachments};
use crate::desk::{Desk, DeskError};
use crate::outbox::{NewCommand, insert};
use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
use cabinet_domain::ids::{ClaimId, CommandKey, EntityId, ItemId, OrderId};
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// What was thrown away is kept this long.
const TRASH_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// A claim that is not filed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDraft {
    /// The claim keeps it when it is filed.
    pub id: ClaimId,
    /// For which legal entity.
    pub entity: EntityId,
    /// On which order.
    pub order: OrderId,
    /// Its number.
    pub order_number: String,
    /// On which item of it.
    pub item: ItemId,
    /// Copy from the order.
    pub article: String,
    /// Copy from the order.
    pub name: String,
    /// Copy from the order.
    pub unit: String,
    /// Quantity of the order's line, in thousandths.
    pub of_line_milli: i64,
    /// What is wrong.
    pub kind: ClaimKind,
    /// What is demanded.
    pub remedy: ClaimRemedy,
    /// How much of the line, in thousandths.
    pub quantity_milli: i64,
    /// What happened.
    pub text: String,
    /// UTC, ms since 1970.
    pub created_ms: i64,
    /// UTC, ms since 1970.
    pub updated_ms: i64,
    /// Thrown away since, UTC, ms since 1970.
    pub deleted_ms: Option<i64>,
    /// On its way in this command; then nothing of it changes.
    pub in_command: Option<CommandKey>,
    /// Code of the reason for which it was refused last.
    pub why: Option<String>,
}

/// What the user says of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimWords {
    /// What is wrong.
    pub kind: ClaimKind,
    /// What is demanded.
    pub remedy: ClaimRemedy,
    /// How much of the line, in thousandths.
    pub quantity_milli: i64,
    /// What happened.
    pub text: String,
}

/// A name for a new claim.
#[must_use]
pub fn new_claim_id() -> ClaimId {
    ClaimId::new(uuid::Uuid::new_v4().to_string())
}

const INSERT: &str = "
    INSERT INTO claim_draft
        (id, entity, order_id, order_number, item, article, name, unit, of_line_milli, kind, remedy, quantity_milli, text,
         created_ms, updated_ms)
    VALUES
        (:id, :entity, :order_id, :order_number, :item, :article, :name, :unit, :of_line_milli, :kind, :remedy,
         :quantity_milli, :text, :now_ms, :now_ms)";

const ONE: &str = "
    SELECT id, entity, order_id, order_number, item, article, name, unit, of_line_milli, kind, remedy, quantity_milli,
           text, created_ms, updated_ms, deleted_ms, in_command, why
    FROM claim_draft
    WHERE id = :id";

const LIST: &str = "
    SELECT id, entity, order_id, order_number, item, article, name, unit, of_line_milli, kind, remedy, quantity_milli,
           text, created_ms, updated_ms, deleted_ms, in_command, why
    FROM claim_draft
    WHERE entity = :entity
      AND deleted_ms IS NULL
    ORDER BY created_ms DESC, id";

const DESCRIBE: &str = "
    UPDATE claim_draft
    SET kind = :kind, remedy = :remedy, quantity_milli = :quantity_milli, text = :text, updated_ms = :now_ms
    WHERE id = :id";

const SET_DELETED: &str = "
    UPDATE claim_draft
    SET deleted_ms = :deleted_ms
    WHERE id = :id";

const QUEUE: &str = "
    UPDATE claim_draft
    SET in_command = :key, why = NULL
    WHERE id = :id";

const RELEASE: &str = "
    UPDATE claim_draft
    SET in_command = NULL, why = :why
    WHERE in_command = :key";

const OLD_TRASH: &str = "
    SELECT id
    FROM claim_draft
    WHERE deleted_ms < :before_ms
      AND in_command IS NULL";

const DELETE: &str = "
    DELETE FROM claim_draft
    WHERE id = :id";

const DELETE_PARCEL: &str = "
    DELETE FROM attachment
    WHERE parcel = :parcel
      AND command IS NULL";

impl Desk {
    /// Begins a claim; `created_ms` and the states of the draft are not looked at.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn begin_claim(&self, draft: &ClaimDraft, now_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(INSERT)?.execute(named_params! {
                ":id": draft.id.as_str(),
                ":entity": draft.entity.as_str(),
                ":order_id": draft.order.as_str(),
                ":order_number": draft.order_number,
                ":item": draft.item.as_str(),
                ":article": draft.article,
                ":name": draft.name,
                ":unit": draft.unit,
                ":of_line_milli": draft.of_line_milli,
                ":kind": draft.kind.code(),
                ":remedy": draft.remedy.code(),
                ":quantity_milli": draft.quantity_milli,
                ":text": draft.text,
                ":now_ms": now_ms,
            })?;
            Ok(())
        })
    }

    /// One claim that is not filed; `None` when there is none.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn claim_draft(&self, id: &ClaimId) -> Result<Option<ClaimDraft>, DeskError> {
        self.db.read(|conn| find(conn, id))
    }

    /// Claims of an entity that are not filed, the newest first, without those that were thrown away.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn claim_drafts(&self, entity: &EntityId) -> Result<Vec<ClaimDraft>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(LIST)?;
            let mut rows = list.query(named_params! { ":entity": entity.as_str() })?;
            let mut drafts = Vec::new();
            while let Some(row) = rows.next()? {
                drafts.push(draft(row)?);
            }
            Ok(drafts)
        })
    }

    /// Writes down what the user says of it.
    ///
    /// # Errors
    /// [`DeskError::NoSuchClaim`], [`DeskError::ClaimInFlight`], or the file's failure.
    pub fn describe_claim(&self, id: &ClaimId, words: &ClaimWords, now_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            own(tx, id)?;
            tx.prepare_cached(DESCRIBE)?.execute(named_params! {
                ":id": id.as_str(),
                ":kind": words.kind.code(),
                ":remedy": words.remedy.code(),
                ":quantity_milli": words.quantity_milli,
                ":text": words.text,
                ":now_ms": now_ms,
            })?;
            Ok(())
        })
    }

    /// Throws a claim away, or takes it back.
    ///
    /// # Errors
    /// [`DeskError::NoSuchClaim`], [`DeskError::ClaimInFlight`], or the file's failure.
    pub fn set_claim_deleted(&self, id: &ClaimId, is_deleted: bool, now_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            own(tx, id)?;
            let deleted_ms = is_deleted.then_some(now_ms);
            tx.prepare_cached(SET_DELETED)?
                .execute(named_params! { ":id": id.as_str(), ":deleted_ms": deleted_ms })?;
            Ok(())
        })
    }

    /// Queues the command that files a claim; it and its files belong to the command from here on, in one transaction.
    ///
    /// # Errors
    /// [`DeskError::NoSuchClaim`], [`DeskError::ClaimInFlight`], or the file's failure; nothing was queued then.
    pub fn queue_claim(&self, id: &ClaimId, command: &NewCommand, now_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            own(tx, id)?;
            insert(tx, command, now_ms)?;
            tx.prepare_cached(QUEUE)?
                .execute(named_params! { ":id": id.as_str(), ":key": command.key.as_str() })?;
            give_to_command(tx, &Parcel::Claim(id.clone()), &command.key)
        })
    }

    /// Queues a message of a claim with the files that lie ready for it.
    ///
    /// # Errors
    /// [`DeskError`]; nothing was queued then.
    pub fn queue_claim_message(&self, claim: &ClaimId, command: &NewCommand, now_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            insert(tx, command, now_ms)?;
            give_to_command(tx, &Parcel::Reply(claim.clone()), &command.key)
        })
    }

    /// The claim has come back by its feed: what the user wrote is there now. Small pictures of its files stay.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn forget_filed_claim(&self, id: &ClaimId) -> Result<(), DeskError> {
        self.db.write(|tx| {
            if let Some(key) = find(tx, id)?.and_then(|draft| draft.in_command) {
                drop_bodies(tx, &key)?;
            }
            tx.prepare_cached(DELETE)?
                .execute(named_params! { ":id": id.as_str() })?;
            Ok(())
        })
    }

    /// Removes what was thrown away long ago, with its files.
    pub(crate) fn sweep_claims(&self, now_ms: i64) -> Result<(), StoreError> {
        self.db.write(|tx| {
            let before_ms = now_ms.saturating_sub(TRASH_MS);
            let old: Vec<String> = tx
                .prepare_cached(OLD_TRASH)?
                .query_map(named_params! { ":before_ms": before_ms }, |row| row.get("id"))?
                .collect::<Result<_, _>>()?;
            for id in old {
                let parcel = Parcel::Claim(ClaimId::new(id.as_str())).to_string();
                tx.prepare_cached(DELETE_PARCEL)?
                    .execute(named_params! { ":parcel": parcel })?;
                tx.prepare_cached(DELETE)?.execute(named_params! { ":id": id })?;
            }
            Ok(())
        })
    }
}

/// The claim comes back to the user with its words and files.
pub(crate) fn release_claim(conn: &Connection, key: &CommandKey, why: Option<&str>) -> Result<(), DeskError> {
    let released = conn
        .prepare_cached(RELEASE)?
        .execute(named_params! { ":key": key.as_str(), ":why": why })?;
    if released > 0 {
        release_attachments(conn, key)?;
    }
    Ok(())
}

/// A claim that is still with the user.
fn own(conn: &Connection, id: &ClaimId) -> Result<ClaimDraft, DeskError> {
    let draft = find(conn, id)?.ok_or(DeskError::NoSuchClaim)?;
    if draft.in_command.is_some() {
        return Err(DeskError::ClaimInFlight);
    }
    Ok(draft)
}

fn find(conn: &Connection, id: &ClaimId) -> Result<Option<ClaimDraft>, DeskError> {
    let mut one = conn.prepare_cached(ONE)?;
    one.query_row(named_params! { ":id": id.as_str() }, |row| Ok(draft(row)))
        .optional()?
        .transpose()
}

fn draft(row: &Row<'_>) -> Result<ClaimDraft, DeskError> {
    let kind: String = row.get("kind")?;
    let remedy: String = row.get("remedy")?;
    Ok(ClaimDraft {
        id: ClaimId::new(row.get::<_, String>("id")?),
        entity: EntityId::new(row.get::<_, String>("entity")?),
        order: OrderId::new(row.get::<_, String>("order_id")?),
        order_number: row.get("order_number")?,
        item: ItemId::new(row.get::<_, String>("item")?),
        article: row.get("article")?,
        name: row.get("name")?,
        unit: row.get("unit")?,
        of_line_milli: row.get("of_line_milli")?,
        kind: ClaimKind::from_code(&kind).ok_or(DeskError::UnknownWord(kind))?,
        remedy: ClaimRemedy::from_code(&remedy).ok_or(DeskError::UnknownWord(remedy))?,
        quantity_milli: row.get("quantity_milli")?,
        text: row.get("text")?,
        created_ms: row.get("created_ms")?,
        updated_ms: row.get("updated_ms")?,
        deleted_ms: row.get("deleted_ms")?,
        in_command: row.get::<_, Option<String>>("in_command")?.map(CommandKey::new),
        why: row.get("why")?,
    })
}
