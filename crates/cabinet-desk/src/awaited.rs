//! What is missing of lines of an order, set to wait by its user: it waits only once the order is placed.
//!
//! Until then the rest is held beside the order. When nothing is placed, the line has its whole quantity again, and nobody is asked
//! to tell of anything. Not here: the wish to be told, which is a command of its own.

use crate::desk::{Desk, DeskError};
use crate::draft::waiting_draft;
use crate::line::{LineChange, NewLine, free_line, last_ordinal, put, touch};
use crate::marks::{read_marks, write_marks};
use cabinet_domain::ids::{CommandKey, DraftId, EntityId, ItemId};
use cabinet_domain::marks::LineMarks;
use rusqlite::{Connection, named_params};

/// Goods that wait by now, of whose arrival nobody was asked to tell yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwaitedRest {
    /// The order that had less of it.
    pub command: CommandKey,
    /// Of which legal entity.
    pub entity: EntityId,
    /// Which item.
    pub item: ItemId,
    /// How much of it waits, in thousandths of the base unit.
    pub quantity_milli: i64,
}

const HOLD: &str = "
    INSERT INTO awaited_rest
        (command, entity, draft, item, quantity_milli, seen_price_micro, seen_currency, article, name, unit, marks, was_milli,
         was_marks, state)
    VALUES
        (:command, :entity, :draft, :item, :quantity_milli, :seen_price_micro, :seen_currency, :article, :name, :unit, :marks,
         :was_milli, :was_marks, 'held')";

const GIVE_BACK: &str = "
    UPDATE draft_line
    SET quantity_milli = rest.was_milli,
        marks = rest.was_marks
    FROM awaited_rest AS rest
    WHERE rest.command = :key
      AND rest.state = 'held'
      AND draft_line.draft = rest.draft
      AND draft_line.item = rest.item";

const DROP_HELD: &str = "
    DELETE FROM awaited_rest
    WHERE command = :key
      AND state = 'held'";

const PLACED: &str = "
    UPDATE awaited_rest
    SET state = 'due'
    WHERE command = :key
      AND state = 'held'";

const DUE: &str = "
    SELECT command, entity, item, quantity_milli, seen_price_micro, seen_currency, article, name, unit, marks
    FROM awaited_rest
    WHERE state = 'due'
    ORDER BY command, item";

const WAITS: &str = "
    UPDATE awaited_rest
    SET state = 'waits'
    WHERE command = :key
      AND item = :item";

const UNTOLD: &str = "
    SELECT command, entity, item, quantity_milli
    FROM awaited_rest
    WHERE state = 'waits'
    ORDER BY command, item";

const TOLD: &str = "
    DELETE FROM awaited_rest
    WHERE command = :key
      AND item = :item
      AND state = 'waits'";

const FORGET_PRICES: &str = "
    UPDATE awaited_rest
    SET seen_price_micro = NULL,
        seen_currency = NULL,
        marks = CASE
            WHEN json_type(marks, '$.services') IS NULL THEN marks
            ELSE json_set(marks, '$.services', (
                SELECT json_group_array(json_remove(service.value, '$.terms'))
                FROM json_each(awaited_rest.marks, '$.services') AS service))
        END,
        was_marks = CASE
            WHEN json_type(was_marks, '$.services') IS NULL THEN was_marks
            ELSE json_set(was_marks, '$.services', (
                SELECT json_group_array(json_remove(service.value, '$.terms'))
                FROM json_each(awaited_rest.was_marks, '$.services') AS service))
        END
    WHERE entity = :entity";

impl Desk {
    /// What waits since orders were placed, until [`Desk::awaited_is_asked_for`] says that somebody is asked to tell of it.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn awaited(&self) -> Result<Vec<AwaitedRest>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(UNTOLD)?;
            let rows = list.query_map([], |row| {
                Ok(AwaitedRest {
                    command: CommandKey::new(row.get::<_, String>("command")?),
                    entity: EntityId::new(row.get::<_, String>("entity")?),
                    item: ItemId::new(row.get::<_, String>("item")?),
                    quantity_milli: row.get("quantity_milli")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The arrival of these goods is asked for, or need not be.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn awaited_is_asked_for(&self, rest: &AwaitedRest) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(TOLD)?
                .execute(named_params! { ":key": rest.command.as_str(), ":item": rest.item.as_str() })?;
            Ok(())
        })
    }
}

/// Holds what is to wait beside an order, before its lines are divided.
pub(crate) fn hold(
    conn: &Connection,
    entity: &EntityId,
    draft: &DraftId,
    key: &CommandKey,
    waiting: &[NewLine],
) -> Result<(), DeskError> {
    for rest in waiting {
        let was = free_line(conn, draft, &rest.item)?.ok_or(DeskError::NoSuchLine)?;
        let (price_micro, currency) = rest.seen_price.clone().unzip();
        conn.prepare_cached(HOLD)?.execute(named_params! {
            ":command": key.as_str(),
            ":entity": entity.as_str(),
            ":draft": draft.as_str(),
            ":item": rest.item.as_str(),
            ":quantity_milli": rest.quantity_milli,
            ":seen_price_micro": price_micro,
            ":seen_currency": currency,
            ":article": rest.article,
            ":name": rest.name,
            ":unit": rest.unit,
            ":marks": write_marks(&rest.marks)?,
            ":was_milli": was.quantity_milli,
            ":was_marks": write_marks(&was.marks)?,
        })?;
    }
    Ok(())
}

/// Nothing was placed: lines have the quantities again that they were divided from.
pub(crate) fn give_back(conn: &Connection, key: &CommandKey, now_ms: i64) -> Result<(), DeskError> {
    for sql in [GIVE_BACK, DROP_HELD] {
        conn.prepare_cached(sql)?
            .execute(named_params! { ":key": key.as_str() })?;
    }
    wait_for_due(conn, now_ms)
}

/// The order is placed: what was missing of it waits.
pub(crate) fn set_to_wait(conn: &Connection, key: &CommandKey, now_ms: i64) -> Result<(), DeskError> {
    conn.prepare_cached(PLACED)?
        .execute(named_params! { ":key": key.as_str() })?;
    wait_for_due(conn, now_ms)
}

/// What is due goes into the draft of what waits. Where the line there is on its way itself, it goes once that is over.
fn wait_for_due(conn: &Connection, now_ms: i64) -> Result<(), DeskError> {
    for (key, entity, line) in due(conn)? {
        let draft = waiting_draft(conn, &entity, now_ms)?;
        let ordinal = last_ordinal(conn, &draft)?.saturating_add(1);
        match put_whatever_fits(conn, &draft, &line, ordinal) {
            Ok(()) => {}
            Err(DeskError::Store(error)) => return Err(DeskError::Store(error)),
            // In flight it goes once that is over. Nothing else may undo the verdict that made it due.
            Err(DeskError::LineInFlight) => continue,
            Err(error) => {
                tracing::warn!(draft.cause = %error, "What waits of an order did not fit into the draft of what waits");
                continue;
            }
        }
        touch(conn, &draft, now_ms)?;
        conn.prepare_cached(WAITS)?
            .execute(named_params! { ":key": key.as_str(), ":item": line.item.as_str() })?;
    }
    Ok(())
}

/// Adds a line to what waits already; where its marks and those there are too many together, without its own.
fn put_whatever_fits(conn: &Connection, draft: &DraftId, line: &NewLine, ordinal: i64) -> Result<(), DeskError> {
    match put(conn, draft, line, LineChange::Add, ordinal) {
        Err(DeskError::NotTheLine) => {
            let plain = NewLine {
                marks: LineMarks::default(),
                ..line.clone()
            };
            put(conn, draft, &plain, LineChange::Add, ordinal)
        }
        other => other,
    }
}

fn due(conn: &Connection) -> Result<Vec<(CommandKey, EntityId, NewLine)>, DeskError> {
    let mut list = conn.prepare_cached(DUE)?;
    let rows = list.query_map([], |row| {
        let price_micro: Option<i64> = row.get("seen_price_micro")?;
        let currency: Option<String> = row.get("seen_currency")?;
        let line = NewLine {
            item: ItemId::new(row.get::<_, String>("item")?),
            quantity_milli: row.get("quantity_milli")?,
            seen_price: price_micro.zip(currency),
            article: row.get("article")?,
            name: row.get("name")?,
            unit: row.get("unit")?,
            marks: read_marks(&row.get::<_, String>("marks")?)?,
        };
        Ok((
            CommandKey::new(row.get::<_, String>("command")?),
            EntityId::new(row.get::<_, String>("entity")?),
            line,
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What goods cost does not outlive the right to see it.
pub(crate) fn forget_prices(conn: &Connection, entity: &EntityId) -> Result<(), DeskError> {
    conn.prepare_cached(FORGET_PRICES)?
        .execute(named_params! { ":entity": entity.as_str() })?;
    Ok(())
}
