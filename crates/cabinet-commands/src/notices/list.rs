//! `notices_list`.

use super::{NoticeList, known};
use crate::cabinet::Cabinet;
use crate::error::CommandError;

/// Notices of one legal entity or of all, the newest first, without those that the user took off the list.
///
/// # Errors
/// `not_allowed`.
pub async fn list(cabinet: &Cabinet, entity: Option<String>) -> Result<NoticeList, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let rows: Vec<_> = known(open, entity.as_deref())?
                .into_iter()
                .filter(|notice| !notice.state.is_dismissed)
                .map(|notice| notice.view)
                .collect();
            let unread = rows.iter().filter(|row| !row.is_read).count();
            Ok(NoticeList {
                rows,
                unread: u32::try_from(unread).unwrap_or(u32::MAX),
            })
        })
        .await
}
