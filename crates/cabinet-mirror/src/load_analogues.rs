//! Rows of `analogues:<assortment>`: what stands in for goods.

use crate::by_item::{ItemValue, Statements, statements};
use crate::feed_error::{LoadError, RowFault};
use crate::table::RawRow;
use cabinet_protocol::media::AnaloguesRow;
use prost::Message;
use rusqlite::{Row, Statement};

pub(crate) const ANALOGUES: Statements = statements!(
    "analogue",
    columns: "body",
    places: "?3",
    set: "body = ?3",
    differs: "body <> ?3"
);

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

    fn kept(&self, _: &str) -> Vec<u8> {
        self.encode_to_vec()
    }

    fn stored(_: &str, row: &Row<'_>) -> rusqlite::Result<Vec<u8>> {
        row.get("body")
    }
}
