//! `drafts_create`.

use super::{DraftSummary, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::demand_draft;
use crate::reason::{Reason, Thing, limit};

/// The longest name of a draft, in characters.
pub(super) const LONGEST_NAME: usize = 200;

/// A new, empty draft.
///
/// # Errors
/// `not_found`, `not_allowed`.
pub async fn create(cabinet: &Cabinet, entity: String, name: String) -> Result<DraftSummary, CommandError> {
    let name = proper_name(&name)?;
    let draft = cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            demand_draft(&grant)?;
            let id = open.desk.create_draft(&grant.entity, &name, open.clock.now_ms())?;
            let draft = open
                .desk
                .draft(&grant.entity, &id)?
                .ok_or_else(|| CommandError::not_found(Thing::Draft))?;
            view::summary(open, &grant, &draft)
        })
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(draft)
}

/// A name without blanks around it, neither empty nor endless.
pub(crate) fn proper_name(name: &str) -> Result<String, CommandError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Reason::DraftName {
            limit: limit(LONGEST_NAME),
        }
        .into());
    }
    Ok(name.to_owned())
}
