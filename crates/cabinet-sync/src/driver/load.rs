//! Loads one feed from its snapshot: downloads run beside the writing.

use super::{Driver, changed};
use crate::error::SyncError;
use crate::files::{File, file_of};
use crate::machine::bootstrap::{Action, Bootstrap, Event};
use crate::machine::fault::Fault;
use crate::watch::{Progress, Watch};
use cabinet_client::error::ClientError;
use cabinet_mirror::FeedError;
use cabinet_protocol::feed::{FeedName, Manifest};
use cabinet_protocol::framing::KeyedRow;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often the manifest of a feed is asked for in one load while the gateway is busy. It answers within twenty seconds,
/// so these are ten minutes and more: time for the snapshot of a very large feed on a slow machine.
const MOST_ASKED: u32 = 30;
/// A gateway that asks for a longer wait is not making a snapshot; the next sync comes by itself.
const LONGEST_WAIT_S: u64 = 30;

type Rows = Result<Vec<KeyedRow>, ClientError>;

/// A load on its way.
struct Load<'a> {
    driver: &'a Driver,
    feed: FeedName,
    file: File,
    machine: Bootstrap,
    manifest: Option<Arc<Manifest>>,
    downloads: JoinSet<(usize, Rows)>,
    here: BTreeMap<usize, Vec<KeyedRow>>,
    met: Option<SyncError>,
    rows: u64,
}

/// What a load brought.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loaded {
    /// Rows of the feed.
    pub(super) rows: u64,
    /// The sequence number of the snapshot.
    pub(super) at_seq: u64,
}

impl Driver {
    /// `None` when the gateway has no such feed yet.
    pub(super) async fn load(
        &self,
        feed: &FeedName,
        progress: &mut Progress,
        watch: &dyn Watch,
    ) -> Result<Option<Loaded>, SyncError> {
        let files = self.files.clone();
        let name = feed.clone();
        let file = tokio::task::spawn_blocking(move || file_of(files.as_ref(), &name)).await??;
        let load = Load {
            driver: self,
            feed: feed.clone(),
            file,
            machine: Bootstrap::default(),
            manifest: None,
            downloads: JoinSet::new(),
            here: BTreeMap::new(),
            met: None,
            rows: 0,
        };
        load.run(progress, watch).await
    }
}

impl Load<'_> {
    async fn run(mut self, progress: &mut Progress, watch: &dyn Watch) -> Result<Option<Loaded>, SyncError> {
        let mut actions = VecDeque::from([self.machine.begin()]);
        loop {
            let event = match actions.pop_front() {
                Some(Action::FetchManifest) => match self.fetch_manifest().await {
                    Ok(Some(event)) => event,
                    Ok(None) => return Ok(None),
                    Err(error) => self.failed(error),
                },
                Some(Action::FetchPart(at)) => {
                    self.fetch(at);
                    continue;
                }
                Some(Action::ApplyPart(at)) => match self.apply(at).await {
                    Ok(rows) => {
                        progress.rows_done = progress.rows_done.saturating_add(rows);
                        watch.progress(*progress);
                        Event::PartApplied(at)
                    }
                    Err(error) => self.failed(error),
                },
                Some(Action::Publish) => match self.publish().await {
                    Ok(()) => Event::Published,
                    Err(error) => self.failed(error),
                },
                Some(Action::Finish) => {
                    watch.changed(changed(&self.feed));
                    let at_seq = self.manifest.as_ref().map_or(0, |manifest| manifest.at_seq);
                    return Ok(Some(Loaded {
                        rows: self.rows,
                        at_seq,
                    }));
                }
                Some(Action::Stop(fault)) => return Err(self.why(fault)),
                None => match self.downloads.join_next().await {
                    Some(Ok((at, Ok(rows)))) => {
                        self.here.insert(at, rows);
                        Event::PartCame(at)
                    }
                    Some(Ok((at, Err(error)))) => {
                        let error = SyncError::from(error);
                        let fault = error.fault();
                        self.met = Some(error);
                        Event::PartFailed(at, fault)
                    }
                    Some(Err(error)) => self.failed(error.into()),
                    None => return Err(self.why(Fault::OutOfStep)),
                },
            };
            actions.extend(self.machine.next(event));
        }
    }

    /// `None` when the gateway has no such feed yet.
    async fn fetch_manifest(&mut self) -> Result<Option<Event>, SyncError> {
        self.downloads.abort_all();
        self.downloads = JoinSet::new();
        self.here.clear();
        let Some(manifest) = self.manifest_when_made().await? else {
            return Ok(None);
        };
        let manifest = Arc::new(manifest);
        self.manifest = Some(manifest.clone());
        let file = self.file.clone();
        let applied = tokio::task::spawn_blocking(move || {
            let load = file.feeds().begin_snapshot(&manifest)?;
            let missing: Vec<String> = load
                .missing()
                .into_iter()
                .map(|segment| segment.blake3.clone())
                .collect();
            Ok::<_, FeedError>(
                manifest
                    .segments
                    .iter()
                    .map(|segment| !missing.contains(&segment.blake3))
                    .collect::<Vec<bool>>(),
            )
        })
        .await??;
        Ok(Some(Event::Ready { applied }))
    }

    /// The manifest, asked for again while the gateway says that it is still making the snapshot of a large feed.
    async fn manifest_when_made(&self) -> Result<Option<Manifest>, SyncError> {
        let mut asked = 1;
        loop {
            let error = match self.driver.gateway.manifest(&self.feed).await {
                Ok(manifest) => return Ok(manifest),
                Err(error) => error,
            };
            let wait_s = error.retry_after_s().filter(|wait_s| *wait_s <= LONGEST_WAIT_S);
            let Some(wait_s) = wait_s.filter(|_| error.is_transient() && asked < MOST_ASKED) else {
                return Err(error.into());
            };
            asked += 1;
            tokio::time::sleep(Duration::from_secs(wait_s.max(1))).await;
        }
    }

    fn fetch(&mut self, at: usize) {
        let Some(info) = self
            .manifest
            .as_ref()
            .and_then(|manifest| manifest.segments.get(at))
            .cloned()
        else {
            return;
        };
        let (gateway, feed) = (self.driver.gateway.clone(), self.feed.clone());
        self.downloads
            .spawn(async move { (at, gateway.segment(&feed, &info).await) });
    }

    async fn apply(&mut self, at: usize) -> Result<u64, SyncError> {
        let (Some(rows), Some(manifest)) = (self.here.remove(&at), self.manifest.clone()) else {
            return Err(SyncError::Feed(FeedError::UnknownSegment {
                feed: self.feed.clone(),
            }));
        };
        let file = self.file.clone();
        let feed = self.feed.clone();
        tokio::task::spawn_blocking(move || {
            let segment = manifest.segments.get(at).ok_or(FeedError::UnknownSegment { feed })?;
            file.feeds()
                .begin_snapshot(&manifest)?
                .apply_segment(&segment.blake3, &rows)?;
            Ok(segment.rows)
        })
        .await?
    }

    async fn publish(&mut self) -> Result<(), SyncError> {
        let Some(manifest) = self.manifest.clone() else {
            return Err(SyncError::Feed(FeedError::NoSnapshot {
                feed: self.feed.clone(),
            }));
        };
        let file = self.file.clone();
        let published =
            tokio::task::spawn_blocking(move || file.feeds().begin_snapshot(&manifest)?.publish()).await??;
        self.rows = published.rows;
        Ok(())
    }

    fn failed(&mut self, error: SyncError) -> Event {
        let fault = error.fault();
        self.met = Some(error);
        Event::Failed(fault)
    }

    fn why(&mut self, fault: Fault) -> SyncError {
        tracing::info!(sync.feed = %self.feed, sync.fault = ?fault, "A load stopped");
        self.met.take().unwrap_or_else(|| {
            SyncError::Feed(FeedError::NoSnapshot {
                feed: self.feed.clone(),
            })
        })
    }
}
