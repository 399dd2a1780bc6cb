//! Documents of every edition, made here and real ones, and what is said of bad ones.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use cabinet_domain::line::VatRate;
use cabinet_domain::money::{Currency, Money, UnitPrice};
use common::{edition_501, edition_502, windows_1251};
use std::path::{Path, PathBuf};
use time::macros::date;
use upd::model::{Declaration, Doubt, Function, Rate, Side, Sums, Which};
use upd::{ReadErrorKind, read};

fn rub(minor: i64) -> Money {
    Money::from_minor(minor, Currency::RUB)
}

#[test]
fn an_edition_501_in_windows_1251_is_read_whole() {
    let upd = read(&windows_1251(&edition_501())).unwrap();
    assert_eq!(
        (upd.function, upd.number.as_str(), upd.date),
        (Function::InvoiceAndTransfer, "Б-17", date!(2024 - 02 - 01))
    );
    assert_eq!(upd.seller.name, "ООО «Поставщик»");
    assert_eq!(upd.seller.inn.as_deref(), Some("7707083893"));
    assert_eq!(upd.buyer.kpp.as_deref(), Some("500101001"));
    assert_eq!(upd.consignor.as_ref(), Some(&upd.seller), "он же");
    assert_eq!(upd.consignee.as_ref().unwrap().name, "Иванов Иван Иванович");
    assert_eq!(upd.bases[0].name, "Заказ клиента");
    assert_eq!(upd.bases[0].number.as_deref(), Some("1000012"));
    assert_eq!(upd.bases[0].date, Some(date!(2024 - 01 - 30)));
    assert_eq!(upd.payments[0].number.as_deref(), Some("7"));
    assert_eq!(upd.notes, [("НомерЗаказа".to_owned(), "1000012".to_owned())]);
    assert_eq!(upd.handed_over, Some(date!(2024 - 02 - 02)));
    assert_eq!(upd.currency, Currency::RUB);
    let bolt = &upd.lines[0];
    assert_eq!(
        (bolt.name.as_str(), bolt.article.as_deref()),
        ("Болт М8х40 <оцинк.>", Some("Б-1"))
    );
    assert_eq!(
        (bolt.unit_code.as_deref(), bolt.unit.as_deref()),
        (Some("796"), Some("шт"))
    );
    assert_eq!(bolt.quantity.unwrap().milli(), 100_000);
    assert_eq!(bolt.price, Some(UnitPrice::from_micro(12_300)));
    assert_eq!(bolt.rate, Rate::Of(VatRate::Percent(20)));
    assert_eq!(
        bolt.sums,
        Sums {
            net: Some(rub(123)),
            vat: Some(rub(25)),
            gross: Some(rub(148))
        }
    );
    assert_eq!(
        bolt.declarations,
        [Declaration {
            country_code: Some("156".to_owned()),
            number: Some("10013160/010124/3000001".to_owned())
        }]
    );
    assert_eq!(bolt.notes, [("КодВ1С".to_owned(), "00-1".to_owned())]);
    assert_eq!(upd.lines[1].rate, Rate::Of(VatRate::None));
    assert_eq!(upd.lines[1].sums.vat, Some(rub(0)));
    assert_eq!(upd.totals.gross, Some(rub(100_148)));
    assert_eq!(upd.doubts, []);
}

#[test]
fn edition_502_says_the_same_in_other_words_and_503_is_read_by_them() {
    for version in ["5.02", "5.03"] {
        let upd = read(edition_502(version).as_bytes()).unwrap();
        assert_eq!((upd.function, upd.number.as_str()), (Function::Transfer, "Б-17"));
        assert_eq!(upd.correction.as_ref().unwrap().number, "2");
        assert_eq!(upd.bases[0].number.as_deref(), Some("1000012"));
        assert_eq!(upd.lines[0].unit.as_deref(), Some("шт"));
        assert_eq!(upd.lines[0].gtin.as_deref(), Some("04607001234567"));
        assert_eq!(upd.lines[0].rate, Rate::Of(VatRate::Percent(22)));
        assert_eq!(upd.doubts, [], "{version}");
    }
    let newer = read(edition_502("5.07").as_bytes()).unwrap();
    assert_eq!(
        newer.doubts,
        [Doubt::Version {
            version: "5.07".to_owned()
        }]
    );
}

#[test]
fn sums_that_lie_and_wrong_numbers_are_told_and_the_document_is_read() {
    let lie = edition_501()
        .replace("СтТовУчНалВсего=\"1001.48\"", "СтТовУчНалВсего=\"2001.48\"")
        .replace("7707083893", "7707083894")
        .replace("СтТовУчНал=\"1.48\"", "СтТовУчНал=\"1.49\"")
        .replace("КолТов=\"100\"", "КолТов=\"100.0004\"")
        .replace("НалСт=\"без НДС\"", "НалСт=\"13%\"");
    let upd = read(lie.as_bytes()).unwrap();
    assert_eq!(
        upd.doubts,
        [
            Doubt::QuantityRounded {
                line: 1,
                written: "100.0004".to_owned()
            },
            Doubt::TaxNumber {
                side: Side::Seller,
                number: "7707083894".to_owned()
            },
            Doubt::LineTax {
                line: 1,
                stated: rub(149),
                computed: rub(148)
            },
            Doubt::UnusualRate { line: 2, percent: 13 },
            Doubt::Total {
                which: Which::Gross,
                stated: rub(200_148),
                computed: rub(100_149)
            },
        ]
    );
    let price = edition_501().replace("ЦенаТов=\"1000\"", "ЦенаТов=\"1500\"");
    assert_eq!(
        read(price.as_bytes()).unwrap().doubts,
        [Doubt::LineSum {
            line: 2,
            stated: rub(100_000),
            computed: rub(150_000)
        }]
    );
}

#[test]
fn each_bad_file_is_refused_with_its_place_and_what_to_do() {
    let good = edition_501();
    let cases: [(&str, String, &str); 11] = [
        ("an empty file", String::new(), "the file is empty"),
        ("a web page", "<html><body/></html>".to_owned(), "the root is «html»"),
        (
            "the buyer's answer",
            good.replace("КНД=\"1115131\"", "КНД=\"1115132\""),
            "the buyer's answer",
        ),
        (
            "a correction",
            good.replace("КНД=\"1115131\"", "КНД=\"1115127\""),
            "УКД",
        ),
        ("another function", good.replace("\"СЧФДОП\"", "\"СвРК\""), "«СвРК»"),
        ("no number", good.replace("НомерСчФ=\"Б-17\"", ""), "НомерСчФ"),
        ("no such day", good.replace("01.02.2024", "31.02.2024"), "«31.02.2024»"),
        (
            "no such money",
            good.replace("КодОКВ=\"643\"", "КодОКВ=\"777\""),
            "«777»",
        ),
        (
            "a sum in words",
            good.replace("СтТовУчНал=\"1.48\"", "СтТовУчНал=\"рубль\""),
            "«рубль»",
        ),
        ("cut off", good[..good.len() / 2].to_owned(), ""),
        (
            "entities",
            good.replacen("<Файл", "<!DOCTYPE x [<!ENTITY a \"b\">]>\n<Файл", 1),
            "a declaration of a document type",
        ),
    ];
    for (name, text, wanted) in cases {
        let error = read(text.as_bytes()).unwrap_err();
        assert!(error.to_string().contains(wanted), "{name}: {error}");
        assert!(error.to_string().starts_with("line "), "{name}: {error}");
    }
    let at = read(good.replace("СтТовУчНал=\"1.48\"", "СтТовУчНал=\"рубль\"").as_bytes()).unwrap_err();
    let line = good
        .lines()
        .position(|line| line.contains("<СведТов НомСтр=\"1\""))
        .unwrap()
        + 1;
    assert_eq!(at.place.line, u64::try_from(line).unwrap());
}

#[test]
fn an_encoding_that_is_not_what_it_says_is_refused() {
    let text = edition_501();
    assert!(matches!(
        read(&encoding_rs::WINDOWS_1251.encode(&text).0).unwrap_err().kind,
        ReadErrorKind::WrongEncoding("UTF-8")
    ));
    assert!(matches!(
        read(text.replace("UTF-8", "koi8-r").as_bytes()).unwrap_err().kind,
        ReadErrorKind::UnknownEncoding(_)
    ));
}

#[test]
fn nesting_and_attributes_beyond_reason_are_refused() {
    let deep = format!("<Файл>{}", "<a>".repeat(100_000));
    assert!(matches!(
        read(deep.as_bytes()).unwrap_err().kind,
        ReadErrorKind::TooLarge(_)
    ));
    let wide = format!(
        "<Файл {}/>",
        (0..1000).map(|n| format!("a{n}=\"\"")).collect::<Vec<_>>().join(" ")
    );
    assert!(matches!(
        read(wide.as_bytes()).unwrap_err().kind,
        ReadErrorKind::TooLarge(_)
    ));
}

fn shared(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/edo")
        .join(folder);
    let Ok(entries) = std::fs::read_dir(root) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn real_files_are_read_where_they_lie_beside_the_checkout() {
    for path in shared("diadoc__diadocapi-docs/docs/source/include") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let upd = read(&std::fs::read(&path).unwrap());
        match name.as_str() {
            "generate_utd970_05_02_01_title0_resp.xml" => {
                let upd = upd.unwrap();
                assert_eq!((upd.version.as_str(), upd.number.as_str()), ("5.02", "123"));
                assert_eq!(upd.bases[0].number.as_deref(), Some("567"));
                assert_eq!(upd.lines.len(), 2);
                assert_eq!(upd.lines[1].article.as_deref(), Some("ДопСведТов-АртикулТов"));
                let lies = upd.doubts.iter().filter(|doubt| matches!(doubt, Doubt::Total { .. }));
                assert_eq!(lies.count(), 3, "its totals are made up");
            }
            "generate_utd820_05_01_02_hyphen_title0_resp.xml" => {
                let upd = upd.unwrap();
                assert_eq!(
                    (upd.version.as_str(), upd.function),
                    ("5.01", Function::InvoiceAndTransfer)
                );
                assert_eq!(upd.seller.name, "Продавец Иван Иванович");
                assert_eq!(upd.lines[0].unit.as_deref(), Some("шт"));
            }
            other if other.starts_with("parse_") => assert!(upd.is_err(), "{other} is in the operator's own form"),
            // The buyer's titles among them are given out together with the seller's.
            _ => {}
        }
    }
    for path in shared("FairMark__FairMarkClient/FairMark.Tests/Resources") {
        let upd = read(&std::fs::read(&path).unwrap()).unwrap();
        assert!(matches!(upd.number.as_str(), "5556" | "321"), "{}", upd.number);
        assert!(!upd.lines.is_empty());
    }
}
