//! Real encrypted files in a fresh folder: keys, migrations, locks, damage, full disks.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

use cabinet_sqlite::{Cancel, Database, Durability, FileSpec, Integrity, Key, Migration, OpenError, StoreError};
use std::path::Path;

const V1: Migration = Migration {
    name: "V1__notes",
    sql: "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;",
};
const V2: Migration = Migration {
    name: "V2__notes_have_a_colour",
    sql: "ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT '';",
};
const BAD_V2: Migration = Migration {
    name: "V2__half_broken",
    sql: "CREATE TABLE half (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);",
};

fn spec<'a>(path: &'a Path, key: &'a Key, migrations: &'a [Migration]) -> FileSpec<'a> {
    FileSpec {
        path,
        key,
        migrations,
        durability: Durability::EveryWrite,
        cache_kib: 4096,
        readers: 2,
    }
}

fn key(byte: u8) -> Key {
    Key::from_bytes([byte; 32])
}

fn add(db: &Database, text: &str) -> Result<(), StoreError> {
    db.write(|tx| {
        tx.execute("INSERT INTO note (text) VALUES (?1)", [text])?;
        Ok(())
    })
}

fn notes(db: &Database) -> Vec<String> {
    db.read::<_, StoreError>(|conn| {
        let mut all = conn.prepare("SELECT text FROM note ORDER BY id")?;
        let rows = all.query_map([], |row| row.get("text"))?.collect::<Result<_, _>>()?;
        Ok(rows)
    })
    .unwrap()
}

#[test]
fn what_was_written_is_read_after_a_reopen_and_is_not_on_the_disk_in_plain() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    add(&db, "Болт М8 secret-marker").unwrap();
    assert_eq!(db.check().unwrap(), Integrity::Sound);
    drop(db);
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(13).any(|window| window == b"secret-marker"));
        assert!(!bytes.starts_with(b"SQLite format 3"));
    }
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    assert_eq!(notes(&db), ["Болт М8 secret-marker"]);
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    add(&db, "x").unwrap();
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(
            entry.metadata().unwrap().permissions().mode() & 0o077,
            0,
            "{:?}",
            entry.path()
        );
    }
}

#[test]
fn a_wrong_key_a_damaged_file_and_noise_are_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    add(&db, "x").unwrap();
    drop(db);
    let sound = std::fs::read(&path).unwrap();
    let mut flipped = sound.clone();
    flipped[100] ^= 1;
    let cases = [
        ("wrong key", 2, sound),
        ("damaged", 1, flipped),
        ("noise", 1, b"this is not a database at all ".repeat(300)),
    ];
    for (name, byte, content) in cases {
        std::fs::write(&path, &content).unwrap();
        let refused = Database::open(&spec(&path, &key(byte), &[V1]));
        assert!(matches!(refused, Err(OpenError::WrongKeyOrDamaged { .. })), "{name}");
        assert_eq!(std::fs::read(&path).unwrap(), content, "{name}");
    }
}

#[test]
fn damage_behind_the_first_page_is_found_by_the_check_and_by_the_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    for n in 0..400 {
        add(&db, &format!("{n} {}", "y".repeat(100))).unwrap();
    }
    drop(db);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x40;
    std::fs::write(&path, &bytes).unwrap();
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    assert!(matches!(db.check().unwrap(), Integrity::Damaged(problems) if !problems.is_empty()));
    let read = db.read::<i64, StoreError>(|conn| {
        Ok(conn.query_row("SELECT sum(length(text)) FROM note", [], |row| row.get(0))?)
    });
    assert!(matches!(read, Err(StoreError::Damaged(_))), "{read:?}");
}

#[test]
fn an_older_file_is_brought_up_to_date_with_its_rows_and_a_newer_one_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    add(&db, "old").unwrap();
    drop(db);
    let db = Database::open(&spec(&path, &key(1), &[V1, V2])).unwrap();
    assert_eq!(notes(&db), ["old"]);
    drop(db);
    let refused = Database::open(&spec(&path, &key(1), &[V1]));
    assert!(matches!(
        refused,
        Err(OpenError::Newer {
            version: 2,
            known: 1,
            ..
        })
    ));
    let changed = [
        Migration {
            sql: "CREATE TABLE other (id INTEGER) STRICT;",
            ..V1
        },
        V2,
    ];
    let refused = Database::open(&spec(&path, &key(1), &changed));
    assert!(matches!(refused, Err(OpenError::Diverged { version: 1, .. })));
}

#[test]
fn a_failing_migration_leaves_the_old_file_intact() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    add(&db, "old").unwrap();
    drop(db);
    assert!(matches!(
        Database::open(&spec(&path, &key(1), &[V1, BAD_V2])),
        Err(OpenError::Migration { .. })
    ));
    let db = Database::open(&spec(&path, &key(1), &[V1, V2])).unwrap();
    assert_eq!(notes(&db), ["old"]);
}

#[test]
fn a_failed_transaction_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    let failed = db.write::<(), StoreError>(|tx| {
        tx.execute("INSERT INTO note (text) VALUES ('half')", [])?;
        Err(StoreError::Cancelled)
    });
    assert!(failed.is_err());
    assert!(notes(&db).is_empty());
}

#[test]
fn a_full_disk_is_told_as_such_and_nothing_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    add(&db, "before").unwrap();
    // SQLite reports a file that may not grow exactly as it reports a full disk.
    let failed = db.write::<(), StoreError>(|tx| {
        tx.query_row("PRAGMA max_page_count = 1", [], |_| Ok(()))?;
        tx.execute("INSERT INTO note (text) VALUES (?1)", ["z".repeat(500_000)])?;
        Ok(())
    });
    assert!(matches!(failed, Err(StoreError::DiskFull(_))), "{failed:?}");
    assert_eq!(notes(&db), ["before"]);
}

#[test]
fn a_file_held_by_another_process_is_told_as_locked() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let one = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    let two = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    one.write::<(), StoreError>(|_| {
        assert!(matches!(add(&two, "x"), Err(StoreError::Locked(_))));
        Ok(())
    })
    .unwrap();
    add(&two, "after").unwrap();
    assert_eq!(notes(&one), ["after"]);
}

#[test]
fn a_reader_cannot_write_and_sees_one_state() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    let refused = db.read::<usize, StoreError>(|conn| Ok(conn.execute("INSERT INTO note (text) VALUES ('x')", [])?));
    assert!(refused.is_err());
    db.read::<(), StoreError>(|conn| {
        let count = || conn.query_row("SELECT count(*) FROM note", [], |row| row.get::<_, i64>(0));
        assert_eq!(count()?, 0);
        add(&db, "meanwhile")?;
        assert_eq!(count()?, 0);
        Ok(())
    })
    .unwrap();
    assert_eq!(notes(&db).len(), 1);
}

#[test]
fn a_running_query_is_cancelled_from_another_thread() {
    const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    let cancel = Cancel::new();
    std::thread::scope(|scope| {
        let running = scope.spawn(|| {
            db.read_unless::<i64, StoreError>(&cancel, |conn| Ok(conn.query_row(ENDLESS, [], |row| row.get(0))?))
        });
        // The query never ends by itself, so repeating the cancel until it does is not a race.
        while !running.is_finished() {
            cancel.cancel();
            std::thread::yield_now();
        }
        assert!(matches!(running.join().unwrap(), Err(StoreError::Cancelled)));
    });
    assert!(notes(&db).is_empty());
    assert!(matches!(
        db.read_unless::<(), StoreError>(&cancel, |_| Ok(())),
        Err(StoreError::Cancelled)
    ));
}

#[test]
fn a_folder_in_the_place_of_the_file_is_told() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(
        Database::open(&spec(dir.path(), &key(1), &[V1])),
        Err(OpenError::NotAFile { .. })
    ));
}

/// The files of a folder with what is in them, but for the index of the log, which says nothing.
fn content(dir: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with("-shm"))
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read(&path).unwrap(),
            )
        })
        .filter(|(_, bytes)| !bytes.is_empty())
        .collect()
}

#[test]
fn nothing_is_written_to_a_newer_file_nor_to_its_log_and_the_copy_of_before_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    add(&db, "old").unwrap();
    drop(db);
    let db = Database::open(&spec(&path, &key(1), &[V1, V2])).unwrap();
    add(&db, "new").unwrap();
    // As a killed program leaves it: what was written last stands in the log only.
    let left = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), left.path().join(entry.file_name())).unwrap();
    }
    drop(db);
    let path = left.path().join("a.db");
    let before = content(left.path());
    assert!(before.contains_key("a.db-wal"));
    let Err(error) = Database::open(&spec(&path, &key(1), &[V1])) else {
        panic!("a newer file was opened");
    };
    assert_eq!(content(left.path()), before);
    let copy = left.path().join("a.change-1.db");
    let words = error.to_string();
    for part in [
        "change 2",
        "knows 1",
        "nothing was changed",
        "install the newer version",
        &copy.display().to_string(),
    ] {
        assert!(words.contains(part), "{words}");
    }
    let db = Database::open(&spec(&copy, &key(1), &[V1])).unwrap();
    assert_eq!(notes(&db), ["old"], "the older program opens the copy");
    drop(db);
    let db = Database::open(&spec(&path, &key(1), &[V1, V2])).unwrap();
    assert_eq!(notes(&db), ["old", "new"], "the newer program goes on");
    drop(db);
    cabinet_sqlite::copies::forget(&path).unwrap();
    assert!(!copy.exists());
}

#[test]
fn a_file_whose_copy_cannot_be_kept_is_not_changed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    add(&db, "old").unwrap();
    drop(db);
    // A folder in the place of the copy stops it, whoever runs the test.
    std::fs::create_dir(dir.path().join("a.change-1.db.new")).unwrap();
    let before = content_of(&path);
    let refused = Database::open(&spec(&path, &key(1), &[V1, V2]));
    assert!(matches!(refused, Err(OpenError::Copy { .. })));
    assert_eq!(content_of(&path), before);
    let db = Database::open(&spec(&path, &key(1), &[V1])).unwrap();
    assert_eq!(notes(&db), ["old"]);
}

fn content_of(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}
