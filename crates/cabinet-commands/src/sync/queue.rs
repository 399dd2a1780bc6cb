//! `sync_queue`: what waits to be sent, what it is about, why it waits, and when it is tried next.

use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::orders::{Why, command_state, open_commands};
use cabinet_desk::{CommandState, Grant, OutboxCommand, PLACE};
use cabinet_domain::ids::{ClaimId, ItemId, OrderId};
use cabinet_protocol::commands::CommandBody;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A command that has not come to its end.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct QueuedView {
    /// Its key, which never changes.
    pub key: String,
    /// What it asks for: a code of `CommandBody::kind`.
    pub kind: String,
    /// What it is about: the name of a draft, an article, the number of the order of a claim. Empty where that is not
    /// known any more.
    pub about: String,
    /// For which legal entity, by name.
    pub entity_name: String,
    /// Where it stands, in the words of a waiting order: `queued`, `sent`, `needs_user`, `rejected`, `parked`.
    pub state: String,
    /// Why it waits; `None` when it does not.
    pub why: Option<Why>,
    /// How often a connection existed for it.
    pub attempts: u32,
    /// When it was queued, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub created_at_ms: i64,
    /// Seconds until the next try, 0 for at once; `None` when the program does nothing more by itself.
    pub next_try_in_s: Option<u32>,
}

/// What waits, the oldest first.
///
/// # Errors
/// `not_ready`, `damaged`.
pub async fn queue(cabinet: &Cabinet) -> Result<Vec<QueuedView>, CommandError> {
    cabinet
        .ready()?
        .blocking(|open| {
            let mut rows = Vec::new();
            for grant in open.grants()? {
                rows.extend(of_entity(open, &grant)?);
            }
            rows.sort_by_key(|row| row.created_at_ms);
            Ok(rows)
        })
        .await
}

fn of_entity(open: &Open, grant: &Grant) -> Result<Vec<QueuedView>, CommandError> {
    let orders = open_commands(open, &grant.entity)?;
    let orders = orders.into_iter().filter(|command| command.state != CommandState::Done);
    let others = open.desk.waiting_commands(&grant.entity)?;
    // Of orders only those that were not answered by a later one.
    let others = others.into_iter().filter(|command| command.kind != PLACE);
    orders
        .chain(others)
        .map(|command| {
            Ok(QueuedView {
                about: about(open, grant, &command)?,
                key: command.key.to_string(),
                kind: command.kind,
                entity_name: grant.name.clone(),
                state: command_state(command.state).to_owned(),
                why: command.why.as_deref().map(Why::of),
                attempts: command.attempt,
                created_at_ms: command.created_ms,
                next_try_in_s: command
                    .next_at_ms
                    .map(|at_ms| seconds_until(at_ms, open.clock.now_ms())),
            })
        })
        .collect()
}

fn seconds_until(at_ms: i64, now_ms: i64) -> u32 {
    u32::try_from(at_ms.saturating_sub(now_ms).max(0) / 1000).unwrap_or(u32::MAX)
}

fn about(open: &Open, grant: &Grant, command: &OutboxCommand) -> Result<String, CommandError> {
    let Ok(body) = serde_json::from_str::<CommandBody>(&command.body) else {
        return Ok(String::new());
    };
    match body {
        CommandBody::Place(order) => Ok(order.draft_name),
        CommandBody::Subscribe(wanted) => article(open, grant, &wanted.item),
        CommandBody::Unsubscribe(wanted) => article(open, grant, &wanted.item),
        CommandBody::Wish(wanted) => Ok(wanted.article),
        CommandBody::Unwish(wanted) => Ok(wanted.article),
        CommandBody::FileClaim(claim) => order_number(open, grant, &claim.order),
        CommandBody::SayInClaim(said) => claimed_order(open, grant, &said.claim),
        CommandBody::Feedback(_) => Ok(String::new()),
        CommandBody::AskAct(asked) => Ok(format!("{}..{}", asked.from, asked.to)),
        CommandBody::ShareTemplate(shared) => Ok(shared.name),
        CommandBody::TeachCodes(taught) => Ok(taught.words.first().map(|word| word.text.clone()).unwrap_or_default()),
    }
}

fn article(open: &Open, grant: &Grant, item: &ItemId) -> Result<String, CommandError> {
    let terms = open.goods()?.terms_of(&sight(grant).without_prices(), item)?;
    Ok(terms.brief.map(|brief| brief.article).unwrap_or_default())
}

fn order_number(open: &Open, grant: &Grant, order: &OrderId) -> Result<String, CommandError> {
    let order = open.documents(&grant.entity)?.order(order)?;
    Ok(order.map(|order| order.summary.number).unwrap_or_default())
}

fn claimed_order(open: &Open, grant: &Grant, claim: &ClaimId) -> Result<String, CommandError> {
    let claim = open.documents(&grant.entity)?.claim(claim)?;
    Ok(claim.map(|claim| claim.order_number).unwrap_or_default())
}
