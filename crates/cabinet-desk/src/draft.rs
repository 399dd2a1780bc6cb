//! Drafts: carts that are kept under a name, per legal entity.

use crate::delivery::begin_with_last;
use crate::desk::{Desk, DeskError};
use crate::line::{DraftLine, lines_of};
use crate::removed::forget_old;
use crate::{price_list, template};
use cabinet_domain::ids::{DraftId, EntityId};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// A draft with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What is known of it without its lines.
    pub summary: DraftSummary,
    /// In the order on screen, those in flight included.
    pub lines: Vec<DraftLine>,
}

/// What a draft is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// Lines to be ordered.
    Order,
    /// Lines that wait until goods are there again; one such draft for each legal entity.
    Waiting,
}

impl DraftKind {
    /// The word in SQL and towards front-ends.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Waiting => "waiting",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Order, Self::Waiting]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

impl FromSql for DraftKind {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let code = value.as_str()?;
        Self::from_code(code).ok_or_else(|| FromSqlError::Other(DeskError::UnknownWord(code.to_owned()).into()))
    }
}

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSummary {
    /// Which draft.
    pub id: DraftId,
    /// Whose.
    pub entity: EntityId,
    /// What it is for.
    pub kind: DraftKind,
    /// As the user calls it.
    pub name: String,
    /// For the supplier; may be empty.
    pub comment: String,
    /// For whom or what all of it is; may be empty.
    pub label: String,
    /// UTC, ms since 1970.
    pub created_ms: i64,
    /// UTC, ms since 1970.
    pub updated_ms: i64,
    /// In the trash since then; `None` when it is not.
    pub deleted_ms: Option<i64>,
    /// How many lines it has.
    pub line_count: u32,
    /// How many of them belong to an order on its way.
    pub in_flight_count: u32,
}

const INSERT: &str = "
    INSERT INTO draft (id, entity, name, created_ms, updated_ms)
    VALUES (:id, :entity, :name, :now_ms, :now_ms)";

const INSERT_WAITING: &str = "
    INSERT INTO draft (id, entity, kind, name, created_ms, updated_ms)
    VALUES (:id, :entity, 'waiting', '', :now_ms, :now_ms)";

const WAITING: &str = "
    SELECT id
    FROM draft
    WHERE entity = :entity
      AND kind = 'waiting'
      AND deleted_ms IS NULL
    ORDER BY id
    LIMIT 1";

const LIST: &str = "
    SELECT d.id, d.entity, d.kind, d.name, d.comment, d.label, d.created_ms, d.updated_ms, d.deleted_ms,
           count(l.item) AS line_count, count(l.in_command) AS in_flight_count
    FROM draft AS d
    LEFT JOIN draft_line AS l ON l.draft = d.id
    WHERE d.entity = :entity
      AND (d.deleted_ms IS NOT NULL) = :in_trash
    GROUP BY d.id
    ORDER BY d.updated_ms DESC, d.id";

const ONE: &str = "
    SELECT d.id, d.entity, d.kind, d.name, d.comment, d.label, d.created_ms, d.updated_ms, d.deleted_ms,
           count(l.item) AS line_count, count(l.in_command) AS in_flight_count
    FROM draft AS d
    LEFT JOIN draft_line AS l ON l.draft = d.id
    WHERE d.id = :id
      AND d.entity = :entity
    GROUP BY d.id";

const RENAME: &str = "
    UPDATE draft
    SET name = :name, comment = :comment, updated_ms = :now_ms
    WHERE id = :id
      AND entity = :entity";

const TO_TRASH: &str = "
    UPDATE draft
    SET deleted_ms = :deleted_ms, updated_ms = :now_ms
    WHERE id = :id
      AND entity = :entity";

const HAS_LINES_IN_FLIGHT: &str = "
    SELECT EXISTS (SELECT 1 FROM draft_line WHERE draft = :id AND in_command IS NOT NULL) AS has_any";

// Lines of an order that may have been carried out keep their draft.
const DELETE_OF_ENTITY: &str = "
    DELETE FROM draft
    WHERE entity = :entity
      AND NOT EXISTS (SELECT 1 FROM draft_line WHERE draft = draft.id AND in_command IS NOT NULL)";

const DELETE_OLD: &str = "
    DELETE FROM draft
    WHERE deleted_ms IS NOT NULL
      AND deleted_ms < :before_ms";

impl Desk {
    /// Makes an empty draft.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn create_draft(&self, entity: &EntityId, name: &str, now_ms: i64) -> Result<DraftId, DeskError> {
        self.db.write(|tx| {
            let id = insert_draft(tx, entity, name, now_ms)?;
            begin_with_last(tx, entity, &id)?;
            Ok(id)
        })
    }

    /// Drafts of an entity, the last changed first; those in the trash when `in_trash`.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn drafts(&self, entity: &EntityId, in_trash: bool) -> Result<Vec<DraftSummary>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(LIST)?;
            let rows = list.query_map(
                named_params! { ":entity": entity.as_str(), ":in_trash": in_trash },
                summary,
            )?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One draft with its lines; `None` when this entity has no such draft.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn draft(&self, entity: &EntityId, id: &DraftId) -> Result<Option<Draft>, DeskError> {
        self.db.read(|conn| {
            let Some(summary) = find(conn, entity, id)? else {
                return Ok(None);
            };
            Ok(Some(Draft {
                summary,
                lines: lines_of(conn, id)?,
            }))
        })
    }

    /// Changes name and comment.
    ///
    /// # Errors
    /// [`DeskError::NoSuchDraft`] or [`DeskError::Store`].
    pub fn describe_draft(
        &self,
        entity: &EntityId,
        id: &DraftId,
        name: &str,
        comment: &str,
        now_ms: i64,
    ) -> Result<(), DeskError> {
        self.db.write(|tx| {
            let changed = tx.prepare_cached(RENAME)?.execute(named_params! {
                ":name": name, ":comment": comment, ":now_ms": now_ms, ":id": id.as_str(), ":entity": entity.as_str(),
            })?;
            one_changed(changed)
        })
    }

    /// Puts a draft into the trash; its lines are kept.
    ///
    /// # Errors
    /// [`DeskError::LineInFlight`] while an order from it is on its way, [`DeskError::NoSuchDraft`], or
    /// [`DeskError::Store`].
    pub fn trash_draft(&self, entity: &EntityId, id: &DraftId, now_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            let in_flight: bool = tx.query_row(HAS_LINES_IN_FLIGHT, named_params! { ":id": id.as_str() }, |row| {
                row.get("has_any")
            })?;
            if in_flight {
                return Err(DeskError::LineInFlight);
            }
            set_deleted(tx, entity, id, Some(now_ms), now_ms)
        })
    }

    /// Takes a draft out of the trash.
    ///
    /// # Errors
    /// [`DeskError::NoSuchDraft`] or [`DeskError::Store`].
    pub fn restore_draft(&self, entity: &EntityId, id: &DraftId, now_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| set_deleted(tx, entity, id, None, now_ms))
    }

    /// Deletes the drafts of an entity for good, those in the trash too; one of which an order may have been carried out
    /// stays until that is known. Returns how many went.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn delete_drafts(&self, entity: &EntityId) -> Result<usize, DeskError> {
        self.db.write(|tx| {
            Ok(tx
                .prepare_cached(DELETE_OF_ENTITY)?
                .execute(named_params! { ":entity": entity.as_str() })?)
        })
    }

    /// Deletes for good what has been in the trash since before `before_ms`; returns how many drafts went.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn empty_trash(&self, before_ms: i64) -> Result<usize, DeskError> {
        self.db.write(|tx| {
            forget_old(tx, before_ms)?;
            template::forget_old(tx, before_ms)?;
            price_list::forget_old(tx, before_ms)?;
            Ok(tx
                .prepare_cached(DELETE_OLD)?
                .execute(named_params! { ":before_ms": before_ms })?)
        })
    }
}

/// A new draft of which nothing is said but its name.
pub(crate) fn insert_draft(
    conn: &Connection,
    entity: &EntityId,
    name: &str,
    now_ms: i64,
) -> Result<DraftId, DeskError> {
    let id = DraftId::new(uuid::Uuid::new_v4().to_string());
    conn.prepare_cached(INSERT)?
        .execute(named_params! { ":id": id.as_str(), ":entity": entity.as_str(), ":name": name, ":now_ms": now_ms })?;
    Ok(id)
}

/// The draft of what waits, made when there is none.
pub(crate) fn waiting_draft(conn: &Connection, entity: &EntityId, now_ms: i64) -> Result<DraftId, DeskError> {
    let found: Option<String> = conn
        .prepare_cached(WAITING)?
        .query_row(named_params! { ":entity": entity.as_str() }, |row| row.get("id"))
        .optional()?;
    if let Some(id) = found {
        return Ok(DraftId::new(id));
    }
    let id = DraftId::new(uuid::Uuid::new_v4().to_string());
    conn.prepare_cached(INSERT_WAITING)?
        .execute(named_params! { ":id": id.as_str(), ":entity": entity.as_str(), ":now_ms": now_ms })?;
    begin_with_last(conn, entity, &id)?;
    Ok(id)
}

/// A draft that lines may be put into.
pub(crate) fn open_draft(conn: &Connection, entity: &EntityId, id: &DraftId) -> Result<DraftSummary, DeskError> {
    let draft = find(conn, entity, id)?.ok_or(DeskError::NoSuchDraft)?;
    if draft.deleted_ms.is_some() {
        Err(DeskError::InTrash)
    } else {
        Ok(draft)
    }
}

fn find(conn: &Connection, entity: &EntityId, id: &DraftId) -> Result<Option<DraftSummary>, DeskError> {
    let mut one = conn.prepare_cached(ONE)?;
    Ok(one
        .query_row(
            named_params! { ":id": id.as_str(), ":entity": entity.as_str() },
            summary,
        )
        .optional()?)
}

fn set_deleted(
    conn: &Connection,
    entity: &EntityId,
    id: &DraftId,
    deleted_ms: Option<i64>,
    now_ms: i64,
) -> Result<(), DeskError> {
    let changed = conn.prepare_cached(TO_TRASH)?.execute(named_params! {
        ":deleted_ms": deleted_ms, ":now_ms": now_ms, ":id": id.as_str(), ":entity": entity.as_str(),
    })?;
    one_changed(changed)
}

pub(crate) const fn one_changed(rows: usize) -> Result<(), DeskError> {
    if rows == 0 { Err(DeskError::NoSuchDraft) } else { Ok(()) }
}

fn summary(row: &Row<'_>) -> rusqlite::Result<DraftSummary> {
    Ok(DraftSummary {
        id: DraftId::new(row.get::<_, String>("id")?),
        entity: EntityId::new(row.get::<_, String>("entity")?),
        kind: row.get("kind")?,
        name: row.get("name")?,
        comment: row.get("comment")?,
        label: row.get("label")?,
        created_ms: row.get("created_ms")?,
        updated_ms: row.get("updated_ms")?,
        deleted_ms: row.get("deleted_ms")?,
        line_count: row.get("line_count")?,
        in_flight_count: row.get("in_flight_count")?,
    })
}
