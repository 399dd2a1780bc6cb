//! Placing: lines of a draft become a command, in one transaction; they stay locked in the draft until the verdict.

use crate::awaited;
use crate::delivery::remember_last;
use crate::desk::{Desk, DeskError};
use crate::draft::open_draft;
use crate::line::{DraftLine, lines_of, touch};
use crate::outbox::{NewCommand, insert};
use crate::settlement::{Settlement, settle};
use crate::standing::{StandingRules, put as put_rules};
use cabinet_domain::ids::{CommandKey, DraftId, EntityId, ItemId};
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, named_params};
use std::collections::BTreeMap;

/// An order to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The draft that the lines stand in.
    pub draft: DraftId,
    /// Made by [`crate::outbox::new_command_key`].
    pub key: CommandKey,
    /// JSON of the command's body, as it will be sent.
    pub body: String,
    /// The lines in it, as the user accepted them; each must stand in the draft exactly so.
    pub lines: Vec<PlacedLine>,
    /// Rules for terms that change before it is placed; `None` without any.
    pub standing: Option<StandingRules>,
}

/// A line of an order, to be compared with the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedLine {
    /// Which item.
    pub item: ItemId,
    /// How much, in thousandths of the base unit.
    pub quantity_milli: i64,
}

/// Why nothing was queued.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// No lines.
    #[error("there is nothing to place")]
    Empty,
    /// The draft changed since the user looked at it: look again.
    #[error("the draft has changed")]
    DraftChanged {
        /// The first line that differs.
        item: ItemId,
    },
    /// The desk's own reasons: no such draft, in the trash, a line in flight, a failure.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for PlaceError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<rusqlite::Error> for PlaceError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Desk(error.into())
    }
}

/// The kind of a command that places an order.
pub const PLACE: &str = "place";

const LOCK: &str = "
    UPDATE draft_line
    SET in_command = :key
    WHERE draft = :draft
      AND item = :item
      AND in_command IS NULL";

const RELEASE: &str = "
    UPDATE draft_line
    SET in_command = NULL
    WHERE in_command = :key";

const DRAFTS_OF: &str = "
    SELECT DISTINCT draft
    FROM draft_line
    WHERE in_command = :key";

const DELETE_LINES: &str = "
    DELETE FROM draft_line
    WHERE in_command = :key";

const DELETE_EMPTY: &str = "
    DELETE FROM draft
    WHERE id = :draft
      AND NOT EXISTS (SELECT 1 FROM draft_line WHERE draft = :draft)";

impl Desk {
    /// Queues an order: the command and the lock on its lines stand in one transaction, on the disk when this returns.
    ///
    /// # Errors
    /// [`PlaceError`]; nothing was queued then.
    pub fn queue_placement(&self, entity: &EntityId, placement: &Placement, now_ms: i64) -> Result<(), PlaceError> {
        self.settle_and_queue(entity, &Settlement::default(), placement, now_ms)
    }

    /// As [`Desk::queue_placement`], after what the user decided of the draft's lines: both stand, or neither does. What he set
    /// to wait waits once the order is placed; until then a line that waits whole stands in the draft, locked as the others are.
    ///
    /// # Errors
    /// [`PlaceError`]; nothing was changed then.
    pub fn settle_and_queue(
        &self,
        entity: &EntityId,
        settlement: &Settlement,
        placement: &Placement,
        now_ms: i64,
    ) -> Result<(), PlaceError> {
        if placement.lines.is_empty() {
            return Err(PlaceError::Empty);
        }
        self.db.write(|tx| {
            open_draft(tx, entity, &placement.draft)?;
            awaited::hold(tx, entity, &placement.draft, &placement.key, &settlement.waiting)?;
            let waits = |item: &&ItemId| settlement.waiting.iter().any(|rest| rest.item == **item);
            let at_once = Settlement {
                removed: settlement.removed.iter().filter(|item| !waits(item)).cloned().collect(),
                waiting: Vec::new(),
                ..settlement.clone()
            };
            settle(tx, entity, &placement.draft, &at_once, now_ms)?;
            let standing: BTreeMap<_, _> = lines_of(tx, &placement.draft)?
                .into_iter()
                .map(|line| (line.item.clone(), line))
                .collect();
            for line in &placement.lines {
                compare(line, standing.get(&line.item))?;
            }
            let command = NewCommand {
                key: placement.key.clone(),
                chain: format!("draft:{}", placement.draft),
                kind: PLACE,
                entity: entity.clone(),
                body: placement.body.clone(),
            };
            insert(tx, &command, now_ms)?;
            if let Some(rules) = &placement.standing {
                put_rules(tx, &placement.key, rules)?;
            }
            let mut lock = tx.prepare_cached(LOCK)?;
            let whole = settlement.removed.iter().filter(waits);
            for item in placement.lines.iter().map(|line| &line.item).chain(whole) {
                let locked = lock.execute(named_params! {
                    ":key": placement.key.as_str(), ":draft": placement.draft.as_str(), ":item": item.as_str(),
                })?;
                // An item twice in one order would find its line locked by itself.
                if locked != 1 {
                    return Err(PlaceError::DraftChanged { item: item.clone() });
                }
            }
            remember_last(tx, entity, &placement.draft)?;
            Ok(touch(tx, &placement.draft, now_ms)?)
        })
    }
}

fn compare(wanted: &PlacedLine, standing: Option<&DraftLine>) -> Result<(), PlaceError> {
    match standing {
        Some(line) if line.in_command.is_some() => Err(DeskError::LineInFlight.into()),
        Some(line) if line.quantity_milli == wanted.quantity_milli => Ok(()),
        _ => Err(PlaceError::DraftChanged {
            item: wanted.item.clone(),
        }),
    }
}

/// The lines go back to the user, with what of them was to wait.
pub(crate) fn release_lines(conn: &Connection, key: &CommandKey, now_ms: i64) -> Result<(), DeskError> {
    conn.prepare_cached(RELEASE)?
        .execute(named_params! { ":key": key.as_str() })?;
    awaited::give_back(conn, key, now_ms)
}

/// The lines are ordered: they leave the draft, an empty draft goes, and what was to wait waits.
pub(crate) fn delete_placed_lines(conn: &Connection, key: &CommandKey, now_ms: i64) -> Result<(), DeskError> {
    let drafts: Vec<String> = conn
        .prepare_cached(DRAFTS_OF)?
        .query_map(named_params! { ":key": key.as_str() }, |row| row.get("draft"))?
        .collect::<Result<_, _>>()?;
    conn.prepare_cached(DELETE_LINES)?
        .execute(named_params! { ":key": key.as_str() })?;
    for draft in drafts {
        conn.prepare_cached(DELETE_EMPTY)?
            .execute(named_params! { ":draft": draft })?;
    }
    awaited::set_to_wait(conn, key, now_ms)
}
