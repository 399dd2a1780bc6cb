//! `catalogue_page`.

use super::{CataloguePage, CatalogueQuery, CatalogueSort, ReadingKind, ReadingView, rows};
use crate::cabinet::Cabinet;
use crate::codes::book::meant;
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::Pricer;
use crate::sync::true_at_ms;
use cabinet_desk::Grant;
use cabinet_domain::article::article_norm;
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
    let (wanted, own_code) = goods_query(open, query, &grant)?;
    let found = goods.goods(&wanted, size(offset), size(limit), &Cancel::new())?;
    let known = size(offset).saturating_add(found.rows.len());
    let total = found.total.unwrap_or_else(|| known.saturating_add(1));
    let in_draft = rows::quantities(open, &grant, query.draft.as_deref())?;
    let pricer = Pricer::of(open, &grant)?;
    Ok(CataloguePage {
        total: u32::try_from(total).unwrap_or(u32::MAX),
        is_counted: found.total.is_some(),
        reading: own_code.or_else(|| reading(found.reading)),
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

/// What is asked of the mirror. A text that is an own code asks for the article that it means, and it is said so.
///
/// # Errors
/// `damaged`, `internal`.
pub(super) fn goods_query(
    open: &Open,
    query: &CatalogueQuery,
    grant: &Grant,
) -> Result<(GoodsQuery, Option<ReadingView>), CommandError> {
    let article = if query.as_typed {
        None
    } else {
        article_meant(open, query, grant)?
    };
    let asked = GoodsQuery {
        group: query.group.clone(),
        search: article.clone().unwrap_or_else(|| query.text.clone()),
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
    };
    let reading = article.map(|text| ReadingView {
        kind: ReadingKind::OwnCode,
        text,
    });
    Ok((asked, reading))
}

/// The article of the goods that the text is an own code of, or their name where they have none; `None` when it is no code, or
/// means goods that the person does not see, or is the article itself.
fn article_meant(open: &Open, query: &CatalogueQuery, grant: &Grant) -> Result<Option<String>, CommandError> {
    let Some(item) = meant(open, grant, &query.text)? else {
        return Ok(None);
    };
    let brief = open.goods()?.terms_of(&sight(grant).without_prices(), &item)?.brief;
    let article = brief.map(|brief| {
        if brief.article.is_empty() {
            brief.name
        } else {
            brief.article
        }
    });
    Ok(article.filter(|article| article_norm(article) != article_norm(&query.text)))
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
