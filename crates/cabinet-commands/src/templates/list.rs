//! `templates_list` and `templates_show`.

use super::{TemplateLineView, TemplateSummary, TemplateView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::Thing;

/// Templates by name, or those in the trash.
///
/// # Errors
/// `internal`.
pub async fn list(cabinet: &Cabinet, in_trash: bool) -> Result<Vec<TemplateSummary>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            crate::drafts::empty_trash(open)?;
            let templates = open.desk.templates(in_trash)?;
            Ok(templates.into_iter().map(TemplateSummary::of).collect())
        })
        .await
}

/// A whole template.
///
/// # Errors
/// `not_found`.
pub async fn show(cabinet: &Cabinet, template: String) -> Result<TemplateView, CommandError> {
    cabinet.ready()?.blocking(move |open| whole(open, &template)).await
}

/// The same within a blocking call.
pub(super) fn whole(open: &Open, id: &str) -> Result<TemplateView, CommandError> {
    let found = open.desk.template(id)?;
    let (template, lines) = found.ok_or_else(|| CommandError::not_found(Thing::Template))?;
    Ok(TemplateView {
        summary: TemplateSummary::of(template),
        lines: lines.into_iter().map(TemplateLineView::of).collect(),
    })
}
