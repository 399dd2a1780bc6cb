//! Rows of `media:<assortment>`: small pictures of goods, and what can be fetched of them.

use crate::by_item::{ItemValue, Statements};
use crate::feed_error::{LoadError, RowFault};
use crate::table::RawRow;
use cabinet_protocol::media::{MAX_THUMBNAIL_BYTES, MediaRow};
use prost::Message;
use rusqlite::Statement;

const INSERT: &str = "
    INSERT INTO media (feed_id, item_id, thumbnail, body)
    VALUES (?1, ?2, ?3, ?4)";

const INSERT_NEW: &str = "
    INSERT INTO media (feed_id, item_id, thumbnail, body)
    VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (feed_id, item_id) DO NOTHING";

const UPDATE: &str = "
    UPDATE media
    SET thumbnail = ?3, body = ?4
    WHERE feed_id = ?1
      AND item_id = ?2
      AND (thumbnail <> ?3 OR body <> ?4)";

const REMOVE: &str = "
    DELETE FROM media
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

const REMOVE_UNSTAGED: &str = "
    DELETE FROM media
    WHERE feed_id = :feed_id
      AND item_id NOT IN (
          SELECT k.id
          FROM staged_row AS s
          JOIN item_key AS k ON k.item = s.key
          WHERE s.feed_id = :feed_id)";

const PURGE: &str = "
    DELETE FROM media
    WHERE feed_id = :feed_id";

pub(crate) const MEDIA: Statements = Statements {
    insert: INSERT,
    insert_new: INSERT_NEW,
    update: UPDATE,
    remove: REMOVE,
    remove_unstaged: REMOVE_UNSTAGED,
    purge: PURGE,
};

impl ItemValue for MediaRow {
    fn read(row: RawRow<'_>) -> Result<Self, LoadError> {
        let read = Self::decode(row.body).map_err(|error| LoadError::row(row.key, error))?;
        if read.item != row.key {
            return Err(LoadError::row(row.key, RowFault::WrongKey));
        }
        if read.thumbnail.len() > MAX_THUMBNAIL_BYTES {
            return Err(LoadError::row(row.key, RowFault::OutOfRange { field: "thumbnail" }));
        }
        Ok(read)
    }

    fn write(&self, statement: &mut Statement<'_>, feed_id: i64, item_id: i64) -> rusqlite::Result<usize> {
        // Apart from the rest: a list of goods needs only the one, a card mostly the other.
        let mut rest = self.clone();
        let thumbnail = std::mem::take(&mut rest.thumbnail);
        statement.execute((feed_id, item_id, thumbnail, rest.encode_to_vec()))
    }
}
