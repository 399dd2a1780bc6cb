//! Lists, cards and look-ups over a few hundred believable goods.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_domain::ids::ItemId;
use cabinet_mirror::{Each, GoodsQuery, GoodsRow, Mirror, Sight, Sort, SortBy};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::{ItemRow, PackRow, PropertyValueRow};
use cabinet_sqlite::Cancel;
use common::{
    at, catalogue, items, load, page, price_row, prices, rows_of_items, rows_of_prices, rows_of_stock, stock, stock_row,
};

fn item(key: &str, article: &str, name: &str) -> ItemRow {
    ItemRow {
        item: key.to_owned(),
        article: article.to_owned(),
        name: name.to_owned(),
        unit: "шт".to_owned(),
        ..ItemRow::default()
    }
}

/// A mirror with these items, searchable.
fn with(dir: &tempfile::TempDir, items: &[ItemRow]) -> Mirror {
    let mirror = common::open(dir.path());
    load(mirror.feeds(), &catalogue(), "e", 1, &rows_of_items(items));
    mirror.build_search().unwrap();
    mirror
}

fn listed(mirror: &Mirror, query: &GoodsQuery) -> Vec<GoodsRow> {
    mirror.goods(query, 0, 100_000, &Cancel::new()).unwrap().rows
}

fn keys(rows: &[GoodsRow]) -> Vec<&str> {
    rows.iter().map(|row| row.item.as_str()).collect()
}

#[test]
fn windows_of_a_list_make_the_whole_list_in_every_order() {
    let dir = tempfile::tempdir().unwrap();
    let goods = items(230);
    let mirror = with(&dir, &goods);
    load(mirror.feeds(), &prices(0), "e", 1, &rows_of_prices(&goods[..200], 0));
    load(mirror.feeds(), &stock(0), "e", 1, &rows_of_stock(&goods[..150], 0));
    load(mirror.feeds(), &stock(1), "e", 1, &rows_of_stock(&goods[50..], 1));
    for by in [
        SortBy::Relevance,
        SortBy::Name,
        SortBy::Article,
        SortBy::Price,
        SortBy::Stock,
    ] {
        for (is_descending, search, in_stock_only) in [
            (false, "", false),
            (true, "", true),
            (false, "б", false),
            (true, "м", true),
        ] {
            let query = GoodsQuery {
                search: search.to_owned(),
                in_stock_only,
                sort: Sort { by, is_descending },
                sight: at("list-0"),
                ..GoodsQuery::default()
            };
            let whole = listed(&mirror, &query);
            let mut windows = Vec::new();
            while windows.len() < whole.len() {
                let page = mirror.goods(&query, windows.len(), 37, &Cancel::new()).unwrap();
                assert!(!page.rows.is_empty());
                windows.extend(page.rows);
            }
            let name = format!("{query:?}");
            assert!(
                windows == whole,
                "{name}: {:?} is not {:?}",
                keys(&windows),
                keys(&whole)
            );
            assert_eq!(
                mirror.count_goods(&query, &Cancel::new()).unwrap(),
                whole.len(),
                "{name}"
            );
            check_order(&whole, by, is_descending, &name);
            assert!(
                !in_stock_only || whole.iter().all(|row| row.stock_milli > Some(0)),
                "{name}"
            );
            assert!(!whole.is_empty(), "{name}");
        }
    }
}

fn check_order(rows: &[GoodsRow], by: SortBy, is_descending: bool, name: &str) {
    let values: Vec<i64> = match by {
        SortBy::Price => rows
            .iter()
            .filter_map(|row| row.price.as_ref().map(|price| price.price_micro))
            .collect(),
        SortBy::Stock => rows.iter().filter_map(|row| row.stock_milli).collect(),
        _ => return,
    };
    let mut sorted = values.clone();
    sorted.sort_unstable();
    if is_descending {
        sorted.reverse();
    }
    assert_eq!(values, sorted, "{name}");
    let first_without = rows.iter().position(|row| by == SortBy::Price && row.price.is_none());
    assert!(
        rows.iter()
            .skip(first_without.unwrap_or(rows.len()))
            .all(|row| row.price.is_none()),
        "{name}"
    );
}

#[test]
fn a_list_follows_the_data() {
    let dir = tempfile::tempdir().unwrap();
    let goods = [item("a", "1", "Ё"), item("b", "2", "Ж"), item("c", "", "Е")];
    let mirror = with(&dir, &goods);
    let by = |by| GoodsQuery {
        sort: Sort {
            by,
            is_descending: false,
        },
        sight: at("list-0"),
        ..GoodsQuery::default()
    };
    assert_eq!(keys(&listed(&mirror, &by(SortBy::Name))), ["c", "a", "b"]);
    assert_eq!(keys(&listed(&mirror, &by(SortBy::Article))), ["a", "b", "c"]);
    load(
        mirror.feeds(),
        &prices(0),
        "e",
        1,
        &[price_row("a", 30), price_row("b", 20)],
    );
    assert_eq!(keys(&listed(&mirror, &by(SortBy::Price))), ["b", "a", "c"]);
    mirror
        .feeds()
        .apply_changes(&prices(0), &page("e", 1, &[price_row("b", 40)]))
        .unwrap();
    assert_eq!(keys(&listed(&mirror, &by(SortBy::Price))), ["a", "b", "c"]);
    let in_stock = GoodsQuery {
        in_stock_only: true,
        ..GoodsQuery::default()
    };
    assert!(listed(&mirror, &in_stock).is_empty());
    load(
        mirror.feeds(),
        &stock(0),
        "e",
        1,
        &[stock_row("c", 1000), stock_row("a", 0)],
    );
    assert_eq!(keys(&listed(&mirror, &in_stock)), ["c"]);
    mirror.feeds().purge(&stock(0)).unwrap();
    assert!(listed(&mirror, &in_stock).is_empty());
    assert_eq!(listed(&mirror, &by(SortBy::Name))[0].stock_milli, None);
    mirror
        .feeds()
        .apply_changes(&catalogue(), &page("e", 1, &rows_of_items(&[item("d", "", "А")])))
        .unwrap();
    assert_eq!(keys(&listed(&mirror, &by(SortBy::Name))), ["d", "c", "a", "b"]);
}

#[test]
fn the_first_window_of_a_search_knows_its_total_only_when_it_has_everything() {
    let dir = tempfile::tempdir().unwrap();
    let goods: Vec<_> = (0..30).map(|n| item(&format!("i{n:02}"), "", "Болт")).collect();
    let mirror = with(&dir, &goods);
    let query = GoodsQuery {
        search: "болт".to_owned(),
        ..GoodsQuery::default()
    };
    let page = mirror.goods(&query, 0, 10, &Cancel::new()).unwrap();
    assert_eq!((page.rows.len(), page.total), (10, None));
    let page = mirror.goods(&query, 0, 30, &Cancel::new()).unwrap();
    assert_eq!((page.rows.len(), page.total), (30, Some(30)));
    assert_eq!(mirror.count_goods(&query, &Cancel::new()).unwrap(), 30);
    let page = mirror.goods(&query, 0, 10, &Cancel::new()).unwrap();
    assert_eq!((page.rows.len(), page.total), (10, Some(30)));
}

#[test]
fn a_card_shows_everything_known_of_an_item_and_its_variants() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = item("p#1", "A-1", "Перчатки, размер 8");
    first.variant = "размер 8".to_owned();
    first.description = "Для сборки".to_owned();
    first.maker = "Зубр".to_owned();
    first.weight_g = 55;
    first.barcode = "4600000000017".to_owned();
    first.unit_code = "715".to_owned();
    first.packs = vec![PackRow {
        unit: "упак".to_owned(),
        unit_code: "778".to_owned(),
        units_milli: 12_000,
    }];
    first.properties = vec![PropertyValueRow {
        name: "Цвет".to_owned(),
        value: "чёрный".to_owned(),
        property: "c".to_owned(),
    }];
    let goods = [
        item("p", "A", "Перчатки"),
        first,
        item("p#2", "A-2", "Перчатки, размер 9"),
        item("pp#1", "B", "Иное"),
    ];
    let mirror = with(&dir, &goods);
    load(
        mirror.feeds(),
        &prices(0),
        "e",
        1,
        &[price_row("p#1", 5), price_row("p#2", 6)],
    );
    load(mirror.feeds(), &stock(0), "e", 4, &[stock_row("p#1", 3000)]);
    load(
        mirror.feeds(),
        &stock(1),
        "e",
        1,
        &[stock_row("p#1", 1500), stock_row("p#2", 1000)],
    );
    let card = mirror.item_card(&"p#1".into(), &at("list-0")).unwrap().unwrap();
    assert_eq!((card.row.variant_count, card.row.stock_milli), (2, Some(4500)));
    assert_eq!(card.row.packs[0].units_milli, 12_000);
    assert_eq!(
        (card.description.as_str(), card.maker.as_str(), card.weight_g),
        ("Для сборки", "Зубр", Some(55))
    );
    assert_eq!(
        (card.barcode.as_str(), card.unit_code.as_str()),
        ("4600000000017", "715")
    );
    assert_eq!(card.properties, [("Цвет".to_owned(), "чёрный".to_owned())]);
    assert_eq!(keys(&card.variants), ["p#1", "p#2"]);
    assert_eq!(card.variants[1].price.as_ref().unwrap().price_micro, 6);
    let stocks: Vec<_> = card
        .stock
        .iter()
        .map(|s| (s.warehouse.as_str(), s.quantity_milli, s.true_at_ms))
        .collect();
    assert_eq!(
        stocks,
        [("wh-0", Some(3000), Some(1_004)), ("wh-1", Some(1500), Some(1_001))]
    );
    let plain = mirror.item_card(&"p".into(), &Sight::default()).unwrap().unwrap();
    assert!(plain.variants.is_empty() && plain.row.price.is_none() && plain.stock.is_empty());
    assert_eq!(plain.weight_g, None);
    assert!(mirror.item_card(&"none".into(), &Sight::default()).unwrap().is_none());
}

#[test]
fn articles_of_an_order_list_are_found_exactly_in_any_spelling() {
    let dir = tempfile::tempdir().unwrap();
    let goods = [
        item("a", "МШ-0125/А", "Болт"),
        item("b#1", "X-7", "Левый"),
        item("b#2", "x 7", "Правый"),
    ];
    let mirror = with(&dir, &goods);
    let found = mirror
        .items_by_article(&Sight::default(), &["mш0125a", "Х7", "×-7", "МШ-0125", "", "--"])
        .unwrap();
    let keys: Vec<Vec<&str>> = found
        .iter()
        .map(|items| items.iter().map(|item| item.item.as_str()).collect())
        .collect();
    let both = vec!["b#1", "b#2"];
    assert_eq!(keys, [vec!["a"], both.clone(), both, vec![], vec![], vec![]]);
}

#[test]
fn each_entry_of_a_pasted_list_is_one_item_or_several_or_none_in_the_order_pasted() {
    let dir = tempfile::tempdir().unwrap();
    let mut with_barcode = item("e", "", "Шуруп");
    with_barcode.barcode = "4601234567890".to_owned();
    let mut same_barcode = item("f", "F-1", "Шуруп, упаковка");
    same_barcode.barcode = "46012345".to_owned();
    let goods = [
        item("a", "МШ-0125/А", "Болт"),
        item("b#1", "X-7", "Левый"),
        item("b#2", "x 7", "Правый"),
        item("c", "12", "Гайка"),
        item("d", "A;B", "С точкой с запятой"),
        with_barcode,
        same_barcode,
        item("g", "46012345", "С артикулом из цифр"),
    ];
    let mirror = with(&dir, &goods);
    let cases = [
        ("as the supplier writes it", "МШ-0125/А", "a"),
        ("in any spelling", "mш 0125a", "a"),
        ("two variants", "Х7", "2"),
        ("with a sign of another program", "×-7", "2"),
        ("the beginning of an article is another article", "МШ-0125", "-"),
        ("a wrong figure too", "МШ-0126/А", "-"),
        ("a name is no article", "Болт", "-"),
        ("a barcode", "4601234567890", "e"),
        ("an article before a barcode", "46012345", "g"),
        ("with a quantity beside it", "МШ-0125/А\t5 шт", "a"),
        ("with a quantity that is an article too", "МШ-0125/А\t12", "2"),
        ("a semicolon of its own", "A;B", "d"),
        ("the same twice", "12;12", "c"),
        ("signs only", "--", "-"),
        ("nothing", "", "-"),
    ];
    let asked: Vec<&str> = cases.iter().map(|(_, typed, _)| *typed).collect();
    let found = mirror.find_each(&Sight::default(), &asked).unwrap();
    assert_eq!(found.len(), cases.len());
    for ((name, typed, expected), found) in cases.iter().zip(found) {
        let shown = match found {
            Each::One(found) => found.item.to_string(),
            Each::Several(count) => count.to_string(),
            Each::None => "-".to_owned(),
        };
        assert_eq!(shown, *expected, "{name}: {typed}");
    }
    let asked = ["c", "none", "a"].map(ItemId::from);
    let rows = mirror.rows(&Sight::default(), &asked).unwrap();
    let names: Vec<Option<&str>> = rows.iter().map(|row| Some(row.as_ref()?.name.as_str())).collect();
    assert_eq!(names, [Some("Гайка"), None, Some("Болт")]);
    let blind = Sight {
        assortment: "other".to_owned(),
        ..Sight::default()
    };
    load(
        mirror.feeds(),
        &FeedName::Catalogue("other".to_owned()),
        "e",
        1,
        &rows_of_items(&[item("z", "Z", "Z")]),
    );
    assert_eq!(mirror.find_each(&blind, &["МШ-0125/А"]).unwrap(), [Each::None]);
    assert_eq!(mirror.rows(&blind, &asked).unwrap(), [None, None, None]);
}

#[test]
fn terms_come_in_the_order_asked_and_say_what_is_missing() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = with(&dir, &[item("a", "1", "Болт"), item("b", "2", "Гайка")]);
    load(mirror.feeds(), &prices(0), "e", 1, &[price_row("a", 5)]);
    let asked: Vec<ItemId> = ["b", "none", "a"].map(ItemId::from).to_vec();
    let terms = mirror.terms(&at("list-0"), &asked).unwrap();
    let shape: Vec<_> = terms
        .iter()
        .map(|t| {
            (
                t.item.as_str(),
                t.brief.is_some(),
                t.price.as_ref().map(|p| p.price_micro),
                t.available_milli,
            )
        })
        .collect();
    assert_eq!(
        shape,
        [
            ("b", true, None, None),
            ("none", false, None, None),
            ("a", true, Some(5), None)
        ]
    );
    load(mirror.feeds(), &stock(0), "e", 1, &[stock_row("b", 7000)]);
    let available: Vec<_> = mirror
        .terms(&Sight::default(), &asked)
        .unwrap()
        .into_iter()
        .map(|t| t.available_milli)
        .collect();
    // No warehouse says anything of the other two: that is no news, not zero.
    assert_eq!(available, [Some(7000), None, None]);
}
