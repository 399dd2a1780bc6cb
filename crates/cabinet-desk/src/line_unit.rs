//! In which unit a quantity was typed: «2 кор» of what is counted in pieces.
//!
//! Invariant: the quantity stands in the line and in base units alone; a unit here only says how to show it. Like a comment
//! it stays when its line is taken out, so that the line comes back as it was. The pack among the marks of a line is the one
//! that its amount was set in last, while it is whole packs; it goes where the line goes, also into orders and templates.

use crate::desk::{Desk, DeskError};
use crate::draft::open_draft;
use crate::line::{LineChange, NewLine, free_line, last_ordinal, put, set_marks, touch};
use cabinet_domain::ids::{DraftId, EntityId, ItemId};
use cabinet_domain::marks::{LineMarks, LinePack};
use rusqlite::{Connection, named_params};
use std::collections::HashMap;

/// A unit in which goods are sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineUnit {
    /// Its short name.
    pub unit: String,
    /// Base units in it, in thousandths; 1000 for the base unit.
    pub units_milli: i64,
}

const UNITS: &str = "
    SELECT item, unit, units_milli
    FROM draft_line_unit
    WHERE draft = :draft";

const PUT: &str = "
    INSERT OR REPLACE INTO draft_line_unit (draft, item, unit, units_milli)
    VALUES (:draft, :item, :unit, :units_milli)";

const DELETE: &str = "
    DELETE FROM draft_line_unit
    WHERE draft = :draft
      AND item = :item";

/// The base unit holds so many thousandths of itself.
const BASE_MILLI: i64 = 1_000;

impl Desk {
    /// As [`Desk::put_lines`], with the unit in which each quantity was typed; `None` leaves the unit of a line as it is, the
    /// base unit takes it away.
    ///
    /// # Errors
    /// As [`Desk::put_lines`].
    pub fn put_typed_lines(
        &self,
        entity: &EntityId,
        draft: &DraftId,
        lines: &[(NewLine, Option<LineUnit>)],
        change: LineChange,
        now_ms: i64,
    ) -> Result<(), DeskError> {
        self.db.write(|tx| put_typed(tx, entity, draft, lines, change, now_ms))
    }

    /// Puts lines into a draft that come from elsewhere, in today's base units, all or none: `recounted` in place of the draft's own
    /// lines, which were counted in other units, then `added` on top. How a quantity was typed is forgotten of what was recounted
    /// and of what stands in the draft anew: it would tell the old numbers.
    ///
    /// # Errors
    /// As [`Desk::put_lines`].
    pub fn put_counted_lines(
        &self,
        entity: &EntityId,
        draft: &DraftId,
        recounted: &[NewLine],
        added: &[NewLine],
        now_ms: i64,
    ) -> Result<(), DeskError> {
        self.db.write(|tx| {
            open_draft(tx, entity, draft)?;
            let mut ordinal = last_ordinal(tx, draft)?;
            for line in recounted {
                put(tx, draft, line, LineChange::Set, ordinal)?;
                forget_unit(tx, draft, &line.item)?;
            }
            for line in added {
                ordinal = ordinal.saturating_add(1);
                if free_line(tx, draft, &line.item)?.is_none() {
                    forget_unit(tx, draft, &line.item)?;
                }
                put(tx, draft, line, LineChange::Add, ordinal)?;
            }
            touch(tx, draft, now_ms)
        })
    }

    /// The units in which quantities of a draft were typed, those of lines that were taken out included.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn line_units(&self, draft: &DraftId) -> Result<HashMap<ItemId, LineUnit>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(UNITS)?;
            let rows = list.query_map(named_params! { ":draft": draft.as_str() }, |row| {
                let unit = LineUnit {
                    unit: row.get("unit")?,
                    units_milli: row.get("units_milli")?,
                };
                Ok((ItemId::new(row.get::<_, String>("item")?), unit))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

pub(crate) fn put_typed(
    conn: &Connection,
    entity: &EntityId,
    draft: &DraftId,
    lines: &[(NewLine, Option<LineUnit>)],
    change: LineChange,
    now_ms: i64,
) -> Result<(), DeskError> {
    open_draft(conn, entity, draft)?;
    let mut ordinal = last_ordinal(conn, draft)?;
    for (line, unit) in lines {
        ordinal = ordinal.saturating_add(1);
        put(conn, draft, line, change, ordinal)?;
        if let Some(unit) = unit {
            put_unit(conn, draft, &line.item, unit)?;
            if change == LineChange::Set {
                count_in(conn, draft, &line.item, unit)?;
            }
        }
    }
    touch(conn, draft, now_ms)
}

/// The line is counted in the unit from now on, where it is whole packs of it; else in the base unit.
fn count_in(conn: &Connection, draft: &DraftId, item: &ItemId, unit: &LineUnit) -> Result<(), DeskError> {
    let Some(line) = free_line(conn, draft, item)? else {
        return Ok(());
    };
    let pack = LinePack {
        unit: unit.unit.clone(),
        units_milli: unit.units_milli,
    };
    let is_whole = unit.units_milli != BASE_MILLI && pack.packs_in(line.quantity_milli).is_some();
    let marks = LineMarks {
        pack: is_whole.then_some(pack),
        ..line.marks
    };
    set_marks(conn, draft, item, line.quantity_milli, &marks)
}

fn put_unit(conn: &Connection, draft: &DraftId, item: &ItemId, unit: &LineUnit) -> Result<(), DeskError> {
    if unit.units_milli == BASE_MILLI {
        forget_unit(conn, draft, item)?;
    } else {
        conn.prepare_cached(PUT)?.execute(named_params! {
            ":draft": draft.as_str(),
            ":item": item.as_str(),
            ":unit": unit.unit,
            ":units_milli": unit.units_milli,
        })?;
    }
    Ok(())
}

fn forget_unit(conn: &Connection, draft: &DraftId, item: &ItemId) -> Result<(), DeskError> {
    conn.prepare_cached(DELETE)?
        .execute(named_params! { ":draft": draft.as_str(), ":item": item.as_str() })?;
    Ok(())
}
