//! `unsent_discard`.

use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft};
use crate::reason::Reason;
use cabinet_domain::ids::EntityId;

/// Deletes the drafts of a legal entity for which the person may not order any more, for good. One that the supplier may
/// have received stays until that is known.
///
/// # Errors
/// `not_allowed` while the person may order for it; `disk_full`.
pub async fn discard(cabinet: &Cabinet, entity: String) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| delete(open, &EntityId::new(entity)))
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        entities: true,
        ..Changes::default()
    });
    Ok(())
}

fn delete(open: &Open, entity: &EntityId) -> Result<(), CommandError> {
    let grant = open.grants()?.into_iter().find(|grant| grant.entity == *entity);
    if grant.is_some_and(|grant| demand_draft(&grant).is_ok()) {
        return Err(Reason::DraftsCanBeSent.into());
    }
    open.desk.delete_drafts(entity)?;
    if open.desk.drafts(entity, false)?.is_empty() {
        open.desk.forget_former_grant(entity)?;
    }
    Ok(())
}
