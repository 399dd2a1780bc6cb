//! Rows of `stock:<warehouse>:words`.

use crate::by_item::{ItemValue, Statements};
use crate::feed_error::{LoadError, RowFault};
use crate::table::RawRow;
use cabinet_domain::stock::StockLevel;
use cabinet_protocol::rows::StockRow;
use prost::Message;
use rusqlite::{Row, Statement};

/// A word for the stock of an item.
pub(crate) struct LevelOfItem(StockLevel);

const INSERT: &str = "
    INSERT INTO stock_level (feed_id, item_id, level)
    VALUES (?1, ?2, ?3)";

const INSERT_NEW: &str = "
    INSERT INTO stock_level (feed_id, item_id, level)
    VALUES (?1, ?2, ?3)
    ON CONFLICT (feed_id, item_id) DO NOTHING";

const UPDATE: &str = "
    UPDATE stock_level
    SET level = ?3
    WHERE feed_id = ?1
      AND item_id = ?2
      AND level <> ?3";

const REMOVE: &str = "
    DELETE FROM stock_level
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

const REMOVE_UNSTAGED: &str = "
    DELETE FROM stock_level
    WHERE feed_id = :feed_id
      AND item_id NOT IN (
          SELECT k.id
          FROM staged_row AS s
          JOIN item_key AS k ON k.item = s.key
          WHERE s.feed_id = :feed_id)";

const PURGE: &str = "
    DELETE FROM stock_level
    WHERE feed_id = :feed_id";

const ONE: &str = "
    SELECT level
    FROM stock_level
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

const ALL: &str = "
    SELECT k.item AS key, t.level
    FROM stock_level AS t
    JOIN item_key AS k ON k.id = t.item_id
    WHERE t.feed_id = :feed_id";

pub(crate) const STOCK_LEVELS: Statements = Statements {
    insert: INSERT,
    insert_new: INSERT_NEW,
    update: UPDATE,
    remove: REMOVE,
    remove_unstaged: REMOVE_UNSTAGED,
    purge: PURGE,
    one: ONE,
    all: ALL,
};

impl LevelOfItem {
    /// Whether it says that there is any.
    pub(crate) fn is_there(&self) -> bool {
        self.0 != StockLevel::None
    }
}

impl ItemValue for LevelOfItem {
    fn read(row: RawRow<'_>) -> Result<Self, LoadError> {
        let stock = StockRow::decode(row.body).map_err(|error| LoadError::row(row.key, error))?;
        if stock.item != row.key {
            return Err(LoadError::row(row.key, RowFault::WrongKey));
        }
        let level = StockLevel::from_code(&stock.level);
        level
            .map(Self)
            .ok_or_else(|| LoadError::row(row.key, RowFault::OutOfRange { field: "level" }))
    }

    fn write(&self, statement: &mut Statement<'_>, feed_id: i64, item_id: i64) -> rusqlite::Result<usize> {
        statement.execute((feed_id, item_id, self.0.code()))
    }

    fn kept(&self, key: &str) -> Vec<u8> {
        in_words(key, self.0.code().to_owned())
    }

    fn stored(key: &str, row: &Row<'_>) -> rusqlite::Result<Vec<u8>> {
        Ok(in_words(key, row.get("level")?))
    }
}

fn in_words(item: &str, level: String) -> Vec<u8> {
    let row = StockRow {
        item: item.to_owned(),
        quantity_milli: 0,
        level,
    };
    row.encode_to_vec()
}
