//! Writes the entries of a table in place of those before, and publishes the goods that they concern.

use super::{Entry, GoodsImportError, Kind, Said};
use crate::catalogue::{ITEMS, MEDIA, publish_media};
use crate::state::GatewayState;
use crate::storage::{StorageError, Tx, Value, query_all, write};
use std::collections::{BTreeMap, BTreeSet};

const MARK: &str = "INSERT INTO unpublished (base, what)
VALUES ($1, $2)
ON CONFLICT (base) DO UPDATE
SET what = unpublished.what | excluded.what";

const SELECT_ANALOGUES: &str = "SELECT DISTINCT base, item FROM goods_analogue";
const DELETE_ANALOGUES: &str = "DELETE FROM goods_analogue WHERE item = $1";
const INSERT_ANALOGUE: &str = "INSERT INTO goods_analogue (base, item, ordinal, other)
VALUES ($1, $2, $3, $4)";

const SELECT_ARRIVALS: &str = "SELECT DISTINCT base, item FROM goods_arrival";
const DELETE_ARRIVALS: &str = "DELETE FROM goods_arrival WHERE item = $1";
const INSERT_ARRIVAL: &str = "INSERT INTO goods_arrival (base, item, ordinal, expected_on, quantity_milli, note)
VALUES ($1, $2, $3, $4, $5, $6)";

const SELECT_MEASURES: &str = "SELECT base, item FROM goods_measure";
const DELETE_MEASURES: &str = "DELETE FROM goods_measure WHERE item = $1";
// Of two rows for one item the last counts.
const INSERT_MEASURE: &str = "INSERT INTO goods_measure (base, item, weight_g, volume_cm3)
VALUES ($1, $2, NULLIF($3, 0), NULLIF($4, 0))
ON CONFLICT (base, item) DO UPDATE
SET weight_g = excluded.weight_g, volume_cm3 = excluded.volume_cm3";

const SELECT_FILES: &str = "SELECT DISTINCT base, item FROM goods_attachment WHERE is_picture = 0";
const DELETE_FILES: &str = "DELETE FROM goods_attachment WHERE item = $1 AND is_picture = 0";
const SELECT_PICTURES: &str = "SELECT DISTINCT base, item FROM goods_attachment WHERE is_picture = 1";
const DELETE_PICTURES: &str = "DELETE FROM goods_attachment WHERE item = $1 AND is_picture = 1";
const INSERT_ATTACHMENT: &str =
    "INSERT INTO goods_attachment (base, item, ordinal, is_picture, name, title, kind, valid_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Replaces everything of the kind, or, when the table only adds, what was said of its own items.
pub(super) fn replace(
    state: &GatewayState,
    kind: Kind,
    entries: &[Entry],
    adds: bool,
) -> Result<u64, GoodsImportError> {
    let (select, delete) = match kind {
        Kind::Analogues => (SELECT_ANALOGUES, DELETE_ANALOGUES),
        Kind::Arrivals => (SELECT_ARRIVALS, DELETE_ARRIVALS),
        Kind::Files => (SELECT_FILES, DELETE_FILES),
        Kind::Pictures => (SELECT_PICTURES, DELETE_PICTURES),
        Kind::Measures => (SELECT_MEASURES, DELETE_MEASURES),
    };
    let now_ms = state.now_ms();
    let named: BTreeSet<&str> = entries.iter().map(|entry| entry.item.as_str()).collect();
    Ok(write(state.db.as_ref(), |tx| -> Result<u64, StorageError> {
        let before = query_all(tx, select, &[], |row| Ok((row.text("base")?, row.text("item")?)))?;
        for (base, item) in before {
            if !adds || named.contains(item.as_str()) {
                tx.execute(delete, &[Value::from(item.as_str())])?;
                tx.execute(MARK, &[Value::Text(base), Value::Int(part_of(kind))])?;
            }
        }
        let mut ordinals: BTreeMap<&str, i64> = BTreeMap::new();
        for entry in entries {
            let ordinal = ordinals.entry(&entry.item).or_insert(0);
            *ordinal = ordinal.saturating_add(1);
            insert(tx, kind, entry, *ordinal)?;
        }
        publish_media(tx, &state.settings, now_ms)
    })?)
}

/// What of the goods is published anew.
const fn part_of(kind: Kind) -> i64 {
    match kind {
        Kind::Measures => ITEMS,
        Kind::Analogues | Kind::Arrivals | Kind::Files | Kind::Pictures => MEDIA,
    }
}

fn insert(tx: &mut dyn Tx, kind: Kind, entry: &Entry, ordinal: i64) -> Result<(), StorageError> {
    let base = entry.item.split_once('#').map_or(entry.item.as_str(), |(base, _)| base);
    let mut values = vec![Value::from(base), Value::from(entry.item.as_str())];
    if kind != Kind::Measures {
        values.push(Value::Int(ordinal));
    }
    let sql = match &entry.said {
        Said::Measure { weight_g, volume_cm3 } => {
            values.extend([weight_g, volume_cm3].map(|said| Value::Int(said.unwrap_or(0))));
            INSERT_MEASURE
        }
        Said::Analogue { other } => {
            values.push(Value::from(other.as_str()));
            INSERT_ANALOGUE
        }
        Said::Arrival {
            date,
            quantity_milli,
            note,
        } => {
            values.extend([
                Value::from(date.as_str()),
                Value::Int(*quantity_milli),
                Value::from(note.as_str()),
            ]);
            INSERT_ARRIVAL
        }
        Said::Attachment {
            name,
            title,
            kind: file_kind,
            valid_until,
        } => {
            values.push(Value::from(kind == Kind::Pictures));
            values.extend([name, title, file_kind, valid_until].map(|text| Value::from(text.as_str())));
            INSERT_ATTACHMENT
        }
    };
    tx.execute(sql, &values)?;
    tx.execute(MARK, &[Value::from(base), Value::Int(part_of(kind))])
        .map(drop)
}
