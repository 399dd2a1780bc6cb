//! `news_read`.

use super::list::rows;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use cabinet_desk::NoticeMark;
use std::collections::BTreeSet;

/// Marks news as read on this device, all that are there when none is named; the notices that tell of them are read with
/// them.
///
/// # Errors
/// `not_ready`, `disk_full`.
pub async fn read(cabinet: &Cabinet, ids: Vec<String>) -> Result<(), CommandError> {
    cabinet.ready()?.blocking(move |open| mark(open, ids)).await?;
    cabinet.tell(Changes {
        news: true,
        notices: true,
        ..Changes::default()
    });
    Ok(())
}

fn mark(open: &Open, ids: Vec<String>) -> Result<(), CommandError> {
    let there: BTreeSet<String> = rows(open)?.into_iter().map(|row| row.id).collect();
    let ids: Vec<String> = if ids.is_empty() {
        there.iter().cloned().collect()
    } else {
        ids.into_iter().filter(|id| there.contains(id)).collect()
    };
    let now_ms = open.clock.now_ms();
    open.desk.mark_news_read(&ids, &there, now_ms)?;
    let told = crate::notices::ids_about_news(open, &ids)?;
    Ok(open.desk.mark_notices(&told, NoticeMark::Read, now_ms)?)
}
