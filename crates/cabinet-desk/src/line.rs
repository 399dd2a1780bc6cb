//! Lines of a draft: one per item, changed one by one or many in one transaction.

use crate::desk::{Desk, DeskError};
use crate::draft::open_draft;
use crate::labels::use_label;
use crate::marks::{read_marks, write_marks};
use crate::removed::keep;
use cabinet_domain::ids::{CommandKey, DraftId, EntityId, ItemId};
use cabinet_domain::marks::LineMarks;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// A line of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine {
    /// Which item.
    pub item: ItemId,
    /// How much, in thousandths of the base unit.
    pub quantity_milli: i64,
    /// The price that the user saw and accepts at most, in millionths, with its currency (ISO 4217).
    pub seen_price: Option<(i64, String)>,
    /// Copy of the article.
    pub article: String,
    /// Copy of the name.
    pub name: String,
    /// Copy of the unit's short name.
    pub unit: String,
    /// What it bears beside its goods.
    pub marks: LineMarks,
    /// The command that locks the line, while it is on its way.
    pub in_command: Option<CommandKey>,
}

/// A line to put into a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    /// Which item.
    pub item: ItemId,
    /// How much, in thousandths of the base unit; above zero.
    pub quantity_milli: i64,
    /// As in [`DraftLine::seen_price`].
    pub seen_price: Option<(i64, String)>,
    /// Copy of the article.
    pub article: String,
    /// Copy of the name.
    pub name: String,
    /// Copy of the unit's short name.
    pub unit: String,
    /// What it bears beside its goods; nothing leaves a line that is there with the marks that it has.
    pub marks: LineMarks,
}

impl From<&DraftLine> for NewLine {
    fn from(line: &DraftLine) -> Self {
        Self {
            item: line.item.clone(),
            quantity_milli: line.quantity_milli,
            seen_price: line.seen_price.clone(),
            article: line.article.clone(),
            name: line.name.clone(),
            unit: line.unit.clone(),
            marks: line.marks.clone(),
        }
    }
}

/// What to do with an item that the draft already has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineChange {
    /// The new quantity takes the place of the old one.
    Set,
    /// The new quantity is added to the old one.
    Add,
}

const LINES: &str = "
    SELECT item, quantity_milli, seen_price_micro, seen_currency, article, name, unit, marks, in_command
    FROM draft_line
    WHERE draft = :draft
    ORDER BY ordinal, item";

const ONE: &str = "
    SELECT item, quantity_milli, seen_price_micro, seen_currency, article, name, unit, marks, in_command
    FROM draft_line
    WHERE draft = :draft
      AND item = :item";

const LAST_ORDINAL: &str = "
    SELECT coalesce(max(ordinal), 0) AS ordinal
    FROM draft_line
    WHERE draft = :draft";

const PUT: &str = "
    INSERT INTO draft_line
        (draft, item, quantity_milli, seen_price_micro, seen_currency, article, name, unit, marks, ordinal)
    VALUES
        (:draft, :item, :quantity_milli, :seen_price_micro, :seen_currency, :article, :name, :unit, :marks, :ordinal)
    ON CONFLICT (draft, item) DO UPDATE SET
        quantity_milli = excluded.quantity_milli,
        seen_price_micro = excluded.seen_price_micro,
        seen_currency = excluded.seen_currency,
        article = excluded.article,
        name = excluded.name,
        unit = excluded.unit,
        marks = excluded.marks";

const MARK: &str = "
    UPDATE draft_line
    SET quantity_milli = :quantity_milli, marks = :marks
    WHERE draft = :draft
      AND item = :item";

const REMOVE: &str = "
    DELETE FROM draft_line
    WHERE draft = :draft
      AND item = :item
    RETURNING ordinal";

const TOUCH: &str = "
    UPDATE draft
    SET updated_ms = :now_ms
    WHERE id = :draft";

impl Desk {
    /// Puts lines into a draft, all or none; they are on the disk when this returns.
    ///
    /// # Errors
    /// [`DeskError`]: a missing or trashed draft, a quantity not above zero or too large, a line in flight.
    pub fn put_lines(
        &self,
        entity: &EntityId,
        draft: &DraftId,
        lines: &[NewLine],
        change: LineChange,
        now_ms: i64,
    ) -> Result<(), DeskError> {
        self.db.write(|tx| {
            open_draft(tx, entity, draft)?;
            let mut ordinal = last_ordinal(tx, draft)?;
            for line in lines {
                ordinal = ordinal.saturating_add(1);
                put(tx, draft, line, change, ordinal)?;
            }
            touch(tx, draft, now_ms)
        })
    }

    /// Gives a line other marks, and the amount that they are for.
    ///
    /// # Errors
    /// [`DeskError`]: a missing or trashed draft, no such line, a line in flight, marks that are not for this amount.
    pub fn mark_line(
        &self,
        entity: &EntityId,
        draft: &DraftId,
        item: &ItemId,
        quantity_milli: i64,
        marks: &LineMarks,
        now_ms: i64,
    ) -> Result<(), DeskError> {
        self.db.write(|tx| {
            open_draft(tx, entity, draft)?;
            set_marks(tx, draft, item, quantity_milli, marks)?;
            for part in &marks.parts {
                use_label(tx, entity, &part.label, now_ms)?;
            }
            touch(tx, draft, now_ms)
        })
    }

    /// Takes a line out of a draft and returns it, so that the user can have it back; `None` when there was none.
    ///
    /// # Errors
    /// [`DeskError`]: a missing or trashed draft, a line in flight.
    pub fn remove_line(
        &self,
        entity: &EntityId,
        draft: &DraftId,
        item: &ItemId,
        now_ms: i64,
    ) -> Result<Option<DraftLine>, DeskError> {
        self.db.write(|tx| {
            open_draft(tx, entity, draft)?;
            let Some((line, _)) = remove(tx, draft, item)? else {
                return Ok(None);
            };
            keep(tx, draft, &line, now_ms)?;
            touch(tx, draft, now_ms)?;
            Ok(Some(line))
        })
    }
}

/// Takes a line out, unless a command holds it; gives back what it was and its place.
pub(crate) fn remove(conn: &Connection, draft: &DraftId, item: &ItemId) -> Result<Option<(DraftLine, i64)>, DeskError> {
    let Some(line) = free_line(conn, draft, item)? else {
        return Ok(None);
    };
    let which = named_params! { ":draft": draft.as_str(), ":item": item.as_str() };
    let ordinal = conn
        .prepare_cached(REMOVE)?
        .query_row(which, |row| row.get("ordinal"))?;
    Ok(Some((line, ordinal)))
}

pub(crate) fn last_ordinal(conn: &Connection, draft: &DraftId) -> Result<i64, DeskError> {
    let which = named_params! { ":draft": draft.as_str() };
    Ok(conn
        .prepare_cached(LAST_ORDINAL)?
        .query_row(which, |row| row.get("ordinal"))?)
}

pub(crate) fn put(
    conn: &Connection,
    draft: &DraftId,
    line: &NewLine,
    change: LineChange,
    ordinal: i64,
) -> Result<(), DeskError> {
    if line.quantity_milli <= 0 {
        return Err(DeskError::NotAQuantity);
    }
    let present = free_line(conn, draft, &line.item)?;
    let (quantity_milli, marks) = match (present, change) {
        (None, _) => (line.quantity_milli, line.marks.clone()),
        (Some(present), LineChange::Set) if line.marks.is_empty() => {
            (line.quantity_milli, present.marks.fit(line.quantity_milli))
        }
        (Some(_), LineChange::Set) => (line.quantity_milli, line.marks.clone()),
        (Some(present), LineChange::Add) => {
            let both = present.quantity_milli.checked_add(line.quantity_milli);
            let marks = present
                .marks
                .joined(present.quantity_milli, &line.marks, line.quantity_milli);
            (both.ok_or(DeskError::NotAQuantity)?, marks)
        }
    };
    demand_proper(&marks, quantity_milli)?;
    let (price_micro, currency) = line.seen_price.clone().unzip();
    conn.prepare_cached(PUT)?.execute(named_params! {
        ":draft": draft.as_str(),
        ":item": line.item.as_str(),
        ":quantity_milli": quantity_milli,
        ":seen_price_micro": price_micro,
        ":seen_currency": currency,
        ":article": line.article,
        ":name": line.name,
        ":unit": line.unit,
        ":marks": write_marks(&marks)?,
        ":ordinal": ordinal,
    })?;
    Ok(())
}

/// Gives a line that is there other marks and another amount.
pub(crate) fn set_marks(
    conn: &Connection,
    draft: &DraftId,
    item: &ItemId,
    quantity_milli: i64,
    marks: &LineMarks,
) -> Result<(), DeskError> {
    if quantity_milli <= 0 {
        return Err(DeskError::NotAQuantity);
    }
    demand_proper(marks, quantity_milli)?;
    free_line(conn, draft, item)?.ok_or(DeskError::NoSuchLine)?;
    conn.prepare_cached(MARK)?.execute(named_params! {
        ":draft": draft.as_str(),
        ":item": item.as_str(),
        ":quantity_milli": quantity_milli,
        ":marks": write_marks(marks)?,
    })?;
    Ok(())
}

fn demand_proper(marks: &LineMarks, quantity_milli: i64) -> Result<(), DeskError> {
    if marks.is_proper(quantity_milli) {
        Ok(())
    } else {
        Err(DeskError::NotTheLine)
    }
}

/// The line, unless a command holds it.
pub(crate) fn free_line(conn: &Connection, draft: &DraftId, item: &ItemId) -> Result<Option<DraftLine>, DeskError> {
    let mut one = conn.prepare_cached(ONE)?;
    let found = one
        .query_row(named_params! { ":draft": draft.as_str(), ":item": item.as_str() }, line)
        .optional()?;
    match found {
        Some(line) if line.in_command.is_some() => Err(DeskError::LineInFlight),
        other => Ok(other),
    }
}

pub(crate) fn lines_of(conn: &Connection, draft: &DraftId) -> Result<Vec<DraftLine>, DeskError> {
    let mut lines = conn.prepare_cached(LINES)?;
    let rows = lines.query_map(named_params! { ":draft": draft.as_str() }, line)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn touch(conn: &Connection, draft: &DraftId, now_ms: i64) -> Result<(), DeskError> {
    conn.prepare_cached(TOUCH)?
        .execute(named_params! { ":draft": draft.as_str(), ":now_ms": now_ms })?;
    Ok(())
}

fn line(row: &Row<'_>) -> rusqlite::Result<DraftLine> {
    let price_micro: Option<i64> = row.get("seen_price_micro")?;
    let currency: Option<String> = row.get("seen_currency")?;
    Ok(DraftLine {
        item: ItemId::new(row.get::<_, String>("item")?),
        quantity_milli: row.get("quantity_milli")?,
        seen_price: price_micro.zip(currency),
        article: row.get("article")?,
        name: row.get("name")?,
        unit: row.get("unit")?,
        marks: read_marks(&row.get::<_, String>("marks")?)?,
        in_command: row.get::<_, Option<String>>("in_command")?.map(CommandKey::new),
    })
}
