//! Syncing by itself: on the gateway's period, sooner when a command is due, something was queued or a hint came.
//!
//! A hint is the weakest of these: it neither shortens a wait that the gateway asked for nor brings back a sync that the user
//! stopped. It is kept meanwhile.

use crate::cabinet::{Cabinet, Inner, Stage};
use crate::listening::keep_listening;
use crate::open::Open;
use crate::sync::run::{self, Outcome};
use cabinet_sync::driver::Haste;
use cabinet_sync::machine::backoff::{BELIEVABLE_MS, millis, spread_ms, wait_ms};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// The wait after a failure that time does not heal (signed out, certificate), of which the user is told meanwhile, and
/// after the user's own stop.
const LONG_MS: i64 = 300_000;

/// The shortest time between a sync and one that a hint calls for.
const HINT_PAUSE_MS: i64 = 1_000;

/// The tasks, and the bells that wake them.
#[derive(Default)]
pub(crate) struct Background {
    bells: Bells,
    tasks: Mutex<Option<[JoinHandle<()>; 2]>>,
}

/// What wakes the tasks. Cheap to clone; a clone is the same bells.
#[derive(Clone, Default)]
pub(crate) struct Bells {
    /// Sync at once.
    pub(crate) sync: Arc<Notify>,
    /// Sync when nothing speaks against it.
    pub(crate) hint: Arc<Notify>,
    /// Listen to the gateway of the session as it is now.
    pub(crate) session: Arc<Notify>,
}

impl Background {
    /// Begins once; a second call changes nothing. Must be called where tokio runs.
    pub(crate) fn start(&self, cabinet: &Cabinet) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        let is_running = |tasks: &[JoinHandle<()>; 2]| tasks.iter().all(|task| !task.is_finished());
        if !tasks.as_ref().is_some_and(is_running) {
            abort(tasks.take());
            *tasks = Some([
                tokio::spawn(keep_syncing(Arc::downgrade(&cabinet.inner), self.bells.clone())),
                tokio::spawn(keep_listening(Arc::downgrade(&cabinet.inner), self.bells.clone())),
            ]);
        }
    }

    /// Syncs at once.
    pub(crate) fn wake(&self) {
        self.bells.sync.notify_one();
    }

    /// Syncs at once and listens anew, with the session as it is now.
    pub(crate) fn begin_again(&self) {
        self.bells.session.notify_one();
        self.wake();
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        abort(self.tasks.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

fn abort(tasks: Option<[JoinHandle<()>; 2]>) {
    for task in tasks.into_iter().flatten() {
        task.abort();
    }
}

/// What comes after a sync.
struct Rest {
    /// When to sync again by itself, in milliseconds.
    wait_ms: i64,
    /// How long hints are kept first, in milliseconds.
    deaf_ms: i64,
}

async fn keep_syncing(profile: Weak<Inner>, bells: Bells) {
    loop {
        let rest = {
            // Held only while a sync runs, so that closing the profile is not kept waiting.
            let Some(inner) = profile.upgrade() else { return };
            one_round(&Cabinet { inner }, &bells.sync).await
        };
        tokio::select! {
            () = bells.sync.notified() => {}
            () = hinted(duration(rest.deaf_ms), &bells.hint) => {}
            () = tokio::time::sleep(duration(rest.wait_ms)) => {}
        }
    }
}

/// A hint that came during the sync or the pause counts too.
async fn hinted(deaf: Duration, hint: &Notify) {
    tokio::time::sleep(deaf).await;
    hint.notified().await;
}

/// One sync, and what comes after it.
async fn one_round(cabinet: &Cabinet, bell: &Notify) -> Rest {
    let open = match cabinet.stage() {
        Stage::Open(open) if !open.is_sample() => Some(open),
        _ => None,
    };
    let Some(open) = open else {
        return Rest {
            wait_ms: 3_600_000,
            deaf_ms: 3_600_000,
        };
    };
    warm_search(&open).await;
    // Of an earlier version of the program, or of a start that was cut off.
    run::index_papers(&open).await;
    let outcome = run::run(&open, Haste::Due).await;
    warm_search(&open).await;
    let failures = open.track.standing().failures;
    let mut rest = after(&outcome, failures, getrandom::u64().unwrap_or(u64::MAX));
    if matches!(outcome, Outcome::Stopped) {
        // Whoever stopped it does not want it back at once, whatever called for it before.
        tokio::select! {
            biased;
            () = bell.notified() => {}
            () = std::future::ready(()) => {}
        }
    }
    let now_ms = open.clock.now_ms();
    if let (Outcome::Done(_), Ok(driver)) = (&outcome, open.driver())
        && let Ok(Some(due_ms)) = driver.next_command_at_ms().await
    {
        rest.wait_ms = rest.wait_ms.min(due_ms.saturating_sub(now_ms).max(1_000));
    }
    open.track.standing().next_try_ms = now_ms.saturating_add(rest.wait_ms);
    rest
}

/// Reads what a search needs once it finds nothing, so that no keystroke waits for it.
async fn warm_search(open: &Arc<Open>) {
    if let Err(error) = open.blocking(|open| Ok(open.goods()?.warm_search()?)).await {
        tracing::warn!(search.error = %error, "The words of the goods could not be read");
    }
}

/// The waits after a sync that ended so, after so many failures before it.
fn after(outcome: &Outcome, failures: u32, dice: u64) -> Rest {
    match outcome {
        Outcome::Done(report) => {
            let backoff = millis(report.backoff_s);
            Rest {
                wait_ms: spread_ms(report.poll_s, dice).max(backoff),
                deaf_ms: backoff.max(HINT_PAUSE_MS),
            }
        }
        Outcome::Busy => Rest {
            wait_ms: 1_000,
            deaf_ms: 1_000,
        },
        Outcome::Stopped | Outcome::Failed { heals: false, .. } => Rest {
            wait_ms: LONG_MS,
            deaf_ms: LONG_MS,
        },
        Outcome::Failed {
            heals: true, asked_s, ..
        } => Rest {
            wait_ms: wait_ms(failures.saturating_add(1), dice, *asked_s).max(1_000),
            // A line that came about says that the gateway is there again.
            deaf_ms: asked_s.map_or(0, millis).clamp(HINT_PAUSE_MS, BELIEVABLE_MS),
        },
    }
}

fn duration(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{CommandError, ErrorCode};
    use cabinet_sync::driver::Report;

    fn failed(heals: bool, asked_s: Option<u64>) -> Outcome {
        Outcome::Failed {
            error: CommandError::new(ErrorCode::Offline, "no network"),
            heals,
            asked_s,
        }
    }

    fn done(poll_s: u64, backoff_s: u64) -> Outcome {
        Outcome::Done(Report {
            poll_s,
            backoff_s,
            ..Report::default()
        })
    }

    #[test]
    fn a_hint_waits_for_what_the_gateway_asked_and_for_the_users_own_stop() {
        for (name, outcome, deaf_ms) in [
            ("all is well", done(60, 0), 1_000),
            ("the gateway wants peace", done(60, 30), 30_000),
            ("the user stopped it", Outcome::Stopped, LONG_MS),
            (
                "no network, and a line that tells it is back",
                failed(true, None),
                1_000,
            ),
            ("too many requests", failed(true, Some(900)), 900_000),
            ("the device is shut out", failed(false, None), LONG_MS),
        ] {
            assert_eq!(after(&outcome, 3, 7).deaf_ms, deaf_ms, "{name}");
        }
    }

    #[test]
    fn without_a_hint_the_waits_are_those_of_a_gateway_that_knows_none() {
        let rest = after(&done(60, 0), 0, 7);
        assert!((48_000..=72_000).contains(&rest.wait_ms), "{}", rest.wait_ms);
        assert!(after(&failed(true, None), 20, u64::MAX).wait_ms <= LONG_MS);
        assert_eq!(after(&Outcome::Stopped, 0, 7).wait_ms, LONG_MS);
    }

    #[tokio::test]
    async fn a_hint_that_came_too_early_is_kept_until_its_time() {
        let bell = Notify::new();
        bell.notify_one();
        let limit = Duration::from_secs(10);
        tokio::time::timeout(limit, hinted(Duration::from_millis(30), &bell))
            .await
            .unwrap();
    }
}
