//! `wishes_unwish`.

use super::chain;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::small_command::{Subscribed, queue, send};
use cabinet_domain::article::article_norm;
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::wishes::Unwish;

/// Ends a wish; one that does not stand is no fault. Queued when there is no connection.
///
/// # Errors
/// `not_allowed`, `disk_full`.
pub async fn unwish(cabinet: &Cabinet, entity: String, article: String) -> Result<Subscribed, CommandError> {
    let open = cabinet.ready()?;
    let queued = open
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            let chain = chain(&grant.entity, &article_norm(&article));
            queue(open, &grant.entity, chain, &CommandBody::Unwish(Unwish { article }))
        })
        .await?;
    send(&open, queued).await
}
