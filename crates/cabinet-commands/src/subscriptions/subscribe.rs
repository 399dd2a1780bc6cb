//! `subscriptions_subscribe`.

use super::{SubscribeRequest, chain};
use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
use crate::open::demand;
use crate::small_command::{Subscribed, queue, send};
use cabinet_domain::access::Right;
use cabinet_domain::delivery::read_date;
use cabinet_domain::ids::ItemId;
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::subscriptions::Subscribe;

/// Subscribes to an item, in place of an earlier subscription to it; queued when there is no connection.
///
/// # Errors
/// `not_allowed`, `invalid`, `disk_full`.
pub async fn subscribe(cabinet: &Cabinet, request: SubscribeRequest) -> Result<Subscribed, CommandError> {
    let invalid = |words: &str| Err(CommandError::new(ErrorCode::Invalid, words));
    if request
        .threshold_milli
        .map_or(!request.watches_price, |milli| milli <= 0)
    {
        return invalid("a subscription waits for a quantity above zero, or watches the price");
    }
    if request.until.as_deref().is_some_and(|day| read_date(day).is_none()) {
        return invalid("the last day must be a day of the calendar, written as 2026-12-31");
    }
    let open = cabinet.ready()?;
    let queued = open
        .blocking(move |open| {
            let grant = open.grant(&request.entity)?;
            demand(&grant, Right::SeeGoods, "the role of this person does not show goods")?;
            if request.watches_price {
                demand(&grant, Right::SeePrices, "the role of this person does not show prices")?;
            }
            let item = ItemId::new(request.item);
            let body = CommandBody::Subscribe(Subscribe {
                item: item.clone(),
                threshold_milli: request.threshold_milli,
                watches_price: request.watches_price,
                until: request.until,
            });
            queue(open, &grant.entity, chain(&grant.entity, &item), &body)
        })
        .await?;
    send(&open, queued).await
}
