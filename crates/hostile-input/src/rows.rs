//! Rows of feeds as a mirror takes them: every message, every kind of feed, real encrypted files.

use crate::scratch;
use cabinet_mirror::{EntityMirror, FeedFile, GoodsQuery, Mirror};
use cabinet_protocol::feed::{FeedName, Manifest, SegmentInfo};
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::framing::{ChangesPage, KeyedRow};
use cabinet_protocol::repair::{KeyRange, RangeRows};
use cabinet_sqlite::{Cancel, Key};
use prost::Message;
use std::cell::RefCell;
use std::path::PathBuf;

/// After so many inputs the files are made anew, so that they stay small.
const INPUTS_OF_A_FILE: u32 = 500;

struct Files {
    goods: Mirror,
    documents: EntityMirror,
    paths: [PathBuf; 2],
    left: u32,
    number: u32,
}

thread_local! {
    static FILES: RefCell<Option<Files>> = const { RefCell::new(None) };
}

/// The first byte is the kind of the feed, then length-delimited rows with keys, as in a segment.
pub(crate) fn rows(data: &[u8]) {
    let Some((kind, mut rest)) = scratch::split(data) else {
        return;
    };
    let feed = feed(kind);
    let mut rows = Vec::new();
    while !rest.is_empty() {
        let Ok(row) = KeyedRow::decode_length_delimited(&mut rest) else {
            return;
        };
        rows.push(row);
    }
    let manifest = Manifest {
        feed: feed.clone(),
        epoch: blake3::hash(data).to_hex().to_string(),
        at_seq: 1,
        schema: cabinet_protocol::ROW_SCHEMA,
        rows: u64::try_from(rows.len()).unwrap_or(u64::MAX),
        cursor: "c".to_owned(),
        true_at_ms: 0,
        segments: vec![SegmentInfo {
            blake3: "s".to_owned(),
            bytes: 1,
            raw_bytes: 1,
            rows: u64::try_from(rows.len()).unwrap_or(u64::MAX),
        }],
        // Whatever the tables take, they have to count it as what came.
        feed_hash: Some(rows.iter().fold(FeedHash::default(), |sum, row| {
            sum.with(FeedHash::of_row(&row.key, &row.body))
        })),
    };
    with(|files| {
        let file = files.of(&feed);
        let Ok(mut load) = file.begin_snapshot(&manifest) else {
            return;
        };
        if load.apply_segment("s", &rows).is_ok() && load.publish().is_ok() {
            look(files);
        }
    });
}

/// Applies a page of changes to the feed, whatever its file holds.
pub(crate) fn apply(feed: &FeedName, page: &ChangesPage) {
    with(|files| {
        if files.of(feed).apply_changes(feed, page).is_ok() {
            look(files);
        }
    });
}

/// Puts the rows of all ranges into the feed, whatever its file holds.
pub(crate) fn repair(feed: &FeedName, answer: &RangeRows) {
    let all: Vec<KeyRange> = (0..=255).map(KeyRange::wide).collect();
    with(|files| {
        if files.of(feed).repair(feed, &all, answer, 1).is_ok() {
            look(files);
        }
    });
}

/// Begins the load of a snapshot.
pub(crate) fn begin(manifest: &Manifest) {
    with(|files| {
        let Ok(load) = files.of(&manifest.feed).begin_snapshot(manifest) else {
            return;
        };
        let (done, all) = load.progress();
        assert!(done <= all || all == 0, "more was loaded than there is");
        let _ = load.missing();
    });
}

/// Asks what screens ask; every answer is a value or an error.
fn look(files: &Files) {
    let _ = files.goods.build_search();
    let query = GoodsQuery {
        search: "болт м8".to_owned(),
        ..GoodsQuery::default()
    };
    for query in [GoodsQuery::default(), query] {
        let _ = files.goods.goods(&query, 0, 50, &Cancel::new());
    }
    let _ = files.goods.feeds().feeds();
    let _ = files.documents.feeds().feeds();
}

fn feed(kind: u8) -> FeedName {
    let name = match kind % 16 {
        0 => "ref",
        1 => "cat:all",
        2 => "price:p",
        3 => "stock:w:exact",
        4 => "stock:w:words",
        5 => "media:all",
        6 => "analogues:all",
        7 => "arrivals:all",
        8 => "doc:e",
        9 => "doc:e:unpriced",
        10 => "claim:e",
        11 => "delivery",
        12 => "branches",
        13 => "addr:e",
        14 => "me:p",
        _ => "cat:a1",
    };
    name.parse().expect("a name of ours")
}

impl Files {
    fn new(number: u32) -> Self {
        let key = Key::from_bytes([5; 32]);
        let entity = cabinet_domain::ids::EntityId::new("e");
        let goods = scratch::path(&format!("goods-{number}.db"));
        let documents = scratch::path(&format!("documents-{number}.db"));
        Self {
            goods: Mirror::open(&goods, &key).expect("a new file of goods"),
            documents: EntityMirror::open(&documents, &key, &entity).expect("a new file of documents"),
            paths: [goods, documents],
            left: INPUTS_OF_A_FILE,
            number,
        }
    }

    fn of(&self, feed: &FeedName) -> &FeedFile {
        match feed {
            FeedName::Documents(_) | FeedName::UnpricedDocuments(_) | FeedName::Claims(_) => self.documents.feeds(),
            _ => self.goods.feeds(),
        }
    }
}

fn with(work: impl FnOnce(&Files)) {
    FILES.with_borrow_mut(|slot| {
        let mut files = slot.take().unwrap_or_else(|| Files::new(0));
        if files.left == 0 {
            let (number, old) = (files.number, files.paths.clone());
            drop(files);
            for path in old {
                // A file of a scratch folder; what stays goes with the folder.
                let _ = cabinet_mirror::mirror::delete(&path);
            }
            files = Files::new(number.wrapping_add(1));
        }
        files.left = files.left.saturating_sub(1);
        work(&files);
        *slot = Some(files);
    });
}
