//! `catalogue_rows`.

use super::{ItemRowView, rows};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::Pricer;
use crate::reason::{Reason, limit};
use cabinet_domain::ids::ItemId;

/// The most rows at once.
const MOST: usize = 500;

/// The rows of these items in the order asked, `None` for one that may not be seen; at most 500, for the window of a list
/// whose items are known.
///
/// # Errors
/// `not_ready`, `not_allowed`, `invalid` for more items.
pub async fn rows_of(
    cabinet: &Cabinet,
    entity: String,
    items: Vec<String>,
    draft: Option<String>,
) -> Result<Vec<Option<ItemRowView>>, CommandError> {
    let open = cabinet.ready()?;
    open.blocking(move |open| read(open, &entity, items, draft.as_deref()))
        .await
}

fn read(
    open: &Open,
    entity: &str,
    items: Vec<String>,
    draft: Option<&str>,
) -> Result<Vec<Option<ItemRowView>>, CommandError> {
    let grant = open.grant(entity)?;
    if items.len() > MOST {
        return Err(Reason::TooManyRows { limit: limit(MOST) }.into());
    }
    let items: Vec<ItemId> = items.into_iter().map(ItemId::new).collect();
    let found = open.goods()?.rows(&sight(&grant), &items)?;
    let in_draft = rows::quantities(open, &grant, draft)?;
    let pricer = Pricer::of(open, &grant)?;
    let found = found
        .into_iter()
        .map(|row| row.map(|row| rows::view(row, &in_draft, &pricer)));
    Ok(found.collect())
}
