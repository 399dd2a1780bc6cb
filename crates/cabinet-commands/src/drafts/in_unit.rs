//! In which unit a quantity is written, among those in which the goods are sold to this buyer.
//!
//! Invariant: a unit that the goods do not have, or have in several sizes, is refused; nothing is read as pieces in its place.

use super::MissingReason;
use crate::pricing::Pricer;
use crate::reason::Reason;
use cabinet_desk::LineUnit;
use cabinet_domain::quantity::Quantity;
use cabinet_domain::unit::is_whole_quantity;
use cabinet_domain::unit_word::{self, UnitFault, UnitOf};
use cabinet_mirror::ItemBrief;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A quantity once more, in a unit that it was written in: «2 кор».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct InUnitView {
    /// Short name of the unit.
    pub unit: String,
    /// How many of it, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub count_milli: i64,
}

/// The base unit holds so many thousandths of itself.
const BASE_MILLI: i64 = 1_000;

/// The units of some goods: the base unit, their packs, and the multiple that a rule names for this buyer.
fn all<'a>(brief: &'a ItemBrief, ruled: Option<&'a (String, i64)>) -> Vec<UnitOf<'a>> {
    let base = UnitOf {
        name: &brief.unit,
        code: &brief.unit_code,
        units_milli: BASE_MILLI,
    };
    let packs = brief.packs.iter().map(|pack| UnitOf {
        name: &pack.unit,
        code: &pack.unit_code,
        units_milli: pack.units_milli,
    });
    let ruled = ruled.map(|(name, units_milli)| UnitOf {
        name,
        code: "",
        units_milli: *units_milli,
    });
    std::iter::once(base).chain(packs).chain(ruled).collect()
}

/// The unit that a text means; the base unit where none is written.
///
/// # Errors
/// [`UnitFault`].
pub(super) fn resolve(pricer: &Pricer, written: Option<&str>, brief: &ItemBrief) -> Result<LineUnit, UnitFault> {
    let Some(written) = written else {
        return Ok(LineUnit {
            unit: brief.unit.clone(),
            units_milli: BASE_MILLI,
        });
    };
    let ruled = pricer.pack_of(brief);
    let units = all(brief, ruled.as_ref());
    match (unit_word::resolve(written, &units), unit_word::thousand_of(written)) {
        (Ok(found), _) => Ok(LineUnit {
            unit: found.name.to_owned(),
            units_milli: found.units_milli,
        }),
        // They are not sold in thousands, and a thousand of a unit of theirs is clear.
        (Err(_), Some(of)) => {
            // «2 тыс» are pieces, and nothing else.
            let of = if of.is_empty() { "шт" } else { of };
            let one = unit_word::resolve(of, &units)?;
            Ok(LineUnit {
                unit: written.trim().to_owned(),
                units_milli: one.units_milli.checked_mul(1000).ok_or(UnitFault::Unknown)?,
            })
        }
        (Err(fault), None) => Err(fault),
    }
}

/// The refusal of a unit, with the ones that can be written.
pub(super) fn refusal(pricer: &Pricer, written: &str, brief: &ItemBrief, fault: UnitFault) -> Reason {
    let ruled = pricer.pack_of(brief);
    let mut known: Vec<String> = Vec::new();
    for unit in all(brief, ruled.as_ref()) {
        let words = if unit.units_milli == BASE_MILLI {
            unit.name.to_owned()
        } else {
            let holds = Quantity::from_milli(unit.units_milli).to_decimal();
            format!("{} ({holds} {})", unit.name, brief.unit)
        };
        if !known.contains(&words) {
            known.push(words);
        }
    }
    let (unit, known) = (written.to_owned(), known.join(", "));
    match fault {
        UnitFault::Unknown => Reason::UnitUnknown { unit, known },
        UnitFault::Several => Reason::UnitOfSeveralSizes { unit, known },
        UnitFault::OtherSize => Reason::UnitOfOtherSize { unit, known },
    }
}

impl From<UnitFault> for MissingReason {
    fn from(fault: UnitFault) -> Self {
        match fault {
            UnitFault::Unknown => Self::UnknownUnit,
            UnitFault::Several => Self::SeveralUnits,
            UnitFault::OtherSize => Self::OtherPackSize,
        }
    }
}

/// Why a quantity in a unit is none of the goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It would have to be rounded, is not above zero, or is too large.
    OutOfRange,
    /// A part of what is sold whole.
    Part,
}

/// Thousandths of the base unit, when they are exact, possible and not a part of what is sold whole.
pub(super) fn in_base_units(quantity: Quantity, units_milli: i64, item: &ItemBrief) -> Result<i64, Unfit> {
    let exact = i128::from(quantity.milli()).saturating_mul(i128::from(units_milli));
    // Thousandths of a pack that is not a whole number of thousandths of a unit would have to be rounded: not here.
    if exact.rem_euclid(1000) != 0 {
        return Err(Unfit::OutOfRange);
    }
    let milli = i64::try_from(exact.div_euclid(1000)).unwrap_or(i64::MAX);
    if !(1..=super::set_quantity::LARGEST_MILLI).contains(&milli) {
        return Err(Unfit::OutOfRange);
    }
    if item.is_whole() && !is_whole_quantity(milli) {
        return Err(Unfit::Part);
    }
    Ok(milli)
}

/// A quantity in the unit that its line remembers; `None` where it is no exact number of it, or where that is the base unit.
pub(super) fn in_unit(quantity_milli: i64, unit: Option<&LineUnit>) -> Option<InUnitView> {
    let unit = unit.filter(|unit| unit.units_milli > 0 && unit.units_milli != BASE_MILLI)?;
    let exact = i128::from(quantity_milli).saturating_mul(1000);
    let units = i128::from(unit.units_milli);
    if exact.rem_euclid(units) != 0 {
        return None;
    }
    Some(InUnitView {
        unit: unit.unit.clone(),
        count_milli: i64::try_from(exact.div_euclid(units)).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_domain::ids::ItemId;

    fn item(unit_code: &str, packs: &[i64]) -> ItemBrief {
        ItemBrief {
            item: ItemId::new("a"),
            article: String::new(),
            name: String::new(),
            unit: "шт".to_owned(),
            unit_code: unit_code.to_owned(),
            packs: packs
                .iter()
                .map(|units_milli| cabinet_mirror::Pack {
                    unit: "упак".to_owned(),
                    unit_code: String::new(),
                    units_milli: *units_milli,
                })
                .collect(),
            vat: String::new(),
            weight_g: None,
            volume_cm3: None,
            is_stale: false,
            group: None,
        }
    }

    #[test]
    fn a_piece_is_not_ordered_in_parts_and_a_pack_of_ten_may_be_halved() {
        for (name, quantity, units_milli, item, expected) in [
            ("half a piece", 500, 1_000, item("796", &[10_000]), Err(Unfit::Part)),
            ("half a pack of ten", 500, 10_000, item("796", &[10_000]), Ok(5_000)),
            (
                "a twentieth of it",
                50,
                10_000,
                item("796", &[10_000]),
                Err(Unfit::Part),
            ),
            ("half a kilogram", 500, 1_000, item("166", &[]), Ok(500)),
            ("sold by halves", 500, 1_000, item("796", &[500]), Ok(500)),
            ("nothing", 0, 1_000, item("796", &[]), Err(Unfit::OutOfRange)),
            (
                "finer than a thousandth",
                1,
                1_500,
                item("166", &[]),
                Err(Unfit::OutOfRange),
            ),
        ] {
            let found = in_base_units(Quantity::from_milli(quantity), units_milli, &item);
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn a_line_is_shown_in_its_unit_while_the_quantity_is_an_exact_number_of_it() {
        let boxes = LineUnit {
            unit: "кор".to_owned(),
            units_milli: 12_000,
        };
        for (quantity_milli, expected) in [(24_000, Some(2_000)), (18_000, Some(1_500)), (25_000, None)] {
            let found = in_unit(quantity_milli, Some(&boxes)).map(|view| view.count_milli);
            assert_eq!(found, expected, "{quantity_milli}");
        }
        let base = LineUnit {
            unit: "шт".to_owned(),
            units_milli: 1_000,
        };
        assert_eq!(in_unit(24_000, Some(&base)), None);
        assert_eq!(in_unit(24_000, None), None);
    }
}
