//! Labels of drafts, and those that were typed.

use crate::desk::{Desk, DeskError};
use crate::draft::{one_changed, open_draft};
use cabinet_domain::ids::{DraftId, EntityId};
use rusqlite::{Connection, named_params};

const SET: &str = "
    UPDATE draft
    SET label = :label, updated_ms = :now_ms
    WHERE id = :id
      AND entity = :entity";

const USE: &str = "
    INSERT INTO used_label (entity, label, used_ms)
    VALUES (:entity, :label, :now_ms)
    ON CONFLICT (entity, label) DO UPDATE SET used_ms = excluded.used_ms";

const USED: &str = "
    SELECT label
    FROM used_label
    WHERE entity = :entity
    ORDER BY used_ms DESC, label";

impl Desk {
    /// Says for whom or what a draft is; an empty text takes it back.
    ///
    /// # Errors
    /// [`DeskError`]: a missing or trashed draft.
    pub fn label_draft(&self, entity: &EntityId, id: &DraftId, label: &str, now_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            open_draft(tx, entity, id)?;
            let changed = tx.prepare_cached(SET)?.execute(named_params! {
                ":label": label, ":now_ms": now_ms, ":id": id.as_str(), ":entity": entity.as_str(),
            })?;
            one_changed(changed)?;
            use_label(tx, entity, label, now_ms)
        })
    }

    /// Labels that were typed for an entity, the one that was used last first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn used_labels(&self, entity: &EntityId) -> Result<Vec<String>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(USED)?;
            let rows = list.query_map(named_params! { ":entity": entity.as_str() }, |row| row.get("label"))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// Remembers a label, inside the transaction that gives it.
pub(crate) fn use_label(conn: &Connection, entity: &EntityId, label: &str, now_ms: i64) -> Result<(), DeskError> {
    if !label.is_empty() {
        conn.prepare_cached(USE)?
            .execute(named_params! { ":entity": entity.as_str(), ":label": label, ":now_ms": now_ms })?;
    }
    Ok(())
}
