//! Every public sample file, counted by the reader and by another parser beforehand.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

use commerceml::model::Event;
use commerceml::reader::read;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Groups, properties, products by id up to `#`, offers, variants, price types, prices, warehouses,
/// stock rows, documents. Counted with Python's `xml.etree.ElementTree` by element names.
const COUNTS: &[(&str, [usize; 10])] = &[
    (
        "ArgentCrusade__commerceml/tests/fixtures/contractors-example.xml",
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "ArgentCrusade__commerceml/tests/fixtures/documents-example.xml",
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
    ),
    (
        "ArgentCrusade__commerceml/tests/fixtures/group-example.xml",
        [12, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "ArgentCrusade__commerceml/tests/fixtures/prices-example.xml",
        [0, 0, 0, 3, 0, 0, 3, 0, 0, 0],
    ),
    (
        "ArgentCrusade__commerceml/tests/fixtures/products-example.xml",
        [0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "ArgentCrusade__commerceml/tests/fixtures/remainders-example.xml",
        [0, 0, 0, 2, 0, 0, 0, 0, 14, 0],
    ),
    (
        "andrtechno__mod-exchange1c/tests/data/import.xml",
        [7, 44, 82, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "andrtechno__mod-exchange1c/tests/data/offers.xml",
        [0, 0, 0, 121, 0, 2, 242, 0, 0, 0],
    ),
    (
        "bigperson__exchange1c/tests/xml/import.xml",
        [5, 3, 2, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "bigperson__exchange1c/tests/xml/offers.xml",
        [0, 1, 0, 2, 2, 3, 6, 0, 0, 0],
    ),
    (
        "bogutski__1C-CommerceML-to-JSON/in_xml/import.xml",
        [0, 6, 540, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "bogutski__1C-CommerceML-to-JSON/in_xml/offers.xml",
        [0, 0, 0, 523, 0, 1, 523, 0, 0, 0],
    ),
    (
        "carono__php-commerceml/tests/xml/import.xml",
        [22, 10, 2, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "carono__php-commerceml/tests/xml/import_wo_classifier.xml",
        [0, 0, 2, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "carono__php-commerceml/tests/xml/offers.xml",
        [0, 0, 0, 5, 5, 1, 5, 5, 5, 0],
    ),
    (
        "carono__php-commerceml/tests/xml/orders.xml",
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ),
    (
        "carono__yii2-1c-exchange/files/xml/from.xml",
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ),
    (
        "dobromyslov__commerceml-parser/data/bitrix-query-response-empty.xml",
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "dobromyslov__commerceml-parser/data/bitrix-query-response-full.xml",
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
    ),
    (
        "dobromyslov__commerceml-parser/data/import0_1.xml",
        [1, 12, 36, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "dobromyslov__commerceml-parser/data/import0_1_with_nested_groups.xml",
        [13, 20, 283, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "dobromyslov__commerceml-parser/data/offers0_1.xml",
        [0, 0, 0, 44, 0, 1, 44, 3, 132, 0],
    ),
    (
        "gillbeits__commerceml/example/import___b815e2db-7a65-4265-9241-5f0c4f0565a7.xml",
        [97, 1908, 0, 0, 0, 1, 0, 1, 0, 0],
    ),
    (
        "gillbeits__commerceml/example/offers___7f304edc-2527-4d3d-b058-6e4ee53de2e0.xml",
        [0, 0, 0, 978, 0, 0, 0, 0, 0, 0],
    ),
    (
        "gillbeits__commerceml/example/offers___f0bab95c-14a6-4141-9746-6650b65f1191.xml",
        [0, 1908, 0, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "gillbeits__commerceml/example/prices___d66a6b51-ce9c-4e7a-8c7c-25079721107f.xml",
        [0, 0, 0, 978, 0, 0, 978, 0, 0, 0],
    ),
    (
        "gillbeits__commerceml/example/rests___1af6e7b8-a026-4690-9752-1c9d64cb914d.xml",
        [0, 0, 0, 978, 0, 0, 0, 0, 978, 0],
    ),
    ("oslrz__ndjs_site/import0_1.xml", [19, 0, 271, 0, 0, 0, 0, 0, 0, 0]),
    (
        "rshkabko__commerceml/etalons/import_0.xml",
        [3, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    ),
    (
        "rshkabko__commerceml/etalons/import_1.xml",
        [0, 0, 1, 0, 0, 0, 2, 0, 0, 0],
    ),
    (
        "stee1cat__1c-exchange/tests/data/import___29d3f7f0-36dd-4eea-a06c-4c325bed4285.xml",
        [25, 0, 0, 0, 0, 0, 0, 13, 0, 0],
    ),
];

fn samples() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/commerceml");
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: no sample files at {}", path.display());
    None
}

fn count(path: &Path) -> [usize; 10] {
    let mut counts = [0; 10];
    let mut products = BTreeSet::new();
    let mut take = |event| {
        match event {
            Event::Group(_) => counts[0] += 1,
            Event::Property(_) => counts[1] += 1,
            Event::Product(product) => {
                counts[6] += product.prices.len();
                counts[8] += product.stock.len();
                products.insert(product.id.split('#').next().unwrap().to_owned());
            }
            Event::Offer(offer) => {
                counts[3] += 1;
                counts[4] += usize::from(offer.id.contains('#'));
                counts[6] += offer.prices.map_or(0, |prices| prices.len());
                counts[8] += offer.stock.map_or(0, |stock| stock.len());
            }
            Event::PriceType(_) => counts[5] += 1,
            Event::Warehouse(_) => counts[7] += 1,
            Event::Document(_) => counts[9] += 1,
            Event::Begin(_) | Event::Section(_) | Event::Unit(_) | Event::Counterparty(_) => {}
        }
        true
    };
    read(File::open(path).unwrap(), &mut take).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    counts[2] = products.len();
    counts
}

#[test]
fn every_sample_is_read_and_counted_as_another_parser_counts_it() {
    let Some(samples) = samples() else { return };
    for (name, expected) in COUNTS {
        assert_eq!(count(&samples.join(name)), *expected, "{name}");
    }
}

#[test]
fn windows_1251_is_read_as_russian() {
    let Some(samples) = samples() else { return };
    let mut names = Vec::new();
    let file = File::open(samples.join("carono__php-commerceml/tests/xml/orders.xml")).unwrap();
    read(file, &mut |event| {
        if let Event::Document(document) = event {
            names.extend(document.lines.into_iter().map(|line| line.name));
            assert_eq!(document.counterparties[0].full_name, "Петр Петров");
            assert_eq!(document.requisites.len(), 10);
        }
        true
    })
    .unwrap();
    assert_eq!(names, ["Доставка заказа", "Комбайн MOULINEX A77 4C"]);
}

#[test]
fn counterparties_of_a_3_1_file_and_units_of_a_classifier_are_read() {
    let Some(samples) = samples() else { return };
    let cases = [
        ("ArgentCrusade__commerceml/tests/fixtures/contractors-example.xml", 4, 0),
        (
            "stee1cat__1c-exchange/tests/data/import___29d3f7f0-36dd-4eea-a06c-4c325bed4285.xml",
            0,
            10,
        ),
    ];
    for (name, counterparties, units) in cases {
        let mut found = (0, 0);
        read(File::open(samples.join(name)).unwrap(), &mut |event| {
            match event {
                Event::Counterparty(_) => found.0 += 1,
                Event::Unit(_) => found.1 += 1,
                _ => {}
            }
            true
        })
        .unwrap();
        assert_eq!(found, (counterparties, units), "{name}");
    }
}

#[test]
fn a_deleted_product_of_a_sample_is_seen_as_deleted() {
    let Some(samples) = samples() else { return };
    for (name, expected) in [
        ("bogutski__1C-CommerceML-to-JSON/in_xml/import.xml", 6),
        ("dobromyslov__commerceml-parser/data/import0_1.xml", 1),
    ] {
        let mut deleted = 0;
        read(File::open(samples.join(name)).unwrap(), &mut |event| {
            deleted += usize::from(matches!(event, Event::Product(product) if product.is_deleted));
            true
        })
        .unwrap();
        assert_eq!(deleted, expected, "{name}");
    }
}
