//! `unsent_list`.

use super::{UnsentDraft, UnsentLine, UnsentReason, UnsentWork};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, demand_draft};
use crate::sync::run::SIGNED_OUT;
use cabinet_domain::ids::EntityId;

/// Work that cannot be sent any more, by legal entity.
///
/// # Errors
/// `not_ready`.
pub async fn list(cabinet: &Cabinet) -> Result<Vec<UnsentWork>, CommandError> {
    cabinet.ready()?.blocking(all).await
}

pub(super) fn all(open: &Open) -> Result<Vec<UnsentWork>, CommandError> {
    let is_shut_out = open.desk.setting(SIGNED_OUT)?.is_some_and(|mark| !mark.is_empty());
    let lost = if is_shut_out {
        UnsentReason::ShutOut
    } else {
        UnsentReason::EntityLost
    };
    let former = open.desk.former_grants()?.into_iter();
    let mut entities: Vec<(EntityId, String, UnsentReason)> =
        former.map(|former| (former.entity, former.name, lost)).collect();
    for grant in open.grants()? {
        if demand_draft(&grant).is_err() {
            entities.push((grant.entity, grant.name, UnsentReason::RoleLost));
        }
    }
    let mut work = Vec::new();
    for (entity, entity_name, reason) in entities {
        let drafts = drafts(open, &entity)?;
        if !drafts.is_empty() {
            work.push(UnsentWork {
                entity: entity.to_string(),
                entity_name,
                reason,
                drafts,
            });
        }
    }
    Ok(work)
}

fn drafts(open: &Open, entity: &EntityId) -> Result<Vec<UnsentDraft>, CommandError> {
    let mut drafts = Vec::new();
    for summary in open.desk.drafts(entity, false)? {
        let Some(draft) = open
            .desk
            .draft(entity, &summary.id)?
            .filter(|draft| !draft.lines.is_empty())
        else {
            continue;
        };
        let lines = draft.lines.into_iter().map(|line| UnsentLine {
            article: line.article,
            name: line.name,
            unit: line.unit,
            quantity_milli: line.quantity_milli,
            may_be_placed: line.in_command.is_some(),
        });
        drafts.push(UnsentDraft {
            id: summary.id.to_string(),
            name: summary.name,
            comment: summary.comment,
            lines: lines.collect(),
        });
    }
    Ok(drafts)
}
