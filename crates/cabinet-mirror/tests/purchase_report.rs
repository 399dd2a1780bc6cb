//! What was bought and what went back, added up out of the encrypted file of a legal entity.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_mirror::purchase_report::{ReportBy, ReportQuery, ReportRow};
use cabinet_mirror::{EntityMirror, entity};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::rows::{DocumentRow, OrderLineRow, OrderRow};
use cabinet_protocol::supplier_documents::{SupplierDocumentLineRow, SupplierDocumentRow};
use common::{Dice, load};
use prost::Message;
use std::collections::BTreeMap;
use std::path::Path;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Noon UTC of a day since 1970: the same day and month wherever this runs.
const fn noon(day: i64) -> i64 {
    day * DAY_MS + DAY_MS / 2
}

/// 2026-01-15.
const JANUARY: i64 = 20_468;
/// 2026-03-10.
const MARCH: i64 = 20_522;

fn open(dir: &Path, rows: &[KeyedRow]) -> EntityMirror {
    let id = "e-1".into();
    let mirror = EntityMirror::open(&dir.join(entity::file_name(&id)), &common::key(), &id).unwrap();
    load(mirror.feeds(), &FeedName::Documents("e-1".to_owned()), "e", 1, rows);
    mirror
}

fn line(item: &str, name: &str, quantity_milli: i64, sum_minor: i64) -> OrderLineRow {
    OrderLineRow {
        item: item.to_owned(),
        article: format!("A-{item}"),
        name: name.to_owned(),
        unit: "шт".to_owned(),
        quantity_milli,
        sum_minor,
        placed_quantity_milli: 1000,
        ..OrderLineRow::default()
    }
}

fn order(id: &str, day: i64, (state, currency, person): (&str, &str, &str), lines: Vec<OrderLineRow>) -> KeyedRow {
    KeyedRow {
        key: format!("o:{id}"),
        body: DocumentRow {
            order: Some(OrderRow {
                id: id.to_owned(),
                number: "17".to_owned(),
                placed_at_ms: noon(day),
                placed_by: person.to_owned(),
                state: state.to_owned(),
                currency: currency.to_owned(),
                total_minor: lines.iter().map(|line| line.sum_minor).sum(),
                lines,
                ..OrderRow::default()
            }),
            ..DocumentRow::default()
        }
        .encode_to_vec(),
    }
}

fn returned(id: &str, kind: &str, order: &str, date: &str, lines: &[(&str, &str)]) -> KeyedRow {
    let line = |(item, name): &(&str, &str)| SupplierDocumentLineRow {
        item: (*item).to_owned(),
        name: (*name).to_owned(),
        unit: "шт".to_owned(),
        quantity_milli: 1000,
        sum_minor: Some(7),
        ..SupplierDocumentLineRow::default()
    };
    KeyedRow {
        key: format!("d:{id}"),
        body: DocumentRow {
            supplier_document: Some(SupplierDocumentRow {
                id: id.to_owned(),
                kind: kind.to_owned(),
                order: order.to_owned(),
                date: date.to_owned(),
                came_at_ms: noon(MARCH),
                currency: "RUB".to_owned(),
                total_minor: Some(7),
                lines: lines.iter().map(line).collect(),
                ..SupplierDocumentRow::default()
            }),
            ..DocumentRow::default()
        }
        .encode_to_vec(),
    }
}

fn bought() -> Vec<KeyedRow> {
    let (bolts, nuts) = (
        |quantity, sum| line("i1", "Болт М8", quantity, sum),
        |sum| line("i2", "Гайка М8", 1000, sum),
    );
    vec![
        order(
            "a",
            JANUARY,
            ("held", "RUB", "Анна"),
            vec![bolts(2000, 200), nuts(30), bolts(1000, 100)],
        ),
        order("b", JANUARY, ("completed", "USD", "Анна"), vec![bolts(1000, 3)]),
        order(
            "c",
            MARCH,
            ("taken", "RUB", "Пётр"),
            vec![line("i1", "Болт М8 новый", 500, 50), line("i2", "Гайка М8", 0, 0)],
        ),
        order("d", MARCH, ("cancelled", "RUB", "Анна"), vec![nuts(999)]),
        order("e", MARCH, ("taken", "", "Анна"), vec![nuts(0)]),
    ]
}

/// Key, currency, orders, quantity and sum of each row, sorted.
fn shown(mut rows: Vec<ReportRow>) -> Vec<(String, String, u32, Option<i64>, i64)> {
    rows.sort_by(|a, b| (&a.key, &a.currency).cmp(&(&b.key, &b.currency)));
    rows.into_iter()
        .map(|row| (row.key, row.currency, row.orders, row.quantity_milli, row.total_minor))
        .collect()
}

fn is(rows: Vec<ReportRow>, expected: &[(&str, &str, u32, Option<i64>, i64)], name: &str) {
    let expected: Vec<_> = expected
        .iter()
        .map(|(key, currency, orders, quantity, sum)| {
            ((*key).to_owned(), (*currency).to_owned(), *orders, *quantity, *sum)
        })
        .collect();
    assert_eq!(shown(rows), expected, "{name}");
}

#[test]
fn lines_are_added_up_by_what_is_asked_without_cancelled_orders_and_dropped_lines() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path(), &bought());
    let all = ReportQuery::default();
    for (by, expected) in [
        (
            ReportBy::Month,
            vec![
                ("2026-01", "RUB", 1, None, 330),
                ("2026-01", "USD", 1, None, 3),
                ("2026-03", "RUB", 1, None, 50),
            ],
        ),
        (
            ReportBy::Goods,
            vec![
                ("i1", "RUB", 2, Some(3500), 350),
                ("i1", "USD", 1, Some(1000), 3),
                ("i2", "RUB", 1, Some(1000), 30),
            ],
        ),
        (
            ReportBy::Person,
            vec![
                ("Анна", "RUB", 1, None, 330),
                ("Анна", "USD", 1, None, 3),
                ("Пётр", "RUB", 1, None, 50),
            ],
        ),
        (
            ReportBy::Nothing,
            vec![("", "RUB", 2, None, 380), ("", "USD", 1, None, 3)],
        ),
    ] {
        let sums = mirror.purchase_report(by, &all).unwrap();
        assert_eq!((sums.cancelled_orders, sums.dropped_lines), (1, 1), "{by:?}");
        is(
            sums.totals,
            &[("", "RUB", 2, None, 380), ("", "USD", 1, None, 3)],
            "the totals",
        );
        is(sums.rows, &expected, &format!("{by:?}"));
    }
    let goods = mirror.purchase_report(ReportBy::Goods, &all).unwrap().rows;
    let bolts = goods
        .iter()
        .find(|row| row.key == "i1" && row.currency == "RUB")
        .unwrap();
    assert_eq!(
        (bolts.article.as_str(), bolts.name.as_str()),
        ("A-i1", "Болт М8 новый"),
        "as the newest order has it"
    );
}

#[test]
fn days_words_and_a_person_narrow_what_is_added_up_and_what_is_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path(), &bought());
    let query = |from: &str, to: &str, goods: &str, person: &str| ReportQuery {
        from: (!from.is_empty()).then(|| from.to_owned()),
        to: (!to.is_empty()).then(|| to.to_owned()),
        goods: goods.to_owned(),
        person: (person != "*").then(|| person.to_owned()),
    };
    for (name, query, expected, left_out) in [
        (
            "from a day on",
            query("2026-03-10", "", "", "*"),
            vec![("", "RUB", 1, None, 50)],
            (1, 1),
        ),
        (
            "up to a day",
            query("", "2026-01-15", "", "*"),
            vec![("", "RUB", 1, None, 330), ("", "USD", 1, None, 3)],
            (0, 0),
        ),
        (
            "no such days",
            query("2026-02-01", "2026-02-28", "", "*"),
            vec![],
            (0, 0),
        ),
        (
            "beginnings of words",
            query("", "", "гай м8", "*"),
            vec![("", "RUB", 1, None, 30)],
            (1, 1),
        ),
        (
            "an article",
            query("", "", "a-i2", "*"),
            vec![("", "RUB", 1, None, 30)],
            (1, 1),
        ),
        ("goods that nobody bought", query("", "", "шайба", "*"), vec![], (0, 0)),
        ("nobody is not everybody", query("", "", "", ""), vec![], (0, 0)),
        (
            "a person",
            query("", "", "", "Пётр"),
            vec![("", "RUB", 1, None, 50)],
            (0, 1),
        ),
    ] {
        let sums = mirror.purchase_report(ReportBy::Nothing, &query).unwrap();
        assert_eq!((sums.cancelled_orders, sums.dropped_lines), left_out, "{name}");
        is(sums.rows, &expected, name);
    }
}

#[test]
fn returns_are_those_of_the_time_the_goods_and_the_person() {
    let dir = tempfile::tempdir().unwrap();
    let mut rows = bought();
    rows.extend([
        returned(
            "r1",
            "return",
            "a",
            "2026-02-01",
            &[("i1", "Болт М8"), ("", "Упаковка")],
        ),
        returned("r2", "return", "d", "2026-02-02", &[("i2", "Гайка М8")]),
        returned("r3", "return", "", "", &[]),
        returned("r4", "return", "", "0001-01-01", &[]),
        returned("u1", "upd", "a", "2026-02-01", &[("i1", "Болт М8")]),
    ]);
    let mirror = open(dir.path(), &rows);
    let found = |query: &ReportQuery| -> Vec<(String, String, String, bool, usize)> {
        let found = mirror.returned_goods(query).unwrap().into_iter();
        found
            .map(|one| (one.head.id, one.day, one.person, one.is_of_cancelled, one.lines.len()))
            .collect()
    };
    let one = |id: &str, day: &str, person: &str, is_of_cancelled, lines| {
        (id.to_owned(), day.to_owned(), person.to_owned(), is_of_cancelled, lines)
    };
    let all = ReportQuery::default();
    assert_eq!(
        found(&all),
        [
            one("r1", "2026-02-01", "Анна", false, 2),
            one("r2", "2026-02-02", "Анна", true, 1),
            one("r3", "2026-03-10", "", false, 0),
            one("r4", "2026-03-10", "", false, 0),
        ],
        "one without a day counts when it came"
    );
    let days = ReportQuery {
        from: Some("2026-02-02".to_owned()),
        to: Some("2026-03-09".to_owned()),
        ..all.clone()
    };
    assert_eq!(found(&days), [one("r2", "2026-02-02", "Анна", true, 1)]);
    let of_person = ReportQuery {
        person: Some("Пётр".to_owned()),
        ..all.clone()
    };
    assert_eq!(found(&of_person), []);
    let of_nobody = ReportQuery {
        person: Some(String::new()),
        ..all.clone()
    };
    let of_nobody: Vec<String> = found(&of_nobody).into_iter().map(|one| one.0).collect();
    assert_eq!(of_nobody, ["r3", "r4"], "nobody is not everybody");
    let bolts = ReportQuery {
        goods: "болт".to_owned(),
        ..all
    };
    let lines: BTreeMap<_, _> = mirror
        .returned_goods(&bolts)
        .unwrap()
        .into_iter()
        .map(|one| (one.head.id, (one.line_count, one.lines.len())))
        .collect();
    assert_eq!((lines["r1"], lines["r2"], lines["r3"]), ((2, 1), (1, 0), (0, 0)));
}

#[test]
fn however_it_is_added_up_it_is_the_sum_of_the_orders_to_the_kopeck() {
    let mut dice = Dice(20_261_130);
    let mut rows = Vec::new();
    let mut expected: BTreeMap<String, i64> = BTreeMap::new();
    for number in 0..300_usize {
        let currency = dice.pick(&["RUB", "UAH", "USD"]);
        let state = dice.pick(&["held", "reserved", "completed", "cancelled"]);
        let lines: Vec<_> = (0..dice.roll(8) + 1)
            .map(|_| {
                let item = dice.pick(&["i1", "i2", "i3", "i4", "i5"]);
                let sum = i64::try_from(dice.roll(10_000_000)).unwrap();
                line(item, "Болт", i64::try_from(dice.roll(5000)).unwrap() + 1, sum)
            })
            .collect();
        if state != "cancelled" {
            *expected.entry(currency.to_owned()).or_default() += lines.iter().map(|line| line.sum_minor).sum::<i64>();
        }
        let day = JANUARY + i64::try_from(dice.roll(400)).unwrap();
        rows.push(order(
            &format!("o{number:03}"),
            day,
            (state, currency, dice.pick(&["Анна", "Пётр", ""])),
            lines,
        ));
    }
    let dir = tempfile::tempdir().unwrap();
    let mirror = open(dir.path(), &rows);
    for by in [ReportBy::Month, ReportBy::Goods, ReportBy::Person, ReportBy::Nothing] {
        let sums = mirror.purchase_report(by, &ReportQuery::default()).unwrap();
        for rows in [sums.rows, sums.totals] {
            let mut found: BTreeMap<String, i64> = BTreeMap::new();
            for row in rows {
                *found.entry(row.currency).or_default() += row.total_minor;
            }
            assert_eq!(found, expected, "{by:?}");
        }
    }
}
