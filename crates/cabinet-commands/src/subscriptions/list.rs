//! `subscriptions_list`.

use super::{CHAINS, SubscriptionView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::orders::Why;
use cabinet_desk::{CommandState, Grant, OutboxCommand};
use cabinet_domain::ids::ItemId;
use cabinet_mirror::{Mirror, Subscription};
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::subscriptions::Subscribe;

/// Subscriptions of one legal entity or of all, the newest first, as they will be once the outbox is empty.
///
/// # Errors
/// `not_allowed`.
pub async fn list(cabinet: &Cabinet, entity: Option<String>) -> Result<Vec<SubscriptionView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let mut rows = Vec::new();
            for grant in open.grants_of(entity.as_deref())? {
                rows.extend(of_entity(open, &grant)?);
            }
            rows.sort_by_key(|row| std::cmp::Reverse(row.subscribed_at_ms));
            Ok(rows)
        })
        .await
}

pub(crate) fn of_entity(open: &Open, grant: &Grant) -> Result<Vec<SubscriptionView>, CommandError> {
    let goods = open.goods()?;
    let mut rows: Vec<SubscriptionView> = goods
        .subscriptions(&grant.entity)?
        .into_iter()
        .map(|subscription| standing(grant, subscription))
        .collect();
    for command in open.desk.newest_of_chains(&grant.entity, CHAINS)? {
        apply(&goods, grant, &command, &mut rows)?;
    }
    let items: Vec<ItemId> = rows.iter().map(|row| ItemId::new(row.item.as_str())).collect();
    for (row, terms) in rows
        .iter_mut()
        .zip(goods.terms(&sight(grant).without_prices(), &items)?)
    {
        row.stock_milli = terms.available_milli;
    }
    Ok(rows)
}

/// Changes the rows by a command that the gateway has not carried out.
fn apply(
    goods: &Mirror,
    grant: &Grant,
    command: &OutboxCommand,
    rows: &mut Vec<SubscriptionView>,
) -> Result<(), CommandError> {
    if matches!(command.state, CommandState::Done | CommandState::Cancelled) {
        return Ok(());
    }
    let is_waiting = command.state.is_on_its_way();
    match serde_json::from_str(&command.body) {
        Ok(CommandBody::Subscribe(wanted)) => {
            let mut row = wished(goods, grant, &wanted, command.created_ms)?;
            row.is_waiting = is_waiting;
            if !is_waiting {
                row.problem = command.why.clone().unwrap_or_default();
                row.why = command.why.as_deref().map(Why::of);
            }
            rows.retain(|standing| standing.item != row.item || standing.entity != row.entity);
            rows.push(row);
        }
        Ok(CommandBody::Unsubscribe(wanted)) if is_waiting => {
            rows.retain(|standing| standing.item != wanted.item.as_str());
        }
        Ok(_) => {}
        Err(error) => {
            return Err(CommandError::internal(
                "a stored command cannot be read by this version",
                &error,
            ));
        }
    }
    Ok(())
}

fn standing(grant: &Grant, subscription: Subscription) -> SubscriptionView {
    SubscriptionView {
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        item: subscription.item.to_string(),
        article: subscription.article,
        name: subscription.name,
        unit: subscription.unit,
        threshold_milli: subscription.threshold_milli,
        watches_price: subscription.watches_price,
        until: subscription.until,
        subscribed_at_ms: subscription.subscribed_at_ms,
        stock_milli: None,
        is_waiting: false,
        problem: String::new(),
        why: None,
    }
}

/// A subscription that only this device knows; its words come from the mirror.
fn wished(
    goods: &Mirror,
    grant: &Grant,
    wanted: &Subscribe,
    created_ms: i64,
) -> Result<SubscriptionView, CommandError> {
    let brief = goods.terms_of(&sight(grant).without_prices(), &wanted.item)?.brief;
    let (article, name, unit) = brief.map_or_else(Default::default, |brief| (brief.article, brief.name, brief.unit));
    Ok(SubscriptionView {
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        item: wanted.item.to_string(),
        article,
        name,
        unit,
        threshold_milli: wanted.threshold_milli,
        watches_price: wanted.watches_price,
        until: wanted.until.clone(),
        subscribed_at_ms: created_ms,
        stock_milli: None,
        is_waiting: false,
        problem: String::new(),
        why: None,
    })
}
