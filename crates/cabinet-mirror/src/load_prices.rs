//! Rows of `price:<price type>`.

use crate::by_item::{ItemValue, Statements, statements};
use crate::feed_error::{LoadError, RowFault};
use crate::table::RawRow;
use cabinet_protocol::rows::PriceRow;
use prost::Message;
use rusqlite::{Row, Statement};

pub(crate) const PRICES: Statements = statements!(
    "price",
    columns: "price_micro, currency",
    places: "?3, ?4",
    set: "price_micro = ?3, currency = ?4",
    differs: "price_micro <> ?3 OR currency <> ?4"
);

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

    fn kept(&self, _: &str) -> Vec<u8> {
        self.encode_to_vec()
    }

    fn stored(key: &str, row: &Row<'_>) -> rusqlite::Result<Vec<u8>> {
        let price = Self {
            item: key.to_owned(),
            price_micro: row.get("price_micro")?,
            currency: row.get("currency")?,
        };
        Ok(price.encode_to_vec())
    }
}
