//! Finding papers of a legal entity by their words: what came is found, what went is not, the newest come first.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_mirror::{EntityMirror, PaperKind, PaperQuery, entity};
use cabinet_protocol::claims::{ClaimFeedRow, ClaimMessageRow, ClaimRow};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::rows::{DocumentRow, InvoiceRow, OrderLineRow, OrderRow};
use cabinet_protocol::supplier_documents::{SupplierDocumentLineRow, SupplierDocumentRow, SupplierFileRow};
use common::{deletion, load, page};
use prost::Message;
use std::path::Path;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn open(dir: &Path) -> EntityMirror {
    let id = "e-1".into();
    EntityMirror::open(&dir.join(entity::file_name(&id)), &common::key(), &id).unwrap()
}

fn documents() -> FeedName {
    FeedName::Documents("e-1".to_owned())
}

fn claims() -> FeedName {
    FeedName::Claims("e-1".to_owned())
}

fn line(article: &str, name: &str) -> OrderLineRow {
    OrderLineRow {
        ordinal: 1,
        item: article.to_owned(),
        article: article.to_owned(),
        name: name.to_owned(),
        unit: "шт".to_owned(),
        quantity_milli: 1000,
        ..OrderLineRow::default()
    }
}

fn order(id: &str, number: &str, day: i64, comment: &str, lines: Vec<OrderLineRow>) -> KeyedRow {
    let order = OrderRow {
        id: id.to_owned(),
        number: number.to_owned(),
        onec_number: format!("ЦБ-{number:0>6}"),
        placed_at_ms: day * DAY_MS + DAY_MS / 2,
        placed_by: "Анна Смирнова".to_owned(),
        state: "held".to_owned(),
        currency: "RUB".to_owned(),
        total_minor: 777_700,
        comment: comment.to_owned(),
        lines,
        ..OrderRow::default()
    };
    KeyedRow {
        key: format!("o:{id}"),
        body: DocumentRow {
            order: Some(order),
            ..DocumentRow::default()
        }
        .encode_to_vec(),
    }
}

fn invoice(id: &str, order: &str) -> KeyedRow {
    let invoice = InvoiceRow {
        id: id.to_owned(),
        order: order.to_owned(),
        number: "СЧ-55".to_owned(),
        date: "2020-02-01".to_owned(),
        currency: "RUB".to_owned(),
        lines: vec![line("Б-1", "Болт М8х40")],
        note: "Оплатить в срок".to_owned(),
        ..InvoiceRow::default()
    };
    KeyedRow {
        key: format!("i:{id}"),
        body: DocumentRow {
            invoice: Some(invoice),
            ..DocumentRow::default()
        }
        .encode_to_vec(),
    }
}

fn document(id: &str, order: &str, date: &str, text: &str) -> KeyedRow {
    let document = SupplierDocumentRow {
        id: id.to_owned(),
        kind: "upd".to_owned(),
        number: "УТ-0007".to_owned(),
        date: date.to_owned(),
        order: order.to_owned(),
        lines: vec![SupplierDocumentLineRow {
            article: "МШ-0125/А".to_owned(),
            name: "Шайба пружинная".to_owned(),
            ..SupplierDocumentLineRow::default()
        }],
        file: Some(SupplierFileRow {
            blake3: "00".repeat(32),
            title: "УПД от поставщика".to_owned(),
            extension: "pdf".to_owned(),
            bytes: 5,
            text: text.to_owned(),
            text_state: if text.is_empty() { "scan" } else { "whole" }.to_owned(),
        }),
        ..SupplierDocumentRow::default()
    };
    KeyedRow {
        key: format!("d:{id}"),
        body: DocumentRow {
            supplier_document: Some(document),
            ..DocumentRow::default()
        }
        .encode_to_vec(),
    }
}

fn claim(id: &str, text: &str) -> KeyedRow {
    let claim = ClaimRow {
        id: id.to_owned(),
        number: "31".to_owned(),
        order: "a".to_owned(),
        order_number: "17".to_owned(),
        article: "Б-1".to_owned(),
        name: "Болт М8х40".to_owned(),
        kind: "defect".to_owned(),
        remedy: "replace".to_owned(),
        state: "received".to_owned(),
        filed_at_ms: 18_400 * DAY_MS,
        messages: vec![ClaimMessageRow {
            text: text.to_owned(),
            ..ClaimMessageRow::default()
        }],
        ..ClaimRow::default()
    };
    KeyedRow {
        key: format!("c:{id}"),
        body: ClaimFeedRow { claim: Some(claim) }.encode_to_vec(),
    }
}

fn ask(text: &str) -> PaperQuery {
    PaperQuery {
        text: text.to_owned(),
        limit: 50,
        with_files: true,
        ..PaperQuery::default()
    }
}

/// The ids that are found, in their order.
fn ids(mirror: &EntityMirror, query: &PaperQuery) -> Vec<String> {
    let found = mirror.find_papers(query).unwrap();
    assert_eq!(found.total as usize, found.rows.len(), "{query:?}");
    found.rows.into_iter().map(|row| row.id).collect()
}

fn filled(dir: &Path) -> EntityMirror {
    let mirror = open(dir);
    let rows = [
        document(
            "u",
            "a",
            "2020-02-03",
            "Договор поставки № 44-К, водитель Петренко, итого 990,00",
        ),
        invoice("n", "a"),
        order(
            "a",
            "17",
            18_290,
            "Срочно на объект",
            vec![line("Б-1", "Болт М8х40"), line("Г-1", "Гайка")],
        ),
        order("b", "170", 18_300, "", vec![line("К-9", "Кольцо стопорное")]),
    ];
    load(mirror.feeds(), &documents(), "e", 1, &rows);
    load(
        mirror.feeds(),
        &claims(),
        "e",
        1,
        &[claim("c", "Резьба сорвана у половины")],
    );
    mirror
}

#[test]
fn every_kind_of_paper_is_found_by_any_of_its_words_once_it_is_indexed() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = filled(dir.path());
    assert_eq!(mirror.papers_due().unwrap(), 5);
    assert_eq!(
        ids(&mirror, &ask("болт")),
        [""; 0],
        "a first load is indexed afterwards, and says so"
    );
    assert_eq!(mirror.index_papers().unwrap(), 0);
    assert_eq!(mirror.papers_due().unwrap(), 0);
    for (typed, expected) in [
        ("болт", &["c", "n", "a"][..]),
        ("m8", &["c", "n", "a"]),
        ("болт гайка", &["a"]),
        ("срочно объект", &["a"]),
        ("смирнова", &["b", "a"]),
        ("петренко", &["u"]),
        ("договор 44-к", &["u"]),
        ("шайба", &["u"]),
        ("мш0125а", &["u"]),
        ("МШ-0125/А", &["u"]),
        ("упд", &["u"]),
        ("сорвана резьба", &["c"]),
        ("рекламация брак", &["c"]),
        ("оплатить", &["n"]),
        ("ЦБ-000017", &["a"]),
        ("7", &["u"]),
        ("нет такого", &[]),
        ("777700", &[]),
        ("", &[]),
    ] {
        assert_eq!(ids(&mirror, &ask(typed)), expected, "{typed}");
    }
}

/// Changes a row beside the program, as a fault of a disk or of the program itself would.
fn damage(dir: &Path, sql: &str) {
    let conn = rusqlite::Connection::open(dir.join(entity::file_name(&"e-1".into()))).unwrap();
    let hex = "05".repeat(32);
    conn.execute_batch(&format!(
        "PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_hmac_algorithm = HMAC_SHA256; {sql}"
    ))
    .unwrap();
}

#[test]
fn a_damaged_paper_keeps_no_other_row_from_coming() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = filled(dir.path());
    damage(dir.path(), "UPDATE claim SET body = CAST(body || x'0801' AS BLOB)");
    assert_eq!(mirror.index_papers().unwrap(), 0, "nothing stays due for ever");
    assert_eq!(ids(&mirror, &ask("гайка")), ["a"]);
    assert_eq!(
        ids(&mirror, &ask("рекламация")),
        [""; 0],
        "what cannot be read is not found"
    );
    mirror
        .feeds()
        .apply_changes(&claims(), &page("e", 1, &[claim("c", "Резьба сорвана")]))
        .unwrap();
    mirror.index_papers().unwrap();
    assert_eq!(ids(&mirror, &ask("рекламация")), ["c"], "mended, it is found again");
}

#[test]
fn the_paper_whose_number_was_typed_comes_first_and_then_the_newest() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = filled(dir.path());
    mirror.index_papers().unwrap();
    let found = mirror.find_papers(&ask("17")).unwrap();
    let shown: Vec<_> = found.rows.iter().map(|row| (row.id.as_str(), row.is_number)).collect();
    assert_eq!(
        shown,
        [("c", true), ("u", true), ("n", true), ("a", true), ("b", false)],
        "the papers of order 17 bear its number"
    );
    let other = mirror.find_papers(&ask("кольца")).unwrap();
    assert_eq!(
        (other.rows[0].id.as_str(), other.read_as.as_deref()),
        ("b", Some("кольца"))
    );
    let layout = mirror.find_papers(&ask("ufqrf")).unwrap();
    assert_eq!(
        (layout.rows[0].id.as_str(), layout.read_as.as_deref()),
        ("a", Some("гайка"))
    );
}

#[test]
fn kinds_and_days_narrow_it_and_the_count_goes_with_them() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = filled(dir.path());
    mirror.index_papers().unwrap();
    let narrowed = |kinds: &[PaperKind], from: Option<&str>, to: Option<&str>| {
        ids(
            &mirror,
            &PaperQuery {
                kinds: kinds.to_vec(),
                from: from.map(str::to_owned),
                to: to.map(str::to_owned),
                ..ask("болт")
            },
        )
    };
    assert_eq!(narrowed(&[PaperKind::Order], None, None), ["a"]);
    assert_eq!(
        narrowed(&[PaperKind::Claim, PaperKind::Invoice], None, None),
        ["c", "n"]
    );
    assert_eq!(narrowed(&[], Some("2020-02-01"), Some("2020-02-01")), ["n"]);
    assert_eq!(narrowed(&[], None, Some("2020-01-31")), ["a"]);
    assert_eq!(narrowed(&[], Some("2021-01-01"), None), [""; 0]);
    let few = mirror
        .find_papers(&PaperQuery {
            limit: 1,
            ..ask("болт")
        })
        .unwrap();
    assert_eq!((few.rows.len(), few.total), (1, 3));
}

#[test]
fn a_fragment_shows_the_place_and_one_of_a_file_only_to_who_may_see_sums() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = filled(dir.path());
    mirror.index_papers().unwrap();
    let shown = |query: &PaperQuery| {
        let row = mirror.find_papers(query).unwrap().rows.remove(0);
        let text: String = row.fragment.parts.iter().map(|part| part.text.as_str()).collect();
        (text, row.fragment.is_of_file, row.file_text)
    };
    assert_eq!(
        shown(&ask("петренко")),
        (
            "Договор поставки № 44-К, водитель Петренко, итого 990,00".to_owned(),
            true,
            "whole".to_owned()
        )
    );
    let (text, is_of_file, _) = shown(&PaperQuery {
        with_files: false,
        ..ask("петренко")
    });
    assert_eq!((text.as_str(), is_of_file), ("", false));
    assert_eq!(shown(&ask("сорвана")).0, "Резьба сорвана у половины");
}

#[test]
fn changes_are_found_with_their_page_and_what_went_is_found_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = filled(dir.path());
    mirror.index_papers().unwrap();
    let changes = [
        order("a", "17", 18_290, "Отменить хомуты", vec![line("Х-1", "Хомут")]),
        document("v", "", "", ""),
        deletion("i:n"),
    ];
    mirror
        .feeds()
        .apply_changes(&documents(), &page("e", 1, &changes))
        .unwrap();
    assert_eq!(
        mirror.papers_due().unwrap(),
        0,
        "a page of changes is found with its rows"
    );
    assert_eq!(ids(&mirror, &ask("хомут")), ["a"]);
    assert_eq!(
        ids(&mirror, &ask("болт")),
        ["c"],
        "the old words of the order and the invoice are gone"
    );
    assert_eq!(ids(&mirror, &ask("шайба")), ["u", "v"], "an undated paper is the last");
    let scan = mirror.find_papers(&ask("шайба")).unwrap().rows.remove(1);
    assert_eq!((scan.file_text.as_str(), scan.day.as_str()), ("scan", ""));

    mirror.feeds().purge(&documents()).unwrap();
    mirror.index_papers().unwrap();
    assert_eq!(ids(&mirror, &ask("шайба")), [""; 0]);
    assert_eq!(ids(&mirror, &ask("резьба")), ["c"], "claims are of another feed");
    mirror.feeds().purge(&claims()).unwrap();
    assert_eq!(ids(&mirror, &ask("резьба")), [""; 0]);
    let bytes = std::fs::read(dir.path().join("entity-e-1.db")).unwrap();
    assert!(
        !bytes
            .windows(12)
            .any(|part| part == "Петренко".as_bytes().get(..12).unwrap())
    );
}

#[test]
fn the_index_survives_a_snapshot_that_takes_the_place_of_the_rows() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = filled(dir.path());
    mirror.index_papers().unwrap();
    load(
        mirror.feeds(),
        &documents(),
        "e2",
        1,
        &[order("b", "170", 18_300, "", vec![line("К-9", "Кольцо стопорное")])],
    );
    mirror.index_papers().unwrap();
    assert_eq!(ids(&mirror, &ask("смирнова")), ["b"]);
    assert_eq!(ids(&mirror, &ask("петренко")), [""; 0]);
}
