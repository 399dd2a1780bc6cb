//! Believable goods and snapshots for tests and measurements.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "each user takes a part"
)]

use cabinet_mirror::{FeedFile, Mirror, Published, Sight};
use cabinet_protocol::feed::{FeedName, Manifest, SegmentInfo};
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::framing::{Change, ChangesPage, KeyedRow};
use cabinet_protocol::rows::{DocumentRow, ItemRow, PackRow, PriceRow, PropertyValueRow, StockRow};
use cabinet_protocol::settlement::ActRow;
use cabinet_sqlite::Key;
use prost::Message;
use std::path::Path;

pub fn key() -> Key {
    Key::from_bytes([5; 32])
}

pub fn open(dir: &Path) -> Mirror {
    Mirror::open(&dir.join("mirror.db"), &key()).unwrap()
}

/// All goods at the prices of a list.
pub fn at(list: &str) -> Sight {
    Sight {
        price_type: Some(list.into()),
        ..Sight::default()
    }
}

/// A small deterministic generator: the same goods on every machine.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap()
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

pub const NOUNS: &[&str] = &[
    "Болт",
    "Гайка",
    "Шайба",
    "Саморез",
    "Анкер",
    "Дюбель",
    "Шпилька",
    "Винт",
    "Хомут",
    "Заклёпка",
    "Гвинт",
    "Цвях",
    "Кільце",
    "Сверло",
    "Бур",
    "Диск отрезной",
    "Круг шлифовальный",
    "Ключ рожковый",
    "Отвёртка",
    "Шуруповёрт",
    "Перфоратор",
    "Рулетка",
    "Уровень",
    "Шина",
    "Камера",
    "Перчатки",
    "Кабель",
    "Розетка",
    "Удлинитель",
    "Лампа",
];
pub const ADJECTIVES: &[&str] = &[
    "оцинкованный",
    "нержавеющий",
    "чёрный",
    "высокопрочный",
    "потайной",
    "полукруглый",
    "самонарезающий",
    "мебельный",
    "кровельный",
    "усиленный",
    "универсальный",
    "шестигранный",
    "пружинный",
    "стопорный",
    "термостойкий",
    "зимняя",
];
pub const MAKERS: &[&str] = &[
    "Зубр",
    "Makita",
    "Bosch",
    "Fischer",
    "Каліброн",
    "Nokian",
    "Wurth",
    "Метиз-Комплект",
];
pub const STANDARDS: &[&str] = &[
    "DIN 933",
    "DIN 934",
    "DIN 125",
    "ГОСТ 7798",
    "ГОСТ 5915",
    "ISO 4017",
    "DIN 7504",
    "ТУ 14",
];
pub const HEADS: &[&str] = &[
    "с шестигранной головкой",
    "с полукруглой головкой",
    "с внутренним шестигранником",
    "с буртиком",
];
pub const MATERIALS: &[&str] = &["сталь углеродистая", "сталь А2", "сталь А4", "латунь Л63", "полиамид"];
pub const COATINGS: &[&str] = &["цинк белый", "цинк жёлтый", "горячий цинк", "фосфат", "без покрытия"];

pub fn item(number: usize) -> ItemRow {
    let mut dice = Dice(
        (number as u64)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .wrapping_add(88_172_645_463_325_252),
    );
    for _ in 0..4 {
        dice.roll(2);
    }
    let noun = dice.pick(NOUNS);
    let adjective = dice.pick(ADJECTIVES);
    let maker = dice.pick(MAKERS);
    let standard = dice.pick(STANDARDS);
    let (thread, length) = ([4, 5, 6, 8, 10, 12, 16, 20][dice.roll(8)], 10 + 5 * dice.roll(30));
    let product = format!(
        "{:08x}-{:04x}-11e9-80c4-{:012x}",
        dice.roll(1 << 31),
        dice.roll(1 << 16),
        number
    );
    let (key, variant) = if dice.roll(3) == 0 {
        (
            format!("{product}#{:08x}-77aa-11ea-9d2b-{:012x}", dice.roll(1 << 31), number),
            format!("длина {length}"),
        )
    } else {
        (product, String::new())
    };
    // Two thirds of the goods of a real 1C have a full name that says more.
    let full_name = match dice.roll(3) {
        0 => String::new(),
        _ => format!(
            "{noun} {} {adjective}, {}, {}, резьба метрическая М{thread}, длина {length} мм, {maker}",
            dice.pick(HEADS),
            dice.pick(MATERIALS),
            dice.pick(COATINGS)
        ),
    };
    ItemRow {
        item: key,
        full_name,
        article: format!(
            "{}-{:05}{}",
            ["МШ", "BLT", "КР", "ZX", "АС", "77"][dice.roll(6)],
            number,
            ["", "/А", "-1", ".2"][dice.roll(4)]
        ),
        name: format!(
            "{noun} {adjective} М{thread}х{length} {standard} {maker}{}{variant}",
            if variant.is_empty() { "" } else { ", " }
        ),
        variant,
        barcode: if dice.roll(3) == 0 {
            format!("46{number:011}")
        } else {
            String::new()
        },
        unit: "шт".to_owned(),
        unit_code: "796".to_owned(),
        group: Some(format!("group-{:03}", dice.roll(240))),
        vat: "20".to_owned(),
        packs: vec![PackRow {
            unit: "упак".to_owned(),
            unit_code: "778".to_owned(),
            units_milli: 100_000,
        }],
        properties: (0..3)
            .map(|n| PropertyValueRow {
                name: format!("Свойство {n}"),
                value: dice.pick(ADJECTIVES).to_owned(),
                property: format!("p{n}"),
            })
            .collect(),
        description: if dice.roll(4) == 0 {
            "Для крепления в бетоне и кирпиче. ".repeat(4)
        } else {
            String::new()
        },
        maker: maker.to_owned(),
        weight_g: dice.roll(900) as u64,
        volume_cm3: dice.roll(900) as u64,
        is_stale: false,
    }
}

/// Items in the order of keys, as a gateway sends them.
pub fn items(count: usize) -> Vec<ItemRow> {
    let mut items: Vec<_> = (0..count).map(item).collect();
    items.sort_by(|a, b| a.item.cmp(&b.item));
    items
}

pub fn rows_of_items(items: &[ItemRow]) -> Vec<KeyedRow> {
    items
        .iter()
        .map(|item| KeyedRow {
            key: item.item.clone(),
            body: item.encode_to_vec(),
        })
        .collect()
}

pub fn price_row(item: &str, price_micro: i64) -> KeyedRow {
    let row = PriceRow {
        item: item.to_owned(),
        price_micro,
        currency: "RUB".to_owned(),
    };
    KeyedRow {
        key: item.to_owned(),
        body: row.encode_to_vec(),
    }
}

pub fn stock_row(item: &str, quantity_milli: i64) -> KeyedRow {
    let row = StockRow {
        item: item.to_owned(),
        quantity_milli,
        level: String::new(),
    };
    KeyedRow {
        key: item.to_owned(),
        body: row.encode_to_vec(),
    }
}

pub fn rows_of_prices(items: &[ItemRow], list: usize) -> Vec<KeyedRow> {
    let price = |n: usize| i64::try_from((n * 7919 + list * 13) % 100_000).unwrap() * 10_000;
    items
        .iter()
        .enumerate()
        .map(|(n, item)| price_row(&item.item, price(n)))
        .collect()
}

pub fn rows_of_stock(items: &[ItemRow], warehouse: usize) -> Vec<KeyedRow> {
    let quantity = |n: usize| i64::try_from((n * 31 + warehouse * 7) % 50).unwrap() * 1000;
    items
        .iter()
        .enumerate()
        .map(|(n, item)| stock_row(&item.item, quantity(n)))
        .collect()
}

/// A manifest over segments of at most `segment_rows` rows.
pub fn snapshot(
    feed: &FeedName,
    epoch: &str,
    at_seq: u64,
    rows: &[KeyedRow],
    segment_rows: usize,
) -> (Manifest, Vec<Vec<KeyedRow>>) {
    let segments: Vec<Vec<KeyedRow>> = rows.chunks(segment_rows).map(<[KeyedRow]>::to_vec).collect();
    let infos = segments.iter().enumerate().map(|(n, rows)| SegmentInfo {
        blake3: format!("{epoch}-{at_seq}-{n}"),
        bytes: 0,
        raw_bytes: 0,
        rows: rows.len() as u64,
    });
    let manifest = Manifest {
        feed: feed.clone(),
        epoch: epoch.to_owned(),
        at_seq,
        schema: cabinet_protocol::ROW_SCHEMA,
        rows: rows.len() as u64,
        cursor: format!("{epoch}/{at_seq}"),
        true_at_ms: 1_000 + i64::try_from(at_seq).unwrap(),
        segments: infos.collect(),
        feed_hash: Some(hash_of(rows)),
    };
    (manifest, segments)
}

pub fn hash_of(rows: &[KeyedRow]) -> FeedHash {
    rows.iter().fold(FeedHash::default(), |sum, row| {
        sum.with(FeedHash::of_row(&row.key, &row.body))
    })
}

pub fn load(file: &FeedFile, feed: &FeedName, epoch: &str, at_seq: u64, rows: &[KeyedRow]) -> Published {
    let (manifest, segments) = snapshot(feed, epoch, at_seq, rows, 16_384);
    load_snapshot(file, &manifest, &segments)
}

pub fn load_snapshot(file: &FeedFile, manifest: &Manifest, segments: &[Vec<KeyedRow>]) -> Published {
    let mut load = file.begin_snapshot(manifest).unwrap();
    for (info, rows) in manifest.segments.iter().zip(segments) {
        load.apply_segment(&info.blake3, rows).unwrap();
    }
    load.publish().unwrap()
}

/// A page with one change for each row; a row without body is a deletion.
pub fn page(epoch: &str, from: u64, rows: &[KeyedRow]) -> ChangesPage {
    let changes: Vec<Change> = rows
        .iter()
        .zip(from + 1..)
        .map(|(row, seq)| Change {
            seq,
            key: row.key.clone(),
            is_deleted: row.body.is_empty(),
            body: row.body.clone(),
        })
        .collect();
    let to = from + changes.len() as u64;
    ChangesPage {
        epoch: epoch.to_owned(),
        from,
        to,
        head: to,
        cursor: format!("{epoch}/{to}"),
        true_at_ms: 9_000,
        changes,
        feed_hash: Vec::new(),
    }
}

pub fn deletion(key: &str) -> KeyedRow {
    KeyedRow {
        key: key.to_owned(),
        body: Vec::new(),
    }
}

pub fn catalogue() -> FeedName {
    FeedName::Catalogue("all".to_owned())
}

pub fn prices(list: usize) -> FeedName {
    FeedName::prices(&format!("list-{list}"))
}

pub fn stock(warehouse: usize) -> FeedName {
    FeedName::stock(&format!("wh-{warehouse}"))
}

/// An act of reconciliation in `doc:<entity>`.
pub fn act_row(id: &str) -> DocumentRow {
    DocumentRow {
        act: Some(ActRow {
            id: id.to_owned(),
            from: "2026-01-01".to_owned(),
            ..ActRow::default()
        }),
        ..DocumentRow::default()
    }
}

/// A row of a feed.
pub fn keyed(key: &str, body: &impl Message) -> KeyedRow {
    KeyedRow {
        key: key.to_owned(),
        body: body.encode_to_vec(),
    }
}
