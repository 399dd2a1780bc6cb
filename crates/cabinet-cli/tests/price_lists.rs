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
    testkit::office::reads_the_same(&folder.join("прайс.xlsx"), &folder.join("прайс.csv"));
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
fn goods_at_a_price_that_is_said_are_in_the_list_whatever_currency_they_are_bought_in() {
    let mut shelf = goods(&[
        ("Б-1", "Болт М8х40", "127.34", 1000),
        ("Б-2", "Болт М10х60", "208.17", 5),
        ("Г-1", "Гайка", "3.37", 5),
    ]);
    shelf[1].currency = "USD".to_owned();
    shelf[2].currency = "USD".to_owned();
    shelf.push(goods(&[("Ш-1", "Шайба", "1.10", 9)]).remove(0));
    let Some(supplier) = Supplier::with(&shelf) else { return };
    let (_, dealer) = in_step(&supplier);
    dealer.ok(&RETAIL);
    let now = dealer.ok(&["pricelist", "show", "Розница"])["now"].clone();
    let bolt = now["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["article"] == "Б-2");
    let bolt = bolt.unwrap_or_else(|| panic!("its price was said: {now}"));
    assert_eq!(
        (&bolt["price"], &bolt["purchase"]),
        (&json!("333.30"), &json!(null)),
        "what it costs is in no currency of the list"
    );
    assert_eq!(
        now["left_out"],
        json!([{ "why": "other_currency", "goods_count": 1, "examples": ["Г-1"] }])
    );
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

#[test]
fn a_file_is_written_anew_after_a_sync_that_changes_it_and_the_one_before_stays_where_it_cannot_be() {
    let Some((supplier, entity, dealer)) = shop() else {
        return;
    };
    dealer.ok(&RETAIL);
    let file = supplier.path().join("розница.csv");
    let path = file.to_str().unwrap();
    dealer.fails(&["pricelist", "keep", "Розница", "--to", "розница.docx"], 1, "invalid");
    let kept = dealer.ok(&["pricelist", "keep", "Розница", "--to", path]);
    assert_eq!(
        (&kept["file"]["path"], &kept["file"]["failure"]),
        (&json!(path), &json!(null))
    );
    let first = fs::read_to_string(&file).unwrap();
    assert!(first.contains("Б-1;Болт М8х40;;;шт;;159,90;RUB"), "{first}");
    let written = fs::metadata(&file).unwrap().modified().unwrap();
    dealer.ok(&["sync"]);
    assert_eq!(
        fs::metadata(&file).unwrap().modified().unwrap(),
        written,
        "nothing has changed in it"
    );

    supplier.import(&goods(&[("Б-1", "Болт М8х40", "200.00", 1000)]));
    // As when a spreadsheet holds it: what is to take its place cannot be made.
    let in_the_way = supplier.path().join("розница.csv.part");
    fs::create_dir(&in_the_way).unwrap();
    dealer.ok(&["sync"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), first, "the one before stays whole");
    let told = dealer.ok(&["pricelist", "list"])["items"][0]["file"].clone();
    assert_eq!(told["failure"]["code"], json!("invalid"), "{told}");
    fs::remove_dir(&in_the_way).unwrap();
    dealer.ok(&["sync"]);
    let second = fs::read_to_string(&file).unwrap();
    assert!(second.contains("Б-1;Болт М8х40;;;шт;;250,90;RUB"), "{second}");
    assert_eq!(
        dealer.ok(&["pricelist", "list"])["items"][0]["file"]["failure"],
        json!(null)
    );

    fs::remove_file(&file).unwrap();
    dealer.ok(&["sync"]);
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        second,
        "one that is gone is written again"
    );

    // The right to see prices ends: the file stays as it is, and the list says why.
    let person = supplier.console(&["person", "list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    supplier.console(&[
        "person", "grant", "--person", &person, "--entity", &entity, "--role", "claims",
    ]);
    dealer.ok(&["sync"]);
    let told = dealer.ok(&["pricelist", "list"])["items"][0]["file"].clone();
    assert_eq!(told["failure"]["code"], json!("not_allowed"), "{told}");
    assert_eq!(fs::read_to_string(&file).unwrap(), second);
    let off = dealer.ok(&["pricelist", "keep", "Розница", "--off"]);
    assert_eq!(off["file"], json!(null));
}

fn words_of(paper: &Path) -> Option<String> {
    let read = std::process::Command::new("pdftotext")
        .arg("-layout")
        .arg(paper)
        .arg("-")
        .output();
    let text = String::from_utf8(read.ok()?.stdout).unwrap();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn price_tags_and_labels_bear_the_prices_of_the_list() {
    let Some((supplier, _, dealer)) = shop() else { return };
    dealer.ok(&RETAIL);
    let tags = supplier.path().join("ценники.pdf");
    let report = dealer.ok(&[
        "pricelist",
        "tags",
        "Розница",
        "--to",
        tags.to_str().unwrap(),
        "--article",
        "б-1",
        "--article",
        "НЕТ-1",
    ]);
    assert_eq!(
        (&report["goods_count"], &report["missing"]),
        (&json!(1), &json!(["НЕТ-1"])),
        "{report}"
    );
    if let Some(text) = words_of(&tags) {
        for part in ["ООО Ромашка", "Болт М8х40", "159,90 руб.", "за шт", "Б-1"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("Болт М10х60"), "{text}");
        has_no_cost("the tags", &text);
    }
    let labels = supplier.path().join("этикетки.zpl");
    let report = dealer.ok(&["labels", "--list", "Розница", "--out", labels.to_str().unwrap()]);
    assert_eq!(
        (&report["labels"], &report["left_out"]),
        (&json!(3), &json!([])),
        "{report}"
    );
    let zpl = fs::read_to_string(&labels).unwrap();
    assert_eq!(zpl.matches("^XA").count(), 3, "{zpl}");
    has_no_cost("the labels", &zpl);
    let done = dealer.run(&[
        "labels",
        "Н-1",
        "Б-1",
        "--list",
        "Розница",
        "--out",
        labels.to_str().unwrap(),
    ]);
    assert_eq!(done.json["left_out"][0]["article"], json!("Н-1"), "{}", done.json);
}

#[test]
fn an_offer_bears_the_goods_of_a_draft_at_the_prices_of_the_list_under_the_logo() {
    let Some((supplier, _, dealer)) = shop() else { return };
    dealer.ok(&RETAIL);
    let draft = dealer.draft("Б-1;10\nГ-1;3\nН-1;2");
    let logo = supplier.path().join("logo.jpg");
    fs::write(&logo, testkit::photo::Photo::of_phone(800, 300).bytes()).unwrap();
    let paper = supplier.path().join("предложение.pdf");
    let offer = |rest: &[&str]| {
        let mut args = vec!["pricelist", "offer", "Розница", "--to", paper.to_str().unwrap()];
        args.extend(rest);
        dealer.run(&args)
    };
    let done = offer(&[
        "--draft",
        &draft,
        "--customer",
        "ИП Кузнецов П. И.",
        "--contact",
        "Тула, ул. Ленина, 1",
        "--contact",
        "+7 4872 00-00-00",
        "--logo",
        logo.to_str().unwrap(),
        "--until",
        "2026-12-31",
        "--note",
        "Доставка за наш счёт.",
    ]);
    assert_eq!(done.code, 0, "{}", done.words);
    // 10 × 159.90 + 3 × 6.90
    assert_eq!(
        (&done.json["line_count"], &done.json["total"], &done.json["left_out"]),
        (&json!(2), &json!("1619.70"), &json!(["Н-1"])),
        "{}",
        done.json
    );
    let bytes = fs::read(&paper).unwrap();
    assert!(
        bytes.windows(6).any(|part| part == b"/Image"),
        "the logo is on the paper"
    );
    if let Some(text) = words_of(&paper) {
        for part in [
            "Коммерческое предложение от",
            "ООО Ромашка",
            "+7 4872 00-00-00",
            "Кому: ИП Кузнецов П. И.",
            "Действует до: 31.12.2026",
            "1 599,00",
            "Итого: 1 619,70",
            "Доставка за наш счёт.",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("поставщик"), "it is the dealer's own paper: {text}");
        has_no_cost("the offer", &text);
    }
    let prices = offer(&["--article", "Г-1"]);
    assert_eq!(
        (&prices.json["line_count"], &prices.json["total"]),
        (&json!(1), &json!(null)),
        "{}",
        prices.words
    );
    let not_a_picture = supplier.path().join("logo.txt");
    fs::write(&not_a_picture, "это не картинка").unwrap();
    let refused = offer(&["--logo", not_a_picture.to_str().unwrap()]);
    assert_eq!(refused.json["error"]["code"], json!("invalid"), "{}", refused.words);
    let refused = offer(&["--until", "31.12.2026"]);
    assert_eq!(refused.json["error"]["code"], json!("invalid"), "{}", refused.words);
}
