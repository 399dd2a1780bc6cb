//! `drafts_describe`.

use super::create::proper_name;
use super::{DraftSummary, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::reason::{Reason, limit};

/// The longest comment, in characters.
const LONGEST_COMMENT: usize = 2000;

/// A new name or comment; `None` leaves it.
///
/// # Errors
/// `not_found`, `invalid`.
pub async fn describe(
    cabinet: &Cabinet,
    draft: String,
    name: Option<String>,
    comment: Option<String>,
) -> Result<DraftSummary, CommandError> {
    let name = name.as_deref().map(proper_name).transpose()?;
    if comment
        .as_ref()
        .is_some_and(|comment| comment.chars().count() > LONGEST_COMMENT)
    {
        return Err(Reason::CommentTooLong {
            limit: limit(LONGEST_COMMENT),
        }
        .into());
    }
    let summary = cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, draft) = open.draft(&draft)?;
            let before = &draft.summary;
            let name = name.unwrap_or_else(|| before.name.clone());
            let comment = comment.unwrap_or_else(|| before.comment.clone());
            open.desk
                .describe_draft(&grant.entity, &before.id, &name, &comment, open.clock.now_ms())?;
            let (grant, draft) = open.draft(before.id.as_str())?;
            view::summary(open, &grant, &draft)
        })
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(summary)
}
