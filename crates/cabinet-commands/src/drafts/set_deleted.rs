//! `drafts_set_deleted`.

use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;

/// Puts a draft into the trash, or takes it out.
///
/// # Errors
/// `not_found`, `invalid` (lines in flight).
pub async fn set_deleted(cabinet: &Cabinet, draft: String, is_deleted: bool) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, draft) = open.draft(&draft)?;
            let now_ms = open.clock.now_ms();
            if is_deleted {
                open.desk.trash_draft(&grant.entity, &draft.summary.id, now_ms)?;
            } else {
                open.desk.restore_draft(&grant.entity, &draft.summary.id, now_ms)?;
            }
            Ok(())
        })
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        orders: true,
        ..Changes::default()
    });
    Ok(())
}
