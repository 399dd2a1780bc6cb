//! `goods import`: tables of the operator, with the mistakes that people make.

use crate::support::Shop;
use crate::xml::article;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::media::{AnaloguesRow, ArrivalsRow, MediaRow};
use cabinet_protocol::rows::ItemRow;
use prost::Message;
use supplier_gateway::feeds;
use supplier_gateway::goods_import::{GoodsImportError, GoodsReport, Kind, import};
use supplier_gateway::storage::read;

fn row<M: Message + Default>(shop: &Shop, feed: &FeedName, item: &str) -> Option<M> {
    let body = read(shop.state.db.as_ref(), |tx| feeds::row(tx, feed, item)).unwrap();
    body.map(|bytes| M::decode(bytes.as_slice()).unwrap())
}

fn table(shop: &Shop, kind: Kind, adds: bool, text: &str) -> Result<GoodsReport, GoodsImportError> {
    let path = shop.path().join("table.csv");
    std::fs::write(&path, text).unwrap();
    import(&shop.state, &path, kind, adds)
}

fn arrivals(shop: &Shop, item: &str) -> Vec<(String, i64)> {
    let found: Option<ArrivalsRow> = row(shop, &FeedName::Arrivals("all".into()), item);
    let list = found.map(|row| row.arrivals).unwrap_or_default();
    list.into_iter()
        .map(|arrival| (arrival.date, arrival.quantity_milli))
        .collect()
}

fn shop() -> Shop {
    Shop::new(&[
        article("a", "100", [5, 5]),
        article("b", "90", [5, 5]),
        article("c", "80", [5, 5]),
    ])
}

#[test]
fn good_rows_are_taken_and_bad_ones_named_with_their_row() {
    let shop = shop();
    let text = "Артикул;Количество;Дата;Примечание\nА-a;40;12.12.2026;контейнер 1\nА-a;10;2026-12-01;\nнет такого;1;12.12.2026;\nА-b;много;12.12.2026;\nА-b;3;31.02.2026;\n;1;12.12.2026;\n";
    let article_of_a = article_text(&shop, "a");
    let text = text
        .replace("А-a", &article_of_a)
        .replace("А-b", &article_text(&shop, "b"));
    let report = table(&shop, Kind::Arrivals, false, &text).unwrap();
    assert_eq!((report.rows, report.taken), (6, 2));
    let rows: Vec<u64> = report.errors.iter().map(|error| error.row).collect();
    assert_eq!(rows, [4, 5, 6, 7]);
    assert_eq!(
        arrivals(&shop, "a"),
        [("2026-12-01".to_owned(), 10_000), ("2026-12-12".to_owned(), 40_000)],
        "the soonest first"
    );

    // The next table is the whole list; one without a good row changes nothing.
    let b = article_text(&shop, "b");
    table(
        &shop,
        Kind::Arrivals,
        false,
        &format!("артикул;количество;дата\n{b};7;12.12.2026\n"),
    )
    .unwrap();
    assert!(arrivals(&shop, "a").is_empty() && arrivals(&shop, "b").len() == 1);
    let nothing = table(
        &shop,
        Kind::Arrivals,
        false,
        "артикул;количество;дата\nx;7;12.12.2026\n",
    )
    .unwrap();
    assert_eq!((nothing.taken, nothing.published), (0, 0));
    assert_eq!(arrivals(&shop, "b").len(), 1);
    // One that only adds leaves the others.
    table(
        &shop,
        Kind::Arrivals,
        true,
        &format!("артикул;количество;дата\n{article_of_a};7;12.12.2026\n"),
    )
    .unwrap();
    assert!(arrivals(&shop, "a").len() == 1 && arrivals(&shop, "b").len() == 1);
}

#[test]
fn analogues_and_files_reach_their_feeds_and_a_missing_column_is_named() {
    let shop = shop();
    let (a, b, c) = (
        article_text(&shop, "a"),
        article_text(&shop, "b"),
        article_text(&shop, "c"),
    );
    table(
        &shop,
        Kind::Analogues,
        false,
        &format!("article,analogue\n{a},{c}\n{a},{b}\n{a},{a}\n"),
    )
    .unwrap();
    let found: AnaloguesRow = row(&shop, &FeedName::Analogues("all".into()), "a").unwrap();
    assert_eq!(found.others, ["c", "b"]);

    std::fs::write(shop.path().join("cert.pdf"), b"%PDF-1.4").unwrap();
    std::fs::write(shop.path().join("fake.pdf"), b"<html>").unwrap();
    let text = format!(
        "артикул;файл;название;вид;действует до\n{a};cert.pdf;Декларация;сертификат;31.03.2027\n{b};fake.pdf;;;\n{b};none.pdf;;;\n{b};../gateway.toml;;;\n"
    );
    let report = table(&shop, Kind::Files, false, &text).unwrap();
    assert_eq!((report.taken, report.errors.len()), (1, 3), "{:?}", report.errors);
    let media: MediaRow = row(&shop, &FeedName::Media("all".into()), "a").unwrap();
    assert_eq!(media.files[0].title, "Декларация");
    assert_eq!(
        (media.files[0].kind.as_str(), media.files[0].valid_until.as_str()),
        ("certificate", "2027-03-31")
    );
    assert!(row::<MediaRow>(&shop, &FeedName::Media("all".into()), "b").is_none());

    let refused = table(&shop, Kind::Arrivals, false, "артикул;количество\nА-1;5\n");
    assert!(
        matches!(refused, Err(GoodsImportError::NoColumn("дата (date)", _))),
        "{refused:?}"
    );
}

/// The article of an item as the catalogue has it.
fn article_text(shop: &Shop, item: &str) -> String {
    let found: ItemRow = row(shop, &FeedName::Catalogue("all".into()), item).unwrap();
    found.article
}

#[test]
fn weights_and_volumes_of_the_table_count_more_than_the_export_and_go_with_it() {
    let shop = shop();
    let (a, b) = (article_text(&shop, "a"), article_text(&shop, "b"));
    let measured = |item: &str| {
        let found: ItemRow = row(&shop, &FeedName::Catalogue("all".into()), item).unwrap();
        (found.weight_g, found.volume_cm3)
    };
    let before = measured("a");
    let text = format!("Артикул;Вес;Объем\n{a};1,5;0,002\n{b};;0,0005\n{b};0;\n{a};;\n{a};1;5000\n");
    let report = table(&shop, Kind::Measures, false, &text).unwrap();
    assert_eq!((report.taken, report.published), (2, 2));
    let rows: Vec<u64> = report.errors.iter().map(|error| error.row).collect();
    assert_eq!(rows, [4, 5, 6]);
    assert_eq!((measured("a"), measured("b").1), ((1_500, 2_000), 500));
    table(&shop, Kind::Measures, true, &format!("Артикул;Вес\n{b};2\n")).unwrap();
    assert_eq!(
        (measured("a"), measured("b")),
        ((1_500, 2_000), (2_000, 0)),
        "a row says all of its goods"
    );
    table(&shop, Kind::Measures, false, &format!("Артикул;Вес\n{b};2\n")).unwrap();
    assert_eq!(measured("a"), before);
    let refused = table(&shop, Kind::Measures, false, "Артикул;Длина\nА;1\n");
    assert!(matches!(refused, Err(GoodsImportError::NoColumn(..))));
}
