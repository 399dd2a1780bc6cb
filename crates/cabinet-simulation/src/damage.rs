//! Rows of a mirror that something else than the sync changes or loses: a fault of the program, of a disk, of whoever has the
//! key. Nobody is told; the engine has to find it.

use crate::dice::Dice;
use crate::files::KEY;
use rusqlite::Connection;
use std::path::Path;

/// A table, the order of its rows, and how one of them is changed.
const GOODS: &[(&str, &str, &str)] = &[
    ("price", "feed_id, item_id", "price_micro = price_micro + 1000000"),
    ("stock", "feed_id, item_id", "quantity_milli = quantity_milli + 5000"),
    ("item", "id", "name = name || ' (второй сорт)'"),
    ("property", "code", "name = name || '?'"),
    ("warehouse", "code", "address = address || '?'"),
    ("subscription", "entity, item", "threshold_milli = 1"),
];

const DOCUMENTS: &[(&str, &str, &str)] = &[
    ("placed_order", "id", "total_minor = total_minor + 1"),
    (
        "order_line",
        "order_id, ordinal",
        "quantity_milli = quantity_milli + 1000",
    ),
    ("claim", "id", "body = CAST(body || x'0801' AS BLOB)"),
];

/// Opens a file of a mirror beside the program that may have it open.
#[must_use]
pub fn open(path: &Path) -> Connection {
    let conn = Connection::open(path).unwrap();
    let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    conn.execute_batch(&format!(
        "PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_hmac_algorithm = HMAC_SHA256; PRAGMA foreign_keys = ON;"
    ))
    .unwrap();
    conn
}

/// Changes or loses a row of a mirror; tells which table it was of, `None` when the chosen one has no rows.
pub fn strike(folder: &Path, dice: &mut Dice) -> Option<&'static str> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "db"))
        .filter(|name| name.starts_with("entity-") || name == cabinet_mirror::mirror::FILE_NAME)
        .collect();
    names.sort();
    // Ids of entities are random: which of their files it is must not depend on them, so only how many there are is drawn.
    let of_goods = dice.is_in_thousand(700);
    let name = names.iter().rfind(|name| name.starts_with("entity-") != of_goods)?;
    let (table, order, change) = *dice.pick(if of_goods { GOODS } else { DOCUMENTS });
    let conn = open(&folder.join(name));
    let count: i64 = conn
        .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
        .unwrap();
    let count = u64::try_from(count).unwrap();
    if count == 0 {
        return None;
    }
    let at = dice.below(count);
    let that = format!("({order}) IN (SELECT {order} FROM {table} ORDER BY {order} LIMIT 1 OFFSET {at})");
    let sql = if dice.is_in_thousand(500) {
        format!("UPDATE {table} SET {change} WHERE {that}")
    } else {
        format!("DELETE FROM {table} WHERE {that}")
    };
    conn.execute(&sql, []).unwrap();
    Some(table)
}

/// How often the feeds of a mirror were mended.
#[must_use]
pub fn repairs(folder: &Path) -> u64 {
    let names = std::fs::read_dir(folder).unwrap();
    let files = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "db"))
        .filter(|name| name.starts_with("entity-") || name == cabinet_mirror::mirror::FILE_NAME);
    files
        .map(|name| {
            let sum: i64 = open(&folder.join(name))
                .query_row("SELECT coalesce(sum(repairs), 0) FROM feed_state", [], |row| row.get(0))
                .unwrap();
            u64::try_from(sum).unwrap()
        })
        .sum()
}
