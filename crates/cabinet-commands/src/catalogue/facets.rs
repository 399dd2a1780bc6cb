//! `catalogue_facets`.

use super::page::goods_query;
use super::{CatalogueQuery, FacetValueView, FacetView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use cabinet_mirror::{Facet, MirrorError};
use cabinet_sqlite::{Cancel, StoreError};

/// The properties of the goods of a table and their values, each with the number of goods; `None` when they were asked
/// for again meanwhile.
///
/// Apart from the rows, because it looks at all of them: a keystroke shows what it found and counts afterwards.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn facets(cabinet: &Cabinet, query: CatalogueQuery) -> Result<Option<Vec<FacetView>>, CommandError> {
    let open = cabinet.ready()?;
    let cancel = open.facets.begin();
    open.blocking(move |open| count_now(open, &query, &cancel)).await
}

fn count_now(open: &Open, query: &CatalogueQuery, cancel: &Cancel) -> Result<Option<Vec<FacetView>>, CommandError> {
    let (wanted, _) = goods_query(open, query, &open.grant(&query.entity)?)?;
    match open.goods()?.facets(&wanted, cancel) {
        Ok(facets) => Ok(Some(facets.into_iter().map(view).collect())),
        Err(MirrorError::Store(StoreError::Cancelled)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn view(facet: Facet) -> FacetView {
    let values = facet.values.into_iter().map(|value| FacetValueView {
        value: value.value,
        items: value.items,
        is_chosen: value.is_chosen,
    });
    FacetView {
        property: facet.property,
        name: facet.name,
        values: values.collect(),
        more_values: u32::try_from(facet.more_values).unwrap_or(u32::MAX),
    }
}
