//! Units in which goods are counted: a piece, a pair or a pack cannot be ordered in parts.

/// ОКЕИ codes of units that are counted, and the Ukrainian ones (КСПОВО) of the same.
const COUNTED_CODES: [&str; 25] = [
    "616", "625", "642", "657", "698", "704", "715", "728", "732", "736", "778", "780", "796", "810", "812", "836",
    "838", "839", "840", "868", "870", "872", "2009", "2102", "2112",
];

/// Short names of the same, small letters, for goods whose unit has no code.
const COUNTED_NAMES: [&str; 16] = [
    "шт",
    "штука",
    "ед",
    "од",
    "изд",
    "пар",
    "пара",
    "компл",
    "к-т",
    "набор",
    "набір",
    "упак",
    "уп",
    "рул",
    "ящ",
    "pcs",
];

/// Whether a quantity in this unit must be whole. `packs_milli` are the packs of the goods in thousandths of the unit: a
/// supplier who sells a part of the unit as a pack divides it himself.
#[must_use]
pub fn is_whole(code: &str, name: &str, packs_milli: impl IntoIterator<Item = i64>) -> bool {
    let code = code.trim().trim_start_matches('0');
    let is_counted = if code.is_empty() {
        let name = name.trim().trim_end_matches('.').to_lowercase();
        COUNTED_NAMES.contains(&name.as_str())
    } else {
        COUNTED_CODES.contains(&code)
    };
    is_counted && packs_milli.into_iter().all(is_whole_quantity)
}

/// Units of length: codes of ОКЕИ and КСПОВО without leading zeros, short names in small letters, millimetres.
const LENGTHS: [(&[&str], &[&str], i64); 4] = [
    (&["3"], &["мм", "mm"], 1),
    (&["4"], &["см", "cm"], 10),
    (&["5"], &["дм", "dm"], 100),
    (
        &["6", "18", "101", "102"],
        &[
            "м",
            "m",
            "метр",
            "пог. м",
            "пог.м",
            "п.м",
            "п. м",
            "м.п",
            "мп",
            "м. п",
            "м пог",
        ],
        1000,
    ),
];

/// Length of a unit in millimetres; `None` when it is no measure of length, or none that goods are sold by.
#[must_use]
pub fn length_mm(code: &str, name: &str) -> Option<i64> {
    let code = code.trim().trim_start_matches('0');
    let name = name.trim().trim_end_matches('.').to_lowercase();
    let found = LENGTHS.iter().find(|(codes, names, _)| {
        if code.is_empty() {
            names.contains(&name.as_str())
        } else {
            codes.contains(&code)
        }
    });
    found.map(|(_, _, length)| *length)
}

/// Whether so many thousandths are a whole number of units.
#[must_use]
pub const fn is_whole_quantity(milli: i64) -> bool {
    milli % 1000 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metres_and_parts_of_them_are_lengths() {
        for (code, name, expected) in [
            ("006", "м", Some(1000)),
            ("018", "пог. м", Some(1000)),
            ("", "П.М.", Some(1000)),
            ("003", "мм", Some(1)),
            ("", "см", Some(10)),
            ("055", "м2", None),
            ("", "м2", None),
            ("796", "м", None),
            ("", "", None),
        ] {
            assert_eq!(length_mm(code, name), expected, "{code} {name}");
        }
    }

    #[test]
    fn pieces_are_whole_unless_the_supplier_sells_a_part_of_one() {
        for (code, name, packs, expected) in [
            ("796", "шт", vec![], true),
            ("796", "шт", vec![10_000, 100_000], true),
            ("796", "шт", vec![500], false),
            ("796", "штука", vec![], true),
            ("", "шт.", vec![], true),
            ("715", "пар", vec![], true),
            ("2009", "шт", vec![], true),
            ("166", "кг", vec![], false),
            ("006", "м", vec![], false),
            ("112", "л", vec![], false),
            ("798", "тыс шт", vec![], false),
            ("", "м", vec![], false),
            ("", "", vec![], false),
        ] {
            assert_eq!(is_whole(code, name, packs.clone()), expected, "{code} {name} {packs:?}");
        }
    }
}
