//! Rows of `stock:<warehouse>:exact`.

use crate::by_item::{ItemValue, Statements, statements};
use crate::feed_error::{LoadError, RowFault};
use crate::table::RawRow;
use cabinet_protocol::rows::StockRow;
use prost::Message;
use rusqlite::{Row, Statement};

pub(crate) const STOCK: Statements = statements!(
    "stock",
    columns: "quantity_milli",
    places: "?3",
    set: "quantity_milli = ?3",
    differs: "quantity_milli <> ?3"
);

impl ItemValue for StockRow {
    fn read(row: RawRow<'_>) -> Result<Self, LoadError> {
        let stock = Self::decode(row.body).map_err(|error| LoadError::row(row.key, error))?;
        if stock.item != row.key {
            return Err(LoadError::row(row.key, RowFault::WrongKey));
        }
        Ok(stock)
    }

    fn write(&self, statement: &mut Statement<'_>, feed_id: i64, item_id: i64) -> rusqlite::Result<usize> {
        statement.execute((feed_id, item_id, self.quantity_milli))
    }

    fn kept(&self, key: &str) -> Vec<u8> {
        exact(key, self.quantity_milli)
    }

    fn stored(key: &str, row: &Row<'_>) -> rusqlite::Result<Vec<u8>> {
        Ok(exact(key, row.get("quantity_milli")?))
    }
}

fn exact(item: &str, quantity_milli: i64) -> Vec<u8> {
    let row = StockRow {
        item: item.to_owned(),
        quantity_milli,
        level: String::new(),
    };
    row.encode_to_vec()
}
