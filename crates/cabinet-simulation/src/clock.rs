//! The one clock of a run, from which the supplier's and every device's are told. One run at a time in a process.

use std::sync::atomic::{AtomicI64, Ordering};

/// 2026-02-01 09:00:00 UTC, when every run begins.
pub const BEGIN_MS: i64 = 1_769_936_400_000;

static NOW_MS: AtomicI64 = AtomicI64::new(BEGIN_MS);

/// What the supplier's clock shows, ms since 1970, UTC.
#[must_use]
pub fn now_ms() -> i64 {
    NOW_MS.load(Ordering::SeqCst)
}

/// Sets it; only the run's own loop does.
pub fn set(now_ms: i64) {
    NOW_MS.store(now_ms, Ordering::SeqCst);
}
