//! Lines that were taken out of drafts, kept so that they can be put back.

use crate::desk::{Desk, DeskError};
use crate::line::DraftLine;
use crate::marks::{read_marks, write_marks};
use cabinet_domain::ids::{DraftId, EntityId, ItemId};
use cabinet_domain::marks::LineMarks;
use rusqlite::{Connection, named_params};

/// A line that was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedLine {
    /// Which item.
    pub item: ItemId,
    /// How much it was, in thousandths of the base unit.
    pub quantity_milli: i64,
    /// Copy from the line.
    pub article: String,
    /// Copy from the line.
    pub name: String,
    /// Copy from the line.
    pub unit: String,
    /// Copy from the line.
    pub marks: LineMarks,
    /// UTC, ms since 1970.
    pub removed_ms: i64,
}

const KEEP: &str = "
    INSERT INTO removed_line (draft, item, quantity_milli, article, name, unit, marks, removed_ms)
    VALUES (:draft, :item, :quantity_milli, :article, :name, :unit, :marks, :now_ms)
    ON CONFLICT (draft, item) DO UPDATE SET
        quantity_milli = excluded.quantity_milli,
        article = excluded.article,
        name = excluded.name,
        unit = excluded.unit,
        marks = excluded.marks,
        removed_ms = excluded.removed_ms";

// What stands in the draft again is not missed.
const LIST: &str = "
    SELECT r.item, r.quantity_milli, r.article, r.name, r.unit, r.marks, r.removed_ms
    FROM removed_line AS r
    JOIN draft AS d ON d.id = r.draft
    WHERE r.draft = :draft
      AND d.entity = :entity
      AND NOT EXISTS (SELECT 1 FROM draft_line AS l WHERE l.draft = r.draft AND l.item = r.item)
    ORDER BY r.removed_ms DESC, r.item";

const DELETE_OLD: &str = "
    DELETE FROM removed_line
    WHERE removed_ms < :before_ms";

impl Desk {
    /// Lines that were taken out of a draft and are not in it again, the last one first.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn removed_lines(&self, entity: &EntityId, draft: &DraftId) -> Result<Vec<RemovedLine>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(LIST)?;
            let rows = list.query_map(
                named_params! { ":draft": draft.as_str(), ":entity": entity.as_str() },
                |row| {
                    Ok(RemovedLine {
                        item: ItemId::new(row.get::<_, String>("item")?),
                        quantity_milli: row.get("quantity_milli")?,
                        article: row.get("article")?,
                        name: row.get("name")?,
                        unit: row.get("unit")?,
                        marks: read_marks(&row.get::<_, String>("marks")?)?,
                        removed_ms: row.get("removed_ms")?,
                    })
                },
            )?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// Keeps a line that is taken out.
pub(crate) fn keep(conn: &Connection, draft: &DraftId, line: &DraftLine, now_ms: i64) -> Result<(), DeskError> {
    conn.prepare_cached(KEEP)?.execute(named_params! {
        ":draft": draft.as_str(),
        ":item": line.item.as_str(),
        ":quantity_milli": line.quantity_milli,
        ":article": line.article,
        ":name": line.name,
        ":unit": line.unit,
        // What a service cost says nothing when the line comes back.
        ":marks": write_marks(&line.marks.without_terms())?,
        ":now_ms": now_ms,
    })?;
    Ok(())
}

/// Forgets lines that were taken out before a moment.
pub(crate) fn forget_old(conn: &Connection, before_ms: i64) -> Result<(), DeskError> {
    conn.prepare_cached(DELETE_OLD)?
        .execute(named_params! { ":before_ms": before_ms })?;
    Ok(())
}
