//! Own price lists from the command line: kept, made into every kind of file, and never with what goods cost the dealer.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use common::shop::in_step;
use serde_json::{Value, json};
use std::fs;
use std::io::Read as _;
use std::path::Path;
use testkit::export::goods;
use testkit::supplier::Supplier;

/// What goods cost the dealer, as any file might write it.
const COSTS: [&str; 9] = [
    "127.34",
    "127,34",
    "208.17",
    "208,17",
    "3.37",
    "3,37",
    "127340000",
    "208170000",
    "3370000",
];

/// A supplier whose goods have prices that are nothing else, and one without a price.
fn shop() -> Option<(Supplier, String, Dealer)> {
    let shelf = [
        ("Б-1", "Болт М8х40", "127.34", 1000),
        ("Б-2", "Болт М10х60", "208.17", 0),
        ("Г-1", "=Гайка(1)", "3.37", 5),
        ("Н-1", "Новинка", "", 7),
    ];
    let supplier = Supplier::with(&goods(&shelf))?;
    let (entity, dealer) = in_step(&supplier);
    Some((supplier, entity, dealer))
}

const RETAIL: [&str; 15] = [
    "pricelist",
    "create",
    "Розница",
    "--rule",
    "below=5,markup=100",
    "--rule",
    "25",
    "--except",
    "Б-2=333.30",
    "--round",
    "1",
    "--ending",
    "0.90",
    "--round-to",
    "up",
];

fn made(dealer: &Dealer, folder: &Path, ending: &str) -> (Value, Vec<u8>) {
    let file = folder.join(format!("прайс.{ending}"));
    let report = dealer.ok(&["pricelist", "make", "Розница", "--to", file.to_str().unwrap()]);
    assert_eq!(report["path"], json!(file.to_str().unwrap()));
    (report, fs::read(&file).unwrap())
}

/// Every part of a workbook as text.
fn parts(workbook: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut parts = Vec::new();
    for name in names {
        let mut text = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        parts.push((name, text));
    }
    parts
}

fn has_no_cost(what: &str, text: &str) {
    for cost in COSTS {
        assert!(!text.contains(cost), "{what} tells the cost {cost}: {text}");
    }
}

#[test]
fn a_price_list_is_made_into_every_kind_of_file_without_what_goods_cost() {
    let Some((supplier, entity, dealer)) = shop() else {
        return;
    };
    let shown = dealer.ok(&RETAIL);
    assert_eq!(
        (&shown["name"], &shown["entity"], &shown["may_make"]),
        (&json!("Розница"), &json!(entity), &json!(true))
    );
    let now = dealer.ok(&["pricelist", "show", "Розница"])["now"].clone();
    let rows: Vec<_> = now["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["article"].as_str().unwrap(),
                row["price"].as_str().unwrap(),
                &row["by_rule"],
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("Б-1", "159.90", &json!(1)),
            ("Б-2", "333.30", &json!(null)),
            ("Г-1", "6.90", &json!(0))
        ],
        "{now}"
    );
    assert_eq!(
        (&now["items"][0]["purchase"], &now["by_rule_counts"]),
        (&json!("127.34"), &json!([1, 1])),
        "the dealer himself sees it"
    );
    let left_out = json!([{ "why": "no_purchase_price", "goods_count": 1, "examples": ["Н-1"] }]);
    assert_eq!((&now["goods_count"], &now["left_out"]), (&json!(3), &left_out));

    let folder = supplier.path();
    let (report, csv) = made(&dealer, folder, "csv");
    assert_eq!((&report["goods_count"], &report["left_out"]), (&json!(3), &left_out));
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(
        csv,
        "\u{feff}Группа;Артикул;Наименование;Производитель;Штрихкод;Ед.;В упаковке;Цена;Валюта\r\n\
         Крепёж;Б-1;Болт М8х40;;;шт;;159,90;RUB\r\n\
         Крепёж;Б-2;Болт М10х60;;;шт;;333,30;RUB\r\n\
         Крепёж;Г-1;'=Гайка(1);;;шт;;6,90;RUB\r\n",
    );
    let (_, yml) = made(&dealer, folder, "yml");
    let yml = String::from_utf8(yml).unwrap();
    for part in [
        "<price>159.90</price>",
        "<currencyId>RUR</currencyId>",
        "available=\"false\"",
        "<name>=Гайка(1)</name>",
        "<company>ООО Ромашка</company>",
    ] {
        assert!(yml.contains(part), "{part}: {yml}");
    }
    has_no_cost("the catalogue", &yml);
    let (_, workbook) = made(&dealer, folder, "xlsx");
    let parts = parts(&workbook);
    for (name, text) in &parts {
        has_no_cost(name, text);
        assert!(!text.contains("<f>"), "{name} has a formula: {text}");
    }
    let of = |name: &str| &parts.iter().find(|(part, _)| part.ends_with(name)).unwrap().1;
    assert!(
        of("sharedStrings.xml").contains("=Гайка(1)"),
        "{}",
        of("sharedStrings.xml")
    );
    assert!(of("sheet1.xml").contains("159.9"), "{}", of("sheet1.xml"));
    let (_, paper) = made(&dealer, folder, "pdf");
    assert!(paper.starts_with(b"%PDF"));
    let read = std::process::Command::new("pdftotext")
        .arg("-layout")
        .arg(folder.join("прайс.pdf"))
        .arg("-")
        .output();
    if let Ok(read) = read {
        let text = String::from_utf8(read.stdout).unwrap();
        for part in ["Прайс-лист на", "Продавец:", "ООО Ромашка", "159,90", "НДС включён"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("поставщика"), "it is the dealer's own paper: {text}");
        has_no_cost("the paper", &text);
    }
    has_no_cost("the table", &csv);

    let other = folder.join("прайс.docx");
    let words = dealer.fails(
        &["pricelist", "make", "Розница", "--to", other.to_str().unwrap()],
        1,
        "invalid",
    );
    assert!(words.contains(".docx"), "{words}");
}

#[test]
fn price_lists_are_kept_renewed_thrown_away_and_brought_back() {
    let Some((_supplier, _, dealer)) = shop() else { return };
    let first = dealer.ok(&RETAIL)["id"].clone();
    dealer.fails(&RETAIL, 1, "invalid");
    let renewed = dealer.ok(&[
        "pricelist",
        "create",
        "Розница",
        "--replace",
        "--rule",
        "group=Крепёж,markup=12.5%",
        "--in-stock",
        "--from",
        "5",
        "--except",
        "НЕТ-1=10%",
    ]);
    assert_eq!(renewed["id"], first);
    let now = dealer.ok(&["pricelist", "show", "Розница"])["now"].clone();
    let why: Vec<_> = now["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|left| (left["why"].as_str().unwrap(), left["examples"][0].as_str().unwrap()))
        .collect();
    assert_eq!(
        why,
        [
            ("no_purchase_price", "Н-1"),
            ("out_of_range", "Г-1"),
            ("out_of_stock", "Б-2")
        ]
    );
    assert_eq!(
        (&now["goods_count"], &now["idle_exceptions"]),
        (&json!(1), &json!(["НЕТ-1"]))
    );
    assert_eq!(now["items"][0]["price"], json!("143.26"), "127.34 + 12.5 % = 143.2575");

    dealer.ok(&["pricelist", "remove", "Розница"]);
    assert_eq!(dealer.ok(&["pricelist", "list"])["items"], json!([]));
    dealer.fails(&["pricelist", "show", "Розница"], 1, "not_found");
    assert_eq!(dealer.ok(&["pricelist", "list", "--trash"])["items"][0]["id"], first);
    dealer.ok(&["pricelist", "restore", "Розница"]);
    assert_eq!(dealer.ok(&["pricelist", "list"])["items"][0]["name"], json!("Розница"));

    let create = |rest: &[&str], code: &str| {
        let mut args = vec!["pricelist", "create", "Другой"];
        args.extend(rest);
        dealer.fails(&args, 1, code)
    };
    create(&["--rule", "-100"], "invalid");
    create(&["--rule", "from=5,below=5,markup=1"], "invalid");
    create(&["--rule", "brand=Bosch"], "invalid");
    create(&["--rule", "25", "--round", "0"], "invalid");
    create(&["--rule", "25", "--except", "Б-1=1%", "--except", "б-1=2%"], "invalid");
    create(&["--rule", "group=Нет такой,markup=1"], "not_found");
}

#[test]
fn who_may_see_no_prices_any_more_makes_no_list() {
    let Some((supplier, entity, dealer)) = shop() else {
        return;
    };
    dealer.ok(&RETAIL);
    let (_, before) = made(&dealer, supplier.path(), "csv");
    let person = supplier.console(&["person", "list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    supplier.console(&[
        "person", "grant", "--person", &person, "--entity", &entity, "--role", "claims",
    ]);
    dealer.ok(&["sync"]);
    let file = supplier.path().join("прайс.csv");
    dealer.fails(
        &["pricelist", "make", "Розница", "--to", file.to_str().unwrap()],
        6,
        "not_allowed",
    );
    assert_eq!(fs::read(&file).unwrap(), before, "what was there stays");
    let shown = dealer.ok(&["pricelist", "show", "Розница"]);
    assert_eq!((&shown["may_make"], &shown["now"]), (&json!(false), &json!(null)));
    let mut again = RETAIL;
    again[2] = "Опт";
    dealer.fails(&again, 6, "not_allowed");
}
