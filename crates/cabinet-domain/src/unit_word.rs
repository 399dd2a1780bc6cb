//! Words for units as people write them in three languages, and which unit of some goods such a word means.
//!
//! Invariant: a word that may mean two units of different size means none; it is never taken for the base unit because
//! nothing else fits. Not here: whether goods are sold whole ([`crate::unit`]).

mod words;

use crate::quantity::Quantity;
use crate::written::{self, Written};
use words::UNITS;

/// What a unit is, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// One of the goods.
    Piece,
    /// Упаковка.
    Pack,
    /// Пачка.
    Bundle,
    /// Коробка.
    Box,
    /// Ящик.
    Crate,
    /// Мешок.
    Bag,
    /// Бутылка.
    Bottle,
    /// Рулон.
    Roll,
    /// Лист.
    Sheet,
    /// Пара.
    Pair,
    /// Комплект.
    Set,
    /// Набор.
    Kit,
    /// Килограмм.
    Kilogram,
    /// Грамм.
    Gram,
    /// Тонна.
    Tonne,
    /// Метр, погонный метр.
    Metre,
    /// Квадратный метр.
    SquareMetre,
    /// Кубический метр.
    CubicMetre,
    /// Литр.
    Litre,
}

impl Sense {
    /// Whether such a unit holds so many of another one: «кор по 12».
    const fn is_container(self) -> bool {
        matches!(
            self,
            Self::Pack | Self::Bundle | Self::Box | Self::Crate | Self::Bag | Self::Roll | Self::Set | Self::Kit
        )
    }
}

/// Between a container and what it holds.
const OF: [&str; 7] = ["по", "of", "x", "х", "×", "*", "à"];

/// «тыс. шт»: a thousand of a unit.
const THOUSANDS: [&str; 8] = ["тысячи", "тысяча", "тысяч", "тыс", "тисячі", "тисяча", "тисяч", "тис"];

/// The unit of which a text means a thousand: `шт` of «тыс. шт»; empty where none is named. `None` for other texts.
#[must_use]
pub fn thousand_of(text: &str) -> Option<&str> {
    let text = text.trim();
    // «т.шт»; a «т» alone is a tonne.
    let short = text.strip_prefix("т.").or_else(|| text.strip_prefix("Т."));
    if let Some(unit) = short
        .map(str::trim_start)
        .filter(|unit| senses(unit).any(|sense| sense == Sense::Piece))
    {
        return Some(unit);
    }
    let word = THOUSANDS.iter().find(|word| {
        let head = text.get(..word.len()).unwrap_or_default();
        head.to_lowercase() == **word
    })?;
    let rest = text.get(word.len()..)?;
    let unit = rest.trim_start_matches(['.', ' ', '\u{a0}']);
    let is_apart = rest.is_empty() || unit.len() < rest.len();
    (is_apart && (unit.is_empty() || senses(unit).next().is_some())).then_some(unit)
}

/// A unit as written behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenUnit<'a> {
    /// The word.
    pub word: &'a str,
    /// How much of the base unit is in it, where that is said («кор по 12»).
    pub holds: Option<Quantity>,
    /// The unit of that, where it is said («кор по 12 шт»).
    pub of: Option<&'a str>,
}

/// Reads `кор`, `шт.`, `box of 12`, `кор. по 12 шт`; `None` for what is no unit.
#[must_use]
pub fn read(text: &str) -> Option<WrittenUnit<'_>> {
    let text = text.trim();
    if is_known(text) {
        return Some(WrittenUnit {
            word: text,
            holds: None,
            of: None,
        });
    }
    let mut words = text.split_whitespace();
    let (word, of, number) = (words.next()?, words.next()?, words.next()?);
    let unit = words.next();
    let is_said = senses(word).any(Sense::is_container) && OF.contains(&of.to_lowercase().as_str());
    if !is_said || words.next().is_some() || unit.is_some_and(|unit| !is_known(unit)) {
        return None;
    }
    match written::read(number) {
        Ok(Written::Exact(holds)) if holds.is_positive() => Some(WrittenUnit {
            word,
            holds: Some(holds),
            of: unit,
        }),
        _ => None,
    }
}

/// Whether a word is a unit that people write.
#[must_use]
pub fn is_known(word: &str) -> bool {
    senses(word).next().is_some() || thousand_of(word).is_some()
}

/// What a word may mean.
fn senses(word: &str) -> impl Iterator<Item = Sense> {
    let word = unit_key(word);
    let is_it = move |(_, _, words): &&(Sense, &[&str], &[&str])| words.contains(&word.as_str());
    UNITS.iter().filter(is_it).map(|(sense, ..)| *sense)
}

/// The kind in a name of 1C: what stands in brackets or behind a comma tells the size («упак (10 шт)»).
fn kind_in(name: &str) -> &str {
    let end = name.find(['(', ',']).unwrap_or(name.len());
    name.get(..end).unwrap_or(name)
}

fn senses_of_code(code: &str) -> impl Iterator<Item = Sense> {
    let code = code.trim();
    UNITS
        .iter()
        .filter(move |(_, codes, _)| codes.contains(&code))
        .map(|(sense, ..)| *sense)
}

/// Whether two written units may be one: a word that is no known unit contradicts none.
#[must_use]
pub fn may_be_same(one: &str, other: &str) -> bool {
    let word = |text| read(text).map_or(text, |unit: WrittenUnit<'_>| unit.word);
    let (one, other) = (word(one), word(other));
    match (thousand_of(one), thousand_of(other)) {
        (Some(one), Some(other)) => return one.is_empty() || other.is_empty() || may_be_same(one, other),
        (Some(_), None) if is_known(other) => return false,
        (None, Some(_)) if is_known(one) => return false,
        _ => {}
    }
    is_same_name(one, other)
        || !is_known(one)
        || !is_known(other)
        || senses(one).any(|sense| senses(other).any(|known| known == sense))
}

/// A unit in which goods are sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitOf<'a> {
    /// Its short name, as the supplier writes it.
    pub name: &'a str,
    /// ОКЕИ or КСПОВО; empty when unknown.
    pub code: &'a str,
    /// Thousandths of the base unit in it; 1000 for the base unit itself.
    pub units_milli: i64,
}

/// Why a written unit is none of the goods' units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnitFault {
    /// They are not sold in it.
    #[error("it is not sold in this unit")]
    Unknown,
    /// Units of different sizes are called so.
    #[error("packs of different sizes have this unit")]
    Several,
    /// Such a unit of theirs holds another number than written.
    #[error("such a pack of it holds another number")]
    OtherSize,
}

/// Which of the goods' units a text means: that of the very name, else those of the same sense, else those whose name it
/// begins («упак» and «уп»).
///
/// # Errors
/// [`UnitFault`].
pub fn resolve<'u>(text: &str, units: &'u [UnitOf<'u>]) -> Result<&'u UnitOf<'u>, UnitFault> {
    let written = read(text).unwrap_or(WrittenUnit {
        word: text,
        holds: None,
        of: None,
    });
    let sense_of = |unit: &UnitOf<'_>| {
        let (of_name, of_code) = (senses(kind_in(unit.name)), senses_of_code(unit.code));
        of_name
            .chain(of_code)
            .any(|sense| senses(written.word).any(|known| known == sense))
    };
    let ways: [&dyn Fn(&UnitOf<'_>) -> bool; 3] = [
        &|unit| unit_key(unit.name) == unit_key(written.word),
        &sense_of,
        &|unit| is_same_name(unit.name, written.word),
    ];
    let mut found: Vec<&UnitOf<'_>> = Vec::new();
    for way in ways {
        found = units.iter().filter(|unit| way(unit)).collect();
        if !found.is_empty() {
            break;
        }
    }
    if found.is_empty() {
        return Err(UnitFault::Unknown);
    }
    if let Some(holds) = written.holds {
        let is_of_base = written.of.is_none_or(|of| {
            let base: Vec<UnitOf<'_>> = units.iter().filter(|unit| unit.units_milli == 1000).copied().collect();
            resolve(of, &base).is_ok()
        });
        found.retain(|unit| is_of_base && unit.units_milli == holds.milli());
        if found.is_empty() {
            return Err(UnitFault::OtherSize);
        }
    }
    let (first, rest) = found.split_first().ok_or(UnitFault::Unknown)?;
    if rest.iter().all(|other| other.units_milli == first.units_milli) {
        Ok(first)
    } else {
        Err(UnitFault::Several)
    }
}

/// What a written unit is told apart by where nothing else is known: «шт.», «ШТ» and «шт» are one.
#[must_use]
pub fn unit_key(text: &str) -> String {
    match thousand_of(text) {
        Some(unit) => format!("тыс {}", unit.trim_end_matches('.').to_lowercase()),
        None => text.trim().trim_end_matches('.').to_lowercase(),
    }
}

/// «шт.» is «штук», «уп» is «упак»; one letter must be the whole unit, so that «м» is not «мм».
fn is_same_name(one: &str, other: &str) -> bool {
    let (one, other) = (unit_key(one), unit_key(other));
    let (short, long) = if one.chars().count() < other.chars().count() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    one == other || (short.chars().count() >= 2 && long.starts_with(short.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &'static str, code: &'static str, units_milli: i64) -> UnitOf<'static> {
        UnitOf {
            name,
            code,
            units_milli,
        }
    }

    #[test]
    fn a_word_means_the_unit_of_the_goods_and_nothing_is_guessed() {
        let bolts = [
            unit("шт", "796", 1_000),
            unit("упак", "778", 100_000),
            unit("кор", "", 1_200_000),
        ];
        let two_packs = [
            unit("шт", "796", 1_000),
            unit("упак (10 шт)", "778", 10_000),
            unit("упак (100 шт)", "778", 100_000),
        ];
        let crates = [unit("бут", "868", 1_000), unit("ящ", "812", 12_000)];
        let both = [unit("шт", "", 1_000), unit("кор", "", 12_000), unit("ящ", "", 48_000)];
        let cable = [unit("м", "006", 1_000), unit("рул", "736", 100_000)];
        let by_code = [unit("796", "796", 1_000), unit("778", "778", 10_000)];
        for (name, text, units, expected) in [
            ("the base", "шт", &bolts[..], Ok(1_000)),
            ("with a dot", "шт.", &bolts, Ok(1_000)),
            ("another form", "штуки", &bolts, Ok(1_000)),
            ("English pieces", "pcs", &bolts, Ok(1_000)),
            ("Ukrainian units", "од", &bolts, Ok(1_000)),
            ("a pack in short", "уп", &bolts, Ok(100_000)),
            ("a pack at length", "упаковок", &bolts, Ok(100_000)),
            ("an English pack", "packs", &bolts, Ok(100_000)),
            ("a box", "кор.", &bolts, Ok(1_200_000)),
            ("an English box", "box", &bolts, Ok(1_200_000)),
            ("a box that may be two things", "box", &both, Err(UnitFault::Several)),
            ("one of them by its word", "коробки", &both, Ok(12_000)),
            ("the other one", "ящиків", &both, Ok(48_000)),
            ("a box with its size", "box of 12", &both, Ok(12_000)),
            ("with size and unit", "кор по 12 шт", &both, Ok(12_000)),
            ("with another size", "кор по 10", &both, Err(UnitFault::OtherSize)),
            (
                "with another unit inside",
                "кор по 12 кг",
                &both,
                Err(UnitFault::OtherSize),
            ),
            ("a crate of bottles", "box", &crates, Ok(12_000)),
            ("what they are not sold in", "кг", &bolts, Err(UnitFault::Unknown)),
            ("a roll is no pack", "рул", &bolts, Err(UnitFault::Unknown)),
            ("two sizes of a pack", "уп", &two_packs, Err(UnitFault::Several)),
            ("one of two sizes", "упак по 100", &two_packs, Ok(100_000)),
            ("metres", "метров", &cable, Ok(1_000)),
            ("Latin metres", "m", &cable, Ok(1_000)),
            ("millimetres are not metres", "мм", &cable, Err(UnitFault::Unknown)),
            ("units that have only codes", "упаковка", &by_code, Ok(10_000)),
            (
                "thousands that they are sold in",
                "тыс. шт",
                &[unit("шт", "796", 1_000), unit("тыс.шт", "798", 1_000_000)],
                Ok(1_000_000),
            ),
            (
                "thousands that they are not",
                "тыс. шт",
                &bolts,
                Err(UnitFault::Unknown),
            ),
            (
                "a unit of the supplier's own",
                "хлыст",
                &[unit("хлыст", "", 6_000)],
                Ok(6_000),
            ),
        ] {
            let found = resolve(text, units).map(|unit| unit.units_milli);
            assert_eq!(found, expected, "{name}: {text}");
        }
    }

    #[test]
    fn what_stands_behind_a_number_is_a_unit_or_it_is_not() {
        for (text, is_unit) in [
            ("шт", true),
            ("Кор.", true),
            ("box of 12", true),
            ("кор. по 12 шт.", true),
            ("кор × 12", true),
            ("тыс. шт", true),
            ("тыс.шт.", true),
            ("тис", true),
            ("т.шт", true),
            ("т.кг", false),
            ("тысячелистник", false),
            ("м по 3", false),
            ("кор по 0", false),
            ("кор по 1,000", false),
            ("кор по много", false),
            ("попугаев", false),
            ("шт, срочно", false),
            ("шт (срочно)", false),
            ("", false),
        ] {
            assert_eq!(read(text).is_some(), is_unit, "{text}");
        }
    }

    #[test]
    fn no_word_has_two_senses_but_those_that_trades_use_so() {
        let mut doubled: Vec<&str> = Vec::new();
        for (at, (_, _, words)) in UNITS.iter().enumerate() {
            for (_, _, others) in UNITS.iter().skip(at + 1) {
                doubled.extend(words.iter().filter(|word| others.contains(word)));
            }
        }
        assert_eq!(doubled, ["pack", "packs", "box", "boxes", "set", "sets"]);
    }

    #[test]
    fn two_units_of_a_row_contradict_each_other_only_where_both_are_known() {
        for (one, other, same) in [
            ("шт.", "штук", true),
            ("box", "ящ", true),
            ("box of 12", "кор", true),
            ("уп", "шт", false),
            ("м", "м2", false),
            ("796", "шт", true),
            ("тыс. шт", "тис.шт", true),
            ("тыс. шт", "шт", false),
            ("уп", "тыс. шт", false),
        ] {
            assert_eq!(may_be_same(one, other), same, "{one} {other}");
        }
    }
}
