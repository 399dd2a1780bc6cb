//! The hash of a feed follows its rows as they stand in the tables: whatever changes them behind the sync's back is found,
//! in every column, and put right by the rows of its range alone.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_domain::ids::EntityId;
use cabinet_mirror::{Checked, EntityMirror, FeedError, FeedFile, Mirror};
use cabinet_protocol::books::{BooksRow, OwedRow};
use cabinet_protocol::claims::{ClaimFeedRow, ClaimRow};
use cabinet_protocol::delivery::{AddressRow, BranchRow, CarrierRow, DeliveryRow, OrderDeliveryRow, WayRow};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::media::{AnaloguesRow, ArrivalRow, ArrivalsRow, MediaRow};
use cabinet_protocol::news::NewsRow;
use cabinet_protocol::personal::{NoticeRow, PersonalRow, SubscriptionRow, WishRow};
use cabinet_protocol::repair::{KeyRange, RangeRows, place_of};
use cabinet_protocol::rows::{
    DocumentRow, GroupRow, InvoiceRow, ItemRow, LinePartRow, LinePartsRow, OrderLineRow, OrderRow, PriceTypeRow,
    PropertyRow, ReferenceRow, ServiceLineRow, StateChangeRow, StockRow, WarehouseRow,
};
use cabinet_protocol::supplier_documents::SupplierDocumentRow;
use common::{
    act_row, catalogue, hash_of, item, keyed, load, page, price_row, prices, rows_of_items, stock, stock_row,
};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// The file as somebody else opens it who has the key.
fn raw(path: &Path) -> Connection {
    let conn = Connection::open(path).unwrap();
    let hex: String = [5_u8; 32].iter().map(|byte| format!("{byte:02x}")).collect();
    conn.execute_batch(&format!(
        "PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_hmac_algorithm = HMAC_SHA256; PRAGMA foreign_keys = ON;"
    ))
    .unwrap();
    conn
}

enum Open {
    Goods(Box<Mirror>),
    Documents(Box<EntityMirror>),
}

impl Open {
    fn feeds(&self) -> &FeedFile {
        match self {
            Self::Goods(mirror) => mirror.feeds(),
            Self::Documents(mirror) => mirror.feeds(),
        }
    }
}

fn open(dir: &Path, feed: &FeedName) -> (Open, PathBuf) {
    match feed {
        FeedName::Documents(_) | FeedName::UnpricedDocuments(_) | FeedName::Claims(_) => {
            let entity = EntityId::from("e1");
            let path = dir.join("entity-e1.db");
            let mirror = EntityMirror::open(&path, &common::key(), &entity).unwrap();
            (Open::Documents(Box::new(mirror)), path)
        }
        _ => (Open::Goods(Box::new(common::open(dir))), dir.join("mirror.db")),
    }
}

/// A feed of each kind with rows in which every field is filled, and the tables that they go into.
fn feeds() -> Vec<(&'static str, Vec<KeyedRow>, &'static [&'static str])> {
    let order = OrderRow {
        id: "1".to_owned(),
        number: "17".to_owned(),
        command_key: "k".to_owned(),
        draft: "d".to_owned(),
        draft_name: "n".to_owned(),
        placed_at_ms: 5,
        placed_by: "p".to_owned(),
        state: "taken".to_owned(),
        currency: "RUB".to_owned(),
        total_minor: 7,
        vat_minor: 1,
        comment: "c".to_owned(),
        lines: vec![OrderLineRow {
            ordinal: 1,
            item: "a".to_owned(),
            quantity_milli: 1000,
            placed_quantity_milli: 1000,
            parts: Some(LinePartsRow {
                parts: vec![LinePartRow {
                    label: "l".to_owned(),
                    quantity_milli: 1000,
                    ..LinePartRow::default()
                }],
            }),
            service: Some(ServiceLineRow {
                of_item: "i".to_owned(),
                pieces: Some(3),
                length_mm: Some(2_000),
            }),
            ..OrderLineRow::default()
        }],
        history: vec![StateChangeRow {
            state: "held".to_owned(),
            at_ms: 5,
            who: "w".to_owned(),
        }],
        delivery: Some(OrderDeliveryRow::default()),
        ..OrderRow::default()
    };
    let invoice = InvoiceRow {
        id: "1".to_owned(),
        order: "1".to_owned(),
        number: "17".to_owned(),
        ..InvoiceRow::default()
    };
    let claim = ClaimRow {
        id: "1".to_owned(),
        kind: "defect".to_owned(),
        remedy: "repair".to_owned(),
        state: "received".to_owned(),
        ..ClaimRow::default()
    };
    let subscription = SubscriptionRow {
        entity: "e".to_owned(),
        item: "a/b".to_owned(),
        threshold_milli: Some(5),
        ..SubscriptionRow::default()
    };
    let wish = WishRow {
        entity: "e".to_owned(),
        norm: "N".to_owned(),
        article: "n".to_owned(),
        ..WishRow::default()
    };
    let way = WayRow {
        id: "w".to_owned(),
        kind: "pickup".to_owned(),
        days: 31,
        ..WayRow::default()
    };
    let reference = |row: ReferenceRow| row;
    vec![
        (
            "ref",
            vec![
                keyed(
                    "g:1",
                    &reference(ReferenceRow {
                        group: Some(GroupRow {
                            id: "1".to_owned(),
                            name: "Крепёж".to_owned(),
                            parent: None,
                            ordinal: 1,
                        }),
                        ..ReferenceRow::default()
                    }),
                ),
                keyed(
                    "p:1",
                    &ReferenceRow {
                        property: Some(PropertyRow {
                            id: "1".to_owned(),
                            name: "Резьба".to_owned(),
                        }),
                        ..ReferenceRow::default()
                    },
                ),
                keyed(
                    "t:1",
                    &ReferenceRow {
                        price_type: Some(PriceTypeRow {
                            id: "1".to_owned(),
                            name: "Опт".to_owned(),
                            currency: "RUB".to_owned(),
                            includes_vat: true,
                        }),
                        ..ReferenceRow::default()
                    },
                ),
                keyed(
                    "w:1",
                    &ReferenceRow {
                        warehouse: Some(WarehouseRow {
                            id: "1".to_owned(),
                            name: "Главный".to_owned(),
                            address: "Тверь".to_owned(),
                        }),
                        ..ReferenceRow::default()
                    },
                ),
                // Of a kind that this build does not know.
                KeyedRow {
                    key: "z:1".to_owned(),
                    body: vec![0xfa, 0x01, 0x01, 0x41],
                },
            ],
            &["item_group", "property", "price_type", "warehouse"],
        ),
        (
            "cat:all",
            rows_of_items(&(0..40).map(item).collect::<Vec<_>>()),
            &["item"],
        ),
        ("price:list-0", vec![price_row("a", 1), price_row("b", 2)], &["price"]),
        (
            "stock:wh-0:exact",
            vec![stock_row("a", 1), stock_row("b", 0)],
            &["stock"],
        ),
        (
            "stock:wh-0:words",
            vec![keyed(
                "a",
                &StockRow {
                    item: "a".to_owned(),
                    quantity_milli: 0,
                    level: "few".to_owned(),
                },
            )],
            &["stock_level"],
        ),
        (
            "media:all",
            vec![keyed(
                "a",
                &MediaRow {
                    item: "a".to_owned(),
                    thumbnail: vec![1, 2, 3],
                    ..MediaRow::default()
                },
            )],
            &["media"],
        ),
        (
            "analogues:all",
            vec![keyed(
                "a",
                &AnaloguesRow {
                    item: "a".to_owned(),
                    ..AnaloguesRow::default()
                },
            )],
            &["analogue"],
        ),
        (
            "arrivals:all",
            vec![keyed(
                "a",
                &ArrivalsRow {
                    item: "a".to_owned(),
                    arrivals: vec![ArrivalRow {
                        quantity_milli: 5,
                        ..ArrivalRow::default()
                    }],
                },
            )],
            &["arrival"],
        ),
        (
            "doc:e1",
            vec![
                keyed(
                    "o:1",
                    &DocumentRow {
                        order: Some(order),
                        ..DocumentRow::default()
                    },
                ),
                keyed(
                    "i:1",
                    &DocumentRow {
                        invoice: Some(invoice),
                        ..DocumentRow::default()
                    },
                ),
                keyed(
                    "d:1",
                    &DocumentRow {
                        supplier_document: Some(SupplierDocumentRow {
                            id: "1".to_owned(),
                            number: "Б-7".to_owned(),
                            ..SupplierDocumentRow::default()
                        }),
                        ..DocumentRow::default()
                    },
                ),
                keyed(
                    "m:1",
                    &DocumentRow {
                        owed: Some(OwedRow {
                            id: "1".to_owned(),
                            currency: "RUB".to_owned(),
                            total_minor: 700,
                            ..OwedRow::default()
                        }),
                        ..DocumentRow::default()
                    },
                ),
                keyed("a:1", &act_row("1")),
                keyed(
                    "b:",
                    &DocumentRow {
                        books: Some(BooksRow { as_of_ms: 5 }),
                        ..DocumentRow::default()
                    },
                ),
            ],
            &[
                "placed_order",
                "order_line",
                "order_history",
                "invoice",
                "supplier_document",
                "owed_document",
                "books",
                "act",
            ],
        ),
        (
            "claim:e1",
            vec![keyed("c:1", &ClaimFeedRow { claim: Some(claim) })],
            &["claim"],
        ),
        (
            "me:p1",
            vec![
                keyed(
                    "s:e/a/b",
                    &PersonalRow {
                        subscription: Some(subscription),
                        ..PersonalRow::default()
                    },
                ),
                keyed(
                    "n:1",
                    &PersonalRow {
                        notice: Some(NoticeRow {
                            id: "1".to_owned(),
                            ..NoticeRow::default()
                        }),
                        ..PersonalRow::default()
                    },
                ),
                keyed(
                    "w:e/N",
                    &PersonalRow {
                        wish: Some(wish),
                        ..PersonalRow::default()
                    },
                ),
            ],
            &["subscription", "notice", "wish"],
        ),
        (
            "delivery",
            vec![
                keyed(
                    "w:w",
                    &DeliveryRow {
                        way: Some(way),
                        carrier: None,
                    },
                ),
                keyed(
                    "c:c",
                    &DeliveryRow {
                        way: None,
                        carrier: Some(CarrierRow {
                            id: "c".to_owned(),
                            ..CarrierRow::default()
                        }),
                    },
                ),
            ],
            &["delivery_way", "carrier"],
        ),
        (
            "branches",
            vec![keyed(
                "c/1/2",
                &BranchRow {
                    carrier: "c".to_owned(),
                    id: "1/2".to_owned(),
                    city: "Киев".to_owned(),
                    number: "12".to_owned(),
                    ..BranchRow::default()
                },
            )],
            &["carrier_branch"],
        ),
        (
            "addr:e1",
            vec![keyed(
                "1",
                &AddressRow {
                    id: "1".to_owned(),
                    ..AddressRow::default()
                },
            )],
            &["delivery_address"],
        ),
        (
            "news:e1",
            vec![keyed(
                "1",
                &NewsRow {
                    id: "1".to_owned(),
                    ..NewsRow::default()
                },
            )],
            &["news"],
        ),
        (
            "rules:e1",
            // Of a kind that this build does not know, and keeps for the build that will.
            vec![KeyedRow {
                key: "z".to_owned(),
                body: vec![0xfa, 0x01, 0x01, 0x41],
            }],
            &["price_rule"],
        ),
    ]
}

/// Columns that say where a row belongs, or that are made of the others: no cell of the row as it came. The id of an order
/// with lines cannot be changed without them.
fn is_own(table: &str, column: &str) -> bool {
    !matches!(column, "feed_id" | "item_id" | "in_feeds" | "group_id" | "is_known")
        && !matches!(
            (table, column),
            ("item" | "item_group" | "placed_order", "id") | ("order_line" | "order_history", "order_id")
        )
}

/// Every damage to a table: each column of a row changed, and a row lost.
fn damages(conn: &Connection, table: &str) -> Vec<(String, String)> {
    let mut columns = conn
        .prepare(&format!("SELECT name, type FROM pragma_table_info('{table}')"))
        .unwrap();
    let columns: Vec<(String, String)> = columns
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let first = format!("(SELECT * FROM {table} LIMIT 1)");
    let mut all: Vec<(String, String)> = columns
        .iter()
        .filter(|(column, _)| is_own(table, column))
        .map(|(column, kind)| {
            let other = match (table, column.as_str(), kind.as_str()) {
                ("stock_level", "level", _) => "'many'".to_owned(),
                (_, "is_preliminary" | "watches_price" | "includes_vat" | "is_stale", _) => format!("1 - {column}"),
                (_, _, "INTEGER") => format!("coalesce({column}, 0) + 1"),
                (_, _, "BLOB") => format!("CAST({column} || x'0801' AS BLOB)"),
                _ => format!("coalesce({column}, '') || 'x'"),
            };
            (
                format!("{table}.{column}"),
                format!("UPDATE {table} SET {column} = {other} WHERE {column} IS (SELECT {column} FROM {first})"),
            )
        })
        .collect();
    all.push((format!("{table} lost"), format!("DELETE FROM {table}")));
    all
}

/// The rows of the feed in the ranges of those keys, as a gateway gives them.
fn answer(rows: &[KeyedRow], ranges: &[KeyRange], at: u64) -> RangeRows {
    let lies_in = |key: &str| ranges.iter().any(|range| range.places().contains(&place_of(key)));
    RangeRows {
        epoch: "e".to_owned(),
        at,
        cursor: format!("e/{at}"),
        true_at_ms: 5_000,
        feed_hash: hash_of(rows).to_bytes().to_vec(),
        rows: rows.iter().filter(|row| lies_in(&row.key)).cloned().collect(),
    }
}

/// The ranges in which a feed differs from these rows.
fn differing(file: &FeedFile, feed: &FeedName, rows: &[KeyedRow]) -> Vec<KeyRange> {
    let here = file.standing(feed).unwrap().unwrap();
    let mut there = cabinet_protocol::repair::Places::default();
    for row in rows {
        there.add(&row.key, FeedHash::of_row(&row.key, &row.body));
    }
    (0..=255)
        .flat_map(|first| {
            let (here, there) = (here.places.under(first).to_vec(), there.under(first).to_vec());
            (0..=255_u8)
                .zip(here.into_iter().zip(there))
                .filter(|(_, (here, there))| here != there)
                .map(move |(second, _)| KeyRange::narrow(u16::from_be_bytes([first, second])))
        })
        .collect()
}

#[test]
fn any_damage_to_any_column_is_found_and_mended_by_the_rows_of_its_range() {
    let mut tried = 0;
    for (name, rows, tables) in feeds() {
        let feed: FeedName = name.parse().unwrap();
        let damages: Vec<(String, String)> = {
            let dir = tempfile::tempdir().unwrap();
            let (open, path) = open(dir.path(), &feed);
            load(open.feeds(), &feed, "e", 5, &rows);
            let conn = raw(&path);
            tables.iter().flat_map(|table| damages(&conn, table)).collect()
        };
        for (what, sql) in damages {
            let dir = tempfile::tempdir().unwrap();
            let (mirror, path) = open(dir.path(), &feed);
            load(mirror.feeds(), &feed, "e", 5, &rows);
            assert_eq!(mirror.feeds().check_rows(&feed, 1).unwrap(), Checked::Sound, "{what}");
            assert!(differing(mirror.feeds(), &feed, &rows).is_empty(), "{what}");
            drop(mirror);
            let touched = raw(&path)
                .execute(&sql, [])
                .unwrap_or_else(|error| panic!("{what}: {error}"));
            assert!(touched > 0, "{what} touched nothing");
            let (mirror, _) = open(dir.path(), &feed);
            assert_eq!(mirror.feeds().check_rows(&feed, 2).unwrap(), Checked::Differs, "{what}");
            let ranges = differing(mirror.feeds(), &feed, &rows);
            let changed = mirror
                .feeds()
                .repair(&feed, &ranges, &answer(&rows, &ranges, 5), 3)
                .unwrap();
            assert!(changed > 0, "{what}");
            assert_eq!(mirror.feeds().check_rows(&feed, 4).unwrap(), Checked::Sound, "{what}");
            let state = mirror.feeds().feed(&feed).unwrap().unwrap();
            assert_eq!(
                (state.rows, state.repairs, state.repaired_ms),
                (rows.len() as u64, 1, Some(3)),
                "{what}"
            );
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried}");
}

#[test]
fn a_repair_that_does_not_lead_to_the_rows_of_the_gateway_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let file = mirror.feeds();
    let rows = [price_row("a", 1), price_row("b", 2)];
    load(file, &prices(0), "e", 5, &rows);
    let ranges = [KeyRange::narrow(place_of("a"))];
    let before = file.feed(&prices(0)).unwrap();
    let wrong = RangeRows {
        rows: vec![price_row("a", 9)],
        ..answer(&rows, &ranges, 6)
    };
    assert!(matches!(
        file.repair(&prices(0), &ranges, &wrong, 1),
        Err(FeedError::WrongHash { .. })
    ));
    let of_another = RangeRows {
        epoch: "x".to_owned(),
        ..answer(&rows, &ranges, 6)
    };
    assert!(matches!(
        file.repair(&prices(0), &ranges, &of_another, 1),
        Err(FeedError::WrongEpoch { .. })
    ));
    assert!(matches!(
        file.repair(&prices(0), &ranges, &answer(&rows, &ranges, 4), 1),
        Err(FeedError::Gap { .. })
    ));
    assert_eq!(file.feed(&prices(0)).unwrap(), before);
}

#[test]
fn i4_a_page_or_a_snapshot_that_leads_to_other_rows_than_the_gateway_has_is_not_taken() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let file = mirror.feeds();
    load(file, &prices(0), "e", 5, &[price_row("a", 1), price_row("b", 2)]);
    let before = file.feed(&prices(0)).unwrap();
    let mut next = page("e", 5, &[price_row("a", 3)]);
    next.feed_hash = hash_of(&[price_row("a", 3), price_row("b", 3)]).to_bytes().to_vec();
    assert!(matches!(
        file.apply_changes(&prices(0), &next),
        Err(FeedError::WrongHash { .. })
    ));
    assert_eq!(file.feed(&prices(0)).unwrap(), before, "nothing of the page is in");
    next.feed_hash = hash_of(&[price_row("a", 3), price_row("b", 2)]).to_bytes().to_vec();
    file.apply_changes(&prices(0), &next).unwrap();
    // A page of a gateway that keeps no hashes, or one behind which another follows.
    next = page("e", 6, &[price_row("a", 4)]);
    file.apply_changes(&prices(0), &next).unwrap();
    assert_eq!(
        file.feed(&prices(0)).unwrap().unwrap().row_hash,
        Some(hash_of(&[price_row("a", 4), price_row("b", 2)]))
    );

    let (mut manifest, segments) = common::snapshot(&prices(0), "f", 9, &[price_row("c", 1)], 10);
    manifest.feed_hash = Some(hash_of(&[price_row("c", 2)]));
    let before = file.feed(&prices(0)).unwrap();
    let mut load = file.begin_snapshot(&manifest).unwrap();
    load.apply_segment(&manifest.segments[0].blake3, &segments[0]).unwrap();
    assert!(matches!(load.publish(), Err(FeedError::WrongHash { .. })));
    assert_eq!(file.feed(&prices(0)).unwrap(), before, "the old rows stand");
    assert_eq!(file.check_rows(&prices(0), 1).unwrap(), Checked::Sound);
}

#[test]
fn rows_with_fields_and_kinds_of_a_newer_gateway_count_as_what_came() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let file = mirror.feeds();
    let newer = |mut row: KeyedRow| {
        // Field 200 of a later version.
        row.body.extend([0xc2, 0x0c, 0x01, 0x41]);
        row
    };
    let mut items: Vec<KeyedRow> = rows_of_items(&(0..20).map(item).collect::<Vec<_>>());
    items = items.into_iter().map(newer).collect();
    load(file, &catalogue(), "e", 5, &items);
    load(file, &prices(0), "e", 5, &[newer(price_row("a", 1)), price_row("b", 2)]);
    load(file, &stock(0), "e", 5, &[newer(stock_row("a", 1))]);
    for feed in [catalogue(), prices(0), stock(0)] {
        assert_eq!(file.check_rows(&feed, 1).unwrap(), Checked::Sound, "{feed}");
    }
    // The gateway is set back, and the rows are whole again.
    let mut next = page("e", 5, &[price_row("a", 1)]);
    next.feed_hash = hash_of(&[price_row("a", 1), price_row("b", 2)]).to_bytes().to_vec();
    file.apply_changes(&prices(0), &next).unwrap();
    assert_eq!(file.check_rows(&prices(0), 1).unwrap(), Checked::Sound);
    drop(mirror);
    raw(&dir.path().join("mirror.db"))
        .execute("UPDATE item SET name = name || 'x' WHERE id = 3", [])
        .unwrap();
    let mirror = common::open(dir.path());
    assert_eq!(mirror.feeds().check_rows(&catalogue(), 1).unwrap(), Checked::Differs);
}

#[test]
fn what_several_catalogues_share_counts_in_each_as_that_one_brought_it() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let file = mirror.feeds();
    let second = FeedName::Catalogue("second".to_owned());
    let groups = |assortment: &str| FeedName::Reference(assortment.to_owned());
    let named = |name: &str| ItemRow {
        name: name.to_owned(),
        ..item(1)
    };
    let group = |name: &str| {
        keyed(
            "g:1",
            &ReferenceRow {
                group: Some(GroupRow {
                    id: "1".to_owned(),
                    name: name.to_owned(),
                    ..GroupRow::default()
                }),
                ..ReferenceRow::default()
            },
        )
    };
    let old = rows_of_items(&[named("old")]);
    let new = rows_of_items(&[named("new")]);
    let pairs = [
        (catalogue(), second, old, new),
        (groups("a1"), groups("a2"), vec![group("old")], vec![group("new")]),
    ];
    for (first, second, old, new) in pairs {
        for feed in [&first, &second] {
            load(file, feed, "e", 5, &old);
        }
        let mut next = page("e", 5, &new);
        next.feed_hash = hash_of(&new).to_bytes().to_vec();
        // The one has the new name, the other does not know of it yet, though the table has but one.
        file.apply_changes(&first, &next).unwrap();
        for feed in [&first, &second] {
            assert_eq!(file.check_rows(feed, 1).unwrap(), Checked::Sound, "{feed}");
        }
        file.apply_changes(&second, &next).unwrap();
        for feed in [&first, &second] {
            assert_eq!(file.check_rows(feed, 1).unwrap(), Checked::Sound, "{feed}");
            assert_eq!(
                file.feed(feed).unwrap().unwrap().row_hash,
                Some(hash_of(&new)),
                "{feed}"
            );
        }
    }
}
