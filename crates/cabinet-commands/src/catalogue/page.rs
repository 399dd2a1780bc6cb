//! `catalogue_page`.

use super::{CataloguePage, CatalogueQuery, CatalogueSort, ReadingKind, ReadingView, rows};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::Pricer;
use crate::sync::true_at_ms;
use cabinet_desk::Grant;
use cabinet_mirror::{GoodsQuery, PropertyFilter, Reading, Sort, SortBy};
use cabinet_sqlite::Cancel;

/// The most rows of one window.
const MOST: u32 = 500;

/// A window of a table of goods; `limit` is at most 500.
///
/// The first rows of a search do not wait for the rest: `is_counted` is false then, and `catalogue_count` counts them.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn page(
    cabinet: &Cabinet,
    query: CatalogueQuery,
    offset: u32,
    limit: u32,
) -> Result<CataloguePage, CommandError> {
    let open = cabinet.ready()?;
    // A count of what was typed before is of no use any more.
    open.count.stop();
    open.blocking(move |open| window(open, &query, offset, limit.min(MOST)))
        .await
}

fn window(open: &Open, query: &CatalogueQuery, offset: u32, limit: u32) -> Result<CataloguePage, CommandError> {
    let grant = open.grant(&query.entity)?;
    let goods = open.goods()?;
    let wanted = goods_query(query, &grant);
    let found = goods.goods(&wanted, size(offset), size(limit), &Cancel::new())?;
    let known = size(offset).saturating_add(found.rows.len());
    let total = found.total.unwrap_or_else(|| known.saturating_add(1));
    let in_draft = rows::quantities(open, &grant, query.draft.as_deref())?;
    let pricer = Pricer::of(open, &grant)?;
    Ok(CataloguePage {
        total: u32::try_from(total).unwrap_or(u32::MAX),
        is_counted: found.total.is_some(),
        reading: reading(found.reading),
        offset,
        rows: found
            .rows
            .into_iter()
            .map(|row| rows::view(row, &in_draft, &pricer))
            .collect(),
        true_at_ms: true_at_ms(&goods.feeds().feeds()?),
        has_pictures: if query.text.is_empty() {
            Some(goods.has_pictures()?)
        } else {
            None
        },
    })
}

pub(super) fn goods_query(query: &CatalogueQuery, grant: &Grant) -> GoodsQuery {
    GoodsQuery {
        group: query.group.clone(),
        search: query.text.clone(),
        is_as_typed: query.as_typed,
        in_stock_only: query.in_stock_only,
        properties: query
            .properties
            .iter()
            .map(|filter| PropertyFilter {
                property: filter.property.clone(),
                values: filter.values.clone(),
            })
            .collect(),
        sort: Sort {
            by: match query.sort {
                CatalogueSort::Natural => SortBy::Relevance,
                CatalogueSort::Article => SortBy::Article,
                CatalogueSort::Name => SortBy::Name,
                CatalogueSort::Price => SortBy::Price,
                CatalogueSort::Stock => SortBy::Stock,
            },
            is_descending: query.descending,
        },
        sight: sight(grant),
    }
}

fn reading(reading: Reading) -> Option<ReadingView> {
    let (kind, text) = match reading {
        Reading::AsTyped => return None,
        Reading::InOtherLayout(text) => (ReadingKind::OtherLayout, text),
        Reading::Transliterated(text) => (ReadingKind::Transliterated, text),
        Reading::Spaced(text) => (ReadingKind::Spaced, text),
        Reading::Corrected(text) => (ReadingKind::Corrected, text),
    };
    Some(ReadingView { kind, text })
}

fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
