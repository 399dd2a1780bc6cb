//! What a line bears beside its goods: for whom or what each part of it is, when and from where it is wished, in which pack
//! it was entered, whether what is not there is ordered all the same, and what is done to its goods.
//!
//! A line stands for all of an item in a draft or an order, so that prices and stock are asked of the whole; marks divide
//! it. Not here: what a mark costs, where it is kept.

use crate::delivery::read_date;
use crate::ids::WarehouseId;
use crate::money::{MoneyError, div_half_away};
use crate::service::{self, LineService};
use serde::{Deserialize, Serialize};

/// The most characters of a label.
pub const LABEL_LIMIT: usize = 60;

/// The most parts of a line.
pub const PARTS_LIMIT: usize = 100;

/// A part of a line.
///
/// Shape: words and an amount above zero, in thousandths of the base unit; the parts of a line add up to it. The name of
/// the warehouse is a copy of the day, so that it can be shown after the supplier closed it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinePart {
    /// For whom or what it is; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// The day on which it is wished, ISO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The warehouse from which it is wished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<WarehouseId>,
    /// Its name; empty without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub warehouse_name: String,
    /// How much, in thousandths of the base unit.
    pub quantity_milli: i64,
}

impl LinePart {
    /// A part of which nothing is said.
    #[must_use]
    pub fn plain(quantity_milli: i64) -> Self {
        Self {
            quantity_milli,
            ..Self::default()
        }
    }

    /// Whether nothing is said of it.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.label.is_empty() && self.date.is_none() && self.warehouse.is_none()
    }

    /// Whether the same is said of both, whatever they amount to.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.label == other.label && self.date == other.date && self.warehouse == other.warehouse
    }

    fn is_proper(&self) -> bool {
        let is_day = self.date.as_deref().is_none_or(|date| read_date(date).is_some());
        self.quantity_milli > 0 && self.label.chars().count() <= LABEL_LIMIT && is_day
    }
}

/// The pack that a line is counted in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinePack {
    /// Short name.
    pub unit: String,
    /// Base units in one, in thousandths; above zero.
    pub units_milli: i64,
}

impl LinePack {
    /// How many whole packs an amount is; `None` when it does not divide.
    #[must_use]
    pub const fn packs_in(&self, quantity_milli: i64) -> Option<i64> {
        match quantity_milli.checked_rem(self.units_milli) {
            Some(0) => quantity_milli.checked_div(self.units_milli),
            _ => None,
        }
    }
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineMarks {
    /// How the line is divided; empty for a line of which nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<LinePart>,
    /// The pack that it is counted in; `None` for the base unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<LinePack>,
    /// What is not there of it is ordered all the same, without being reserved.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_order: bool,
    /// What is done to its goods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<LineService>,
}

impl LineMarks {
    /// Whether nothing is marked.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.pack.is_none() && !self.on_order && self.services.is_empty()
    }

    /// The same marks on a line of another amount; a pack that does not divide it goes.
    #[must_use]
    pub fn fit(&self, quantity_milli: i64) -> Self {
        Self {
            parts: fit(&self.parts, quantity_milli),
            pack: self.pack.clone().filter(|pack| pack.packs_in(quantity_milli).is_some()),
            on_order: self.on_order,
            services: self.services.clone(),
        }
    }

    /// The marks of two lines of the same item that become one. Alike parts become one part; the line is counted in a pack
    /// when both together are whole packs of one of theirs, the larger first.
    #[must_use]
    pub fn joined(&self, own_milli: i64, other: &Self, others_milli: i64) -> Self {
        let mut parts = whole(&self.parts, own_milli);
        parts.extend(whole(&other.parts, others_milli));
        let total = own_milli.saturating_add(others_milli);
        let packs = [&self.pack, &other.pack].into_iter().flatten();
        let pack = packs
            .filter(|pack| pack.packs_in(total).is_some())
            .max_by_key(|pack| pack.units_milli);
        Self {
            parts: tidy(parts),
            pack: pack.cloned(),
            on_order: self.on_order || other.on_order,
            services: service::joined(&self.services, &other.services),
        }
    }

    /// The same with a label on all that has none.
    #[must_use]
    pub fn labelled(&self, quantity_milli: i64, label: &str) -> Self {
        if label.is_empty() {
            return self.clone();
        }
        let mut parts = whole(&self.parts, quantity_milli);
        for part in parts.iter_mut().filter(|part| part.label.is_empty()) {
            label.clone_into(&mut part.label);
        }
        Self {
            parts: tidy(parts),
            ..self.clone()
        }
    }

    /// The same without what the user saw of the prices of services.
    #[must_use]
    pub fn without_terms(&self) -> Self {
        let mut marks = self.clone();
        for service in &mut marks.services {
            service.terms = None;
        }
        marks
    }

    /// Whether the parts are the whole line and nothing of the marks is beyond its limits.
    #[must_use]
    pub fn is_proper(&self, quantity_milli: i64) -> bool {
        is_division(&self.parts, quantity_milli)
            && self.pack.as_ref().is_none_or(|pack| pack.units_milli > 0)
            && service::are_proper(&self.services)
    }
}

/// Whether parts are the whole of an amount, each once and within its limits; none are.
#[must_use]
pub fn is_division(parts: &[LinePart], quantity_milli: i64) -> bool {
    let is_once = |(at, part): (usize, &LinePart)| !parts.iter().take(at).any(|before| before.is_like(part));
    let sum = parts
        .iter()
        .try_fold(0_i64, |sum, part| sum.checked_add(part.quantity_milli));
    parts.is_empty()
        || (parts.len() <= PARTS_LIMIT
            && sum == Some(quantity_milli)
            && parts.iter().all(LinePart::is_proper)
            && parts.iter().enumerate().all(is_once))
}

/// The parts, or one plain part where there are none.
#[must_use]
pub fn whole(parts: &[LinePart], quantity_milli: i64) -> Vec<LinePart> {
    if parts.is_empty() {
        vec![LinePart::plain(quantity_milli)]
    } else {
        parts.to_vec()
    }
}

/// Alike parts as one, where the first of them stood; without empty ones; nothing for a line of which nothing is said.
#[must_use]
pub fn tidy(parts: Vec<LinePart>) -> Vec<LinePart> {
    let mut tidied: Vec<LinePart> = Vec::with_capacity(parts.len());
    for part in parts.into_iter().filter(|part| part.quantity_milli > 0) {
        match tidied.iter_mut().find(|one| one.is_like(&part)) {
            Some(one) => one.quantity_milli = one.quantity_milli.saturating_add(part.quantity_milli),
            None => tidied.push(part),
        }
    }
    if tidied.iter().all(LinePart::is_plain) {
        tidied.clear();
    }
    tidied
}

/// Parts of another amount: more goes to the last part, less is taken from the last ones.
#[must_use]
pub fn fit(parts: &[LinePart], quantity_milli: i64) -> Vec<LinePart> {
    let mut left = quantity_milli.max(0);
    let mut fitted = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        let is_last = at.saturating_add(1) == parts.len();
        let taken = if is_last { left } else { part.quantity_milli.min(left) };
        left = left.saturating_sub(taken);
        fitted.push(LinePart {
            quantity_milli: taken,
            ..part.clone()
        });
    }
    tidy(fitted)
}

/// What is left of the parts when the first `kept_milli` stay where they are: as much as is cut off.
#[must_use]
pub fn rest(parts: &[LinePart], kept_milli: i64) -> Vec<LinePart> {
    let mut to_skip = kept_milli.max(0);
    let mut left = Vec::new();
    for part in parts {
        let skipped = part.quantity_milli.min(to_skip);
        to_skip = to_skip.saturating_sub(skipped);
        left.push(LinePart {
            quantity_milli: part.quantity_milli.saturating_sub(skipped),
            ..part.clone()
        });
    }
    tidy(left)
}

/// The shares of parts in a sum, so that they add up to it exactly and none is a whole minor unit off its price.
///
/// # Errors
/// [`MoneyError::Overflow`], [`MoneyError::NotANumber`] when the parts come to nothing.
pub fn shares(sum_minor: i64, parts_milli: &[i64]) -> Result<Vec<i64>, MoneyError> {
    let total: i128 = parts_milli.iter().map(|milli| i128::from(*milli)).sum();
    let (mut passed, mut given) = (0_i128, 0_i64);
    let mut shares = Vec::with_capacity(parts_milli.len());
    for milli in parts_milli {
        passed = passed.saturating_add(i128::from(*milli));
        let scaled = i128::from(sum_minor).checked_mul(passed).ok_or(MoneyError::Overflow)?;
        let so_far = div_half_away(scaled, total)?;
        shares.push(so_far.saturating_sub(given));
        given = so_far;
    }
    Ok(shares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(label: &str, quantity_milli: i64) -> LinePart {
        LinePart {
            label: label.into(),
            ..LinePart::plain(quantity_milli)
        }
    }

    fn marks(parts: Vec<LinePart>) -> LineMarks {
        LineMarks {
            parts,
            ..LineMarks::default()
        }
    }

    #[test]
    fn the_same_goods_under_two_labels_stay_apart_and_alike_parts_become_one() {
        let shop = marks(vec![part("Цех 2", 10_000)]);
        let plain = LineMarks::default();
        let both = shop.joined(10_000, &plain, 5_000);
        assert_eq!(both.parts, [part("Цех 2", 10_000), part("", 5_000)]);
        assert_eq!(
            both.joined(15_000, &shop, 10_000).parts,
            [part("Цех 2", 20_000), part("", 5_000)]
        );
        assert_eq!(plain.joined(1_000, &plain, 2_000), plain);
        assert_eq!(
            both.labelled(15_000, "Лесная").parts,
            [part("Цех 2", 10_000), part("Лесная", 5_000)]
        );
    }

    #[test]
    fn an_amount_that_changes_changes_the_last_parts() {
        let parts = [part("а", 3_000), part("б", 2_000)];
        assert_eq!(fit(&parts, 9_000), [part("а", 3_000), part("б", 6_000)]);
        assert_eq!(fit(&parts, 2_000), [part("а", 2_000)]);
        assert_eq!(fit(&parts, 0), []);
        assert_eq!(fit(&[], 7_000), []);
        assert_eq!(rest(&parts, 4_000), [part("б", 1_000)]);
        assert_eq!(rest(&parts, 0), parts);
    }

    #[test]
    fn pieces_and_packs_become_packs_only_when_they_divide() {
        let pack = |unit: &str, units_milli| LineMarks {
            pack: Some(LinePack {
                unit: unit.into(),
                units_milli,
            }),
            ..LineMarks::default()
        };
        let (pieces, boxes, crates) = (LineMarks::default(), pack("кор", 12_000), pack("ящ", 144_000));
        for (name, own, own_milli, other, others_milli, expected) in [
            (
                "24 pieces and 2 boxes are 4 boxes",
                &pieces,
                24_000,
                &boxes,
                24_000,
                Some("кор"),
            ),
            (
                "10 pieces and 2 boxes are 34 pieces",
                &pieces,
                10_000,
                &boxes,
                24_000,
                None,
            ),
            (
                "2 boxes and a crate are 14 boxes",
                &boxes,
                24_000,
                &crates,
                144_000,
                Some("кор"),
            ),
            (
                "12 boxes and a crate are 2 crates",
                &boxes,
                144_000,
                &crates,
                144_000,
                Some("ящ"),
            ),
        ] {
            let joined = own.joined(own_milli, other, others_milli);
            assert_eq!(joined.pack.map(|pack| pack.unit).as_deref(), expected, "{name}");
        }
        assert_eq!(boxes.fit(13_000).pack, None);
    }

    #[test]
    fn parts_are_refused_that_are_not_the_line() {
        let long = "я".repeat(LABEL_LIMIT + 1);
        let dated = |date: &str| LinePart {
            date: Some(date.into()),
            ..LinePart::plain(5_000)
        };
        for (name, parts, expected) in [
            ("none", vec![], true),
            ("two", vec![part("а", 2_000), part("", 3_000)], true),
            ("less", vec![part("а", 2_000)], false),
            ("the same twice", vec![part("а", 2_000), part("а", 3_000)], false),
            ("an empty one", vec![part("а", 5_000), part("б", 0)], false),
            ("a long label", vec![part(&long, 5_000)], false),
            ("a day", vec![dated("2026-12-01")], true),
            ("no day", vec![dated("2026-13-01")], false),
        ] {
            assert_eq!(is_division(&parts, 5_000), expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn shares_are_the_sum(sum in 0_i64..10_000_000, parts in proptest::collection::vec(1_i64..1_000_000, 1..20)) {
            let shares = shares(sum, &parts).unwrap();
            prop_assert_eq!(shares.iter().sum::<i64>(), sum);
            let total: i128 = parts.iter().map(|part| i128::from(*part)).sum();
            for (share, part) in shares.iter().zip(&parts) {
                prop_assert!(*share >= 0);
                let off = i128::from(*share) * total - i128::from(sum) * i128::from(*part);
                prop_assert!(off.abs() <= total);
            }
        }

        #[test]
        fn joining_and_fitting_lose_nothing(
            own in proptest::collection::vec((0_usize..3, 1_i64..9), 0..4), other in proptest::collection::vec((0_usize..3, 1_i64..9), 0..4), to in 1_i64..60,
        ) {
            let names = ["", "а", "б"];
            let of = |list: &[(usize, i64)]| tidy(list.iter().map(|(at, milli)| part(names[*at], *milli)).collect());
            let sum = |list: &[(usize, i64)]| list.iter().map(|(_, milli)| milli).sum::<i64>().max(1);
            let (a, b) = (marks(of(&own)), marks(of(&other)));
            let joined = a.joined(sum(&own), &b, sum(&other));
            prop_assert!(joined.is_proper(sum(&own) + sum(&other)));
            let fitted = joined.fit(to);
            prop_assert!(fitted.is_proper(to));
            let kept = fit(&fitted.parts, to / 2);
            let cut = rest(&whole(&fitted.parts, to), to / 2);
            let amounts = |parts: &[LinePart], all: i64| whole(parts, all).iter().map(|part| part.quantity_milli).sum::<i64>();
            prop_assert_eq!(amounts(&kept, to / 2) + amounts(&cut, to - to / 2), to);
        }
    }
}
