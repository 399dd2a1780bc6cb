//! `templates_offered`, `templates_save_order` and `templates_decline`: after the third order of the same goods a template is
//! offered.
//!
//! Orders are alike whose goods are the same but for a fifth, whatever the quantities. Looked at are the newest orders of half a
//! year of each legal entity whose documents the person sees.

use super::TemplateView;
use super::shared::whole;
use crate::cabinet::Cabinet;
use crate::drafts::{ordered_lines, proper_name};
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft};
use crate::reason::Reason;
use cabinet_domain::access::Right;
use cabinet_domain::ids::{EntityId, ItemId};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeSet;

/// So many orders make it worth a template.
const ENOUGH: usize = 3;
/// One or two goods are ordered again and again by everybody.
const FEWEST_GOODS: usize = 3;
/// How far back is looked.
const DAYS: i64 = 183;
const DAY_MS: i64 = 86_400_000;
/// The newest orders of an entity that are compared with each other.
const MOST_ORDERS: usize = 300;
/// Where the desk keeps what the user does not want as a template: sets of items, the latest last.
const DECLINED: &str = "templates_declined";
const MOST_DECLINED: usize = 100;

/// Orders of the same goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OfferedTemplate {
    /// Legal entity whose orders they are.
    pub entity: String,
    /// The newest of them: its goods would be the template.
    pub order: String,
    /// Their numbers, the newest first.
    pub numbers: Vec<String>,
    /// Goods of the newest.
    pub goods: u32,
}

/// What could be a template and is none yet, the newest orders first.
///
/// # Errors
/// `not_ready`, `internal`.
pub async fn offered(cabinet: &Cabinet) -> Result<Vec<OfferedTemplate>, CommandError> {
    cabinet.ready()?.blocking(offers).await
}

/// Keeps the goods of an order as a template, in the quantities that were asked for.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid` (no name, no lines), `disk_full`.
pub async fn save_order(cabinet: &Cabinet, order: String, name: String) -> Result<TemplateView, CommandError> {
    let name = proper_name(&name)?;
    let view = cabinet
        .ready()?
        .blocking(move |open| {
            let (entity, lines) = ordered_lines(open, &order)?;
            demand_draft(&open.grant(entity.as_str())?)?;
            if lines.is_empty() {
                return Err(Reason::NothingToKeep.into());
            }
            let id = open
                .desk
                .put_template(&entity, None, &name, &lines, open.clock.now_ms())?;
            whole(open, &id)
        })
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(view)
}

/// The user wants no template of these goods: orders alike are not offered any more.
///
/// # Errors
/// `not_found`, `disk_full`.
pub async fn decline(cabinet: &Cabinet, order: String) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let (_, lines) = ordered_lines(open, &order)?;
            let mut declined = declined(open)?;
            declined.push(lines.into_iter().map(|line| line.item).collect());
            let surplus = declined.len().saturating_sub(MOST_DECLINED);
            declined.drain(..surplus);
            let text = serde_json::to_string(&declined)
                .map_err(|error| CommandError::internal("what was declined could not be written", &error))?;
            Ok(open.desk.put_setting(DECLINED, &text)?)
        })
        .await
}

/// A list that cannot be read counts as none: then it is offered once more.
fn declined(open: &Open) -> Result<Vec<BTreeSet<ItemId>>, CommandError> {
    let text = open.desk.setting(DECLINED)?;
    Ok(text
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

fn offers(open: &Open) -> Result<Vec<OfferedTemplate>, CommandError> {
    let mut known = declined(open)?;
    for template in open.desk.templates(false)? {
        if let Some((_, lines)) = open.desk.template(&template.id)? {
            known.push(lines.into_iter().map(|line| line.item).collect());
        }
    }
    let since_ms = open.clock.now_ms().saturating_sub(DAYS.saturating_mul(DAY_MS));
    let mut offered = Vec::new();
    for grant in open.grants()? {
        if !grant.role.may(Right::SeeDocuments) || demand_draft(&grant).is_err() {
            continue;
        }
        for group in groups(&orders_since(open, &grant.entity, since_ms)?) {
            let Some(newest) = group.first() else { continue };
            if !known.iter().any(|goods| are_alike(goods, &newest.goods)) {
                offered.push(OfferedTemplate {
                    entity: grant.entity.to_string(),
                    order: newest.id.clone(),
                    numbers: group.iter().map(|order| order.number.clone()).collect(),
                    goods: u32::try_from(newest.goods.len()).unwrap_or(u32::MAX),
                });
            }
        }
    }
    Ok(offered)
}

/// An order and its goods.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ordered {
    id: String,
    number: String,
    goods: BTreeSet<ItemId>,
}

/// The newest orders with enough goods, the newest first.
fn orders_since(open: &Open, entity: &EntityId, since_ms: i64) -> Result<Vec<Ordered>, CommandError> {
    let mut orders: Vec<Ordered> = Vec::new();
    for line in open.documents(entity)?.lines_since(since_ms)? {
        let is_enough = orders.len() >= MOST_ORDERS;
        match orders.last_mut().filter(|last| last.id == line.order.as_str()) {
            Some(last) => {
                last.goods.insert(line.item);
            }
            None if is_enough => break,
            None => orders.push(Ordered {
                id: line.order.to_string(),
                number: line.number,
                goods: BTreeSet::from([line.item]),
            }),
        }
    }
    orders.retain(|order| order.goods.len() >= FEWEST_GOODS);
    Ok(orders)
}

/// Orders that are like the newest of their group, where there are enough of them.
fn groups(orders: &[Ordered]) -> Vec<Vec<&Ordered>> {
    let mut groups: Vec<Vec<&Ordered>> = Vec::new();
    for order in orders {
        let own = groups
            .iter_mut()
            .find(|group| group.first().is_some_and(|first| are_alike(&first.goods, &order.goods)));
        match own {
            Some(group) => group.push(order),
            None => groups.push(vec![order]),
        }
    }
    groups.retain(|group| group.len() >= ENOUGH);
    groups
}

/// Whether four fifths of all goods of both are in both.
fn are_alike(one: &BTreeSet<ItemId>, other: &BTreeSet<ItemId>) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.len().saturating_mul(5) < long.len().saturating_mul(4) {
        return false;
    }
    let both = short.intersection(long).count();
    let all = short.len().saturating_add(long.len()).saturating_sub(both);
    both.saturating_mul(5) >= all.saturating_mul(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(number: &str, goods: &[&str]) -> Ordered {
        Ordered {
            id: number.to_owned(),
            number: number.to_owned(),
            goods: goods.iter().map(|item| ItemId::new(*item)).collect(),
        }
    }

    #[test]
    fn three_orders_of_nearly_the_same_goods_are_a_group() {
        let orders = [
            order("9", &["a", "b", "c", "d", "e"]),
            order("8", &["x", "y", "z"]),
            order("7", &["a", "b", "c", "d"]),
            order("6", &["a", "b", "c", "q", "r"]),
            order("5", &["a", "b", "c", "d", "e"]),
            order("4", &["x", "y", "z"]),
        ];
        let groups = groups(&orders);
        let numbers: Vec<Vec<&str>> = groups
            .iter()
            .map(|group| group.iter().map(|order| order.number.as_str()).collect())
            .collect();
        assert_eq!(numbers, [["9", "7", "5"]]);
    }
}
