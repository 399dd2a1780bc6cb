//! Lines of the same goods in different units: what they are today, and how they become one.

use super::{CountedView, JoinedLine, LeftReason};
use cabinet_desk::NewLine;
use cabinet_domain::marks::{LineMarks, LinePack};
use cabinet_mirror::ItemBrief;

/// An amount and its marks, by the unit of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counted {
    /// In thousandths of today's base unit.
    pub(super) quantity_milli: i64,
    /// With parts of the same unit.
    pub(super) marks: LineMarks,
    /// As the line counted it.
    pub(super) was: CountedView,
}

/// What a line that was written down in `unit` is in today's base unit: the supplier may count the goods in another one by
/// now, of which the old one is a pack.
///
/// # Errors
/// [`LeftReason::Unit`] when the old unit means nothing today, [`LeftReason::Quantity`] when the amount does not fit.
pub(super) fn today(
    unit: &str,
    quantity_milli: i64,
    marks: &LineMarks,
    brief: &ItemBrief,
) -> Result<Counted, LeftReason> {
    let was = counted(marks.pack.as_ref(), quantity_milli, unit);
    if unit.is_empty() || is_same_unit(unit, &brief.unit) {
        let marks = LineMarks {
            pack: marks.pack.clone().filter(|pack| is_sold(pack, brief)),
            ..marks.clone()
        };
        return Ok(Counted {
            quantity_milli,
            marks,
            was,
        });
    }
    let mut sizes = brief.packs.iter().filter(|pack| is_same_unit(unit, &pack.unit));
    let pack = sizes.next().ok_or(LeftReason::Unit)?;
    if sizes.any(|other| other.units_milli != pack.units_milli) {
        return Err(LeftReason::Unit);
    }
    let scaled = |milli: i64| scale(milli, pack.units_milli).ok_or(LeftReason::Quantity);
    let mut parts = marks.parts.clone();
    for part in &mut parts {
        part.quantity_milli = scaled(part.quantity_milli)?;
    }
    let quantity_milli = scaled(quantity_milli)?;
    let pack = LinePack {
        unit: pack.unit.clone(),
        units_milli: pack.units_milli,
    };
    let marks = LineMarks {
        parts,
        pack: pack.packs_in(quantity_milli).is_some().then_some(pack),
        on_order: marks.on_order,
        services: marks.services.clone(),
    };
    Ok(Counted {
        quantity_milli,
        marks,
        was,
    })
}

/// Exactly, or not at all.
fn scale(milli: i64, units_milli: i64) -> Option<i64> {
    let exact = i128::from(milli).checked_mul(i128::from(units_milli))?;
    (exact.rem_euclid(1000) == 0)
        .then(|| i64::try_from(exact.div_euclid(1000)).ok())
        .flatten()
}

/// The goods are sold in this pack, and it holds as much as it did.
fn is_sold(pack: &LinePack, brief: &ItemBrief) -> bool {
    let mut packs = brief.packs.iter();
    packs.any(|known| known.units_milli == pack.units_milli && is_same_unit(&pack.unit, &known.unit))
}

/// What is told when goods that were counted in two ways become one line.
pub(super) fn joined(before: &Counted, new: &NewLine, added: &Counted) -> Option<JoinedLine> {
    let is_same = is_same_unit(&before.was.unit, &added.was.unit);
    let total = before.quantity_milli.saturating_add(new.quantity_milli);
    let both = before
        .marks
        .joined(before.quantity_milli, &new.marks, new.quantity_milli);
    (!is_same).then(|| JoinedLine {
        item: new.item.to_string(),
        article: new.article.clone(),
        name: new.name.clone(),
        was: before.was.clone(),
        added: added.was.clone(),
        now: counted(both.pack.as_ref(), total, &new.unit),
    })
}

/// The amount in packs; `None` where a line is counted in its base unit.
pub(super) fn packs(pack: Option<&LinePack>, quantity_milli: i64) -> Option<CountedView> {
    let pack = pack?;
    let count = pack.packs_in(quantity_milli)?;
    Some(CountedView {
        count_milli: count.checked_mul(1000)?,
        unit: pack.unit.clone(),
    })
}

/// «шт.» is «штук», «уп» is «упак»; one letter must be the whole unit, so that «м» is not «мм».
fn is_same_unit(written: &str, unit: &str) -> bool {
    let plain = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
    let (written, unit) = (plain(written), plain(unit));
    if written == unit {
        return true;
    }
    let (short, long) = if written.chars().count() < unit.chars().count() {
        (&written, &unit)
    } else {
        (&unit, &written)
    };
    short.chars().count() >= 2 && long.starts_with(short.as_str())
}

fn counted(pack: Option<&LinePack>, quantity_milli: i64, unit: &str) -> CountedView {
    packs(pack, quantity_milli).unwrap_or_else(|| CountedView {
        count_milli: quantity_milli,
        unit: unit.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_domain::ids::ItemId;
    use cabinet_domain::marks::LinePart;

    fn brief(packs: &[(&str, i64)]) -> ItemBrief {
        let packs = packs.iter().map(|(unit, units_milli)| cabinet_mirror::Pack {
            unit: (*unit).to_owned(),
            unit_code: String::new(),
            units_milli: *units_milli,
        });
        ItemBrief {
            item: ItemId::new("a"),
            article: String::new(),
            name: String::new(),
            unit: "шт".to_owned(),
            unit_code: "796".to_owned(),
            packs: packs.collect(),
            vat: String::new(),
            weight_g: None,
            volume_cm3: None,
            is_stale: false,
            group: None,
        }
    }

    #[test]
    fn what_was_counted_in_packs_is_pieces_today_or_says_why_not() {
        let boxes = brief(&[("кор", 12_000), ("упак", 10_000), ("упак", 100_000)]);
        let plain = LineMarks::default();
        let in_box = |unit: &str, quantity| today(unit, quantity, &plain, &boxes).map(|one| one.quantity_milli);
        for (name, unit, quantity, expected) in [
            ("the same unit", "шт", 5_000, Ok(5_000)),
            ("no unit known", "", 5_000, Ok(5_000)),
            ("two boxes", "кор", 2_000, Ok(24_000)),
            ("half a box", "кор", 500, Ok(6_000)),
            ("packs of two sizes", "упак", 1_000, Err(LeftReason::Unit)),
            ("a unit that is gone", "пар", 1_000, Err(LeftReason::Unit)),
            ("too many", "кор", i64::MAX, Err(LeftReason::Quantity)),
        ] {
            assert_eq!(in_box(unit, quantity), expected, "{name}");
        }
        let labelled = LineMarks {
            parts: vec![LinePart {
                label: "Цех 2".into(),
                ..LinePart::plain(2_000)
            }],
            ..LineMarks::default()
        };
        let counted = today("кор", 2_000, &labelled, &boxes).unwrap();
        assert_eq!(counted.marks.parts[0].quantity_milli, 24_000);
        assert!(counted.marks.is_proper(24_000));
        assert_eq!(counted.was.unit, "кор");
    }

    #[test]
    fn a_pack_that_holds_another_amount_by_now_is_not_counted_in_any_more() {
        let marks = LineMarks {
            pack: Some(LinePack {
                unit: "кор".into(),
                units_milli: 12_000,
            }),
            ..LineMarks::default()
        };
        let kept = |packs| today("шт", 24_000, &marks, &brief(packs)).unwrap();
        assert_eq!(kept(&[("кор", 12_000)]).marks, marks);
        let other = kept(&[("кор", 10_000)]);
        assert_eq!((other.quantity_milli, other.marks.pack), (24_000, None));
    }
}
