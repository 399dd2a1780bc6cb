//! The user's wish that the present sync ends. It lasts until the next sync begins.

use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// A wish that is heard by whoever waits for it, now or a little later.
#[derive(Default)]
pub(super) struct Stop {
    is_asked: AtomicBool,
    bell: Notify,
}

impl Stop {
    /// Asks.
    pub(super) fn ask(&self) {
        self.is_asked.store(true, Ordering::Release);
        self.bell.notify_waiters();
    }

    /// Forgets what was asked of an earlier sync.
    pub(super) fn forget(&self) {
        self.is_asked.store(false, Ordering::Release);
    }

    /// Comes back once it has been asked.
    pub(super) async fn asked(&self) {
        // Told from here on, so that a wish between the look and the wait is not missed.
        let told = self.bell.notified();
        if !self.is_asked.load(Ordering::Acquire) {
            told.await;
        }
    }
}
