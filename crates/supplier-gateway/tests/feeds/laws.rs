//! Sequence numbers, cursors, snapshots and restarts.

use cabinet_protocol::ROW_SCHEMA;
use cabinet_protocol::feed::{FeedName, FeedStanding, Manifest};
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::framing::{ChangesPage, unpack_segment};
use cabinet_protocol::repair::{KeyRange, RowsRequest, place_of, unpack_sums};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use supplier_gateway::feeds::cursor::CursorSecret;
use supplier_gateway::feeds::{self, ChangesOutcome, Makers, RowChange, RowsOutcome, Sizes, SnapshotReason, Workshop};
use supplier_gateway::storage::sqlite::SqliteDatabase;
use supplier_gateway::storage::{Database, StorageError, read, write};
use tempfile::TempDir;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

type Rows = BTreeMap<String, Vec<u8>>;

struct House {
    dir: TempDir,
    db: Arc<dyn Database>,
    secret: CursorSecret,
    feed: FeedName,
    sizes: Sizes,
    makers: Makers,
}

impl House {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("segments")).unwrap();
        let db: Arc<dyn Database> = Arc::new(SqliteDatabase::open(&dir.path().join("gateway.db")).unwrap());
        let secret = CursorSecret::load_or_create(db.as_ref()).unwrap();
        Self {
            dir,
            db,
            secret,
            feed: FeedName::prices("retail"),
            sizes: Sizes::default(),
            makers: Makers::default(),
        }
    }

    fn reopened(self) -> Self {
        let Self {
            dir, db, feed, sizes, ..
        } = self;
        drop(db);
        let db: Arc<dyn Database> = Arc::new(SqliteDatabase::open(&dir.path().join("gateway.db")).unwrap());
        let secret = CursorSecret::load_or_create(db.as_ref()).unwrap();
        Self {
            dir,
            db,
            secret,
            feed,
            sizes,
            makers: Makers::default(),
        }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn publish(&self, changes: &[(&str, Option<&str>)], now_ms: i64) -> u64 {
        let changes: Vec<RowChange> = changes
            .iter()
            .map(|(key, body)| RowChange {
                key: (*key).to_owned(),
                body: body.map(|b| b.as_bytes().to_vec()),
            })
            .collect();
        write(self.db.as_ref(), |tx| feeds::publish(tx, &self.feed, &changes, now_ms)).unwrap()
    }

    fn manifest(&self) -> Manifest {
        feeds::manifest(self.workshop(), &self.feed, &self.secret)
            .unwrap()
            .unwrap()
    }

    fn workshop(&self) -> Workshop<'_> {
        Workshop {
            db: self.db.as_ref(),
            data_dir: self.path(),
            sizes: self.sizes,
            makers: &self.makers,
        }
    }

    fn changes(&self, cursor: &str) -> ChangesOutcome {
        read(self.db.as_ref(), |tx| {
            feeds::changes(tx, &self.feed, cursor, &self.secret, self.sizes)
        })
        .unwrap()
        .unwrap()
    }

    fn standing(&self, cursor: Option<&str>) -> FeedStanding {
        let status = read(self.db.as_ref(), |tx| {
            feeds::status(tx, &self.feed, cursor, ROW_SCHEMA, &self.secret)
        });
        status.unwrap().unwrap().standing
    }

    /// What a device gets that loads the snapshot: rows and a cursor.
    fn load(&self) -> (Rows, String) {
        let manifest = self.manifest();
        let mut rows = Rows::new();
        for info in &manifest.segments {
            let bytes = feeds::segment(self.db.as_ref(), self.path(), &self.feed, &info.blake3)
                .unwrap()
                .unwrap();
            for row in unpack_segment(&bytes, info).unwrap() {
                assert!(rows.insert(row.key, row.body).is_none(), "a key stands in two segments");
            }
        }
        assert_eq!(rows.len() as u64, manifest.rows);
        assert_eq!(manifest.feed_hash, Some(hash_of(&rows)));
        (rows, manifest.cursor)
    }

    /// Follows pages until there are no more.
    fn follow(&self, rows: &mut Rows, mut cursor: String) -> String {
        loop {
            let ChangesOutcome::Page(page) = self.changes(&cursor) else {
                panic!("a live cursor was refused")
            };
            apply(rows, &page);
            cursor = page.cursor;
            if page.to == page.head {
                assert_eq!(page.feed_hash, hash_of(rows).to_bytes());
                return cursor;
            }
        }
    }
}

fn hash_of(rows: &Rows) -> FeedHash {
    rows.iter().fold(FeedHash::default(), |sum, (key, body)| {
        sum.with(FeedHash::of_row(key, body))
    })
}

fn apply(rows: &mut Rows, page: &ChangesPage) {
    let mut last = page.from;
    for change in &page.changes {
        assert!(
            change.seq > last && change.seq <= page.to,
            "numbers grow within (from, to]"
        );
        last = change.seq;
        if change.is_deleted {
            assert!(change.body.is_empty());
            rows.remove(&change.key);
        } else {
            rows.insert(change.key.clone(), change.body.clone());
        }
    }
}

#[test]
fn i1_numbers_are_dense_and_an_unchanged_row_gets_none() {
    let house = House::new();
    assert_eq!(house.publish(&[("a", Some("1")), ("b", Some("1"))], 0), 2);
    assert_eq!(
        house.publish(&[("a", Some("1")), ("b", Some("1"))], 1),
        2,
        "nothing changed"
    );
    assert_eq!(
        house.publish(&[("a", Some("2")), ("c", None)], 2),
        3,
        "a deletion of what never was is no change"
    );
    assert_eq!(house.publish(&[("b", None)], 3), 4);
    assert_eq!(house.publish(&[("b", None)], 4), 4, "deleted already");
    assert_eq!(house.publish(&[("b", Some("1"))], 5), 5, "it comes back");
}

#[test]
fn a_cursor_says_how_the_feed_stands() {
    let house = House::new();
    house.publish(&[("a", Some("1"))], 0);
    assert_eq!(house.standing(None), FeedStanding::Snapshot);
    let (_, cursor) = house.load();
    assert_eq!(house.standing(Some(&cursor)), FeedStanding::Current);
    house.publish(&[("a", Some("2"))], 1);
    assert_eq!(house.standing(Some(&cursor)), FeedStanding::Behind);
    assert_eq!(house.standing(Some("made up")), FeedStanding::Snapshot);
    let unknown = FeedName::prices("other");
    let status = read(house.db.as_ref(), |tx| {
        feeds::status(tx, &unknown, None, ROW_SCHEMA, &house.secret)
    });
    assert_eq!(status.unwrap(), None);
}

#[test]
fn a_cursor_that_was_touched_or_is_of_another_feed_is_refused() {
    let house = House::new();
    house.publish(&[("a", Some("1"))], 0);
    let (_, cursor) = house.load();
    let mut touched = cursor.clone().into_bytes();
    touched[20] = if touched[20] == b'A' { b'B' } else { b'A' };
    let touched = String::from_utf8(touched).unwrap();
    assert_eq!(
        house.changes(&touched),
        ChangesOutcome::SnapshotNeeded(SnapshotReason::Cursor)
    );
    let other = FeedName::prices("other");
    write(house.db.as_ref(), |tx| feeds::ensure(tx, &other, 0)).unwrap();
    let outcome = read(house.db.as_ref(), |tx| {
        feeds::changes(tx, &other, &cursor, &house.secret, Sizes::default())
    })
    .unwrap();
    assert_eq!(outcome, Some(ChangesOutcome::SnapshotNeeded(SnapshotReason::Cursor)));
}

#[test]
fn below_the_floor_only_the_snapshot_helps() {
    let house = House::new();
    house.publish(&[("a", Some("1")), ("b", Some("1"))], 0);
    let (_, old) = house.load();
    house.publish(&[("b", None)], DAY_MS);
    let (mut rows, cursor) = house.load();
    let newer = house.follow(&mut rows, cursor);
    write(house.db.as_ref(), |tx| feeds::prune(tx, 2 * DAY_MS)).unwrap();
    assert!(
        matches!(house.changes(&old), ChangesOutcome::Page(_)),
        "a fresh tombstone is kept"
    );
    write(house.db.as_ref(), |tx| feeds::prune(tx, 40 * DAY_MS)).unwrap();
    assert_eq!(
        house.changes(&old),
        ChangesOutcome::SnapshotNeeded(SnapshotReason::Floor)
    );
    assert_eq!(house.standing(Some(&old)), FeedStanding::Snapshot);
    assert!(matches!(house.changes(&newer), ChangesOutcome::Page(_)));
    let (rows, _) = house.load();
    assert_eq!(
        rows.keys().collect::<Vec<_>>(),
        ["a"],
        "the snapshot below the floor is not served again"
    );
}

#[test]
fn a_restart_keeps_rows_cursors_and_snapshots() {
    let house = House::new();
    house.publish(&[("a", Some("1"))], 0);
    let (mut rows, cursor) = house.load();
    let house = house.reopened();
    house.publish(&[("b", Some("1"))], 1);
    let house = house.reopened();
    house.follow(&mut rows, cursor);
    assert_eq!(rows.len(), 2);
}

#[test]
fn a_lost_segment_file_is_made_again() {
    let house = House::new();
    house.publish(&[("a", Some("1"))], 0);
    let first = house.manifest();
    let file = house.path().join("segments").join(&first.segments[0].blake3);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(house.load().0.len(), 1);
    std::fs::write(&file, b"cut").unwrap();
    assert_eq!(house.load().0.len(), 1);
}

#[test]
fn a_segment_is_given_only_to_the_feed_that_names_it() {
    let house = House::new();
    house.publish(&[("a", Some("1"))], 0);
    let hash = house.manifest().segments[0].blake3.clone();
    let give = |feed: &FeedName, hash: &str| feeds::segment(house.db.as_ref(), house.path(), feed, hash).unwrap();
    assert!(give(&house.feed, &hash).is_some());
    assert!(give(&FeedName::reference(), &hash).is_none());
    assert!(give(&house.feed, "../gateway.db").is_none());
}

#[test]
fn snapshots_far_behind_are_made_again_and_old_files_go() {
    let house = House::new();
    for round in 0..4 {
        let rows: Vec<(String, String)> = (0..5_000).map(|n| (format!("k{n}"), format!("{round} {n}"))).collect();
        let changes: Vec<_> = rows
            .iter()
            .map(|(key, body)| (key.as_str(), Some(body.as_str())))
            .collect();
        house.publish(&changes, round);
        assert_eq!(house.manifest().at_seq, (round as u64 + 1) * 5_000);
    }
    let files = std::fs::read_dir(house.path().join("segments")).unwrap().count();
    assert_eq!(files, 2, "the newest two snapshots of one segment each");
}

#[test]
fn snapshots_of_large_feeds_are_made_ahead_and_once() {
    let mut house = House::new();
    house.sizes.segment_rows = 2;
    house.publish(&[("a", Some("1")), ("b", Some("1"))], 0);
    let files = || std::fs::read_dir(house.path().join("segments")).unwrap().count();
    assert_eq!(
        feeds::prepare(house.workshop()).unwrap(),
        0,
        "a small feed waits until a device asks"
    );
    house.publish(&[("c", Some("1"))], 1);
    assert_eq!(feeds::prepare(house.workshop()).unwrap(), 1);
    assert_eq!(files(), 2);
    assert_eq!(feeds::prepare(house.workshop()).unwrap(), 0, "it is there");
    assert_eq!(house.load().0.len(), 3);
    assert_eq!(files(), 2, "the device took what was made ahead");
}

#[test]
fn many_devices_that_ask_at_once_have_one_snapshot_made() {
    let house = House::new();
    let keys: Vec<String> = (0..20_000).map(|n| format!("k{n:05}")).collect();
    let changes: Vec<_> = keys.iter().map(|key| (key.as_str(), Some("x"))).collect();
    house.publish(&changes, 0);
    let made = std::thread::scope(|scope| {
        let askers: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| feeds::prepare(house.workshop()).unwrap()))
            .collect();
        askers.into_iter().map(|asker| asker.join().unwrap()).sum::<u64>()
    });
    assert_eq!(made, 1);
}

#[test]
fn large_feeds_come_in_several_segments_and_pages() {
    let house = House::new();
    house.publish(&[("k0", Some("first"))], 0);
    let (mut rows, cursor) = house.load();
    let made: Vec<String> = (0..45_000).map(|n| format!("k{n:05}")).collect();
    let changes: Vec<_> = made.iter().map(|key| (key.as_str(), Some("x"))).collect();
    house.publish(&changes, 1);
    let ChangesOutcome::Page(page) = house.changes(&cursor) else {
        panic!("refused")
    };
    assert!(page.to < page.head && page.changes.len() == 20_000);
    house.follow(&mut rows, cursor);
    let (fresh, _) = house.load();
    assert_eq!(rows.len(), 45_001);
    assert_eq!(rows, fresh);
    assert!(house.manifest().segments.len() >= 3);
}

#[test]
fn a_failed_transaction_leaves_no_number_behind() {
    let house = House::new();
    house.publish(&[("a", Some("1"))], 0);
    let failed = write(house.db.as_ref(), |tx| -> Result<(), StorageError> {
        feeds::publish(
            tx,
            &house.feed,
            &[RowChange {
                key: "b".to_owned(),
                body: Some(vec![1]),
            }],
            1,
        )?;
        Err(StorageError::GivenUp)
    });
    assert!(failed.is_err());
    assert_eq!(house.publish(&[("c", Some("1"))], 2), 2);
}

#[test]
fn ranges_that_are_asked_for_come_with_all_their_rows_at_the_number_of_the_digest() {
    let house = House::new();
    let keys: Vec<String> = (0..500).map(|n| format!("k{n}")).collect();
    let changes: Vec<_> = keys.iter().map(|key| (key.as_str(), Some("x"))).collect();
    house.publish(&changes, 0);
    house.publish(&[("k7", None)], 1);
    let digest = feeds::digest(house.db.as_ref(), &house.feed, &[]).unwrap().unwrap();
    let (rows, _) = house.load();
    assert_eq!((digest.at, digest.rows), (501, 499));
    assert_eq!(digest.feed_hash, hash_of(&rows).to_bytes());
    let sum_of = |range: KeyRange| {
        let in_range: Rows = rows
            .iter()
            .filter(|(key, _)| range.places().contains(&place_of(key)))
            .map(|(key, body)| (key.clone(), body.clone()))
            .collect();
        (hash_of(&in_range), in_range)
    };
    let sums = unpack_sums(&digest.sums).unwrap();
    for (first, sum) in (0..=255).zip(sums) {
        assert_eq!(sum, sum_of(KeyRange::wide(first)).0);
    }
    let place = place_of("k8");
    let [first, _] = place.to_be_bytes();
    let under = feeds::digest(house.db.as_ref(), &house.feed, &[first])
        .unwrap()
        .unwrap();
    let sums = unpack_sums(&under.sums).unwrap();
    assert_eq!(sums.len(), 256);
    assert_eq!(sums[usize::from(place) % 256], sum_of(KeyRange::narrow(place)).0);

    let ask = |at: u64, ranges: Vec<KeyRange>| {
        let request = RowsRequest {
            epoch: digest.epoch.clone(),
            at,
            ranges,
        };
        read(house.db.as_ref(), |tx| {
            feeds::rows(tx, &house.feed, &request, &house.secret)
        })
        .unwrap()
        .unwrap()
    };
    let RowsOutcome::Rows(answer) = ask(501, vec![KeyRange::wide(first)]) else {
        panic!("too many")
    };
    let came: Rows = answer.rows.into_iter().map(|row| (row.key, row.body)).collect();
    assert_eq!(came, sum_of(KeyRange::wide(first)).1);
    assert_eq!(answer.feed_hash, hash_of(&rows).to_bytes());
    assert!(matches!(house.changes(&answer.cursor), ChangesOutcome::Page(page) if page.from == 501));
    house.publish(&[("new", Some("y"))], 2);
    let RowsOutcome::Rows(answer) = ask(501, vec![KeyRange::wide(first)]) else {
        panic!("too many")
    };
    assert_eq!((answer.at, answer.rows.len()), (502, 0), "the feed went on");
}

#[test]
fn the_hash_of_a_feed_is_made_after_the_update_and_mended_when_it_is_wrong() {
    let house = House::new();
    house.publish(&[("a", Some("1")), ("b", Some("2"))], 0);
    let (rows, _) = house.load();
    for hash in ["NULL", "x'00112233445566778899aabbccddeeff'"] {
        let path = house.path().join("gateway.db");
        let touched = rusqlite::Connection::open(path)
            .unwrap()
            .execute(&format!("UPDATE feed SET row_hash = {hash}"), [])
            .unwrap();
        assert_eq!(touched, 1);
        if hash == "NULL" {
            house.publish(&[("c", Some("3"))], 1);
            house.publish(&[("c", None)], 2);
            feeds::make_missing_hashes(house.db.as_ref()).unwrap();
        } else {
            feeds::digest(house.db.as_ref(), &house.feed, &[]).unwrap();
        }
        let status = read(house.db.as_ref(), |tx| {
            feeds::status(tx, &house.feed, None, ROW_SCHEMA, &house.secret)
        });
        assert_eq!(status.unwrap().unwrap().feed_hash, Some(hash_of(&rows)), "{hash}");
    }
}

#[derive(Debug, Clone)]
enum Step {
    Publish(Vec<(u8, Option<u8>)>),
    Prune,
    /// A device that loads the snapshot.
    Device,
    /// A device fetches one page, and may sleep in the middle of its way.
    Page(usize),
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let change = (0_u8..12, proptest::option::weighted(0.7, 0_u8..4));
    let step = prop_oneof![
        6 => proptest::collection::vec(change, 0..8).prop_map(Step::Publish),
        1 => Just(Step::Prune),
        3 => Just(Step::Device),
        5 => any::<usize>().prop_map(Step::Page),
        1 => Just(Step::Restart),
    ];
    proptest::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// A snapshot and any pages after it, of any size, with anything published between them, give the rows that stand.
    #[test]
    fn i3_every_device_reaches_the_same_rows(steps in steps(), page_rows in 1_u32..6, segment_rows in 1_usize..6) {
        let mut house = House::new();
        house.sizes = Sizes { segment_rows, page_rows, changes_worth_a_rebuild: 4 };
        write(house.db.as_ref(), |tx| feeds::ensure(tx, &house.feed, 0)).unwrap();
        let mut truth = Rows::new();
        // Devices that loaded the snapshot at different moments and have slept since.
        let mut devices: Vec<(Rows, String)> = Vec::new();
        let mut now_ms = 0;
        let mut head = 0;
        for step in steps {
            now_ms += 7 * DAY_MS;
            match step {
                Step::Publish(changes) => {
                    let mut expected = head;
                    let rows: Vec<RowChange> = changes.iter().map(|(key, body)| {
                        let key = format!("k{key}");
                        let body = body.map(|b| vec![b]);
                        let old = truth.get(&key).cloned();
                        if old != body { expected += 1; }
                        match &body { Some(b) => truth.insert(key.clone(), b.clone()), None => truth.remove(&key) };
                        RowChange { key, body }
                    }).collect();
                    head = write(house.db.as_ref(), |tx| feeds::publish(tx, &house.feed, &rows, now_ms)).unwrap();
                    prop_assert_eq!(head, expected, "one number per changed row, none besides");
                }
                Step::Prune => { write(house.db.as_ref(), |tx| feeds::prune(tx, now_ms)).unwrap(); }
                Step::Device => devices.push(house.load()),
                Step::Page(which) if !devices.is_empty() => {
                    let at = which % devices.len();
                    let (rows, cursor) = &mut devices[at];
                    if let ChangesOutcome::Page(page) = house.changes(cursor) {
                        apply(rows, &page);
                        prop_assert_eq!(page.to == page.head, !page.feed_hash.is_empty());
                        *cursor = page.cursor;
                    }
                }
                Step::Page(_) => {}
                Step::Restart => house = house.reopened(),
            }
        }
        devices.push(house.load());
        for (mut rows, cursor) in devices {
            match house.changes(&cursor) {
                ChangesOutcome::Page(_) => { house.follow(&mut rows, cursor); }
                ChangesOutcome::SnapshotNeeded(reason) => {
                    prop_assert_eq!(reason, SnapshotReason::Floor);
                    let (fresh, cursor) = house.load();
                    rows = fresh;
                    house.follow(&mut rows, cursor);
                }
            }
            prop_assert_eq!(&rows, &truth);
        }
    }
}
