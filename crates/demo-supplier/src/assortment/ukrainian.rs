//! Goods of the Ukrainian branch, named in Ukrainian.

use super::{Axis, Item, UnitOfSale};
use crate::digits::Choices;

/// Code, name, group, sold by the metre, how many times dearer than a screw of the size.
const KINDS: [(&str, &str, &str, bool, u64); 14] = [
    ("UBM", "Болт меблевий", "ua-fasteners", false, 1),
    ("UBS", "Болт із шестигранною головкою", "ua-fasteners", false, 1),
    ("UGV", "Гвинт із потайною головкою", "ua-fasteners", false, 1),
    ("UES", "Єврошуруп меблевий (конфірмат)", "ua-fasteners", false, 1),
    (
        "USM",
        "Саморіз покрівельний, стійкий до корозії",
        "ua-fasteners",
        false,
        1,
    ),
    ("UAG", "Анкер ґрунтовий гвинтовий", "ua-anchors", false, 12),
    ("UAK", "Анкер клиновий двосторонній", "ua-anchors", false, 5),
    ("UDU", "Дюбель швидкого монтажу", "ua-anchors", false, 1),
    ("UCV", "Цвях будівельний", "ua-fasteners", false, 1),
    ("USH", "Шпилька різьбова з'єднувальна", "ua-fasteners", false, 1),
    ("UGR", "Ґрати вентиляційні оцинковані", "ua-hardware", false, 60),
    ("UKU", "Кутник монтажний посилений", "ua-hardware", false, 8),
    ("ULA", "Ланцюг короткий зварний DIN 766", "ua-hardware", true, 25),
    ("UTR", "Трос сталевий у ПВХ-оболонці DIN 3055", "ua-hardware", true, 15),
];

const DIAMETERS_MM: [u64; 12] = [3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20];

const LENGTHS_MM: [u64; 14] = [16, 20, 25, 30, 40, 50, 60, 70, 80, 100, 120, 140, 160, 200];

const COATINGS: [(&str, &str, u64); 5] = [
    ("ZN", "цинк білий", 100),
    ("YZN", "цинк жовтий", 107),
    ("BK", "без покриття", 90),
    ("A2", "нержавійка А2", 320),
    ("PC", "порошкове фарбування", 140),
];

const MAKERS: [(&str, &str); 4] = [
    ("Запоріжкріплення", "ZK"),
    ("ТОВ \"Метиз-Україна\"", "MU"),
    ("Галицький ґвинт & Ко", "GG"),
    ("Київметиз", "KM"),
];

const COLOURS: Axis = Axis {
    name: "Колір",
    values: &["білий", "чорний", "коричневий", "зелений"],
};

pub(super) const COMBINATIONS: u64 = 14 * 12 * 14 * 5 * 4;

/// A product of the Ukrainian branch.
pub(super) fn item(mut choices: Choices) -> Item {
    let (code, kind, group, is_by_metre, times) = choices.one(&KINDS);
    let diameter = choices.one(&DIAMETERS_MM);
    let length = choices.one(&LENGTHS_MM);
    let (coating_code, coating, percent) = choices.one(&COATINGS);
    let (maker, maker_code) = choices.one(&MAKERS);
    let (unit, packs, size) = if is_by_metre {
        (
            UnitOfSale::Metre,
            vec![50, 200],
            format!("{diameter} мм, бухта {length} м"),
        )
    } else {
        (
            UnitOfSale::Piece,
            vec![if diameter < 8 { 200 } else { 50 }],
            format!("{diameter}х{length}"),
        )
    };
    Item {
        name: format!("{kind} {size} {coating}"),
        full_name: format!("{kind} {size}, {coating}, {maker}"),
        article: format!("{code}-{diameter}x{length}-{coating_code}-{maker_code}"),
        group,
        unit,
        packs,
        maker,
        properties: vec![("diameter", diameter.to_string()), ("length", length.to_string())],
        price_kopecks: (60 + diameter * diameter * (length + 20) * percent / 9_000) * times,
        axis: COLOURS,
        barcode_prefix: 482,
    }
}
