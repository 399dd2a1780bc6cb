//! `sync_status`.

use super::feeds::Names;
use super::run::{MIRROR_LOST, SYNCED_AT};
use super::{SyncPhase, SyncStatus, count};
use crate::cabinet::Cabinet;
use crate::claims;
use crate::error::CommandError;
use crate::open::Open;
use crate::orders::open_commands;
use cabinet_desk::CommandState;
use cabinet_mirror::FeedState;
use cabinet_protocol::feed::FeedName;
use cabinet_sync::files::Files as _;
use cabinet_sync::watch::Phase;

/// What the sync is doing.
///
/// # Errors
/// `not_ready`.
pub async fn status(cabinet: &Cabinet) -> Result<SyncStatus, CommandError> {
    cabinet.ready()?.blocking(of).await
}

fn of(open: &Open) -> Result<SyncStatus, CommandError> {
    let standing = open.track.standing().clone();
    let goods = open.goods()?;
    let mut feeds = goods.feeds().feeds()?;
    let is_searchable = is_searchable(&feeds);
    let true_at_ms = true_at_ms(&feeds);
    for entity in open.files.entities()? {
        feeds.extend(open.documents(&entity)?.feeds().feeds()?);
    }
    let mut queued = 0_u32;
    let mut needs_user = 0_u32;
    for grant in open.grants()? {
        for command in open_commands(open, &grant.entity)? {
            match command.state {
                CommandState::Queued | CommandState::Sending | CommandState::Unknown => {
                    queued = queued.saturating_add(1);
                }
                CommandState::NeedsUser | CommandState::Rejected | CommandState::Parked => {
                    needs_user = needs_user.saturating_add(1);
                }
                CommandState::Done | CommandState::Cancelled => {}
            }
        }
    }
    for grant in open.grants()? {
        let (waiting, for_user) = claims::waiting(open, &grant.entity)?;
        queued = queued.saturating_add(waiting);
        needs_user = needs_user.saturating_add(for_user);
    }
    let synced_at_ms = open.desk.setting(SYNCED_AT)?.and_then(|text| text.parse().ok());
    let names = Names::of(open)?;
    let wait_ms = standing.next_try_ms.saturating_sub(open.clock.now_ms()).max(0);
    Ok(SyncStatus {
        phase: phase(standing.progress.phase),
        link: standing.link,
        live: standing.live,
        true_at_ms,
        synced_at_ms,
        rows_done: count(standing.progress.rows_done),
        rows_total: count(standing.progress.rows_total),
        is_searchable,
        is_whole: is_whole(open)?,
        queued,
        needs_user,
        problem: standing
            .problem
            .as_ref()
            .map(|problem| problem.message.clone())
            .unwrap_or_default(),
        problem_code: standing.problem.as_ref().map(|problem| problem.code),
        problem_reason: standing.problem.as_ref().and_then(|problem| problem.reason.clone()),
        next_try_in_s: u32::try_from(wait_ms / 1000).unwrap_or(0),
        feeds: feeds.iter().map(|state| names.view(state)).collect(),
    })
}

/// The age of the oldest figures that are shown: prices and stock, and where there are none, of the goods themselves.
pub(crate) fn true_at_ms(feeds: &[FeedState]) -> Option<i64> {
    let oldest = |is_meant: fn(&FeedName) -> bool| {
        let meant = feeds.iter().filter(|state| state.is_live && is_meant(&state.feed));
        meant.filter_map(|state| state.true_at_ms).min()
    };
    oldest(|feed| matches!(feed, FeedName::Prices { .. } | FeedName::Stock { .. }))
        .or_else(|| oldest(|feed| matches!(feed, FeedName::Catalogue(_))))
}

/// Whether a sync has come to its end since the local copy was begun or a part of it was lost. What it did not bring,
/// such as the documents of a legal entity without orders, does not exist.
pub(crate) fn is_whole(open: &Open) -> Result<bool, CommandError> {
    let is_set = |name| Ok::<_, CommandError>(open.desk.setting(name)?.is_some_and(|text| !text.is_empty()));
    Ok(is_set(SYNCED_AT)? && !is_set(MIRROR_LOST)?)
}

/// Articles are found as soon as a catalogue is in.
pub(crate) fn is_searchable(feeds: &[FeedState]) -> bool {
    feeds
        .iter()
        .any(|state| state.is_live && matches!(state.feed, FeedName::Catalogue(_)))
}

const fn phase(phase: Phase) -> SyncPhase {
    match phase {
        Phase::Idle => SyncPhase::Idle,
        Phase::Sending => SyncPhase::Sending,
        Phase::Loading => SyncPhase::Loading,
        Phase::Updating => SyncPhase::Updating,
    }
}
