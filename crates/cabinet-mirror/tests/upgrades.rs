//! Mirror files of every earlier version open with nothing lost; newer ones are refused and stay as they are until the
//! caller decides to fetch everything anew.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "../../cabinet-sqlite/tests/old_file/mod.rs"]
mod old_file;

use cabinet_domain::ids::EntityId;
use cabinet_mirror::{EntityMirror, MediaCache, Mirror};
use cabinet_sqlite::{Database, Durability, FileSpec, Key, Migration, OpenError, StoreError};
use old_file::Content;
use std::path::Path;

/// How today's program opens a file.
type Open = fn(&Path) -> Result<(), OpenError>;

fn key() -> Key {
    Key::from_bytes([7; 32])
}

fn goods(path: &Path) -> Result<(), OpenError> {
    Mirror::open(path, &key()).map(drop)
}

fn documents(path: &Path) -> Result<(), OpenError> {
    EntityMirror::open(path, &key(), &EntityId::new("e")).map(drop)
}

fn media(path: &Path) -> Result<(), OpenError> {
    MediaCache::open(path, &key(), 1024).map(drop)
}

/// The steps of a file: those of the folders, in the order of their numbers.
fn steps(folders: &[(&str, &[u32])]) -> Vec<Migration> {
    let mut steps = Vec::new();
    for (folder, only) in folders {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../migrations")
            .join(folder);
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        for path in paths {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let (number, what) = stem.split_once('_').unwrap();
            let number: u32 = number.parse().unwrap();
            if only.is_empty() || only.contains(&number) {
                steps.push(Migration {
                    name: String::leak(format!("V{number}__{what}")),
                    sql: String::leak(std::fs::read_to_string(&path).unwrap()),
                });
            }
        }
    }
    steps
}

fn kinds() -> Vec<(&'static str, Open, Vec<Migration>)> {
    vec![
        ("mirror", goods as Open, steps(&[("mirror", &[])])),
        // Documents share the first step with goods.
        ("entity", documents, steps(&[("mirror", &[1]), ("entity", &[])])),
        ("media", media, steps(&[("media", &[])])),
    ]
}

fn open(path: &Path, migrations: &[Migration]) -> Database {
    let spec = FileSpec {
        path,
        key: &key(),
        migrations,
        durability: Durability::SoundFile,
        cache_kib: 1024,
        readers: 1,
    };
    Database::open(&spec).unwrap()
}

fn content(db: &Database) -> Content {
    db.read::<_, StoreError>(|conn| Ok(old_file::content(conn))).unwrap()
}

#[test]
fn a_file_of_every_earlier_version_opens_with_nothing_lost() {
    for (kind, today, steps) in kinds() {
        for version in 1..=steps.len() {
            let case = format!("{kind} {}", steps[version - 1].name);
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("file.db");
            let db = open(&path, &steps[..version]);
            let empty = db.write::<_, StoreError>(|tx| Ok(old_file::fill(tx))).unwrap();
            assert!(empty.is_empty(), "{case}: {empty:?} took no row");
            let before = content(&db);
            drop(db);
            today(&path).unwrap_or_else(|error| panic!("{case}: {error:?}"));
            let after = content(&open(&path, &steps));
            old_file::compare(&case, &before, &after, changed(kind));
        }
    }
}

/// What a step changes on purpose.
fn changed(kind: &str) -> &'static [&'static str] {
    match kind {
        // Claims and deliveries of documents are fetched anew by the step that brings their tables.
        "entity" => &["feed_state.cursor"],
        _ => &[],
    }
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_left_as_it_is() {
    for (kind, today, mut steps) in kinds() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file.db");
        steps.push(Migration {
            name: "V99__of_tomorrow",
            sql: "CREATE TABLE tomorrow (id INTEGER NOT NULL PRIMARY KEY) STRICT;",
        });
        drop(open(&path, &steps));
        let before = std::fs::read(&path).unwrap();
        assert!(
            matches!(today(&path), Err(OpenError::Newer { version: 99, .. })),
            "{kind}"
        );
        assert!(
            std::fs::read(&path).unwrap() == before,
            "{kind}: something was written to it"
        );
    }
}
