//! The files are read back with the reader, and the binary is run as a person runs it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

use cabinet_domain::money::UnitPrice;
use commerceml::model::{Event, Offer, Product};
use commerceml::reader::read;
use demo_supplier::{GenerateError, Plan, Summary, generate, write_changes};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};

fn events(path: &Path) -> Vec<Event> {
    let mut events = Vec::new();
    read(File::open(path).unwrap(), &mut |event| {
        events.push(event);
        true
    })
    .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    events
}

/// Every event of the export, portions in order.
fn export(folder: &Path, portions: u64) -> Vec<Event> {
    (1..=portions)
        .flat_map(|portion| [format!("import0_{portion}.xml"), format!("offers0_{portion}.xml")])
        .flat_map(|name| events(&folder.join(name)))
        .collect()
}

fn goods(events: &[Event]) -> Vec<&Product> {
    events
        .iter()
        .filter_map(|event| {
            if let Event::Product(product) = event {
                Some(&**product)
            } else {
                None
            }
        })
        .collect()
}

fn offers(events: &[Event]) -> Vec<&Offer> {
    events
        .iter()
        .filter_map(|event| {
            if let Event::Offer(offer) = event {
                Some(&**offer)
            } else {
                None
            }
        })
        .collect()
}

/// What a correct importer would hold, counted from the files.
fn counted(events: &[Event], portions: u64) -> Summary {
    let distinct =
        |pick: &dyn Fn(&Event) -> Option<String>| events.iter().filter_map(pick).collect::<BTreeSet<_>>().len() as u64;
    let live: Vec<&Offer> = offers(events).into_iter().filter(|offer| !offer.is_deleted).collect();
    let pairs = |pick: &dyn Fn(&Offer) -> Vec<String>| {
        let pairs = live
            .iter()
            .flat_map(|offer| pick(offer).into_iter().map(|other| (offer.id.clone(), other)));
        pairs.collect::<BTreeSet<_>>().len() as u64
    };
    Summary {
        groups: distinct(&|event| {
            if let Event::Group(group) = event {
                Some(group.id.clone())
            } else {
                None
            }
        }),
        properties: distinct(&|event| {
            if let Event::Property(row) = event {
                Some(row.id.clone())
            } else {
                None
            }
        }),
        products: distinct(&|event| match event {
            Event::Product(product) if !product.is_deleted => product.id.split('#').next().map(str::to_owned),
            _ => None,
        }),
        variants: live
            .iter()
            .filter(|offer| offer.id.contains('#'))
            .map(|offer| &offer.id)
            .collect::<BTreeSet<_>>()
            .len() as u64,
        price_types: distinct(&|event| {
            if let Event::PriceType(row) = event {
                Some(row.id.clone())
            } else {
                None
            }
        }),
        prices: pairs(&|offer| {
            offer
                .prices
                .iter()
                .flatten()
                .map(|price| price.price_type.clone())
                .collect()
        }),
        warehouses: distinct(&|event| {
            if let Event::Warehouse(row) = event {
                Some(row.id.clone())
            } else {
                None
            }
        }),
        stock_rows: pairs(&|offer| offer.stock.iter().flatten().map(|row| row.warehouse.clone()).collect()),
        portions,
    }
}

#[test]
fn the_summary_is_what_is_counted_from_the_files() {
    for (products, seed) in [(10, 1), (1_000, 2), (2_345, 3)] {
        let folder = tempfile::tempdir().unwrap();
        let summary = generate(
            &Plan {
                seed,
                ..Plan::new(products)
            },
            folder.path(),
        )
        .unwrap();
        let events = export(folder.path(), summary.portions);
        let written = products + products.div_ceil(100);
        assert_eq!(
            counted(&events, written.div_ceil(1_000)),
            summary,
            "{products} products"
        );
        assert_eq!(summary.products, products, "what was asked for is on sale");
        assert_eq!(
            goods(&events).len() as u64,
            written,
            "deleted ones are in the files too"
        );
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_does_not() {
    let bytes = |seed| {
        let folder = tempfile::tempdir().unwrap();
        generate(&Plan { seed, ..Plan::new(60) }, folder.path()).unwrap();
        ["import0_1.xml", "offers0_1.xml"].map(|name| fs::read(folder.path().join(name)).unwrap())
    };
    assert_eq!(bytes(5), bytes(5));
    assert_ne!(bytes(5), bytes(6));
}

#[test]
fn only_the_first_portion_has_the_classifier_and_begins_a_full_export() {
    let folder = tempfile::tempdir().unwrap();
    generate(&Plan::new(2_001), folder.path()).unwrap();
    for (portion, is_first) in [(1, true), (2, false), (3, false)] {
        for kind in ["import", "offers"] {
            let text = fs::read_to_string(folder.path().join(format!("{kind}0_{portion}.xml"))).unwrap();
            assert!(text.starts_with("\u{feff}<?xml"), "{kind} {portion}");
            assert_eq!(text.contains("<Классификатор>"), is_first, "{kind} {portion}");
            let said = format!("СодержитТолькоИзменения=\"{}\"", !is_first);
            assert!(text.contains(&said), "{kind} {portion}: {said}");
        }
    }
}

#[test]
fn portions_of_an_earlier_longer_export_do_not_stay() {
    let folder = tempfile::tempdir().unwrap();
    generate(&Plan::new(3_000), folder.path()).unwrap();
    generate(&Plan::new(1_500), folder.path()).unwrap();
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["import0_1.xml", "import0_2.xml", "offers0_1.xml", "offers0_2.xml"]
    );
}

#[test]
fn the_goods_are_as_varied_as_those_of_a_real_supplier() {
    let folder = tempfile::tempdir().unwrap();
    let summary = generate(
        &Plan {
            seed: 9,
            ..Plan::new(5_000)
        },
        folder.path(),
    )
    .unwrap();
    let events = export(folder.path(), summary.portions);
    let goods = goods(&events);
    let offers = offers(&events);
    let share = |count: usize| count * 1_000 / goods.len();
    let with_variants: BTreeSet<&str> = offers
        .iter()
        .filter_map(|offer| offer.id.split_once('#'))
        .map(|(product, _)| product)
        .collect();
    assert!(
        (30..70).contains(&share(with_variants.len())),
        "{} with variants",
        with_variants.len()
    );
    assert!((4..20).contains(&share(goods.iter().filter(|product| product.is_deleted).count())));
    let names = || goods.iter().map(|product| product.name.as_str());
    for sign in ['ґ', 'ї', 'є', '"', '&'] {
        assert!(
            names()
                .chain(goods.iter().map(|product| product.maker.as_str()))
                .any(|name| name.contains(sign)),
            "{sign}"
        );
    }
    let units: BTreeSet<&str> = goods
        .iter()
        .map(|product| product.unit.as_ref().unwrap().code.as_str())
        .collect();
    assert_eq!(units, BTreeSet::from(["796", "778", "166", "006"]));
    let rates: BTreeSet<&str> = goods.iter().map(|product| product.taxes[0].1.as_str()).collect();
    assert_eq!(rates, BTreeSet::from(["20", "10", "Без НДС"]));
    assert!(
        goods
            .iter()
            .any(|product| product.properties.iter().any(|(_, value)| value.is_empty()))
    );
    let stock = || offers.iter().filter_map(|offer| offer.stock.as_ref());
    assert!(stock().any(|rows| rows.len() < 3) && stock().flatten().any(|row| row.quantity == "0"));
    for price in offers.iter().flat_map(|offer| offer.prices.iter().flatten()) {
        assert!(
            UnitPrice::parse(&price.amount).is_ok_and(|read| read > UnitPrice::parse("0").unwrap()),
            "{price:?}"
        );
        assert_eq!(price.amount.split_once('.').unwrap().1.len(), 2);
    }
}

#[test]
fn every_barcode_has_its_check_digit_and_stands_once() {
    let folder = tempfile::tempdir().unwrap();
    let summary = generate(
        &Plan {
            seed: 4,
            ..Plan::new(3_000)
        },
        folder.path(),
    )
    .unwrap();
    let events = export(folder.path(), summary.portions);
    let barcodes = goods(&events)
        .into_iter()
        .flat_map(|product| &product.barcodes)
        .chain(offers(&events).into_iter().flat_map(|offer| &offer.barcodes));
    let mut seen = BTreeSet::new();
    for barcode in barcodes {
        let digits: Vec<u32> = barcode.chars().map(|digit| digit.to_digit(10).unwrap()).collect();
        let sum: u32 = digits
            .iter()
            .zip([1, 3].into_iter().cycle())
            .map(|(digit, weight)| digit * weight)
            .sum();
        assert_eq!((digits.len(), sum % 10), (13, 0), "{barcode}");
        assert!(seen.insert(barcode), "{barcode}");
    }
    assert!(seen.len() > 2_500);
}

#[test]
fn references_of_goods_are_found_in_the_classifier() {
    let folder = tempfile::tempdir().unwrap();
    let summary = generate(
        &Plan {
            seed: 4,
            ..Plan::new(1_000)
        },
        folder.path(),
    )
    .unwrap();
    let events = export(folder.path(), summary.portions);
    let mut groups = BTreeSet::new();
    let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for event in &events {
        match event {
            Event::Group(group) => assert!(groups.insert(group.id.as_str())),
            Event::Property(property) => {
                values.insert(
                    &property.id,
                    property.variants.iter().map(|(id, _)| id.as_str()).collect(),
                );
            }
            _ => {}
        }
    }
    for product in goods(&events) {
        assert!(
            product.groups.iter().all(|group| groups.contains(group.as_str())),
            "{}",
            product.name
        );
        for (property, value) in &product.properties {
            let known = &values[property.as_str()];
            assert!(
                known.is_empty() || value.is_empty() || known.contains(value.as_str()),
                "{}: {value}",
                product.name
            );
        }
    }
}

#[test]
fn an_update_changes_exactly_the_prices_that_were_asked() {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan {
        seed: 7,
        ..Plan::new(500)
    };
    generate(&plan, folder.path()).unwrap();
    let before = export(folder.path(), 1);
    let prices: BTreeMap<(&str, &str), &str> = offers(&before)
        .into_iter()
        .flat_map(|offer| {
            offer
                .prices
                .iter()
                .flatten()
                .map(|price| ((&*offer.id, &*price.price_type), &*price.amount))
        })
        .collect();
    let mut chosen = Vec::new();
    for (asked, round) in [(1, 1), (100, 1), (100, 2), (1_000, 3)] {
        let updates = tempfile::tempdir().unwrap();
        let summary = write_changes(&plan, asked, round, updates.path()).unwrap();
        let after = events(&updates.path().join("offers0_1.xml"));
        let offers = offers(&after);
        let changed = offers
            .iter()
            .flat_map(|offer| offer.prices.iter().flatten().map(|price| (&offer.id, price)));
        let changed = changed.filter(|(id, price)| prices[&(id.as_str(), price.price_type.as_str())] != price.amount);
        assert_eq!((changed.count() as u64, summary.prices), (asked, asked));
        assert_eq!(offers.len() as u64, summary.offers);
        assert!(
            offers
                .iter()
                .all(|offer| offer.stock.is_none() && offer.total_quantity.is_none())
        );
        chosen.push(offers.iter().map(|offer| offer.id.clone()).collect::<BTreeSet<_>>());
    }
    assert!(
        chosen[1].intersection(&chosen[2]).count() < chosen[1].len() / 2,
        "another round chooses other offers"
    );
}

#[test]
fn requests_that_make_no_sense_write_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for products in [0, 9, 1_000_001] {
        let error = generate(
            &Plan {
                seed: 1,
                ..Plan::new(products)
            },
            folder.path(),
        )
        .unwrap_err();
        assert!(
            matches!(error, GenerateError::ProductsOutOfRange { asked } if asked == products),
            "{error}"
        );
    }
    for prices in [0, 1_000_000] {
        let error = write_changes(&Plan::new(20), prices, 1, folder.path()).unwrap_err();
        assert!(
            matches!(
                error,
                GenerateError::ChangesOutOfRange {
                    available: 40..=100,
                    ..
                }
            ),
            "{error}"
        );
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_demo-supplier"))
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn the_command_prints_its_summary_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new").join("export");
    let out = out.to_str().unwrap();
    let output = run(&["generate", "--products", "50", "--out", out, "--seed", "8", "--json"]);
    assert!(output.status.success(), "{output:?}");
    let printed: BTreeMap<String, u64> = serde_json::from_slice(&output.stdout).unwrap();
    let keys = [
        "groups",
        "prices",
        "price_types",
        "products",
        "properties",
        "stock_rows",
        "variants",
        "warehouses",
    ];
    assert!(keys.iter().all(|key| printed.contains_key(*key)), "{printed:?}");
    assert_eq!((printed["price_types"], printed["warehouses"]), (3, 3));

    let output = run(&[
        "changes",
        "--products",
        "50",
        "--seed",
        "8",
        "--prices",
        "10",
        "--out",
        out,
        "--json",
    ]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "{\"offers\":4,\"prices\":10}\n"
    );
}

#[test]
fn the_command_refuses_a_size_out_of_range_with_code_2() {
    let output = run(&["generate", "--products", "5", "--out", "unused"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said,
        "demo-supplier: the number of products must be from 10 to 1000000, not 5\n"
    );
}
