//! Parts of a line against the warehouses from which they are wished: what is there as wished, and what other warehouses can give.
//!
//! In: parts and what each warehouse has free. Out: amounts, and parts divided anew. Not here: who may know what a warehouse has.

use crate::ids::WarehouseId;
use crate::marks::{LinePart, tidy};
use crate::quantity::Quantity;

/// What a warehouse is asked for by a line, and what of that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishedAt {
    /// The warehouse.
    pub warehouse: WarehouseId,
    /// What is wished from it.
    pub asked: Quantity,
    /// What of that is there.
    pub there: Quantity,
}

/// What can be promised of a line as it is wished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Of the whole line; never more than was asked.
    pub available: Quantity,
    /// Of each warehouse that is named, in the order of the parts.
    pub at: Vec<WishedAt>,
}

/// What a warehouse has free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// The warehouse.
    pub warehouse: WarehouseId,
    /// Its name.
    pub name: String,
    /// What is free there.
    pub free: Quantity,
}

/// Measures parts by what their warehouses have free. `total` is what can be promised from all of them together, which may be less
/// than their sum. `None` when no part names a warehouse.
#[must_use]
pub fn promise(parts: &[LinePart], free: &[(WarehouseId, Quantity)], total: Quantity) -> Option<Promise> {
    let mut at: Vec<WishedAt> = Vec::new();
    let mut from_anywhere = Quantity::ZERO;
    for part in parts {
        let asked = Quantity::from_milli(part.quantity_milli);
        match &part.warehouse {
            None => from_anywhere = from_anywhere.plus(asked),
            Some(warehouse) => match at.iter_mut().find(|one| one.warehouse == *warehouse) {
                Some(one) => one.asked = one.asked.plus(asked),
                None => at.push(WishedAt {
                    warehouse: warehouse.clone(),
                    asked,
                    there: Quantity::ZERO,
                }),
            },
        }
    }
    if at.is_empty() {
        return None;
    }
    let mut left = total;
    for one in &mut at {
        let has = free.iter().find(|(warehouse, _)| *warehouse == one.warehouse);
        let has = has.map_or(Quantity::ZERO, |(_, free)| *free);
        one.there = one.asked.min(has).min(left).max(Quantity::ZERO);
        left = left.minus_floor(one.there);
    }
    let there = at.iter().fold(Quantity::ZERO, |sum, one| sum.plus(one.there));
    let available = there.plus(from_anywhere.min(left).max(Quantity::ZERO));
    Some(Promise { available, at })
}

/// How much of each part is there, in their order: what is wished from a warehouse comes before what may come from anywhere, and of
/// parts that ask the same the first comes first.
#[must_use]
pub fn there_of_parts(parts: &[LinePart], promise: &Promise) -> Vec<Quantity> {
    let mut left: Vec<WishedAt> = promise.at.clone();
    let wished = promise.at.iter().fold(Quantity::ZERO, |sum, one| sum.plus(one.there));
    let mut anywhere = promise.available.minus_floor(wished);
    let of_part = |part: &LinePart| {
        let asked = Quantity::from_milli(part.quantity_milli);
        let from = match &part.warehouse {
            None => Some(&mut anywhere),
            Some(warehouse) => {
                let at = left.iter_mut().find(|one| one.warehouse == *warehouse);
                at.map(|one| &mut one.there)
            }
        };
        from.map_or(Quantity::ZERO, |from| {
            let taken = asked.min(*from);
            *from = from.minus_floor(taken);
            taken
        })
    };
    parts.iter().map(of_part).collect()
}

/// The parts with what is missing at their warehouses taken from others, the fullest first, or from `only` one of them. What no
/// warehouse has is left out, so together they may be less. `most` is what can be promised from all together. Where goods are
/// sold whole, no warehouse gives a part of one.
#[must_use]
pub fn from_others(
    parts: &[LinePart],
    shelves: &[Shelf],
    most: Quantity,
    only: Option<&WarehouseId>,
    is_whole: bool,
) -> Vec<LinePart> {
    let floor = |milli: i64| {
        let over = if is_whole {
            milli.checked_rem(1_000).unwrap_or(0)
        } else {
            0
        };
        milli.saturating_sub(over)
    };
    let mut left: Vec<(&Shelf, i64)> = shelves.iter().map(|shelf| (shelf, floor(shelf.free.milli()))).collect();
    let mut most_milli = most.milli().max(0);
    let mut missing = vec![0_i64; parts.len()];
    let mut stays = vec![0_i64; parts.len()];
    // What is wished from a warehouse has it first, then what may come from anywhere, and only then what has to move.
    let mut settle = |is_wished: bool, left: &mut Vec<(&Shelf, i64)>| {
        for ((part, stays), missing) in parts.iter().zip(&mut stays).zip(&mut missing) {
            if part.warehouse.is_some() != is_wished {
                continue;
            }
            let mut asked = part.quantity_milli.min(most_milli);
            fullest_first(left);
            for (shelf, has) in left.iter_mut() {
                let is_its = part.warehouse.as_ref().is_none_or(|wished| *wished == shelf.warehouse);
                let taken = if is_its { asked.min(*has) } else { 0 };
                *has = has.saturating_sub(taken);
                asked = asked.saturating_sub(taken);
                *stays = stays.saturating_add(taken);
            }
            most_milli = most_milli.saturating_sub(*stays);
            *missing = part.quantity_milli.saturating_sub(*stays);
        }
    };
    settle(true, &mut left);
    settle(false, &mut left);
    let mut divided = Vec::new();
    for ((part, stays), missing) in parts.iter().zip(stays).zip(missing) {
        divided.push(LinePart {
            quantity_milli: stays,
            ..part.clone()
        });
        if part.warehouse.is_none() {
            continue;
        }
        let mut asked = missing.min(most_milli);
        fullest_first(&mut left);
        for (shelf, has) in &mut left {
            let is_other = part.warehouse.as_ref() != Some(&shelf.warehouse);
            let may_give = is_other && only.is_none_or(|only| *only == shelf.warehouse);
            let taken = if may_give { floor(asked.min(*has)) } else { 0 };
            *has = has.saturating_sub(taken);
            asked = asked.saturating_sub(taken);
            most_milli = most_milli.saturating_sub(taken);
            divided.push(LinePart {
                warehouse: Some(shelf.warehouse.clone()),
                warehouse_name: shelf.name.clone(),
                quantity_milli: taken,
                ..part.clone()
            });
        }
    }
    tidy(divided)
}

fn fullest_first(left: &mut [(&Shelf, i64)]) {
    left.sort_by(|(a, a_has), (b, b_has)| b_has.cmp(a_has).then_with(|| a.warehouse.cmp(&b.warehouse)));
}

/// The parts with what is missing of the line wished on another day: of each part what is there stays as it was said.
#[must_use]
pub fn later(parts: &[LinePart], there: &[Quantity], date: &str) -> Vec<LinePart> {
    let mut divided = Vec::new();
    for (part, there) in parts.iter().zip(there) {
        let stays = part.quantity_milli.min(there.milli());
        divided.push(LinePart {
            quantity_milli: stays,
            ..part.clone()
        });
        divided.push(LinePart {
            date: Some(date.to_owned()),
            quantity_milli: part.quantity_milli.saturating_sub(stays),
            ..part.clone()
        });
    }
    tidy(divided)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(label: &str, warehouse: Option<&str>, quantity_milli: i64) -> LinePart {
        LinePart {
            label: label.into(),
            warehouse: warehouse.map(WarehouseId::from),
            warehouse_name: warehouse.unwrap_or_default().into(),
            ..LinePart::plain(quantity_milli)
        }
    }

    fn shelf(warehouse: &str, free: i64) -> Shelf {
        Shelf {
            warehouse: warehouse.into(),
            name: warehouse.into(),
            free: Quantity::from_milli(free),
        }
    }

    fn free(shelves: &[Shelf]) -> Vec<(WarehouseId, Quantity)> {
        shelves.iter().map(|one| (one.warehouse.clone(), one.free)).collect()
    }

    fn all(shelves: &[Shelf]) -> Quantity {
        shelves.iter().fold(Quantity::ZERO, |sum, one| sum.plus(one.free))
    }

    fn split(parts: &[LinePart], shelves: &[Shelf], only: Option<&str>, is_whole: bool) -> Vec<(String, String, i64)> {
        let only = only.map(WarehouseId::from);
        from_others(parts, shelves, all(shelves), only.as_ref(), is_whole)
            .into_iter()
            .map(|part| (part.label, part.warehouse_name, part.quantity_milli))
            .collect()
    }

    #[test]
    fn what_a_warehouse_lacks_is_missing_although_another_has_it() {
        let shelves = [shelf("w1", 3_000), shelf("w2", 7_000)];
        let parts = [part("", Some("w1"), 5_000), part("Цех", None, 4_000)];
        let promised = promise(&parts, &free(&shelves), all(&shelves)).unwrap();
        assert_eq!(promised.available.milli(), 7_000);
        assert_eq!(
            (promised.at[0].asked.milli(), promised.at[0].there.milli()),
            (5_000, 3_000)
        );
        let there: Vec<i64> = there_of_parts(&parts, &promised)
            .iter()
            .map(|one| one.milli())
            .collect();
        assert_eq!(there, [3_000, 4_000]);
        assert_eq!(promise(&parts[1..], &free(&shelves), all(&shelves)), None);
        // What is promised beyond one warehouse leans on the others.
        let less = promise(&parts, &free(&shelves), Quantity::from_milli(2_000)).unwrap();
        assert_eq!((less.available.milli(), less.at[0].there.milli()), (2_000, 2_000));
    }

    #[test]
    fn the_rest_comes_from_the_fullest_or_from_the_one_that_is_named_and_keeps_its_label() {
        let shelves = [shelf("w1", 3_000), shelf("w2", 4_500), shelf("w3", 1_000)];
        let parts = [part("Цех", Some("w1"), 9_000)];
        let said = |place: &str, milli| ("Цех".to_owned(), place.to_owned(), milli);
        assert_eq!(
            split(&parts, &shelves, None, false),
            [said("w1", 3_000), said("w2", 4_500), said("w3", 1_000)]
        );
        assert_eq!(
            split(&parts, &shelves, None, true),
            [said("w1", 3_000), said("w2", 4_000), said("w3", 1_000)]
        );
        assert_eq!(
            split(&parts, &shelves, Some("w3"), false),
            [said("w1", 3_000), said("w3", 1_000)]
        );
        let enough = [part("Цех", Some("w1"), 2_000)];
        assert_eq!(split(&enough, &shelves, None, false), [said("w1", 2_000)]);
        // Nothing stays where nothing is.
        let nothing = [part("Цех", Some("w9"), 2_000)];
        assert_eq!(split(&nothing, &shelves, None, false), [said("w2", 2_000)]);
    }

    #[test]
    fn what_is_missing_is_wished_later_and_what_is_there_as_before() {
        let parts = [part("Цех", Some("w1"), 5_000), part("", None, 2_000)];
        let there = [Quantity::from_milli(3_000), Quantity::from_milli(2_000)];
        let divided = later(&parts, &there, "2026-12-10");
        let said: Vec<_> = divided
            .iter()
            .map(|part| (part.date.as_deref(), part.quantity_milli))
            .collect();
        assert_eq!(said, [(None, 3_000), (Some("2026-12-10"), 2_000), (None, 2_000)]);
    }

    proptest! {
        #[test]
        fn no_warehouse_gives_more_than_it_has_and_nobody_more_than_was_asked(
            asked in proptest::collection::vec((0_usize..4, 1_i64..40_000), 1..6),
            has in proptest::collection::vec(0_i64..30_000, 3),
            promised in 0_i64..100_000, is_whole: bool,
        ) {
            let names = ["w0", "w1", "w2"];
            let shelves: Vec<_> = names.iter().zip(&has).map(|(name, has)| shelf(name, *has)).collect();
            let parts: Vec<_> = asked
                .iter()
                .enumerate()
                .map(|(at, (place, milli))| part(&at.to_string(), names.get(*place).copied(), *milli))
                .collect();
            let most = Quantity::from_milli(promised).min(all(&shelves));
            let divided = from_others(&parts, &shelves, most, None, is_whole);
            let total: i64 = divided.iter().map(|part| part.quantity_milli).sum();
            prop_assert!(total <= most.milli());
            for shelf in &shelves {
                let given: i64 = divided.iter().filter(|part| part.warehouse.as_ref() == Some(&shelf.warehouse)).map(|part| part.quantity_milli).sum();
                prop_assert!(given <= shelf.free.milli());
            }
            for part in &parts {
                let given: i64 = divided.iter().filter(|one| one.label == part.label).map(|one| one.quantity_milli).sum();
                prop_assert!(given <= part.quantity_milli);
            }
            let asked: i64 = parts.iter().map(|part| part.quantity_milli).sum();
            if !is_whole && asked <= most.milli() && most == all(&shelves) {
                prop_assert_eq!(total, asked, "where there is enough, all of it comes");
            }
            let promise = promise(&parts, &free(&shelves), most);
            if let Some(promise) = promise {
                prop_assert!(promise.available.milli() <= asked.min(most.milli()));
                let there = there_of_parts(&parts, &promise);
                let sum: i64 = there.iter().map(|one| one.milli()).sum();
                prop_assert_eq!(sum, promise.available.milli());
            }
        }
    }
}
