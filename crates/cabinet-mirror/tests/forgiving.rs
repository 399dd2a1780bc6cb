//! What a search makes of a text that finds nothing as typed, and what it says of it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_mirror::{GoodsPage, GoodsQuery, Mirror, Reading, Sight, Sort, SortBy};
use cabinet_protocol::rows::ItemRow;
use cabinet_sqlite::Cancel;
use common::{Dice, catalogue, items, load, page, rows_of_items, stock, stock_row};
use proptest::prelude::*;
use std::sync::LazyLock;

fn item(key: &str, article: &str, name: &str) -> ItemRow {
    ItemRow {
        item: key.to_owned(),
        article: article.to_owned(),
        name: name.to_owned(),
        unit: "шт".to_owned(),
        ..ItemRow::default()
    }
}

fn in_group(mut item: ItemRow, group: &str) -> ItemRow {
    item.group = Some(group.to_owned());
    item
}

/// A mirror with these items, searchable.
fn with(dir: &tempfile::TempDir, items: &[ItemRow]) -> Mirror {
    let mirror = common::open(dir.path());
    load(mirror.feeds(), &catalogue(), "e", 1, &rows_of_items(items));
    mirror.build_search().unwrap();
    mirror
}

fn query(typed: &str) -> GoodsQuery {
    GoodsQuery {
        search: typed.to_owned(),
        ..GoodsQuery::default()
    }
}

fn page_of(mirror: &Mirror, query: &GoodsQuery) -> GoodsPage {
    mirror.goods(query, 0, 1_000, &Cancel::new()).unwrap()
}

fn keys(page: &GoodsPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.item.as_str()).collect()
}

fn layout(text: &str) -> Reading {
    Reading::InOtherLayout(text.to_owned())
}

fn alphabet(text: &str) -> Reading {
    Reading::Transliterated(text.to_owned())
}

fn blanks(text: &str) -> Reading {
    Reading::Spaced(text.to_owned())
}

fn corrected(text: &str) -> Reading {
    Reading::Corrected(text.to_owned())
}

fn shop() -> Vec<ItemRow> {
    let mut drill = item("k", "GSB-13", "Дрель ударная");
    drill.maker = "Bosch".to_owned();
    let mut full = item("l", "П-1", "Очки");
    full.full_name = "Очки защитные с поликарбонатным стеклом".to_owned();
    vec![
        item("a", "МШ-0125/А", "Болт М8х40 оцинкованный DIN 933"),
        item("b", "МШ-0126", "Болт М10х40 нержавеющий DIN 933"),
        item("c", "Г-8", "Гайка М8 оцинкованная DIN 934"),
        item("d", "Ш-8", "Шайба плоская М8"),
        item("e", "77-К-01", "Кільце стопорне з'єднувальне"),
        item("f", "С-42", "Саморез потайной 4,2х16"),
        item("g", "Ш-18", "Шуруповёрт аккумуляторный Makita"),
        item("h", "B-1", "Anchor bolt M10 washer"),
        item("i", "Щ-1", "Щётка по металлу"),
        item("j", "Гв-5", "Гвинт самонарізний"),
        drill,
        full,
        item("m", "X900", "Ключ рожковый"),
        item("n", "РЕ-12", "Їжак металевий для ґанку"),
        item("o", "РЕх12-х", "Кріплення"),
    ]
}

#[test]
fn letters_of_an_article_are_those_of_the_other_alphabet() {
    let dir = tempfile::tempdir().unwrap();
    let goods = [
        item("lamp", "ЛМ-60W", "Лампа светодиодная"),
        item("paint", "КР-0001", "Краска белая"),
        item("bolt", "DIN934-M8", "Болт DIN934 М8х40"),
    ];
    let mirror = with(&dir, &goods);
    for (typed, reading, expected) in [
        ("lm-60w", "лм-60w", "lamp"),
        ("kr-0001", "кр-0001", "paint"),
        ("дин934", "din934", "bolt"),
        ("болт дин934", "болт din934", "bolt"),
    ] {
        let page = page_of(&mirror, &query(typed));
        assert_eq!(
            (keys(&page), &page.reading),
            (vec![expected], &alphabet(reading)),
            "{typed}"
        );
    }
}

#[test]
fn a_text_that_finds_nothing_is_read_as_it_was_meant_and_the_answer_says_how() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = with(&dir, &shop());
    let cases: &[(&str, &str, Reading, &[&str])] = &[
        // As typed.
        ("a word as typed", "болт", Reading::AsTyped, &["a", "b"]),
        ("English as typed", "bolt", Reading::AsTyped, &["h"]),
        ("an ending, as before", "болтами", Reading::AsTyped, &["a", "b"]),
        ("a middle, as before", "инкован", Reading::AsTyped, &["a", "c"]),
        // The other layout.
        ("Russian in the English layout", ",jkn", layout("болт"), &["a", "b"]),
        ("the same in capitals", "<JKN", layout("БОЛТ"), &["a", "b"]),
        ("half-typed", ",jk", layout("бол"), &["a", "b"]),
        ("with a size", ",jkn v8[40", layout("болт м8х40"), &["a"]),
        ("with a form of the word", ",jknfvb", layout("болтами"), &["a", "b"]),
        (
            "an English word in the Russian layout",
            "цфырук",
            layout("washer"),
            &["h"],
        ),
        (
            "an English word in the Ukrainian layout",
            "фтсрщк",
            layout("anchor"),
            &["h"],
        ),
        ("Ukrainian in the English layout", "rskmwt", layout("кільце"), &["e"]),
        ("Ukrainian with ї", "];fr", layout("їжак"), &["n"]),
        ("Ukrainian with ґ", "\\fyre", layout("ґанку"), &["n"]),
        ("one word of two", "din ,jkn", layout("din болт"), &["a", "b"]),
        (
            "the keyboard was changed midway",
            "болт v10",
            layout("болт м10"),
            &["b"],
        ),
        ("an article", "vi-0126", layout("мш-0126"), &["b"]),
        // The other alphabet.
        ("Latin for Cyrillic", "gaika", alphabet("гайка"), &["c"]),
        ("another way to write it", "shayba", alphabet("шайба"), &["d"]),
        ("one more", "shaiba", alphabet("шайба"), &["d"]),
        ("half-typed in Latin", "samor", alphabet("самор"), &["f"]),
        ("ё in Latin", "shurupovyort", alphabet("шуруповёрт"), &["g"]),
        ("щ in Latin", "shchetka", alphabet("щётка"), &["i"]),
        ("Ukrainian in Latin", "kiltse", alphabet("кільце"), &["e"]),
        (
            "two words in Latin",
            "gayka ocinkovannaya",
            alphabet("гайка оцинкованная"),
            &["c"],
        ),
        ("Cyrillic for Latin", "дин 934", alphabet("din 934"), &["c"]),
        ("a maker", "бош", alphabet("bosch"), &["k"]),
        (
            "a maker whose letters look alike",
            "макита шуруповерт",
            Reading::AsTyped,
            &["g"],
        ),
        // Blanks.
        ("a missing blank", "din934", blanks("din 934"), &["c"]),
        ("a missing blank in Cyrillic", "дин934", alphabet("din 934"), &["c"]),
        // Mistakes.
        ("a wrong letter", "балт", corrected("болт"), &["a", "b"]),
        ("a swap", "шуруповрет", corrected("шуруповёрт"), &["g"]),
        ("a wrong letter in a long word", "самарез", corrected("саморез"), &["f"]),
        ("two wrong letters", "самарес", Reading::AsTyped, &[]),
        (
            "two wrong letters of eight",
            "шорупаверт",
            corrected("шуруповёрт"),
            &["g"],
        ),
        ("a doubled letter", "гаййка", corrected("гайка"), &["c"]),
        ("a missing letter", "шаба", corrected("шайба"), &["d"]),
        (
            "beside words that are right",
            "балт din 933",
            corrected("болт din 933"),
            &["a", "b"],
        ),
        ("in a form of the word", "балты", corrected("болт"), &["a", "b"]),
        ("in Ukrainian", "кілце", corrected("кільце"), &["e"]),
        ("in English", "wahser", corrected("washer"), &["h"]),
        (
            "in a word of the full name",
            "поликарбанатным",
            corrected("поликарбонатным"),
            &["l"],
        ),
        ("a mistake in the wrong layout", ",fkn", corrected("болт"), &["a", "b"]),
        ("a zero for a letter", "Х9О0", corrected("Х900"), &["m"]),
        (
            "a sign of another program in an article",
            "РЕ×12/Х",
            Reading::AsTyped,
            &["o"],
        ),
        // Never.
        ("a short word is not corrected", "бол8", Reading::AsTyped, &[]),
        ("a wrong figure is another article", "МШ-0129", Reading::AsTyped, &[]),
        ("nor two figures swapped", "МШ-0152", Reading::AsTyped, &[]),
        (
            "words that are right but of no item together",
            "шайба ключ",
            Reading::AsTyped,
            &[],
        ),
        ("one word that is nothing", "болт ыыыыыыыы", Reading::AsTyped, &[]),
        ("nothing like it", "ящерица", Reading::AsTyped, &[]),
        ("only signs", "[];',./", Reading::AsTyped, &[]),
    ];
    let mut wrong = Vec::new();
    for (name, typed, reading, expected) in cases {
        let page = page_of(&mirror, &query(typed));
        if (&page.reading, keys(&page)) != (reading, expected.to_vec()) {
            wrong.push(format!("{name}: {typed} gives {:?} {:?}", page.reading, keys(&page)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_was_typed_can_be_searched_all_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = with(&dir, &shop());
    let mut asked = query("балт");
    assert_eq!(page_of(&mirror, &asked).reading, corrected("болт"));
    asked.is_as_typed = true;
    let page = page_of(&mirror, &asked);
    assert_eq!(
        (page.reading.clone(), keys(&page), page.total),
        (Reading::AsTyped, vec![], Some(0))
    );
    assert_eq!(mirror.count_goods(&asked, &Cancel::new()).unwrap(), 0);
    asked.is_as_typed = false;
    assert_eq!(mirror.count_goods(&asked, &Cancel::new()).unwrap(), 2);
}

#[test]
fn what_other_groups_have_is_no_mistake() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = with(
        &dir,
        &[
            in_group(item("a", "1", "Болт"), "bolts"),
            in_group(item("b", "2", "Борт"), "boards"),
            in_group(item("c", "3", "Борт задний"), "boards"),
        ],
    );
    load(mirror.feeds(), &stock(0), "e", 1, &[stock_row("b", 5_000)]);
    let narrow = |typed: &str, group: Option<&str>, in_stock_only| GoodsQuery {
        group: group.map(str::to_owned),
        in_stock_only,
        ..query(typed)
    };
    for asked in [
        narrow("болт", Some("boards"), false),
        narrow("болт", None, true),
        narrow(",jkn", Some("boards"), false),
    ] {
        let page = page_of(&mirror, &asked);
        assert_eq!(
            (page.reading.clone(), keys(&page)),
            (Reading::AsTyped, vec![]),
            "{asked:?}"
        );
    }
    let page = page_of(&mirror, &narrow("ботр", Some("boards"), true));
    assert_eq!((page.reading.clone(), keys(&page)), (corrected("борт"), vec!["b"]));
}

#[test]
fn every_window_and_order_of_a_list_is_of_the_same_reading() {
    let dir = tempfile::tempdir().unwrap();
    let goods = items(400);
    let mirror = with(&dir, &goods);
    for typed in ["ifq,f", "shayba", "шайюа"] {
        let whole = page_of(&mirror, &query(typed));
        assert!(
            whole.rows.len() > 5 && whole.reading.text().is_some(),
            "{typed}: {:?}",
            whole.reading
        );
        let mut windows = Vec::new();
        while windows.len() < whole.rows.len() {
            let page = mirror.goods(&query(typed), windows.len(), 3, &Cancel::new()).unwrap();
            assert_eq!(page.reading, whole.reading, "{typed}");
            windows.extend(page.rows);
        }
        assert!(windows == whole.rows, "{typed}");
        let by_name = GoodsQuery {
            sort: Sort {
                by: SortBy::Name,
                is_descending: false,
            },
            ..query(typed)
        };
        let by_name = page_of(&mirror, &by_name);
        assert_eq!(
            (by_name.rows.len(), &by_name.reading),
            (whole.rows.len(), &whole.reading),
            "{typed}"
        );
    }
}

#[test]
fn a_word_is_proposed_as_soon_as_the_goods_have_it_and_no_longer() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = with(&dir, &[item("a", "1", "Гайка")]);
    assert_eq!(page_of(&mirror, &query("ботл")).reading, Reading::AsTyped);
    let change = |name: &str, from| {
        let rows = rows_of_items(&[item("a", "1", name)]);
        mirror
            .feeds()
            .apply_changes(&catalogue(), &page("e", from, &rows))
            .unwrap();
    };
    change("Болт", 1);
    assert_eq!(page_of(&mirror, &query("ботл")).reading, corrected("болт"));
    change("Винт", 2);
    assert_eq!(page_of(&mirror, &query("ботл")).reading, Reading::AsTyped);
}

#[test]
fn nothing_is_proposed_before_words_can_be_searched() {
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    load(mirror.feeds(), &catalogue(), "e", 1, &rows_of_items(&shop()));
    mirror.warm_search().unwrap();
    assert_eq!(page_of(&mirror, &query(",jkn")).reading, Reading::AsTyped);
    mirror.build_search().unwrap();
    mirror.warm_search().unwrap();
    assert_eq!(page_of(&mirror, &query(",jkn")).reading, layout("болт"));
}

/// Believable goods, built once.
static GOODS: LazyLock<(tempfile::TempDir, Mirror, Vec<ItemRow>)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let goods = items(300);
    let mirror = with(&dir, &goods);
    (dir, mirror, goods)
});

fn as_typed(typed: &str) -> Vec<String> {
    let found = GOODS
        .1
        .find_items(&Sight::default(), typed, 1_000, &Cancel::new())
        .unwrap();
    found.into_iter().map(|item| item.as_str().to_owned()).collect()
}

fn check_is_honest(typed: &str) {
    if typed.trim().is_empty() {
        // No search: everything is listed.
        return;
    }
    let page = page_of(&GOODS.1, &query(typed));
    let plain = as_typed(typed);
    if !plain.is_empty() {
        assert_eq!(
            (page.reading.clone(), keys(&page)),
            (Reading::AsTyped, plain.iter().map(String::as_str).collect()),
            "{typed}"
        );
    }
    match page.reading.text() {
        None => assert_eq!(keys(&page), plain, "{typed}"),
        Some(text) => {
            assert!(!page.rows.is_empty(), "{typed}: {text}");
            assert_eq!(keys(&page), as_typed(text), "{typed}: {text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn as_typed_wins_and_what_is_said_is_what_was_searched(typed in "[a-zа-яіїєґё0-9\\[\\];',./ -]{0,14}") {
        check_is_honest(&typed);
    }

    #[test]
    fn so_it_is_for_names_with_a_mistake(seed in 1_u64..1_000_000) {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let goods = &GOODS.2;
        let name = &goods[dice.roll(goods.len())].name;
        let mut letters: Vec<char> = name.chars().take(4 + dice.roll(20)).collect();
        let at = dice.roll(letters.len() - 1);
        match dice.roll(4) {
            0 => letters.swap(at, at + 1),
            1 => drop(letters.remove(at)),
            2 => letters.insert(at, letters[at]),
            _ => letters[at] = 'ж',
        }
        check_is_honest(&letters.into_iter().collect::<String>());
    }
}
