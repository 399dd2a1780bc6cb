//! Databases of every earlier version of the gateway open with nothing lost; a newer one is refused and stays as it is.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "../../../cabinet-sqlite/tests/old_file/mod.rs"]
mod old_file;

use refinery::{Migration, Runner};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use supplier_gateway::storage::StorageError;
use supplier_gateway::storage::sqlite::SqliteDatabase;

/// Every script with its name, in order, as the files of the folder tell it.
fn scripts() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/gateway");
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
            (format!("V{number}__{what}"), std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn old(path: &Path, scripts: &[(String, String)]) -> Connection {
    let mut conn = Connection::open(path).unwrap();
    conn.pragma_update(None, "journal_mode", "wal").unwrap();
    let scripts: Vec<_> = scripts
        .iter()
        .map(|(name, sql)| Migration::unapplied(name, sql).unwrap())
        .collect();
    Runner::new(&scripts).run(&mut conn).unwrap();
    conn
}

#[test]
fn a_database_of_every_earlier_version_opens_with_nothing_lost() {
    let scripts = scripts();
    for at in 1..=scripts.len() {
        let name = &scripts[at - 1].0;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("gateway.db");
        let mut conn = old(&path, &scripts[..at]);
        let tx = conn.transaction().unwrap();
        let empty = old_file::fill(&tx);
        tx.commit().unwrap();
        assert!(empty.is_empty(), "{name}: {empty:?} took no row");
        let before = old_file::content(&conn);
        drop(conn);
        drop(SqliteDatabase::open(&path).unwrap_or_else(|error| panic!("{name}: {error:?}")));
        let conn = Connection::open(&path).unwrap();
        let sound: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok", "{name}");
        old_file::compare(name, &before, &old_file::content(&conn), &[]);
        let number = name[1..].split_once("__").unwrap().0.to_owned();
        let copy = dir.path().join(format!("gateway.change-{number}.db"));
        if at == scripts.len() {
            assert!(!copy.exists(), "a copy is kept only before the tables change");
        } else {
            let conn = Connection::open(&copy).unwrap();
            assert_eq!(
                old_file::content(&conn),
                before,
                "{name}: the gateway of before goes on with the copy"
            );
        }
    }
}

#[test]
fn a_newer_database_is_refused_in_words_and_left_as_it_is() {
    let mut scripts = scripts();
    let newest = scripts.last().unwrap().0[1..].split_once("__").unwrap().0.to_owned();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("gateway.db");
    drop(old(&path, &scripts[..scripts.len() - 1]));
    drop(SqliteDatabase::open(&path).unwrap());
    scripts.push((
        "V999__of_tomorrow".to_owned(),
        "CREATE TABLE tomorrow (id INTEGER NOT NULL PRIMARY KEY)".to_owned(),
    ));
    drop(old(&path, &scripts));
    let before = std::fs::read(&path).unwrap();
    let Err(error @ StorageError::Newer { found: 999, .. }) = SqliteDatabase::open(&path) else {
        panic!("a database of tomorrow was opened");
    };
    assert!(std::fs::read(&path).unwrap() == before, "something was written to it");
    let words = error.to_string();
    for part in [
        "change 999",
        newest.as_str(),
        "install the newer version",
        "gateway.change-",
    ] {
        assert!(words.contains(part), "{words}");
    }
}

#[test]
fn an_update_that_fails_in_the_middle_leaves_the_file_and_its_copy_as_they_were() {
    let scripts = scripts();
    let at = scripts.iter().position(|(name, _)| name.starts_with("V5__")).unwrap() + 1;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("gateway.db");
    let mut conn = old(&path, &scripts[..at]);
    let tx = conn.transaction().unwrap();
    old_file::fill(&tx);
    tx.commit().unwrap();
    let before = old_file::content(&conn);
    // A table that only a later script makes, after others have run.
    conn.execute_batch("CREATE TABLE wish (id INTEGER) STRICT").unwrap();
    drop(conn);
    assert!(SqliteDatabase::open(&path).is_err());
    let conn = Connection::open(&path).unwrap();
    let version: i64 = conn
        .query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0))
        .unwrap();
    assert_eq!(version, 5, "a part of the update stayed");
    conn.execute_batch("DROP TABLE wish").unwrap();
    drop(conn);
    drop(SqliteDatabase::open(&path).unwrap());
    let copy = Connection::open(dir.path().join("gateway.change-5.db")).unwrap();
    assert_eq!(
        old_file::content(&copy),
        before,
        "the gateway of before goes on with the copy"
    );
}
