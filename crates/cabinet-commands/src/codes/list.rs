//! `codes_list`.

use super::book::{self, Word};
use super::{CodeView, EarlierWord};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, sight};
use cabinet_desk::Grant;
use cabinet_domain::ids::ItemId;

/// Codes that mean something, for one legal entity or for all of the person's, by code.
///
/// # Errors
/// `not_allowed`.
pub async fn list(cabinet: &Cabinet, entity: Option<String>) -> Result<Vec<CodeView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let mut rows = Vec::new();
            for grant in open.grants_of(entity.as_deref())? {
                rows.extend(of_entity(open, &grant)?);
            }
            Ok(rows)
        })
        .await
}

/// Those of one entity, by code.
pub(super) fn of_entity(open: &Open, grant: &Grant) -> Result<Vec<CodeView>, CommandError> {
    let me = open.desk.session()?.map(|session| session.person);
    let mut rows: Vec<CodeView> = book::words_of(open, grant)?
        .into_values()
        .filter_map(|words| view(grant, me.as_ref().map(cabinet_domain::ids::PersonId::as_str), words))
        .collect();
    rows.sort_by_cached_key(|row| (row.code.to_lowercase(), row.code.clone()));
    let items: Vec<ItemId> = rows.iter().map(|row| ItemId::new(row.item.as_str())).collect();
    let terms = open.goods()?.terms(&sight(grant).without_prices(), &items)?;
    for (row, terms) in rows.iter_mut().zip(terms) {
        match terms.brief {
            Some(brief) => {
                row.article = brief.article;
                row.name = brief.name;
            }
            None => row.is_gone = true,
        }
    }
    Ok(rows)
}

/// What counts, with what no longer does; `None` for a code that means nothing.
fn view(grant: &Grant, me: Option<&str>, words: Vec<Word>) -> Option<CodeView> {
    let mut words = words.into_iter();
    let word = words.next()?;
    let item = word.item?;
    Some(CodeView {
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        code: word.text,
        article: word.article,
        name: String::new(),
        is_own: me == Some(word.person.as_str()),
        person_name: word.person_name,
        said_at_ms: word.said_at_ms,
        is_gone: false,
        earlier: words
            .filter(|earlier| earlier.item.as_ref() != Some(&item))
            .map(|earlier| EarlierWord {
                item: earlier.item.map(|item| item.to_string()),
                article: earlier.article,
                person_name: earlier.person_name,
                said_at_ms: earlier.said_at_ms,
            })
            .collect(),
        item: item.to_string(),
    })
}
