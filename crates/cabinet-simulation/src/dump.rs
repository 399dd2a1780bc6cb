//! Every row of a device's mirror in words that do not depend on the numbers that the file gave to items and feeds.

use crate::files::KEY;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Rows by table, sorted.
pub type Rows = BTreeMap<String, Vec<String>>;

const FEEDS: &str = "SELECT feed, epoch, seq, row_count, row_schema, is_live FROM feed_state";

/// Tables of the file of goods, with what their numbers stand for.
const GOODS: &[(&str, &str)] = &[
    (
        "item",
        "SELECT i.item, i.article, i.name, i.variant, i.barcode, i.unit, i.unit_code, g.code, i.vat, i.is_stale,
              i.packs, i.detail FROM item AS i LEFT JOIN item_group AS g ON g.id = i.group_id",
    ),
    (
        "price",
        "SELECT f.feed, k.item, t.price_micro, t.currency FROM price AS t
               LEFT JOIN feed_state AS f ON f.id = t.feed_id LEFT JOIN item_key AS k ON k.id = t.item_id",
    ),
    (
        "stock",
        "SELECT f.feed, k.item, t.quantity_milli FROM stock AS t
               LEFT JOIN feed_state AS f ON f.id = t.feed_id LEFT JOIN item_key AS k ON k.id = t.item_id",
    ),
    (
        "stock_level",
        "SELECT f.feed, k.item, t.level FROM stock_level AS t
               LEFT JOIN feed_state AS f ON f.id = t.feed_id LEFT JOIN item_key AS k ON k.id = t.item_id",
    ),
    (
        "item_group",
        "SELECT code, parent, name, ordinal FROM item_group WHERE is_known = 1",
    ),
    ("property", "SELECT * FROM property"),
    ("price_type", "SELECT * FROM price_type"),
    ("warehouse", "SELECT * FROM warehouse"),
    (
        "reference_row",
        "SELECT t.key, f.feed FROM reference_row AS t LEFT JOIN feed_state AS f ON f.id = t.feed_id",
    ),
    (
        "item_search",
        "SELECT k.item, t.art_norm, t.words FROM item_search AS t LEFT JOIN item_key AS k ON k.id = t.id",
    ),
    (
        "item_article",
        "SELECT k.item, t.art_norm FROM item_article AS t LEFT JOIN item_key AS k ON k.id = t.id",
    ),
    ("subscription", "SELECT * FROM subscription"),
    ("notice", "SELECT * FROM notice"),
    ("delivery_way", "SELECT * FROM delivery_way"),
    ("carrier", "SELECT * FROM carrier"),
    ("feed_state", FEEDS),
];

const DOCUMENTS: &[(&str, &str)] = &[
    ("placed_order", "SELECT * FROM placed_order"),
    ("order_line", "SELECT * FROM order_line"),
    ("order_history", "SELECT * FROM order_history"),
    ("invoice", "SELECT * FROM invoice"),
    ("claim", "SELECT * FROM claim"),
    ("feed_state", FEEDS),
];

/// Every file of feeds in a folder of the simulation.
#[must_use]
pub fn rows(folder: &Path) -> Rows {
    rows_under(folder, |_| KEY)
}

/// Every file of feeds in a folder, each under the key of its name; tables of documents bear the name of their file.
///
/// # Panics
/// When a file cannot be read.
#[must_use]
pub fn rows_under(folder: &Path, key_of: impl Fn(&str) -> [u8; 32]) -> Rows {
    let mut all = Rows::new();
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "db"))
        .collect();
    names.sort();
    for name in names {
        let tables = match name.as_str() {
            cabinet_mirror::mirror::FILE_NAME => GOODS,
            name if name.starts_with("entity-") => DOCUMENTS,
            _ => continue,
        };
        let conn = Connection::open(folder.join(&name)).unwrap();
        let hex: String = key_of(&name).iter().map(|byte| format!("{byte:02x}")).collect();
        conn.execute_batch(&format!(
            "PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;"
        ))
        .unwrap();
        for (table, sql) in tables {
            let read = table_rows(&conn, sql).unwrap_or_else(|error| panic!("{name}, {table}: {error}"));
            all.insert(format!("{name}/{table}"), read);
        }
    }
    all
}

fn table_rows(conn: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = conn.prepare(sql)?;
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = (0..width).map(|at| Ok(shown(&row.get::<_, Value>(at)?)));
        found.push(cells.collect::<rusqlite::Result<Vec<_>>>()?.join(" | "));
    }
    found.sort();
    Ok(found)
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(_) => "?".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => blake3::hash(bytes).to_hex()[..16].to_owned(),
    }
}
