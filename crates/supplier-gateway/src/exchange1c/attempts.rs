//! Slows down the guessing of passwords, by node and client address; in memory, so a restart forgives.
//!
//! The supplier's own 1C, at its own address, is not slowed down by someone who guesses from elsewhere.

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
    /// Waits until the client's earlier attempts are answered.
    pub(super) async fn turn(&self, client: &str) -> tokio::sync::OwnedMutexGuard<()> {
        let turn = self.with(client, |failures| Arc::clone(&failures.turn));
        turn.lock_owned().await
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
}
