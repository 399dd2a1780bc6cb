//! Metric fasteners: bolts, screws, studs, nuts, washers.

use super::{Axis, Item, UnitOfSale};
use crate::digits::Choices;

/// Metric threads: diameter in millimetres, as written.
pub(crate) const THREADS: [&str; 16] = [
    "М3", "М4", "М5", "М6", "М8", "М10", "М12", "М14", "М16", "М18", "М20", "М22", "М24", "М27", "М30", "М36",
];

const DIAMETERS_MM: [u64; 16] = [3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 27, 30, 36];

/// Coatings and stainless grades: code in the article, word in the name, per cent of the plain price.
pub(crate) const COATINGS: [(&str, &str, u64); 6] = [
    ("ZN", "цинк", 100),
    ("YZN", "жёлтый цинк", 108),
    ("BK", "без покрытия", 88),
    ("HDG", "горячий цинк", 135),
    ("A2", "нерж. А2", 310),
    ("A4", "нерж. А4", 420),
];

/// Strength classes of bolts, of nuts, hardness of washers, classes of stainless steel: four of each.
const BOLT_CLASSES: [&str; 4] = ["5.8", "8.8", "10.9", "12.9"];
const NUT_CLASSES: [&str; 4] = ["5", "8", "10", "12"];
const WASHER_CLASSES: [&str; 4] = ["100HV", "140HV", "200HV", "300HV"];
const STAINLESS_CLASSES: [&str; 4] = ["50", "70", "80", "100"];

/// All of them, for the classifier.
pub(crate) const CLASSES: [[&str; 4]; 4] = [BOLT_CLASSES, NUT_CLASSES, WASHER_CLASSES, STAINLESS_CLASSES];

const MAKERS: [&str; 8] = [
    "Уралметиз",
    "Волжский метизный завод",
    "ООО \"Крепёж & Ко\"",
    "Днепрометиз-Трейд",
    "Schraubwerk Nord",
    "Fixtar",
    "Bullone Alpi",
    "ТД \"Северный болт\"",
];

const MAKER_CODES: [&str; 8] = ["U", "V", "K", "D", "SN", "F", "BA", "SB"];

/// A kind of goods under a standard: code of the article, standard, name, group.
type Kind = (&'static str, &'static str, &'static str, &'static str);

/// With a length and any thread.
const LONG: [Kind; 6] = [
    ("DIN933", "DIN 933", "Болт с шестигранной головкой", "bolts-933"),
    ("DIN931", "DIN 931", "Болт с неполной резьбой", "bolts-931"),
    ("G7798", "ГОСТ 7798-70", "Болт с шестигранной головкой", "bolts-gost"),
    ("DIN6921", "DIN 6921", "Болт с фланцем", "bolts-flange"),
    ("DIN912", "DIN 912", "Винт с внутренним шестигранником", "screws-912"),
    ("DIN976", "DIN 976", "Шпилька резьбовая", "studs"),
];

/// With a length, made up to М14 only …
const LONG_THIN: [Kind; 6] = [
    ("DIN603", "DIN 603", "Болт мебельный", "bolts-603"),
    (
        "DIN7991",
        "DIN 7991",
        "Винт потайной с внутренним шестигранником",
        "screws-912",
    ),
    ("DIN965", "DIN 965", "Винт потайной PH", "screws-machine"),
    (
        "DIN7985",
        "DIN 7985",
        "Винт с полукруглой головкой PH",
        "screws-machine",
    ),
    (
        "G1491",
        "ГОСТ 1491-80",
        "Винт с цилиндрической головкой",
        "screws-machine",
    ),
    ("DIN913", "DIN 913", "Винт установочный", "screws-machine"),
];

/// … and what takes their places above it.
const LONG_THICK: [Kind; 6] = [
    ("DIN961", "DIN 961", "Болт с мелкой резьбой", "bolts-special"),
    ("DIN960", "DIN 960", "Болт с мелкой неполной резьбой", "bolts-special"),
    ("DIN6914", "DIN 6914", "Болт высокопрочный", "bolts-special"),
    ("G52644", "ГОСТ Р 52644-2006", "Болт высокопрочный", "bolts-special"),
    ("DIN444", "DIN 444", "Болт откидной", "bolts-special"),
    ("G3033", "ГОСТ 3033-79", "Болт откидной", "bolts-special"),
];

/// The last thread of [`LONG_THIN`], in millimetres.
const THIN_MM: u64 = 14;

/// Lengths of thin bolts, and of the others before a thick one adds to it.
const SHORT_LENGTHS_MM: [u64; 26] = [
    6, 8, 10, 12, 14, 16, 18, 20, 22, 25, 28, 30, 32, 35, 38, 40, 42, 45, 48, 50, 55, 60, 65, 70, 75, 80,
];
const LENGTHS_MM: [u64; 26] = [
    10, 12, 16, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 90, 100, 110, 120, 130, 140, 150, 160, 180, 200,
];

/// Without a length.
const SHORT: [Kind; 8] = [
    ("DIN934", "DIN 934", "Гайка шестигранная", "nuts"),
    ("DIN985", "DIN 985", "Гайка самоконтрящаяся", "nuts-lock"),
    ("DIN6923", "DIN 6923", "Гайка с фланцем", "nuts"),
    ("DIN1587", "DIN 1587", "Гайка колпачковая", "nuts"),
    ("G5915", "ГОСТ 5915-70", "Гайка шестигранная", "nuts"),
    ("DIN125", "DIN 125", "Шайба плоская", "washers"),
    ("DIN127", "DIN 127", "Шайба пружинная (гровер)", "washers"),
    ("DIN9021", "DIN 9021", "Шайба увеличенная", "washers"),
];

/// Standards of all lists, for the classifier.
pub(crate) fn standards() -> Vec<&'static str> {
    LONG.iter()
        .chain(&LONG_THIN)
        .chain(&LONG_THICK)
        .chain(&SHORT)
        .map(|(_, standard, _, _)| *standard)
        .collect()
}

/// RAL colours of painted heads.
pub(super) const COLOURS: Axis = Axis {
    name: "Цвет",
    values: &[
        "RAL 3005 винно-красный",
        "RAL 8017 шоколад",
        "RAL 9003 белый",
        "RAL 6005 зелёный мох",
        "RAL 7024 графит",
    ],
};

pub(super) const BOLT_COMBINATIONS: u64 = 12 * 16 * 26 * 6 * 4 * 8;
pub(super) const NUT_COMBINATIONS: u64 = 8 * 16 * 6 * 4 * 8 * 3;

/// A bolt, a machine screw or a stud.
pub(super) fn bolt(mut choices: Choices) -> Item {
    let kind_at = choices.below(12);
    let thread = Thread::choose(&mut choices);
    let (code, standard, kind, group) = long_kind(kind_at, thread.diameter_mm);
    let grade = Grade::choose(&mut choices, BOLT_CLASSES);
    let length_at = choices.below(26);
    let (maker, maker_code) = maker(&mut choices);
    let length = length_mm(length_at, thread.diameter_mm, group);
    let volume = thread.diameter_mm * thread.diameter_mm * (length + thread.diameter_mm * 2);
    let size = format!("{}х{length}", thread.name);
    Item {
        name: format!("{kind} {standard} {size} {}", grade.words),
        full_name: format!("{kind} {standard} {size}, {}, {maker}", grade.words),
        article: format!(
            "{code}-{}x{length}-{}-{}-{maker_code}",
            thread.diameter_mm, grade.class, grade.coating_code
        ),
        group,
        unit: UnitOfSale::Piece,
        packs: packs(volume),
        maker,
        properties: vec![
            ("standard", standard.to_owned()),
            ("thread", thread.name.to_owned()),
            ("length", length.to_string()),
            ("coating", grade.coating.to_owned()),
            ("class", grade.class.to_owned()),
        ],
        price_kopecks: 25 + volume * grade.percent / 3_400,
        axis: COLOURS,
        barcode_prefix: 460,
    }
}

/// One of twelve kinds; the last six are other goods above М14.
fn long_kind(at: u64, diameter_mm: u64) -> Kind {
    let other = if diameter_mm <= THIN_MM {
        &LONG_THIN
    } else {
        &LONG_THICK
    };
    LONG.iter()
        .chain(other)
        .nth(usize::try_from(at).unwrap_or_default())
        .copied()
        .unwrap_or_default()
}

/// A thick bolt begins longer; studs are cut from bars.
fn length_mm(at: u64, diameter_mm: u64, group: &str) -> u64 {
    let lengths = if diameter_mm <= 5 {
        &SHORT_LENGTHS_MM
    } else {
        &LENGTHS_MM
    };
    let length = lengths
        .get(usize::try_from(at).unwrap_or_default())
        .copied()
        .unwrap_or_default();
    if group == "studs" {
        length * 10
    } else {
        length + diameter_mm / 8 * 10
    }
}

/// A nut or a washer.
pub(super) fn nut(mut choices: Choices) -> Item {
    let (code, standard, kind, group) = choices.one(&SHORT);
    let thread = Thread::choose(&mut choices);
    let classes = if group == "washers" {
        WASHER_CLASSES
    } else {
        NUT_CLASSES
    };
    let grade = Grade::choose(&mut choices, classes);
    let (maker, maker_code) = maker(&mut choices);
    let (unit, unit_code, unit_words) = choices.one(&[
        (UnitOfSale::Piece, "", ""),
        (UnitOfSale::Pack, "-P100", ", 100 шт"),
        (UnitOfSale::Kilogram, "-KG", ", вес"),
    ]);
    let volume = thread.diameter_mm * thread.diameter_mm * thread.diameter_mm;
    let piece_kopecks = 12 + volume * grade.percent / 2_600;
    let (price_kopecks, packs) = match unit {
        UnitOfSale::Pack => (piece_kopecks * 95, vec![10]),
        UnitOfSale::Kilogram => (18_000 * grade.percent / 100 + thread.diameter_mm * 10, vec![5, 25]),
        UnitOfSale::Piece | UnitOfSale::Metre => (piece_kopecks, packs(volume)),
    };
    Item {
        name: format!("{kind} {standard} {} {}{unit_words}", thread.name, grade.words),
        full_name: format!(
            "{kind} {standard} {}, {}, {maker}{unit_words}",
            thread.name, grade.words
        ),
        article: format!(
            "{code}-{}-{}-{}-{maker_code}{unit_code}",
            thread.diameter_mm, grade.class, grade.coating_code
        ),
        group,
        unit,
        packs,
        maker,
        properties: vec![
            ("standard", standard.to_owned()),
            ("thread", thread.name.to_owned()),
            ("coating", grade.coating.to_owned()),
            ("class", grade.class.to_owned()),
        ],
        price_kopecks,
        axis: COLOURS,
        barcode_prefix: 461,
    }
}

struct Thread {
    name: &'static str,
    diameter_mm: u64,
}

impl Thread {
    fn choose(choices: &mut Choices) -> Self {
        let at = usize::try_from(choices.below(16)).unwrap_or_default();
        Self {
            name: THREADS.get(at).copied().unwrap_or_default(),
            diameter_mm: DIAMETERS_MM.get(at).copied().unwrap_or_default(),
        }
    }
}

struct Grade {
    class: &'static str,
    coating_code: &'static str,
    coating: &'static str,
    /// Both as a price list says them: "8.8 цинк", "нерж. А2-70".
    words: String,
    /// Per cent of the price of zinc-plated 5.8.
    percent: u64,
}

impl Grade {
    fn choose(choices: &mut Choices, steel_classes: [&'static str; 4]) -> Self {
        let (coating_code, coating, percent) = choices.one(&COATINGS);
        let at = choices.below(4);
        let is_stainless = matches!(coating_code, "A2" | "A4");
        let classes = if is_stainless { STAINLESS_CLASSES } else { steel_classes };
        let class = classes
            .get(usize::try_from(at).unwrap_or_default())
            .copied()
            .unwrap_or_default();
        let words = if is_stainless {
            format!("{coating}-{class}")
        } else {
            format!("{class} {coating}")
        };
        Self {
            class,
            coating_code,
            coating,
            words,
            percent: percent * (100 + at * 12) / 100,
        }
    }
}

/// A maker and its code in articles.
pub(super) fn maker(choices: &mut Choices) -> (&'static str, &'static str) {
    let at = usize::try_from(choices.below(8)).unwrap_or_default();
    (
        MAKERS.get(at).copied().unwrap_or_default(),
        MAKER_CODES.get(at).copied().unwrap_or_default(),
    )
}

/// Small things come in big packs.
fn packs(volume: u64) -> Vec<u64> {
    match volume {
        0..3_000 => vec![200, 1_000],
        3_000..20_000 => vec![100, 500],
        20_000..80_000 => vec![50],
        80_000..300_000 => vec![25],
        _ => vec![10],
    }
}
