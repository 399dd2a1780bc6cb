//! `drafts_set_delivery`.

use crate::cabinet::Cabinet;
use crate::delivery::{DeliveryRequest, DeliveryView, choice};
use crate::error::CommandError;
use crate::events::Changes;

/// Keeps how a draft is to be delivered, the whole of it. What the way does not use is left out.
///
/// # Errors
/// `not_found` (the draft, or something that no directory has), `invalid` (date, own number), `disk_full`.
pub async fn set_delivery(cabinet: &Cabinet, request: DeliveryRequest) -> Result<DeliveryView, CommandError> {
    let view = cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, draft) = open.draft(&request.draft)?;
            let id = &draft.summary.id;
            let before = open.desk.draft_delivery(id)?;
            let delivery = choice::read(&*open.goods()?, &grant.entity, &before, &request)?;
            open.desk
                .set_draft_delivery(&grant.entity, id, &delivery, open.clock.now_ms())?;
            choice::view(open, &grant.entity, &delivery)
        })
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(view)
}
