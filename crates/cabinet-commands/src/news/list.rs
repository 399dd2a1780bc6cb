//! `news_list`.

use super::{NewsList, NewsView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;

/// News for everybody and for the person's legal entities, the newest first.
///
/// # Errors
/// `not_ready`.
pub async fn list(cabinet: &Cabinet) -> Result<NewsList, CommandError> {
    cabinet
        .ready()?
        .blocking(|open| {
            let rows = rows(open)?;
            let unread = rows.iter().filter(|row| !row.is_read).count();
            Ok(NewsList {
                unread: u32::try_from(unread).unwrap_or(u32::MAX),
                rows,
            })
        })
        .await
}

/// What may be read now; news of a legal entity that is no longer granted are not among them.
pub(super) fn rows(open: &Open) -> Result<Vec<NewsView>, CommandError> {
    let grants = open.grants()?;
    let read = open.desk.read_news()?;
    let name_of = |id: &str| {
        let grant = grants.iter().find(|grant| grant.entity.as_str() == id);
        grant.map(|grant| grant.name.clone())
    };
    let all = open.goods()?.news()?;
    Ok(all
        .into_iter()
        .filter_map(|news| {
            let entity_name = match &news.entity {
                None => String::new(),
                Some(id) => name_of(id)?,
            };
            Some(NewsView {
                is_read: read.contains(&news.id),
                id: news.id,
                entity_name,
                title: news.title,
                text: news.text,
                at_ms: news.from_ms,
                until: news.until,
            })
        })
        .collect())
}
