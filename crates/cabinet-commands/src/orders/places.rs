//! Warehouses and days of changed lines: what each warehouse has of what is wished from it, and how decisions divide a line anew.
//!
//! The gateway says of a line that is short as it is wished what its warehouses and the others have; nothing here knows more.

use super::{ChangedLineView, ChangedPlaceView};
use crate::error::CommandError;
use crate::open::Open;
use cabinet_desk::Draft;
use cabinet_domain::ids::{ItemId, WarehouseId};
use cabinet_domain::marks::{LinePart, tidy, whole};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::wished::{self, Shelf, there_of_parts};
use cabinet_protocol::orders::{QuotedLine, QuotedPlace};
use std::collections::BTreeMap;

/// Fills in from where and when changed lines are wished, and what the warehouses have.
pub(super) fn add_places(
    open: &Open,
    draft: Option<&Draft>,
    quoted: &[QuotedLine],
    changed: &mut [ChangedLineView],
) -> Result<(), CommandError> {
    let Some(draft) = draft else { return Ok(()) };
    let known = open.goods()?.warehouses()?;
    let names: BTreeMap<&str, &str> = known.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
    for view in changed {
        let item = ItemId::new(view.item.as_str());
        let Some(line) = draft.lines.iter().find(|line| line.item == item) else {
            continue;
        };
        let told = quoted.iter().find(|line| line.item == item);
        let told = told.map(|line| line.places.as_slice()).unwrap_or_default();
        fill(view, &line.marks.parts, told, &names);
    }
    Ok(())
}

fn fill(view: &mut ChangedLineView, parts: &[LinePart], told: &[QuotedPlace], names: &BTreeMap<&str, &str>) {
    view.wished_date = parts.iter().filter_map(|part| part.date.clone()).min();
    let name_of = |warehouse: &WarehouseId| {
        let of_part = || parts.iter().find(|part| part.warehouse.as_ref() == Some(warehouse));
        let known = names.get(warehouse.as_str()).map(|name| (*name).to_owned());
        known
            .or_else(|| of_part().map(|part| part.warehouse_name.clone()))
            .unwrap_or_default()
    };
    if told.is_empty() {
        view.places = wished_from(parts, name_of);
        return;
    }
    view.places = told
        .iter()
        .map(|place| ChangedPlaceView {
            warehouse: place.warehouse.to_string(),
            name: name_of(&place.warehouse),
            asked_milli: place.asked_milli,
            free_milli: Some(place.free_milli),
        })
        .collect();
    let moved = sum(&moved(parts, view, None));
    view.moved_milli = Some(moved).filter(|moved| *moved > view.available_milli.unwrap_or(0));
}

/// The warehouses that parts name, where nothing is told of what they have.
fn wished_from(parts: &[LinePart], name_of: impl Fn(&WarehouseId) -> String) -> Vec<ChangedPlaceView> {
    let mut places: Vec<ChangedPlaceView> = Vec::new();
    for part in parts {
        let Some(warehouse) = &part.warehouse else { continue };
        match places.iter_mut().find(|place| place.warehouse == warehouse.as_str()) {
            Some(place) => place.asked_milli = place.asked_milli.saturating_add(part.quantity_milli),
            None => places.push(ChangedPlaceView {
                warehouse: warehouse.to_string(),
                name: name_of(warehouse),
                asked_milli: part.quantity_milli,
                free_milli: None,
            }),
        }
    }
    places
}

/// The day by which what comes is as much as is missing of a line.
pub(super) fn covered_on(line: &ChangedLineView) -> Option<String> {
    if !line.can_wait() {
        return None;
    }
    let mut missing = line.asked_milli.saturating_sub(line.available_milli?);
    for arrival in &line.arrivals {
        missing = missing.saturating_sub(arrival.quantity_milli);
        if missing <= 0 {
            return Some(arrival.date.clone());
        }
    }
    None
}

/// How much of each part is there: by its warehouse where that is told, else what is there of the whole line from the first part on.
pub(super) fn there(parts: &[LinePart], line: &ChangedLineView) -> Vec<Quantity> {
    let available = Quantity::from_milli(line.available_milli.unwrap_or(0));
    let free: Vec<(WarehouseId, Quantity)> = shelves(line).map(|shelf| (shelf.warehouse, shelf.free)).collect();
    if !free.is_empty()
        && let Some(promise) = wished::promise(parts, &free, available)
    {
        return there_of_parts(parts, &promise);
    }
    let mut left = available;
    let of_part = |part: &LinePart| {
        let taken = Quantity::from_milli(part.quantity_milli).min(left);
        left = left.minus_floor(taken);
        taken
    };
    parts.iter().map(of_part).collect()
}

/// A line of so much in its parts, and the same parts with what is there of them, and with what is missing.
pub(super) fn there_and_missing(
    parts: &[LinePart],
    quantity_milli: i64,
    line: &ChangedLineView,
) -> (Vec<LinePart>, Vec<LinePart>) {
    let parts = whole(parts, quantity_milli);
    let there = there(&parts, line);
    let of = |amount: fn(i64, i64) -> i64| {
        let divided = parts.iter().zip(&there).map(|(part, there)| LinePart {
            quantity_milli: amount(part.quantity_milli, there.milli()),
            ..part.clone()
        });
        tidy(divided.collect())
    };
    (of(|_, there| there), of(i64::saturating_sub))
}

/// The parts with what their warehouses lack taken from others, or from one of them.
pub(crate) fn moved(parts: &[LinePart], line: &ChangedLineView, only: Option<&WarehouseId>) -> Vec<LinePart> {
    let shelves: Vec<Shelf> = shelves(line).collect();
    let most = Quantity::from_milli(line.anywhere_milli.unwrap_or(0));
    wished::from_others(parts, &shelves, most, only, line.is_whole)
}

/// The parts with what is missing wished on a later day.
pub(super) fn later(parts: &[LinePart], quantity_milli: i64, line: &ChangedLineView, date: &str) -> Vec<LinePart> {
    let parts = whole(parts, quantity_milli);
    wished::later(&parts, &there(&parts, line), date)
}

/// What parts come to, in thousandths.
pub(super) fn sum(parts: &[LinePart]) -> i64 {
    parts
        .iter()
        .fold(0_i64, |sum, part| sum.saturating_add(part.quantity_milli))
}

/// What the warehouses of a line have, where that is told.
fn shelves(line: &ChangedLineView) -> impl Iterator<Item = Shelf> + '_ {
    line.places.iter().filter_map(|place| {
        Some(Shelf {
            warehouse: WarehouseId::new(place.warehouse.as_str()),
            name: place.name.clone(),
            free: Quantity::from_milli(place.free_milli?),
        })
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::catalogue::ArrivalView;
    use crate::orders::check_view::tests::changed;

    pub(crate) fn from(warehouse: &str, quantity_milli: i64) -> LinePart {
        LinePart {
            warehouse: Some(warehouse.into()),
            warehouse_name: warehouse.into(),
            ..LinePart::plain(quantity_milli)
        }
    }

    /// Five are wished from a warehouse that has two; another has nine of it.
    pub(crate) fn short_at_w1() -> ChangedLineView {
        let mut view = ChangedLineView {
            anywhere_milli: Some(5_000),
            ..changed("a", Some(100), 2_000)
        };
        let place = |warehouse: &str, asked_milli, free_milli| QuotedPlace {
            warehouse: warehouse.into(),
            asked_milli,
            free_milli,
        };
        let told = [place("w1", 5_000, 2_000), place("w2", 0, 5_000)];
        fill(
            &mut view,
            &[from("w1", 5_000)],
            &told,
            &BTreeMap::from([("w2", "Север")]),
        );
        view
    }

    #[test]
    fn a_line_says_what_its_warehouse_lacks_and_who_has_it() {
        let view = short_at_w1();
        let places: Vec<_> = view
            .places
            .iter()
            .map(|place| (place.name.as_str(), place.asked_milli, place.free_milli))
            .collect();
        assert_eq!(places, [("w1", 5_000, Some(2_000)), ("Север", 0, Some(5_000))]);
        assert_eq!(view.moved_milli, Some(5_000));
        let (goes, waits) = there_and_missing(&[from("w1", 5_000)], 5_000, &view);
        assert_eq!((sum(&goes), sum(&waits)), (2_000, 3_000));
        let dated = later(&[from("w1", 5_000)], 5_000, &view, "2026-12-10");
        assert_eq!(dated[1].date.as_deref(), Some("2026-12-10"));
        assert_eq!((dated[0].quantity_milli, dated[1].quantity_milli), (2_000, 3_000));
    }

    #[test]
    fn where_nothing_is_told_of_warehouses_only_their_names_are_shown() {
        let mut view = changed("a", Some(120), 5_000);
        let dated = LinePart {
            date: Some("2026-12-01".into()),
            ..from("w1", 2_000)
        };
        fill(&mut view, &[from("w1", 3_000), dated], &[], &BTreeMap::new());
        assert_eq!(view.places.len(), 1);
        assert_eq!((view.places[0].asked_milli, view.places[0].free_milli), (5_000, None));
        assert_eq!(
            (view.moved_milli, view.wished_date.as_deref()),
            (None, Some("2026-12-01"))
        );
    }

    #[test]
    fn a_day_is_named_only_when_enough_has_come_by_it() {
        let arrival = |date: &str, quantity_milli| ArrivalView {
            date: date.into(),
            quantity_milli,
            note: String::new(),
        };
        let with = |arrivals| ChangedLineView {
            arrivals,
            ..changed("a", Some(100), 2_000)
        };
        let two = with(vec![arrival("2026-12-05", 1_000), arrival("2026-12-09", 2_000)]);
        assert_eq!(covered_on(&two).as_deref(), Some("2026-12-09"));
        assert_eq!(covered_on(&with(vec![arrival("2026-12-05", 1_000)])), None);
        assert_eq!(covered_on(&changed("a", Some(120), 5_000)), None, "nothing is missing");
    }
}
