//! `changes_mute`: goods of which the user does not want to be told.

use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use cabinet_desk::Grant;
use std::collections::BTreeSet;

/// Mutes an item for a legal entity, or lets it be told again.
///
/// # Errors
/// `not_allowed`, `disk_full`.
pub async fn mute(cabinet: &Cabinet, entity: String, item: String, is_muted: bool) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            let mut items = muted(open, &grant)?;
            let is_changed = if is_muted {
                items.insert(item)
            } else {
                items.remove(&item)
            };
            if is_changed {
                let text = serde_json::to_string(&items)
                    .map_err(|error| CommandError::internal("the muted goods could not be written", &error))?;
                open.desk.put_setting(&key(&grant), &text)?;
            }
            Ok(())
        })
        .await?;
    cabinet.tell(Changes {
        catalogue: true,
        ..Changes::default()
    });
    Ok(())
}

/// Ids of the muted items of an entity.
///
/// # Errors
/// `internal` for what another build wrote.
pub(super) fn muted(open: &Open, grant: &Grant) -> Result<BTreeSet<String>, CommandError> {
    match open.desk.setting(&key(grant))? {
        None => Ok(BTreeSet::new()),
        Some(text) => serde_json::from_str(&text)
            .map_err(|error| CommandError::internal("the muted goods cannot be read by this version", &error)),
    }
}

fn key(grant: &Grant) -> String {
    format!("changes_muted/{}", grant.entity)
}
