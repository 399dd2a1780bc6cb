//! `subscriptions_subscribe`.

use super::{SubscribeRequest, chain};
use crate::cabinet::Cabinet;
use crate::drafts::demand_whole_of;
use crate::error::CommandError;
use crate::open::{Open, demand};
use crate::reason::Reason;
use crate::small_command::{Subscribed, queue, send};
use cabinet_desk::Grant;
use cabinet_domain::access::Right;
use cabinet_domain::delivery::read_date;
use cabinet_domain::ids::{CommandKey, ItemId};
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::subscriptions::Subscribe;
use time::Date;

/// Where a day ends last.
pub(crate) const FURTHEST_WEST_MINUTES: i32 = -12 * 60;

/// Subscribes to an item, in place of an earlier subscription to it; queued when there is no connection.
///
/// # Errors
/// `not_allowed`, `invalid`, `disk_full`.
pub async fn subscribe(cabinet: &Cabinet, request: SubscribeRequest) -> Result<Subscribed, CommandError> {
    if request
        .threshold_milli
        .map_or(!request.watches_price, |milli| milli <= 0)
    {
        return Err(Reason::NothingToWaitFor.into());
    }
    let until = request
        .until
        .as_deref()
        .map(|day| read_date(day).ok_or(Reason::LastDayUnreadable))
        .transpose()?;
    let open = cabinet.ready()?;
    let queued = open
        .blocking(move |open| {
            let grant = open.grant(&request.entity)?;
            demand(&grant, Right::SeeGoods, Reason::RoleShowsNoGoods)?;
            if request.watches_price {
                demand(&grant, Right::SeePrices, Reason::RoleShowsNoPrices)?;
            }
            let item = ItemId::new(request.item);
            if let Some(until) = until {
                demand_to_come(open, until)?;
            }
            // Half a piece never arrives.
            if let Some(milli) = request.threshold_milli {
                demand_whole_of(open, &grant, &item, milli)?;
            }
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

/// Puts a subscription to an arrival of so much of an item on the desk, for whoever sends it.
pub(crate) fn await_arrival(
    open: &Open,
    grant: &Grant,
    item: &ItemId,
    threshold_milli: i64,
) -> Result<CommandKey, CommandError> {
    let body = CommandBody::Subscribe(Subscribe {
        item: item.clone(),
        threshold_milli: Some(threshold_milli),
        watches_price: false,
        until: None,
    });
    queue(open, &grant.entity, chain(&grant.entity, item), &body)
}

/// A subscription that has ended before it begins would never tell anything. The day is the earliest one on earth that
/// has not ended by the gateway's clock: nobody's today is refused.
fn demand_to_come(open: &Open, until: Date) -> Result<(), CommandError> {
    let today = open.supplier_day(FURTHEST_WEST_MINUTES)?;
    if today.is_some_and(|today| until < today) {
        return Err(Reason::LastDayOver { day: until.to_string() }.into());
    }
    Ok(())
}
