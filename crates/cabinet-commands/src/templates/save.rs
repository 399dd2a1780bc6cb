//! `templates_save`.

use super::shared::whole;
use super::{TemplateRequest, TemplateView};
use crate::cabinet::Cabinet;
use crate::drafts::proper_name;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use crate::reason::Reason;
use cabinet_desk::DraftLine;
use cabinet_domain::marks::{LineMarks, tidy};

/// Keeps the lines of a draft as a template, with their labels and without the days on which they are wished. Lines on their
/// way to the supplier are kept too: they were wanted.
///
/// # Errors
/// `not_found` (the draft, or what it would replace), `invalid` (no name, no lines), `disk_full`.
pub async fn save(cabinet: &Cabinet, request: TemplateRequest) -> Result<TemplateView, CommandError> {
    let name = proper_name(&request.name)?;
    let open = cabinet.ready()?;
    let view = open
        .blocking(move |open| {
            let (grant, draft) = open.draft(&request.draft)?;
            let label = draft.summary.label.as_str();
            let lines: Vec<DraftLine> = draft.lines.iter().map(|line| kept(line, label)).collect();
            if lines.is_empty() {
                return Err(Reason::NothingToKeep.into());
            }
            keep(open, &grant.entity, &request, &name, &lines)
        })
        .await?;
    super::tell_later(&open).await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(view)
}

fn keep(
    open: &Open,
    entity: &cabinet_domain::ids::EntityId,
    request: &TemplateRequest,
    name: &str,
    lines: &[DraftLine],
) -> Result<TemplateView, CommandError> {
    let now_ms = open.clock.now_ms();
    let id = open
        .desk
        .put_template(entity, request.replaces.as_deref(), name, lines, now_ms)?;
    whole(open, &id)
}

fn kept(line: &DraftLine, label: &str) -> DraftLine {
    let labelled = line.marks.labelled(line.quantity_milli, label);
    let mut parts = labelled.parts;
    for part in &mut parts {
        part.date = None;
    }
    DraftLine {
        marks: LineMarks {
            parts: tidy(parts),
            ..labelled
        },
        ..line.clone()
    }
}
