//! Rows of goods as a front-end shows them.

use super::{ArrivalView, ItemRowView};
use crate::error::CommandError;
use crate::open::Open;
use crate::pricing::Pricer;
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

impl ArrivalView {
    /// Of what the mirror says.
    pub(crate) fn of(arrival: Arrival) -> Self {
        Self {
            date: arrival.date,
            quantity_milli: arrival.quantity_milli,
            note: arrival.note,
        }
    }
}

/// A row at the price that the rules make of the list's.
pub(super) fn view(row: GoodsRow, in_draft: &HashMap<String, i64>, pricer: &Pricer) -> ItemRowView {
    let in_draft_milli = in_draft.get(row.item.as_str()).copied().unwrap_or(0);
    let priced = pricer.price_row(&row, in_draft_milli);
    let list_price_micro = priced
        .list
        .filter(|_| priced.is_changed())
        .map(|(price, _)| price.micro());
    let list_price_micro = list_price_micro.filter(|_| priced.off_bp().is_some());
    let off_bp = priced.off_bp();
    let (price_micro, currency) = priced
        .price
        .map(|(price, currency)| (price.micro(), currency.code().to_owned()))
        .unzip();
    ItemRowView {
        in_draft_milli,
        list_price_micro,
        off_bp,
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
        next_arrival: row.arrivals.into_iter().next().map(ArrivalView::of),
        other_variants: row.variant_count.saturating_sub(1),
        is_stale: row.is_stale,
    }
}
