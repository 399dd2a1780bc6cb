//! One sync with its result written down for `sync_status`; used by hand and by the timer.

use super::LinkState;
use crate::error::{CommandError, ErrorCode};
use crate::events::Changes;
use crate::open::Open;
use crate::reason::Reason;
use crate::{find, notices, orders, price_lists, templates};
use cabinet_client::error::ClientError;
use cabinet_sync::driver::{Haste, Report};
use cabinet_sync::error::SyncError;
use cabinet_sync::files::Files as _;
use std::sync::Arc;

/// The setting that remembers the last successful contact, UTC, ms since 1970, by the gateway's clock.
pub(crate) const SYNCED_AT: &str = "synced_at_ms";

/// The setting that remembers that the gateway refuses this device; empty when it does not.
pub(crate) const SIGNED_OUT: &str = "signed_out";

/// The setting that remembers that the gateway does not know this device; empty when it does.
pub(crate) const NOT_KNOWN: &str = "device_not_known";

/// The setting that remembers that a file of the mirror was removed as damaged; empty once everything has come again.
pub(crate) const MIRROR_LOST: &str = "mirror_lost";

/// Written down no more often than this: each write to the desk waits for the disk.
const WRITE_EVERY_MS: i64 = 60_000;

/// What came of a sync.
pub(crate) enum Outcome {
    /// It came to its end; a single feed may have been left as it was.
    Done(Report),
    /// Another one is running.
    Busy,
    /// The user stopped it.
    Stopped,
    /// It failed.
    Failed {
        error: CommandError,
        /// Whether time may heal it.
        heals: bool,
        /// What the gateway asked to wait.
        asked_s: Option<u64>,
    },
}

/// Syncs. A damaged mirror is deleted and fetched anew in the same sync.
pub(crate) async fn run(open: &Arc<Open>, haste: Haste) -> Outcome {
    let mut outcome = once(open, haste).await;
    if let Err(error) = &outcome
        && error.is_damaged_mirror()
    {
        tracing::warn!(sync.cause = %error, "The mirror is damaged; it is deleted and fetched anew");
        let files = open.files.clone();
        outcome = match tokio::task::spawn_blocking(move || files.rebuild()).await {
            Ok(Ok(())) => once(open, haste).await,
            Ok(Err(error)) => Err(error),
            Err(error) => Err(error.into()),
        };
    }
    // Whatever came of the sync: what may not be seen any more may be gone already.
    let files = open.files.clone();
    match tokio::task::spawn_blocking(move || files.prune_media()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(media.cause = %error, "Fetched pictures could not be looked through"),
        Err(error) => tracing::warn!(media.cause = %error, "Fetched pictures could not be looked through"),
    }
    if outcome.is_ok() {
        follow_rules(open).await;
    }
    let outcome = match outcome {
        Ok(report) => done(open, report).await,
        Err(SyncError::Busy) => Outcome::Busy,
        Err(SyncError::Stopped) => Outcome::Stopped,
        Err(error) => failed(open, error),
    };
    if let Outcome::Failed { error, .. } = &outcome
        && error.code == ErrorCode::SignedOut
        && let Err(error) = open.blocking(shut_out).await
    {
        return Outcome::Failed {
            error,
            heals: true,
            asked_s: None,
        };
    }
    if let Outcome::Failed { error, .. } = &outcome
        && error.reason == Some(Reason::DeviceNotKnown)
        && let Err(error) = open.blocking(|open| Ok(open.desk.put_setting(NOT_KNOWN, "1")?)).await
    {
        tracing::warn!(sync.cause = %error, "That the gateway does not know this device could not be kept");
    }
    index_papers(open).await;
    open.tell(Changes {
        sync: true,
        ..Changes::default()
    });
    if matches!(outcome, Outcome::Done(_)) {
        price_lists::rewrite(open).await;
    }
    outcome
}

/// Whatever came of the sync: what is here is to be found. What fails of it is tried by the next search, which says how much
/// is missing.
pub(crate) async fn index_papers(open: &Arc<Open>) {
    if let Err(error) = find::index_all(open).await {
        tracing::warn!(find.cause = %error, "The words of papers could not be indexed");
    }
}

/// Orders that met changed terms go again as far as their user's rules allow. What fails of it waits for the user, as without
/// rules.
async fn follow_rules(open: &Arc<Open>) {
    match orders::standing::follow_all(open).await {
        // What came of it is told by the next exchange.
        Ok(true) => open.wake_background(),
        Ok(false) => {}
        Err(error) => tracing::warn!(orders.cause = %error, "Rules could not be applied; the orders ask their user"),
    }
    match templates::tell_all(open).await {
        Ok(true) => open.wake_background(),
        Ok(false) => {}
        Err(error) => {
            tracing::warn!(templates.cause = %error, "Colleagues were not told of a template; the next exchange tells");
        }
    }
    // What of it was placed may have left something to wait for.
    match orders::awaited::ask_for_all(open).await {
        Ok(true) => open.wake_background(),
        Ok(false) => {}
        Err(error) => {
            tracing::warn!(orders.cause = %error, "What waits was not asked for; the next exchange asks again");
        }
    }
}

async fn once(open: &Arc<Open>, haste: Haste) -> Result<Report, SyncError> {
    // Without a session there is nobody to sync with, which is what «signed out» says.
    let driver = open.driver().map_err(|_| SyncError::Client(ClientError::SignedOut))?;
    driver.sync(haste, &open.reporter()).await
}

/// The gateway refuses this device: the supplier's data go, their keys first, and so does what the desk knows of prices. What
/// the user made stays to be seen and saved; nothing of it is sent by itself after a new enrolment.
fn shut_out(open: &Open) -> Result<(), CommandError> {
    // Written first: if the program ends here, the next contact goes on.
    open.desk.put_setting(SIGNED_OUT, "1")?;
    if open.desk.grants()?.is_empty() {
        return Ok(());
    }
    cabinet_sync::driver::refuse_unsent(&open.desk, &[], open.clock.now_ms())?;
    open.files.forget_everything()?;
    open.desk.replace_grants(&[])?;
    tracing::warn!("The supplier has shut this device out; his data were removed from it");
    open.tell(Changes {
        catalogue: true,
        drafts: true,
        outbox: true,
        orders: true,
        documents: true,
        entities: true,
        claims: true,
        notices: true,
        ..Changes::default()
    });
    Ok(())
}

async fn done(open: &Arc<Open>, mut report: Report) -> Outcome {
    let problem = report.problem.take().map(CommandError::from);
    let has_all = problem.is_none();
    {
        let mut standing = open.track.standing();
        standing.link = if problem.is_some() {
            LinkState::Failing
        } else {
            LinkState::Online
        };
        standing.problem = problem;
        standing.failures = 0;
    }
    let synced_at_ms = open.clock.now_ms().saturating_add(report.clock_offset_ms);
    let written = open
        .blocking(move |open| {
            let before = open
                .desk
                .setting(SYNCED_AT)?
                .and_then(|text| text.parse::<i64>().ok())
                .unwrap_or(0);
            if before == 0 {
                notices::begin(open)?;
            }
            // Whoever was refused and is served now has his device back.
            for mark in [SIGNED_OUT, NOT_KNOWN] {
                if open.desk.setting(mark)?.is_some_and(|text| !text.is_empty()) {
                    open.desk.put_setting(mark, "")?;
                }
            }
            if has_all && open.desk.setting(MIRROR_LOST)?.is_some_and(|text| !text.is_empty()) {
                open.desk.put_setting(MIRROR_LOST, "")?;
            }
            if synced_at_ms.abs_diff(before) >= WRITE_EVERY_MS.unsigned_abs() {
                open.desk.put_setting(SYNCED_AT, &synced_at_ms.to_string())?;
            }
            Ok(())
        })
        .await;
    match written {
        Ok(()) => Outcome::Done(report),
        Err(error) => Outcome::Failed {
            error,
            heals: true,
            asked_s: None,
        },
    }
}

fn failed(open: &Arc<Open>, error: SyncError) -> Outcome {
    let asked_s = if let SyncError::Client(error) = &error {
        error.retry_after_s()
    } else {
        None
    };
    let link = match &error {
        SyncError::Client(ClientError::Offline { .. }) => LinkState::Offline,
        _ => LinkState::Failing,
    };
    let error = CommandError::from(error);
    let heals = !matches!(
        error.code,
        ErrorCode::SignedOut | ErrorCode::Certificate | ErrorCode::Newer
    );
    let mut standing = open.track.standing();
    standing.link = link;
    standing.problem = Some(error.clone());
    standing.failures = standing.failures.saturating_add(1);
    Outcome::Failed { error, heals, asked_s }
}
