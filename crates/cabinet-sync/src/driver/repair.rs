//! Looks whether feeds still have the rows of the gateway, and mends those that have not.

use super::{Driver, changed};
use crate::error::SyncError;
use crate::files::{File, file_of};
use crate::machine::delta::Delta;
use crate::machine::fault::Fault;
use crate::machine::repair::{Action, Event, Repair};
use crate::watch::{Progress, Watch};
use cabinet_mirror::{Checked, FeedError, FeedState};
use cabinet_protocol::feed::{FeedName, FeedStatus};
use cabinet_protocol::repair::{RangeRows, RowsRequest};

/// How often all rows of a feed are read and hashed, by the gateway's clock.
pub(super) const CHECK_EVERY_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Rows that one sync reads and hashes for that, beside the first feed that is due: the others have time until the next.
const ROWS_AT_ONCE: u64 = 250_000;

impl Driver {
    /// Compares every feed with what `hello` said of it, and reads those through whose time has come; what differs is mended.
    /// Returns how many feeds were.
    pub(super) async fn verify(
        &self,
        feeds: &[FeedStatus],
        server_now_ms: i64,
        progress: &mut Progress,
        watch: &dyn Watch,
    ) -> Result<(u32, Option<SyncError>), SyncError> {
        let mut read_rows = 0_u64;
        let mut mended = 0_u32;
        let mut problem = None;
        for status in feeds {
            let (file, state) = self.state_of(&status.feed).await?;
            let Some(state) = state.filter(|state| state.is_live) else {
                continue;
            };
            let mut differs = differs(&state, status);
            if !differs && self.is_check_due(&state, server_now_ms) && (read_rows == 0 || read_rows < ROWS_AT_ONCE) {
                read_rows = read_rows.saturating_add(state.rows.max(1));
                differs = self.check(&file, status, server_now_ms).await?;
            }
            if !differs {
                continue;
            }
            tracing::warn!(sync.feed = %status.feed, "The rows of {} are not those that came", status.feed);
            match self
                .bring(&status.feed, Delta::from_repair(), status.head, progress, watch)
                .await
            {
                Ok(_) => mended = mended.saturating_add(1),
                Err(error) if error.is_of_one_feed() => {
                    problem.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        Ok((mended, problem))
    }

    fn is_check_due(&self, state: &FeedState, server_now_ms: i64) -> bool {
        state
            .hash_checked_ms
            .is_none_or(|at| at > server_now_ms || server_now_ms.saturating_sub(at) >= self.check_every_ms)
    }

    /// Whether the rows of a feed differ from those that came, or from those of the gateway.
    async fn check(&self, file: &File, status: &FeedStatus, server_now_ms: i64) -> Result<bool, SyncError> {
        let (feed, reading) = (status.feed.clone(), file.clone());
        let checked = tokio::task::spawn_blocking(move || reading.feeds().check_rows(&feed, server_now_ms)).await??;
        let (_, state) = self.state_of(&status.feed).await?;
        // A feed of which nothing was known has a hash now.
        Ok(checked == Checked::Differs || state.is_some_and(|state| differs(&state, status)))
    }

    async fn state_of(&self, feed: &FeedName) -> Result<(File, Option<FeedState>), SyncError> {
        let (files, name) = (self.files.clone(), feed.clone());
        tokio::task::spawn_blocking(move || {
            let file = file_of(files.as_ref(), &name)?;
            let state = file.feeds().feed(&name)?;
            Ok((file, state))
        })
        .await?
    }

    /// Fetches and puts the rows in which a feed differs; returns how many.
    pub(super) async fn repair(&self, feed: &FeedName, file: &File, watch: &dyn Watch) -> Result<u64, SyncError> {
        let mut machine = Repair::default();
        let mut action = machine.begin();
        let mut asked = None;
        let mut came: Option<RangeRows> = None;
        let mut of = None;
        let mut rows = 0_u64;
        let mut met: Option<SyncError> = None;
        loop {
            let event = match action {
                Action::Look => match self.look(feed, file).await {
                    Ok(standing) => Event::Looked(standing),
                    Err(error) => failed(&mut met, error),
                },
                Action::FetchDigest(under) => match self.gateway.digest(feed, &under).await {
                    Ok(digest) => {
                        if under.is_empty() {
                            of = Some((digest.epoch.clone(), digest.at));
                        }
                        Event::Digest(digest)
                    }
                    Err(error) => failed(&mut met, error.into()),
                },
                Action::FetchRows(ranges) => {
                    let (epoch, at) = of.clone().unwrap_or_default();
                    let request = RowsRequest { epoch, at, ranges };
                    match self.gateway.rows(feed, &request).await {
                        Ok(answer) => {
                            let event = Event::Rows {
                                epoch: answer.epoch.clone(),
                                at: answer.at,
                            };
                            asked = Some(request.ranges);
                            came = Some(answer);
                            event
                        }
                        Err(error) => failed(&mut met, error.into()),
                    }
                }
                Action::Put => match self.put_rows(feed, file, asked.take(), came.take()).await {
                    Ok(changed) => {
                        rows = rows.saturating_add(changed);
                        Event::Put
                    }
                    Err(error) => failed(&mut met, error),
                },
                Action::Finish => {
                    watch.changed(changed(feed));
                    return Ok(rows);
                }
                Action::Stop(fault) => {
                    tracing::info!(sync.feed = %feed, sync.fault = ?fault, "A repair stopped");
                    let differs = SyncError::Feed(FeedError::WrongHash { feed: feed.clone() });
                    // What the way itself met goes out as it is; that there is no way leads to the snapshot.
                    return Err(match fault {
                        Fault::SnapshotNeeded => differs,
                        _ => met.unwrap_or(differs),
                    });
                }
            };
            action = machine.next(event);
        }
    }

    async fn look(&self, feed: &FeedName, file: &File) -> Result<Option<cabinet_mirror::Standing>, SyncError> {
        let (feed, file) = (feed.clone(), file.clone());
        Ok(tokio::task::spawn_blocking(move || file.feeds().standing(&feed)).await??)
    }

    async fn put_rows(
        &self,
        feed: &FeedName,
        file: &File,
        ranges: Option<Vec<cabinet_protocol::repair::KeyRange>>,
        answer: Option<RangeRows>,
    ) -> Result<u64, SyncError> {
        let (Some(ranges), Some(answer)) = (ranges, answer) else {
            return Err(SyncError::Feed(FeedError::NoSnapshot { feed: feed.clone() }));
        };
        let (feed, file) = (feed.clone(), file.clone());
        let now_ms = (self.now)().saturating_add(self.clock_offset_ms());
        Ok(tokio::task::spawn_blocking(move || file.feeds().repair(&feed, &ranges, &answer, now_ms)).await??)
    }
}

/// Whether a feed that stands where the gateway does has other rows than it.
fn differs(state: &FeedState, status: &FeedStatus) -> bool {
    match (state.row_hash, status.feed_hash) {
        (Some(here), Some(there)) => state.seq == status.head && here != there,
        // One of the two keeps no hash.
        _ => false,
    }
}

fn failed(met: &mut Option<SyncError>, error: SyncError) -> Event {
    let fault = error.fault();
    *met = Some(error);
    Event::Failed(fault)
}
