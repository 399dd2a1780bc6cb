//! `catalogue_count`.

use super::CatalogueQuery;
use super::page::goods_query;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use cabinet_mirror::MirrorError;
use cabinet_sqlite::{Cancel, StoreError};

/// How many rows a table of goods has; `None` when the table was asked for again meanwhile, whose count is another.
///
/// Apart from the rows, because it looks at all of them: a keystroke shows what it found and counts afterwards.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn count(cabinet: &Cabinet, query: CatalogueQuery) -> Result<Option<u32>, CommandError> {
    let open = cabinet.ready()?;
    let cancel = open.count.begin();
    open.blocking(move |open| count_now(open, &query, &cancel)).await
}

fn count_now(open: &Open, query: &CatalogueQuery, cancel: &Cancel) -> Result<Option<u32>, CommandError> {
    let (wanted, _) = goods_query(open, query, &open.grant(&query.entity)?)?;
    match open.goods()?.count_goods(&wanted, cancel) {
        Ok(total) => Ok(Some(u32::try_from(total).unwrap_or(u32::MAX))),
        Err(MirrorError::Store(StoreError::Cancelled)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
