//! Rows of goods as a front-end shows them.

use super::{ArrivalView, ItemRowView};
use crate::error::CommandError;
use crate::open::Open;
use cabinet_desk::Grant;
use cabinet_domain::ids::DraftId;
use cabinet_mirror::{Arrival, GoodsRow};
use std::collections::HashMap;

/// Quantities by item of a draft of the entity; none without a draft, or when it is another entity's or gone.
pub(super) fn quantities(
    open: &Open,
    grant: &Grant,
    draft: Option<&str>,
) -> Result<HashMap<String, i64>, CommandError> {
    let Some(draft) = draft else { return Ok(HashMap::new()) };
    let found = open.desk.draft(&grant.entity, &DraftId::new(draft))?;
    let lines = found.map(|draft| draft.lines).unwrap_or_default();
    Ok(lines
        .into_iter()
        .map(|line| (line.item.to_string(), line.quantity_milli))
        .collect())
}

pub(super) fn arrival(arrival: Arrival) -> ArrivalView {
    ArrivalView {
        date: arrival.date,
        quantity_milli: arrival.quantity_milli,
        note: arrival.note,
    }
}

pub(super) fn view(row: GoodsRow, in_draft: &HashMap<String, i64>) -> ItemRowView {
    let (price_micro, currency) = row.price.map(|price| (price.price_micro, price.currency)).unzip();
    ItemRowView {
        in_draft_milli: in_draft.get(row.item.as_str()).copied().unwrap_or(0),
        item: row.item.to_string(),
        article: row.article,
        name: row.name,
        unit: row.unit,
        is_whole: row.is_whole,
        pack_milli: row.packs.iter().map(|pack| pack.units_milli).max(),
        price_micro,
        currency: currency.unwrap_or_default(),
        stock_milli: row.stock_milli,
        stock_level: row.stock_level.map(|level| level.code().to_owned()),
        next_arrival: row.arrivals.into_iter().next().map(arrival),
        other_variants: row.variant_count.saturating_sub(1),
        is_stale: row.is_stale,
    }
}
