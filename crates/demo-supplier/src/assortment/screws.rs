//! For wood, metal sheet and walls: self-tapping screws, anchors, nails.

use super::fasteners::{COLOURS, maker};
use super::{Item, UnitOfSale};
use crate::digits::Choices;

/// Code, name, group, sold by weight.
const SCREWS: [(&str, &str, &str, bool); 8] = [
    ("SSK", "Саморез кровельный с шайбой EPDM", "self-tapping", false),
    ("SGD", "Саморез по гипсокартону и дереву", "self-tapping", false),
    ("SPB", "Саморез с прессшайбой, сверло", "self-tapping", false),
    ("SHU", "Шуруп универсальный потайной", "self-tapping", false),
    ("GLU", "Шуруп сантехнический (глухарь) DIN 571", "self-tapping", false),
    ("DGV", "Дюбель-гвоздь с потайным бортиком", "anchors", false),
    ("AKL", "Анкер клиновой", "anchors", false),
    ("GVS", "Гвоздь строительный ГОСТ 4028-63", "nails", true),
];

/// Diameter as written, and in tenths of a millimetre.
type Diameter = (&'static str, u64);

const SCREW_DIAMETERS: [Diameter; 10] = [
    ("3,0", 30),
    ("3,5", 35),
    ("3,8", 38),
    ("4,2", 42),
    ("4,8", 48),
    ("5,0", 50),
    ("5,5", 55),
    ("6,0", 60),
    ("8,0", 80),
    ("10,0", 100),
];

const ANCHOR_DIAMETERS: [Diameter; 10] = [
    ("5", 50),
    ("6", 60),
    ("8", 80),
    ("10", 100),
    ("12", 120),
    ("14", 140),
    ("16", 160),
    ("18", 180),
    ("20", 200),
    ("24", 240),
];

const SCREW_LENGTHS_MM: [u64; 16] = [16, 19, 25, 29, 32, 35, 41, 45, 51, 55, 64, 70, 76, 90, 102, 120];

const SCREW_COATINGS: [(&str, &str, u64); 5] = [
    ("ZN", "цинк", 100),
    ("YZN", "жёлтый цинк", 106),
    ("PH", "фосфат", 94),
    ("RU", "покрытие 1000 ч", 160),
    ("A2", "нерж. А2", 330),
];

pub(super) const COMBINATIONS: u64 = 8 * 10 * 16 * 5 * 8 * 2;

/// A self-tapping screw, an anchor or a nail.
pub(super) fn screw(mut choices: Choices) -> Item {
    let (code, kind, group, is_by_weight) = choices.one(&SCREWS);
    let is_anchor = group == "anchors";
    let (diameter, tenths_mm) = choices.one(if is_anchor { &ANCHOR_DIAMETERS } else { &SCREW_DIAMETERS });
    let length = choices.one(&SCREW_LENGTHS_MM) * if is_anchor { 2 } else { 1 };
    let (coating_code, coating, percent) = choices.one(&SCREW_COATINGS);
    let (maker, maker_code) = maker(&mut choices);
    let is_packed = choices.below(2) == 1;
    let piece_kopecks = 28 + tenths_mm * tenths_mm * length * percent / 260_000;
    let (unit, packs, price_kopecks, unit_code, unit_words) = match (is_by_weight, is_packed) {
        (true, false) => (
            UnitOfSale::Kilogram,
            vec![5, 25],
            9_500 * percent / 100 + 4_000 / length,
            "-KG",
            "",
        ),
        (true, true) => (UnitOfSale::Pack, vec![5], 50_000 * percent / 100, "-P5", ", 5 кг"),
        (false, true) => (UnitOfSale::Pack, vec![20], piece_kopecks * 190, "-P200", ", 200 шт"),
        (false, false) => (UnitOfSale::Piece, vec![200, 1_000], piece_kopecks, "", ""),
    };
    Item {
        name: format!("{kind} {diameter}х{length} {coating}{unit_words}"),
        full_name: format!("{kind} {diameter}х{length} мм, {coating}, {maker}{unit_words}"),
        article: format!("{code}-{tenths_mm}x{length}-{coating_code}-{maker_code}{unit_code}"),
        group,
        unit,
        packs,
        maker,
        properties: vec![
            ("diameter", diameter.to_owned()),
            ("length", length.to_string()),
            (
                "material",
                if coating_code == "A2" {
                    "Нержавеющая сталь"
                } else {
                    "Углеродистая сталь"
                }
                .to_owned(),
            ),
        ],
        price_kopecks,
        axis: COLOURS,
        barcode_prefix: 462,
    }
}
