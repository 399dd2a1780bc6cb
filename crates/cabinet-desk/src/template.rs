//! Templates: lists of goods under a name, of the person and not of one legal entity.
//!
//! One may be shared with the people of a legal entity: every change of it is then due to be told, until a command that tells it
//! stands in the outbox. Not here: what colleagues share.

use crate::desk::{Desk, DeskError};
use crate::line::DraftLine;
use crate::marks::{read_marks, write_marks};
use crate::outbox::{NewCommand, insert};
use cabinet_domain::ids::{EntityId, ItemId};
use cabinet_domain::marks::LineMarks;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// A template in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// A UUID made here.
    pub id: String,
    /// As the user calls it.
    pub name: String,
    /// How many lines it has.
    pub line_count: u32,
    /// UTC, ms since 1970.
    pub updated_ms: i64,
    /// In the trash since then; `None` when it is not.
    pub deleted_ms: Option<i64>,
    /// The legal entity whose people are to have it; `None`: it is only the user's.
    pub shared_with: Option<EntityId>,
    /// The legal entity whose people were given it last; `None`: nobody was, or it was taken back.
    pub told_to: Option<EntityId>,
}

/// A line of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateLine {
    /// Which item.
    pub item: ItemId,
    /// How much, in thousandths of the base unit.
    pub quantity_milli: i64,
    /// The legal entity in whose draft it stood.
    pub seen_entity: EntityId,
    /// What it cost that entity then, in millionths; `None` without a price, or once it may not be seen any more.
    pub seen_price_micro: Option<i64>,
    /// Copy of the article.
    pub article: String,
    /// Copy of the name.
    pub name: String,
    /// Copy of the unit's short name.
    pub unit: String,
    /// What it bears beside its goods.
    pub marks: LineMarks,
}

const PUT: &str = "
    INSERT INTO template (id, name, updated_ms)
    VALUES (:id, :name, :now_ms)
    ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, updated_ms = excluded.updated_ms, deleted_ms = NULL, is_due = 1";

const CLEAR: &str = "
    DELETE FROM template_line
    WHERE template = :id";

const PUT_LINE: &str = "
    INSERT INTO template_line
        (template, item, quantity_milli, seen_entity, seen_price_micro, article, name, unit, marks, ordinal)
    VALUES
        (:id, :item, :quantity_milli, :seen_entity, :seen_price_micro, :article, :name, :unit, :marks, :ordinal)";

const LIST: &str = "
    SELECT t.id, t.name, t.updated_ms, t.deleted_ms, t.shared_with, t.told_to, count(l.item) AS line_count
    FROM template AS t
    LEFT JOIN template_line AS l ON l.template = t.id
    WHERE (t.deleted_ms IS NOT NULL) = :in_trash
    GROUP BY t.id
    ORDER BY t.name, t.id";

const ONE: &str = "
    SELECT t.id, t.name, t.updated_ms, t.deleted_ms, t.shared_with, t.told_to, count(l.item) AS line_count
    FROM template AS t
    LEFT JOIN template_line AS l ON l.template = t.id
    WHERE t.id = :id
    GROUP BY t.id";

const LINES: &str = "
    SELECT item, quantity_milli, seen_entity, seen_price_micro, article, name, unit, marks
    FROM template_line
    WHERE template = :id
    ORDER BY ordinal, item";

const RENAME: &str = "
    UPDATE template
    SET name = :name, updated_ms = :now_ms, is_due = 1
    WHERE id = :id";

const SET_DELETED: &str = "
    UPDATE template
    SET deleted_ms = :deleted_ms, is_due = 1
    WHERE id = :id";

const SET_LINE: &str = "
    UPDATE template_line
    SET quantity_milli = :quantity_milli, marks = :marks
    WHERE template = :id
      AND item = :item";

const DELETE_LINE: &str = "
    DELETE FROM template_line
    WHERE template = :id
      AND item = :item";

const TOUCH: &str = "
    UPDATE template
    SET updated_ms = :now_ms, is_due = 1
    WHERE id = :id";

const SHARE: &str = "
    UPDATE template
    SET shared_with = :entity, is_due = 1
    WHERE id = :id";

const DUE: &str = "
    SELECT id
    FROM template
    WHERE is_due = 1
    ORDER BY id";

const TOLD: &str = "
    UPDATE template
    SET told_to = :entity, is_due = 0
    WHERE id = :id
      AND is_due = 1
      AND updated_ms = :updated_ms
      AND deleted_ms IS :deleted_ms
      AND shared_with IS :shared_with";

const DELETE_OLD: &str = "
    DELETE FROM template
    WHERE deleted_ms IS NOT NULL
      AND deleted_ms < :before_ms
      AND told_to IS NULL";

const FORGET_PRICES: &str = "
    UPDATE template_line
    SET seen_price_micro = NULL
    WHERE seen_entity = :entity";

impl Desk {
    /// Keeps lines of a draft of an entity as a template: a new one, or in place of what `replaced` was. Returns its id.
    ///
    /// # Errors
    /// [`DeskError::NoSuchTemplate`] when there is nothing to replace, [`DeskError::Store`].
    pub fn put_template(
        &self,
        entity: &EntityId,
        replaced: Option<&str>,
        name: &str,
        lines: &[DraftLine],
        now_ms: i64,
    ) -> Result<String, DeskError> {
        self.db.write(|tx| {
            if let Some(id) = replaced
                && find(tx, id)?.is_none()
            {
                return Err(DeskError::NoSuchTemplate);
            }
            let id = replaced.map_or_else(new_id, str::to_owned);
            put(tx, entity, &id, name, lines, now_ms)?;
            Ok(id)
        })
    }

    /// Keeps a colleague's template as the user's own, under the id that it has everywhere; under a new one where the user has a
    /// version of his own already. Returns its id.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn take_template(
        &self,
        entity: &EntityId,
        shared: &str,
        name: &str,
        lines: &[DraftLine],
        now_ms: i64,
    ) -> Result<String, DeskError> {
        self.db.write(|tx| {
            let id = match find(tx, shared)? {
                Some(_) => new_id(),
                None => shared.to_owned(),
            };
            put(tx, entity, &id, name, lines, now_ms)?;
            Ok(id)
        })
    }

    /// Shares a template with the people of a legal entity, or with nobody any more.
    ///
    /// # Errors
    /// [`DeskError::NoSuchTemplate`] or [`DeskError::Store`].
    pub fn share_template(&self, id: &str, entity: Option<&EntityId>) -> Result<(), DeskError> {
        self.db.write(|tx| {
            let changed = tx
                .prepare_cached(SHARE)?
                .execute(named_params! { ":id": id, ":entity": entity.map(EntityId::as_str) })?;
            one_changed(changed)
        })
    }

    /// Ids of templates that changed since they were told, those in the trash among them.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn templates_due(&self) -> Result<Vec<String>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(DUE)?;
            let rows = list.query_map([], |row| row.get("id"))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The commands that tell a template, as it was read, stand in the outbox: all of them together, or nothing was told. A
    /// template that was changed or told since stays as it is: `false`.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn tell_template(
        &self,
        seen: &Template,
        told_to: Option<&EntityId>,
        commands: &[NewCommand],
        now_ms: i64,
    ) -> Result<bool, DeskError> {
        self.db.write(|tx| {
            let told = tx.prepare_cached(TOLD)?.execute(named_params! {
                ":id": seen.id,
                ":entity": told_to.map(EntityId::as_str),
                ":updated_ms": seen.updated_ms,
                ":deleted_ms": seen.deleted_ms,
                ":shared_with": seen.shared_with.as_ref().map(EntityId::as_str),
            })?;
            if told > 0 {
                for command in commands {
                    insert(tx, command, now_ms)?;
                }
            }
            Ok(told > 0)
        })
    }

    /// Templates by name; those in the trash when `in_trash`.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn templates(&self, in_trash: bool) -> Result<Vec<Template>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(LIST)?;
            let rows = list.query_map(named_params! { ":in_trash": in_trash }, template)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// A template with its lines; `None` when there is none.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn template(&self, id: &str) -> Result<Option<(Template, Vec<TemplateLine>)>, DeskError> {
        self.db.read(|conn| {
            let Some(template) = find(conn, id)? else {
                return Ok(None);
            };
            let mut lines = conn.prepare_cached(LINES)?;
            let rows = lines.query_map(named_params! { ":id": id }, line)?;
            Ok(Some((template, rows.collect::<Result<_, _>>()?)))
        })
    }

    /// Another name.
    ///
    /// # Errors
    /// [`DeskError::NoSuchTemplate`] or [`DeskError::Store`].
    pub fn rename_template(&self, id: &str, name: &str, now_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            let changed = tx
                .prepare_cached(RENAME)?
                .execute(named_params! { ":id": id, ":name": name, ":now_ms": now_ms })?;
            one_changed(changed)
        })
    }

    /// Another amount of a line; 0 takes the line out.
    ///
    /// # Errors
    /// [`DeskError::NoSuchTemplate`], [`DeskError::NoSuchLine`], [`DeskError::NotAQuantity`], [`DeskError::Store`].
    pub fn set_template_line(
        &self,
        id: &str,
        item: &ItemId,
        quantity_milli: i64,
        now_ms: i64,
    ) -> Result<(), DeskError> {
        if quantity_milli < 0 {
            return Err(DeskError::NotAQuantity);
        }
        self.db.write(|tx| {
            let touched = tx
                .prepare_cached(TOUCH)?
                .execute(named_params! { ":id": id, ":now_ms": now_ms })?;
            one_changed(touched)?;
            let known = {
                let mut lines = tx.prepare_cached(LINES)?;
                let rows = lines.query_map(named_params! { ":id": id }, line)?;
                rows.collect::<Result<Vec<TemplateLine>, _>>()?
            };
            let known = known.into_iter().find(|line| line.item == *item);
            let known = known.ok_or(DeskError::NoSuchLine)?;
            if quantity_milli == 0 {
                tx.prepare_cached(DELETE_LINE)?
                    .execute(named_params! { ":id": id, ":item": item.as_str() })?;
                return Ok(());
            }
            tx.prepare_cached(SET_LINE)?.execute(named_params! {
                ":id": id,
                ":item": item.as_str(),
                ":quantity_milli": quantity_milli,
                ":marks": write_marks(&known.marks.fit(quantity_milli))?,
            })?;
            Ok(())
        })
    }

    /// Puts a template into the trash, or takes it out when `deleted_ms` is `None`.
    ///
    /// # Errors
    /// [`DeskError::NoSuchTemplate`] or [`DeskError::Store`].
    pub fn set_template_deleted(&self, id: &str, deleted_ms: Option<i64>) -> Result<(), DeskError> {
        self.db.write(|tx| {
            let changed = tx
                .prepare_cached(SET_DELETED)?
                .execute(named_params! { ":id": id, ":deleted_ms": deleted_ms })?;
            one_changed(changed)
        })
    }
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn put(
    conn: &Connection,
    entity: &EntityId,
    id: &str,
    name: &str,
    lines: &[DraftLine],
    now_ms: i64,
) -> Result<(), DeskError> {
    conn.prepare_cached(PUT)?
        .execute(named_params! { ":id": id, ":name": name, ":now_ms": now_ms })?;
    conn.prepare_cached(CLEAR)?.execute(named_params! { ":id": id })?;
    for (line, ordinal) in lines.iter().zip(1_i64..) {
        conn.prepare_cached(PUT_LINE)?.execute(named_params! {
            ":id": id,
            ":item": line.item.as_str(),
            ":quantity_milli": line.quantity_milli,
            ":seen_entity": entity.as_str(),
            ":seen_price_micro": line.seen_price.as_ref().map(|(price, _)| *price),
            ":article": line.article,
            ":name": line.name,
            ":unit": line.unit,
            ":marks": write_marks(&line.marks.without_terms())?,
            ":ordinal": ordinal,
        })?;
    }
    Ok(())
}

/// Deletes for good what has been in the trash since before a moment.
pub(crate) fn forget_old(conn: &Connection, before_ms: i64) -> Result<(), DeskError> {
    conn.prepare_cached(DELETE_OLD)?
        .execute(named_params! { ":before_ms": before_ms })?;
    Ok(())
}

/// What goods cost an entity does not outlive the right to see it.
pub(crate) fn forget_prices(conn: &Connection, entity: &EntityId) -> Result<(), DeskError> {
    conn.prepare_cached(FORGET_PRICES)?
        .execute(named_params! { ":entity": entity.as_str() })?;
    Ok(())
}

fn find(conn: &Connection, id: &str) -> Result<Option<Template>, DeskError> {
    let mut one = conn.prepare_cached(ONE)?;
    Ok(one.query_row(named_params! { ":id": id }, template).optional()?)
}

const fn one_changed(rows: usize) -> Result<(), DeskError> {
    if rows == 0 {
        Err(DeskError::NoSuchTemplate)
    } else {
        Ok(())
    }
}

fn template(row: &Row<'_>) -> rusqlite::Result<Template> {
    Ok(Template {
        id: row.get("id")?,
        name: row.get("name")?,
        line_count: row.get("line_count")?,
        updated_ms: row.get("updated_ms")?,
        deleted_ms: row.get("deleted_ms")?,
        shared_with: row.get::<_, Option<String>>("shared_with")?.map(EntityId::new),
        told_to: row.get::<_, Option<String>>("told_to")?.map(EntityId::new),
    })
}

fn line(row: &Row<'_>) -> rusqlite::Result<TemplateLine> {
    Ok(TemplateLine {
        item: ItemId::new(row.get::<_, String>("item")?),
        quantity_milli: row.get("quantity_milli")?,
        seen_entity: EntityId::new(row.get::<_, String>("seen_entity")?),
        seen_price_micro: row.get("seen_price_micro")?,
        article: row.get("article")?,
        name: row.get("name")?,
        unit: row.get("unit")?,
        marks: read_marks(&row.get::<_, String>("marks")?)?,
    })
}
