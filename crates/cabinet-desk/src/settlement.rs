//! What the user decided about lines of a draft, carried out in one transaction: removed, rewritten, replaced, set to wait.
//!
//! Not here: what is to wait while an order is on its way ([`crate::awaited`]).

use crate::desk::{Desk, DeskError};
use crate::draft::{open_draft, waiting_draft};
use crate::line::{LineChange, NewLine, last_ordinal, put, remove, set_marks, touch};
use crate::removed::keep;
use crate::split::KeptLine;
use cabinet_domain::ids::{DraftId, EntityId, ItemId};
use rusqlite::Connection;

/// Decisions about lines of one draft. An item stands in at most one of the lists of lines that go, stay and are replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settlement {
    /// Lines that go.
    pub removed: Vec<ItemId>,
    /// Lines with another quantity or another seen price.
    pub rewritten: Vec<NewLine>,
    /// Lines that bear other marks from now on, after they were rewritten; empty ones take all away.
    pub marked: Vec<KeptLine>,
    /// Lines in whose place other goods stand.
    pub replaced: Vec<(ItemId, NewLine)>,
    /// Lines for the entity's draft of what waits, added to what waits there already.
    pub waiting: Vec<NewLine>,
}

impl Settlement {
    /// Whether nothing changes.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.removed.is_empty()
            && self.rewritten.is_empty()
            && self.marked.is_empty()
            && self.replaced.is_empty()
            && self.waiting.is_empty()
    }
}

impl Desk {
    /// Carries decisions out without ordering anything.
    ///
    /// # Errors
    /// [`DeskError`]; nothing was changed then.
    pub fn settle_lines(
        &self,
        entity: &EntityId,
        draft: &DraftId,
        settlement: &Settlement,
        now_ms: i64,
    ) -> Result<(), DeskError> {
        self.db.write(|tx| {
            open_draft(tx, entity, draft)?;
            settle(tx, entity, draft, settlement, now_ms)
        })
    }
}

pub(crate) fn settle(
    conn: &Connection,
    entity: &EntityId,
    draft: &DraftId,
    settlement: &Settlement,
    now_ms: i64,
) -> Result<(), DeskError> {
    if settlement.is_empty() {
        return Ok(());
    }
    for item in &settlement.removed {
        let line = remove(conn, draft, item)?;
        // What waits is not lost.
        let waits = settlement.waiting.iter().any(|waiting| waiting.item == *item);
        if let Some((line, _)) = line.filter(|_| !waits) {
            keep(conn, draft, &line, now_ms)?;
        }
    }
    put_all(conn, draft, &settlement.rewritten, LineChange::Set)?;
    for line in &settlement.marked {
        set_marks(conn, draft, &line.item, line.quantity_milli, &line.marks)?;
    }
    for (item, line) in &settlement.replaced {
        let gone = remove(conn, draft, item)?;
        let ordinal = match gone {
            Some((gone, ordinal)) => {
                keep(conn, draft, &gone, now_ms)?;
                ordinal
            }
            None => last_ordinal(conn, draft)?.saturating_add(1),
        };
        put(conn, draft, line, LineChange::Add, ordinal)?;
    }
    if !settlement.waiting.is_empty() {
        let waiting = waiting_draft(conn, entity, now_ms)?;
        put_all(conn, &waiting, &settlement.waiting, LineChange::Add)?;
        touch(conn, &waiting, now_ms)?;
    }
    touch(conn, draft, now_ms)
}

fn put_all(conn: &Connection, draft: &DraftId, lines: &[NewLine], change: LineChange) -> Result<(), DeskError> {
    let mut ordinal = last_ordinal(conn, draft)?;
    for line in lines {
        ordinal = ordinal.saturating_add(1);
        put(conn, draft, line, change, ordinal)?;
    }
    Ok(())
}
