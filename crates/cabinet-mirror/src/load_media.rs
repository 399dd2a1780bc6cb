//! Rows of `media:<assortment>`: small pictures of goods, and what can be fetched of them.

use crate::by_item::{ItemValue, Statements, statements};
use crate::feed_error::{LoadError, RowFault};
use crate::table::RawRow;
use cabinet_protocol::media::{MAX_THUMBNAIL_BYTES, MediaRow};
use prost::Message;
use rusqlite::{Row, Statement};

pub(crate) const MEDIA: Statements = statements!(
    "media",
    columns: "thumbnail, body",
    places: "?3, ?4",
    set: "thumbnail = ?3, body = ?4",
    differs: "thumbnail <> ?3 OR body <> ?4"
);

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

    fn kept(&self, _: &str) -> Vec<u8> {
        self.encode_to_vec()
    }

    fn stored(_: &str, row: &Row<'_>) -> rusqlite::Result<Vec<u8>> {
        let body: Vec<u8> = row.get("body")?;
        // What cannot be read is not what came either: the empty row says so.
        let mut media = Self::decode(body.as_slice()).unwrap_or_default();
        media.thumbnail = row.get("thumbnail")?;
        Ok(media.encode_to_vec())
    }
}
