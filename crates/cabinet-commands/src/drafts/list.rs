//! `drafts_list`.

use super::{DraftSummary, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;

/// How long a draft, or a line that was taken out of one, stays in the trash.
const TRASH_MS: i64 = 90 * 24 * 3600 * 1000;

/// Drafts of one legal entity, or of all; `in_trash` shows the trash instead.
///
/// # Errors
/// `not_ready`.
pub async fn list(
    cabinet: &Cabinet,
    entity: Option<String>,
    in_trash: bool,
) -> Result<Vec<DraftSummary>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| summaries(open, entity.as_deref(), in_trash))
        .await
}

/// Forgets drafts and lines whose time in the trash is over.
pub(crate) fn empty_trash(open: &Open) -> Result<(), CommandError> {
    open.desk.empty_trash(open.clock.now_ms().saturating_sub(TRASH_MS))?;
    Ok(())
}

fn summaries(open: &Open, entity: Option<&str>, in_trash: bool) -> Result<Vec<DraftSummary>, CommandError> {
    if in_trash {
        empty_trash(open)?;
    }
    let mut list = Vec::new();
    for grant in open.grants_of(entity)? {
        for summary in open.desk.drafts(&grant.entity, in_trash)? {
            if let Some(draft) = open.desk.draft(&grant.entity, &summary.id)? {
                list.push(view::summary(open, &grant, &draft)?);
            }
        }
    }
    list.sort_by_key(|draft| std::cmp::Reverse(draft.updated_at_ms));
    Ok(list)
}
