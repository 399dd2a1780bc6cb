//! What goods weigh and how much room they take, as the operator's table says it; it counts more than what 1C says.

use crate::storage::{StorageError, Tx, Value};
use std::collections::HashMap;

const OF_PAGE: &str = "SELECT m.item, COALESCE(m.weight_g, 0) AS weight_g, COALESCE(m.volume_cm3, 0) AS volume_cm3
FROM unpublished u
JOIN goods_measure m ON m.base = u.base
WHERE u.base > $1 AND u.base <= $2";
const OF_BASE: &str = "SELECT item, COALESCE(weight_g, 0) AS weight_g, COALESCE(volume_cm3, 0) AS volume_cm3
FROM goods_measure
WHERE base = $1";

/// Measures by product or item.
#[derive(Debug, Default)]
pub(crate) struct Measures(HashMap<String, Measure>);

/// Of a base unit; 0 where it is not said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Measure {
    pub weight_g: u64,
    pub volume_cm3: u64,
}

impl Measures {
    /// Those of the products of a page: after the first value, up to the second one.
    pub(crate) fn of_page(tx: &mut dyn Tx, range: &[Value]) -> Result<Self, StorageError> {
        Self::read(tx, OF_PAGE, range)
    }

    /// Those of one product and its variants.
    pub(crate) fn of_base(tx: &mut dyn Tx, base: &str) -> Result<Self, StorageError> {
        Self::read(tx, OF_BASE, &[Value::from(base)])
    }

    fn read(tx: &mut dyn Tx, sql: &'static str, values: &[Value]) -> Result<Self, StorageError> {
        let mut all = HashMap::new();
        tx.query(sql, values, &mut |row| {
            let positive = |number: i64| u64::try_from(number).unwrap_or(0);
            let measure = Measure {
                weight_g: positive(row.int("weight_g")?),
                volume_cm3: positive(row.int("volume_cm3")?),
            };
            all.insert(row.text("item")?, measure);
            Ok(())
        })?;
        Ok(Self(all))
    }

    /// What is said of an item, else of its product; each figure by itself.
    pub(crate) fn of(&self, item: &str) -> Measure {
        let base = item.split_once('#').map_or(item, |(base, _)| base);
        let get = |key: &str| self.0.get(key).copied().unwrap_or_default();
        let (own, of_product) = (get(item), get(base));
        let first = |own: u64, other: u64| if own > 0 { own } else { other };
        Measure {
            weight_g: first(own.weight_g, of_product.weight_g),
            volume_cm3: first(own.volume_cm3, of_product.volume_cm3),
        }
    }
}
