//! Tyres: size, season, brand, model.

use super::{Axis, Item, UnitOfSale};
use crate::digits::Choices;

/// Seasons, for the classifier.
pub(crate) const SEASONS: [&str; 4] = ["Лето", "Зима, шипы", "Зима, без шипов", "Всесезонные"];

/// Season in the classifier, group, code, word in the name.
const KINDS: [(&str, &str, &str, &str); 3] = [
    ("Лето", "tyres-summer", "L", "летняя"),
    ("Зима, шипы", "tyres-winter", "Z", "зимняя шипованная"),
    ("Всесезонные", "tyres-all", "V", "всесезонная"),
];

/// Brand and its code; all invented.
const BRANDS: [(&str, &str); 10] = [
    ("Ладога Шина", "LD"),
    ("Camargo", "CM"),
    ("Nordvik", "NV"),
    ("Пилигрим", "PG"),
    ("Torrente", "TR"),
    ("Vostok & West", "VW"),
    ("Yarra", "YR"),
    ("Кама-Трейл", "KT"),
    ("Reifenhof", "RF"),
    ("Белый Путь", "BP"),
];

const MODELS: [(&str, &str); 4] = [
    ("Comfort", "C"),
    ("Sport \"R\"", "S"),
    ("Terrain 4x4", "T"),
    ("Ice & Road", "I"),
];

const YEARS: Axis = Axis {
    name: "Год выпуска",
    values: &["2022", "2023", "2024"],
};

const SPEEDS: [&str; 3] = ["T", "H", "V"];

pub(super) const COMBINATIONS: u64 = 3 * 14 * 6 * 4 * 10 * 4 * 3;

/// A car tyre.
pub(super) fn tyre(mut choices: Choices) -> Item {
    let (season, group, season_code, season_word) = choices.one(&KINDS);
    // Wider tyres are lower and stand on larger rims.
    let step = choices.below(14);
    let width = 155 + step * 10;
    let profile = 80 - step / 4 * 5 - choices.below(6) * 5;
    let rim = 13 + step / 3 + choices.below(4);
    let (brand, brand_code) = choices.one(&BRANDS);
    let (model, model_code) = choices.one(&MODELS);
    let size = format!("{width}/{profile} R{rim}");
    let load = 62 + (width - 155) / 4 + (profile - 40) / 5 * 2 + (rim - 13);
    let plain_kopecks = width * 900 + rim * rim * 1_100 + (80 - profile) * 1_500;
    let season_percent = if season_code == "Z" { 115 } else { 100 };
    let speed = choices.one(&SPEEDS);
    Item {
        name: format!("Шина {season_word} {brand} {model} {size} {load}{speed}"),
        full_name: format!("Шина автомобильная {season_word} {brand} {model} {size}, индекс {load}{speed}"),
        article: format!("{brand_code}{model_code}-{width}{profile}R{rim}{speed}-{season_code}"),
        group,
        unit: UnitOfSale::Piece,
        packs: vec![4],
        maker: brand,
        properties: vec![("season", season.to_owned()), ("tyre-size", size)],
        // Whole roubles.
        price_kopecks: plain_kopecks * season_percent / 10_000 * 100,
        axis: YEARS,
        barcode_prefix: 466,
    }
}
