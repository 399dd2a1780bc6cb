//! `templates_rename`, `templates_set_line` and `templates_set_deleted`.

use super::shared::whole;
use super::{TemplateLineRequest, TemplateView};
use crate::cabinet::Cabinet;
use crate::drafts::{LARGEST_MILLI, proper_name};
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use crate::reason::Reason;
use cabinet_domain::ids::ItemId;

/// Another name.
///
/// # Errors
/// `not_found`, `invalid`.
pub async fn rename(cabinet: &Cabinet, template: String, name: String) -> Result<TemplateView, CommandError> {
    let name = proper_name(&name)?;
    change(cabinet, move |open| {
        open.desk.rename_template(&template, &name, open.clock.now_ms())?;
        whole(open, &template)
    })
    .await
}

/// Another amount of a line; 0 takes it out.
///
/// # Errors
/// `not_found`, `invalid` (negative, too large).
pub async fn set_line(cabinet: &Cabinet, request: TemplateLineRequest) -> Result<TemplateView, CommandError> {
    if !(0..=LARGEST_MILLI).contains(&request.quantity_milli) {
        return Err(Reason::QuantityOutOfRange.into());
    }
    change(cabinet, move |open| {
        let item = ItemId::new(request.item.as_str());
        open.desk
            .set_template_line(&request.template, &item, request.quantity_milli, open.clock.now_ms())?;
        whole(open, &request.template)
    })
    .await
}

/// Puts a template into the trash, where it stays for 90 days, or takes it out.
///
/// # Errors
/// `not_found`.
pub async fn set_deleted(cabinet: &Cabinet, template: String, is_deleted: bool) -> Result<TemplateView, CommandError> {
    change(cabinet, move |open| {
        let now_ms = open.clock.now_ms();
        open.desk
            .set_template_deleted(&template, is_deleted.then_some(now_ms))?;
        whole(open, &template)
    })
    .await
}

async fn change(
    cabinet: &Cabinet,
    work: impl FnOnce(&Open) -> Result<TemplateView, CommandError> + Send + 'static,
) -> Result<TemplateView, CommandError> {
    let open = cabinet.ready()?;
    let view = open.blocking(work).await?;
    super::tell_later(&open).await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(view)
}
