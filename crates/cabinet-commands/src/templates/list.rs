//! `templates_list` and `templates_show`.

use super::shared::{self, whole};
use super::{TemplateSummary, TemplateView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;

/// Templates by name, those that colleagues share among them, or those in the trash.
///
/// # Errors
/// `internal`.
pub async fn list(cabinet: &Cabinet, in_trash: bool) -> Result<Vec<TemplateSummary>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            crate::drafts::empty_trash(open)?;
            let own = open.desk.templates(in_trash)?;
            if in_trash {
                return Ok(own.into_iter().map(TemplateSummary::of).collect());
            }
            shared::all(open, &own)
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
