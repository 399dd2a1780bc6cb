//! `notices_dismiss`.

use super::ids_or_all;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use cabinet_desk::NoticeMark;

/// Takes notices off the list; all of them when none is named.
///
/// # Errors
/// `not_ready`, `disk_full`.
pub async fn dismiss(cabinet: &Cabinet, ids: Vec<String>) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let ids = ids_or_all(open, ids)?;
            Ok(open
                .desk
                .mark_notices(&ids, NoticeMark::Dismissed, open.clock.now_ms())?)
        })
        .await?;
    cabinet.tell(Changes {
        notices: true,
        ..Changes::default()
    });
    Ok(())
}
