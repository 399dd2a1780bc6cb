//! `price_lists_list` and `price_lists_show`.

use super::recipe::of_text;
use super::{PriceListSummary, PriceListTarget, PriceListView};
use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
use crate::open::{Open, price_type};
use crate::reason::Thing;
use cabinet_desk::{Grant, PriceList};

/// Price lists by name, or those in the trash.
///
/// # Errors
/// `internal`.
pub async fn list(cabinet: &Cabinet, in_trash: bool) -> Result<Vec<PriceListSummary>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            crate::drafts::empty_trash(open)?;
            let grants = open.grants()?;
            let lists = open.desk.price_lists(in_trash)?;
            lists.iter().map(|kept| summary(open, kept, &grants)).collect()
        })
        .await
}

/// A whole price list.
///
/// # Errors
/// `not_found`.
pub async fn show(cabinet: &Cabinet, list: String) -> Result<PriceListView, CommandError> {
    cabinet.ready()?.blocking(move |open| whole(open, &list)).await
}

/// The same within a blocking call.
pub(super) fn whole(open: &Open, id: &str) -> Result<PriceListView, CommandError> {
    let kept = open.desk.price_list(id)?;
    let kept = kept.ok_or_else(|| CommandError::not_found(Thing::PriceList))?;
    Ok(PriceListView {
        summary: summary(open, &kept, &open.grants()?)?,
        recipe: of_text(&kept.recipe)?,
    })
}

fn summary(open: &Open, kept: &PriceList, grants: &[Grant]) -> Result<PriceListSummary, CommandError> {
    let grant = grants.iter().find(|grant| grant.entity == kept.entity);
    let file = open.desk.price_list_file(&kept.id)?.map(|file| PriceListTarget {
        path: file.path,
        written_at_ms: file.written_ms,
        // Words of a version that knew other causes: that it failed is told all the same.
        failure: file.failure.map(|text| {
            serde_json::from_str(&text)
                .unwrap_or_else(|_| CommandError::new(ErrorCode::Internal, "the file was not written"))
        }),
    });
    Ok(PriceListSummary {
        id: kept.id.clone(),
        name: kept.name.clone(),
        entity: kept.entity.to_string(),
        entity_name: grant.map(|grant| grant.name.clone()).unwrap_or_default(),
        may_make: grant.is_some_and(|grant| price_type(grant).is_some()),
        updated_at_ms: kept.updated_ms,
        deleted_at_ms: kept.deleted_ms,
        file,
    })
}
