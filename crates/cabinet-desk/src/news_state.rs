//! Which news the user has read on this device.

use crate::desk::{Desk, DeskError};
use rusqlite::named_params;
use std::collections::BTreeSet;

const ALL: &str = "
    SELECT id
    FROM news_state";

const READ: &str = "
    INSERT INTO news_state (id, read_ms)
    VALUES (:id, :now_ms)
    ON CONFLICT (id) DO NOTHING";

const DELETE: &str = "
    DELETE FROM news_state
    WHERE id = :id";

impl Desk {
    /// Ids of the news that were read.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn read_news(&self) -> Result<BTreeSet<String>, DeskError> {
        self.db.read(|conn| {
            let mut all = conn.prepare_cached(ALL)?;
            let rows = all.query_map([], |row| row.get("id"))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Writes down that news were read, and forgets of which the gateway has none any more (all but `kept`).
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn mark_news_read(&self, ids: &[String], kept: &BTreeSet<String>, now_ms: i64) -> Result<(), DeskError> {
        let gone: Vec<String> = self.read_news()?.difference(kept).cloned().collect();
        self.db.write(|tx| {
            let mut put = tx.prepare_cached(READ)?;
            for id in ids {
                put.execute(named_params! { ":id": id, ":now_ms": now_ms })?;
            }
            let mut delete = tx.prepare_cached(DELETE)?;
            for id in &gone {
                delete.execute(named_params! { ":id": id })?;
            }
            Ok(())
        })
    }
}
