//! `drafts_show`.

use super::{DraftView, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;

/// A whole draft.
///
/// # Errors
/// `not_found`.
pub async fn show(cabinet: &Cabinet, draft: String) -> Result<DraftView, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, draft) = open.draft(&draft)?;
            view::whole(open, &grant, &draft)
        })
        .await
}
