//! `templates_share` and `templates_take`: giving colleagues a template, taking it back, and taking theirs as one's own.

use super::TemplateView;
use super::shared::{chain, version_of, versions, whole};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_order};
use crate::reason::Thing;
use crate::small_command::{Subscribed, send_all};
use cabinet_desk::{DraftLine, NewCommand, Template, TemplateLine, new_command_key};
use cabinet_domain::ids::{CommandKey, EntityId};
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::templates::{ShareTemplate, SharedLine};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::sync::Arc;

/// What came of sharing a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TemplateShared {
    /// The template.
    pub template: TemplateView,
    /// Whether the supplier's gateway has it.
    pub sent: Subscribed,
}

/// Shares a template with the people of a legal entity, in place of those who had it before; `None`: it is only the user's again,
/// and colleagues keep what they took of it. Every later change of it goes to them too. Queued when there is no connection.
///
/// # Errors
/// `not_found`, `not_allowed` (a role that places no orders), `disk_full`, `sample`.
pub async fn share(
    cabinet: &Cabinet,
    template: String,
    entity: Option<String>,
) -> Result<TemplateShared, CommandError> {
    let open = cabinet.ready()?;
    open.demand_real()?;
    let id = template.clone();
    open.blocking(move |open| {
        let grant = entity.map(|entity| open.grant(&entity)).transpose()?;
        if let Some(grant) = &grant {
            demand_order(grant)?;
        }
        let entity = grant.map(|grant| grant.entity);
        Ok(open.desk.share_template(&id, entity.as_ref())?)
    })
    .await?;
    let queued = open.blocking(queue_due).await?;
    let sent = send_all(&open, queued).await?;
    let template = open.blocking(move |open| whole(open, &template)).await?;
    tell(&open);
    Ok(TemplateShared { template, sent })
}

/// Keeps a colleague's version as a template of the user's own, which he may change, and share as his version of it.
///
/// # Errors
/// `not_found`, `disk_full`.
pub async fn take(cabinet: &Cabinet, template: String) -> Result<TemplateView, CommandError> {
    let open = cabinet.ready()?;
    let view = open
        .blocking(move |open| {
            let version = version_of(open, &template)?.ok_or_else(|| CommandError::not_found(Thing::Template))?;
            let lines: Vec<DraftLine> = version.lines()?.into_iter().map(taken).collect();
            let (entity, shared) = (&version.grant.entity, &version.shared);
            let now_ms = open.clock.now_ms();
            let id = open
                .desk
                .take_template(entity, &shared.template, &shared.name, &lines, now_ms)?;
            whole(open, &id)
        })
        .await?;
    tell(&open);
    Ok(view)
}

/// Tells colleagues of every template that changed since they were told. Returns whether anything was sent.
///
/// # Errors
/// As a command of its own; what was not told is told by the next call.
pub(crate) async fn tell_all(open: &Arc<Open>) -> Result<bool, CommandError> {
    if open.is_sample() {
        return Ok(false);
    }
    let queued = open.blocking(queue_due).await?;
    let is_any = !queued.is_empty();
    if is_any {
        send_all(open, queued).await?;
    }
    Ok(is_any)
}

/// Puts what changed of shared templates into the outbox, and lets it go by itself: nobody waits for the network while he types.
pub(super) async fn tell_later(open: &Arc<Open>) -> Result<(), CommandError> {
    if !open.is_sample() && !open.blocking(queue_due).await?.is_empty() {
        open.wake_background();
    }
    Ok(())
}

fn tell(open: &Open) {
    open.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
}

fn queue_due(open: &Open) -> Result<Vec<CommandKey>, CommandError> {
    let due = open.desk.templates_due()?;
    let mut queued = Vec::new();
    for id in due {
        let Some((template, lines)) = open.desk.template(&id)? else {
            continue;
        };
        let (told_to, commands) = told(open, &template, lines)?;
        let now_ms = open.clock.now_ms();
        if open
            .desk
            .tell_template(&template, told_to.as_ref(), &commands, now_ms)?
        {
            queued.extend(commands.into_iter().map(|command| command.key));
        }
    }
    Ok(queued)
}

/// Whose people have a template from now on, and the commands that make it so. Without a line there is nothing to have.
fn told(
    open: &Open,
    template: &Template,
    lines: Vec<TemplateLine>,
) -> Result<(Option<EntityId>, Vec<NewCommand>), CommandError> {
    let is_live = template.deleted_ms.is_none() && !lines.is_empty();
    let wanted = template.shared_with.clone().filter(|_| is_live);
    let mut commands = Vec::new();
    if let Some(before) = template
        .told_to
        .clone()
        .filter(|before| Some(before) != wanted.as_ref())
    {
        commands.push(command(open, template, &before, Vec::new())?);
    }
    if let Some(entity) = &wanted {
        let lines = lines.into_iter().map(given).collect();
        commands.push(command(open, template, entity, lines)?);
    }
    Ok((wanted, commands))
}

/// The command that gives a template to an entity's people; without lines it is taken back.
fn command(
    open: &Open,
    template: &Template,
    entity: &EntityId,
    lines: Vec<SharedLine>,
) -> Result<NewCommand, CommandError> {
    let ahead_ms = open.desk.session()?.map_or(0, |session| session.clock_offset_ms);
    // Who changes a template has seen what was there: a slow clock must not make his version the older one.
    let seen = versions(open)?
        .into_iter()
        .filter(|version| version.grant.entity == *entity && version.shared.template == template.id)
        .map(|version| version.shared.said_at_ms)
        .max();
    let after_ms = seen.map_or(0, |seen_ms| seen_ms.saturating_add(1));
    let body = CommandBody::ShareTemplate(ShareTemplate {
        template: template.id.clone(),
        name: template.name.clone(),
        is_shared: !lines.is_empty(),
        lines,
        said_at_ms: open.clock.now_ms().saturating_add(ahead_ms).max(after_ms),
    });
    Ok(NewCommand {
        key: new_command_key(),
        chain: chain(&template.id),
        kind: body.kind(),
        entity: entity.clone(),
        body: serde_json::to_string(&body)
            .map_err(|error| CommandError::internal("the command could not be written", &error))?,
    })
}

fn given(line: TemplateLine) -> SharedLine {
    SharedLine {
        item: line.item,
        quantity_milli: line.quantity_milli,
        article: line.article,
        name: line.name,
        unit: line.unit,
        marks: line.marks.without_terms(),
    }
}

fn taken(line: SharedLine) -> DraftLine {
    DraftLine {
        item: line.item,
        quantity_milli: line.quantity_milli,
        seen_price: None,
        article: line.article,
        name: line.name,
        unit: line.unit,
        marks: line.marks,
        in_command: None,
    }
}
