//! The exports of others, counted against a count of their XML trees made apart from the product.

use crate::support::House;
use std::path::{Path, PathBuf};
use supplier_gateway::catalogue::{ImportSource, Stats, import_file};

fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/commerceml");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: the sample exports are not beside the checkout");
    None
}

fn stats(groups: i64, properties: i64, products: i64, variants: i64, rest: [i64; 4]) -> Stats {
    let [price_types, prices, warehouses, stock_rows] = rest;
    Stats {
        groups,
        properties,
        products,
        variants,
        price_types,
        prices,
        warehouses,
        stock_rows,
        orders: 0,
        ..Stats::default()
    }
}

#[test]
fn real_exports_are_counted_as_their_trees_say() {
    let Some(folder) = samples() else { return };
    // Counted over the parsed trees by a script of its own: distinct ids, minus what is marked deleted.
    for (name, files, expected) in [
        (
            "2.04",
            &[
                "andrtechno__mod-exchange1c/tests/data/import.xml",
                "andrtechno__mod-exchange1c/tests/data/offers.xml",
            ][..],
            stats(7, 44, 82, 0, [2, 242, 0, 0]),
        ),
        (
            "2.08 in the namespace of 2.10",
            &[
                "bigperson__exchange1c/tests/xml/offers.xml",
                "bigperson__exchange1c/tests/xml/import.xml",
            ],
            stats(5, 4, 2, 2, [3, 6, 0, 0]),
        ),
        (
            "2.08 with six deleted products",
            &[
                "bogutski__1C-CommerceML-to-JSON/in_xml/import.xml",
                "bogutski__1C-CommerceML-to-JSON/in_xml/offers.xml",
            ],
            stats(0, 6, 534, 0, [1, 523, 0, 0]),
        ),
        (
            "УТ 11 with variants",
            &[
                "carono__php-commerceml/tests/xml/offers.xml",
                "carono__php-commerceml/tests/xml/import_wo_classifier.xml",
                "carono__php-commerceml/tests/xml/import.xml",
            ],
            stats(22, 10, 2, 5, [1, 5, 5, 5]),
        ),
        (
            "УТ 11 with a deleted product",
            &[
                "dobromyslov__commerceml-parser/data/offers0_1.xml",
                "dobromyslov__commerceml-parser/data/import0_1.xml",
            ],
            stats(1, 12, 35, 0, [1, 43, 3, 129]),
        ),
        (
            "the module's set of four files",
            &[
                "gillbeits__commerceml/example/rests___1af6e7b8-a026-4690-9752-1c9d64cb914d.xml",
                "gillbeits__commerceml/example/prices___d66a6b51-ce9c-4e7a-8c7c-25079721107f.xml",
                "gillbeits__commerceml/example/offers___7f304edc-2527-4d3d-b058-6e4ee53de2e0.xml",
                "gillbeits__commerceml/example/import___b815e2db-7a65-4265-9241-5f0c4f0565a7.xml",
            ],
            stats(97, 1896, 0, 0, [1, 978, 1, 978]),
        ),
        (
            "nested groups",
            &["oslrz__ndjs_site/import0_1.xml"],
            stats(19, 0, 271, 0, [0, 0, 0, 0]),
        ),
        (
            "prices inside the product",
            &[
                "rshkabko__commerceml/etalons/import_0.xml",
                "rshkabko__commerceml/etalons/import_1.xml",
            ],
            stats(3, 1, 1, 0, [2, 2, 0, 0]),
        ),
        (
            "3.1",
            &[
                "ArgentCrusade__commerceml/tests/fixtures/remainders-example.xml",
                "ArgentCrusade__commerceml/tests/fixtures/prices-example.xml",
                "ArgentCrusade__commerceml/tests/fixtures/products-example.xml",
                "ArgentCrusade__commerceml/tests/fixtures/group-example.xml",
            ],
            stats(12, 0, 1, 0, [1, 3, 7, 14]),
        ),
        (
            "a classifier of 3.1",
            &["stee1cat__1c-exchange/tests/data/import___29d3f7f0-36dd-4eea-a06c-4c325bed4285.xml"],
            stats(25, 0, 0, 0, [0, 0, 13, 0]),
        ),
    ] {
        let house = House::new();
        for file in files {
            for round in 0..2 {
                let source = ImportSource {
                    node: "samples".to_owned(),
                    session: format!("{file} {round}"),
                    file: file.rsplit('/').next().unwrap().to_owned(),
                    is_by_hand: true,
                };
                let report = import_file(&house.state, &source, &folder.join(file)).unwrap();
                assert!(
                    round == 0 || report.published == 0,
                    "{name}: {file} a second time changes nothing"
                );
            }
        }
        assert_eq!(house.stats(), expected, "{name}");
    }
}
