//! Syncing by itself: on the gateway's period, sooner when a command is due or something was queued.

use crate::cabinet::{Cabinet, Inner, Stage};
use crate::sync::run::{self, Outcome};
use cabinet_sync::driver::Haste;
use cabinet_sync::machine::backoff::{spread_ms, wait_ms};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// The wait after a failure that time does not heal (signed out, certificate), of which the user is told meanwhile, and
/// after the user's own stop.
const LONG_MS: i64 = 300_000;

/// The task, and the bell that wakes it.
#[derive(Default)]
pub(crate) struct Background {
    bell: Arc<Notify>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Background {
    /// Begins once; a second call changes nothing. Must be called where tokio runs.
    pub(crate) fn start(&self, cabinet: &Cabinet) {
        let mut task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        if task.as_ref().is_none_or(JoinHandle::is_finished) {
            *task = Some(tokio::spawn(keep_syncing(
                Arc::downgrade(&cabinet.inner),
                self.bell.clone(),
            )));
        }
    }

    /// Makes the task look at once.
    pub(crate) fn wake(&self) {
        self.bell.notify_one();
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(task) = self.task.lock().unwrap_or_else(PoisonError::into_inner).take() {
            task.abort();
        }
    }
}

async fn keep_syncing(profile: Weak<Inner>, bell: Arc<Notify>) {
    loop {
        let wait = {
            // Held only while a sync runs, so that closing the profile is not kept waiting.
            let Some(inner) = profile.upgrade() else { return };
            one_round(&Cabinet { inner }, &bell).await
        };
        tokio::select! {
            () = bell.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// One sync, and how long to wait after it.
async fn one_round(cabinet: &Cabinet, bell: &Notify) -> Duration {
    let Stage::Open(open) = cabinet.stage() else {
        return Duration::from_secs(3600);
    };
    let outcome = run::run(&open, Haste::Due).await;
    let failures = open.track.standing().failures;
    let dice = getrandom::u64().unwrap_or(u64::MAX);
    let mut wait = match &outcome {
        Outcome::Done(report) => {
            let backoff = i64::try_from(report.backoff_s).unwrap_or(i64::MAX).saturating_mul(1000);
            spread_ms(report.poll_s, dice).max(backoff)
        }
        Outcome::Busy => 1_000,
        // Whoever stopped it does not want it back at once, whatever called for it before.
        Outcome::Stopped => {
            tokio::select! {
                biased;
                () = bell.notified() => {}
                () = std::future::ready(()) => {}
            }
            LONG_MS
        }
        Outcome::Failed {
            heals: true, asked_s, ..
        } => wait_ms(failures.saturating_add(1), dice, *asked_s).max(1_000),
        Outcome::Failed { heals: false, .. } => LONG_MS,
    };
    let now_ms = open.clock.now_ms();
    if let (Outcome::Done(_), Ok(driver)) = (&outcome, open.driver())
        && let Ok(Some(due_ms)) = driver.next_command_at_ms().await
    {
        wait = wait.min(due_ms.saturating_sub(now_ms).max(1_000));
    }
    open.track.standing().next_try_ms = now_ms.saturating_add(wait);
    Duration::from_millis(u64::try_from(wait).unwrap_or(1_000))
}
