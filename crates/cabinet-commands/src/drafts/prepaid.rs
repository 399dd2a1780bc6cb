//! `drafts_set_prepaid`: a draft that is to be paid in advance, so that no credit limit stands in its way.

use super::{DraftView, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft};
use cabinet_domain::ids::DraftId;

/// Says whether the order of a draft is paid in advance.
///
/// # Errors
/// `not_found`, `not_allowed`, `disk_full`.
pub async fn set_prepaid(cabinet: &Cabinet, draft: String, is_prepaid: bool) -> Result<DraftView, CommandError> {
    let view = cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, found) = open.draft(&draft)?;
            demand_draft(&grant)?;
            let word = if is_prepaid { "1" } else { "" };
            open.desk.put_setting(&key(&found.summary.id), word)?;
            view::whole(open, &grant, &found)
        })
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(view)
}

/// Whether the order of a draft is paid in advance.
///
/// # Errors
/// `internal`.
pub(crate) fn is_prepaid(open: &Open, draft: &DraftId) -> Result<bool, CommandError> {
    Ok(open.desk.setting(&key(draft))?.is_some_and(|word| !word.is_empty()))
}

fn key(draft: &DraftId) -> String {
    format!("prepaid/{draft}")
}
