//! Rows of `price:<price type>`.

use crate::by_item::{ItemValue, Statements};
use crate::feed_error::{LoadError, RowFault};
use crate::table::RawRow;
use cabinet_protocol::rows::PriceRow;
use prost::Message;
use rusqlite::Statement;

const INSERT: &str = "
    INSERT INTO price (feed_id, item_id, price_micro, currency)
    VALUES (?1, ?2, ?3, ?4)";

const INSERT_NEW: &str = "
    INSERT INTO price (feed_id, item_id, price_micro, currency)
    VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (feed_id, item_id) DO NOTHING";

const UPDATE: &str = "
    UPDATE price
    SET price_micro = ?3, currency = ?4
    WHERE feed_id = ?1
      AND item_id = ?2
      AND (price_micro <> ?3 OR currency <> ?4)";

const REMOVE: &str = "
    DELETE FROM price
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

const REMOVE_UNSTAGED: &str = "
    DELETE FROM price
    WHERE feed_id = :feed_id
      AND item_id NOT IN (
          SELECT k.id
          FROM staged_row AS s
          JOIN item_key AS k ON k.item = s.key
          WHERE s.feed_id = :feed_id)";

const PURGE: &str = "
    DELETE FROM price
    WHERE feed_id = :feed_id";

pub(crate) const PRICES: Statements = Statements {
    insert: INSERT,
    insert_new: INSERT_NEW,
    update: UPDATE,
    remove: REMOVE,
    remove_unstaged: REMOVE_UNSTAGED,
    purge: PURGE,
};

impl ItemValue for PriceRow {
    fn read(row: RawRow<'_>) -> Result<Self, LoadError> {
        let price = Self::decode(row.body).map_err(|error| LoadError::row(row.key, error))?;
        if price.item != row.key {
            return Err(LoadError::row(row.key, RowFault::WrongKey));
        }
        if price.price_micro < 0 {
            return Err(LoadError::row(row.key, RowFault::OutOfRange { field: "price_micro" }));
        }
        if price.currency.is_empty() {
            return Err(LoadError::row(row.key, RowFault::Empty { field: "currency" }));
        }
        Ok(price)
    }

    fn write(&self, statement: &mut Statement<'_>, feed_id: i64, item_id: i64) -> rusqlite::Result<usize> {
        statement.execute((feed_id, item_id, self.price_micro, &self.currency))
    }
}
