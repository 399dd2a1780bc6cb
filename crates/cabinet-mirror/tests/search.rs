//! Search as people type, against expected hits and against a plain scan.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_mirror::{GoodsQuery, Mirror, MirrorError, Sight};
use cabinet_protocol::rows::ItemRow;
use cabinet_sqlite::{Cancel, StoreError};
use common::{Dice, catalogue, items, load, page, rows_of_items};

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

fn found(mirror: &Mirror, typed: &str) -> Vec<String> {
    let items = mirror
        .find_items(&Sight::default(), typed, 1_000, &Cancel::new())
        .unwrap();
    items.into_iter().map(|item| item.as_str().to_owned()).collect()
}

#[test]
fn goods_are_found_as_people_type_them() {
    let dir = tempfile::tempdir().unwrap();
    let mut with_barcode = item("e", "", "Шуруп 4,2х16 потайной");
    with_barcode.barcode = "4601234567890".to_owned();
    let mut by_maker = item("f", "GSB-13", "Дрель ударная");
    by_maker.maker = "Bosch".to_owned();
    let goods = [
        item("a", "МШ-0125/А", "Болт М8х40 оцинкованный DIN 933"),
        item("b", "MШ-0126", "Болт М10х40 нержавеющий DIN 933"),
        item("c", "77-МШ-01", "Кільце стопорне"),
        item("d", "АВС-1", "Щётка по металлу"),
        with_barcode,
        by_maker,
    ];
    let mirror = with(&dir, &goods);
    let cases: &[(&str, &str, &[&str])] = &[
        ("the first letters of a word", "бол", &["a", "b"]),
        ("several words in any order", "933 болт", &["a", "b"]),
        ("several words, one of them long", "болт оцинкованный", &["a"]),
        ("a long word must match in full", "оцинкователь", &[]),
        ("a long word half-typed", "нержавею", &["b"]),
        ("the middle of a word, when no word begins so", "инкован", &["a"]),
        ("parts of several words", "топор ільц", &["c"]),
        ("two letters from a middle are no search", "жа", &[]),
        ("an article from its start, Cyrillic typed", "мш012", &["a", "b"]),
        ("an article from its start, Latin typed", "MШ-0126", &["b"]),
        (
            "a prefix of articles comes before their middle",
            "мш01",
            &["a", "b", "c"],
        ),
        ("an article in its middle", "125", &["a"]),
        ("look-alikes typed in Latin", "ABC1", &["d"]),
        ("ё typed as е", "щетка", &["d"]),
        ("Ukrainian typed in Russian", "кильце", &["c"]),
        ("a size with a look-alike", "m8x40", &["a"]),
        ("a size half-typed", "м8х", &["a"]),
        ("a decimal point for a comma", "4.2", &["e"]),
        ("another form of a word", "болты", &["a", "b"]),
        ("other forms of several words", "болтов оцинкованных", &["a"]),
        ("a form that no name has begun", "щётками", &["d"]),
        ("a Ukrainian form", "кільця стопорні", &["c"]),
        ("a barcode", "4601234567890", &["e"]),
        ("a maker", "bosch дрель", &["f"]),
        ("nothing like it", "ящерица", &[]),
        ("only signs", "-- .,", &[]),
        ("signs of the query language", "\"болт\" OR * NEAR(", &[]),
        ("a quote alone", "бол\"", &["a", "b"]),
    ];
    for (name, typed, expected) in cases {
        assert_eq!(found(&mirror, typed), *expected, "{name}: {typed}");
    }
}

#[test]
fn a_typed_size_is_found_as_it_stands_before_its_numbers_apart() {
    let dir = tempfile::tempdir().unwrap();
    // In the order of ids, which is that of the keys: what is meant least comes first.
    let mirror = with(
        &dir,
        &[
            item("a", "A-1", "Ключ М8 длиной 30 см"),
            item("b", "A-2", "Болт М8х300 DIN 933"),
            item("c", "A-3", "Болт М8х30 DIN 933"),
            item("d", "A-4", "Набор 30 предметов, М8"),
            item("e", "A-5", "Bolt M8x30 zinc"),
        ],
    );
    for typed in ["м8х30", "М8Х30", "m8x30", "м8×30", "М8x30"] {
        assert_eq!(found(&mirror, typed), ["c", "e", "b", "a", "d"], "{typed}");
    }
    assert_eq!(found(&mirror, "болт м8х30"), ["c", "b"]);
    assert_eq!(
        found(&mirror, "м8х3"),
        ["b", "c", "e", "a", "d"],
        "a size that is still typed"
    );
}

#[test]
fn goods_are_found_by_words_that_only_their_full_name_has_and_come_after_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let full = |mut item: ItemRow, full_name: &str| {
        item.full_name = full_name.to_owned();
        item
    };
    let goods = [
        full(
            item("a", "Б-1", "Болт М8"),
            "Болт с шестигранной головкой М8, оцинкованный",
        ),
        full(item("b", "К-2", "Ключ шестигранный"), "Ключ имбусовый 8 мм"),
        full(item("c", "Б-3", "Болт М10"), "Болт М10"),
        full(item("d", "Г-4", "Гайка оцинкованная"), ""),
    ];
    let mirror = with(&dir, &goods);
    let cases: &[(&str, &str, &[&str])] = &[
        ("a word of the full name", "головкой", &["a"]),
        ("its first letters", "имб", &["b"]),
        ("exactly as many letters as the index has of it", "имбус", &["b"]),
        ("one more", "имбусо", &["b"]),
        ("a long word of it must match in full", "имбусатый", &[]),
        (
            "what the name says comes before what only the full name says",
            "шест",
            &["b", "a"],
        ),
        ("the same with a long word", "шестигранн", &["b", "a"]),
        ("a long word half-typed", "оцинков", &["d", "a"]),
        ("words of both names together", "болт оцинк", &["a"]),
        ("in any order", "голов м8 болт", &["a"]),
        ("all of them words of the name", "болт м", &["a", "c"]),
        ("a word of neither", "болт латунный", &[]),
        ("the middle of a word of the full name", "бусов", &["b"]),
        (
            "a middle in the name before one in the full name",
            "игранн",
            &["b", "a"],
        ),
        ("the mark of the index is no letter", "·имбус", &["b"]),
    ];
    for (name, typed, expected) in cases {
        assert_eq!(found(&mirror, typed), *expected, "{name}: {typed}");
    }
    let changes = rows_of_items(&[full(item("a", "Б-1", "Болт М8"), "Болт латунный")]);
    mirror
        .feeds()
        .apply_changes(&catalogue(), &page("e", 1, &changes))
        .unwrap();
    for (typed, expected) in [("головкой", vec![]), ("латун", vec!["a"]), ("болт", vec!["a", "c"])] {
        assert_eq!(found(&mirror, typed), expected, "changed: {typed}");
    }
}

/// Search against a plain scan of the same goods, letter by letter.
#[test]
fn every_keystroke_finds_what_a_plain_scan_finds() {
    let dir = tempfile::tempdir().unwrap();
    let goods = items(150);
    let mirror = with(&dir, &goods);
    let text_of = |item: &ItemRow| {
        plain_words(&format!(
            "{} {} {} {}",
            item.name, item.article, item.maker, item.full_name
        ))
    };
    let texts: Vec<Vec<String>> = goods.iter().map(text_of).collect();
    let mut dice = Dice(7);
    for _ in 0..25 {
        let wanted = &goods[dice.roll(goods.len())];
        let text = match dice.roll(4) {
            0 => wanted.article.clone(),
            1 => wanted.article.chars().skip(2).collect(),
            2 => wanted.full_name.to_lowercase(),
            _ => wanted.name.to_lowercase(),
        };
        let letters: Vec<char> = text.chars().take(24).collect();
        for length in 1..=letters.len() {
            let typed: String = letters[..length].iter().collect();
            let mut expected: Vec<&str> = goods
                .iter()
                .zip(&texts)
                .filter(|(item, text)| matches(item, text, &typed))
                .map(|(item, _)| item.item.as_str())
                .collect();
            let mut found = found(&mirror, &typed);
            found.sort();
            expected.sort_unstable();
            assert_eq!(found, expected, "{typed}");
        }
    }
}

/// The plain scan: every typed word starts a word of the item, or the whole is a part of the article.
fn matches(item: &ItemRow, text: &[String], typed: &str) -> bool {
    let norm = cabinet_domain::article::article_norm(typed);
    let article = cabinet_domain::article::article_norm(&item.article);
    let may_be_part = !typed.trim().contains(' ') || norm.contains(|letter: char| letter.is_ascii_digit());
    let is_article = !norm.is_empty()
        && (article.starts_with(&norm) || (norm.chars().count() >= 3 && may_be_part && article.contains(&norm)));
    let words = plain_words(typed);
    let has_words = !words.is_empty() && words.iter().all(|word| text.iter().any(|own| own.starts_with(word)));
    is_article || has_words
}

/// Another way to the same words, without the short cuts of the real one.
fn plain_words(text: &str) -> Vec<String> {
    let folded: String = text
        .to_lowercase()
        .chars()
        .map(|letter| {
            let pairs = "аaвbсcеeёeєeнhиiіiїiкkмmоoрpтtхxуyґг";
            let letters: Vec<char> = pairs.chars().collect();
            letters
                .chunks(2)
                .find(|pair| pair[0] == letter)
                .map_or(letter, |pair| pair[1])
        })
        .collect();
    let letters: Vec<char> = folded.chars().collect();
    let at = |n: usize| letters.get(n).copied().unwrap_or(' ');
    let mut spaced = String::new();
    for n in 0..letters.len() {
        let before = if n == 0 { ' ' } else { at(n - 1) };
        let is_size =
            at(n) == 'x' && before.is_ascii_digit() && (at(n + 1).is_ascii_digit() || !at(n + 1).is_alphanumeric());
        let is_decimal = matches!(at(n), '.' | ',') && before.is_ascii_digit() && at(n + 1).is_ascii_digit();
        spaced.push(match at(n) {
            _ if is_size => ' ',
            _ if is_decimal => 'p',
            letter if letter.is_alphanumeric() => letter,
            _ => ' ',
        });
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn articles_are_found_before_the_words_are_built() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    load(
        mirror.feeds(),
        &catalogue(),
        "e",
        1,
        &rows_of_items(&[item("a", "МШ-1", "Болт")]),
    );
    assert!(!mirror.has_search().unwrap());
    assert_eq!(found(&mirror, "мш1"), ["a"]);
    assert!(found(&mirror, "болт").is_empty());
    mirror.build_search().unwrap();
    mirror.build_search().unwrap();
    assert_eq!(found(&mirror, "болт"), ["a"]);
}

#[test]
fn a_changed_name_or_article_is_found_by_the_new_and_not_by_the_old() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = with(&dir, &[item("a", "X-1", "Болт"), item("b", "", "Гайка")]);
    let changes = rows_of_items(&[item("a", "Y-2", "Винт"), item("b", "Z-3", "Гайка")]);
    mirror
        .feeds()
        .apply_changes(&catalogue(), &page("e", 1, &changes))
        .unwrap();
    for (typed, expected) in [
        ("болт", vec![]),
        ("x1", vec![]),
        ("винт", vec!["a"]),
        ("y2", vec!["a"]),
        ("z3", vec!["b"]),
        ("гайка", vec!["b"]),
    ] {
        assert_eq!(found(&mirror, typed), expected, "{typed}");
    }
}

#[test]
fn a_cancelled_search_answers_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = with(&dir, &items(50));
    let cancel = Cancel::new();
    cancel.cancel();
    let query = GoodsQuery {
        search: "болт".to_owned(),
        ..GoodsQuery::default()
    };
    let answer = mirror.goods(&query, 0, 10, &cancel);
    assert!(matches!(answer, Err(MirrorError::Store(StoreError::Cancelled))));
    assert!(mirror.goods(&query, 0, 10, &Cancel::new()).is_ok());
}
