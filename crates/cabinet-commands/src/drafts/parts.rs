//! `drafts_mark`, `drafts_set_part`, `drafts_set_parts`, `drafts_set_on_order`, `drafts_places`: how a line is divided by labels, wished days and
//! warehouses.

use super::QuantitySet;
use super::labels::proper_label;
use super::set_quantity::{LARGEST_MILLI, change_line, demand_whole_of};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft, sight};
use crate::reason::{Reason, Thing};
use crate::subscriptions::FURTHEST_WEST_MINUTES;
use cabinet_desk::{Draft, DraftLine, Grant};
use cabinet_domain::delivery::read_date;
use cabinet_domain::ids::{ItemId, WarehouseId};
use cabinet_domain::marks::{LineMarks, LinePart, is_division, shares, tidy, whole};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PartView {
    /// For whom or what it is; may be empty.
    pub label: String,
    /// The day on which it is wished, ISO; `None` for none.
    pub date: Option<String>,
    /// Id of the warehouse from which it is wished; `None` for none.
    pub warehouse: Option<String>,
    /// Its name; empty without one.
    pub warehouse_name: String,
    /// In thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// Its share in the sum of the line; `None` without a price.
    #[specta(type = Option<specta_typescript::Number>)]
    pub sum_minor: Option<i64>,
}

/// What is said of some of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MarkRequest {
    /// Which draft.
    pub draft: String,
    /// Item id.
    pub item: String,
    /// Which part of the line, from 0; a line that is not divided is its only part.
    pub part: u32,
    /// How much of that part, in thousandths; `None` for all of it.
    #[specta(type = Option<specta_typescript::Number>)]
    pub quantity_milli: Option<i64>,
    /// For whom or what it is; `None` leaves that, an empty text takes it away. So do the others.
    pub label: Option<String>,
    /// The day on which it is wished, ISO.
    pub date: Option<String>,
    /// Id of the warehouse from which it is wished.
    pub warehouse: Option<String>,
}

/// Another amount of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PartRequest {
    /// Which draft.
    pub draft: String,
    /// Item id.
    pub item: String,
    /// Which part of the line, from 0.
    pub part: u32,
    /// In thousandths; 0 removes the part, and the line with its last one.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
}

/// Whether what is not there of a line is ordered all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OnOrderRequest {
    /// Which draft.
    pub draft: String,
    /// Item id.
    pub item: String,
    /// Whether it is.
    pub is_on_order: bool,
}

/// A line divided anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PartsRequest {
    /// Which draft.
    pub draft: String,
    /// Item id.
    pub item: String,
    /// The whole line, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// Its parts; empty for a line that is not divided.
    pub parts: Vec<PartView>,
}

/// A warehouse from which goods may be wished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PlaceView {
    /// Its id.
    pub warehouse: String,
    /// Its name.
    pub name: String,
    /// What it has of the goods, in thousandths; `None` where that is not told in numbers.
    #[specta(type = Option<specta_typescript::Number>)]
    pub stock_milli: Option<i64>,
    /// The same in a word; `None` where it is told in numbers.
    pub stock_level: Option<String>,
}

/// Says for whom or what some of a line is, when and from where it is wished. Some of a part becomes a part of its own.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid` (more than there is of the part, a part of what is sold whole, a label too long, no
/// day of the calendar, line in flight), `disk_full`.
pub async fn mark(cabinet: &Cabinet, request: MarkRequest) -> Result<QuantitySet, CommandError> {
    let (draft, item) = (request.draft.clone(), request.item.clone());
    change(cabinet, draft, item, move |open, grant, draft, item| {
        let line = editable(grant, draft, item)?;
        let parts = marked(open, grant, line, &request)?;
        put(open, grant, draft, line, line.quantity_milli, parts)
    })
    .await
}

/// Sets how much a part of a line is; the line becomes as much more or less.
///
/// # Errors
/// As [`mark`].
pub async fn set_part(cabinet: &Cabinet, request: PartRequest) -> Result<QuantitySet, CommandError> {
    if !(0..=LARGEST_MILLI).contains(&request.quantity_milli) {
        return Err(Reason::QuantityOutOfRange.into());
    }
    let (draft, item) = (request.draft.clone(), request.item.clone());
    change(cabinet, draft, item, move |open, grant, draft, item| {
        let line = find(draft, item)?;
        let mut parts = whole(&line.marks.parts, line.quantity_milli);
        let part = part_at(&mut parts, request.part)?;
        part.quantity_milli = request.quantity_milli;
        let total = parts
            .iter()
            .fold(0_i64, |sum, part| sum.saturating_add(part.quantity_milli));
        if total == 0 {
            let id = &draft.summary.id;
            open.desk.remove_line(&grant.entity, id, item, open.clock.now_ms())?;
            return Ok(());
        }
        if request.quantity_milli > 0 {
            demand_draft(grant)?;
        }
        put(open, grant, draft, line, total, tidy(parts))
    })
    .await
}

/// Divides a line anew, whatever its parts were: what takes a division back.
///
/// # Errors
/// As [`mark`]; `invalid` when the parts are not the line.
pub async fn set_parts(cabinet: &Cabinet, request: PartsRequest) -> Result<QuantitySet, CommandError> {
    if !(1..=LARGEST_MILLI).contains(&request.quantity_milli) {
        return Err(Reason::QuantityOutOfRange.into());
    }
    let (draft, item) = (request.draft.clone(), request.item.clone());
    change(cabinet, draft, item, move |open, grant, draft, item| {
        let line = editable(grant, draft, item)?;
        let parts = request.parts.iter().map(to_part).collect::<Result<Vec<_>, _>>()?;
        put(open, grant, draft, line, request.quantity_milli, parts)
    })
    .await
}

/// Says whether what is not there of a line is ordered all the same.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid` (line in flight), `disk_full`.
pub async fn set_on_order(cabinet: &Cabinet, request: OnOrderRequest) -> Result<QuantitySet, CommandError> {
    let (draft, item) = (request.draft.clone(), request.item.clone());
    change(cabinet, draft, item, move |open, grant, draft, item| {
        let line = editable(grant, draft, item)?;
        let marks = LineMarks {
            on_order: request.is_on_order,
            ..line.marks.clone()
        };
        let (id, now_ms) = (&draft.summary.id, open.clock.now_ms());
        open.desk
            .mark_line(&grant.entity, id, item, line.quantity_milli, &marks, now_ms)?;
        Ok(())
    })
    .await
}

/// Warehouses that hold the goods of a line, as far as the legal entity may know.
///
/// # Errors
/// `not_found`.
pub async fn places(cabinet: &Cabinet, draft: String, item: String) -> Result<Vec<PlaceView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, _) = open.draft(&draft)?;
            let card = open.goods()?.item_card(&ItemId::new(item), &sight(&grant))?;
            let stock = card.map(|card| card.stock).unwrap_or_default();
            let held = stock.into_iter().filter(|place| {
                place.quantity_milli.is_some_and(|milli| milli > 0)
                    || place.level.is_some_and(|level| level.code() != "none")
            });
            Ok(held
                .map(|place| PlaceView {
                    warehouse: place.warehouse.to_string(),
                    name: place.name,
                    stock_milli: place.quantity_milli,
                    stock_level: place.level.map(|level| level.code().to_owned()),
                })
                .collect())
        })
        .await
}

/// Changes a line of a draft, and tells the window of it.
async fn change(
    cabinet: &Cabinet,
    draft: String,
    item: String,
    how: impl FnOnce(&Open, &Grant, &Draft, &ItemId) -> Result<(), CommandError> + Send + 'static,
) -> Result<QuantitySet, CommandError> {
    let open = cabinet.ready()?;
    let set = open
        .blocking(move |open| {
            let item = ItemId::new(item);
            change_line(open, &draft, &item, |grant, draft| how(open, grant, draft, &item))
        })
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(set)
}

fn find<'a>(draft: &'a Draft, item: &ItemId) -> Result<&'a DraftLine, CommandError> {
    let line = draft.lines.iter().find(|line| line.item == *item);
    line.ok_or_else(|| CommandError::not_found(Thing::Line))
}

fn editable<'a>(grant: &Grant, draft: &'a Draft, item: &ItemId) -> Result<&'a DraftLine, CommandError> {
    demand_draft(grant)?;
    find(draft, item)
}

fn part_at(parts: &mut [LinePart], at: u32) -> Result<&mut LinePart, CommandError> {
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    parts.get_mut(at).ok_or_else(|| CommandError::not_found(Thing::Line))
}

/// The parts of a line with what is said of some of one.
fn marked(open: &Open, grant: &Grant, line: &DraftLine, request: &MarkRequest) -> Result<Vec<LinePart>, CommandError> {
    let mut parts = whole(&line.marks.parts, line.quantity_milli);
    let part = part_at(&mut parts, request.part)?;
    let amount = request.quantity_milli.unwrap_or(part.quantity_milli);
    if amount <= 0 || amount > part.quantity_milli {
        return Err(Reason::PartsNotTheLine.into());
    }
    if amount < part.quantity_milli {
        demand_whole_of(open, grant, &line.item, amount)?;
    }
    let mut split = LinePart {
        quantity_milli: amount,
        ..part.clone()
    };
    if let Some(label) = &request.label {
        split.label = proper_label(label)?;
    }
    if let Some(date) = &request.date {
        split.date = (!date.is_empty()).then(|| date.clone());
        if split.date != part.date {
            demand_to_come(open, date)?;
        }
    }
    if let Some(warehouse) = &request.warehouse {
        (split.warehouse, split.warehouse_name) = named(open, warehouse)?;
    }
    demand_day(split.date.as_deref())?;
    part.quantity_milli = part.quantity_milli.saturating_sub(amount);
    let at = usize::try_from(request.part).unwrap_or(usize::MAX).min(parts.len());
    parts.insert(at, split);
    Ok(tidy(parts))
}

/// A warehouse with the name that the mirror knows; nothing for an empty id.
fn named(open: &Open, id: &str) -> Result<(Option<WarehouseId>, String), CommandError> {
    if id.is_empty() {
        return Ok((None, String::new()));
    }
    let known = open.goods()?.warehouses()?;
    let found = known.into_iter().find(|warehouse| warehouse.id.as_str() == id);
    let found = found.ok_or_else(|| CommandError::not_found(Thing::Warehouse))?;
    Ok((Some(found.id), found.name))
}

fn demand_day(date: Option<&str>) -> Result<(), CommandError> {
    if date.is_none_or(|date| read_date(date).is_some()) {
        Ok(())
    } else {
        Err(Reason::DateUnreadable.into())
    }
}

/// A day that is over everywhere on earth is nobody's wish. What was wished before it passed stays as it is.
fn demand_to_come(open: &Open, date: &str) -> Result<(), CommandError> {
    let today = open.supplier_day(FURTHEST_WEST_MINUTES)?;
    match (read_date(date), today) {
        (Some(day), Some(today)) if day < today => Err(Reason::WishedDayOver { day: date.to_owned() }.into()),
        _ => Ok(()),
    }
}

fn put(
    open: &Open,
    grant: &Grant,
    draft: &Draft,
    line: &DraftLine,
    quantity_milli: i64,
    parts: Vec<LinePart>,
) -> Result<(), CommandError> {
    if !is_division(&parts, quantity_milli) {
        return Err(Reason::PartsNotTheLine.into());
    }
    if quantity_milli > line.quantity_milli {
        demand_whole_of(open, grant, &line.item, quantity_milli)?;
    }
    let marks = LineMarks {
        parts,
        ..line.marks.fit(quantity_milli)
    };
    let (id, now_ms) = (&draft.summary.id, open.clock.now_ms());
    open.desk
        .mark_line(&grant.entity, id, &line.item, quantity_milli, &marks, now_ms)?;
    Ok(())
}

fn to_part(view: &PartView) -> Result<LinePart, CommandError> {
    demand_day(view.date.as_deref())?;
    Ok(LinePart {
        label: proper_label(&view.label)?,
        date: view.date.clone(),
        warehouse: view.warehouse.clone().map(WarehouseId::new),
        warehouse_name: view.warehouse_name.clone(),
        quantity_milli: view.quantity_milli,
    })
}

/// Parts as they are shown, each with its share in the sum of the line.
pub(crate) fn part_views(parts: &[LinePart], sum_minor: Option<i64>) -> Vec<PartView> {
    let amounts: Vec<i64> = parts.iter().map(|part| part.quantity_milli).collect();
    // A sum beyond 64 bits is shown as no sum, as that of a line.
    let sums = sum_minor.and_then(|sum| shares(sum, &amounts).ok());
    let of = |at: usize| sums.as_ref().and_then(|sums| sums.get(at).copied());
    let views = parts.iter().enumerate().map(|(at, part)| PartView {
        label: part.label.clone(),
        date: part.date.clone(),
        warehouse: part.warehouse.as_ref().map(ToString::to_string),
        warehouse_name: part.warehouse_name.clone(),
        quantity_milli: part.quantity_milli,
        sum_minor: of(at),
    });
    views.collect()
}

/// The labels of parts, each once, in their order.
pub(super) fn labels_of(parts: &[LinePart]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for part in parts.iter().filter(|part| !part.label.is_empty()) {
        if !labels.contains(&part.label) {
            labels.push(part.label.clone());
        }
    }
    labels
}
