//! `notices_add_to_draft`.

use super::{NoticeAdded, was_added};
use crate::cabinet::Cabinet;
use crate::drafts::view;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft, sight};
use crate::reason::{Reason, Thing};
use cabinet_desk::{Grant, LineChange, NewLine, NoticeMark};
use cabinet_domain::ids::{DraftId, ItemId};
use cabinet_domain::marks::LineMarks;
use cabinet_protocol::personal::NoticeRow;
use std::sync::PoisonError;

/// How many characters of the goods' name make the name of a new draft.
const NAME_LENGTH: usize = 60;

/// Adds what the person had waited for to a draft: the named one, else the last touched one of the entity, else a new
/// one. The notice is read then. Once in a run of the program: who presses in the toast and in the list means one thing.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid` when the notice is not about goods or the line is on its way.
pub async fn add_to_draft(cabinet: &Cabinet, id: String, draft: Option<String>) -> Result<NoticeAdded, CommandError> {
    let added = cabinet
        .ready()?
        .blocking(move |open| add(open, &id, draft.as_deref()))
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        notices: true,
        ..Changes::default()
    });
    Ok(added)
}

fn add(open: &Open, id: &str, draft: Option<&str>) -> Result<NoticeAdded, CommandError> {
    let (grant, notice) = find(open, id)?;
    demand_draft(&grant)?;
    if was_added(open, id) {
        return Err(Reason::NoticeAddedAlready.into());
    }
    let quantity_milli = notice
        .wanted_milli
        .filter(|milli| *milli > 0 && !notice.item.is_empty())
        .ok_or(Reason::NoticeNotOfGoods)?;
    let draft = match draft {
        Some(draft) => {
            let (of, draft) = open.draft(draft)?;
            if of.entity != grant.entity {
                return Err(Reason::NoticeOfAnotherEntity.into());
            }
            draft.summary.id
        }
        None => last_or_new(open, &grant, &notice)?,
    };
    let line = line(open, &grant, &notice, quantity_milli)?;
    let now_ms = open.clock.now_ms();
    open.desk
        .put_lines(&grant.entity, &draft, &[line], LineChange::Add, now_ms)?;
    let mut added = open.added_notices.lock().unwrap_or_else(PoisonError::into_inner);
    added.insert(notice.id.clone());
    drop(added);
    open.desk.mark_notices(&[notice.id], NoticeMark::Read, now_ms)?;
    let draft = open
        .desk
        .draft(&grant.entity, &draft)?
        .ok_or_else(|| CommandError::not_found(Thing::Draft))?;
    Ok(NoticeAdded {
        draft: view::summary(open, &grant, &draft)?,
        quantity_milli,
    })
}

fn find(open: &Open, id: &str) -> Result<(Grant, NoticeRow), CommandError> {
    let goods = open.goods()?;
    for grant in open.grants()? {
        if let Some(notice) = goods.notice(&grant.entity, id)? {
            return Ok((grant, notice));
        }
    }
    Err(CommandError::not_found(Thing::Notice))
}

fn last_or_new(open: &Open, grant: &Grant, notice: &NoticeRow) -> Result<DraftId, CommandError> {
    let drafts = open.desk.drafts(&grant.entity, false)?;
    if let Some(last) = drafts.into_iter().max_by_key(|draft| draft.updated_ms) {
        return Ok(last.id);
    }
    let mut name: String = notice.name.trim().chars().take(NAME_LENGTH).collect();
    if name.is_empty() {
        name.clone_from(&notice.item);
    }
    Ok(open.desk.create_draft(&grant.entity, &name, open.clock.now_ms())?)
}

/// The line at the mirror's price; the words of the notice when the mirror has lost the item.
fn line(open: &Open, grant: &Grant, notice: &NoticeRow, quantity_milli: i64) -> Result<NewLine, CommandError> {
    let item = ItemId::new(notice.item.as_str());
    let terms = open.goods()?.terms_of(&sight(grant), &item)?;
    let brief = terms.brief;
    Ok(NewLine {
        item,
        quantity_milli,
        seen_price: terms.price.map(|price| (price.price_micro, price.currency)),
        article: brief
            .as_ref()
            .map_or_else(|| notice.article.clone(), |brief| brief.article.clone()),
        name: brief
            .as_ref()
            .map_or_else(|| notice.name.clone(), |brief| brief.name.clone()),
        unit: brief.map_or_else(|| notice.unit.clone(), |brief| brief.unit),
        marks: LineMarks::default(),
    })
}
