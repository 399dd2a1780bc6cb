//! Names of properties, reference values, units and currencies while goods are written out; a bounded memory of look-ups.

use super::stored::StoredUnit;
use super::units;
use crate::storage::{StorageError, Tx, Value, query_one};
use std::collections::HashMap;
use std::hash::Hash;

/// Look-ups kept per kind; past it the memory is emptied, so that it stays flat for any dictionary.
const KEPT: usize = 20_000;

const SELECT_PROPERTY: &str = "SELECT name
FROM property
WHERE id = $1 AND is_deleted = 0";
const SELECT_VALUE: &str = "SELECT value
FROM property_value
WHERE property_id = $1 AND id = $2";
const SELECT_UNIT: &str = "SELECT code, name, full_name, international
FROM unit
WHERE id = $1";
const SELECT_CURRENCY: &str = "SELECT c.code
FROM price_type t
JOIN currency_text c ON c.written = CASE WHEN $2 = '' THEN t.currency_written ELSE $2 END
WHERE t.id = $1 AND t.is_deleted = 0 AND c.code <> ''";

/// The dictionaries of the supplier, asked one entry at a time.
#[derive(Default)]
pub(crate) struct Words {
    properties: HashMap<String, Option<String>>,
    values: HashMap<(String, String), Option<String>>,
    units: HashMap<String, Option<StoredUnit>>,
    currencies: HashMap<(String, String), Option<String>>,
}

impl Words {
    /// The name of a property; `None` when it is unknown or deleted.
    pub(crate) fn property(&mut self, tx: &mut dyn Tx, id: &str) -> Result<Option<String>, StorageError> {
        remembered(&mut self.properties, id.to_owned(), || {
            query_one(tx, SELECT_PROPERTY, &[Value::from(id)], |row| row.text("name"))
        })
    }

    /// A value of a property as shown: the text behind a reference, or the text itself.
    pub(crate) fn value(&mut self, tx: &mut dyn Tx, property: &str, written: &str) -> Result<String, StorageError> {
        let found = remembered(&mut self.values, (property.to_owned(), written.to_owned()), || {
            let key = [Value::from(property), Value::from(written)];
            query_one(tx, SELECT_VALUE, &key, |row| row.text("value"))
        })?;
        Ok(found.unwrap_or_else(|| written.to_owned()))
    }

    /// The code of the currency of a price as written, or of its price type when that is empty; `None` when the currency is
    /// unknown or the price type deleted.
    pub(crate) fn currency_of_price(
        &mut self,
        tx: &mut dyn Tx,
        price_type: &str,
        written: &str,
    ) -> Result<Option<String>, StorageError> {
        remembered(
            &mut self.currencies,
            (price_type.to_owned(), written.to_owned()),
            || {
                let key = [Value::from(price_type), Value::from(written)];
                query_one(tx, SELECT_CURRENCY, &key, |row| row.text("code"))
            },
        )
    }

    /// A unit with what its object of its own (3.1) adds to the mention.
    pub(crate) fn unit(&mut self, tx: &mut dyn Tx, written: &StoredUnit) -> Result<StoredUnit, StorageError> {
        let mut unit = written.clone();
        if unit.name.is_empty() {
            for id in [&written.id, &written.code] {
                if id.is_empty() {
                    continue;
                }
                let found = remembered(&mut self.units, id.clone(), || {
                    query_one(tx, SELECT_UNIT, &[Value::from(id.as_str())], |row| {
                        Ok(StoredUnit {
                            code: row.text("code")?,
                            name: row.text("name")?,
                            full_name: row.text("full_name")?,
                            international: row.text("international")?,
                            ..StoredUnit::default()
                        })
                    })
                })?;
                if let Some(object) = found {
                    unit.name = object.name;
                    fill(&mut unit.code, object.code);
                    fill(&mut unit.full_name, object.full_name);
                    fill(&mut unit.international, object.international);
                    break;
                }
            }
        }
        unit.name = units::short_name(&unit);
        Ok(unit)
    }
}

fn fill(text: &mut String, with: String) {
    if text.is_empty() {
        *text = with;
    }
}

fn remembered<K: Eq + Hash, T: Clone>(
    memory: &mut HashMap<K, Option<T>>,
    id: K,
    ask: impl FnOnce() -> Result<Option<T>, StorageError>,
) -> Result<Option<T>, StorageError> {
    if let Some(known) = memory.get(&id) {
        return Ok(known.clone());
    }
    if memory.len() >= KEPT {
        memory.clear();
    }
    let found = ask()?;
    memory.insert(id, found.clone());
    Ok(found)
}
