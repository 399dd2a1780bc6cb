//! Keeps, for every currency text that prices or price types have used, the code that the rules give it.

use super::currency::CurrencyTable;
use super::unpublished;
use crate::storage::{StorageError, Tx, Value, query_all, query_one};

const SELECT_ONE: &str = "SELECT code
FROM currency_text
WHERE written = $1";
const SELECT_ALL: &str = "SELECT written, code
FROM currency_text";
const UPSERT: &str = "INSERT INTO currency_text (written, code)
VALUES ($1, $2)
ON CONFLICT (written) DO UPDATE
SET code = excluded.code";
const SELECT_UNKNOWN_TYPES: &str = "SELECT t.id, t.currency_written
FROM price_type t
LEFT JOIN currency_text c ON c.written = t.currency_written
WHERE COALESCE(c.code, '') = ''";

/// Stores the code of a text seen for the first time.
pub(crate) fn learn(tx: &mut dyn Tx, table: &CurrencyTable, written: &str) -> Result<(), StorageError> {
    let key = Value::from(written);
    if query_one(tx, SELECT_ONE, std::slice::from_ref(&key), |_| Ok(()))?.is_none() {
        tx.execute(UPSERT, &[key, Value::Text(code(table, written))])?;
    }
    Ok(())
}

/// Applies changed rules to the texts seen so far and marks the prices that they concern.
pub(crate) fn renew(tx: &mut dyn Tx, table: &CurrencyTable) -> Result<(), StorageError> {
    let known = query_all(tx, SELECT_ALL, &[], |row| Ok((row.text("written")?, row.text("code")?)))?;
    for (written, old) in known {
        let new = code(table, &written);
        if new != old {
            tx.execute(UPSERT, &[Value::from(written.as_str()), Value::Text(new)])?;
            unpublished::mark_currency(tx, &written)?;
        }
    }
    Ok(())
}

/// Price types whose own currency is not known: id and text.
pub(crate) fn unknown_of_types(tx: &mut dyn Tx) -> Result<Vec<(String, String)>, StorageError> {
    query_all(tx, SELECT_UNKNOWN_TYPES, &[], |row| {
        Ok((row.text("id")?, row.text("currency_written")?))
    })
}

fn code(table: &CurrencyTable, written: &str) -> String {
    table
        .find(written)
        .map(|currency| currency.code().to_owned())
        .unwrap_or_default()
}
