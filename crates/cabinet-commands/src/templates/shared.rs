//! What the people of the person's legal entities share, put together with the templates of the desk.

use super::{TemplateLineView, TemplateSummary, TemplateView};
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::Thing;
use cabinet_desk::{CommandState, Grant, Template, TemplateLine};
use cabinet_domain::ids::{EntityId, PersonId};
use cabinet_mirror::SharedTemplate;
use cabinet_protocol::templates::SharedLine;

/// What the id of a version begins with; ids of the desk are UUIDs.
const SHARED: char = '~';

/// Commands about a template of the desk keep their order.
pub(super) fn chain(template: &str) -> String {
    format!("template:{template}")
}

/// A version that somebody shares.
pub(super) struct Version {
    pub(super) grant: Grant,
    pub(super) shared: SharedTemplate,
}

impl Version {
    fn id(&self) -> String {
        let (entity, person) = (&self.grant.entity, &self.shared.person);
        format!("{SHARED}{entity}/{person}/{}", self.shared.template)
    }

    pub(super) fn lines(&self) -> Result<Vec<SharedLine>, CommandError> {
        serde_json::from_str(&self.shared.lines)
            .map_err(|error| CommandError::internal("a shared template cannot be read by this version", &error))
    }

    fn summary(&self, newer_by: String) -> Result<TemplateSummary, CommandError> {
        Ok(TemplateSummary {
            id: self.id(),
            name: self.shared.name.clone(),
            lines: u32::try_from(self.lines()?.len()).unwrap_or(u32::MAX),
            updated_at_ms: self.shared.said_at_ms,
            deleted_at_ms: None,
            entity: self.grant.entity.to_string(),
            entity_name: self.grant.name.clone(),
            author: self.shared.person_name.clone(),
            is_own: false,
            newer_by,
        })
    }
}

/// Every version of every legal entity that the person acts for.
pub(super) fn versions(open: &Open) -> Result<Vec<Version>, CommandError> {
    let goods = open.goods()?;
    let mut versions = Vec::new();
    for grant in open.grants()? {
        let shared = goods.shared_templates(&grant.entity)?.into_iter();
        versions.extend(shared.map(|shared| Version {
            grant: grant.clone(),
            shared,
        }));
    }
    Ok(versions)
}

/// The person who uses this computer.
fn me(open: &Open) -> Result<Option<PersonId>, CommandError> {
    Ok(open.desk.session()?.map(|session| session.person))
}

/// The user's own templates as they are listed, and the versions of others; of the user's those that another computer of his gave.
pub(super) fn all(open: &Open, own: &[Template]) -> Result<Vec<TemplateSummary>, CommandError> {
    let (versions, me) = (versions(open)?, me(open)?);
    let mut list = Vec::new();
    for template in own {
        list.push(own_summary(open, template, &versions, me.as_ref())?);
    }
    for version in &versions {
        let is_here = own.iter().any(|template| is_of(template, version, me.as_ref()));
        if !is_here {
            let own = own
                .iter()
                .find(|one| one.id == version.shared.template && one.told_to.as_ref() == Some(&version.grant.entity));
            list.push(version.summary(newer_than(open, version, own, &versions)?)?);
        }
    }
    list.sort_by(|a, b| (&a.name, &a.author, &a.id).cmp(&(&b.name, &b.author, &b.id)));
    Ok(list)
}

/// Whether a version is what the gateway has of a template of this desk.
fn is_of(template: &Template, version: &Version, me: Option<&PersonId>) -> bool {
    template.id == version.shared.template
        && Some(&version.shared.person) == me
        && template.told_to.as_ref() == Some(&version.grant.entity)
}

/// A template of the desk, with whose people have it and who changed it later.
pub(super) fn own_summary(
    open: &Open,
    template: &Template,
    versions: &[Version],
    me: Option<&PersonId>,
) -> Result<TemplateSummary, CommandError> {
    let mut summary = TemplateSummary::of(template.clone());
    if let Some(entity) = &template.shared_with {
        let grant = open.grants()?.into_iter().find(|grant| grant.entity == *entity);
        summary.entity_name = grant.map(|grant| grant.name).unwrap_or_default();
        let at_ms = own_at_ms(open, template, versions, me)?;
        let others = versions.iter().filter(|version| {
            version.shared.template == template.id
                && version.grant.entity == *entity
                && Some(&version.shared.person) != me
                && version.shared.said_at_ms > at_ms
        });
        summary.newer_by = latest(others);
    }
    Ok(summary)
}

/// When the user's version was given, by the gateway's clock: as the gateway has it once everything was sent, since it puts the
/// time of a clock that is ahead right.
fn own_at_ms(
    open: &Open,
    template: &Template,
    versions: &[Version],
    me: Option<&PersonId>,
) -> Result<i64, CommandError> {
    let ahead_ms = open.desk.session()?.map_or(0, |session| session.clock_offset_ms);
    let here_ms = template.updated_ms.saturating_add(ahead_ms);
    let Some(entity) = &template.told_to else {
        return Ok(here_ms);
    };
    let commands = open.desk.newest_of_chains(entity, &chain(&template.id))?;
    let are_sent = commands.iter().all(|command| command.state == CommandState::Done);
    let sent = versions.iter().find(|version| is_of(template, version, me));
    Ok(sent
        .filter(|_| are_sent)
        .map_or(here_ms, |version| version.shared.said_at_ms))
}

fn newer_than(
    open: &Open,
    version: &Version,
    own: Option<&Template>,
    versions: &[Version],
) -> Result<String, CommandError> {
    let later = versions.iter().filter(|other| {
        other.shared.template == version.shared.template
            && other.grant.entity == version.grant.entity
            && other.shared.said_at_ms > version.shared.said_at_ms
    });
    let newer = latest(later);
    match own {
        // The user's own change counts at once, sent or not.
        Some(own) if newer.is_empty() => {
            let me = me(open)?;
            let at_ms = own_at_ms(open, own, versions, me.as_ref())?;
            let session = open.desk.session()?;
            let is_later = at_ms > version.shared.said_at_ms;
            Ok(session
                .filter(|_| is_later)
                .map_or(newer, |session| session.person_name))
        }
        _ => Ok(newer),
    }
}

/// Who has the latest of some versions; empty without any.
fn latest<'a>(versions: impl Iterator<Item = &'a Version>) -> String {
    let last = versions.max_by_key(|version| (version.shared.said_at_ms, version.shared.person.as_str()));
    last.map(|version| version.shared.person_name.clone())
        .unwrap_or_default()
}

/// The version that an id names; `None` for an id of the desk.
///
/// # Errors
/// `not_found`, `damaged`, `internal`.
pub(super) fn version_of(open: &Open, id: &str) -> Result<Option<Version>, CommandError> {
    if !id.starts_with(SHARED) {
        return Ok(None);
    }
    let found = versions(open)?.into_iter().find(|version| version.id() == id);
    found.map(Some).ok_or_else(|| CommandError::not_found(Thing::Template))
}

/// A template with its lines: of the desk, or of a colleague.
///
/// # Errors
/// `not_found`, `damaged`, `internal`.
pub(super) fn whole(open: &Open, id: &str) -> Result<TemplateView, CommandError> {
    if let Some(version) = version_of(open, id)? {
        let newer_by = all(open, &open.desk.templates(false)?)?
            .into_iter()
            .find(|one| one.id == id)
            .map(|one| one.newer_by)
            .unwrap_or_default();
        let lines = version.lines()?.into_iter();
        return Ok(TemplateView {
            summary: version.summary(newer_by)?,
            lines: lines
                .map(|line| TemplateLineView::of(kept(line, &version.grant.entity)))
                .collect(),
        });
    }
    let found = open.desk.template(id)?;
    let (template, lines) = found.ok_or_else(|| CommandError::not_found(Thing::Template))?;
    Ok(TemplateView {
        summary: own_summary(open, &template, &versions(open)?, me(open)?.as_ref())?,
        lines: lines.into_iter().map(TemplateLineView::of).collect(),
    })
}

/// The lines of a template, of the desk or of a colleague; one of a colleague has no prices that the user saw.
///
/// # Errors
/// `not_found`, `damaged`, `internal`.
pub(crate) fn lines_of(open: &Open, id: &str) -> Result<Vec<TemplateLine>, CommandError> {
    if let Some(version) = version_of(open, id)? {
        let lines = version.lines()?.into_iter();
        return Ok(lines.map(|line| kept(line, &version.grant.entity)).collect());
    }
    let found = open.desk.template(id)?;
    let (_, lines) = found.ok_or_else(|| CommandError::not_found(Thing::Template))?;
    Ok(lines)
}

fn kept(line: SharedLine, entity: &EntityId) -> TemplateLine {
    TemplateLine {
        item: line.item,
        quantity_milli: line.quantity_milli,
        seen_entity: entity.clone(),
        seen_price_micro: None,
        article: line.article,
        name: line.name,
        unit: line.unit,
        marks: line.marks,
    }
}
