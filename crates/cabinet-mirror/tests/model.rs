//! Snapshots, changes, interruptions and purges in any order, against a model in memory.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_domain::ids::ItemId;
use cabinet_mirror::{Checked, GoodsQuery, GoodsRow, Mirror, Sight};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::rows::ItemRow;
use cabinet_sqlite::{Cancel, Integrity};
use common::{at, catalogue, deletion, hash_of, page, price_row, prices, rows_of_items, snapshot, stock, stock_row};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type RowTest<'a> = &'a dyn Fn(&GoodsRow) -> bool;

fn all(mirror: &Mirror) -> Vec<GoodsRow> {
    let query = GoodsQuery {
        sight: at("list-0"),
        ..GoodsQuery::default()
    };
    mirror.goods(&query, 0, 10_000, &Cancel::new()).unwrap().rows
}

fn found(mirror: &Mirror, typed: &str) -> BTreeSet<String> {
    let items = mirror
        .find_items(&Sight::default(), typed, 10_000, &Cancel::new())
        .unwrap();
    items.into_iter().map(|item| item.as_str().to_owned()).collect()
}

/// What the model knows: rows of each feed by key.
#[derive(Debug, Clone, Default)]
struct Model {
    feeds: BTreeMap<FeedName, ModelFeed>,
}

#[derive(Debug, Clone, Default)]
struct ModelFeed {
    epoch: String,
    seq: u64,
    rows: BTreeMap<String, i64>,
}

#[derive(Debug, Clone)]
enum Step {
    /// A snapshot whose segments come in an order given by `turn`, with a restart after `restart_after` of them.
    Snapshot {
        feed: FeedName,
        rows: BTreeMap<u8, u8>,
        turn: usize,
        restart_after: usize,
    },
    /// A snapshot that is begun and left.
    Abandoned {
        feed: FeedName,
        rows: BTreeMap<u8, u8>,
        applied: usize,
    },
    Changes {
        feed: FeedName,
        rows: BTreeMap<u8, Option<u8>>,
    },
    Purge {
        feed: FeedName,
    },
    BuildSearch,
    Restart,
}

const KEYS: &[&str] = &["a", "b", "p#1", "p#2", "p#3", "q", "q#1", "z"];
const NAMES: &[&str] = &["Болт М8х40", "Болтик оцинкованный", "Гайка М8", "Кільце", "Щётка 4,2"];
/// Coprime in number with the names, so that every pair comes up.
const FULL_NAMES: &[&str] = &["", "Изделие крепёжное", "Гайка фланцевая крепёжная"];

fn item_of(key: &str, value: i64) -> ItemRow {
    let value = usize::try_from(value).unwrap();
    ItemRow {
        item: key.to_owned(),
        article: format!("{}-{}", ["МШ", "AB", ""][value % 3], value),
        name: NAMES[value % NAMES.len()].to_owned(),
        full_name: FULL_NAMES[value % FULL_NAMES.len()].to_owned(),
        unit: "шт".to_owned(),
        ..ItemRow::default()
    }
}

fn row_of(feed: &FeedName, key: &str, value: i64) -> KeyedRow {
    match feed {
        FeedName::Catalogue(_) => rows_of_items(&[item_of(key, value)]).remove(0),
        FeedName::Prices { .. } => price_row(key, value),
        _ => stock_row(key, value * 1000),
    }
}

fn feeds() -> impl Strategy<Value = FeedName> {
    prop_oneof![
        3 => Just(catalogue()),
        1 => Just(FeedName::Catalogue("second".to_owned())),
        2 => (0..2_usize).prop_map(prices),
        2 => (0..2_usize).prop_map(stock),
    ]
}

fn steps() -> impl Strategy<Value = Step> {
    let rows = || proptest::collection::btree_map(0..8_u8, 0..30_u8, 0..8);
    let changes = proptest::collection::btree_map(0..8_u8, proptest::option::of(0..30_u8), 0..6);
    prop_oneof![
        3 => (feeds(), rows(), 0..6_usize, 0..5_usize)
            .prop_map(|(feed, rows, turn, restart_after)| Step::Snapshot { feed, rows, turn, restart_after }),
        1 => (feeds(), rows(), 0..3_usize).prop_map(|(feed, rows, applied)| Step::Abandoned { feed, rows, applied }),
        5 => (feeds(), changes).prop_map(|(feed, rows)| Step::Changes { feed, rows }),
        1 => feeds().prop_map(|feed| Step::Purge { feed }),
        1 => Just(Step::BuildSearch),
        1 => Just(Step::Restart),
    ]
}

struct World {
    dir: tempfile::TempDir,
    mirror: Option<Mirror>,
    model: Model,
    /// Feeds with a first load that was left: their rows may show before it is complete.
    begun: BTreeSet<FeedName>,
    snapshots: u64,
}

impl World {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mirror = common::open(dir.path());
        Self {
            dir,
            mirror: Some(mirror),
            model: Model::default(),
            begun: BTreeSet::new(),
            snapshots: 0,
        }
    }

    fn mirror(&self) -> &Mirror {
        self.mirror.as_ref().unwrap()
    }

    fn restart(&mut self) {
        drop(self.mirror.take());
        self.mirror = Some(common::open(self.dir.path()));
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Snapshot {
                feed,
                rows,
                turn,
                restart_after,
            } => self.snapshot(&feed, &rows, turn, restart_after),
            Step::Abandoned { feed, rows, applied } => self.abandon(&feed, &rows, applied),
            Step::Changes { feed, rows } => self.changes(&feed, &rows),
            Step::Purge { feed } => {
                self.mirror().feeds().purge(&feed).unwrap();
                self.model.feeds.remove(&feed);
                self.begun.remove(&feed);
            }
            Step::BuildSearch => self.mirror().build_search().unwrap(),
            Step::Restart => self.restart(),
        }
    }

    fn rows(feed: &FeedName, rows: &BTreeMap<u8, u8>) -> (BTreeMap<String, i64>, Vec<KeyedRow>) {
        let by_key: BTreeMap<String, i64> = rows
            .iter()
            .map(|(key, value)| (KEYS[usize::from(*key)].to_owned(), i64::from(*value)))
            .collect();
        let encoded = by_key.iter().map(|(key, value)| row_of(feed, key, *value)).collect();
        (by_key, encoded)
    }

    fn snapshot(&mut self, feed: &FeedName, rows: &BTreeMap<u8, u8>, turn: usize, restart_after: usize) {
        let (by_key, encoded) = Self::rows(feed, rows);
        self.snapshots += 1;
        let epoch = format!("s{}", self.snapshots);
        let (manifest, segments) = snapshot(feed, &epoch, 10, &encoded, 2);
        let mut order: Vec<usize> = (0..segments.len()).collect();
        if !order.is_empty() {
            let by = turn % order.len();
            order.rotate_left(by);
        }
        let (before, after) = order.split_at(restart_after.min(order.len()));
        {
            let mut load = self.mirror().feeds().begin_snapshot(&manifest).unwrap();
            for n in before {
                load.apply_segment(&manifest.segments[*n].blake3, &segments[*n])
                    .unwrap();
            }
        }
        self.restart();
        let mut load = self.mirror().feeds().begin_snapshot(&manifest).unwrap();
        assert_eq!(load.missing().len(), after.len());
        for n in after {
            load.apply_segment(&manifest.segments[*n].blake3, &segments[*n])
                .unwrap();
        }
        load.publish().unwrap();
        self.begun.remove(feed);
        self.model.feeds.insert(
            feed.clone(),
            ModelFeed {
                epoch,
                seq: 10,
                rows: by_key,
            },
        );
    }

    fn abandon(&mut self, feed: &FeedName, rows: &BTreeMap<u8, u8>, applied: usize) {
        let (_, encoded) = Self::rows(feed, rows);
        self.snapshots += 1;
        let (manifest, segments) = snapshot(feed, &format!("a{}", self.snapshots), 1, &encoded, 2);
        let mut load = self.mirror().feeds().begin_snapshot(&manifest).unwrap();
        for (info, rows) in manifest.segments.iter().zip(&segments).take(applied) {
            load.apply_segment(&info.blake3, rows).unwrap();
        }
        drop(load);
        if !self.model.feeds.contains_key(feed) {
            self.begun.insert(feed.clone());
        }
    }

    fn changes(&mut self, feed: &FeedName, rows: &BTreeMap<u8, Option<u8>>) {
        let Some(known) = self.model.feeds.get_mut(feed) else {
            return;
        };
        let mut encoded = Vec::new();
        for (key, value) in rows {
            let key = KEYS[usize::from(*key)];
            match value {
                Some(value) => {
                    known.rows.insert(key.to_owned(), i64::from(*value));
                    encoded.push(row_of(feed, key, i64::from(*value)));
                }
                None => {
                    known.rows.remove(key);
                    encoded.push(deletion(key));
                }
            }
        }
        let mut page = page(&known.epoch, known.seq, &encoded);
        let now: Vec<KeyedRow> = known
            .rows
            .iter()
            .map(|(key, value)| row_of(feed, key, *value))
            .collect();
        page.feed_hash = hash_of(&now).to_bytes().to_vec();
        known.seq = page.to;
        self.mirror().feeds().apply_changes(feed, &page).unwrap();
    }

    /// Everything that is shown equals the model.
    fn compare(&self) {
        if !self.begun.is_empty() {
            return;
        }
        let mirror = self.mirror();
        let rows = |feed: &FeedName| {
            self.model
                .feeds
                .get(feed)
                .map(|feed| feed.rows.clone())
                .unwrap_or_default()
        };
        for (feed, known) in &self.model.feeds {
            let state = mirror.feeds().feed(feed).unwrap().unwrap();
            assert_eq!((state.seq, state.rows), (known.seq, known.rows.len() as u64), "{feed}");
            assert_eq!(mirror.feeds().check_rows(feed, 1).unwrap(), Checked::Sound, "{feed}");
        }
        // Goods of another assortment are in the file and not to be seen by whoever sees this one.
        let items: BTreeSet<String> = rows(&catalogue()).into_keys().collect();
        let shown = all(mirror);
        assert_eq!(
            shown
                .iter()
                .map(|row| row.item.as_str().to_owned())
                .collect::<BTreeSet<_>>(),
            items
        );
        let ids: Vec<ItemId> = KEYS.iter().map(|key| ItemId::from(*key)).collect();
        for list in 0..2 {
            let terms = mirror.terms(&at(&format!("list-{list}")), &ids).unwrap();
            let expected = rows(&prices(list));
            for (term, key) in terms.iter().zip(KEYS) {
                assert_eq!(
                    term.price.as_ref().map(|price| price.price_micro),
                    expected.get(*key).copied(),
                    "{key}"
                );
                assert_eq!(term.brief.is_some(), items.contains(*key), "{key}");
                let said: Vec<_> = (0..2).filter_map(|n| rows(&stock(n)).get(*key).copied()).collect();
                let total = (!said.is_empty()).then(|| said.iter().sum::<i64>() * 1000);
                assert_eq!(term.available_milli, total, "{key}");
            }
        }
        if mirror.has_search().unwrap() {
            self.compare_search(&shown);
        }
    }

    fn full_name_of(&self, row: &GoodsRow) -> String {
        self.mirror()
            .item_card(&row.item, &Sight::default())
            .unwrap()
            .unwrap()
            .full_name
    }

    fn compare_search(&self, shown: &[GoodsRow]) {
        let hits = |test: &dyn Fn(&GoodsRow) -> bool| -> BTreeSet<String> {
            shown
                .iter()
                .filter(|row| test(row))
                .map(|row| row.item.as_str().to_owned())
                .collect()
        };
        let cases: [(&str, RowTest<'_>); 5] = [
            ("болт", &|row| row.name.contains("Болт")),
            ("оцинкованный болт", &|row| {
                row.name.contains("оцинкованный")
            }),
            ("кильц", &|row| row.name == "Кільце"),
            ("щетка 4.2", &|row| row.name.starts_with("Щётка")),
            ("MШ", &|row| row.article.starts_with("МШ")),
        ];
        for (typed, test) in cases {
            assert_eq!(found(self.mirror(), typed), hits(test), "{typed}");
        }
        let by_full_name: BTreeSet<String> = shown
            .iter()
            .filter(|row| self.full_name_of(row).contains("крепёжн"))
            .map(|row| row.item.as_str().to_owned())
            .collect();
        assert_eq!(found(self.mirror(), "крепеж"), by_full_name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn i2_snapshots_and_changes_in_any_order_with_restarts_equal_the_model(
        steps in proptest::collection::vec(steps(), 1..14)
    ) {
        let mut world = World::new();
        for step in steps {
            world.take(step);
            world.compare();
        }
        assert_eq!(world.mirror().check().unwrap(), Integrity::Sound);
    }
}
