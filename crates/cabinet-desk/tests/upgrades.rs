//! Desks of every earlier version open with nothing lost; a newer one is refused and stays as it is.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "../../cabinet-sqlite/tests/old_file/mod.rs"]
mod old_file;

use cabinet_desk::Desk;
use cabinet_desk::desk::DeskOpenError;
use cabinet_sqlite::{Database, Durability, FileSpec, Key, Migration, OpenError, StoreError};
use old_file::Content;
use std::path::Path;

/// Every version so far; a new one is added here.
const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "V1__first",
        sql: include_str!("../../../migrations/desk/0001_first.sql"),
    },
    Migration {
        name: "V2__notices",
        sql: include_str!("../../../migrations/desk/0002_notices.sql"),
    },
    Migration {
        name: "V3__claims",
        sql: include_str!("../../../migrations/desk/0003_claims.sql"),
    },
    Migration {
        name: "V4__delivery",
        sql: include_str!("../../../migrations/desk/0004_delivery.sql"),
    },
    Migration {
        name: "V5__rights",
        sql: include_str!("../../../migrations/desk/0005_rights.sql"),
    },
    Migration {
        name: "V6__news",
        sql: include_str!("../../../migrations/desk/0006_news.sql"),
    },
    Migration {
        name: "V7__conflicts",
        sql: include_str!("../../../migrations/desk/0007_conflicts.sql"),
    },
    Migration {
        name: "V8__removed_lines",
        sql: include_str!("../../../migrations/desk/0008_removed_lines.sql"),
    },
    Migration {
        name: "V10__own_codes",
        sql: include_str!("../../../migrations/desk/0010_own_codes.sql"),
    },
    Migration {
        name: "V11__limits",
        sql: include_str!("../../../migrations/desk/0011_limits.sql"),
    },
    Migration {
        name: "V12__line_marks",
        sql: include_str!("../../../migrations/desk/0012_line_marks.sql"),
    },
    Migration {
        name: "V13__templates",
        sql: include_str!("../../../migrations/desk/0013_templates.sql"),
    },
    Migration {
        name: "V15__line_units",
        sql: include_str!("../../../migrations/desk/0015_line_units.sql"),
    },
    Migration {
        name: "V16__kept_lists",
        sql: include_str!("../../../migrations/desk/0016_kept_lists.sql"),
    },
    Migration {
        name: "V20__ship_together",
        sql: include_str!("../../../migrations/desk/0020_ship_together.sql"),
    },
    Migration {
        name: "V23__print_choices",
        sql: include_str!("../../../migrations/desk/0023_print_choices.sql"),
    },
    Migration {
        name: "V70__price_lists",
        sql: include_str!("../../../migrations/desk/0070_price_lists.sql"),
    },
    Migration {
        name: "V71__price_list_files",
        sql: include_str!("../../../migrations/desk/0071_price_list_files.sql"),
    },
    Migration {
        name: "V72__reminders",
        sql: include_str!("../../../migrations/desk/0072_reminders.sql"),
    },
    Migration {
        name: "V73__awaited_rest",
        sql: include_str!("../../../migrations/desk/0073_awaited_rest.sql"),
    },
    Migration {
        name: "V74__shared_templates",
        sql: include_str!("../../../migrations/desk/0074_shared_templates.sql"),
    },
];

/// What opening changes on purpose: what was being sent when the program ended is unknown from then on, and due.
const CHANGED: &[&str] = &["outbox.state", "outbox.doubtful", "outbox.next_at_ms", "outbox.why"];

fn key() -> Key {
    Key::from_bytes([7; 32])
}

fn open(path: &Path, migrations: &[Migration]) -> Result<Database, OpenError> {
    Database::open(&FileSpec {
        path,
        key: &key(),
        migrations,
        durability: Durability::EveryWrite,
        cache_kib: 1024,
        readers: 1,
    })
}

/// `V10__what` is number 10.
fn number_of(step: &Migration) -> &str {
    step.name[1..].split_once("__").unwrap().0
}

fn content(db: &Database) -> Content {
    db.read::<_, StoreError>(|conn| Ok(old_file::content(conn))).unwrap()
}

#[test]
fn the_list_of_versions_is_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/desk");
    let scripts = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(
        MIGRATIONS.len(),
        scripts,
        "a new version of the desk needs its place in this test"
    );
}

#[test]
fn a_desk_of_every_earlier_version_opens_with_nothing_lost() {
    for version in 1..=MIGRATIONS.len() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.db");
        let db = open(&path, &MIGRATIONS[..version]).unwrap();
        let empty = db.write::<_, StoreError>(|tx| Ok(old_file::fill(tx))).unwrap();
        assert!(empty.is_empty(), "version {version}: {empty:?} took no row");
        let before = content(&db);
        drop(db);

        let desk = Desk::open(&path, &key(), 0).unwrap();
        assert_eq!(desk.check().unwrap(), cabinet_sqlite::Integrity::Sound);
        assert_eq!(desk.session().unwrap().unwrap().device, "x·1", "version {version}");
        drop(desk);
        let db = open(&path, MIGRATIONS).unwrap();
        let after = content(&db);
        old_file::compare(&format!("version {version}"), &before, &after, CHANGED);
        let keys = |content: &Content| -> Vec<_> { content["outbox"].iter().map(|row| row["key"].clone()).collect() };
        assert_eq!(
            keys(&before),
            keys(&after),
            "no command is lost and none gets another key"
        );
        drop(db);

        // Numbers may have gaps.
        let number = number_of(&MIGRATIONS[version - 1]);
        let copy = dir.path().join(format!("desk.change-{number}.db"));
        if version == MIGRATIONS.len() {
            assert!(!copy.exists(), "a copy is kept only before the tables change");
        } else {
            let db = open(&copy, &MIGRATIONS[..version]).unwrap();
            assert_eq!(content(&db), before, "the program of before goes on with the copy");
        }
    }
}

#[test]
fn a_desk_of_a_newer_version_is_refused_in_words_and_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    drop(Desk::open(&path, &key(), 0).unwrap());
    let mut newer = MIGRATIONS.to_vec();
    newer.push(Migration {
        name: "V99__of_tomorrow",
        sql: "CREATE TABLE tomorrow (id INTEGER NOT NULL PRIMARY KEY) STRICT;",
    });
    drop(open(&path, &newer).unwrap());
    let before = std::fs::read(&path).unwrap();
    let Err(DeskOpenError::Open(error @ OpenError::Newer { version: 99, .. })) = Desk::open(&path, &key(), 0) else {
        panic!("a desk of tomorrow was opened");
    };
    assert!(std::fs::read(&path).unwrap() == before, "something was written to it");
    let words = error.to_string();
    let known = number_of(MIGRATIONS.last().unwrap());
    for part in ["change 99", known, "install the newer version", "desk.change-"] {
        assert!(words.contains(part), "{words}");
    }
}

#[test]
fn a_copy_of_before_goes_when_prices_may_not_be_seen_any_more() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let db = open(&path, &MIGRATIONS[..4]).unwrap();
    db.write::<_, StoreError>(|tx| Ok(old_file::fill(tx))).unwrap();
    drop(db);
    // The role is a word of the domain, which a generated row does not have.
    let db = open(&path, &MIGRATIONS[..4]).unwrap();
    db.write::<_, StoreError>(|tx| Ok(tx.execute("UPDATE grant_ SET role = 'buyer'", [])?))
        .unwrap();
    drop(db);
    let desk = Desk::open(&path, &key(), 0).unwrap();
    let copy = dir.path().join("desk.change-4.db");
    assert!(copy.exists());
    let grants = desk.grants().unwrap();
    desk.replace_grants(&grants).unwrap();
    assert!(copy.exists(), "the same rights");
    desk.replace_grants(&grants[1..]).unwrap();
    assert!(!copy.exists(), "one right less");
}
