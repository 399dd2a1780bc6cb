//! Goods filtered by properties, and how many goods each value has, against a plain count.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_mirror::{Facet, GoodsQuery, Mirror, PropertyFilter, Reading};
use cabinet_protocol::rows::{ItemRow, PropertyValueRow};
use cabinet_sqlite::Cancel;
use common::{Dice, catalogue, items, load, page, rows_of_items, stock, stock_row};
use std::collections::BTreeMap;

fn item(key: &str, name: &str, properties: &[(&str, &str, &str)]) -> ItemRow {
    let properties = properties.iter().map(|(property, name, value)| PropertyValueRow {
        property: (*property).to_owned(),
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    });
    ItemRow {
        item: key.to_owned(),
        name: name.to_owned(),
        unit: "шт".to_owned(),
        properties: properties.collect(),
        ..ItemRow::default()
    }
}

fn with(dir: &tempfile::TempDir, items: &[ItemRow]) -> Mirror {
    let mirror = common::open(dir.path());
    load(mirror.feeds(), &catalogue(), "e", 1, &rows_of_items(items));
    mirror.build_search().unwrap();
    mirror
}

fn only(property: &str, values: &[&str]) -> PropertyFilter {
    PropertyFilter {
        property: property.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    }
}

fn facets(mirror: &Mirror, query: &GoodsQuery) -> Vec<Facet> {
    mirror.facets(query, &Cancel::new()).unwrap()
}

/// `name: value count, chosen* count`.
fn shown(facets: &[Facet]) -> Vec<String> {
    let of = |facet: &Facet| {
        let values: Vec<String> = facet
            .values
            .iter()
            .map(|value| {
                format!(
                    "{}{} {}",
                    value.value,
                    if value.is_chosen { "*" } else { "" },
                    value.items
                )
            })
            .collect();
        format!("{}: {}", facet.name, values.join(", "))
    };
    facets.iter().map(of).collect()
}

fn keys(mirror: &Mirror, query: &GoodsQuery) -> Vec<String> {
    let rows = mirror.goods(query, 0, 100_000, &Cancel::new()).unwrap().rows;
    assert_eq!(mirror.count_goods(query, &Cancel::new()).unwrap(), rows.len());
    rows.into_iter().map(|row| row.item.as_str().to_owned()).collect()
}

#[test]
fn goods_are_filtered_by_one_of_the_values_of_every_property() {
    let dir = tempfile::tempdir().unwrap();
    let (thread, coat) = ("id-thread", "id-coat");
    let mirror = with(
        &dir,
        &[
            item("a", "Болт", &[(thread, "Резьба", "М8"), (coat, "Покрытие", "цинк")]),
            item("b", "Болт", &[(thread, "Резьба", "М10"), (coat, "Покрытие", "цинк")]),
            item(
                "c",
                "Болт",
                &[
                    (thread, "Резьба", "М10"),
                    (coat, "Покрытие", "нет"),
                    ("", "Длина", "40"),
                ],
            ),
            item("d", "Гайка", &[(thread, "Резьба", "М8"), (thread, "Резьба", "М8")]),
            item("e", "Перчатки", &[("", "Размер", "9"), ("", "Размер", " ")]),
            item("f", "Ключ", &[]),
        ],
    );
    let mut query = GoodsQuery::default();
    assert_eq!(
        shown(&facets(&mirror, &query)),
        [
            "Длина: 40 1",
            "Покрытие: нет 1, цинк 2",
            "Размер: 9 1",
            "Резьба: М8 2, М10 2"
        ]
    );
    query.properties = vec![only(thread, &["М10"])];
    assert_eq!(keys(&mirror, &query), ["b", "c"]);
    assert_eq!(
        shown(&facets(&mirror, &query)),
        ["Длина: 40 1", "Покрытие: нет 1, цинк 1", "Резьба: М8 2, М10* 2"],
        "another value of the property itself would give so many more"
    );
    query.properties = vec![only(thread, &["М10", "М8"]), only(coat, &["цинк"])];
    assert_eq!(keys(&mirror, &query), ["a", "b"]);
    assert_eq!(
        shown(&facets(&mirror, &query)),
        ["Покрытие: нет 1, цинк* 2", "Резьба: М8* 1, М10* 1"]
    );
    query.properties.push(only("Длина", &["40"]));
    assert!(keys(&mirror, &query).is_empty());
    assert_eq!(
        shown(&facets(&mirror, &query)),
        ["Длина: 40* 0", "Покрытие: нет 1, цинк* 0", "Резьба: М8* 0, М10* 0"],
        "what was chosen stays in sight"
    );
    query.properties = vec![only("nothing", &["М10"])];
    assert!(keys(&mirror, &query).is_empty() && facets(&mirror, &query).is_empty());
    query.properties = vec![only(thread, &[])];
    assert!(keys(&mirror, &query).is_empty(), "none of no values");
    query.properties = vec![only(thread, &["М8"])];
    query.search = "болт".to_owned();
    assert_eq!(keys(&mirror, &query), ["a"]);
    query.search = "гайка ключ".to_owned();
    assert!(keys(&mirror, &query).is_empty());
    query.search = "ключ".to_owned();
    assert_eq!(
        mirror.goods(&query, 0, 9, &Cancel::new()).unwrap().reading,
        Reading::AsTyped,
        "goods with other properties are no mistake"
    );
}

#[test]
fn filters_follow_the_goods() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = with(&dir, &[item("a", "Болт", &[("", "Длина", "40")])]);
    let query = GoodsQuery {
        properties: vec![only("Длина", &["50"])],
        ..GoodsQuery::default()
    };
    assert!(keys(&mirror, &query).is_empty());
    let change = |rows: &[ItemRow], from| {
        let page = page("e", from, &rows_of_items(rows));
        mirror.feeds().apply_changes(&catalogue(), &page).unwrap();
    };
    change(
        &[
            item("a", "Болт", &[("", "Длина", "50")]),
            item("b", "Винт", &[("", "Длина", "50")]),
        ],
        1,
    );
    mirror.warm_search().unwrap();
    assert_eq!(keys(&mirror, &query), ["a", "b"]);
    assert_eq!(shown(&facets(&mirror, &query)), ["Длина: 50* 2"]);
    load(mirror.feeds(), &stock(0), "e", 1, &[stock_row("b", 1_000)]);
    let in_stock = GoodsQuery {
        in_stock_only: true,
        ..query
    };
    assert_eq!(keys(&mirror, &in_stock), ["b"]);
    assert_eq!(shown(&facets(&mirror, &in_stock)), ["Длина: 50* 1"]);
}

#[test]
fn of_a_property_with_very_many_values_the_commonest_are_listed_and_the_rest_counted() {
    let dir = tempfile::tempdir().unwrap();
    let goods: Vec<ItemRow> = (0..400)
        .map(|n| item(&format!("i{n:03}"), "Болт", &[("s", "Серия", &n.min(390).to_string())]))
        .collect();
    let mirror = with(&dir, &goods);
    let query = GoodsQuery {
        properties: vec![only("s", &["389"])],
        ..GoodsQuery::default()
    };
    let facets = facets(&mirror, &query);
    assert_eq!(
        (facets.len(), facets[0].values.len(), facets[0].more_values),
        (1, 300, 91)
    );
    let has = |value: &str| {
        facets[0]
            .values
            .iter()
            .find(|own| own.value == value)
            .map(|own| own.items)
    };
    assert_eq!((has("390"), has("389"), has("388")), (Some(10), Some(1), None));
}

/// Against a plain count of the same goods, for many mixed filters.
#[test]
fn counts_are_those_of_a_plain_count() {
    let dir = tempfile::tempdir().unwrap();
    let goods = items(400);
    let mirror = with(&dir, &goods);
    let mut dice = Dice(11);
    for round in 0..60 {
        let mut filters: Vec<PropertyFilter> = Vec::new();
        for property in ["p0", "p1", "p2"] {
            if dice.roll(3) > 0 {
                let values: Vec<&str> = (0..1 + dice.roll(3)).map(|_| dice.pick(common::ADJECTIVES)).collect();
                filters.push(only(property, &values));
            }
        }
        let passes = |item: &ItemRow, filter: &PropertyFilter| {
            item.properties
                .iter()
                .any(|own| own.property == filter.property && filter.values.contains(&own.value))
        };
        let query = GoodsQuery {
            properties: filters.clone(),
            search: ["", "болт", "ifq,f"][round % 3].to_owned(),
            ..GoodsQuery::default()
        };
        let noun = ["", "болт", "шайба"][round % 3];
        let of_search: Vec<&ItemRow> = goods
            .iter()
            .filter(|item| item.name.to_lowercase().contains(noun))
            .collect();
        let expected: Vec<&str> = of_search
            .iter()
            .filter(|item| filters.iter().all(|filter| passes(item, filter)))
            .map(|item| item.item.as_str())
            .collect();
        let mut found = keys(&mirror, &query);
        found.sort();
        assert_eq!(found, expected, "{query:?}");
        let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
        for item in &of_search {
            for own in &item.properties {
                let others = filters.iter().filter(|filter| filter.property != own.property);
                if others.into_iter().all(|filter| passes(item, filter)) {
                    *counts.entry((own.property.clone(), own.value.clone())).or_default() += 1;
                }
            }
        }
        let mut listed: BTreeMap<(String, String), u32> = BTreeMap::new();
        for facet in facets(&mirror, &query) {
            for value in facet.values.iter().filter(|value| value.items > 0) {
                listed.insert((facet.property.clone(), value.value.clone()), value.items);
            }
        }
        assert_eq!(listed, counts, "{query:?}");
    }
}
