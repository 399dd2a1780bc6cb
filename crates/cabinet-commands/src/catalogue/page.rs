//! `catalogue_page`.

use super::{CataloguePage, CatalogueQuery, CatalogueSort, rows};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, price_type};
use crate::sync::true_at_ms;
use cabinet_desk::Grant;
use cabinet_mirror::{GoodsQuery, MirrorError, Sort, SortBy};
use cabinet_sqlite::{Cancel, StoreError};
use std::sync::Arc;
use std::time::Duration;

/// The most rows of one window.
const MOST: u32 = 500;

/// How long the first window of a search waits for the count of all its rows: a small part of a frame of the screen.
const COUNT_PATIENCE: Duration = Duration::from_millis(3);

/// A window of a table of goods; `limit` is at most 500.
///
/// The rows of a search do not wait for the count of all of them: when it takes longer, `total` is one
/// more than what is known so far, and a change of the catalogue is told as soon as the count is there.
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
    let (mut page, uncounted) = open
        .blocking(move |open| window(open, &query, offset, limit.min(MOST)))
        .await?;
    if let Some(query) = uncounted {
        page.total = count(&open, query, page.total).await?;
    }
    Ok(page)
}

/// The window, and its query when the whole list has not been counted.
fn window(
    open: &Open,
    query: &CatalogueQuery,
    offset: u32,
    limit: u32,
) -> Result<(CataloguePage, Option<GoodsQuery>), CommandError> {
    // A count of what was typed before is of no use any more.
    open.count.stop();
    let grant = open.grant(&query.entity)?;
    let goods = open.goods()?;
    let wanted = goods_query(query, &grant);
    let found = goods.goods(&wanted, size(offset), size(limit), &Cancel::new())?;
    let known = size(offset).saturating_add(found.rows.len());
    let total = found.total.unwrap_or_else(|| known.saturating_add(1));
    let in_draft = rows::quantities(open, &grant, query.draft.as_deref())?;
    let page = CataloguePage {
        total: u32::try_from(total).unwrap_or(u32::MAX),
        offset,
        rows: found.rows.into_iter().map(|row| rows::view(row, &in_draft)).collect(),
        true_at_ms: true_at_ms(&goods.feeds().feeds()?),
    };
    Ok((page, found.total.is_none().then_some(wanted)))
}

/// The count of the whole list, or `at_least` when it takes too long; it goes on then and is told when it is there.
async fn count(open: &Arc<Open>, query: GoodsQuery, at_least: u32) -> Result<u32, CommandError> {
    let cancel = open.count.begin();
    let (answer, counted) = tokio::sync::oneshot::channel();
    let counting = open.clone();
    tokio::task::spawn_blocking(move || {
        let result = count_now(&counting, &query, &cancel);
        // Nobody waits any more: the list is kept now, so whoever asks again gets the count at once.
        match answer.send(result) {
            Err(Ok(Some(_))) => counting.tell(Changes {
                catalogue: true,
                ..Changes::default()
            }),
            Err(Err(error)) => tracing::warn!(catalogue.cause = %error, "A list could not be counted"),
            Ok(()) | Err(Ok(None)) => {}
        }
    });
    match tokio::time::timeout(COUNT_PATIENCE, counted).await {
        Ok(Ok(counted)) => Ok(counted?.unwrap_or(at_least)),
        Ok(Err(_)) | Err(_) => Ok(at_least),
    }
}

/// `None` when the next keystroke came first.
fn count_now(open: &Open, query: &GoodsQuery, cancel: &Cancel) -> Result<Option<u32>, CommandError> {
    match open.goods()?.count_goods(query, cancel) {
        Ok(total) => Ok(Some(u32::try_from(total).unwrap_or(u32::MAX))),
        Err(MirrorError::Store(StoreError::Cancelled)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn goods_query(query: &CatalogueQuery, grant: &Grant) -> GoodsQuery {
    GoodsQuery {
        group: query.group.clone(),
        search: query.text.clone(),
        in_stock_only: query.in_stock_only,
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
        price_type: price_type(grant).cloned(),
    }
}

fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
