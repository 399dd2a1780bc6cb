//! Tyres: size, season, brand, model.

use super::{Axis, Item, UnitOfSale};
use crate::digits::Choices;

/// Seasons, for the classifier.
pub(crate) const SEASONS: [&str; 4] = ["Лето", "Зима, шипы", "Зима, без шипов", "Всесезонные"];

const WIDTHS_MM: [u64; 14] = [155, 165, 175, 185, 195, 205, 215, 225, 235, 245, 255, 265, 275, 285];

const PROFILES: [u64; 9] = [35, 40, 45, 50, 55, 60, 65, 70, 75];

const RIMS_INCH: [u64; 8] = [13, 14, 15, 16, 17, 18, 19, 20];

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

pub(super) const COMBINATIONS: u64 = 14 * 9 * 8 * 3 * 10 * 4;

/// A car tyre.
pub(super) fn tyre(mut choices: Choices) -> Item {
    let (season, group, season_code, season_word) = choices.one(&KINDS);
    let width = choices.one(&WIDTHS_MM);
    let profile = choices.one(&PROFILES);
    let rim = choices.one(&RIMS_INCH);
    let (brand, brand_code) = choices.one(&BRANDS);
    let (model, model_code) = choices.one(&MODELS);
    let size = format!("{width}/{profile} R{rim}");
    let load = 62 + (width - 155) / 5 + (profile - 35) / 5 * 2 + (rim - 13);
    let plain_kopecks = width * 900 + rim * rim * 1_100 + (75 - profile) * 1_500;
    let season_percent = if season_code == "Z" { 115 } else { 100 };
    let speed = if rim > 16 { "V" } else { "T" };
    Item {
        name: format!("Шина {season_word} {brand} {model} {size} {load}{speed}"),
        full_name: format!("Шина автомобильная {season_word} {brand} {model} {size}, индекс {load}{speed}"),
        article: format!("{brand_code}{model_code}-{width}{profile}R{rim}-{season_code}"),
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
