//! Rows of `arrivals:<assortment>`: what comes of goods, and when.

use crate::by_item::{ItemValue, Statements};
use crate::feed_error::{LoadError, RowFault};
use crate::table::RawRow;
use cabinet_protocol::media::ArrivalsRow;
use prost::Message;
use rusqlite::Statement;

const INSERT: &str = "
    INSERT INTO arrival (feed_id, item_id, body)
    VALUES (?1, ?2, ?3)";

const INSERT_NEW: &str = "
    INSERT INTO arrival (feed_id, item_id, body)
    VALUES (?1, ?2, ?3)
    ON CONFLICT (feed_id, item_id) DO NOTHING";

const UPDATE: &str = "
    UPDATE arrival
    SET body = ?3
    WHERE feed_id = ?1
      AND item_id = ?2
      AND body <> ?3";

const REMOVE: &str = "
    DELETE FROM arrival
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

const REMOVE_UNSTAGED: &str = "
    DELETE FROM arrival
    WHERE feed_id = :feed_id
      AND item_id NOT IN (
          SELECT k.id
          FROM staged_row AS s
          JOIN item_key AS k ON k.item = s.key
          WHERE s.feed_id = :feed_id)";

const PURGE: &str = "
    DELETE FROM arrival
    WHERE feed_id = :feed_id";

pub(crate) const ARRIVALS: Statements = Statements {
    insert: INSERT,
    insert_new: INSERT_NEW,
    update: UPDATE,
    remove: REMOVE,
    remove_unstaged: REMOVE_UNSTAGED,
    purge: PURGE,
};

impl ItemValue for ArrivalsRow {
    fn read(row: RawRow<'_>) -> Result<Self, LoadError> {
        let read = Self::decode(row.body).map_err(|error| LoadError::row(row.key, error))?;
        if read.item != row.key {
            return Err(LoadError::row(row.key, RowFault::WrongKey));
        }
        if read.arrivals.iter().any(|arrival| arrival.quantity_milli <= 0) {
            return Err(LoadError::row(
                row.key,
                RowFault::OutOfRange {
                    field: "quantity_milli",
                },
            ));
        }
        Ok(read)
    }

    fn write(&self, statement: &mut Statement<'_>, feed_id: i64, item_id: i64) -> rusqlite::Result<usize> {
        statement.execute((feed_id, item_id, self.encode_to_vec()))
    }
}
