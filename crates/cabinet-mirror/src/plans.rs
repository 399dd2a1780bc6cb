//! How the hot statements are run: each goes by a key or an index, none walks a table.

use crate::{find_each, goods, listing, lookup, mirror::Mirror, named, search};
use cabinet_sqlite::{Key, StoreError};

fn plan(mirror: &Mirror, sql: &str) -> String {
    mirror
        .db()
        .read::<_, StoreError>(|conn| {
            let mut explain = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            let names: Vec<String> = (1..=explain.parameter_count())
                .filter_map(|n| explain.parameter_name(n).map(str::to_owned))
                .collect();
            let params: Vec<(&str, &dyn rusqlite::ToSql)> = names
                .iter()
                .map(|name| (name.as_str(), &"\"abc\"" as &dyn rusqlite::ToSql))
                .collect();
            let rows = explain.query_map(params.as_slice(), |row| row.get::<_, String>("detail"))?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?.join("\n"))
        })
        .unwrap()
}

#[test]
fn hot_statements_go_by_a_key_and_sort_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = Mirror::open(&dir.path().join("mirror.db"), &Key::from_bytes([1; 32])).unwrap();
    let cases = [
        (
            "article prefix",
            search::ARTICLE_PREFIX,
            "SEARCH item_article USING PRIMARY KEY",
        ),
        ("article part", search::ARTICLE_PART, "SCAN p VIRTUAL TABLE INDEX"),
        ("words", named::WORDS, "SCAN item_words VIRTUAL TABLE INDEX"),
        ("long words", search::LONG_WORDS, "SEARCH s USING INTEGER PRIMARY KEY"),
        ("named", named::NAMED, "SEARCH s USING INTEGER PRIMARY KEY"),
        (
            "barcode",
            search::BY_BARCODE,
            "USING COVERING INDEX item_by_barcode (barcode=?)",
        ),
        ("a row", goods::ROW, "SEARCH item USING INTEGER PRIMARY KEY"),
        (
            "a price",
            goods::PRICE,
            "SEARCH price USING PRIMARY KEY (feed_id=? AND item_id=?)",
        ),
        (
            "a stock",
            goods::QUANTITY,
            "SEARCH stock USING PRIMARY KEY (feed_id=? AND item_id=?)",
        ),
        (
            "variants",
            goods::COUNT_VARIANTS,
            "SEARCH k USING PRIMARY KEY (item>? AND item<?)",
        ),
        (
            "by article",
            lookup::BY_ARTICLE,
            "SEARCH a USING PRIMARY KEY (art_norm=?)",
        ),
        ("all ids", listing::ALL_IDS, "USING COVERING INDEX item_by_group"),
        (
            "each by article",
            find_each::BY_ARTICLE,
            "SEARCH a USING PRIMARY KEY (art_norm=?)",
        ),
        (
            "each by barcode",
            find_each::BY_BARCODE,
            "SEARCH item USING INDEX item_by_barcode (barcode=?)",
        ),
    ];
    for (name, sql, expected) in cases {
        let plan = plan(&mirror, sql);
        assert!(plan.contains(expected), "{name}:\n{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{name}:\n{plan}");
        assert!(
            !plan.contains("SCAN item\n") && !plan.ends_with("SCAN item"),
            "{name}:\n{plan}"
        );
    }
}
