//! `codes_remove`.

use super::teach::{Taught, before, teach, usable};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::demand_draft;
use crate::reason::Thing;
use crate::small_command::{Subscribed, send_all};

/// Says that a code means nothing any more, to colleagues as well; what was said before is kept, and saying it again brings it
/// back. Queued when there is no connection.
///
/// # Errors
/// `not_allowed`, `not_found` (the code means nothing), `disk_full`.
pub async fn remove(cabinet: &Cabinet, entity: String, code: String) -> Result<Subscribed, CommandError> {
    let open = cabinet.ready()?;
    let queued = open
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            demand_draft(&grant)?;
            let text = usable(&code)?;
            let before = before(open, &grant, &text)?;
            let stands = before.values().flatten().next().is_some_and(|word| word.item.is_some());
            if !stands {
                return Err(CommandError::not_found(Thing::OwnCode));
            }
            let taught = Taught {
                text,
                item: None,
                article: String::new(),
            };
            teach(open, &grant, vec![taught], &before)
        })
        .await?;
    send_all(&open, queued).await
}
