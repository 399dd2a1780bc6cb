//! Measures the first load, deltas, search keystroke by keystroke and browsing on believable goods.
//!
//! `cargo run --release -p cabinet-mirror --example search_bench [ITEMS [load]]`. Not a test: figures depend on the machine.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement stops at the first surprise"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use cabinet_mirror::{Each, GoodsQuery, Mirror, PropertyFilter, Sight, Sort, SortBy};
use cabinet_sqlite::Cancel;
use common::{
    ADJECTIVES, Dice, HEADS, NOUNS, STANDARDS, at, catalogue, items, load_snapshot, page, price_row, prices,
    rows_of_items, rows_of_prices, rows_of_stock, snapshot, stock,
};
use std::io::Write;
use std::time::{Duration, Instant};

fn main() {
    let count = std::env::args().nth(1).map_or(46_000, |text| text.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let goods = items(count);
    let cat = snapshot(&catalogue(), "e", 1, &rows_of_items(&goods), 16_384);
    let price_lists: Vec<_> = (0..3)
        .map(|n| snapshot(&prices(n), "e", 1, &rows_of_prices(&goods, n), 16_384))
        .collect();
    let stocks: Vec<_> = (0..3)
        .map(|n| snapshot(&stock(n), "e", 1, &rows_of_stock(&goods, n), 16_384))
        .collect();
    let mirror = common::open(dir.path());

    let start = Stopwatch::new();
    load_snapshot(mirror.feeds(), &cat.0, &cat.1);
    say(&format!("articles searchable          {}", start.read()));
    if std::env::args().nth(2).as_deref() == Some("cat") {
        return;
    }
    mirror.build_search().unwrap();
    say(&format!("words searchable             {}", start.read()));
    for (manifest, segments) in &price_lists {
        load_snapshot(mirror.feeds(), manifest, segments);
    }
    say(&format!("with 3 price lists           {}", start.read()));
    for (manifest, segments) in &stocks {
        load_snapshot(mirror.feeds(), manifest, segments);
    }
    say(&format!("with 3 warehouses, complete  {}", start.read()));
    let bytes: u64 = std::fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum();
    say(&format!("files                        {:>7} KiB", bytes / 1024));

    if std::env::args().nth(2).as_deref() == Some("load") {
        return;
    }
    delta(&mirror, &goods);
    say(&format!(
        "words held in memory         {:>10.1?}",
        time(|| mirror.warm_search().unwrap())
    ));
    keystrokes(&mirror, &goods);
    misses(&mirror);
    pasted(&mirror, &goods);
    filters(&mirror);
    browse(&mirror);
    rich_vocabulary(goods);
}

/// 10,000 lines in the search field.
fn pasted(mirror: &Mirror, goods: &[cabinet_protocol::rows::ItemRow]) {
    let mut dice = Dice(9);
    let lines: Vec<String> = (0..10_000)
        .map(|_| {
            let article = &goods[dice.roll(goods.len())].article;
            match dice.roll(4) {
                0 => format!("{article}\t{} шт", dice.roll(90)),
                1 => article.replace('-', " ").to_lowercase(),
                2 => format!("{article}9"),
                _ => article.clone(),
            }
        })
        .collect();
    let text = lines.join("\r\n");
    let mut found = Vec::new();
    let took = time(|| {
        let entries = cabinet_domain::article::listed(&text).unwrap();
        found = mirror.find_each(&at("list-0"), &entries).unwrap();
    });
    let one = found.iter().filter(|each| matches!(each, Each::One(_))).count();
    say(&format!("{} pasted lines, {one} found: {took:.1?}", found.len()));
}

/// Goods filtered by one, two and three properties, three values each, and the counts beside them.
fn filters(mirror: &Mirror) {
    let all = GoodsQuery::default();
    let first = time(|| drop(mirror.facets(&all, &Cancel::new()).unwrap()));
    say(&format!(
        "properties of all goods, read for the first time: {first:.1?}"
    ));
    for properties in 1..=3 {
        let (mut listed, mut counted) = (Vec::new(), Vec::new());
        let names: Vec<String> = (0..100).map(|round| format!("round {round}")).collect();
        let mut rows = 0;
        for (round, name) in names.iter().enumerate() {
            let filter = |n: usize| PropertyFilter {
                property: format!("p{n}"),
                values: (0..3)
                    .map(|value| ADJECTIVES[(round + n * 5 + value) % ADJECTIVES.len()].to_owned())
                    .collect(),
            };
            let query = GoodsQuery {
                search: ["", "болт", "м8"][round % 3].to_owned(),
                properties: (0..properties).map(filter).collect(),
                sight: at("list-0"),
                ..GoodsQuery::default()
            };
            let start = Instant::now();
            rows += mirror.goods(&query, 0, 50, &Cancel::new()).unwrap().rows.len();
            listed.push((start.elapsed(), name));
            let start = Instant::now();
            drop(mirror.facets(&query, &Cancel::new()).unwrap());
            counted.push((start.elapsed(), name));
        }
        say(&format!("filter by {properties} properties: {rows} rows"));
        spread("first rows", listed);
        spread("counts", counted);
    }
}

/// The same goods with 20,000 more words in their names.
fn rich_vocabulary(mut goods: Vec<cabinet_protocol::rows::ItemRow>) {
    let mut dice = Dice(5);
    let syllables = [
        "ба", "ви", "го", "ду", "же", "зо", "ка", "ли", "мо", "ну", "пе", "ра", "си", "то", "фу", "че",
    ];
    let words: Vec<String> = (0..20_000)
        .map(|_| (0..2 + dice.roll(4)).map(|_| dice.pick(&syllables)).collect())
        .collect();
    for (n, item) in goods.iter_mut().enumerate() {
        item.name = format!("{} {}", item.name, words[n % words.len()]);
    }
    let dir = tempfile::tempdir().unwrap();
    let mirror = common::open(dir.path());
    let (manifest, segments) = snapshot(&catalogue(), "e", 1, &rows_of_items(&goods), 16_384);
    load_snapshot(mirror.feeds(), &manifest, &segments);
    mirror.build_search().unwrap();
    say(&format!(
        "with 20,000 more words held in memory {:.1?}",
        time(|| mirror.warm_search().unwrap())
    ));
    misses(&mirror);
}

fn delta(mirror: &Mirror, goods: &[cabinet_protocol::rows::ItemRow]) {
    let changed: Vec<_> = goods.iter().step_by((goods.len() / 1000).max(1)).take(1000).collect();
    for round in 0..3 {
        let rows: Vec<_> = changed
            .iter()
            .map(|item| price_row(&item.item, 5_000_000 + round))
            .collect();
        let page = page("e", 1 + 1000 * round.unsigned_abs(), &rows);
        let start = Instant::now();
        mirror.feeds().apply_changes(&prices(0), &page).unwrap();
        say(&format!(
            "delta of {} prices         {:>10.1?}",
            rows.len(),
            start.elapsed()
        ));
    }
    let renamed: Vec<_> = changed
        .iter()
        .map(|item| {
            let mut item = (*item).clone();
            item.name.push_str(" новинка");
            item
        })
        .collect();
    let page = page("e", 1, &rows_of_items(&renamed));
    let start = Instant::now();
    mirror.feeds().apply_changes(&catalogue(), &page).unwrap();
    say(&format!(
        "delta of {} names          {:>10.1?}",
        renamed.len(),
        start.elapsed()
    ));
}

fn keystrokes(mirror: &Mirror, goods: &[cabinet_protocol::rows::ItemRow]) {
    let mut dice = Dice(42);
    let mut typed = Vec::new();
    while typed.len() < 3000 {
        let text = match dice.roll(4) {
            0 => goods[dice.roll(goods.len())].article.clone(),
            1 => goods[dice.roll(goods.len())].article.chars().skip(3).collect(),
            2 => format!(
                "{} {} {}",
                dice.pick(NOUNS).to_lowercase(),
                dice.pick(ADJECTIVES),
                dice.pick(STANDARDS)
            ),
            _ => format!(
                "{} м{}х{}",
                dice.pick(NOUNS),
                [6, 8, 10][dice.roll(3)],
                10 + 5 * dice.roll(30)
            ),
        };
        let letters: Vec<char> = text.chars().collect();
        typed.extend((1..=letters.len()).map(|n| letters[..n].iter().collect::<String>()));
    }
    typed.truncate(3000);
    for (name, in_stock_only) in [("keystroke", false), ("keystroke, in stock only", true)] {
        let mut times = Vec::new();
        let mut processor = Vec::new();
        let mut found = 0;
        for text in &typed {
            let query = GoodsQuery {
                search: text.clone(),
                sight: at("list-0"),
                in_stock_only,
                ..GoodsQuery::default()
            };
            let (cpu, start) = (cpu_ns(), Instant::now());
            found += mirror.goods(&query, 0, 50, &Cancel::new()).unwrap().rows.len();
            times.push((start.elapsed(), text));
            if let (Some(before), Some(now)) = (cpu, cpu_ns()) {
                processor.push((Duration::from_nanos(now - before), text));
            }
        }
        say(&format!("{name}: {} queries, {found} rows", times.len()));
        spread("wall", times);
        spread("processor", processor);
    }
}

/// Texts that find nothing as typed, by the way they are read.
fn misses(mirror: &Mirror) {
    let mut dice = Dice(77);
    let mut asked: Vec<(&str, Vec<String>)> = Vec::new();
    let words: Vec<Vec<char>> = (0..500)
        .map(|_| {
            let noun = dice.pick(NOUNS).to_lowercase();
            let all = match dice.roll(3) {
                0 => noun,
                1 => format!("{noun} {}", dice.pick(ADJECTIVES)),
                _ => format!("{} {}", dice.pick(ADJECTIVES), dice.pick(HEADS)),
            };
            all.chars().collect()
        })
        .collect();
    let in_latin = |letters: &Vec<char>| letters.iter().map(|letter| key_of(*letter)).collect::<String>();
    let as_meant = |letters: &Vec<char>| letters.iter().collect::<String>();
    asked.push(("without a mistake", words.iter().map(as_meant).collect()));
    asked.push(("other layout", words.iter().map(in_latin).collect()));
    asked.push((
        "mistakes",
        words
            .iter()
            .map(|letters| {
                let mut letters = letters.clone();
                let at = 1 + dice.roll(letters.len() - 2);
                letters.swap(at, at + 1);
                letters.into_iter().collect()
            })
            .collect(),
    ));
    let latin = |_| {
        let words = [
            "gaika",
            "shayba",
            "shurup",
            "samorez",
            "klyuch",
            "shurupovert",
            "khomut",
            "tsvyah",
            "kiltse",
        ];
        format!(
            "{} {}",
            dice.pick(&words),
            dice.pick(&["ocinkovannyy", "din 933", "nerzhaveyushchiy", ""])
        )
    };
    asked.push(("transliterated", (0..500).map(latin).collect()));
    let nothing = |_| {
        let letters: Vec<char> = "йцукенгшщзхъфывапролджэячсмитьбюqwerty".chars().collect();
        (0..4 + dice.roll(9))
            .map(|_| letters[dice.roll(letters.len())])
            .collect()
    };
    asked.push(("nothing at all", (0..500).map(nothing).collect()));
    for (name, typed) in asked {
        let mut times = Vec::new();
        let mut read = 0;
        for text in &typed {
            let query = GoodsQuery {
                search: text.clone(),
                sight: at("list-0"),
                ..GoodsQuery::default()
            };
            let start = Instant::now();
            let page = mirror.goods(&query, 0, 50, &Cancel::new()).unwrap();
            times.push((start.elapsed(), text));
            read += usize::from(page.reading.text().is_some());
        }
        say(&format!("miss, {name}: {} queries, {read} read otherwise", times.len()));
        spread("wall", times);
    }
}

/// The key of an English keyboard where a letter stands.
fn key_of(letter: char) -> char {
    let (russian, english) = (
        "йцукенгшщзхъфывапролджэячсмитьбюёі",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.`s",
    );
    russian
        .chars()
        .zip(english.chars())
        .find(|(own, _)| *own == letter)
        .map_or(letter, |(_, key)| key)
}

fn spread(name: &str, mut times: Vec<(Duration, &String)>) {
    times.sort();
    let at = |per_mille: usize| times.get(times.len().saturating_sub(1) * per_mille / 1000);
    if let (Some(median), Some(p99), Some(max)) = (at(500), at(990), at(1000)) {
        let slow: Vec<&str> = times.iter().rev().take(6).map(|(_, text)| text.as_str()).collect();
        say(&format!(
            "  {name}: median {:.2?}, p99 {:.2?}, max {:.2?} {slow:?}",
            median.0, p99.0, max.0
        ));
    }
}

fn browse(mirror: &Mirror) {
    for (name, by) in [
        ("order of feed", SortBy::Relevance),
        ("name", SortBy::Name),
        ("article", SortBy::Article),
        ("price", SortBy::Price),
        ("stock", SortBy::Stock),
    ] {
        let query = GoodsQuery {
            sort: Sort {
                by,
                is_descending: false,
            },
            sight: at("list-0"),
            ..GoodsQuery::default()
        };
        let first = time(|| drop(mirror.goods(&query, 0, 60, &Cancel::new()).unwrap()));
        let middle = time(|| drop(mirror.goods(&query, 20_000, 60, &Cancel::new()).unwrap()));
        say(&format!(
            "browse by {name}: first window {first:.1?}, any later {middle:.2?}"
        ));
    }
    let query = GoodsQuery {
        group: Some("group-007".to_owned()),
        in_stock_only: true,
        ..GoodsQuery::default()
    };
    say(&format!(
        "a group, in stock only: {:.1?}",
        time(|| drop(mirror.goods(&query, 0, 60, &Cancel::new()).unwrap()))
    ));
    let query = GoodsQuery {
        search: "болт".to_owned(),
        sort: Sort {
            by: SortBy::Name,
            is_descending: false,
        },
        ..GoodsQuery::default()
    };
    say(&format!(
        "«болт» by name: {:.1?}",
        time(|| drop(mirror.goods(&query, 0, 60, &Cancel::new()).unwrap()))
    ));
    say(&format!(
        "groups with counts: {:.1?}",
        time(|| drop(mirror.groups(&Sight::default()).unwrap()))
    ));
}

/// Wall time, and the time that this thread was on a processor where the system tells it.
struct Stopwatch {
    start: Instant,
    cpu_ns: Option<u64>,
}

impl Stopwatch {
    fn new() -> Self {
        Self {
            start: Instant::now(),
            cpu_ns: cpu_ns(),
        }
    }

    fn read(&self) -> String {
        let wall = self.start.elapsed();
        match (self.cpu_ns, cpu_ns()) {
            (Some(before), Some(now)) => format!("{wall:>10.1?}, processor {:.1?}", Duration::from_nanos(now - before)),
            _ => format!("{wall:>10.1?}"),
        }
    }
}

fn cpu_ns() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()?
        .split(' ')
        .next()?
        .parse()
        .ok()
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
}
