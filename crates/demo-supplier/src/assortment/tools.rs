//! Drills, wrenches, abrasive discs.

use super::{Axis, Item, UnitOfSale};
use crate::digits::Choices;

/// Materials of tools and fasteners, for the classifier.
pub(crate) const MATERIALS: [&str; 7] = [
    "Углеродистая сталь",
    "Нержавеющая сталь",
    "HSS",
    "HSS-Co 5%",
    "Твёрдый сплав",
    "Хром-ванадиевая сталь",
    "Электрокорунд",
];

/// Brand and its code in articles; all invented.
const BRANDS: [(&str, &str); 12] = [
    ("Kraftmann", "KR"),
    ("Тверьинструмент", "TV"),
    ("Rennbohr", "RB"),
    ("Искра-М", "IM"),
    ("Nordhaus", "NH"),
    ("Stahlwerk", "ST"),
    ("ЗУБИЛО", "ZB"),
    ("Vektor Pro", "VP"),
    ("Hammer & Sohn", "HS"),
    ("Мастер \"Ок\"", "MO"),
    ("Tekiro", "TK"),
    ("Дніпро-Інструмент", "DI"),
];

/// Code, name, group, material, per cent of the price of a plain drill, thinnest in tenths of a millimetre.
const DRILLS: [(&str, &str, &str, &str, u64, u64); 8] = [
    ("SM", "Сверло по металлу HSS DIN 338", "drills-metal", "HSS", 100, 10),
    (
        "SC",
        "Сверло по металлу кобальтовое HSS-Co",
        "drills-metal",
        "HSS-Co 5%",
        260,
        10,
    ),
    ("SL", "Сверло по металлу левое HSS", "drills-metal", "HSS", 140, 10),
    ("SB", "Сверло по бетону", "drills-concrete", "Твёрдый сплав", 90, 30),
    ("BP", "Бур SDS-plus", "drills-concrete", "Твёрдый сплав", 210, 40),
    ("BM", "Бур SDS-max", "drills-concrete", "Твёрдый сплав", 620, 120),
    (
        "SD",
        "Сверло по дереву спиральное",
        "drills-wood",
        "Углеродистая сталь",
        85,
        30,
    ),
    (
        "SP",
        "Сверло по дереву перовое",
        "drills-wood",
        "Углеродистая сталь",
        95,
        60,
    ),
];

const DRILL_LENGTHS: [(&str, &str, u64); 4] = [
    ("K", "короткая серия", 90),
    ("S", "средняя серия", 100),
    ("U", "удлинённая серия", 170),
    ("L", "длинная серия", 240),
];

const PER_BLISTER: [(&str, &str, u64); 3] = [("", "", 1), ("-5", ", 5 шт", 5), ("-10", ", 10 шт", 10)];

/// Code, name, group.
const WRENCHES: [(&str, &str, &str); 10] = [
    ("KK", "Ключ комбинированный", "wrenches"),
    ("KR", "Ключ рожковый", "wrenches"),
    ("KN", "Ключ накидной", "wrenches"),
    ("KT", "Ключ комбинированный трещоточный", "wrenches"),
    ("G14", "Головка торцевая 1/4\"", "sockets"),
    ("G38", "Головка торцевая 3/8\"", "sockets"),
    ("G12", "Головка торцевая 1/2\"", "sockets"),
    ("G34", "Головка торцевая ударная 3/4\"", "sockets"),
    ("SHG", "Ключ шестигранный", "wrenches"),
    ("TRX", "Бита торцевая", "sockets"),
];

const FINISHES: [(&str, &str, u64); 4] = [
    ("CR", "хром", 100),
    ("SA", "сатин", 108),
    ("PH", "фосфат", 92),
    ("ZN", "цинк", 88),
];

/// Code, name, material of work.
const DISCS: [(&str, &str, &str); 5] = [
    ("OM", "Круг отрезной по металлу", "discs-cutting"),
    ("OK", "Круг отрезной по камню", "discs-cutting"),
    ("ZM", "Круг зачистной по металлу", "discs-grinding"),
    ("LT", "Круг лепестковый торцевой", "discs-grinding"),
    ("AD", "Диск алмазный сегментный", "discs-diamond"),
];

const DISC_DIAMETERS_MM: [u64; 8] = [76, 100, 115, 125, 150, 180, 230, 300];

const DISC_THICKNESSES: [(&str, u64); 5] = [("1,0", 10), ("1,6", 16), ("2,5", 25), ("3,2", 32), ("6,0", 60)];

const GRITS: [u64; 10] = [24, 30, 36, 40, 60, 80, 100, 120, 150, 180];

const EXECUTION: Axis = Axis {
    name: "Исполнение",
    values: &["россыпь", "блистер", "пластиковая туба", "картонная коробка"],
};

const HANDLE: Axis = Axis {
    name: "Цвет рукоятки",
    values: &["красный", "синий", "чёрный"],
};

pub(super) const DRILL_COMBINATIONS: u64 = 8 * 70 * 4 * 12 * 3;
pub(super) const WRENCH_COMBINATIONS: u64 = 10 * 45 * 12 * 4;
pub(super) const DISC_COMBINATIONS: u64 = 5 * 8 * 5 * 10 * 12;

/// A drill.
pub(super) fn drill(mut choices: Choices) -> Item {
    let (code, kind, group, material, kind_percent, thinnest) = choices.one(&DRILLS);
    // By 0.2 mm, then by half a millimetre.
    let step = choices.below(70);
    let tenths_mm = thinnest + if step < 40 { step * 2 } else { 80 + (step - 39) * 5 };
    let (length_code, length, length_percent) = choices.one(&DRILL_LENGTHS);
    let (brand, brand_code) = choices.one(&BRANDS);
    let (count_code, count_words, count) = choices.one(&PER_BLISTER);
    let diameter = format!("{},{}", tenths_mm / 10, tenths_mm % 10);
    let piece_kopecks =
        (1_900 + tenths_mm * tenths_mm / 2 + tenths_mm * 14) * kind_percent / 100 * length_percent / 100;
    Item {
        name: format!("{kind} {diameter} мм {length} {brand}{count_words}"),
        full_name: format!("{kind}, диаметр {diameter} мм, {length}, {material}, {brand}{count_words}"),
        article: format!("{brand_code}-{code}{tenths_mm:03}{length_code}{count_code}"),
        group,
        unit: if count == 1 {
            UnitOfSale::Piece
        } else {
            UnitOfSale::Pack
        },
        packs: vec![10, 100],
        maker: brand,
        properties: vec![("diameter", diameter), ("material", material.to_owned())],
        price_kopecks: piece_kopecks * count * if count == 1 { 100 } else { 93 } / 100,
        axis: EXECUTION,
        barcode_prefix: 463,
    }
}

/// A wrench, a socket or a bit.
pub(super) fn wrench(mut choices: Choices) -> Item {
    let (code, kind, group) = choices.one(&WRENCHES);
    let size = 6 + choices.below(45);
    let (brand, brand_code) = choices.one(&BRANDS);
    let (finish_code, finish, percent) = choices.one(&FINISHES);
    Item {
        name: format!("{kind} {size} мм {finish} {brand}"),
        full_name: format!("{kind}, размер {size} мм, хром-ванадий, покрытие {finish}, {brand}"),
        article: format!("{brand_code}-{code}-{size:02}-{finish_code}"),
        group,
        unit: UnitOfSale::Piece,
        packs: vec![if size < 20 { 12 } else { 6 }],
        maker: brand,
        properties: vec![
            ("diameter", size.to_string()),
            ("material", "Хром-ванадиевая сталь".to_owned()),
        ],
        price_kopecks: (9_900 + size * size * 28) * percent / 100,
        axis: HANDLE,
        barcode_prefix: 464,
    }
}

/// A disc for an angle grinder.
pub(super) fn disc(mut choices: Choices) -> Item {
    let (code, kind, group) = choices.one(&DISCS);
    let diameter = choices.one(&DISC_DIAMETERS_MM);
    let (thickness, tenths_mm) = choices.one(&DISC_THICKNESSES);
    let grit = choices.one(&GRITS);
    let (brand, brand_code) = choices.one(&BRANDS);
    let grain = match group {
        "discs-cutting" => format!("A{grit}R-BF"),
        "discs-grinding" => format!("P{grit}"),
        _ => format!("D{grit}"),
    };
    let bore = if diameter < 100 { "10" } else { "22,23" };
    let percent = if group == "discs-diamond" { 900 } else { 100 };
    Item {
        name: format!("{kind} {diameter}х{thickness}х{bore} {grain} {brand}"),
        full_name: format!("{kind} {diameter}х{thickness}х{bore} мм, зернистость {grain}, {brand}"),
        article: format!("{brand_code}-{code}{diameter}-{tenths_mm:02}-{grain}"),
        group,
        unit: UnitOfSale::Piece,
        packs: vec![25, 200],
        maker: brand,
        properties: vec![
            ("diameter", diameter.to_string()),
            ("material", "Электрокорунд".to_owned()),
        ],
        price_kopecks: (1_400 + diameter * diameter * (20 + tenths_mm) / 600) * percent / 100,
        axis: EXECUTION,
        barcode_prefix: 465,
    }
}
