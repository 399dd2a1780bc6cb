//! Does what the machines say: one sync from the outbox to the last page of changes.

mod load;
mod outbox;
mod repair;
mod stop;
mod update;
mod uploads;

use crate::error::SyncError;
use crate::files::{File, Files, file_of};
use crate::machine::delta::Delta;
use crate::machine::outbox::why;
use crate::machine::plan::{Step, plan};
use crate::watch::{Changed, Phase, Progress, Watch};
use cabinet_client::error::ClientError;
use cabinet_client::gateway::Gateway;
use cabinet_desk::{Contract, Desk, Grant, OutboxCommand};
use cabinet_domain::ids::{CommandKey, EntityId};
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::feed::{FeedName, FeedStanding, FeedStatus};
use cabinet_protocol::orders::{CheckoutRequest, Quote};
use cabinet_protocol::session::{HelloRequest, HelloResponse, KNOWS_CODES, KNOWS_RULES, KNOWS_TEMPLATES};
use outbox::Luck;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use stop::Stop;

/// Milliseconds that never run backwards while the program runs; begun at the device's clock.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Random bits for the spreading of tries.
pub type Dice = Arc<dyn Fn() -> u64 + Send + Sync>;

/// The sync of one profile.
pub struct Driver {
    gateway: Arc<Gateway>,
    desk: Arc<Desk>,
    files: Arc<dyn Files>,
    now: Now,
    dice: Dice,
    app_version: String,
    luck: Mutex<Luck>,
    /// One round of the outbox at a time; a user who places an order waits for the round, not for the whole sync.
    outbox_turn: tokio::sync::Mutex<()>,
    /// One sync at a time.
    sync_turn: tokio::sync::Mutex<()>,
    /// One round of uploads at a time; the outbox does not wait for it.
    upload_turn: tokio::sync::Mutex<()>,
    stop: Stop,
    was_offline: AtomicBool,
    check_every_ms: i64,
    /// The gateway's clock minus [`Now`], as the last `hello` told it.
    clock_offset_ms: AtomicI64,
}

/// The setting that keeps what the gateway takes with a claim, as JSON of `ClaimLimits`; empty: it takes none.
pub const CLAIM_LIMITS: &str = "claim_limits";

/// How long a sync uploads files before it goes on to what is new; the next sync goes on where this one was.
const UPLOADING_MS: i64 = 10_000;
/// The same for a sync that the user asked for.
const UPLOADING_EVERYTHING_MS: i64 = 120_000;

/// Which waiting commands a sync sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Haste {
    /// Those whose time has come.
    Due,
    /// All, because the user asked for it.
    Everything,
}

/// What a sync brought.
#[derive(Debug, Default)]
pub struct Report {
    /// Rows added, changed or removed.
    pub rows_changed: u64,
    /// Commands that came to a verdict.
    pub commands_settled: u32,
    /// When to ask again.
    pub poll_s: u64,
    /// Wait at least this long before the next call.
    pub backoff_s: u64,
    /// The gateway's clock minus the device's, in milliseconds; for showing ages only.
    pub clock_offset_ms: i64,
    /// Feeds whose rows were found to differ from the gateway's, and were mended.
    pub feeds_mended: u32,
    /// The first thing that went wrong with a single feed; the other feeds went on.
    pub problem: Option<SyncError>,
}

impl Driver {
    /// Prepares; nothing is sent yet.
    #[must_use]
    pub fn new(gateway: Arc<Gateway>, desk: Arc<Desk>, files: Arc<dyn Files>, now: Now, app_version: &str) -> Self {
        Self {
            gateway,
            desk,
            files,
            now,
            dice: Arc::new(outbox::dice),
            app_version: app_version.to_owned(),
            luck: Mutex::new(Luck::default()),
            outbox_turn: tokio::sync::Mutex::new(()),
            sync_turn: tokio::sync::Mutex::new(()),
            upload_turn: tokio::sync::Mutex::new(()),
            stop: Stop::default(),
            was_offline: AtomicBool::new(true),
            check_every_ms: repair::CHECK_EVERY_MS,
            clock_offset_ms: AtomicI64::new(0),
        }
    }

    /// The same with other random bits than the system's, so that a run can be repeated.
    #[must_use]
    pub fn with_dice(mut self, dice: Dice) -> Self {
        self.dice = dice;
        self
    }

    /// The same with another time, of the gateway's clock, after which all rows of a feed are read and hashed again.
    #[must_use]
    pub const fn with_check_every(mut self, ms: i64) -> Self {
        self.check_every_ms = ms;
        self
    }

    fn clock_offset_ms(&self) -> i64 {
        self.clock_offset_ms.load(Ordering::Acquire)
    }

    /// The gateway, for whoever listens for its hints.
    #[must_use]
    pub const fn gateway(&self) -> &Arc<Gateway> {
        &self.gateway
    }

    /// Check 1.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn checkout(&self, request: &CheckoutRequest) -> Result<Quote, ClientError> {
        self.gateway.checkout(request).await
    }

    /// Sends one command now, whenever it would have been due, after all that comes before it in its chain (I8). Its state
    /// on the desk tells what came of it: it still waits when an earlier one does.
    ///
    /// # Errors
    /// [`SyncError`] when the desk fails; what the network did stands in the command.
    pub async fn send(&self, key: &CommandKey, watch: &dyn Watch) -> Result<(), SyncError> {
        let _turn = self.outbox_turn.lock().await;
        let mut last = None;
        loop {
            let (desk, wanted) = (self.desk.clone(), key.clone());
            let next = tokio::task::spawn_blocking(move || desk.command_to_send_for(&wanted)).await??;
            // A command that comes up again has not got through, and what follows it waits with it.
            let Some(command) = next.filter(|next| last.as_ref() != Some(&next.key)) else {
                return Ok(());
            };
            last = Some(command.key.clone());
            self.carry_out(command).await?;
            watch.changed(Changed {
                outbox: true,
                claims: true,
                ..Changed::default()
            });
        }
    }

    /// When the next command of the outbox is due, for the timer of the caller; `None` when none waits.
    ///
    /// # Errors
    /// [`SyncError::Desk`].
    pub async fn next_command_at_ms(&self) -> Result<Option<i64>, SyncError> {
        let desk = self.desk.clone();
        Ok(tokio::task::spawn_blocking(move || desk.next_command_at_ms()).await??)
    }

    /// One sync: the outbox, `hello`, purges, snapshots, changes.
    ///
    /// # Errors
    /// [`SyncError`]: [`SyncError::Busy`] when one is running, [`SyncError::Stopped`] after [`Driver::stop`].
    pub async fn sync(&self, haste: Haste, watch: &dyn Watch) -> Result<Report, SyncError> {
        let _turn = self.sync_turn.try_lock().map_err(|_| SyncError::Busy)?;
        self.stop.forget();
        let result = self.sync_now(haste, watch).await;
        watch.progress(Progress::default());
        let is_offline = matches!(&result, Err(SyncError::Client(ClientError::Offline { .. })));
        self.was_offline.store(is_offline, Ordering::Release);
        result
    }

    /// Ends the present sync as soon as no command is on its way; what has been loaded stays, and the next sync goes on
    /// from there.
    pub fn stop(&self) {
        self.stop.ask();
    }

    async fn sync_now(&self, haste: Haste, watch: &dyn Watch) -> Result<Report, SyncError> {
        let mut report = Report::default();
        watch.progress(Progress {
            phase: Phase::Sending,
            ..Progress::default()
        });
        // After an outage everything that waits is due, whatever wait the outage has built up.
        let everything = haste == Haste::Everything || self.was_offline.load(Ordering::Acquire);
        report.commands_settled = self.outbox_round(everything, watch).await?;
        let patience_ms = match haste {
            Haste::Due => UPLOADING_MS,
            Haste::Everything => UPLOADING_EVERYTHING_MS,
        };
        let until_ms = (self.now)().saturating_add(patience_ms);
        let is_any_ready = tokio::select! {
            biased;
            () = self.stop.asked() => return Err(SyncError::Stopped),
            ready = self.upload_round(everything, until_ms, watch) => ready?,
        };
        if is_any_ready {
            let settled = self.outbox_round(everything, watch).await?;
            report.commands_settled = report.commands_settled.saturating_add(settled);
        }
        // Everything from here on may be dropped at any moment: it only ever adds what is whole.
        tokio::select! {
            biased;
            () = self.stop.asked() => Err(SyncError::Stopped),
            fetched = self.fetch(&mut report, watch) => fetched.map(|()| report),
        }
    }

    async fn fetch(&self, report: &mut Report, watch: &dyn Watch) -> Result<(), SyncError> {
        let hello = self.hello().await?;
        report.poll_s = hello.poll_s;
        report.backoff_s = hello.backoff_s;
        report.clock_offset_ms = hello.server_time_ms.saturating_sub((self.now)());
        self.clock_offset_ms.store(report.clock_offset_ms, Ordering::Release);
        self.keep_hello(&hello, report.clock_offset_ms, watch).await?;
        self.follow(&hello.feeds, hello.server_time_ms, report, watch).await
    }

    async fn hello(&self) -> Result<HelloResponse, SyncError> {
        let (files, desk) = (self.files.clone(), self.desk.clone());
        let (cursors, wants_queue_key) = tokio::task::spawn_blocking(move || {
            Ok::<_, SyncError>((cursors(files.as_ref())?, crate::queue::key(&desk)?.is_none()))
        })
        .await??;
        let request = HelloRequest {
            app_version: self.app_version.clone(),
            schema: cabinet_protocol::ROW_SCHEMA,
            cursors,
            knows: [KNOWS_RULES, KNOWS_CODES, KNOWS_TEMPLATES].map(str::to_owned).to_vec(),
            wants_queue_key,
        };
        Ok(self.gateway.hello(&request).await?)
    }

    async fn keep_hello(&self, hello: &HelloResponse, offset_ms: i64, watch: &dyn Watch) -> Result<(), SyncError> {
        let grants: Vec<Grant> = hello.grants.iter().map(grant).collect();
        let supplier_name = hello.supplier_name.clone();
        let limits = hello
            .claims
            .as_ref()
            // A plain struct of numbers: writing it as JSON cannot fail.
            .map(|limits| serde_json::to_string(limits).unwrap_or_default())
            .unwrap_or_default();
        let queue = hello.queue.clone();
        let desk = self.desk.clone();
        let now_ms = (self.now)();
        let (has_changed, refused) = tokio::task::spawn_blocking(move || {
            let before = desk.session()?;
            // A no-change hello writes nothing: the desk is synced to the disk at each write.
            if before.is_none_or(|session| {
                session.supplier_name != supplier_name || session.clock_offset_ms.abs_diff(offset_ms) > 2_000
            }) {
                desk.put_hello(&supplier_name, offset_ms)?;
            }
            if desk.setting(CLAIM_LIMITS)?.unwrap_or_default() != limits {
                desk.put_setting(CLAIM_LIMITS, &limits)?;
            }
            if let Some(queue) = &queue {
                crate::queue::keep_key(&desk, queue)?;
            }
            let has_changed = desk.grants()? != grants;
            // What may not be ordered any more is not left in the queue until somebody may again.
            let refused = refuse_unsent(&desk, &grants, now_ms)?;
            if has_changed {
                desk.replace_grants(&grants)?;
            }
            Ok::<_, SyncError>((has_changed, refused))
        })
        .await??;
        if has_changed || refused > 0 {
            watch.changed(Changed {
                entities: has_changed,
                outbox: true,
                ..Changed::default()
            });
        }
        Ok(())
    }

    async fn follow(
        &self,
        feeds: &[FeedStatus],
        server_now_ms: i64,
        report: &mut Report,
        watch: &dyn Watch,
    ) -> Result<(), SyncError> {
        let files = self.files.clone();
        let desk = self.desk.clone();
        let granted = feeds.to_vec();
        let held = tokio::task::spawn_blocking(move || {
            confirm(files.as_ref(), &granted)?;
            let entities = desk.grants()?.into_iter().map(|grant| grant.entity).collect();
            held(files.as_ref(), &entities)
        })
        .await??;
        let steps = plan(feeds, &held);
        let total = |feed: &FeedName| {
            feeds
                .iter()
                .find(|status| status.feed == *feed)
                .map_or(0, |status| status.rows)
        };
        let head = |feed: &FeedName| {
            feeds
                .iter()
                .find(|status| status.feed == *feed)
                .map_or(0, |status| status.head)
        };
        let mut progress = Progress {
            phase: Phase::Loading,
            ..Progress::default()
        };
        progress.rows_total = steps
            .iter()
            .filter_map(|step| {
                if let Step::Load(feed) = step {
                    Some(total(feed))
                } else {
                    None
                }
            })
            .fold(0, u64::saturating_add);
        if progress.rows_total > 0 {
            watch.progress(progress);
        }
        for step in steps {
            let outcome = match &step {
                Step::Purge(feed) => self.purge(feed).await,
                Step::Load(feed) => {
                    if matches!(
                        feed,
                        FeedName::Stock { .. }
                            | FeedName::Documents(_)
                            | FeedName::UnpricedDocuments(_)
                            | FeedName::Claims(_)
                            | FeedName::Personal(_)
                            | FeedName::Delivery
                            | FeedName::Addresses(_)
                            | FeedName::Branches
                            | FeedName::News
                            | FeedName::EntityNews(_)
                            | FeedName::Codes(_)
                            | FeedName::Templates(_)
                    ) {
                        self.build_search(watch).await?;
                    }
                    self.bring(feed, Delta::from_snapshot(), head(feed), &mut progress, watch)
                        .await
                }
                Step::Update(feed) => {
                    self.build_search(watch).await?;
                    progress.phase = Phase::Updating;
                    self.bring(feed, Delta::default(), head(feed), &mut progress, watch)
                        .await
                }
            };
            match outcome {
                Ok(rows) => report.rows_changed = report.rows_changed.saturating_add(rows),
                Err(error) if error.is_of_one_feed() => {
                    tracing::warn!(sync.error = %error, "A feed was left as it was");
                    report.problem.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        self.build_search(watch).await?;
        let (mended, problem) = self.verify(feeds, server_now_ms, &mut progress, watch).await?;
        report.feeds_mended = mended;
        if let Some(problem) = problem {
            report.problem.get_or_insert(problem);
        }
        Ok(())
    }

    async fn purge(&self, feed: &FeedName) -> Result<u64, SyncError> {
        let files = self.files.clone();
        let feed = feed.clone();
        tokio::task::spawn_blocking(move || {
            if let FeedName::Documents(entity) | FeedName::UnpricedDocuments(entity) | FeedName::Claims(entity) = &feed
            {
                purge_of_entity(files.as_ref(), &feed, &EntityId::new(entity.as_str()))?;
            } else {
                files.goods()?.feeds().purge(&feed)?;
            }
            tracing::info!(sync.feed = %feed, "A feed that is no longer granted was removed");
            Ok(1)
        })
        .await?
    }

    /// Builds the full text behind the articles, when a load left it to be built.
    async fn build_search(&self, watch: &dyn Watch) -> Result<(), SyncError> {
        let files = self.files.clone();
        let was_built = tokio::task::spawn_blocking(move || {
            let goods = files.goods()?;
            if goods.has_search()? {
                return Ok(false);
            }
            goods.build_search()?;
            Ok::<_, SyncError>(goods.has_search()?)
        })
        .await??;
        if was_built {
            watch.changed(Changed {
                catalogue: true,
                ..Changed::default()
            });
        }
        Ok(())
    }
}

/// Removes a feed from the file of its entity; the file goes with its last feed, its key first.
fn purge_of_entity(files: &dyn Files, feed: &FeedName, entity: &EntityId) -> Result<(), SyncError> {
    if !files.entities()?.contains(entity) {
        return Ok(());
    }
    let others = files.documents(entity)?.feeds().feeds()?;
    if others.iter().all(|state| state.feed == *feed) {
        return files.forget_documents(entity);
    }
    Ok(files.documents(entity)?.feeds().purge(feed)?)
}

/// Cursors of every feed that has one and whose rows this build reads.
fn cursors(files: &dyn Files) -> Result<BTreeMap<FeedName, String>, SyncError> {
    let mut cursors = BTreeMap::new();
    for file in all_files(files)? {
        for state in file.feeds().feeds()? {
            if let Some(cursor) = state
                .cursor
                .filter(|_| state.is_live && state.schema == cabinet_protocol::ROW_SCHEMA)
            {
                cursors.insert(state.feed, cursor);
            }
        }
    }
    Ok(cursors)
}

/// Feeds of which the device has something, half-loaded ones included; `granted` are the entities that the person may see.
fn held(files: &dyn Files, granted: &BTreeSet<EntityId>) -> Result<Vec<FeedName>, SyncError> {
    let mut held = Vec::new();
    for file in all_files(files)? {
        held.extend(file.feeds().feeds()?.into_iter().map(|state| state.feed));
    }
    // A file without a single row of feed state is an entity's all the same, and goes with its grant. Of an entity that has
    // no documents yet it stays: it would be made anew, under another key, as soon as somebody looks for them.
    for entity in files.entities()? {
        if !granted.contains(&entity) && files.documents(&entity)?.feeds().feeds()?.is_empty() {
            held.push(FeedName::Documents(entity.as_str().to_owned()));
        }
    }
    Ok(held)
}

fn all_files(files: &dyn Files) -> Result<Vec<File>, SyncError> {
    let mut all = vec![File::Goods(files.goods()?)];
    for entity in files.entities()? {
        all.push(File::Documents(files.documents(&entity)?));
    }
    Ok(all)
}

/// What the gateway calls current is true as of its word.
fn confirm(files: &dyn Files, feeds: &[FeedStatus]) -> Result<(), SyncError> {
    for status in feeds.iter().filter(|status| status.standing == FeedStanding::Current) {
        let file = file_of(files, &status.feed)?;
        let known = file.feeds().feed(&status.feed)?.and_then(|state| state.true_at_ms);
        if known.is_some_and(|known| known < status.true_at_ms) {
            file.feeds().confirm(&status.feed, status.true_at_ms)?;
        }
    }
    Ok(())
}

/// The wire's grant as the desk keeps it.
#[must_use]
pub fn grant(grant: &cabinet_protocol::session::Grant) -> Grant {
    Grant {
        entity: grant.entity.clone(),
        name: grant.name.clone(),
        inn: grant.inn.clone(),
        kpp: grant.kpp.clone(),
        edrpou: grant.edrpou.clone(),
        role: grant.role,
        price_type: grant.price_type.clone(),
        assortment: grant.assortment.clone(),
        stock: grant.stock,
        contract: grant.contract.as_ref().map(|contract| Contract {
            number: contract.number.clone(),
            payment: contract.payment.clone(),
            delivery: contract.delivery.clone(),
            // A limit that cannot be written is none: nothing is decided by it here.
            limits: contract
                .limits
                .as_ref()
                .and_then(|limits| serde_json::to_string(limits).ok()),
        }),
    }
}

/// Refuses what waits in the queue and the person may not do by these grants; returns how much that was. What may have been
/// carried out goes on to its verdict.
///
/// # Errors
/// [`SyncError::Advance`].
pub fn refuse_unsent(desk: &Desk, grants: &[Grant], now_ms: i64) -> Result<usize, SyncError> {
    let is_refused = |command: &OutboxCommand| {
        let role = grants
            .iter()
            .find(|grant| grant.entity == command.entity)
            .map(|grant| grant.role);
        // One that cannot be read is set aside when its turn comes.
        serde_json::from_str::<CommandBody>(&command.body)
            .is_ok_and(|body| !role.is_some_and(|role| role.may(body.right())))
    };
    Ok(desk.refuse_unsent(is_refused, why::NO_RIGHTS, now_ms)?)
}

/// What changed when rows of a feed did.
const fn changed(feed: &FeedName) -> Changed {
    let is_documents = matches!(feed, FeedName::Documents(_) | FeedName::UnpricedDocuments(_));
    let is_claims = matches!(feed, FeedName::Claims(_));
    let is_personal = matches!(
        feed,
        FeedName::Personal(_) | FeedName::Codes(_) | FeedName::Templates(_)
    );
    let is_delivery = matches!(feed, FeedName::Delivery | FeedName::Branches | FeedName::Addresses(_));
    let is_news = matches!(feed, FeedName::News | FeedName::EntityNews(_));
    Changed {
        catalogue: !is_documents && !is_claims && !is_personal && !is_delivery && !is_news,
        documents: is_documents,
        outbox: false,
        entities: false,
        personal: is_personal,
        claims: is_claims,
        delivery: is_delivery,
        news: is_news,
    }
}
