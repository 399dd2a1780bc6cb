//! `delivery_branches`.

use super::{BranchPage, BranchView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;

/// The most rows of a window.
const MOST_ROWS: u32 = 500;

/// A window of a carrier's branches; the text is a city, a number or parts of an address, and an empty one finds all.
///
/// # Errors
/// `not_ready`, `not_loaded`.
pub async fn branches(
    cabinet: &Cabinet,
    carrier: String,
    text: String,
    offset: u32,
    limit: u32,
) -> Result<BranchPage, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let found = open.goods()?.branches(&carrier, &text, offset, limit.min(MOST_ROWS))?;
            Ok(BranchPage {
                total: found.total,
                offset,
                rows: found.rows.into_iter().map(BranchView::of).collect(),
            })
        })
        .await
}
