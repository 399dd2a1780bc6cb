//! Slows down the guessing of passwords, by node and client address; in memory, so a restart forgives.
//!
//! The supplier's own 1C, at its own address, is not slowed down by someone who guesses from elsewhere. Behind the address
//! that somebody guesses from it may be refused for as long as the guessing lasts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Failures that cost nothing: people mistype.
const FREE: u32 = 3;
/// The longest delay of one answer.
const LONGEST: Duration = Duration::from_secs(16);
/// After this long without a failure a node begins anew.
const FORGET_MS: i64 = 15 * 60 * 1000;
/// Clients that are remembered; past it the memory is emptied (made-up names).
const MOST_NAMES: usize = 1_000;
/// Attempts of one client that wait for their turn; further ones are refused at once, so that the supplier's own 1C behind the
/// same address waits a minute at most.
const MOST_WAITING: usize = 4;
/// Passwords that are checked at once; each takes 19 MiB.
const AT_ONCE: usize = 2;

/// Counts wrong passwords of each pair of node and client address.
pub(super) struct Attempts {
    of_client: Mutex<HashMap<String, Failures>>,
    /// Taken while a password is checked: each check takes memory and a processor.
    pub(super) checks: Semaphore,
}

#[derive(Clone, Default)]
struct Failures {
    count: u32,
    last_ms: i64,
    /// Held until a wrong password was answered, so that guessing in parallel gains nothing.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// A permit for each attempt that waits or is being answered.
    waiting: Waiting,
}

#[derive(Clone)]
struct Waiting(Arc<Semaphore>);

impl Default for Waiting {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MOST_WAITING.saturating_add(1))))
    }
}

/// The right to be answered now; the next attempt of the client waits until it is dropped.
pub(super) struct Turn {
    _turn: tokio::sync::OwnedMutexGuard<()>,
    _waiting: tokio::sync::OwnedSemaphorePermit,
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            of_client: Mutex::default(),
            checks: Semaphore::new(AT_ONCE),
        }
    }
}

impl Attempts {
    /// Waits until the client's earlier attempts are answered; `None` when too many of them wait already.
    pub(super) async fn turn(&self, client: &str) -> Option<Turn> {
        let (turn, waiting) = self.with(client, |failures| {
            (Arc::clone(&failures.turn), failures.waiting.clone())
        });
        let waiting = waiting.0.try_acquire_owned().ok()?;
        Some(Turn {
            _turn: turn.lock_owned().await,
            _waiting: waiting,
        })
    }

    /// Counts a wrong password and says how long its answer is to be held back.
    pub(super) fn failed(&self, client: &str, now_ms: i64) -> Duration {
        let over = self.with(client, |failures| {
            if now_ms.saturating_sub(failures.last_ms) > FORGET_MS {
                failures.count = 0;
            }
            failures.count = failures.count.saturating_add(1);
            failures.last_ms = now_ms;
            failures.count.saturating_sub(FREE)
        });
        if over == 0 {
            return Duration::ZERO;
        }
        Duration::from_millis(250)
            .saturating_mul(2_u32.saturating_pow(over.min(10)))
            .min(LONGEST)
    }

    /// A right password ends the count.
    pub(super) fn succeeded(&self, client: &str) {
        self.with(client, |failures| failures.count = 0);
    }

    fn with<T>(&self, client: &str, work: impl FnOnce(&mut Failures) -> T) -> T {
        let mut of_client = self.of_client.lock().unwrap_or_else(PoisonError::into_inner);
        if of_client.len() >= MOST_NAMES && !of_client.contains_key(client) {
            of_client.clear();
        }
        work(of_client.entry(client.to_owned()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_to_wrong_passwords_become_slower_and_a_right_one_forgives() {
        let attempts = Attempts::default();
        let delays: Vec<_> = (0..12).map(|_| attempts.failed("ut", 0).as_millis()).collect();
        assert_eq!(
            delays,
            [0, 0, 0, 500, 1000, 2000, 4000, 8000, 16000, 16000, 16000, 16000]
        );
        assert_eq!(attempts.failed("other", 0).as_millis(), 0);
        assert_eq!(attempts.failed("ut", FORGET_MS + 1).as_millis(), 0);
        for _ in 0..5 {
            attempts.failed("ut", FORGET_MS + 2);
        }
        attempts.succeeded("ut");
        assert_eq!(attempts.failed("ut", FORGET_MS + 3).as_millis(), 0);
    }

    #[tokio::test]
    async fn more_attempts_than_a_few_are_refused_instead_of_waiting_for_an_hour() {
        let attempts = Attempts::default();
        let first = attempts.turn("ut").await;
        assert!(first.is_some());
        let waiting: Vec<_> = (0..MOST_WAITING).map(|_| Box::pin(attempts.turn("ut"))).collect();
        let mut waiting = futures_util::future::join_all(waiting);
        assert!(futures_util::poll!(&mut waiting).is_pending());
        assert!(attempts.turn("ut").await.is_none());
        assert!(attempts.turn("from elsewhere").await.is_some());
    }
}
