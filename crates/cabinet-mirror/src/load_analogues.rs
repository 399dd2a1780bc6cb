//! Rows of `analogues:<assortment>`: what stands in for goods.

use crate::by_item::{ItemValue, Statements};
use crate::feed_error::{LoadError, RowFault};
use crate::table::RawRow;
use cabinet_protocol::media::AnaloguesRow;
use prost::Message;
use rusqlite::Statement;

const INSERT: &str = "
    INSERT INTO analogue (feed_id, item_id, body)
    VALUES (?1, ?2, ?3)";

const INSERT_NEW: &str = "
    INSERT INTO analogue (feed_id, item_id, body)
    VALUES (?1, ?2, ?3)
    ON CONFLICT (feed_id, item_id) DO NOTHING";

const UPDATE: &str = "
    UPDATE analogue
    SET body = ?3
    WHERE feed_id = ?1
      AND item_id = ?2
      AND body <> ?3";

const REMOVE: &str = "
    DELETE FROM analogue
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

const REMOVE_UNSTAGED: &str = "
    DELETE FROM analogue
    WHERE feed_id = :feed_id
      AND item_id NOT IN (
          SELECT k.id
          FROM staged_row AS s
          JOIN item_key AS k ON k.item = s.key
          WHERE s.feed_id = :feed_id)";

const PURGE: &str = "
    DELETE FROM analogue
    WHERE feed_id = :feed_id";

pub(crate) const ANALOGUES: Statements = Statements {
    insert: INSERT,
    insert_new: INSERT_NEW,
    update: UPDATE,
    remove: REMOVE,
    remove_unstaged: REMOVE_UNSTAGED,
    purge: PURGE,
};

impl ItemValue for AnaloguesRow {
    fn read(row: RawRow<'_>) -> Result<Self, LoadError> {
        let read = Self::decode(row.body).map_err(|error| LoadError::row(row.key, error))?;
        if read.item != row.key {
            return Err(LoadError::row(row.key, RowFault::WrongKey));
        }
        Ok(read)
    }

    fn write(&self, statement: &mut Statement<'_>, feed_id: i64, item_id: i64) -> rusqlite::Result<usize> {
        statement.execute((feed_id, item_id, self.encode_to_vec()))
    }
}
