//! `drafts_set_quantity`.

use super::{DraftLineView, QuantityRequest, QuantitySet, limits, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft, sight};
use crate::pricing::Pricer;
use crate::reason::{Reason, Thing};
use cabinet_desk::{Draft, Grant, LineChange, LineUnit, NewLine};
use cabinet_domain::ids::ItemId;
use cabinet_domain::marks::LineMarks;
use cabinet_domain::unit::is_whole_quantity;
use cabinet_mirror::ItemBrief;
use std::collections::HashMap;

/// The largest quantity of a line, in thousandths: a billion units, and within what a window can count exactly.
pub(crate) const LARGEST_MILLI: i64 = 1_000_000_000_000;

/// Sets the quantity of an item; 0 removes the line.
///
/// # Errors
/// `not_found`, `invalid` (negative, too large, a part of what is sold whole, line in flight), `disk_full`.
pub async fn set_quantity(cabinet: &Cabinet, request: QuantityRequest) -> Result<QuantitySet, CommandError> {
    if !(0..=LARGEST_MILLI).contains(&request.quantity_milli) {
        return Err(Reason::QuantityOutOfRange.into());
    }
    let set = cabinet.ready()?.blocking(move |open| set_line(open, &request)).await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(set)
}

pub(super) fn set_line(open: &Open, request: &QuantityRequest) -> Result<QuantitySet, CommandError> {
    set_line_in(open, request, None)
}

/// As [`set_line`], with the unit in which the quantity was typed; `None` leaves that of the line as it is.
pub(super) fn set_line_in(
    open: &Open,
    request: &QuantityRequest,
    unit: Option<LineUnit>,
) -> Result<QuantitySet, CommandError> {
    let item = ItemId::new(request.item.as_str());
    change_line(open, &request.draft, &item, |grant, draft| {
        let now_ms = open.clock.now_ms();
        // Whoever may not order any more may still take lines away.
        if request.quantity_milli == 0 {
            open.desk.remove_line(&grant.entity, &draft.summary.id, &item, now_ms)?;
            return Ok(());
        }
        demand_draft(grant)?;
        let line = line(open, grant, draft, &item, request.quantity_milli)?;
        let id = &draft.summary.id;
        open.desk
            .put_typed_lines(&grant.entity, id, &[(line, unit)], LineChange::Set, now_ms)?;
        Ok(())
    })
}

/// Changes a line, and tells what else in the draft became another by it.
pub(super) fn change_line(
    open: &Open,
    draft: &str,
    item: &ItemId,
    change: impl FnOnce(&Grant, &Draft) -> Result<(), CommandError>,
) -> Result<QuantitySet, CommandError> {
    let (grant, draft) = open.draft(draft)?;
    let has_promotions = Pricer::of(open, &grant)?.has_promotions();
    let before = if has_promotions {
        view::priced(open, &grant, &draft)?.lines
    } else {
        Vec::new()
    };
    change(&grant, &draft)?;
    let (grant, draft) = open.draft(draft.summary.id.as_str())?;
    let priced = view::priced(open, &grant, &draft)?;
    let summary = priced.summary(&grant, &draft);
    let limits = limits::bar(open, &grant, &priced.lines, summary.total_minor, &summary.currency)?;
    let mut repriced: Vec<DraftLineView> = Vec::new();
    let prices: HashMap<&str, Option<i64>> = before
        .iter()
        .map(|line| (line.item.as_str(), line.price_micro))
        .collect();
    let mut own = None;
    for line in priced.lines {
        let is_other = prices
            .get(line.item.as_str())
            .is_some_and(|price| *price != line.price_micro);
        if line.item == item.as_str() {
            own = Some(line);
        } else if is_other {
            repriced.push(line);
        }
    }
    Ok(QuantitySet {
        draft: summary,
        line: own,
        repriced,
        gifts: priced.gifts,
        limits,
    })
}

/// Half a piece is refused here, where the way out is at hand, and not by the supplier's storekeeper.
///
/// # Errors
/// `invalid`.
pub(super) fn demand_whole(brief: &ItemBrief, quantity_milli: i64) -> Result<(), CommandError> {
    if !brief.is_whole() || is_whole_quantity(quantity_milli) {
        return Ok(());
    }
    let unit = brief.unit.clone();
    Err(Reason::SoldWhole { unit }.into())
}

/// The same of an item by its id. Goods that are not in the mirror are judged by the supplier.
///
/// # Errors
/// `invalid`.
pub(crate) fn demand_whole_of(
    open: &Open,
    grant: &Grant,
    item: &ItemId,
    quantity_milli: i64,
) -> Result<(), CommandError> {
    match open.goods()?.terms_of(&sight(grant).without_prices(), item)?.brief {
        Some(brief) => demand_whole(&brief, quantity_milli),
        None => Ok(()),
    }
}

/// A line of goods that the mirror has, at the price that it has for them.
pub(crate) fn line_of(brief: ItemBrief, seen_price: Option<(i64, String)>, quantity_milli: i64) -> NewLine {
    NewLine {
        item: brief.item,
        quantity_milli,
        seen_price,
        article: brief.article,
        name: brief.name,
        unit: brief.unit,
        marks: LineMarks::default(),
    }
}

/// The line at the price on the user's screen. A line whose item has left the mirror keeps what it knew.
fn line(
    open: &Open,
    grant: &Grant,
    draft: &Draft,
    item: &ItemId,
    quantity_milli: i64,
) -> Result<NewLine, CommandError> {
    let terms = open.goods()?.terms_of(&sight(grant), item)?;
    let seen_price = terms.price.map(|price| (price.price_micro, price.currency));
    if let Some(brief) = terms.brief {
        demand_whole(&brief, quantity_milli)?;
        return Ok(line_of(brief, seen_price, quantity_milli));
    }
    let before = draft
        .lines
        .iter()
        .find(|line| line.item == *item)
        // What a mirror that is not loaded does not know may well exist.
        .ok_or_else(|| {
            open.loaded_goods()
                .err()
                .unwrap_or_else(|| CommandError::not_found(Thing::Item))
        })?;
    Ok(NewLine {
        item: item.clone(),
        quantity_milli,
        seen_price: before.seen_price.clone(),
        article: before.article.clone(),
        name: before.name.clone(),
        unit: before.unit.clone(),
        marks: LineMarks::default(),
    })
}
