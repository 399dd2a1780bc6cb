//! `wishes_list`.

use super::{CHAINS, WishView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use crate::orders::Why;
use cabinet_desk::{CommandState, Grant, OutboxCommand};
use cabinet_domain::article::article_norm;
use cabinet_mirror::StandingWish;
use cabinet_protocol::commands::CommandBody;

/// Wishes for one legal entity or for all, the newest first, as they will be once the outbox is empty.
///
/// # Errors
/// `not_allowed`.
pub async fn list(cabinet: &Cabinet, entity: Option<String>) -> Result<Vec<WishView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let mut rows = Vec::new();
            for grant in open.grants_of(entity.as_deref())? {
                rows.extend(of_entity(open, &grant)?);
            }
            rows.sort_by_key(|row| std::cmp::Reverse(row.wished_at_ms));
            Ok(rows)
        })
        .await
}

fn of_entity(open: &Open, grant: &Grant) -> Result<Vec<WishView>, CommandError> {
    let standing = open.goods()?.wishes(&grant.entity)?;
    let mut rows: Vec<WishView> = standing.into_iter().map(|wish| view(grant, wish)).collect();
    for command in open.desk.newest_of_chains(&grant.entity, CHAINS)? {
        apply(grant, &command, &mut rows)?;
    }
    Ok(rows)
}

/// Changes the rows by a command that the gateway has not carried out.
fn apply(grant: &Grant, command: &OutboxCommand, rows: &mut Vec<WishView>) -> Result<(), CommandError> {
    if matches!(command.state, CommandState::Done | CommandState::Cancelled) {
        return Ok(());
    }
    let is_waiting = command.state.is_on_its_way();
    let mut forget = |article: &str| rows.retain(|row| article_norm(&row.article) != article_norm(article));
    match serde_json::from_str(&command.body) {
        Ok(CommandBody::Wish(wanted)) => {
            forget(&wanted.article);
            rows.push(WishView {
                entity: grant.entity.to_string(),
                entity_name: grant.name.clone(),
                article: wanted.article,
                quantity_milli: wanted.quantity_milli,
                note: wanted.note,
                wished_at_ms: command.created_ms,
                is_waiting,
                problem: command.why.clone().filter(|_| !is_waiting).unwrap_or_default(),
                why: command.why.as_deref().filter(|_| !is_waiting).map(Why::of),
            });
        }
        Ok(CommandBody::Unwish(wanted)) if is_waiting => forget(&wanted.article),
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

fn view(grant: &Grant, wish: StandingWish) -> WishView {
    WishView {
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        article: wish.article,
        quantity_milli: wish.quantity_milli,
        note: wish.note,
        wished_at_ms: wish.wished_at_ms,
        is_waiting: false,
        problem: String::new(),
        why: None,
    }
}
