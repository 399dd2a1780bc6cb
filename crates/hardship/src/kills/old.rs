//! Files of earlier versions, made by the migrations of their time and filled.

#[path = "../../../cabinet-sqlite/tests/old_file/mod.rs"]
mod old_file;

pub(super) use old_file::{Content, content};

use cabinet_sqlite::{Database, Durability, FileSpec, Key, Migration, StoreError};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// Rows of each table.
const ROWS: i64 = 200;

/// The scripts of a database in order, each with its name and number.
pub(super) fn scripts(of: &str) -> Vec<(u32, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(of);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let (number, what) = stem.split_once('_').unwrap();
            let number: u32 = number.parse().unwrap();
            (
                number,
                format!("V{number}__{what}"),
                std::fs::read_to_string(path).unwrap(),
            )
        })
        .collect()
}

/// A desk of an earlier version, under a key.
pub(super) fn desk(path: &Path, key: [u8; 32], scripts: &[(u32, String, String)]) {
    let migrations: Vec<Migration> = scripts
        .iter()
        .map(|(_, name, sql)| Migration {
            // A migration of the program lives as long as the program; so does this one.
            name: Box::leak(name.clone().into_boxed_str()),
            sql: Box::leak(sql.clone().into_boxed_str()),
        })
        .collect();
    let db = Database::open(&FileSpec {
        path,
        key: &Key::from_bytes(key),
        migrations: &migrations,
        durability: Durability::EveryWrite,
        cache_kib: 1024,
        readers: 1,
    })
    .unwrap();
    db.write::<_, StoreError>(|tx| Ok(old_file::fill_rows(tx, ROWS)))
        .unwrap();
    db.checkpoint().unwrap();
}

/// A database of a gateway of an earlier version.
pub(super) fn gateway(path: &Path, scripts: &[(u32, String, String)]) {
    let mut conn = Connection::open(path).unwrap();
    conn.pragma_update(None, "journal_mode", "wal").unwrap();
    let scripts: Vec<_> = scripts
        .iter()
        .map(|(_, name, sql)| refinery::Migration::unapplied(name, sql).unwrap())
        .collect();
    refinery::Runner::new(&scripts).run(&mut conn).unwrap();
    let tx = conn.transaction().unwrap();
    old_file::fill_rows(&tx, ROWS);
    tx.commit().unwrap();
}

/// The first value of before that is not there any more; `None` when all are. `changed` names columns that opening the file
/// changes on purpose, as `table.column`.
pub(super) fn lost(before: &Content, after: &Content, changed: &[&str]) -> Option<String> {
    for (table, rows) in before {
        let Some(now) = after.get(table) else {
            return Some(format!("the table {table}"));
        };
        let told = |row: &old_file::Row, of: &old_file::Row| -> Vec<String> {
            of.keys()
                .filter(|column| !changed.contains(&format!("{table}.{column}").as_str()))
                .map(|column| format!("{column}={:?}", row.get(column)))
                .collect()
        };
        let Some(first) = rows.first() else { continue };
        let mut there: Vec<Vec<String>> = now.iter().map(|row| told(row, first)).collect();
        there.sort();
        for row in rows {
            let wanted = told(row, first);
            if there.binary_search(&wanted).is_err() {
                return Some(format!("a row of {table}: {wanted:?}"));
            }
        }
    }
    None
}
