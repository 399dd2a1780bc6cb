//! `subscriptions_unsubscribe`.

use super::chain;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::small_command::{Subscribed, queue, send};
use cabinet_domain::ids::ItemId;
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::subscriptions::Unsubscribe;

/// Ends a subscription; one that does not stand is no fault. Queued when there is no connection.
///
/// # Errors
/// `not_allowed`, `disk_full`.
pub async fn unsubscribe(cabinet: &Cabinet, entity: String, item: String) -> Result<Subscribed, CommandError> {
    let open = cabinet.ready()?;
    let queued = open
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            let item = ItemId::new(item);
            let body = CommandBody::Unsubscribe(Unsubscribe { item: item.clone() });
            queue(open, &grant.entity, chain(&grant.entity, &item), &body)
        })
        .await?;
    send(&open, queued).await
}
