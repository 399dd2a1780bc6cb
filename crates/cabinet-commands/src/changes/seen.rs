//! `changes_seen`: the user has looked; what comes is new from here on.

use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use cabinet_desk::Grant;

/// Marks everything that is known of a legal entity's goods as seen.
///
/// # Errors
/// `not_allowed`, `disk_full`.
pub async fn seen(cabinet: &Cabinet, entity: String) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            // Nothing that is known now is later than the latest figure.
            let feeds = open.goods()?.feeds().feeds()?;
            if let Some(at_ms) = feeds.iter().filter_map(|feed| feed.true_at_ms).max() {
                open.desk.put_setting(&key(&grant), &at_ms.to_string())?;
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

/// When the user looked last; `None` for never.
pub(super) fn looked_at(open: &Open, grant: &Grant) -> Result<Option<i64>, CommandError> {
    Ok(open.desk.setting(&key(grant))?.and_then(|text| text.parse().ok()))
}

fn key(grant: &Grant) -> String {
    format!("changes_looked/{}", grant.entity)
}
