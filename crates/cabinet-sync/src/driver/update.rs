//! Brings one feed up to date, by changes, by the rows in which it differs, or from its snapshot.

use super::{Driver, changed};
use crate::error::SyncError;
use crate::files::{File, file_of};
use crate::machine::delta::{Action, Delta, Event};
use crate::watch::{Progress, Watch};
use cabinet_mirror::{Applied, FeedError};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::ChangesPage;

impl Driver {
    /// Returns how many rows changed; `head` is the feed's newest sequence number as `hello` told it.
    pub(super) async fn bring(
        &self,
        feed: &FeedName,
        mut machine: Delta,
        head: u64,
        progress: &mut Progress,
        watch: &dyn Watch,
    ) -> Result<u64, SyncError> {
        let files = self.files.clone();
        let name = feed.clone();
        let file = tokio::task::spawn_blocking(move || file_of(files.as_ref(), &name)).await??;
        let mut action = machine.begin();
        let mut page = None;
        let mut rows = 0_u64;
        let mut met: Option<SyncError> = None;
        loop {
            let event = match action {
                Action::Fetch => match self.fetch_page(feed, &file).await {
                    Ok(came) => {
                        page = Some(came);
                        Event::Came
                    }
                    Err(error) => failed(&mut met, error),
                },
                Action::Apply => match apply(feed, &file, page.take()).await {
                    Ok((applied, has_moved)) => {
                        let now = applied.put.saturating_add(applied.removed);
                        rows = rows.saturating_add(now);
                        progress.rows_done = progress.rows_done.saturating_add(now);
                        watch.progress(*progress);
                        Event::Applied {
                            is_more: applied.has_more,
                            has_moved,
                        }
                    }
                    Err(error) => failed(&mut met, error),
                },
                Action::Finish => {
                    if rows > 0 {
                        watch.changed(changed(feed));
                    }
                    return Ok(rows);
                }
                Action::Repair => match self.repair(feed, &file, watch).await {
                    Ok(now) => {
                        rows = rows.saturating_add(now);
                        Event::Repaired
                    }
                    Err(error) => failed(&mut met, error),
                },
                Action::Load => {
                    let loaded = self.load(feed, progress, watch).await?;
                    rows = rows.saturating_add(loaded.map_or(0, |loaded| loaded.rows));
                    let is_behind = loaded.is_some_and(|loaded| loaded.at_seq < head);
                    Event::Loaded { is_behind }
                }
                Action::Stop(_) => {
                    if rows > 0 {
                        watch.changed(changed(feed));
                    }
                    return Err(met.unwrap_or(SyncError::Feed(FeedError::NoSnapshot { feed: feed.clone() })));
                }
            };
            action = machine.next(event);
        }
    }

    async fn fetch_page(&self, feed: &FeedName, file: &File) -> Result<ChangesPage, SyncError> {
        let (name, file) = (feed.clone(), file.clone());
        let state = tokio::task::spawn_blocking(move || file.feeds().feed(&name)).await??;
        let cursor = state
            .and_then(|state| state.cursor)
            .ok_or_else(|| SyncError::Feed(FeedError::NoSnapshot { feed: feed.clone() }))?;
        Ok(self.gateway.changes(feed, &cursor).await?)
    }
}

/// Applies a page; also tells whether it moved the feed.
async fn apply(feed: &FeedName, file: &File, page: Option<ChangesPage>) -> Result<(Applied, bool), SyncError> {
    let Some(page) = page else {
        return Err(SyncError::Feed(FeedError::NoSnapshot { feed: feed.clone() }));
    };
    let (feed, file) = (feed.clone(), file.clone());
    tokio::task::spawn_blocking(move || {
        let applied = file.feeds().apply_changes(&feed, &page)?;
        Ok((applied, page.to > page.from))
    })
    .await?
}

fn failed(met: &mut Option<SyncError>, error: SyncError) -> Event {
    let fault = error.fault();
    *met = Some(error);
    Event::Failed(fault)
}
