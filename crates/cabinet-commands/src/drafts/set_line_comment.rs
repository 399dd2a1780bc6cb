//! `drafts_set_line_comment`.

use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::reason::{Reason, limit};
use cabinet_domain::ids::ItemId;
use cabinet_protocol::orders::LINE_COMMENT_LIMIT;

/// Writes a comment for the supplier on a line; an empty one takes it away.
///
/// # Errors
/// `not_found`, `invalid` (too long, line in flight), `disk_full`.
pub async fn set_line_comment(
    cabinet: &Cabinet,
    draft: String,
    item: String,
    comment: String,
) -> Result<(), CommandError> {
    let comment = comment.trim().to_owned();
    if comment.chars().count() > LINE_COMMENT_LIMIT {
        return Err(Reason::LineCommentTooLong {
            limit: limit(LINE_COMMENT_LIMIT),
        }
        .into());
    }
    cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, draft) = open.draft(&draft)?;
            let item = ItemId::new(item);
            let now_ms = open.clock.now_ms();
            open.desk
                .set_line_comment(&grant.entity, &draft.summary.id, &item, &comment, now_ms)?;
            Ok(())
        })
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(())
}
