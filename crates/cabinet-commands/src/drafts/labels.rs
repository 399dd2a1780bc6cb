//! `drafts_set_label` and `drafts_labels`: for whom or what a draft is, and what was typed before.

use super::{DraftSummary, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::reason::{Reason, limit};
use cabinet_domain::marks::LABEL_LIMIT;

/// Says for whom or what a draft is; an empty text takes it back. Its lines take the label when they are ordered or go into
/// another draft, where they have none of their own.
///
/// # Errors
/// `not_found`, `invalid` (too long, in the trash), `disk_full`.
pub async fn set_label(cabinet: &Cabinet, draft: String, label: String) -> Result<DraftSummary, CommandError> {
    let label = proper_label(&label)?;
    let summary = cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, draft) = open.draft(&draft)?;
            let id = &draft.summary.id;
            open.desk.label_draft(&grant.entity, id, &label, open.clock.now_ms())?;
            let (grant, draft) = open.draft(id.as_str())?;
            view::summary(open, &grant, &draft)
        })
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(summary)
}

/// Labels that were typed for a legal entity, the one that was used last first.
///
/// # Errors
/// `not_allowed`.
pub async fn labels(cabinet: &Cabinet, entity: String) -> Result<Vec<String>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            Ok(open.desk.used_labels(&grant.entity)?)
        })
        .await
}

/// A label without blanks around it and not endless; empty for none.
pub(super) fn proper_label(label: &str) -> Result<String, CommandError> {
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    if label.chars().count() > LABEL_LIMIT {
        return Err(Reason::LabelTooLong {
            limit: limit(LABEL_LIMIT),
        }
        .into());
    }
    Ok(label)
}
